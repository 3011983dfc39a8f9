"""The parts of a report's workbook: names of sheets, addresses, formats, formulas, and rows that must stay what they
are.
"""

from __future__ import annotations

import dataclasses
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl import Workbook

from desktop.domain.money import Money
from desktop.exporters.register_file import EXCEL_ROWS
from desktop.exporters.report_workbook import write_report
from desktop.exporters.report_workbook.addresses import column_range, sheet_reference
from desktop.exporters.report_workbook.lines import form_of
from desktop.exporters.report_workbook.looks import money_form, quantity_form, shown
from desktop.language import Language, UserError, Value, say
from desktop.reports.report import (
    Annex,
    ColumnKind,
    Difference,
    EntrySum,
    Fact,
    Figure,
    Letterhead,
    Product,
    Proof,
    RateOn,
    Ratio,
    Report,
    ReportColumn,
    ReportRow,
    RowStyle,
    SumOf,
    Unit,
)
from desktop.reports.trace import Scope, TraceRow
from tests.helpers.report_values import QUARTER, amounts, entry, figure, report, row, table

MONEY = "#,##0.00;[Red]\\-#,##0.00"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "report.xlsx"


def book_of(path: Path, made: Report, language: Language, *trace: TraceRow, **more: Any) -> Workbook:
    write_report(path, dataclasses.replace(made, entry_count=len(trace)), trace, language=language, **more)
    return openpyxl.load_workbook(path)


# --- names and addresses ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("A" * 40, "A" * 31),
        ("Budget: [2019/20] *?\\", "Budget 201920 "),
        ("'quoted'", "quoted"),
        ("''", "GrantDesk"),
        ("[]", "GrantDesk"),
        ("=1+1", "=1+1"),
        ("a" * 30 + "'bcd", "a" * 30),
    ],
)
def test_a_sheet_is_called_as_excel_takes_it(path: Path, english: Language, title: str, name: str) -> None:
    made = report(table([row("a", "1", "2")]), title=dataclasses.replace(say("X"), text=title))
    assert book_of(path, made, english).sheetnames == [name, "Trace"]


def test_no_two_sheets_have_one_name_whatever_their_capitals(path: Path, english: Language) -> None:
    made = report(table([row("a", "1", "2")]), title=say("Trace"))
    long = dataclasses.replace(say("X"), text="L" * 40)
    annexes = [
        Annex("one", say("TRACE"), (say("Check"),)),
        *(Annex(str(number), long, (say("Check"),)) for number in range(11)),
    ]
    names = book_of(path, made, english, annexes=annexes).sheetnames
    assert names[:4] == ["Trace", "TRACE 2", "L" * 31, "L" * 29 + " 2"]
    assert names[-2:] == ["L" * 28 + " 11", "Trace 3"]
    assert len({name.casefold() for name in names}) == len(names) == 14
    assert max(map(len, names)) == 31


def test_a_sheet_and_its_columns_are_named_so_that_a_formula_finds_them() -> None:
    assert sheet_reference("Budget's 'so'") == "'Budget''s ''so'''!"
    assert column_range("Trace", 0, 1, 1) == "'Trace'!$A$2:$A$2"
    assert column_range("Trace", 26, 1, 99) == "'Trace'!$AA$2:$AA$100"


# --- formats ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("currency", "number", "form"),
    [
        ("USD", None, MONEY),
        ("USD", "5", MONEY),
        ("USD", "5.1000", MONEY),
        ("USD", "5.1234", "#,##0.0000;[Red]\\-#,##0.0000"),
        ("XOF", "60500", "#,##0;[Red]\\-#,##0"),
        ("XOF", "60500.5", "#,##0.0;[Red]\\-#,##0.0"),
        ("TND", None, "#,##0.000;[Red]\\-#,##0.000"),
        ("???", "1", MONEY),
        ("USD", "1E+3", MONEY),
    ],
)
def test_an_amount_shows_the_decimals_of_its_currency_and_no_fewer_than_it_has(
    currency: str, number: str | None, form: str
) -> None:
    assert money_form(currency, None if number is None else Decimal(number)) == form


