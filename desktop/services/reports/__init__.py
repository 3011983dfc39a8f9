"""Making reports of an office, asking where their figures come from, and writing them to files."""

from desktop.reports.layout import Layout
from desktop.reports.layouts import LAYOUTS, find_layout
from desktop.reports.options import Option, OptionKind
from desktop.reports.report import Report
from desktop.reports.trace import TraceRow
from desktop.services.reports.making import ReportRequest, asks_for_names, make_report, period_of, request_of
from desktop.services.reports.origins import Origin, entries_behind, trace_rows
from desktop.services.reports.writing import KINDS, language_named, letterhead, require_kind, write_report

__all__ = [
    "KINDS",
    "LAYOUTS",
    "Layout",
    "Option",
    "OptionKind",
    "Origin",
    "Report",
    "ReportRequest",
    "TraceRow",
    "asks_for_names",
    "entries_behind",
    "find_layout",
    "language_named",
    "letterhead",
    "make_report",
    "period_of",
    "request_of",
    "require_kind",
    "trace_rows",
    "write_report",
]
