"""Totals that a workbook states are held against its own lines."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from desktop.domain.progress import Silent
from desktop.importers.layout import Layout, Left
from desktop.importers.reading import read_book
from desktop.importers.recognising import fields_of, recognise
from desktop.registers import find_register
from tests.helpers.recognised import held, left, recognised
from tests.helpers.shared import real_file

DAY = date(2024, 3, 4)
HEADS = ("Date", "Voucher", "Description", "Currency", "Amount")


def found(layout: Layout) -> list[tuple[int, str, str, Decimal, Decimal, int, bool]]:
    return [(one.row, one.header, one.currency, one.stated, one.summed, one.lines, one.grand) for one in layout.checks]


def line(amount: object, currency: str = "USD") -> tuple[object, ...]:
    return (DAY, "PV", "Thing", currency, amount)


def total(amount: object, *, text: str = "Total", currency: str | None = None) -> tuple[object, ...]:
    return (None, None, text, currency, amount)


def ledger(*rows: tuple[object, ...]) -> Layout:
    return recognised("ledger", [HEADS, *rows])


def test_the_real_budget_whose_totals_are_wrong_is_seen_through() -> None:
    book = read_book(real_file("xlsx/autorpt_budget.xlsx"), progress=Silent())
    layout = recognise(book, fields_of(find_register("budget_lines")))
    assert held(layout) == {"Task": "description", "Budgeted": "amount"}
    assert left(layout) == {
        2: Left.HEADING,
        6: Left.TOTAL,
        7: Left.HEADING,
        12: Left.TOTAL,
        14: Left.TOTAL,
        16: Left.TOTAL,
    }
    grand = {one.header: (one.stated, one.summed) for one in layout.checks if one.grand}
    assert grand == {
        "Budgeted": (Decimal(379500), Decimal(489500)),
        "Spent": (Decimal("139912.3"), Decimal("207597.5")),
        "Remaining": (Decimal("124087.7"), Decimal("281902.5")),
    }
    assert {one.where for one in layout.checks if not one.differs} == {
        f"Sheet1!{column}{row}" for row in (7, 13) for column in "BCD"
    }
    share = {one.header: (one.stated, one.summed) for one in layout.checks if one.row == 15}
    assert share["Budgeted"] == (Decimal(34500), Decimal(44500))
    assert list(map(str, layout.notes)) == ["Sheet1!D14 states 15000, but Budgeted less Spent makes 0."]


def test_sub_totals_and_the_grand_total_are_checked_each_with_its_own_lines() -> None:
    layout = ledger(
        line(5.1),
        line(6.2),
        total(11.3, text="Sub-total"),
        line(1),
        total(2, text="Sub-total"),
        total(12.3, text="Grand total"),
    )
    assert found(layout) == [
        (3, "Amount", "USD", Decimal("11.3"), Decimal("11.3"), 2, False),
        (5, "Amount", "USD", Decimal(2), Decimal(1), 1, False),
        (6, "Amount", "USD", Decimal("12.3"), Decimal("12.3"), 3, True),
    ]
    assert layout.checks[1].differs == 1


def test_a_total_per_currency_sums_the_lines_in_it() -> None:
    layout = ledger(
        line(5),
        line(7, "XOF"),
        line(6),
        total(11, currency="USD"),
        total(8, text="Total XOF"),
        total(19, text="Total"),
    )
    assert found(layout) == [
        (4, "Amount", "USD", Decimal(11), Decimal(11), 3, False),
        (5, "Amount", "XOF", Decimal(8), Decimal(7), 3, False),
    ]


def test_a_total_of_one_group_names_the_group() -> None:
    rows = [
        ("Code", "Description", "Amount"),
        ("1. Staff",),
        ("1.1", "Head", 5),
        ("2. Travel",),
        ("2.1", "Fuel", 3),
        ("2.2", "Cars", 3),
        (None, "Total 2. Travel", 7),
        (None, "Total", 99),
    ]
    checks = found(recognised("budget_lines", rows))
    told: list[Any] = [(row, stated, summed) for row, _, _, stated, summed, _, _ in checks]
    assert told == [(6, 7, 6), (7, 99, 11)]


def test_groups_within_groups() -> None:
    rows = [
        ("Code", "Description", "Amount"),
        ("A",),
        ("A.1 Staff",),
        ("1", "Head", 5),
        (None, "Sub-total", 5),
        ("A.2 Travel",),
        ("2", "Fuel", 3),
        ("3", "Cars", 3),
        (None, "Sub-total", 6),
        (None, "Total A", 11),
        ("B",),
        ("4", "Rent", 1),
        (None, "Total B", 1),
        (None, "Total", 12),
    ]
    layout = recognised("budget_lines", rows)
    assert all(not check.differs for check in layout.checks)
    assert [check.lines for check in layout.checks] == [1, 2, 3, 1, 4]


def test_numbers_written_as_text_count_by_the_style_of_their_column() -> None:
    layout = ledger(line("1 234,50"), line("2,25"), line("(3,00)"), total("1 233,75"))
    assert found(layout) == [(4, "Amount", "USD", Decimal("1233.75"), Decimal("1233.75"), 3, True)]


def test_the_noise_of_binary_fractions_is_no_difference() -> None:
    layout = ledger(*[line(0.1)] * 3, total(0.30000000000000004))
    assert found(layout) == [(4, "Amount", "USD", Decimal("0.3"), Decimal("0.3"), 3, True)]
    assert not ledger(line(1e300), line(5), total(1e300)).checks[0].differs


def test_a_heading_states_the_currency_of_a_total_where_no_column_does() -> None:
    rows = [("Date", "Voucher", "Amount (XOF)"), (DAY, "1", 5), (DAY, "2", 6), (None, "Total", 11)]
    assert recognised("ledger", rows).checks[0].currency == "XOF"


@pytest.mark.parametrize("heading", ["Balance", "Solde", "Solde cumulé", "Running balance"])
def test_a_running_balance_has_no_total(heading: str) -> None:
    rows = [("Date", "Voucher", "Debit", heading), (DAY, "1", 5, 5), (DAY, "2", 6, 11), (None, "Total", 11, 11)]
    assert [check.header for check in recognised("ledger", rows).checks] == ["Debit"]


def test_a_total_brought_forward_is_no_total_of_these_lines() -> None:
    told: tuple[Any, ...] = found(ledger(total(100, text="Report à nouveau"), line(5), total(5)))[0]
    assert told[3:5] == (5, 5)


def test_a_share_that_is_right_is_checked_and_one_of_something_else_is_a_line() -> None:
    rows = [
        ("Item", "Amount"),
        ("Staff", 100),
        ("Fuel", 50),
        ("Total", 150),
        ("Indirect (13 %)", 19.5),
        ("Total", 169.5),
    ]
    checks = recognised("budget_lines", rows).checks
    assert [(check.row, check.stated, check.summed) for check in checks] == [
        (3, 150, 150),
        (4, Decimal("19.5"), Decimal("19.5")),
        (5, Decimal("169.5"), Decimal("169.5")),
    ]
    rows[4] = ("Bank (2 %)", 19.5)
    assert [check.row for check in recognised("budget_lines", rows).checks] == [3, 5]


def test_a_share_of_lines_in_several_currencies_is_not_checked() -> None:
    layout = ledger(line(5), line(7, "XOF"), total(12), (None, None, "Fee (10 %)", None, 1.2), line(6))
    assert layout.checks == ()


def test_a_share_counts_in_those_columns_in_which_it_is_stated() -> None:
    rows = [
        ("Item", "Budget", "Spent"),
        ("Staff", 100, 7),
        ("Fuel", 50, 5),
        ("Total", 150, 12),
        ("Indirect (10 %)", 15, None),
        ("Total", 165, 12),
    ]
    checks = recognised("budget_lines", rows).checks
    assert [(check.row, check.header) for check in checks if check.row == 4] == [(4, "Budget")]
    assert not any(check.differs for check in checks)


def test_what_remains_is_what_the_budget_has_more_than_was_spent() -> None:
    rows = [
        ("Item", "Budget", "Spent", "Remaining", "Left"),
        ("Staff", 10, 4, 6, None),
        ("Fuel", 10, 3, 7, 1),
        ("Cars", 10, 2, 8, 2),
        ("Rent", 10, 1, 8, None),
        ("Total", 40, 10, 29, 3),
    ]
    layout = recognised("budget_lines", rows)
    checks: dict[str, Any] = {check.header: (check.stated, check.summed) for check in layout.checks}
    assert checks == {"Budget": (40, 40), "Spent": (10, 10), "Remaining": (29, 30), "Left": (3, 3)}
    assert list(map(str, layout.notes)) == ["Sheet1!D5 states 8, but Budget less Spent makes 9."]


def test_a_style_that_a_person_chose_holds_for_totals() -> None:
    kept = {
        "sheet": "",
        "fields": {"Date": "entry_on", "Amount": "original_amount"},
        "styles": {"original_amount": "1.234,50"},
    }
    rows = [("Date", "Voucher", "Amount"), (DAY, "1", "1.000"), (DAY, "2", "2.000"), (None, "Total", "3.000")]
    assert recognised("ledger", rows, kept=kept).checks[0].stated == 3000
