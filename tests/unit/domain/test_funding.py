"""Instalments against receipts, and grants whose cash is late or too little."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.funding import (
    AgreedInstalment,
    FundingGap,
    InstalmentStatus,
    cash_expected,
    funding_gap,
    instalment_statuses,
)
from desktop.domain.money import Money, add_up

TODAY = date(2019, 10, 21)


def usd(amount: str | int | Decimal) -> Money:
    return Money(Decimal(amount), "USD")


def agreed(number: int, month: int, amount: int, named: int = 0) -> AgreedInstalment:
    return AgreedInstalment(number, number, date(2019, month, 15), usd(amount), usd(named))


def received_of(instalments: list[AgreedInstalment], received: int) -> list[Money]:
    return [status.received for status in instalment_statuses(instalments, received=usd(received))]


def test_receipts_that_name_none_fill_them_by_their_days() -> None:
    known = [agreed(2, 6, 100), agreed(1, 3, 200), agreed(3, 12, 50)]
    assert received_of(known, 250) == [usd(200), usd(50), usd(0)]
    assert received_of(known, 0) == [usd(0)] * 3
    assert received_of(known, 999) == [usd(200), usd(100), usd(50)]


def test_receipts_that_name_one_count_for_it_and_their_rest_for_others() -> None:
    known = [agreed(1, 3, 200), agreed(2, 6, 100, named=130)]
    assert received_of(known, 130) == [usd(30), usd(100)]


def test_what_is_missing_is_late_after_its_day() -> None:
    first, second = instalment_statuses([agreed(1, 9, 225), agreed(2, 12, 80)], received=usd(25))
    assert (first.shortfall, first.days_late(TODAY)) == (usd(200), 36)
    assert (second.shortfall, second.days_late(TODAY)) == (usd(80), 0)
    (paid,) = instalment_statuses([agreed(1, 9, 25)], received=usd(25))
    assert paid.days_late(TODAY) == 0


def test_cash_expected_is_what_came_and_what_is_to_come() -> None:
    known = instalment_statuses([agreed(1, 9, 225), agreed(2, 12, 80)], received=usd(25))
    assert cash_expected(known, received=usd(25)) == usd(305)
    assert cash_expected([], received=usd(25)) is None


def gap(*instalments: AgreedInstalment, received: int, used: int, planned: int = 0) -> FundingGap | None:
    return funding_gap(
        (7, "GR-7"),
        awarded=usd(300),
        received=usd(received),
        used=usd(used),
        planned=usd(planned),
        statuses=instalment_statuses(instalments, received=usd(received)),
        today=TODAY,
    )


def test_a_grant_whose_cash_covers_its_cost_has_no_gap() -> None:
    assert gap(received=0, used=300) is None
    assert gap(agreed(1, 12, 300), received=0, used=100, planned=300) is None


def test_a_gap_is_what_the_cost_is_beyond_the_cash_expected() -> None:
    found = gap(agreed(1, 3, 100), agreed(2, 12, 100), received=100, used=120, planned=300)
    assert found is not None
    assert (found.expected, found.cost, found.missing, found.late) == (usd(200), usd(300), usd(100), usd(0))
    over = gap(received=0, used=310)
    assert over is not None
    assert over.missing == usd(10)


def test_an_instalment_that_is_late_is_a_gap_of_its_own() -> None:
    found = gap(agreed(1, 3, 300), received=100, used=50)
    assert found is not None
    assert (found.missing, found.late, [status.agreed.number for status in found.overdue]) == (usd(0), usd(200), [1])


@given(
    st.lists(st.tuples(st.integers(1, 12), st.integers(0, 500), st.integers(0, 500)), max_size=6),
    st.integers(-100, 3000),
)
def test_no_receipt_counts_twice(rows: list[tuple[int, int, int]], received: int) -> None:
    known = [agreed(place, month, amount, named) for place, (month, amount, named) in enumerate(rows)]
    total = usd(sum(named for *_rest, named in rows) + received)
    found: tuple[InstalmentStatus, ...] = instalment_statuses(known, received=total)
    counted = add_up((status.received for status in found), "USD")
    named = add_up((usd(min(amount, given)) for _month, amount, given in rows), "USD")
    assert counted.amount <= max(total.amount, named.amount, Decimal(0))
    assert all(0 <= status.received.amount <= status.agreed.amount.amount for status in found)
