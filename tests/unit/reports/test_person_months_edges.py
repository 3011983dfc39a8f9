"""Person-months at their edges: leap years, single days, ties, who counts once, and what nobody pays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.allocation import Share
from desktop.domain.period import Period
from desktop.domain.staffing.deployment import Contract, Deployment
from desktop.domain.volunteer_terms import PeriodKind
from desktop.language import Language
from desktop.reports.forms.person_months import build_person_months, contracts_of, service_of
from desktop.reports.report import Report
from desktop.reports.trace import Traced
from tests.helpers.people_reports import GRANTS, YEAR, people_facts
from tests.helpers.recomputing import require_sound
from tests.helpers.report_facts import shown
from tests.helpers.staffing import DAKAR, NIAMEY, contract

PARTINGS = ("funder", "grant", "country", "sex", "category", "assignment", "year")
YEAR_OF_CONTRACT = contract(date(2019, 1, 1), date(2019, 12, 31))


def served(number: int, *contracts: Contract, grant: int | None = 1, **values: Any) -> Deployment:
    """A deployment of the volunteer of its number, whom one grant pays, or none."""
    plain: dict[str, Any] = {"volunteer_id": number, "volunteer": f"V-{number}", "sex": "f", "assignment_id": 1}
    shares = () if grant is None else (Share(grant, Decimal(100)),)
    return Deployment(number, f"D-{number}", "national_specialist", contracts, **plain | {"shares": shares} | values)


def report(*deployments: Deployment, period: Period = YEAR, **values: Any) -> Report:
    return build_person_months(people_facts(of=Traced.NOTHING, deployments=deployments, period=period, **values))


def months(made: Report) -> str:
    return str(made.figure("months.service").value)


def table(made: Report, key: str, language: Language) -> list[list[Any]]:
    return [[language.value(row.label), *shown(row)] for row in made.table(f"by_{key}").rows]


def days(first: date, last: date) -> Contract:
    return contract(first, last)


# --- what counts as months -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "shown_months"),
    [
        (date(2020, 2, 1), date(2020, 2, 29), "1.00"),
        (date(2020, 2, 1), date(2020, 2, 28), "0.97"),
        (date(2019, 2, 1), date(2019, 2, 28), "1.00"),
        (date(2019, 2, 1), date(2019, 2, 14), "0.50"),
        (date(2020, 2, 1), date(2020, 2, 14), "0.48"),
        (date(2019, 6, 30), date(2019, 6, 30), "0.03"),
        (date(2019, 6, 30), date(2019, 7, 1), "0.07"),
        (date(2019, 12, 31), date(2020, 1, 1), "0.06"),
        (date(2019, 1, 31), date(2019, 3, 1), "1.06"),
        (date(2019, 1, 1), date(2020, 12, 31), "24.00"),
    ],
)
def test_months_are_those_of_the_calendar(first: date, last: date, shown_months: str) -> None:
    window = Period.of_days(date(2019, 1, 1), date(2020, 12, 31))
    assert months(report(served(1, days(first, last)), period=window)) == shown_months


@pytest.mark.parametrize(
    ("ended_on", "shown_months"),
    [
        (date(2019, 3, 31), "3.00"),
        (date(2019, 3, 30), "2.97"),
        (date(2019, 1, 1), "0.03"),
        (date(2019, 12, 31), "12.00"),
        (None, "12.00"),
    ],
)
def test_the_day_on_which_somebody_ends_is_served(ended_on: date | None, shown_months: str) -> None:
    assert months(report(served(1, YEAR_OF_CONTRACT, ended_on=ended_on))) == shown_months


def test_a_period_takes_its_first_and_its_last_day() -> None:
    one = served(1, YEAR_OF_CONTRACT)
    assert months(report(one, period=Period.of_days(date(2019, 3, 31), date(2019, 4, 1)))) == "0.07"
    assert months(report(one, period=Period.of_days(date(2018, 12, 1), date(2018, 12, 31)))) == "0.00"
    assert months(report(one, period=Period.of_days(date(2020, 1, 1), date(2020, 1, 31)))) == "0.00"


def test_neither_plans_nor_gaps_are_served() -> None:
    one = served(
        1,
        days(date(2019, 1, 1), date(2019, 1, 31)),
        contract(date(2019, 2, 1), date(2019, 2, 28), kind=PeriodKind.GAP),
        contract(date(2019, 3, 1), date(2019, 3, 31), kind=PeriodKind.EXTENSION, signed=False),
    )
    made = report(one)
    assert months(made) == "1.00"
    assert (made.fact("deployments"), made.fact("persons")) == (1, 1)
    planned = served(2, contract(date(2019, 3, 1), date(2019, 3, 31), signed=False))
    assert report(planned).fact("persons") == 0


CUTS = st.lists(st.dates(date(2019, 1, 2), date(2019, 12, 31)), unique=True, max_size=5)


@settings(max_examples=25)
@given(cuts=CUTS)
def test_months_of_the_parts_of_a_period_are_those_of_the_whole(cuts: Sequence[date]) -> None:
    """Exactly so; what is rounded on paper is one period at a time."""
    starts = [date(2019, 1, 1), *sorted(cuts), date(2020, 1, 1)]
    parts = [Period(first, then) for first, then in pairwise(starts)]
    of_parts = [part for window in parts for part in service_of(people_facts(of=Traced.NOTHING, period=window))]
    whole = service_of(people_facts(of=Traced.NOTHING))
    assert sum(part.months for part in of_parts) == sum(part.months for part in whole)


SPANS = st.tuples(st.dates(date(2018, 6, 1), date(2020, 2, 29)), st.integers(0, 500))


@settings(max_examples=20)
@given(spans=st.lists(SPANS, max_size=5), cents=st.integers(0, 10000))
def test_each_table_sums_to_the_same_months_whatever_was_served(spans: Sequence[tuple[date, int]], cents: int) -> None:
    share = (Share(1, Decimal(cents) / 100),) if cents else ()
    made = report(
        *(
            served(number, days(first, first + timedelta(days=more)), shares=share, sex="fm"[number % 2])
            for number, (first, more) in enumerate(spans, start=1)
        )
    )
    require_sound(made, ())
    assert {made.figure(f"months.{key}.total").value or Decimal(0) for key in PARTINGS} == {
        made.figure("months.service").value
    }


# --- who counts once -------------------------------------------------------------------------------------------------


def test_who_serves_twice_is_one_volunteer_of_two_deployments(english: Language) -> None:
    again = replace(served(2, days(date(2019, 7, 1), date(2019, 12, 31))), volunteer_id=1, volunteer="V-1")
    made = report(served(1, days(date(2019, 1, 1), date(2019, 6, 30))), again)
    assert table(made, "sex", english) == [
        ["Female", "12.00", "1.0000", "2", "1"],
        ["Total", "12.00", "1.0000", "2", "1"],
    ]
    assert (made.fact("deployments"), made.fact("persons")) == (2, 1)


def test_a_post_that_nobody_fills_is_a_deployment_of_no_volunteer(english: Language) -> None:
    made = report(served(1, YEAR_OF_CONTRACT, volunteer_id=None, volunteer=""))
    assert table(made, "sex", english)[-1] == ["Total", "12.00", "1.0000", "1", "0"]


def test_who_serves_in_two_countries_or_years_counts_once_in_the_total(english: Language) -> None:
    moved = served(
        1,
        days(date(2018, 12, 1), date(2019, 3, 31)),
        contract(date(2019, 4, 1), date(2019, 5, 31), kind=PeriodKind.REASSIGNMENT, station=DAKAR),
    )
    made = report(moved, period=Period.of_days(date(2018, 1, 1), date(2019, 12, 31)))
    assert [(row[0], *row[3:]) for row in table(made, "country", english)] == [
        ("Niger", "1", "1"),
        ("Senegal", "1", "1"),
        ("Total", "1", "1"),
    ]
    assert [(row[0], *row[1:2], *row[3:]) for row in table(made, "year", english)] == [
        ("2018", "1.00", "1", "1"),
        ("2019", "5.00", "1", "1"),
        ("Total", "6.00", "1", "1"),
    ]
    assert made.fact("countries") == 2


def test_a_volunteer_of_two_grants_counts_in_each_and_once_in_all(english: Language) -> None:
    shared = served(1, YEAR_OF_CONTRACT, shares=(Share(1, Decimal(25)), Share(2, Decimal(75))))
    assert table(report(shared), "grant", english) == [
        ["G-2: Title of G-2", "9.00", "0.7500", "1", "1"],
        ["G-1: Title of G-1", "3.00", "0.2500", "1", "1"],
        ["Total", "12.00", "1.0000", "1", "1"],
    ]


def test_a_share_that_changes_within_a_month_parts_it_by_days(english: Language) -> None:
    june = days(date(2019, 6, 1), date(2019, 6, 30))
    shares = (Share(1, Decimal(100), starts_on=date(2019, 1, 1)), Share(2, Decimal(100), starts_on=date(2019, 6, 11)))
    rows = table(report(served(1, june, shares=shares)), "grant", english)
    assert [row[:2] for row in rows] == [
        ["G-2: Title of G-2", "0.67"],
        ["G-1: Title of G-1", "0.33"],
        ["Total", "1.00"],
    ]


# --- order and names -------------------------------------------------------------------------------------------------


def test_rows_stand_by_their_months_and_equal_ones_by_their_keys() -> None:
    short, long = days(date(2019, 1, 1), date(2019, 2, 28)), days(date(2019, 1, 1), date(2019, 5, 31))
    made = report(
        replace(served(1, short), category="online"),
        replace(served(2, long), category="national_youth"),
        replace(served(3, short), category="national_expert"),
    )
    assert [row.key for row in made.table("by_category").rows] == [
        *("category.national_youth", "category.national_expert", "category.online", "category.total"),
    ]


def test_what_nobody_pays_stands_last_though_it_is_the_most(english: Language) -> None:
    made = report(served(1, YEAR_OF_CONTRACT, grant=None), served(2, days(date(2019, 1, 1), date(2019, 1, 31))))
    assert [row[:2] for row in table(made, "funder", english)] == [
        ["Funder B", "1.00"],
        ["Without a grant", "12.00"],
        ["Total", "13.00"],
    ]
    assert [row[0] for row in table(made, "grant", english)] == ["G-1: Title of G-1", "Without a grant", "Total"]


def test_what_is_not_recorded_stands_last_though_it_is_the_most(english: Language) -> None:
    nowhere = contract(date(2019, 1, 1), date(2019, 12, 31), station=None)
    made = report(served(1, nowhere, sex=""), served(2, days(date(2019, 1, 1), date(2019, 1, 31)), sex="m"))
    assert [row[0] for row in table(made, "country", english)] == ["Niger", "Not recorded", "Total"]
    assert [row[0] for row in table(made, "sex", english)] == ["Male", "Not recorded", "Total"]
    assert made.fact("countries") == 1


def test_grants_of_one_funder_are_one_row_by_funder_and_two_by_grant(english: Language) -> None:
    of_one = tuple(replace(each, funder="Funder B") for each in GRANTS)
    made = report(served(1, YEAR_OF_CONTRACT), served(2, YEAR_OF_CONTRACT, grant=2), grants=of_one)
    assert [row[:2] for row in table(made, "funder", english)] == [["Funder B", "24.00"], ["Total", "24.00"]]
    assert [row[0] for row in table(made, "grant", english)] == ["G-1: Title of G-1", "G-2: Title of G-2", "Total"]


def test_countries_are_named_in_the_language_of_the_reader(speak: Any) -> None:
    made = report(served(1, contract(date(2019, 1, 1), date(2019, 12, 31), station=replace(NIAMEY, country="CI"))))
    names = [speak(code).value(made.table("by_country").rows[0].label) for code in ("en", "fr")]
    assert [name.replace("\u2019", "'") for name in names] == ["Côte d'Ivoire", "Côte d'Ivoire"]
    unknown = report(served(1, contract(date(2019, 1, 1), date(2019, 1, 2), station=replace(NIAMEY, country="X1"))))
    assert speak("en").value(unknown.table("by_country").rows[0].label) == "X1"


# --- where months come from ------------------------------------------------------------------------------------------


def test_a_contract_that_lasts_two_years_is_one_contract(english: Language) -> None:
    long = served(1, days(date(2018, 6, 1), date(2019, 6, 30)), shares=(Share(1, Decimal(50)), Share(2, Decimal(50))))
    window = Period.of_days(date(2018, 1, 1), date(2019, 12, 31))
    service = service_of(people_facts(of=Traced.NOTHING, deployments=(long,), period=window))
    assert len(service) == 4  # two grants, two years
    assert english.text(contracts_of(service)) == "From 1 contract of D-1."


def test_contracts_are_told_by_the_first_and_the_last_of_their_deployments(english: Language) -> None:
    half = days(date(2019, 1, 1), date(2019, 6, 30))
    rest = contract(date(2019, 7, 1), date(2019, 12, 31), kind=PeriodKind.EXTENSION)
    service = service_of(
        people_facts(of=Traced.NOTHING, deployments=(served(3, half, rest), served(1, half), served(2, half)))
    )
    assert english.text(contracts_of(service)) == "From 4 contracts of 3 deployments, D-1 to D-3."
    assert english.text(contracts_of(service[:2])) == "From 2 contracts of D-3."
