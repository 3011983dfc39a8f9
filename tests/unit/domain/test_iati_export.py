"""Percentages that sum to exactly 100, and budgets in periods of a year at most that sum to the whole."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.iati.periods import is_too_long, phased, within_years
from desktop.domain.iati.shares import WHOLE, Change, written_places, written_shares
from desktop.domain.iati.standard import identifier_of, own_source_of, source_of
from desktop.domain.money import ZERO, Money
from desktop.domain.period import Period

SHARE = st.none() | st.decimals(min_value=0, max_value=100, places=4)
DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2040, 12, 31))
MONEY = st.builds(
    Money.rounded,
    st.decimals(min_value=-(10**10), max_value=10**10, places=4),
    st.sampled_from(["USD", "XOF", "TND"]),
)


def _share(text: str) -> Decimal | None:
    return Decimal(text) if text else None


@pytest.mark.parametrize(
    ("stated", "written", "change"),
    [
        ([""], [""], Change.NONE),
        (["100"], ["100"], Change.NONE),
        (["40"], [""], Change.SCALED),
        (["33.3333", "66.6667"], ["33.3333", "66.6667"], Change.NONE),
        (["33.33", "33.33", "33.33"], ["33.34", "33.33", "33.33"], Change.ROUNDED),
        (["", "", ""], ["33.34", "33.33", "33.33"], Change.FILLED),
        (["60", "", ""], ["60", "20", "20"], Change.FILLED),
        (["100", ""], ["100", "0"], Change.FILLED),
        (["100", "100"], ["50", "50"], Change.SCALED),
        (["0", "0"], ["50", "50"], Change.SCALED),
        (["150", ""], ["100", "0"], Change.SCALED),
    ],
)
def test_shares_that_do_not_sum_to_100_are_mended(stated: list[str], written: list[str], change: Change) -> None:
    found = written_shares([_share(text) for text in stated])
    assert (found.values, found.change) == (tuple(_share(text) for text in written), change)


@given(st.lists(SHARE, min_size=2, max_size=12))
def test_several_shares_always_sum_to_exactly_100(stated: list[Decimal | None]) -> None:
    values = [value for value in written_shares(stated).values if value is not None]
    assert (len(values), sum(values, ZERO)) == (len(stated), WHOLE)
    assert all(value >= 0 and -int(value.as_tuple().exponent) <= 4 for value in values)


@given(st.lists(SHARE, max_size=4), st.dictionaries(st.sampled_from("123"), st.lists(SHARE, min_size=1, max_size=4)))
def test_countries_sum_to_100_with_the_regions_of_each_vocabulary(
    countries: list[Decimal | None], regions: dict[str, list[Decimal | None]]
) -> None:
    own, found = written_places(countries, regions)
    assert (len(own.values), {key: len(each.values) for key, each in found.items()}) == (
        len(countries),
        {key: len(each) for key, each in regions.items()},
    )
    for group in found.values():
        values = (*own.values, *group.values)
        if len(values) > 1:
            assert sum((value or ZERO for value in values), ZERO) == 100
        else:
            assert values[0] in (None, WHOLE)


def test_a_single_country_beside_a_region_has_a_share_too() -> None:
    half = Decimal(50)
    own, regions = written_places([Decimal(100)], {"1": [Decimal(100)], "2": [None]})
    assert (own.values, regions["1"].values, regions["2"].values) == ((half,), (half,), (half,))
    assert (written_places([], {})[0].values, written_shares([]).values) == ((), ())


# --- budgets ------------------------------------------------------------------------------------------------------


def test_a_budget_of_a_year_stays_whole_and_a_longer_one_goes_by_calendar_years() -> None:
    year = within_years(date(2018, 3, 13), date(2019, 3, 12), Money(Decimal("10.00"), "USD"))
    assert [(part.first, part.last, part.money.amount) for part in year] == [
        (date(2018, 3, 13), date(2019, 3, 12), Decimal("10.00"))
    ]
    longer = within_years(date(2018, 12, 31), date(2020, 1, 1), Money(Decimal("367.00"), "USD"))
    assert [(part.first, part.last, part.money.amount) for part in longer] == [
        (date(2018, 12, 31), date(2018, 12, 31), Decimal("1.00")),
        (date(2019, 1, 1), date(2019, 12, 31), Decimal("365.00")),
        (date(2020, 1, 1), date(2020, 1, 1), Decimal("1.00")),
    ]


def test_a_budget_without_an_end_is_not_parted() -> None:
    assert len(within_years(date(2018, 1, 1), date.max, Money(Decimal("1.00"), "USD"))) == 1


@given(DAYS, st.integers(0, 4000), MONEY)
def test_parts_are_short_without_gaps_and_sum_to_the_whole(first: date, days: int, money: Money) -> None:
    last = first + timedelta(days=days)
    parts = within_years(first, last, money)
    assert (parts[0].first, parts[-1].last) == (first, last)
    assert all(one.last + timedelta(days=1) == other.first for one, other in itertools.pairwise(parts))
    assert not any(is_too_long(part.first, part.last) for part in parts)
    assert sum((part.money.amount for part in parts), ZERO) == money.amount


@settings(max_examples=50)
@given(
    st.none() | st.tuples(DAYS, st.integers(0, 2000)),
    MONEY,
    st.dictionaries(st.dates(date(1995, 1, 1), date(2035, 1, 1)), st.integers(-1000, 1000), max_size=8),
)
def test_phases_and_the_rest_sum_to_the_whole(
    days: tuple[date, int] | None, unphased: Money, phases: dict[date, int]
) -> None:
    period = None if days is None else Period.of_days(days[0], days[0] + timedelta(days=days[1]))
    amounts = {day: Decimal(amount) for day, amount in phases.items()}
    parts = phased(period, unphased, amounts)
    whole = sum(amounts.values(), ZERO) + (unphased.amount if period else ZERO)
    assert sum((part.money.amount for part in parts), ZERO) == whole
    assert not any(is_too_long(part.first, part.last) for part in parts)


def test_phases_outside_the_period_keep_their_year() -> None:
    period = Period.of_days(date(2018, 7, 1), date(2020, 6, 30))
    parts = phased(period, Money.zero("USD"), {date(2018, 1, 1): Decimal(5), date(2021, 1, 1): Decimal(7)})
    assert [(part.first, part.last, part.money.amount) for part in parts] == [
        (date(2018, 7, 1), date(2018, 12, 31), Decimal(5)),
        (date(2021, 1, 1), date(2021, 12, 31), Decimal(7)),
    ]


# --- names --------------------------------------------------------------------------------------------------------


def test_identifiers_begin_with_the_reporting_organisation_and_hold_no_sign_that_is_not_allowed() -> None:
    assert identifier_of("XM-DAC-41128", "NER-LA") == "XM-DAC-41128-NER-LA"
    assert identifier_of("XM-DAC-41128", "XM-DAC-41128-NER/LA") == "XM-DAC-41128-NER/LA"
    assert identifier_of("XX-1", " A / B?2 ") == "XX-1-A-B-2"


def test_keys_of_entries_tell_activities_and_offices_apart() -> None:
    assert source_of("XX-1-A") != source_of("XX-1-B")
    assert own_source_of("XX-1-A", "one") != own_source_of("XX-1-A", "two")
    assert own_source_of("XX-1-A", "one").startswith(source_of("XX-1-A"))
