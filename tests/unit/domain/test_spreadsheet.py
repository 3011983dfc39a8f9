"""How spreadsheets name columns, and what they take for a formula."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.spreadsheet import QUOTE, STARTS_A_FORMULA, cell_address, column_index, column_letters, quoted


@pytest.mark.parametrize("start", STARTS_A_FORMULA)
def test_text_that_looks_like_a_formula_gets_an_apostrophe(start: str) -> None:
    assert quoted(f"{start}1+1") == f"{QUOTE}{start}1+1"


@pytest.mark.parametrize("text", ["Fuel", "", " =1", "5", "'=1"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert quoted(text) == text


@pytest.mark.parametrize(
    ("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")]
)
def test_letters_of_columns(index: int, letters: str) -> None:
    assert column_letters(index) == letters
    assert column_index(letters.encode()) == column_index(letters.lower().encode()) == index


@given(st.integers(min_value=0, max_value=20_000))
def test_letters_lead_back_to_their_column(index: int) -> None:
    assert column_index(column_letters(index).encode()) == index


def test_an_address_counts_from_one() -> None:
    assert cell_address(16, 5) == "F17"
