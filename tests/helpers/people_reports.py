"""Facts of reports about people, for tests: two grants, three deployments in two countries, what they cost and did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from desktop.domain.allocation import Share
from desktop.domain.period import Period
from desktop.domain.staffing.deployment import Deployment
from desktop.domain.volunteer_terms import PeriodKind
from desktop.reports.facts import GrantFacts, ReportFacts
from desktop.reports.people import AssignmentFacts, CostFacts, MeasureFacts, PeopleFacts
from desktop.reports.report import Letterhead
from desktop.reports.trace import Scope, Sums, Traced, TraceRow
from tests.helpers.report_facts import grant
from tests.helpers.staffing import DAKAR, contract
from tests.helpers.statements import trace_row

YEAR = Period.of_days(date(2019, 1, 1), date(2019, 12, 31))
NAME = "Zeinabou Example"
_WHOLE = Decimal(100)
GRANTS = (
    grant("G-1", "90000", id=1, funder="Funder B", projects=(("P-1", "Courts"),)),
    grant("G-2", "5000000", id=2, funder="Funder A", currency="XOF", projects=(("P-2", "Prisons"),)),
)
DEPLOYMENTS = (
    Deployment(
        1,
        "D-1",
        "national_specialist",
        (
            contract(date(2018, 11, 1), date(2019, 2, 28)),
            contract(date(2019, 3, 1), date(2019, 6, 30), kind=PeriodKind.EXTENSION, station=DAKAR),
            contract(date(2019, 7, 1), date(2019, 8, 31), kind=PeriodKind.EXTENSION, signed=False),
        ),
        (Share(1, Decimal(60), starts_on=date(2018, 11, 1)), Share(2, Decimal(40), starts_on=date(2018, 11, 1))),
        volunteer_id=1,
        volunteer="V-1",
        sex="f",
        assignment_id=1,
    ),
    Deployment(
        2,
        "D-2",
        "national_youth",
        (contract(date(2019, 4, 16), date(2019, 9, 30)),),
        (Share(1, _WHOLE, starts_on=date(2019, 1, 1)),),
        ended_on=date(2019, 5, 31),
        volunteer_id=2,
        volunteer="V-2",
        sex="m",
        assignment_id=1,
    ),
    Deployment(3, "D-3", "online", (contract(date(2019, 10, 1), date(2019, 10, 10), station=None),), assignment_id=9),
    Deployment(4, "D-4", "online", (contract(date(2019, 12, 1), date(2019, 12, 31), signed=False),), assignment_id=1),
)
COSTS = (
    CostFacts(1, 1, date(2019, 1, 1), Decimal("600.00"), Decimal(0), Decimal("600.00"), Decimal("590.25")),
    CostFacts(1, 2, date(2019, 1, 1), Decimal(240000), Decimal(0), Decimal(240000), Decimal(0)),
    CostFacts(1, 1, date(2019, 7, 1), Decimal("610.00"), Decimal("610.00")),
    CostFacts(2, 1, date(2019, 4, 1), Decimal("450.00"), Decimal(0), Decimal("450.00"), Decimal("460.10")),
)
PARTS = (
    trace_row(1, "commitment", "600.00", deployment="D-1", month="2019-01-01", grant="G-1", currency="USD"),
    trace_row(2, "expenditure", "590.25", deployment="D-1", month="2019-01-01", grant="G-1", currency="USD"),
    trace_row(3, "commitment", "240000", deployment="D-1", month="2019-01-01", grant="G-2", currency="XOF"),
    trace_row(4, "commitment", "450.00", deployment="D-2", month="2019-04-01", grant="G-1", currency="USD"),
    trace_row(5, "expenditure", "460.10", deployment="D-2", month="2019-04-01", grant="G-1", currency="USD"),
)


def people_facts(
    parts: Sequence[TraceRow] = PARTS,
    *,
    grants: Sequence[GrantFacts] = GRANTS,
    of: Traced = Traced.DEPLOYMENTS,
    narrow: bool = False,
    period: Period = YEAR,
    **people: Any,
) -> ReportFacts:
    """What a report about people in 2019 is made from; `narrow` keeps it to the first of the grants."""
    own = tuple(grants[:1] if narrow else grants)
    scope = Scope(tuple(each.id for each in own) if narrow else (), period, of=of)
    plain: dict[str, Any] = {
        "deployments": DEPLOYMENTS,
        "assignments": {1: AssignmentFacts(1, "A-1", "Legal aid", "P-1")},
        "costs": COSTS,
        "projects": {"P-1": "Courts"},
    }
    known = {each.reference for each in own}
    rows = [replace(row, project="P-1") for row in parts if row.grant in known]
    return ReportFacts(
        scope,
        Letterhead("Sahel office"),
        own,
        Sums.of_rows(rows if of is Traced.DEPLOYMENTS else ()),
        period.last,
        people=PeopleFacts(**plain | people),
    )


def parts_of_facts(facts: ReportFacts) -> list[TraceRow]:
    """The parts that the sums of such facts are made of."""
    known = {each.reference for each in facts.grants}
    return [replace(row, project="P-1") for row in PARTS if row.grant in known]


def measure(code: str, counted: int | None, project: str = "P-1") -> MeasureFacts:
    """Something that a project counts."""
    return MeasureFacts(len(code), code, f"Counts of {code}", project, counted)
