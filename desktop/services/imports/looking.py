"""What the window asks of a table before it is previewed: which list it is for, and how its values are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from desktop.importers.book import Book
from desktop.importers.column_values import Style
from desktop.importers.layout import SheetMapping
from desktop.importers.recognising import fields_of, rank_kinds
from desktop.importers.values import possible_styles, read_values
from desktop.language import UserError
from desktop.registers import find_register
from desktop.services.imports import sheets
from desktop.services.imports.preview import Draft
from desktop.storage.office import Office


def rank(book: Book) -> list[tuple[str, int]]:
    """The lists that a file may be for, the likeliest first, with a score of 0 to 100; none where there is no table."""
    try:
        return rank_kinds(book, {kind: fields_of(find_register(kind)) for kind in sheets.KINDS})
    except UserError:
        return []


def styles_of(draft: Draft) -> dict[str, Style]:
    """How the numbers and dates of each field are written, with what decided it."""
    found: dict[str, Style] = {}
    columns, rows = draft.sheet.columns, draft.layout.rows
    for column, key in draft.mapping.fields.items():
        field = draft.field(key)
        if possible_styles(field) and column < len(columns):
            chosen = draft.mapping.styles.get(key, "")
            style = read_values(columns[column], field, rows=rows, style=chosen).style
            if style is not None:
                found[key] = style
    return found


def read_like(office: Office, draft: Draft, before: SheetMapping | None) -> Draft:
    """A draft with its columns read as those of the file before, found by their headings; as it is where none fits."""
    if before is None:
        return draft
    held = {before.headers[column]: key for column, key in before.fields.items() if column in before.headers}
    mapping: Mapping[int, str] = {
        column: held[header] for column, header in draft.mapping.headers.items() if header in held
    }
    if not mapping or (mapping == draft.mapping.fields and before.styles == draft.mapping.styles):
        return draft
    return sheets.redraft(office, draft, replace(draft.mapping, fields=mapping, styles=before.styles))
