"""Choices: by name, by code, by typing a part; never by an id nobody knows, and never one that was not meant."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from desktop.language import say
from desktop.services.records import Choice
from desktop.ui.widgets.choice_fields import ChoiceField, LookupField
from desktop.ui.widgets.fields import FieldError
from tests.helpers.painting import picture_of, pixels
from tests.helpers.window import make_context, press, type_text
from tests.ui.widgets.conftest import Show

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # popups, drawn into memory

CHOICES = [("1", "Staff"), ("2", "Supplies"), ("5", "Travel"), ("NE", "Niger"), ("NG", "Nigeria")]


def choice() -> ChoiceField:
    return ChoiceField(make_context(None), say("Category"), choices=CHOICES, required=True)


def lookup() -> LookupField:
    made = LookupField(make_context(None), say("Line"), register="budget_lines", required=True)
    made.offer([Choice(7, "1", "Staff"), Choice(1, "2", "Travel"), Choice(9, "3", "Rent"), Choice(12, "4", "Rent")])
    return made


def typed(field: ChoiceField, text: str, after: QLineEdit) -> None:
    """Types over what stands in the field and goes on."""
    field.setFocus()
    line = field.box.lineEdit()
    assert line is not None
    line.selectAll()
    type_text(text)
    close_list(field)
    field.window().activateWindow()
    after.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()


def close_list(field: ChoiceField) -> None:
    """Puts the list of what fits away, as a click or Tab does."""
    completer = field.box.completer()
    popup = completer.popup() if completer is not None else None
    if popup is not None:
        popup.hide()


@pytest.fixture
def after() -> QLineEdit:
    return QLineEdit()


@pytest.mark.parametrize(
    ("text", "code"), [("Travel", "5"), ("travel", "5"), (" Travel ", "5"), ("5", "5"), ("ne", "NE"), ("Nigeria", "NG")]
)
def test_entry_can_be_typed_by_name_or_code(shown: Show, after: QLineEdit, text: str, code: str) -> None:
    field = choice()
    shown(field, after)
    typed(field, text, after)
    assert field.value() == code
    assert field.box.currentText() == dict(CHOICES)[code]


@pytest.mark.parametrize("text", ["Trav", "Luxury", "99"])
def test_what_is_not_in_the_list_is_said(shown: Show, after: QLineEdit, text: str) -> None:
    field = choice()
    field.set_value("5")
    shown(field, after)
    typed(field, text, after)
    with pytest.raises(FieldError) as caught:
        field.value()
    assert field.context.text(caught.value.message) == f"“{text}” is not in the list. Choose an entry."


def test_nothing_is_an_entry_too(shown: Show, after: QLineEdit) -> None:
    field = choice()
    field.set_value("5")
    shown(field, after)
    assert field.value() == "5"
    field.set_value(None)
    assert (field.value(), field.box.currentText()) == (None, "")


def test_code_that_the_list_does_not_know_is_kept_not_lost() -> None:
    field = choice()
    field.set_value("88")
    assert (field.value(), field.box.currentText()) == ("88", "88")


def test_arrow_keys_choose_and_tell(shown: Show) -> None:
    field = choice()
    heard: list[str] = []
    field.edited.connect(lambda: heard.append("edited"))
    field.left.connect(lambda: heard.append("left"))
    shown(field)
    field.setFocus()
    press(field.box, "Down")
    assert field.value() == "1"
    press(field.box, "Down")
    press(field.box, "Down")
    assert field.value() == "5"
    assert heard == ["edited", "left"] * 3


def test_leaving_without_a_change_tells_no_edit(shown: Show, after: QLineEdit) -> None:
    field = choice()
    field.set_value("5")
    heard: list[str] = []
    field.edited.connect(lambda: heard.append("edited"))
    field.left.connect(lambda: heard.append("left"))
    shown(field, after)
    field.setFocus()
    after.setFocus()
    QApplication.processEvents()
    assert heard == ["left"]


def test_typing_a_part_offers_what_holds_it(shown: Show) -> None:
    field = choice()
    shown(field)
    field.setFocus()
    type_text("ig")
    completer = field.box.completer()
    assert completer is not None
    model = completer.completionModel()
    offered = [model.index(row, 0).data() for row in range(model.rowCount())]
    assert offered == ["Niger", "Nigeria"]
    close_list(field)


def test_field_can_be_narrow_and_wears_our_arrow(shown: Show) -> None:
    field = choice()
    shown(field, width=90)
    assert field.box.minimumSizeHint().width() == 80
    picture = picture_of(field.box)
    right = picture.rect().adjusted(picture.width() - 24, 4, -4, -4)
    assert pixels(picture, field.context.palette.text_secondary, within=right, near=60) > 5


def test_arrow_stands_at_the_left_in_arabic(shown: Show) -> None:
    field = ChoiceField(make_context(None, language="ar"), say("Category"), choices=CHOICES, required=True)
    shown(field, width=300)
    picture = picture_of(field.box)
    left, right = picture.rect().adjusted(4, 4, 24 - picture.width(), -4), picture.rect().adjusted(276, 4, -4, -4)
    ink = field.context.palette.text_secondary
    assert pixels(picture, ink, within=left, near=60) > 5
    assert pixels(picture, ink, within=right, near=60) == 0


def test_long_entry_shows_its_beginning() -> None:
    field = lookup()
    field.offer([Choice(3, "GR-1", "Legal aid for detainees in the prisons of Niger " * 4)])
    field.set_value(3)
    line = field.box.lineEdit()
    assert line is not None
    assert line.cursorPosition() == 0


def test_entry_that_does_not_fit_ends_in_an_ellipsis_and_is_whole_in_a_tooltip(shown: Show, after: QLineEdit) -> None:
    field = ChoiceField(make_context(None), say("Sector"), choices=[("1", "Counter-Terrorism")], required=True)
    field.set_value("1")
    shown(field, after, width=110)
    after.setFocus()
    assert field.box.toolTip() == "Counter-Terrorism"
    picture, place = picture_of(field.box), field.box.line.geometry()
    ends = place.adjusted(place.width() - 2, 4, 0, -4)
    assert pixels(picture, field.context.palette.text, within=place, near=60) > 50
    assert pixels(picture, field.context.palette.text, within=ends, near=60) == 0
    shown(field, after, width=400)
    assert field.box.toolTip() == ""


# --- records of other registers ------------------------------------------------------------------------------------


def test_record_is_chosen_by_the_code_people_know_not_by_its_id(shown: Show, after: QLineEdit) -> None:
    field = lookup()
    shown(field, after)
    typed(field, "1", after)  # the line with code 1 has id 7; another one has id 1
    assert field.value() == 7
    typed(field, "2 · Travel", after)
    assert field.value() == 1
    typed(field, "12", after)  # an id, but nobody's code
    with pytest.raises(FieldError):
        field.value()


def test_of_two_records_called_the_same_the_chosen_one_is_meant(shown: Show, after: QLineEdit) -> None:
    field = lookup()
    field.offer([Choice(3, "", "Ministry of Justice"), Choice(4, "", "Ministry of Justice")])
    shown(field, after)
    field.setFocus()
    for _ in range(2):
        QTest.keyClick(field.box, Qt.Key.Key_Down)
    after.setFocus()
    QApplication.processEvents()
    assert field.value() == 4
    field.set_value(3)
    assert field.value() == 3


def test_offering_others_keeps_the_chosen_one_when_it_is_among_them() -> None:
    field = lookup()
    heard: list[None] = []
    field.edited.connect(lambda: heard.append(None))
    field.set_value(9)
    field.offer([Choice(9, "3", "Rent"), Choice(20, "5", "Fuel")])
    assert field.value() == 9
    field.offer([Choice(20, "5", "Fuel")], stays=True)
    assert field.value() == 9
    field.offer([Choice(20, "5", "Fuel")])
    assert field.value() is None
    assert heard == []


def test_chosen_record_beyond_those_offered_is_known_too() -> None:
    field = lookup()
    field.add_known(Choice(500, "9", "Audit"))
    field.add_known(Choice(500, "9", "Audit"))
    field.set_value(500)
    assert (field.value(), field.box.currentText()) == (500, "9 · Audit")
    assert field.box.count() == 6
