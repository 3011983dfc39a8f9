"""Of several entitlement rates the closest counts, and it lasts until one that is as close takes its place."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from desktop.domain.staffing.deployment import Station
from desktop.domain.staffing.rates import Rate, RateBook
from desktop.domain.volunteer_terms import Basis, Component
from tests.helpers.staffing import CATEGORY, DAKAR, NIAMEY, rate, support

LIVING, FAMILY = Component.LIVING, Component.FAMILY
OLD, NEW, TODAY = date(2019, 1, 1), date(2020, 1, 1), date(2021, 6, 1)


def _amount(book: RateBook, station: Station | None = NIAMEY, *, day: date = TODAY, **values: object) -> str | None:
    found = book.in_force(LIVING, category=str(values.get("category", CATEGORY)), station=station, day=day)
    return None if found is None else str(found.amount)


def test_the_duty_station_comes_before_the_country_and_that_before_anywhere() -> None:
    book = RateBook(
        [
            rate(LIVING, "1", NEW, category=CATEGORY),
            rate(LIVING, "2", OLD, country="NE"),
            rate(LIVING, "3", OLD, country="NE", station_id=NIAMEY.id),
        ]
    )

    assert _amount(book) == "3"
    assert _amount(book, Station(9, "Zinder", "NE")) == "2"
    assert _amount(book, DAKAR) == "1"
    assert _amount(book, None) == "1"
    assert _amount(book, category="national_youth", station=DAKAR) is None


def test_the_own_category_comes_before_any_however_old_it_is() -> None:
    book = RateBook([rate(LIVING, "1", NEW), rate(LIVING, "2", OLD, category=CATEGORY)])

    assert _amount(book) == "2"
    assert _amount(book, category="national_youth") == "1"


def test_the_newest_that_has_begun_is_in_force_until_the_next() -> None:
    book = RateBook([rate(LIVING, "2", NEW), rate(LIVING, "1", OLD)])

    assert _amount(book, day=date(2018, 12, 31)) is None
    assert _amount(book, day=date(2019, 12, 31)) == "1"
    assert _amount(book, day=NEW) == "2"


def test_the_highest_number_of_dependants_that_is_reached_counts() -> None:
    book = RateBook(
        [rate(FAMILY, "0"), rate(FAMILY, "250", dependants=1), rate(FAMILY, "450", dependants=2), rate(LIVING, "1")]
    )

    found = [
        book.in_force(FAMILY, category=CATEGORY, station=NIAMEY, dependants=count, day=TODAY) for count in range(4)
    ]
    assert [str(each.amount) for each in found if each] == ["0", "250", "450", "450"]


def test_a_rate_that_does_not_say_enough_counts_as_missing() -> None:
    book = RateBook(
        [
            Rate(1, LIVING, Basis.MONTH, OLD, amount=Decimal(5)),
            Rate(2, LIVING, Basis.MONTH, OLD, currency="USD"),
            Rate(3, Component.SUPPORT, Basis.PERCENT, OLD, currency="USD", amount=Decimal(5)),
        ]
    )

    assert not book.rates
    assert not book.tariff(CATEGORY, NIAMEY).rates_on(TODAY)


def test_all_rates_of_a_day_are_those_in_force_or_the_pro_forma_alone() -> None:
    book = RateBook([rate(LIVING, "1", OLD), support("8", OLD), rate(Component.PRO_FORMA, "9", NEW)])
    tariff = book.tariff(CATEGORY, NIAMEY)

    assert [each.component for each in tariff.rates_on(OLD)] == [LIVING, Component.SUPPORT]
    assert [each.component for each in tariff.rates_on(NEW)] == [Component.PRO_FORMA]
    assert tariff is book.tariff(CATEGORY, NIAMEY)


def test_a_rate_with_more_decimals_than_an_office_keeps_is_refused() -> None:
    with pytest.raises(ValueError, match="more than 4 decimals"):
        rate(LIVING, "1.00001")
