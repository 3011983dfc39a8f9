"""Tells records from what else stands in a table: blank rows, headings again, titles of groups, totals, remarks."""

from __future__ import annotations

import re
from collections import Counter

from desktop.importers.layout import Left
from desktop.importers.recognising.content import Holds, holds
from desktop.importers.recognising.headings import is_blank
from desktop.importers.recognising.roles import Roles
from desktop.importers.recognising.table import Table
from desktop.importers.recognising.total_words import is_carried, is_total, speaks_of_total, texts_with_total

_REMARK = re.compile(
    r"(notes?|nb|n\.b\.|sources?|remark|remarque|prepared|checked|approved|certified|etabli|établi|vérifié|approuvé|"
    r"certifié|visa|signature|printed|imprimé|generated|page|\*|ملاحظة)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_FEW = 2  # cells that a title or a remark fills
_LONG = 60  # letters that no name of a record has


def rows_left(table: Table, roles: Roles) -> dict[int, Left]:
    """The rows of a table that are no records by what they say, and why."""
    left: dict[int, Left] = dict.fromkeys(_blank(table), Left.BLANK)
    if table.headings.tag_row is not None:
        left[table.headings.tag_row] = Left.TAGS
    left |= dict.fromkeys(_headings_again(table), Left.HEADING)
    left |= {row: Left.TOTAL for row in _totals(table, roles) if row not in left}
    lacking = rows_lacking(table, roles)
    titles = [row for row in lacking if row not in left and _is_words_only(table, row, roles)]
    end = _last_record(table, {*left, *titles})
    return left | {row: Left.HEADING if row < end else Left.NOTE for row in titles}


def rows_lacking(table: Table, roles: Roles) -> list[int]:
    """The rows in which at least half of the columns hold nothing that are filled in most rows."""
    lacks: Counter[int] = Counter()
    for place in roles.dense:
        lacks.update(table.blank_rows(place))
    return sorted(row for row, count in lacks.items() if 2 * count >= len(roles.dense))


def _blank(table: Table) -> set[int]:
    blank: set[int] | None = None
    for place in table.columns:
        rows = table.blank_rows(place)
        blank = set(rows) if blank is None else blank.intersection(rows)
        if not blank:
            break
    return blank or set()


def _headings_again(table: Table) -> list[int]:
    """Rows that hold what the headings hold, as on each page of a printed list."""
    row = table.headings.rows[-1]
    named = [place for place in table.columns if not is_blank(table.column(place)[row])]
    codes = {place: table.column(place).codes[row] for place in named}
    again = table.rows_with(named[0], codes[named[0]])
    return [at for at in again if all(table.column(place).codes[at] == code for place, code in codes.items())]


def _totals(table: Table, roles: Roles) -> list[int]:
    """Rows that say they are totals. Those with a date and a document are records, whatever they say."""
    said: dict[int, list[int]] = {}
    for place in table.columns:
        for row in _rows_speaking(table, roles, place):
            said.setdefault(row, []).append(place)
    return sorted(row for row, places in said.items() if _is_total_row(table, roles, row, places))


def _rows_speaking(table: Table, roles: Roles, place: int) -> list[int]:
    """The rows in which a column speaks of a total, without those that a document or a date shows to be records."""
    values = table.column(place).values
    places = table.text_codes(place)
    found = texts_with_total([str(values[code]) for code in places])
    texts = {places[at]: str(values[places[at]]) for at in found}
    carried = {code for code, text in texts.items() if is_carried(text)}
    totals = {code for code, text in texts.items() if code not in carried and speaks_of_total(text)}
    rows = table.rows_with_any(place, carried | totals)
    if rows and roles.document not in (None, place):
        undocumented = set(table.blank_rows(roles.document or 0))
        rows = [row for row in rows if row in undocumented]
    for day in roles.dates if rows else ():
        undated = set(table.blank_rows(day))
        rows = [row for row in rows if day == place or row in undated or table.column(place).codes[row] in carried]
    return rows


def _is_total_row(table: Table, roles: Roles, row: int, said: list[int]) -> bool:
    cells = table.filled(row)
    if any(is_carried(str(cells[place])) for place in said):
        return True
    if is_total([text for place in cells if place not in roles.dates for text in table.texts(row, [place])]):
        return True
    asked = [place for place in roles.dense if place not in said and place not in roles.numeric]
    return 2 * sum(1 for place in asked if place not in cells) >= len(asked) and bool(asked or roles.numeric)


def _is_words_only(table: Table, row: int, roles: Roles) -> bool:
    """Whether a row that lacks most of what others hold is a title or a remark: words, and no figure or date."""
    cells = table.filled(row)
    if len(cells) > _FEW or any(not isinstance(value, str) for value in cells.values()):
        return False
    if any(holds(cells[place]) is not Holds.TEXT for place in (*roles.numeric, *roles.dates) if place in cells):
        return False
    text = " ".join(table.texts(row))
    measured = {*roles.numeric, *roles.dates} & {*roles.dense} & roles.held
    return bool(measured) or len(text) > _LONG or _REMARK.fullmatch(text) is not None


def _last_record(table: Table, left: set[int]) -> int:
    return next((row for row in range(table.last, table.first - 1, -1) if row not in left), table.first - 1)
