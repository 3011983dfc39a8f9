"""Which reader reads which kind of file, in each of the ways."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO

from desktop.importers.reading import sniffing, wire
from desktop.importers.reading.archive import Archive
from desktop.importers.reading.marks import SheetMarks
from desktop.importers.reading.refusal import RefusedError

FAST, PATIENT, PLAIN = "fast", "patient", "plain"
Marks = dict[str, SheetMarks]


def read(out: BinaryIO, way: str, name: str, content: bytes) -> None:
    """Writes what is in `content`. Raises RefusedError when it is nothing that can be read."""
    kind = sniffing.sniff(content)
    wire.write(out, wire.KIND, kind)
    if kind == sniffing.TEXT:
        from desktop.importers.reading.text import write_text

        write_text(out, name, content)
    elif kind in (sniffing.HTML, sniffing.XML):
        from desktop.importers.reading.pages import write_tables

        write_tables(out, name, kind, content)
    elif way == PATIENT and kind in _PATIENT:
        _PATIENT[kind](out, content)
    else:
        from desktop.importers.reading.fast import write_workbook

        look = _LOOK[kind](out, content)
        write_workbook(out, content, look if way == FAST else lambda: _or_none(out, look))


def _look_in_xlsx(_out: BinaryIO, content: bytes) -> Callable[[], Marks]:
    from desktop.importers.reading.xlsx_marks import book_marks

    return lambda: book_marks(Archive(content))


def _look_in_xlsb(out: BinaryIO, content: bytes) -> Callable[[], Marks]:
    from desktop.importers.reading.xlsb_marks import book_marks

    return lambda: _or_none(out, lambda: book_marks(Archive(content)))


def _look_in_ods(out: BinaryIO, content: bytes) -> Callable[[], Marks]:
    from desktop.importers.reading.ods_marks import book_marks

    return lambda: _or_none(out, lambda: book_marks(Archive(content)))


def _look_in_xls(out: BinaryIO, content: bytes) -> Callable[[], Marks]:
    from desktop.importers.reading.xls import book_marks

    return lambda: _or_none(out, lambda: book_marks(content))


def _or_none(out: BinaryIO, look: Callable[[], Marks]) -> Marks:
    """The marks; none with a note where they cannot be found, since the values can still be read."""
    try:
        return look()
    except (RefusedError, MemoryError):
        raise
    except Exception:  # noqa: BLE001 - readers fail in more ways than can be listed
        wire.write(out, wire.NOTE, "no marks", [])
        return {}


def _read_xlsx(out: BinaryIO, content: bytes) -> None:
    from desktop.importers.reading.patient import write_workbook

    write_workbook(out, content, _look_in_xlsx(out, content)())


def _read_xls(out: BinaryIO, content: bytes) -> None:
    from desktop.importers.reading.xls import write_workbook

    write_workbook(out, content)


_LOOK: dict[str, Callable[[BinaryIO, bytes], Callable[[], Marks]]] = {
    sniffing.XLSX: _look_in_xlsx,
    sniffing.XLSB: _look_in_xlsb,
    sniffing.ODS: _look_in_ods,
    sniffing.XLS: _look_in_xls,
}
_PATIENT: dict[str, Callable[[BinaryIO, bytes], None]] = {sniffing.XLSX: _read_xlsx, sniffing.XLS: _read_xls}
