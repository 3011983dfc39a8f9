"""Where the headings of a table are, whatever stands above and beside them."""

from __future__ import annotations

from datetime import date

import pytest

from desktop.importers.book import Area
from desktop.importers.layout import Left
from desktop.importers.recognising import fields_of, lay_out, recognise
from desktop.importers.recognising.headings import text_of
from desktop.language import UserError
from desktop.registers import find_register
from tests.helpers.recognised import book_of, held, left, recognised, sheet_of

LEDGER = fields_of(find_register("ledger"))
DAY = date(2024, 3, 4)
HEADS = ("Date", "Voucher no", "Description", "Currency", "Amount")
LINES = [(DAY, "PV-1", "Fuel", "XOF", 1000), (DAY, "PV-2", "Paper", "XOF", 250.5), (DAY, "PV-3", "Rent", "USD", 7)]
HELD = {
    "Date": "entry_on",
    "Voucher no": "reference",
    "Description": "description",
    "Currency": "original_currency",
    "Amount": "original_amount",
}


def test_headings_in_the_first_row() -> None:
    layout = recognised("ledger", [HEADS, *LINES])
    assert layout.mapping.header_rows == (0,)
    assert (layout.first, layout.last, layout.rows) == (1, 3, [1, 2, 3])
    assert held(layout) == HELD


def test_headings_under_titles_a_logo_and_names_with_values() -> None:
    above = [
        (None, None, "Ministry of Justice"),
        ("Ledger of the year 2024",),
        (),
        ("Project", "NER-01", None, "Grant", "G-7"),
        ("Printed on", date(2024, 5, 6)),
        (),
    ]
    layout = recognised("ledger", [*above, HEADS, *LINES], merged=[Area(0, 2, 0, 4), Area(1, 0, 1, 4)])
    assert layout.mapping.header_rows == (6,)
    assert layout.rows == [7, 8, 9]
    assert held(layout) == HELD


def test_names_of_groups_merged_over_their_columns_are_joined_to_the_names_below() -> None:
    rows = [
        ("Budget", "", "", "", ""),
        ("Line", "Description", "Budget", None, "Remarks"),
        (None, None, "Original", "Revised", None),
        ("1.1", "Staff", 100, 120, "ok"),
        ("1.2", "Rent", 50, 60, None),
    ]
    merged = [Area(0, 0, 0, 4), Area(1, 2, 1, 3), Area(1, 0, 2, 0), Area(1, 1, 2, 1), Area(1, 4, 2, 4)]
    layout = recognised("budget_lines", rows, merged=merged)
    assert layout.mapping.header_rows == (1, 2)
    assert layout.mapping.headers[2] == "Budget / Original"
    assert layout.mapping.headers[4] == "Remarks"
    assert layout.rows == [3, 4]
    assert held(layout)["Line"] == "code"
    assert held(layout)["Budget / Original"] == "amount"


def test_names_of_groups_that_are_not_merged_reach_to_the_next_one() -> None:
    rows = [
        ("Date", "Pièce", "Libellé", "Montant", None),
        (None, None, None, "XOF", "USD"),
        (DAY, "1", "Carburant", 655957, 1100.5),
        (DAY, "2", "Loyer", 100000, 167.8),
    ]
    layout = recognised("ledger", rows)
    assert layout.mapping.header_rows == (0, 1)
    assert held(layout)["Montant / XOF"] == "original_amount"
    assert held(layout)["Montant / USD"] == "amount"
    assert layout.heading_currencies == {3: "XOF", 4: "USD"}


def test_a_title_of_a_group_right_below_the_headings_is_no_second_row_of_them() -> None:
    rows = [("Code", "Description", "Amount"), ("1. Staff",), ("1.1", "Officer", 5), ("1.2", "Driver", 6)]
    layout = recognised("budget_lines", rows)
    assert layout.mapping.header_rows == (0,)
    assert left(layout) == {1: Left.HEADING}


def test_a_name_merged_into_no_group_stands_over_its_own_column() -> None:
    rows = [
        ("Date", "Amounts", None, "Text"),
        (None, "XOF", "USD", None),
        (DAY, 5, 6, "a"),
        (DAY, 7, 8, "b"),
    ]
    layout = recognised("ledger", rows, merged=[Area(0, 1, 0, 2)])
    assert layout.mapping.headers == {0: "Date", 1: "Amounts / XOF", 2: "Amounts / USD", 3: "Text"}


