"""What is tried on the page of deployments: changes asked for in words, and ends that were dragged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from desktop.domain.forecast import Forecast
from desktop.domain.staffing.deployment import Contract, Deployment
from desktop.language import Language, Message, say, say_many
from desktop.services.deployments.timeline import TimelineEntry
from desktop.services.deployments.whatif import AddPosts, Change, EndEarly, Extend, GrantChange, Move, Replan, WhatIf

Entries = Mapping[int, TimelineEntry]
_NAMED = 3  # how many are named; more are counted


def last_contract(one: Deployment) -> Contract | None:
    """The last contract that is served."""
    served = [contract for contract in one.contracts if contract.serves]
    return max(served, key=lambda contract: contract.period.start, default=None)


@dataclass(slots=True)
class Trial:
    """Changes, and last days of deployments by id. Whoever is dragged leaves the changes that moved its end before."""

    changes: list[Change] = field(default_factory=list)
    ends: dict[int, date] = field(default_factory=dict)

    def clear(self) -> None:
        """Tries nothing any more."""
        self.changes.clear()
        self.ends.clear()

    def add(self, change: Change) -> None:
        """Tries a change besides; it moves ends that were dragged."""
        if not isinstance(change, (AddPosts, Move)):
            for identity in change.deployment_ids:
                self.ends.pop(identity, None)
        self.changes.append(change)

    def drop(self, place: int) -> None:
        """Gives up one of the changes."""
        del self.changes[place]

    def drag(self, deployment_id: int, day: date | None) -> None:
        """Tries another last day of a deployment; None gives it up."""
        left = [_without(change, deployment_id) for change in self.changes]
        self.changes = [change for change in left if change is not None]
        if day is None:
            self.ends.pop(deployment_id, None)
        else:
            self.ends[deployment_id] = day

    def tried(self, entries: Entries) -> list[Change]:
        """All of it as changes, those that were asked for first."""
        dragged = (
            _moved(identity, last, day)
            for identity, day in self.ends.items()
            if identity in entries and (last := last_contract(entries[identity].deployment)) is not None
        )
        return [*self.changes, *dragged]


def _moved(deployment_id: int, last: Contract, day: date) -> Change:
    """Another last day: of a planned contract its end moves, a signed one is extended or ends early."""
    if not last.signed:
        return Replan((deployment_id,), day)
    return Extend((deployment_id,), ends_on=day) if day > last.period.last else EndEarly((deployment_id,), day)


def _without(change: Change, deployment_id: int) -> Change | None:
    """A change that moves ends, without one deployment; None when that is all it was about."""
    if isinstance(change, (AddPosts, Move)) or deployment_id not in change.deployment_ids:
        return change
    left = tuple(identity for identity in change.deployment_ids if identity != deployment_id)
    return replace(change, deployment_ids=left) if left else None


# --- in words -----------------------------------------------------------------------------------------------------


def change_words(change: Change, entries: Entries) -> Message:
    """A change in a few words."""
    if isinstance(change, AddPosts):
        return say_many(
            "{count} post more, {first} to {last}",
            "{count} posts more, {first} to {last}",
            count=change.count,
            first=change.days.start,
            last=change.days.last,
        )
    codes = [entries[identity].deployment.code for identity in change.deployment_ids if identity in entries]
    count = len(change.deployment_ids)
    who = say("{codes}", codes=codes) if 0 < len(codes) == count <= _NAMED else _many(count)
    match change:
        case Replan():
            return say("{who} planned to {day}", who=who, day=change.ends_on)
        case Extend() if change.ends_on is not None:
            return say("{who} until {day}", who=who, day=change.ends_on)
        case Extend():
            months = say_many("{count} month longer", "{count} months longer", count=change.months)
            return say("{who}: {what}", who=who, what=months)
        case EndEarly():
            return say("{who} ends on {day}", who=who, day=change.on)
    return say("{who} paid by another grant from {day}", who=who, day=change.starts_on)


def _many(count: int) -> Message:
    return say_many("{count} deployment", "{count} deployments", count=count)


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure before and with what is tried; `worse` when it falls below zero, or when cash that does not last to the
    end of the grant is not made to last longer.
    """

    name: str
    before: str
    after: str
    worse: bool = False

    @property
    def changes(self) -> bool:
        """Whether it is another one."""
        return self.before != self.after


def figures_of(grant: GrantChange, language: Language) -> list[FigureChange]:
    """What becomes of a grant: burn, runway, what is available, and each line that changes."""
    text, money = language.text, language.money
    found: list[FigureChange] = []
    before, after = grant.forecast_before, grant.forecast_after
    if before is not None and after is not None:
        found.append(FigureChange(text(say("Burn a month")), money(before.monthly), money(after.monthly)))
        lasts, would_last = (_runway(day, language) for day in (before.cash_ends_on, after.cash_ends_on))
        found.append(FigureChange(text(say("Cash lasts")), lasts, would_last, _no_longer(before, after)))
    found.append(
        FigureChange(
            text(say("Available")),
            money(grant.available_before),
            money(grant.available_after),
            grant.available_after.amount < 0,
        )
    )
    found += [
        FigureChange(
            text(say("Line {line}", line=line.code)), money(line.before), money(line.after), line.after.amount < 0
        )
        for line in grant.lines
        if line.before != line.after
    ]
    return found


def _no_longer(before: Forecast, after: Forecast) -> bool:
    """Whether cash would end before the grant does, and no later than without what is tried."""
    day, known = after.cash_ends_on, before.cash_ends_on
    return day is not None and (known is None or day <= known)


def _runway(day: date | None, language: Language) -> str:
    return language.text(say("to its end")) if day is None else language.text(say("until {day}", day=day))


def ends_after(found: WhatIf) -> dict[int, date]:
    """The last days that deployments would have, by id; those of added posts are left out."""
    return {
        one.id: last.period.last if one.ended_on is None else min(last.period.last, one.ended_on)
        for one in found.deployments
        if one.id > 0 and (last := last_contract(one)) is not None
    }
