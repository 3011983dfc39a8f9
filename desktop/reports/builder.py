"""Works figures out while a report is put together, so that value and formula can never disagree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext

from desktop.domain.money import ZERO
from desktop.language import Message, say
from desktop.reports.report import (
    Difference,
    EntrySum,
    Figure,
    Formula,
    Given,
    Product,
    Proof,
    RateOn,
    Ratio,
    SumOf,
    Unit,
)
from desktop.reports.trace import Sums

_PRECISION = 50


class Figures:
    """Makes figures by key; each may use those made before."""

    def __init__(self, sums: Sums) -> None:
        self.sums = sums
        self._made: dict[str, Figure] = {}

    def _keep(self, key: str, value: Decimal | None, formula: Formula, unit: Unit = Unit.AMOUNT) -> Figure:
        figure = self._made[key] = Figure(key, value, formula, unit)
        return figure

    def __contains__(self, key: str) -> bool:
        return key in self._made

    def made(self, key: str) -> Figure:
        """A figure made before."""
        return self._made[key]

    def found(self, key: str) -> Figure | None:
        """A figure made before, if it was."""
        return self._made.get(key)

    def value(self, key: str) -> Decimal:
        """The value of a figure made before; one without meaning counts as zero."""
        return self._made[key].value or ZERO

    def given(
        self,
        key: str,
        value: Decimal | None,
        source: Message,
        *,
        register: str = "",
        record_id: int = 0,
        unit: Unit = Unit.AMOUNT,
    ) -> Figure:
        """A stated figure; the record it is stated in, where there is one."""
        return self._keep(key, value, Given(source, register, record_id), unit)

    def entries(self, key: str, measure: str, **where: str) -> Figure:
        """The sum of `measure` over the entries that fulfil `where`."""
        # Plain texts: a name of an enumeration would be stored as one.
        formula = EntrySum(measure, tuple(sorted((name, str(value)) for name, value in where.items())))
        return self._keep(key, self.sums.total(measure, formula.where), formula)

    def sum_of(self, key: str, keys: Iterable[str], *, unit: Unit = Unit.AMOUNT) -> Figure:
        """Figures added up."""
        parts = tuple(keys)
        return self._keep(key, sum(map(self.value, parts), ZERO), SumOf(parts), unit)

    def sum_or_nothing(self, key: str, keys: Sequence[str], *, unit: Unit = Unit.AMOUNT) -> Figure:
        """Figures added up; zero where there are none."""
        nothing = say("There is nothing to add up.")
        return self.sum_of(key, keys, unit=unit) if keys else self.given(key, ZERO, nothing, unit=unit)

    def difference(self, key: str, whole: str, *parts: str, unit: Unit = Unit.AMOUNT) -> Figure:
        """A figure less others."""
        value = self.value(whole) - sum(map(self.value, parts), ZERO)
        return self._keep(key, value, Difference(whole, parts), unit)

    def ratio(self, key: str, part: str, whole: str) -> Figure:
        """A share, to the hundredth of a per cent, half up; None when the whole is zero."""
        return self._keep(key, self._quotient(part, whole, 4), Ratio(part, whole), Unit.SHARE)

    def per_unit(self, key: str, part: str, whole: str, *, decimals: int) -> Figure:
        """A figure per unit of another, such as a cost for each month; None when that is zero."""
        return self._keep(key, self._quotient(part, whole, decimals), Ratio(part, whole, decimals))

    def _quotient(self, part: str, whole: str, places: int) -> Decimal | None:
        if not self.value(whole):
            return None
        with localcontext(prec=_PRECISION):
            return _rounded(self.value(part) / self.value(whole), places)

    def rate_on(self, key: str, rate: Decimal, base: str, *, decimals: int) -> Figure:
        """A rate on a figure, rounded half up."""
        with localcontext(prec=_PRECISION):
            value = _rounded(self.value(base) * rate, decimals)
        return self._keep(key, value, RateOn(rate, base, decimals))

    def product(self, key: str, keys: Iterable[str], *, decimals: int) -> Figure:
        """Figures multiplied, rounded half up."""
        parts = tuple(keys)
        with localcontext(prec=_PRECISION):
            value = Decimal(1)
            for part in parts:
                value *= self.value(part)
            value = _rounded(value, decimals)
        return self._keep(key, value, Product(parts, decimals))

    def proof(self, label: Message, key: str, one: str, other: str) -> Proof:
        """That two figures made before are the same; `key` names their difference."""
        difference = self.difference(f"proof.{key}", one, other, unit=self.made(one).unit)
        return Proof(label, self.made(one), self.made(other), difference)


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
