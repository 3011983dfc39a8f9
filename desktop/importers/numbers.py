"""Numbers as files write them for machines."""

from __future__ import annotations

import re
from decimal import Decimal

_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)")  # xsd:decimal


def plain_number(text: str) -> Decimal | None:
    """The number written with a decimal point and no separators (`-1240.50`), or None when `text` is none such."""
    stripped = text.strip()
    return Decimal(stripped) if _NUMBER.fullmatch(stripped) else None
