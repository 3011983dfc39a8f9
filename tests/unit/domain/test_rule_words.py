"""Each rule explains itself in one sentence, whatever of its values is given."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from desktop.domain.rule_words import explain
from desktop.domain.rules import Rule
from desktop.domain.terms import (
    Approver,
    Counting,
    Frequency,
    IndirectBase,
    Measure,
    NewLines,
    RatePolicy,
    RuleKind,
    Unspent,
)
from desktop.language import Language

D = Decimal


def rule(kind: RuleKind, **values: Any) -> Rule:
    return Rule(1, kind, **values)


def flexibility(measure: Measure, counting: Counting | None, percent: str = "10", **values: Any) -> Rule:
    return rule(RuleKind.FLEXIBILITY, percent=D(percent), measure=measure, counting=counting, **values)


def due(frequency: Frequency, **values: Any) -> Rule:
    return rule(RuleKind.REPORT, choice=frequency, **values)


FLEXIBILITY = [
    (
        flexibility(Measure.TOTAL, Counting.CUMULATIVE, "10.0000", article="2 CFR 200.308 (f)"),
        (
            "When all transfers together come to more than 10 per cent of the total, the funder has to agree in "
            "writing first "
            "(2 CFR 200.308 (f))."
        ),
    ),
    (
        flexibility(Measure.TOTAL, Counting.TRANSFER, approver=Approver.CONTROLLER),
        "When a transfer comes to more than 10 per cent of the total, the controller has to agree in writing first.",
    ),
    (
        flexibility(Measure.CATEGORY, Counting.TRANSFER, "15", approver=Approver.OFFICE),
        (
            "When a transfer changes a category by more than 15 per cent of it, the head of office has to agree in "
            "writing first."
        ),
    ),
    (
        flexibility(Measure.CATEGORY, Counting.CUMULATIVE, "12.5"),
        (
            "When all transfers together change a category by more than 12.5 per cent of it, the funder has to "
            "agree in "
            "writing first."
        ),
    ),
    (
        flexibility(Measure.LINE, None, "20"),
        "When a transfer changes a line by more than 20 per cent of it, the funder has to agree in writing first.",
    ),
    (
        flexibility(Measure.LINE, Counting.CUMULATIVE, "20"),
        (
            "When all transfers together change a line by more than 20 per cent of it, the funder has to agree in "
            "writing first."
        ),
    ),
    (
        flexibility(Measure.TOTAL, Counting.CUMULATIVE, amount=D("250000"), starts_on=date(2020, 1, 1)),
        (
            "When all transfers together come to more than 10 per cent of the total, the funder has to agree in "
            "writing "
            "first; this holds for awards of more than USD 250,000.00, in force from 1 Jan 2020."
        ),
    ),
    (
        flexibility(Measure.TOTAL, Counting.TRANSFER, "0"),
        "Before money moves between categories, the funder has to agree in writing.",
    ),
    (
        flexibility(Measure.CATEGORY, Counting.TRANSFER, "0"),
        "Before a category changes, the funder has to agree in writing.",
    ),
    (flexibility(Measure.LINE, Counting.TRANSFER, "0"), "Before a line changes, the funder has to agree in writing."),
]
NEW_LINES = [
    (rule(RuleKind.NEW_LINES, choice=NewLines.ALLOWED), "Lines may be added to an approved budget."),
    (
        rule(RuleKind.NEW_LINES, choice=NewLines.WITH_APPROVAL, article="art. 9", starts_on=date(2019, 7, 1)),
        (
            "Before a line is added to an approved budget, the funder has to agree in writing, in force from 1 Jul "
            "2019 (art. 9)."
        ),
    ),
    (rule(RuleKind.NEW_LINES, choice=NewLines.NOT_ALLOWED), "No line may be added to an approved budget."),
]
INELIGIBLE = [
    (rule(RuleKind.INELIGIBLE, category=5), "Not eligible: Travel."),
    (rule(RuleKind.INELIGIBLE, note="alcohol"), "Not eligible: alcohol."),
    (
        rule(RuleKind.INELIGIBLE, category=3, note="vehicles", article="art. 3"),
        "Not eligible: Equipment and vehicles, vehicles (art. 3).",
    ),
]
INDIRECT = [
    (
        rule(RuleKind.INDIRECT, percent=D("13.0000"), choice=IndirectBase.DIRECT, article="ST/AI/286"),
        "Support costs are 13 per cent of all direct costs (ST/AI/286).",
    ),
    (rule(RuleKind.INDIRECT, percent=D("7.5")), "Support costs are 7.5 per cent of all direct costs."),
    (
        rule(RuleKind.INDIRECT, percent=D(8), choice=IndirectBase.DIRECT_LESS_TRANSFERS),
        "Support costs are 8 per cent of the direct costs without transfers to counterparts.",
    ),
    (rule(RuleKind.INDIRECT, percent=D(0)), "No support costs are paid."),
]
RATE_POLICY = [
    (
        rule(RuleKind.RATE_POLICY, choice=RatePolicy.OPERATIONAL),
        "Costs in other currencies are converted at the UN operational rate of their day.",
    ),
    (
        rule(RuleKind.RATE_POLICY, choice=RatePolicy.OPERATIONAL, currency="XOF"),
        "Costs in XOF are converted at the UN operational rate of their day.",
    ),
    (
        rule(RuleKind.RATE_POLICY, choice=RatePolicy.MONTHLY_AVERAGE),
        "Costs in other currencies are converted at the average of the month’s rates.",
    ),
    (
        rule(RuleKind.RATE_POLICY, choice=RatePolicy.MONTHLY_AVERAGE, currency="EUR"),
        "Costs in EUR are converted at the average of the month’s rates.",
    ),
    (
        rule(RuleKind.RATE_POLICY, choice=RatePolicy.FIXED, currency="XOF", rate=D("600.5000000000")),
        "Costs in XOF are converted at the fixed rate of 600.5 for 1 USD.",
    ),
]
REPORT = [
    (due(Frequency.MONTHLY, days=1), "Report: due 1 day after each month."),
    (
        due(Frequency.QUARTERLY, days=30, final_days=120, note="SF-425", article="2 CFR 200.328"),
        "SF-425: due 30 days after each quarter; the last one 120 days after the end of the grant (2 CFR 200.328).",
    ),
    (
        due(Frequency.SEMIANNUAL, days=30, final_days=1),
        "Report: due 30 days after each half-year; the last one 1 day after the end of the grant.",
    ),
    (due(Frequency.ANNUAL, days=90), "Report: due 90 days after each year."),
    (due(Frequency.FINAL, final_days=120), "Report: due 120 days after the end of the grant."),
    (due(Frequency.FINAL, days=60), "Report: due 60 days after the end of the grant."),
]
OTHERS = [
    (
        rule(RuleKind.EXTENSION_NOTICE, days=10),
        "An extension is asked for at least 10 days before the end of the grant.",
    ),
    (rule(RuleKind.EXTENSION_NOTICE, days=1), "An extension is asked for at least 1 day before the end of the grant."),
    (rule(RuleKind.UNSPENT, choice=Unspent.REFUND), "What is left at the end is returned to the funder."),
    (
        rule(RuleKind.UNSPENT, choice=Unspent.REFUND, amount=D(250)),
        "What is left at the end is returned to the funder; up to USD 250.00 may stay.",
    ),
    (
        rule(RuleKind.UNSPENT, choice=Unspent.REPROGRAMME),
        "What is left at the end is reprogrammed with the funder.",
    ),
    (rule(RuleKind.UNSPENT, choice=Unspent.CARRY_OVER), "What is left at the end is carried over."),
    (rule(RuleKind.EQUIPMENT, amount=D(5000)), "What costs USD 5,000.00 or more a piece is equipment."),
]
INCOMPLETE = [
    (rule(RuleKind.FLEXIBILITY, percent=D(10)), "Flexibility: not everything is filled in yet."),
    (rule(RuleKind.FLEXIBILITY, measure=Measure.LINE), "Flexibility: not everything is filled in yet."),
    (rule(RuleKind.NEW_LINES), "New budget lines: not everything is filled in yet."),
    (rule(RuleKind.INELIGIBLE), "Ineligible costs: not everything is filled in yet."),
    (rule(RuleKind.INDIRECT), "Support costs: not everything is filled in yet."),
    (
        rule(RuleKind.RATE_POLICY, choice=RatePolicy.FIXED, currency="XOF"),
        "Exchange rates: not everything is filled in yet.",
    ),
    (rule(RuleKind.REPORT, days=30), "Report due: not everything is filled in yet."),
    (due(Frequency.ANNUAL), "Report due: not everything is filled in yet."),
    (rule(RuleKind.EXTENSION_NOTICE), "Notice of an extension: not everything is filled in yet."),
    (rule(RuleKind.UNSPENT), "Unspent balance: not everything is filled in yet."),
    (rule(RuleKind.EQUIPMENT), "Equipment threshold: not everything is filled in yet."),
]
ALL = [*FLEXIBILITY, *NEW_LINES, *INELIGIBLE, *INDIRECT, *RATE_POLICY, *REPORT, *OTHERS, *INCOMPLETE]


@pytest.mark.parametrize(("made", "sentence"), ALL, ids=[sentence[:60] for _made, sentence in ALL])
def test_a_rule_explains_itself(english: Language, made: Rule, sentence: str) -> None:
    assert english.text(explain(made, currency="USD")).replace("\u00a0", " ") == sentence


def test_there_is_a_sentence_for_every_kind() -> None:
    assert {made.kind for made, _sentence in ALL} == set(RuleKind)


def test_amounts_are_in_the_currency_of_the_grant(english: Language) -> None:
    made = rule(RuleKind.EQUIPMENT, amount=D(300000))
    assert "XOF\u00a0300,000 or more" in english.text(explain(made, currency="XOF"))
