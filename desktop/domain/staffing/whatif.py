"""What if: changes of deployments that are tried on values before anything is kept, and what they do to grants.

A trial is a list of changes, applied one after the other. Posts that are added have ids below zero, in the order in
which they were added, so that later changes of the same trial can name them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from desktop.domain.allocation import Share
from desktop.domain.forecast import Forecast
from desktop.domain.money import ZERO, Money
from desktop.domain.period import Period
from desktop.domain.staffing import acts
from desktop.domain.staffing.coming import Held, MonthLine
from desktop.domain.staffing.deployment import Contract, Deployment, Station
from desktop.domain.staffing.sharing import ConvertedPart
from desktop.domain.volunteer_terms import EndReason, PeriodKind
from desktop.language import Message, say


@dataclass(frozen=True, slots=True)
class AddPosts:
    """So many more posts of an assignment for some days; without a category and a station those of the assignment."""

    assignment_id: int
    count: int
    days: Period
    shares: tuple[Share, ...] = ()
    category: str = ""
    station: Station | None = None
    project_id: int | None = None


@dataclass(frozen=True, slots=True)
class Extend:
    """Deployments that go on to a day, or by so many months."""

    deployment_ids: tuple[int, ...]
    months: int = 0
    ends_on: date | None = None

    def until(self, deployment: Deployment) -> date | None:
        """The last day that a deployment would have; None when it has no contract to go on from."""
        last = acts.last_day(deployment)
        return last if last is None else self.ends_on or acts.months_on(last, self.months)


@dataclass(frozen=True, slots=True)
class Move:
    """Deployments that other shares bear from a day on."""

    deployment_ids: tuple[int, ...]
    shares: tuple[Share, ...]
    starts_on: date


@dataclass(frozen=True, slots=True)
class EndEarly:
    """Deployments whose last day of service is another one."""

    deployment_ids: tuple[int, ...]
    on: date
    reason: str = EndReason.EARLY


@dataclass(frozen=True, slots=True)
class Replan:
    """Deployments whose last contract, which is only planned, ends on another day."""

    deployment_ids: tuple[int, ...]
    ends_on: date


Change = AddPosts | Extend | Move | EndEarly | Replan


def tried(deployments: Iterable[Deployment], changes: Iterable[Change]) -> tuple[Deployment, ...]:
    """The deployments with the changes, the added ones last. Changes of what is not there are left out."""
    found = {deployment.id: deployment for deployment in deployments}
    for change in changes:
        if isinstance(change, AddPosts):
            for _post in range(change.count):
                added = _added(change, 1 + sum(1 for identity in found if identity < 0))
                found[added.id] = added
        else:
            for identity in change.deployment_ids:
                if identity in found:
                    found[identity] = _changed(found[identity], change)
    return tuple(found.values())


def _added(change: AddPosts, number: int) -> Deployment:
    """A post that nobody fills yet, with its planned contract."""
    return Deployment(
        -number,
        f"+{number}",
        change.category,
        (Contract(0, PeriodKind.INITIAL, change.days, None, change.station),),
        tuple(replace(share, starts_on=change.days.start) for share in change.shares),
        assignment_id=change.assignment_id,
        project_id=change.project_id,
    )


def _changed(deployment: Deployment, change: Extend | Move | EndEarly | Replan) -> Deployment:
    match change:
        case Replan():
            return acts.replanned(deployment, change.ends_on)
        case Move():
            return acts.paid_by(deployment, change.shares, change.starts_on)
        case EndEarly():
            return acts.ended(deployment, change.on, change.reason)
        case Extend():
            last, until = acts.last_day(deployment), change.until(deployment)
            if last is None or until is None or until <= last or deployment.ended_on is not None:
                return deployment
            return acts.extended(deployment, until, None)


# --- what they do to a grant ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MonthChange:
    """What deployments come to in a month (its first day), before and with the changes; `unfunded` falls behind the end
    of the grant then.
    """

    month: date
    before: Money
    after: Money
    unfunded: Money


@dataclass(frozen=True, slots=True)
class LineChange:
    """What is left of a budget line once all that is planned on it is paid too, before and with the changes."""

    id: int
    code: str
    before: Money
    after: Money


@dataclass(frozen=True, slots=True)
class GrantChange:
    """What the changes do to a grant. `available` is awarded less spent, committed and planned for deployments; the
    forecasts go by commitments and the work plan, and are None for a grant without dates.
    """

    id: int
    reference: str
    ends_on: date | None
    available_before: Money
    available_after: Money
    months: tuple[MonthChange, ...] = ()
    lines: tuple[LineChange, ...] = ()
    forecast_before: Forecast | None = None
    forecast_after: Forecast | None = None

    @property
    def difference(self) -> Money:
        """How much more the changes cost it."""
        return self.available_before - self.available_after

    def sentence(self) -> Message | None:
        """What becomes of its cash; None when nothing changes or nothing is known."""
        before, after = self.forecast_before, self.forecast_after
        if before is None or after is None or before.cash_ends_on == after.cash_ends_on:
            return None
        if after.cash_ends_on is None:
            return say("Cash of {grant} would last to its end.", grant=self.reference)
        if before.cash_ends_on is None:
            return say(
                "Cash of {grant} would end on {day}; it lasts to the end now.",
                grant=self.reference,
                day=after.cash_ends_on,
            )
        return say(
            "Cash of {grant} would end on {day} instead of {before}.",
            grant=self.reference,
            day=after.cash_ends_on,
            before=before.cash_ends_on,
        )


def signed_with(held: Held, before: Iterable[ConvertedPart], after: Iterable[ConvertedPart]) -> Held:
    """What commitments hold for a deployment once they follow the changes: by how much what is signed comes to more or
    less, but never below what is spent.
    """
    committed = dict(held.committed)
    for key, amount in _difference(before, after).items():
        known = committed.get(key, ZERO)
        least = min(known, held.spent.get(key, ZERO))
        committed[key] = max(known + amount, least) if amount < 0 else known + amount
    return Held(committed, held.spent)


def _difference(before: Iterable[ConvertedPart], after: Iterable[ConvertedPart]) -> dict[MonthLine, Decimal]:
    found: dict[MonthLine, Decimal] = {}
    for sign, parts in ((-1, before), (1, after)):
        for part in parts:
            key = (part.month, part.line_id)
            found[key] = found.get(key, ZERO) + sign * part.money.amount
    return {key: amount for key, amount in found.items() if amount}


def months_changed(
    before: Mapping[date, Decimal], after: Mapping[date, tuple[Decimal, Decimal]], currency: str
) -> tuple[MonthChange, ...]:
    """The months of either side; `after` has the amount and the part of it that is unfunded."""
    nothing = (ZERO, ZERO)
    return tuple(
        MonthChange(
            month,
            Money(before.get(month, ZERO), currency),
            *(Money(amount, currency) for amount in after.get(month, nothing)),
        )
        for month in sorted(before.keys() | after.keys())
    )


def lines_changed(
    codes: Mapping[int, tuple[str, Decimal]],
    before: Mapping[int | None, Decimal],
    after: Mapping[int | None, Decimal],
    currency: str,
) -> tuple[LineChange, ...]:
    """The lines whose code and rest are known; `before` and `after` are what is planned or committed on them beyond."""
    return tuple(
        LineChange(
            line_id,
            code,
            Money(left - before.get(line_id, ZERO), currency),
            Money(left - after.get(line_id, ZERO), currency),
        )
        for line_id, (code, left) in sorted(codes.items(), key=lambda each: each[1])
    )


def ids_in(changes: Sequence[Change]) -> set[int]:
    """The deployments that changes name, but for those that they add."""
    named = (change.deployment_ids for change in changes if not isinstance(change, AddPosts))
    return {identity for ids in named for identity in ids if identity > 0}


def renamed(change: Change, ids: Mapping[int, int]) -> Change | None:
    """A change of deployments by the ids that added ones have now; None for one that only adds."""
    if isinstance(change, AddPosts):
        return None
    return replace(change, deployment_ids=tuple(ids.get(identity, identity) for identity in change.deployment_ids))
