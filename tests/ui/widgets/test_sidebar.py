"""The sidebar: where one can go, where one is; wide or narrow, by mouse and by keyboard, in either direction."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from desktop.ui.areas import area_groups
from desktop.ui.theme import Icon
from desktop.ui.widgets.sidebar import Area, NavItem, OfficeButton, Sidebar
from tests.helpers.painting import columns_with, picture_of, pixels
from tests.helpers.window import click, make_context, press
from tests.ui.widgets.conftest import Show


class Stage:
    """A sidebar in a window, and what was pressed."""

    def __init__(self, shown: Show, *, narrow: bool = False, language: str = "en", theme: str = "light") -> None:
        self.context = make_context(None, language=language, theme=theme)  # type: ignore[arg-type]  # plain strings
        settings = Area("settings", "", "Settings", Icon.SETTINGS, "Ctrl+,")
        self.sidebar = Sidebar(
            area_groups(self.context.text),
            settings,
            office=("Sahel Programme", "Other offices"),
            palette=self.context.palette,
            narrow=narrow,
            right_to_left=self.context.language.right_to_left,
        )
        self.chosen: list[Area] = []
        self.office_pressed: list[None] = []
        self.sidebar.area_chosen.connect(self.chosen.append)
        self.sidebar.office_pressed.connect(lambda: self.office_pressed.append(None))
        shown(self.sidebar, width=300, height=640)

    def item(self, page: str, key: str = "") -> NavItem:
        return next(item for item in self.sidebar.items if (item.area.page, item.area.key) == (page, key))

    @property
    def current(self) -> list[str]:
        return [item.area.key or item.area.page for item in self.sidebar.items if item.isChecked()]

    def picture(self, page: str, key: str = "") -> QImage:
        return picture_of(self.item(page, key))


@pytest.fixture
def stage(shown: Show) -> Stage:
    return Stage(shown)


def test_areas_stand_in_groups_with_settings_last(stage: Stage) -> None:
    headings = [part.text() for part in stage.sidebar.findChildren(QLabel) if part.text()]
    assert headings == ["Money", "Programme", "Partners", "Data"]
    assert len(stage.sidebar.items) == 15
    assert stage.sidebar.items[-1].text() == "Settings"
    heights = [item.y() for item in stage.sidebar.items]
    assert heights == sorted(heights)
    assert stage.sidebar.width() == 200


def test_press_tells_where_one_wants_to_go(stage: Stage) -> None:
    click(stage.item("register", "ledger"))
    assert [(area.page, area.key) for area in stage.chosen] == [("register", "ledger")]


def test_current_area_is_marked_once_and_stays_marked_when_pressed(stage: Stage) -> None:
    stage.sidebar.mark_current("register", "grants")
    assert stage.current == ["grants"]
    click(stage.item("register", "grants"))
    assert stage.current == ["grants"]
    click(stage.item("register", "ledger"))  # being there marks it, not wanting to go
    assert stage.current == ["grants"]
    stage.sidebar.mark_current("register", "ledger")
    assert stage.current == ["ledger"]
    stage.sidebar.mark_current("welcome", "")
    assert stage.current == []


def test_current_area_has_a_blue_edge_at_its_start(stage: Stage) -> None:
    accent = stage.context.palette.accent
    assert pixels(stage.picture("home"), accent) == 0
    stage.sidebar.mark_current("home", "")
    assert columns_with(stage.picture("home"), accent)[:1] <= [1]
    assert max(columns_with(stage.picture("home"), accent)) < 4


def test_edge_stands_at_the_right_in_arabic(shown: Show) -> None:
    stage = Stage(shown, language="ar")
    stage.sidebar.mark_current("home", "")
    item = stage.item("home")
    assert min(columns_with(stage.picture("home"), stage.context.palette.accent)) >= item.width() - 4
    assert stage.sidebar.property("edge") == "left"


def test_arrows_move_between_areas_and_space_goes_there(stage: Stage) -> None:
    first, last = stage.sidebar.items[0], stage.sidebar.items[-1]
    first.setFocus()
    press(first, "Up")
    assert first.hasFocus()
    press(first, "Down")
    assert stage.sidebar.items[1].hasFocus()
    press(stage.sidebar.items[1], "Space")
    assert [area.key for area in stage.chosen] == ["grants"]
    last.setFocus()
    press(last, "Down")
    assert last.hasFocus()


def test_other_keys_and_the_office_button_are_left_alone(stage: Stage) -> None:
    office = stage.sidebar.findChild(OfficeButton)
    assert isinstance(office, OfficeButton)
    office.setFocus()
    press(office, "Down")
    assert not any(item.hasFocus() for item in stage.sidebar.items[1:])
    stage.sidebar.items[0].setFocus()
    QTest.keyClick(stage.sidebar.items[0], Qt.Key.Key_F9)
    assert stage.chosen == []


def test_focus_is_a_ring_inside_the_item(stage: Stage) -> None:
    focus = stage.context.palette.focus
    item = stage.item("register", "grants")
    before = pixels(picture_of(item), focus)
    item.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    assert pixels(picture_of(item), focus) > before + 2 * item.width()


def test_item_under_the_mouse_is_darker(stage: Stage) -> None:
    item, ground = stage.item("register", "grants"), stage.context.palette.border
    assert pixels(picture_of(item), ground) == 0
    middle = QPointF(item.rect().center())
    QApplication.sendEvent(item, QEnterEvent(middle, middle, middle))
    assert pixels(picture_of(item), ground) > 1000
    QApplication.sendEvent(item, QEvent(QEvent.Type.Leave))
    assert pixels(picture_of(item), ground) == 0


def test_count_is_shown_and_said_and_nothing_for_zero(stage: Stage) -> None:
    plain = stage.picture("checks")
    stage.sidebar.set_count("checks", 3)
    assert stage.picture("checks") != plain
    assert stage.item("checks").accessibleDescription() == "3"
    assert stage.item("home").accessibleDescription() == ""
    stage.sidebar.set_count("checks", 0)
    assert stage.picture("checks") == plain
    assert stage.item("checks").accessibleDescription() == ""


def test_narrow_sidebar_shows_the_count_on_the_icon(shown: Show) -> None:
    stage = Stage(shown, narrow=True)
    plain = stage.picture("checks")
    stage.sidebar.set_count("checks", 5)
    counted = stage.picture("checks")
    changed = [x for x in range(plain.width()) if any(plain.pixel(x, y) != counted.pixel(x, y) for y in range(16))]
    assert min(changed) >= plain.width() // 2
    assert pixels(counted, stage.context.palette.text_secondary) > pixels(plain, stage.context.palette.text_secondary)


def test_count_stands_at_the_left_in_arabic(shown: Show) -> None:
    stage = Stage(shown, language="ar")
    plain = stage.picture("checks")
    stage.sidebar.set_count("checks", 12)
    counted = stage.picture("checks")
    different = [
        x for x in range(plain.width()) if any(plain.pixel(x, y) != counted.pixel(x, y) for y in range(plain.height()))
    ]
    assert max(different) < 40


def test_narrow_sidebar_shows_icons_and_names_in_tooltips(shown: Show) -> None:
    stage = Stage(shown, narrow=True)
    assert stage.sidebar.width() == 48
    assert [part.text() for part in stage.sidebar.findChildren(QLabel) if part.text()] == []
    assert stage.item("register", "ledger").toolTip() == "Ledger  Ctrl+4"
    assert stage.item("checks").toolTip() == "Checks"
    assert stage.item("checks").accessibleName() == "Checks"
    ink = stage.context.palette.text_secondary
    columns = columns_with(stage.picture("register", "ledger"), ink)
    item = stage.item("register", "ledger")
    assert min(columns) >= (item.width() - 16) // 2
    assert max(columns) < (item.width() + 16) // 2


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("narrow", [False, True])
def test_office_button_leads_to_the_other_offices(shown: Show, narrow: bool, language: str) -> None:
    stage = Stage(shown, narrow=narrow, language=language, theme="dark")  # there focus and accent differ
    office = stage.sidebar.findChild(OfficeButton)
    assert isinstance(office, OfficeButton)
    assert (office.text(), office.accessibleName()) == ("Sahel Programme", "Sahel Programme, Other offices")
    assert office.sizeHint().width() == (48 if narrow else 200)
    mark = columns_with(picture_of(office), stage.context.palette.accent)
    assert (min(mark) > office.width() // 2) == (language == "ar" and not narrow)
    click(office)
    assert len(stage.office_pressed) == 1
    office.setFocus(Qt.FocusReason.TabFocusReason)
    press(office, "Space")
    assert len(stage.office_pressed) == 2
    assert pixels(picture_of(office), stage.context.palette.focus) > office.width()


def test_long_names_end_in_an_ellipsis_and_leave_room_for_the_count(shown: Show) -> None:
    palette = make_context(None).palette
    long = Area("register", "grants", "Subventions et accords de contribution", Icon.GRANTS)
    item = NavItem(long, palette=palette, narrow=False)
    item.setFixedWidth(184)
    shown(item)
    item.set_count(12)
    right = picture_of(item).rect().adjusted(184 - 9 - 34, 0, -9 - 26, 0)
    assert pixels(picture_of(item), palette.text_secondary, within=right, near=40) == 0


def test_dark_current_area_is_raised(shown: Show) -> None:
    stage = Stage(shown, theme="dark")
    stage.sidebar.mark_current("home", "")
    assert pixels(stage.picture("home"), stage.context.palette.raised) > 3000
