"""Reads what grants spent by category and by the days on which the rate of their indirect cost changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from desktop.domain.money import ZERO
from desktop.domain.period import next_month
from desktop.domain.rules import RuleBook
from desktop.domain.support_costs import Cost
from desktop.domain.terms import RuleKind
from desktop.storage.kept_sums import kept_sums
from desktop.storage.models import LedgerEntry, LedgerSum


def costs_up_to(session: Session, book: RuleBook, grant_id: int, last: date) -> list[Cost]:
    """What a grant spent up to a day: sums by category, each on the first day of the time in which the rate it bears
    holds; and what was reversed under another rate than it was spent under.
    """
    days = sorted(set(_days_of_change(book)))
    starts = [date.min, *days]
    costs = [
        (starts[each.part], each.category, each.spent)
        for each in kept_sums(session, (grant_id,), parted=days, last=last)
        if each.spent
    ]
    if days:
        costs += (cost for _grant, cost in moved_costs(session, (grant_id,), last=last))
    return costs


def dated_costs(session: Session, books: Mapping[int, RuleBook]) -> dict[int, list[Cost]]:
    """What was spent, by grant, of those whose rate depends on the day: whole months by the sums that are kept.

    The months in which a rate changes after the first are read from the entries.
    """
    changes = {grant_id: days for grant_id, book in books.items() if (days := _days_of_change(book))}
    found: dict[int, list[Cost]] = {grant_id: [] for grant_id in changes}
    split = {(grant_id, day.replace(day=1)) for grant_id, days in changes.items() for day in days if day.day > 1}
    statement = (
        select(LedgerSum.grant_id, LedgerSum.month, func.nullif(LedgerSum.category, 0), LedgerSum.spent)
        .where(LedgerSum.grant_id.in_(list(changes)))
        .order_by(LedgerSum.grant_id, LedgerSum.month, LedgerSum.category)
    )
    if changes:
        for grant_id, month, category, spent in session.execute(statement):
            if (grant_id, month) not in split:
                found[grant_id].append((month, category, spent))
    for grant_id, month in sorted(split):
        found[grant_id] += _costs_of_month(session, grant_id, month)
    for grant_id, cost in moved_costs(session, list(changes)):
        found[grant_id].append(cost)
    return found


def moved_costs(session: Session, grants: Collection[int], *, last: date = date.max) -> Iterator[tuple[int, Cost]]:
    """What reversals up to `last` take off the costs of their own day and put on the day of what they reverse, by
    grant: a cost and its reversal bear the same rate, also where that changed meanwhile.
    """
    if not grants:
        return
    reversed_one = aliased(LedgerEntry)
    statement: Any = (
        select(
            LedgerEntry.grant_id, LedgerEntry.entry_on, reversed_one.entry_on, LedgerEntry.category, LedgerEntry.spent
        )
        .join(reversed_one, LedgerEntry.corrects_id == reversed_one.id)
        .where(LedgerEntry.corrects_id > 0)  # by its index: few entries reverse another one
        .where(LedgerEntry.grant_id.in_(grants), LedgerEntry.spent.is_not(None), LedgerEntry.entry_on <= last)
        .where(LedgerEntry.entry_on != reversed_one.entry_on)
        .order_by(LedgerEntry.id)
    )
    for grant_id, day, original_day, category, spent in session.execute(statement):
        yield grant_id, (day, category, -spent)
        yield grant_id, (original_day, category, spent)


def _days_of_change(book: RuleBook) -> list[date]:
    rules = (rule for rule in book.rules if rule.kind is RuleKind.INDIRECT)
    return [rule.starts_on for rule in rules if rule.starts_on is not None]


def _costs_of_month(session: Session, grant_id: int, month: date) -> Iterable[Cost]:
    end = next_month(month)
    statement = (
        select(LedgerEntry.entry_on, LedgerEntry.category, func.sum(LedgerEntry.spent))
        .where(LedgerEntry.grant_id == grant_id, LedgerEntry.spent.is_not(None))
        .where(LedgerEntry.entry_on >= month, LedgerEntry.entry_on < end)
        .group_by(LedgerEntry.entry_on, LedgerEntry.category)
        .order_by(LedgerEntry.entry_on, LedgerEntry.category)
    )
    return [(day, category, spent or ZERO) for day, category, spent in session.execute(statement)]
