"""What the columns of a table are good for when its rows are told apart: dates, documents, numbers, currencies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from desktop.importers.fields import Field
from desktop.importers.recognising.content import Holds, Profile
from desktop.importers.recognising.table import Table
from desktop.registers.register import NUMERIC_KINDS, Kind

_DENSE = 0.5  # of the lines
_LEAST_LINES = 0.25  # of the rows that hold anything
_MOSTLY = 2  # one in so many cells
_REFERENCE = "reference"
_NO_SUMS = frozenset({Kind.RATE, Kind.PERCENT})


@dataclass(frozen=True, slots=True)
class Roles:
    """Columns by what they are good for.

    `numeric` are those that may be summed, `currency` the column that holds the currency of each of them (none of them
    is a key that has no such column), `dense` those filled in most rows, `document` the one with the reference.
    """

    dates: tuple[int, ...] = ()
    numeric: tuple[int, ...] = ()
    dense: tuple[int, ...] = ()
    document: int | None = None
    currency: Mapping[int, int] = field(default_factory=dict)
    held: frozenset[int] = frozenset()  # those that hold a field


def roles_of(table: Table, profiles: Mapping[int, Profile], held: Mapping[int, str], fields: Sequence[Field]) -> Roles:
    """The roles of the columns of a table, where `held` says which field a column holds."""
    by_key = {one.key: one for one in fields}
    kinds = {place: by_key[key].kind for place, key in held.items() if key in by_key}
    places = {key: place for place, key in held.items()}
    dates = tuple(place for place in table.columns if kinds.get(place) is Kind.DATE or _dates(profiles[place]))
    numeric = tuple(
        place
        for place in table.columns
        if place not in dates
        and (kinds[place] in NUMERIC_KINDS - _NO_SUMS if place in kinds else profiles[place].numeric)
    )
    currency = {
        place: places[by_key[key].currency]
        for place, key in held.items()
        if key in by_key and by_key[key].currency in places
    }
    return Roles(dates, numeric, _dense(table), places.get(_REFERENCE), currency, frozenset(kinds))


def _dates(found: Profile) -> bool:
    return 0 < found.seen <= _MOSTLY * found.count(Holds.DATE)


def _dense(table: Table) -> tuple[int, ...]:
    """The columns that lines fill. Titles and remarks fill one column, so that the one filled next most counts."""
    rows = table.last - table.first + 1
    filled = {place: rows - len(table.blank_rows(place)) for place in table.columns}
    most, *others = sorted(filled.values(), reverse=True) or [0]
    lines = max(_LEAST_LINES * most, *others[:1], 1)
    return tuple(place for place, count in filled.items() if count >= _DENSE * lines)
