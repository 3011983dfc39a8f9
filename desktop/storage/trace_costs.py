"""What a grant spent up to a day, as its support costs need it: by category, and by the time of each rate."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from desktop.domain.rules import RuleBook
from desktop.domain.support_costs import Cost
from desktop.domain.terms import RuleKind
from desktop.storage.kept_sums import kept_sums
from desktop.storage.support_costs import moved_costs


def costs_up_to(session: Session, book: RuleBook, grant_id: int, last: date) -> list[Cost]:
    """Sums of costs by category, each on the first day of the time in which the rate it bears holds; and what was
    reversed under another rate than it was spent under.
    """
    days = sorted({rule.starts_on for rule in book.rules if rule.kind is RuleKind.INDIRECT and rule.starts_on})
    starts = [date.min, *days]
    costs = [
        (starts[each.part], each.category, each.spent)
        for each in kept_sums(session, (grant_id,), parted=days, last=last)
        if each.spent
    ]
    if days:
        costs += (cost for _grant, cost in moved_costs(session, (grant_id,), last=last))
    return costs
