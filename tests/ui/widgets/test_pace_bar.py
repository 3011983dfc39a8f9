"""The pace bar: money as a bar, time as a needle; what is over is hatched and capped, and said in words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from desktop.config import paths
from desktop.language import Language, load_language
from desktop.ui.theme import load_palette
from desktop.ui.widgets.pace_bar import PaceBar, PaceShares, Swatch, hatch, pace_text, paint_pace
from tests.helpers.painting import columns_with, picture_of, pixels
from tests.helpers.window import dress

PALETTE = load_palette("light")
WIDTH = 200


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    dress(qapp)


def drawn(shares: PaceShares, *, mirrored: bool = False) -> QImage:
    picture = QImage(WIDTH, 16, QImage.Format.Format_RGB32)
    picture.fill(PALETTE.color("surface"))
    painter = QPainter(picture)
    paint_pace(painter, QRectF(0, 4, WIDTH, 8), shares, PALETTE, mirrored=mirrored)
    painter.end()
    return picture


def solid(picture: QImage) -> int:
    """How many columns are filled from top to bottom with the colour of what is spent."""
    column = [
        all(picture.pixelColor(x, y).name() == PALETTE.accent.lower() for y in range(5, 11)) for x in range(WIDTH)
    ]
    return sum(column)


@pytest.mark.parametrize(("spent", "width"), [(0.0, 0), (0.25, 50), (0.5, 100), (1.0, 200)])
def test_spent_is_as_long_as_its_share(spent: float, width: int) -> None:
    assert abs(solid(drawn(PaceShares(spent, 0, None))) - width) <= 2


def test_committed_is_hatched_after_what_is_spent() -> None:
    picture = drawn(PaceShares(0.25, 0.25, None))
    assert abs(solid(picture) - 50) <= 2
    hatched = QRect(52, 5, 46, 6)
    part = pixels(picture, PALETTE.accent, within=hatched, near=40) / (hatched.width() * hatched.height())
    assert 0.1 < part < 0.6  # neither empty nor solid
    rest = QRect(104, 5, 94, 6)
    assert pixels(picture, PALETTE.track, within=rest) == rest.width() * rest.height()


@pytest.mark.parametrize("shares", [PaceShares(0.9, 0.2, None), PaceShares(1.3, 0, None), PaceShares(5, 0, None)])
def test_over_has_a_hatched_and_framed_red_cap_at_its_end(shares: PaceShares) -> None:
    picture = drawn(shares)
    red = columns_with(picture, PALETTE.negative)
    assert red
    assert min(red) >= WIDTH * 0.79  # the cap covers a fifth at most, so that the rest can be read
    cap = QRect(min(red) + 2, 6, WIDTH - min(red) - 5, 4)
    part = pixels(picture, PALETTE.negative, within=cap, near=60) / (cap.width() * cap.height())
    assert part < 0.8  # a hatch, not a colour alone


@pytest.mark.parametrize(
    "shares", [PaceShares(1.0, 0, None), PaceShares(0.7, 0.3, None), PaceShares(0.1 + 0.2, 0.7, 1)]
)
def test_exactly_all_is_not_over(shares: PaceShares) -> None:
    assert columns_with(drawn(shares), PALETTE.negative) == []


@pytest.mark.parametrize(("time", "at"), [(0.0, 1), (0.5, 100), (1.0, 199), (1.7, 199), (-0.2, 1)])
def test_needle_stands_where_time_is_and_within_the_bar(time: float, at: int) -> None:
    picture = drawn(PaceShares(0, 0, time))
    needle = columns_with(picture, PALETTE.text)
    assert len(needle) == 2
    assert abs(needle[1] - at) <= 1
    assert picture.pixelColor(needle[0], 0) == picture.pixelColor(needle[0], 15) == PALETTE.color("text")


def test_without_time_there_is_no_needle() -> None:
    assert columns_with(drawn(PaceShares(0.5, 0.1, None)), PALETTE.text) == []


def test_mirrored_it_grows_from_the_right() -> None:
    shares = PaceShares(0.25, 0.1, 0.8)
    picture, mirrored = drawn(shares), drawn(shares, mirrored=True)
    assert solid(mirrored) == solid(picture)
    blue = [x for x in range(WIDTH) if mirrored.pixelColor(x, 8) == PALETTE.color("accent")]
    assert min(blue) > WIDTH / 2
    assert abs(columns_with(mirrored, PALETTE.text)[0] - 40) <= 1


@settings(max_examples=60, deadline=None)
@given(
    spent=st.floats(-2, 50, allow_nan=False),
    committed=st.floats(-2, 50, allow_nan=False),
    time=st.none() | st.floats(-1, 3, allow_nan=False),
)
def test_any_shares_can_be_drawn_and_said(spent: float, committed: float, time: float | None) -> None:
    shares = PaceShares(spent, committed, time)
    picture = drawn(shares)
    outside = QRect(0, 0, WIDTH, 3)
    if time is None:
        assert pixels(picture, PALETTE.surface, within=outside) == WIDTH * 3
    over = bool(columns_with(picture, PALETTE.negative))
    assert over == (spent + committed > 1)
    assert ("over" in pace_text(shares, load_language(paths.translations(), "en"))) == over


def test_bar_says_what_it_shows(english: Language, speak: Callable[[str], Language]) -> None:
    assert pace_text(PaceShares(0.62, 0.08, 0.8), english) == "62\u00a0% spent, Committed 8\u00a0%, time 80\u00a0%"
    over = pace_text(PaceShares(1.034, 0, None), english)
    assert over == "103\u00a0% spent, Committed 0\u00a0%, over"
    assert "62\u00a0%" in pace_text(PaceShares(0.62, 0, None), speak("fr"))


def test_widget_draws_the_bar_and_is_read_aloud(english: Language) -> None:
    bar = PaceBar(PaceShares(0.5, 0, 0.25), palette=PALETTE, language=english)
    assert bar.sizeHint().height() == 16
    assert bar.accessibleName() == "50\u00a0% spent, Committed 0\u00a0%, time 25\u00a0%"
    bar.resize(WIDTH, 16)
    left = picture_of(bar)
    assert abs(solid(left) - 100) <= 3
    bar.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    blue = [x for x in range(WIDTH) if picture_of(bar).pixelColor(x, 8) == PALETTE.color("accent")]
    assert min(blue) >= 98


def test_swatches_show_solid_and_hatched() -> None:
    plain, hatched = (picture_of(Swatch(palette=PALETTE, hatched=on)) for on in (False, True))
    assert plain.width() == 12
    assert pixels(plain, PALETTE.accent) > pixels(hatched, PALETTE.accent) + 10
    other = picture_of(Swatch(palette=PALETTE, color="#3F9294"))
    assert pixels(other, "#3F9294") > 60


def test_hatches_differ_by_their_direction() -> None:
    forwards, backwards = hatch("#B3261E").texture(), hatch("#B3261E", backwards=True).texture()
    assert forwards.toImage() != backwards.toImage()
