"""Each language writes amounts, dates and counts its own way; no number loses a cent in being shown."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.config import paths
from desktop.domain.money import Money
from desktop.language import Language, Value, load_language, say, say_many, without_marks
from desktop.language.speech import LOCALES, NAMES

NB, MINUS, ISOLATE, END = "\u00a0", "\u2212", "\u2068", "\u2069"
FROM_LEFT, FROM_RIGHT = "\u200e", "\u200f"
Speak = Callable[[str], Language]


@pytest.fixture
def clock_of_niamey(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The machine stands in Niamey, an hour ahead of UTC the whole year."""
    monkeypatch.setenv("TZ", "WAT-1")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("number", "english", "french"),
    [
        ("1240.50", "1,240.50", f"1{NB}240,50"),
        ("-1240.50", f"{MINUS}1,240.50", f"{MINUS}1{NB}240,50"),
        ("2417615507.12", "2,417,615,507.12", f"2{NB}417{NB}615{NB}507,12"),
        ("0", "0", "0"),
        ("0.00", "0.00", "0,00"),
        ("-0.00", "0.00", "0,00"),
        ("0.0007", "0.0007", "0,0007"),
        ("1E+3", "1,000", f"1{NB}000"),
        ("999", "999", "999"),
        (
            "12345678901234567890123456789012.25",
            "12,345,678,901,234,567,890,123,456,789,012.25",
            "12 345 678 901 234 567 890 123 456 789 012,25".replace(" ", NB),
        ),
    ],
)
def test_numbers(speak: Speak, number: str, english: str, french: str) -> None:
    assert speak("en").number(Decimal(number)) == english
    assert speak("fr").number(Decimal(number)) == french
    assert (
        without_marks(speak("ar").number(Decimal(number))) == english
    )  # the digits of the office's documents, Western ones


@pytest.mark.parametrize(
    ("number", "decimals", "shown"),
    [
        ("0.125", 2, "0.13"),
        ("0.115", 2, "0.12"),
        ("-0.125", 2, f"{MINUS}0.13"),
        ("0.5", 0, "1"),
        ("2.5", 0, "3"),
        ("-0.004", 2, "0.00"),
        ("-0.4", 0, "0"),
        ("1240", 2, "1,240.00"),
        ("999.995", 2, "1,000.00"),
    ],
)
def test_numbers_are_rounded_half_up_as_money_is(english: Language, number: str, decimals: int, shown: str) -> None:
    assert english.number(Decimal(number), decimals=decimals) == shown


@pytest.mark.parametrize(
    ("amount", "currency", "english", "french"),
    [
        ("1240.5", "USD", f"USD{NB}1,240.50", f"1{NB}240,50{NB}USD"),
        ("315571", "XOF", f"XOF{NB}315,571", f"315{NB}571{NB}XOF"),
        ("-4192.4", "USD", f"USD{NB}{MINUS}4,192.40", f"{MINUS}4{NB}192,40{NB}USD"),
        ("1.5", "TND", f"TND{NB}1.500", f"1,500{NB}TND"),
    ],
)
def test_amounts_have_their_currency_where_the_language_puts_it(
    speak: Speak, amount: str, currency: str, english: str, french: str
) -> None:
    money = Money(Decimal(amount), currency)
    assert speak("en").money(money) == english
    assert speak("fr").money(money) == french
    assert without_marks(speak("ar").money(money)) == english


@pytest.mark.parametrize(
    ("share", "decimals", "english", "french"),
    [
        ("0.82", 0, f"82{NB}%", f"82{NB}%"),
        ("0.825", 0, f"83{NB}%", f"83{NB}%"),
        ("0.8255", 1, f"82.6{NB}%", f"82,6{NB}%"),
        ("1.013", 1, f"101.3{NB}%", f"101,3{NB}%"),
        ("-0.05", 0, f"{MINUS}5{NB}%", f"{MINUS}5{NB}%"),
        ("0", 1, f"0.0{NB}%", f"0,0{NB}%"),
    ],
)
def test_percentages(speak: Speak, share: str, decimals: int, english: str, french: str) -> None:
    assert speak("en").percent(Decimal(share), decimals=decimals) == english
    assert speak("fr").percent(Decimal(share), decimals=decimals) == french


@pytest.mark.parametrize(
    ("code", "day", "long_date", "full", "short", "month"),
    [
        ("en", "9 Oct 2019", "9 October 2019", "Wednesday 9 October 2019", "9 Oct", "October 2019"),
        ("fr", "9 oct. 2019", "9 octobre 2019", "Mercredi 9 octobre 2019", "9 oct.", "octobre 2019"),
        ("ar", "9 أكتوبر 2019", "9 أكتوبر 2019", "الأربعاء 9 أكتوبر 2019", "9 أكتوبر", "أكتوبر 2019"),
    ],
)
def test_dates(speak: Speak, code: str, day: str, long_date: str, full: str, short: str, month: str) -> None:
    language, when = speak(code), date(2019, 10, 9)
    assert language.day(when) == day
    assert language.long_date(when) == long_date
    assert language.full_date(when) == full
    assert language.day_and_month(when) == short
    assert language.month_and_year(when) == month


