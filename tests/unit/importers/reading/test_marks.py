"""What the fast reader does not tell: per cent, formats, and sheets of OpenDocument."""

from __future__ import annotations

import io
import zipfile
from datetime import time
from types import SimpleNamespace
from typing import Any

import pytest

from desktop.importers.book import Area, ErrorValue, Uncalculated
from desktop.importers.reading import formats, marks, xls
from desktop.importers.reading.columns import SheetWriter
from desktop.importers.reading.marks import SheetMarks, per_cent
from desktop.importers.reading.refusal import Reason, RefusedError
from tests.helpers import hostile
from tests.helpers.read_here import assembled, frames_in, read_here, rows_of

_NAMES = " ".join(
    f'xmlns:{prefix}="{name}"'
    for prefix, name in {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
    }.items()
)


def open_document(rows: str) -> bytes:
    """An .ods with one sheet."""
    content = (
        f'<?xml version="1.0"?><office:document-content {_NAMES}><office:body><office:spreadsheet>'
        f'<table:table table:name="Data">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    return hostile.packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content,
            "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{manifest}"/>',
        }
    )


def cell(kind: str = "", shown: str = "", about: str = "") -> str:
    """A cell of it."""
    typed = f'office:value-type="{kind}" ' if kind else ""
    return f"<table:table-cell {typed}{about}><text:p>{shown}</text:p></table:table-cell>"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.125, "12.5%"),
        (0, "0%"),
        (1, "100%"),
        (-0.07, "-7%"),
        (0.1 + 0.2, "30%"),
        (1e-9, "0.0000001%"),
        (12345.678, "1234567.8%"),
        (1e20, "10000000000000000000000%"),
    ],
)
def test_per_cent_is_shown_without_noise(value: float, shown: str) -> None:
    assert per_cent(value) == shown


@pytest.mark.parametrize("value", ["text", None, True, float("inf")])
def test_what_is_no_number_is_no_per_cent(value: Any) -> None:
    assert per_cent(value) is value


@pytest.mark.parametrize(
    ("code", "currency"),
    [
        ("#,##0.00", ""),
        ("[$€-40C] #,##0", "EUR"),
        ("#,##0 [$XAF]", "XAF"),
        ("[$FCFA-300C] 0", "FCFA"),
        ("[$$-409]0", "USD"),
        ("[$$-1009]0", "CAD"),
        ("[$$-xyz]0", ""),
        ("[$$]0", "$"),
        ('"USD" 0', "USD"),
        ('0 "€"', "EUR"),
        ('"Total " 0', ""),
        ("€0", "EUR"),
        ("[$-409]d mmm yyyy", ""),
        ("[Red]0", ""),
    ],
)
def test_currency_of_a_format(code: str, currency: str) -> None:
    assert formats.currency_of(code) == currency


@pytest.mark.parametrize(
    ("code", "is_so"), [("0%", True), ("0.0 %", True), ('0"%"', False), ("0\\%", False), ("0", False)]
)
def test_per_cent_of_a_format(code: str, is_so: bool) -> None:
    assert formats.is_per_cent(code) is is_so


def test_open_document_marks() -> None:
    rows = (
        '<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>'
        "<table:table-row>"
        + cell("string", "Name", 'table:number-columns-spanned="2" table:number-rows-spanned="2"')
        + "<table:covered-table-cell/>"
        + cell("percentage", "12.5%", 'office:value="0.125" table:number-columns-repeated="2"')
        + cell("currency", "5 EUR", 'office:value="5" office:currency="EUR"')
        + "</table:table-row>"
        '<table:table-row table:number-rows-repeated="2" table:visibility="filter">'
        + cell("string", "#REF!", 'table:formula="of:=[.A1]" calcext:value-type="error"')
        + cell("string", "", 'table:formula="of:=1/0" calcext:value-type="error"')
        + cell("", "", 'table:formula="of:=[.C1]*2"')
        + cell("string", "Err:502", 'table:formula="of:=X(1)"')
        + cell("string", "#bad", 'table:formula="of:=1"')
        + "</table:table-row>"
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row>'
    )
    book = read_here(open_document(rows))
    sheet = book.sheets[0]
    assert sheet.row(0) == ["Name", None, "12.5%", "12.5%", 5]
    assert sheet.row(1)[:4] == [
        ErrorValue("#REF!"),
        ErrorValue("#N/A"),
        Uncalculated("=[.C1]*2"),
        ErrorValue("Err:502"),
    ]
    assert sheet.row(2) == sheet.row(1)
    assert (sheet.hidden_rows, sheet.hidden_columns, sheet.merged) == (
        frozenset({1, 2}),
        frozenset({2}),
        (Area(0, 0, 1, 1),),
    )
    assert sheet.currencies == {4: "EUR"}


