"""The timeline under mouse and keys, in both directions of reading: what is shown at first, dragged, and chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.config.settings import LanguageCode
from desktop.domain.period import Period
from desktop.ui.models.timeline_rows import GrantEnd, KnownRows, TimelineRow
from desktop.ui.widgets.timeline import Timeline
from desktop.ui.widgets.timeline_paint import HEAD, ROW
from tests.helpers.timelines import GRANT_ENDS, SIGNED, SPAN, TODAY, planned, rows, shown_timeline
from tests.helpers.window import make_context, press

DAY = timedelta(1)
MIDDLE = date(2019, 6, 15)  # with room to move time both ways
_LEFT, _NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
_SHIFT, _PLAIN = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier
Shown = Callable[..., Timeline]


@pytest.fixture
def shown(from_the_left: None) -> Iterator[Shown]:  # noqa: ARG001 - an application is there
    """Shows timelines and lets them go after the test."""
    made: list[Timeline] = []

    def show(made_rows: list[TimelineRow] | None = None, *, language: LanguageCode = "en") -> Timeline:
        made.append(shown_timeline(made_rows, language=language))
        QTest.qWaitForWindowExposed(made[-1])
        made[-1].activateWindow()
        return made[-1]

    yield show
    for timeline in made:
        timeline.close()
        timeline.deleteLater()


both = pytest.mark.parametrize("language", ["en", "ar"])


def place(timeline: Timeline, row: int, after: date) -> QPoint:
    """Where a day ends in a row."""
    return QPoint(round(timeline.axis.x(after + DAY)), HEAD + row * ROW + ROW // 2)


def move(timeline: Timeline, to: QPoint, keys: Qt.KeyboardModifier = _PLAIN) -> None:
    """Moves the mouse with its button held."""
    view = timeline.viewport()
    moved = QMouseEvent(
        QEvent.Type.MouseMove, QPointF(to), view.mapToGlobal(QPointF(to)), _NONE, _LEFT, keys
    )  # fmt: skip
    QApplication.sendEvent(view, moved)


def drag(timeline: Timeline, start: QPoint, to: QPoint, keys: Qt.KeyboardModifier = _PLAIN) -> None:
    """Presses, moves and lets go."""
    QTest.mousePress(timeline.viewport(), _LEFT, pos=start)
    move(timeline, to, keys)
    QTest.mouseRelease(timeline.viewport(), _LEFT, pos=to)


def numbered(count: int) -> list[TimelineRow]:
    """Rows V-1, V-2, and so on, with the bars of the first one."""
    return [TimelineRow(n, f"V-{n}", "F", "Niamey", "", rows()[0].bars, GRANT_ENDS) for n in range(1, count + 1)]


# --- what is shown at first -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "span", "first", "last"),
    [
        (date(2019, 3, 31), SPAN, date(2018, 1, 1), date(2019, 6, 30)),  # eighteen months at most
        (date(2019, 4, 1), SPAN, date(2019, 1, 1), date(2020, 4, 30)),
        (TODAY, Period.of_days(date(2019, 5, 1), date(2019, 12, 31)), date(2019, 1, 1), date(2020, 3, 31)),
        (TODAY, Period.of_days(date(2019, 5, 1), date(2029, 12, 31)), date(2019, 1, 1), date(2020, 6, 30)),
        (TODAY, Period.of_days(date(2010, 5, 1), date(2012, 12, 31)), date(2019, 1, 1), date(2020, 3, 31)),
    ],
)
def test_at_first_the_year_of_today_is_shown_with_what_follows(
    today: date, span: Period, first: date, last: date
) -> None:
    context = make_context(None)
    timeline = Timeline(palette=context.palette, language=context.language, today=today)
    timeline.resize(1166, 466)
    timeline.show_rows(KnownRows(rows()), span=span)
    assert timeline.axis.origin == first.toordinal()
    assert timeline.axis.x(last + DAY) == pytest.approx(timeline.axis.right - 16)
    timeline.deleteLater()


def test_days_that_are_asked_for_stay_until_time_is_moved(shown: Shown) -> None:
    timeline = shown()
    timeline.show_days(Period.of_days(date(2018, 6, 1), date(2018, 8, 31)))
    assert timeline.axis.shown.start == date(2018, 6, 1)
    timeline.resize(900, 466)
    assert timeline.axis.x(date(2018, 9, 1)) == pytest.approx(timeline.axis.right - 16)
    timeline.zoom(0.5, timeline.axis.left)
    scale = timeline.axis.scale
    timeline.resize(1100, 466)
    assert timeline.axis.scale == scale


@both
def test_zooming_by_key_goes_around_today_and_around_the_middle_where_today_is_out_of_sight(
    shown: Shown, language: LanguageCode
) -> None:
    timeline = shown(language=language)
    before = timeline.axis.x(TODAY)
    press(timeline, "+")
    assert timeline.axis.x(TODAY) == pytest.approx(before)
    timeline.show_days(Period.of_days(date(2018, 1, 1), date(2018, 12, 31)))
    middle = (timeline.axis.left + timeline.axis.right) / 2
    day = timeline.axis.day_at(middle)
    press(timeline, "+")
    assert timeline.axis.day_at(middle) == day


# --- rows -------------------------------------------------------------------------------------------------------------


def test_the_row_one_is_in_stays_when_others_come_before_it_and_the_nearest_when_it_goes(shown: Shown) -> None:
    timeline = shown()
    timeline.choose(2)
    timeline.show_rows(KnownRows([rows()[3], rows()[2], rows()[0]]), span=SPAN)
    assert timeline.current_row is not None
    assert (timeline.current, timeline.current_row.code) == (1, "V-06")
    timeline.show_rows(KnownRows([rows()[0]]), span=SPAN)
    assert (timeline.current, timeline.current_row.code) == (0, "V-01")
    timeline.show_rows(KnownRows(), span=SPAN)
    press(timeline, "Down")
    assert timeline.current == -1


def test_a_row_is_found_by_its_place_and_there_is_none_in_the_head_or_below_the_last(shown: Shown) -> None:
    timeline = shown()
    heights = [0, HEAD - 1, HEAD, HEAD + ROW - 1, HEAD + ROW, HEAD + 4 * ROW - 1, HEAD + 4 * ROW, 5000]
    assert [timeline.row_at(y) for y in heights] == [-1, -1, 0, 0, 1, 3, -1, -1]


def test_choosing_brings_a_row_into_sight_and_only_as_far_as_it_must(shown: Shown) -> None:
    timeline = shown(numbered(100))
    bar, room = timeline.verticalScrollBar(), timeline.viewport().height() - HEAD
    timeline.choose(5)
    assert bar.value() == 0
    timeline.choose(50)
    assert bar.value() == 51 * ROW - room
    timeline.choose(45)
    assert bar.value() == 51 * ROW - room  # in sight already
    timeline.choose(10)
    assert bar.value() == 10 * ROW
    assert timeline.row_at(HEAD) == 10
    timeline.choose(500)
    assert (timeline.current, bar.value()) == (99, bar.maximum())
    _first, last = timeline.rows_in_sight()
    assert last == 100
    timeline.choose_id(7)
    assert timeline.current == 6
    timeline.choose_id(700)
    assert timeline.current == 6


def test_a_click_chooses_and_a_double_click_opens(shown: Shown) -> None:
    timeline = shown()
    chosen: list[int] = []
    opened: list[int] = []
    timeline.chosen.connect(chosen.append)
    timeline.opened.connect(opened.append)
    assert timeline.untouched
    QTest.mouseClick(timeline.viewport(), _LEFT, pos=QPoint(60, HEAD + 2 * ROW + 5))
    assert (chosen, opened, timeline.untouched) == ([6], [], False)
    QTest.mouseDClick(timeline.viewport(), _LEFT, pos=QPoint(60, HEAD + ROW + 5))
    QTest.mouseDClick(timeline.viewport(), _LEFT, pos=QPoint(60, HEAD - 5))
    QTest.mouseDClick(timeline.viewport(), Qt.MouseButton.RightButton, pos=QPoint(60, HEAD + 5))
    assert opened == [3]


def test_the_menu_is_that_of_the_row_under_the_mouse_or_by_key_of_the_current_one(shown: Shown) -> None:
    timeline = shown()
    heard: list[QPoint] = []
    timeline.menu_wanted.connect(heard.append)

    def ask(reason: QContextMenuEvent.Reason, at: QPoint) -> None:
        event = QContextMenuEvent(reason, at, timeline.viewport().mapToGlobal(at))
        QApplication.sendEvent(timeline.viewport(), event)

    ask(QContextMenuEvent.Reason.Mouse, QPoint(500, HEAD + ROW + 3))
    assert (timeline.current, heard) == (1, [QPoint(500, HEAD + ROW + 3)])
    ask(QContextMenuEvent.Reason.Keyboard, QPoint(500, HEAD + 3 * ROW))
    assert (timeline.current, heard[1]) == (1, QPoint(timeline.side.width, HEAD + 2 * ROW))
    ask(QContextMenuEvent.Reason.Mouse, QPoint(500, 10))
    assert len(heard) == 2


# --- dragging ---------------------------------------------------------------------------------------------------------


@both
@pytest.mark.parametrize("keys", [_SHIFT, _PLAIN])
def test_an_end_that_is_dragged_lies_under_the_mouse(shown: Shown, language: LanguageCode, keys: object) -> None:
    timeline = shown(language=language)
    for last in (date(2020, 2, 29), date(2020, 1, 31), date(2019, 11, 30), date(2019, 2, 28)):
        drag(timeline, place(timeline, 3, timeline.trials.get(8, SIGNED.days.last)), place(timeline, 3, last), keys)  # type: ignore[arg-type]  # one of the two
        assert timeline.trials == {8: last}


@both
def test_an_end_is_taken_hold_of_six_pixels_around_it_and_does_not_jump(shown: Shown, language: LanguageCode) -> None:
    timeline = shown(language=language)
    timeline.go_to(MIDDLE)
    end = place(timeline, 3, SIGNED.days.last)
    for away in (-6, -3, 3, 5):
        start = end + QPoint(away, 0)
        drag(timeline, start, start + QPoint(0, 3), _SHIFT)
        assert timeline.trials == {}  # where it was
    for away in (-9, 9):
        before = timeline.axis.origin
        drag(timeline, end + QPoint(away, 0), end + QPoint(away + 40, 0))
        assert timeline.trials == {}
        assert abs(timeline.axis.origin - before) * timeline.axis.scale == pytest.approx(40, abs=1)  # time went along
        timeline.go_to(MIDDLE)


def test_the_end_of_an_earlier_bar_is_not_the_one_that_is_dragged(shown: Shown) -> None:
    timeline = shown()
    drag(timeline, place(timeline, 0, SIGNED.days.last), place(timeline, 0, date(2019, 10, 31)))
    assert timeline.trials == {}
    timeline.fit()
    drag(timeline, place(timeline, 0, GRANT_ENDS), place(timeline, 0, date(2020, 1, 31)))
    assert timeline.trials == {1: date(2020, 1, 31)}


def test_a_bar_keeps_its_first_day_however_far_back_it_is_dragged(shown: Shown) -> None:
    timeline = shown()
    heard: list[tuple[int, object]] = []
    timeline.tried.connect(lambda row, day: heard.append((row, day)))
    drag(timeline, place(timeline, 1, date(2020, 4, 30)), place(timeline, 1, date(2019, 3, 31)))
    assert timeline.trials == {3: date(2020, 1, 1)}
    timeline.try_end(rows()[1], date(2019, 12, 31))
    assert timeline.trials == {3: date(2020, 1, 1)}
    timeline.try_end(rows()[1], date(2020, 4, 30))
    assert (timeline.trials, heard[-1]) == ({}, (3, None))
    timeline.try_end(rows()[2], date(2020, 4, 30))  # it ended
    assert (timeline.trials, heard[-1]) == ({}, (3, None))


def test_the_right_button_drags_nothing(shown: Shown) -> None:
    timeline = shown()
    QTest.mousePress(timeline.viewport(), Qt.MouseButton.RightButton, pos=place(timeline, 3, SIGNED.days.last))
    move(timeline, place(timeline, 3, date(2020, 2, 29)))
    assert timeline.trials == {}


@both
def test_time_that_is_held_goes_along_with_the_mouse(shown: Shown, language: LanguageCode) -> None:
    timeline = shown(language=language)
    timeline.go_to(MIDDLE)
    start = place(timeline, 0, date(2019, 7, 14)) - QPoint(1, 0)
    held = timeline.axis.day_at(start.x())
    for way in (80, -60, 130):
        to = start + QPoint(way, 0)
        drag(timeline, start, to)
        assert abs(timeline.axis.day_at(to.x()) - held) <= DAY
        start = to
    move(timeline, start + QPoint(90, 0))  # it was let go
    assert abs(timeline.axis.day_at(start.x()) - held) <= DAY


# --- keys and the wheel -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "later", "earlier"), [("en", "Right", "Left"), ("ar", "Left", "Right")])
def test_alt_and_an_arrow_go_to_ends_of_months_and_with_shift_by_days(
    shown: Shown, language: LanguageCode, later: str, earlier: str
) -> None:
    timeline = shown(language=language)
    timeline.choose(3)
    ends: list[date | None] = []
    for keys in (
        f"Alt+{later}", f"Alt+{later}", f"Alt+Shift+{later}", f"Alt+{later}", f"Alt+Shift+{earlier}",
        f"Alt+{earlier}", f"Alt+{earlier}", f"Alt+{earlier}", f"Alt+{earlier}",
    ):  # fmt: skip
        press(timeline, keys)
        ends.append(timeline.trials.get(8))
    assert ends == [
        date(2020, 1, 31),
        date(2020, 2, 29),
        date(2020, 3, 1),
        date(2020, 3, 31),
        date(2020, 3, 30),
        date(2020, 2, 29),
        date(2020, 1, 31),
        None,  # its own end
        date(2019, 11, 30),
    ]


def test_alt_and_an_arrow_try_nothing_where_nothing_can_be_tried(shown: Shown) -> None:
    timeline = shown()
    timeline.choose(2)
    press(timeline, "Alt+Right")
    timeline.can_try = False
    timeline.choose(3)
    press(timeline, "Alt+Right")
    assert timeline.trials == {}


def test_escape_drops_only_what_is_tried_in_the_row_one_is_in(shown: Shown) -> None:
    timeline = shown()
    heard: list[tuple[int, object]] = []
    timeline.tried.connect(lambda row, day: heard.append((row, day)))
    timeline.set_trials({1: date(2020, 5, 31), 8: date(2020, 1, 31)})
    timeline.choose(1)
    press(timeline, "Escape")
    assert heard == []
    timeline.choose(3)
    assert timeline.end_of(rows()[3]) == date(2020, 1, 31)
    press(timeline, "Escape")
    assert (timeline.trials, heard) == ({1: date(2020, 5, 31)}, [(8, None)])
    assert [timeline.end_of(row) for row in rows()[1:]] == [date(2020, 4, 30), None, SIGNED.days.last]


@pytest.mark.parametrize("turned", [QPoint(0, 120), QPoint(120, 0), QPoint(0, -120)])
def test_the_wheel_with_shift_moves_time_and_without_it_rows(shown: Shown, turned: QPoint) -> None:
    timeline = shown(numbered(100))
    timeline.go_to(MIDDLE)

    def wheel(keys: Qt.KeyboardModifier) -> None:
        at = QPointF(700, 200)
        view = timeline.viewport()
        event = QWheelEvent(
            at, view.mapToGlobal(at), QPoint(), turned, _NONE, keys, Qt.ScrollPhase.NoScrollPhase, False
        )  # fmt: skip
        QApplication.sendEvent(view, event)

    before, row = timeline.horizontalScrollBar().value(), timeline.verticalScrollBar().value()
    wheel(_SHIFT)
    assert timeline.horizontalScrollBar().value() == before - (turned.y() or turned.x())
    assert timeline.verticalScrollBar().value() == row
    scale = timeline.axis.scale
    wheel(_PLAIN)
    assert timeline.axis.scale == scale


def test_time_can_be_moved_a_month_beyond_the_last_end_and_not_before_the_first(shown: Shown) -> None:
    timeline = shown()
    timeline.ends = [GrantEnd(date(2022, 12, 31), "GR-2 ends 31 Dec 2022")]
    press(timeline, "Home")
    assert timeline.axis.shown.start == date(2018, 1, 1)
    press(timeline, "Left")
    assert timeline.axis.shown.start == date(2018, 1, 1)
    press(timeline, "End")
    assert abs(timeline.axis.shown.last - date(2023, 2, 1)) <= 31 * DAY
    assert all(one.start < other.start for one, other in pairwise(timeline.axis.stretches(timeline.axis.step)))


def test_a_row_is_read_out_with_all_its_bars(shown: Shown) -> None:
    timeline = shown()
    timeline.choose(0)
    assert timeline.accessibleDescription() == "V-01, F, Niamey, 31 Dec 2019, signed in December, planned, not signed"
    timeline.choose(3)
    assert timeline.accessibleDescription().endswith("signed in December, no extension planned")
    assert planned(GRANT_ENDS).text == "Planned"
