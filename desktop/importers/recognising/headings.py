"""Finds the row (or two rows) that names the columns of a table, under whatever stands above it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from desktop.domain.spreadsheet import column_letters
from desktop.importers.book import Raw, Sheet
from desktop.importers.recognising.heading_words import JOIN, NameIndex

_LOOKED_AT = 120  # rows from the top in which headings are sought
_BELOW = 12  # rows below a heading that say whether it names them
_MOST_HEADINGS = 60  # columns whose names count when rows are compared
_HASHTAG = re.compile(r"#[^\W\d_]\w*(\s*[+]\s*\w+)*", re.UNICODE)

# How much speaks for a row being the headings.
_KNOWN = 3.0  # for each field that a name in it stands for
_REQUIRED = 1.0
_TEXT = 0.5  # for each name, known or not, up to eight
_MANY = 8
_VALUE = 1.5  # against it: for each number or date in it
_HOLDS = 0.4  # for each name over something else than text
_WIDTH = 4.0  # against it: for the share of the rows below that stand beside its names
_TWO_ROWS = 1.2  # against two rows, which have to bring something
_ALONE = 4.0  # against it: nothing stands below
_AGAIN = 1.0  # against it: for each name that stands in its column again, where not all of them do
_LONG = 60  # letters that few names have
_TOO_LONG = 0.7


@dataclass(frozen=True, slots=True)
class Headings:
    """The rows that name the columns, and what each column is called; `tags` is a row of HXL tags below them, if any.

    A name that stands there twice is numbered, a column without one is called by its letter: ``Amount (2)``, ``(F)``.
    """

    rows: tuple[int, ...]
    texts: Mapping[int, str]
    tags: Mapping[int, str]
    tag_row: int | None = None

    @property
    def first(self) -> int:
        """The first row below them."""
        return max(self.rows) + 1


class Top:
    """The first rows of a sheet, read once: what their cells hold, and that as names, by column."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.places = [place for place, column in enumerate(sheet.columns) if len(column.values) > 1]
        self.height = min(sheet.height, _LOOKED_AT + _BELOW)
        columns = [sheet.columns[place] for place in self.places]
        rows = [dict(zip(self.places, (column[row] for column in columns), strict=True)) for row in range(self.height)]
        self.cells = [{place: value for place, value in row.items() if not is_blank(value)} for row in rows]
        self.texts = [{place: text for place, value in row.items() if (text := text_of(value))} for row in self.cells]


def text_of(value: Raw) -> str:
    """What a cell reads as a name: its text on one line, a year or another number as it stands."""
    match value:
        case str():
            return " ".join(value.split())
        case bool():
            return ""
        case int() | float():
            return f"{value:g}" if abs(value) < 1e6 else repr(value)
        case date():
            return value.strftime("%Y-%m-%d")
    return ""


def is_blank(value: Raw) -> bool:
    """Whether a cell holds nothing to see."""
    return value is None or (isinstance(value, str) and not value.strip())


def is_tag(value: Raw) -> bool:
    """Whether a cell holds an HXL hashtag such as ``#value+amount``."""
    return isinstance(value, str) and _HASHTAG.fullmatch(value.strip()) is not None


def _is_tag_row(top: Top, row: int) -> bool:
    """Whether a row holds HXL hashtags and nothing else (two at least, or one in a sheet of one column)."""
    shown = top.cells[row].values() if row < top.height else ()
    return bool(shown) and all(map(is_tag, shown)) and len(shown) >= min(2, len(top.places))


def find_headings(top: Top, names: NameIndex) -> tuple[Headings, float] | None:
    """The headings of the table in a sheet and how much speaks for them; None when nothing can be one."""
    found: tuple[Headings, float] | None = None
    for rows in _candidates(top):
        headings = _headings_at(top, rows)
        score = _score(top, headings, names)
        if found is None or score > found[1]:
            found = headings, score
    return found


def headings_at(sheet: Sheet, rows: tuple[int, ...]) -> Headings | None:
    """The headings that stand in `rows` of a sheet; None when none do."""
    top = Top(sheet)
    found = tuple(row for row in rows if row < top.height and top.texts[row])
    return _headings_at(top, found) if found else None


def _headings_at(top: Top, rows: tuple[int, ...]) -> Headings:
    texts = _joined(top, rows[0], rows[-1]) if len(rows) > 1 else top.texts[rows[0]]
    below = rows[-1] + 1
    tagged = _is_tag_row(top, below)
    tags = top.texts[below] if tagged else {place: text for place, text in texts.items() if is_tag(text)}
    return Headings(rows, _told_apart(texts), tags, below if tagged else None)


