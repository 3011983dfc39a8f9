"""Pages and XML workbooks that call themselves .xls are read as the tables that they are."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from desktop.importers.book import Area, ErrorValue, FileKind, Uncalculated
from desktop.importers.reading.process import FailedWayError
from desktop.importers.reading.refusal import Reason
from tests.helpers.read_here import read_here, refused, rows_of

_TOP = (
    '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
)


def xml_workbook(rows: str, *, styles: str = "", after: str = "") -> bytes:
    """A workbook in the XML of Excel 2003."""
    sheet = f'<Worksheet ss:Name="Data"><Table>{rows}</Table>{after}</Worksheet>'
    return f"{_TOP}<Styles>{styles}</Styles>{sheet}</Workbook>".encode()


def data(kind: str, text: str, about: str = "") -> str:
    """A cell of it."""
    return f'<Cell {about}><Data ss:Type="{kind}">{text}</Data></Cell>'


def test_table_of_a_page() -> None:
    page = (
        b"<html><body><table><caption>x</caption><tr><th colspan=2>T &amp; x<th>C</tr>"
        b"<tr><td rowspan=2>a<td>1&nbsp;234,5<td>x<br>y</tr><tr style='display: none'><td>2<td>3"
        b"<script>alert(1)</script></tr></table></body></html>"
    )
    book = read_here(page, name="report")
    sheet = book.sheets[0]
    assert (book.kind, sheet.name) == (FileKind.HTML, "report")
    assert rows_of(book) == [["T & x", None, "C"], ["a", "1\xa0234,5", "x\ny"], [None, "2", "3"]]
    assert sheet.merged == (Area(0, 0, 0, 1), Area(1, 0, 2, 0))
    assert sheet.hidden_rows == {2}


def test_tables_of_a_page_are_sheets_and_those_that_lay_out_others_are_not() -> None:
    page = b"<table><tr><td><table><tr><td>1</table><td><table><tr><td>2</table></table><table></table>"
    book = read_here(page, name="report")
    assert [(sheet.name, sheet.row(0)) for sheet in book.sheets] == [("report 1", ["1"]), ("report 2", ["2"])]


@pytest.mark.parametrize(
    "content",
    [
        '<html><meta charset="windows-1252"><table><tr><td>Libellé</table>'.encode("cp1252"),
        "<html><table><tr><td>Libellé</table>".encode("utf-16"),
        "<html><table><tr><td>Libellé</table>".encode(),
        '<html><meta charset="unheard-of"><table><tr><td>Libellé</table>'.encode(),
    ],
    ids=["said", "utf-16", "utf-8", "unknown"],
)
def test_encoding_of_a_page(content: bytes) -> None:
    assert rows_of(read_here(content)) == [["Libellé"]]


def test_spans_beyond_measure_are_cut() -> None:
    book = read_here(b"<table><tr><td colspan=999999999 rowspan=x>a<td>b<tr><td>c</table>")
    assert rows_of(book)[1] == ["c"]


def test_page_without_a_table() -> None:
    assert refused(b"<html><p>Nothing</p></html>") == Reason.NO_TABLE


def test_nothing_is_fetched_for_a_page() -> None:
    page = b'<!DOCTYPE html SYSTEM "http://127.0.0.1:9/x.dtd"><html><link href="http://127.0.0.1:9/"><table><tr><td>1</table>'
    assert rows_of(read_here(page)) == [["1"]]


def test_workbook_in_xml() -> None:
    styles = "".join(
        f'<Style ss:ID="{name}"><NumberFormat ss:Format="{code}"/></Style>'
        for name, code in (("p", "0%"), ("q", "Percent"), ("c", "#,##0\\ [$XOF]"))
    )
    rows = (
        '<Column ss:Index="2" ss:Hidden="1" ss:Span="1"/><Column/>'
        f"<Row>{data('String', 'Name')}{data('String', 'Amount')}</Row>"
        f'<Row ss:Index="3" ss:Hidden="1">{data("Number", "12.5", "ss:StyleID=" + chr(34) + "c" + chr(34))}'
        f"{data('Number', '0.125', 'ss:StyleID=' + chr(34) + 'p' + chr(34))}"
        f"{data('Number', '1', 'ss:StyleID=' + chr(34) + 'q' + chr(34))}"
        f"{data('Boolean', '1', 'ss:Index=' + chr(34) + '6' + chr(34))}{data('DateTime', '2024-01-05T00:00:00.000')}"
        f"{data('DateTime', '2024-01-05T08:30:00.000')}{data('DateTime', 'soon')}</Row>"
        f'<Row>{data("Error", "#REF!")}<Cell ss:Formula="=R1C1"/><Cell/>'
        '<Cell ss:MergeAcross="1" ss:MergeDown="1"><Data ss:Type="Number">ten</Data></Cell>'
        f"{data('Number', '[1]')}{data('Error', '')}</Row>"
    )
    hidden = "<x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions>"
    book = read_here(xml_workbook(rows, styles=styles, after=hidden))
    sheet = book.sheets[0]
    moments = [date(2024, 1, 5), datetime.fromisoformat("2024-01-05T08:30"), "soon"]
    assert (book.kind, sheet.name, sheet.hidden) == (FileKind.XML, "Data", True)
    assert rows_of(book) == [
        ["Name", "Amount", *[None] * 7],
        [None] * 9,
        [12.5, "12.5%", "100%", None, None, True, *moments],
        [ErrorValue("#REF!"), Uncalculated("=R1C1"), None, "ten", None, "[1]", ErrorValue("#N/A"), None, None],
    ]
    assert (sheet.hidden_rows, sheet.hidden_columns) == (frozenset({2}), frozenset({1, 2}))
    assert (sheet.merged, sheet.currencies) == ((Area(3, 3, 4, 4),), {0: "XOF"})


def test_xml_workbooks_without_sheets_or_with_entities_are_refused() -> None:
    assert refused(f"{_TOP}</Workbook>".encode()) == Reason.NO_SHEET
    bomb = (
        '<!DOCTYPE x [<!ENTITY a "b">]>'
        + xml_workbook(f"<Row>{data('String', '&a;')}</Row>").decode().split("?>", 2)[2]
    )
    assert refused(bomb.encode()) == Reason.DOUBTFUL


def test_damaged_xml_workbook() -> None:
    with pytest.raises(FailedWayError):
        read_here(xml_workbook("<Row>")[:-30])
