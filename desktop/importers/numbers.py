"""Numbers as files write them for machines."""

from __future__ import annotations

import re
from decimal import Decimal

_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)")  # xsd:decimal
_AS_THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2}\.[0-9]{3}")


def plain_number(text: str) -> Decimal | None:
    """The number written with a decimal point and no separators (`-1240.50`), or None when `text` is none such."""
    stripped = text.strip()
    return Decimal(stripped) if _NUMBER.fullmatch(stripped) else None


def may_be_thousands(text: str) -> bool:
    """Whether the point of a plain number may part its thousands, as in French: `505.000` is 505 or 505,000."""
    return _AS_THOUSANDS.fullmatch(text.strip()) is not None
