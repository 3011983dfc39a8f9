"""The entries behind a figure: what each counts for it, and that more are asked for once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QApplication

from desktop.language import Language, say
from desktop.reports.report import EntrySum
from desktop.reports.trace import NONE
from desktop.ui.models.grid_cells import NOTHING, GridCell
from desktop.ui.models.report_entries_model import PAGE_ROWS, ReportEntriesModel
from tests.helpers.report_values import entry

SPENT = EntrySum("spent", (("when", "period"),))
TOP = QModelIndex()


class Asking:
    """Remembers from which entry on more were asked for."""

    def __init__(self, language: Language) -> None:
        self.asked: list[int] = []
        self.model = ReportEntriesModel(language, self.asked.append)


@pytest.fixture
def asking(qapp: QApplication, english: Language) -> Asking:
    """A model that remembers what it asks for."""
    assert qapp is not None
    return Asking(english)


def texts(model: ReportEntriesModel, row: int) -> list[str]:
    return [model.cell(row, column).text.replace("\u00a0", " ") for column in range(model.columnCount())]


def counts_as(model: ReportEntriesModel, row: int) -> GridCell:
    return model.cell(row, 7)


def test_a_row_says_all_of_an_entry(asking: Asking) -> None:
    model = asking.model
    rich = entry(
        7,
        entry_on=date(2020, 2, 29),
        kind_name=say("Refund"),
        category="7",
        line="3.1",
        original_currency="XOF",
        original_amount=Decimal(-60500),
        spent=Decimal("-100.5"),
    )
    model.show([SPENT], "USD", [rich, entry(8)], 2)
    assert [head.text for head in model.heads] == [
        *("Date", "Document", "Description", "Kind", "Category", "Line", "Original", "Counts as"),
    ]
    assert texts(model, 0) == [
        *("29 Feb 2020", "PV-0007", "Entry 7", "Refund", "7", "3.1", "XOF \u221260,500", "\u2212100.50"),
    ]
    assert texts(model, 1)[4:] == ["", "", "USD 108.00", "108.00"]
    assert (counts_as(model, 0).ink, counts_as(model, 1).ink) == ("negative", "")
    assert [model.cell(0, column).right for column in (0, 5, 6, 7)] == [False, False, True, True]
    assert model.cell(0, 1).ink == "accent"
    assert [head.right for head in model.heads].index(True) == 6
    assert (model.entry_at(0), model.entry_at(1)) == (7, 8)
    assert [model.foot(column) for column in range(8)] == [NOTHING] * 8


def test_category_and_line_are_not_taken_for_each_other(asking: Asking) -> None:
    asking.model.show([SPENT], "USD", [entry(1, category=NONE, line="2.4"), entry(2, category="5")], 2)
    assert texts(asking.model, 0)[4:6] == ["", "2.4"]
    assert texts(asking.model, 1)[4:6] == ["5", ""]


def test_an_entry_counts_by_the_sum_that_it_belongs_to(asking: Asking) -> None:
    model = asking.model
    before = EntrySum("received", (("when", "before"),))
    committed = EntrySum("committed", (("line", "1"), ("category", "7")))
    rows = [
        entry(1, received=Decimal(999)),  # of the period: only what was spent counts
        entry(2, when="before", received=Decimal("5.00")),
        entry(3, when="adjustment", committed=Decimal(8), line="1"),  # not the category
        entry(4, when="adjustment", committed=Decimal(8), line="1", category="7", spent=None),
    ]
    model.show([SPENT, before, committed], "USD", rows, 4)
    assert [counts_as(model, number).text for number in range(4)] == ["101.00", "5.00", "0.00", "8.00"]


def test_amounts_have_the_decimals_of_the_figure_and_not_of_the_entry(asking: Asking) -> None:
    asking.model.show([SPENT], "XOF", [entry(1, spent=Decimal("60500.00"))], 1)
    assert counts_as(asking.model, 0).text == "60,500"
    assert texts(asking.model, 0)[6] == "USD 101.00"


# --- more of them ----------------------------------------------------------------------------------------------------


def test_more_are_asked_for_once_and_from_where_those_at_hand_end(asking: Asking) -> None:
    model = asking.model
    model.show([SPENT], "USD", [entry(number) for number in range(PAGE_ROWS)], PAGE_ROWS + 1)
    assert model.canFetchMore(TOP)
    model.fetchMore(TOP)
    model.fetchMore(TOP)
    assert asking.asked == [PAGE_ROWS]
    assert not model.canFetchMore(TOP)
    model.add([entry(9999)])
    assert (model.rowCount(), model.entry_at(PAGE_ROWS)) == (PAGE_ROWS + 1, 9999)
    assert not model.canFetchMore(TOP)
    model.fetchMore(TOP)
    assert asking.asked == [PAGE_ROWS]


def test_three_pages_are_asked_for_one_after_the_other(asking: Asking) -> None:
    model = asking.model
    model.show([SPENT], "USD", [entry(number) for number in range(PAGE_ROWS)], 2 * PAGE_ROWS + 5)
    for _page in range(2):
        model.fetchMore(TOP)
        start = model.rowCount()
        model.add([entry(start + number) for number in range(min(PAGE_ROWS, 2 * PAGE_ROWS + 5 - start))])
    assert asking.asked == [PAGE_ROWS, 2 * PAGE_ROWS]
    assert model.rowCount() == 2 * PAGE_ROWS + 5
    assert not model.canFetchMore(TOP)


def test_when_all_are_there_none_are_asked_for(asking: Asking) -> None:
    asking.model.show([SPENT], "USD", [entry(1)], 1)
    assert not asking.model.canFetchMore(TOP)
    asking.model.fetchMore(TOP)
    assert asking.asked == []
    assert asking.model.rowCount(asking.model.index(0, 0)) == 0


def test_another_figure_begins_anew(asking: Asking) -> None:
    model = asking.model
    model.show([SPENT], "USD", [entry(number) for number in range(3)], 9)
    model.fetchMore(TOP)
    model.show([SPENT], "USD", [entry(5)], 2)
    assert (model.rowCount(), model.entry_at(0)) == (1, 5)
    assert model.canFetchMore(TOP)
    model.show([], "USD", [], 0)
    assert (model.rowCount(), model.canFetchMore(TOP)) == (0, False)


def test_more_that_turn_out_to_be_none_add_no_rows_and_are_not_asked_for_again(asking: Asking) -> None:
    model = asking.model
    told: list[tuple[int, int]] = []
    model.rowsInserted.connect(lambda _parent, first, last: told.append((first, last)))
    model.show([SPENT], "USD", [entry(1)], 3)
    model.fetchMore(TOP)
    model.add([])
    assert (told, model.rowCount()) == ([], 1)
    assert not model.canFetchMore(TOP)
