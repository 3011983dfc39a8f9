"""A reconciliation in Excel: a sheet of sums, one for each group, and the open commitments by age."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final, TypeAlias

import openpyxl
from openpyxl.utils import get_column_letter

from desktop.domain.ledger import LEDGER_KINDS
from desktop.domain.money import Money
from desktop.domain.reconciliation import (
    BUCKET_NAMES,
    GROUP_NAMES,
    ErpRow,
    Group,
    OwnEntry,
    Pair,
    Reconciled,
    bucket_of,
)
from desktop.exporters import cells
from desktop.exporters.target import written_whole
from desktop.language import Language, Message, say

Value: TypeAlias = "Message | Money | date | int | str | None"
_WIDTHS: Final = {Money: 16.0, date: 12.0, int: 10.0}
_TEXT_WIDTH, _LABEL_WIDTH = 24.0, 34.0
_ABOUT: Final = (say("Date"), say("Document"), say("Description"), say("Counterparty"), say("Grant"), say("Kind"))
_CURRENCY, _AMOUNT = say("Currency"), say("Amount")
_IN_FILE: Final = (say("File"), say("Cell"))


@dataclass(frozen=True, slots=True)
class OpenLine:
    """A commitment of which something is open; its age in days."""

    grant: str
    document: str
    description: str
    on: date
    age: int
    open: Money


def write_workbook(
    path: Path,
    found: Reconciled,
    *,
    facts: Iterable[tuple[Message, str | date]],
    lines: Sequence[OpenLine],
    aged: Mapping[str, Sequence[Money]],
    language: Language,
) -> None:
    """Writes the new or replaced workbook `path` in `language`. Raises UserError when it cannot."""
    book = openpyxl.Workbook()
    (main,) = book.worksheets
    main.title = language.text(say("Reconciliation"))
    _write_summary(_Writer(main, language), found, facts, aged)
    for group, heads, rows in _groups(found):
        _Writer.of(book, GROUP_NAMES[group], language).write_list(heads, rows)
    _Writer.of(book, say("Open commitments"), language).write_list(_OPEN, [_open_line(line) for line in lines])
    for sheet in book.worksheets:
        sheet.sheet_view.rightToLeft = language.right_to_left
    book.properties.title = main.title
    book.properties.creator = "GrantDesk"
    with written_whole(path) as partial:
        book.save(partial)


class _Writer:
    """A sheet while it grows."""

    def __init__(self, sheet: Any, language: Language) -> None:
        self.sheet = sheet
        self.language = language
        self.row = 1

    @classmethod
    def of(cls, book: openpyxl.Workbook, title: Message, language: Language) -> _Writer:
        """A writer of a new sheet."""
        return cls(book.create_sheet(language.text(title)[:31]), language)

    def write_list(self, heads: Sequence[Message], rows: Sequence[Sequence[Value]]) -> None:
        """Headings that stay, and the rows below them with their filter."""
        self.write_heads(heads)
        for row in rows:
            self.write(row)
        for place, value in enumerate(rows[0] if rows else heads, start=1):
            width = _WIDTHS.get(type(value), _TEXT_WIDTH)
            self.sheet.column_dimensions[get_column_letter(place)].width = width
        self.sheet.freeze_panes = "A2"
        self.sheet.auto_filter.ref = f"A1:{get_column_letter(len(heads))}{len(rows) + 1}"

    def write_heads(self, heads: Sequence[Message]) -> None:
        """A row of headings."""
        for place, head in enumerate(heads, start=1):
            cell = cells.put(self.sheet.cell(self.row, place), self.language.text(head))
            cell.font, cell.fill, cell.border = cells.plain_font(bold=True), cells.HEAD, cells.BELOW
        self.row += 1

    def write(self, row: Sequence[Value], *, bold: bool = False) -> None:
        """A row: amounts are numbers with the decimals of their currency."""
        for place, value in enumerate(row, start=1):
            self._put(self.sheet.cell(self.row, place), value, bold=bold)
        self.row += 1

    def _put(self, cell: Any, value: Value, *, bold: bool) -> None:
        cell.font = cells.plain_font(bold=bold)
        match value:
            case Message():
                cells.put(cell, self.language.text(value))
            case Money():
                cells.put(cell, value.amount)
                cell.number_format = cells.money_format(value.currency)
                cell.alignment = cells.AMOUNT
            case date():
                cells.put(cell, value)
                cell.number_format = cells.DATE_FORMAT
            case _:
                cells.put(cell, value)


# --- the sums ---------------------------------------------------------------------------------------------------------

_SUMS: Final = (say("In the ERP"), say("Here"), say("Difference"))


def _write_summary(
    writer: _Writer,
    found: Reconciled,
    facts: Iterable[tuple[Message, str | date]],
    aged: Mapping[str, Sequence[Money]],
) -> None:
    sheet = writer.sheet
    cells.put(sheet.cell(1, 1), sheet.title).font = cells.plain_font(bold=True, size=16)
    writer.row = 3
    for fact in facts:
        writer.write(fact)
    for sums in found.sums:
        writer.row += 1
        writer.write_heads((say("{currency}", currency=sums.currency), say("Entries"), *_SUMS))
        for each in found.by_group(sums):
            writer.write((GROUP_NAMES[each.group], each.count, each.erp, each.here, each.difference))
        whole = (Money(part, sums.currency) for part in (sums.erp, sums.here, sums.difference))
        writer.write((say("Total"), None, *whole), bold=True)
    for currency, parts in aged.items():
        writer.row += 1
        writer.write_heads((say("Open commitments in {currency}", currency=currency), _AMOUNT))
        for name, part in zip(BUCKET_NAMES, parts, strict=True):
            writer.write((name, part))
    sheet.column_dimensions["A"].width = _LABEL_WIDTH
    for letter in "BCDE":
        sheet.column_dimensions[letter].width = _WIDTHS[Money]
    sheet.sheet_view.showGridLines = False


# --- the groups -------------------------------------------------------------------------------------------------------

_OPEN: Final = (
    *(say("Grant"), say("Document"), say("Description"), say("Date")),
    *(say("Days"), say("Age"), _CURRENCY, say("Open")),
)
_ONE: Final = (*_ABOUT, _CURRENCY, _AMOUNT)
_TWO: Final = (*_ABOUT, say("Currency in the ERP"), say("Amount in the ERP"), say("Currency here"), say("Amount here"))


def _groups(found: Reconciled) -> Iterable[tuple[Group, Sequence[Message], list[Sequence[Value]]]]:
    in_file = (*_ONE, *_IN_FILE)
    yield Group.MATCHED, in_file, [(*_about(pair.entry), *_where(pair.row)) for pair in found.matched]
    yield Group.DIFFERS, (*_TWO, say("Difference"), *_IN_FILE), [_differing(pair) for pair in found.differs]
    yield Group.ONLY_ERP, in_file, [(*_about(row), *_where(row)) for row in found.only_erp]
    yield Group.ONLY_HERE, _ONE, [_about(entry) for entry in found.only_here]


def _about(one: ErpRow | OwnEntry) -> tuple[Value, ...]:
    kind = LEDGER_KINDS[one.kind]
    about = (one.on, one.document, one.description, one.counterparty, one.grant, kind)
    return (*about, one.money.currency, one.money)


def _where(row: ErpRow) -> tuple[str, str]:
    return row.file, row.where


def _differing(pair: Pair) -> tuple[Value, ...]:
    about = _about(pair.entry)[: len(_ABOUT)]
    erp, here = pair.row.money, pair.entry.money
    return (*about, erp.currency, erp, here.currency, here, pair.difference, *_where(pair.row))


def _open_line(line: OpenLine) -> tuple[Value, ...]:
    about = (line.grant, line.document, line.description, line.on, line.age)
    return (*about, BUCKET_NAMES[bucket_of(line.age)], line.open.currency, line.open)
