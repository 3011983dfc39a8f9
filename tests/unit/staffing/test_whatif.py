"""Changes of deployments are tried on values: one after the other, and nothing of what was there is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from desktop.domain.allocation import Share
from desktop.domain.forecast import Forecast, Method
from desktop.domain.money import Money
from desktop.domain.period import Period
from desktop.domain.staffing.coming import Held
from desktop.domain.staffing.pricing import Payer, Pricing
from desktop.domain.staffing.rates import RateBook
from desktop.domain.staffing.whatif import (
    AddPosts,
    EndEarly,
    Extend,
    GrantChange,
    Move,
    Replan,
    ids_in,
    lines_changed,
    months_changed,
    renamed,
    signed_with,
    tried,
)
from desktop.domain.volunteer_terms import Component
from tests.helpers.staffing import CATEGORY, NIAMEY, contract, deployment, rate

JANUARY, FEBRUARY, MARCH, APRIL = (date(2024, month, 1) for month in (1, 2, 3, 4))
END = date(2024, 3, 31)
LINE = 5
SHARES = (Share(1, Decimal(100), LINE, JANUARY),)
SIGNED = deployment(contract(JANUARY, END), shares=SHARES)
PRICING = Pricing(RateBook([rate(Component.LIVING, "1000.00")]), {1: Payer(1, "GR-1", "USD")}, lambda *_asked: None)


def _usd(amount: str) -> Money:
    return Money(Decimal(amount), "USD")


def test_posts_are_added_with_ids_that_later_changes_can_name() -> None:
    two = AddPosts(7, 2, Period.of_days(MARCH, END), (Share(1, Decimal(100)),), CATEGORY, NIAMEY, 3)

    found = tried([SIGNED], [two, replace(two, count=1), Extend((-2, 1, 99), months=2), Move((-3,), SHARES, APRIL)])

    assert [(one.id, one.reference) for one in found] == [(1, "D-001"), (-1, "+1"), (-2, "+2"), (-3, "+3")]
    assert [one.service(planned=True)[-1].last for one in found] == [date(2024, 5, 31), END, date(2024, 5, 31), END]
    assert (found[1].assignment_id, found[1].project_id, found[1].category) == (7, 3, CATEGORY)
    assert found[1].shares == (Share(1, Decimal(100), None, MARCH),)
    assert found[3].shares[-1] == Share(1, Decimal(100), LINE, APRIL)
    assert all(not each.signed for one in found[1:] for each in one.contracts)


def test_deployments_are_extended_to_a_day_moved_and_ended() -> None:
    (longer,) = tried([SIGNED], [Extend((1,), ends_on=date(2024, 6, 15))])
    (ended,) = tried([SIGNED], [EndEarly((1,), FEBRUARY)])

    assert longer.contracts[-1].period == Period.of_days(APRIL, date(2024, 6, 15))
    assert (ended.ended_on, ended.ends_on) == (FEBRUARY, FEBRUARY)
    assert tried([ended], [Extend((1,), months=3)]) == (ended,)
    assert tried([SIGNED], [Extend((1,), ends_on=END)]) == (SIGNED,)
    assert tried([deployment()], [Extend((1,), months=1)]) == (deployment(),)


def test_a_planned_end_moves_either_way_and_a_signed_one_stays() -> None:
    planned = deployment(contract(JANUARY, END, signed=False))

    for day in (date(2024, 2, 20), date(2024, 5, 31)):
        (moved,) = tried([planned], [Replan((1,), day)])
        assert [each.period.last for each in moved.contracts] == [day]
    assert tried([planned], [Replan((1,), date(2023, 12, 1))]) == (planned,)
    assert tried([SIGNED], [Replan((1,), FEBRUARY)]) == (SIGNED,)


def test_changes_name_what_was_there_and_are_renamed_when_posts_are_kept() -> None:
    added = AddPosts(7, 1, Period(JANUARY, MARCH))

    assert ids_in([added, Extend((1, -1)), Move((2,), (), JANUARY)]) == {1, 2}
    assert renamed(added, {}) is None
    assert renamed(Extend((1, -1), 6), {-1: 40}) == Extend((1, 40), 6)


def test_commitments_follow_what_is_signed_but_never_below_what_is_spent() -> None:
    (ended,) = tried([SIGNED], [EndEarly((1,), date(2024, 2, 14))])
    (moved,) = tried([SIGNED], [Move((1,), (Share(1, Decimal(100), 6),), MARCH)])
    before = PRICING.of(SIGNED).parts
    held = Held({(month, LINE): Decimal(1000) for month in (JANUARY, FEBRUARY, MARCH)}, {(MARCH, LINE): Decimal(300)})

    assert signed_with(held, before, before) == held
    assert signed_with(held, before, PRICING.of(ended).parts).committed == {
        (JANUARY, LINE): Decimal(1000),
        (FEBRUARY, LINE): Decimal("482.76"),
        (MARCH, LINE): Decimal(300),
    }
    assert signed_with(held, before, PRICING.of(moved).parts).committed == {
        (JANUARY, LINE): Decimal(1000),
        (FEBRUARY, LINE): Decimal(1000),
        (MARCH, LINE): Decimal(300),
        (MARCH, 6): Decimal(1000),
    }


def test_months_and_lines_stand_side_by_side() -> None:
    one, two, nothing = Decimal(1), Decimal(2), Decimal(0)

    months = months_changed({JANUARY: one}, {FEBRUARY: (two, one)}, "USD")
    lines = lines_changed({LINE: ("1.1", Decimal(100))}, {LINE: one, None: two}, {}, "USD")

    assert [(each.month, each.before, each.after, each.unfunded) for each in months] == [
        (JANUARY, _usd("1"), _usd("0"), _usd("0")),
        (FEBRUARY, _usd("0"), _usd("2"), _usd("1")),
    ]
    assert [(each.id, each.code, each.before, each.after) for each in lines] == [
        (LINE, "1.1", _usd("99"), _usd("100") + Money(nothing, "USD"))
    ]


def test_what_becomes_of_the_cash_is_a_sentence() -> None:
    def forecast(ends_on: date | None) -> Forecast:
        zero = _usd("0")
        return Forecast(Method.PLAN, zero, zero, zero, ends_on, zero, zero, END, JANUARY)

    def said(before: date | None, after: date | None) -> str:
        change = GrantChange(1, "GR-1", END, _usd("5"), _usd("3"))
        change = replace(change, forecast_before=forecast(before), forecast_after=forecast(after))
        return str(change.sentence())

    assert said(FEBRUARY, MARCH) == "Cash of GR-1 would end on 2024-03-01 instead of 2024-02-01."
    assert said(FEBRUARY, None) == "Cash of GR-1 would last to its end."
    assert said(None, MARCH) == "Cash of GR-1 would end on 2024-03-01; it lasts to the end now."
    assert said(MARCH, MARCH) == "None"
    assert GrantChange(1, "GR-1", None, _usd("5"), _usd("3")).sentence() is None
    assert GrantChange(1, "GR-1", None, _usd("5"), _usd("3")).difference == _usd("2")
