"""What deployments cost by month in one currency: pro forma, committed, actual, and what the last two differ by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from desktop.domain.money import ZERO
from desktop.domain.period import Period
from desktop.services.deployments.month_costs import ThreeFigures
from desktop.services.deployments.whatif import GrantChange


@dataclass(frozen=True, slots=True)
class MonthCost:
    """A month's figures. `actual` is None where nothing can have been booked yet; `unfunded` is the part of pro forma
    that no grant pays.
    """

    pro_forma: Decimal = ZERO
    committed: Decimal = ZERO
    actual: Decimal | None = None
    unfunded: Decimal = ZERO

    @property
    def difference(self) -> Decimal | None:
        """How much more was booked than worked out."""
        return None if self.actual is None else self.actual - self.pro_forma

    def plus(self, other: MonthCost) -> MonthCost:
        """Both together; months to come have no difference, so they leave the actual as it is."""
        known = [actual for actual in (self.actual, other.actual) if actual is not None]
        return MonthCost(
            self.pro_forma + other.pro_forma,
            self.committed + other.committed,
            sum(known, ZERO) if known else None,
            self.unfunded + other.unfunded,
        )


@dataclass(frozen=True, slots=True)
class CostSheet:
    """The figures of the months (their first days) in a currency; `after` are those with the changes that are tried."""

    currency: str
    months: Mapping[date, MonthCost]
    after: Mapping[date, MonthCost] | None = None

    def within(self, days: Period, *, tried: bool = False) -> MonthCost | None:
        """The months that begin within some days, together; None where there is none."""
        source = self.after if tried and self.after is not None else self.months
        return _sum(source[month] for month in source if month in days)


def _sum(costs: Iterable[MonthCost]) -> MonthCost | None:
    total: MonthCost | None = None
    for cost in costs:
        total = cost if total is None else total.plus(cost)
    return total


def month_cost(figures: ThreeFigures, month: date, today: date) -> MonthCost:
    """The figures of a month; before it is over nothing booked is not the same as a zero."""
    booked = month < today.replace(day=1) or bool(figures.actual)
    return MonthCost(
        figures.pro_forma.amount,
        figures.committed.amount,
        figures.actual.amount if booked else None,
        figures.unfunded.amount,
    )


def sheet_months(months: Mapping[date, ThreeFigures], today: date) -> dict[date, MonthCost]:
    """The figures of many months."""
    return {month: month_cost(figures, month, today) for month, figures in months.items()}


def with_changes(
    months: Mapping[date, MonthCost], grants: Iterable[GrantChange], currency: str
) -> dict[date, MonthCost]:
    """The months as they would be once changes are kept: what each grant pays more or less is added to pro forma."""
    found = dict(months)
    for grant in grants:
        if grant.available_before.currency != currency:
            continue
        for change in grant.months:
            more = change.after.amount - change.before.amount
            if more:
                known = found.get(change.month, MonthCost())
                # What falls behind the end of one grant stays so, whatever another one pays more.
                unfunded = (max if more > 0 else min)(known.unfunded, change.unfunded.amount)
                found[change.month] = replace(known, pro_forma=known.pro_forma + more, unfunded=unfunded)
    return found
