"""Limits of an EU grant contract, and the remarks under its report: what is over them, and how the report is made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final

from desktop.domain.indirect_cost import gap
from desktop.domain.money import ZERO, Money
from desktop.domain.terms import Measure, RuleKind
from desktop.language import Message, Value, say
from desktop.reports.assurance.entries import limit_key
from desktop.reports.builder import Figures
from desktop.reports.facts import ReportFacts
from desktop.reports.forms.eu.lines import INDIRECT
from desktop.reports.forms.eu.money import contingency
from desktop.reports.forms.heads import sample_notes
from desktop.reports.forms.statement import EXPECTED_INDIRECT
from desktop.reports.report import Figure

_HUNDRED: Final = Decimal(100)
# General conditions of EU grant contracts: the reserve is at most 5 per cent of the direct costs.
_MOST_RESERVE: Final = Decimal("0.05")


class Limits:
    """How far a row may be from its budget, by the flexibility rules on the last day, and why it is farther."""

    def __init__(self, facts: ReportFacts) -> None:
        total = sum(facts.budget.values(), ZERO)
        self._facts = facts
        self._rates = {
            rule.measure: rule.percent / _HUNDRED
            for rule in facts.book.on(facts.period.last, RuleKind.FLEXIBILITY)
            if rule.percent is not None and total > (rule.amount or ZERO)
        }
        self.over: list[Value] = []

    @property
    def known(self) -> bool:
        """Whether a rule says anything."""
        return bool(self._rates)

    def rate(self, measure: Measure | None) -> Decimal | None:
        """What may move into a row, as a share of its budget; None when no rule says so."""
        return None if measure is None else self._rates.get(measure)

    def explanation(
        self, row: Value, subjects: Iterable[str], variation: Figure, allowed: Figure | None
    ) -> Value | None:
        """What people said of the `subjects` of a row, which they know as `row`; where they said nothing, that one over
        its limit needs it.
        """
        told = [self._facts.explanations.get(limit_key(subject), "") for subject in subjects]
        said = " ".join(text for text in told if text)
        is_over = allowed is not None and (variation.value or ZERO) > (allowed.value or ZERO)
        if is_over and not said:
            self.over.append(row)
            return say("Over the limit, to be explained")
        return said or None


def notes(facts: ReportFacts, figures: Figures, limits: Limits) -> tuple[Message, ...]:
    """All remarks."""
    return tuple(_notes(facts, figures, limits))


def _notes(facts: ReportFacts, figures: Figures, limits: Limits) -> Iterator[Message]:
    yield from sample_notes(facts)
    if limits.over:
        yield say("Over what may be reallocated without an addendum: {rows}.", rows=limits.over)
    yield from _indirect(facts, figures)
    yield from _reserve(facts, figures)
    if not limits.known:
        yield say("No rule of the grant says how much may be reallocated.")
    yield say("Variation is costs in all less budget. Commitments are not costs.")
    yield say("The ledger keeps amounts and no units, so the units of costs are left empty.")
    yield say("Entries belong to the heading of their line, those on no line to that of their category.")
    yield say("Amounts in other currencies are converted entry by entry at the rate shown with each.")


def _indirect(facts: ReportFacts, figures: Figures) -> Iterator[Message]:
    if EXPECTED_INDIRECT not in figures:
        return
    currency = facts.grant.currency
    posted = Money(figures.value(f"cumulative.{INDIRECT}"), currency)
    most = Money(figures.value(EXPECTED_INDIRECT), currency)
    sentence = gap(posted, expected=most, rate=facts.indirect_rate)
    if sentence and (posted - most).amount > 0:
        yield sentence


def _reserve(facts: ReportFacts, figures: Figures) -> Iterator[Message]:
    reserve = contingency(facts)
    if reserve is not None and reserve > _MOST_RESERVE * figures.value("budget.7"):
        yield say("The contingency reserve is over 5 per cent of the direct costs.")