def test_a_table_in_a_cell_is_not_counted_with_the_sheet() -> None:
    share = cell("percentage", "5%", 'office:value="0.05"')
    inner = f'<table:table table:name="Inner"><table:table-row>{share}</table:table-row></table:table>'
    rows = f"<table:table-row>{cell('string', 'a')}<table:table-cell>{inner}</table:table-cell></table:table-row>"
    assert read_here(open_document(rows)).sheets[0].row(0)[0] == "a"


def test_plain_open_document_needs_no_second_look() -> None:
    five = cell("float", "5", 'office:value="5"')
    rows = f"<table:table-row>{cell('string', 'a')}{five}</table:table-row>"
    assert rows_of(read_here(open_document(rows))) == [["a", 5]]


def test_open_document_with_entities_is_refused() -> None:
    content = open_document(f"<table:table-row>{cell('string', 'a')}</table:table-row>")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["content.xml"] = b"<!DOCTYPE x>" + parts["content.xml"].partition(b"?>")[2]
    with pytest.raises(RefusedError) as refused:
        read_here(hostile.packed(parts))
    assert refused.value.reason == Reason.DOUBTFUL


def test_marks_that_cannot_be_found_are_said_to_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(_archive: Any) -> Any:
        raise ValueError

    monkeypatch.setattr("desktop.importers.reading.ods_marks.book_marks", failing)
    book = read_here(open_document(f"<table:table-row>{cell('string', 'a')}</table:table-row>"))
    assert rows_of(book) == [["a"]]
    assert [str(note)[:39] for note in book.notes] == ["The file could not be looked through fo"]


def test_old_workbook_with_a_password() -> None:
    """A stream of BIFF 8 without its container: the beginning, then the record that says it is encrypted."""
    begin = bytes.fromhex("0908100000060500bb0dcc07c100000006060000")
    with pytest.raises(RefusedError) as refused:
        xls.open_book(begin + bytes.fromhex("2f00360001000100") + b"\0" * 52)
    assert refused.value.reason == Reason.PROTECTED


def test_damaged_old_workbook() -> None:
    import xlrd

    with pytest.raises(xlrd.XLRDError):
        xls.open_book(b"no workbook at all")


def test_marks_below_all_other_rows_are_written() -> None:
    stream = io.BytesIO()
    writer = SheetWriter(stream, "Data")
    found = SheetMarks()
    found.mark(5_000, 2, marks.error("#REF!"))
    found.mark(1, 1, marks.error("#N/A"))
    found.mark(2, 9_999, marks.error("#N/A"))
    marks.write_rows(writer, iter([["a"]]), found)
    found.write_end(stream, writer)
    book = assembled(frames_in(stream.getvalue()))
    assert rows_of(book) == [["a", None], [None, ErrorValue("#N/A")]]
    assert [str(note)[:40] for note in book.notes] == ["In Data, what stands from C5001 down was"]


class OldSheet:
    """A sheet as xlrd gives it."""

    nrows = 1

    def row_types(self, _row: int) -> list[int]:
        """Kinds: dates, a truth, nothing."""
        return [3, 3, 3, 4, 0]

    def row_values(self, _row: int) -> list[Any]:
        """What they hold."""
        return [-5.0, 1e12, 0.5, 1, ""]


def test_dates_of_old_workbooks_that_are_none_stay_numbers() -> None:
    (row,) = xls._rows(SimpleNamespace(datemode=0), OldSheet())
    assert row == [-5.0, 1e12, time(12, 0), True, None]
