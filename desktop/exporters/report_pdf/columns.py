"""Finds the paper, the size of type and the widths of columns that suit tables; all widths in em of the type.

Numbers never break, so their columns are as wide as the widest; what is left goes to the texts. A table that is too
wide even for the smallest type is parted, and each part repeats the names of the rows.
"""

from __future__ import annotations

import functools
import itertools
import operator
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from desktop.reports.report import RowStyle

# Of Source Sans in its bolder weight, a little rounded up: em of a letter by its kind.
_DIGIT, _POINT, _CAPITAL, _WIDE, _LETTER, _OTHER, _SQUARE = 0.54, 0.3, 0.62, 0.87, 0.54, 0.65, 1.0
_FIRST_OTHER, _FIRST_SQUARE = "\u0370", "\u2e80"  # of letters that are not Latin, of those as wide as high
_POINTS: Final = frozenset(" .,:;'’|!()[]·\u00a0\u2009\u202f")
_WIDES: Final = frozenset("%@mwMW—…")
_UNSEEN: Final = frozenset("\u200b\u200e\u200f\u2066\u2067\u2068\u2069")
_WORD: Final = re.compile(r"[^ /-]*[ /-]?")
_BREAK: Final = "\u200b"  # where a line may end that has no space

PADDING: Final = 0.9  # of a cell, both sides
GAP: Final = 0.9  # between a number and the text that follows it
_INDENT: Final = 1.1
_TEXT_LEAST, _NAME_LEAST, _TEXT_MOST = 7.0, 16.0, 44.0
_NUMBERS_MOST, _AIR = 9.0, 1.5
_MOST_OF_A_WORD: Final = 11.0  # over a column; longer ones are broken

# A4 less its margins, and the points of an em
_PORTRAIT, _LANDSCAPE = 481.0, 728.0
_SIZES: Final = (9.0, 8.5, 8.0, 7.5, 7.0, 6.5)
_LARGE: Final = (12.0, 11.0, 10.0, *_SIZES)
_LEAST_PORTRAIT: Final = 8.0

_LONG_ROW: Final = 900
_MOST_TOGETHER: Final = 12


class Align(StrEnum):
    """Where the text of a column stands: numbers are at the right in every language."""

    START = "start"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what stands over it, and where its texts stand."""

    label: str
    align: Align = Align.START


@dataclass(frozen=True, slots=True)
class Line:
    """A row as texts, one for each column; a heading has those of its name only. `level` is how far in it stands."""

    cells: tuple[str, ...]
    style: RowStyle = RowStyle.LINE
    level: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as texts. The first `names` columns say what a row is; the last of them is what stands further in."""

    title: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    caption: str = ""
    names: int = 1


@dataclass(frozen=True, slots=True)
class Placed:
    """A table, or a part of one, with the widths of its columns; `first` and `last` count those with figures."""

    sheet: Sheet
    widths: tuple[float, ...]
    first: int = 1
    last: int = 0
    whole: int = 0

    @property
    def is_part(self) -> bool:
        """Whether there are other parts of the same table."""
        return self.last - self.first + 1 < self.whole


@dataclass(frozen=True, slots=True)
class Paper:
    """How tables are set: across or upright, at which size of type, and each with its widths."""

    landscape: bool
    size: float
    tables: tuple[Placed, ...]

    @property
    def width(self) -> float:
        """How wide it is, in em."""
        return (_LANDSCAPE if self.landscape else _PORTRAIT) / self.size


# --- widths of texts ------------------------------------------------------------------------------------------------


def em(text: str) -> float:
    """How wide a text is at most, about."""
    return sum(map(_em_of, text))


def _em_of(letter: str) -> float:
    if letter in _UNSEEN:
        return 0
    if letter.isdigit():
        return _DIGIT
    if letter in _POINTS:
        return _POINT
    if letter in _WIDES:
        return _WIDE
    if letter >= _FIRST_OTHER:
        return _OTHER if letter < _FIRST_SQUARE else _SQUARE
    return _CAPITAL if letter.isupper() else _LETTER


def softened(text: str, width: float) -> str:
    """`text` with places to break in words that are wider than `width`; after a hyphen or stroke it breaks anyway."""
    if em(text) <= width:
        return text
    return "".join(word if em(word) <= width else _broken(word, width) for word in _words(text))


