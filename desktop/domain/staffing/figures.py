"""The three figures of deployments, month by month: pro forma, committed and actual, and why they differ.

Pro forma is what all contracts come to, planned and signed; committed is what was signed, whether it was paid or not;
actual is what ledger entries hold. All are in the currency of the grant, and unlike currencies are never added.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from desktop.domain.money import ZERO, Money, UnlikeCurrenciesError
from desktop.domain.staffing.sharing import ConvertedPart
from desktop.language import Message


@dataclass(frozen=True, slots=True)
class ThreeFigures:
    """Pro forma, committed and actual in one currency. `signed` is the part of pro forma under signed contracts,
    `unfunded` the part that falls behind the end of the grant.
    """

    pro_forma: Money
    committed: Money
    actual: Money
    signed: Money
    unfunded: Money

    @classmethod
    def zero(cls, currency: str) -> ThreeFigures:
        """Nothing, in `currency`."""
        nothing = Money.zero(currency)
        return cls(nothing, nothing, nothing, nothing, nothing)

    @property
    def currency(self) -> str:
        """What they are in."""
        return self.pro_forma.currency

    @property
    def planned(self) -> Money:
        """The part of pro forma that is not signed."""
        return self.pro_forma - self.signed

    @property
    def spent_more(self) -> Money:
        """How much more was spent than worked out."""
        return self.actual - self.pro_forma

    def __add__(self, other: ThreeFigures) -> ThreeFigures:
        return ThreeFigures(
            self.pro_forma + other.pro_forma,
            self.committed + other.committed,
            self.actual + other.actual,
            self.signed + other.signed,
            self.unfunded + other.unfunded,
        )


@dataclass(frozen=True, slots=True)
class CostKey:
    """What figures are told by: a month (its first day), a grant, and one of its lines where one bears it.

    `grant_id` is 0 for entries without a grant.
    """

    month: date
    grant_id: int
    line_id: int | None = None


@dataclass(frozen=True, slots=True)
class CostRow:
    """The figures of one deployment, or of several together (`deployment_id` 0), and why they differ."""

    deployment_id: int
    deployment: str
    key: CostKey
    grant: str
    line: str
    figures: ThreeFigures
    why: tuple[Message, ...] = ()


class Sums:
    """Figures that are being added up, in plain numbers: there are many thousands of them."""

    __slots__ = ("actual", "committed", "currency", "pro_forma", "signed", "unfunded")

    def __init__(self, currency: str) -> None:
        self.currency = currency
        self.pro_forma = self.committed = self.actual = self.signed = self.unfunded = ZERO

    def require(self, currency: str) -> None:
        """Raises UnlikeCurrenciesError for what is in another currency."""
        if currency != self.currency:
            msg = f"{self.currency} and {currency} cannot be added"
            raise UnlikeCurrenciesError(msg)

    def add(self, figures: ThreeFigures) -> None:
        """Adds figures of the same currency."""
        self.require(figures.currency)
        self.pro_forma += figures.pro_forma.amount
        self.committed += figures.committed.amount
        self.actual += figures.actual.amount
        self.signed += figures.signed.amount
        self.unfunded += figures.unfunded.amount

    def plus(self, other: Sums) -> None:
        """Adds other sums of the same currency."""
        self.require(other.currency)
        self.pro_forma += other.pro_forma
        self.committed += other.committed
        self.actual += other.actual
        self.signed += other.signed
        self.unfunded += other.unfunded

    def figures(self) -> ThreeFigures:
        """What they came to."""
        numbers = (self.pro_forma, self.committed, self.actual, self.signed, self.unfunded)
        return ThreeFigures(*(Money(number, self.currency) for number in numbers))


Place = tuple[date, int, int | None]
"""The values of a `CostKey`, by which sums are found."""


def pro_forma(parts: Iterable[ConvertedPart], *, ends_on: Mapping[int, date | None]) -> dict[Place, Sums]:
    """The pro forma of parts by month, grant and line; `ends_on` are the last days of the grants."""
    found: dict[Place, Sums] = {}
    for part in parts:
        of, money = part.of, part.money
        place = (of.part.month, of.grant_id, of.line_id)
        sums = found.get(place)
        if sums is None:
            sums = found[place] = Sums(money.currency)
        sums.pro_forma += money.amount
        if of.part.contract.signed_on is not None:
            sums.signed += money.amount
        last = ends_on.get(of.grant_id)
        if last is not None and of.part.days.last > last:
            sums.unfunded += behind(part, last).amount
    return found


def behind(part: ConvertedPart, ends_on: date | None) -> Money:
    """How much of a part falls behind the last day of its grant, by days; of a stretch with that day in it a part."""
    days = part.of.part.days
    beyond = 0 if ends_on is None else min(max((days.last - ends_on).days, 0), days.days)
    return Money.rounded(part.money.amount * beyond / days.days, part.money.currency)


def summed(rows: Iterable[CostRow]) -> tuple[CostRow, ...]:
    """Rows of several deployments by month, grant and line, each reason once; in that order."""
    first: dict[CostKey, CostRow] = {}
    sums: dict[CostKey, Sums] = {}
    why: dict[CostKey, dict[Message, None]] = {}
    for row in rows:
        if row.key not in first:
            first[row.key], sums[row.key], why[row.key] = row, Sums(row.figures.currency), {}
        sums[row.key].add(row.figures)
        why[row.key].update(dict.fromkeys(row.why))
    found = (
        CostRow(0, "", key, row.grant, row.line, sums[key].figures(), tuple(why[key])) for key, row in first.items()
    )
    return tuple(sorted(found, key=lambda row: (row.key.month, row.grant, row.line)))


def totals(rows: Iterable[CostRow]) -> tuple[ThreeFigures, ...]:
    """The totals of rows, one for each currency."""
    found: dict[str, Sums] = {}
    for row in rows:
        found.setdefault(row.figures.currency, Sums(row.figures.currency)).add(row.figures)
    return tuple(sums.figures() for _currency, sums in sorted(found.items()))
