"""Texts as typed, codes of lists by what people call them, and cells that hold no value at all."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.codes import CATEGORY_NAMES, ORGANISATION_ROLES, PROJECT_STATUSES
from desktop.domain.finding import Severity
from desktop.domain.ledger import LEDGER_KINDS
from desktop.importers.book import ErrorValue, Raw, Uncalculated
from desktop.importers.values import read_typed
from desktop.importers.values.names import languages
from desktop.registers.columns import CATEGORIES
from desktop.registers.register import Kind
from tests.helpers.columns import field_of, only, read_cells

NOTE, WARNING, ERROR = Severity.NOTE, Severity.WARNING, Severity.ERROR


# --- cells that hold no value -------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("cell", [ErrorValue("#REF!"), "#REF!", " #REF!", "#N/A"])
def test_an_error_is_never_blank_or_zero(kind: Kind, cell: Raw) -> None:
    read = read_cells(kind, cell, choices=LEDGER_KINDS)
    assert read.values == [None]
    assert read.severities == [ERROR]
    assert read.said[0].startswith("The cell shows the error #")


@pytest.mark.parametrize("kind", list(Kind))
def test_a_formula_without_a_result_is_never_blank_or_zero(kind: Kind) -> None:
    read = read_cells(kind, Uncalculated("=A1"), choices=LEDGER_KINDS)
    assert read.values == [None]
    assert read.said == ["The cell holds a formula that was never calculated."]
    assert read.flaws[0] is not None
    assert str(read.flaws[0].fix) == "Open the workbook in Excel, save it, then import again."


# --- texts --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        *(("001234", "001234"), (12.0, "12"), (12, "12"), (12.5, "12.5"), (1e20, "1" + "0" * 20), (-3.0, "-3")),
        *(("  NER\u00a0\u202fCT  ", "NER CT"), ("Cafe\u0301", "Café"), ("'01", "'01"), ("NER\u200f-1", "NER-1")),
        *((True, "TRUE"), (False, "FALSE"), (date(2019, 10, 9), "2019-10-09"), ("=1+1", "=1+1"), ("-", "-")),
        *(
            (datetime.fromisoformat("2019-10-09T00:00:00"), "2019-10-09"),
            (datetime.fromisoformat("2019-10-09T14:30:00"), "2019-10-09 14:30"),
            ("A\nB", "A B"),
        ),
    ],
)
def test_a_code_is_as_typed(cell: Raw, text: str) -> None:
    assert only(Kind.CODE, cell) == text


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        *(("two  spaces", "two spaces"), (" a\r\n b\u00a0 c ", "a\nb c"), ("Cafe\u0301", "Café"), ("a\x01b", "ab")),
        *(("عقد\u200f", "عقد\u200f"), ("plain", "plain"), (7, "7"), ("n.d.", "n.d.")),
    ],
)
def test_a_text_is_as_typed_line_by_line(cell: Raw, text: str) -> None:
    assert only(Kind.TEXT, cell) == text


def test_numbers_longer_than_excel_keeps_are_a_warning() -> None:
    read = read_cells(Kind.CODE, 1234567890123456.0, 123456789012345.0, "1234567890123456", float("inf"), 0.5)
    assert read.severities == [WARNING, None, None, None, None]
    assert read.values[3] == "inf"


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=20))
def test_a_text_that_was_read_is_read_the_same_again(text: str) -> None:
    (once,) = read_cells(Kind.TEXT, text).values
    assert once is None or isinstance(once, str)
    assert read_cells(Kind.TEXT, once).values == [once]


# --- codes of lists -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        *(("expenditure", "expenditure"), ("Expenditures", "expenditure"), ("EXPENSE", "expenditure")),
        *(("Dépense", "expenditure"), ("depenses", "expenditure"), ("refunds", "refund"), ("Obligation", "commitment")),
        *(("exchange_difference", "exchange_difference"), ("Exchange differences", "exchange_difference")),
    ],
)
def test_a_kind_is_found_by_what_people_call_it(cell: Raw, code: str) -> None:
    read = read_cells(Kind.CHOICE, cell, choices=LEDGER_KINDS)
    assert read.values == [code]
    assert type(read.values[0]) is str


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        *(
            ("1", "1"),
            (1, "1"),
            (1.0, "1"),
            ("travel", "5"),
            ("Travels", "5"),
            ("5 - Travel", "5"),
            ("Travel (5)", "5"),
        ),
        *(
            ("Staff and other personnel", "1"),
            ("PSC", "8"),
            ("Matériels", "2"),
            ("1. Staff and other personnel costs", "1"),
        ),
    ],
)
def test_a_category_is_found_by_number_and_by_long_and_short_name(cell: Raw, code: str) -> None:
    assert read_cells(Kind.CHOICE, cell, choices=CATEGORIES).values == [code]


@pytest.mark.parametrize("language", languages(), ids=lambda language: language.code)
def test_every_category_is_known_in_every_language(language: object) -> None:
    assert language in languages()
    names = [one.text(name) for one in languages() if one is language for name in CATEGORY_NAMES.values()]
    assert read_cells(Kind.CHOICE, *names, choices=CATEGORIES).values == list("12345678")


def test_a_near_miss_names_what_may_be_meant() -> None:
    read = read_cells(Kind.CHOICE, "Expanditure", "2 - Travel", "zzz", 9, "n.d.", choices=LEDGER_KINDS)
    assert read.values == [None] * 5
    assert read.severities == [*[ERROR] * 4, NOTE]
    flaw = read.flaws[0]
    assert flaw is not None
    assert flaw.nearest[0] == "expenditure"
    assert str(flaw.sentence) == "“Expanditure” is none of the values of Field."
    assert str(flaw.fix).startswith("Nearest: ")
    nothing_near = read.flaws[2]
    assert nothing_near is not None
    assert nothing_near.nearest == ()
    assert str(nothing_near.fix).startswith("Use one of: ")


def test_a_number_and_a_name_of_another_are_not_put_together() -> None:
    assert read_cells(Kind.CHOICE, "2 - Travel", choices=CATEGORIES).values == [None]


def test_several_codes_are_held_as_the_register_holds_them() -> None:
    read = read_cells(
        Kind.CHOICES, "1, 4", "Funding; Implementing", "Funding", "1 / 1", "1, 9", choices=ORGANISATION_ROLES
    )
    assert read.values == ["1, 4", "1, 4", "1", "1", None]
    assert read.said[-1] == "“9” is none of the values of Field."


def test_a_typed_choice_is_found_too() -> None:
    assert read_typed("actif", field_of(Kind.CHOICE, PROJECT_STATUSES)) == "2"


# --- countries ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(("NE", "NE"), ("ne", "NE"), ("NER", "NE"), ("Niger", "NE"), ("Cote d ivoire", "CI"), ("Ivory Coast", "CI")),
        *(("Côte d’Ivoire", "CI"), ("مالي", "ML"), ("Tanzania, United Republic of", "TZ"), ("États-Unis", "US")),
        *(("RDC", "CD"), ("Burkina", "BF"), ("Niger (NE)", "NE"), ("NE - Niger", "NE"), ("Guinée", "GN")),
        *(("Syrian Arab Republic", "SY"), ("Viet Nam", "VN"), ("UK", "GB"), ("Congo - Kinshasa", "CD")),
    ],
)
def test_a_country_is_found_by_code_or_name(text: str, code: str) -> None:
    assert only(Kind.COUNTRY, text) == code


def test_an_unknown_country_is_a_flaw_with_its_nearest() -> None:
    read = read_cells(Kind.COUNTRY, "Nigerr", "Qqq")
    assert read.values == [None, None]
    assert read.said[0] == "“Nigerr” is not a country."
    flaw = read.flaws[0]
    assert flaw is not None
    assert "NE" in flaw.nearest


def test_several_countries_stand_in_one_cell() -> None:
    read = read_cells(Kind.COUNTRIES, "NE, ML", "Niger; Mali et Tchad", "Trinidad and Tobago", "NE, Atlantis")
    assert read.values == ["NE, ML", "NE, ML, TD", "TT", None]


@pytest.mark.parametrize("place", range(3))
def test_every_country_is_known_by_its_name(place: int) -> None:
    named = languages()[place].countries()
    assert read_cells(Kind.COUNTRY, *[name for _code, name in named]).values == [code for code, _name in named]


# --- currencies ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(("usd", "USD"), ("US Dollar", "USD"), ("US dollars", "USD"), ("Euro", "EUR"), ("€", "EUR"), ("euros", "EUR")),
        *(("USD - US Dollar", "USD"), ("EUR (€)", "EUR"), ("franc CFA (BCEAO)", "XOF"), ("Nigerian Naira", "NGN")),
    ],
)
def test_a_currency_is_found_by_code_name_or_sign(text: str, code: str) -> None:
    assert only(Kind.CURRENCY, text) == code


@pytest.mark.parametrize(
    ("text", "said"),
    [
        *(("ABC", "ABC is not a currency."), ("$", "“$” is the sign of several currencies.")),
        *(("Nigerian Nairra", "Nigerian Nairra is not a currency."), (12, "12 is not a currency.")),
    ],
)
def test_what_is_no_currency_is_a_flaw(text: Raw, said: str) -> None:
    read = read_cells(Kind.CURRENCY, text, "-")
    assert read.values == [None, None]
    assert read.said[0] == said
    assert read.severities == [ERROR, NOTE]


@pytest.mark.parametrize("text", ["FCFA", "F CFA", "CFA", "francs CFA", "F.CFA"])
def test_cfa_alone_is_asked_about(text: str) -> None:
    read = read_cells(Kind.CURRENCY, text, "EUR")
    assert read.open
    assert read.values == [None, "EUR"]
    assert read.said[0] == f"“{text}” may be XOF or XAF."
    assert read.style
    assert (read.style.code, read.style.others) == ("XOF", ("XAF",))


def test_cfa_is_the_franc_that_its_column_names_elsewhere() -> None:
    read = read_cells(Kind.CURRENCY, "FCFA", "XAF", "EUR")
    assert read.values == ["XAF", "XAF", "EUR"]
    assert read.evidence == "“FCFA” is taken for XAF, which other rows name."
    assert read_cells(Kind.CURRENCY, "FCFA", "XAF", "XOF").open


def test_cfa_is_the_franc_that_a_person_chose() -> None:
    read = read_cells(Kind.CURRENCY, "FCFA", style="XAF")
    assert read.values == ["XAF"]
    assert (read.code, read.evidence, read.open) == ("XAF", "Chosen by you", False)


def test_near_misses_are_not_looked_for_in_a_column_of_something_else() -> None:
    read = read_cells(Kind.COUNTRY, *[f"Nigerr {number}" for number in range(120)], "Nigerr " * 20)
    found = [len(flaw.nearest) > 0 for flaw in read.flaws if flaw is not None]
    assert found == [True] * 100 + [False] * 21
