"""Where the figures of a report come from: the entries behind each, and all entries of a report."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from desktop.reports.report import Report
from desktop.reports.trace import TraceRow
from desktop.storage.office import Office
from desktop.storage.trace import count_rows, rows_of
from desktop.storage.trace_names import names_of


@dataclass(frozen=True, slots=True)
class Origin:
    """Some of the entries behind a figure, by day, and how many there are in all."""

    key: str
    rows: tuple[TraceRow, ...]
    count: int


def entries_behind(office: Office, report: Report, key: str, *, offset: int = 0, limit: int = 60) -> Origin:
    """The entries that make the figure `key`, directly or through others: `limit` of them from `offset` on."""
    behind = report.sums_behind(key)
    if not behind:
        return Origin(key, (), 0)
    with office.read() as session:
        names = names_of(session, report.scope.grants)
        rows = tuple(rows_of(session, report.scope, names, behind, offset=offset, limit=limit))
        return Origin(key, rows, count_rows(session, report.scope, names, behind))


@contextmanager
def trace_rows(office: Office, report: Report) -> Iterator[Iterator[TraceRow]]:
    """All entries of a report, by day, read as they are asked for."""
    with office.read() as session:
        yield rows_of(session, report.scope, names_of(session, report.scope.grants))
