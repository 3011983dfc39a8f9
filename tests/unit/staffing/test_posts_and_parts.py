"""Posts that stand empty, and person-months: which day, which grant and which year each part of a month belongs to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.allocation import Share
from desktop.domain.period import ONE_DAY, Period
from desktop.domain.staffing.deployment import Deployment
from desktop.domain.staffing.person_months import (
    NO_GRANT,
    ServicePart,
    added_up,
    by_year,
    months_shown,
    months_together,
    service_parts,
    shown_together,
)
from desktop.domain.staffing.service import by_month
from desktop.domain.staffing.vacancies import MonthOfPosts, vacancies, vacancies_until, vacant_months
from desktop.domain.volunteer_terms import PeriodKind
from tests.helpers.staffing import contract, deployment

YEAR = Period.of_days(date(2019, 1, 1), date(2019, 12, 31))
JANUARY, JULY = date(2019, 1, 1), date(2019, 7, 1)
WHOLE = Decimal(100)
SERVED = deployment(contract(JANUARY, date(2019, 12, 31)))


def span(first: date, last: date) -> Period:
    return Period.of_days(first, last)


# --- posts --------------------------------------------------------------------------------------------------------


def test_a_month_of_posts_is_called_by_its_first_day_and_expects_only_its_own_days() -> None:
    expected = span(date(2019, 1, 16), date(2019, 2, 14))
    assert vacancies(2, expected, [span(date(2019, 2, 1), date(2019, 2, 7))]) == (
        MonthOfPosts(date(2019, 1, 1), Fraction(32, 31), Fraction(0), Fraction(32, 31)),
        MonthOfPosts(date(2019, 2, 1), Fraction(1), Fraction(1, 4), Fraction(3, 4)),
    )


def test_service_before_and_after_the_expected_time_fills_no_post() -> None:
    outside = [span(date(2018, 1, 1), date(2018, 12, 31)), span(date(2020, 1, 1), date(2020, 12, 31))]
    assert vacant_months(vacancies(1, YEAR, outside)) == 12
    assert sum(month.served for month in vacancies(1, YEAR, outside)) == 0
    across = [span(date(2018, 12, 1), date(2020, 1, 31))]
    assert vacant_months(vacancies(1, YEAR, across)) == 0
    assert sum(month.served for month in vacancies(1, YEAR, across)) == 12


def test_without_posts_nothing_is_vacant_whoever_serves() -> None:
    months = vacancies(0, YEAR, [YEAR])
    assert vacant_months(months) == 0
    assert (months[0].expected, months[0].served) == (Fraction(0), Fraction(1))
    assert vacant_months([]) == 0


def test_a_post_that_changes_hands_on_the_next_day_is_never_vacant() -> None:
    hands = [span(JANUARY, date(2019, 6, 30)), span(JULY, date(2019, 12, 31))]
    assert vacant_months(vacancies(1, YEAR, hands)) == 0
    late = [hands[0], Period(JULY + ONE_DAY, YEAR.end)]
    assert vacant_months(vacancies(1, YEAR, late)) == Fraction(1, 31)


@pytest.mark.parametrize(
    ("day", "months"),
    [
        (date(2018, 12, 31), Fraction(0)),
        (JANUARY, Fraction(2, 31)),
        (date(2019, 1, 31), Fraction(2)),
        (date(2019, 2, 1), 2 + Fraction(1, 28)),
        (date(2019, 12, 31), 2 + 11),
        (date(2030, 1, 1), 2 + 11),
    ],
)
def test_a_day_is_vacant_by_its_end(day: date, months: Fraction) -> None:
    one = [span(date(2019, 2, 1), date(2019, 12, 31))]
    assert vacancies_until(2, YEAR, one, day) == months


# --- person-months ------------------------------------------------------------------------------------------------


def parts(made: Deployment, window: Period = YEAR, *, planned: bool = False) -> list[ServicePart]:
    return list(service_parts([made], window, planned=planned))


def test_years_are_parted_between_their_last_and_their_first_day() -> None:
    assert list(by_year(span(date(2018, 12, 31), date(2020, 1, 1)))) == [
        span(date(2018, 12, 31), date(2018, 12, 31)),
        YEAR,
        span(date(2020, 1, 1), date(2020, 1, 1)),
    ]
    assert list(by_year(YEAR)) == [YEAR]


def test_only_the_days_of_the_window_count() -> None:
    april = span(date(2019, 4, 1), date(2019, 4, 30))
    (part,) = parts(SERVED, april)
    assert (part.start, part.grant_id, part.months) == (date(2019, 4, 1), 1, Fraction(1))
    assert parts(SERVED, span(date(2020, 1, 1), date(2020, 12, 31))) == []
    (first,) = parts(SERVED, span(date(2018, 1, 1), JANUARY))
    assert first.months == Fraction(1, 31)


def test_planned_service_counts_only_where_it_is_asked_for() -> None:
    made = deployment(
        contract(JANUARY, date(2019, 3, 31)),
        contract(date(2019, 4, 1), date(2019, 4, 30), kind=PeriodKind.GAP),
        contract(date(2019, 5, 1), date(2019, 6, 30), kind=PeriodKind.EXTENSION, signed=False),
    )
    assert months_together(parts(made)) == 3
    assert months_together(parts(made, planned=True)) == 5
    early = replace(made, ended_on=date(2019, 5, 31))
    assert months_together(parts(early, planned=True)) == 4


def test_a_share_counts_from_its_own_day_and_no_longer_before_it() -> None:
    shares = (Share(1, WHOLE, starts_on=JANUARY), Share(2, WHOLE, starts_on=JULY))
    found = parts(replace(SERVED, shares=shares))
    assert [(part.start, part.grant_id, part.months) for part in found] == [
        (JANUARY, 1, Fraction(6)),
        (JULY, 2, Fraction(6)),
    ]
    before_any = parts(replace(SERVED, shares=shares[1:]))
    assert [(part.grant_id, part.months) for part in before_any] == [(NO_GRANT, Fraction(6)), (2, Fraction(6))]


def test_shares_of_two_lines_of_one_grant_are_one_part_of_it() -> None:
    lines = (Share(1, Decimal("33.3333"), 5), Share(1, Decimal("16.6667"), 6), Share(2, Decimal(50)))
    found = added_up(parts(replace(SERVED, shares=lines)), lambda part: part.grant_id)
    assert found == {1: 6, 2: 6}


def test_a_share_of_the_smallest_decimals_is_kept_exactly() -> None:
    found = added_up(parts(replace(SERVED, shares=(Share(1, Decimal("0.0001")),))), lambda part: part.grant_id)
    assert found == {1: Fraction(12, 1_000_000), NO_GRANT: Fraction(12 * 999_999, 1_000_000)}


def test_a_share_that_changes_on_the_first_day_of_a_contract_leaves_no_empty_part() -> None:
    shares = (Share(1, WHOLE, starts_on=date(2018, 1, 1)), Share(2, WHOLE, starts_on=JANUARY))
    assert [(part.start, part.grant_id) for part in parts(replace(SERVED, shares=shares))] == [(JANUARY, 2)]
    after = (Share(2, WHOLE, starts_on=JANUARY), Share(1, WHOLE, starts_on=YEAR.end))
    assert [part.grant_id for part in parts(replace(SERVED, shares=after))] == [2]


def test_parts_of_several_deployments_add_up_by_what_is_asked() -> None:
    other = replace(SERVED, id=2, sex="m", category="national_youth")
    both = list(service_parts([replace(SERVED, sex="f"), other, other], YEAR, cut=by_month))
    assert len(both) == 36
    assert added_up(both, lambda part: part.deployment.sex) == {"f": 12, "m": 24}
    assert added_up(both, lambda part: (part.deployment.category, part.start.month > 6)) == {
        ("national_specialist", False): 6,
        ("national_specialist", True): 6,
        ("national_youth", False): 12,
        ("national_youth", True): 12,
    }
    assert added_up([], lambda part: part.start) == {}
    assert months_together([]) == 0


# --- shown --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("exact", "shown"),
    [("0", "0.00"), ("1/3", "0.33"), ("2/3", "0.67"), ("1/8", "0.13"), ("12", "12.00"), ("1999/1000", "2.00")],
)
def test_months_are_shown_to_the_hundredth(exact: str, shown: str) -> None:
    assert str(months_shown(Fraction(exact))) == shown


def test_the_cent_that_is_missing_goes_to_who_lost_most_and_first_to_the_earlier() -> None:
    third, half = Fraction(1, 3), Fraction(1, 200)
    assert shown_together({"a": third, "b": third, "c": third}) == {
        "a": Decimal("0.34"),
        "b": Decimal("0.33"),
        "c": Decimal("0.33"),
    }
    assert shown_together({"a": half, "b": Fraction(9, 1000)}) == {"a": Decimal(0), "b": Decimal("0.01")}
    assert shown_together({"b": half, "a": half}) == {"b": Decimal("0.01"), "a": Decimal("0.00")}
    assert shown_together({}) == {}


@settings(max_examples=40)
@given(st.dictionaries(st.integers(0, 9), st.fractions(0, 50, max_denominator=900), max_size=6))
def test_who_served_longer_is_never_shown_with_less(months: dict[int, Fraction]) -> None:
    shown = shown_together(months)
    assert list(shown) == list(months)
    for one, exact in months.items():
        assert all(shown[one] <= shown[other] for other in months if exact + Fraction(1, 100) <= months[other])
