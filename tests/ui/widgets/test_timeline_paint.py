"""Which bar of the timeline is drawn how, in both directions of reading, and which figures stand below its days."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage

from desktop.config.settings import LanguageCode
from desktop.domain.period import Period, months_before
from desktop.ui.models.month_costs import CostSheet, MonthCost
from desktop.ui.models.timeline_rows import Bar, BarKind, TimelineRow
from desktop.ui.theme import load_palette
from desktop.ui.widgets.timeline import Timeline
from desktop.ui.widgets.timeline_costs import TimelineCosts
from desktop.ui.widgets.timeline_paint import HEAD, ROW, Side
from tests.helpers.painting import picture_of, pixels
from tests.helpers.timelines import GRANT_ENDS, SIGNED, TODAY, planned, shown_timeline
from tests.helpers.window import make_context

DAY = timedelta(1)
INKS = load_palette("light")
Shown = Callable[..., Timeline]
both = pytest.mark.parametrize("language", ["en", "ar"])


@pytest.fixture
def shown(from_the_left: None) -> Iterator[Shown]:  # noqa: ARG001 - an application is there
    """Shows timelines and lets them go after the test."""
    made: list[Timeline] = []

    def show(*rows: TimelineRow, language: LanguageCode = "en") -> Timeline:
        made.append(shown_timeline(rows, language=language))
        made[-1].current = -1
        return made[-1]

    yield show
    for timeline in made:
        timeline.close()
        timeline.deleteLater()


def row_of(*bars: Bar, paid_until: date | None = None, note: str = "", over: bool = False) -> TimelineRow:
    """A row without a word, so that only bars are drawn."""
    return TimelineRow(1, "V-01", "F", "Niamey", "", bars, paid_until, note, "", over)


def bar(kind: BarKind, first: date, last: date) -> Bar:
    """A bar that says nothing."""
    return Bar(kind, Period.of_days(first, last))


def area(timeline: Timeline, first: date, last: date, *, row: int = 0, edge: int = 3) -> QRect:
    """Where a bar of some days is, a few pixels within its edges."""
    left, right = timeline.axis.span(Period.of_days(first, last))
    return QRect(round(left) + edge, HEAD + row * ROW + 8 + edge, round(right - left) - 2 * edge, 20 - 2 * edge)


def share(picture: QImage, color: str, within: QRect) -> float:
    """How much of an area has a colour."""
    return pixels(picture, color, within=within) / (within.width() * within.height())


JULY, SEPTEMBER = date(2019, 7, 1), date(2019, 9, 30)


@both
@pytest.mark.parametrize(
    ("kind", "ink"),
    [(BarKind.SIGNED, INKS.accent), (BarKind.ENDED, INKS.border_strong), (BarKind.PLANNED, INKS.surface)],
)
def test_a_bar_has_the_ground_of_its_kind_on_its_days_alone(
    shown: Shown, language: LanguageCode, kind: BarKind, ink: str
) -> None:
    timeline = shown(row_of(bar(kind, JULY, SEPTEMBER)), language=language)
    picture = picture_of(timeline)
    assert share(picture, ink, area(timeline, JULY, SEPTEMBER)) == 1.0
    if kind is not BarKind.PLANNED:
        assert pixels(picture, ink, within=area(timeline, date(2019, 5, 3), date(2019, 6, 28))) < 40  # a line at most
        assert pixels(picture, INKS.negative, within=area(timeline, JULY, SEPTEMBER)) == 0


@both
def test_a_planned_bar_has_a_dashed_edge_and_a_gap_a_dotted_line(shown: Shown, language: LanguageCode) -> None:
    made = row_of(bar(BarKind.PLANNED, JULY, SEPTEMBER)), row_of(bar(BarKind.GAP, JULY, SEPTEMBER))
    timeline = shown(*made, language=language)
    picture = picture_of(timeline)
    outline = area(timeline, JULY, SEPTEMBER, edge=0)
    dashes = pixels(picture, INKS.accent, within=outline, near=60)
    assert 60 < dashes < outline.width() * 2 + 60
    assert pixels(picture, INKS.accent, within=area(timeline, JULY, SEPTEMBER, row=1, edge=0), near=60) == 0
    assert share(picture, INKS.accent, area(timeline, JULY, SEPTEMBER, row=1)) == 0


@both
@pytest.mark.parametrize("kind", [BarKind.SIGNED, BarKind.PLANNED])
def test_a_bar_is_hatched_from_the_day_after_its_grant_ends(
    shown: Shown, language: LanguageCode, kind: BarKind
) -> None:
    timeline = shown(row_of(bar(kind, JULY, SEPTEMBER), paid_until=date(2019, 8, 15)), language=language)
    picture = picture_of(timeline)
    paid, beyond = (area(timeline, JULY, date(2019, 8, 15)), area(timeline, date(2019, 8, 16), SEPTEMBER))
    assert pixels(picture, INKS.negative, within=paid, near=90) == 0
    assert 0.1 < pixels(picture, INKS.negative, within=beyond, near=90) / (beyond.width() * beyond.height()) < 0.9
    assert share(picture, INKS.accent, beyond) == 0


@both
def test_the_words_of_a_bar_end_where_the_hatch_begins(shown: Shown, language: LanguageCode) -> None:
    words = Bar(BarKind.PLANNED, Period.of_days(JULY, SEPTEMBER), "Planned for as long as anybody may think of it", "")
    timeline = shown(row_of(words, paid_until=date(2019, 8, 31)), language=language)
    picture = picture_of(timeline)
    assert pixels(picture, INKS.accent, within=area(timeline, JULY, date(2019, 8, 31)), near=60) > 50
    assert pixels(picture, INKS.accent, within=area(timeline, date(2019, 9, 1), SEPTEMBER), near=60) == 0


def test_a_bar_that_its_grant_pays_to_the_last_day_has_no_hatch_and_one_after_it_is_all_hatch(shown: Shown) -> None:
    whole, none = (row_of(bar(BarKind.SIGNED, JULY, SEPTEMBER), paid_until=day) for day in (SEPTEMBER, JULY - DAY))
    timeline = shown(whole, none)
    picture = picture_of(timeline)
    assert share(picture, INKS.accent, area(timeline, JULY, SEPTEMBER)) == 1.0
    assert share(picture, INKS.accent, area(timeline, JULY, SEPTEMBER, row=1)) == 0.0


@both
def test_what_is_tried_longer_is_tinted_and_what_is_tried_shorter_is_taken_off(
    shown: Shown, language: LanguageCode
) -> None:
    first = bar(BarKind.SIGNED, date(2019, 1, 1), SEPTEMBER)
    timeline = shown(row_of(first), row_of(first), language=language)
    timeline.set_trials({1: date(2019, 12, 31)})
    picture = picture_of(timeline)
    added = area(timeline, date(2019, 10, 1), date(2019, 12, 31), edge=4)
    assert share(picture, INKS.accent_soft, added) > 0.4
    assert share(picture, INKS.accent, area(timeline, JULY, SEPTEMBER - 10 * DAY)) == 1.0
    timeline.set_trials({1: date(2019, 6, 30)})
    picture = picture_of(timeline)
    assert share(picture, INKS.accent, area(timeline, date(2019, 8, 20), SEPTEMBER, edge=4)) < 0.7
    assert share(picture, INKS.accent, area(timeline, date(2019, 2, 1), date(2019, 5, 31))) == 1.0


@both
def test_the_end_of_a_grant_is_a_red_upright_after_its_last_day(shown: Shown, language: LanguageCode) -> None:
    timeline = shown(language=language)
    picture = picture_of(timeline)
    x = round(timeline.axis.x(GRANT_ENDS + DAY))
    assert pixels(picture, INKS.negative, within=QRect(x - 1, 200, 2, 50)) == 100
    assert pixels(picture, INKS.negative, within=QRect(x - 6, 200, 5, 50)) == 0
    assert pixels(picture, INKS.negative, within=QRect(x + 1, 200, 5, 50)) == 0


def test_a_word_of_warning_stands_after_the_last_bar_and_gives_way_to_what_is_tried(shown: Shown) -> None:
    timeline = shown(row_of(bar(BarKind.SIGNED, date(2019, 1, 1), SEPTEMBER), note="no extension planned"))
    after = area(timeline, date(2019, 10, 2), date(2019, 12, 15), edge=0)
    assert pixels(picture_of(timeline), INKS.warning, within=after, near=40) > 20
    timeline.set_trials({1: date(2019, 12, 31)})
    assert pixels(picture_of(timeline), INKS.warning, within=after, near=40) == 0


def test_fixed_columns_are_never_narrower_than_in_english_and_begin_where_the_one_before_ends() -> None:
    short, long = Side.of(["V", "S", "P", "E"], "1"), Side.of(["Volontaire affecté"] * 4, "31 décembre 2019 au soir")
    assert (short.code, short.sex, short.station, short.ends) == (66, 32, 76, 80)
    assert min(long.code, long.sex, long.station) > 76
    assert long.ends > 80
    for side in (short, long):
        ends = [start + width for start, width in side.places()]
        starts = [start for start, _width in side.places()]
        assert all(end <= start for end, start in zip(ends, starts[1:], strict=False))
        assert ends[2] <= side.sign() < side.sign() + 14 <= starts[3]
        assert ends[3] + 8 == side.width


# --- figures below ----------------------------------------------------------------------------------------------------

MONTHS = {
    months_before(date(2019, 1, 1), -place): MonthCost(
        Decimal("1000.10"), Decimal("900.05"), Decimal("800.40") if place < 9 else None
    )
    for place in range(24)
}


@pytest.fixture
def costs(shown: Shown) -> Iterator[TimelineCosts]:
    context, timeline = make_context(None), shown(row_of(SIGNED, planned(GRANT_ENDS)))
    made = TimelineCosts(timeline, palette=context.palette, language=context.language, today=TODAY)
    made.resize(1166, 130)
    made.show_sheet(CostSheet("USD", MONTHS))
    made.show()
    yield made
    made.close()
    made.deleteLater()


def told(costs: TimelineCosts, day: date) -> list[str]:
    """What hovering a day tells, with plain spaces."""
    x = round(costs._timeline.axis.x(day)) + 1
    return costs.told_at(QPoint(x, 40)).replace("\u00a0", " ").splitlines()


def zoomed(costs: TimelineCosts, first: date, last: date) -> None:
    """Shows these days."""
    costs._timeline.show_days(Period.of_days(first, last))


def test_a_quarter_tells_the_sum_of_its_three_months(costs: TimelineCosts) -> None:
    zoomed(costs, date(2018, 1, 1), date(2021, 12, 31))
    assert costs.columns()[4] == Period(date(2019, 1, 1), date(2019, 4, 1))
    assert told(costs, date(2019, 5, 10)) == [
        "1 Apr 2019 to 30 Jun 2019",
        "Pro forma: USD 3,000.30",
        "Committed, signed: USD 2,700.15",
        "Actual, ledger: USD 2,401.20",
        "Actual − pro forma: USD −599.10",
    ]
    assert told(costs, date(2019, 11, 10)) == [
        "1 Oct 2019 to 31 Dec 2019",
        "Pro forma: USD 3,000.30",
        "Committed, signed: USD 2,700.15",
    ]
    assert told(costs, date(2018, 11, 10)) == []


def test_a_year_tells_the_sum_of_its_twelve_months(costs: TimelineCosts) -> None:
    zoomed(costs, date(2012, 1, 1), date(2029, 12, 31))
    assert told(costs, date(2020, 7, 1)) == [
        "1 Jan 2020 to 31 Dec 2020",
        "Pro forma: USD 12,001.20",
        "Committed, signed: USD 10,800.60",
    ]


def test_a_month_that_is_half_out_of_sight_still_tells_all_of_it(costs: TimelineCosts) -> None:
    zoomed(costs, date(2019, 5, 20), date(2019, 9, 10))
    assert told(costs, date(2019, 5, 25))[:2] == ["May 2019", "Pro forma: USD 1,000.10"]
    assert told(costs, date(2019, 9, 1))[0] == "September 2019"


def test_what_is_tried_is_told_in_place_of_what_is(costs: TimelineCosts) -> None:
    zoomed(costs, date(2019, 5, 20), date(2019, 9, 10))
    more = {**MONTHS, date(2019, 6, 1): MonthCost(Decimal("1500.55"), Decimal(0), None)}
    costs.show_sheet(CostSheet("USD", MONTHS, more))
    assert told(costs, date(2019, 6, 10)) == ["June 2019", "Pro forma: USD 1,500.55", "Committed, signed: USD 0.00"]
    assert told(costs, date(2019, 7, 10))[1] == "Pro forma: USD 1,000.10"


def test_another_currency_has_its_own_figures_and_its_own_cents(costs: TimelineCosts) -> None:
    zoomed(costs, date(2019, 5, 20), date(2019, 9, 10))
    costs.show_sheet(CostSheet("XOF", {date(2019, 6, 1): MonthCost(Decimal(480_000), Decimal(0), None)}))
    assert costs.accessibleName() == "Cost by month, XOF"
    assert told(costs, date(2019, 6, 10)) == ["June 2019", "Pro forma: XOF 480,000", "Committed, signed: XOF 0"]
    assert told(costs, date(2019, 7, 10)) == []


def test_figures_change_their_ink_where_they_have_no_funding_or_are_tried(costs: TimelineCosts) -> None:
    zoomed(costs, date(2019, 5, 1), date(2019, 9, 30))
    bare = {**MONTHS, date(2019, 6, 1): MonthCost(Decimal("1000.10"), Decimal("900.05"), None, Decimal("0.01"))}

    def inked(color: str, month: int) -> bool:
        left, right = costs._timeline.axis.span(Period(date(2019, month, 1), date(2019, month + 1, 1)))
        line = QRect(round(left) + 3, 27, round(right - left) - 6, 22)  # pro forma
        return pixels(picture_of(costs), color, within=line, near=40) > 10

    assert not inked(INKS.negative, 6)
    costs.show_sheet(CostSheet("USD", bare))
    assert inked(INKS.negative, 6)
    assert not inked(INKS.negative, 7)
    costs.show_sheet(CostSheet("USD", MONTHS, {**MONTHS, date(2019, 7, 1): MonthCost(Decimal(2000))}))
    assert inked(INKS.accent, 7)
    assert not inked(INKS.accent, 8)
