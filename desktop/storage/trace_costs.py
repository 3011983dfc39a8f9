"""What a grant spent up to a day, as its support costs need it: by category, and by the time of each rate."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import case, func, literal, select
from sqlalchemy.orm import Session

from desktop.domain.money import ZERO
from desktop.domain.rules import RuleBook
from desktop.domain.support_costs import Cost
from desktop.domain.terms import RuleKind
from desktop.storage.models import LedgerEntry


def costs_up_to(session: Session, book: RuleBook, grant_id: int, last: date) -> list[Cost]:
    """Sums of costs by category, each on the first day of the time in which the rate it bears holds."""
    days = sorted({rule.starts_on for rule in book.rules if rule.kind is RuleKind.INDIRECT and rule.starts_on})
    if not days:
        since: Any = literal(0)
    else:
        steps = [(LedgerEntry.entry_on >= day, literal(number)) for number, day in reversed(list(enumerate(days, 1)))]
        since = case(*steps, else_=literal(0))
    statement: Any = (
        select(since, LedgerEntry.category, func.sum(LedgerEntry.spent))
        .where(LedgerEntry.grant_id == grant_id, LedgerEntry.entry_on <= last, LedgerEntry.spent.is_not(None))
        .group_by(since, LedgerEntry.category)
        .order_by(since, LedgerEntry.category)
    )
    starts = [date.min, *days]
    return [(starts[number], category, spent or ZERO) for number, category, spent in session.execute(statement)]
