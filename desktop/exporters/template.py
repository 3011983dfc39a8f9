"""An empty workbook for colleagues without the program: headings, drop-downs, help, an example, a page of advice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from desktop.exporters import cells, way_back
from desktop.exporters.register_file import sheet_title
from desktop.exporters.shown_cells import shown_cell
from desktop.exporters.target import written_whole
from desktop.exporters.way_back import SPARE_ROWS, TEXT_FORMAT
from desktop.language import Language, Message, say
from desktop.registers.query import Cell
from desktop.registers.register import NUMERIC_KINDS, Column, Kind, Register
from desktop.registers.round_trip import ID_HEADING, BookMark, example_mark
from desktop.registers.show import cell_text

REQUIRED: Final = " *"
_NARROWEST, _WIDEST = 12, 40
_EXAMPLE = Font(name=cells.FONT, size=10, italic=True, color="8A9096")
_WRAPPED = Alignment(wrap_text=True, vertical="top")


@dataclass(frozen=True, slots=True)
class TemplateColumn:
    """A column of a template: `helps` say what to write in it, `example` is what the example row holds."""

    column: Column
    required: bool
    helps: tuple[Message, ...]
    example: Cell = None

    def heading(self, language: Language) -> str:
        """Its heading; one that has to be filled in wears a star."""
        return language.text(self.column.label) + (REQUIRED if self.required else "")


@dataclass(frozen=True, slots=True)
class Template:
    """An empty list to fill in. `offered` are codes of the office's own records, by column key."""

    register: Register
    columns: tuple[TemplateColumn, ...]
    offered: Mapping[str, Sequence[str]] = field(default_factory=dict)


def write_template(path: Path, template: Template, *, language: Language) -> None:
    """Writes the new or replaced workbook `path`. Raises UserError when it cannot."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(sheet_title(language.text(template.register.title)))
    guide = book.create_sheet(sheet_title(language.text(say("How to fill in"))))
    _set_up(book, sheet, template, language)
    sheet.append(_headings(sheet, template, language))
    sheet.append(_example(sheet, template, language))
    _write_guide(guide, template, language)
    way_back.add_marks(book, _mark(template, language))
    book.properties.title = language.text(template.register.title)
    book.properties.creator = way_back.AUTHOR
    with written_whole(path) as partial:
        book.save(partial)


def _mark(template: Template, language: Language) -> BookMark:
    """What the workbook says of itself; it is of no office."""
    keys = tuple(each.column.key for each in template.columns)
    headings = tuple(each.heading(language) for each in template.columns)
    return BookMark("", template.register.key, keys, language.code, headings)


def _set_up(book: Any, sheet: Any, template: Template, language: Language) -> None:
    """How the sheet looks where nobody has written yet, and what it offers there."""
    sheet.sheet_view.rightToLeft = language.right_to_left
    sheet.freeze_panes = "A2"
    texts = {}
    for index, each in enumerate(template.columns, start=1):
        dimension = sheet.column_dimensions[get_column_letter(index)]
        dimension.width = min(
            max(len(each.heading(language)), len(_example_text(each, template, language))) + 3, _WIDEST
        )
        dimension.width = max(dimension.width, _NARROWEST)
        if each.column.kind is Kind.CODE:
            dimension.number_format = TEXT_FORMAT
        elif each.column.kind is Kind.DATE:
            dimension.number_format = cells.DATE_FORMAT
        if offered := way_back.offered_texts(each.column, template.offered, language):
            texts[index] = offered
    sheet.column_dimensions[get_column_letter(len(template.columns) + 1)].hidden = True
    way_back.add_drop_downs(book, sheet, texts, rows=(2, 1 + SPARE_ROWS), language=language)


def _headings(sheet: Any, template: Template, language: Language) -> list[Any]:
    headings: list[Any] = []
    for each in template.columns:
        cell = cells.put(WriteOnlyCell(sheet), each.heading(language))
        cell.font, cell.fill, cell.border = cells.plain_font(bold=each.required), cells.HEAD, cells.BELOW
        if each.column.kind in NUMERIC_KINDS:
            cell.alignment = cells.RIGHT
        cell.comment = way_back.help_comment("\n".join(map(language.text, each.helps)))
        headings.append(cell)
    return [*headings, ID_HEADING]


def _currency(each: TemplateColumn, template: Template) -> Cell:
    """The currency of the example of a column."""
    return next((other.example for other in template.columns if other.column.key == each.column.currency), None)


def _example_text(each: TemplateColumn, template: Template, language: Language) -> str:
    return cell_text(each.column, each.example, _currency(each, template), language)


def _example(sheet: Any, template: Template, language: Language) -> list[Any]:
    row: list[Any] = []
    for each in template.columns:
        shown, form = shown_cell(each.column, each.example, _currency(each, template), language)
        cell = cells.put(WriteOnlyCell(sheet), shown)
        cell.font = _EXAMPLE
        cell.number_format = form or (TEXT_FORMAT if each.column.kind is Kind.CODE else "General")
        if each.column.kind in NUMERIC_KINDS:
            cell.alignment = cells.AMOUNT
        row.append(cell)
    return [*row, example_mark(cell.value for cell in row)]


# --- how to fill it in --------------------------------------------------------------------------------------------


def _write_guide(sheet: Any, template: Template, language: Language) -> None:
    """A page to read: what the list is for, and each column in words."""
    sheet.sheet_view.rightToLeft = language.right_to_left
    sheet.sheet_view.showGridLines = False
    for letter, width in zip("ABCD", (30, 16, 70, 32), strict=True):
        sheet.column_dimensions[letter].width = width
    _put(sheet, language.text(template.register.title), font=cells.plain_font(bold=True, size=16))
    sheet.append([])
    for sentence in _guidance(template):
        _put(sheet, language.text(sentence))
    sheet.append([])
    labels = (say("Column"), say("Has to be filled in"), say("What to write"), say("Example"))
    _put(sheet, *map(language.text, labels), font=cells.plain_font(bold=True), fill=True)
    for each in template.columns:
        _put(
            sheet,
            language.text(each.column.label),
            language.text(say("Yes")) if each.required else "",
            " ".join(map(language.text, each.helps)),
            _example_text(each, template, language),
            wrapped=True,
        )


def _guidance(template: Template) -> tuple[Message, ...]:
    return (
        say("Each row below the headings becomes one record: {kind}.", kind=template.register.singular),
        say("Columns whose heading has a star have to be filled in. Leave the others empty where nothing is known."),
        say("The row in grey italics is an example. It is not imported, unless somebody writes over it."),
        say("Amounts are plain numbers, dates are dates. Where a cell offers a list, choose from it."),
        say("Columns may be moved or left out. Leave the headings as they are, in the first row."),
        say("Send the workbook back when it is filled in: every row is shown and checked before it comes in."),
    )


def _put(sheet: Any, *texts: str, font: Font | None = None, fill: bool = False, wrapped: bool = False) -> None:
    row = []
    for text in texts:
        cell: Any = cells.put(WriteOnlyCell(sheet), text)
        cell.font = font or cells.plain_font()
        if fill:
            cell.fill, cell.border = cells.HEAD, cells.BELOW
        if wrapped:
            cell.alignment, cell.border = _WRAPPED, cells.BELOW
        row.append(cell)
    sheet.append(row)
