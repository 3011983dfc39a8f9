"""Fields of a form: what people type in English and French is read exactly, or said to be wrong with what to do."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCalendarWidget, QLabel, QLineEdit

from desktop.config.settings import LanguageCode
from desktop.language import say
from desktop.services.offices import Office
from desktop.ui.widgets.fields import DateField, Field, FieldError, NoteField, NumberField, TextField, WholeField
from tests.helpers.painting import picture_of, pixels
from tests.helpers.window import make_context, press, type_text, visible_texts
from tests.ui.widgets.conftest import Show

NAME = say("Amount")


def number_field(language: LanguageCode = "en") -> NumberField:
    return NumberField(make_context(None, language=language), NAME, required=True)


def date_field(language: LanguageCode = "en") -> DateField:
    return DateField(make_context(None, language=language), say("Start"), required=True)


def enter(field: NumberField | DateField | TextField, text: str) -> None:
    """Types into a field and leaves it with Tab."""
    field.setFocus()
    field.line.selectAll()
    if text:
        type_text(text)
    else:
        press(field.line, "Del")
    press(field.line, "Return")
    QApplication.processEvents()


# --- numbers -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "typed", "value", "back"),
    [
        ("en", "1240.5", "1240.5", "1,240.50"),
        ("en", "1,240.50", "1240.50", "1,240.50"),
        ("en", "1 240,50", "1240.50", "1,240.50"),
        ("en", "12,5", "12.5", "12.50"),
        ("en", "-12", "-12", "−12"),
        ("en", "(1,712.40)", "-1712.40", "−1,712.40"),
        ("en", "−350", "-350", "−350"),
        ("en", "731450", "731450", "731,450"),
        ("en", "0.0001", "0.0001", "0.0001"),
        ("en", "589.879", "589.879", "589.879"),
        ("en", "100", "100", "100"),
        ("fr", "1240,5", "1240.5", "1\u00a0240,50"),
        ("fr", "1 240,50", "1240.50", "1\u00a0240,50"),
        ("fr", "1.240,50", "1240.50", "1\u00a0240,50"),
        ("fr", "12.5", "12.5", "12,50"),
        ("fr", "−1712,40", "-1712.40", "−1\u00a0712,40"),
    ],
)
def test_number_is_read_exactly_and_shown_back_properly(
    shown: Show, language: LanguageCode, typed: str, value: str, back: str
) -> None:
    field = number_field(language)
    shown(field)
    enter(field, typed)
    assert field.line.text() == back
    assert field.value() == Decimal(value)  # what is shown back means the same
    assert field.trouble == ""


@pytest.mark.parametrize("typed", ["many", "12..5", "1e5x", "--", "12 USD"])
def test_what_is_no_number_is_said_with_what_to_do(shown: Show, typed: str) -> None:
    field = number_field()
    shown(field)
    enter(field, typed)
    assert field.trouble == f"“{typed}” is not a number. Enter one like 1240.50."
    assert field.line.text() == typed  # nothing is taken away from whoever typed it
    with pytest.raises(FieldError, match="is not a number"):
        field.value()


def test_a_part_is_no_whole_number_and_nothing_of_it_is_cut_off(shown: Show) -> None:
    field = WholeField(make_context(None), say("Months"), required=True)
    shown(field)
    enter(field, "1.5")
    assert (field.trouble, field.line.text()) == ("Enter a whole number.", "1.5")
    enter(field, "3.0")
    field.check()
    assert (field.trouble, field.value()) == ("", 3)
    enter(field, "")
    assert field.value() is None


def test_a_day_that_is_needed_is_asked_for(shown: Show) -> None:
    field = date_field()
    shown(field)
    with pytest.raises(FieldError, match="Enter a day"):
        field.day()
    enter(field, "21 October 2019")
    assert field.day() == date(2019, 10, 21)


def test_empty_number_is_nothing(shown: Show) -> None:
    field = number_field()
    shown(field)
    field.set_value(Decimal(5))
    enter(field, "")
    assert field.value() is None
    assert field.trouble == ""


@pytest.mark.parametrize(
    ("value", "shown_as"),
    [
        (Decimal("1240.0000"), "1,240"),
        (Decimal("1240.5000"), "1,240.50"),
        (Decimal("0.0000"), "0"),
        (Decimal("1E+3"), "1,000"),
        (Decimal("589.8790"), "589.879"),
        (12, "12"),
        (None, ""),
    ],
)
def test_kept_number_is_shown_without_needless_zeros(value: Decimal | int | None, shown_as: str) -> None:
    field = number_field()
    field.set_value(value)
    assert field.line.text() == shown_as
    assert field.value() == value


def test_amounts_stand_right_in_arabic_too(shown: Show) -> None:
    field = number_field("ar")
    shown(field, width=300)
    field.set_value(Decimal("1240.50"))
    assert field.line.alignment() & Qt.AlignmentFlag.AlignAbsolute
    picture = picture_of(field.line)
    half = picture.rect().adjusted(picture.width() // 2, 4, -4, -4)
    ink = field.context.palette.text
    assert pixels(picture, ink, within=half, near=60) > 10
    assert pixels(picture, ink, within=half.translated(-picture.width() // 2, 0), near=60) == 0


# --- dates -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "typed", "back"),
    [
        ("en", "2019-10-09", "9 October 2019"),
        ("en", "9/10/2019", "9 October 2019"),
        ("en", "9 Oct 2019", "9 October 2019"),
        ("en", "9 october 2019", "9 October 2019"),
        ("fr", "09.10.2019", "9 octobre 2019"),
        ("fr", "9 oct. 2019", "9 octobre 2019"),
        ("fr", "9 octobre 2019", "9 octobre 2019"),
        ("fr", "9 Oct 2019", "9 octobre 2019"),
    ],
)
def test_date_is_read_in_any_usual_way(shown: Show, language: LanguageCode, typed: str, back: str) -> None:
    field = date_field(language)
    shown(field)
    enter(field, typed)
    assert field.value() == date(2019, 10, 9)
    assert field.line.text() == back
    assert field.trouble == ""


@pytest.mark.parametrize("typed", ["31 April 2019", "2019-02-29", "10/13/2019", "soon", "9 Oct"])
def test_what_is_no_date_is_said_with_what_to_do(shown: Show, typed: str) -> None:
    field = date_field()
    shown(field)
    enter(field, typed)
    assert field.trouble == f"“{typed}” is not a date. Enter one like 9 October 2019."
    with pytest.raises(FieldError):
        field.value()


def test_empty_date_is_nothing() -> None:
    field = date_field()
    field.set_value(None)
    assert field.value() is None


def test_key_puts_the_day_that_counts(sample: Office, shown: Show) -> None:
    field = DateField(make_context(sample), say("Start"), required=True)
    heard: list[str] = []
    field.edited.connect(lambda: heard.append("edited"))
    field.left.connect(lambda: heard.append("left"))
    shown(field)
    field.setFocus()
    press(field.line, "Ctrl+;")
    assert field.value() == date(2019, 10, 21)
    assert heard == ["edited", "left"]


@pytest.mark.qt_log_ignore("This plugin does not support")  # popups, drawn into memory
@pytest.mark.parametrize(
    ("text", "start"), [("4 March 2019", date(2019, 3, 4)), ("", date(2019, 10, 21)), ("soon", date(2019, 10, 21))]
)
def test_calendar_opens_on_the_date_and_puts_what_is_chosen(
    sample: Office, shown: Show, text: str, start: date
) -> None:
    field = DateField(make_context(sample), say("Start"), required=True)
    shown(field)
    field.line.setText(text)
    next(action for action in field.line.actions() if action.toolTip() == "Choose from a calendar").trigger()
    calendar = field.findChild(QCalendarWidget)
    assert isinstance(calendar, QCalendarWidget)
    assert calendar.selectedDate() == QDate(start.year, start.month, start.day)
    calendar.clicked.emit(QDate(2020, 2, 29))
    assert field.value() == date(2020, 2, 29)
    assert field.line.text() == "29 February 2020"
    QApplication.processEvents()
    assert QApplication.activePopupWidget() is None


# --- texts -------------------------------------------------------------------------------------------------------


def test_text_is_taken_without_the_spaces_around_it(shown: Show) -> None:
    field = TextField(make_context(None), say("Title"), required=True)
    edits: list[None] = []
    field.edited.connect(lambda: edits.append(None))
    shown(field)
    enter(field, "  Aide juridique à Niamey ")
    assert field.value() == "Aide juridique à Niamey"
    assert len(edits) == len("  Aide juridique à Niamey ")
    enter(field, "   ")
    assert field.value() is None


def test_long_text_shows_its_beginning() -> None:
    field = TextField(make_context(None), say("Title"), required=True)
    field.set_value("Strengthening legal aid for detainees in the prisons of Niger " * 3)
    assert field.line.cursorPosition() == 0
    field.set_value(None)
    assert (field.line.text(), field.value()) == ("", None)


def test_note_holds_several_lines_and_tab_leaves_it(shown: Show) -> None:
    note = NoteField(make_context(None), say("Note"), required=False)
    after = QLineEdit()
    edits: list[None] = []
    note.edited.connect(lambda: edits.append(None))
    shown(note, after)
    note.set_value("First\nSecond")
    assert note.value() == "First\nSecond"
    assert edits
    note.setFocus()
    press(note.box, "Tab")
    assert after.hasFocus()
    note.set_value(None)
    assert note.value() is None


# --- what all fields do ------------------------------------------------------------------------------------------


def test_only_what_may_be_left_out_is_marked() -> None:
    context = make_context(None)
    assert TextField(context, say("Title"), required=True).caption.text() == "Title"
    assert TextField(context, say("Note"), required=False).caption.text() == "Note (optional)"
    french = make_context(None, language="fr")
    assert TextField(french, say("Note"), required=False).caption.text().startswith("Note (")


def test_trouble_is_a_sentence_with_an_icon_and_a_red_border_in_place_of_the_hint(shown: Show) -> None:
    context = make_context(None)
    field: Field = TextField(context, say("End"), required=True, hint=say("As in the agreement."))
    shown(field, height=120)
    assert "As in the agreement." in visible_texts(field)
    assert pixels(picture_of(field), context.palette.negative) == 0
    field.set_trouble(say("Enter a date."))
    QApplication.processEvents()
    assert "Enter a date." in visible_texts(field)
    assert "As in the agreement." not in visible_texts(field)
    assert pixels(picture_of(field), context.palette.negative) > 300
    icons = [part for part in field.findChildren(QLabel) if part.isVisible() and not part.pixmap().isNull()]
    assert len(icons) == 1
    field.set_trouble(None)
    QApplication.processEvents()
    assert field.trouble == ""
    assert "As in the agreement." in visible_texts(field)
    assert pixels(picture_of(field), context.palette.negative) == 0


def test_field_is_called_by_its_label_and_takes_its_focus(shown: Show) -> None:
    field = number_field()
    shown(field)
    assert field.line.accessibleName() == "Amount"
    field.setFocus()
    assert field.line.hasFocus()


def test_field_that_is_read_only_takes_no_typing_but_can_be_copied(shown: Show) -> None:
    field = number_field()
    field.set_value(Decimal("1240.50"))
    field.line.setReadOnly(True)
    shown(field)
    field.setFocus()
    field.line.selectAll()
    QTest.keyClick(field.line, Qt.Key.Key_9)
    assert field.value() == Decimal("1240.50")
    press(field.line, "Ctrl+C")
    assert QGuiApplication.clipboard().text() == "1,240.50"
    assert pixels(picture_of(field.line), field.context.palette.sunken) > 1000  # tinted: worked out, not to type in
