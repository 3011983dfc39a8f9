"""Which rows of a table are no records, and that records stay."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from desktop.importers.layout import Left
from desktop.importers.recognising.total_words import is_carried, is_total, speaks_of_total
from tests.helpers.recognised import left, recognised

DAY = date(2024, 3, 4)
HEADS = ("Date", "Voucher", "Supplier", "Description", "Amount")


def line(number: int, amount: float = 5, supplier: str = "Shop") -> tuple[object, ...]:
    return (DAY, f"PV-{number}", supplier, f"Thing {number}", amount)


def ledger_left(*rows: tuple[object, ...]) -> dict[int, Left]:
    return left(recognised("ledger", [HEADS, *rows]))


def test_blank_rows_are_left_out_also_those_of_spaces() -> None:
    found = ledger_left(line(1), (), (None, " ", "\u00a0"), line(2))
    assert found == {2: Left.BLANK, 3: Left.BLANK}


@pytest.mark.parametrize(
    "text",
    [
        "Total",
        "TOTAL GÉNÉRAL",
        "Sub-total",
        "s/total",
        "Sous-total Personnel",
        "Total 2. Implementation",
        "Grand total, March 2024",
        "Totaux du mois de mars",
        "المجموع",
        "المجموع الفرعي",
        "Somme",
        "Report à nouveau",
        "Balance brought forward",
        "Opening balance",
        "b/f",
        "الرصيد المرحل",
    ],
)
def test_a_row_of_a_total_is_left_out(text: str) -> None:
    assert ledger_left(line(1), line(2), (None, None, None, text, 10), line(3)) == {3: Left.TOTAL}


def test_total_is_a_supplier_of_fuel_too() -> None:
    rows = [line(1, supplier="Total"), line(2, supplier="Total Niger"), (DAY, "PV-3", "Total", "Total", 8)]
    assert ledger_left(*rows) == {}


def test_a_line_about_totals_stays_where_it_has_what_lines_have() -> None:
    rows = [
        ("Code", "Description", "Quantity", "Unit cost"),
        ("1", "Officer", 2, 5.5),
        ("2", "Total station for land surveys", 1, 900.25),
        ("3", "Driver", 1, 4),
        (None, "Total travel", None, 909.75),
    ]
    assert left(recognised("budget_lines", rows)) == {4: Left.TOTAL}


def test_a_balance_that_was_brought_forward_may_have_a_date() -> None:
    assert ledger_left((DAY, None, None, "Solde initial", 100), line(1), line(2)) == {1: Left.TOTAL}
    assert ledger_left((DAY, "PV-0", None, "Solde initial", 100), line(1), line(2)) == {}


def test_headings_that_stand_again_on_each_page_are_left_out() -> None:
    assert ledger_left(line(1), HEADS, line(2), HEADS, line(3)) == {2: Left.HEADING, 4: Left.HEADING}


def test_titles_of_groups_and_remarks_below_are_left_out() -> None:
    rows = [
        ("Personnel",),
        line(1),
        line(2),
        ("Travel",),
        line(3),
        (),
        ("Note: rates are those of the UN Treasury.",),
        ("Prepared by", "the accountant"),
    ]
    assert ledger_left(*rows) == {
        1: Left.HEADING,
        4: Left.HEADING,
        6: Left.BLANK,
        7: Left.NOTE,
        8: Left.NOTE,
    }


def test_in_a_list_without_figures_a_name_alone_is_a_record_and_a_remark_is_none() -> None:
    rows = [
        ("Name", "Type", "Country"),
        ("Ministry of Justice", "Government", "Niger"),
        ("Bar association",),
        ("Court of appeal", "Government", "Niger"),
        ("Police", "Government", "Mali"),
        ("Source: the list of partners of last year",),
        ("This list was made for the meeting of the partners, and holds those that answered in time.",),
        ("Prisons", 3),
    ]
    assert left(recognised("organisations", rows)) == {5: Left.HEADING, 6: Left.HEADING}


def test_a_row_that_lacks_little_stays() -> None:
    rows = [line(1), (DAY, None, None, "Thing", 5), (None, "PV-3", "Shop", "Thing", None), line(4)]
    assert ledger_left(*rows) == {}


def test_words_of_totals_with_others_beside_them() -> None:
    assert is_total(["Total", "USD"])
    assert is_total(["Total NER-7"], names=["NER-7"])
    assert not is_total(["Total NER-7"])
    assert not is_total(["Fuel"])
    assert speaks_of_total("Travel, total")
    assert not speaks_of_total("It is the sum of all fears")
    assert not is_carried("Report on justice")


def test_a_total_without_a_word_is_known_by_its_figures() -> None:
    rows = [
        line(1, 5.1),
        line(2, 6.2),
        (None, None, None, None, 11.3),
        line(3, 1),
        line(4, 2),
        (None, None, None, None, 3),
    ]
    assert ledger_left(*rows, (None, None, None, None, 14.3)) == {3: Left.TOTAL, 6: Left.TOTAL, 7: Left.TOTAL}


def test_a_row_that_sums_nothing_stays_for_someone_to_look_at() -> None:
    rows = [line(1, 5.1), (None, None, None, None, 5.1), line(2, 6), (None, None, None, "x", 12), line(3), line(4)]
    assert ledger_left(*rows) == {}


def test_groups_that_state_what_their_lines_come_to_are_totals() -> None:
    rows = [
        ("Code", "Description", "Amount"),
        ("1", "Staff", 30),
        ("1.1", "Officers", 20),
        ("1.1.1", "Head", 12),
        ("1.1.2", "Deputy", 8),
        ("1.2", "Drivers", 10),
        ("2", "Travel", 7),
        ("3", "Other", 9),
        ("3.1", "Paper", 4),
        ("3.2", "Pens", 6),
        ("", "Total", 47),
    ]
    layout = recognised("budget_lines", rows)
    assert left(layout) == {1: Left.TOTAL, 2: Left.TOTAL, 10: Left.TOTAL}
    checks: dict[int, Any] = {
        check.row: (check.stated, check.summed, check.lines, check.grand) for check in layout.checks
    }
    assert checks[1] == (30, 30, 3, False)
    assert checks[2] == (20, 20, 2, False)
    assert checks[10][:2] == (47, 56)


def test_groups_by_letters() -> None:
    rows = [("Item", "Amount"), ("A. Staff", 5), ("A1 Head", 2), ("A2 Deputy", 3), ("B. Travel", 5)]
    assert left(recognised("budget_lines", rows)) == {1: Left.TOTAL}
