"""What deployments will still cost a grant, for its forecast and for what is left of its budget lines."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from decimal import Decimal

from desktop.domain.ledger import LedgerKind
from desktop.domain.money import ZERO
from desktop.domain.period import ONE_DAY, Period
from desktop.domain.staffing.coming import Coming, Held, MonthLine, coming
from desktop.domain.staffing.deployment import Deployment
from desktop.domain.staffing.pricing import Pricing
from desktop.storage.office import Reading
from desktop.storage.paying import pricing
from desktop.storage.staffing import Matched, deployments, matched

__all__ = ["coming_costs", "coming_of", "planned_cost_of_lines", "window_from"]


def window_from(today: date) -> Period:
    """From the first day of the current month on."""
    return Period(today.replace(day=1), date.max - ONE_DAY)


def coming_costs(session: Reading, grant_id: int, *, today: date, without: Collection[int] = ()) -> Coming:
    """What deployments will still cost a grant from this month on, but for the deployments `without`."""
    window = window_from(today)
    found = [one for one in deployments(session, grant_id=grant_id, within=window) if one.id not in without]
    if not found:
        return Coming()
    held = matched(session, grant_id=grant_id, first=window.start)
    return coming_of(found, held, pricing(session, found), grant_id=grant_id, today=today)


def coming_of(
    found: Sequence[Deployment], held: Iterable[Matched], prices: Pricing, *, grant_id: int, today: date
) -> Coming:
    """What these deployments will still cost a grant, by what was read before."""
    window = window_from(today)
    by_deployment: dict[int, list[Matched]] = {}
    for each in held:
        by_deployment.setdefault(each.deployment_id, []).append(each)
    return coming(
        (
            (
                [part for part in prices.of(one, within=window).parts if part.grant_id == grant_id],
                _held(by_deployment.get(one.id, ())),
            )
            for one in found
        ),
        today=today,
    )


def _held(rows: Iterable[Matched]) -> Held:
    """What entries hold, by month and line."""
    committed: dict[MonthLine, Decimal] = {}
    spent: dict[MonthLine, Decimal] = {}
    for row in rows:
        sums = committed if row.kind == LedgerKind.COMMITMENT else spent
        sums[row.month, row.line_id] = sums.get((row.month, row.line_id), ZERO) + row.amount
    return Held(committed, spent)


def planned_cost_of_lines(
    session: Reading, grant_id: int, *, today: date, without: Collection[int] = ()
) -> dict[int, Decimal]:
    """What deployments would still take of each line of a grant beyond what is committed, in the grant's currency.

    What a line has left is its amount less spent, less committed, less this.
    """
    planned = coming_costs(session, grant_id, today=today, without=without).planned_of_lines
    return {line: amount for line, amount in planned.items() if line is not None}