def test_french_counts_the_first_of_a_month_and_no_other_day(speak: Speak) -> None:
    french = speak("fr")
    assert french.day(date(2011, 1, 1)) == "1er janv. 2011"
    assert french.long_date(date(2019, 8, 1)) == "1er août 2019"
    assert french.full_date(date(2019, 8, 1)) == "Jeudi 1er août 2019"
    assert french.day_and_month(date(2019, 8, 1)) == "1er août"
    assert french.day(date(2019, 8, 11)) == "11 août 2019"
    assert french.day(date(2019, 8, 21)) == "21 août 2019"
    assert speak("en").day(date(2019, 8, 1)) == "1 Aug 2019"


def test_months_of_an_axis(speak: Speak) -> None:
    assert [speak("en").month(number) for number in (1, 8, 12)] == ["Jan", "Aug", "Dec"]
    assert [speak("fr").month(number) for number in (1, 8, 12)] == ["janv.", "août", "déc."]


@pytest.mark.usefixtures("clock_of_niamey")
def test_moments_are_told_on_the_clock_of_the_machine(speak: Speak) -> None:
    late = datetime(2019, 10, 9, 23, 30, tzinfo=UTC)
    assert speak("en").instant(late) == "10 Oct 2019, 00:30"
    assert speak("fr").instant(late) == "10 oct. 2019, 00:30"
    assert speak("en").time(late) == "00:30"


@pytest.mark.parametrize(
    ("value", "english", "french"),
    [
        ("NER-CT-01", "NER-CT-01", "NER-CT-01"),
        (1240, "1,240", f"1{NB}240"),
        (True, "1", "1"),
        (Decimal("-0.5"), f"{MINUS}0.5", f"{MINUS}0,5"),
        (date(2019, 10, 9), "9 Oct 2019", "9 oct. 2019"),
        (Money(Decimal(5), "USD"), f"USD{NB}5.00", f"5,00{NB}USD"),
        (say("Ledger"), "Ledger", "Grand livre"),
        (["a", "b", "c"], "a, b, and c", "a, b et c"),
        (["a"], "a", "a"),
        ([], "", ""),
        ([1240, say("Ledger")], "1,240 and Ledger", f"1{NB}240 et Grand livre"),
    ],
)
def test_every_kind_of_value_in_a_sentence(speak: Speak, value: Value, english: str, french: str) -> None:
    assert speak("en").text(say("{value}", value=value)) == english
    assert speak("fr").text(say("{value}", value=value)) == french
    assert speak("fr").value(value) == french


@pytest.mark.usefixtures("clock_of_niamey")
def test_a_moment_in_a_sentence(english: Language) -> None:
    moment = datetime(2019, 10, 9, 10, 2, tzinfo=UTC)
    said = say("{user} has it open on {computer} since {since}. Nothing was changed.", **_holder(moment))
    assert english.text(said) == "Awa has it open on NIA-04 since 9 Oct 2019, 11:02. Nothing was changed."


def _holder(moment: datetime) -> dict[str, Value]:
    return {"user": "Awa", "computer": "NIA-04", "since": moment}


@pytest.mark.parametrize(
    ("count", "english", "french"),
    [(0, "0 entries", "0 écriture"), (1, "1 entry", "1 écriture"), (1090, "1,090 entries", f"1{NB}090 écritures")],
)
def test_counting(speak: Speak, count: int, english: str, french: str) -> None:
    counted = say_many("{count} entry", "{count} entries", count)
    assert speak("en").text(counted) == english
    assert speak("fr").text(counted) == french


def test_sentences_inside_sentences_are_translated(speak: Speak) -> None:
    inner = say_many("{count} entry", "{count} entries", 2)
    outer = say("Wrote {file}: {rows}.", file="a.xlsx", rows=inner)
    assert speak("fr").text(outer) == f"a.xlsx écrit{NB}: 2 écritures."


def test_braces_in_a_value_are_no_places(english: Language) -> None:
    assert english.text(say("There is no file {path}.", path="/a/{path}")) == "There is no file /a/{path}."


def test_a_percent_sign_or_brace_without_values_stands(english: Language) -> None:
    assert english.text(say("A rate lies between 0 and 100 per cent. Enter 13 for 13 %.")).endswith("13 for 13 %.")


