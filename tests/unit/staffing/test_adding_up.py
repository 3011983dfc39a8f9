"""Figures added up by month, grant and line: nothing is lost on the way, and nothing unlike is added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.money import Money, UnlikeCurrenciesError
from desktop.domain.period import Period
from desktop.domain.rates import SAME_CURRENCY
from desktop.domain.staffing.cost import Part
from desktop.domain.staffing.figures import CostKey, CostRow, Sums, ThreeFigures, behind, pro_forma, summed, totals
from desktop.domain.staffing.sharing import ConvertedPart, SharedPart
from desktop.domain.volunteer_terms import Component
from desktop.language import say
from tests.helpers.staffing import contract

JANUARY, FEBRUARY, MARCH = (date(2024, month, 1) for month in (1, 2, 3))
THIS = CostKey(JANUARY, 1)
SIGNED, PLANNED = (contract(JANUARY, date(2024, 12, 31), signed=signed) for signed in (True, False))


def _usd(amount: str | int) -> Money:
    return Money(Decimal(amount), "USD")


def _figures(*numbers: int, currency: str = "USD") -> ThreeFigures:
    """Pro forma, committed, actual, signed and unfunded."""
    return ThreeFigures(*(Money(Decimal(number), currency) for number in numbers))


def _part(
    first: date,
    last: date,
    amount: str,
    *,
    signed: bool = True,
    grant: int = 1,
    line: int | None = None,
    currency: str = "USD",
) -> ConvertedPart:
    money = Money(Decimal(amount), currency)
    made = Part(1, SIGNED if signed else PLANNED, Component.LIVING, Period.of_days(first, last), money)
    return ConvertedPart(SharedPart(made, grant, line, money), money, SAME_CURRENCY)


def _row(figures: ThreeFigures, *why: str, key: CostKey = THIS, grant: str = "A", line: str = "") -> CostRow:
    return CostRow(7, "D-007", key, grant, line, figures, tuple(say("{why}", why=each) for each in why))


# --- three figures ------------------------------------------------------------------------------------------------


def test_what_is_planned_is_the_pro_forma_that_is_not_signed() -> None:
    one = _figures(100, 40, 130, 60, 25)

    assert (one.planned, one.spent_more, one.currency) == (_usd(40), _usd(30), "USD")
    assert _figures(100, 0, 70, 100, 0).spent_more == _usd(-30)
    assert ThreeFigures.zero("XOF") == _figures(0, 0, 0, 0, 0, currency="XOF")


def test_each_of_the_figures_is_added_to_its_own_kind() -> None:
    one, other, both = _figures(1, 2, 3, 4, 5), _figures(10, 20, 30, 40, 50), _figures(11, 22, 33, 44, 55)

    sums = Sums("USD")
    sums.add(one)
    more = Sums("USD")
    more.add(other)
    sums.plus(more)

    assert one + other == both
    assert sums.figures() == both
    assert more.figures() == other


def test_sums_of_unlike_currencies_are_refused_and_stay_as_they_were() -> None:
    sums = Sums("USD")
    sums.add(_figures(1, 2, 3, 4, 5))

    with pytest.raises(UnlikeCurrenciesError, match="USD and EUR cannot be added"):
        sums.plus(Sums("EUR"))
    with pytest.raises(UnlikeCurrenciesError):
        sums.add(ThreeFigures.zero("EUR"))
    assert sums.figures() == _figures(1, 2, 3, 4, 5)
    assert Sums("EUR").figures() == ThreeFigures.zero("EUR")


# --- pro forma ----------------------------------------------------------------------------------------------------


def test_pro_forma_is_by_month_grant_and_line_and_tells_what_is_signed() -> None:
    parts = [
        _part(JANUARY, date(2024, 1, 15), "10.00"),
        _part(date(2024, 1, 16), date(2024, 1, 31), "20.00", signed=False),
        _part(JANUARY, date(2024, 1, 31), "1.00", line=4),
        _part(JANUARY, date(2024, 1, 31), "2.00", grant=2, currency="EUR"),
        _part(FEBRUARY, date(2024, 2, 29), "3.00"),
    ]

    found = {place: sums.figures() for place, sums in pro_forma(parts, ends_on={}).items()}

    assert found == {
        (JANUARY, 1, None): replace(ThreeFigures.zero("USD"), pro_forma=_usd(30), signed=_usd(10)),
        (JANUARY, 1, 4): replace(ThreeFigures.zero("USD"), pro_forma=_usd(1), signed=_usd(1)),
        (JANUARY, 2, None): _figures(2, 0, 0, 2, 0, currency="EUR"),
        (FEBRUARY, 1, None): replace(ThreeFigures.zero("USD"), pro_forma=_usd(3), signed=_usd(3)),
    }
    assert pro_forma([], ends_on={1: JANUARY}) == {}


@pytest.mark.parametrize(
    ("last", "amount"),
    [
        (date(2024, 1, 31), "0.00"),
        (date(2024, 1, 30), "10.00"),
        (date(2024, 1, 1), "300.00"),
        (date(2023, 12, 31), "310.00"),
        (date(2020, 1, 1), "310.00"),
        (None, "0.00"),
        (date.max, "0.00"),
    ],
)
def test_what_falls_behind_the_end_of_a_grant_begins_on_the_day_after_it(last: date | None, amount: str) -> None:
    part = _part(JANUARY, date(2024, 1, 31), "310.00")

    (sums,) = pro_forma([part], ends_on={1: last}).values()

    assert behind(part, last) == _usd(amount) == sums.figures().unfunded
    assert sums.figures().pro_forma == _usd(310)


def test_what_falls_behind_is_rounded_half_up_once() -> None:
    assert behind(_part(JANUARY, date(2024, 1, 4), "0.01"), date(2024, 1, 2)) == _usd("0.01")
    assert behind(_part(JANUARY, date(2024, 1, 4), "0.01"), date(2024, 1, 3)) == _usd("0.00")
    assert behind(_part(JANUARY, date(2024, 1, 4), "-0.01"), date(2024, 1, 2)) == _usd("-0.01")
    francs = _part(JANUARY, date(2024, 1, 3), "100", currency="XOF")
    assert behind(francs, JANUARY) == Money(Decimal(67), "XOF")


def test_only_the_end_of_the_grant_that_pays_counts() -> None:
    parts = [_part(FEBRUARY, date(2024, 2, 29), "29.00", grant=grant) for grant in (1, 2)]

    found = pro_forma(parts, ends_on={1: date(2024, 1, 31), 2: date(2024, 2, 28)})

    assert [sums.figures().unfunded for sums in found.values()] == [_usd(29), _usd(1)]


# --- rows ---------------------------------------------------------------------------------------------------------


def test_sums_of_rows_stand_by_month_then_grant_then_line() -> None:
    one = _figures(1, 0, 0, 0, 0)
    rows = [
        _row(one, key=CostKey(FEBRUARY, 1), grant="A"),
        _row(one, key=CostKey(JANUARY, 1), grant="B"),
        _row(one, key=CostKey(JANUARY, 2, 9), grant="A", line="1.2"),
        _row(one, key=CostKey(JANUARY, 2, 5), grant="A", line="1.1"),
        _row(one, key=CostKey(JANUARY, 2), grant="A"),
    ]

    found = summed(rows)

    assert [(row.key.month, row.grant, row.line) for row in found] == [
        (JANUARY, "A", ""),
        (JANUARY, "A", "1.1"),
        (JANUARY, "A", "1.2"),
        (JANUARY, "B", ""),
        (FEBRUARY, "A", ""),
    ]
    assert {(row.deployment_id, row.deployment) for row in found} == {(0, "")}


def test_reasons_keep_the_order_in_which_they_were_first_given() -> None:
    one = _figures(1, 0, 0, 0, 0)

    (row,) = summed([_row(one, "b"), _row(one), _row(one, "a", "b"), _row(one, "c", "a")])

    assert [str(why) for why in row.why] == ["b", "a", "c"]
    assert row.figures == _figures(4, 0, 0, 0, 0)


def test_no_rows_have_no_sums() -> None:
    assert summed([]) == ()
    assert totals([]) == ()


def test_totals_stand_in_the_order_of_their_currencies() -> None:
    rows = [_row(_figures(1, 2, 3, 4, 5, currency=currency)) for currency in ("XOF", "USD", "EUR", "USD")]

    assert totals(rows) == (
        _figures(1, 2, 3, 4, 5, currency="EUR"),
        _figures(2, 4, 6, 8, 10),
        _figures(1, 2, 3, 4, 5, currency="XOF"),
    )


def test_one_month_and_line_in_two_currencies_is_a_fault() -> None:
    with pytest.raises(UnlikeCurrenciesError):
        summed([_row(ThreeFigures.zero("USD")), _row(ThreeFigures.zero("EUR"))])


_numbers = st.tuples(*[st.integers(-1000, 1000)] * 5)


@settings(max_examples=40)
@given(st.lists(st.tuples(st.sampled_from([JANUARY, FEBRUARY, MARCH]), st.sampled_from([1, 2]), _numbers), max_size=8))
def test_the_sums_of_rows_have_the_totals_of_the_rows(made: Sequence[tuple[date, int, tuple[int, ...]]]) -> None:
    rows = [_row(_figures(*numbers), key=CostKey(month, grant)) for month, grant, numbers in made]

    found = summed(rows)

    assert totals(found) == totals(rows)
    assert len({row.key for row in found}) == len(found)
    assert totals(reversed(rows)) == totals(rows)


@settings(max_examples=60)
@given(
    st.integers(1, 30),
    st.integers(-40, 70),
    st.integers(-100_000, 100_000),
)
def test_what_falls_behind_an_end_is_a_part_of_the_whole(days: int, last: int, cents: int) -> None:
    part = _part(MARCH, date(2024, 3, days), str(Decimal(cents) / 100))
    end = date.fromordinal(MARCH.toordinal() + last)

    found, whole = behind(part, end).amount, part.money.amount

    assert found.copy_abs() <= whole.copy_abs()
    assert found * whole >= 0
    assert (found == whole) or end >= MARCH
    assert found == 0 or end < part.of.part.days.last
