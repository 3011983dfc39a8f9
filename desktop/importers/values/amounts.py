"""What a cell's number comes to in a currency: rounded half up, unless it states more than the currency has."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from desktop.domain.money import MINOR_UNITS, round_amount

# A trace that binary fractions leave in a sum (0.1 + 0.2) is far below this part of the minor unit; a decimal that
# someone stated is far above.
_NOISE: Final = {code: Decimal("0.0005").scaleb(-units) for code, units in MINOR_UNITS.items()}


def to_minor_unit(amount: Decimal, currency: str) -> Decimal | None:
    """`amount` rounded half up to the decimals of `currency`; None when it moves by more than binary noise.

    Raises KeyError for a code that is no currency.
    """
    rounded = round_amount(amount, currency)
    if rounded == amount or abs(rounded - amount) <= _NOISE[currency]:
        return rounded
    return None
