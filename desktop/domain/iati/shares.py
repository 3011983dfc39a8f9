"""Percentages as the IATI ruleset wants them: one alone needs none, several sum to exactly 100."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto

from desktop.domain.money import ZERO, apportion, trimmed

Share = Decimal | None
WHOLE = Decimal(100)
_UNITS = (Decimal("0.01"), Decimal("0.0001"))  # two decimals; four, as shares are kept, where the rest has them
_NEARLY = Decimal("0.1")  # as far as thirds, sevenths and the like are off when they are written with two decimals


class Change(Enum):
    """What had to be done so that they sum to 100."""

    NONE = auto()
    ROUNDED = auto()
    FILLED = auto()
    SCALED = auto()


@dataclass(frozen=True, slots=True)
class Shares:
    """Percentages that can be written, in the order in which they were stated; None where none is to be written."""

    values: tuple[Share, ...]
    change: Change = Change.NONE


def written_shares(stated: Sequence[Share]) -> Shares:
    """The percentages of one vocabulary; `stated` are those that are kept, None where nothing is said."""
    if not stated:
        return Shares(())
    if len(stated) == 1:
        whole = stated[0] in (None, WHOLE)
        return Shares((stated[0] if whole else None,), Change.NONE if whole else Change.SCALED)
    return _summing_to(WHOLE, stated)


def written_places(
    countries: Sequence[Share], regions: Mapping[str, Sequence[Share]]
) -> tuple[Shares, dict[str, Shares]]:
    """The percentages of countries, and of regions by vocabulary: countries sum to 100 with those of each vocabulary.

    The first vocabulary decides what is left to the countries; regions of another one share the rest anew.
    """
    if not countries:
        return Shares(()), {vocabulary: written_shares(stated) for vocabulary, stated in regions.items()}
    first, *others = regions or [""]
    whole = written_shares((*countries, *regions.get(first, ())))
    split_at = len(countries)
    found = {first: Shares(whole.values[split_at:], whole.change)} if regions else {}
    rest = WHOLE - sum((value for value in whole.values[:split_at] if value is not None), ZERO)
    found |= {vocabulary: _summing_to(rest, regions[vocabulary]) for vocabulary in others}
    return Shares(whole.values[:split_at], whole.change), found


def _summing_to(whole: Decimal, stated: Sequence[Share]) -> Shares:
    """Shares that sum to `whole`: as they are when they do, else by the largest remainder with two decimals.

    What is not stated gets an equal part of what the others leave.
    """
    known = [share for share in stated if share is not None]
    total = sum(known, ZERO)
    if len(known) == len(stated) and total == whole:
        return Shares(tuple(trimmed(share) for share in known))
    missing = len(stated) - len(known)
    part = max(whole - total, ZERO) / missing if missing else ZERO
    weights = [part if share is None else share for share in stated]
    if not any(weights):
        weights = [Decimal(1)] * len(stated)
    unit = next(unit for unit in _UNITS if whole % unit == 0)
    counts = apportion(int(whole / unit), weights)
    return Shares(tuple(trimmed(count * unit) for count in counts), _change(whole, total, missing))


def _change(whole: Decimal, total: Decimal, missing: int) -> Change:
    if missing and total <= whole:
        return Change.FILLED
    return Change.ROUNDED if abs(whole - total) <= _NEARLY else Change.SCALED
