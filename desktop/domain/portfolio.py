"""The figures of a grant and of all grants together, as an officer reads them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from desktop.domain.codes import CostCategory
from desktop.domain.money import Money, add_up
from desktop.domain.period import Period

BEHIND_FROM_POINTS = Decimal("0.15")


class Pace(StrEnum):
    """How money goes against time."""

    ON = "on"
    BEHIND = "behind"
    OVER = "over"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class CategoryFigures:
    """Budget, spent and committed of one category."""

    budgeted: Money
    spent: Money
    committed: Money

    @property
    def left(self) -> Money:
        """What the budget still gives."""
        return self.budgeted - self.spent - self.committed


@dataclass(frozen=True, slots=True)
class GrantFigures:
    """One grant on a day; all amounts in its currency. Categories in order; None is what has no category."""

    id: int
    reference: str
    title: str
    funder: str
    awarded: Money
    received: Money
    spent: Money
    committed: Money
    period: Period | None
    indirect_rate: Decimal | None = None
    categories: Mapping[CostCategory | None, CategoryFigures] = field(default_factory=dict)

    @property
    def currency(self) -> str:
        """The grant's currency."""
        return self.awarded.currency

    @property
    def available(self) -> Money:
        """Awarded less spent less committed."""
        return self.awarded - self.spent - self.committed

    @property
    def cash_on_hand(self) -> Money:
        """Received less spent."""
        return self.received - self.spent

    @property
    def all_categories(self) -> CategoryFigures:
        """The figures of all categories added up."""
        every = self.categories.values()
        return CategoryFigures(
            add_up((figures.budgeted for figures in every), self.currency),
            add_up((figures.spent for figures in every), self.currency),
            add_up((figures.committed for figures in every), self.currency),
        )

    def share(self, part: Money) -> Decimal | None:
        """`part` as a share of the award; None when nothing was awarded."""
        return part.amount / self.awarded.amount if self.awarded.amount else None

    def time_elapsed(self, today: date) -> Decimal | None:
        """The share of the period that is over; None without dates."""
        return self.period.share_elapsed(today) if self.period else None

    def pace(self, today: date) -> Pace:
        """Whether money keeps pace with time."""
        spent, time = self.share(self.spent), self.time_elapsed(today)
        if spent is None or time is None:
            return Pace.UNKNOWN
        if spent > 1:
            return Pace.OVER
        return Pace.BEHIND if time - spent >= BEHIND_FROM_POINTS else Pace.ON


@dataclass(frozen=True, slots=True)
class CurrencyTotals:
    """All grants in one currency together; unlike currencies have totals of their own."""

    currency: str
    grants: int
    awarded: Money
    received: Money
    spent: Money
    committed: Money

    @property
    def available(self) -> Money:
        """Awarded less spent less committed."""
        return self.awarded - self.spent - self.committed


def totals_by_currency(grants: Iterable[GrantFigures]) -> list[CurrencyTotals]:
    """The totals of each currency, the one with most grants first."""
    groups: dict[str, list[GrantFigures]] = {}
    for grant in grants:
        groups.setdefault(grant.currency, []).append(grant)
    totals = [_total(currency, group) for currency, group in groups.items()]
    return sorted(totals, key=lambda total: (-total.grants, total.currency))


def _total(currency: str, grants: list[GrantFigures]) -> CurrencyTotals:
    return CurrencyTotals(
        currency,
        len(grants),
        add_up((grant.awarded for grant in grants), currency),
        add_up((grant.received for grant in grants), currency),
        add_up((grant.spent for grant in grants), currency),
        add_up((grant.committed for grant in grants), currency),
    )
