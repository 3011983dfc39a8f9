"""The timeline is dragged, zoomed and walked by mouse and keys; what is tried is only drawn."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.domain.period import Period
from desktop.ui.models.timeline_rows import KnownRows, TimelineRow
from desktop.ui.widgets.timeline import Timeline, nearest_month_end
from desktop.ui.widgets.timeline_axis import Step, TimeAxis
from desktop.ui.widgets.timeline_paint import HEAD, ROW
from tests.helpers.timelines import GRANT_ENDS, SIGNED, SPAN, TODAY, rows, shown_timeline
from tests.helpers.window import press

DAY = timedelta(1)
_SHIFT, _NONE = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def timeline(from_the_left: None) -> Iterator[Timeline]:  # noqa: ARG001 - an application is there
    made = shown_timeline()
    QTest.qWaitForWindowExposed(made)
    made.activateWindow()
    yield made
    made.close()
    made.deleteLater()


def place_of(timeline: Timeline, row: int, day: date) -> QPoint:
    """Where the beginning of a day lies in a row."""
    return QPoint(round(timeline.axis.x(day)), HEAD + row * ROW + ROW // 2)


def drag(timeline: Timeline, row: int, start: date, end: date, *, keys: Qt.KeyboardModifier = _NONE) -> None:
    """Drags from the end of a day to that of another, as a mouse does."""
    view, first, last = timeline.viewport(), place_of(timeline, row, start + DAY), place_of(timeline, row, end + DAY)
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=first)
    QTest.mouseMove(view, (first + last) / 2)
    _move(timeline, last, keys)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=last)
    QApplication.processEvents()


def _move(timeline: Timeline, place: QPoint, keys: Qt.KeyboardModifier) -> None:
    """Moves the mouse with its button and keys held; QTest's own moves hold none."""
    view = timeline.viewport()
    moved = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(place),
        view.mapToGlobal(QPointF(place)),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.LeftButton,
        keys,
    )
    QApplication.sendEvent(view, moved)


def test_the_end_of_a_bar_snaps_to_the_ends_of_months_and_with_shift_to_days(timeline: Timeline) -> None:
    heard: list[tuple[int, object]] = []
    timeline.tried.connect(lambda row, day: heard.append((row, day)))
    drag(timeline, 3, SIGNED.days.last, date(2020, 2, 25))
    assert timeline.trials == {8: date(2020, 2, 29)}
    drag(timeline, 3, date(2020, 2, 29), date(2020, 1, 17), keys=_SHIFT)
    assert timeline.trials == {8: date(2020, 1, 17)}
    drag(timeline, 3, date(2020, 1, 17), date(2019, 12, 30))
    assert timeline.trials == {}  # its own end again: nothing is tried
    assert heard[-1] == (8, None)


def test_what_ended_cannot_be_dragged_and_another_place_draws_time_along(timeline: Timeline) -> None:
    drag(timeline, 2, date(2019, 5, 15), date(2019, 8, 31))
    assert timeline.trials == {}
    before = timeline.axis.origin
    drag(timeline, 0, date(2019, 6, 30), date(2019, 8, 31))
    assert timeline.axis.origin < before - 40
    timeline.can_try = False
    drag(timeline, 3, SIGNED.days.last, date(2020, 2, 29))
    assert timeline.trials == {}


def test_keys_try_another_end_and_escape_drops_it(timeline: Timeline) -> None:
    timeline.choose(0)
    press(timeline, "Alt+Right")
    assert timeline.trials == {1: date(2020, 4, 30)}
    press(timeline, "Alt+Right")
    press(timeline, "Alt+Left")
    press(timeline, "Alt+Left")
    press(timeline, "Alt+Left")
    assert timeline.trials == {1: date(2020, 2, 29)}
    press(timeline, "Alt+Shift+Right")
    assert timeline.trials == {1: date(2020, 3, 1)}
    press(timeline, "Escape")
    assert timeline.trials == {}


def test_keys_walk_rows_and_time(timeline: Timeline) -> None:
    opened: list[int] = []
    timeline.opened.connect(opened.append)
    press(timeline, "Ctrl+Home")
    press(timeline, "Down")
    assert timeline.current_row is not None
    assert timeline.current_row.code == "V-03"
    assert "Too long." not in timeline.accessibleDescription()
    assert timeline.accessibleDescription().startswith("V-03, F, Niamey")
    press(timeline, "Return")
    press(timeline, "Ctrl+End")
    press(timeline, "Return")
    press(timeline, "PgUp")
    press(timeline, "Up")
    press(timeline, "Return")
    assert opened == [3, 8, 1]
    press(timeline, "Home")
    assert timeline.axis.shown.start == date(2018, 1, 1)
    press(timeline, "End")
    assert timeline.axis.shown.start > date(2018, 6, 1)
    press(timeline, "T")
    middle = timeline.axis.day_at((timeline.axis.left + timeline.axis.right) / 2)
    assert abs(middle - TODAY) <= DAY
    press(timeline, "Left")
    assert timeline.axis.day_at((timeline.axis.left + timeline.axis.right) / 2) < TODAY - 20 * DAY
    press(timeline, "0")
    assert timeline.axis.shown.start == date(2019, 1, 1)


