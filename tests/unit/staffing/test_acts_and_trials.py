"""The borders of acts on deployments and of what is tried: equal days, gaps, leap years, what is signed or planned."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings

from desktop.domain.allocation import Share
from desktop.domain.money import Money
from desktop.domain.period import ONE_DAY, Period
from desktop.domain.staffing import acts
from desktop.domain.staffing.coming import Held
from desktop.domain.staffing.deployment import Contract, Deployment
from desktop.domain.staffing.pricing import Payer, Pricing
from desktop.domain.staffing.rates import RateBook
from desktop.domain.staffing.whatif import (
    AddPosts,
    EndEarly,
    Extend,
    Move,
    Replan,
    ids_in,
    lines_changed,
    months_changed,
    renamed,
    signed_with,
    tried,
)
from desktop.domain.volunteer_terms import Component, PeriodKind
from tests.helpers import staffing_examples as some
from tests.helpers.staffing import DAKAR, NIAMEY, contract, deployment, rate

JANUARY, FEBRUARY, MARCH, APRIL, MAY = (date(2024, month, 1) for month in (1, 2, 3, 4, 5))
END = date(2024, 3, 31)
GAP = contract(APRIL, date(2024, 4, 30), kind=PeriodKind.GAP, station=None)
ALL = Decimal(100)


def _numbered(number: int, first: date, last: date, *, signed: bool = True) -> Contract:
    return replace(contract(first, last, signed=signed), id=number)


# --- signing ------------------------------------------------------------------------------------------------------


def test_only_the_named_contracts_are_signed_on_the_day() -> None:
    made = deployment(
        _numbered(1, JANUARY, END),
        _numbered(2, APRIL, MAY, signed=False),
        _numbered(3, date(2024, 6, 1), date(2024, 7, 1), signed=False),
    )

    found = acts.signed(made, {2, 99}, FEBRUARY)

    assert [each.signed_on for each in found.contracts] == [JANUARY, FEBRUARY, None]
    assert acts.signed(made, (), FEBRUARY) == made


def test_days_that_are_newly_signed_leave_gaps_and_what_lies_behind_an_early_end_out() -> None:
    before = deployment(
        _numbered(1, JANUARY, date(2024, 1, 31)),
        _numbered(2, FEBRUARY, END, signed=False),
        replace(GAP, id=3, signed_on=None),
    )
    after = acts.signed(before, {2, 3}, FEBRUARY)

    assert acts.newly_signed(before, after) == (Period(FEBRUARY, APRIL),)
    ended = replace(after, ended_on=date(2024, 2, 10))
    assert acts.newly_signed(before, ended) == (Period.of_days(FEBRUARY, date(2024, 2, 10)),)
    assert acts.newly_signed(before, replace(after, ended_on=date(2024, 1, 31))) == ()
    assert acts.newly_signed(before, before) == ()


# --- months and ends ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "months", "last"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2023, 2, 28), 12, date(2024, 2, 29)),
        (date(2024, 4, 14), 1, date(2024, 5, 14)),
        (date(2024, 1, 29), 1, date(2024, 2, 28)),  # the month that began on 30 January ends before 29 February
        (date(2024, 12, 31), 6, date(2025, 6, 30)),
        (date(2024, 3, 31), 0, date(2024, 3, 31)),
    ],
)
def test_so_many_months_after_a_day(day: date, months: int, last: date) -> None:
    assert acts.months_on(day, months) == last


def test_the_last_day_is_that_of_whichever_contract_ends_last() -> None:
    assert acts.last_day(deployment(contract(JANUARY, MAY), contract(FEBRUARY, END, signed=False))) == MAY
    assert acts.last_day(deployment(contract(JANUARY, END), GAP)) == date(2024, 4, 30)


def test_only_a_last_contract_that_is_served_and_planned_can_be_planned_anew() -> None:
    planned = contract(APRIL, MAY, signed=False)

    assert acts.planned_last(deployment(contract(JANUARY, END), planned)) == planned
    assert acts.planned_last(deployment(planned, contract(JANUARY, END))) == planned  # by its days, not its place
    assert acts.planned_last(deployment(planned, contract(date(2024, 6, 1), date(2024, 7, 1)))) is None
    assert acts.planned_last(deployment(replace(GAP, signed_on=None))) is None
    assert acts.planned_last(deployment()) is None


def test_a_planned_contract_may_shrink_to_its_first_day_and_no_further() -> None:
    made = deployment(contract(JANUARY, END), contract(APRIL, MAY, signed=False))

    assert acts.replanned(made, APRIL).contracts == (contract(JANUARY, END), contract(APRIL, APRIL, signed=False))
    assert acts.replanned(made, APRIL - ONE_DAY) == made
    assert acts.replanned(deployment(), APRIL) == deployment()


def test_an_extension_begins_on_the_day_after_the_last_contract_and_carries_its_own_signature() -> None:
    made = deployment(contract(JANUARY, END, station=DAKAR), GAP)

    found = acts.extended(made, MAY, FEBRUARY)

    assert found.contracts[:-1] == made.contracts
    assert found.contracts[-1] == Contract(0, PeriodKind.EXTENSION, Period.of_days(MAY, MAY), FEBRUARY, DAKAR)
    assert acts.extended(made, MAY, None).contracts[-1].signed_on is None


# --- moving and ending --------------------------------------------------------------------------------------------


def _periods(made: Deployment) -> list[tuple[str, date, date, str]]:
    return [
        (str(each.kind), each.period.start, each.period.last, "" if each.station is None else each.station.place)
        for each in made.contracts
    ]


@pytest.mark.parametrize(
    ("on", "chain"),
    [
        (date(2023, 12, 1), [("initial", JANUARY, END, "Dakar")]),
        (JANUARY, [("initial", JANUARY, END, "Dakar")]),  # it only begins elsewhere: nothing is parted
        (
            date(2024, 1, 2),
            [("initial", JANUARY, JANUARY, "Niamey"), ("reassignment", date(2024, 1, 2), END, "Dakar")],
        ),
        (END, [("initial", JANUARY, date(2024, 3, 30), "Niamey"), ("reassignment", END, END, "Dakar")]),
        (APRIL, [("initial", JANUARY, END, "Niamey")]),
    ],
)
def test_a_contract_is_parted_on_the_day_of_a_reassignment(on: date, chain: list[tuple[str, date, date, str]]) -> None:
    assert _periods(acts.reassigned(deployment(contract(JANUARY, END)), DAKAR, on)) == chain


def test_a_gap_is_neither_parted_nor_moved() -> None:
    made = deployment(contract(JANUARY, END), GAP, contract(MAY, MAY))

    assert _periods(acts.reassigned(made, DAKAR, date(2024, 4, 10))) == [
        ("initial", JANUARY, END, "Niamey"),
        ("gap", APRIL, date(2024, 4, 30), ""),
        ("initial", MAY, MAY, "Dakar"),
    ]


@settings(max_examples=60)
@given(some.deployments(), some.days)
def test_a_reassignment_changes_no_day_of_service(made: Deployment, on: date) -> None:
    moved = acts.reassigned(made, DAKAR, on)

    def served(one: Deployment, *, planned: bool) -> set[date]:
        return {
            period.start + index * ONE_DAY for period in one.service(planned=planned) for index in range(period.days)
        }

    for planned in (False, True):
        assert served(moved, planned=planned) == served(made, planned=planned)
    later = [each for each in moved.contracts if each.serves and each.period.start >= on]
    assert all(each.station == DAKAR for each in later)


def test_an_early_end_keeps_what_begins_on_its_day_and_drops_what_is_planned_after_it() -> None:
    planned = contract(APRIL, MAY, signed=False)
    made = deployment(contract(JANUARY, END), planned)

    assert acts.ended(made, APRIL, "resignation").contracts == made.contracts
    assert acts.ended(made, END, "resignation").contracts == made.contracts[:1]
    signed_after = deployment(contract(JANUARY, END), contract(APRIL, MAY))
    assert acts.ended(signed_after, FEBRUARY, "resignation").contracts == signed_after.contracts


def test_shares_that_begin_on_the_day_of_the_new_ones_or_later_give_way() -> None:
    old = tuple(Share(1, ALL, None, day) for day in (None, JANUARY, FEBRUARY, MARCH))
    new = [Share(2, Decimal(60), 7, date(1999, 1, 1)), Share(3, Decimal(40))]

    found = acts.paid_by(deployment(shares=old), new, FEBRUARY).shares

    assert found == (*old[:2], Share(2, Decimal(60), 7, FEBRUARY), Share(3, Decimal(40), None, FEBRUARY))


# --- trials -------------------------------------------------------------------------------------------------------

MADE = deployment(contract(JANUARY, END))


def test_changes_apply_one_after_the_other() -> None:
    twice = tried([MADE], [Extend((1,), 1), Extend((1,), 1)])
    other_way = tried([MADE], [EndEarly((1,), FEBRUARY), Extend((1,), 1)])
    one_way = tried([MADE], [Extend((1,), 1), EndEarly((1,), FEBRUARY)])

    assert [each.period.last for each in twice[0].contracts] == [END, date(2024, 4, 30), date(2024, 5, 31)]
    assert other_way == one_way == (acts.ended(MADE, FEBRUARY, "early"),)


def test_no_changes_and_changes_of_what_is_not_there_change_nothing() -> None:
    gone: list[Extend | Move | EndEarly | Replan] = [
        Extend((9, -1), 6),
        Move((9,), (), MARCH),
        EndEarly((-3,), MARCH),
        Replan((9,), MARCH),
    ]

    assert tried([MADE], []) == tried([MADE], gone) == (MADE,)
    assert tried([], [AddPosts(7, 0, Period(JANUARY, MARCH))]) == ()


@pytest.mark.parametrize(("ends_on", "grows"), [(END - ONE_DAY, False), (END, False), (APRIL, True)])
def test_an_extension_goes_beyond_the_last_day_or_it_is_none(ends_on: date, *, grows: bool) -> None:
    (found,) = tried([MADE], [Extend((1,), ends_on=ends_on)])

    assert (len(found.contracts) == 2) is grows


def test_a_day_comes_before_a_number_of_months() -> None:
    assert Extend((1,), 6, MAY).until(MADE) == MAY
    assert Extend((1,), 6).until(MADE) == date(2024, 9, 30)
    assert Extend((1,), 6, MAY).until(deployment()) is None


def test_posts_without_a_station_and_shares_are_added_as_they_are() -> None:
    (found,) = tried([], [AddPosts(7, 1, Period(JANUARY, MARCH))])

    assert found == Deployment(
        -1, "+1", "", (Contract(0, PeriodKind.INITIAL, Period(JANUARY, MARCH)),), assignment_id=7
    )


def test_added_posts_are_counted_on_over_several_changes() -> None:
    one, two = AddPosts(7, 1, Period(JANUARY, MARCH), station=NIAMEY), AddPosts(8, 2, Period(MARCH, APRIL))

    found = tried([MADE], [one, Extend((-1,), 1), two])

    assert [(each.id, each.assignment_id, len(each.contracts)) for each in found] == [
        (1, 0, 1),
        (-1, 7, 2),
        (-2, 8, 1),
        (-3, 8, 1),
    ]


def test_changes_keep_all_else_when_they_are_renamed() -> None:
    ids = {-1: 40, -2: 41}

    assert renamed(Move((-2, 3), MADE.shares, MAY), ids) == Move((41, 3), MADE.shares, MAY)
    assert renamed(EndEarly((-1,), MAY, "resignation"), ids) == EndEarly((40,), MAY, "resignation")
    assert renamed(Extend((-9,), 2, MAY), ids) == Extend((-9,), 2, MAY)
    assert ids_in([EndEarly((0, -1, 4), MAY), Replan((4, 5), MAY)]) == {4, 5}
    assert ids_in([]) == set()


# --- what they do to a grant --------------------------------------------------------------------------------------

PRICING = Pricing(RateBook([rate(Component.LIVING, "1000.00")]), {1: Payer(1, "GR-1", "USD")}, lambda *_asked: None)
BEFORE = PRICING.of(deployment(contract(JANUARY, END))).parts


def _months(*amounts: int) -> dict[tuple[date, int | None], Decimal]:
    return {(month, None): Decimal(amount) for month, amount in zip((JANUARY, FEBRUARY, MARCH), amounts, strict=False)}


def test_commitments_fall_to_nothing_and_not_below_where_they_held_less() -> None:
    held = Held(_months(1000, 600, 0), {})

    assert signed_with(held, BEFORE, []).committed == _months(0, 0, 0)


def test_what_was_spent_beyond_a_commitment_raises_it_no_further() -> None:
    held = Held(_months(1000, 600, 0), _months(400, 700, 50))

    found = signed_with(held, BEFORE, [])

    assert found.committed == _months(400, 600, 0)
    assert found.spent == held.spent


def test_what_is_more_is_committed_on_top_whatever_was_spent() -> None:
    assert signed_with(Held(_months(10), _months(99)), [], BEFORE).committed == _months(1010, 1000, 1000)


def test_only_the_unfunded_part_of_what_comes_after_is_told() -> None:
    one, two = Decimal(1), Decimal(2)

    (april, may) = months_changed({MAY: one}, {APRIL: (two, one), MAY: (two, Decimal(0))}, "EUR")

    assert (april.month, april.before, april.after, april.unfunded) == (
        APRIL,
        Money.zero("EUR"),
        Money(two, "EUR"),
        Money(one, "EUR"),
    )
    assert (may.before, may.after, may.unfunded) == (Money(one, "EUR"), Money(two, "EUR"), Money.zero("EUR"))
    assert months_changed({}, {}, "EUR") == ()


def test_lines_stand_in_the_order_of_their_codes_and_only_those_that_are_known() -> None:
    codes = {3: ("1.2", Decimal(10)), 9: ("1.1", Decimal(20))}

    found = lines_changed(codes, {3: Decimal(1), 77: Decimal(5)}, {9: Decimal(25), None: Decimal(4)}, "USD")

    assert [(each.id, each.code, str(each.before.amount), str(each.after.amount)) for each in found] == [
        (9, "1.1", "20.00", "-5.00"),
        (3, "1.2", "9.00", "10.00"),
    ]
