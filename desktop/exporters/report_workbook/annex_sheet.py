"""A sheet of a report that is a plain list: the checks it passed, and what was waived and why."""

from __future__ import annotations

from typing import Any, Final

from desktop.exporters.report_workbook.looks import Look, Looks, put, shown
from desktop.language import Language
from desktop.reports.report import Annex

_TITLE: Final = Look(bold=True, size=14)
_HEADING: Final = Look(bold=True, filled=True, wraps=True, below=1)
_CELL: Final = Look(below=1, wraps=True)
_HEADINGS_AT = 2
_NARROWEST, _WIDEST = 12, 60


def write_annex(sheet: Any, annex: Annex, language: Language, looks: Looks) -> None:
    """Writes the title, the headings and the rows of an annex."""
    put(sheet, 0, 0, language.text(annex.title), _TITLE, looks)
    widths = [len(language.text(heading)) for heading in annex.headings]
    for index, heading in enumerate(annex.headings):
        put(sheet, _HEADINGS_AT, index, language.text(heading), _HEADING, looks)
    for number, row in enumerate(annex.rows, start=_HEADINGS_AT + 1):
        for index, value in enumerate(row):
            content, form = shown(value, language)
            put(sheet, number, index, content, Look(form=form, below=1, wraps=True), looks)
            widths[index] = max(widths[index], len(language.value(value)))
    for index, width in enumerate(widths):
        sheet.set_column(index, index, min(_WIDEST, max(_NARROWEST, width + 2)))
    last = _HEADINGS_AT + len(annex.rows)
    sheet.freeze_panes(_HEADINGS_AT + 1, 0)
    sheet.repeat_rows(_HEADINGS_AT)
    if annex.rows and annex.headings:
        sheet.autofilter(_HEADINGS_AT, 0, last, len(annex.headings) - 1)
