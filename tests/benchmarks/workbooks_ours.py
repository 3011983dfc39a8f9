"""Writes one workbook of an office and prints, as JSON, how long that took and the most memory of the process."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl

from desktop.config import paths
from desktop.domain.progress import Silent
from desktop.exporters.register_file import write_workbook
from desktop.exporters.shown_cells import shown_row
from desktop.language import Message, load_language
from desktop.registers import find_register
from desktop.registers.exported import exported_columns
from desktop.registers.query import Query
from desktop.registers.round_trip import RowMark, digest
from desktop.reports.trace import TraceRow
from desktop.services import reports
from desktop.services.browse import all_rows, export_register
from desktop.services.offices import Office, find_office
from desktop.services.way_back import way_back_of

LANGUAGE = load_language(paths.translations(), "en")
QUERY = Query(find_register("ledger"))
FIRST, LAST = date(2010, 1, 1), date(2019, 12, 31)
_OF_AN_ENTRY = (
    *("entry_on", "reference", "description", "kind_name", "category", "line", "outcome", "output", "activity"),
    *("project", "original_currency", "original_amount", "rate", "rate_per", "rate_on", "rate_source", "when"),
    *("spent", "committed", "received"),
)


def a_list(office: Office, target: Path) -> float:
    """The ledger as it is exported, from rows at hand."""
    rows = list(all_rows(office, QUERY))
    columns = exported_columns(QUERY, {})
    back = way_back_of(office, QUERY.register, columns, count=len(rows), language=LANGUAGE)
    return _timed(
        lambda: write_workbook(
            target,
            query=QUERY,
            columns=columns,
            rows=rows,
            count=len(rows),
            language=LANGUAGE,
            progress=Silent(),
            back=back,
        )
    )


def a_whole_list(office: Office, target: Path) -> float:
    """The same, read from the office meanwhile: this is what a user waits for."""
    return _timed(lambda: export_register(office, QUERY, target, language=LANGUAGE, progress=Silent()))


def a_report(office: Office, target: Path) -> float:
    """A statement with all its entries, read from the office meanwhile."""
    report = _statement(office)
    return _timed(lambda: reports.write_report(office, report, target, language=LANGUAGE))


def _statement(office: Office) -> reports.Report:
    return reports.make_report(office, reports.request_of("statement", grant="GR-01", first=FIRST, last=LAST))


# --- the rival ------------------------------------------------------------------------------------------------------


def bare_list(office: Office, target: Path) -> float:
    """The values of the cells that the ledger has, its marks too."""
    columns = exported_columns(QUERY, {})
    cells = []
    for row in all_rows(office, QUERY):
        values = [value for value, _form in shown_row(columns, QUERY.by_key(row), LANGUAGE)]
        mark = RowMark(row.id, row.version, tuple(map(digest, values))).as_text()
        cells.append([*values, mark])
    return _timed(lambda: _write_bare(target, cells))


def bare_report(office: Office, target: Path) -> float:
    """The values of the cells that the entries of a report have."""
    with reports.trace_rows(office, _statement(office)) as rows:
        cells = [_bare_entry(row) for row in rows]
    return _timed(lambda: _write_bare(target, cells))


def _bare_entry(row: TraceRow) -> list[Any]:
    values = (getattr(row, name) for name in _OF_AN_ENTRY)
    return [LANGUAGE.text(value) if isinstance(value, Message) else value for value in values]


def _write_bare(target: Path, rows: Iterable[Sequence[Any]]) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(row)
    book.save(target)


# --- one run --------------------------------------------------------------------------------------------------------


def _timed(work: Callable[[], object]) -> float:
    """Seconds of the processor, all threads together: other programs on the machine do not count."""
    started = time.process_time()
    work()
    return time.process_time() - started


def _peak_megabytes() -> float:
    """The largest resident size of this process so far; 0 where the system does not tell."""
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="ascii").splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)


WORKS = {
    "list": a_list,
    "whole-list": a_whole_list,
    "report": a_report,
    "openpyxl-list": bare_list,
    "openpyxl-report": bare_report,
}
_what, _office, _target = sys.argv[1:]
_opened = find_office(_office, actor="Test")
_seconds = WORKS[_what](_opened, Path(_target))
_opened.close()
print(json.dumps({"seconds": _seconds, "megabytes": _peak_megabytes()}))
