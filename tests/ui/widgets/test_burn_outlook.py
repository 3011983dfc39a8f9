"""What is to come on the chart of a grant: the forecast, the day cash ends, the months below, what is drawn at all."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication

from desktop.domain.period import Period
from desktop.language import Language
from desktop.ui.widgets.burn_chart import BurnChart, BurnMonth, Outlook, shown_period
from tests.helpers.painting import columns_with, pixels
from tests.helpers.window import dress
from tests.ui.widgets.test_charts import PALETTE, POINTS, YEAR, burn, drawn


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    dress(qapp)


OUTLOOK = Outlook(
    path=[(date(2019, 10, 21), 60_000), (date(2019, 12, 1), 80_000), (date(2019, 12, 31), 95_000)],
    monthly=15_000,
    pace="15,000 a month",
    cash_ends_on=date(2019, 12, 1),
)


@pytest.mark.parametrize("mirrored", [False, True])
def test_burn_draws_what_is_to_come_and_rings_the_day_cash_ends(english: Language, mirrored: bool) -> None:
    chart = burn(POINTS, english)
    before = drawn(chart, width=700, height=300, mirrored=mirrored)
    chart.show_outlook(OUTLOOK)
    picture = drawn(chart, width=700, height=300, mirrored=mirrored)
    assert pixels(before, PALETTE.warning) == 0
    ring = columns_with(picture, PALETTE.warning)
    future = [x for x in columns_with(picture, PALETTE.accent) if (x < 120 if mirrored else x > 600)]
    assert future
    assert (min(ring) < 200) if mirrored else (max(ring) > 600)
    assert chart.accessibleName().endswith("Spent 60,000, Cash ends 1 Dec")


def test_burn_draws_months_below_where_there_is_room(english: Language) -> None:
    months = [BurnMonth(date(2019, month, 1), 5_000.0 * month, running=month == 10) for month in range(1, 11)]
    chart = BurnChart(
        POINTS, period=YEAR, awarded=100_000, today=date(2019, 10, 21), palette=PALETTE, language=english, months=months
    )
    chart.show_outlook(OUTLOOK)
    foot = QRect(0, 240, 700, 40)
    assert pixels(drawn(chart, width=700, height=300), PALETTE.accent, within=foot) > 500
    assert pixels(drawn(chart, width=700, height=130), PALETTE.border) > 0  # no room for months, the lines go on


def test_of_a_long_grant_the_last_year_and_what_is_to_come_are_drawn() -> None:
    long = Period.of_days(date(2016, 1, 1), date(2020, 3, 31))
    assert shown_period(long, date(2019, 10, 21)) == Period.of_days(date(2019, 1, 1), date(2020, 3, 31))
    assert shown_period(long, date(2016, 2, 1)) == Period.of_days(date(2016, 1, 1), date(2017, 3, 31))
    assert shown_period(YEAR, date(2019, 10, 21)) == YEAR
    endless = Period.of_days(date(2016, 1, 1), date.max)
    assert shown_period(endless, date(2019, 10, 21)).start == date(2019, 1, 1)
