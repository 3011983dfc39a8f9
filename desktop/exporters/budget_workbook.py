"""A budget beside the approved one in Excel: every line, live subtotals by category, and the same total by result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import openpyxl
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from desktop.domain.budget_sheet import BudgetSheet, SheetGroup, SheetLine, Sums
from desktop.domain.codes import BUDGET_STATUSES
from desktop.domain.money import minor_units
from desktop.exporters import cells
from desktop.exporters.target import written_whole
from desktop.language import Language, Message, Value, say

_INPUTS: Final = (say("Quantity"), say("Unit cost"), say("Duration"), say("Per cent charged"))
_AMOUNTS: Final = (
    say("Approved"),
    say("Spent and committed"),
    say("Proposed"),
    say("Change"),
    say("Change, %"),
    say("Left after"),
)
_FIRST_INPUT, _FIRST_AMOUNT = 4, 8
_SHORT = 3  # columns before the amounts where lines show no quantities: by result
_PERCENT = "0.0%"


@dataclass(slots=True)
class _Writer:
    """A sheet while it grows: the next free row, and where the amounts begin."""

    budget: BudgetSheet
    language: Language
    sheet: Any
    first_amount: int
    row: int = 1

    def put(self, column: int, value: object, *, bold: bool = False, muted: bool = False) -> Any:
        """Writes a value into the current row; messages in the language of the file."""
        shown = self.language.text(value) if isinstance(value, Message) else value
        cell = cells.put(self.sheet.cell(self.row, column), shown)
        cell.font = cells.plain_font(bold=bold, color=cells.MUTED if muted else cells.INK)
        return cell

    def at(self, index: int, row: int | None = None) -> str:
        """The address of an amount of a row: 0 approved, 1 used, 2 new, 3 change, 4 per cent, 5 left."""
        return f"{get_column_letter(self.first_amount + index)}{row or self.row}"


def write_budget(path: Path, budget: BudgetSheet, *, language: Language, sample: bool) -> None:
    """Writes the comparison to the new or replaced workbook `path`. Raises UserError when it cannot."""
    book = openpyxl.Workbook()
    (main,) = book.worksheets
    main.title = language.text(say("By category"))
    results = book.create_sheet(language.text(say("By result")))
    by_category = _Writer(budget, language, main, _FIRST_AMOUNT)
    by_result = _Writer(budget, language, results, _SHORT)
    _write_head(by_category, sample=sample)
    whole = _write_groups(by_category, budget.by_category)
    _write_head(by_result, sample=sample)
    _write_results(by_result, f"'{main.title}'!{by_category.at(2, whole)}")
    for writer in (by_category, by_result):
        _set_up_page(writer)
    book.properties.title = cells.xml_text(f"{budget.reference} {language.text(budget.label)}")
    book.properties.creator = "GrantDesk"
    with written_whole(path) as partial:
        book.save(partial)


# --- the head -----------------------------------------------------------------------------------------------------


def _write_head(writer: _Writer, *, sample: bool) -> None:
    budget = writer.budget
    title = writer.put(1, say("Budget of {grant}", grant=budget.reference), bold=True)
    title.font = cells.plain_font(bold=True, size=16)
    writer.row = 3
    if sample:
        writer.put(1, say("Sample data: all amounts are invented."), bold=True)
        writer.row += 1
    for label, value in _facts(budget):
        writer.put(1, label, muted=True)
        writer.put(2, writer.language.value(value), bold=True)
        writer.row += 1
    writer.row += 1


def _facts(budget: BudgetSheet) -> Sequence[tuple[Message, Value]]:
    """What the budget is, as far as it is known."""
    compared = budget.compared_with
    facts: list[tuple[Message, Value | None]] = [
        (say("Grant"), budget.title),
        (say("Funder"), budget.funder),
        (say("Project"), budget.project or None),
        (say("Budget"), budget.label),
        (say("State"), BUDGET_STATUSES[budget.status]),
        (say("Compared with"), compared.label if compared else None),
        (say("Start"), budget.starts_on),
        (say("End"), budget.grant_ends_on or budget.ends_on),
        (say("Awarded"), budget.money(budget.awarded)),
    ]
    return [(label, value) for label, value in facts if value is not None]


def _write_heading(writer: _Writer, labels: Sequence[Message]) -> None:
    for column, label in enumerate(labels, start=1):
        cell = writer.put(column, label, muted=True)
        cell.fill, cell.border = cells.HEAD, cells.BELOW
        cell.alignment = cells.RIGHT if column >= min(writer.first_amount, _FIRST_INPUT) else _LEFT
    writer.row += 1


_LEFT: Final = Alignment(vertical="center")


# --- by category --------------------------------------------------------------------------------------------------


def _write_groups(writer: _Writer, groups: Sequence[SheetGroup]) -> int:
    """Each category with its lines, then the total; returns the row of the total."""
    _write_heading(writer, (say("Line"), say("Description"), say("Unit"), *_INPUTS, *_AMOUNTS))
    subtotals = []
    for group in groups:
        subtotals.append(writer.row)
        _write_subtotal(writer, group)
        for line in group.lines:
            _write_line(writer, line)
    writer.put(2, say("Total"), bold=True)
    for index in range(3):
        _put_amount(writer, index, _plus(writer, index, subtotals), bold=True)
    _write_differences(writer, bold=True)
    _border(writer, cells.TOTAL)
    return writer.row


def _write_subtotal(writer: _Writer, group: SheetGroup) -> None:
    """The name of a category and what its lines below come to."""
    first, last = writer.row + 1, writer.row + len(group.lines)
    writer.put(1, "" if group.key is None else str(group.key), bold=True)
    writer.put(2, group.title, bold=True)
    for index in range(3):
        _put_amount(writer, index, f"=SUM({writer.at(index, first)}:{writer.at(index, last)})", bold=True)
    _write_differences(writer, bold=True)
    _border(writer, cells.ABOVE)
    writer.row += 1


def _write_line(writer: _Writer, line: SheetLine) -> None:
    writer.put(1, line.code)
    writer.put(2, line.description, muted=line.is_removed)
    writer.put(3, line.unit)
    inputs = line.values.inputs
    numbers = (inputs.quantity, inputs.unit_cost, inputs.duration, inputs.percent_charged)
    for column, number in enumerate(numbers, start=_FIRST_INPUT):
        if not line.is_removed:
            cell = writer.put(column, number)
            cell.number_format, cell.alignment = cells.number_format(number), cells.AMOUNT
    _write_sums(writer, line.sums)
    _border(writer, cells.BELOW)
    writer.row += 1


def _write_sums(writer: _Writer, sums: Sums) -> None:
    for index, amount in enumerate((sums.approved, sums.used, sums.amount)):
        if amount is not None:
            _put_amount(writer, index, amount)
    _write_differences(writer, percent=sums.approved is not None)


def _write_differences(writer: _Writer, *, bold: bool = False, percent: bool = True) -> None:
    """Change, per cent and what is left, as formulas over the amounts of the row."""
    decimals = minor_units(writer.budget.currency)
    if writer.budget.compared_with is not None:
        _put_amount(writer, 3, f"=ROUND({writer.at(2)}-{writer.at(0)},{decimals})", bold=bold)
    if writer.budget.compared_with is not None and percent:
        share = _put_amount(writer, 4, f'=IF({writer.at(0)}=0,"",{writer.at(3)}/{writer.at(0)})', bold=bold)
        share.number_format = _PERCENT
    _put_amount(writer, 5, f"=ROUND({writer.at(2)}-{writer.at(1)},{decimals})", bold=bold)


def _put_amount(writer: _Writer, index: int, value: Decimal | str, *, bold: bool = False) -> Any:
    """An amount, or a formula that gives one."""
    cell = writer.sheet.cell(writer.row, writer.first_amount + index)
    cell.value = value
    cell.font, cell.alignment = cells.plain_font(bold=bold), cells.AMOUNT
    cell.number_format = cells.money_format(writer.budget.currency)
    return cell


def _plus(writer: _Writer, index: int, rows: Sequence[int]) -> str | Decimal:
    return "=" + "+".join(writer.at(index, row) for row in rows) if rows else Decimal(0)


def _border(writer: _Writer, border: Any) -> None:
    for column in range(1, writer.first_amount + len(_AMOUNTS)):
        writer.sheet.cell(writer.row, column).border = border


# --- by result ----------------------------------------------------------------------------------------------------


def _write_results(writer: _Writer, whole: str) -> None:
    """Each result with its part of the indirect cost, and the proof that both sheets come to the same total."""
    _write_heading(writer, (say("No."), say("Result"), *_AMOUNTS))
    rows = []
    for number, group in enumerate(writer.budget.by_result, start=1):
        rows.append(writer.row)
        writer.put(1, number)
        writer.put(2, group.title)
        _write_sums(writer, group.sums)
        _border(writer, cells.BELOW)
        writer.row += 1
    writer.put(2, say("Total"), bold=True)
    for index in range(3):
        _put_amount(writer, index, _plus(writer, index, rows), bold=True)
    _write_differences(writer, bold=True)
    _border(writer, cells.TOTAL)
    total = writer.at(2)
    writer.row += 2
    writer.put(2, say("Difference from the total by category, must be zero"), muted=True)
    _put_amount(writer, 2, f"=ROUND({total}-{whole},{minor_units(writer.budget.currency)})")


def _set_up_page(writer: _Writer) -> None:
    sheet: Worksheet = writer.sheet
    sheet.sheet_view.rightToLeft = writer.language.right_to_left
    sheet.sheet_view.showGridLines = False
    sheet.column_dimensions["A"].width = 16
    sheet.column_dimensions["B"].width = 46
    for index in range(3, writer.first_amount + len(_AMOUNTS)):
        sheet.column_dimensions[get_column_letter(index)].width = 11 if index < writer.first_amount else 17
    sheet.page_setup.paperSize = 9  # A4
    cells.fit_to_width(sheet, footer=writer.language.text(say("Page {page} of {pages}", page="&P", pages="&N")))
