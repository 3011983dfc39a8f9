"""The room in a register's table: names have the most of it, amounts are whole or not there, nothing scrolls."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from desktop.registers import find_register
from desktop.registers.query import Query
from desktop.services.offices import Office
from desktop.ui.theme import TextStyle
from desktop.ui.widgets.basics import text_width
from desktop.ui.widgets.register_table import RegisterTable
from tests.helpers.records import making
from tests.helpers.window import make_context
from tests.ui.widgets.conftest import Show

COLUMNS = ("reference", "title", "funder", "amount", "spent", "committed", "available")
MISSION = "United Nations Multidimensional Integrated Stabilization Mission in Mali"


def grants(office: Office, shown: Show, *, width: int) -> RegisterTable:
    made = RegisterTable(make_context(office), Query(find_register("grants"), COLUMNS), view_key="grants")
    shown(made, width=width)
    made.load()
    QApplication.processEvents()
    return made


def test_sums_kept_apart_are_shown_whole_or_in_a_shorter_sentence_or_not_at_all(empty: Office, shown: Show) -> None:
    with making(empty) as make:
        make.grant()
        make.grant()
        make.grant(currency="EUR")
    totals = grants(empty, shown, width=760).totals
    assert totals.toolTip().startswith("Sums in USD. Kept apart: Awarded EUR\u00a0100,000.00 · ")
    assert totals.note_within(2000) == totals.toolTip()
    assert totals.note_within(180) == "Sums in USD; EUR kept apart"
    assert totals.note_within(60) == ""


def test_name_of_a_record_has_the_most_room_and_nothing_scrolls(empty: Office, shown: Show) -> None:
    with making(empty) as make:
        funder = make.organisation(name=MISSION)
        make.grant(funder_id=funder.id, title="Specialized judicial unit, Bamako, second phase of the work")
    table = grants(empty, shown, width=760)
    widths = [table.table.columnWidth(place) for place in range(len(COLUMNS))]
    assert widths[1] > widths[2] >= 72
    assert not table.table.horizontalScrollBar().isVisible()
    assert sum(widths) == table.table.viewport().width()


def test_room_that_names_do_not_need_goes_to_texts_that_would_be_cut(empty: Office, shown: Show) -> None:
    with making(empty) as make:
        make.grant(funder_id=make.organisation(name=MISSION, short_name=None).id, title="Unit")
    table = grants(empty, shown, width=1400)
    place = COLUMNS.index("funder")
    assert table.table.columnWidth(place) >= text_width(table.model.cell(0, place).text, TextStyle.BODY) + 16
    assert sum(table.table.columnWidth(other) for other in range(len(COLUMNS))) == table.table.viewport().width()


def test_scroll_bar_goes_with_the_reason_for_it(empty: Office, shown: Show) -> None:
    with making(empty) as make:
        make.grant()
    table = grants(empty, shown, width=300)
    assert table.table.horizontalScrollBar().isVisible()
    table.window().resize(900, 400)
    QApplication.processEvents()
    assert not table.table.horizontalScrollBar().isVisible()
