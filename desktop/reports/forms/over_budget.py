"""What was spent beyond the budget, held against how far the agreement lets costs leave it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, localcontext

from desktop.domain.flexibility import BudgetAmounts, Part, Spent, overspends
from desktop.domain.indirect_cost import written
from desktop.domain.money import PRECISION, ZERO
from desktop.domain.terms import Measure, RuleKind
from desktop.language import Message, say
from desktop.reports.facts import ReportFacts
from desktop.reports.trace import NONE

_SHARE = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Overspending:
    """What is over its budget: a remark on each line and category, and a sentence on what is over its limit."""

    lines: Mapping[Part, Message] = field(default_factory=dict)
    categories: Mapping[Part, Message] = field(default_factory=dict)
    sentences: tuple[Message, ...] = ()


def overspending(facts: ReportFacts) -> Overspending:
    """What is overspent on the last day of a report."""
    approved, spent = _approved(facts), _spent(facts)
    findings = list(
        overspends(
            facts.book,
            on=facts.period.last,
            approved=approved,
            spent=spent,
            currency=facts.grant.currency,
            grant=(facts.grant.id, facts.grant.reference),
        )
    )
    beyond = frozenset(about for finding in findings for about in finding.entries)
    ruled = _ruled(facts, approved)
    lines, categories = (
        {
            part: _remark(cost, known.get(part, ZERO), ruled=measure in ruled, beyond=_about(measure, part) in beyond)
            for known, costs in ((approved.parts(measure), spent.parts(measure)),)
            for part, cost in costs.items()
            if cost > known.get(part, ZERO)
        }
        for measure in (Measure.LINE, Measure.CATEGORY)
    )
    return Overspending(lines, categories, tuple(finding.sentence for finding in findings))


def _approved(facts: ReportFacts) -> BudgetAmounts:
    amounts: dict[str, Decimal] = {}
    for line in facts.lines:
        amounts[line.key] = amounts.get(line.key, ZERO) + line.amount
    return BudgetAmounts(amounts, {line.key: line.category for line in facts.lines})


def _spent(facts: ReportFacts) -> Spent:
    sums = facts.sums
    return Spent(
        {value: sums.total("spent", (("line", value),)) for value in sums.values("line") if value != NONE},
        {
            None if value == NONE else int(value): sums.total("spent", (("category", value),))
            for value in sums.values("category")
        },
    )


def _ruled(facts: ReportFacts, approved: BudgetAmounts) -> set[str | None]:
    """Of what the agreement limits how much may be spent beyond the budget."""
    return {
        rule.measure
        for rule in facts.book.on(facts.period.last, RuleKind.FLEXIBILITY)
        if rule.percent is not None and approved.total > (rule.amount or ZERO)
    }


def _about(measure: Measure, part: Part) -> str:
    """How findings name what they are about."""
    return f"{measure}={'' if part is None else part}"


def _remark(cost: Decimal, budget: Decimal, *, ruled: bool, beyond: bool) -> Message:
    if budget <= 0:
        return say("Spent without a budget")
    with localcontext(prec=PRECISION):
        share = written(((cost - budget) / budget).quantize(_SHARE, ROUND_HALF_UP))
    if beyond:
        return say("{share} over the budget, more than the agreement permits", share=share)
    if ruled:
        return say("{share} over the budget, within what the agreement permits", share=share)
    return say("{share} over the budget", share=share)
