"""Deployments and person-months of a period by funder, grant, country, sex, category, assignment and year.

They come from signed contracts, not from the ledger: each table parts the same months and sums to the same total. What
a deployment serves is borne by grants in the per cents of its shares, so that no month counts twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from desktop.domain.staffing.person_months import (
    NO_GRANT,
    ServicePart,
    added_up,
    months_shown,
    months_together,
    service_parts,
    shown_together,
)
from desktop.domain.volunteer_terms import SEXES, VOLUNTEER_CATEGORIES
from desktop.language import Country, Message, Value, say, say_many
from desktop.reports.builder import Figures
from desktop.reports.facts import GrantFacts, ReportFacts
from desktop.reports.forms.grid import Grid, GridColumn, RowFacts, ShareOf, Source, Stated
from desktop.reports.forms.heads import people_facts, sample_notes
from desktop.reports.forms.overviews import first_currency, grant_label
from desktop.reports.forms.volunteers import (
    NOT_SAID,
    VOLUNTEERS,
    Listed,
    is_listed,
    station_country,
    tells_names,
    volunteers_table,
)
from desktop.reports.layout import Layout, People
from desktop.reports.report import Chart, Fact, Proof, Report, ReportTable, Unit
from desktop.reports.trace import Traced

NAME: Final = "person_months"
TITLE: Final = say("Deployments and person-months")
ABOUT: Final = say(
    "Volunteers, deployments and months of service of a period by funder, grant, country, sex, category and year."
)
NO_FUNDER: Final = say("Without a grant")
_SERVICE: Final = "months.service"
_COUNT: Final = Stated(Unit.QUANTITY, adds_up=False)
_COLUMNS: Final = (
    GridColumn("months", say("Person-months"), Stated(Unit.MONTHS)),
    GridColumn("share", say("Share"), ShareOf("months", _SERVICE)),
    GridColumn("deployments", say("Deployments"), _COUNT),
    GridColumn("persons", say("Volunteers"), _COUNT),
)


@dataclass(frozen=True, slots=True)
class _Parting:
    """One way to part the service: by what, what the rows are called, and in which order they stand.

    Rows stand by their months, the most first, unless they are `in_order` of what they are parted by.
    """

    key: str
    title: Message
    heading: Message
    by: Callable[[ServicePart], str]
    called: Callable[[str], Value]
    in_order: bool = False


def build_person_months(facts: ReportFacts) -> Report:
    """The report on all deployments, or on those of one grant."""
    figures = Figures(facts.sums)
    service = service_of(facts)
    figures.given(_SERVICE, months_shown(months_together(service)), contracts_of(service), unit=Unit.MONTHS)
    partings = _partings(facts)
    tables = [_table(figures, parting, service) for parting in partings]
    if is_listed(facts):
        about = Listed("volunteers", say("Volunteers deployed"), service, facts.period)
        tables.append(volunteers_table(facts, figures, about))
    return Report(
        name=NAME,
        title=TITLE,
        period=facts.period,
        currency=first_currency(facts),
        scope=facts.scope,
        facts=_facts(facts, service),
        tables=tuple(tables),
        workings=((say("Person-months by the contracts"), figures.made(_SERVICE)),),
        proofs=tuple(_proof(figures, parting) for parting in partings),
        notes=_notes(facts),
        chart=Chart(say("Person-months by country"), "by_country", ("months",)),
        entry_count=facts.sums.entries,
        tells_names=tells_names(facts),
    )


def service_of(facts: ReportFacts) -> list[ServicePart]:
    """The service of the period; of a report on one grant what that bears."""
    parts = service_parts(facts.people.deployments, facts.period)
    grants = facts.scope.grants
    return [part for part in parts if not grants or part.grant_id in grants]


def contracts_of(service: Iterable[ServicePart]) -> Message:
    """Which contracts some months of service come from: how many they are, and the first of their deployments."""
    contracts = {(part.deployment.reference, part.contract.period.start) for part in service}
    found = {reference for reference, _start in contracts}
    if not found:
        return say("There is no signed contract.")
    first, *more = sorted(found)
    several = say_many("{count} contract", "{count} contracts", count=len(contracts))
    if not more:
        return say("From {contracts} of {deployment}.", contracts=several, deployment=first)
    return say(
        "From {contracts} of {count} deployments, {first} to {last}.",
        contracts=several,
        count=len(found),
        first=first,
        last=more[-1],
    )


# --- tables ----------------------------------------------------------------------------------------------------------


def _partings(facts: ReportFacts) -> tuple[_Parting, ...]:
    grants = {str(grant.id): grant for grant in facts.grants}
    assignments = facts.people.assignments

    def funder(part: ServicePart) -> str:
        grant = grants.get(str(part.grant_id))
        return grant.funder if grant else ""

    def assignment(key: str) -> Value:
        found = assignments.get(int(key))
        return say("{code}: {title}", code=found.reference, title=found.title) if found else NOT_SAID

    return (
        _Parting("funder", say("By funder"), say("Funder"), funder, lambda key: key or NO_FUNDER),
        _Parting(
            "grant",
            say("By grant"),
            say("Grant"),
            lambda part: str(part.grant_id),
            lambda key: _grant_name(grants, key),
        ),
        _Parting(
            "country",
            say("By country"),
            say("Country"),
            lambda part: station_country(part.contract),
            lambda key: Country(key) if key else NOT_SAID,
        ),
        _Parting(
            "sex", say("By sex"), say("Sex"), lambda part: part.deployment.sex, lambda key: SEXES.get(key, NOT_SAID)
        ),
        _Parting(
            "category",
            say("By category"),
            say("Category"),
            lambda part: part.deployment.category,
            lambda key: VOLUNTEER_CATEGORIES.get(key, NOT_SAID),
        ),
        _Parting(
            "assignment",
            say("By assignment"),
            say("Assignment"),
            lambda part: str(part.deployment.assignment_id),
            assignment,
        ),
        _Parting("year", say("By year"), say("Year"), lambda part: str(part.start.year), str, in_order=True),
    )


def _grant_name(grants: Mapping[str, GrantFacts], key: str) -> Value:
    grant = grants.get(key)
    return NO_FUNDER if grant is None or key == str(NO_GRANT) else grant_label(grant)


def _table(figures: Figures, parting: _Parting, service: Sequence[ServicePart]) -> ReportTable:
    """The service by one thing; deployments and volunteers that stand in several rows count once in the total."""
    grid = Grid(figures, _COLUMNS)
    groups: dict[str, list[ServicePart]] = {}
    for part in service:
        groups.setdefault(parting.by(part), []).append(part)
    months = added_up(service, parting.by)
    nothing = ("", str(NO_GRANT))  # what is not known, or nobody pays, stands last
    order = sorted(groups) if parting.in_order else sorted(groups, key=lambda key: (key in nothing, -months[key], key))
    shown = shown_together({key: months[key] for key in order})
    rows = []
    for number, key in enumerate(order, start=1):
        name = f"{parting.key}.{number if parting.key == 'funder' else key or 'none'}"
        rows.append(grid.row(name, parting.called(key), _counted(groups[key], shown[key])))
    total = f"{parting.key}.total"
    for name, count in _counts(service).items():
        figures.given(f"{name}.{total}", count, contracts_of(service), unit=Unit.QUANTITY)
    rows.append(grid.total(total, say("Total"), [row.key for row in rows]))
    return grid.table(f"by_{parting.key}", parting.title, parting.heading, rows)


def _counted(service: Sequence[ServicePart], months: Decimal) -> RowFacts:
    return RowFacts(stated={"months": months, **_counts(service)}, source=Source(contracts_of(service)))


def _counts(service: Iterable[ServicePart]) -> dict[str, Decimal]:
    """How many deployments some service is of, and how many volunteers; nobody counts for a post that is not filled."""
    deployments = {part.deployment.id: part.deployment.volunteer_id for part in service}
    persons = {volunteer for volunteer in deployments.values() if volunteer is not None}
    return {"deployments": Decimal(len(deployments)), "persons": Decimal(len(persons))}


def _proof(figures: Figures, parting: _Parting) -> Proof:
    label = say("{table}, and the contracts", table=parting.title)
    return figures.proof(label, f"months.{parting.key}", f"months.{parting.key}.total", _SERVICE)


# --- what is said besides --------------------------------------------------------------------------------------------


def _facts(facts: ReportFacts, service: Sequence[ServicePart]) -> tuple[Fact, ...]:
    counts = _counts(service)
    countries = {station_country(part.contract) for part in service} - {""}
    return (
        *people_facts(facts, facts.period),
        Fact("persons", say("Volunteers"), counts["persons"]),
        Fact("deployments", say("Deployments"), counts["deployments"]),
        Fact("countries", say("Countries"), len(countries)),
    )


def _notes(facts: ReportFacts) -> tuple[Message, ...]:
    return (
        *sample_notes(facts),
        say("Months are those of signed contracts, up to the end of the period. Gaps between contracts have none."),
        say("A calendar month counts one whatever its length; a day counts one part of the days of its month."),
        say("Two decimals are shown. They are handed out by the largest remainder, so that each table has one total."),
        say(
            "A grant has the part of each month that it pays. A volunteer who stands in several rows of a table counts "
            "once in its total."
        ),
    )


LAYOUT: Final = Layout(
    NAME,
    TITLE,
    ABOUT,
    build_person_months,
    (),
    of_grant=False,
    narrowed=True,
    options=(VOLUNTEERS,),
    people=People.SERVICE,
    sums=Traced.NOTHING,
)
