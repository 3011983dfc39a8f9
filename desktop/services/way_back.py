"""What an exported list needs so that it can be edited and imported again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from desktop.language import Language
from desktop.registers import find_register
from desktop.registers.exported import Exported
from desktop.registers.query import Query, parse_filters
from desktop.registers.register import Column, Kind, Register
from desktop.registers.round_trip import BookMark
from desktop.storage import browse
from desktop.storage.office import Office

if TYPE_CHECKING:
    from desktop.exporters.way_back import WayBack

MOST_DIGESTS = 250_000
"""Rows up to which an export says what each cell held. Of 200,000 entries that takes a third more time, and 19 MB
instead of 12; a larger list is filtered before anyone edits it.
"""

MOST_OFFERED = 5_000
"""Codes that a drop-down offers; nobody looks through more."""


def way_back_of(
    office: Office, register: Register, columns: Sequence[Exported], *, count: int, language: Language
) -> WayBack | None:
    """What a workbook with these columns and `count` rows carries; None for a list that nobody edits."""
    from desktop.exporters.way_back import WayBack

    if not register.changeable:
        return None
    exported = [each.column for each in columns]
    return WayBack(
        BookMark(
            office.facts.uid,
            register.key,
            tuple(column.key for column in exported),
            language.code,
            tuple(language.text(each.heading) for each in columns),
        ),
        offered_codes(office, exported),
        digests=count <= MOST_DIGESTS,
    )


def offered_codes(office: Office, columns: Sequence[Column]) -> dict[str, tuple[str, ...]]:
    """The codes that fit into each of the columns that refer to other records, as lists show them."""
    with office.read() as session:
        connection = session.connection()
        return {column.key: _codes(connection, column) for column in columns if column.target and column.editable}


def _codes(connection: Any, column: Column) -> tuple[str, ...]:
    target = find_register(column.target)
    key = shown_key(column, target)
    if target.column(key).kind is Kind.NUMBER:  # counted anew in each grant: a list of them says nothing
        return ()
    query = Query(target, (key,), parse_filters(target, column.offers))
    rows = browse.window(connection, query, first=0, limit=MOST_OFFERED + 1).rows
    codes = dict.fromkeys(str(row.values[0]) for row in rows if row.values[0])
    return tuple(codes) if len(rows) <= MOST_OFFERED else ()


def shown_key(column: Column, target: Register) -> str:
    """The key of the column of `target` that `column` shows of a record."""
    rest = column.source.partition(".")[2]
    return next((each.key for each in target.columns if each.source == rest), target.code)
