"""Gauges say how much of a rule of flexibility is used: within at the limit, beyond just above it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.finding import Severity
from desktop.domain.flexibility import (
    BudgetAmounts,
    Gauge,
    Spent,
    gauges,
    moved_between_categories,
    overspends,
    shown_percent,
)
from desktop.domain.money import Money
from desktop.domain.rules import Rule, RuleBook
from desktop.domain.terms import Approver, Counting, Measure, NewLines, RuleKind
from desktop.language import Language, Message

DAY = date(2019, 10, 21)
CATEGORY_OF = {"1.1": 1, "4.1": 4, "5.1": 5, "5.2": 5, "X": None}


def budget(**lines: str) -> BudgetAmounts:
    """A budget of lines named like ``l4_1``."""
    amounts = {name[1:].replace("_", "."): Decimal(amount) for name, amount in lines.items()}
    return BudgetAmounts(amounts, CATEGORY_OF)


BEFORE = budget(l1_1="60000.00", l4_1="30000.00", l5_1="7000.00", l5_2="3000.00")


def flexibility(percent: str, measure: Measure, counting: Counting = Counting.TRANSFER, **values: Any) -> Rule:
    return Rule(1, RuleKind.FLEXIBILITY, percent=Decimal(percent), measure=measure, counting=counting, **values)


def gauged(
    *rules: Rule, proposed: BudgetAmounts, first: BudgetAmounts = BEFORE, approved: BudgetAmounts = BEFORE
) -> tuple[Gauge, ...]:
    return gauges(RuleBook(rules), on=DAY, first=first, approved=approved, proposed=proposed, currency="USD")


def told(language: Language, message: Message) -> str:
    return language.text(message).replace("\u00a0", " ")


def usd(amount: str) -> Money:
    return Money(Decimal(amount), "USD")


@pytest.mark.parametrize(
    ("percent", "at", "over"),
    [("10", "10000.00", "10000.01"), ("15", "15000.00", "15000.01"), ("20", "20000.00", "20000.01")],
)
def test_of_the_total_exactly_the_limit_is_within_it(percent: str, at: str, over: str) -> None:
    rule = flexibility(percent, Measure.TOTAL)
    for amount, exceeded in ((at, False), (over, True), (str(Decimal(at) - Decimal("0.01")), False)):
        moved = Decimal(amount)
        after = budget(l1_1=str(60000 - moved), l4_1=str(30000 + moved), l5_1="7000.00", l5_2="3000.00")
        (gauge,) = gauged(rule, proposed=after)
        assert (gauge.exceeded, gauge.moved) == (exceeded, Money(moved, "USD"))
        assert gauge.limit == Decimal(percent)
        assert gauge.still_free == Money(max(Decimal(at) - moved, Decimal(0)), "USD")


@pytest.mark.parametrize("percent", ["10", "15", "20"])
@pytest.mark.parametrize("sign", [1, -1])
def test_of_a_category_exactly_the_limit_is_within_it(percent: str, sign: int) -> None:
    at = 10000 * Decimal(percent) / 100
    for amount, exceeded in ((at, False), (at + Decimal("0.01"), True), (at - Decimal("0.01"), False)):
        after = budget(l1_1="60000", l4_1=str(30000 - sign * amount), l5_1=str(7000 + sign * amount), l5_2="3000")
        found = {told_label(gauge): gauge for gauge in gauged(flexibility(percent, Measure.CATEGORY), proposed=after)}
        travel = found["Travel"]
        assert (travel.exceeded, travel.moved, travel.used) == (exceeded, Money(amount, "USD"), amount / 100)
        assert travel.still_free == Money(max(at - amount, Decimal(0)), "USD")
        assert found["Staff and other personnel"].used == 0


def told_label(gauge: Gauge) -> str:
    return str(gauge.label)


def test_of_a_line_only_lines_that_change_have_a_gauge() -> None:
    after = budget(l1_1="60000", l4_1="30000", l5_1="6400", l5_2="3600")
    found = gauged(flexibility("10", Measure.LINE), proposed=after)
    assert [(told_label(gauge), round(gauge.used or 0, 2), gauge.exceeded) for gauge in found] == [
        ("Line 5.1", Decimal("8.57"), False),
        ("Line 5.2", Decimal(20), True),
    ]


def test_what_moves_within_a_category_does_not_move_between_them() -> None:
    after = budget(l1_1="60000", l4_1="30000", l5_1="0", l5_2="10000")
    assert moved_between_categories(BEFORE, after) == 0
    (gauge,) = gauged(flexibility("10", Measure.TOTAL), proposed=after)
    assert (gauge.used, gauge.exceeded, gauge.still_free) == (Decimal(0), False, usd("10000.00"))


def test_new_money_moved_nowhere() -> None:
    more = budget(l1_1="90000", l4_1="30000", l5_1="7000", l5_2="3000")
    assert moved_between_categories(BEFORE, more) == 0
    taken = budget(l1_1="90000", l4_1="28000", l5_1="7000", l5_2="3000")
    assert moved_between_categories(BEFORE, taken) == 2000


def test_transfers_count_together_since_the_first_budget_where_the_rule_says_so() -> None:
    approved = budget(l1_1="54000", l4_1="36000", l5_1="7000", l5_2="3000")
    proposed = budget(l1_1="48000", l4_1="42000", l5_1="7000", l5_2="3000")
    each, together = gauged(
        flexibility("10", Measure.TOTAL),
        flexibility("10", Measure.TOTAL, Counting.CUMULATIVE),
        proposed=proposed,
        approved=approved,
    )
    assert (each.used, each.exceeded) == (Decimal(6), False)
    assert (together.used, together.exceeded) == (Decimal(12), True)


def test_what_came_back_no_longer_counts() -> None:
    approved = budget(l1_1="50000", l4_1="40000", l5_1="7000", l5_2="3000")
    (gauge,) = gauged(flexibility("10", Measure.TOTAL, Counting.CUMULATIVE), proposed=BEFORE, approved=approved)
    assert gauge.used == 0


def test_a_rule_for_large_awards_holds_above_its_amount() -> None:
    after = budget(l1_1="40000", l4_1="50000", l5_1="7000", l5_2="3000")
    assert gauged(flexibility("10", Measure.TOTAL, amount=Decimal("100000.00")), proposed=after) == ()
    assert gauged(flexibility("10", Measure.TOTAL, amount=Decimal("99999.99")), proposed=after)[0].exceeded


def test_without_rules_nothing_is_gauged() -> None:
    assert gauged(proposed=BEFORE) == ()
    assert gauged(Rule(1, RuleKind.FLEXIBILITY, measure=Measure.TOTAL), proposed=BEFORE) == ()


def test_the_limit_of_a_budget_of_nothing_is_not_passed_by_nothing() -> None:
    nothing = budget(l1_1="0")
    (gauge,) = gauged(
        flexibility("10", Measure.TOTAL),
        proposed=nothing,
        first=nothing,
        approved=nothing.__class__({"1.1": Decimal("0.01")}, CATEGORY_OF),
    )
    assert (gauge.exceeded, gauge.moved) == (False, usd("0"))


@pytest.mark.parametrize(
    ("choice", "exceeded", "sentence"),
    [
        (NewLines.ALLOWED, False, "Line X: it is new, which is allowed (art. 9)."),
        (NewLines.WITH_APPROVAL, True, "Line X: it is new, the controller has to agree first (art. 9)."),
        (NewLines.NOT_ALLOWED, True, "Line X: it is new, which is not allowed (art. 9)."),
    ],
)
def test_a_new_line_asks_the_rule_of_new_lines(
    english: Language, choice: NewLines, exceeded: bool, sentence: str
) -> None:
    rule = Rule(2, RuleKind.NEW_LINES, choice=choice, article="art. 9", approver=Approver.CONTROLLER)
    after = budget(l1_1="55000", l4_1="30000", l5_1="7000", l5_2="3000", lX="5000")
    (gauge,) = gauged(rule, proposed=after)
    assert (gauge.used, gauge.limit, gauge.exceeded, gauge.moved) == (None, None, exceeded, usd("5000"))
    assert told(english, gauge.sentence) == sentence


def test_a_new_category_has_no_per_cent_and_needs_the_same_approval(english: Language) -> None:
    after = budget(l1_1="55000", l4_1="30000", l5_1="7000", l5_2="3000", lX="5000")
    rule = flexibility("20", Measure.CATEGORY)
    new = next(gauge for gauge in gauged(rule, proposed=after) if gauge.used is None)
    assert (new.exceeded, new.limit) == (True, Decimal(20))
    assert told(english, new.sentence) == "No category: it is new, the funder has to agree first."
    allowed = gauged(rule, Rule(2, RuleKind.NEW_LINES, choice=NewLines.ALLOWED), proposed=after)
    assert not any(gauge.exceeded for gauge in allowed if gauge.used is None)


SENTENCES = [
    (
        flexibility("20", Measure.CATEGORY, article="art. 7"),
        budget(l1_1="57660", l4_1="30000", l5_1="9340", l5_2="3000"),
        "Travel: +23.4 % is more than 20 %, the funder has to agree first (art. 7).",
    ),
    (
        flexibility("20", Measure.CATEGORY),
        budget(l1_1="60500", l4_1="30000", l5_1="6500", l5_2="3000"),
        "Travel: −5 % is within 20 %; USD 1,500.00 more may move.",
    ),
    (
        flexibility("20", Measure.CATEGORY),
        budget(l1_1="50000", l4_1="40000", l5_1="7000", l5_2="3000"),
        "Travel: unchanged; USD 2,000.00 may move, up to 20 %.",
    ),
]


@pytest.mark.parametrize(("rule", "after", "sentence"), SENTENCES)
def test_the_gauge_of_a_category_explains_itself(
    english: Language, rule: Rule, after: BudgetAmounts, sentence: str
) -> None:
    assert sentence in [told(english, gauge.sentence) for gauge in gauged(rule, proposed=after)]


@pytest.mark.parametrize(
    ("moved", "sentence"),
    [
        (0, "Nothing moves between categories; USD 10,000.00 may, up to 10 per cent of the total (art. 7)."),
        (
            2500,
            (
                "USD 2,500.00 moved between categories is 2.5 per cent of the total, within 10 per cent; "
                "USD 7,500.00 more may move (art. 7)."
            ),
        ),
        (
            12000,
            (
                "USD 12,000.00 moved between categories is 12 per cent of the total, more than 10 per cent: "
                "the head of office has to agree first (art. 7)."
            ),
        ),
    ],
)
def test_the_gauge_of_the_total_explains_itself(english: Language, moved: int, sentence: str) -> None:
    rule = flexibility("10.0000", Measure.TOTAL, article="art. 7", approver=Approver.OFFICE)
    after = budget(l1_1=str(60000 - moved), l4_1=str(30000 + moved), l5_1="7000", l5_2="3000")
    (gauge,) = gauged(rule, proposed=after)
    assert told(english, gauge.sentence) == sentence


def test_a_per_cent_just_above_the_limit_is_not_shown_as_the_limit() -> None:
    assert shown_percent(Decimal("10.00001"), Decimal(10)) == Decimal("10.00001")
    assert shown_percent(Decimal("9.96"), Decimal(10)) == Decimal("9.96")
    assert shown_percent(Decimal("23.44"), Decimal(20)) == Decimal("23.4")
    assert shown_percent(Decimal(10), Decimal(10)) == Decimal(10)


def test_in_francs_what_is_free_is_rounded_down() -> None:
    before = BudgetAmounts({"1.1": Decimal(999), "5.1": Decimal(2)}, CATEGORY_OF)
    found = gauges(
        RuleBook((flexibility("15", Measure.CATEGORY),)),
        on=DAY,
        first=before,
        approved=before,
        proposed=before,
        currency="XOF",
    )
    assert [gauge.still_free.amount for gauge in found] == [Decimal(149), Decimal(0)]


AMOUNTS = st.decimals(min_value=0, max_value=10**9, places=2)


@given(st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=1, max_size=8), st.sampled_from(["10", "15", "20"]))
def test_moving_what_is_free_passes_no_limit(amounts: list[tuple[Decimal, Decimal]], percent: str) -> None:
    categories = {str(place): place + 1 for place in range(len(amounts))}
    before = BudgetAmounts({str(place): was for place, (was, _now) in enumerate(amounts)}, categories)
    after = BudgetAmounts({str(place): now for place, (_was, now) in enumerate(amounts)}, categories)
    for gauge in gauged(flexibility(percent, Measure.CATEGORY), proposed=after, first=before, approved=before):
        if gauge.used is None:
            continue
        base = gauge.moved.amount * 100 / gauge.used if gauge.used else None
        if not gauge.exceeded and base is not None:
            assert gauge.moved.amount + gauge.still_free.amount <= base * Decimal(percent) / 100 + Decimal("1e-9")
        assert gauge.exceeded is (gauge.used > Decimal(percent))
        assert not (gauge.exceeded and gauge.still_free)


# --- what was spent --------------------------------------------------------------------------------------------------


def spent(by_line: dict[str, str], by_category: dict[int | None, str] | None = None) -> Spent:
    lines = {code: Decimal(amount) for code, amount in by_line.items()}
    sums: dict[int | None, Decimal] = {}
    for code, amount in lines.items():
        sums[CATEGORY_OF[code]] = sums.get(CATEGORY_OF[code], Decimal(0)) + amount
    return Spent(lines, {key: Decimal(amount) for key, amount in by_category.items()} if by_category else sums)


@pytest.mark.parametrize(
    ("rule", "costs", "sentence", "entries"),
    [
        (
            flexibility("20", Measure.CATEGORY, article="art. 7"),
            {"5.1": "12340"},
            "Travel: spent +23.4 % over the budget is more than 20 %, the funder has to agree first (art. 7).",
            ("category=5",),
        ),
        (flexibility("20", Measure.CATEGORY), {"5.1": "12000"}, "", ()),
        (
            flexibility("20", Measure.CATEGORY),
            {"X": "1"},
            "No category: USD 1.00 was spent without a budget, the funder has to agree first.",
            ("category=",),
        ),
        (
            flexibility("10", Measure.LINE),
            {"5.2": "3300.01"},
            "Line 5.2: spent +10.0003 % over the budget is more than 10 %, the funder has to agree first.",
            ("line=5.2",),
        ),
        (flexibility("10", Measure.TOTAL), {"5.1": "20000.00"}, "", ()),
        (
            flexibility("10", Measure.TOTAL),
            {"5.1": "15000.00", "4.1": "37000.00"},
            (
                "Costs above the budget of their categories come to USD 12,000.00, 12 per cent of the total, "
                "which is more "
                "than 10 per cent: the funder has to agree first."
            ),
            (),
        ),
        (flexibility("10", Measure.CATEGORY, amount=Decimal(100000)), {"5.1": "50000"}, "", ()),
    ],
)
def test_overspending_beyond_what_is_permitted_is_found(
    english: Language, rule: Rule, costs: dict[str, str], sentence: str, entries: tuple[str, ...]
) -> None:
    found = list(
        overspends(RuleBook((rule,)), on=DAY, approved=BEFORE, spent=spent(costs), currency="USD", grant=(7, "NER"))
    )
    assert [told(english, finding.sentence) for finding in found] == ([sentence] if sentence else [])
    for finding in found:
        assert (finding.register, finding.record_id, finding.label) == ("grants", 7, "NER")
        assert (finding.severity, finding.entries) == (Severity.WARNING, entries)
