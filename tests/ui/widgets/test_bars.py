"""The bars around every page: where one is and the way back, search, undo; what was done last, and when."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from desktop.config.settings import LanguageCode
from desktop.domain.money import Money
from desktop.language import say
from desktop.ui.context import Route
from desktop.ui.widgets.bars import StatusBar, TopBar
from desktop.ui.widgets.basics import ElidedLabel
from desktop.ui.widgets.chips import Chip
from tests.helpers.window import button_named, click, make_context, press, visible_texts
from tests.ui.widgets.conftest import Show

GRANTS = Route("register", "grants")


class Stage:
    """A top bar in a window, and what was pressed."""

    def __init__(
        self,
        shown: Show,
        *,
        language: LanguageCode = "en",
        is_sample: bool = False,
        read_only: bool = False,
        width: int = 1166,
    ) -> None:
        self.context = make_context(None, language=language)
        self.bar = TopBar(
            language=self.context.language, palette=self.context.palette, is_sample=is_sample, read_only=read_only
        )
        self.heard: list[object] = []
        for name in ("back", "forward", "search", "undo", "redo", "help"):
            getattr(self.bar, f"{name}_pressed").connect(lambda name=name: self.heard.append(name))
        self.bar.crumb_pressed.connect(self.heard.append)
        self.window = shown(self.bar, width=width, height=100)

    def chips(self) -> list[str]:
        return [chip.text for chip in self.bar.findChildren(Chip)]


def test_every_button_does_its_one_thing(shown: Show) -> None:
    stage = Stage(shown)
    for name in ("Back", "Forward", "Search or run a command", "Undo", "Do again", "Help and keys"):
        click(button_named(stage.bar, name))
    assert stage.heard == ["back", "forward", "search", "undo", "redo", "help"]


@pytest.mark.parametrize(
    ("name", "key"), [("Back", "Alt+←"), ("Undo", "Ctrl+Z"), ("Do again", "Ctrl+Y"), ("Help and keys", "F1")]
)
def test_every_button_tells_its_key(shown: Show, name: str, key: str) -> None:
    assert button_named(Stage(shown).bar, name).toolTip() == f"{name}  {key}"


def test_search_shows_its_key_and_takes_the_keyboard(shown: Show) -> None:
    stage = Stage(shown)
    search = button_named(stage.bar, "Search or run a command")
    assert visible_texts(search) == ["Search or run a command", "Ctrl K"]
    search.setFocus()
    press(search, "Space")
    assert stage.heard == ["search"]


def test_what_cannot_be_done_cannot_be_pressed(shown: Show) -> None:
    stage = Stage(shown)
    stage.bar.undo.setEnabled(False)
    press(stage.bar.undo, "Space")
    assert stage.heard == []


def test_crumbs_say_where_one_is_and_lead_back(shown: Show) -> None:
    stage = Stage(shown)
    stage.bar.show_crumbs([("Money", None), ("Grants", GRANTS), ("GR-1 · Smith & Sons", Route("record", "grants", 1))])
    texts = visible_texts(stage.bar)
    assert [text for text in texts if text in ("Money", "Grants", "GR-1 · Smith & Sons")] == [
        "Money",
        "GR-1 · Smith & Sons",
        "Grants",
    ]
    links = [part for part in stage.bar.findChildren(QPushButton) if part.property("crumb") == "true"]
    assert [link.text() for link in links] == ["Grants"]  # where one is leads nowhere, nor does a group
    click(links[0])
    assert stage.heard == [GRANTS]


def test_new_crumbs_replace_the_old_ones(shown: Show) -> None:
    stage = Stage(shown)
    stage.bar.show_crumbs([("Money", None), ("Grants", GRANTS)])
    stage.bar.show_crumbs([("Home", None)])
    QApplication.processEvents()
    texts = visible_texts(stage.bar)
    assert "Home" in texts
    assert not {"Money", "Grants"} & set(texts)


def test_long_name_is_cut_before_anything_else_goes(shown: Show) -> None:
    stage = Stage(shown, width=976, is_sample=True, read_only=True)
    name = "Strengthening access to justice and legal aid for detainees in the prisons of the Sahel"
    stage.bar.show_crumbs([("Money", None), ("Grants", GRANTS), (name, None)])
    QApplication.processEvents()
    shown_name = next(part for part in stage.bar.findChildren(ElidedLabel) if part.text() == name)
    assert shown_name.is_cut()
    assert shown_name.toolTip() == name
    assert stage.bar.help.geometry().right() <= stage.bar.width()
    assert stage.bar.width() == 976


@pytest.mark.parametrize(
    ("is_sample", "read_only", "chips"),
    [(False, False, []), (True, False, ["Sample data"]), (True, True, ["Read only", "Sample data"])],
)
def test_sample_and_read_only_are_always_marked(
    shown: Show, is_sample: bool, read_only: bool, chips: list[str]
) -> None:
    assert Stage(shown, is_sample=is_sample, read_only=read_only).chips() == chips


def test_bar_is_mirrored_in_arabic(shown: Show) -> None:
    stage = Stage(shown, language="ar")
    assert stage.bar.layoutDirection() is Qt.LayoutDirection.RightToLeft
    assert stage.bar.back.x() > stage.bar.forward.x() > stage.bar.help.x()


def test_tab_goes_through_the_bar_in_reading_order(shown: Show) -> None:
    stage = Stage(shown)
    stage.bar.show_crumbs([("Grants", GRANTS), ("GR-1", None)])
    stage.bar.back.setFocus()
    seen = []
    for _ in range(4):
        focused = QApplication.focusWidget()
        assert focused is not None
        seen.append(focused.accessibleName())
        press(focused, "Tab")
    assert seen[:2] == ["Back", "Forward"]


# --- what was done -------------------------------------------------------------------------------------------------


def status(language: LanguageCode = "en") -> StatusBar:
    context = make_context(None, language=language)
    return StatusBar(language=context.language, palette=context.palette)


def test_status_says_nothing_before_something_was_done(shown: Show) -> None:
    bar = status()
    shown(bar, height=60)
    bar.show_office("sahel.grantdesk")
    assert visible_texts(bar) == ["sahel.grantdesk"]


def test_status_says_what_was_done_and_since_when(shown: Show) -> None:
    bar = status()
    shown(bar, height=60)
    moment = datetime(2019, 10, 21, 9, 0, tzinfo=UTC)
    amount = Money(Decimal("2000.00"), "USD")
    bar.show_done(say("Moved {amount} from Travel to Equipment.", amount=amount), at=moment)
    clock = moment.astimezone().strftime("%H:%M")
    assert visible_texts(bar) == [f"Saved {clock}", "Moved USD\u00a02,000.00 from Travel to Equipment."]


def test_status_that_does_not_fit_shows_whole_in_its_tooltip(shown: Show) -> None:
    bar = status()
    shown(bar, width=300, height=60)
    bar.show_office("sahel.grantdesk")
    long = "Imported 1,171 entries of the ledger of the programme in the Sahel from iom-577-projects.xml."
    bar.show_done(say(long), at=datetime(2019, 10, 21, 9, 0, tzinfo=UTC))
    QApplication.processEvents()
    assert bar.message.is_cut()
    assert bar.message.toolTip() == long
    assert bar.height() == 24
