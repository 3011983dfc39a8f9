"""A report that is asked for, as a value and as a way there, so that back, forward and crumbs lead to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from desktop.services import reports
from desktop.services.offices import Office
from desktop.services.reports import Report, ReportRequest
from desktop.ui.context import Route

_GRANT, _FIRST, _LAST, _FIGURE = "grant", "first", "last", "figure"
READ_OF_PEOPLE = frozenset(
    {
        *("volunteer", "assignment", "deployment", "contract_period", "deployment_share", "deployment_cost"),
        *("duty_station", "entitlement_rate", "work_measure", "work_count"),
    }
)
"""The tables that figures about volunteers are read from."""
_OPTION = "option."  # stands before the keys of options


@dataclass(frozen=True, slots=True)
class Question:
    """A report that is asked for; what `reports.request_of` takes."""

    name: str
    grant: str
    first: date
    last: date
    details: tuple[tuple[str, str], ...] = ()

    @property
    def values(self) -> dict[str, str]:
        """What was typed for the options."""
        return dict(self.details)

    def request(self) -> ReportRequest:
        """What is asked of the services. Raises UserError when it cannot be asked so."""
        return reports.request_of(self.name, grant=self.grant, first=self.first, last=self.last, details=self.values)

    def make(self, office: Office) -> Report:
        """The report. Raises UserError when it cannot be made."""
        return reports.make_report(office, self.request())

    def route(self) -> Route:
        """The way to it."""
        return Route("report", self.name, filters=tuple(self._parts()))

    def _parts(self) -> Iterator[str]:
        if self.grant:
            yield f"{_GRANT}={self.grant}"
        yield f"{_FIRST}={self.first.isoformat()}"
        yield f"{_LAST}={self.last.isoformat()}"
        for key, value in self.details:
            if value:
                yield f"{_OPTION}{key}={value}"


def report_route(layout: str, *, grant: str = "") -> Route:
    """The way to a report, of a grant where one is named."""
    return Route("report", layout, filters=(f"{_GRANT}={grant}",) if grant else ())


def entries_route(report: Route, key: str) -> Route:
    """The way to the entries behind a figure of the report that `report` leads to."""
    return replace(report, page="report_entries", filters=(*report.filters, f"{_FIGURE}={key}"))


def report_behind(route: Route) -> Route:
    """The way back from the entries behind a figure to their report."""
    page = "donor_report" if route.record_id else "report"
    return replace(route, page=page, filters=tuple(part for part in route.filters if not part.startswith(_FIGURE)))


def _values(route: Route) -> dict[str, str]:
    return {key: value for key, _sign, value in (part.partition("=") for part in route.filters)}


def figure_of(route: Route) -> str:
    """The key of the figure whose entries a way leads to."""
    return _values(route).get(_FIGURE, "")


def grant_of(route: Route) -> str:
    """The grant that a way to a report names; empty for none."""
    return _values(route).get(_GRANT, "")


def question_of(route: Route) -> Question | None:
    """The report that a way asks for; None when it does not say all."""
    values = _values(route)
    if _FIRST not in values or _LAST not in values:
        return None
    details = tuple((key.removeprefix(_OPTION), value) for key, value in values.items() if key.startswith(_OPTION))
    first, last = date.fromisoformat(values[_FIRST]), date.fromisoformat(values[_LAST])
    return Question(route.key, values.get(_GRANT, ""), first, last, details)
