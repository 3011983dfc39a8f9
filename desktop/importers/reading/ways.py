"""Which reader reads which kind of file, in each of the two ways."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO

from desktop.importers.reading import sniffing, wire
from desktop.importers.reading.archive import Archive
from desktop.importers.reading.marks import SheetMarks

FAST, PATIENT = "fast", "patient"


def read(out: BinaryIO, way: str, name: str, content: bytes) -> None:
    """Writes what is in `content`. Raises Refused when it is nothing that can be read."""
    kind = sniffing.sniff(content)
    wire.write(out, wire.KIND, _KINDS.get(kind, kind))
    if kind == sniffing.TEXT:
        from desktop.importers.reading.text import write_text

        write_text(out, name, content)
    elif kind in (sniffing.HTML, sniffing.XML):
        from desktop.importers.reading.pages import write_tables

        write_tables(out, name, kind, content)
    elif way == FAST or kind != sniffing.XLSX:
        from desktop.importers.reading.fast import write_workbook

        write_workbook(out, content, marks_of(kind, content))
    else:
        from desktop.importers.reading import patient

        patient.write_workbook(out, content, marks_of(kind, content)())


def marks_of(kind: str, content: bytes) -> Callable[[], dict[str, SheetMarks]]:
    """What looks for the marks of a workbook of this kind."""
    if kind == sniffing.XLSX:
        from desktop.importers.reading.xlsx_marks import book_marks

        return lambda: book_marks(Archive(content))
    return dict


_KINDS = {sniffing.XML: sniffing.HTML}
