"""The figures of a grant and of all grants together, as an officer reads them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from desktop.domain.codes import CostCategory
from desktop.domain.money import ONE, Money, add_up, split
from desktop.domain.period import Period
from desktop.language import Message, say

BEHIND_FROM_POINTS = Decimal("0.15")


class Pace(StrEnum):
    """How money goes against time."""

    ON = "on"
    BEHIND = "behind"
    OVER = "over"
    UNKNOWN = "unknown"


class Denominator(StrEnum):
    """What a delivery rate is of; a rate never stands without it."""

    AWARDED = "awarded"
    BUDGETED = "budgeted"
    RECEIVED = "received"


DELIVERY_OF: Final[dict[Denominator, Message]] = {
    Denominator.AWARDED: say("of awarded"),
    Denominator.BUDGETED: say("of the approved budget"),
    Denominator.RECEIVED: say("of received"),
}


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
    """One grant on a day; all amounts in its currency. Categories in order; None is what has no category.

    `funder` is what people call it, `funder_name` its full name. `countries` are where its projects work, each with
    its part of the grant as a weight.
    """

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
    countries: tuple[tuple[str, Decimal], ...] = ()
    funder_name: str = ""

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

    @property
    def budgeted(self) -> Money:
        """The total of the approved budgets."""
        return add_up((figures.budgeted for figures in self.categories.values()), self.currency)

    def delivery(self, of: Denominator = Denominator.AWARDED) -> Decimal | None:
        """The delivery rate: spent as a share of what was awarded, budgeted or received; None of nothing."""
        bases = {
            Denominator.AWARDED: self.awarded,
            Denominator.BUDGETED: self.budgeted,
            Denominator.RECEIVED: self.received,
        }
        base = bases[of].amount
        return self.spent.amount / base if base else None

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


# --- by funder and by country -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Group:
    """The grants of one funder or country in one currency; `name` is a country's code, or empty without any.

    `key` finds its grants in their list.
    """

    name: str
    totals: CurrencyTotals
    key: str = ""


def by_funder(grants: Iterable[GrantFigures]) -> list[Group]:
    """The totals of each funder and currency: the currency of most grants first, in each the largest award first."""
    return _grouped(((grant.funder, grant.funder_name or grant.funder), grant) for grant in grants)


def by_country(grants: Iterable[GrantFigures]) -> list[Group]:
    """The totals of each country and currency; a grant that works in several is parted, and no cent is lost."""
    return _grouped(((code, code), part) for grant in grants for code, part in _parts(grant))


def _parts(grant: GrantFigures) -> list[tuple[str, GrantFigures]]:
    """A grant by country: each with its part of every amount."""
    if len(grant.countries) < 2:
        return [(grant.countries[0][0] if grant.countries else "", grant)]
    weights = [max(weight, Decimal(0)) for _code, weight in grant.countries]
    if not any(weights):
        weights = [ONE] * len(weights)
    amounts = (grant.awarded, grant.received, grant.spent, grant.committed)
    if not all(amount.payable for amount in amounts):
        return [(grant.countries[0][0], grant)]  # the project check says so
    parts = zip(*(split(amount, weights) for amount in amounts), strict=True)
    return [
        (code, replace(grant, awarded=awarded, received=received, spent=spent, committed=committed))
        for (code, _weight), (awarded, received, spent, committed) in zip(grant.countries, parts, strict=True)
    ]


def _grouped(named: Iterable[tuple[tuple[str, str], GrantFigures]]) -> list[Group]:
    groups: dict[tuple[str, str, str], list[GrantFigures]] = {}
    grants: set[tuple[str, int]] = set()
    for (name, key), grant in named:
        groups.setdefault((name, key, grant.currency), []).append(grant)
        grants.add((grant.currency, grant.id))
    found = [Group(name, _total(currency, members), key) for (name, key, currency), members in groups.items()]
    often = Counter(currency for currency, _grant in grants)
    return sorted(
        found,
        key=lambda group: (
            -often[group.totals.currency],
            group.totals.currency,
            -group.totals.awarded.amount,
            group.name,
        ),
    )
