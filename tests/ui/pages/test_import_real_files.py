"""Real workbooks on the page of imports: a budget whose totals do not hold, and a ledger of fifteen thousand rows."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtWidgets import QApplication

from desktop.registers import find_register
from desktop.registers.query import Query
from desktop.services import records
from desktop.services.browse import all_rows
from desktop.services.offices import Office
from desktop.ui.pages.import_page import ImportPage
from desktop.ui.tasks import ThreadRunner
from tests.helpers.import_page import GRANT, begin, choose_grant, counts, to_preview
from tests.helpers.records import making
from tests.helpers.shared import real_file
from tests.helpers.window import button_named, click, press, visible_texts, wait_until
from tests.ui.conftest import Open


def test_totals_of_a_budget_that_its_lines_do_not_make_are_said(sample: Office, opened: Open) -> None:
    page = begin(opened(sample), "budget_lines", [real_file("xlsx/autorpt_budget.xlsx")], grant=GRANT)
    to_preview(page)
    said = visible_texts(page.preview_rail)
    assert "Against the workbook’s own totals" in said
    for stated, summed in (("379,500", "489,500"), ("139,912.30", "207,597.50"), ("124,087.70", "281,902.50")):
        assert any(text.startswith(stated) for text in said), stated
        assert any(text.startswith(summed) for text in said), summed
    assert any("less than its lines make." in text for text in said)


def test_a_ledger_of_fifteen_thousand_rows_comes_in_with_its_sum_exact(empty: Office, opened: Open) -> None:
    file = real_file("xlsx/pq_general_ledger.xlsx")
    with making(empty) as maker:
        maker.grant(reference="PQ", title="A grant in New Zealand dollars", currency="NZD")
    page = begin(opened(empty, tasks=ThreadRunner()), "ledger", [file])
    wait_until(lambda: page.file_step.grant is not None and page.file_step.grant.box.count() > 1, "the file to be read")
    choose_grant(page, "PQ")
    click(page.foot.go)
    leave_out(page, 0)  # accounts of another plan of accounts
    leave_out(page, 7)  # the credits
    click(page.foot.go)
    wait_until(lambda: page.state.preview is not None and page.preview_step.isVisible(), "the preview")
    scroll_through(page)
    assert page.state.preview is not None
    assert len(page.state.preview.statuses) > 15_000
    click(button_named(page, "Import 7,332 rows"))
    wait_until(page.done_step.isVisible, "the rows to come in")
    assert sum_of_entries(empty) == Decimal("4839662.78")
    click(button_named(page, "Undo this import. What it brought goes, what it changed gets its old values"))
    wait_until(lambda: page.state.is_undone, "the import to be undone")
    assert records.choices(empty, "ledger") == []


def leave_out(page: ImportPage, column: int) -> None:
    """Lets a column hold nothing, by its drop-down."""
    box = page.columns_step.cards[column].box
    box.setFocus()
    box.setCurrentIndex(1)
    press(box, "Up")
    wait_until(lambda: page.state.draft is not None and column not in page.state.draft.mapping.fields, "the column")


def scroll_through(page: ImportPage) -> None:
    """From the first row to the last."""
    bar = page.preview_step.table.verticalScrollBar()
    for part in range(1, 11):
        bar.setValue(bar.maximum() * part // 10)
        QApplication.processEvents()


def sum_of_entries(office: Office) -> Decimal:
    """What the entries of an office come to."""
    query = Query(find_register("ledger"), columns=("original_amount",))
    amounts = (query.by_key(row)["original_amount"] for row in all_rows(office, query))
    return sum((amount for amount in amounts if isinstance(amount, Decimal)), Decimal(0))


def test_lines_of_a_budget_say_what_they_lack(sample: Office, opened: Open) -> None:
    page = begin(opened(sample), "budget_lines", [real_file("xlsx/autorpt_budget.xlsx")], grant=GRANT)
    to_preview(page)
    assert set(counts(page)) <= {"NEW", "ERROR", "CHANGED", "SAME"}
    assert button_named(page.preview_rail, "Change…").isVisible()
    assert records.choices(sample, "grants", search=GRANT)
