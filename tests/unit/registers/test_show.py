"""A cell as people read it: codes by name, money in its currency's decimals, and nothing that is stated is cut."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.config import paths
from desktop.language import Language, load_language, say
from desktop.registers import find_register
from desktop.registers.query import Cell
from desktop.registers.register import Column, Kind
from desktop.registers.show import cell_text, exact_number, is_negative, shown_value

NO_BREAK = "\u00a0"
Speak = Callable[[str], Language]


def column(kind: Kind, *, editable: bool = False) -> Column:
    currency = "currency" if kind is Kind.MONEY else ""
    return Column("key", say("Label"), kind, currency=currency, editable=editable)


def exact(kind: Kind, value: str, currency: Cell = None, *, editable: bool = False) -> str:
    return str(exact_number(column(kind, editable=editable), Decimal(value), currency))


@pytest.mark.parametrize(
    ("stored", "currency", "shown"),
    [
        ("1240.5000", "USD", "1240.50"),
        ("1240.0000", "USD", "1240.00"),
        ("0.0000", "USD", "0.00"),
        ("-0.0100", "USD", "-0.01"),
        ("603480.0000", "XOF", "603480"),
        ("1.5000", "TND", "1.500"),
        ("1.2345", "CLF", "1.2345"),
        ("1E+3", "USD", "1000.00"),
        ("2417615507.1200", "USD", "2417615507.12"),
    ],
)
def test_money_has_the_decimals_of_its_currency(stored: str, currency: str, shown: str) -> None:
    assert exact(Kind.MONEY, stored, currency) == shown


@pytest.mark.parametrize(("stored", "currency", "shown"), [("0.1250", "USD", "0.125"), ("0.5000", "XOF", "0.5")])
def test_money_with_more_decimals_than_it_may_have_hides_none(stored: str, currency: str, shown: str) -> None:
    assert exact(Kind.MONEY, stored, currency) == shown


@pytest.mark.parametrize("currency", [None, "", "???"])
def test_money_of_no_known_currency_has_the_decimals_it_needs(currency: Cell) -> None:
    assert exact(Kind.MONEY, "1240.5000", currency) == "1240.5"
    assert exact(Kind.MONEY, "1240.0000", currency) == "1240"


@pytest.mark.parametrize(
    ("stored", "shown"),
    [("655.9570000000", "655.957"), ("0.0015244902", "0.0015244902"), ("600.0000000000", "600"), ("0E-10", "0")],
)
def test_a_rate_has_as_few_decimals_as_it_needs(stored: str, shown: str) -> None:
    assert exact(Kind.RATE, stored) == shown
    assert exact(Kind.NUMBER, stored) == shown


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("81.8642", "81.9"),
        ("71.2500", "71.3"),
        ("71.3500", "71.4"),
        ("-71.2500", "-71.3"),
        ("100.0000", "100.0"),
        ("12.9600", "13.0"),
        ("0.0400", "0.0"),
        ("159.1800", "159.2"),
    ],
)
def test_per_cent_that_is_worked_out_has_one_decimal_half_up(stored: str, shown: str) -> None:
    assert exact(Kind.PERCENT, stored) == shown


@pytest.mark.parametrize(
    ("stored", "shown"), [("13.0000", "13"), ("7.2500", "7.25"), ("33.3333", "33.3333"), ("100.0000", "100")]
)
def test_per_cent_that_is_stated_is_shown_whole(stored: str, shown: str) -> None:
    assert exact(Kind.PERCENT, stored, editable=True) == shown


def test_rates_of_a_grant_are_stated_and_its_delivery_is_worked_out() -> None:
    grants, lines = find_register("grants"), find_register("budget_lines")
    assert str(exact_number(grants.column("indirect_rate"), Decimal("7.2500"), None)) == "7.25"
    assert str(exact_number(lines.column("percent_charged"), Decimal("33.3333"), None)) == "33.3333"
    assert str(exact_number(grants.column("delivery"), Decimal("81.8642"), None)) == "81.9"


@settings(max_examples=150)
@given(st.integers(-(10**17), 10**17), st.sampled_from(("USD", "XOF", "TND", None)))
def test_no_amount_is_changed_by_showing_it(units: int, currency: str | None) -> None:
    value = Decimal(units).scaleb(-4)
    assert exact_number(column(Kind.MONEY), value, currency) == value
    assert exact_number(column(Kind.RATE), value, None) == value


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        (Kind.TEXT, "Legal aid", "Legal aid"),
        (Kind.CODE, "0012", "0012"),
        (Kind.NUMBER, 1204, "1,204"),
        (Kind.NUMBER, Decimal("1204.5000"), "1,204.5"),
        (Kind.PERCENT, Decimal("81.8642"), "81.9"),
        (Kind.RATE, Decimal("0.0015244902"), "0.0015244902"),
        (Kind.DATE, date(2019, 10, 9), "9 Oct 2019"),
        (Kind.COUNTRY, "NE", "Niger"),
        (Kind.COUNTRY, "QQ", "QQ"),
        (Kind.COUNTRIES, "BF, ML, NE", "Burkina Faso, Mali, Niger"),
        (Kind.CURRENCY, "XOF", "XOF"),
        (Kind.SENTENCE, say("Renamed {old} to {new}", old="A", new="B"), "Renamed A to B"),
        *((kind, None, "") for kind in Kind),
    ],
)
def test_cells_in_english(english: Language, kind: Kind, value: Cell, text: str) -> None:
    assert cell_text(column(kind), value, None, english) == text


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        (Kind.CODE, "0012", "0012"),
        (Kind.NUMBER, 1204, f"1{NO_BREAK}204"),
        (Kind.PERCENT, Decimal("81.8642"), "81,9"),
        (Kind.DATE, date(2019, 10, 9), "9 oct. 2019"),
        (Kind.COUNTRY, "TD", "Tchad"),
        (Kind.COUNTRIES, "CI, SN", "Côte d’Ivoire, Sénégal"),
    ],
)
def test_cells_in_french(speak: Speak, kind: Kind, value: Cell, text: str) -> None:
    assert cell_text(column(kind), value, None, speak("fr")) == text


@pytest.mark.parametrize(
    ("code", "currency", "text"),
    [
        ("en", "USD", "−1,240.50"),
        ("en", "XOF", "−1,240.5"),
        ("en", "TND", "−1,240.500"),
        ("fr", "USD", f"−1{NO_BREAK}240,50"),
    ],
)
def test_an_amount_is_written_with_a_true_minus_and_the_separators_of_the_language(
    speak: Speak, code: str, currency: str, text: str
) -> None:
    assert cell_text(column(Kind.MONEY), Decimal("-1240.5000"), currency, speak(code)) == text


def test_a_moment_is_shown_on_the_clock_of_this_machine(english: Language) -> None:
    moment = datetime(2019, 10, 9, 11, 2, tzinfo=UTC)
    local = moment.astimezone()
    assert cell_text(column(Kind.INSTANT), moment, None, english) == f"{english.day(local.date())}, {local:%H:%M}"


def test_codes_are_shown_by_their_names(english: Language, speak: Speak) -> None:
    kind = find_register("ledger").column("kind")
    assert cell_text(kind, "refund", None, english) == "Refund"
    assert cell_text(kind, "refund", None, speak("fr")) == "Remboursement"
    assert cell_text(kind, "unheard of", None, english) == "unheard of"


def test_several_codes_are_shown_by_their_names(english: Language) -> None:
    roles = find_register("organisations").column("roles")
    assert cell_text(roles, "1, 4", None, english) == "Funding, Implementing"
    assert cell_text(roles, "1, 9", None, english) == "Funding, 9"


def test_a_file_gets_numbers_days_and_moments_as_they_are(english: Language) -> None:
    moment = datetime(2019, 10, 9, 11, 2, tzinfo=UTC)
    assert shown_value(column(Kind.MONEY), Decimal("1.5000"), english) == Decimal("1.5000")
    assert shown_value(column(Kind.NUMBER), 12, english) == Decimal(12)
    assert isinstance(shown_value(column(Kind.NUMBER), 12, english), Decimal)
    assert shown_value(column(Kind.DATE), date(2019, 10, 9), english) == date(2019, 10, 9)
    assert shown_value(column(Kind.INSTANT), moment, english) == moment
    assert shown_value(column(Kind.COUNTRIES), "ML, NE", english) == "Mali, Niger"
    assert shown_value(column(Kind.TEXT), None, english) is None


@pytest.mark.parametrize(
    ("value", "negative"),
    [
        (Decimal("-0.01"), True),
        (-1, True),
        (Decimal("-0.00"), False),
        (Decimal("0.01"), False),
        (0, False),
        (None, False),
        ("-5", False),
        (date(2019, 1, 1), False),
    ],
)
def test_a_negative_number_is_told_from_all_else(value: Cell, negative: bool) -> None:
    assert is_negative(value) is negative


languages = st.sampled_from(("en", "fr", "ar")).map(lambda code: load_language(paths.translations(), code))


@settings(max_examples=80, deadline=None)
@given(languages, st.integers(-(10**16), 10**16), st.sampled_from(("USD", "XOF", "TND")))
def test_every_digit_of_an_amount_is_on_the_screen(language: Language, units: int, currency: str) -> None:
    value = Decimal(units).scaleb(-4)
    text = cell_text(column(Kind.MONEY), value, currency, language)
    expected = str(exact_number(column(Kind.MONEY), value, currency)).lstrip("-").replace(".", "")
    assert "".join(letter for letter in text if letter.isdigit()) == expected
