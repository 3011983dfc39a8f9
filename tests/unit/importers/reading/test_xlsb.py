"""Records of an .xlsb: built here as [MS-XLSB] describes them, read by both readers."""

from __future__ import annotations

import struct
from collections.abc import Iterable

from desktop.importers.book import Area, ErrorValue
from desktop.importers.reading import marks, xlsb_marks
from desktop.importers.reading.archive import Archive
from tests.helpers import hostile
from tests.helpers.read_here import frames_of, read_here

_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>'
)


def record(number: int, content: bytes = b"") -> bytes:
    """A record with its number and size before it."""
    head = bytes([number]) if number < 0x80 else bytes([number & 0x7F | 0x80, number >> 7])
    size = len(content)
    while size >= 0x80:
        head += bytes([size & 0x7F | 0x80])
        size >>= 7
    return head + bytes([size]) + content


def text(value: str) -> bytes:
    """A text with its length before it."""
    return struct.pack("<I", len(value)) + value.encode("utf-16-le")


def row(number: int, *, hidden: bool = False) -> bytes:
    """The beginning of a row."""
    flags = 0x10 if hidden else 0
    return record(0, struct.pack("<IIHBBBI", number, 0, 300, 0, flags, 0, 0))


def number(column: int, value: float, style: int = 0) -> bytes:
    """A cell with a number."""
    return record(5, struct.pack("<IId", column, style, value))


def error(column: int, code: int) -> bytes:
    """A cell that shows an error."""
    return record(3, struct.pack("<IIB", column, 0, code))


def styles(codes: Iterable[tuple[int, str]], used: Iterable[int]) -> bytes:
    """The part with the formats: `codes` by their keys, then the key of each style of cells."""
    content = record(278) + b"".join(record(44, struct.pack("<H", key) + text(code)) for key, code in codes)
    content += record(617, struct.pack("<I", 0))
    content += b"".join(record(47, struct.pack("<HH", 0, key) + b"\0" * 12) for key in used)
    return content + record(618) + record(47, struct.pack("<HH", 0, 9) + b"\0" * 12) + record(279)


def workbook(cells: bytes, *, after: bytes = b"", before: bytes = b"", target: str = "worksheets/sheet1.bin") -> bytes:
    """An .xlsb with one sheet."""
    relation = f'<Relationship Id="rId1" Type="{_RELATIONS}/{{kind}}" Target="{{target}}"/>'
    package = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    sheet = record(156, struct.pack("<II", 0, 1) + text("rId1") + text("Data"))
    dimension = record(148, struct.pack("<4I", 0, 9, 0, 9))
    return hostile.packed(
        {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": package
            + relation.format(kind="officeDocument", target="xl/workbook.bin")
            + "</Relationships>",
            "xl/workbook.bin": record(131) + record(143) + sheet + record(144) + record(132),
            "xl/_rels/workbook.bin.rels": package
            + relation.format(kind="worksheet", target=target)
            + "</Relationships>",
            "xl/styles.bin": styles([(164, "#,##0 [$XOF]")], [0, 9, 164]),
            "xl/worksheets/sheet1.bin": record(129)
            + dimension
            + before
            + record(145)
            + cells
            + record(146)
            + after
            + record(130),
        }
    )


def test_what_the_fast_reader_does_not_tell_of_a_sheet() -> None:
    columns = record(390) + record(60, struct.pack("<4IH", 1, 2, 2560, 0, 1)) + record(391)
    merged = record(177, struct.pack("<I", 1)) + record(176, struct.pack("<4I", 3, 4, 0, 1)) + record(178)
    cells = row(0) + number(0, 1.5) + number(1, 0.125, 1) + number(2, 1000, 2)
    cells += row(1, hidden=True) + number(0, 2) + error(1, 0x17) + error(3, 0x2A)
    book = read_here(workbook(cells, after=merged, before=columns))
    sheet = book.sheets[0]
    assert sheet.row(0) == [1.5, "12.5%", 1000, None]
    assert sheet.row(1) == [2, ErrorValue("#REF!"), None, ErrorValue("#N/A")]
    assert (sheet.hidden_rows, sheet.hidden_columns, sheet.merged) == (
        frozenset({1}),
        frozenset({1, 2}),
        (Area(3, 0, 4, 1),),
    )
    assert sheet.currencies == {2: "XOF"}


def test_parts_that_are_cut_off_are_noted_and_the_values_read() -> None:
    cut = row(0) + number(0, 1.5) + b"\x00\x02\x01"
    frames = frames_of(workbook(cut))
    notes = [frame for frame in frames if frame[0] == "note"]
    assert notes == [("note", "no marks", [])] or frames[-1][0] in ("done", "failed")


def test_errors_without_a_name_and_sheets_named_from_the_top_are_found() -> None:
    content = workbook(row(0) + error(1, 0x99), target="/xl/worksheets/sheet1.bin")
    found = xlsb_marks.book_marks(Archive(content))
    assert found["Data"].cells == {0: {1: marks.error("#N/A")}}


def test_records_end_where_the_part_ends() -> None:
    content = record(5, b"x" * 200) + record(300)
    assert [found[0] for found in xlsb_marks.records(content)] == [5, 300]
    assert list(xlsb_marks.records(b"")) == []
    assert [found[0] for found in xlsb_marks.records(b"\x05\xff")] == [5]


def test_a_sheet_that_is_not_there_has_no_marks() -> None:
    content = workbook(row(0), target="worksheets/other.bin")
    assert xlsb_marks.book_marks(Archive(content)) == {}