def unnamed(column: int) -> str:
    """What a column without a heading is called: by its letter."""
    return f"({column_letters(column)})"


def without_number(name: str) -> str:
    """A heading without the number that tells it from another of the same name."""
    return re.sub(r" \(\d+\)$", "", name)


def _told_apart(texts: Mapping[int, str]) -> dict[int, str]:
    seen: dict[str, int] = {}
    told: dict[int, str] = {}
    for place, text in texts.items():
        seen[text] = seen.get(text, 0) + 1
        told[place] = text if seen[text] == 1 else f"{text} ({seen[text]})"
    return told


def _candidates(top: Top) -> Iterator[tuple[int, ...]]:
    last = min(top.height, _LOOKED_AT)
    for row in range(last):
        if any(isinstance(value, str) for value in top.cells[row].values()):
            yield (row,)
            if row + 1 < last and _spans(top, row, row + 1):
                yield (row, row + 1)


def _spans(top: Top, upper: int, lower: int) -> bool:
    """Whether the row `upper` holds names of groups of columns, and `lower` the names of their columns."""
    above, below = top.texts[upper], top.texts[lower]
    if not below or not all(isinstance(value, str) for value in top.cells[lower].values()):
        return False
    merged = any(area.top <= upper <= area.bottom for area in top.sheet.merged)
    groups = {place: _group(top, upper, place) for place in above}
    wide = [group for group in groups.values() if sum(1 for place in group if place in below) > 1]
    narrow = [place for place in below if place in above and len(groups[place]) == 1]
    # A single name that is not merged, or that stands over all columns, is a title and names no group.
    whole = len(above) == 1 and (not merged or any(set(group) >= set(below) for group in wide))
    return bool(wide) and not narrow and not whole


def _group(top: Top, row: int, column: int) -> range:
    """The columns that a name in the upper of two rows stands over: those merged with it, or up to the next name."""
    merged = [area for area in top.sheet.merged if area.top <= row <= area.bottom]
    for area in merged:
        if area.left <= column <= area.right:
            return range(area.left, area.right + 1)
    if merged:
        return range(column, column + 1)
    following = min((place for place in top.texts[row] if place > column), default=top.places[-1] + 1)
    return range(column, following)


def _joined(top: Top, upper: int, lower: int) -> dict[int, str]:
    above, below = top.texts[upper], top.texts[lower]
    over = {place: above[start] for start in above for place in _group(top, upper, start)}
    joined: dict[int, str] = {}
    for place in sorted({*above, *below}):
        parts = [over.get(place, ""), below.get(place, "")]
        joined[place] = JOIN.join(part for part in parts if part)
    return joined


def _score(top: Top, headings: Headings, names: NameIndex) -> float:
    texts = dict(list(headings.texts.items())[:_MOST_HEADINGS])
    known = names.fields_named({place: without_number(text) for place, text in texts.items()}, headings.tags)
    cells = [top.cells[row][place] for row in headings.rows for place in texts if place in top.cells[row]]
    words = sum(1 for value in cells if isinstance(value, str))
    score = _KNOWN * len(known) + _REQUIRED * len(known & names.required) + _TEXT * min(words, _MANY)
    score -= _VALUE * (len(cells) - words) + _TOO_LONG * sum(1 for text in texts.values() if len(text) > _LONG)
    score -= _TWO_ROWS * (len(headings.rows) - 1)
    again = sum(1 for place in texts if _stands_again(top, headings.rows[-1], place))
    score -= _AGAIN * again if again < len(texts) else 0.0
    return score + _below(top, headings) + (1.0 if headings.tag_row is not None else 0.0)


def _stands_again(top: Top, row: int, column: int) -> bool:
    codes = top.sheet.columns[column].codes
    return bool(codes[row]) and codes[row] in codes[row + 1 : row + 1 + _LOOKED_AT]


def _below(top: Top, headings: Headings) -> float:
    """What the rows below say: names stand over them, and what they hold is not of the kind of names."""
    start = headings.first if headings.tag_row is None else headings.tag_row + 1
    filled = [entry for row in top.cells[start : start + _BELOW] for entry in row.items()]
    if not filled:
        return -_ALONE
    beside = sum(1 for place, _ in filled if place not in headings.texts)
    typed = {place for place, value in filled if not isinstance(value, str)}
    return _HOLDS * len(typed & set(headings.texts)) - _WIDTH * beside / len(filled)
