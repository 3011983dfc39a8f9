"""What every spreadsheet does alike: how it names its columns, and which texts it takes for a formula.

The process that reads foreign files imports this as well, and has to start fast: nothing heavy stands here.
"""

from __future__ import annotations

from typing import Final

STARTS_A_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a cell begins with that a spreadsheet takes for a formula when it opens a text file (CWE-1236)."""

QUOTE: Final = "'"
"""Before a text that begins so: what follows is a text. Our csv files have it before the heading of its column too."""

LAST_ROW: Final = 1_048_576
"""The last row that a sheet of Excel has."""

MOST_LETTERS: Final = 32_767
"""The letters that a cell of Excel takes; of a file with more it says that it is damaged."""


def quoted(text: str) -> str:
    """`text` as no spreadsheet takes it for a formula."""
    return f"{QUOTE}{text}" if text.startswith(STARTS_A_FORMULA) else text


def column_letters(index: int) -> str:
    """The letters of the column with this index (0 is A)."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_index(letters: bytes) -> int:
    """The index of the column with these letters, as a file writes them (A is 0)."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number - 1


def cell_address(row: int, column: int) -> str:
    """How a cell is called within its sheet, both counted from 0: ``F17`` for row 16 and column 5."""
    return f"{column_letters(column)}{row + 1}"
