"""What deployments cost by month: worked out, signed and paid side by side, and what a volunteer-month comes to.

Committed and actual are sums of the parts of ledger entries that are for a deployment in a month, so that each figure
leads to its entries. The pro forma is worked out from all contracts, planned and signed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from desktop.domain.money import minor_units
from desktop.domain.staffing.person_months import (
    NO_GRANT,
    ServicePart,
    added_up,
    months_shown,
    months_together,
    service_parts,
    shown_together,
)
from desktop.domain.staffing.service import by_month
from desktop.language import Message, Month, Value, say
from desktop.reports.builder import Figures
from desktop.reports.facts import GrantFacts, ReportFacts
from desktop.reports.forms.grid import Grid, GridColumn, Less, RowFacts, Source, Stated, Summed
from desktop.reports.forms.heads import people_facts, sample_notes
from desktop.reports.forms.overviews import by_currency, first_currency, grant_label
from desktop.reports.forms.person_months import contracts_of
from desktop.reports.forms.volunteers import (
    VOLUNTEERS,
    Listed,
    is_listed,
    pro_forma_notes,
    tells_names,
    volunteers_table,
)
from desktop.reports.layout import Layout, People
from desktop.reports.people import CostFacts, cost_of, whole_months
from desktop.reports.report import (
    Chart,
    ColumnKind,
    Figure,
    Proof,
    Report,
    ReportColumn,
    ReportRow,
    ReportTable,
    RowStyle,
    Unit,
)
from desktop.reports.trace import Traced

NAME: Final = "deployment_costs"
TITLE: Final = say("Cost of deployments")
ABOUT: Final = say("Pro forma, committed and actual cost of volunteers by month, and the cost of a volunteer-month.")
DIMENSIONS: Final = ("grant", "currency", "month")
_COLUMNS: Final = (
    GridColumn("months", say("Person-months"), Stated(Unit.MONTHS)),
    GridColumn("all_months", say("With planned ones"), Stated(Unit.MONTHS)),
    GridColumn("pro_forma", say("Pro forma"), Stated()),
    GridColumn("planned", say("Of it not signed"), Stated()),
    GridColumn("committed", say("Committed"), Summed("committed")),
    GridColumn("actual", say("Actual"), Summed("spent")),
    GridColumn("unsigned", say("Pro forma less committed"), Less("pro_forma", ("committed",))),
    GridColumn("open", say("Committed less actual"), Less("committed", ("actual",))),
)
_UNIT_COLUMNS: Final = (
    ReportColumn("amount", say("Cost")),
    ReportColumn("months", say("Person-months"), ColumnKind.MONTHS),
    ReportColumn("per_month", say("A volunteer-month")),
)
_UNIT_ROWS: Final = (
    ("pro_forma", say("Pro forma, all contracts"), "all_months"),
    ("committed", say("Committed, signed contracts"), "months"),
    ("actual", say("Actual, signed contracts"), "months"),
)


@dataclass(frozen=True, slots=True)
class _Costs:
    """The service and costs of the grants of one currency."""

    currency: str
    grants: tuple[GrantFacts, ...]
    signed: tuple[ServicePart, ...]
    planned: tuple[ServicePart, ...]
    costs: tuple[CostFacts, ...]

    def __bool__(self) -> bool:
        return bool(self.planned or self.costs)


def build_deployment_costs(facts: ReportFacts) -> Report:
    """The report on all grants, or on one."""
    figures = Figures(facts.sums)
    found = _parted(facts)
    tables: list[ReportTable] = []
    for each in found:
        tables += _tables(facts, figures, each)
    workings = [working for each in found for working in _workings(figures, each.currency)]
    return Report(
        name=NAME,
        title=TITLE,
        period=facts.period,
        currency=first_currency(facts) if not found else found[0].currency,
        scope=facts.scope,
        facts=people_facts(facts, whole_months(facts.period), titled=True),
        tables=tuple(tables),
        workings=tuple(workings),
        proofs=tuple(proof for each in found for proof in _proofs(figures, each)),
        notes=_notes(facts, found),
        chart=Chart(say("Pro forma, committed and actual"), tables[0].key, ("pro_forma", "committed", "actual"))
        if tables
        else None,
        landscape=True,
        entry_count=facts.sums.entries,
        tells_names=tells_names(facts),
    )


def _parted(facts: ReportFacts) -> list[_Costs]:
    """What there is by currency of the grants; currencies without any are left out."""
    window = whole_months(facts.period)
    people = facts.people
    planned = list(service_parts(people.deployments, window, cut=by_month, planned=True))
    found = []
    for currency, grants in by_currency(facts):
        own = {grant.id for grant in grants}
        parts = tuple(part for part in planned if part.grant_id in own)
        signed = tuple(part for part in parts if part.contract.signed)
        costs = tuple(cost for cost in people.costs if cost.grant_id in own)
        found.append(_Costs(currency, grants, signed, parts, costs))
    return [each for each in found if each] or found[:1]


# --- tables ----------------------------------------------------------------------------------------------------------


def _tables(facts: ReportFacts, figures: Figures, own: _Costs) -> list[ReportTable]:
    currency = own.currency
    months = sorted({*(part.start.replace(day=1) for part in own.planned), *(cost.month for cost in own.costs)})
    by_months = _Rows(
        f"months.{currency}",
        say("By month, in {currency}", currency=currency),
        say("Month"),
        {f"{month:%Y-%m}": _RowOf(Month(month), {"month": month.isoformat()}) for month in months},
        lambda part: f"{part.start:%Y-%m}",
        lambda cost: f"{cost.month:%Y-%m}",
    )
    grants = {str(grant.id): grant for grant in own.grants}
    used = {*(str(part.grant_id) for part in own.planned), *(str(cost.grant_id) for cost in own.costs)}
    by_grants = _Rows(
        f"grants.{currency}",
        say("By grant, in {currency}", currency=currency),
        say("Grant"),
        {key: _RowOf(grant_label(grant), {"grant": grant.reference}) for key, grant in grants.items() if key in used},
        lambda part: str(part.grant_id),
        lambda cost: str(cost.grant_id),
    )
    tables = [_table(figures, own, by_months)]
    if not facts.scope.grants:
        tables.append(_table(figures, own, by_grants))
    tables.append(_unit_table(figures, currency))
    if is_listed(facts):
        title = say("Volunteers deployed, in {currency}", currency=currency)
        window = whole_months(facts.period)
        about = Listed(f"volunteers.{currency}", title, own.signed, window, own.costs, currency)
        tables.append(volunteers_table(facts, figures, about))
    return tables


@dataclass(frozen=True, slots=True)
class _RowOf:
    called: Value
    where: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of a table by their keys, and to which of them service and costs belong."""

    key: str
    title: Message
    heading: Message
    rows: Mapping[str, _RowOf]
    of_service: Callable[[ServicePart], str]
    of_cost: Callable[[CostFacts], str]