def test_hashtags_below_the_headings_are_left_out_and_say_what_the_columns_hold() -> None:
    rows = [
        ("When", "What for", "How much", "Money"),
        ("#date+posted", "#description", "#value+amount+f", "#currency"),
        (DAY, "Fuel", 5, "USD"),
        (DAY, "Rent", 6, "USD"),
    ]
    layout = recognised("ledger", rows)
    assert left(layout) == {1: Left.TAGS}
    assert held(layout) == {
        "When": "entry_on",
        "What for": "description",
        "How much": "original_amount",
        "Money": "original_currency",
    }


def test_hashtags_alone_are_headings() -> None:
    rows = [("#date", "#description", "#value"), (DAY, "Fuel", 5), (DAY, "Rent", 6)]
    layout = recognised("ledger", rows)
    assert set(held(layout).values()) == {"entry_on", "description", "original_amount"}


def test_the_visible_sheet_that_fits_best_is_read() -> None:
    notes = sheet_of([("Read me",), ("This workbook holds the ledger.",)], name="Notes")
    hidden = sheet_of([HEADS, *LINES, *LINES], name="Old", hidden=True)
    ledger = sheet_of([HEADS, *LINES], name="Ledger")
    assert recognise(book_of(notes, hidden, ledger), LEDGER).mapping.sheet == "Ledger"
    assert recognise(book_of(notes, hidden, ledger), LEDGER, sheet="Old").mapping.sheet == "Old"
    assert recognise(book_of(hidden), LEDGER).mapping.sheet == "Old"


def test_columns_without_a_name_go_by_their_letter_and_the_same_name_twice_is_numbered() -> None:
    layout = recognised("ledger", [("Date", None, "Amount", "Amount"), (DAY, "x", 5, 6), (DAY, "y", 7, 8)])
    assert list(layout.mapping.headers.values()) == ["Date", "(B)", "Amount", "Amount (2)"]
    assert held(layout)["Amount"] == "original_amount"


def test_years_and_days_are_names_of_columns_too() -> None:
    rows = [("Code", "Description", 2024, date(2025, 1, 1)), ("1", "Staff", 5, 6), ("2", "Rent", 7, 8)]
    assert recognised("budget_lines", rows).mapping.headers == {0: "Code", 1: "Description", 2: "2024", 3: "2025-01-01"}
    assert [text_of(value) for value in (True, 1e9, None)] == ["", "1000000000.0", ""]


def test_headings_alone_are_a_table_without_rows() -> None:
    layout = recognised("ledger", [HEADS])
    assert (layout.rows, held(layout)) == ([], HELD)


@pytest.mark.parametrize("rows", [[], [(None, " ")], [(1, 2), (3, 4)]])
def test_without_a_row_of_names_there_is_no_table(rows: list[tuple[object, ...]]) -> None:
    with pytest.raises(UserError, match="no table"):
        recognised("ledger", rows)


def test_a_sheet_that_is_not_there_is_named() -> None:
    with pytest.raises(UserError, match="no sheet called Budget"):
        recognise(book_of(sheet_of([HEADS, *LINES])), LEDGER, sheet="Budget")


def test_other_rows_for_the_headings_are_matched_anew() -> None:
    book = book_of(sheet_of([("Old", "names"), HEADS, *LINES]))
    found = recognise(book, LEDGER).mapping
    moved = lay_out(book, LEDGER, type(found)(found.sheet, (0,), found.fields, found.headers))
    assert moved.mapping.headers[0] == "Old"
    assert held(lay_out(book, LEDGER, type(found)(found.sheet, (1,), {}, {}))) == {}
    back = lay_out(book, LEDGER, type(found)(found.sheet, (1,), {}, moved.mapping.headers))
    assert held(back) == HELD
    with pytest.raises(UserError, match="no table"):
        lay_out(book, LEDGER, type(found)(found.sheet, (99,), {}, {}))


def test_values_in_the_row_of_names_are_worth_a_remark() -> None:
    doubt = "Row 1 was taken for the names of the columns. Choose another one if it is none."
    assert list(map(str, recognised("ledger", [(DAY, "Fuel", 5.5), (DAY, "Rent", 6.5)]).notes)) == [doubt]
    assert list(map(str, recognised("ledger", [("Colour", "Taste"), ("red", "sweet")]).notes)) == [doubt]
    assert recognised("ledger", [HEADS, *LINES]).notes == ()