@pytest.mark.parametrize(
    ("number", "form"),
    [
        (None, "#,##0"),
        ("40.00", "#,##0"),
        ("1.7000", "#,##0.0"),
        ("600.123456789", "#,##0.000000000"),
        ("0.123456789012345", "#,##0.0000000000"),  # the tenth decimal is the last that is kept
        ("1E+6", "#,##0"),
    ],
)
def test_a_quantity_shows_the_decimals_it_needs_up_to_ten(number: str | None, form: str) -> None:
    assert quantity_form(None if number is None else Decimal(number)) == form


def test_a_figure_has_the_form_of_its_unit() -> None:
    assert form_of(figure("x", "0.4115", Unit.SHARE), "XOF") == "0.0%"
    assert form_of(figure("x", "40.50", Unit.QUANTITY), "XOF") == "#,##0.0"
    assert form_of(figure("x", "40", Unit.AMOUNT), "XOF") == "#,##0;[Red]\\-#,##0"
    assert form_of(figure("x", None, Unit.AMOUNT), "USD") == MONEY


@pytest.mark.parametrize(
    ("value", "content", "form"),
    [
        (None, None, "General"),
        ("", None, "General"),
        ("=1+1", "=1+1", "General"),
        (7, Decimal(7), "#,##0"),
        (Decimal("12.50"), Decimal("12.50"), "#,##0.00"),
        (date(1900, 2, 28), "1900-02-28", "General"),
        (date(1900, 3, 1), date(1900, 3, 1), "d mmm yyyy"),
        (Money(Decimal("-5.5"), "USD"), Decimal("-5.50"), MONEY),
        (Money(Decimal(5), "XOF"), Decimal(5), "#,##0;[Red]\\-#,##0"),
        (say("A {what}", what="word"), "A word", "General"),
        (("one", "two"), "one and two", "General"),
    ],
)
def test_a_value_is_a_number_a_day_or_a_text(
    english: Language, value: Value | None, content: object, form: str
) -> None:
    assert shown(value, english) == (content, form)


def test_a_moment_is_on_the_clock_of_this_place_without_its_zone(english: Language) -> None:
    moment = datetime(2019, 8, 1, 12, 30, tzinfo=UTC)
    content, form = shown(moment, english)
    assert (content, form) == (moment.astimezone().replace(tzinfo=None), "d mmm yyyy hh:mm")


# --- what stands in a cell -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r"])
def test_a_text_that_begins_like_a_formula_is_marked_as_none(path: Path, english: Language, begin: str) -> None:
    text = f"{begin}cmd|' /C calc'!A0"
    columns = (ReportColumn("remark", text, ColumnKind.TEXT),)
    made = report(
        table([ReportRow("r", text, (text,), number=text)], columns),
        facts=(Fact("fact", say("Fact"), text, box=text),),
        notes=(dataclasses.replace(say("X"), text=text),),
    )
    annex = Annex("a", say("Checks"), (say("Check"),), ((text,),))
    trace = entry(1, reference=text, description=text, project=text, rate_source=text)
    book = book_of(path, made, english, trace, letterhead=Letterhead(text), annexes=(annex,))
    found = [
        cell
        for sheet in book.worksheets
        for line in sheet.iter_rows()
        for cell in line
        if isinstance(cell.value, str) and "cmd|" in cell.value
    ]
    assert len(found) == 13  # wherever people type
    in_one_line = [cell for cell in found if str(cell.value).startswith("cmd|")]  # a fact
    assert len(in_one_line) == begin.isspace()
    assert {(cell.data_type, cell.quotePrefix) for cell in found if cell not in in_one_line} == {("s", True)}
    plain = [cell for line in book.worksheets[0].iter_rows() for cell in line if cell.value == "Category"]
    assert [cell.quotePrefix for cell in plain] == [False]


