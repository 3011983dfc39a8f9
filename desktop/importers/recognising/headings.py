"""Finds the row (or two rows) that names the columns of a table, under whatever stands above it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from desktop.importers.book import Raw, Sheet, column_letters
from desktop.importers.recognising.heading_words import NameIndex

_LOOKED_AT = 120  # rows from the top in which headings are sought
_BELOW = 12  # rows below a heading that say whether it names them
_MOST_HEADINGS = 60  # columns whose names count when rows are compared
_JOIN = " / "
_HASHTAG = re.compile(r"#[^\W\d_]\w*(\s*[+]\s*\w+)*", re.UNICODE)

# How much speaks for a row being the headings.
_KNOWN = 3.0  # for each field that a name in it stands for
_REQUIRED = 1.0
_TEXT = 0.5  # for each name, known or not, up to eight
_MANY = 8
_VALUE = 1.5  # against it: for each number or date in it
_HOLDS = 0.4  # for each name over something else than text
_WIDTH = 4.0  # against it: for the share of the rows below that stand beside its names
_ALONE = 4.0  # against it: nothing stands below


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


def is_tag_row(sheet: Sheet, row: int) -> bool:
    """Whether a row holds HXL hashtags and nothing else (two at least, or one in a sheet of one column)."""
    shown = [value for value in sheet.row(row) if not is_blank(value)]
    return bool(shown) and all(map(is_tag, shown)) and len(shown) >= min(2, len(sheet.columns))


def texts_of_row(sheet: Sheet, row: int) -> dict[int, str]:
    """The cells of a row that hold something, as names, by column."""
    return {place: text for place, value in enumerate(sheet.row(row)) if (text := text_of(value))}


def find_headings(sheet: Sheet, names: NameIndex) -> tuple[Headings, float] | None:
    """The headings of the table in a sheet and how much speaks for them; None when nothing can be one."""
    found: tuple[Headings, float] | None = None
    for rows in _candidates(sheet):
        headings = headings_at(sheet, rows)
        score = _score(sheet, headings, names)
        if found is None or score > found[1]:
            found = headings, score
    return found


def headings_at(sheet: Sheet, rows: tuple[int, ...]) -> Headings:
    """The headings that stand in `rows`."""
    texts = _joined(sheet, rows[0], rows[-1]) if len(rows) > 1 else texts_of_row(sheet, rows[0])
    below = rows[-1] + 1
    tagged = below < sheet.height and is_tag_row(sheet, below)
    tags = texts_of_row(sheet, below) if tagged else {place: text for place, text in texts.items() if is_tag(text)}
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


def _candidates(sheet: Sheet) -> Iterator[tuple[int, ...]]:
    last = min(sheet.height, _LOOKED_AT)
    for row in range(last):
        if not any(isinstance(value, str) and value.strip() for value in sheet.row(row)):
            continue
        yield (row,)
        if row + 1 < last and _spans(sheet, row, row + 1):
            yield (row, row + 1)


def _spans(sheet: Sheet, top: int, bottom: int) -> bool:
    """Whether the row `top` holds names of groups of columns, and `bottom` the names of their columns."""
    above, below = texts_of_row(sheet, top), texts_of_row(sheet, bottom)
    if not below or any(not isinstance(value, str) and not is_blank(value) for value in sheet.row(bottom)):
        return False
    groups = {place: _group(sheet, top, place, above) for place in above}
    wide = [group for group in groups.values() if sum(1 for place in group if place in below) > 1]
    narrow = [place for place in below if place in above and len(groups[place]) == 1]
    whole = any(set(group) >= set(below) for group in wide)  # a title over all of them names no group
    return bool(wide) and not narrow and not whole


def _group(sheet: Sheet, row: int, column: int, texts: Mapping[int, str]) -> range:
    """The columns that a name in the upper of two rows stands over: those merged with it, or up to the next name."""
    merged = [area for area in sheet.merged if area.top <= row <= area.bottom]
    for area in merged:
        if area.left <= column <= area.right:
            return range(area.left, area.right + 1)
    if merged:
        return range(column, column + 1)
    following = min((place for place in texts if place > column), default=len(sheet.columns))
    return range(column, following)


def _joined(sheet: Sheet, top: int, bottom: int) -> dict[int, str]:
    above, below = texts_of_row(sheet, top), texts_of_row(sheet, bottom)
    over = {place: above[start] for start in above for place in _group(sheet, top, start, above)}
    joined: dict[int, str] = {}
    for place in sorted({*above, *below}):
        parts = [over.get(place, ""), below.get(place, "")]
        joined[place] = _JOIN.join(part for part in parts if part)
    return joined


def parts_of(name: str) -> list[str]:
    """The names that a heading of two rows was joined from."""
    return name.split(_JOIN)


def _score(sheet: Sheet, headings: Headings, names: NameIndex) -> float:
    texts = dict(list(headings.texts.items())[:_MOST_HEADINGS])
    known = names.fields_named(without_number(text) for text in [*texts.values(), *headings.tags.values()])
    words = [value for place in texts for value in _values(sheet, headings.rows, place) if isinstance(value, str)]
    others = [value for place in texts for value in _values(sheet, headings.rows, place) if not isinstance(value, str)]
    score = _KNOWN * len(known) + _REQUIRED * len(known & names.required) + _TEXT * min(len(words), _MANY)
    score -= _VALUE * len(others)
    return score + _below(sheet, headings) + (1.0 if headings.tag_row is not None else 0.0)


def _values(sheet: Sheet, rows: Iterable[int], column: int) -> list[Raw]:
    return [value for row in rows if not is_blank(value := sheet.columns[column][row])]


def _below(sheet: Sheet, headings: Headings) -> float:
    """What the rows below say: names stand over them, and what they hold is not of the kind of names."""
    start = headings.first if headings.tag_row is None else headings.tag_row + 1
    rows = range(start, min(sheet.height, start + _BELOW))
    filled = [(row, place) for row in rows for place, value in enumerate(sheet.row(row)) if not is_blank(value)]
    if not filled:
        return -_ALONE
    beside = sum(1 for _, place in filled if place not in headings.texts)
    typed = {place for row, place in filled if not isinstance(sheet.columns[place][row], str)}
    return _HOLDS * len(typed & set(headings.texts)) - _WIDTH * beside / len(filled)