def _table(figures: Figures, own: _Costs, about: _Rows) -> ReportTable:
    grid = Grid(figures, _COLUMNS)
    signed, planned = (_months(parts, about) for parts in (own.signed, own.planned))
    rows = []
    for key, row in about.rows.items():
        cost = cost_of(each for each in own.costs if about.of_cost(each) == key)
        made = RowFacts(
            where={**row.where, "currency": own.currency},
            stated={
                "months": signed[key],
                "all_months": planned[key],
                "pro_forma": cost.pro_forma,
                "planned": cost.planned,
            },
            source=Source(contracts_of(part for part in own.planned if about.of_service(part) == key)),
        )
        rows.append(grid.row(f"{about.key}.{key}", row.called, made))
    total = grid.total(f"{about.key}.total", say("Total"), [row.key for row in rows])
    return grid.table(about.key, about.title, about.heading, [*rows, total], currency=own.currency)


def _months(parts: Iterable[ServicePart], about: _Rows) -> dict[str, Decimal]:
    """The months of each row as they are shown; their total is that of all."""
    served = added_up(parts, about.of_service)
    return shown_together({key: served.get(key, Fraction(0)) for key in about.rows})


def _unit_table(figures: Figures, currency: str) -> ReportTable:
    """What a volunteer-month comes to; nothing where there are no months, rather than a guess."""
    of = f"months.{currency}.total"
    rows = []
    for key, label, months in _UNIT_ROWS:
        per = figures.per_unit(
            f"per_month.{key}.{currency}", f"{key}.{of}", f"{months}.{of}", decimals=minor_units(currency)
        )
        cells: tuple[Figure, ...] = (figures.made(f"{key}.{of}"), figures.made(f"{months}.{of}"), per)
        rows.append(ReportRow(f"{key}.{currency}", label, cells, style=RowStyle.LINE))
    title = say("Cost of a volunteer-month, in {currency}", currency=currency)
    return ReportTable(f"per_month.{currency}", title, say("Figure"), _UNIT_COLUMNS, tuple(rows), currency)


