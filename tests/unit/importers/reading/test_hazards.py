"""Each hazard of a foreign workbook ends in content or in one reason; run here, where it does no harm."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from desktop.importers.book import Area, ErrorValue, FileKind, Uncalculated
from desktop.importers.reading import archive, xlsx_marks
from desktop.importers.reading.process import FailedWayError
from desktop.importers.reading.refusal import Reason
from desktop.importers.reading.ways import FAST, PATIENT, PLAIN
from tests.helpers import hostile, sheets
from tests.helpers.read_here import frames_of, read_here, refused, rows_of

TABLE = [["Name", "Amount"], ["Fuel", 5]]
WAYS = [FAST, PATIENT]
HERE = Path(__file__).resolve().parents[3] / "data" / "workbooks"


def third(content: bytes, *, way: str = FAST) -> list[Any]:
    """The third row of the sheet."""
    return read_here(content, way=way).sheets[0].row(2)


@pytest.mark.parametrize("way", WAYS)
def test_plain_workbook(way: str) -> None:
    book = read_here(hostile.workbook(), way=way)
    assert (book.kind, book.sheets[0].name, rows_of(book)) == (FileKind.XLSX, "Ledger", TABLE)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("part", [hostile.SHEET, hostile.BOOK])
def test_entities_are_refused_before_a_parser_sees_them(way: str, part: str) -> None:
    assert refused(hostile.entity_bomb(part), way=way) == Reason.DOUBTFUL


def test_a_file_of_this_machine_is_not_put_into_a_part(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("canary")
    assert refused(hostile.external_entity(secret)) == Reason.DOUBTFUL
    assert b"canary" not in repr(frames_of(hostile.external_entity(secret))).encode()


def test_a_declaration_in_utf_16_or_after_a_long_remark_is_refused_too() -> None:
    parts = sheets.parts(hostile.TABLE)
    for declared in ("<!DOCTYPE x>", f"<!--{'.' * 3_000_000}--><!DOCTYPE x>"):
        changed = hostile.packed(parts | {hostile.SHEET: declared + parts[hostile.SHEET]})
        assert refused(changed) in (Reason.DOUBTFUL, Reason.TOO_LARGE)
    wide = ("<!DOCTYPE x>" + parts[hostile.SHEET]).encode("utf-16")
    assert refused(hostile.packed({**parts, hostile.SHEET: wide})) == Reason.DOUBTFUL


def test_what_unpacks_beyond_measure_is_refused_by_what_it_says() -> None:
    assert refused(hostile.packed({**sheets.parts(hostile.TABLE), "a.bin": b"\0" * 2_000_000})) == Reason.TOO_LARGE
    assert refused(hostile.packed({**sheets.parts(hostile.TABLE), "a.bin": b"\0" * 1_000_000})) is None


def test_what_unpacks_beyond_measure_is_refused_by_counting_where_it_lies() -> None:
    content = hostile.packed({**sheets.parts(hostile.TABLE), "xl/zeros.xml": b"\0" * 4_000_000})
    assert refused(hostile.lying(content), way=PATIENT) == Reason.TOO_LARGE


def test_too_many_parts_and_too_much_in_all(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = sheets.parts(hostile.TABLE)
    assert refused(hostile.packed(parts | {f"{number}": "" for number in range(archive.MAX_PARTS)})) == Reason.TOO_LARGE
    monkeypatch.setattr(archive, "MAX_UNPACKED", 500)
    monkeypatch.setattr(archive, "MAX_RATIO_OF_LARGE", 0)
    assert refused(hostile.workbook()) == Reason.TOO_LARGE


def test_large_workbooks_may_unpack_to_more_than_small_ones() -> None:
    assert archive.allowed(2_000_000) == archive.MAX_UNPACKED
    assert archive.allowed(70_000_000) == archive.MAX_UNPACKED_OF_LARGE


def test_a_part_without_any_row_is_not_gathered_without_end() -> None:
    space = b" " * 1000 + b"x" * 60
    parts: dict[str, str | bytes] = {**sheets.parts(hostile.TABLE)}
    parts[hostile.SHEET] = str(parts[hostile.SHEET]).encode().replace(b"<row", space * 20_000 + b"<row", 1)
    assert refused(hostile.packed(parts)) == Reason.TOO_LARGE


@pytest.mark.parametrize("content", [hostile.parts_twice(), hostile.same_part_twice()], ids=["capitals", "same name"])
def test_parts_that_are_there_twice_are_refused(content: bytes) -> None:
    assert refused(content) == Reason.DOUBTFUL


def test_names_that_lead_out_of_the_folder_lead_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    content = hostile.workbook(**{"..__..__evil.txt": "x", "__etc__evil": "x"})
    assert rows_of(read_here(content)) == TABLE
    assert list(tmp_path.rglob("*")) == []


@pytest.mark.parametrize("way", WAYS)
def test_merge_of_the_whole_sheet(way: str) -> None:
    merged = '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    book = read_here(hostile.workbook(after=merged), way=way)
    assert (rows_of(book), book.sheets[0].merged) == (TABLE, (Area(0, 0, 1_048_575, 16_383),))


def test_twenty_thousand_merged_areas() -> None:
    merged = "".join(f'<mergeCell ref="A{row}:B{row}"/>' for row in range(1, 20_001))
    book = read_here(hostile.workbook(after=f"<mergeCells>{merged}</mergeCells>"))
    assert len(book.sheets[0].merged) == 20_000


def test_the_last_cell_of_the_grid_is_left_out_and_said() -> None:
    book = read_here(hostile.far_cell(), way=PATIENT)
    assert rows_of(book) == TABLE
    assert [str(note) for note in book.notes] == [
        "In Ledger, reading stopped at row 1003: more than 1,000 blank rows lie above it."
    ]


@pytest.mark.parametrize("way", WAYS)
def test_formatted_emptiness_is_no_content(way: str) -> None:
    assert rows_of(read_here(hostile.styled_rows(5_000), way=way)) == TABLE


def test_rows_that_hold_nothing_end_themselves() -> None:
    empty = "".join(f'<row r="{row}" spans="1:2" hidden="1"/>' for row in range(3, 60_000))
    book = read_here(hostile.workbook(hostile.TABLE + empty))
    assert rows_of(book) == TABLE


@pytest.mark.parametrize("way", WAYS)
def test_wrong_dimension_hides_no_rows(way: str) -> None:
    assert rows_of(read_here(hostile.workbook(before='<dimension ref="A1"/>'), way=way)) == TABLE


def test_strict_workbook() -> None:
    assert rows_of(read_here(hostile.strict())) == TABLE
    assert refused(hostile.strict(), way=PATIENT) == Reason.NO_SHEET


def test_rows_and_cells_out_of_order() -> None:
    rows = '<row r="4"><c r="A4"><v>4</v></c></row><row r="3"><c r="B3"><v>3</v></c><c r="A3"><v>33</v></c></row>'
    assert rows_of(read_here(hostile.workbook(hostile.TABLE + rows))) == [*TABLE, [33, 3], [4, None]]


def test_dates_count_from_1904_where_the_workbook_says_so() -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    page = book.active
    assert page is not None
    page.append([date(2024, 1, 5), datetime.fromisoformat("2024-01-05T08:30")])
    for way in WAYS:
        assert rows_of(read_here(hostile.saved(book), way=way)) == [
            [date(2024, 1, 5), datetime.fromisoformat("2024-01-05T08:30")]
        ]


def test_bad_dates_spoil_their_own_cell_alone() -> None:
    cells = [
        f'<c r="{column}3" t="d"><v>{text}</v></c>'
        for column, text in zip("ABC", ["2024-13-45", "2024-01-05", "x"], strict=True)
    ]
    assert third(hostile.cells(*cells)) == ["2024-13-45", date(2024, 1, 5), "x"]


def test_numbers_that_are_none_are_errors() -> None:
    cells = [f'<c r="{column}3"><v>{text}</v></c>' for column, text in zip("ABC", ["NaN", "1E+400", "12"], strict=True)]
    assert third(hostile.cells(*cells)) == [ErrorValue("#NUM!"), ErrorValue("#NUM!"), 12]


def test_truth_is_no_number() -> None:
    found = third(hostile.cells('<c r="A3" t="b"><v>1</v></c><c r="B3"><v>1</v></c>'))
    assert [(type(value), value) for value in found] == [(bool, True), (int, 1)]


@pytest.mark.parametrize("way", WAYS)
def test_error_cells_show_what_they_show(way: str) -> None:
    content = hostile.cells('<c r="A3" t="e"><v>#REF!</v></c><c r="B3" t="e"/><c r="D3" t="e"><v>#N/A</v></c>')
    assert third(content, way=way) == [ErrorValue("#REF!"), None, None, ErrorValue("#N/A")]


def test_error_cells_below_and_beside_all_others_are_not_lost() -> None:
    far = '<row r="9"><c r="F9" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    book = read_here(hostile.workbook(hostile.TABLE + far))
    assert book.sheets[0].row(8)[5] == ErrorValue("#DIV/0!")


@pytest.mark.parametrize("way", WAYS)
def test_formulas_without_a_result_are_not_blank(way: str) -> None:
    cells = (
        '<c r="A3"><f>1+1</f></c><c r="B3"><f t="shared" si="0"/><v></v></c><c r="C3"><f>A1&amp;"x"</f><v/></c>'
        '<c r="D3"><f>2*3</f><v>6</v></c><c r="E3" t="str"><f>""</f><v></v></c>'
    )
    found = third(hostile.cells(cells), way=way)
    assert found[:4] == [Uncalculated("=1+1"), Uncalculated(""), Uncalculated('=A1&"x"'), 6]
    assert found[4:] in ([], [None])


def test_cells_that_do_not_say_where_they_stand_are_counted() -> None:
    rows = (
        '<row><c t="inlineStr"><is><t>x</t></is></c><c t="e"><v>#N/A</v></c></row>'
        '<row hidden="1"><c t="e"><v>#REF!</v></c></row>'
        '<row r="5"><c r="B5" t="e"><v>#NUM!</v></c><c t="e"><v>#N/A</v></c></row>'
    )
    book = read_here(hostile.workbook(rows))
    sheet = book.sheets[0]
    assert sheet.row(0)[:2] == ["x", ErrorValue("#N/A")]
    assert sheet.row(1)[0] == ErrorValue("#REF!")
    assert sheet.row(4) == [None, ErrorValue("#NUM!"), ErrorValue("#N/A")]
    assert sheet.hidden_rows == {1}


def test_prefixes_and_single_quotes_hide_nothing() -> None:
    parts = sheets.parts("")
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts[hostile.SHEET] = (
        f"<x:worksheet xmlns:x='{main}'><x:cols><x:col min='2' max='2' hidden='1'/></x:cols><x:sheetData>"
        "<x:row r='1' hidden='true'><x:c r='A1'><x:v>1</x:v></x:c><x:c r='B1' t='e'><x:v>#REF!</x:v></x:c>"
        "<x:c r='C1'><x:f>1+1</x:f></x:c></x:row></x:sheetData>"
        "<x:mergeCells><x:mergeCell ref='A2:B3'/></x:mergeCells></x:worksheet>"
    )
    sheet = read_here(hostile.packed(parts)).sheets[0]
    assert sheet.row(0) == [1, ErrorValue("#REF!"), Uncalculated("=1+1")]
    assert (sheet.hidden_rows, sheet.hidden_columns, sheet.merged) == (
        frozenset({0}),
        frozenset({1}),
        (Area(1, 0, 2, 1),),
    )


@pytest.mark.parametrize("name", ["special.xlsx", "special.xls", "special.ods"])
def test_special_cells_are_the_same_in_each_kind_of_file(name: str) -> None:
    """The files were saved by LibreOffice from one workbook."""
    book = read_here((HERE / name).read_bytes())
    data, secret = book.sheets
    assert [data.row(number)[:5] for number in range(4)] == [
        ["Name", "Share", "Cost", "When", "Err"],
        ["n0", "0%", 1234.5, date(2020, 1, 1), "x"],
        ["n1", "12.5%", 1235.5, date(2020, 1, 2), ErrorValue("#DIV/0!")],
        ["n2", "25%", 1236.5, date(2020, 1, 3), ErrorValue("#N/A")],
    ]
    assert (data.hidden_rows, data.hidden_columns, data.merged) == (frozenset({3}), frozenset({8}), (Area(8, 0, 9, 2),))
    assert data.currencies == {2: "XOF"}
    assert (data.hidden, secret.hidden, secret.row(2)) == (False, True, [None, "hidden"])
    assert data.row(2)[7] == "14:30"


def test_old_workbook_is_read_by_the_other_reader_as_well() -> None:
    content = (HERE / "special.xls").read_bytes()
    assert rows_of(read_here(content, way=PATIENT)) == rows_of(read_here(content))


def test_macros_and_links_to_other_workbooks_are_no_content() -> None:
    link = '<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    content = hostile.workbook(**{"xl__vbaProject.bin": "x", "xl__externalLinks__externalLink1.xml": link})
    assert rows_of(read_here(content)) == TABLE


def test_arabic_headings_keep_their_marks() -> None:
    content = hostile.cells(sheets.text_cell("\u200fمبلغ").replace("<c", '<c r="A3"'))
    assert third(content)[0] == "\u200fمبلغ"


@pytest.mark.parametrize("missing", [hostile.BOOK, "xl/_rels/workbook.xml.rels"])
@pytest.mark.parametrize("way", WAYS)
def test_workbooks_without_a_needed_part_are_damaged(way: str, missing: str) -> None:
    parts = sheets.parts(hostile.TABLE)
    del parts[missing]
    with pytest.raises(FailedWayError) as failure:
        read_here(hostile.packed(parts), way=way)
    assert failure.value.reason == Reason.DAMAGED


def test_a_workbook_may_have_its_parts_elsewhere() -> None:
    parts = sheets.parts(hostile.TABLE + '<row r="3"><c r="A3" t="e"><v>#REF!</v></c></row>')
    moved = {name.removeprefix("xl/"): part.replace("xl/workbook", "workbook") for name, part in parts.items()}
    book = read_here(hostile.packed({name.replace("\\", "/"): part for name, part in moved.items()}), way=PATIENT)
    assert book.sheets[0].row(2) == [ErrorValue("#REF!"), None]


def test_currencies_and_per_cent_are_told_by_the_formats() -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    formats = ["0.00%", "#,##0.00 [$€-40C]", "#,##0 [$$-409]", '"USD" #,##0', "#,##0.00", "0%", '#,##0 "%"']
    for row in range(1, 4):
        for column, code in enumerate(formats, 1):
            page.cell(row, column, 0.125 * row).number_format = code
    page.cell(4, 1).number_format = "0%"
    page.cell(4, 6, "text").number_format = "0%"
    page.cell(3, 4).number_format = "[$XOF] 0"
    for way in WAYS:
        found = read_here(hostile.saved(book), way=way)
        sheet = found.sheets[0]
        assert sheet.row(0) == ["12.5%", 0.125, 0.125, 0.125, 0.125, "12.5%", 0.125]
        assert sheet.row(3)[5] == "text"
        assert sheet.currencies == {1: "EUR", 2: "USD"}
        assert [str(note) for note in found.notes] == [
            "In Sheet, the cells of column D show numbers in several currencies: USD, XOF."
        ]


def test_a_workbook_without_a_sheet_of_cells_is_refused() -> None:
    parts = sheets.parts(hostile.TABLE)
    book = parts[hostile.BOOK]
    start, end = book.index("<sheets>"), book.index("</workbook>")
    content = hostile.packed(parts | {hostile.BOOK: book[:start] + "<sheets/>" + book[end:]})
    for way in WAYS:
        assert refused(content, way=way) == Reason.NO_SHEET


def test_a_row_longer_than_any_is_not_gathered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_marks, "_LONGEST_ROW", 100)
    assert refused(hostile.workbook("<row r='1'/>" + " " * 500)) == Reason.TOO_LARGE


def test_hidden_rows_that_do_not_say_which_they_are_are_counted() -> None:
    row = "<c><v>1</v></c></row>"
    book = read_here(hostile.workbook(f'<row>{row}<row hidden="1">{row}<row>{row}'))
    assert (book.sheets[0].height, book.sheets[0].hidden_rows) == (3, frozenset({1}))


def test_cells_of_hidden_and_other_rows_are_counted_alike() -> None:
    book = read_here(hostile.workbook('<row><c><v>1</v></c><c t="e"><v>#N/A</v></c></row>'))
    assert rows_of(book) == [[1, ErrorValue("#N/A")]]


def test_a_package_that_names_no_workbook_has_none() -> None:
    parts = sheets.parts(hostile.TABLE)
    parts["_rels/.rels"] = parts["_rels/.rels"].replace("officeDocument", "other")
    del parts[hostile.BOOK]
    with pytest.raises(KeyError):
        xlsx_marks.sheet_parts(archive.Archive(hostile.packed(parts)))


def test_formatted_cells_without_a_number_are_no_per_cent() -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["Share"])
    for row in range(2, 40):
        page.cell(row, 1).number_format = "0%"
    page.cell(2, 1, 0.5)
    assert rows_of(read_here(hostile.saved(book))) == [["Share"], ["50%"]]


def test_rows_out_of_order_are_not_left_out_by_the_second_reader() -> None:
    rows = '<row r="4"><c r="A4"><v>4</v></c></row><row r="3"><c r="A3"><v>3</v></c></row>'
    assert refused(hostile.workbook(hostile.TABLE + rows), way=PATIENT) == Reason.DAMAGED


def test_values_alone_are_read_where_marks_cannot_be_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(_archive: archive.Archive) -> None:
        raise ValueError

    monkeypatch.setattr(xlsx_marks, "book_marks", failing)
    for way in WAYS:
        with pytest.raises(FailedWayError):
            read_here(hostile.workbook(), way=way)
    book = read_here(hostile.workbook(), way=PLAIN)
    assert rows_of(book) == TABLE
    assert [str(note)[:34] for note in book.notes] == ["The file could not be looked throu"]


def test_entities_in_a_part_of_any_name_are_refused() -> None:
    assert refused(hostile.workbook(**{"xl__strings.other": "<!DOCTYPE x><a/>"})) == Reason.DOUBTFUL
