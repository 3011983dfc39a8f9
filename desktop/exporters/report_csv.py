"""A report to csv: facts, tables and proofs one below the other, numbers plain, nothing that is taken for a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Final, TypeAlias

from desktop.domain.spreadsheet import quoted
from desktop.exporters.target import written_whole
from desktop.language import Amount, Language, Message, say
from desktop.reports.report import Cell, Figure, Report, ReportTable

_ENCODING: Final = "utf-8-sig"
_Line: TypeAlias = Sequence[Cell]


def write_report_csv(path: Path, report: Report, *, language: Language) -> None:
    """Writes `report` to the new or replaced file `path`.

    UTF-8 with its mark (so that Excel knows), commas, a point for decimals, no separators of thousands, shares as
    numbers (0.71 is 71 per cent), ISO dates. Text that a spreadsheet would take for a formula gets an apostrophe
    before it. Raises UserError when it cannot be written.
    """
    with written_whole(path) as partial, partial.open("w", encoding=_ENCODING, newline="") as text:
        writer = csv.writer(text, lineterminator="\r\n")
        for line in _lines(report):
            writer.writerow([_cell(cell, language) for cell in line])


def _lines(report: Report) -> Iterator[_Line]:
    yield (report.title,)
    for fact in report.facts:
        yield fact.box, fact.label, fact.value
    for table in report.tables:
        yield ()
        yield from _table(table)
    if report.workings or report.proofs:
        yield ()
        yield (say("Proof"),)
        yield from (("", label, figure) for label, figure in report.workings)
    if report.proofs:
        yield "", say("Two ways to the same figure"), say("First"), say("Second"), say("Difference, must be zero")
        yield from (("", proof.label, proof.one, proof.other, proof.difference) for proof in report.proofs)
    if report.notes:
        yield ()
        yield from ((note,) for note in report.notes)


def _table(table: ReportTable) -> Iterator[_Line]:
    yield (table.title,)
    yield "", table.heading, *(column.label for column in table.columns)
    for row in table.rows:
        yield row.number, row.label, *row.cells


def _cell(cell: Cell, language: Language) -> str:
    match cell:
        case None:
            return ""
        case Figure(value=value):
            return "" if value is None else _plain(value)
        case Decimal():
            return _plain(cell)
        case int():
            return str(cell)
        case datetime():
            return cell.isoformat(sep=" ", timespec="minutes")
        case date():
            return cell.isoformat()
        case str() | Message():
            return quoted(language.value(cell))
        case Amount():
            return f"{cell.currency} {_plain(cell.amount)}"
    return quoted(language.value(cell))


def _plain(number: Decimal) -> str:
    return format(number.normalize() + 0, "f")