def _words(text: str) -> list[str]:
    """What stays in one line, each with what parts it from the next."""
    return _WORD.findall(text)


def shortened(text: str, width: float) -> str:
    """`text` in one line of `width`, its end left out where it is longer."""
    if em(text) <= width:
        return text
    kept = list(itertools.accumulate(map(_em_of, text)))
    return text[: sum(end <= width - _WIDE for end in kept)].rstrip() + "…"


def _broken(word: str, width: float) -> str:
    most = max(1, int(width / _WIDE))
    return _BREAK.join(word[start : start + most] for start in range(0, len(word), most))


@dataclass(frozen=True, slots=True)
class _Need:
    """How wide a column must be, and would like to be; one of numbers always is as it must."""

    least: float
    liked: float
    numbers: bool = False

    def beside(self, other: _Need) -> _Need:
        """What both need that stand one above the other."""
        return _Need(max(self.least, other.least), max(self.liked, other.liked), self.numbers)


_least, _liked = operator.attrgetter("least"), operator.attrgetter("liked")


def _need(sheet: Sheet, index: int) -> _Need:
    column = sheet.columns[index]
    word = min(_MOST_OF_A_WORD, _widest_word(column.label))
    names = index == sheet.names - 1
    indent = _INDENT if names else 0
    lines = [line for line in sheet.lines if line.style is not RowStyle.HEADING]
    widest = max((em(line.cells[index]) + indent * line.level for line in lines), default=0)
    if column.align is Align.RIGHT:
        width = max(widest, word, min(_MOST_OF_A_WORD, _in_two_lines(column.label))) + PADDING
        return _Need(width, width, numbers=True)
    padding = PADDING + (GAP if follows_numbers(sheet.columns, index) else 0)
    liked = min(max(widest, word, min(em(column.label), _TEXT_LEAST)) + padding, _TEXT_MOST)
    inside = min(_MOST_OF_A_WORD, max((_widest_word(line.cells[index]) for line in lines), default=0))
    least = max(max(word, inside) + padding, min(liked, _NAME_LEAST if names else _TEXT_LEAST))
    return _Need(least, max(least, liked))


def follows_numbers(columns: Sequence[Column], index: int) -> bool:
    """Whether a column of texts begins where numbers end, and needs a gap."""
    return index > 0 and columns[index].align is Align.START and columns[index - 1].align is Align.RIGHT


def _widest_word(text: str) -> float:
    return max((em(word.rstrip()) for word in _words(text)), default=0)


def _in_two_lines(text: str) -> float:
    """How wide a column is over which a text takes no more than two lines."""
    words = text.split()
    halves = ((" ".join(words[:end]), " ".join(words[end:])) for end in range(1, len(words) + 1))
    return min((max(em(first), em(second)) for first, second in halves), default=0)


# --- paper ----------------------------------------------------------------------------------------------------------


def placed(sheets: Sequence[Sheet], *, landscape: bool = False, large: bool = False) -> Paper:
    """Sets tables: upright unless `landscape` is asked for or they need it, in the largest type they all fit in, which
    may be a `large` one. Tables with the same figures have them at the same places.
    """
    needs = _needs(sheets)
    widest = max((sum(need.least for need in table) for table in needs), default=0)
    for across in (True,) if landscape else (False, True):
        for size in _LARGE if large else _SIZES:
            paper = Paper(across, size, ())
            if (across or size >= _LEAST_PORTRAIT) and widest <= paper.width:
                tables = (Placed(sheet, _spread(need, paper.width)) for sheet, need in zip(sheets, needs, strict=True))
                return replace(paper, tables=tuple(tables))
    paper = Paper(landscape=True, size=_SIZES[-1], tables=())
    parts = (part for sheet, need in zip(sheets, needs, strict=True) for part in _parted(sheet, need, paper.width))
    return replace(paper, tables=tuple(parts))


def _needs(sheets: Sequence[Sheet]) -> list[tuple[_Need, ...]]:
    """What the columns of each table need; tables with the same figures get the same room for names and figures."""
    needs = [tuple(_need(sheet, index) for index in range(len(sheet.columns))) for sheet in sheets]
    alike: dict[tuple[Column, ...], list[int]] = {}
    for index, sheet in enumerate(sheets):
        alike.setdefault(sheet.columns[sheet.names :], []).append(index)
    for figures, group in alike.items():
        if figures and len(group) > 1:
            _level(needs, group, len(figures))
    return needs


