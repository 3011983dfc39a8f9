"""What holds for cells of every kind: which of them count, what an error says, and words that stand for nothing."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from desktop.domain.finding import Severity
from desktop.importers.book import ErrorValue, GridColumn, Raw, Uncalculated
from desktop.importers.column_values import ColumnValues, Flaw
from desktop.language import say
from desktop.language.folding import words

# ECMA-376 part 1, 18.18.11, and what newer versions of Excel show; in text they come from cells that showed them.
_ERRORS = frozenset(
    ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA", "#SPILL!", "#CALC!")
)
# Marks of the direction of writing, joiners, and spaces without a width: nobody sees them.
_UNSEEN = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_WORDS_FOR_NOTHING = (
    *("na", "n/a", "nd", "n.d.", "ns", "so", "s.o.", "nil", "none", "néant", "aucun", "aucune", "sans objet", "tbd"),
    *("tbc", "non disponible", "not available", "not applicable", "à déterminer", "à définir"),
    *("لا شيء", "لا يوجد", "غير متوفر", "غير متاح"),
)
_NOTHING = frozenset(" ".join(words(text)) for text in _WORDS_FOR_NOTHING)
_LONGEST_NOTHING = 20  # letters; longer texts are not looked at
_DASHES = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2212./\u2026 ")
_SEVERAL = re.compile(
    r"[;|&\n]|\s[/+]\s|\s(?:et|and|to|à|ou|or|و)\s|[0-9]\s+[-\u2013]\s+[0-9]|[0-9]\s+\(", re.IGNORECASE
)
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")
LONGEST = 60  # letters of a number or a day: a longer text is neither
_SEVERAL_NUMBERS = re.compile(r"[0-9]\s*[/+]\s*[0-9]")  # a day is written with such signs
_LETTERS_LIKE_DIGITS = re.compile(r"(?=.*[0-9])(?:[-0-9 .,/()'\u2019\u00a0\u202f]|([OoIl]))+")


def counted(column: GridColumn, rows: Sequence[int]) -> Counter[int]:
    """How often each code stands in these rows; nothing is not counted."""
    codes = column.codes
    if not rows:
        return Counter()
    whole = rows[-1] - rows[0] + 1 == len(rows)  # rows without a gap are cut out at once
    counts = Counter(codes[rows[0] : rows[-1] + 1] if whole else map(codes.__getitem__, rows))
    del counts[0]
    return counts


def seen(text: str) -> str:
    """A text as the eye sees it: without marks that nobody sees, and each run of spaces as one."""
    return " ".join(_UNSEEN.sub("", text).split())


def plain_digits(text: str) -> str:
    """A text with the digits of every script (Arabic ones, wide ones) as 0 to 9."""
    return text if text.isascii() else _OTHER_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), text)


def stands_for_nothing(text: str) -> bool:
    """Whether a text says that there is nothing: a dash, `N/A`, `n.d.`, `néant`."""
    return _DASHES.issuperset(text) or (len(text) < _LONGEST_NOTHING and " ".join(words(text)) in _NOTHING)


def error_of(value: Raw) -> Flaw | None:
    """Why a cell that shows an error, or a formula without a result, holds no value; None for any other cell."""
    if isinstance(value, str) and "#" in value and value.strip() in _ERRORS:
        value = ErrorValue(value.strip())
    if isinstance(value, ErrorValue):
        return Flaw(
            Severity.ERROR,
            say("The cell shows the error {error}.", error=value.shown),
            say("Correct the formula in the workbook, then import again."),
        )
    if isinstance(value, Uncalculated):
        return Flaw(
            Severity.ERROR,
            say("The cell holds a formula that was never calculated."),
            say("Open the workbook in Excel, save it, then import again."),
        )
    return None


def sound(values: Sequence[Raw], codes: Iterable[int], found: ColumnValues) -> Iterator[tuple[int, Raw]]:
    """The cells that hold something, by code; errors become flaws, blanks stay nothing."""
    for code in codes:
        value = values[code]
        flaw = error_of(value)
        if flaw is not None:
            found.flaws[code] = flaw
        elif value is not None and not _is_blank(value):
            yield code, value


def _is_blank(value: Raw) -> bool:
    if not isinstance(value, str):
        return False
    return not (value.strip() if value.isascii() else seen(value))


def taken_as_blank(text: str) -> Flaw:
    """A note that a word for nothing was taken for an empty cell."""
    return Flaw(
        Severity.NOTE,
        say("“{text}” is taken for an empty cell.", text=text),
        say("Put the value in its place if there is one."),
    )


def holds_several(text: str, *, numbers: bool = False) -> bool:
    """Whether a text looks like more than one value: ``100; 200``, or like `numbers` such as ``12 / 14``."""
    if text.startswith("=") or len(re.findall(r"\d+", text)) < 2:
        return False
    return _SEVERAL.search(text) is not None or (numbers and _SEVERAL_NUMBERS.search(text) is not None)


def several_values(text: str) -> Flaw:
    """Why a cell with more than one value is not taken."""
    return Flaw(
        Severity.ERROR,
        say("“{text}” holds several values.", text=text),
        say("Keep one, or give each a row of its own."),
    )


def letter_for_digit(text: str) -> Flaw | None:
    """Why a text with a letter O or l among its digits is not taken; None when it has none."""
    match = _LETTERS_LIKE_DIGITS.fullmatch(text)
    letter = match[1] if match else None
    if letter is None:
        return None
    return Flaw(
        Severity.ERROR,
        say("“{text}” has the letter {letter} among its digits.", text=text, letter=letter),
        say("Compare it with the original, and type the digit."),
    )
