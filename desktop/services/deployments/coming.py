"""What deployments will still cost a grant, for its forecast and for trials."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Final

from desktop.domain.ledger import LedgerKind
from desktop.domain.money import ZERO
from desktop.domain.period import ONE_DAY, Period
from desktop.domain.staffing.coming import Coming, Held, MonthLine, coming
from desktop.domain.staffing.pricing import Priced
from desktop.domain.staffing.sharing import ConvertedPart
from desktop.storage.office import Reading
from desktop.storage.paying import pricing
from desktop.storage.staffing import Matched, deployments, matched

NOTHING_HELD: Final = Held({}, {})


def window_from(today: date) -> Period:
    """From the first day of the current month on."""
    return Period(today.replace(day=1), date.max - ONE_DAY)


def coming_costs(session: Reading, grant_id: int, *, today: date) -> Coming:
    """What deployments will still cost a grant from this month on."""
    window = window_from(today)
    found = deployments(session, grant_id=grant_id, within=window)
    if not found:
        return Coming()
    held = held_by_deployment(matched(session, grant_id=grant_id, first=window.start))
    prices = pricing(session, found)
    pairs = ((parts_of(prices.of(one, within=window), grant_id), held.get(one.id, NOTHING_HELD)) for one in found)
    return coming(pairs, today=today)


def parts_of(priced: Priced, grant_id: int) -> list[ConvertedPart]:
    """What one grant bears of a price."""
    return [part for part in priced.parts if part.grant_id == grant_id]


def held_by_deployment(rows: Iterable[Matched]) -> dict[int, Held]:
    """What entries of one grant hold for each deployment, by month and line."""
    found: dict[int, tuple[dict[MonthLine, Decimal], dict[MonthLine, Decimal]]] = {}
    for row in rows:
        committed, spent = found.setdefault(row.deployment_id, ({}, {}))
        sums = committed if row.kind == LedgerKind.COMMITMENT else spent
        sums[row.month, row.line_id] = sums.get((row.month, row.line_id), ZERO) + row.amount
    return {deployment_id: Held(*sums) for deployment_id, sums in found.items()}
