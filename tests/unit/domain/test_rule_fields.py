"""What is wrong with the values of a rule is said of each of them, and nothing of a rule that fits its kind."""

from __future__ import annotations

from decimal import Decimal

import pytest

from desktop.domain.rule_fields import KIND_FIELDS, lacking, rule_problems
from desktop.domain.rules import Rule
from desktop.domain.terms import RuleKind

D = Decimal
GOOD = [
    Rule(0, RuleKind.FLEXIBILITY, percent=D(10), measure="category", counting="transfer", amount=D("0.01")),
    Rule(0, RuleKind.NEW_LINES, choice=next(iter(KIND_FIELDS[RuleKind.NEW_LINES].choices))),
    Rule(0, RuleKind.INELIGIBLE, category=4),
    Rule(0, RuleKind.INELIGIBLE, note="Alcohol"),
    Rule(0, RuleKind.INDIRECT, percent=D(100), choice=next(iter(KIND_FIELDS[RuleKind.INDIRECT].choices))),
    Rule(0, RuleKind.RATE_POLICY, choice="fixed", currency="XOF", rate=D("655.957")),
    Rule(0, RuleKind.RATE_POLICY, choice="operational"),
    Rule(0, RuleKind.REPORT, choice="quarterly", days=0, final_days=90),
    Rule(0, RuleKind.REPORT, choice="final", final_days=90),
    Rule(0, RuleKind.REPORT, choice="final", months=24),
    Rule(0, RuleKind.EXTENSION_NOTICE, days=30),
    Rule(0, RuleKind.UNSPENT, choice=next(iter(KIND_FIELDS[RuleKind.UNSPENT].choices)), amount=D(100)),
    Rule(0, RuleKind.EQUIPMENT, amount=D(0)),
]
BAD = [
    (Rule(0, RuleKind.FLEXIBILITY, percent=D("100.01")), "percent", "A per cent lies between 0 and 100."),
    (Rule(0, RuleKind.INDIRECT, percent=D("-0.01")), "percent", "A per cent lies between 0 and 100."),
    (Rule(0, RuleKind.FLEXIBILITY, amount=D("-0.01")), "amount", "The amount is not negative."),
    (Rule(0, RuleKind.EQUIPMENT, amount=D("0.001")), "amount", "USD has 2 decimals."),
    (Rule(0, RuleKind.NEW_LINES, choice="refund"), "choice", "This does not belong to a rule of this kind."),
    (Rule(0, RuleKind.INELIGIBLE), "note", "Choose a category, or say what is not paid."),
    (Rule(0, RuleKind.RATE_POLICY, choice="fixed", rate=D(1)), "currency", "Choose the currency that has"),
    (Rule(0, RuleKind.RATE_POLICY, choice="fixed", currency="USD", rate=D(1)), "currency", "The grant is in USD."),
    (Rule(0, RuleKind.RATE_POLICY, choice="operational", currency="ABC"), "currency", "ABC is not a currency."),
    (Rule(0, RuleKind.RATE_POLICY, choice="fixed", currency="XOF"), "rate", "Enter how many units"),
    (Rule(0, RuleKind.RATE_POLICY, choice="fixed", currency="XOF", rate=D(0)), "rate", "Enter how many units"),
    (Rule(0, RuleKind.RATE_POLICY, choice="operational", rate=D(1)), "rate", "Only a fixed rate is entered here."),
    (Rule(0, RuleKind.REPORT, choice="quarterly"), "days", "Enter the days after the end of each period."),
    (Rule(0, RuleKind.REPORT, choice="quarterly", days=-1), "days", "Days are counted from 0 on."),
    (Rule(0, RuleKind.REPORT, choice="final", final_days=-1), "final_days", "Days are counted from 0 on."),
    (Rule(0, RuleKind.REPORT, choice="final"), "final_days", "Enter the days after the end of the grant."),
    (Rule(0, RuleKind.REPORT, choice="quarterly", months=25), "months", "Months are counted from 0 to 24."),
    (Rule(0, RuleKind.REPORT, choice="quarterly", months=1, days=1), "months", "Enter days or months, not both."),
    (Rule(0, RuleKind.REPORT, choice="quarterly", days=1, weekend="never"), "weekend", "This does not belong"),
    (Rule(0, RuleKind.REPORT, choice="quarterly", days=1, layout="poem"), "layout", "This does not belong"),
]


@pytest.mark.parametrize("rule", GOOD)
def test_nothing_is_said_of_a_rule_that_fits_its_kind(rule: Rule) -> None:
    assert lacking(rule) == []
    assert rule_problems(rule, currency="USD") == {}


@pytest.mark.parametrize(("rule", "field", "problem"), BAD)
def test_what_is_wrong_is_said_of_its_field_alone(rule: Rule, field: str, problem: str) -> None:
    (told,) = rule_problems(rule, currency="USD").items()
    assert told[0] == field
    assert str(told[1]).startswith(problem)


@pytest.mark.parametrize("kind", list(RuleKind))
def test_what_a_kind_needs_is_missed_where_it_is_not_there(kind: RuleKind) -> None:
    assert lacking(Rule(0, kind)) == list(KIND_FIELDS[kind].needs)
    assert set(KIND_FIELDS[kind].used) >= set(KIND_FIELDS[kind].needs)
