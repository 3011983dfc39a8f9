"""What spreadsheets are known to do to values, one by one: each is read right, asked about or refused in words."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from desktop.domain.finding import Severity
from desktop.importers.book import ErrorValue, Raw, Uncalculated
from desktop.importers.values import to_minor_unit
from desktop.registers.register import NUMERIC_KINDS, Kind
from tests.helpers.columns import only, read_cells

NOTE, WARNING, ERROR = Severity.NOTE, Severity.WARNING, Severity.ERROR


@pytest.mark.parametrize("text", ["=1+1", "+33 6 12", "-5 days", "@x", "\t=HYPERLINK(0)", "=cmd|' /C calc'!A0"])
def test_text_that_starts_like_a_formula_stays_text(text: str) -> None:
    assert only(Kind.TEXT, text) == text.strip()
    assert only(Kind.CODE, text) == text.strip()
    assert read_cells(Kind.MONEY, text).severities == [ERROR]


@pytest.mark.parametrize("shown", ["#REF!", "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#VALUE!"])
@pytest.mark.parametrize("kind", [Kind.MONEY, Kind.DATE, Kind.TEXT, Kind.CODE, Kind.CURRENCY, Kind.COUNTRY])
def test_an_error_cell_keeps_its_row_out(kind: Kind, shown: str) -> None:
    read = read_cells(kind, ErrorValue(shown), shown)
    assert read.values == [None, None]
    assert read.said == [f"The cell shows the error {shown}."] * 2
    assert read.severities == [ERROR, ERROR]


@pytest.mark.parametrize("kind", [Kind.MONEY, Kind.DATE, Kind.TEXT, Kind.CODE, Kind.CURRENCY, Kind.COUNTRY])
def test_a_formula_without_a_value_keeps_its_row_out(kind: Kind) -> None:
    read = read_cells(kind, Uncalculated("=SUM(A1:A9)"), "")
    assert read.values == [None, None]
    assert read.severities == [ERROR, None]


@pytest.mark.parametrize("serial", [0, 59, 60, -1, 2958466, 1e10, 32873, 73416, 0.5])
def test_odd_serials_are_no_days(serial: float) -> None:
    assert read_cells(Kind.DATE, serial).severities == [ERROR]


@pytest.mark.parametrize(("serial", "day"), [(32874, date(1990, 1, 1)), (73415, date(2100, 12, 31))])
def test_serials_of_likely_years_are_taken_and_noted(serial: int, day: date) -> None:
    read = read_cells(Kind.DATE, serial)
    assert (read.values, read.severities) == ([day], [NOTE])


@pytest.mark.parametrize("day", ["1899-12-31", "1900-02-28", "1904-01-01", "1919-12-31", "2101-01-01", "9999-12-31"])
def test_dates_of_empty_or_odd_cells_are_no_days_of_a_project(day: str) -> None:
    assert read_cells(Kind.DATE, date.fromisoformat(day), datetime.fromisoformat(day), day).values == [None] * 3


def test_text_dates_are_decided_by_the_column_and_never_cell_by_cell() -> None:
    assert read_cells(Kind.DATE, "04/05/2024", "13/05/2024").values == [date(2024, 5, 4), date(2024, 5, 13)]
    assert read_cells(Kind.DATE, "04/05/2024", "05/13/2024").values == [date(2024, 4, 5), date(2024, 5, 13)]
    asked = read_cells(Kind.DATE, "04/05/2024", "05/06/2024")
    assert asked.open
    assert asked.values == [None, None]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *(("1\u00a0234,56", "1234.56"), ("1\u202f234,56", "1234.56"), ("1.234,56", "1234.56")),
        *(("1\u2019234.56", "1234.56"), ("(1,234.56)", "-1234.56"), ("\u2212500", "-500"), ("USD 1,000.00", "1000")),
        ("\u0661\u0662\u0663\u066b\u0665", "123.5"),
    ],
)
@pytest.mark.parametrize("kind", sorted(NUMERIC_KINDS - {Kind.PERCENT}))
def test_numbers_as_text_are_numbers(kind: Kind, text: str, number: str) -> None:
    assert only(kind, text) == Decimal(number)


def test_a_separator_that_may_be_either_is_asked_about() -> None:
    read = read_cells(Kind.MONEY, "1,234", "5,678")
    assert read.open
    assert read.values == [None, None]


@pytest.mark.parametrize("text", ["-", "N/A"])
def test_words_for_nothing_are_never_zero(text: str) -> None:
    read = read_cells(Kind.MONEY, text)
    assert (read.values, read.severities) == ([None], [NOTE])


def test_leading_zeros_of_a_code_stay() -> None:
    assert only(Kind.CODE, "001234") == "001234"


def test_per_cent_is_what_its_cell_shows() -> None:
    assert only(Kind.PERCENT, "12.5%") == Decimal("12.5")
    assert only(Kind.PERCENT, "12,5 %") == Decimal("12.5")
    assert read_cells(Kind.PERCENT, 0.125).severities == [WARNING]


def test_money_never_passes_through_binary_fractions() -> None:
    (read,) = read_cells(Kind.MONEY, 0.1 + 0.2).values
    assert isinstance(read, Decimal)
    assert to_minor_unit(read, "USD") == Decimal("0.30")
    total = read_cells(Kind.MONEY, 4839662.780000013).values[0]
    assert isinstance(total, Decimal)
    assert to_minor_unit(total, "USD") == Decimal("4839662.78")
    assert to_minor_unit(Decimal("1.235"), "USD") is None


def test_whole_numbers_of_twenty_digits_are_exact() -> None:
    assert only(Kind.NUMBER, 12345678901234567890) == Decimal(12345678901234567890)
    assert read_cells(Kind.CODE, 12345678901234567890.0).severities == [WARNING]


@pytest.mark.parametrize("cell", [float("nan"), float("inf"), float("-inf"), "NaN", "1E+400", "Infinity"])
@pytest.mark.parametrize("kind", sorted(NUMERIC_KINDS))
def test_what_is_no_finite_number_keeps_its_row_out(kind: Kind, cell: Raw) -> None:
    assert read_cells(kind, cell).severities == [ERROR]


def test_letters_put_together_are_stored_in_one_form() -> None:
    assert only(Kind.TEXT, "Cafe\u0301") == only(Kind.TEXT, "Caf\u00e9") == "Caf\u00e9"


def test_marks_of_direction_stay_in_texts_and_do_not_hide_names() -> None:
    assert only(Kind.TEXT, "\u200fتونس") == "\u200fتونس"
    assert only(Kind.COUNTRY, "\u200fتونس\u200f") == "TN"
    assert only(Kind.CURRENCY, "\u200eUSD") == "USD"
    assert only(Kind.DATE, "\u200f2019-10-09") == date(2019, 10, 9)


def test_control_characters_never_reach_the_office() -> None:
    assert only(Kind.TEXT, "a\x01b\x0cc") == "abc"
    assert only(Kind.CODE, "a\x01b") == "ab"


def test_several_values_in_one_cell_are_not_one_number() -> None:
    assert read_cells(Kind.MONEY, "100; 200", "12 / 14", "100\n200").severities == [ERROR] * 3


def test_truth_is_no_number_and_no_day() -> None:
    for kind in (*NUMERIC_KINDS, Kind.DATE):
        assert read_cells(kind, True, False).severities == [ERROR, ERROR]


@pytest.mark.parametrize("text", ["1" * 5000, "1 " * 5000, "9 Oct " * 2000, "(" * 5000 + "5", "O" * 5000 + "1"])
def test_endless_texts_are_neither_numbers_nor_days(text: str) -> None:
    assert read_cells(Kind.MONEY, text + "x").severities == [ERROR]
    assert read_cells(Kind.DATE, text).severities == [ERROR]
