"""The axis of the timeline: a day comes back from its pixels in both directions, and columns have no hole between."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.period import Period
from desktop.ui.widgets.timeline import month_end, nearest_month_end
from desktop.ui.widgets.timeline_axis import LEAST, MOST, Slot, Step, TimeAxis

DAY = timedelta(1)
LEFT, RIGHT = 300.0, 1200.0
days = st.dates(date(1995, 1, 1), date(2055, 12, 31))
few = settings(max_examples=40, deadline=None)


def axis_at(day: date, scale: float, *, mirrored: bool = False, width: float = RIGHT - LEFT) -> TimeAxis:
    """An axis that begins with a day."""
    return TimeAxis(float(day.toordinal()), scale, LEFT, LEFT + width, mirrored)


def starts(axis: TimeAxis, step: Step) -> list[date]:
    """The first days of the stretches in sight."""
    return [stretch.start for stretch in axis.stretches(step)]


# --- days and pixels --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("mirrored", "places"), [(False, [300.0, 302.0, 920.0]), (True, [1200.0, 1198.0, 580.0])])
def test_a_day_begins_at_the_side_at_which_reading_starts(mirrored: bool, places: list[float]) -> None:
    axis = axis_at(date(2020, 1, 1), 2.0, mirrored=mirrored)
    assert [axis.x(day) for day in (date(2020, 1, 1), date(2020, 1, 2), date(2020, 11, 6))] == places


def test_days_before_the_axis_lie_outside_of_it() -> None:
    assert axis_at(date(2020, 3, 1), 3.0).x(date(2020, 2, 29)) == LEFT - 3
    assert axis_at(date(2020, 3, 1), 3.0, mirrored=True).x(date(2020, 2, 28)) == RIGHT + 6


@pytest.mark.parametrize("mirrored", [False, True])
def test_a_stretch_reaches_to_the_end_of_its_last_day_and_names_its_left_end_first(mirrored: bool) -> None:
    axis = axis_at(date(2020, 2, 1), 10.0, mirrored=mirrored)
    february = axis.span(Period.of_days(date(2020, 2, 1), date(2020, 2, 29)))
    assert february == ((RIGHT - 290, RIGHT) if mirrored else (LEFT, LEFT + 290))


@pytest.mark.parametrize("mirrored", [False, True])
@few
@given(origin=days, ahead=st.integers(0, 900), scale=st.floats(LEAST, MOST))
def test_the_middle_of_a_day_is_that_day(mirrored: bool, origin: date, ahead: int, scale: float) -> None:
    axis, day = axis_at(origin, scale, mirrored=mirrored), origin + timedelta(ahead)
    left, right = axis.span(Period(day, day + DAY))
    assert left < right
    assert axis.day_at((left + right) / 2) == day


@few
@given(origin=days, scale=st.floats(LEAST, MOST), at=st.floats(0, RIGHT - LEFT))
def test_an_axis_from_the_right_is_the_picture_of_one_from_the_left_in_a_mirror(
    origin: date, scale: float, at: float
) -> None:
    plain, mirror = axis_at(origin, scale), axis_at(origin, scale, mirrored=True)
    assert abs(plain.day_at(LEFT + at) - mirror.day_at(RIGHT - at)) <= DAY  # floats at the edge of a day
    assert plain.step is mirror.step
    day = origin + timedelta(100)
    assert plain.x(day) - LEFT == pytest.approx(RIGHT - mirror.x(day))


def test_the_first_and_the_last_pixel_of_a_day_are_the_same_day() -> None:
    axis = axis_at(date(2020, 2, 28), 10.0)
    assert [axis.day_at(LEFT + at) for at in (0, 9.9, 10, 19.9, 20)] == [
        date(2020, 2, 28),
        date(2020, 2, 28),
        date(2020, 2, 29),
        date(2020, 2, 29),
        date(2020, 3, 1),
    ]


def test_places_beyond_all_days_have_the_first_or_the_last_of_them() -> None:
    axis = axis_at(date(2020, 1, 1), LEAST)
    assert axis.day_at(-1e9) == date.min
    assert axis.day_at(1e9) == date.max - DAY
    assert axis_at(date(2020, 1, 1), LEAST, mirrored=True).day_at(1e9) == date.min


@pytest.mark.parametrize("mirrored", [False, True])
def test_the_days_in_sight_are_from_one_edge_to_the_other(mirrored: bool) -> None:
    axis = axis_at(date(2019, 12, 30), 100.0, mirrored=mirrored)
    assert axis.shown == Period.of_days(date(2019, 12, 30), date(2020, 1, 8))  # nine days and the one that begins


def test_an_axis_without_room_still_has_a_width() -> None:
    assert axis_at(date(2020, 1, 1), 2.0, width=0.0).width == 1.0
    assert axis_at(date(2020, 1, 1), 2.0, width=-50.0).width == 1.0
    assert axis_at(date(2020, 1, 1), 2.0).width == 900.0


# --- showing and zooming ----------------------------------------------------------------------------------------------


def test_days_that_are_shown_fill_the_width_but_for_what_is_spared() -> None:
    axis = axis_at(date(2000, 1, 1), 1.0)
    axis.show(Period.of_days(date(2019, 1, 1), date(2019, 4, 10)))
    assert (axis.origin, axis.scale) == (date(2019, 1, 1).toordinal(), 9.0)
    axis.show(Period.of_days(date(2019, 1, 1), date(2019, 4, 10)), spare=100)
    assert axis.scale == 8.0
    assert axis.x(date(2019, 4, 11)) == RIGHT - 100


@pytest.mark.parametrize(
    ("last", "scale"), [(date(2019, 1, 1), MOST), (date(2019, 2, 7), 900 / 38), (date(2090, 1, 1), LEAST)]
)
def test_no_day_becomes_wider_or_narrower_than_can_be_read(last: date, scale: float) -> None:
    axis = axis_at(date(2000, 1, 1), 1.0)
    axis.show(Period.of_days(date(2019, 1, 1), last))
    assert axis.scale == scale


@pytest.mark.parametrize("mirrored", [False, True])
@few
@given(day=days, factor=st.floats(0.1, 10), at=st.floats(LEFT, RIGHT))
def test_zooming_leaves_the_place_under_the_mouse_where_it_is(
    mirrored: bool, day: date, factor: float, at: float
) -> None:
    axis = axis_at(day, 2.0, mirrored=mirrored)
    way = RIGHT - at if mirrored else at - LEFT
    before = axis.origin + way / axis.scale
    axis.zoom(factor, at)
    assert axis.scale == pytest.approx(min(max(2.0 * factor, LEAST), MOST))
    assert axis.origin + way / axis.scale == pytest.approx(before)


def test_zooming_beyond_the_limits_moves_nothing_any_more() -> None:
    axis = axis_at(date(2019, 1, 1), MOST)
    axis.zoom(1.25, LEFT + 400)
    assert (axis.origin, axis.scale) == (date(2019, 1, 1).toordinal(), MOST)
    axis = axis_at(date(2019, 1, 1), LEAST, mirrored=True)
    axis.zoom(0.5, LEFT + 400)
    assert (axis.origin, axis.scale) == (date(2019, 1, 1).toordinal(), LEAST)


# --- columns ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scale", "step"),
    [
        (MOST, Step.DAYS),
        (16.0, Step.DAYS),
        (15.99, Step.MONTHS),
        (1.06, Step.MONTHS),  # 32.3 pixels a month
        (1.05, Step.QUARTERS),  # 31.96
        (0.351, Step.QUARTERS),  # 32.05 pixels a quarter
        (0.350, Step.YEARS),  # 31.96
        (LEAST, Step.YEARS),
    ],
)
def test_columns_are_the_finest_that_have_room_for_their_names(scale: float, step: Step) -> None:
    assert axis_at(date(2019, 1, 1), scale).step is step


def test_columns_begin_with_the_month_the_quarter_or_the_year_of_the_first_day() -> None:
    axis = axis_at(date(2019, 12, 17), 900 / 100)  # to 26 March 2020
    assert starts(axis, Step.MONTHS) == [date(2019, 12, 1), date(2020, 1, 1), date(2020, 2, 1), date(2020, 3, 1)]
    assert starts(axis, Step.QUARTERS) == [date(2019, 10, 1), date(2020, 1, 1)]
    assert starts(axis, Step.YEARS) == [date(2019, 1, 1), date(2020, 1, 1)]
    assert starts(axis, Step.DAYS)[0] == date(2019, 12, 17)
    assert len(starts(axis, Step.DAYS)) == 101


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        (date(2020, 1, 1), date(2020, 1, 1)),
        (date(2020, 3, 31), date(2020, 1, 1)),
        (date(2020, 4, 1), date(2020, 4, 1)),
        (date(2020, 6, 30), date(2020, 4, 1)),
        (date(2020, 7, 1), date(2020, 7, 1)),
        (date(2020, 9, 30), date(2020, 7, 1)),
        (date(2020, 10, 1), date(2020, 10, 1)),
        (date(2020, 12, 31), date(2020, 10, 1)),
    ],
)
def test_a_quarter_begins_in_january_april_july_or_october(day: date, quarter: date) -> None:
    assert starts(axis_at(day, MOST, width=20.0), Step.QUARTERS)[0] == quarter


@few
@given(day=days, scale=st.floats(LEAST, MOST), step=st.sampled_from(Step), mirrored=st.booleans())
def test_columns_follow_each_other_over_all_days_in_sight(day: date, scale: float, step: Step, mirrored: bool) -> None:
    axis = axis_at(day, max(scale, 0.5), mirrored=mirrored)
    found, shown = list(axis.stretches(step)), axis.shown
    assert all(one.end == other.start for one, other in pairwise(found))
    assert found[0].start <= shown.start < found[0].end
    assert found[-1].start < shown.end <= found[-1].end


@few
@given(day=days, mirrored=st.booleans())
def test_each_quarter_is_three_months_and_each_year_four_quarters(day: date, mirrored: bool) -> None:
    axis = axis_at(day, 0.6, mirrored=mirrored)
    months, quarters, years = (set(starts(axis, step)) for step in (Step.MONTHS, Step.QUARTERS, Step.YEARS))
    assert all(quarter.month in {1, 4, 7, 10} for quarter in quarters)
    assert {month for month in months if month.month in {1, 4, 7, 10}} <= quarters
    assert {date(quarter.year, 1, 1) for quarter in quarters} == {date(month.year, 1, 1) for month in months} == years


def test_lines_are_heavy_where_a_month_begins_among_days_and_where_a_year_begins_else() -> None:
    def heavy(axis: TimeAxis) -> list[date]:
        return [slot.days.start for slot in axis.slots() if slot.heavy]

    assert heavy(axis_at(date(2019, 12, 20), 20.0)) == [date(2020, 1, 1), date(2020, 2, 1)]
    assert heavy(axis_at(date(2019, 12, 20), 2.0)) == [date(2020, 1, 1), date(2021, 1, 1)]
    assert heavy(axis_at(date(2019, 12, 20), 0.5)) == [date(year, 1, 1) for year in range(2020, 2025)]
    assert next(axis_at(date(2019, 12, 20), 2.0).slots()) == Slot(Period(date(2019, 12, 1), date(2020, 1, 1)))


def test_over_days_stand_months_and_over_months_years() -> None:
    over_days, over_months = axis_at(date(2020, 2, 20), 20.0), axis_at(date(2020, 2, 20), 2.0)
    assert [head.start for head in over_days.heads()] == [date(2020, 2, 1), date(2020, 3, 1), date(2020, 4, 1)]
    assert [head.days for head in over_days.heads()] == [29, 31, 30]
    assert [(head.start, head.days) for head in over_months.heads()] == [
        (date(2020, 1, 1), 366),
        (date(2021, 1, 1), 365),
    ]


# --- ends of months ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (date(2020, 2, 1), date(2020, 2, 29)),
        (date(2020, 2, 29), date(2020, 2, 29)),
        (date(2021, 2, 3), date(2021, 2, 28)),
        (date(2100, 2, 28), date(2100, 2, 28)),
        (date(2019, 12, 31), date(2019, 12, 31)),
        (date(2019, 12, 1), date(2019, 12, 31)),
    ],
)
def test_a_month_ends_on_its_last_day(day: date, last: date) -> None:
    assert month_end(day) == last


@pytest.mark.parametrize(
    ("day", "nearest"),
    [
        (date(2020, 1, 1), date(2019, 12, 31)),
        (date(2020, 1, 15), date(2019, 12, 31)),  # fifteen days before, sixteen after
        (date(2020, 1, 16), date(2020, 1, 31)),
        (date(2020, 4, 15), date(2020, 4, 30)),  # as near to both: the later one
        (date(2020, 4, 14), date(2020, 3, 31)),
        (date(2021, 2, 14), date(2021, 2, 28)),
        (date(2021, 2, 13), date(2021, 1, 31)),
        (date(2020, 2, 14), date(2020, 1, 31)),
        (date(2020, 2, 15), date(2020, 2, 29)),
        (date(2020, 2, 29), date(2020, 2, 29)),
    ],
)
def test_the_nearest_end_of_a_month_is_in_this_month_or_the_one_before(day: date, nearest: date) -> None:
    assert nearest_month_end(day) == nearest


@few
@given(days)
def test_the_end_of_a_month_is_its_own_nearest_and_none_lies_nearer(day: date) -> None:
    found = nearest_month_end(day)
    assert (found + DAY).day == 1
    assert abs(found - day) <= timedelta(16)
    assert nearest_month_end(found) == found == month_end(found)
