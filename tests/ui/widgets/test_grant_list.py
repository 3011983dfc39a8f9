"""The list of grants: everything fits, what is over or behind is said in words, Enter opens, all is read aloud."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.config.settings import LanguageCode
from desktop.domain.money import Money
from desktop.domain.period import Period
from desktop.domain.portfolio import GrantFigures, Pace
from desktop.services.offices import Office
from desktop.ui.context import Context
from desktop.ui.widgets.grant_list import ROW, GrantHead, GrantLayout, GrantList
from tests.helpers.painting import picture_of, pixels
from tests.helpers.window import click, make_context, press
from tests.ui.widgets.conftest import Show

YEAR = Period.of_days(date(2019, 1, 1), date(2019, 12, 31))
LONG = Period.of_days(date(2018, 1, 1), date(2021, 12, 31))


def grant(
    number: int,
    *,
    awarded: str = "100000.00",
    received: str = "80000.00",
    spent: str = "0.00",
    committed: str = "0.00",
    period: Period | None = LONG,
    currency: str = "USD",
) -> GrantFigures:
    def money(amount: str) -> Money:
        return Money(Decimal(amount), currency)

    return GrantFigures(
        number,
        f"GR-{number}",
        f"Legal aid {number}",
        "A funder",
        money(awarded),
        money(received),
        money(spent),
        money(committed),
        period,
    )


ON_PACE = grant(1, spent="45000.00", committed="5000.00")
OVER = grant(2, spent="101712.40")
BEHIND = grant(3, spent="10000.00", period=YEAR)
NOTHING = grant(4, awarded="0.00", received="0.00", period=None)
EUROS = grant(5, spent="50000.00", currency="EUR")
ALL = [ON_PACE, OVER, BEHIND, NOTHING, EUROS]


class Stage:
    """A list of grants on 21 October 2019 in a window, and what was opened."""

    def __init__(self, context: Context, shown: Show, grants: list[GrantFigures], *, width: int = 900) -> None:
        self.context = context
        self.list = GrantList(context, grants, main_currency="USD", rows=4)
        self.view = self.list.view
        self.opened: list[int] = []
        self.list.opened.connect(self.opened.append)
        self.window = shown(self.list, width=width, height=300)

    def index(self, row: int) -> QModelIndex:
        return self.view.model().index(row, 0)

    def spoken(self, row: int) -> str:
        return str(self.index(row).data(Qt.ItemDataRole.AccessibleTextRole))

    def ink(self, row: int, color: str, *, near: int = 40) -> int:
        box = self.view.visualRect(self.index(row))
        return pixels(picture_of(self.view.viewport()), color, within=box, near=near)


@pytest.fixture
def stage(sample: Office, shown: Show) -> Stage:
    return Stage(make_context(sample), shown, ALL)


def test_paces_are_what_these_tests_take_them_for() -> None:
    day = date(2019, 10, 21)
    assert [figures.pace(day) for figures in ALL] == [Pace.ON, Pace.OVER, Pace.BEHIND, Pace.UNKNOWN, Pace.ON]


def test_every_row_is_read_aloud_as_a_whole(stage: Stage) -> None:
    assert stage.spoken(0) == (
        "GR-1 Legal aid 1, Received USD\u00a080,000.00, Spent USD\u00a045,000.00, Committed USD\u00a05,000.00, "
        "Available USD\u00a050,000.00, 45\u00a0% spent, Committed 5\u00a0%, time 45\u00a0%, 31 Dec 2021, grant ends"
    )
    assert "102\u00a0% spent, Committed 0\u00a0%, over" in stage.spoken(1)
    assert "Available USD\u00a0−1,712.40" in stage.spoken(1)
    assert stage.spoken(3).endswith("Available USD\u00a00.00")  # neither award nor dates: nothing made up
    assert "EUR\u00a050,000.00" in stage.spoken(4)


def test_model_says_names_and_nothing_else(stage: Stage) -> None:
    assert stage.index(0).data() == "GR-1 Legal aid 1"
    assert stage.index(0).data(Qt.ItemDataRole.DecorationRole) is None
    assert stage.view.model().rowCount() == 5
    assert stage.view.model().rowCount(stage.index(0)) == 0
    assert stage.view.accessibleName() == "Grants"


def test_over_is_red_with_a_minus_and_an_icon(stage: Stage) -> None:
    negative = stage.context.palette.negative
    assert stage.ink(1, negative) > 100
    assert [stage.ink(row, negative) for row in (0, 2, 3, 4)] == [0, 0, 0, 0]


def test_behind_is_amber_with_an_icon_and_so_is_an_end_that_is_near(stage: Stage) -> None:
    warning = stage.context.palette.warning
    assert stage.ink(2, warning) > 60
    assert [stage.ink(row, warning) for row in (0, 1, 3, 4)] == [0, 0, 0, 0]


def test_as_many_rows_are_in_sight_as_asked_for(sample: Office, shown: Show) -> None:
    context = make_context(sample)
    assert Stage(context, shown, ALL).view.height() == 4 * ROW
    assert Stage(context, shown, ALL[:2]).view.height() == 2 * ROW
    assert Stage(context, shown, []).view.height() == 0


def test_arrows_move_and_enter_opens(stage: Stage) -> None:
    stage.view.setFocus()
    press(stage.view, "Return")
    assert stage.opened in ([], [1])
    stage.opened.clear()
    press(stage.view, "Home")
    press(stage.view, "Down")
    press(stage.view, "Return")
    QTest.keyClick(stage.view, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert stage.opened == [2, 2]
    press(stage.view, "End")
    press(stage.view, "Return")
    assert stage.opened[-1] == 5


def test_click_opens(stage: Stage) -> None:
    click(stage.view.viewport(), stage.view.visualRect(stage.index(2)).center())
    assert stage.opened == [3]


def test_row_with_the_focus_and_row_under_the_mouse_are_seen(stage: Stage) -> None:
    palette = stage.context.palette
    stage.view.setFocus()
    press(stage.view, "Home")
    assert stage.ink(0, palette.selection, near=0) > 10_000
    QTest.mouseMove(stage.view.viewport(), stage.view.visualRect(stage.index(2)).center())
    QApplication.processEvents()
    assert stage.view.hovered == 2
    assert stage.ink(2, palette.hover, near=0) > 10_000
    QTest.mouseMove(stage.view.viewport(), QPoint(50, stage.view.height() + 30))


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize("width", [560, 900, 1300])
def test_columns_never_overlap_and_amounts_fit(sample: Office, shown: Show, language: LanguageCode, width: int) -> None:
    context = make_context(sample, language=language)
    stage = Stage(context, shown, ALL, width=width)
    layout = GrantLayout(ALL, context.language, ["Received", "Spent", "Committed", "Available"])
    columns = layout.columns(stage.view.viewport().width(), mirrored=language == "ar")
    boxes = [box for box in (columns.name, *columns.amounts, columns.pace, columns.ends) if box.width()]
    for place, box in enumerate(boxes):
        assert not [other for other in boxes[place + 1 :] if other.intersects(box)]
    lefts = [box.left() for box in boxes]
    assert lefts == sorted(lefts, reverse=language == "ar")
    widest = max(context.language.number(figures.spent.amount) for figures in ALL)
    assert columns.amounts[1].width() > stage.view.fontMetrics().horizontalAdvance(widest)
    assert columns.name.width() >= 150


def test_narrow_page_gives_up_received_not_the_name(sample: Office) -> None:
    context = make_context(sample)
    layout = GrantLayout(ALL, context.language, ["Received", "Spent", "Committed", "Available"])
    assert layout.columns(560, mirrored=False).amounts[0].width() == 0
    assert layout.columns(900, mirrored=False).amounts[0].width() > 0


def test_headings_stand_over_their_columns(stage: Stage) -> None:
    context = stage.context
    layout = GrantLayout(ALL, context.language, ["Received", "Spent", "Committed", "Available"])
    width = stage.view.viewport().width()
    columns = layout.columns(width, mirrored=False)
    head = stage.list.findChild(GrantHead)
    assert isinstance(head, GrantHead)
    picture = picture_of(head)
    for box in (columns.name, *columns.amounts, columns.pace, columns.ends):
        if not box.width():
            continue  # given up on a narrow page
        above = QRect(box.left(), 0, box.width(), 26)
        assert pixels(picture, context.palette.muted, within=above, near=40) > 10


def test_other_currency_is_said_under_the_name(sample: Office, shown: Show) -> None:
    context = make_context(sample)
    plain = Stage(context, shown, [grant(5, spent="50000.00")])
    other = Stage(context, shown, [EUROS])
    layout = GrantLayout([EUROS], context.language, ["Received", "Spent", "Committed", "Available"])
    name = layout.columns(plain.view.viewport().width(), mirrored=False).name
    below = QRect(name.left(), 20, name.width(), 18)
    muted = context.palette.muted
    assert pixels(picture_of(other.view.viewport()), muted, within=below, near=60) != pixels(
        picture_of(plain.view.viewport()), muted, within=below, near=60
    )


def test_arabic_draws_names_at_the_right(sample: Office, shown: Show) -> None:
    stage = Stage(make_context(sample, language="ar"), shown, ALL)
    picture = picture_of(stage.view.viewport())
    row = stage.view.visualRect(stage.index(0))
    right = row.adjusted(row.width() - 120, 0, 0, -20)
    assert pixels(picture, stage.context.palette.text, within=right, near=60) > 20
    assert stage.ink(2, stage.context.palette.warning) > 60
