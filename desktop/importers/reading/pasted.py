"""A table from the clipboard. It is text that the user sees, so that it is read without a child process."""

from __future__ import annotations

import hashlib
import io
from contextlib import suppress

from desktop.domain.progress import Silent
from desktop.importers.book import Book, FileKind
from desktop.importers.reading import wire
from desktop.importers.reading.assembling import Assembly
from desktop.importers.reading.text import write_table
from desktop.language import UserError, say


def read_text(text: str, *, name: str) -> Book:
    """See `read_pasted`."""
    if not text.strip():
        raise UserError(
            say("There is no table in the clipboard."),
            say("Nothing was imported."),
            say("Copy the cells in Excel, with their headings, and paste again."),
        )
    stream = io.BytesIO()
    write_table(stream, name, text)
    stream.seek(0)
    assembly = Assembly(Silent(), say("Reading {file}", file=name))
    with suppress(EOFError):
        while True:
            assembly.take(wire.decode(wire.read_bytes(stream)))
    content = text.encode(errors="replace")
    return Book(
        name=name,
        kind=FileKind.CLIPBOARD,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        sheets=assembly.finished(),
        notes=tuple(assembly.notes),
    )
