"""Finds rows that sum others by their figures alone: totals that no word marks, groups that stand over their lines."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from decimal import Decimal

from desktop.domain.money import ZERO
from desktop.importers.layout import Left
from desktop.importers.recognising.figures import SAME, Figures
from desktop.importers.recognising.headings import text_of
from desktop.importers.recognising.roles import Roles
from desktop.importers.recognising.rows import rows_lacking
from desktop.importers.recognising.table import Table

_LEAST_LINES = 2
_MOST_ROWS = 20_000  # of a table with groups; a ledger has none
_CODE = re.compile(r"\s*([A-Z]{0,3}\d*(?:[.\-]\d+)*)(?:[.):\s].*)?", re.DOTALL)


def unmarked_totals(table: Table, roles: Roles, left: Mapping[int, Left], figures: Figures) -> list[int]:
    """Rows without a date, a document and most of what lines have, whose figures are those of the lines above."""
    found: list[int] = []
    bounds = sorted(row for row, why in left.items() if why in (Left.TOTAL, Left.HEADING))
    for row in rows_lacking(table, roles):
        if row in left or _is_dated(table, roles, row):
            continue
        start = max([table.first, *(bound + 1 for bound in (*bounds, *found) if bound < row)])
        since = _sums(figures, roles, range(start, row), ())
        whole = _sums(figures, roles, range(table.first, row), found)
        if any(lines and _agrees(figures, roles, row, lines) for lines in (since, whole)):
            found.append(row)
    return found


def _is_dated(table: Table, roles: Roles, row: int) -> bool:
    cells = table.filled(row)
    return roles.document in cells or any(place in cells for place in roles.dates)


def _sums(figures: Figures, roles: Roles, rows: range, but: Collection[int]) -> Mapping[int, Decimal]:
    """By column what the lines come to; nothing where there are too few of them."""
    if figures.lines(rows) - len(but) < _LEAST_LINES:
        return {}
    return {
        place: figures.sum(place, rows) - sum((figures.at(row, place) or ZERO for row in but), ZERO)
        for place in roles.numeric
    }


def _agrees(figures: Figures, roles: Roles, row: int, summed: Mapping[int, Decimal]) -> bool:
    """Whether all figures of a row are what its lines come to, and there is one."""
    stated = {place: number for place in roles.numeric if (number := figures.at(row, place))}
    return bool(stated) and all(_same(number, summed[place]) for place, number in stated.items())


def _same(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) < SAME


def groups_over_lines(table: Table, roles: Roles, left: Mapping[int, Left], figures: Figures) -> dict[int, int]:
    """Rows such as ``2. Implementation`` that state what ``2.1``, ``2.2`` … below them come to, and where those end.

    Going by the codes of lines; at least one figure must be that of its lines.
    """
    if set(roles.dates) & set(roles.dense) or table.last - table.first > _MOST_ROWS:
        return {}
    codes = {row: code for row in range(table.first, table.last + 1) if row not in left and (code := _code(table, row))}
    found: dict[int, int] = {}
    rows = sorted(codes)
    for at in range(len(rows) - 2, -1, -1):
        row = rows[at]
        below = next((other for other in rows[at + 1 :] if not _within(codes[other], codes[row])), table.last + 1)
        if _within(codes[rows[at + 1]], codes[row]) and _states(figures, roles, row, below, found):
            found[row] = below
    return found


def _states(figures: Figures, roles: Roles, row: int, end: int, groups: Collection[int]) -> bool:
    within = [group for group in groups if row < group < end]
    for place in roles.numeric:
        stated = figures.at(row, place)
        lines = figures.sum(place, range(row + 1, end)) - sum(
            (figures.at(group, place) or ZERO for group in within), ZERO
        )
        if stated and _same(stated, lines):
            return True
    return False


def _code(table: Table, row: int) -> str:
    """The code with which a row begins."""
    first = next(iter(table.filled(row).values()), None)
    found = _CODE.fullmatch(text_of(first))
    return found.group(1) if found else ""


def _within(code: str, group: str) -> bool:
    return code.startswith((f"{group}.", f"{group}-")) or (group.isalpha() and code.removeprefix(group).isdigit())
