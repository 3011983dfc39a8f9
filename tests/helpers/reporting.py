"""Reports of an office for tests: made in one step, with all their entries."""

from __future__ import annotations

from datetime import date

from desktop.reports.report import Report
from desktop.reports.trace import TraceRow
from desktop.services import reports
from desktop.services.offices import Office


def report_of(office: Office, name: str, *, grant: str = "", first: date, last: date, **details: str) -> Report:
    """The report `name` of an office."""
    return reports.make_report(office, reports.request_of(name, grant=grant, first=first, last=last, details=details))


def statement_of(office: Office, *, grant: str, first: date, last: date) -> Report:
    """The financial statement of a grant."""
    return report_of(office, "statement", grant=grant, first=first, last=last)


def trace_of(office: Office, report: Report) -> list[TraceRow]:
    """All entries of a report."""
    with reports.trace_rows(office, report) as rows:
        return list(rows)
