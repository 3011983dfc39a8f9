"""Deployments seen in other ways than along time: by state, by country and year, and by the days that are to come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from desktop.domain.period import ONE_DAY, Period, months_before
from desktop.domain.staffing.deployment import Deployment
from desktop.domain.staffing.service import MONTH, parts_between
from desktop.domain.volunteer_terms import CLEARANCE_KINDS, LEAVE_KINDS, PERIOD_KINDS, DeploymentState, PeriodKind
from desktop.language import Message, say
from desktop.services.deployments.timeline import ENDED_SHOWN, Scope, scope_wanted
from desktop.storage import board, staffing, timeline
from desktop.storage.office import Office

ON_BOARD = 30  # cards of a state that are shown: more of them are in the list


# --- by state ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BoardCard:
    """A deployment on the board: who, where, on what, and its days, as they are signed or else planned."""

    id: int
    code: str
    place: str
    title: str
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class BoardColumn:
    """How many deployments are in a state, and the first of them."""

    count: int = 0
    cards: tuple[BoardCard, ...] = ()


def read_board(office: Office, scope: Scope) -> dict[DeploymentState, BoardColumn]:
    """The deployments by state, those whose day comes first on top; of those that ended the last twelve months.

    There may be thousands of them: they are sorted and counted by the database, and only what is shown is read.
    """
    today = office.today
    with office.read() as session:
        wanted = scope_wanted(session, scope, since=months_before(today, ENDED_SHOWN))
        counted = [] if wanted is None else board.columns(session, wanted, today=today, most=ON_BOARD)
        shown = [identity for each in counted for identity in each.ids]
        found = {one.id: one for one in staffing.deployments(session, ids=shown)}
        titles = timeline.titles(session, {one.assignment_id for one in found.values()})
    made = {
        each.state: BoardColumn(
            each.count,
            tuple(
                _card(found[identity], titles.get(found[identity].assignment_id, ""), today) for identity in each.ids
            ),
        )
        for each in counted
    }
    return {state: made.get(state, BoardColumn()) for state in DeploymentState}


def _card(one: Deployment, title: str, today: date) -> BoardCard:
    days = one.span() or one.span(planned=True)
    first, last = (None, None) if days is None else (days.start, days.last)
    return BoardCard(one.id, one.code, one.place_by(today), title, first, last)


# --- by country and year ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Served:
    """How much service there was: deployments, distinct persons, and months."""

    deployments: int = 0
    persons: int = 0
    months: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Places:
    """Service by country and year under signed contracts, up to today.

    `cells` are by country and year; in `countries` and `years` they are together, and in `whole` all of it. Whoever
    served in two countries counts once where they are together.
    """

    years: Mapping[int, Served]
    countries: Mapping[str, Served]
    cells: Mapping[tuple[str, int], Served]
    whole: Served

    @property
    def first_year(self) -> int | None:
        """The year in which the first volunteer served."""
        return min(self.years, default=None)


def read_places(office: Office, scope: Scope) -> Places:
    """Where volunteers served since the first of them, up to today.

    There may be sixty thousand contracts of twenty years: they are read as rows and counted in whole parts of a month.
    """
    counts: dict[tuple[str, int], _Count] = defaultdict(_Count)
    with office.read() as session:
        wanted = scope_wanted(session, scope)
        for country, deployment_id, volunteer_id, first, last in timeline.service(session, wanted, until=office.today):
            for year in range(first.year, last.year + 1):
                start, end = max(first, date(year, 1, 1)), min(last, date(year, 12, 31))
                counts[country, year].add(deployment_id, volunteer_id, parts_between(start, end + ONE_DAY))
    return Places(
        {year: _together(counts, year=year).served for year in {year for _country, year in counts}},
        {country: _together(counts, country=country).served for country in {country for country, _year in counts}},
        {place: count.served for place, count in counts.items()},
        _together(counts).served,
    )


class _Count:
    """Adds up service; whoever has no volunteer yet counts as no person."""

    __slots__ = ("deployments", "parts", "persons")

    def __init__(self) -> None:
        self.deployments: set[int] = set()
        self.persons: set[int] = set()
        self.parts = 0

    def add(self, deployment_id: int, volunteer_id: int | None, parts: int) -> None:
        """Some months of a deployment."""
        self.deployments.add(deployment_id)
        if volunteer_id is not None:
            self.persons.add(volunteer_id)
        self.parts += parts

    @property
    def served(self) -> Served:
        """All of it."""
        return Served(len(self.deployments), len(self.persons), Fraction(self.parts, MONTH))


def _together(
    counts: Mapping[tuple[str, int], _Count], *, country: str | None = None, year: int | None = None
) -> _Count:
    """The counts of a country, of a year, or all of them; each person counts once."""
    whole = _Count()
    for (place, when), count in counts.items():
        if country in (None, place) and year in (None, when):
            whole.deployments |= count.deployments
            whole.persons |= count.persons
            whole.parts += count.parts
    return whole


# --- by day -----------------------------------------------------------------------------------------------------------


class DayKind(StrEnum):
    """What happens on a day of the calendar."""

    START = "start"
    END = "end"
    LEAVE = "leave"
    EXPIRY = "expiry"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """Something that begins on `day` and ends on `last`: of whom, and what it is. `planned` where nothing is signed."""

    day: date
    last: date
    kind: DayKind
    deployment_id: int
    code: str
    what: Message
    planned: bool = False


def read_calendar(office: Office, scope: Scope, *, window: Period) -> list[CalendarDay]:
    """Starts, ends, leave, trainings that expire and what is due, that begin within some days, in their order.

    Only deployments are read of which something falls into these days.
    """
    with office.read() as session:
        wanted = scope_wanted(session, scope, since=months_before(window.start, 1))
        if wanted is None:
            return []
        leaves = timeline.leaves(session, wanted, window)
        expiries = timeline.expiries(session, wanted, window)
        due = timeline.open_items(session, wanted, window)
        shown = timeline.changing(session, wanted, window)
        for events in (leaves, expiries, due):
            shown.update(event[0] for event in events)
        found = staffing.deployments(session, ids=shown)
    known = {one.id: one.code for one in found}
    until = {one.id: date.min if (span := one.span(planned=True)) is None else span.last for one in found}
    days = [day for one in found for day in _contract_days(one)]
    days += [
        CalendarDay(first, last, DayKind.LEAVE, owner, known[owner], LEAVE_KINDS.get(kind, say("Other leave")))
        for owner, kind, first, last in leaves
        if first <= until[owner]  # it ended early after the leave was planned
    ]
    days += [
        CalendarDay(day, day, DayKind.EXPIRY, owner, known[owner], _expires(kind)) for owner, kind, day in expiries
    ]
    days += [
        CalendarDay(day, day, DayKind.DUE, owner, known[owner], say("{what}", what=title)) for owner, title, day in due
    ]
    return sorted((day for day in days if day.day in window), key=lambda day: (day.day, day.kind, day.code))


def _expires(kind: str) -> Message:
    return say("Expires: {training}", training=CLEARANCE_KINDS.get(kind, say("Other training")))


def _contract_days(one: Deployment) -> Iterator[CalendarDay]:
    """The first day of all and of each reassignment, and the last day of what is signed and of what is planned."""
    served = [(c, days) for c in one.contracts if c.serves and (days := one.cut(c)) is not None]
    for place, (contract, days) in enumerate(served):
        if place == 0 or contract.kind is PeriodKind.REASSIGNMENT:
            what = say("Starts: {contract}", contract=PERIOD_KINDS[contract.kind])
            yield CalendarDay(
                days.start, days.start, DayKind.START, one.id, one.code, what, planned=not contract.signed
            )
    for signed in (True, False):
        ends = [days.last for contract, days in served if contract.signed is signed]
        if ends:
            what = say("Contract ends") if signed else say("Planned contract ends")
            yield CalendarDay(max(ends), max(ends), DayKind.END, one.id, one.code, what, planned=not signed)
