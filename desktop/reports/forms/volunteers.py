"""Who was deployed, row by row: the list in reports on people, and the annex of reports to funders.

Each row has a code, which stands for the name. The name is there only where somebody chose it, and then on purpose: a
report goes to people outside of the office.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from desktop.domain.period import ONE_DAY, Period
from desktop.domain.staffing.deployment import Contract, Deployment
from desktop.domain.staffing.person_months import ServicePart, added_up, service_parts, shown_together
from desktop.domain.staffing.service import clipped
from desktop.domain.volunteer_terms import SEXES, VOLUNTEER_CATEGORIES
from desktop.language import Country, Message, Value, say, say_many
from desktop.reports.builder import Figures
from desktop.reports.facts import ReportFacts
from desktop.reports.forms.grid import Grid, GridColumn, RowFacts, Said, Source, Stated
from desktop.reports.options import Option, OptionKind, chosen
from desktop.reports.people import CostFacts, PeopleFacts, cost_of
from desktop.reports.report import ColumnKind, Report, ReportRow, ReportTable, Unit

KEY: Final = "volunteers"
CODES, NAMES = "codes", "names"
VOLUNTEERS: Final = Option(
    KEY,
    say("List of volunteers"),
    OptionKind.CHOICE,
    {CODES: say("With codes"), NAMES: say("With names")},
    hint=say("Who was deployed, where and when. A code stands for each name unless names are chosen."),
)
_FEW: Final = 3
NOT_SAID: Final = say("Not recorded")

_ABOUT: Final = (
    GridColumn("deployment", say("Deployment"), Said()),
    GridColumn("sex", say("Sex"), Said()),
    GridColumn("category", say("Category"), Said()),
    GridColumn("place", say("Duty station"), Said()),
    GridColumn("country", say("Country"), Said()),
    GridColumn("from", say("From"), Said(ColumnKind.DAY)),
    GridColumn("to", say("To"), Said(ColumnKind.DAY)),
    GridColumn("months", say("Person-months"), Stated(Unit.MONTHS)),
)
ANNEX_COLUMNS: Final = (
    *_ABOUT,
    GridColumn("pro_forma", say("Pro forma"), Stated()),
    GridColumn("actual", say("Actual"), Stated()),
)
ANNEX_TITLE: Final = say("Annex: volunteers deployed")
ANNEX_HEADING: Final = say("Volunteer")


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list of deployments is about: its service in a period, and what it costs in `currency` where that is said.

    `key` stands before the keys of its rows and figures.
    """

    key: str
    title: Message
    service: Sequence[ServicePart]
    window: Period
    costs: Sequence[CostFacts] = ()
    currency: str = ""
    is_annex: bool = False


def is_listed(facts: ReportFacts) -> bool:
    """Whether the report lists who was deployed."""
    return bool(chosen(facts, VOLUNTEERS))


def tells_names(facts: ReportFacts) -> bool:
    """Whether it tells who they are."""
    return chosen(facts, VOLUNTEERS) == NAMES


def volunteers_table(facts: ReportFacts, figures: Figures, about: Listed) -> ReportTable:
    """The deployments of the service, by code, with a total."""
    people = facts.people
    grid = Grid(figures, ANNEX_COLUMNS if about.currency else _ABOUT)
    months = added_up(about.service, lambda part: part.deployment.id)
    costs = _by_deployment(about.costs)
    wanted = {*months, *(identity for identity, cost in costs.items() if cost.pro_forma or cost.actual)}
    found = sorted((people.by_id[each] for each in wanted if each in people.by_id), key=_order)
    shown = shown_together({each.id: months.get(each.id, Fraction(0)) for each in found})
    rows = [_row(grid, each, people, about, shown[each.id], costs.get(each.id)) for each in found]
    total = grid.total(f"{about.key}.total", say("Total"), [row.key for row in rows])
    table = grid.table(about.key, about.title, ANNEX_HEADING, [*rows, total], currency=about.currency)
    return replace(table, is_annex=about.is_annex)


def _order(deployment: Deployment) -> tuple[bool, str, str]:
    """By code; posts that nobody fills stand last."""
    return not deployment.volunteer, deployment.volunteer, deployment.reference


