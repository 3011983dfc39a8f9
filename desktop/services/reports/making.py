"""Makes a report of an office: has the facts read that its layout may need, and builds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from desktop.domain.period import Period
from desktop.language import UserError, say
from desktop.reports.layouts import find_layout
from desktop.reports.options import require_fit
from desktop.reports.report import Report
from desktop.storage.office import Office
from desktop.storage.report_reading import facts_for


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """A report that is asked for: its layout by name, the grant by reference (none for one of the office), the days.

    `details` are values of the layout's options.
    """

    name: str
    grant: str
    period: Period
    details: Mapping[str, str] = field(default_factory=dict)
    is_final: bool = False


def period_of(first: date, last: date) -> Period:
    """The period of a report. Raises UserError when it ends before it starts."""
    if last < first:
        raise UserError(
            say("The period ends before it starts."),
            say("No report was made."),
            say("Give the first day, then the last: {last} to {first}.", last=last, first=first),
        )
    return Period.of_days(first, last)


def request_of(
    name: str,
    *,
    grant: str = "",
    first: date,
    last: date,
    details: Mapping[str, str] | None = None,
    is_final: bool = False,
) -> ReportRequest:
    """A report as people ask for it. Raises UserError for an unknown report, a period that ends before it starts, a
    missing grant, or one for a report of the whole office.
    """
    layout = find_layout(name)
    if layout.of_grant and not grant:
        raise UserError(
            say("{report} is about one grant.", report=layout.title),
            say("No report was made."),
            say("Choose the grant by its reference."),
        )
    return ReportRequest(name, grant if layout.takes_grant else "", period_of(first, last), details or {}, is_final)


def asks_for_names(request: ReportRequest) -> bool:
    """Whether somebody chose that the report tells who the volunteers are."""
    return find_layout(request.name).asks_for_names(request.details)


def make_report(office: Office, request: ReportRequest) -> Report:
    """The report that is asked for, of the ledger as it is. Raises UserError when there is no such grant."""
    layout = find_layout(request.name)
    with office.read() as session:
        facts = facts_for(
            session,
            office,
            layout,
            grant=request.grant,
            period=request.period,
            details=request.details,
            is_final=request.is_final,
        )
    require_fit(layout.options, request.details, currency=facts.grant.currency if layout.of_grant else "")
    return layout.make(facts)
