"""Amendments of a grant: the terms they change, the difference they make, and the grant as at an earlier day.

An amendment is a copy of the terms that is changed and applied on a day. What it was copied from is kept, so that two
amendments written at the same time cannot undo each other: only what differs from the copy is taken over.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from desktop.domain.money import Money
from desktop.domain.terms import AmendmentKind
from desktop.language import Message, say
from desktop.language.message import Value


@dataclass(frozen=True, slots=True)
class GrantTerms:
    """The terms of a grant that an amendment can change; amounts in the grant's currency, the rate in per cent of the
    direct cost (13 is 13 %).
    """

    title: str
    amount: Decimal
    starts_on: date | None = None
    ends_on: date | None = None
    liquidation_days: int | None = None
    indirect_rate: Decimal | None = None
    cost_share: Decimal | None = None

    def by_name(self) -> dict[str, Any]:
        """The terms by the names of their attributes."""
        return {name: getattr(self, name) for name in TERM_NAMES}


TERM_NAMES: Final = tuple(field.name for field in fields(GrantTerms))
TERM_LABELS: Final[dict[str, Message]] = {
    "title": say("Title"),
    "amount": say("Awarded"),
    "starts_on": say("Start"),
    "ends_on": say("End"),
    "liquidation_days": say("Liquidation, days"),
    "indirect_rate": say("Support cost rate"),
    "cost_share": say("Cost share"),
}
_MONEY: Final = frozenset({"amount", "cost_share"})


@dataclass(frozen=True, slots=True)
class Applied:
    """An amendment in force: from which day on, its number among those of the grant, and the terms it replaced."""

    effective_on: date
    number: int
    before: GrantTerms


def changed_names(before: GrantTerms, after: GrantTerms) -> tuple[str, ...]:
    """The terms that differ, in the order of the form."""
    return tuple(name for name in TERM_NAMES if getattr(before, name) != getattr(after, name))


def difference(before: GrantTerms, after: GrantTerms, *, currency: str) -> tuple[Message, ...]:
    """What changes, term by term: ``End: 31 Mar 2020 → 30 Jun 2020``."""
    return tuple(
        say(
            "{name}: {old} → {new}",
            name=TERM_LABELS[name],
            old=_shown(name, getattr(before, name), currency),
            new=_shown(name, getattr(after, name), currency),
        )
        for name in changed_names(before, after)
    )


def _shown(name: str, value: Any, currency: str) -> Value:
    if value is None or value == "":
        return say("none")
    if name in _MONEY:
        return Money(value, currency)
    if name == "indirect_rate":
        return say("{number} %", number=value.normalize())
    found: Value = value
    return found


def merged(base: GrantTerms, draft: GrantTerms, current: GrantTerms) -> GrantTerms:
    """The terms once `draft`, copied from `base`, is applied to `current`: only what the draft changed is new."""
    return replace(current, **{name: getattr(draft, name) for name in changed_names(base, draft)})


def conflicts(base: GrantTerms, draft: GrantTerms, current: GrantTerms) -> tuple[Message, ...]:
    """The names of the terms that the draft changes and that were changed otherwise since it was copied."""
    changed = set(changed_names(base, draft)) & set(changed_names(base, current))
    return tuple(TERM_LABELS[name] for name in TERM_NAMES if name in changed & set(changed_names(draft, current)))


def terms_as_at(today: GrantTerms, applied: Iterable[Applied], day: date) -> GrantTerms:
    """The terms on `day`: those that the first amendment in force after it replaced, or today's."""
    later = [amendment for amendment in applied if amendment.effective_on > day]
    return min(later, key=lambda one: (one.effective_on, one.number)).before if later else today


def contradictions(kind: AmendmentKind, before: GrantTerms, after: GrantTerms) -> dict[str, Message]:
    """What an amendment of this kind may not change, by term."""
    problems: dict[str, Message] = {}
    if kind in _SAME_AMOUNT and after.amount != before.amount:
        problems["amount"] = _SAME_AMOUNT[kind]
    if kind is AmendmentKind.COST_EXTENSION and after.amount < before.amount:
        problems["amount"] = say("A cost extension raises the award. Choose another kind to lower it.")
    if kind in _SAME_END and after.ends_on != before.ends_on:
        problems["ends_on"] = say("It moves no date. Choose an extension.")
    extends = kind in (AmendmentKind.NO_COST_EXTENSION, AmendmentKind.COST_EXTENSION)
    if extends and before.ends_on and (after.ends_on is None or after.ends_on < before.ends_on):
        problems["ends_on"] = say("An extension does not end before {day}.", day=before.ends_on)
    if before.indirect_rate is not None and after.indirect_rate is None:
        problems["indirect_rate"] = say("Enter 0 when no support cost is charged any more.")
    return problems


_SAME_AMOUNT: Final[dict[AmendmentKind, Message]] = {
    AmendmentKind.NO_COST_EXTENSION: say("A no-cost extension changes no amount. Choose a cost extension."),
    AmendmentKind.REBUDGET: say("A rebudget moves money within the award. Choose another kind to change the award."),
    AmendmentKind.RATE_CHANGE: say("A change of the rate leaves the award as it is. Choose another kind."),
}
_SAME_END: Final = frozenset({AmendmentKind.REBUDGET, AmendmentKind.RATE_CHANGE})


def what_is_missing(kind: AmendmentKind, before: GrantTerms, after: GrantTerms) -> Message | None:
    """What an amendment of this kind still lacks before it can be applied, or None."""
    changed = changed_names(before, after)
    match kind:
        case AmendmentKind.NO_COST_EXTENSION if "ends_on" not in changed:
            return say("An extension gives the grant a later end.")
        case AmendmentKind.COST_EXTENSION if "amount" not in changed:
            return say("A cost extension raises the award.")
        case AmendmentKind.RATE_CHANGE if "indirect_rate" not in changed:
            return say("A change of the rate gives another support cost rate.")
        case AmendmentKind.OTHER if not changed:
            return say("It changes none of the terms.")
    return None
