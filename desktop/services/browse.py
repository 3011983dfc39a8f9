"""Reading registers: views for the window, lists for the command line, exports of what is shown."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from desktop.domain.progress import Progress
from desktop.language import Language, UserError, say
from desktop.registers import find_register
from desktop.registers.exported import exported_columns
from desktop.registers.query import Query, Row
from desktop.registers.sight import see_query
from desktop.services.names import note_names
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

    `query` is the view as it is seen: without the names of volunteers unless they are asked for, by `names` or else in
    the office. It remembers the keys at the ends of windows it read, so that paging on costs the same anywhere.
    """

    def __init__(self, office: Office, query: Query, *, names: bool | None = None) -> None:
        self.query = see_query(query, names=office.shows_names if names is None else names)
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


def all_rows(office: Office, query: Query, *, names: bool | None = None) -> Iterator[Row]:
    """Every row of a view, read in windows of one and the same state of the office; `names` as in `RegisterView`."""
    view = RegisterView(office, query, names=names)
    first = 0
    with office.read() as session:
        while rows := view.read(session.connection(), first, _CHUNK):
            yield from rows
            first += len(rows)


def export_register(
    office: Office, query: Query, path: Path, *, language: Language, progress: Progress, names: bool = False
) -> Outcome:
    """Writes what a view shows to `path`, as Excel or csv by its suffix. Raises UserError for another suffix.

    A workbook of a list that can be edited can be edited there and imported again. Who the volunteers are is written
    only with `names`, whatever the view shows, and the history tells that it was.
    """
    query = _as_exported(query, names=names)
    tells = any(column.personal for column in query.shown)
    if tells:
        office.require_writable()
    count = _write(office, query, path, language=language, progress=progress)
    if tells:
        return note_names(office, file=path.name, what=query.register.count(count))
    return Outcome(say("Wrote {file}: {rows}.", file=path.name, rows=query.register.count(count)))


def _as_exported(query: Query, *, names: bool) -> Query:
    """The view with or without names. Raises UserError for one that chooses its records by what is to be left out."""
    found = see_query(query, names=names)
    for one in query.filters:
        if not found.register.has(one.column):
            raise UserError(
                say("The list is filtered by {column}.", column=query.register.column(one.column).label),
                say("Nothing was written: the file is to leave out who the volunteers are."),
                say("Take that filter away, or write the file with the volunteers’ names."),
            )
    return _with_names(query) if names else found


def _with_names(query: Query) -> Query:
    """The view with the names that it could not ask for because it was seen without them."""
    whole = find_register(query.register.key)
    if whole is query.register:
        return query
    shown = tuple(column.key for column in query.shown)
    named = tuple(column.key for column in whole.columns if column.personal and column.shown)
    return replace(query, register=whole, columns=(*shown[:1], *named, *shown[1:]))


def _write(office: Office, query: Query, path: Path, *, language: Language, progress: Progress) -> int:
    """Writes the view as it is; returns how many rows that were."""
    from desktop.exporters import register_csv, register_file
    from desktop.services.way_back import way_back_of

    count = RegisterView(office, query, names=True).count()
    rows = all_rows(office, query, names=True)
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
    return count
