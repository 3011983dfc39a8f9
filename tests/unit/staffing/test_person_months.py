"""Person-months add up whatever they are parted by: grants, contracts, and any cut of the period."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.allocation import Share
from desktop.domain.period import Period
from desktop.domain.staffing.deployment import Contract, Deployment
from desktop.domain.staffing.person_months import (
    NO_GRANT,
    added_up,
    by_year,
    months_shown,
    service_parts,
    shown_together,
)
from desktop.domain.staffing.service import by_month, clipped, months_of
from desktop.domain.volunteer_terms import PeriodKind

FIRST = date(2017, 1, 1)
DAYS = st.integers(0, 1500).map(lambda count: FIRST + timedelta(days=count))
SIGNED = date(2017, 1, 1)


@st.composite
def deployments(draw: st.DrawFn) -> Deployment:
    """A chain of contracts with gaps, extensions and what is planned only, and shares that may lack something."""
    day, contracts = draw(DAYS), []
    for number in range(draw(st.integers(0, 4))):
        start = day + timedelta(days=draw(st.integers(0, 40)))
        day = start + timedelta(days=draw(st.integers(1, 400)))
        kind = draw(st.sampled_from(PeriodKind))
        signed = draw(st.sampled_from((SIGNED, SIGNED, None)))
        contracts.append(Contract(number + 1, kind, Period(start, day), signed))
    shares = [
        Share(grant_id, Decimal(draw(st.sampled_from(("25", "33.33", "60", "100")))), starts_on=starts_on)
        for starts_on in draw(st.lists(DAYS, max_size=2, unique=True))
        for grant_id in draw(st.lists(st.sampled_from((1, 2, 3)), min_size=1, max_size=3, unique=True))
    ]
    ended_on = draw(st.none() | DAYS)
    return Deployment(
        draw(st.integers(1, 9)), "D-1", "national", tuple(contracts), tuple(shares), ended_on=ended_on, sex="f"
    )


WINDOWS = st.tuples(DAYS, st.integers(1, 1200)).map(lambda made: Period(made[0], made[0] + timedelta(days=made[1])))


@settings(max_examples=80)
@given(st.lists(deployments(), max_size=3), WINDOWS, st.booleans())
def test_what_grants_bear_in_months_and_years_is_the_service_of_the_period(
    made: list[Deployment], window: Period, planned: bool
) -> None:
    served = months_of(part for each in made for part in clipped(each.service(planned=planned), window))
    for cut in (by_month, by_year):
        parts = list(service_parts(made, window, cut=cut, planned=planned))
        for key in (lambda part: part.grant_id, lambda part: part.start.year, lambda part: part.contract.id):
            assert sum(added_up(parts, key).values(), Fraction(0)) == served
        assert all(part.start in window and part.months >= 0 for part in parts)


@settings(max_examples=60)
@given(st.lists(deployments(), max_size=3), WINDOWS, st.data())
def test_person_months_add_up_over_any_partition_of_the_period(
    made: list[Deployment], window: Period, data: st.DataObject
) -> None:
    cuts = data.draw(st.lists(st.integers(1, max(1, window.days - 1)), max_size=4, unique=True).map(sorted))
    edges = [window.start, *(window.start + timedelta(days=cut) for cut in cuts if cut < window.days), window.end]
    pieces = [Period(start, end) for start, end in itertools.pairwise(edges)]

    def by_grant(period: Period) -> dict[int, Fraction]:
        return added_up(service_parts(made, period), lambda part: part.grant_id)

    together: dict[int, Fraction] = {}
    for piece in pieces:
        for grant_id, months in by_grant(piece).items():
            together[grant_id] = together.get(grant_id, Fraction(0)) + months
    assert {key: value for key, value in together.items() if value} == {
        key: value for key, value in by_grant(window).items() if value
    }


@given(st.lists(st.fractions(0, 400, max_denominator=31 * 30), max_size=30))
def test_months_shown_below_each_other_sum_to_their_total(months: list[Fraction]) -> None:
    exact = dict(enumerate(months))
    shown = shown_together(exact)
    assert sum(shown.values(), Decimal(0)) == months_shown(sum(months, Fraction(0)))
    assert all(abs(Fraction(shown[key]) - exact[key]) < Fraction(1, 100) for key in exact)
    assert all(value.as_tuple().exponent == -2 for value in shown.values())


def test_a_part_that_no_grant_bears_stands_apart_and_too_much_is_shared_out() -> None:
    january = Period(date(2019, 1, 1), date(2019, 2, 1))
    contract = Contract(1, PeriodKind.INITIAL, january, SIGNED)

    def borne(*percents: str) -> dict[int, Fraction]:
        shares = tuple(Share(number, Decimal(percent)) for number, percent in enumerate(percents, start=1))
        deployment = Deployment(1, "D-1", "national", (contract,), shares)
        return added_up(service_parts([deployment], january), lambda part: part.grant_id)

    assert borne() == {NO_GRANT: 1}
    assert borne("60") == {1: Fraction(3, 5), NO_GRANT: Fraction(2, 5)}
    assert borne("60", "40") == {1: Fraction(3, 5), 2: Fraction(2, 5)}
    assert borne("150", "50") == {1: Fraction(3, 4), 2: Fraction(1, 4)}


def test_a_share_that_changes_within_a_month_parts_it_by_days() -> None:
    contract = Contract(1, PeriodKind.INITIAL, Period(date(2019, 3, 1), date(2019, 5, 1)), SIGNED)
    whole = Decimal(100)
    shares = (Share(1, whole, starts_on=date(2019, 1, 1)), Share(2, whole, starts_on=date(2019, 4, 11)))
    parts = service_parts([Deployment(1, "D-1", "national", (contract,), shares)], contract.period, cut=by_month)
    assert [(part.start, part.grant_id, part.months) for part in parts] == [
        (date(2019, 3, 1), 1, Fraction(1)),
        (date(2019, 4, 1), 1, Fraction(1, 3)),
        (date(2019, 4, 11), 2, Fraction(2, 3)),
    ]


def test_half_of_a_hundredth_is_shown_as_a_whole_one() -> None:
    assert (months_shown(Fraction(1, 200)), months_shown(Fraction(49, 10_000))) == (Decimal("0.01"), Decimal("0.00"))
