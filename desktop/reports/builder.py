"""Works figures out while a report is put together, so that value and formula can never disagree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext

from desktop.domain.money import ZERO
from desktop.language import Message
from desktop.reports.report import Difference, EntrySum, Figure, Given, RateOn, Ratio, SumOf, TraceRow

SHARE_PLACES = Decimal("0.0001")


class Figures:
    """Makes figures by key; each may use those made before."""

    def __init__(self, trace: Sequence[TraceRow]) -> None:
        self._trace = trace
        self._made: dict[str, Figure] = {}

    def _keep(self, figure: Figure) -> Figure:
        self._made[figure.key] = figure
        return figure

    def made(self, key: str) -> Figure:
        """A figure made before."""
        return self._made[key]

    def value(self, key: str) -> Decimal:
        """The value of a figure made before; one without meaning counts as zero."""
        return self._made[key].value or ZERO

    def given(self, key: str, value: Decimal, source: Message) -> Figure:
        """A stated figure."""
        return self._keep(Figure(key, value, Given(source)))

    def entries(self, key: str, measure: str, **where: str) -> Figure:
        """The sum of `measure` over the entries that fulfil `where`."""
        formula = EntrySum(measure, tuple(sorted(where.items())))
        value = sum((row.measure(measure) for row in self._trace if row.fulfils(formula.where)), ZERO)
        return self._keep(Figure(key, value, formula))

    def sum_of(self, key: str, keys: Iterable[str]) -> Figure:
        """Figures added up."""
        parts = tuple(keys)
        return self._keep(Figure(key, sum(map(self.value, parts), ZERO), SumOf(parts)))

    def difference(self, key: str, whole: str, *parts: str) -> Figure:
        """A figure less others."""
        value = self.value(whole) - sum(map(self.value, parts), ZERO)
        return self._keep(Figure(key, value, Difference(whole, parts)))

    def ratio(self, key: str, part: str, whole: str) -> Figure:
        """A share, to the hundredth of a per cent, half up; None when the whole is zero."""
        share = None
        if self.value(whole):
            with localcontext() as context:
                context.prec = 40
                share = (self.value(part) / self.value(whole)).quantize(SHARE_PLACES, rounding=ROUND_HALF_UP)
        return self._keep(Figure(key, share, Ratio(part, whole)))

    def rate_on(self, key: str, rate: Decimal, base: str, *, decimals: int) -> Figure:
        """A rate on a figure, rounded half up."""
        value = (self.value(base) * rate).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
        return self._keep(Figure(key, value, RateOn(rate, base, decimals)))
