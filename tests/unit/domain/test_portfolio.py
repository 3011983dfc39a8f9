"""The figures of grants: what is left, what is in hand, the pace; and totals that never mix currencies."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.codes import CostCategory
from desktop.domain.money import Money, UnlikeCurrenciesError
from desktop.domain.period import Period
from desktop.domain.portfolio import (
    DELIVERY_OF,
    CategoryFigures,
    CurrencyTotals,
    Denominator,
    GrantFigures,
    Pace,
    by_country,
    by_funder,
    totals_by_currency,
)

MIDYEAR = date(2019, 7, 2)  # 183 of 365 days are over


def usd(amount: str) -> Money:
    return Money(Decimal(amount), "USD")


def grant(**changes: Any) -> GrantFigures:
    plain = GrantFigures(
        id=1,
        reference="NER-CT-01",
        title="Legal aid",
        funder="US Department of State",
        awarded=usd("1236000.00"),
        received=usd("1158000.00"),
        spent=usd("1011842.36"),
        committed=usd("96480.00"),
        period=Period.of_days(date(2019, 1, 1), date(2019, 12, 31)),
    )
    return replace(plain, **changes)


def in_currency(currency: str, number: int, amount: str = "100") -> GrantFigures:
    money, nothing = Money(Decimal(amount), currency), Money.zero(currency)
    return grant(id=number, awarded=money, received=nothing, spent=nothing, committed=nothing)


def test_what_is_available_is_the_award_less_spent_less_committed() -> None:
    assert grant().available == usd("127677.64")
    assert grant(spent=usd("1200000.00")).available == usd("-60480.00")


def test_cash_on_hand_is_received_less_spent_whatever_is_committed() -> None:
    assert grant().cash_on_hand == usd("146157.64")
    assert grant(received=usd("0.00")).cash_on_hand == usd("-1011842.36")


def test_the_currency_is_that_of_the_award() -> None:
    assert grant().currency == "USD"
    assert in_currency("XOF", 1).currency == "XOF"


def test_what_a_category_has_left() -> None:
    assert CategoryFigures(usd("5000.00"), usd("4712.40"), usd("300.00")).left == usd("-12.40")


def test_a_share_above_the_whole_is_not_cut_off() -> None:
    """Rates above 100 % occur in real data: UNV 159.18 % in the table of the Multi-Partner Trust Fund Office."""
    figures = grant(awarded=usd("100.00"))
    assert figures.share(usd("159.18")) == Decimal("1.5918")


def test_nothing_is_no_share_of_nothing() -> None:
    assert grant(awarded=usd("0.00")).share(usd("5.00")) is None


def test_time_elapsed_needs_dates() -> None:
    assert grant().time_elapsed(MIDYEAR) == Decimal(183) / 365
    assert grant(period=None).time_elapsed(MIDYEAR) is None


@pytest.mark.parametrize(
    ("spent", "pace"),
    [
        ("0.00", Pace.BEHIND),
        ("35.00", Pace.BEHIND),  # 50.14 % of the time is over: 15.14 points behind
        ("35.13", Pace.BEHIND),
        ("35.14", Pace.ON),
        ("50.00", Pace.ON),
        ("100.00", Pace.ON),
        ("100.01", Pace.OVER),
        ("159.18", Pace.OVER),
        ("-5.00", Pace.BEHIND),
    ],
)
def test_money_keeps_pace_with_time_or_not(spent: str, pace: Pace) -> None:
    assert grant(awarded=usd("100.00"), spent=usd(spent)).pace(MIDYEAR) is pace


@pytest.mark.parametrize("changes", [{"period": None}, {"awarded": usd("0.00")}])
def test_without_dates_or_an_award_there_is_no_pace(changes: dict[str, Any]) -> None:
    assert grant(**changes).pace(MIDYEAR) is Pace.UNKNOWN


def test_a_grant_that_has_not_begun_is_not_behind() -> None:
    assert grant(spent=usd("0.00")).pace(date(2018, 6, 1)) is Pace.ON


def test_each_currency_has_totals_of_its_own() -> None:
    euros = in_currency("EUR", 3, "540000.00")
    second = grant(
        id=2, awarded=usd("96000.00"), received=usd("96000.00"), spent=usd("97214.08"), committed=usd("0.00")
    )
    dollars, francs = totals_by_currency([euros, grant(), second])
    assert dollars == CurrencyTotals("USD", 2, usd("1332000.00"), usd("1254000.00"), usd("1109056.44"), usd("96480.00"))
    assert dollars.available == usd("126463.56")
    assert (francs.currency, francs.grants, francs.awarded) == ("EUR", 1, Money(Decimal("540000.00"), "EUR"))


def test_the_currency_of_most_grants_comes_first_then_by_its_code() -> None:
    grants = [in_currency("XOF", 1), in_currency("USD", 2), in_currency("EUR", 3), in_currency("USD", 4)]
    assert [totals.currency for totals in totals_by_currency(grants)] == ["USD", "EUR", "XOF"]


def test_no_grants_have_no_totals() -> None:
    assert totals_by_currency([]) == []


def test_a_grant_whose_figures_are_in_two_currencies_is_a_fault_that_shows() -> None:
    with pytest.raises(UnlikeCurrenciesError):
        totals_by_currency([grant(spent=Money(Decimal(1), "EUR"))])


@settings(max_examples=100)
@given(st.lists(st.tuples(st.sampled_from(("USD", "EUR", "XOF")), st.integers(0, 10**12)), max_size=25))
def test_totals_are_the_sums_of_their_grants(awards: list[tuple[str, int]]) -> None:
    grants = [in_currency(currency, number, str(amount)) for number, (currency, amount) in enumerate(awards)]
    totals = totals_by_currency(grants)
    assert sum(total.grants for total in totals) == len(grants)
    for total in totals:
        assert total.awarded.amount == sum(amount for currency, amount in awards if currency == total.currency)
        assert total.available == total.awarded


def test_the_categories_are_added_up() -> None:
    categories = {
        CostCategory.STAFF: CategoryFigures(usd("100.00"), usd("40.00"), usd("10.50")),
        None: CategoryFigures(usd("0.00"), usd("5.25"), usd("0.00")),
    }
    together = grant(categories=categories).all_categories
    assert together == CategoryFigures(usd("100.00"), usd("45.25"), usd("10.50"))
    assert together.left == usd("44.25")
    assert grant().all_categories.left == usd("0.00")


def test_a_delivery_rate_names_what_it_is_of() -> None:
    budget = {CostCategory.STAFF: CategoryFigures(usd("2000000.00"), usd("1011842.36"), usd("0"))}
    known = grant(categories=budget, spent=usd("1000000.00"), awarded=usd("1250000.00"), received=usd("1100000.00"))
    assert known.delivery() == Decimal("0.8")
    assert known.delivery(Denominator.BUDGETED) == Decimal("0.5")
    assert round(known.delivery(Denominator.RECEIVED) or 0, 4) == Decimal("0.9091")
    assert grant(received=usd("0")).delivery(Denominator.RECEIVED) is None
    assert DELIVERY_OF.keys() == set(Denominator)


parts = st.decimals(min_value=-1000, max_value=100_000, places=2).map(lambda amount: Money(amount, "USD"))
categories = st.dictionaries(
    st.sampled_from([*CostCategory, None]), st.builds(CategoryFigures, parts, parts, parts), max_size=9
)


@given(categories, parts)
def test_available_is_the_same_however_it_is_worked_out(
    by_category: dict[CostCategory | None, CategoryFigures], awarded: Money
) -> None:
    plain = grant(awarded=awarded, categories=by_category)
    known = replace(plain, spent=plain.all_categories.spent, committed=plain.all_categories.committed)
    left = sum((figures.left for figures in by_category.values()), Money.zero("USD"))
    assert known.available == awarded - known.spent - known.committed
    assert known.available == left + (awarded - known.budgeted)
    assert known.available == known.cash_on_hand - known.committed + (awarded - known.received)


def test_grants_by_funder_stand_in_each_currency_apart() -> None:
    grants = [
        grant(id=1, funder="A", awarded=usd("100")),
        grant(id=2, funder="B", awarded=usd("300")),
        grant(id=3, funder="A", awarded=usd("150")),
        replace(in_currency("EUR", 4), funder="A"),
    ]
    found = by_funder(grants)
    assert [(group.name, group.totals.currency, group.totals.grants) for group in found] == [
        ("B", "USD", 1),
        ("A", "USD", 2),
        ("A", "EUR", 1),
    ]
    assert found[1].totals.awarded == usd("250")


def test_a_grant_in_several_countries_is_parted_to_the_cent() -> None:
    known = grant(countries=(("NE", Decimal(1)), ("ML", Decimal(1)), ("TD", Decimal(1))), awarded=usd("100.00"))
    found = {group.name: group.totals.awarded for group in by_country([known, grant(countries=(), awarded=usd("5"))])}
    assert found == {"NE": usd("33.34"), "ML": usd("33.33"), "TD": usd("33.33"), "": usd("5")}
    none = grant(countries=(("NE", Decimal(0)), ("ML", Decimal(0))), awarded=usd("10.00"))
    assert [group.totals.awarded for group in by_country([none])] == [usd("5"), usd("5")]
    broken = grant(countries=(("NE", Decimal(1)), ("ML", Decimal(1))), awarded=usd("10.001"))
    assert [group.name for group in by_country([broken])] == ["NE"]


@given(
    st.lists(
        st.tuples(
            st.lists(
                st.tuples(st.sampled_from(["NE", "ML", "TD"]), st.integers(0, 9)), max_size=3, unique_by=lambda p: p[0]
            ),
            parts,
        ),
        max_size=5,
    )
)
def test_countries_sum_to_the_whole(rows: list[tuple[list[tuple[str, int]], Money]]) -> None:
    grants = [
        grant(countries=tuple((code, Decimal(weight)) for code, weight in countries), awarded=amount)
        for countries, amount in rows
    ]
    summed = sum((group.totals.awarded for group in by_country(grants)), Money.zero("USD"))
    assert summed == sum((known.awarded for known in grants), Money.zero("USD"))