# --- proof -----------------------------------------------------------------------------------------------------------


def _workings(figures: Figures, currency: str) -> list[tuple[Message, Figure]]:
    committed = figures.entries(f"ledger.committed.{currency}", "committed", currency=currency)
    actual = figures.entries(f"ledger.actual.{currency}", "spent", currency=currency)
    return [
        (say("All that was committed for deployments, in {currency}", currency=currency), committed),
        (say("All that was spent for deployments, in {currency}", currency=currency), actual),
    ]


def _proofs(figures: Figures, own: _Costs) -> Iterable[Proof]:
    labels = {
        "committed": say("Months and ledger, committed in {currency}", currency=own.currency),
        "actual": say("Months and ledger, spent in {currency}", currency=own.currency),
    }
    for name, label in labels.items():
        key = f"{name}.{own.currency}"
        yield figures.proof(label, key, f"{name}.months.{own.currency}.total", f"ledger.{key}")
    if f"months.grants.{own.currency}.total" in figures:
        same = {
            "months": say("Months and grants, person-months in {currency}", currency=own.currency),
            "pro_forma": say("Months and grants, pro forma in {currency}", currency=own.currency),
            "actual": say("Months and grants, spent in {currency}", currency=own.currency),
        }
        for name, label in same.items():
            totals = (f"{name}.{rows}.{own.currency}.total" for rows in ("months", "grants"))
            yield figures.proof(label, f"both.{name}.{own.currency}", *totals)


# --- what is said besides --------------------------------------------------------------------------------------------


def _notes(facts: ReportFacts, found: Sequence[_Costs]) -> tuple[Message, ...]:
    window = whole_months(facts.period)
    unpaid = service_parts(facts.people.deployments, window)
    months = months_together(part for part in unpaid if part.grant_id == NO_GRANT)
    return (
        *sample_notes(facts),
        *(
            []
            if any(found)
            else [say("No deployment serves in these months, and nothing was committed or spent for one.")]
        ),
        *pro_forma_notes(facts.people),
        say("Costs count in the month they are for, whenever they were posted. Months count as a whole."),
        say(
            "Pro forma less committed is what is planned and not signed, what was signed without a commitment in the "
            "ledger, and what rates changed since. Committed less actual is what no invoice was matched to yet, and "
            "what came to cost otherwise."
        ),
        say(
            "A volunteer-month is the cost divided by the person-months that are shown; it is empty where there are "
            "none. Actual lags behind while invoices are to come."
        ),
        *(
            [say("{months} person-months that no grant pays are in no table.", months=months_shown(months))]
            if months and not facts.scope.grants
            else []
        ),
    )


LAYOUT: Final = Layout(
    NAME,
    TITLE,
    ABOUT,
    build_deployment_costs,
    DIMENSIONS,
    of_grant=False,
    narrowed=True,
    options=(VOLUNTEERS,),
    people=People.COSTS,
    sums=Traced.DEPLOYMENTS,
)
