"""The indirect cost that the rule book of a grant gives what was spent: by the rate, and on the costs, of each day.

An amendment changes the rate from a day on (General Assembly rates are by agreement, ST/AI/286 section II.A); what was
spent before keeps the rate it was spent under.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from desktop.domain.budget import IndirectTerms, counts_as_direct
from desktop.domain.codes import CostCategory
from desktop.domain.indirect_cost import on_direct
from desktop.domain.money import ZERO, Money
from desktop.domain.period import Period
from desktop.domain.rules import RuleBook
from desktop.domain.terms import IndirectBase, RuleKind

Cost = tuple[date, int | None, Decimal]


@dataclass(frozen=True, slots=True)
class RatedCosts:
    """Costs under the same terms; `costs` are those on which indirect cost is worked out, `posted` the indirect cost
    that was posted meanwhile.
    """

    terms: IndirectTerms
    costs: Money
    posted: Money

    @property
    def indirect(self) -> Money:
        """The indirect cost on them, worked out once on their sum and rounded half up."""
        return on_direct(self.costs, rate=self.terms.rate).indirect


def rated_costs(book: RuleBook, costs: Iterable[Cost], *, currency: str) -> tuple[RatedCosts, ...]:
    """Costs, each a day, a category and an amount, by the terms in force on their day; none without a rate in the book.

    Days before the first rate have a rate of nothing.
    """
    if not any(rule.kind is RuleKind.INDIRECT and rule.percent is not None for rule in book.rules):
        return ()
    known: dict[date, IndirectTerms] = {}
    sums: dict[IndirectTerms, tuple[Decimal, Decimal]] = {}
    for day, category, amount in costs:
        terms = known.get(day)
        if terms is None:
            terms = known[day] = _terms_on(book, day)
        base, posted = sums.get(terms, (ZERO, ZERO))
        if counts_as_direct(category, terms.base):
            base += amount
        elif category == CostCategory.INDIRECT:
            posted += amount
        sums[terms] = base, posted
    return tuple(
        RatedCosts(terms, Money(base, currency), Money(posted, currency)) for terms, (base, posted) in sums.items()
    )


def _terms_on(book: RuleBook, day: date) -> IndirectTerms:
    return IndirectTerms(book.indirect_rate(day) or ZERO, book.indirect_base(day))


def days_of_terms(book: RuleBook, period: Period) -> dict[IndirectTerms, Period]:
    """From when to when of `period` each of the terms in the book holds; from its first day to its last one where it
    comes back after another.
    """
    starts = {rule.starts_on for rule in book.rules if rule.kind is RuleKind.INDIRECT and rule.starts_on}
    inside = sorted({period.start, *(day for day in starts if day in period)})
    found: dict[IndirectTerms, Period] = {}
    for start, end in zip(inside, [*inside[1:], period.end], strict=True):
        terms = _terms_on(book, start)
        first = found[terms].start if terms in found else start
        found[terms] = Period(first, end)
    return found


def one_rate(parts: Sequence[RatedCosts]) -> Decimal | None:
    """The rate on all direct costs (0.13 is 13 %), when there is but one; else None."""
    if len(parts) != 1 or parts[0].terms.base is not IndirectBase.DIRECT:
        return None
    return parts[0].terms.rate
