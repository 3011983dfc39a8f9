"""Reading registers: views for the window, lists for the command line, exports of what is shown."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from desktop.domain.progress import Progress
from desktop.language import Language, UserError, say
from desktop.registers.exported import exported_columns
from desktop.registers.query import Query, Row
from desktop.storage import browse
from desktop.storage.browse import Totals
from desktop.storage.office import Office, Outcome
from desktop.storage.query import tables_read
from desktop.storage.search import COMMON

__all__ = ["RegisterView", "Totals", "all_rows", "export_register", "tables_read"]

_CHUNK = 5_000
# Longer views whose order no index gives are sorted once and then read by their ids.
_SORT_AGAIN_UP_TO = 2_000


class RegisterView:
    """One view on a register, read window by window, by one thread at a time.

    It remembers the keys at the ends of windows it read, so that paging on costs the same anywhere in the list.
    """

    def __init__(self, office: Office, query: Query) -> None:
        self.query = query
        self._office = office
        self._keys: dict[int, browse.Key] = {}
        self._ids: array[int] | None = None
        self._count: int | None = None

    def count(self) -> int:
        """How many records there are."""
        with self._office.read() as session:
            return self._counted(session.connection())

    def _counted(self, connection: Any) -> int:
        if self._count is None:
            self._count = browse.count(connection, self.query)
        return self._count

    def count_all(self) -> int:
        """How many there would be without filters and search."""
        whole = replace(self.query, filters=(), search="")
        return self.count() if whole == self.query else RegisterView(self._office, whole).count()

    def window(self, first: int, limit: int) -> tuple[Row, ...]:
        """`limit` rows from position `first` on."""
        with self._office.read() as session:
            return self.read(session.connection(), first, limit)

    def read(self, connection: Any, first: int, limit: int) -> tuple[Row, ...]:
        """`limit` rows from position `first` on, as `connection` sees the office."""
        if self._ids is None and first and not browse.is_keyed(self.query):
            self._sort_once(connection)
        if self._ids is not None:
            return browse.rows_by_id(connection, self.query, self._ids[first : first + limit])
        dense = bool(self.query.search) and self._counted(connection) >= COMMON
        found = browse.window(
            connection, self.query, first=first, limit=limit, after=self._keys.get(first), dense=dense
        )
        if found.last_key is not None:
            self._keys[first + len(found.rows)] = found.last_key
        return found.rows

    def _sort_once(self, connection: Any) -> None:
        if self._counted(connection) > _SORT_AGAIN_UP_TO:
            self._ids = browse.ids(connection, self.query)

    def totals(self) -> Totals:
        """What the total columns sum to, over the whole view."""
        with self._office.read() as session:
            return browse.totals(session.connection(), self.query)


def all_rows(office: Office, query: Query) -> Iterator[Row]:
    """Every row of a view, read in windows of one and the same state of the office."""
    view = RegisterView(office, query)
    first = 0
    with office.read() as session:
        while rows := view.read(session.connection(), first, _CHUNK):
            yield from rows
            first += len(rows)


def export_register(office: Office, query: Query, path: Path, *, language: Language, progress: Progress) -> Outcome:
    """Writes what a view shows to `path`, as Excel or csv by its suffix. Raises UserError for another suffix.

    A workbook of a list that can be edited can be edited there and imported again.
    """
    from desktop.exporters import register_csv, register_file
    from desktop.services.way_back import way_back_of

    count = RegisterView(office, query).count()
    rows = all_rows(office, query)
    with office.read() as session:
        columns = exported_columns(query, browse.currencies(session.connection(), query))
    match path.suffix.casefold():
        case ".xlsx":
            if count > register_file.EXCEL_ROWS:
                raise UserError(
                    say("Excel holds 1,048,576 rows; this list has {count}.", count=count),
                    say("Nothing was written."),
                    say("Filter the list first, or write it as .csv."),
                )
            register_file.write_workbook(
                path,
                query=query,
                columns=columns,
                rows=rows,
                count=count,
                language=language,
                progress=progress,
                back=way_back_of(office, query.register, columns, count=count, language=language),
            )
        case ".csv":
            register_csv.write_csv(
                path, query=query, columns=columns, rows=rows, count=count, language=language, progress=progress
            )
        case suffix:
            raise UserError(
                say("GrantDesk does not write “{suffix}” files.", suffix=suffix),
                say("Nothing was written."),
                say("Choose a name that ends in .xlsx or .csv."),
            )
    message = say("Wrote {file}: {rows}.", file=path.name, rows=query.register.count(count))
    return Outcome(message)
