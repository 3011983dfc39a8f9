"""Numbers of files are read exactly or not at all: what could mean two things means none."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.importers.numbers import plain_number


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**13), max_value=10**13))
@settings(max_examples=200)
def test_every_number_written_plainly_is_read_exactly(number: Decimal) -> None:
    assert plain_number(f" {number:f}\n") == number


@pytest.mark.parametrize(("text", "number"), [("+5", "5"), ("5.", "5"), (".5", "0.5"), ("007.10", "7.10"), ("-0", "0")])
def test_other_plain_ways(text: str, number: str) -> None:
    assert plain_number(text) == Decimal(number)


_OTHER_SIGNS = ["\u0661\u0662", "\uff11\uff12", "\u22125"]  # Arabic and wide digits, a typographic minus
_NO_NUMBERS = ["", " ", "-", ".", "1,234.50", "1 234", "1_000", "1e3", "NaN", "Infinity", "-inf", "12 %", "(5)"]


@pytest.mark.parametrize("text", [*_NO_NUMBERS, *_OTHER_SIGNS])
def test_anything_else_is_no_number(text: str) -> None:
    assert plain_number(text) is None