def test_only_arabic_is_mirrored(speak: Speak) -> None:
    assert {code: speak(code).right_to_left for code in LOCALES} == {"en": False, "fr": False, "ar": True}
    assert set(NAMES) == set(LOCALES)


def test_values_in_arabic_sentences_are_kept_from_mixing_with_their_neighbours(speak: Speak) -> None:
    said = speak("ar").text(say("{table}", table="NER-CT-01"))
    assert said == f"{ISOLATE}NER-CT-01{END}"
    day, money = date(2019, 10, 9), Money(Decimal(-5), "USD")
    assert speak("ar").text(say("{a}", a=money)) == f"{ISOLATE}USD{NB}{FROM_LEFT}{MINUS}5.00{END}"
    assert speak("ar").text(say("{a}", a=day)) == f"{ISOLATE}9 أكتوبر 2019{END}"


def test_members_of_a_list_are_kept_apart_in_arabic(speak: Speak) -> None:
    listed = speak("ar").text(say("{names}", names=["NER-CT-01", Decimal(-5)]))
    assert listed == f"{ISOLATE}NER-CT-01{END} و{ISOLATE}{FROM_LEFT}{MINUS}5{END}"


def test_minus_and_per_cent_stay_at_their_side_in_arabic(speak: Speak) -> None:
    assert speak("ar").number(Decimal(-5)) == f"{FROM_LEFT}{MINUS}5"
    assert speak("ar").number(Decimal(5)) == "5"
    assert speak("ar").percent(Decimal("0.82")) == f"{FROM_LEFT}82{NB}%{FROM_LEFT}"
    assert speak("fr").with_percent_sign("82,5") == f"82,5{NB}%"


def test_values_beside_each_other(speak: Speak) -> None:
    values = ("NER-CT-01", date(2019, 8, 1), Money(Decimal(5), "USD"))
    assert speak("en").beside(*values) == f"NER-CT-01 · 1 Aug 2019 · USD{NB}5.00"
    assert speak("fr").beside(*values) == f"NER-CT-01 · 1er août 2019 · 5,00{NB}USD"
    arabic = speak("ar").beside(*values)
    assert arabic.startswith(f"{FROM_RIGHT}{ISOLATE}NER-CT-01{END} · {ISOLATE}")
    assert without_marks(arabic) == f"NER-CT-01 · 1 أغسطس 2019 · USD{NB}5.00"


def test_marks_of_direction_can_be_taken_away(speak: Speak) -> None:
    shown = speak("ar").text(say("{a}", a=Decimal("-1240.5")))
    assert without_marks(shown) == f"{MINUS}1,240.5"
    assert without_marks("Legal aid") == "Legal aid"


@pytest.mark.parametrize(("code", "comma"), [("en", ", "), ("fr", ", "), ("ar", "\u060c ")])
def test_each_language_has_its_comma(speak: Speak, code: str, comma: str) -> None:
    assert speak(code).comma == comma


def test_sentences_inside_arabic_sentences_are_not_wrapped_again(speak: Speak) -> None:
    inner = say("A sentence of no catalogue: {name}", name="x")
    assert speak("ar").text(say("{inner}", inner=inner)) == f"A sentence of no catalogue: {ISOLATE}x{END}"


def test_countries_and_currencies_by_name(speak: Speak) -> None:
    assert [speak(code).country("NE") for code in ("en", "fr", "ar")] == ["Niger", "Niger", "النيجر"]
    assert speak("fr").country("CF") == "République centrafricaine"
    assert speak("fr").country("QQ") == "QQ"
    assert speak("fr").currency_name("XOF") == "franc CFA (BCEAO)"
    assert speak("en").currency_name("QQQ") == "QQQ"


def test_countries_are_listed_as_a_reader_looks_for_them(speak: Speak) -> None:
    french = speak("fr").countries()
    names = [name for _code, name in french]
    assert names.index("Égypte") < names.index("Érythrée") < names.index("Fidji") < names.index("Zimbabwe")
    assert {"NE", "ML", "CF", "SN", "CI"} <= {code for code, _name in french}
    assert not {"EU", "UN", "ZZ", "XA", "001"} & {code for code, _name in french}


@settings(max_examples=100)
@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**12), max_value=10**12))
def test_shown_digits_are_those_of_the_number(number: Decimal) -> None:
    for code in LOCALES:
        shown = without_marks(load_language(paths.translations(), code).number(number))
        assert "".join(filter(str.isdigit, shown)) == str(abs(number)).replace(".", "")
        assert shown.startswith(MINUS) == (number < 0)


def test_a_number_of_per_cent_has_the_decimals_it_needs(speak: Speak) -> None:
    assert [speak("en").per_cent(Decimal(text)) for text in ("12.5000", "10.0000", "0.00")] == [
        f"12.5{NB}%",
        f"10{NB}%",
        f"0{NB}%",
    ]
