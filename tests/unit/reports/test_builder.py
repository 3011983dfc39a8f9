"""A figure and its formula are made in one step, so that they cannot disagree."""

from __future__ import annotations

from decimal import Decimal

import pytest

from desktop.language import say
from desktop.reports.builder import Figures
from desktop.reports.report import Difference, EntrySum, Given, RateOn, Ratio, SumOf, Unit
from desktop.reports.trace import Sums
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
