"""The columns by which tables tell what was spent: in the period, of earlier ones, in all, and what is committed."""

from __future__ import annotations

from desktop.language import say
from desktop.reports.facts import ReportFacts
from desktop.reports.forms.grid import GridColumn, Summed
from desktop.reports.forms.heads import has_adjustments
from desktop.reports.trace import ADJUSTMENT, IN_PERIOD


def spending_columns(facts: ReportFacts) -> tuple[GridColumn, ...]:
    """Expenditure of the period, that of earlier ones where it was not reported then, that in all, and commitments."""
    return (
        GridColumn("period", say("Expenditure of the period"), Summed("spent", {"when": IN_PERIOD})),
        *adjustment_columns(facts, "spent"),
        GridColumn("cumulative", say("Expenditure in all"), Summed("spent")),
        GridColumn("committed", say("Open commitments"), Summed("committed")),
    )


def adjustment_columns(facts: ReportFacts, measure: str) -> tuple[GridColumn, ...]:
    """What was posted of `measure` into the time of earlier reports after these were submitted; none when nothing."""
    if not has_adjustments(facts):
        return ()
    return (GridColumn("adjustment", say("Adjustments of earlier periods"), Summed(measure, {"when": ADJUSTMENT})),)
