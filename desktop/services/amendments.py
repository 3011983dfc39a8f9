"""Amendments: drafted as a copy of a grant's terms, shown as a difference, applied on a day; a grant as at a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from desktop.domain.amendment import (
    Applied,
    GrantTerms,
    changed_names,
    conflicts,
    contradictions,
    difference,
    merged,
    terms_as_at,
    what_is_missing,
)
from desktop.domain.money import Money
from desktop.domain.terms import AMENDMENT_KINDS, AmendmentKind, AmendmentStatus, IndirectBase, RuleKind
from desktop.language import Message, UserError, say
from desktop.registers.query import Cell
from desktop.services.grant_rules import amendment_rule, grant_rule
from desktop.services.records import InvalidRecordError
from desktop.storage import amendments as stored
from desktop.storage.amendments import BudgetThen
from desktop.storage.lookups import indirect_rules
from desktop.storage.models import Amendment, Grant, GrantRule
from desktop.storage.office import Office, Outcome, Unit
from desktop.storage.rulebooks import rule_book

__all__ = [
    "AmendmentKind",
    "AmendmentView",
    "GrantAsAt",
    "amendments_of",
    "apply_amendment",
    "draft_amendment",
    "grant_as_at",
]


NO_CHANGES: Final[Mapping[str, Cell]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class AmendmentView:
    """An amendment as a list shows it; `changes` is the difference it makes, term by term."""

    id: int
    number: int
    kind: AmendmentKind
    status: AmendmentStatus
    effective_on: date | None
    reason: str
    changes: tuple[Message, ...]

    @property
    def is_draft(self) -> bool:
        """Whether it can still be changed and applied."""
        return self.status is AmendmentStatus.DRAFT


@dataclass(frozen=True, slots=True)
class GrantAsAt:
    """A grant as it was at the end of a day: its terms, its budgets, and what the ledger held, in its currency.

    `amendment` is the number of the amendment that ended these terms, None when they are today's.
    """

    id: int
    reference: str
    day: date
    today: date
    terms: GrantTerms
    changed_since: tuple[Message, ...]
    amendment: int | None
    budgets: tuple[BudgetThen, ...]
    budget: Money | None
    awarded: Money
    spent: Money
    committed: Money
    received: Money

    @property
    def available(self) -> Money:
        """What was awarded and neither spent nor committed."""
        return Money(self.awarded.amount - self.spent.amount - self.committed.amount, self.awarded.currency)


def draft_amendment(
    office: Office, *, grant_id: int, kind: AmendmentKind, changes: Mapping[str, Cell] = NO_CHANGES
) -> Outcome:
    """Makes a draft: a copy of the terms the grant has now with `changes` by attribute, to be edited in its form.

    Raises InvalidRecordError when a change may not be.
    """
    with office.change() as unit:
        grant = unit.get(Grant, grant_id)
        terms = stored.terms_of(grant)
        number = stored.next_number(unit.session, grant_id)
        kept = stored.terms_as_kept(terms)
        draft = Amendment(grant_id=grant_id, number=number, kind=str(kind), before=kept, **terms.by_name())
        for name, value in changes.items():
            setattr(draft, name, int(value) if isinstance(value, Decimal) and name == "liquidation_days" else value)
        problems = amendment_rule(unit, draft)
        if problems:
            raise InvalidRecordError(problems)
        unit.add(draft)
        message = say(
            "Drafted amendment {number} of {grant}: {kind}.",
            number=number,
            grant=grant.reference,
            kind=AMENDMENT_KINDS[kind],
        )
        return unit.commit(message, record_id=draft.id)


def apply_amendment(office: Office, *, amendment_id: int, on: date) -> Outcome:
    """Gives the grant the terms of a draft from the day `on`; a new support cost rate becomes a rule of that day.

    Only what the draft changes is taken over. Raises UserError when it is no draft, changes too little for its kind,
    changes what was changed otherwise since it was drafted, or when `on` is before another amendment or after today.
    """
    with office.change() as unit:
        draft = unit.get(Amendment, amendment_id)
        grant = unit.get(Grant, draft.grant_id)
        if draft.status == AmendmentStatus.APPLIED:
            raise _refused(
                say("Amendment {number} is applied already.", number=draft.number), say("Draft another amendment.")
            )
        _require_day(office, stored.applied_to(unit.session, grant.id), draft.number, on)
        current, after = _new_terms(draft, grant)
        _change_grant(unit, grant, current, after, on)
        draft.before = stored.terms_as_kept(current)
        for name, value in after.by_name().items():
            setattr(draft, name, value)
        draft.effective_on, draft.status = on, str(AmendmentStatus.APPLIED)
        return unit.commit(_told(draft, grant, current, after, on), record_id=draft.id)


def _new_terms(draft: Amendment, grant: Grant) -> tuple[GrantTerms, GrantTerms]:
    """The terms the grant has, and those it gets."""
    kind, terms, current = AmendmentKind(draft.kind), stored.terms_of(draft), stored.terms_of(grant)
    base = stored.kept_terms(draft.before) if draft.before else current
    clashing = conflicts(base, terms, current)
    if clashing:
        raise _refused(
            say("Since this amendment was drafted, {names} changed otherwise.", names=clashing),
            say("Draft it anew from the terms of today."),
        )
    after = merged(base, terms, current)
    wrong = next(iter(contradictions(kind, current, after).values()), None) or what_is_missing(kind, current, after)
    if wrong is not None:
        raise _refused(wrong, say("Edit the amendment first."))
    return current, after


def _require_day(office: Office, applied: list[Applied], number: int, on: date) -> None:
    """Amendments take effect one after the other, and none before its day has come."""
    if on > office.today:
        raise _refused(
            say("An amendment is applied on a day that has come, and {day} has not.", day=on),
            say("Keep it as a draft until then."),
        )
    for other in applied:
        if (other.effective_on, other.number) > (on, number):
            raise _refused(
                say("Amendment {number} took effect on {day}.", number=other.number, day=other.effective_on),
                say("Choose a later day."),
            )


def _refused(what: Message, remedy: Message) -> UserError:
    return UserError(what, say("Nothing was changed."), remedy)


def _change_grant(unit: Unit, grant: Grant, current: GrantTerms, after: GrantTerms, on: date) -> None:
    """Sets the terms; what a form may not keep of a grant, an amendment may not either."""
    for name in changed_names(current, after):
        if name != "indirect_rate":
            setattr(grant, name, getattr(after, name))
    wrong = next(iter(grant_rule(unit, grant).values()), None)
    if wrong is not None:
        raise _refused(wrong, say("Edit the amendment first."))
    if after.indirect_rate != current.indirect_rate:
        _add_rate(unit, grant, after, on)


def _add_rate(unit: Unit, grant: Grant, after: GrantTerms, on: date) -> None:
    """A rule of the day for the new rate, on the base that held before."""
    rules = indirect_rules(unit.session, grant.id)
    newest = rules[-1] if rules else None
    if newest is not None and newest.starts_on and newest.starts_on >= on:
        raise _refused(
            say("A support cost rate that holds from {day} on is among the rules.", day=newest.starts_on),
            say("Choose a later day, or correct that rule."),
        )
    base = (newest.choice if newest else None) or str(IndirectBase.DIRECT)
    rule = GrantRule(grant=grant, kind=str(RuleKind.INDIRECT), percent=after.indirect_rate, choice=base, starts_on=on)
    unit.session.add(rule)


def _told(draft: Amendment, grant: Grant, current: GrantTerms, after: GrantTerms, on: date) -> Message:
    changes = difference(current, after, currency=grant.currency)
    if not changes:
        return say(
            "Applied amendment {number} of {grant} on {day}; it changes none of its terms.",
            number=draft.number,
            grant=grant.reference,
            day=on,
        )
    return say(
        "Applied amendment {number} of {grant} on {day}. {changes}",
        number=draft.number,
        grant=grant.reference,
        day=on,
        changes=changes,
    )


def amendments_of(office: Office, grant_id: int) -> tuple[AmendmentView, ...]:
    """The amendments of a grant by number, each with the difference it makes or would make."""
    with office.read() as session:
        grant = session.get(Grant, grant_id)
        if grant is None:
            return ()
        return tuple(_view(one, grant.currency) for one in stored.amendments_of(session, grant_id))


def _view(amendment: Amendment, currency: str) -> AmendmentView:
    after = stored.terms_of(amendment)
    before = stored.kept_terms(amendment.before) if amendment.before else after
    return AmendmentView(
        id=amendment.id,
        number=amendment.number,
        kind=AmendmentKind(amendment.kind),
        status=AmendmentStatus(amendment.status),
        effective_on=amendment.effective_on,
        reason=amendment.reason,
        changes=difference(before, after, currency=currency),
    )


def grant_as_at(office: Office, *, grant_id: int, day: date) -> GrantAsAt:
    """The grant as it was at the end of `day`. Raises UserError when it is gone."""
    with office.read() as session:
        grant = Unit(office, session).get(Grant, grant_id)
        today, applied = stored.terms_of(grant), stored.applied_to(session, grant_id)
        terms = terms_as_at(today, applied, day)
        if len(indirect_rules(session, grant_id)) > 1:  # which rate held on a day, the rule book says
            rate = rule_book(session, grant_id).indirect_rate(day)
            terms = replace(terms, indirect_rate=None if rate is None else rate * 100)
        since = [(one.effective_on, one.number) for one in applied if one.effective_on > day]
        budgets = tuple(stored.budgets_on(session, grant_id, day))
        booked = stored.booked_up_to(session, grant_id, day)
        currency = grant.currency
        total = Money(sum((one.amount for one in budgets), Money.zero(currency).amount), currency)
        return GrantAsAt(
            id=grant.id,
            reference=grant.reference,
            day=day,
            today=office.today,
            terms=terms,
            changed_since=difference(terms, today, currency=currency),
            amendment=min(since)[1] if since else None,
            budgets=budgets,
            budget=total if budgets else None,
            awarded=Money(terms.amount, currency),
            spent=Money(booked.spent, currency),
            committed=Money(booked.committed, currency),
            received=Money(booked.received, currency),
        )