def test_zooming_goes_from_days_to_years_around_the_mouse(timeline: Timeline) -> None:
    steps = [timeline.axis.step]
    for _ in range(14):
        press(timeline, "+")
    steps.append(timeline.axis.step)
    for _ in range(17):
        press(timeline, "-")
    steps.append(timeline.axis.step)
    for _ in range(8):
        press(timeline, "-")
    assert [*steps, timeline.axis.step] == [Step.MONTHS, Step.DAYS, Step.QUARTERS, Step.YEARS]
    place = QPointF(700, 200)
    day = timeline.axis.day_at(700)
    wheel = QWheelEvent(
        place,
        timeline.viewport().mapToGlobal(place),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    before = timeline.axis.scale
    QApplication.sendEvent(timeline.viewport(), wheel)
    assert timeline.axis.scale == pytest.approx(before * 1.25)
    assert abs(timeline.axis.day_at(700) - day) <= 20 * DAY  # a pixel is many days out there


def test_hovering_tells_days_and_troubles(timeline: Timeline) -> None:
    def told(row: int, day: date) -> str:
        return timeline.told_at(QPointF(place_of(timeline, row, day)))

    assert told(0, date(2019, 5, 5)) == "signed in December"
    assert told(1, date(2020, 2, 2)) == "planned, not signed\nToo long."
    assert told(2, date(2019, 6, 6)) == "nobody"
    assert told(0, GRANT_ENDS + DAY) == "NER-CT-01 ends 31 Mar"
    assert told(3, date(2020, 2, 2)) == ""
    assert timeline.told_at(QPointF(40, HEAD + ROW + 5)) == "Too long."
    assert timeline.told_at(QPointF(700, 460)) == ""


@pytest.mark.usefixtures("qapp")
def test_in_arabic_time_runs_from_the_right_and_keys_follow() -> None:
    timeline = shown_timeline(language="ar")
    try:
        axis = timeline.axis
        assert axis.x(date(2019, 2, 1)) > axis.x(date(2019, 3, 1))
        assert axis.right == 1166 - timeline.side.width
        timeline.choose(0)
        press(timeline, "Alt+Left")
        assert timeline.trials == {1: date(2020, 4, 30)}
        drag(timeline, 3, SIGNED.days.last, date(2020, 2, 29))
        assert timeline.trials[8] == date(2020, 2, 29)
    finally:
        timeline.close()
        timeline.deleteLater()


class Counting(KnownRows):
    """Rows that note which were asked for and drawn."""

    def __init__(self, made: list[TimelineRow]) -> None:
        super().__init__(made)
        self.wanted: list[tuple[int, int]] = []
        self.asked: set[int] = set()

    def row(self, number: int) -> TimelineRow | None:
        self.asked.add(number)
        return super().row(number)

    def want(self, first: int, last: int) -> None:
        self.wanted.append((first, last))


def test_only_rows_in_sight_are_asked_for_and_drawn(timeline: Timeline) -> None:
    first = rows()[0]
    many = Counting(
        [TimelineRow(n + 1, f"V-{n}", "F", "Niamey", "31 Dec 2019", first.bars, GRANT_ENDS) for n in range(5_000)]
    )
    timeline.show_rows(many, span=SPAN)
    timeline.verticalScrollBar().setValue(1000 * ROW)
    many.wanted.clear()
    many.asked.clear()
    _painted(timeline)
    assert many.wanted == [(1000, 1012)]
    assert many.asked <= set(range(1000, 1012))


def _painted(timeline: Timeline) -> QImage:
    return timeline.grab().toImage()


def test_bars_are_drawn_in_their_colours(timeline: Timeline) -> None:
    image = _painted(timeline)

    def ink(row: int, day: date, below: int = 12) -> QColor:
        return image.pixelColor(round(timeline.axis.x(day)), HEAD + row * ROW + below)

    accent, surface = QColor("#0B5F97"), QColor("#FFFFFF")
    assert ink(0, date(2019, 8, 15)) == accent
    assert ink(0, date(2020, 3, 15)) == surface  # outlined
    assert ink(2, date(2019, 4, 15)) == QColor("#C9CAC4")
    assert ink(3, date(2020, 2, 15), 5) == surface
    beyond = {ink(1, date(2020, 4, 15), 12 + y).name() for y in range(8)}
    assert any(QColor(name).red() > 200 > QColor(name).green() + 40 for name in beyond)  # a red hatch


def test_a_month_end_is_the_nearest_one() -> None:
    assert nearest_month_end(date(2020, 2, 10)) == date(2020, 1, 31)
    assert nearest_month_end(date(2020, 2, 20)) == date(2020, 2, 29)


@pytest.mark.parametrize("mirrored", [False, True])
def test_an_axis_finds_the_day_that_it_put_somewhere(mirrored: bool) -> None:
    axis = TimeAxis(0.0, 1.0, 300.0, 1166.0, mirrored)
    axis.show(Period(date(2019, 1, 1), date(2020, 5, 1)), spare=16)
    for day in (date(2019, 1, 1), date(2019, 7, 14), date(2020, 4, 30)):
        left, right = axis.span(Period(day, day + DAY))
        assert axis.day_at((left + right) / 2) == day
    assert [slot.days.start for slot in axis.slots() if slot.heavy] == [date(2019, 1, 1), date(2020, 1, 1)]
