"""Tables made by hand as if a file had been read and recognised, and what came of bringing them in."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from desktop.domain.progress import Silent
from desktop.importers.book import Book, FileKind, GridColumn, Sheet
from desktop.importers.layout import Layout, SheetMapping
from desktop.importers.recognising import fields_of
from desktop.registers import find_register
from desktop.registers.round_trip import ID_HEADING, BookMark, RowMark, digest
from desktop.services.imports import lists
from desktop.services.imports.preview import Draft, Options, Preview, Status
from desktop.services.offices import Office
from desktop.storage.office import Outcome

Rows = Sequence[Any]


def grid(values: Sequence[Any]) -> GridColumn:
    """A column of a sheet."""
    column = GridColumn()
    places: dict[tuple[type, Any], int] = {}
    for value in values:
        code = 0
        if value is not None:
            key = (type(value), value)
            code = places.setdefault(key, len(column.values))
            if code == len(column.values):
                column.values.append(value)
        column.codes.append(code)
    return column


def sheet_of(name: str, rows: Rows) -> Sheet:
    """A sheet with these rows."""
    width = max(map(len, rows))
    filled = [[*row, *[None] * (width - len(row))] for row in rows]
    return Sheet(name, [grid([row[place] for row in filled]) for place in range(width)])


def table(
    kind: str, keys: Sequence[str], *rows: Sequence[Any], name: str = "in.xlsx", more: Sequence[Sheet] = ()
) -> Draft:
    """A draft of a table whose columns hold the fields `keys`; a key that is no field is a column that is left out."""
    fields = fields_of(find_register(kind))
    known = {field.key for field in fields}
    content = repr((keys, rows)).encode()
    book = Book(
        name,
        FileKind.XLSX,
        content,
        hashlib.sha256(content).hexdigest(),
        (sheet_of("Sheet1", [list(keys), *rows]), *more),
    )
    mapping = SheetMapping(
        "Sheet1",
        (0,),
        {place: key for place, key in enumerate(keys) if key in known},
        dict(enumerate(keys)),
    )
    return Draft(book, kind, fields, Layout(mapping, (), 1, len(rows)))


def exported(
    kind: str, office_uid: str, keys: Sequence[str], *rows: tuple[int, int, Sequence[Any]], edits: dict[Any, Any]
) -> Draft:
    """A draft of a table that was exported as `rows` (record, version, cells), then edited: `edits` by row and key."""
    lines = []
    for number, (record, version, cells) in enumerate(rows):
        mark = RowMark(record, version, tuple(map(digest, cells))).as_text()
        lines.append([*(edits.get((number, key), cell) for key, cell in zip(keys, cells, strict=True)), mark])
    lines += edits.get("added", [])
    mark_sheet = sheet_of(ID_HEADING, BookMark(office_uid, kind, tuple(keys), "en").as_rows())
    return table(kind, (*keys, ID_HEADING), *lines, more=(mark_sheet,))


def looked_at(office: Office, draft: Draft, **options: Any) -> Preview:
    """The preview of a draft."""
    return lists.preview(office, draft, Options(**options), progress=Silent())


def brought_in(office: Office, draft: Draft, taken: Sequence[int] | None = None, **options: Any) -> Outcome:
    """What came of importing a draft."""
    return lists.apply(office, looked_at(office, draft, **options), taken=taken, progress=Silent())


def statuses(preview: Preview) -> list[str]:
    """The status of each row."""
    return [Status(status).name for status in preview.statuses]


def told(preview: Preview) -> list[tuple[str, str, str]]:
    """Address, field and sentence of each problem."""
    return [(each.problem.where, each.field, str(each.problem.sentence)) for each in preview.problems]
