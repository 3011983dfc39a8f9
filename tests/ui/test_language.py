"""Every page and dialog in each language: nothing is left in English, nothing is cut off, Arabic is mirrored."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QLocale, QPoint
from PySide6.QtWidgets import (
    QApplication,
    QCalendarWidget,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QTableWidget,
    QWidget,
)

from desktop.config import paths
from desktop.config.settings import LanguageCode
from desktop.language import load_language
from desktop.registers.catalog import REGISTERS, find_register
from desktop.services.offices import Office, new_office
from desktop.services.sample import new_sample_office
from desktop.ui.context import Route
from desktop.ui.dialogs.filter_dialog import FilterDialog, filterable
from desktop.ui.dialogs.message_dialog import show_fault
from desktop.ui.dialogs.record_dialog import RecordDialog
from desktop.ui.shots import SHOTS, Stage, close_overlays, scenes, settle, stage_for
from desktop.ui.theme import apply_language
from desktop.ui.widgets.basics import ElidedLabel, key_cap
from desktop.ui.widgets.overlay import Overlay
from tests.helpers.looking import EnglishFinder, clipped_in, english_in
from tests.helpers.window import dress

Show = Callable[[QWidget], QWidget]


@pytest.fixture(params=["en", "fr", "ar"])
def code(request: pytest.FixtureRequest) -> LanguageCode:
    return cast("LanguageCode", request.param)


@pytest.fixture
def offices(tmp_path: Path, code: LanguageCode, qapp: QApplication) -> Iterator[tuple[Office, Office]]:
    """A sample office in the language, and an empty one."""
    dress(qapp, "light")
    language = load_language(paths.translations(), code)
    full = new_sample_office(str(tmp_path / "sample.grantdesk"), actor="Aïssata", language=language)
    empty = new_office(str(tmp_path / "Niamey.grantdesk"), actor="Aïssata")
    yield full, empty
    full.close()
    empty.close()


def test_every_page_and_dialog_is_translated_and_whole(offices: tuple[Office, Office], code: LanguageCode) -> None:
    finder = None if code == "en" else EnglishFinder(code)
    names: list[str] = []
    english: dict[str, list[str]] = {}
    clipped: dict[str, list[str]] = {}
    for name, stage in scenes(*offices, code, "light"):
        names.append(name)
        if finder is not None and (left := english_in(stage.window, finder)):
            english[name] = left
        if cut := clipped_in(stage.window):
            clipped[name] = cut
    assert {"dialog-import", "welcome", "empty-home", "grants-smallest", *dict(SHOTS)} <= set(names)
    assert english == {}
    assert clipped == {}


def dialogs(stage: Stage, key: str) -> Iterator[tuple[str, Overlay]]:
    """The form of a register, with everything missing, and the question of each of its filters."""
    register = find_register(key)
    if register.writable:
        form = RecordDialog(stage.context, stage.window, key)
        form.save()
        yield "form", form
    for column in filterable(register):
        yield f"filter {column.key}", FilterDialog(stage.context, stage.window, register, key=column.key)


def test_every_register_form_and_filter_is_translated_and_whole(
    offices: tuple[Office, Office], code: LanguageCode
) -> None:
    finder = None if code == "en" else EnglishFinder(code)
    wrong: dict[str, list[str]] = {}

    def look(name: str, window: QWidget) -> None:
        settle()
        if found := [*(english_in(window, finder) if finder else ()), *clipped_in(window)]:
            wrong[name] = found

    with stage_for(offices[1], code, "light") as stage:
        for key in REGISTERS:
            stage.go(Route("register", key))
            look(key, stage.window)
            for name, dialog in dialogs(stage, key):
                dialog.open()
                look(f"{key} {name}", dialog)
                close_overlays(stage)
        fault = show_fault(stage.context, stage.window, log="grantdesk.log", on_copy=lambda: None)
        look("fault", fault)
    assert wrong == {}


def test_only_arabic_has_its_sidebar_at_the_right(offices: tuple[Office, Office], code: LanguageCode) -> None:
    with stage_for(offices[0], code, "light") as stage:
        stage.go(Route("register", "grants"))
        bar, sidebar = stage.view.top, stage.view.sidebar

        def left_edge(widget: QWidget) -> int:
            return widget.mapTo(stage.window, QPoint(0, 0)).x()

        order = [left_edge(part) for part in (sidebar, bar.back, bar.forward, bar.undo, bar.help)]
        farthest = stage.window.width() - sidebar.width() if code == "ar" else 0
    assert order == sorted(order, reverse=code == "ar")
    assert order[0] == farthest


@pytest.mark.parametrize(
    ("code", "keys"),
    [
        ("en", ["Ctrl Enter", "Alt ←", "↓", "Shift F6", "Esc", "Space", "Ctrl 1 … 9"]),
        ("fr", ["Ctrl Entrée", "Alt ←", "↓", "Maj F6", "Échap", "Espace", "Ctrl 1 … 9"]),
    ],
    indirect=["code"],
)
def test_keys_are_called_as_on_the_keyboard_of_the_language(
    qapp: QApplication, code: LanguageCode, keys: list[str]
) -> None:
    apply_language(qapp, load_language(paths.translations(), code))
    asked = ("Ctrl+Return", "Alt+Left", "Down", "Shift+F6", "Esc", "Space", "Ctrl+1 … 9")
    assert [key_cap(key).text().strip("\u2066\u2069") for key in asked] == keys


@pytest.mark.parametrize(
    ("code", "month", "first"),
    [("en", "October", "Mon"), ("fr", "octobre", "lun."), ("ar", "أكتوبر", "الاثنين")],
    indirect=["code"],
)
def test_calendars_speak_the_language_begin_on_monday_and_write_western_digits(
    qapp: QApplication, code: LanguageCode, month: str, first: str
) -> None:
    apply_language(qapp, load_language(paths.translations(), code))
    calendar = QCalendarWidget()
    shown = calendar.locale()
    assert shown.standaloneMonthName(10) == month
    assert shown.dayName(calendar.firstDayOfWeek().value, QLocale.FormatType.ShortFormat) == first
    assert shown.toString(21) == "21"
    calendar.deleteLater()


@pytest.mark.parametrize(("code", "words"), [("en", "&Copy"), ("fr", "Cop&ier")], indirect=["code"])
def test_menus_of_text_fields_speak_the_language(qapp: QApplication, code: LanguageCode, words: str) -> None:
    apply_language(qapp, load_language(paths.translations(), code))
    line = QLineEdit("x")
    menu = line.createStandardContextMenu()
    assert any(action.text().startswith(words) for action in menu.actions())
    menu.deleteLater()
    line.deleteLater()


# --- the finders find ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def french_finder() -> EnglishFinder:
    return EnglishFinder("fr")


@pytest.fixture
def shown(qapp: QApplication) -> Iterator[Show]:
    """Shows a widget in the corner of a window of 300 x 60 pixels, as large as it is told to be."""
    dress(qapp)
    kept: list[QWidget] = []

    def show(widget: QWidget) -> QWidget:
        window = QWidget()
        kept.append(window)
        window.resize(300, 60)
        widget.setParent(window)
        window.show()
        return window

    yield show
    for window in kept:
        window.close()
        window.deleteLater()
    qapp.processEvents()


def hinted(widget: QWidget, text: str) -> QWidget:
    widget.setToolTip(text)
    return widget


def placed(line: QLineEdit, text: str) -> QWidget:
    line.setPlaceholderText(text)
    return line


def table() -> QWidget:
    made = QTableWidget(1, 1)
    made.setHorizontalHeaderLabels(["Ledger"])
    return made


def combo() -> QWidget:
    made = QComboBox()
    made.addItems(["Paramètres", "Ledger"])
    return made


def listed() -> QWidget:
    made = QListWidget()
    made.addItem("Ledger")
    return made


@pytest.mark.parametrize(
    "make",
    [
        lambda: QLabel("Ledger"),
        lambda: QLabel("<b>Ledger</b>"),
        lambda: QPushButton(" Ledger"),
        lambda: QLabel("1,240 entries"),
        lambda: QLabel("Imported a.xml: 577."),
        lambda: hinted(QLabel("x"), "Ledger"),
        lambda: placed(QLineEdit(), "Ledger"),
        table,
        combo,
        listed,
    ],
)
def test_what_is_left_in_english_is_found(
    shown: Show, french_finder: EnglishFinder, make: Callable[[], QWidget]
) -> None:
    assert english_in(shown(make()), french_finder) != []


@pytest.mark.parametrize("text", ["Grand livre", "Budget", "1\u00a0240 écritures", "NER-CT-01", "Taux de change"])
def test_what_is_french_or_the_same_in_both_is_left_alone(shown: Show, french_finder: EnglishFinder, text: str) -> None:
    assert english_in(shown(QLabel(text)), french_finder) == []


def sized(widget: QWidget, width: int, height: int) -> QWidget:
    widget.setFixedSize(width, height)
    return widget


def wrapped(text: str, width: int, height: int) -> QWidget:
    made = QLabel(text)
    made.setWordWrap(True)
    return sized(made, width, height)


def headed() -> QWidget:
    made = QTableWidget(1, 1)
    made.setHorizontalHeaderLabels([LONG])
    made.verticalHeader().hide()
    return made


LONG = "A sentence that is a good deal longer than its place"


@pytest.mark.parametrize(
    "make",
    [
        lambda: sized(QLabel(LONG), 60, 30),
        lambda: sized(QLabel("Page"), 60, 8),
        lambda: sized(QPushButton(LONG), 60, 30),
        lambda: wrapped(LONG, 100, 20),
        lambda: wrapped("Zahlungsverkehrsinformationssysteme", 80, 60),
        lambda: sized(placed(QLineEdit(), LONG), 60, 30),
        lambda: sized(headed(), 40, 40),
        lambda: sized(QLabel(LONG), 400, 30),  # wider than the window
    ],
)
def test_what_is_cut_off_is_found(shown: Show, make: Callable[[], QWidget]) -> None:
    assert len(clipped_in(shown(make()))) == 1


@pytest.mark.parametrize(
    "make",
    [
        lambda: sized(QLabel("Page"), 60, 30),
        lambda: sized(ElidedLabel(LONG), 60, 30),  # it tells the whole in its tooltip
        lambda: wrapped(LONG, 200, 60),
        lambda: sized(placed(QLineEdit(), "Find"), 100, 30),
    ],
)
def test_what_fits_or_says_the_rest_is_left_alone(shown: Show, make: Callable[[], QWidget]) -> None:
    assert clipped_in(shown(make())) == []
