"""A report as texts in the order of its pages, for the template."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any, Final

from desktop.exporters.report_pdf.chart import bars
from desktop.exporters.report_pdf.columns import (
    GAP,
    PADDING,
    Align,
    Line,
    Paper,
    Placed,
    Sheet,
    em,
    follows_numbers,
    is_long,
    kept,
    placed,
    shortened,
    softened,
)
from desktop.exporters.report_pdf.sheets import annex_sheet, proof_sheets, table_sheet
from desktop.exporters.report_pdf.words import Words
from desktop.language import Language, Message, say, without_marks
from desktop.reports.report import Annex, Fact, Letterhead, Report, RowStyle

_PAGE, _PAGES = "{page}", "{pages}"  # the template puts the numbers there
_UNITS: Final = 12  # parts of the width that boxes of facts are made of
_EM_OF_UNIT: Final = 4.0
_EM_OF_UNIT_ACROSS: Final = 6.1
_SMALL: Final = 0.8  # the type of labels beside that of values
_LIGHTER: Final = 0.92  # the weight of facts beside that of totals
_LEAST_UNITS: Final = 2
_LINE_OF_TEXT: Final = 45.0  # em; wider words are broken
_LINE_OF_SMALL: Final = 55.0  # the head and the foot of a page
_LINE_OF_SIGNATURE: Final = 17.0
_NUMBERS_OF_PAGES: Final = 10.0
_ADDRESS_LINES: Final = 6


def paper(
    report: Report,
    *,
    language: Language,
    letterhead: Letterhead,
    annexes: Sequence[Annex] = (),
    mark: Message | None = None,
) -> dict[str, Any]:
    """All that the template sets, as texts, whole numbers and widths."""
    words = Words(language)
    body = _section(_tables(report, words), words, landscape=report.landscape, large=report.apart)
    across = body is not None and body["landscape"]
    return {
        "lang": language.code,
        "rtl": language.right_to_left,
        **_names(report, letterhead, words),
        "day": [report.period.last.year, report.period.last.month, report.period.last.day],
        "page": words.text(say("Page {page} of {pages}", page=_PAGE, pages=_PAGES)),
        "mark": words.text(mark),
        "office": _office(letterhead, words),
        "facts": _boxes(report.facts, words, _EM_OF_UNIT_ACROSS if across else _EM_OF_UNIT),
        "body": body,
        "apart": report.apart,
        "chart": None if report.chart is None else bars(report.chart, report, words),
        "notes": [softened(words.text(note), _LINE_OF_TEXT) for note in report.notes],
        "signatures": _signatures(report, words),
        "annexes": _section(_annexes(report, annexes, words), words),
        "labels": {"annex": words.text(say("Annex")), "notes": words.text(say("Notes"))},
    }


def _names(report: Report, letterhead: Letterhead, words: Words) -> dict[str, str]:
    """What stands at the head of the first page and of every other, and in the properties of the file."""
    title, grant = words.text(report.title), words.text(report.fact("grant"))
    first, last = report.period.start, report.period.last
    period = words.text(first if first == last else say("{first} to {last}", first=first, last=last))
    of_grant = shortened(grant, _LINE_OF_SMALL / 4)
    room = _LINE_OF_SMALL - em(period) - em(of_grant)
    return {
        "title": softened(title, _LINE_OF_TEXT / 2),
        "document": without_marks(words.language.beside(*filter(None, (title, grant)))),
        "period": period,
        "running": words.language.beside(*filter(None, (shortened(title, room), of_grant, period))),
        "author": without_marks(words.text(letterhead.name)),
        "foot": shortened(words.text(letterhead.name), _LINE_OF_SMALL - _NUMBERS_OF_PAGES),
    }


def _tables(report: Report, words: Words) -> list[Sheet]:
    return [table_sheet(table, report, words) for table in report.tables if not table.is_annex]


def _annexes(report: Report, annexes: Sequence[Annex], words: Words) -> list[Sheet]:
    """What stands behind the signatures: tables of the report that are annexes, its proof, and what goes with it."""
    own = [table_sheet(table, report, words) for table in report.tables if table.is_annex]
    return [*own, *proof_sheets(report, words), *(annex_sheet(annex, words) for annex in annexes)]


def _office(letterhead: Letterhead, words: Words) -> dict[str, Any]:
    lines = [*letterhead.address.splitlines(), *letterhead.contact.splitlines()]
    return {
        "name": softened(words.text(letterhead.name), _LINE_OF_TEXT),
        "lines": [softened(words.text(line), _LINE_OF_TEXT) for line in lines if line.strip()][:_ADDRESS_LINES],
    }


# --- facts ----------------------------------------------------------------------------------------------------------


def _boxes(facts: Iterable[Fact], words: Words, unit: float) -> list[dict[str, Any]]:
    """A box for each fact, in rows that are filled: each as wide as it needs, the last of a row takes what is left.

    A value may take a second line to find room beside the one before it.
    """
    boxes: list[dict[str, Any]] = []
    left = _UNITS
    for fact in facts:
        label, value = words.text(fact.label), words.text(fact.value)
        label = f"{fact.box}  {label}" if fact.box else label
        units = _units(label, value, unit)
        if max(_LEAST_UNITS, (units + 1) // 2) > left:
            boxes[-1]["units"] += left
            left = _UNITS
        units = min(units, left)
        boxes.append({"label": label, "value": softened(value, unit * units - PADDING), "units": units})
        left = (left - units) or _UNITS
    if boxes and left < _UNITS:
        boxes[-1]["units"] += left
    return boxes


def _units(label: str, value: str, unit: float) -> int:
    """How many parts of the width a fact needs in one line."""
    needed = max(em(label) * _SMALL, em(value)) * _LIGHTER / unit
    return max(_LEAST_UNITS, min(_UNITS, math.ceil(needed)))


# --- tables ---------------------------------------------------------------------------------------------------------


def _section(
    sheets: Sequence[Sheet], words: Words, *, landscape: bool = False, large: bool = False
) -> dict[str, Any] | None:
    """Tables that follow each other on the same kind of paper, see `placed`; None for none."""
    if not sheets:
        return None
    on = placed(sheets, landscape=landscape, large=large)
    return {"landscape": on.landscape, "size": on.size, "tables": [_table(table, on, words) for table in on.tables]}


def _table(table: Placed, on: Paper, words: Words) -> dict[str, Any]:
    sheet = table.sheet
    title = sheet.title
    if table.is_part:
        part = say("columns {first} to {last} of {count}", first=table.first, last=table.last, count=table.whole)
        title = words.language.beside(title, part)
    return {
        "title": softened(title, _LINE_OF_TEXT),
        "caption": sheet.caption,
        "widths": [round(width, 3) for width in table.widths],
        "columns": [
            {
                "label": softened(column.label, table.widths[index] - PADDING),
                "right": column.align is Align.RIGHT,
                "gap": GAP if follows_numbers(sheet.columns, index) and not words.language.right_to_left else 0,
            }
            for index, column in enumerate(sheet.columns)
        ],
        "named": sheet.names,
        "rows": [
            _row(line, together, table, on) for line, together in zip(sheet.lines, kept(sheet.lines), strict=True)
        ],
    }


def _row(line: Line, together: int, table: Placed, on: Paper) -> dict[str, Any]:
    widths = table.widths
    if line.style is RowStyle.HEADING:
        before = widths[: len(line.cells) - 1]
        widths = (*before, on.width - sum(before))
    return {
        "style": line.style.value,
        "level": line.level,
        "kept": together,
        "breaks": is_long(line),
        "cells": [softened(cell, width - PADDING) for cell, width in zip(line.cells, widths, strict=False)],
    }


# --- signatures -----------------------------------------------------------------------------------------------------


def _signatures(report: Report, words: Words) -> list[dict[str, Any]]:
    labels = (say("Name:"), say("Title:"), say("Date:"), say("Signature:"))
    name, title, day, hand = map(words.text, labels)
    return [
        {
            "label": softened(words.text(signature.label), _LINE_OF_SIGNATURE),
            "lines": [
                {"label": name, "value": softened(words.text(signature.name), _LINE_OF_SIGNATURE)},
                {"label": title, "value": softened(words.text(signature.title), _LINE_OF_SIGNATURE)},
                {"label": day, "value": ""},
                {"label": hand, "value": ""},
            ],
        }
        for signature in report.signatures
    ]
