"""The figures under the timeline follow its months, and are told to the cent where they have no room."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint

from desktop.domain.money import ZERO, Money
from desktop.domain.period import Period, months_before
from desktop.domain.staffing.figures import ThreeFigures
from desktop.services.deployments.whatif import GrantChange, MonthChange
from desktop.ui.models.month_costs import CostSheet, MonthCost, sheet_months, with_changes
from desktop.ui.widgets.timeline_axis import Step
from desktop.ui.widgets.timeline_costs import TimelineCosts
from tests.helpers.timelines import TODAY, shown_timeline
from tests.helpers.window import button_named, click, make_context

JANUARY, APRIL = date(2019, 1, 1), date(2020, 4, 1)
MONTHS = {
    months_before(JANUARY, -place): MonthCost(Decimal(12480), Decimal(12480), Decimal(11836) if place == 4 else None)
    for place in range(15)
} | {APRIL: MonthCost(Decimal(1248), ZERO, None, Decimal(1248))}


@pytest.fixture
def costs(from_the_left: None) -> Iterator[TimelineCosts]:  # noqa: ARG001 - an application is there
    context, timeline = make_context(None), shown_timeline()
    made = TimelineCosts(timeline, palette=context.palette, language=context.language, today=TODAY)
    made.resize(1166, 130)
    made.show_sheet(CostSheet("USD", MONTHS), others=["XOF"])
    made.show()
    yield made
    for widget in (made, timeline):
        widget.close()
        widget.deleteLater()


def test_months_become_quarters_where_figures_have_no_room(costs: TimelineCosts) -> None:
    timeline = costs._timeline
    assert costs.columns()[0] == Period(JANUARY, date(2019, 2, 1))
    timeline.zoom(0.6, timeline.axis.left)
    assert costs.columns()[0].days > 80
    timeline.zoom(0.2, timeline.axis.left)
    far = timeline.axis.step
    assert costs.columns()[0] == Period(JANUARY, date(2020, 1, 1))
    costs.grab()
    timeline.zoom(200, timeline.axis.left)
    assert (far, timeline.axis.step) == (Step.YEARS, Step.DAYS)
    assert costs.columns()[0] == Period(JANUARY, date(2019, 2, 1))


def test_a_figure_is_told_to_the_cent(costs: TimelineCosts) -> None:
    def told(day: date) -> list[str]:
        return costs.told_at(QPoint(round(costs._timeline.axis.x(day)) + 12, 40)).splitlines()

    assert told(date(2019, 5, 5)) == [
        "May 2019",
        "Pro forma: USD\u00a012,480.00",
        "Committed, signed: USD\u00a012,480.00",
        "Actual, ledger: USD\u00a011,836.00",
        "Actual − pro forma: USD\u00a0−644.00",
    ]
    assert told(APRIL) == ["April 2020", "Pro forma: USD\u00a01,248.00", "Committed, signed: USD\u00a00.00"]
    assert costs.told_at(QPoint(40, 40)) == ""
    assert costs.accessibleName() == "Cost by month, USD"


def test_another_currency_is_asked_for_and_never_added(costs: TimelineCosts) -> None:
    heard: list[str] = []
    costs.currency_wanted.connect(heard.append)
    click(button_named(costs, "Show XOF"))
    assert heard == ["XOF"]


def test_what_is_tried_is_added_to_pro_forma() -> None:
    def usd(amount: int) -> Money:
        return Money(Decimal(amount), "USD")

    change = MonthChange(APRIL, usd(1248), usd(3744), usd(3744))
    grant = GrantChange(1, "NER-CT-01", date(2020, 3, 31), usd(100), usd(0), (change,))
    after = with_changes(MONTHS, [grant], "USD")
    assert (after[APRIL].pro_forma, after[APRIL].unfunded) == (Decimal(3744), Decimal(3744))
    assert after[JANUARY] == MONTHS[JANUARY]
    assert with_changes(MONTHS, [grant], "XOF") == MONTHS
    less = MonthChange(APRIL, usd(1248), usd(0), usd(0))
    assert with_changes(MONTHS, [GrantChange(1, "G", None, usd(0), usd(0), (less,))], "USD")[APRIL] == MonthCost()


def test_a_month_that_is_not_over_has_no_zero() -> None:
    nothing = ThreeFigures.zero("USD")
    shown = sheet_months({JANUARY: nothing, TODAY.replace(day=1): nothing}, TODAY)
    assert [cost.actual for cost in shown.values()] == [ZERO, None]
    assert shown[JANUARY].difference == ZERO