def test_an_address_is_a_fact_in_one_line_without_gaps(path: Path, english: Language) -> None:
    facts = (Fact("address", say("Address"), "1 Street\n\n Niamey\n"), Fact("empty", say("Nothing"), "\n \n"))
    main = book_of(path, report(facts=facts), english).worksheets[0]
    assert {line[1].value: line[2].value for line in main.iter_rows() if line[1].value} == {
        "Address": "1 Street, Niamey",
        "Nothing": None,
    }


def test_a_row_with_fewer_cells_than_columns_is_empty_there(path: Path, english: Language) -> None:
    rows = [
        ReportRow("h", "Heading", style=RowStyle.HEADING),
        row("a", "1"),
        row("t", "-2.50", "0", style=RowStyle.TOTAL),
    ]
    main = book_of(path, report(table(rows)), english).worksheets[0]
    lines = {line[1].value: line for line in main.iter_rows() if line[1].value}
    assert [cell.value for cell in lines["Heading"][2:4]] == [None, None]
    assert [cell.value for cell in lines["a"][2:4]] == [1, None]
    assert [cell.value for cell in lines["t"][2:4]] == [-2.5, 0]
    assert (lines["t"][2].font.bold, lines["a"][2].font.bold, lines["t"][0].font.bold) == (True, False, False)
    assert (lines["t"][2].border.bottom.style, lines["a"][2].border.bottom.style) == ("medium", "thin")
    assert [lines[name][2].number_format for name in ("a", "t")] == [MONEY, MONEY]


def test_levels_are_indented_as_far_as_excel_goes(path: Path, english: Language) -> None:
    main = book_of(path, report(table([row("a", "1", level=2), row("b", "1", level=99)])), english).worksheets[0]
    indents = {line[1].value: line[1].alignment.indent for line in main.iter_rows()}
    assert (indents["a"], indents["b"]) == (2, 15)


def test_a_table_in_another_currency_has_its_decimals(path: Path, english: Language) -> None:
    made = report(table([row("a", "60500")], currency="XOF", key="x"), table([row("b", "5")], key="y"))
    main = book_of(path, made, english).worksheets[0]
    forms = {line[1].value: line[2].number_format for line in main.iter_rows()}
    assert (forms["a"], forms["b"]) == ("#,##0;[Red]\\-#,##0", MONEY)


def test_an_empty_report_is_a_workbook_all_the_same(path: Path, english: Language) -> None:
    made = report(facts=(), scope=Scope((), QUARTER))
    book = book_of(path, made, english)
    assert book.sheetnames == ["Financial statement", "Trace"]
    assert book.worksheets[0]["A1"].value == "Financial statement"
    assert [cell.value for cell in book.worksheets[1][1]][:3] == ["Date", "Document", "Description"]
    assert book.worksheets[1].max_row == 1
    assert book.properties.title == "Financial statement"


# --- formulas --------------------------------------------------------------------------------------------------------


def _figures() -> tuple[Figure, ...]:
    return (
        figure("one", "10.10"),
        figure("two", "20.20"),
        figure("three", "30.30"),
        Figure("sum", Decimal("60.60"), SumOf(("one", "two", "three"))),
        Figure("some", Decimal("40.40"), SumOf(("one", "three"))),
        Figure("nothing", Decimal(0), SumOf(())),
        Figure("rest", Decimal("-50.50"), Difference("one", ("two", "sum"))),
        Figure("cost", Decimal("0.3333"), Ratio("one", "three", 4)),
        Figure("fee", Decimal("7.58"), RateOn(Decimal("0.1250"), "sum", 2)),
        Figure("product", Decimal(204), Product(("one", "two"), 0)),
        Figure("spent", Decimal(101), EntrySum("spent")),
        Figure("kind", Decimal(0), EntrySum("received", (("kind", "refund"), ("category", "7")))),
        Figure("line", Decimal(0), EntrySum("committed", (("line", '1.1*?~"'),))),
    )


