"""Posts stand vacant to the day; nobody who is one too many fills a post of another day."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.period import Period
from desktop.domain.staffing.service import days_of_month, months_in, months_of
from desktop.domain.staffing.vacancies import vacancies, vacancies_until, vacant_months

YEAR = Period.of_days(date(2019, 1, 1), date(2019, 12, 31))
_days = st.dates(date(2018, 10, 1), date(2020, 3, 1))
_spans = st.builds(lambda start, days: Period(start, start + timedelta(days)), _days, st.integers(1, 400))


def test_posts_are_vacant_before_and_after_those_who_fill_them() -> None:
    months = vacancies(2, YEAR, [Period.of_days(date(2019, 1, 16), date(2019, 3, 31))])
    assert [(one.month.month, one.served, one.vacant) for one in months[:4]] == [
        (1, Fraction(16, 31), 2 - Fraction(16, 31)),
        (2, 1, 1),
        (3, 1, 1),
        (4, 0, 2),
    ]
    assert vacant_months(months) == 24 - 2 - Fraction(16, 31)


def test_a_handover_never_makes_up_for_an_empty_post() -> None:
    both = [Period.of_days(date(2019, 1, 1), date(2019, 6, 30)), Period.of_days(date(2019, 6, 1), date(2019, 11, 30))]
    months = vacancies(1, YEAR, both)
    assert vacant_months(months) == 1
    assert months[5].served == 2
    assert months[5].vacant == 0


def test_vacancy_so_far_ends_with_the_day() -> None:
    assert vacancies_until(3, YEAR, [], date(2019, 2, 28)) == 6
    assert vacancies_until(3, YEAR, [], date(2018, 12, 31)) == 0
    assert vacancies_until(3, YEAR, [], date(2025, 1, 1)) == 36


@given(st.integers(1, 4), st.lists(_spans, max_size=5))
def test_vacancy_is_what_each_day_lacks(posts: int, service: list[Period]) -> None:
    expected = Fraction(0)
    for place in range(YEAR.days):
        day = YEAR.start + timedelta(place)
        lacks = max(posts - sum(day in period for period in service), 0)
        expected += Fraction(lacks, days_of_month(day))
    assert vacant_months(vacancies(posts, YEAR, service)) == expected


@given(st.lists(_spans, max_size=3))
def test_where_there_is_a_post_for_each_vacancy_is_posts_times_months_less_service(service: list[Period]) -> None:
    months = vacancies(3, YEAR, service)
    within = [
        Period(max(period.start, YEAR.start), min(period.end, YEAR.end))
        for period in service
        if period.start < YEAR.end and period.end > YEAR.start
    ]
    assert sum(one.served for one in months) == months_of(within)
    assert vacant_months(months) == 3 * months_in(YEAR) - months_of(within)
