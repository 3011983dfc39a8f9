"""Columns that are the difference of two others, such as what remains of a budget, and the lines where they are not."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from desktop.importers.recognising.figures import SAME, Figures
from desktop.importers.recognising.names import plain
from desktop.importers.recognising.table import Table
from desktop.language import Message, say

_CALLED = re.compile(
    r".*\b(remain\w*|balance|available|unspent|left|variance|difference|solde|reste|restant|disponible|ecart|reliquat|"
    r"non depense)\b.*|.*(رصيد|متبق|فرق).*"
)
_LOOKED_AT = 400  # lines that say whether a column is a difference
_LEAST = 3
_MOST = 0.75
_MOST_COLUMNS = 12


@dataclass(frozen=True, slots=True)
class Difference:
    """A column that is `whole` less `less` in its row; `odd` says by row where it is not."""

    column: int
    whole: int
    less: int
    odd: Mapping[int, Message]


def differences(
    table: Table, figures: Figures, columns: Sequence[int], left: Collection[int]
) -> tuple[Difference, ...]:
    """The columns of a table that are named for a difference and are one in most lines."""
    lines = [row for row in range(table.first, table.last + 1) if row not in left][:_LOOKED_AT]
    called = [place for place in columns if _CALLED.fullmatch(plain(table.columns[place]))]
    found: list[Difference] = []
    for place in called:
        others = [other for other in columns if other not in called][:_MOST_COLUMNS]
        pair = next((pair for pair in combinations(others, 2) if _holds(figures, lines, place, *pair)), None)
        if pair is not None:
            found.append(Difference(place, *pair, dict(_odd(table, figures, lines, place, *pair))))
    return tuple(found)


def _holds(figures: Figures, lines: Sequence[int], place: int, whole: int, less: int) -> bool:
    fits = [fit for row in lines if (fit := _fits(figures, row, place, whole, less)) is not None]
    return len(fits) >= _LEAST and sum(fits) >= _MOST * len(fits)


def _fits(figures: Figures, row: int, place: int, whole: int, less: int) -> bool | None:
    stated, one, other = (figures.at(row, column) for column in (place, whole, less))
    if stated is None or one is None or other is None:
        return None
    return abs(one - other - stated) < SAME


def _odd(
    table: Table, figures: Figures, lines: Sequence[int], place: int, whole: int, less: int
) -> Iterator[tuple[int, Message]]:
    for row in lines:
        stated, one, other = (figures.at(row, column) for column in (place, whole, less))
        if stated is not None and one is not None and other is not None and abs(one - other - stated) >= SAME:
            sentence = say(
                "{where} states {stated}, but {whole} less {less} makes {made}.",
                where=table.sheet.address(row, place),
                stated=stated,
                whole=table.columns[whole],
                less=table.columns[less],
                made=one - other,
            )
            yield row, sentence
