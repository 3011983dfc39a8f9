"""The limits of service that count in an office: its own rows over the presets of `volunteer_limits.toml`."""

from __future__ import annotations

import functools
import tomllib
from decimal import Decimal

from desktop.config import paths
from desktop.domain.staffing.limits import Limit, LimitBook


@functools.cache
def limit_presets() -> tuple[Limit, ...]:
    """What is usual for each category."""
    with (paths.resources() / "codelists" / "volunteer_limits.toml").open("rb") as file:
        data = tomllib.load(file)
    return tuple(
        Limit(category, **(row | {"leave_days": Decimal(row["leave_days"])})) for category, row in data.items()
    )


def limit_book(own: tuple[Limit, ...]) -> LimitBook:
    """The limits of an office, from its own rows (`storage.service_limits.own_limits`)."""
    return LimitBook(limit_presets(), own)
