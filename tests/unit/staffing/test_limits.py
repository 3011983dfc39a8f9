"""How long one may serve: counted to the day over all deployments, told as warnings."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.finding import Severity
from desktop.domain.period import Period
from desktop.domain.staffing.deployment import Contract, Deployment
from desktop.domain.staffing.limits import (
    Limit,
    LimitBook,
    Person,
    counted_service,
    day_reached,
    entry_findings,
    first_beyond,
    service_counts,
    service_findings,
)
from desktop.domain.staffing.service import months_in, two_decimals, without_overlaps
from desktop.domain.volunteer_terms import PeriodKind

TODAY = date(2021, 7, 15)
BOOK = LimitBook(
    (
        Limit("national_specialist", most_months=48, least_months=3, least_age=27, experience_years=3),
        Limit("national_youth", most_months=24, least_age=18, most_age=26),
    )
)
ANNA = Person(7, "V-07", date(1990, 2, 28), 3)


def served(
    first: date, last: date, *, category: str = "national_specialist", signed: bool = True, **values: object
) -> Deployment:
    contract = Contract(1, PeriodKind.INITIAL, Period.of_days(first, last), first if signed else None)
    return Deployment(1, "D-01", category, (contract,), **values)  # type: ignore[arg-type]  # what a test is about


def told(person: Person, *deployments: Deployment, book: LimitBook = BOOK) -> list[tuple[str, str]]:
    return [
        (finding.code, str(finding.sentence))
        for finding in service_findings(person, deployments, book=book, today=TODAY)
    ]


def test_a_limit_is_full_on_the_day_that_completes_it() -> None:
    four_years = [Period.of_days(date(2018, 3, 10), date(2022, 3, 9))]
    assert day_reached(four_years, 48) == date(2022, 3, 9)
    assert first_beyond(four_years, 48) is None
    short = [Period.of_days(date(2018, 2, 10), date(2022, 2, 9))]
    assert day_reached(short, 48) == date(2022, 2, 9)  # both are parts of months of 28 days
    leap = [Period.of_days(date(2016, 2, 10), date(2019, 2, 9))]
    assert day_reached(leap, 36) == first_beyond(leap, 36) == date(2019, 2, 9)  # 20 of 29 and 9 of 28 days: too much


def test_a_calendar_year_is_twelve_months() -> None:
    years = [Period.of_days(date(2019, 1, 1), date(2019, 12, 31))]
    assert day_reached(years, 12) == date(2019, 12, 31)
    assert first_beyond(years, 12) is None
    assert first_beyond([Period.of_days(date(2019, 1, 1), date(2020, 1, 1))], 12) == date(2020, 1, 1)
    assert day_reached(years, 13) is None
    assert first_beyond(years, 0) == date(2019, 1, 1)


@given(
    st.dates(date(2015, 1, 1), date(2022, 12, 31)),
    st.integers(1, 900),
    st.integers(0, 100),
    st.integers(1, 500),
    st.integers(1, 40),
)
def test_the_day_reached_is_the_first_on_which_so_many_months_are_served(
    start: date, days: int, pause: int, more: int, months: int
) -> None:
    first = Period(start, start + timedelta(days))
    second = Period(first.end + timedelta(pause), first.end + timedelta(pause + more))
    service = without_overlaps([first, second])
    reached = day_reached(service, months)
    by_day = [day for part in service for day in (part.start + timedelta(place) for place in range(part.days))]
    total, expected, beyond = Fraction(0), None, None
    for day in by_day:
        total += months_in(Period(day, day + timedelta(1)))
        if expected is None and total >= months:
            expected = day
        if beyond is None and total > months:
            beyond = day
    assert (reached, first_beyond(service, months)) == (expected, beyond)


def test_days_under_two_contracts_count_once() -> None:
    twice = [Period.of_days(date(2019, 1, 1), date(2019, 3, 31)), Period.of_days(date(2019, 3, 1), date(2019, 4, 30))]
    assert without_overlaps(reversed(twice)) == [Period.of_days(date(2019, 1, 1), date(2019, 4, 30))]
    assert without_overlaps([*twice, Period.of_days(date(2020, 1, 1), date(2020, 1, 5))])[1].days == 5


def test_after_ten_years_of_rest_one_is_counted_anew_once() -> None:
    old = Period.of_days(date(2000, 1, 1), date(2003, 12, 31))
    anew = Period.of_days(date(2014, 1, 1), date(2015, 12, 31))
    assert counted_service([old, anew]) == ([anew], date(2014, 1, 1))
    short = Period.of_days(date(2013, 12, 31), date(2015, 12, 31))
    assert counted_service([old, short]) == ([old, short], None)
    later = Period.of_days(date(2030, 1, 1), date(2030, 12, 31))
    assert counted_service([old, anew, later]) == ([anew, later], date(2014, 1, 1))


def test_service_is_counted_over_all_deployments_of_a_modality_and_by_category() -> None:
    young = served(date(2016, 1, 1), date(2017, 6, 30), category="national_youth")
    now = served(date(2019, 7, 1), date(2022, 6, 30))
    abroad = served(date(2018, 1, 1), date(2018, 12, 31), category="international_specialist")
    counts = service_counts([young, now, abroad], book=BOOK, today=date(2021, 6, 30))
    assert [(str(count.name), int(count.served), int(count.signed), count.limit) for count in counts] == [
        ("international volunteer", 12, 12, None),
        ("International UN Volunteer Specialist", 12, 12, None),
        ("national volunteer", 42, 54, 48),
        ("National UN Volunteer Specialist", 24, 36, 48),
        ("National UN Youth Volunteer", 18, 18, 24),
    ]
    assert counts[2].left == -6
    assert counts[0].left is None
    assert counts[2].reached_on == date(2021, 12, 31)
    assert counts[2].beyond == date(2022, 1, 1)


def test_what_is_beyond_is_told_with_its_day_and_by_how_much() -> None:
    assert told(ANNA, served(date(2018, 1, 1), date(2022, 2, 14))) == [
        (
            "service_beyond",
            "V-07 is beyond 48 months as national volunteer from 2022-01-01 on, by 1.5 months.",
        )
    ]


def test_what_is_planned_beyond_is_told_before_anyone_signs() -> None:
    signed = served(date(2018, 1, 1), date(2021, 12, 31))
    assert told(ANNA, signed) == [("service_full", "V-07 completes 48 months as national volunteer on 2021-12-31.")]
    more = served(date(2022, 1, 1), date(2022, 3, 31), signed=False)
    assert told(ANNA, signed, more) == [
        (
            "service_planned_beyond",
            "With what is planned V-07 comes beyond 48 months as national volunteer from 2022-01-01 on, by 3 months.",
        )
    ]
    assert not told(ANNA, served(date(2012, 1, 1), date(2015, 12, 31)))  # full long ago, and nothing came after


def test_the_limit_of_a_category_is_told_apart_from_that_of_the_modality() -> None:
    (finding,) = service_findings(
        ANNA,
        [served(date(2019, 1, 1), date(2021, 3, 31), category="national_youth")],
        book=BOOK,
        today=TODAY,
    )
    assert (finding.code, finding.severity, finding.register, finding.record_id) == (
        "service_beyond",
        Severity.WARNING,
        "volunteers",
        7,
    )
    assert "24 months as National UN Youth Volunteer from 2021-01-01" in str(finding.sentence)


def test_an_early_end_ends_the_count() -> None:
    early = served(date(2018, 1, 1), date(2022, 12, 31), ended_on=date(2021, 6, 30))
    (whole, _category) = service_counts([early], book=BOOK, today=TODAY)
    assert whole.signed == 42
    assert whole.reached_on is None


def test_ages_experience_and_a_short_time_are_told_on_entry_without_a_date_of_birth() -> None:
    def found(person: Person, deployment: Deployment) -> list[str]:
        return [str(finding.sentence) for finding in entry_findings(person, deployment, book=BOOK)]

    entry = served(date(2017, 2, 27), date(2018, 2, 26))
    assert found(ANNA, entry) == [
        "On entry V-07 is younger than 27 years, the least for National UN Volunteer Specialist."
    ]
    assert not found(ANNA, served(date(2017, 2, 28), date(2018, 2, 26)))
    youth = served(date(2017, 2, 28), date(2018, 2, 27), category="national_youth")
    assert found(ANNA, youth) == ["On entry V-07 is older than 26 years, the most for National UN Youth Volunteer."]
    green = Person(8, "V-08", None, 1)
    assert found(green, served(date(2019, 1, 1), date(2019, 2, 14))) == [
        "V-08 has 1 years of experience; National UN Volunteer Specialist asks for 3.",
        "D-01 is for 1.5 months; volunteers of this category serve 3 at least.",
    ]
    assert not found(green, Deployment(2, "D-02", "national_specialist"))


def test_a_row_of_the_office_takes_the_place_of_the_preset_where_it_says_something() -> None:
    own = (
        Limit("national_specialist", date(2019, 1, 1), most_months=36, leave_days=Decimal(3), source="Circular 4"),
        Limit("national_specialist", date(2021, 1, 1), most_months=60),
    )
    book = LimitBook(BOOK.presets, own)
    assert book.on("national_specialist", date(2018, 12, 31)).most_months == 48
    limit = book.on("national_specialist", date(2020, 1, 1))
    assert (limit.most_months, limit.least_age, limit.leave_days, limit.source) == (36, 27, Decimal(3), "Circular 4")
    assert book.of_modality("national", TODAY) == 60
    assert book.of_modality("online", TODAY) is None
    assert book.on("refugee", TODAY) == Limit("refugee")


@pytest.mark.parametrize(
    ("exact", "shown"),
    [
        (Fraction(1, 3), "0.33"),
        (Fraction(5, 2), "2.5"),
        (Fraction(1, 200), "0.01"),
        (Fraction(-1, 8), "-0.13"),
        (Fraction(12), "12"),
    ],
)
def test_months_are_shown_to_two_decimals_half_up(exact: Fraction, shown: str) -> None:
    assert str(two_decimals(exact)) == shown