def test_every_figure_is_a_formula_over_the_cells_that_make_it(path: Path, english: Language) -> None:
    rows = [ReportRow(each.key, each.key, (each,)) for each in _figures()]
    main = book_of(path, report(table(rows, amounts("Amount"))), english, entry(1)).worksheets[0]
    at = {line[1].value: int(line[2].row or 0) for line in main.iter_rows() if line[1].value}
    found = {key: str(main.cell(at[key], 3).value) for key in at if key in {each.key for each in _figures()}}
    first = at["one"]
    one, two, three, total = (f"C{first + number}" for number in range(4))
    assert (found["one"], found["two"]) == ("10.1", "20.2")
    assert found["sum"] == f"=SUM({one}:{three})"
    assert found["some"] == f"={one}+{three}"
    assert found["nothing"] == "=0"
    assert found["rest"] == f"=ROUND({one}-{two}-{total},2)"
    assert found["cost"] == f'=IF({three}=0,"",ROUND({one}/{three},4))'
    assert found["fee"] == f"=ROUND({total}*0.1250,2)"
    assert found["product"] == f"=ROUND({one}*{two},0)"
    assert re.fullmatch(r"=SUM\('Trace'!\$[A-Z]+\$2:\$[A-Z]+\$2\)", found["spent"])
    assert re.fullmatch(
        r"=SUMIFS\('Trace'!\$T\$2:\$T\$2,'Trace'!\$D\$2:\$D\$2,\"Refund\",'Trace'!\$E\$2:\$E\$2,7\)", found["kind"]
    ), found["kind"]
    assert found["line"].endswith(',"Line 1.1~*~?~~""")'), found["line"]


def test_a_figure_that_stands_twice_is_worked_out_once(path: Path, english: Language) -> None:
    total = Figure("sum", Decimal(30), SumOf(("a.0",)))
    rows = [row("a", "30"), ReportRow("s", "sum", (total,)), ReportRow("again", "again", (total,))]
    main = book_of(path, report(table(rows, amounts("Amount"))), english).worksheets[0]
    found = {line[1].value: line[2] for line in main.iter_rows() if line[1].value}
    assert found["again"].value == f"={found['sum'].coordinate}"
    stored = openpyxl.load_workbook(path, data_only=True).worksheets[0]
    assert stored[found["again"].coordinate].value == 30


@pytest.mark.parametrize(
    ("other", "says"), [("10.10", "All differences are zero."), ("10.11", "A difference is not zero.")]
)
def test_the_proof_says_what_it_comes_to(path: Path, english: Language, other: str, says: str) -> None:
    one, two = figure("one", "10.10"), figure("two", other)
    difference = Figure("difference", Decimal("10.10") - Decimal(other), Difference("one", ("two",)))
    made = report(table([row("a", "1")]), proofs=(Proof(say("Two"), one, two, difference),))
    book_of(path, made, english)
    values = openpyxl.load_workbook(path, data_only=True).worksheets[0]
    texts = [cell.value for line in values.iter_rows() for cell in line]
    assert says in texts
    place = texts.index("Two")
    assert texts[place + 1 : place + 4] == [10.1, float(other), float(Decimal("10.10") - Decimal(other))]


# --- what cannot be written ------------------------------------------------------------------------------------------


def test_a_ledger_that_changed_meanwhile_leaves_no_file(path: Path, english: Language) -> None:
    made = dataclasses.replace(report(table([row("a", "1")])), entry_count=2)
    for trace in ([entry(1)], [entry(1), entry(2), entry(3)]):
        with pytest.raises(UserError):
            write_report(path, made, trace, language=english)
        assert not path.exists()


def test_more_entries_than_rows_are_refused_before_any_is_read(path: Path, english: Language) -> None:
    made = dataclasses.replace(report(table([row("a", "1")])), entry_count=EXCEL_ROWS + 1)

    trace = iter([entry(1)])
    with pytest.raises(UserError) as caught:
        write_report(path, made, trace, language=english)
    assert next(trace).id == 1
    assert english.text(caught.value.title) == "Excel holds 1,048,576 rows; this report sums 1,048,576 entries."
