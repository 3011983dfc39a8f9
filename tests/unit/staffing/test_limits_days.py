"""Limits of service and of age on the days that decide, and the rest after which one is counted anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.finding import Severity
from desktop.domain.period import ONE_DAY, Period
from desktop.domain.staffing.deployment import Contract, Deployment
from desktop.domain.staffing.limits import (
    Limit,
    LimitBook,
    Person,
    counted_service,
    day_reached,
    entry_findings,
    first_beyond,
    modality_of,
    service_counts,
    service_findings,
)
from desktop.domain.staffing.service import months_of
from desktop.domain.volunteer_terms import PeriodKind, VolunteerCategory

SPECIALIST, YOUTH = "national_specialist", "national_youth"
BOOK = LimitBook((Limit(SPECIALIST, most_months=48), Limit(YOUTH, most_months=24)))
TODAY = date(2021, 7, 15)
PERSON = Person(7, "V-07")


def served(first: date, last: date, *, category: str = SPECIALIST, signed: bool = True) -> Deployment:
    contract = Contract(1, PeriodKind.INITIAL, Period.of_days(first, last), first if signed else None)
    return Deployment(1, "D-01", category, (contract,))


def codes(*deployments: Deployment, book: LimitBook = BOOK, today: date = TODAY) -> list[str]:
    return [finding.code for finding in service_findings(PERSON, deployments, book=book, today=today)]


# --- the count ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        (date(2021, 12, 30), []),
        (date(2021, 12, 31), ["service_full"]),
        (date(2022, 1, 1), ["service_beyond"]),
    ],
)
def test_the_day_after_a_full_limit_is_beyond_it(last: date, expected: list[str]) -> None:
    assert codes(served(date(2018, 1, 1), last)) == expected


@pytest.mark.parametrize(("today", "expected"), [(date(2021, 12, 31), ["service_full"]), (date(2022, 1, 1), [])])
def test_a_full_limit_is_told_until_its_own_day(today: date, expected: list[str]) -> None:
    assert codes(served(date(2018, 1, 1), date(2021, 12, 31)), today=today) == expected


def test_what_is_beyond_stays_told_when_it_is_over() -> None:
    assert codes(served(date(2018, 1, 1), date(2022, 1, 1)), today=date(2030, 1, 1)) == ["service_beyond"]


def test_a_full_limit_is_a_note_and_all_beyond_a_warning_that_is_no_wall() -> None:
    full, beyond = (
        service_findings(PERSON, [served(date(2018, 1, 1), last)], book=BOOK, today=TODAY)[0]
        for last in (date(2021, 12, 31), date(2022, 12, 31))
    )
    assert (full.severity, beyond.severity) == (Severity.NOTE, Severity.WARNING)
    assert str(beyond.fix) == "Ask the agency before a contract is signed; the program keeps it in any case."
    assert (beyond.record_id, beyond.label) == (7, "V-07")


def test_service_of_today_counts_and_that_of_tomorrow_does_not_yet() -> None:
    (whole, _category) = service_counts([served(date(2021, 7, 1), date(2021, 7, 31))], book=BOOK, today=TODAY)
    assert (whole.served, whole.signed, whole.planned) == (Fraction(15, 31), Fraction(1), Fraction(1))
    assert whole.left == 47
    (before, _category) = service_counts([served(date(2021, 7, 16), date(2021, 7, 31))], book=BOOK, today=TODAY)
    assert before.served == 0
    (first_day, _category) = service_counts([served(TODAY, date(2021, 7, 31))], book=BOOK, today=TODAY)
    assert first_day.served == Fraction(1, 31)


def test_what_is_planned_is_counted_apart() -> None:
    chain = [served(date(2021, 1, 1), date(2021, 6, 30)), served(date(2021, 7, 1), date(2021, 9, 30), signed=False)]
    (whole, category) = service_counts(chain, book=BOOK, today=TODAY)
    assert (whole.served, whole.signed, whole.planned) == (Fraction(6), Fraction(6), Fraction(9))
    assert whole.left == category.left == 42
    assert (whole.reached_on, whole.beyond, whole.planned_beyond) == (None, None, None)


def test_days_in_two_deployments_are_served_once() -> None:
    twice = [served(date(2021, 1, 1), date(2021, 3, 31)), served(date(2021, 3, 1), date(2021, 4, 30))]
    (whole, _category) = service_counts(twice, book=BOOK, today=TODAY)
    assert whole.signed == 4


def test_nobody_has_counts_of_what_was_never_served() -> None:
    assert service_counts([], book=BOOK, today=TODAY) == ()
    (online, category) = service_counts(
        [served(date(2021, 1, 1), date(2021, 1, 31), category="online")], book=BOOK, today=TODAY
    )
    assert (online.modality, online.category, online.limit, online.left) == ("online", "", None, None)
    assert (category.category, category.reached_on, category.beyond) == ("online", None, None)


def test_the_largest_limit_of_a_modality_counts_for_those_who_change_category() -> None:
    """Two years of youth and two of a specialist are 48 months: full, and not beyond."""
    chain = [
        served(date(2018, 1, 1), date(2019, 12, 31), category=YOUTH),
        served(date(2020, 1, 1), date(2021, 12, 31)),
    ]
    assert codes(*chain) == ["service_full"]
    assert codes(*chain, served(date(2022, 1, 1), date(2022, 1, 1))) == ["service_beyond"]


@pytest.mark.parametrize(
    ("category", "modality"),
    [
        ("online", "online"),
        ("international", "international"),
        ("international_youth", "international"),
        ("national", "national"),
        ("youth", "national"),
        ("community", "national"),
        ("refugee", "national"),
    ],
)
def test_each_category_belongs_to_a_modality(category: str, modality: str) -> None:
    assert modality_of(category) == modality
    assert category in list(VolunteerCategory)


# --- the rest -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("back", "anew"), [(date(2014, 2, 27), False), (date(2014, 2, 28), True)])
def test_ten_years_of_rest_begin_with_the_day_after_service(back: date, *, anew: bool) -> None:
    old = Period.of_days(date(2003, 1, 1), date(2004, 2, 27))
    again = Period.of_days(back, date(2015, 12, 31))
    assert counted_service([again, old]) == (([again], back) if anew else ([old, again], None))


def test_ten_years_after_a_leap_day_are_over_on_the_last_of_february() -> None:
    old = Period(date(2003, 1, 1), date(2004, 2, 29))
    again = Period.of_days(date(2014, 2, 28), date(2014, 12, 31))
    assert counted_service([old, again]) == ([again], date(2014, 2, 28))


def test_one_who_comes_back_after_a_rest_is_counted_anew_and_says_since_when() -> None:
    chain = [served(date(2000, 1, 1), date(2003, 12, 31)), served(date(2018, 1, 1), date(2021, 12, 31))]
    (whole, _category) = service_counts(chain, book=BOOK, today=TODAY)
    assert (whole.signed, whole.since, whole.beyond) == (Fraction(48), date(2018, 1, 1), None)
    assert codes(*chain) == ["service_full"]
    assert codes(chain[0], served(date(2013, 12, 31), date(2013, 12, 31))) == ["service_beyond"]


def test_no_service_needs_no_rest() -> None:
    assert counted_service([]) == ([], None)
    assert day_reached([], 1) is None
    assert first_beyond([], 0) is None


@given(
    st.dates(date(2015, 1, 1), date(2022, 12, 31)),
    st.integers(1, 60),
    st.sampled_from([date(2023, 2, 28), date(2024, 2, 29), date(2027, 12, 31)]),
)
def test_service_to_the_day_a_limit_is_full_is_the_limit_or_just_more(start: date, months: int, last: date) -> None:
    service = [Period.of_days(start, last)]
    full, beyond = day_reached(service, months), first_beyond(service, months)
    if full is None:
        assert months_of(service) < months
        assert beyond is None
        return
    to_full = months_of([Period.of_days(start, full)])
    assert to_full - Fraction(1, 28) < months <= to_full
    if beyond is not None:
        assert beyond in {full, full + ONE_DAY}
        assert (beyond == full) == (to_full > months)


# --- entry --------------------------------------------------------------------------------------------------------


ENTRY_BOOK = LimitBook((Limit(SPECIALIST, least_months=3, least_age=22, most_age=26, experience_years=2),))


def on_entry(person: Person, deployment: Deployment) -> list[str]:
    return [finding.code for finding in entry_findings(person, deployment, book=ENTRY_BOOK)]


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (date(2022, 2, 27), ["too_young"]),
        (date(2022, 2, 28), []),
        (date(2027, 2, 27), []),
        (date(2027, 2, 28), ["too_old"]),
    ],
)
def test_one_born_on_a_leap_day_comes_of_age_on_the_last_of_february(entry: date, expected: list[str]) -> None:
    person = Person(1, "V-1", date(2000, 2, 29), 2)
    assert on_entry(person, served(entry, date(2028, 12, 31))) == expected


def test_age_is_that_of_the_first_day_of_all_contracts_planned_ones_too() -> None:
    person = Person(1, "V-1", date(2000, 5, 10))
    early = Contract(1, PeriodKind.INITIAL, Period.of_days(date(2022, 5, 9), date(2022, 8, 31)))
    late = Contract(2, PeriodKind.EXTENSION, Period.of_days(date(2022, 9, 1), date(2022, 12, 31)), date(2022, 8, 1))
    assert on_entry(person, Deployment(1, "D-01", SPECIALIST, (late, early))) == ["too_young"]
    assert on_entry(person, Deployment(1, "D-01", SPECIALIST, (late,))) == []


@pytest.mark.parametrize(
    ("years", "expected"), [(None, []), (0, ["too_little_experience"]), (1, ["too_little_experience"]), (2, [])]
)
def test_experience_that_is_not_known_is_not_too_little(years: int | None, expected: list[str]) -> None:
    person = Person(1, "V-1", None, years)
    assert on_entry(person, served(date(2019, 1, 1), date(2019, 3, 31))) == expected


def test_three_months_to_the_day_are_long_enough_and_an_early_end_is_no_short_plan() -> None:
    person = Person(1, "V-1")
    short = served(date(2019, 1, 1), date(2019, 3, 30))
    assert on_entry(person, served(date(2019, 1, 1), date(2019, 3, 31))) == []
    assert on_entry(person, short) == ["service_short"]
    assert on_entry(person, replace(served(date(2019, 1, 1), date(2019, 12, 31)), ended_on=date(2019, 1, 31))) == []


def test_what_is_found_on_entry_leads_to_the_deployment() -> None:
    (finding,) = entry_findings(
        Person(1, "V-1", date(2000, 1, 1)), served(date(2019, 1, 1), date(2019, 12, 31)), book=ENTRY_BOOK
    )
    assert (finding.register, finding.record_id, finding.label) == ("deployments", 1, "D-01")
    assert finding.severity is Severity.WARNING
    assert "2000" not in str(finding.sentence)


# --- the book -----------------------------------------------------------------------------------------------------


def test_a_limit_of_the_office_counts_from_its_own_day() -> None:
    own = (Limit(SPECIALIST, date(2021, 1, 1), most_months=12), Limit(SPECIALIST, date(2020, 1, 1), most_months=36))
    book = replace(BOOK, own=own)
    found = [
        book.on(SPECIALIST, date(year, month, day)).most_months
        for year, month, day in ((2019, 12, 31), (2020, 1, 1), (2020, 12, 31), (2021, 1, 1))
    ]
    assert found == [48, 36, 36, 12]
    assert book.on(YOUTH, TODAY).most_months == 24


def test_a_row_without_a_day_counts_always_and_a_zero_is_something_said() -> None:
    book = replace(BOOK, own=(Limit(SPECIALIST, leave_days=Decimal(0), most_months=0),))
    limit = book.on(SPECIALIST, date(1999, 1, 1))
    assert (limit.leave_days, limit.most_months) == (Decimal(0), 0)


def test_the_source_and_its_doubt_are_never_taken_from_the_preset() -> None:
    preset = Limit(SPECIALIST, most_months=48, source="Conditions of Service", confirm=True)
    book = LimitBook((preset,), (Limit(SPECIALIST, date(2020, 1, 1), least_age=25),))
    limit = book.on(SPECIALIST, TODAY)
    assert (limit.most_months, limit.least_age, limit.source, limit.confirm) == (48, 25, "", False)
    assert limit.starts_on == date(2020, 1, 1)
    assert book.on(SPECIALIST, date(2019, 12, 31)) == preset
