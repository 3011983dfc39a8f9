"""The head and the remarks of the SF-424A: other budget information, and what a crosswalk cannot know."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from desktop.domain.codes import CostCategory
from desktop.domain.indirect_cost import written
from desktop.domain.money import ZERO, Money
from desktop.domain.terms import INDIRECT_BASES, RuleKind
from desktop.language import Message, say
from desktop.reports.facts import ReportFacts
from desktop.reports.forms.heads import grant_facts, sample_notes
from desktop.reports.forms.us.sf424a_sections import DIRECT_CHARGES, REMARKS, programs_of
from desktop.reports.report import Fact

_PROGRAMS_ON_FORM: Final = 4


def facts_of(facts: ReportFacts) -> tuple[Fact, ...]:
    """What stands at the head, and section F."""
    return (
        *grant_facts(facts),
        Fact("award", say("Award number"), facts.grant.award_number or None),
        Fact(DIRECT_CHARGES.key, say("Direct charges"), facts.detail(DIRECT_CHARGES.key) or None, "21"),
        Fact("indirect_charges", say("Indirect charges"), _indirect(facts), "22"),
        Fact(REMARKS.key, say("Remarks"), facts.detail(REMARKS.key) or None, "23"),
    )


def _indirect(facts: ReportFacts) -> Message | None:
    day = facts.period.last
    rate = facts.book.indirect_rate(day)
    if rate is None:
        return None
    return say("{rate} ({base})", rate=written(rate), base=INDIRECT_BASES[facts.book.indirect_base(day)])


def notes(facts: ReportFacts) -> tuple[Message, ...]:
    """All remarks."""
    return tuple(_notes(facts))


def _notes(facts: ReportFacts) -> Iterator[Message]:
    yield from sample_notes(facts)
    yield say("Classes are made from the UN categories by the crosswalk; the last part of a category takes the rest.")
    yield say("UN volunteers and individual consultants are in category 1; a part of it can go to 6f.")
    yield from _small_equipment(facts)
    if len(programs_of(facts)) > _PROGRAMS_ON_FORM:
        yield say("The form has four columns of programs; the others go on a further sheet.")
    unphased = [line.code for line in facts.lines if not line.phases and line.amount]
    if len(unphased) == len([line for line in facts.lines if line.amount]):
        yield say("Sections D and E are left out: the budget is not phased.")
    elif unphased:
        yield say("Sections D and E lack the lines that are not phased: {lines}.", lines=", ".join(unphased))
    if not facts.grant.cost_share:
        yield say("Section C is left out: no cost share is agreed.")
    yield say("Expenditure and balance are for the office; the form has the budget alone.")


def _small_equipment(facts: ReportFacts) -> Iterator[Message]:
    """What is budgeted as equipment though a unit costs less than the agreement calls so."""
    rule = facts.book.one(facts.period.last, RuleKind.EQUIPMENT)
    if rule is None or rule.amount is None:
        return
    below = sum(
        (
            line.amount
            for line in facts.lines
            if line.category == CostCategory.EQUIPMENT and ZERO < line.unit_cost < rule.amount
        ),
        ZERO,
    )
    if below:
        currency = facts.grant.currency
        yield say(
            "{amount} of the equipment costs less than {threshold} a unit, which the award counts as supplies (6e).",
            amount=Money(below, currency),
            threshold=Money(rule.amount, currency),
        )
