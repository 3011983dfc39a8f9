"""Every name that a template may call, as a workbook to have beside one while it is made."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import openpyxl
from openpyxl.styles import Alignment

from desktop.exporters import cells
from desktop.exporters.register_file import sheet_title
from desktop.exporters.shown_terms import words
from desktop.exporters.target import written_whole
from desktop.language import Language, Message, say
from desktop.reports.templates.placeholders import CLOSING, OPENING
from desktop.reports.templates.terms import Vocabulary

_WIDTHS: Final = (44, 60, 34)
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_RULES: Final = (
    say("Write a name in double braces into a cell, or into a text: {example}.", example="{{period.last}}"),
    say("A cell that holds one name alone gets a number or a date, in the format of the cell."),
    say("A row with {marker} in one of its cells is repeated.", marker="{{each categories}}"),
    say("{lines} leaves out sums; {one} takes one row.", lines="{{each categories lines}}", one="… where number=5}}"),
    say("A name with a question mark stays empty where a report does not have it: {example}.", example="{{x?}}"),
    say("In a document, a paragraph outside of tables is repeated in the same way."),
)


def write_names(path: Path, vocabulary: Vocabulary, title: Message, *, language: Language) -> int:
    """Writes all names to the new or replaced workbook `path`; returns how many. Raises UserError when it cannot."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = sheet_title(language.text(say("Names")))
    sheet.sheet_view.rightToLeft, sheet.sheet_view.showGridLines = language.right_to_left, False
    for letter, width in zip("ABC", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    _put(sheet, 1, [language.text(title)], cells.plain_font(bold=True, size=16))
    for row, rule in enumerate(_RULES, start=2):
        _put(sheet, row, [language.text(rule)], cells.plain_font(color=cells.MUTED))
    head = len(_RULES) + 3
    _put(
        sheet, head, map(language.text, (say("Write"), say("What it is"), say("Example"))), cells.plain_font(bold=True)
    )
    offered = list(vocabulary.offered())
    for row, (name, term) in enumerate(offered, start=head + 1):
        texts = [f"{OPENING}{name}{CLOSING}", language.text(term.about), words(term, language)]
        _put(sheet, row, texts, cells.plain_font(), wrapped=True)
    sheet.freeze_panes = f"A{head + 1}"
    sheet.auto_filter.ref = f"A{head}:C{head + len(offered)}"
    with written_whole(path) as partial:
        book.save(partial)
    return len(offered)


def _put(sheet: Any, row: int, texts: Any, font: Any, *, wrapped: bool = False) -> None:
    for column, text in enumerate(texts, start=1):
        cell = cells.put(sheet.cell(row, column), text)
        cell.font = font
        if wrapped:
            cell.alignment, cell.border = _WRAPPED, cells.BELOW
