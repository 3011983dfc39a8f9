"""The tables of a printed report as texts: every cell in its column, and numbers to the right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from desktop.domain.money import Money
from desktop.exporters.report_pdf.columns import Align, Line, Sheet
from desktop.exporters.report_pdf.sheets import annex_sheet, proof_sheets, table_sheet
from desktop.exporters.report_pdf.words import Words
from desktop.language import Language, Value, say
from desktop.reports.report import (
    Annex,
    ColumnKind,
    Difference,
    Figure,
    Proof,
    ReportColumn,
    ReportRow,
    ReportTable,
    RowStyle,
    Unit,
)
from tests.helpers.report_values import KINDS, amounts, figure, report, row, table

UNSEEN = "\u200e\u200f\u2066\u2067\u2068\u2069"


@pytest.fixture
def words(english: Language) -> Words:
    """English words."""
    return Words(english)


def plain(line: Line) -> list[str]:
    return [cell.replace("\u00a0", " ") for cell in line.cells]


def sheet_of(words: Words, one: ReportTable, **more: Any) -> Sheet:
    return table_sheet(one, report(one, **more), words)


# --- tables ----------------------------------------------------------------------------------------------------------


def test_a_table_has_its_heads_and_cells_in_their_places(words: Words) -> None:
    cells = (
        figure("a", "-5"),
        None,
        figure("c", "1.7000", Unit.QUANTITY),
        figure("d", "2", Unit.MONTHS),
        "words",
        date(2020, 2, 29),
    )
    sheet = sheet_of(words, table([ReportRow("r", "Staff", cells, level=2)], KINDS))
    heads = ["Category", "Amount", "Share", "Quantity", "Months", "Text", "Day"]
    assert [column.label for column in sheet.columns] == heads
    assert [column.align for column in sheet.columns] == [Align.START, *[Align.RIGHT] * 4, Align.START, Align.START]
    assert plain(sheet.lines[0]) == ["Staff", "\u22125.00", "", "1.7", "2.00", "words", "29 Feb 2020"]
    assert (sheet.lines[0].level, sheet.names, sheet.title) == (2, 1, "By category")


def test_rows_with_numbers_have_two_names(words: Words) -> None:
    sheet = sheet_of(words, table([row("Staff", "1", "2", number="1\x01"), row("Sum", "1")]))
    assert (sheet.names, [column.label for column in sheet.columns]) == (2, ["", "Category", "Budget", "Spent"])
    assert [plain(line) for line in sheet.lines] == [["1", "Staff", "1.00", "2.00"], ["", "Sum", "1.00", ""]]


def test_a_number_of_a_row_is_not_turned_about_in_arabic(speak: Callable[[str], Language]) -> None:
    sheet = sheet_of(Words(speak("ar")), table([row("Staff", "1", number="1-A")]))
    number = sheet.lines[0].cells[0]
    assert number.strip(UNSEEN) == "1-A"
    assert number != "1-A"  # marks keep it together, as they do with what else somebody typed


def test_a_heading_with_figures_is_printed_as_a_subtotal(words: Words) -> None:
    rows = [
        row("Only a name", style=RowStyle.HEADING, number="1"),
        ReportRow("n", "Nothing in it", (None, None), style=RowStyle.HEADING),
        row("With figures", "1", style=RowStyle.HEADING, level=1),
        row("Total", "1", "2", style=RowStyle.TOTAL),
    ]
    lines = sheet_of(words, table(rows)).lines
    assert [line.style for line in lines] == [
        *(RowStyle.HEADING, RowStyle.HEADING, RowStyle.SUBTOTAL, RowStyle.TOTAL),
    ]
    assert plain(lines[0]) == ["1", "Only a name"]
    assert plain(lines[2]) == ["", "With figures", "1.00", ""]


@pytest.mark.parametrize(
    ("columns", "own", "of_report", "caption"),
    [
        (amounts("Amount"), "", "USD", "Amounts in USD"),
        (amounts("Amount"), "XOF", "USD", "Amounts in XOF"),
        (amounts("Amount"), "", "", ""),
        ((ReportColumn("n", "Units", ColumnKind.QUANTITY),), "", "USD", ""),
    ],
)
def test_a_table_of_amounts_says_their_currency(
    words: Words, columns: tuple[ReportColumn, ...], own: str, of_report: str, caption: str
) -> None:
    assert sheet_of(words, table([row("a")], columns, currency=own), currency=of_report).caption == caption


def test_cells_beyond_the_columns_are_left_out(words: Words) -> None:
    assert plain(sheet_of(words, table([row("a", "1", "2", "3")])).lines[0]) == ["a", "1.00", "2.00"]


# --- proof and annexes -----------------------------------------------------------------------------------------------


def test_a_proof_has_both_figures_in_the_currency_of_their_table(words: Words) -> None:
    other = figure("other", "60500")
    difference = Figure("difference", Decimal(-1), Difference("a.0", ("other",)))
    one = table([row("a", "60499")], amounts("Amount"), currency="XOF")
    made = report(
        one,
        proofs=(Proof(say("Two"), one.rows[0].figures[0], other, difference),),
        workings=((say("Refunds"), figure("refunds", "0.10")),),
    )
    proof, behind = proof_sheets(made, words)
    assert [column.label for column in proof.columns] == [
        *("Two ways to the same figure", "First", "Second", "Difference, must be zero"),
    ]
    assert plain(proof.lines[0]) == ["Two", "60,499", "60,500", "\u22121"]
    assert (behind.title, plain(behind.lines[0])) == ("Figures behind the proof", ["Refunds", "0.10"])
    assert [column.align for column in behind.columns] == [Align.START, Align.RIGHT]
    assert proof_sheets(report(one), words) == []


@pytest.mark.parametrize(
    ("cells", "align"),
    [
        ((Decimal(1), 2), Align.RIGHT),
        ((Money(Decimal(1), "USD"), ""), Align.RIGHT),
        (("", ""), Align.START),
        ((), Align.START),
        ((Decimal(1), "1"), Align.START),
        ((date(2019, 1, 1),), Align.START),
        ((say("One"),), Align.START),
    ],
)
def test_a_column_of_an_annex_stands_to_the_right_where_it_is_all_numbers(
    words: Words, cells: tuple[Value, ...], align: Align
) -> None:
    annex = Annex("a", say("Checks"), (say("Check"),), tuple((cell,) for cell in cells))
    sheet = annex_sheet(annex, words)
    assert (sheet.columns[0].align, len(sheet.lines)) == (align, len(cells))


def test_rows_of_an_annex_are_as_long_as_its_headings(words: Words) -> None:
    annex = Annex("a", say("Checks"), (say("Check"), say("Day")), (("a",), ("b", "c", "d"), ()))
    assert [plain(line) for line in annex_sheet(annex, words).lines] == [["a", ""], ["b", "c"], ["", ""]]
