"""What deployments cost: the months of a contract sum to its total to the cent, and the past never changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.allocation import Share
from desktop.domain.money import minor_units
from desktop.domain.period import ONE_DAY, Period, next_month
from desktop.domain.staffing.cost import CONVENTION, Part, as_signed, costs_of
from desktop.domain.staffing.deployment import Contract, Deployment
from desktop.domain.staffing.rates import Rate, RateBook
from desktop.domain.staffing.service import days_of_month
from desktop.domain.volunteer_terms import Basis, Component, PeriodKind
from tests.helpers import staffing_examples as some
from tests.helpers.staffing import NIAMEY, contract, deployment, rate, support

FEBRUARY, MARCH, APRIL = date(2024, 2, 1), date(2024, 3, 1), date(2024, 4, 1)
MID_FEBRUARY, MID_MARCH = date(2024, 2, 16), date(2024, 3, 15)


def _told(parts: Iterable[Part]) -> list[tuple[str, date, str]]:
    return [(part.component.value, part.month, f"{part.money.amount} {part.money.currency}") for part in parts]


def _months(parts: Iterable[Part]) -> dict[tuple[int, Component, str], Decimal]:
    sums: dict[tuple[int, Component, str], Decimal] = defaultdict(Decimal)
    for part in parts:
        sums[part.contract.id, part.component, part.money.currency] += part.money.amount
    return dict(sums)


def test_a_day_counts_one_part_of_its_own_months_days() -> None:
    book = RateBook([rate(Component.LIVING, "1000.00")])

    costs = costs_of(deployment(contract(MID_FEBRUARY, MID_MARCH)), book)

    assert _told(costs.parts) == [("living", FEBRUARY, "482.76 USD"), ("living", MARCH, "483.87 USD")]
    assert not costs.missing
    assert all(part.signed for part in costs.parts)
    assert "one part of its own month's days" in str(CONVENTION)


def test_currencies_without_decimals_are_rounded_to_whole_units() -> None:
    book = RateBook([rate(Component.LIVING, "350000", currency="XOF")])

    costs = costs_of(deployment(contract(MID_FEBRUARY, MID_MARCH)), book)

    assert _told(costs.parts) == [("living", FEBRUARY, "168966 XOF"), ("living", MARCH, "169354 XOF")]


def test_what_is_due_once_falls_due_on_entry_at_the_end_and_with_each_reassignment() -> None:
    book = RateBook(
        [
            rate(Component.LIVING, "1000.00"),
            rate(Component.ENTRY, "400.00", basis=Basis.ENTRY),
            rate(Component.TRAVEL_OUT, "90.00", basis=Basis.END),
            rate(Component.REASSIGNMENT, "200.00", basis=Basis.REASSIGNMENT),
        ]
    )
    chain = (
        contract(FEBRUARY, date(2024, 2, 29)),
        contract(MARCH, date(2024, 3, 31), kind=PeriodKind.GAP),
        contract(APRIL, date(2024, 4, 30), kind=PeriodKind.REASSIGNMENT),
    )

    costs = costs_of(deployment(*chain), book)

    assert _told(costs.parts) == [
        ("living", FEBRUARY, "1000.00 USD"),
        ("entry", FEBRUARY, "400.00 USD"),
        ("living", APRIL, "1000.00 USD"),
        ("travel_out", APRIL, "90.00 USD"),
        ("reassignment", APRIL, "200.00 USD"),
    ]


def test_end_costs_go_with_the_end_when_a_deployment_ends_early() -> None:
    book = RateBook([rate(Component.TRAVEL_OUT, "90.00", basis=Basis.END), rate(Component.LIVING, "1000.00")])
    made = deployment(contract(FEBRUARY, date(2024, 4, 30)))

    costs = costs_of(replace(made, ended_on=date(2024, 3, 31)), book)

    assert _told(costs.parts) == [
        ("living", FEBRUARY, "1000.00 USD"),
        ("living", MARCH, "1000.00 USD"),
        ("travel_out", MARCH, "90.00 USD"),
    ]
    assert not costs_of(replace(made, ended_on=date(2024, 1, 31)), book).parts


def test_the_support_cost_is_of_everything_else_of_the_same_currency() -> None:
    book = RateBook(
        [
            rate(Component.LIVING, "1000.00"),
            rate(Component.INSURANCE, "30000", currency="XOF"),
            rate(Component.ENTRY, "400.00", basis=Basis.ENTRY),
            support("8"),
        ]
    )

    costs = costs_of(deployment(contract(FEBRUARY, date(2024, 2, 29))), book)

    assert _told(costs.parts)[-2:] == [("support", FEBRUARY, "112.00 USD"), ("support", FEBRUARY, "2400 XOF")]


def test_a_pro_forma_rate_stands_for_everything_else_from_its_day_on() -> None:
    book = RateBook(
        [rate(Component.LIVING, "1000.00"), support("8"), rate(Component.PRO_FORMA, "1500.00", starts_on=MARCH)]
    )

    costs = costs_of(deployment(contract(FEBRUARY, date(2024, 3, 31))), book)

    assert _told(costs.parts) == [
        ("living", FEBRUARY, "1000.00 USD"),
        ("support", FEBRUARY, "80.00 USD"),
        ("pro_forma", MARCH, "1500.00 USD"),
    ]


def test_days_without_a_rate_of_what_everyone_needs_are_told_and_never_nothing() -> None:
    book = RateBook([rate(Component.INSURANCE, "50.00"), rate(Component.LIVING, "1000.00", starts_on=APRIL)])
    made = deployment(contract(FEBRUARY, date(2024, 4, 30)), contract(date(2024, 5, 1), date(2024, 5, 31)))

    (missing,) = costs_of(made, book).missing

    assert (missing.reference, missing.component) == ("D-001", Component.LIVING)
    assert missing.days == Period(FEBRUARY, APRIL)
    (march,) = costs_of(made, book, within=Period(MARCH, APRIL)).missing
    assert march.days == Period(MARCH, APRIL)


def test_who_serves_online_needs_no_allowance() -> None:
    costs = costs_of(replace(deployment(contract(FEBRUARY, MARCH)), category="online"), RateBook())

    assert costs == costs_of(deployment(), RateBook())


def test_a_credit_is_rounded_like_a_cost() -> None:
    book = RateBook([rate(Component.LIVING, "1000.00"), rate(Component.OTHER, "-10.00")])

    costs = costs_of(deployment(contract(MID_FEBRUARY, MID_MARCH)), book)

    assert _told(costs.parts)[1::2] == [("other", FEBRUARY, "-4.83 USD"), ("other", MARCH, "-4.84 USD")]


# --- whatever the dates -------------------------------------------------------------------------------------------


def _day_by_day(made: Deployment, of: Contract, book: RateBook) -> dict[tuple[int, Component, str], Decimal]:
    """A contract costed as nobody would do it by hand: each day by itself, in fractions, rounded once."""
    served = [each for each in made.contracts if each.serves and made.cut(each) is not None]
    first, last = served[0] is of, served[-1] is of
    days = made.cut(of)
    assert days is not None
    exact: dict[tuple[Component, str], Fraction] = defaultdict(Fraction)
    day = days.start
    while day < days.end:
        known = _in_force(made, of, book, day)
        base: dict[str, Fraction] = defaultdict(Fraction)
        for each in known:
            if each.amount is not None and each.currency is not None:
                times = {
                    Basis.MONTH: Fraction(1, days_of_month(day)),
                    Basis.ENTRY: Fraction(first and day == days.start),
                    Basis.END: Fraction(last and day == days.last),
                    Basis.REASSIGNMENT: Fraction(of.kind is PeriodKind.REASSIGNMENT and day == days.start),
                }
                exact[each.component, each.currency] += Fraction(each.amount) * times[each.basis]
                base[each.currency] += Fraction(each.amount) * times[each.basis]
        for each in known:
            if each.percent is not None:
                for currency, amount in base.items():
                    exact[each.component, currency] += amount * Fraction(each.percent) / 100
        day += ONE_DAY
    return {
        (of.id, component, currency): _rounded(amount, currency)
        for (component, currency), amount in exact.items()
        if _rounded(amount, currency)
    }


def _in_force(made: Deployment, of: Contract, book: RateBook, day: date) -> list[Rate]:
    def closeness(each: Rate) -> tuple[bool, bool, int, date, int]:
        most = -1 if each.dependants is None else each.dependants
        return each.country is not None, each.category is not None, most, each.starts_on, each.id

    place = of.station
    fitting = [
        each
        for each in book.rates
        if each.starts_on <= day
        and each.country in {None, place.country if place else None}
        and (each.dependants or 0) <= made.dependants
    ]
    found = [
        max((each for each in fitting if each.component is component), key=closeness, default=None)
        for component in Component
    ]
    known = [each for each in found if each is not None]
    return [each for each in known if each.component is Component.PRO_FORMA] or known


def _rounded(amount: Fraction, currency: str) -> Decimal:
    units = minor_units(currency)
    return Decimal(int(amount * 10**units + Fraction(1, 2))).scaleb(-units)


@given(some.deployments(), some.rates())
def test_the_months_of_a_contract_sum_to_its_exact_total_rounded_once(made: Deployment, rates: list[Rate]) -> None:
    book = RateBook(rates)
    sums = _months(costs_of(made, book).parts)

    expected: dict[tuple[int, Component, str], Decimal] = {}
    for each in made.contracts:
        if each.serves and made.cut(each) is not None:
            expected |= _day_by_day(made, each, book)
    assert {key: amount for key, amount in sums.items() if amount} == expected


@given(some.deployments(), some.rates(), st.integers(0, 800), some.rates(), some.shares())
def test_no_month_changes_when_something_later_does(
    made: Deployment, rates: list[Rate], after: int, later: list[Rate], shares: tuple[Share, ...]
) -> None:
    """An early end, an extension, other rates and other shares from a day on leave the months before it as they were.

    What falls due at the end goes where the end goes.
    """
    month = next_month(some.FIRST + timedelta(days=after))
    before = Period(date(2000, 1, 1), month)
    rates = [each for each in rates if each.basis is not Basis.END]
    changed = [replace(each, id=1000 + each.id) for each in later if each.starts_on >= month]
    extended = Contract(99, PeriodKind.EXTENSION, Period.of_days(made.contracts[-1].period.end, date(2030, 1, 1)))
    ended = made.ended_on if made.ended_on and made.ended_on < month - ONE_DAY else month - ONE_DAY
    kept = list(costs_of(made, RateBook(rates), within=before).parts)

    assert list(costs_of(replace(made, ended_on=ended), RateBook(rates), within=before).parts) == kept
    others = tuple(share for share in shares if share.starts_on and share.starts_on >= month)
    rated = RateBook([*rates, *(each for each in changed if each.basis is not Basis.END)])
    with_more = costs_of(replace(made, shares=(*made.shares, *others)), rated)
    assert [part for part in with_more.parts if part.days.start < month] == kept
    if made.contracts[-1].period.end >= month:
        longer = replace(made, contracts=(*made.contracts, extended))
        assert list(costs_of(longer, RateBook(rates), within=before).parts) == kept


@given(some.deployments(), some.rates(), st.lists(some.days, max_size=3))
def test_windows_together_give_what_the_whole_gives(made: Deployment, rates: list[Rate], cuts: list[date]) -> None:
    book = RateBook(rates)
    whole = costs_of(made, book)
    borders = sorted({date(2000, 1, 1), *cuts, date(2040, 1, 1)})

    windows = [costs_of(made, book, within=Period(*each)) for each in pairwise(borders)]

    place = {part: number for number, part in enumerate(whole.parts)}
    found = sorted((part for window in windows for part in window.parts), key=lambda part: place[part])
    assert tuple(found) == whole.parts


@given(some.deployments(), some.rates())
def test_what_is_signed_is_costed_as_if_nothing_were_planned(made: Deployment, rates: list[Rate]) -> None:
    signed = costs_of(as_signed(made), RateBook(rates))

    assert all(part.signed for part in signed.parts)
    assert {part.contract.id for part in signed.parts} <= {each.id for each in made.contracts if each.signed}


def test_rates_at_other_places_do_not_count_here() -> None:
    book = RateBook([rate(Component.LIVING, "1000.00", country="SN")])

    assert NIAMEY.country == "NE"
    assert costs_of(deployment(contract(FEBRUARY, MARCH)), book).missing
