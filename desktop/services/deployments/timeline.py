"""Deployments for the timeline: which there are and in what order, and the rows in sight as values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from desktop.domain.allocation import shares_on
from desktop.domain.period import ONE_DAY, Period, months_before
from desktop.domain.staffing.deployment import Deployment, PayingGrant
from desktop.domain.volunteer_terms import DeploymentState
from desktop.storage import staffing, timeline
from desktop.storage.office import Office, Reading
from desktop.storage.timeline import AssignmentHead, Wanted

__all__ = ["AssignmentHead", "PayingGrant", "Scope", "TimelineEntry", "TimelineHead", "entries", "offers", "read_head"]

ENDED_SHOWN = 12  # months for which a deployment that ended is shown
SOON = timedelta(days=183)  # a contract that ends within these days, with nothing planned after it, is worth a word


@dataclass(frozen=True, slots=True)
class Scope:
    """Which deployments one looks at, by the references of their assignment, project or grant; empty for any.

    `whole` has also those that ended long ago.
    """

    assignment: str = ""
    project: str = ""
    grant: str = ""
    whole: bool = False

    @property
    def is_all(self) -> bool:
        """Whether it is kept to nothing."""
        return not (self.assignment or self.project or self.grant)


@dataclass(frozen=True, slots=True)
class TimelineHead:
    """All that is known before a row is read: the deployments in their order, the days they span, the grants that pay
    them, which serve today, the assignment where it is the timeline of one, and which have contracts to sign.
    """

    ids: tuple[int, ...]
    days: Period | None = None
    grants: tuple[PayingGrant, ...] = ()
    serving_ids: tuple[int, ...] = ()
    assignment: AssignmentHead | None = None
    unsigned_ids: tuple[int, ...] = ()

    @property
    def serving(self) -> int:
        """How many serve today."""
        return len(self.serving_ids)


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """A deployment as the timeline shows it. `paid_until` is the last day that the grants pay which bear its last
    contract; `vacant` are the days on which its post stands empty until someone else takes it.
    """

    deployment: Deployment
    state: DeploymentState
    grants: tuple[PayingGrant, ...] = ()
    paid_until: date | None = None
    vacant: Period | None = None
    post: int | None = None
    ends_soon: bool = field(default=False)

    @property
    def last_day(self) -> date | None:
        """The last day of all contracts, signed or planned."""
        span = self.deployment.span(planned=True)
        return None if span is None else span.last

    @property
    def beyond(self) -> Period | None:
        """The days of its contracts that no grant pays; None where all are paid, or nobody said who pays."""
        last = self.last_day
        if last is None or self.paid_until is None or last <= self.paid_until:
            return None
        return Period.of_days(self.paid_until + ONE_DAY, last)


def read_head(office: Office, scope: Scope) -> TimelineHead:
    """Which deployments there are. One that is asked for by a reference that is not there has none."""
    with office.read() as session:
        since = None if scope.whole else months_before(office.today, ENDED_SHOWN)
        wanted = scope_wanted(session, scope, since=since)
        if wanted is None:
            return TimelineHead(())
        found = timeline.standing(session, wanted, office.today)
        return TimelineHead(
            found.ids,
            None if found.days is None else Period.of_days(*found.days),
            tuple(timeline.grants(session, wanted)),
            found.serving,
            None if wanted.assignment_id is None else timeline.assignment_head(session, wanted.assignment_id),
            found.unsigned,
        )


def _ids(session: Reading, scope: Scope) -> dict[str, int] | None:
    """The ids of what a scope names; None where one of them is not there."""
    named = {"assignment": scope.assignment, "project": scope.project, "grant": scope.grant}
    found = {kind: timeline.identity(session, kind, name) for kind, name in named.items() if name}
    known = {kind: identity for kind, identity in found.items() if identity is not None}
    return known if len(known) == len(found) else None


def scope_wanted(session: Reading, scope: Scope, *, since: date | None = None) -> Wanted | None:
    """What a scope asks for, of those that are not over before a day; None where what it names is not there."""
    ids = _ids(session, scope)
    return None if ids is None else Wanted(ids.get("assignment"), ids.get("project"), ids.get("grant"), since)


def scope_deployments(
    session: Reading, scope: Scope, *, within: Period | None = None
) -> tuple[list[Deployment], int | None]:
    """The deployments of a scope that have a contract within some days, and the grant where it is kept to one."""
    ids = _ids(session, scope)
    if ids is None:
        return [], None
    found = staffing.deployments(
        session,
        assignment_id=ids.get("assignment"),
        project_id=ids.get("project"),
        grant_id=ids.get("grant"),
        within=within,
    )
    return found, ids.get("grant")


def entries(office: Office, ids: Sequence[int]) -> list[TimelineEntry]:
    """Some deployments, in the order of `ids`; those that are gone are left out."""
    with office.read() as session:
        return read_entries(session, ids, today=office.today)


def read_entries(session: Reading, ids: Sequence[int], *, today: date) -> list[TimelineEntry]:
    """Some deployments, as a session sees them."""
    found = {one.id: one for one in staffing.deployments(session, ids=ids)}
    known = [found[identity] for identity in ids if identity in found]
    posts = timeline.posts(session, list(found))
    paying = staffing.grants_that_pay(session, {share.grant_id for one in known for share in one.shares})
    empty = {
        (owner, post)
        for one in known
        if one.state_on(today) is DeploymentState.ENDED
        for owner, post in (posts[one.id],)
        if post is not None
    }
    starts = timeline.starts_on_posts(session, empty)
    made = []
    for one in known:
        owner, post = posts[one.id]
        taken = starts.get((owner, post), []) if post is not None else []
        made.append(_entry(one, post, paying, taken, today))
    return made


def _entry(
    one: Deployment, post: int | None, paying: dict[int, PayingGrant], taken: Sequence[date], today: date
) -> TimelineEntry:
    state, ends = one.state_on(today), one.ends_on
    planned = any(contract.serves and not contract.signed for contract in one.contracts)
    current = state in (DeploymentState.ACTIVE, DeploymentState.EXTENDED)
    return TimelineEntry(
        one,
        state,
        tuple({share.grant_id: paying[share.grant_id] for share in one.shares if share.grant_id in paying}.values()),
        _paid_until(one, paying),
        _vacancy(one, taken) if state is DeploymentState.ENDED else None,
        post,
        current and not planned and ends is not None and ends <= today + SOON,
    )


def _paid_until(one: Deployment, paying: dict[int, PayingGrant]) -> date | None:
    """The last day on which every grant pays that bears the last contract; None while nobody bears it or has an end."""
    span = one.span(planned=True)
    if span is None:
        return None
    in_force = shares_on(one.shares, span.last)
    return min((end for share in in_force if (end := paying[share.grant_id].ends_on) is not None), default=None)


def _vacancy(one: Deployment, taken: Sequence[date]) -> Period | None:
    """The days from its end to the first contract on the same post after it."""
    end = one.ends_on
    after = next((day for day in taken if end is not None and day > end), None)
    return None if end is None or after is None or after == end + ONE_DAY else Period(end + ONE_DAY, after)


def offers(office: Office) -> dict[str, list[tuple[str, str]]]:
    """The assignments, projects and grants one can keep the page to, each with its title."""
    with office.read() as session:
        return timeline.offered(session)
