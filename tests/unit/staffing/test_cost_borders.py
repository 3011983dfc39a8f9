"""The borders of the costs of deployments: equal days, leap years, moments that fall together, rates that change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from desktop.domain.allocation import Share
from desktop.domain.money import Money
from desktop.domain.period import Period
from desktop.domain.staffing.cost import Costs, Part, as_signed, costs_of
from desktop.domain.staffing.rates import RateBook
from desktop.domain.volunteer_terms import Basis, Component, PeriodKind
from tests.helpers.staffing import DAKAR, NIAMEY, contract, deployment, rate, support

JANUARY, FEBRUARY, MARCH, APRIL = (date(2024, month, 1) for month in (1, 2, 3, 4))
END_OF_JANUARY, END_OF_FEBRUARY, END_OF_MARCH = date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31)
LIVING = rate(Component.LIVING, "1000.00")


def _amounts(parts: Iterable[Part], of: Component = Component.LIVING) -> list[str]:
    return [str(part.money.amount) for part in parts if part.component is of]


def _told(parts: Iterable[Part]) -> list[tuple[str, int, str]]:
    return [(part.component.value, part.month.month, str(part.money.amount)) for part in parts]


# --- days ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "amount"),
    [
        (date(2023, 2, 28), "35.71"),
        (date(2024, 2, 29), "34.48"),
        (date(2024, 4, 30), "33.33"),
        (date(2024, 12, 31), "32.26"),
        (date(1900, 2, 28), "35.71"),  # no leap year, though four divides it
        (date(2000, 2, 29), "34.48"),  # one, though a hundred divides it
    ],
)
def test_one_day_costs_one_part_of_its_month(day: date, amount: str) -> None:
    book = RateBook([rate(Component.LIVING, "1000.00", starts_on=date(1900, 1, 1))])

    assert _amounts(costs_of(deployment(contract(day, day)), book).parts) == [amount]


@pytest.mark.parametrize(("year", "amounts"), [(2023, ["535.71", "516.13"]), (2024, ["551.72", "516.13"])])
def test_the_middle_of_february_is_another_part_of_it_in_a_leap_year(year: int, amounts: list[str]) -> None:
    made = deployment(contract(date(year, 2, 14), date(year, 3, 16)))

    assert _amounts(costs_of(made, RateBook([LIVING])).parts) == amounts


def test_a_full_month_costs_the_same_whatever_its_length() -> None:
    made = deployment(contract(JANUARY, date(2024, 12, 31)))

    assert _amounts(costs_of(made, RateBook([LIVING])).parts) == ["1000.00"] * 12


def test_a_contract_over_the_turn_of_the_year_is_cut_there() -> None:
    made = deployment(contract(date(2023, 12, 17), date(2024, 1, 15)))

    parts = costs_of(made, RateBook([LIVING])).parts

    assert [(part.days, part.month) for part in parts] == [
        (Period(date(2023, 12, 17), JANUARY), date(2023, 12, 1)),
        (Period(JANUARY, date(2024, 1, 16)), JANUARY),
    ]
    assert _amounts(parts) == ["483.87", "483.87"]


def test_what_is_rounded_off_one_month_comes_back_in_a_later_one() -> None:
    """A third of a cent each month: every third month has a cent more, and the year is exact."""
    book = RateBook([rate(Component.LIVING, "0.0033")])

    parts = costs_of(deployment(contract(JANUARY, date(2024, 12, 31))), book).parts

    assert [(part.month.month, str(part.money.amount)) for part in parts] == [
        (2, "0.01"),
        (5, "0.01"),
        (8, "0.01"),
        (11, "0.01"),
    ]


def test_half_a_cent_is_rounded_up_and_half_a_credit_away_from_zero() -> None:
    book = RateBook([rate(Component.LIVING, "0.0050"), rate(Component.OTHER, "-0.0050")])

    parts = costs_of(deployment(contract(JANUARY, END_OF_JANUARY)), book).parts

    assert _told(parts) == [("living", 1, "0.01"), ("other", 1, "-0.01")]


def test_each_contract_is_rounded_by_itself() -> None:
    book = RateBook([rate(Component.LIVING, "0.0030")])
    whole = deployment(contract(JANUARY, END_OF_FEBRUARY))
    parted = deployment(contract(JANUARY, END_OF_JANUARY), contract(FEBRUARY, END_OF_FEBRUARY))

    assert _amounts(costs_of(whole, book).parts) == ["0.01"]
    assert costs_of(parted, book) == Costs()


def test_dinars_are_rounded_to_their_third_decimal() -> None:
    book = RateBook([rate(Component.LIVING, "100.0000", currency="TND")])

    (part,) = costs_of(deployment(contract(JANUARY, date(2024, 1, 2))), book).parts

    assert part.money == Money(Decimal("6.452"), "TND")


# --- where a stretch is cut ---------------------------------------------------------------------------------------


def test_a_rate_that_begins_within_a_month_cuts_it_on_its_day() -> None:
    book = RateBook([LIVING, rate(Component.LIVING, "1310.00", starts_on=date(2024, 1, 11), id=2)])

    parts = costs_of(deployment(contract(JANUARY, END_OF_JANUARY)), book).parts

    assert [part.days for part in parts] == [
        Period(JANUARY, date(2024, 1, 11)),
        Period(date(2024, 1, 11), FEBRUARY),
    ]
    assert _amounts(parts) == ["322.58", "887.42"]


def test_a_rate_that_begins_with_the_contract_or_after_it_cuts_nothing() -> None:
    book = RateBook(
        [
            LIVING,
            rate(Component.LIVING, "1500.00", starts_on=JANUARY, id=2),
            rate(Component.LIVING, "9000.00", starts_on=FEBRUARY, id=3),
        ]
    )

    (part,) = costs_of(deployment(contract(JANUARY, END_OF_JANUARY)), book).parts

    assert (part.days, part.money.amount) == (Period(JANUARY, FEBRUARY), Decimal(1500))


def test_shares_that_change_within_a_month_cut_it_and_change_no_sum() -> None:
    shares = (Share(1, Decimal(100), None, date.min), Share(2, Decimal(100), None, date(2024, 1, 11)))
    made = deployment(contract(JANUARY, END_OF_JANUARY))
    book = RateBook([LIVING])

    parted = costs_of(replace(made, shares=shares), book).parts

    assert [part.days.start for part in parted] == [JANUARY, date(2024, 1, 11)]
    assert _amounts(parted) == ["322.58", "677.42"]
    assert sum(part.money.amount for part in parted) == sum(part.money.amount for part in costs_of(made, book).parts)


def test_shares_that_begin_outside_of_a_contract_cut_nothing() -> None:
    shares = tuple(Share(1, Decimal(100), None, day) for day in (date(2023, 12, 15), JANUARY, FEBRUARY))

    found = costs_of(deployment(contract(JANUARY, END_OF_JANUARY), shares=shares), RateBook([LIVING]))

    assert [part.days for part in found.parts] == [Period(JANUARY, FEBRUARY)]


def test_each_contract_is_costed_where_it_is_served() -> None:
    book = RateBook([rate(Component.LIVING, "1000.00", country="NE"), rate(Component.LIVING, "1200.00", country="SN")])
    made = deployment(
        contract(JANUARY, END_OF_JANUARY, station=NIAMEY),
        contract(FEBRUARY, END_OF_FEBRUARY, kind=PeriodKind.REASSIGNMENT, station=DAKAR),
    )

    assert _amounts(costs_of(made, book).parts) == ["1000.00", "1200.00"]


def test_the_family_allowance_goes_by_the_number_of_dependants() -> None:
    book = RateBook(
        [
            LIVING,
            rate(Component.FAMILY, "250.00", dependants=1, id=2),
            rate(Component.FAMILY, "450.00", dependants=3, id=3),
        ]
    )
    made = deployment(contract(JANUARY, END_OF_JANUARY))

    found = [_amounts(costs_of(replace(made, dependants=each), book).parts, Component.FAMILY) for each in range(5)]

    assert found == [[], ["250.00"], ["250.00"], ["450.00"], ["450.00"]]


# --- what is due once ---------------------------------------------------------------------------------------------

ENTRY = rate(Component.ENTRY, "400.00", basis=Basis.ENTRY)
HOME = rate(Component.TRAVEL_OUT, "90.00", basis=Basis.END)


def test_one_day_is_both_the_first_and_the_last() -> None:
    book = RateBook([LIVING, ENTRY, HOME])

    parts = costs_of(deployment(contract(JANUARY, JANUARY)), book).parts

    assert sorted(_told(parts)) == [("entry", 1, "400.00"), ("living", 1, "32.26"), ("travel_out", 1, "90.00")]


def test_what_is_due_once_is_not_shortened_with_a_month_and_not_due_again_with_an_extension() -> None:
    book = RateBook([LIVING, ENTRY, HOME])
    made = deployment(
        contract(date(2024, 1, 16), END_OF_JANUARY),
        contract(FEBRUARY, END_OF_FEBRUARY, kind=PeriodKind.EXTENSION),
        contract(MARCH, date(2024, 3, 10), kind=PeriodKind.EXTENSION),
    )

    parts = costs_of(made, book).parts

    assert [each for each in _told(parts) if each[0] != "living"] == [
        ("entry", 1, "400.00"),
        ("travel_out", 3, "90.00"),
    ]


def test_costs_of_the_end_are_at_the_rate_of_the_last_day_and_of_entry_at_that_of_the_first() -> None:
    changed = date(2024, 1, 16)
    book = RateBook(
        [
            LIVING,
            ENTRY,
            HOME,
            replace(ENTRY, id=2, amount=Decimal(500), starts_on=changed),
            replace(HOME, id=3, amount=Decimal(95), starts_on=changed),
        ]
    )

    parts = costs_of(deployment(contract(JANUARY, END_OF_JANUARY)), book).parts

    assert (_amounts(parts, Component.ENTRY), _amounts(parts, Component.TRAVEL_OUT)) == (["400.00"], ["95.00"])
    assert [part.days.start for part in parts if part.component is Component.TRAVEL_OUT] == [changed]


def test_a_gap_at_either_end_bears_neither_entry_nor_end() -> None:
    book = RateBook([LIVING, ENTRY, HOME])
    made = deployment(
        contract(JANUARY, END_OF_JANUARY, kind=PeriodKind.GAP),
        contract(FEBRUARY, END_OF_FEBRUARY),
        contract(MARCH, END_OF_MARCH, kind=PeriodKind.GAP),
    )

    assert {part.month for part in costs_of(made, book).parts} == {FEBRUARY}
    assert len(costs_of(made, book).parts) == 3


def test_an_early_end_before_an_extension_leaves_the_end_to_the_contract_before() -> None:
    book = RateBook([LIVING, HOME])
    made = deployment(
        contract(JANUARY, END_OF_JANUARY),
        contract(FEBRUARY, END_OF_FEBRUARY, kind=PeriodKind.EXTENSION),
        ended_on=END_OF_JANUARY,
    )

    assert _told(costs_of(made, book).parts) == [("living", 1, "1000.00"), ("travel_out", 1, "90.00")]
    one_day_more = costs_of(replace(made, ended_on=FEBRUARY), book).parts
    assert _told(one_day_more) == [("living", 1, "1000.00"), ("living", 2, "34.48"), ("travel_out", 2, "90.00")]


def test_costs_of_a_reassignment_are_due_only_with_one() -> None:
    book = RateBook([LIVING, rate(Component.REASSIGNMENT, "200.00", basis=Basis.REASSIGNMENT)])
    kinds = [PeriodKind.INITIAL, PeriodKind.EXTENSION, PeriodKind.REASSIGNMENT]

    found = [costs_of(deployment(contract(JANUARY, END_OF_FEBRUARY, kind=kind)), book).parts for kind in kinds]

    assert [_amounts(parts, Component.REASSIGNMENT) for parts in found] == [[], [], ["200.00"]]
    assert found[2][-1].component is Component.LIVING  # not due again in February


# --- per cent -----------------------------------------------------------------------------------------------------


def test_a_support_cost_that_was_an_amount_and_becomes_a_per_cent_is_each_in_its_time() -> None:
    book = RateBook([LIVING, rate(Component.SUPPORT, "100.00", id=2), support("8", starts_on=MARCH)])

    parts = costs_of(deployment(contract(FEBRUARY, date(2024, 4, 30))), book).parts

    assert _amounts(parts, Component.SUPPORT) == ["100.00", "80.00", "80.00"]


def test_a_support_cost_that_was_a_per_cent_and_becomes_an_amount_is_each_in_its_time() -> None:
    book = RateBook([LIVING, support("8"), rate(Component.SUPPORT, "100.00", starts_on=MARCH, id=2)])

    parts = costs_of(deployment(contract(FEBRUARY, date(2024, 4, 30))), book).parts

    assert _amounts(parts, Component.SUPPORT) == ["80.00", "100.00", "100.00"]


def test_per_cent_are_of_the_exact_cost_and_not_of_the_rounded_one() -> None:
    """30 per cent of 0.0160 are less than half a cent; of two cents they would be more."""
    book = RateBook([rate(Component.LIVING, "0.0160"), support("30")])

    assert _told(costs_of(deployment(contract(JANUARY, END_OF_JANUARY)), book).parts) == [("living", 1, "0.02")]


def test_a_rate_of_per_cent_that_changes_counts_from_its_day_on() -> None:
    book = RateBook([LIVING, support("8"), replace(support("10", starts_on=date(2024, 1, 17)), id=100)])

    parts = costs_of(deployment(contract(JANUARY, END_OF_JANUARY)), book).parts

    assert _amounts(parts) == ["516.13", "483.87"]
    assert _amounts(parts, Component.SUPPORT) == ["41.29", "48.39"]


def test_a_per_cent_that_names_a_currency_is_no_amount_of_it() -> None:
    book = RateBook([LIVING, replace(support("8"), currency="USD", amount=Decimal(500))])

    parts = costs_of(deployment(contract(JANUARY, END_OF_JANUARY)), book).parts

    assert _told(parts) == [("living", 1, "1000.00"), ("support", 1, "80.00")]


def test_per_cent_of_nothing_are_nothing() -> None:
    found = costs_of(deployment(contract(JANUARY, END_OF_JANUARY)), RateBook([support("8")]))

    assert not found.parts
    assert [missing.days for missing in found.missing] == [Period(JANUARY, FEBRUARY)]


# --- what is missing ----------------------------------------------------------------------------------------------


def test_days_without_a_rate_on_both_sides_of_a_gap_are_told_apart() -> None:
    made = deployment(
        contract(JANUARY, END_OF_JANUARY),
        contract(FEBRUARY, END_OF_FEBRUARY, kind=PeriodKind.GAP),
        contract(MARCH, END_OF_MARCH),
    )

    found = costs_of(made, RateBook())

    assert [missing.days for missing in found.missing] == [Period(JANUARY, FEBRUARY), Period(MARCH, APRIL)]
    assert not found.parts


def test_a_pro_forma_rate_provides_what_everyone_needs() -> None:
    book = RateBook([rate(Component.PRO_FORMA, "1500.00", starts_on=FEBRUARY)])

    found = costs_of(deployment(contract(JANUARY, END_OF_FEBRUARY)), book)

    assert [missing.days for missing in found.missing] == [Period(JANUARY, FEBRUARY)]
    assert _told(found.parts) == [("pro_forma", 2, "1500.00")]


def test_a_living_allowance_of_nothing_is_known_and_costs_nothing() -> None:
    assert costs_of(deployment(contract(JANUARY, END_OF_JANUARY)), RateBook([rate(Component.LIVING, "0")])) == Costs()


def test_whoever_serves_online_gets_what_there_is() -> None:
    made = replace(deployment(contract(JANUARY, END_OF_JANUARY)), category="online")

    found = costs_of(made, RateBook([rate(Component.INSURANCE, "5.00")]))

    assert (_told(found.parts), found.missing) == ([("insurance", 1, "5.00")], ())


# --- windows and what is signed -----------------------------------------------------------------------------------


def test_a_window_has_the_stretches_that_begin_in_it_with_both_its_borders_half_open() -> None:
    made = deployment(contract(date(2024, 1, 16), END_OF_MARCH))
    book = RateBook([LIVING])

    def months(start: date, end: date) -> list[int]:
        return [part.month.month for part in costs_of(made, book, within=Period(start, end)).parts]

    assert months(FEBRUARY, MARCH) == [2]
    assert months(date(2024, 1, 16), FEBRUARY) == [1]
    assert months(date(2024, 1, 17), FEBRUARY) == []
    assert months(date(2024, 2, 2), APRIL) == [3]
    assert months(APRIL, date(2025, 1, 1)) == []


def test_what_is_only_planned_is_not_there_for_what_is_signed() -> None:
    planned = contract(FEBRUARY, END_OF_FEBRUARY, kind=PeriodKind.EXTENSION, signed=False)
    made = deployment(contract(JANUARY, END_OF_JANUARY), planned)
    book = RateBook([LIVING, HOME])

    assert [part.signed for part in costs_of(made, book).parts] == [True, False, False]
    assert _told(costs_of(as_signed(made), book).parts) == [("living", 1, "1000.00"), ("travel_out", 1, "90.00")]
    assert as_signed(replace(made, contracts=(planned,))).contracts == ()