def _by_deployment(costs: Iterable[CostFacts]) -> dict[int, CostFacts]:
    found: dict[int, list[CostFacts]] = {}
    for cost in costs:
        found.setdefault(cost.deployment_id, []).append(cost)
    return {identity: cost_of(each) for identity, each in found.items()}


def _row(
    grid: Grid,
    deployment: Deployment,
    people: PeopleFacts,
    about: Listed,
    months: Decimal,
    cost: CostFacts | None,
) -> ReportRow:
    served = [
        (contract, part)
        for contract in deployment.contracts
        if contract.serves and contract.signed and (days := deployment.cut(contract)) is not None
        for part in clipped([days], about.window)
    ]
    stations = [contract.station for contract, _part in served if contract.station is not None]
    first, last = _days([part for _contract, part in served])
    own = RowFacts(
        stated={"months": months} | ({} if cost is None else {"pro_forma": cost.pro_forma, "actual": cost.actual}),
        said={
            "deployment": deployment.reference,
            "sex": sex_name(deployment),
            "category": category_name(deployment),
            "place": ", ".join(dict.fromkeys(station.place for station in stations)) or None,
            "country": _countries([station.country for station in stations]),
            "from": first,
            "to": last,
        },
        source=Source(
            say("From the contracts and costs of {deployment}.", deployment=deployment.reference),
            "deployments",
            deployment.id,
        ),
    )
    return grid.row(f"{about.key}.{deployment.reference}", _called(deployment, people), own)


def _called(deployment: Deployment, people: PeopleFacts) -> Value:
    """Who it is: the code, with the name where names were read."""
    if deployment.volunteer_id is None:
        return say("Nobody yet")
    name = people.names.get(deployment.volunteer_id, "")
    return say("{code}, {name}", code=deployment.volunteer, name=name) if name else deployment.volunteer


def _days(parts: Sequence[Period]) -> tuple[date | None, date | None]:
    """The first and the last day of service; none where there is none."""
    if not parts:
        return None, None
    return min(part.start for part in parts), max(part.end for part in parts) - ONE_DAY


def _countries(codes: Sequence[str]) -> Value | None:
    found = tuple(Country(code) for code in dict.fromkeys(codes) if code)
    return found[0] if len(found) == 1 else found or None


def sex_name(deployment: Deployment) -> Message:
    """The sex of who fills a post."""
    return SEXES.get(deployment.sex, NOT_SAID)


def category_name(deployment: Deployment) -> Message:
    """The category of a deployment."""
    return VOLUNTEER_CATEGORIES.get(deployment.category, NOT_SAID)


def station_country(contract: Contract) -> str:
    """The country a contract is served in; empty when no duty station is known."""
    return contract.station.country if contract.station is not None else ""


# --- the annex -------------------------------------------------------------------------------------------------------


def with_annex(facts: ReportFacts, report: Report) -> Report:
    """A report to a funder with the list of those whom its grant deployed in the period, where that was chosen."""
    if not is_listed(facts):
        return report
    grant = facts.grant
    figures = Figures(facts.sums)
    service = [part for part in service_parts(facts.people.deployments, facts.period) if part.grant_id == grant.id]
    about = Listed(
        KEY,
        ANNEX_TITLE,
        service,
        facts.period,
        tuple(cost for cost in facts.people.costs if cost.grant_id == grant.id),
        grant.currency,
        is_annex=True,
    )
    table = volunteers_table(facts, figures, about)
    return replace(
        report,
        tables=(*report.tables, table),
        notes=(*report.notes, *annex_notes(facts)),
        tells_names=tells_names(facts),
    )


def annex_notes(facts: ReportFacts) -> tuple[Message, ...]:
    """What has to be said of the annex."""
    return (
        say(
            "Volunteers: months are calendar months, a day counts one part of its own month. A grant has the part of "
            "each month that it pays."
        ),
        say("Volunteers: pro forma and actual are those of the months that the period touches, as a whole."),
        *pro_forma_notes(facts.people),
    )


def pro_forma_notes(people: PeopleFacts) -> tuple[Message, ...]:
    """What the pro forma lacks: never a silent zero."""
    few = people.missing[:_FEW]
    more = len(people.missing) - len(few)
    rest = say_many(
        "{count} more part of the pro forma is not known.",
        "{count} more parts of the pro forma are not known.",
        count=more,
    )
    return (*few, *([rest] if more else []))
