"""The three figures of deployments, month by month: pro forma, committed and actual, and why they differ.

Pro forma is what all contracts come to, planned and signed; committed is what was signed, whether it was paid or not;
actual is what ledger entries hold. All are in the currency of the grant, and unlike currencies are never added.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from desktop.domain.money import Money
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
    def committed_more(self) -> Money:
        """How much more is committed than worked out."""
        return self.committed - self.pro_forma

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


def pro_forma(parts: Iterable[ConvertedPart], *, ends_on: Mapping[int, date | None]) -> dict[CostKey, ThreeFigures]:
    """The pro forma of parts by month, grant and line; `ends_on` are the last days of the grants."""
    sums: dict[CostKey, ThreeFigures] = {}
    for part in parts:
        key = CostKey(part.month, part.grant_id, part.line_id)
        money, nothing = part.money, Money.zero(part.money.currency)
        signed, unfunded = money if part.signed else nothing, behind(part, ends_on.get(part.grant_id))
        figures = ThreeFigures(money, nothing, nothing, signed, unfunded)
        sums[key] = sums[key] + figures if key in sums else figures
    return sums


def behind(part: ConvertedPart, ends_on: date | None) -> Money:
    """How much of a part falls behind the last day of its grant, by days; of a stretch with that day in it a part."""
    days = part.of.part.days
    beyond = 0 if ends_on is None else min(max((days.last - ends_on).days, 0), days.days)
    return Money.rounded(part.money.amount * beyond / days.days, part.money.currency)


def summed(rows: Iterable[CostRow]) -> tuple[CostRow, ...]:
    """Rows of several deployments by month, grant and line, each reason once; in that order."""
    found: dict[CostKey, CostRow] = {}
    for row in rows:
        known = found.get(row.key)
        if known is None:
            found[row.key] = CostRow(0, "", row.key, row.grant, row.line, row.figures, row.why)
        else:
            why = tuple(dict.fromkeys((*known.why, *row.why)))
            found[row.key] = CostRow(0, "", row.key, row.grant, row.line, known.figures + row.figures, why)
    return tuple(sorted(found.values(), key=lambda row: (row.key.month, row.grant, row.line)))


def totals(rows: Iterable[CostRow]) -> tuple[ThreeFigures, ...]:
    """The totals of rows, one for each currency."""
    sums: dict[str, ThreeFigures] = {}
    for row in rows:
        currency = row.figures.currency
        sums[currency] = sums[currency] + row.figures if currency in sums else row.figures
    return tuple(figures for _currency, figures in sorted(sums.items()))
