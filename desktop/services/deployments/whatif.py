"""What if: changes of deployments tried on the figures of their grants, then kept or dropped.

Nothing is stored until a trial is kept. What is kept is planned: posts and extensions are still to be signed; who pays
and early ends count at once, and what was committed follows them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from desktop.domain.finding import Finding, Severity
from desktop.domain.forecast import Forecast, Method, SpendingFacts, Staffing, forecast
from desktop.domain.money import ZERO, Money
from desktop.domain.staffing import judging
from desktop.domain.staffing.coming import Coming, Held, coming
from desktop.domain.staffing.cost import as_signed
from desktop.domain.staffing.deployment import Deployment
from desktop.domain.staffing.figures import behind
from desktop.domain.staffing.judging import GrantLeft
from desktop.domain.staffing.pricing import Priced, Pricing
from desktop.domain.staffing.sharing import ConvertedPart
from desktop.domain.staffing.whatif import (
    AddPosts,
    Change,
    EndEarly,
    Extend,
    GrantChange,
    LineChange,
    MonthChange,
    Move,
    Replan,
    ids_in,
    lines_changed,
    months_changed,
    renamed,
    signed_with,
    tried,
)
from desktop.language import Message, UserError, say, say_many
from desktop.services.deployments.acting import Act, RefusedError, perform
from desktop.services.deployments.coming import NOTHING_HELD, held_by_deployment, parts_of, window_from
from desktop.services.deployments.objections import about_volunteers
from desktop.services.deployments.planning import add_posts
from desktop.services.deployments.trying import Tried, apply_changes
from desktop.services.grant_facts import grant_facts
from desktop.storage.committed import grants_left, lines_left
from desktop.storage.models import Assignment
from desktop.storage.office import Office, Outcome, Unit
from desktop.storage.paying import pricing
from desktop.storage.staffing import deployments, matched

__all__ = [
    "AddPosts",
    "Change",
    "EndEarly",
    "Extend",
    "GrantChange",
    "LineChange",
    "MonthChange",
    "Move",
    "Replan",
    "WhatIf",
    "keep_changes",
    "try_changes",
]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What changes would do: `deployments` are the changed and the added ones, as they would be; `grants` all that pay
    them before or then. Errors among the findings say what was left out, or what cannot be costed.
    """

    deployments: tuple[Deployment, ...] = ()
    grants: tuple[GrantChange, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether it cannot be kept as it stands."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)


def try_changes(office: Office, changes: Sequence[Change]) -> WhatIf:
    """What the changes would do to deployments, grants and budget lines; nothing is kept."""
    with office.read() as session:
        unit = Unit(office, session)
        found = apply_changes(unit, changes)
        return _Outlook(unit, found).told()


@dataclass(frozen=True, slots=True)
class _Side:
    """The deployments of a grant on one side of the changes: what each costs it, and what is held for each."""

    parts: list[list[ConvertedPart]]
    held: list[Held]

    def coming(self, today: date) -> Coming:
        """What they will still cost."""
        return coming(zip(self.parts, self.held, strict=True), today=today)

    @property
    def committed(self) -> Decimal:
        """All that is held."""
        return sum((amount for held in self.held for amount in held.committed.values()), ZERO)

    def used(self, today: date) -> dict[int | None, Decimal]:
        """What is committed or planned on each line."""
        sums = dict(self.coming(today).planned_of_lines)
        for held in self.held:
            for (_month, line), amount in held.committed.items():
                sums[line] = sums.get(line, ZERO) + amount
        return sums


class _Outlook:
    """Works out what becomes of the grants: every deployment of them is costed before and with the changes."""

    def __init__(self, unit: Unit, found: Tried) -> None:
        self._unit, self._session, self._today = unit, unit.session, unit.today
        self._found = found
        self._window = window_from(unit.today)
        self._changed = [*(new for _old, new in found.pairs), *found.added]
        self._old = {old.id: old for old, _new in found.pairs}
        paid = {share.grant_id for one in (*self._old.values(), *self._changed) for share in one.shares}
        self._left = grants_left(self._session, paid)
        self._others = {grant_id: self._of_grant(grant_id) for grant_id in sorted(self._left)}
        every = [*self._old.values(), *self._changed, *(one for each in self._others.values() for one in each)]
        self._prices: Pricing = pricing(self._session, every)
        self._priced: dict[tuple[int, bool, bool], Priced] = {}

    def _of_grant(self, grant_id: int) -> list[Deployment]:
        """The deployments of a grant that stay as they are."""
        changed = {*self._old, *(one.id for one in self._changed)}
        found = deployments(self._session, grant_id=grant_id, within=self._window)
        return [one for one in found if one.id not in changed]

    def told(self) -> WhatIf:
        """The trial as it is shown."""
        grants = tuple(self._grant(grant) for grant in sorted(self._left.values(), key=lambda each: each.reference))
        return WhatIf(tuple(self._changed), grants, tuple(dict.fromkeys(self._findings(grants))))

    def _price(self, one: Deployment, *, new: bool = False, signed: bool = False) -> Priced:
        """What a deployment costs, worked out once for each side."""
        key = (one.id, new, signed)
        if key not in self._priced:
            self._priced[key] = self._prices.of(as_signed(one) if signed else one, within=self._window)
        return self._priced[key]

    # --- a grant --------------------------------------------------------------------------------------------------

    def _sides(self, grant_id: int) -> tuple[_Side, _Side]:
        held = held_by_deployment(matched(self._session, grant_id=grant_id, first=self._window.start))
        before, after = _Side([], []), _Side([], [])
        for one in self._others[grant_id]:
            for side in (before, after):
                side.parts.append(parts_of(self._price(one), grant_id))
                side.held.append(held.get(one.id, NOTHING_HELD))
        for new in self._changed:
            old, known = self._old.get(new.id), held.get(new.id, NOTHING_HELD)
            after.parts.append(parts_of(self._price(new, new=True), grant_id))
            if old is None:
                after.held.append(known)
                continue
            before.parts.append(parts_of(self._price(old), grant_id))
            before.held.append(known)
            was, will_be = self._price(old, signed=True), self._price(new, new=True, signed=True)
            after.held.append(signed_with(known, parts_of(was, grant_id), parts_of(will_be, grant_id)))
        return before, after

    def _grant(self, grant: GrantLeft) -> GrantChange:
        before, after = self._sides(grant.id)
        today, facts = self._today, grant_facts(self._session, grant.id)
        was, will_be = before.used(today), after.used(today)
        lines = lines_left(self._session, {line for line in (*was, *will_be) if line is not None})
        # What is left of a line knows what is committed already.
        held = _lines_of(before.held)
        rest = {line.id: (line.code, line.left + held.get(line.id, ZERO)) for line in lines.values()}
        left = grant.left + before.committed
        ends_on = None if facts is None else facts.period.last
        return GrantChange(
            grant.id,
            grant.reference,
            ends_on,
            Money(left - sum(was.values(), ZERO), grant.currency),
            Money(left - sum(will_be.values(), ZERO), grant.currency),
            months_changed(_by_month(before.parts), _unfunded_by_month(after.parts, grant.ends_on), grant.currency),
            lines_changed(rest, was, will_be, grant.currency),
            None if facts is None else _outlook(facts, before.coming(today).months, ZERO, today),
            None
            if facts is None
            else _outlook(facts, after.coming(today).months, after.committed - before.committed, today),
        )

    # --- what speaks against it -----------------------------------------------------------------------------------

    def _findings(self, grants: Iterable[GrantChange]) -> Iterable[Finding]:
        yield from self._found.problems
        for new in self._changed:
            old = self._old.get(new.id)
            known = set(self._about(old, new=False)) if old is not None else set()
            yield from (finding for finding in self._about(new, new=True) if finding not in known)
        yield from judging.lacking_money([effect for grant in grants for effect in _effects(grant)])
        pairs = self._found.pairs
        yield from about_volunteers(self._unit, [old for old, _new in pairs], [new for _old, new in pairs])

    def _about(self, one: Deployment, *, new: bool) -> list[Finding]:
        """What is missing of its cost, and how far it outlives the grants that pay it."""
        priced = self._price(one, new=new)
        return [*self._prices.findings(one, priced), *judging.outliving(one, priced.parts, self._left)]


def _lines_of(held: Iterable[Held]) -> dict[int | None, Decimal]:
    sums: dict[int | None, Decimal] = {}
    for each in held:
        for (_month, line), amount in each.committed.items():
            sums[line] = sums.get(line, ZERO) + amount
    return sums


def _by_month(parts: Iterable[Iterable[ConvertedPart]]) -> dict[date, Decimal]:
    sums: dict[date, Decimal] = {}
    for part in (part for each in parts for part in each):
        sums[part.month] = sums.get(part.month, ZERO) + part.money.amount
    return sums


def _unfunded_by_month(
    parts: Iterable[Iterable[ConvertedPart]], ends_on: date | None
) -> dict[date, tuple[Decimal, Decimal]]:
    sums: dict[date, tuple[Decimal, Decimal]] = {}
    for part in (part for each in parts for part in each):
        amount, unfunded = sums.get(part.month, (ZERO, ZERO))
        sums[part.month] = amount + part.money.amount, unfunded + behind(part, ends_on).amount
    return sums


def _outlook(facts: SpendingFacts, months: tuple[Staffing, ...], committed: Decimal, today: date) -> Forecast:
    """The forecast by commitments and the work plan, with so much more committed."""
    more = facts.committed + Money(committed, facts.currency)
    return forecast(replace(facts, committed=more, staffing=months), Method.PLAN, today=today)


def _effects(grant: GrantChange) -> list[judging.Effect]:
    """What the changes take of each line, or of the grant where no line bears them, as signing tells it."""
    common = (grant.available_before, grant.available_after)
    found = [
        judging.Effect(
            grant.id, grant.reference, line.id, line.code, line.before - line.after, *common, line.before, line.after
        )
        for line in grant.lines
    ]
    return found or [judging.Effect(grant.id, grant.reference, None, "", grant.difference, *common)]


# --- keeping ------------------------------------------------------------------------------------------------------


def keep_changes(office: Office, changes: Sequence[Change]) -> Outcome:
    """Keeps a trial as one step: posts and extensions are planned, other shares and early ends count at once.

    Raises RefusedError with all that speaks against it, and keeps nothing then.
    """
    with office.change() as unit:
        found = apply_changes(unit, changes)
        if found.problems:
            raise RefusedError(found.problems)
        if not found.pairs and not found.added:
            raise UserError(
                say("Nothing is tried."), say("Nothing was changed."), say("Change something first, then keep it.")
            )
        made = _plan_posts(unit, found)
        changes = [each for change in found.changes if (each := renamed(change, made)) is not None]
        before = deployments(unit.session, ids=ids_in(changes)) if changes else []
        pairs = [(old, new) for old, new in zip(before, tried(before, changes), strict=True) if old != new]
        message = say("Kept what was tried: {changes}.", changes=[_said(unit, change) for change in found.changes])
        if not pairs:
            return unit.commit(message, record_id=next(iter(made.values())))
        act = Act([old for old, _new in pairs], [new for _old, new in pairs], unit.today)
        return perform(unit, act, message, accept_warnings=True)


def _plan_posts(unit: Unit, found: Tried) -> dict[int, int]:
    """Plans the posts that are added; returns their ids by those they had in the trial."""
    made: dict[int, int] = {}
    for change in found.changes:
        if isinstance(change, AddPosts):
            assignment = unit.get(Assignment, change.assignment_id)
            posts = add_posts(
                unit,
                assignment,
                change.days,
                [None] * change.count,
                change.shares,
                category=change.category,
                station_id=None if change.station is None else change.station.id,
            )
            made |= {-number: post.id for number, post in enumerate(posts, len(made) + 1)}
    return made


def _said(unit: Unit, change: Change) -> Message:
    """A change in a few words."""
    match change:
        case AddPosts():
            return say_many(
                "{count} post of {assignment} planned",
                "{count} posts of {assignment} planned",
                count=change.count,
                assignment=unit.get(Assignment, change.assignment_id).reference,
            )
        case Extend():
            return say_many(
                "{count} deployment extended", "{count} deployments extended", count=len(change.deployment_ids)
            )
        case Move():
            return say_many(
                "{count} deployment paid otherwise from {day}",
                "{count} deployments paid otherwise from {day}",
                count=len(change.deployment_ids),
                day=change.starts_on,
            )
        case Replan():
            return say_many(
                "{count} deployment planned to {day}",
                "{count} deployments planned to {day}",
                count=len(change.deployment_ids),
                day=change.ends_on,
            )
        case EndEarly():
            return say_many(
                "{count} deployment ended on {day}",
                "{count} deployments ended on {day}",
                count=len(change.deployment_ids),
                day=change.on,
            )
