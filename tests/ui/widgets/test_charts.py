"""Charts draw what the figures say, in reading direction, and say it to those who cannot see them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from desktop.domain.period import Period
from desktop.language import Language
from desktop.ui.theme import TextStyle, load_palette
from desktop.ui.widgets.basics import text_width
from desktop.ui.widgets.burn_chart import BurnChart, BurnLine, BurnPoint, LineSample
from desktop.ui.widgets.charts import (
    CategoryBar,
    CategoryBars,
    Chart,
    MonthBar,
    MonthBars,
    nice_step,
)
from tests.helpers.painting import columns_with, picture_of, pixels
from tests.helpers.window import dress

PALETTE = load_palette("light")
YEAR = Period.of_days(date(2019, 1, 1), date(2019, 12, 31))
MONTHS = [MonthBar(date(2019, month, 1), 1000.0 * month) for month in range(1, 10)]


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    dress(qapp)


def drawn(chart: Chart, *, width: int = 400, height: int = 150, mirrored: bool = False) -> QImage:
    chart.setLayoutDirection(Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight)
    chart.resize(width, height)
    return picture_of(chart)


def bars(picture: QImage, color: str = PALETTE.accent) -> list[tuple[int, int, int]]:
    """Left end, width and height of each bar of a colour, from left to right."""
    columns = columns_with(picture, color)
    starts = [x for x in columns if x - 1 not in columns]
    found = []
    for start in starts:
        width = next(x for x in range(start, picture.width() + 1) if x not in columns) - start
        middle = QRect(start + width // 2, 0, 1, picture.height())
        found.append((start, width, pixels(picture, color, within=middle)))
    return found


# --- axes ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("highest", "lines", "step"),
    [
        (0, 2, 1),
        (-5, 2, 1),
        (100, 4, 25),
        (9.3, 2, 5),
        (4.4, 2, 2.5),
        (0.4, 2, 0.2),
        (1_000_000, 4, 250_000),
        (10, 2, 5),
    ],
)
def test_gridlines_stand_at_round_numbers(highest: float, lines: int, step: float) -> None:
    assert nice_step(highest, lines) == pytest.approx(step)


@settings(max_examples=200, deadline=None)
@given(highest=st.floats(0.001, 1e12), lines=st.integers(1, 8))
def test_gridlines_are_round_and_few(highest: float, lines: int) -> None:
    step = nice_step(highest, lines)
    assert highest / step <= lines + 1e-6
    assert highest / step > lines / 2.6
    leading = step
    while leading >= 10:
        leading /= 10
    while leading < 0.9999:
        leading *= 10
    assert min(abs(leading - factor) for factor in (1, 2, 2.5, 5, 10)) < 1e-6


@pytest.mark.parametrize(
    ("value", "english_text", "french_text"),
    [
        (0, "0", "0"),
        (2.5, "2.5", "2,5"),
        (7.5, "7.5", "7,5"),
        (0.2, "0.2", "0,2"),
        (0.1 + 0.2, "0.3", "0,3"),
        (0.25, "0.25", "0,25"),
        (50, "50", "50"),
        (100, "100", "100"),
        (250_000, "250,000", "250\u00a0000"),
        (1_000_000, "1,000,000", "1\u00a0000\u00a0000"),
    ],
)
def test_axis_says_the_very_value_of_its_line(
    value: float, english_text: str, french_text: str, speak: Callable[[str], Language]
) -> None:
    texts = [MonthBars([], palette=PALETTE, language=speak(code)).axis_text(value) for code in ("en", "fr")]
    assert texts == [english_text, french_text]


# --- months --------------------------------------------------------------------------------------------------------


def test_months_are_as_high_as_their_amounts(english: Language) -> None:
    found = bars(drawn(MonthBars(MONTHS, palette=PALETTE, language=english)))
    assert len(found) == 9
    heights = [height for _left, _width, height in found]
    assert heights == sorted(heights)
    assert heights[8] == pytest.approx(9 * heights[0], abs=9)
    assert len({width for _left, width, _height in found}) == 1


def test_months_run_from_right_to_left_in_arabic(speak: Callable[[str], Language]) -> None:
    chart = MonthBars(MONTHS, palette=PALETTE, language=speak("ar"))
    heights = [height for _left, _width, height in bars(drawn(chart, mirrored=True))]
    assert heights == sorted(heights, reverse=True)


def test_running_month_is_hatched_not_full(english: Language) -> None:
    full = MonthBar(date(2019, 9, 1), 5000.0)
    running = MonthBar(date(2019, 10, 1), 5000.0, running=True)
    picture = drawn(MonthBars([full, running], palette=PALETTE, language=english))
    columns = columns_with(picture, PALETTE.accent)
    middle = picture.width() // 2
    left = pixels(picture, PALETTE.accent, within=QRect(0, 0, middle + 10, picture.height()))
    right = pixels(picture, PALETTE.accent, within=QRect(middle + 10, 0, middle, picture.height()))
    assert columns
    assert 0.1 * left < right < 0.8 * left


def test_highest_month_says_its_amount(english: Language) -> None:
    plain = drawn(MonthBars([MonthBar(date(2019, 9, 1), 0.0)], palette=PALETTE, language=english))
    marked = drawn(MonthBars([MonthBar(date(2019, 9, 1), 4321.0)], palette=PALETTE, language=english))
    top = QRect(0, 0, 400, 40)
    assert pixels(plain, PALETTE.text, within=top, near=60) == 0
    assert pixels(marked, PALETTE.text, within=top.adjusted(0, 0, 0, 100), near=60) > 10


@pytest.mark.parametrize(
    "values", [[], [0.0], [0.0, 0.0], [-500.0], [-500.0, 0.0], [0.01], [1e12], [-100.0, 200.0], [999.99]]
)
def test_any_months_can_be_drawn(english: Language, values: list[float]) -> None:
    months = [MonthBar(date(2019, place + 1, 1), value, running=True) for place, value in enumerate(values)]
    picture = drawn(MonthBars(months, palette=PALETTE, language=english))
    assert pixels(picture, PALETTE.border_strong) > 100  # the line of zero is always there


def test_months_are_read_aloud(english: Language, speak: Callable[[str], Language]) -> None:
    two = [MonthBar(date(2019, 9, 1), 12345.6), MonthBar(date(2019, 10, 1), 0.0)]
    assert MonthBars(two, palette=PALETTE, language=english).accessibleName() == (
        "September 2019 12,346, October 2019 0"
    )
    spoken = MonthBars(two, palette=PALETTE, language=speak("fr")).accessibleName()
    assert spoken == "septembre 2019 12\u00a0346, octobre 2019 0"


def test_chart_names_all_months_or_numbers_all(english: Language) -> None:
    chart = MonthBars(MONTHS, palette=PALETTE, language=english)
    widest = max(text_width(english.month(bar.month.month), TextStyle.CAPTION) for bar in MONTHS)
    names, numbers = ([chart._month_label(bar.month, widest + room) for bar in MONTHS] for room in (2, 1))
    assert names == [english.month(number) for number in range(1, 10)]
    assert numbers == [str(number) for number in range(1, 10)]


# --- categories ----------------------------------------------------------------------------------------------------


def categories() -> list[CategoryBar]:
    return [CategoryBar(n, f"Category {n}", f"{Decimal(9 - n):,.2f}", (9 - n) / 8) for n in range(1, 9)]


def test_each_category_has_its_colour_and_its_share(english: Language) -> None:
    chart = CategoryBars(categories(), palette=PALETTE, language=english)
    picture = drawn(chart, width=600, height=160)
    lengths = [len(columns_with(picture, color)) for color in PALETTE.categories]
    assert lengths == sorted(lengths, reverse=True)
    assert lengths[3] == pytest.approx(lengths[0] * 5 / 8, abs=4)
    assert chart.height() == 8 * 20


def test_categories_are_mirrored_in_arabic(speak: Callable[[str], Language]) -> None:
    chart = CategoryBars(categories(), palette=PALETTE, language=speak("ar"))
    left = columns_with(drawn(chart, width=600, height=160), PALETTE.categories[7])
    right = columns_with(drawn(chart, width=600, height=160, mirrored=True), PALETTE.categories[7])
    assert [599 - x for x in reversed(right)] == pytest.approx(left, abs=2)


def test_nothing_spent_has_no_bar_and_little_a_visible_one(english: Language) -> None:
    few = [CategoryBar(1, "Staff", "1,000,000.00", 1.0), CategoryBar(2, "Travel", "1.00", 0.000001)]
    none = CategoryBar(3, "Supplies", "0.00", 0.0)
    over = CategoryBar(4, "Transfers", "9.00", 7.5)
    picture = drawn(CategoryBars([*few, none, over], palette=PALETTE, language=english), width=600, height=80)
    assert len(columns_with(picture, PALETTE.categories[1])) >= 1
    assert columns_with(picture, PALETTE.categories[2]) == []
    assert len(columns_with(picture, PALETTE.categories[3])) == len(columns_with(picture, PALETTE.categories[0]))


def test_categories_are_read_aloud_and_none_is_drawn_quietly(english: Language) -> None:
    named = CategoryBars(categories()[:2], palette=PALETTE, language=english)
    assert named.accessibleName() == "Category 1 8.00, Category 2 7.00"
    empty = CategoryBars([], palette=PALETTE, language=english)
    assert empty.accessibleName() == ""
    assert pixels(drawn(empty, height=20), PALETTE.text) == 0


def test_without_room_names_and_amounts_stay_and_bars_go(english: Language) -> None:
    picture = drawn(CategoryBars(categories(), palette=PALETTE, language=english), width=130, height=160)
    assert columns_with(picture, PALETTE.categories[0]) == []
    assert pixels(picture, PALETTE.text, near=60) > 100


# --- burn ----------------------------------------------------------------------------------------------------------


def burn(
    points: list[BurnPoint], language: Language, *, today: date = date(2019, 10, 21), awarded: float = 100_000
) -> BurnChart:
    return BurnChart(points, period=YEAR, awarded=awarded, today=today, palette=PALETTE, language=language)


POINTS = [
    BurnPoint(date(2019, 3, 31), 10_000, 40_000),
    BurnPoint(date(2019, 6, 30), 30_000, 40_000),
    BurnPoint(date(2019, 9, 30), 60_000, 80_000),
]


def test_burn_draws_spent_as_an_area_up_to_today(english: Language) -> None:
    picture = drawn(burn(POINTS, english), width=600, height=260)
    area = columns_with(picture, PALETTE.accent_soft)
    plot_left = min(area)
    assert max(area) == pytest.approx(plot_left + (600 - 12 - plot_left) * 272 / 365, abs=12)
    near_end = QRect(max(area) - 8, 0, 6, 260)
    half_way = QRect(plot_left + (max(area) - plot_left) // 3, 0, 6, 260)
    assert pixels(picture, PALETTE.accent_soft, within=near_end) > 3 * pixels(
        picture, PALETTE.accent_soft, within=half_way
    )


def test_burn_marks_today_and_the_end_in_words(english: Language) -> None:
    picture = drawn(burn(POINTS, english), width=600, height=260)
    red = columns_with(picture, PALETTE.negative)
    assert max(red) > 580  # the line of the end
    top = QRect(0, 0, 600, 34)
    assert pixels(picture, PALETTE.negative, within=top, near=60) > 20
    assert pixels(picture, PALETTE.text, within=top, near=40) > 20
    after = drawn(burn(POINTS, english, today=date(2020, 3, 1)), width=600, height=260)
    assert (
        pixels(after, PALETTE.text, within=QRect(0, 0, 600, 18), near=40) == 0
    )  # today is not in the period: it is not drawn


def test_burn_is_mirrored_in_arabic(speak: Callable[[str], Language]) -> None:
    picture = drawn(burn(POINTS, speak("ar")), width=600, height=260, mirrored=True)
    assert min(columns_with(picture, PALETTE.negative)) < 20
    assert min(columns_with(picture, PALETTE.accent_soft)) > 100


@pytest.mark.parametrize(
    ("points", "awarded"),
    [
        ([], 0.0),
        ([], 100_000.0),
        ([BurnPoint(date(2019, 3, 31), 0, 0)], 0.0),
        ([BurnPoint(date(2018, 3, 31), 10, 10), BurnPoint(date(2021, 3, 31), 20, 10)], 15.0),
        ([BurnPoint(date(2019, 3, 31), -500, 0)], 100.0),
        ([BurnPoint(date(2019, 3, 31), 250_000, 90_000)], 100_000.0),
    ],
)
def test_any_burn_can_be_drawn(english: Language, points: list[BurnPoint], awarded: float) -> None:
    picture = drawn(burn(points, english, awarded=awarded), width=500, height=260)
    assert pixels(picture, PALETTE.border_strong) > 100


def test_burn_of_a_single_day_can_be_drawn(english: Language) -> None:
    day = date(2019, 10, 21)
    chart = BurnChart(
        [BurnPoint(day, 5, 5)],
        period=Period.of_days(day, day),
        awarded=10,
        today=day,
        palette=PALETTE,
        language=english,
    )
    assert pixels(drawn(chart, width=500, height=260), PALETTE.negative) > 20


def test_burn_is_read_aloud(english: Language) -> None:
    assert burn(POINTS, english).accessibleName() == "Awarded 100,000, Received 80,000, Spent 60,000"
    assert burn([], english).accessibleName() == "Awarded 100,000, Received 0, Spent 0"


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("today", [date(2019, 12, 29), date(2019, 11, 20), date(2019, 10, 21)])
def test_words_of_today_stand_beside_their_line_below_those_of_the_end(
    english: Language, today: date, mirrored: bool
) -> None:
    picture = drawn(burn([], english, today=today, awarded=0), width=400, height=260, mirrored=mirrored)
    upper, lower = (QRect(0, top, 400, 16) for top in (0, 16))
    assert pixels(picture, PALETTE.negative, within=upper, near=40) > 20
    assert pixels(picture, PALETTE.text, within=upper, near=40) == 0
    line = inked(picture, QRect(0, 40, 400, 1))
    words = inked(picture, lower)
    near, far = (min(words), max(words)) if mirrored else (max(words), min(words))
    assert abs(near - line[0]) <= 2
    assert (far > near) is mirrored


def test_words_of_today_stand_over_their_line_where_there_is_room(english: Language) -> None:
    picture = drawn(burn([], english, today=date(2019, 6, 30), awarded=0), width=600, height=260)
    words, line = inked(picture, QRect(0, 0, 600, 16)), inked(picture, QRect(0, 40, 600, 1))
    assert (min(words) + max(words)) / 2 == pytest.approx(line[0], abs=3)


def inked(picture: QImage, where: QRect) -> list[int]:
    """The columns in which something black stands in a part of the picture."""
    columns = range(where.left(), where.right() + 1)
    return [
        x for x in columns if pixels(picture, PALETTE.text, within=QRect(x, where.top(), 1, where.height()), near=60)
    ]


def test_key_of_a_burn_is_drawn_as_its_lines() -> None:
    assert len(columns_with(sample("received"), PALETTE.text)) == 16
    assert len(columns_with(sample("spent"), PALETTE.accent)) == 16
    assert columns_with(sample("awarded"), PALETTE.text_secondary) == [0, 3, 6, 9, 12, 15]  # dotted, as in the chart


def sample(line: BurnLine) -> QImage:
    """The piece of a line in the key."""
    return picture_of(LineSample(line, palette=PALETTE))


def test_charts_ask_for_a_sensible_size(english: Language) -> None:
    assert MonthBars([], palette=PALETTE, language=english).sizeHint().height() == 150
    assert burn([], english).sizeHint().height() == 260
    assert burn([], english).minimumHeight() == 110
