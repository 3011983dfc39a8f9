"""What is over its budget is remarked on where it stands, with a sentence only beyond what the agreement permits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from desktop.domain.rules import Rule, RuleBook
from desktop.domain.terms import Measure, RuleKind
from desktop.language import Language, Message
from desktop.reports.forms.over_budget import Overspending, overspending
from tests.helpers.report_facts import line
from tests.helpers.statements import statement_inputs, trace_row

LINES = (line("1.1", "100", 1), line("1.2", "300", 1), line("5.1", "200", 5))


def rule(percent: str | None, measure: Measure = Measure.LINE, **values: Any) -> Rule:
    return Rule(1, RuleKind.FLEXIBILITY, percent=None if percent is None else Decimal(percent), measure=measure,
                **values)  # fmt: skip


def over(*rows: tuple[str, str, str], rules: tuple[Rule, ...] = (), **values: Any) -> Overspending:
    """What is over when so much was spent on lines of categories."""
    trace = [
        trace_row(number, "expenditure", amount, line=on, category=category)
        for number, (on, category, amount) in enumerate(rows, start=1)
    ]
    return overspending(statement_inputs(trace, **{"lines": LINES, "book": RuleBook(rules), **values}))


def words(english: Language, remarks: Mapping[Any, Message]) -> dict[Any, str]:
    return {part: english.text(remark).replace("\u00a0", " ") for part, remark in remarks.items()}


def test_within_the_budget_nothing_is_remarked() -> None:
    assert over(("1.1", "1", "100.00"), ("5.1", "5", "-3")) == Overspending()
    assert over() == Overspending({}, {}, ())


@pytest.mark.parametrize(
    ("spent", "rules", "remark"),
    [
        ("100.01", (), "0.01 % over the budget"),
        ("150", (), "50 % over the budget"),
        ("133.335", (), "33.34 % over the budget"),
        ("110", (rule("10"),), "10 % over the budget, within what the agreement permits"),
        ("110.01", (rule("10"),), "10.01 % over the budget, more than the agreement permits"),
        ("100.01", (rule("0"),), "0.01 % over the budget, more than the agreement permits"),
        ("150", (rule("10", Measure.CATEGORY),), "50 % over the budget"),
        ("150", (rule(None),), "50 % over the budget"),
        ("150", (rule("10", starts_on=date(2019, 10, 1)),), "50 % over the budget"),
        (
            "150",
            (rule("10", starts_on=date(2019, 9, 30)),),
            "50 % over the budget, more than the agreement permits",
        ),
        ("150", (rule("10", amount=Decimal(600)),), "50 % over the budget"),
        (
            "150",
            (rule("10", amount=Decimal("599.99")),),
            "50 % over the budget, more than the agreement permits",
        ),
    ],
)
def test_a_line_over_its_budget_says_by_how_much_and_whether_it_may(
    english: Language, spent: str, rules: tuple[Rule, ...], remark: str
) -> None:
    found = over(("1.1", "1", spent), rules=rules)
    assert words(english, found.lines) == {"1.1": remark}
    assert found.categories == {}
    assert bool(found.sentences) is remark.endswith("more than the agreement permits")


def test_a_category_is_over_where_its_lines_together_are(english: Language) -> None:
    found = over(("1.1", "1", "150"), ("1.2", "1", "290"), rules=(rule("5", Measure.CATEGORY),))
    assert words(english, found.categories) == {1: "10 % over the budget, more than the agreement permits"}
    assert words(english, found.lines) == {"1.1": "50 % over the budget"}
    assert [english.text(each) for each in found.sentences] == [
        "Staff and other personnel: spent +10 % over the budget is more than 5 %, the funder has to agree first."
    ]


def test_a_newer_rule_takes_the_place_of_an_older_one(english: Language) -> None:
    rules = (rule("10"), rule("60", starts_on=date(2019, 7, 1)))
    found = over(("1.1", "1", "150"), rules=rules)
    assert words(english, found.lines) == {"1.1": "50 % over the budget, within what the agreement permits"}
    assert found.sentences == ()


def test_what_was_spent_without_a_budget_has_no_share(english: Language) -> None:
    found = over(("9.9", "7", "0.01"), ("-", "-", "4"), rules=(rule("10"), rule("10", Measure.CATEGORY)))
    assert words(english, found.lines) == {"9.9": "Spent without a budget"}
    assert words(english, found.categories) == {7: "Spent without a budget", None: "Spent without a budget"}
    assert [english.text(each).replace("\u00a0", " ") for each in found.sentences] == [
        "Line 9.9: USD 0.01 was spent without a budget, the funder has to agree first.",
        "No category: USD 4.00 was spent without a budget, the funder has to agree first.",
        "General operating: USD 0.01 was spent without a budget, the funder has to agree first.",
    ]


def test_of_the_total_costs_above_their_categories_are_added_up(english: Language) -> None:
    """60 and 6 above budgets of 600 are 11 per cent; what other categories left does not count against it."""
    spent = (("1.1", "1", "460"), ("5.1", "5", "100"), ("-", "2", "6"))
    (sentence,) = over(*spent, rules=(rule("10.99", Measure.TOTAL),)).sentences
    assert english.text(sentence).replace("\u00a0", " ") == (
        "Costs above the budget of their categories come to USD 66.00, 11 per cent of the total, which is more than "
        "10.99 per cent: the funder has to agree first."
    )
    assert over(*spent, rules=(rule("11", Measure.TOTAL),)).sentences == ()


def test_amounts_of_a_line_in_two_budgets_are_added_up() -> None:
    twice = (*LINES, line("1.1", "50", 1))
    assert over(("1.1", "1", "150"), lines=twice) == Overspending()
    assert list(over(("1.1", "1", "150.01"), lines=twice).lines) == ["1.1"]


def test_amounts_without_cents_are_told_so(english: Language) -> None:
    found = over(("9.9", "7", "1500"), rules=(rule("10"),), currency="XOF")
    assert [english.text(each).replace("\u00a0", " ") for each in found.sentences] == [
        "Line 9.9: XOF 1,500 was spent without a budget, the funder has to agree first."
    ]
