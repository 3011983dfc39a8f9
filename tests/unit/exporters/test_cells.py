"""A cell holds what it shows: text is never taken for a formula, amounts have the decimals of their currency."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from desktop.exporters.cells import money_format, number_format, put

_DANGEROUS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    '=HYPERLINK("http://x","y")',
    "=cmd|' /C calc'!A0",
    "-",
]


def _through_excel(value: Any) -> Any:
    """The cell as it is after writing and reading a workbook."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    put(sheet.cell(1, 1), value)
    file = io.BytesIO()
    book.save(file)
    return openpyxl.load_workbook(file).active["A1"]  # type: ignore[index]  # a saved workbook has a sheet


@pytest.mark.parametrize("text", _DANGEROUS)
def test_text_that_looks_like_a_formula_stays_text(text: str) -> None:
    cell = _through_excel(text)
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    assert cell.value == text


@pytest.mark.parametrize(
    "text", ["#REF!", "#N/A", "TRUE", "001234", "1,234.50", "12:30", "1E5", "Fuel", " =1", "é \u0640"]
)
def test_other_text_stays_as_it_is(text: str) -> None:
    cell = _through_excel(text)
    assert (cell.value, cell.data_type, bool(cell.quotePrefix)) == (text, "s", False)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40))
@example("\ufffe and \uffff")
@example("=\x0b1")
@example("\x0b=1+1")
@settings(max_examples=80)
def test_any_text_is_text_without_what_no_workbook_can_hold(text: str) -> None:
    cell = _through_excel(text)
    kept = "".join(letter for letter in text if (letter >= " " or letter in "\t\n\r") and letter not in "\ufffe\uffff")
    assert cell.data_type != "f"
    assert (cell.value or "") == kept


@given(st.integers(min_value=-(10**15) + 1, max_value=10**15 - 1), st.integers(min_value=0, max_value=4))
@settings(max_examples=80)
def test_amounts_of_fifteen_digits_come_back_exactly(units: int, places: int) -> None:
    amount = Decimal(units).scaleb(-places)
    cell = _through_excel(amount)
    assert cell.data_type == "n"
    assert Decimal(repr(cell.value)) == amount


@given(st.dates(min_value=date(1900, 3, 1), max_value=date(2199, 12, 31)))
@settings(max_examples=60)
def test_dates_are_dates(day: date) -> None:
    cell = _through_excel(day)
    assert cell.is_date
    assert cell.value.date() == day


def test_instant_is_shown_on_the_clock_of_this_machine() -> None:
    moment = datetime(2019, 10, 9, 11, 2, tzinfo=UTC)
    assert _through_excel(moment).value == moment.astimezone().replace(tzinfo=None)


def test_nothing_is_nothing() -> None:
    assert _through_excel(None).value is None
    assert _through_excel("").value is None


@pytest.mark.parametrize(
    ("currency", "expected"),
    [
        ("USD", "#,##0.00;[Red]\\-#,##0.00"),
        ("XOF", "#,##0;[Red]\\-#,##0"),
        ("TND", "#,##0.000;[Red]\\-#,##0.000"),
        ("CLF", "#,##0.0000;[Red]\\-#,##0.0000"),
        (None, "#,##0.00;[Red]\\-#,##0.00"),
        ("XXX", "#,##0.00;[Red]\\-#,##0.00"),
    ],
)
def test_amounts_have_the_decimals_of_their_currency_and_are_red_below_zero(
    currency: str | None, expected: str
) -> None:
    assert money_format(currency) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("5", "#,##0"),
        ("23.0", "#,##0.0"),
        ("500", "#,##0"),
        ("0.5", "#,##0.0"),
        ("589.372", "#,##0.000"),
        ("0", "#,##0"),
    ],
)
def test_numbers_show_the_decimals_they_have(number: str, expected: str) -> None:
    assert number_format(Decimal(number)) == expected
