"""Numbers are kept exactly or refused; moments know their zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import postgresql, sqlite

from desktop.storage.types import Exact, Instant, NotExactError

SQLITE = sqlite.dialect()
POSTGRESQL = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped
MONEY = Exact()
RATE = Exact(10)


@given(st.decimals(min_value=-(10**13), max_value=10**13, places=4))
def test_every_amount_comes_back_as_it_went(amount: Decimal) -> None:
    stored = MONEY.process_bind_param(amount, SQLITE)
    assert isinstance(stored, int)
    assert MONEY.process_result_value(stored, SQLITE) == amount


@given(st.decimals(min_value=0, max_value=10**7, places=10))
def test_every_rate_comes_back_as_it_went(rate: Decimal) -> None:
    assert RATE.process_result_value(RATE.process_bind_param(rate, SQLITE), SQLITE) == rate


@given(st.lists(st.decimals(min_value=-(10**9), max_value=10**9, places=2), max_size=30))
def test_stored_amounts_add_up_to_the_stored_sum(amounts: list[Decimal]) -> None:
    stored = [MONEY.process_bind_param(amount, SQLITE) or 0 for amount in amounts]
    assert MONEY.process_result_value(sum(stored), SQLITE) == sum(amounts)


@pytest.mark.parametrize(
    ("kind", "value", "stored"),
    [
        (MONEY, Decimal("0.10"), 1_000),
        (MONEY, Decimal("-0.0001"), -1),
        (MONEY, 5, 50_000),
        (MONEY, Decimal("99999999999999.9999"), 999_999_999_999_999_999),
        (MONEY, Decimal("1E+3"), 10_000_000),
        (MONEY, None, None),
        (RATE, Decimal("655.957"), 6_559_570_000_000),
        (RATE, Decimal("0.0000000001"), 1),
    ],
)
def test_numbers_are_stored_as_scaled_integers(kind: Exact, value: Decimal | int | None, stored: int | None) -> None:
    assert kind.process_bind_param(value, SQLITE) == stored


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (MONEY, "0.00001"),
        (MONEY, "100000000000000"),
        (MONEY, "-100000000000000"),
        (MONEY, "123456789012345678901234567890.12345"),
        (MONEY, "1E+999999"),
        (MONEY, "1E-999999"),
        (MONEY, "NaN"),
        (MONEY, "Infinity"),
        (MONEY, "-Infinity"),
        (RATE, "0.00000000001"),
        (RATE, "100000000"),
    ],
)
def test_a_number_that_cannot_be_kept_exactly_is_refused(kind: Exact, value: str) -> None:
    with pytest.raises(NotExactError):
        kind.process_bind_param(Decimal(value), SQLITE)


def test_nothing_stays_nothing() -> None:
    assert MONEY.process_result_value(None, SQLITE) is None
    assert Instant().process_bind_param(None, SQLITE) is None
    assert Instant().process_result_value(None, SQLITE) is None


def test_a_moment_is_kept_in_utc_on_both_engines() -> None:
    niamey = datetime(2019, 10, 21, 10, 30, tzinfo=timezone(timedelta(hours=1)))
    assert Instant().process_bind_param(niamey, SQLITE) == datetime(2019, 10, 21, 9, 30)  # noqa: DTZ001 - how SQLite keeps it
    assert Instant().process_bind_param(niamey, POSTGRESQL) == datetime(2019, 10, 21, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize("zone", [None, timezone(timedelta(hours=1))])
def test_a_moment_comes_back_aware(zone: timezone | None) -> None:
    hour = 9 if zone is None else 10
    read = Instant().process_result_value(datetime(2019, 10, 21, hour, 30, tzinfo=zone), POSTGRESQL)
    assert read == datetime(2019, 10, 21, 9, 30, tzinfo=UTC)
    assert read is not None
    assert read.utcoffset() == timedelta(0)


def test_a_moment_without_its_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Instant().process_bind_param(datetime(2019, 10, 21), SQLITE)  # noqa: DTZ001 - that is the point
