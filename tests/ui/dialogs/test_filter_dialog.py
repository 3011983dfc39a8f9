"""A filter is chosen in two steps, the column and what it must hold, with every kind of column in its own way."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListWidget

from desktop.config.settings import Settings
from desktop.domain.money import MINOR_UNITS, WITHDRAWN
from desktop.registers import find_register
from desktop.registers.catalog import REGISTERS
from desktop.registers.query import Cell, Filter, Operator
from desktop.services.offices import Office
from desktop.ui.context import Route
from desktop.ui.dialogs.filter_dialog import FilterDialog, choices_of, filterable
from desktop.ui.pages.register_page import RegisterPage
from tests.helpers.forms import editor, shown
from tests.helpers.window import WindowDriver, button_named, click, press, type_text, visible_texts
from tests.ui.conftest import Open

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # of the list below a choice


def ledger(sample: Office, opened: Open, *filters: str) -> tuple[WindowDriver, RegisterPage]:
    """The ledger of the sample."""
    driver = opened(sample, start=Route("register", "ledger", filters=filters))
    page = driver.page
    assert isinstance(page, RegisterPage)
    return driver, page


def ask(driver: WindowDriver, page: RegisterPage, key: str = "") -> FilterDialog:
    """Opens the dialog, for a column or for any."""
    page.ask_filter(key)
    return driver.dialog(FilterDialog)


def type_in(dialog: FilterDialog, place: int, text: str) -> None:
    """Types into a field of the dialog."""
    into = editor(dialog.fields[place])
    into.setFocus()
    press(into, "Ctrl+A")
    type_text(text)


def columns_of(dialog: FilterDialog) -> QListWidget:
    """The list of columns."""
    (found,) = [entry for entry in dialog.findChildren(QListWidget) if entry.accessibleName()]
    return found


@pytest.mark.parametrize("key", sorted(REGISTERS))
def test_every_column_that_can_be_filtered_is_offered(looked_at: WindowDriver, key: str) -> None:
    page = looked_at.go("register", key)
    assert isinstance(page, RegisterPage)
    names = columns_of(ask(looked_at, page))
    offered = [names.item(row).text() for row in range(names.count())]
    assert offered == [str(column.label) for column in filterable(looked_at.context.office.register(key))]
    assert names.hasFocus()


@pytest.mark.parametrize("key", sorted(REGISTERS))
def test_every_column_has_a_way_to_say_what_it_must_hold(sample: Office, opened: Open, key: str) -> None:
    names = Settings(volunteer_names=True)  # the columns that say who somebody is are columns too
    driver = opened(sample, start=Route("register", key), settings=names)
    page = driver.page
    assert isinstance(page, RegisterPage)
    for column in filterable(find_register(key)):
        dialog = ask(driver, page, column.key)
        assert len(dialog.fields) in (1, 2)
        assert editor(dialog.fields[0]).hasFocus()
        assert button_named(dialog, "Apply the filter").isEnabled()
        press(dialog, "Escape")
    assert driver.overlays() == []


def test_nothing_can_be_applied_before_a_column_is_chosen(sample: Office, opened: Open) -> None:
    driver, page = ledger(sample, opened)
    assert not button_named(ask(driver, page), "Apply the filter").isEnabled()


def test_column_is_chosen_by_mouse(sample: Office, opened: Open) -> None:
    driver, page = ledger(sample, opened)
    dialog = ask(driver, page)
    names = columns_of(dialog)
    place = names.visualItemRect(names.item(1)).center()
    QTest.mouseClick(names.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert not names.isVisible()
    assert "Document" in visible_texts(dialog)


@pytest.mark.parametrize(
    ("column", "typed", "expected"),
    [
        (
            "entry_on",
            ("1 Aug 2019", "20 Oct 2019"),
            [(Operator.AT_LEAST, date(2019, 8, 1)), (Operator.AT_MOST, date(2019, 10, 20))],
        ),
        ("entry_on", ("", "20 Oct 2019"), [(Operator.AT_MOST, date(2019, 10, 20))]),
        ("amount", ("1,000", ""), [(Operator.AT_LEAST, Decimal(1000))]),
        ("description", ("prison",), [(Operator.CONTAINS, "prison")]),
        ("reference", ("PV-1",), [(Operator.CONTAINS, "PV-1")]),
        ("kind", ("Commitment",), [(Operator.IS, "commitment")]),
        ("original_currency", ("XOF",), [(Operator.IS, "XOF")]),
    ],
)
def test_what_is_entered_becomes_filters_of_the_list(
    sample: Office, opened: Open, column: str, typed: tuple[str, ...], expected: list[tuple[Operator, Cell]]
) -> None:
    driver, page = ledger(sample, opened)
    dialog = ask(driver, page, column)
    for place, text in enumerate(typed):
        if text:
            type_in(dialog, place, text)
    dialog.apply()
    assert page.bar.filters == [Filter(column, operator, (value,)) for operator, value in expected]
    assert driver.overlays() == []
    assert " of 1,090 entries" in page.table.totals.text


def test_enter_in_a_field_applies(sample: Office, opened: Open) -> None:
    driver, page = ledger(sample, opened)
    dialog = ask(driver, page, "description")
    type_in(dialog, 0, "prison")
    press(editor(dialog.fields[0]), "Return")
    assert driver.overlays() == []
    assert page.bar.filters == [Filter("description", Operator.CONTAINS, ("prison",))]


def test_filter_that_is_set_is_shown_to_be_changed(sample: Office, opened: Open) -> None:
    driver, page = ledger(sample, opened, "entry_on>=2019-08-01", "entry_on<=2019-10-20")
    dialog = ask(driver, page, "entry_on")
    assert [shown(field) for field in dialog.fields] == ["1 August 2019", "20 October 2019"]
    type_in(dialog, 0, "1 Sep 2019")
    click(button_named(dialog, "Apply the filter"))
    assert [entry.values for entry in page.bar.filters] == [(date(2019, 9, 1),), (date(2019, 10, 20),)]


def test_filter_of_another_column_stays(sample: Office, opened: Open) -> None:
    driver, page = ledger(sample, opened, "grant=NER-CT-01")
    dialog = ask(driver, page, "kind")
    type_in(dialog, 0, "Expenditure")
    dialog.apply()
    assert [entry.column for entry in page.bar.filters] == ["grant", "kind"]


def test_nothing_entered_takes_the_filter_away(sample: Office, opened: Open) -> None:
    driver, page = ledger(sample, opened, "description~prison")
    dialog = ask(driver, page, "description")
    editor(dialog.fields[0]).setFocus()
    press(editor(dialog.fields[0]), "Ctrl+A")
    press(editor(dialog.fields[0]), "Delete")
    dialog.apply()
    assert page.bar.filters == []
    assert page.table.totals.text == "1,090 entries"


@pytest.mark.parametrize(
    ("column", "typed", "sentence"),
    [
        ("entry_on", "soon", "“soon” is not a date. Enter one like 9 October 2019."),
        ("amount", "much", "“much” is not a number. Enter one like 1240.50."),
        ("kind", "#1", "“#1” is not in the list. Choose an entry."),
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_is_filtered(
    sample: Office, opened: Open, column: str, typed: str, sentence: str
) -> None:
    driver, page = ledger(sample, opened)
    dialog = ask(driver, page, column)
    type_in(dialog, 0, typed)
    dialog.apply()
    assert dialog.isVisible()
    assert dialog.fields[0].trouble == sentence
    assert page.bar.filters == []


@pytest.mark.parametrize("way", ["Escape", "Cancel"])
def test_leaving_changes_nothing(sample: Office, opened: Open, way: str) -> None:
    driver, page = ledger(sample, opened, "grant=NER-CT-01")
    dialog = ask(driver, page, "grant")
    type_in(dialog, 0, "other")
    if way == "Escape":
        press(dialog, way)
    else:
        click(button_named(dialog, way))
    assert driver.overlays() == []
    assert page.bar.filters == [Filter("grant", Operator.IS, ("NER-CT-01",))]


def test_country_is_chosen_by_its_name_in_french(sample: Office, opened: Open) -> None:
    driver = opened(sample, start=Route("register", "organisations"), language="fr")
    page = driver.page
    assert isinstance(page, RegisterPage)
    dialog = ask(driver, page, "country")
    type_in(dialog, 0, "République centrafricaine")
    dialog.apply()
    assert page.bar.filters == [Filter("country", Operator.IS, ("CF",))]


def test_currencies_begin_with_the_usual_ones_and_end_with_those_withdrawn(sample: Office, opened: Open) -> None:
    _driver, page = ledger(sample, opened)
    choices = choices_of(page.context, find_register("ledger").column("original_currency"))
    assert [code for code, _name in choices[:4]] == ["USD", "EUR", "XOF", "XAF"]
    assert [code for code, _name in choices[-8:]] == list(WITHDRAWN)
    assert choices[-4] == ("SLL", "SLL · Sierra Leonean Leone (1964—2022) · withdrawn")
    assert len(choices) == len(MINOR_UNITS)
