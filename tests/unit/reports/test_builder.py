"""A figure and its formula are made in one step, so that they cannot disagree."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.ledger import LedgerKind
from desktop.language import say
from desktop.reports.builder import Figures
from desktop.reports.report import Difference, EntrySum, Given, Product, RateOn, Ratio, SumOf, Unit
from desktop.reports.trace import IN_PERIOD, Sums
from tests.helpers.statements import BEFORE_QUARTER, trace_row

TRACE = (
    trace_row(1, "receipt", "1000.00", on=BEFORE_QUARTER),
    trace_row(2, "expenditure", "300.10", on=BEFORE_QUARTER),
    trace_row(3, "expenditure", "99.95"),
    trace_row(4, "expenditure", "50.00", category="1"),
    trace_row(5, "refund", "-20.00"),
    trace_row(6, "commitment", "400.00", category="1"),
)


@pytest.fixture
def figures() -> Figures:
    made = Figures(Sums.of_rows(TRACE))
    for key, value in {"a": "100.00", "b": "40.00", "c": "-15.50", "nil": "0.00"}.items():
        made.given(key, Decimal(value), say("Typed in"))
    return made


def test_a_stated_figure_says_where_it_is_stated(figures: Figures) -> None:
    figure = figures.given("budget", Decimal("5.00"), say("Approved budget of {grant}", grant="G1"))
    assert figure.value == Decimal("5.00")
    assert figure.formula == Given(say("Approved budget of {grant}", grant="G1"))


@pytest.mark.parametrize(
    ("measure", "where", "value"),
    [
        ("spent", {}, "430.05"),
        ("spent", {"category": "5"}, "380.05"),
        ("spent", {"category": "5", "when": "period"}, "79.95"),
        ("spent", {"when": "before"}, "300.10"),
        ("spent", {"category": "8"}, "0"),
        ("committed", {}, "400.00"),
        ("committed", {"category": "5"}, "0"),
        ("received", {"when": "before"}, "1000.00"),
        ("received", {"when": "period"}, "0"),
    ],
)
def test_entries_are_summed_where_every_condition_holds(
    figures: Figures, measure: str, where: dict[str, str], value: str
) -> None:
    figure = figures.entries("sum", measure, **where)
    assert figure.value == Decimal(value)
    assert figure.formula == EntrySum(measure, tuple(sorted(where.items())))


def test_figures_are_added_up(figures: Figures) -> None:
    figure = figures.sum_of("total", ["a", "b", "c"])
    assert (figure.value, figure.formula) == (Decimal("124.50"), SumOf(("a", "b", "c")))
    assert figures.sum_of("empty", []).value == 0


def test_a_figure_less_others(figures: Figures) -> None:
    figure = figures.difference("left", "a", "b", "c")
    assert (figure.value, figure.formula) == (Decimal("75.50"), Difference("a", ("b", "c")))
    assert figures.difference("same", "a").value == Decimal("100.00")


@pytest.mark.parametrize(
    ("part", "whole", "share"),
    [
        ("55814974.65", "78310537.10", "0.7127"),  # UNODC in the table of the Multi-Partner Trust Fund Office: 71.27 %
        ("115.75", "100.00", "1.1575"),
        ("159.18", "100.00", "1.5918"),
        ("1.00", "3.00", "0.3333"),
        ("2.00", "3.00", "0.6667"),
        ("1.00", "8000.00", "0.0001"),  # 0.0125 % is rounded half up
        ("1.00", "20000.00", "0.0001"),  # 0.005 % is the half itself
        ("-1.00", "20000.00", "-0.0001"),
        ("0.00", "5.00", "0.0000"),
    ],
)
def test_a_share_is_kept_to_the_hundredth_of_a_per_cent(part: str, whole: str, share: str) -> None:
    figures = Figures(Sums.of_rows(()))
    figures.given("part", Decimal(part), say("Typed in"))
    figures.given("whole", Decimal(whole), say("Typed in"))
    figure = figures.ratio("share", "part", "whole")
    assert str(figure.value) == share
    assert figure.formula == Ratio("part", "whole")
    assert figure.unit is Unit.SHARE


def test_a_share_of_nothing_has_no_value_and_counts_as_none_of_a_sum(figures: Figures) -> None:
    assert figures.ratio("share", "a", "nil").value is None
    assert figures.value("share") == 0
    assert figures.sum_of("sum", ["a", "share"]).value == Decimal("100.00")


@pytest.mark.parametrize(
    ("base", "rate", "decimals", "value"),
    [
        ("884955.75", "0.13", 2, "115044.25"),
        ("0.50", "0.13", 2, "0.07"),
        ("150", "0.13", 0, "20"),
        ("-150", "0.13", 0, "-20"),
        ("0.500", "0.13", 3, "0.065"),
        ("9999999999999999.99", "0.1300", 2, "1300000000000000.00"),
    ],
)
def test_a_rate_on_a_figure_is_rounded_half_up(base: str, rate: str, decimals: int, value: str) -> None:
    figures = Figures(Sums.of_rows(()))
    figures.given("base", Decimal(base), say("Typed in"))
    figure = figures.rate_on("rated", Decimal(rate), "base", decimals=decimals)
    assert str(figure.value) == value
    assert figure.formula == RateOn(Decimal(rate), "base", decimals)
    assert figure.unit is Unit.AMOUNT


def test_what_was_made_can_be_used_again(figures: Figures) -> None:
    made = figures.sum_of("total", ["a", "b"])
    assert figures.made("total") is made
    assert figures.value("total") == Decimal("140.00")


def test_a_figure_cannot_use_one_that_is_not_made_yet(figures: Figures) -> None:
    with pytest.raises(KeyError, match="later"):
        figures.sum_of("total", ["a", "later"])


@pytest.mark.parametrize(
    ("keys", "decimals", "value"),
    [
        (["a", "b"], 2, "4000.00"),
        (["a", "b", "c"], 2, "-62000.00"),
        (["third", "third"], 2, "0.11"),
        (["half"], 2, "0.13"),
        (["minus"], 2, "-0.13"),
        (["half"], 0, "0"),
        (["a", "nil"], 2, "0.00"),
        ([], 2, "1.00"),
    ],
)
def test_figures_are_multiplied_and_rounded_once_half_up(
    figures: Figures, keys: list[str], decimals: int, value: str
) -> None:
    for key, stated in {"third": "0.3333", "half": "0.125", "minus": "-0.125"}.items():
        figures.given(key, Decimal(stated), say("Typed in"))
    figure = figures.product("product", keys, decimals=decimals)
    assert (str(figure.value), figure.formula) == (value, Product(tuple(keys), decimals))


@pytest.mark.parametrize(
    ("part", "whole", "decimals", "value"),
    [
        ("a", "b", 2, "2.50"),
        ("b", "a", 0, "0"),
        ("a", "third", 2, "33.33"),
        ("c", "b", 2, "-0.39"),
        ("a", "nil", 2, None),
    ],
)
def test_a_figure_per_unit_of_another_has_the_decimals_asked_for(
    figures: Figures, part: str, whole: str, decimals: int, value: str | None
) -> None:
    figures.given("third", Decimal(3), say("Typed in"))
    figure = figures.per_unit("each", part, whole, decimals=decimals)
    assert (None if figure.value is None else str(figure.value)) == value
    assert (figure.formula, figure.unit) == (Ratio(part, whole, decimals), Unit.AMOUNT)


def test_adding_up_nothing_is_stated_and_adding_up_something_is_a_sum(figures: Figures) -> None:
    assert figures.sum_or_nothing("none", []).formula == Given(say("There is nothing to add up."))
    assert figures.value("none") == 0
    assert figures.sum_or_nothing("some", ["a"]).formula == SumOf(("a",))


def test_a_proof_is_the_difference_of_two_figures_that_stand(figures: Figures) -> None:
    proof = figures.proof(say("Both"), "both", "a", "b")
    assert (proof.difference.key, str(proof.difference.value), proof.holds) == ("proof.both", "60.00", False)
    assert proof.difference.formula == Difference("a", ("b",))
    assert (proof.one, proof.other) == (figures.made("a"), figures.made("b"))
    assert figures.proof(say("Same"), "same", "a", "a").holds


def test_it_is_known_which_figures_were_made(figures: Figures) -> None:
    assert "a" in figures
    assert "later" not in figures
    assert figures.found("later") is None
    assert figures.found("a") is figures.made("a")


def test_conditions_are_plain_texts_in_the_order_of_their_names(figures: Figures) -> None:
    figure = figures.entries("sum", "spent", when=IN_PERIOD, kind=LedgerKind.REFUND, category="5")
    assert figure.formula == EntrySum("spent", (("category", "5"), ("kind", "refund"), ("when", "period")))
    assert isinstance(figure.formula, EntrySum)
    assert {type(value) for _name, value in figure.formula.where} == {str}
    assert figure.value == Decimal("-20.00")


@settings(max_examples=40)
@given(st.lists(st.decimals(-(10**15), 10**15, places=2), max_size=8))
def test_what_is_added_up_and_taken_away_again_leaves_nothing(numbers: list[Decimal]) -> None:
    figures = Figures(Sums.of_rows(()))
    keys = [f"n{place}" for place in range(len(numbers))]
    for key, number in zip(keys, numbers, strict=True):
        figures.given(key, number, say("Typed in"))
    assert figures.sum_of("total", keys).value == sum(numbers, Decimal(0))
    assert figures.difference("left", "total", *keys).value == 0
