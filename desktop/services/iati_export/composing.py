"""Makes of a project what an activity file says of it.

What our office holds wins. A published element is written again where it is still about the same thing, and so is every
published element that the office has no place for; what was removed here is not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from desktop.domain.codes import ROLE_FUNDING
from desktop.domain.iati.activity import ActivityOut, Body, DatedEvent, Narrative, Participant
from desktop.domain.iati.shares import Change
from desktop.domain.iati.standard import DateType
from desktop.importers.iati_activity import Activity, Party
from desktop.importers.iati_kept import KeptActivity
from desktop.services.iati_export.bodies import body_out
from desktop.services.iati_export.budgets import compose_budgets
from desktop.services.iati_export.commitments import compose_commitments
from desktop.services.iati_export.places import Places
from desktop.services.iati_export.published import Published, Transactions
from desktop.storage.iati_rows import BodyRow, PlaceRow, ProjectRow

_ACTUAL = (DateType.ACTUAL_START, DateType.ACTUAL_END)


@dataclass(frozen=True, slots=True)
class Setting:
    """What is the same for all projects of an export."""

    office: str
    today: date
    language: str
    places: dict[int, PlaceRow]


@dataclass(slots=True)
class Composed:
    """An activity, its published transactions, and what was done to it that somebody should know."""

    activity: ActivityOut
    transactions: Transactions
    shares: dict[str, Change] = field(default_factory=dict)
    future_dates: tuple[date, ...] = ()
    undated_grants: tuple[tuple[int, str], ...] = ()
    future_grants: tuple[tuple[int, str], ...] = ()
    budgets_without_days: tuple[tuple[int, str], ...] = ()
    endless_budgets: int = 0
    parted_budgets: int = 0
    funders_taken: bool = False
    persons_left_out: bool = False


def compose(project: ProjectRow, kept: KeptActivity | None, setting: Setting) -> Composed:
    """The activity that stands for a project; `kept` is how it was published when a file brought it."""
    published = Published(kept)
    identifier = project.reference if kept else project.place.identifier
    transactions = published.transactions()
    dates, future = _dates(project, published, setting.today)
    places = Places(project, published)
    roles, funders_taken = _roles(project)
    commitments = compose_commitments(
        project, published.activity, transactions, setting.office, identifier, dates, setting.today
    )
    budgets = compose_budgets(project, published)
    attributes = published.attributes or _own_attributes(project.place)
    if budgets.out:
        attributes.pop("budget-not-provided", None)
    activity = ActivityOut(
        identifier=identifier,
        language=published.language or setting.language,
        title=Narrative(project.title, published.title(project.title)),
        summary=_summary(project, published),
        reporter=_reporter(project, published),
        status=project.status,
        participants=tuple(_participant(published, role, body, derived=funders_taken) for role, body in roles),
        dates=dates,
        countries=places.countries,
        regions=places.regions,
        sectors=places.sectors,
        tags=places.tags,
        budgets=tuple(budgets.out),
        commitments=commitments.out,
        parent=_parent(project, published, setting.places),
        attributes=tuple(attributes.items()),
        carried=_carried(published, transactions, setting.today),
    )
    return Composed(
        activity,
        transactions,
        shares=places.changes,
        future_dates=future,
        undated_grants=commitments.undated,
        future_grants=commitments.future,
        budgets_without_days=tuple(budgets.without_days),
        endless_budgets=budgets.endless,
        parted_budgets=budgets.parted,
        funders_taken=funders_taken,
        persons_left_out=kept is not None and kept.named_persons,
    )


def _own_attributes(place: PlaceRow) -> dict[str, str]:
    """The level in the tree, where there is one; nothing else is known of an activity of ours."""
    return {"hierarchy": str(place.depth)} if place.has_parts or place.parent_id is not None else {}


def _carried(published: Published, transactions: Transactions, today: date) -> tuple[tuple[str, str], ...]:
    others = [("transaction", xml) for day, xml in transactions.others if day <= today]
    return (*published.other_texts(), *published.rest(), *others)


def _summary(project: ProjectRow, published: Published) -> Narrative | None:
    if not project.summary:
        return None
    if published.activity.summary != project.summary:
        return Narrative(project.summary)
    return Narrative(project.summary, published.peek("description", lambda says: bool(says.summary)))


def _reporter(project: ProjectRow, published: Published) -> Body | None:
    body = project.place.reporter
    if body is None:
        return None
    return body_out(body, published.take_body("reporting-org", lambda says: says.reporter, body))


def _roles(project: ProjectRow) -> tuple[Sequence[tuple[str, BodyRow]], bool]:
    """Who takes part; where nobody is named, those whose grants pay for it."""
    if project.roles or not project.given:
        return project.roles, False
    funders = {given.funder.id: given.funder for given in project.given}
    return [(ROLE_FUNDING, funder) for funder in funders.values()], True


def _participant(published: Published, role: str, body: BodyRow, *, derived: bool) -> Participant:
    def party(says: Activity) -> Party | None:
        return next((party for known, party in says.parties if known == role), None)

    return Participant(role, body_out(body, published.take_body("participating-org", party, body)), derived)


def _dates(project: ProjectRow, published: Published, today: date) -> tuple[tuple[DatedEvent, ...], tuple[date, ...]]:
    """The days of the project, and those actual ones that have not come yet: no file may say them."""
    events, future = [], []
    for kind, day in project.dates.items():
        xml = published.take("activity-date", _says_day(kind, day))
        if kind in _ACTUAL and day > today:
            future.append(day)
        else:
            events.append(DatedEvent(kind, day, xml))
    return tuple(events), tuple(future)


def _says_day(kind: str, day: date) -> Callable[[Activity], bool]:
    return lambda says: says.dates == {kind: day}


def _parent(project: ProjectRow, published: Published, places: dict[int, PlaceRow]) -> str:
    """What it is part of: the project above it here, else what its publisher said and the office does not hold."""
    if project.place.parent_id is not None:
        return places[project.place.parent_id].identifier
    stated = published.activity.parent
    held = {place.identifier for place in places.values()}
    return "" if stated in held else stated
