"""Column types that are exact on both engines."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect
from sqlalchemy.types import TypeDecorator

MONEY_SCALE = 4  # 1/10 000 of the unit covers the minor unit of every ISO 4217 currency
RATE_SCALE = 10
DIGITS = 18  # that 64 bits hold
BEYOND = Decimal(10) ** DIGITS  # no column holds a number from here on


class NotExactError(ValueError):
    """A number that cannot be kept as it is: too large, or with too many decimals."""


class Exact(TypeDecorator[Decimal]):
    """A decimal number with a fixed number of places, stored as a scaled integer.

    SQLite would store NUMERIC as a binary fraction, whose sums are off by the odd cent; integers sum exactly in SQL on
    both engines. Raises NotExactError for a value that is larger or has more places than can be kept.
    """

    impl = BigInteger
    cache_ok = True

    def __init__(self, scale: int = MONEY_SCALE) -> None:
        super().__init__()
        self.scale = scale

    @property
    def python_type(self) -> type[Decimal]:
        """What its values are, for those who read them from elsewhere than the database."""
        return Decimal

    @property
    def limit(self) -> Decimal:
        """Numbers below it can be kept; for money that is a hundred million million."""
        return Decimal(10) ** (DIGITS - self.scale)

    def process_bind_param(self, value: Decimal | int | None, _dialect: Dialect) -> int | None:
        """The scaled integer of `value`."""
        if value is None:
            return None
        number = Decimal(value)
        scaled = number.scaleb(self.scale) if number.is_finite() and abs(number) < self.limit else None
        if scaled is None or scaled != scaled.to_integral_value():
            msg = f"{value} is too large, or has more than {self.scale} decimals"
            raise NotExactError(msg)
        return int(scaled)

    def process_result_value(self, value: Any, _dialect: Dialect) -> Decimal | None:
        """The number behind a scaled integer (PostgreSQL sums bigints as numeric)."""
        return None if value is None else Decimal(value).scaleb(-self.scale)


class Instant(TypeDecorator[datetime]):
    """A moment, always UTC and aware in Python; SQLite keeps it without its zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        """What its values are, for those who read them from elsewhere than the database."""
        return datetime

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment in UTC. Raises ValueError for one that does not know its zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            msg = "a moment must know its time zone"
            raise ValueError(msg)
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """The moment, aware."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
