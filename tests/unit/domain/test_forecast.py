"""Forecasts: a known series gives a known day; sums hold for any; what is spent is never lost on the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.forecast import (
    Forecast,
    Method,
    Planned,
    SpendingFacts,
    Staffing,
    burn,
    forecast,
    forecasts,
    months_ahead,
    pace_window,
)
from desktop.domain.forecast_words import about, formula, sentence
from desktop.domain.money import Money, add_up
from desktop.domain.period import Period
from desktop.language import Language

TODAY = date(2019, 10, 21)
NIGER = Period.of_days(date(2017, 1, 1), date(2020, 3, 31))


def usd(amount: str | Decimal) -> Money:
    return Money(Decimal(amount), "USD")


# Six months of 30,617.39 on average, as on the drawing of the page.
MONTHS = {
    **{date(2019, month, 1): Decimal("30617.39") for month in range(4, 10)},
    date(2019, 10, 1): Decimal("15000.00"),
    date(2017, 1, 1): Decimal("813138.02"),
}
FACTS = SpendingFacts(
    awarded=usd("1236000.00"),
    received=usd("1158000.00"),
    spent=usd("1011842.36"),
    committed=usd("96480.00"),
    period=NIGER,
    spent_by_month=MONTHS,
    budgeted=usd("1236000.00"),
)


def facts(**changes: Any) -> SpendingFacts:
    return replace(FACTS, **changes)


def six(**changes: Any) -> Forecast:
    return forecast(facts(**changes), Method.SIX_MONTHS, today=TODAY)


def read(language: Language, told: Any) -> str:
    return language.text(told).replace("\u00a0", " ")


def test_the_pace_of_six_months_is_that_of_the_last_full_ones() -> None:
    found = six()
    assert found.monthly == usd("30617.39")
    assert found.cash_ends_on == date(2020, 3, 14)  # 4.7737 months: 10/31 of October, four, and 14 days of March
    assert found.forecast == usd("162963.53")  # 5 10/31 months
    assert found.returns == usd("61194.11")
    assert found.over == usd("0")
    assert found.days_short == 17


def test_it_is_said_in_a_sentence(english: Language) -> None:
    assert read(english, sentence(six())) == (
        "At this pace cash lasts until 14 Mar 2020; about USD 61,200.00 would return to the funder."
    )


def test_the_pace_since_the_start_goes_by_all_months_so_far() -> None:
    found = forecast(FACTS, Method.SINCE_START, today=TODAY)
    assert found.monthly == usd("30045.13")  # 33 21/31 months
    assert found.cash_ends_on == date(2020, 3, 17)
    assert found.forecast + found.returns == usd("224157.64")


def test_the_plan_spreads_commitments_and_the_rest_of_the_budget_by_days() -> None:
    found = forecast(FACTS, Method.PLAN, today=TODAY)
    assert found.forecast == usd("224157.64")  # 162 days
    assert found.returns == usd("0")
    assert found.cash_ends_on == date(2020, 2, 4)  # 146,157.64 at 1,383.69 a day: the 106th
    assert found.monthly == usd("42114.47")


def test_phases_say_what_is_planned_and_commitments_are_part_of_it() -> None:
    first = Planned(Period.of_days(date(2019, 10, 1), date(2019, 12, 31)), Decimal("92000.00"))
    second = Planned(Period.of_days(date(2020, 1, 1), date(2020, 3, 31)), Decimal("80000.00"))
    gone = Planned(Period.of_days(date(2019, 7, 1), date(2019, 9, 30)), Decimal("90000.00"))
    found = forecast(facts(phases=(gone, first, second)), Method.PLAN, today=TODAY)
    assert found.forecast == usd("151000.00")  # 71 of 92 days, and all of the next quarter
    assert found.returns == usd("73157.64")
    assert found.cash_ends_on == date(2020, 3, 26)
    assert [day for day, _amount in found.path] == [TODAY, date(2019, 12, 31), date(2020, 3, 31)]


def test_phases_that_are_over_leave_the_commitments() -> None:
    gone = Planned(Period.of_days(date(2019, 7, 1), date(2019, 9, 30)), Decimal("90000.00"))
    assert forecast(facts(phases=(gone,)), Method.PLAN, today=TODAY).forecast == usd("96480.00")


NOVEMBER, JANUARY, APRIL = date(2019, 11, 1), date(2020, 1, 1), date(2020, 4, 1)


def plan(*staffing: Staffing, **changes: Any) -> Forecast:
    return forecast(facts(staffing=staffing, **changes), Method.PLAN, today=TODAY)


def test_commitments_of_deployments_stand_in_their_months_and_the_total_stays() -> None:
    even = plan(budgeted=usd("1108322.36"))  # spent and committed, nothing beyond
    found = plan(Staffing(NOVEMBER, Decimal(90000)), budgeted=usd("1108322.36"))

    assert found.forecast == even.forecast == usd("96480.00")
    assert [(day, str(amount)) for day, amount in found.path] == [
        (TODAY, "0.00"),
        (date(2019, 10, 31), "400.00"),  # 6,480 for all else, 40 a day
        (date(2019, 11, 30), "91600.00"),
        (date(2020, 3, 31), "96480.00"),
    ]


def test_of_this_month_only_the_days_to_come_are_left() -> None:
    found = plan(Staffing(date(2019, 10, 1), Decimal(90000)), budgeted=usd("1108322.36"))

    assert found.path[1] == (date(2019, 10, 31), Decimal("90400.00"))


def test_deployments_never_come_to_more_than_is_committed() -> None:
    months = (Staffing(NOVEMBER, Decimal(96480)), Staffing(JANUARY, Decimal(96480)), Staffing(APRIL, Decimal(5000)))
    found = plan(*months, budgeted=usd("1108322.36"))

    assert found.forecast == usd("96480.00")
    assert dict(found.path)[date(2019, 11, 30)] == Decimal("48240.00")


def test_planned_deployments_are_part_of_what_the_budget_has_left_until_they_come_to_more() -> None:
    left = plan().forecast  # 224,157.64: committed 96,480.00, and 127,677.64 beyond

    assert plan(Staffing(NOVEMBER, planned=Decimal(100000))).forecast == left
    assert plan(Staffing(NOVEMBER, planned=Decimal("127677.64"))).forecast == left
    assert plan(Staffing(NOVEMBER, planned=Decimal("127677.65"))).forecast == left + usd("0.01")
    assert plan(Staffing(NOVEMBER, planned=Decimal(100)), budgeted=usd("1")).forecast == usd("96580.00")


def test_the_formula_tells_what_deployments_have_in_it(english: Language) -> None:
    known = facts(staffing=(Staffing(NOVEMBER, Decimal(90000), Decimal(12)), Staffing(JANUARY, Decimal(5))))

    said = [read(english, part) for part in formula(known, forecast(known, Method.PLAN, today=TODAY))]
    assert said[1] == (
        "Deployments stand in their own months: USD 90,005.00 is committed for them, USD 12.00 is planned."
    )
    assert len(formula(known, forecast(known, Method.SIX_MONTHS, today=TODAY))) == len(said) - 1


def test_without_a_budget_the_award_is_the_plan() -> None:
    assert forecast(facts(budgeted=None), Method.PLAN, today=TODAY).forecast == usd("224157.64")


def test_cash_that_lasts_has_no_day(english: Language) -> None:
    found = six(received=usd("1236000.00"))
    assert (found.cash_ends_on, found.days_short) == (None, 0)
    assert read(english, sentence(found)) == (
        "At this pace cash lasts to the end; about USD 61,200.00 would return to the funder."
    )


def test_cash_that_is_just_enough_lasts() -> None:
    assert six(received=usd("1011842.36") + usd("162963.53")).cash_ends_on in (None, date(2020, 3, 31))
    exact = facts(
        spent=usd("186"),
        spent_by_month={date(2019, month, 1): Decimal(31) for month in range(4, 10)},
        received=usd("216"),
        period=Period.of_days(date(2019, 1, 1), date(2019, 10, 31)),
    )
    assert forecast(exact, Method.SIX_MONTHS, today=date(2019, 10, 1)).cash_ends_on is None


def test_cash_ends_with_a_month() -> None:
    known = facts(
        spent=usd("186"),
        spent_by_month={date(2019, month, 1): Decimal(31) for month in range(4, 10)},
        received=usd("247"),
        period=Period.of_days(date(2019, 1, 1), date(2020, 10, 31)),
    )
    assert forecast(known, Method.SIX_MONTHS, today=date(2019, 10, 1)).cash_ends_on == date(2019, 11, 30)


def test_no_cash_ends_today(english: Language) -> None:
    for received in ("1011842.36", "1000000"):
        found = six(received=usd(received))
        assert found.cash_ends_on == TODAY
        assert read(english, sentence(found)) == (
            "Cash is used up; at this pace about USD 61,200.00 would return to the funder."
        )


def test_more_than_there_is(english: Language) -> None:
    small = usd("1100000")
    assert six(awarded=small).over == usd("74805.89")
    assert read(english, sentence(six(awarded=small))) == (
        "At this pace cash lasts until 14 Mar 2020; about USD 74,800.00 would be missing at the end."
    )
    assert read(english, sentence(six(awarded=small, received=usd("1300000")))) == (
        "At this pace cash lasts to the end; about USD 74,800.00 would be spent too much."
    )
    assert read(english, sentence(six(awarded=small, received=usd("0")))) == (
        "Cash is used up; at this pace about USD 74,800.00 would be missing at the end."
    )


def test_cash_expected_below_the_award_is_what_there_is() -> None:
    assert six(expected=usd("1200000.00")).returns == usd("25194.11")
    assert six(expected=usd("2000000")).returns == six().returns


def test_a_grant_that_is_over(english: Language) -> None:
    found = forecast(FACTS, Method.SIX_MONTHS, today=date(2020, 3, 31))
    assert (found.forecast, found.monthly, found.cash_ends_on, found.path) == (usd("0"), usd("0"), None, ())
    assert read(english, sentence(found)) == "The grant has ended; USD 224,157.64 returns to the funder."
    over = forecast(facts(awarded=usd("1000000")), Method.PLAN, today=date(2021, 1, 1))
    assert read(english, sentence(over)) == "The grant has ended; USD 11,842.36 more was spent than there was."


def test_a_grant_that_has_not_begun() -> None:
    new = facts(spent=usd("0"), spent_by_month={}, received=usd("0"), committed=usd("0"))
    for method in (Method.SIX_MONTHS, Method.SINCE_START):
        found = forecast(new, method, today=date(2016, 12, 1))
        assert (found.monthly, found.cash_ends_on, found.returns) == (usd("0"), None, usd("1236000.00"))


def test_the_window_is_six_full_months_or_what_there_is() -> None:
    assert pace_window(NIGER, TODAY) == Period(date(2019, 4, 1), date(2019, 10, 1))
    young = Period.of_days(date(2019, 7, 15), date(2020, 3, 31))
    assert pace_window(young, TODAY) == Period(date(2019, 8, 1), date(2019, 10, 1))
    assert pace_window(young, date(2019, 8, 31)) is None
    assert pace_window(NIGER, date(2017, 1, 31)) is None


def test_a_grant_without_a_full_month_goes_by_its_days() -> None:
    young = facts(period=Period.of_days(date(2019, 10, 11), date(2020, 3, 31)), spent=usd("1100"))
    assert forecast(young, Method.SIX_MONTHS, today=TODAY).monthly == usd("3100.00")  # 11 of 31 days


def test_money_that_comes_back_is_no_pace() -> None:
    back = facts(spent_by_month={date(2019, 9, 1): Decimal(-60)}, spent=usd("-60"))
    assert forecast(back, Method.SIX_MONTHS, today=TODAY).monthly == usd("0")
    assert forecast(back, Method.SINCE_START, today=TODAY).monthly == usd("0")


def test_no_end_is_set() -> None:
    endless = facts(period=Period.of_days(date(2017, 1, 1), date.max))
    assert [found.cash_ends_on is not None for found in forecasts(endless, today=TODAY)] == [True, True, True]


def test_burn_shows_every_month_and_those_with_costs_outside() -> None:
    short = facts(
        period=Period.of_days(date(2019, 8, 1), date(2020, 3, 31)),
        spent_by_month={date(2019, 6, 1): Decimal(5), date(2019, 9, 1): Decimal(7)},
    )
    shown = burn(short, today=TODAY)
    assert [(month.month.month, month.spent, month.running) for month in shown] == [
        (6, usd("5"), False),
        (8, usd("0"), False),
        (9, usd("7"), False),
        (10, usd("0"), True),
    ]
    assert [month.month for month in burn(short, today=date(2019, 1, 1))] == [
        date(2019, 6, 1),
        date(2019, 8, 1),
        date(2019, 9, 1),
    ]


def test_how_it_was_worked_out(english: Language) -> None:
    def told(found: Forecast, known: SpendingFacts = FACTS) -> str:
        return english.join(formula(known, found)).replace("\u00a0", " ")

    rest = (
        "To the end, 5.32 months, that makes USD 162,963.53. Cash on hand is received − spent: USD 1,158,000.00 − "
        "USD 1,011,842.36 = USD 146,157.64. What returns is USD 1,236,000.00 − spent USD 1,011,842.36 − "
        "USD 162,963.53 to come = USD 61,194.11."
    )
    assert told(six()) == (
        f"Spent from 1 Apr 2019 to 30 Sep 2019: USD 183,704.34 in 6 full months, USD 30,617.39 a month. {rest}"
    )
    since, plan = (forecast(FACTS, method, today=TODAY) for method in (Method.SINCE_START, Method.PLAN))
    assert told(since).startswith(
        "Spent since the start, USD 1,011,842.36, by the months since then: USD 30,045.13 a month."
    )
    assert told(plan).startswith(
        "Open commitments of USD 96,480.00 and the rest of the budget in even days: USD 42,114.47 a month."
    )
    phased = facts(phases=(Planned(NIGER, Decimal(1)),))
    assert "what the phases of the budget plan beyond them" in told(plan, phased)


def test_months_ahead_are_told_to_two_places() -> None:
    assert months_ahead(NIGER, TODAY) == Decimal("5.32")
    assert months_ahead(NIGER, date(2020, 3, 31)) == 0


@pytest.mark.parametrize(
    ("exact", "told"),
    [("61193.41", "61200"), ("63950", "64000"), ("999.50", "1000"), ("612.40", "612"), ("-1235", "-1240"), ("0", "0")],
)
def test_about_keeps_three_digits(exact: str, told: str) -> None:
    assert about(Decimal(exact)) == Decimal(told)


# --- any grant ----------------------------------------------------------------------------------------------------

amounts = st.decimals(min_value=-10_000, max_value=3_000_000, places=2)
days = st.dates(min_value=date(2016, 1, 1), max_value=date(2022, 12, 31))


def _some_months(period: Period) -> st.SearchStrategy[list[date]]:
    return st.lists(st.sampled_from(list(period.months())), max_size=3, unique=True)


@st.composite
def grants(draw: st.DrawFn) -> SpendingFacts:
    start = draw(st.dates(min_value=date(2016, 1, 1), max_value=date(2020, 12, 31)))
    period = Period(start, start + timedelta(days=draw(st.integers(1, 1500))))
    months = draw(st.dictionaries(st.sampled_from(list(period.months())), amounts, max_size=8))
    phases = draw(st.lists(st.tuples(st.integers(0, 1400), st.integers(1, 400), amounts), max_size=4))
    return SpendingFacts(
        awarded=usd(draw(amounts)),
        received=usd(draw(amounts)),
        spent=add_up(map(usd, months.values()), "USD"),
        committed=usd(draw(amounts)),
        period=period,
        expected=draw(st.none() | st.builds(usd, amounts)),
        spent_by_month=months,
        budgeted=draw(st.none() | st.builds(usd, amounts)),
        phases=tuple(
            Planned(Period(start + timedelta(days=gap), start + timedelta(days=gap + length)), amount)
            for gap, length, amount in phases
        ),
        staffing=tuple(Staffing(month, *draw(st.tuples(amounts, amounts))) for month in draw(_some_months(period))),
    )


@settings(max_examples=200)
@given(grants(), days)
def test_no_money_is_lost(known: SpendingFacts, today: date) -> None:
    for found in forecasts(known, today=today):
        assert known.spent + found.forecast + found.returns - found.over == known.funds
        assert found.forecast.amount >= 0
        assert found.returns.amount >= 0
        assert found.over.amount >= 0
        assert not (found.returns and found.over)
        assert found.forecast.payable
        assert found.monthly.payable


@settings(max_examples=200)
@given(grants(), days)
def test_cash_ends_only_within_the_grant_and_where_it_is_too_little(known: SpendingFacts, today: date) -> None:
    for found in forecasts(known, today=today):
        if found.cash_ends_on is None:
            assert found.cash.amount >= found.forecast.amount - Decimal("0.01")
        else:
            assert found.cash.amount <= found.forecast.amount + Decimal("0.01") or known.cash.amount < 0
            assert found.cash_ends_on == today or today <= found.cash_ends_on <= known.period.last
        if found.path:
            assert found.path[0][1] == 0
            assert found.path[-1] == (known.period.last, found.forecast.amount)
            assert [amount for _day, amount in found.path] == sorted(amount for _day, amount in found.path)


@settings(max_examples=100)
@given(grants(), days)
def test_burn_sums_to_what_was_spent(known: SpendingFacts, today: date) -> None:
    assert add_up((month.spent for month in burn(known, today=today)), "USD") == known.spent


@settings(max_examples=100)
@given(grants(), days)
def test_deployments_never_lower_what_is_to_come(known: SpendingFacts, today: date) -> None:
    without = forecast(replace(known, staffing=()), Method.PLAN, today=today)
    signed = tuple(replace(month, planned=Decimal(0)) for month in known.staffing)

    assert forecast(known, Method.PLAN, today=today).forecast.amount >= without.forecast.amount
    assert forecast(replace(known, staffing=signed), Method.PLAN, today=today).forecast == without.forecast
