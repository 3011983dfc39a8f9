"""Which of many rates counts, how costs are shared and converted, and what is missing of a price."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.allocation import Share
from desktop.domain.finding import Severity
from desktop.domain.money import Money
from desktop.domain.period import Period
from desktop.domain.rates import SAME_CURRENCY, Quote
from desktop.domain.staffing.cost import Part
from desktop.domain.staffing.deployment import Station
from desktop.domain.staffing.pricing import Payer, Priced, Pricing
from desktop.domain.staffing.rates import Rate, RateBook, Tariff
from desktop.domain.staffing.sharing import MissingQuote, SharedPart, converted, shared
from desktop.domain.volunteer_terms import Basis, Component
from tests.helpers.staffing import CATEGORY, DAKAR, NIAMEY, contract, deployment, rate, support

LIVING, FAMILY = Component.LIVING, Component.FAMILY
JANUARY, FEBRUARY, MARCH, APRIL = (date(2024, month, 1) for month in (1, 2, 3, 4))
TODAY = date(2024, 6, 1)


def _of(
    rates: Iterable[Rate], *, day: date = TODAY, station: Station | None = NIAMEY, dependants: int = 0
) -> int | None:
    """The number of the rate of the living allowance that is in force."""
    found = RateBook(rates).in_force(LIVING, category=CATEGORY, station=station, dependants=dependants, day=day)
    return None if found is None else found.id


# --- closeness ----------------------------------------------------------------------------------------------------

STATION = rate(LIVING, "1", id=1, station_id=NIAMEY.id)
COUNTRY_AND_CATEGORY = rate(LIVING, "1", id=2, country="NE", category=CATEGORY, dependants=0)
COUNTRY = rate(LIVING, "1", id=3, country="NE")
CATEGORY_AND_DEPENDANTS = rate(LIVING, "1", id=4, category=CATEGORY, dependants=0)
OWN_CATEGORY = rate(LIVING, "1", id=5, category=CATEGORY)
DEPENDANTS = rate(LIVING, "1", id=6, dependants=0)
ANY = rate(LIVING, "1", id=7)
CLOSEST_FIRST = [STATION, COUNTRY_AND_CATEGORY, COUNTRY, CATEGORY_AND_DEPENDANTS, OWN_CATEGORY, DEPENDANTS, ANY]


def test_place_comes_before_category_and_that_before_dependants_and_those_before_the_day() -> None:
    for number in range(len(CLOSEST_FIRST)):
        left = CLOSEST_FIRST[number:]
        newer = [replace(each, starts_on=JANUARY + timedelta(index)) for index, each in enumerate(left)]

        assert _of(left) == left[0].id
        assert _of(reversed(left)) == left[0].id
        assert _of(newer) == left[0].id


@given(st.permutations(CLOSEST_FIRST), st.lists(st.integers(0, 400), min_size=7, max_size=7))
@settings(max_examples=60)
def test_the_order_in_which_rates_were_entered_and_the_days_on_which_others_begin_change_nothing(
    rates: Sequence[Rate], days: Sequence[int]
) -> None:
    """Whatever has begun, the closest counts, on each of the days."""
    dated = [replace(each, starts_on=date(2023, 1, 1) + timedelta(day)) for each, day in zip(rates, days, strict=True)]
    order = [each.id for each in CLOSEST_FIRST]

    for number in range(0, 401, 50):
        day = date(2023, 1, 1) + timedelta(number)
        begun = [each.id for each in dated if each.starts_on <= day]
        assert _of(dated, day=day) == min(begun, key=order.index, default=None)


def test_of_two_rates_of_one_day_that_are_as_close_the_one_entered_last_counts() -> None:
    assert _of([rate(LIVING, "1", id=8), rate(LIVING, "2", id=9)]) == 9
    assert _of([rate(LIVING, "2", id=9), rate(LIVING, "1", id=8)]) == 9


def test_a_rate_of_another_station_of_the_country_does_not_count() -> None:
    elsewhere = rate(LIVING, "1", id=1, station_id=9, country="NE")

    assert _of([elsewhere]) is None
    assert _of([elsewhere, COUNTRY]) == COUNTRY.id
    assert _of([STATION], station=None) is None
    assert _of([STATION], station=DAKAR) is None


def test_dependants_that_are_not_reached_do_not_count_and_the_highest_that_is_does() -> None:
    rates = [rate(LIVING, "1", id=number, dependants=number) for number in (1, 2, 4)]

    assert [_of(rates, dependants=count) for count in range(6)] == [None, 1, 2, 2, 4, 4]


def test_a_rate_begins_on_its_day() -> None:
    rates = [rate(LIVING, "1", JANUARY, id=1), rate(LIVING, "2", FEBRUARY, id=2)]

    found = [_of(rates, day=day) for day in (date(2023, 12, 31), JANUARY, date(2024, 1, 31), FEBRUARY, date.max)]
    assert found == [None, 1, 1, 2, 2]


# --- tariffs ------------------------------------------------------------------------------------------------------


def test_the_rates_of_a_day_stand_in_the_order_of_the_components() -> None:
    book = RateBook([support("8"), rate(FAMILY, "2"), rate(LIVING, "1"), rate(FAMILY, "3", FEBRUARY, country="SN")])
    tariff = book.tariff(CATEGORY, NIAMEY)

    assert [each.component for each in tariff.rates_on(TODAY)] == [LIVING, FAMILY, Component.SUPPORT]
    assert [str(each.amount) for each in tariff.rates_on(TODAY)[:2]] == ["1", "2"]
    assert tariff.rates_on(date(2009, 12, 31)) == ()
    assert tariff.in_force(Component.LEARNING, TODAY) is None


def test_a_pro_forma_rate_hides_the_others_from_sums_but_not_from_questions() -> None:
    book = RateBook([rate(LIVING, "1"), rate(Component.PRO_FORMA, "9", FEBRUARY)])
    tariff = book.tariff(CATEGORY, NIAMEY)

    assert [each.component for each in tariff.rates_on(date(2024, 1, 31))] == [LIVING]
    assert [each.component for each in tariff.rates_on(FEBRUARY)] == [Component.PRO_FORMA]
    hidden = tariff.in_force(LIVING, FEBRUARY)
    assert hidden is not None
    assert hidden.amount == 1


def test_kinds_of_volunteers_have_tariffs_of_their_own() -> None:
    book = RateBook([rate(LIVING, "1"), rate(LIVING, "2", country="SN"), rate(FAMILY, "3", dependants=2)])

    kinds = [book.tariff(CATEGORY, NIAMEY), book.tariff(CATEGORY, DAKAR), book.tariff(CATEGORY, NIAMEY, 2)]
    assert [[str(each.amount) for each in kind.rates_on(TODAY)] for kind in kinds] == [["1"], ["2"], ["1", "3"]]
    assert RateBook().tariff(CATEGORY, None) == Tariff({}, ())


@pytest.mark.parametrize(
    ("made", "enough"),
    [
        (Rate(1, LIVING, Basis.MONTH, JANUARY, currency="USD", amount=Decimal(0)), True),
        (Rate(1, LIVING, Basis.MONTH, JANUARY, currency="USD", percent=Decimal(8)), False),
        (Rate(1, LIVING, Basis.MONTH, JANUARY, amount=Decimal(8)), False),
        (Rate(1, LIVING, Basis.PERCENT, JANUARY, percent=Decimal(0)), True),
        (Rate(1, LIVING, Basis.PERCENT, JANUARY, currency="USD", amount=Decimal(8)), False),
    ],
)
def test_a_rate_says_enough_for_its_basis(made: Rate, *, enough: bool) -> None:
    assert made.says_enough is enough
    assert bool(RateBook([made]).rates) is enough


def test_the_number_of_a_rate_is_kept_to_the_ten_thousandth() -> None:
    assert rate(LIVING, "1234.5678").whole == 12_345_678
    assert rate(LIVING, "-0.0001").whole == -1
    assert support("7.25").whole == 72_500
    with pytest.raises(ValueError, match=r"8\.00005 has more than 4 decimals"):
        support("8.00005")


# --- shares -------------------------------------------------------------------------------------------------------


def _part(first: date, last: date, amount: str, currency: str = "USD", deployment_id: int = 1) -> Part:
    days = Period.of_days(first, last)
    return Part(deployment_id, contract(first, last), LIVING, days, Money(Decimal(amount), currency))


def _amounts(parts: Iterable[SharedPart]) -> list[tuple[int, int | None, str]]:
    return [(each.grant_id, each.line_id, str(each.money.amount)) for each in parts]


THIRDS = tuple(Share(grant, Decimal(percent)) for grant, percent in ((1, "33.3333"), (2, "33.3333"), (3, "33.3334")))


@pytest.mark.parametrize(
    ("amount", "amounts"),
    [
        ("100.00", ["33.33", "33.33", "33.34"]),
        ("0.02", ["0.01", "0.01"]),  # the third bears nothing and is left out
        ("-100.00", ["-33.33", "-33.33", "-33.34"]),
        ("0.01", ["0.01"]),
    ],
)
def test_cents_that_no_share_has_alone_go_to_the_largest_remainder(amount: str, amounts: list[str]) -> None:
    found = shared([_part(JANUARY, JANUARY, amount)], THIRDS)

    assert sorted(each for _grant, _line, each in _amounts(found.parts)) == sorted(amounts)
    assert sum(each.money.amount for each in found.parts) == Decimal(amount)


def test_shares_without_a_day_count_until_dated_ones_begin() -> None:
    shares = [Share(1, Decimal(100)), Share(2, Decimal(100), 5, FEBRUARY)]
    parts = [_part(date(1990, 1, 1), date(1990, 1, 1), "1"), _part(date(2024, 1, 31), date(2024, 1, 31), "2")]

    assert _amounts(shared([*parts, _part(FEBRUARY, FEBRUARY, "3")], shares).parts) == [
        (1, None, "1.00"),
        (1, None, "2.00"),
        (2, 5, "3.00"),
    ]


def test_two_lines_of_one_grant_may_share() -> None:
    shares = [Share(1, Decimal("12.5"), 4), Share(1, Decimal("87.5"), 5)]

    assert _amounts(shared([_part(JANUARY, JANUARY, "10.00")], shares).parts) == [(1, 4, "1.25"), (1, 5, "8.75")]


@pytest.mark.parametrize(
    ("shares", "problem"),
    [
        ([], "No share is in force on that day. Add the shares of the key, or choose another one."),
        ([Share(1, Decimal(99))], "The shares sum to 99 per cent; 1 are missing."),
        ([Share(1, Decimal(60)), Share(2, Decimal(50))], "The shares sum to 110 per cent; 10 are too many."),
        ([Share(1, Decimal(100)), Share(2, Decimal(0))], "Each share is above zero. Correct it, or leave the row out."),
        ([Share(1, Decimal(50)), Share(1, Decimal(50))], "A grant and line stand there twice. Add the two shares up."),
    ],
)
def test_days_whose_shares_do_not_stand_are_borne_by_nobody(shares: list[Share], problem: str) -> None:
    found = shared([_part(JANUARY, date(2024, 1, 31), "10"), _part(FEBRUARY, FEBRUARY, "1")], shares)

    assert not found.parts
    assert [(each.deployment_id, each.days, str(each.problem)) for each in found.missing] == [
        (1, Period.of_days(JANUARY, FEBRUARY), problem)
    ]


def test_days_of_two_deployments_without_shares_are_told_apart() -> None:
    found = shared([_part(JANUARY, JANUARY, "1"), _part(JANUARY, JANUARY, "1", deployment_id=2)], [])

    assert [(each.deployment_id, each.days.days) for each in found.missing] == [(1, 1), (2, 1)]


# --- conversion ---------------------------------------------------------------------------------------------------


def _converted(parts: Sequence[Part], quote: Quote | None, target: str = "EUR") -> list[Money]:
    of = shared(parts, [Share(1, Decimal(100))])
    return [each.money for each in converted(of.parts, lambda *_asked: quote, currencies={1: target}).parts]


def test_a_rate_is_so_many_units_of_the_original_for_so_many_of_the_target() -> None:
    one = [_part(JANUARY, JANUARY, "600.50")]

    assert _converted(one, Quote(Decimal("600.5"), None, "", per=Decimal(1))) == [Money(Decimal("1.00"), "EUR")]
    assert _converted(one, Quote(Decimal(1), None, "", per=Decimal("600.5")), "XOF") == [Money(Decimal(360600), "XOF")]
    assert _converted([_part(JANUARY, JANUARY, "0.01")], Quote(Decimal(2), None, "")) == [Money(Decimal("0.01"), "EUR")]


def test_each_part_is_rounded_in_the_currency_of_the_grant() -> None:
    parts = [_part(JANUARY, JANUARY, "1", "XOF"), _part(FEBRUARY, FEBRUARY, "1000", "XOF")]

    assert _converted(parts, Quote(Decimal("655.957"), None, "")) == [
        Money(Decimal("0.00"), "EUR"),
        Money(Decimal("1.52"), "EUR"),
    ]


def test_the_own_currency_asks_no_rate_and_a_missing_one_is_asked_and_told_once_a_month() -> None:
    asked: list[date] = []

    def quotes(_grant: int, _currency: str, day: date) -> Quote | None:
        asked.append(day)
        return None

    parts = [
        _part(day, day, "5", currency) for currency in ("XOF", "USD") for day in (MARCH, JANUARY, date(2024, 1, 9))
    ]
    found = converted(shared(parts, [Share(1, Decimal(100))]).parts, quotes, currencies={1: "USD"})

    assert asked == [MARCH, JANUARY]
    assert found.missing == (MissingQuote(1, "XOF", JANUARY), MissingQuote(1, "XOF", MARCH))
    assert [(each.month, each.quote) for each in found.parts] == [
        (MARCH, SAME_CURRENCY),
        (JANUARY, SAME_CURRENCY),
        (JANUARY, SAME_CURRENCY),
    ]


# --- prices -------------------------------------------------------------------------------------------------------

BOOK = RateBook([rate(LIVING, "1000.00", FEBRUARY)])
EURO = {1: Payer(1, "GR-1", "EUR"), 2: Payer(2, "GR-2", "USD")}


@pytest.mark.parametrize("kept", ["rates", "shares", "quotes"])
def test_a_price_is_whole_only_while_nothing_at_all_is_missing(kept: str) -> None:
    made = deployment(
        contract(JANUARY, date(2024, 4, 30)), shares=(Share(2, Decimal(60)), Share(1, Decimal(100), None, MARCH))
    )
    found = Pricing(BOOK, EURO, lambda *_asked: None).of(made)

    only = replace(Priced(), **{kept: getattr(found, kept)})

    assert Priced().whole
    assert getattr(only, kept)
    assert not only.whole


def test_findings_of_a_price_are_errors_that_say_what_to_do() -> None:
    made = deployment(contract(JANUARY, date(2024, 4, 30)), shares=(Share(1, Decimal(100), None, MARCH),))
    pricing = Pricing(BOOK, EURO, lambda *_asked: None)

    found = pricing.findings(made, pricing.of(made))

    assert {finding.severity for finding in found} == {Severity.ERROR}
    assert [(finding.code, finding.record_id, str(finding.fix)) for finding in found] == [
        (
            "deployment_rate_missing",
            1,
            "Add an entitlement rate for its category and duty station that is in force on the first of these days.",
        ),
        (
            "deployment_share_missing",
            1,
            "Say which grants pay it from the first of these days; their shares sum to 100 per cent.",
        ),
        ("deployment_quote_missing", 1, "Import or enter the exchange rate of that month."),
        ("deployment_quote_missing", 1, "Import or enter the exchange rate of that month."),
    ]
    assert pricing.findings(made, Priced()) == []


def test_a_window_prices_only_its_own_months() -> None:
    made = deployment(contract(JANUARY, date(2024, 4, 30)), shares=(Share(2, Decimal(100)),))
    pricing = Pricing(BOOK, EURO, lambda *_asked: None)

    priced = pricing.of(made, within=Period(FEBRUARY, APRIL))

    assert [(each.month, each.money) for each in priced.parts] == [
        (FEBRUARY, Money(Decimal(1000), "USD")),
        (MARCH, Money(Decimal(1000), "USD")),
    ]
    assert priced.whole
    assert not pricing.of(made).whole
