"""The months of a deployment: each column sums to its foot, and what is not known yet is no difference."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from desktop.domain.money import Money
from desktop.domain.staffing.figures import CostKey, CostRow, ThreeFigures, totals
from desktop.language import Language
from desktop.ui.models.deployment_months import MonthsModel


def _row(month: date, pro_forma: str, actual: str) -> CostRow:
    due, spent, nothing = (Money(Decimal(amount), "USD") for amount in (pro_forma, actual, "0"))
    return CostRow(1, "D-1", CostKey(month, 1, None), "GR-1", "", ThreeFigures(due, due, spent, due, nothing))


def test_the_difference_sums_to_its_foot_without_months_that_are_to_come(speak: Callable[[str], Language]) -> None:
    rows = [_row(date(2019, month, 1), "816.00", actual) for month, actual in ((8, "777.63"), (9, "0"), (11, "0"))]
    model = MonthsModel(speak("en"), date(2019, 10, 21))
    model.show(rows, totals(rows))
    assert [model.cell(row, 5).text for row in range(3)] == ["−38.37", "−816.00", ""]
    assert [model.foot(column).text for column in (2, 4, 5)] == ["2,448.00", "777.63", "−854.37"]