def _level(needs: list[tuple[_Need, ...]], group: Sequence[int], figures: int) -> None:
    names = [needs[index][:-figures] for index in group]
    least, liked = (max(sum(map(size, name)) for name in names) for size in (_least, _liked))
    shared = tuple(
        functools.reduce(_Need.beside, column)
        for column in zip(*(needs[index][-figures:] for index in group), strict=True)
    )
    for index, name in zip(group, names, strict=True):
        *others, _last = name
        last = _Need(least - sum(map(_least, others)), liked - sum(map(_liked, others)))
        needs[index] = (*others, last, *shared)


def _spread(needs: Sequence[_Need], width: float) -> tuple[float, ...]:
    """Gives each column what it must have, then what texts would like, in proportion; what is left goes to numbers, as
    far as it suits them, and to the widest text.
    """
    wished = sum(need.liked - need.least for need in needs)
    left = max(0.0, width - sum(need.least for need in needs))
    share = min(1.0, left / wished) if wished else 0
    widths = [need.least + (need.liked - need.least) * share for need in needs]
    numbers = [index for index, need in enumerate(needs) if need.numbers]
    if numbers:
        _let_breathe(widths, numbers, max(0.0, width - sum(widths)))
    if widths:
        widest = max(range(len(needs)), key=lambda index: (not needs[index].numbers, needs[index].liked))
        widths[widest] += max(0.0, width - sum(widths))
    return tuple(widths)


def _let_breathe(widths: list[float], numbers: Sequence[int], left: float) -> None:
    """Columns of numbers as wide as the widest of them and a little more, as far as there is room."""
    widest = min(max(widths[index] for index in numbers), _NUMBERS_MOST) + _AIR
    wishes = {index: max(0.0, widest - widths[index]) for index in numbers}
    share = min(1.0, left / 2 / sum(wishes.values())) if any(wishes.values()) else 0
    for index, wish in wishes.items():
        widths[index] += wish * share


def _parted(sheet: Sheet, needs: Sequence[_Need], width: float) -> Iterable[Placed]:
    """A table in as many parts as it takes; each has the names of the rows and one column at least."""
    names = range(sheet.names)
    room = width - sum(needs[index].least for index in names)
    parts: list[list[int]] = [[]]
    for index in range(sheet.names, len(sheet.columns)):
        if parts[-1] and sum(needs[one].least for one in [*parts[-1], index]) > room:
            parts.append([])
        parts[-1].append(index)
    whole = len(sheet.columns) - sheet.names
    for part in parts:
        chosen = [*names, *part]
        lines = tuple(
            line if line.style is RowStyle.HEADING else replace(line, cells=tuple(line.cells[one] for one in chosen))
            for line in sheet.lines
        )
        columns = tuple(sheet.columns[one] for one in chosen)
        widths = _spread([needs[one] for one in chosen], width)
        first = part[0] - sheet.names + 1 if part else 1
        yield Placed(replace(sheet, columns=columns, lines=lines), widths, first, first + len(part) - 1, whole)


# --- rows that stay together ----------------------------------------------------------------------------------------


def kept(lines: Sequence[Line]) -> list[int]:
    """Of each row how many stay with it on a page, itself included; 0 for those that an earlier row keeps.

    What stands over others stays with the first of them, a total with the row before it.
    """
    sizes: list[int] = []
    start = 0
    for index, line in enumerate(lines):
        joins = index > 0 and (_leads(lines, index - 1) or (_closes(line) and not _leads(lines, index)))
        if joins and sizes[start] < _MOST_TOGETHER and not is_long(line):
            sizes[start] += 1
            sizes.append(0)
        else:
            start = index
            sizes.append(1)
    return sizes


def _leads(lines: Sequence[Line], index: int) -> bool:
    """Whether a row stands over those that follow: a heading, or sums of rows that stand further in."""
    line = lines[index]
    if line.style is RowStyle.HEADING or index + 1 == len(lines):
        return line.style is RowStyle.HEADING
    return lines[index + 1].level > line.level


def _closes(line: Line) -> bool:
    return line.style in (RowStyle.SUBTOTAL, RowStyle.TOTAL)


def is_long(line: Line) -> bool:
    """Whether a row may be higher than a page, and has to break."""
    return any(len(cell) > _LONG_ROW for cell in line.cells)
