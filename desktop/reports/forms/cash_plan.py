"""What the plan of a grant gives the months ahead: the phases of its budget or, without any, what is left in even days.

The same conventions as `domain.forecast`: never more than the budget has left, and commitments are part of the plan.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from desktop.domain.forecast import planned_in, planned_phases
from desktop.domain.money import ZERO, Money, minor_units, split
from desktop.domain.period import ONE_DAY, Period, months_later, next_month
from desktop.language import Message, Month, say
from desktop.reports.builder import Figures
from desktop.reports.facts import ReportFacts
from desktop.reports.forms.grid import Grid, GridColumn, RowFacts, Source, Stated
from desktop.reports.report import Figure, ReportColumn, ReportRow, ReportTable, RowStyle, Unit

_BUDGET, _SPENT, _LEFT, _PLANNED = "plan.budget", "plan.spent", "plan.left", "plan.planned"
_COVERED, _BEYOND = "plan.committed", "plan.beyond"
_DAYS, _DAYS_LEFT, _WEIGHTED = "plan.days", "plan.days_left", "plan.weighted"
_MONTHS: Final = "months"


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan in figures, by the keys they have: all that is `planned`, and what of it lies `beyond` commitments."""

    days: Message
    tables: tuple[ReportTable, ...]
    workings: tuple[tuple[Message, Figure], ...]
    notes: tuple[Message, ...]
    spent: str = _SPENT
    planned: str = _PLANNED
    beyond: str = _BEYOND
    of_months: str = f"planned.{_MONTHS}.total"

    @property
    def by_month(self) -> ReportTable:
        """The table of the months."""
        return self.tables[-1]


@dataclass(frozen=True, slots=True)
class _Ahead:
    """The days a plan is for: of `window`, those of the grant (None when it is over), and all it has left."""

    window: Period
    within: Period | None
    left: Period | None


def make_plan(facts: ReportFacts, figures: Figures, *, months: int, committed: str) -> Plan:
    """The plan for so many months after the last day of a report; `committed` is what is open."""
    ahead = _ahead(facts, months)
    figures.given(_BUDGET, *_budget(facts))
    figures.entries(_SPENT, "spent")
    figures.difference(_LEFT, _BUDGET, _SPENT)
    weights = _planned(facts, figures, ahead)
    # What is committed of the plan is no more than the plan.
    figures.sum_of(_COVERED, [min((committed, _PLANNED), key=figures.value)])
    figures.difference(_BEYOND, _PLANNED, _COVERED)
    evenly = [(say("Days of the plan"), _DAYS), (say("Days to the end of the grant"), _DAYS_LEFT)]
    evenly.append((say("What is left, times the days of the plan"), _WEIGHTED))
    return Plan(
        days=say("{first} to {last}", first=ahead.window.start, last=ahead.window.last),
        tables=(_table(facts, figures), _by_month(facts, figures, ahead, weights)),
        workings=tuple((label, figures.made(key)) for label, key in evenly if figures.found(key) is not None),
        notes=_notes(facts, ahead),
    )


def _ahead(facts: ReportFacts, months: int) -> _Ahead:
    start = facts.period.last + ONE_DAY
    window = Period(start, months_later(start, months))
    end = facts.grant.ends_on
    if end is None or end < start:
        return _Ahead(window, None, None)
    left = Period.of_days(max(start, facts.grant.starts_on or start), end)
    if left.start >= window.end:
        return _Ahead(window, None, left)
    return _Ahead(window, Period(left.start, min(left.end, window.end)), left)


def _budget(facts: ReportFacts) -> tuple[Decimal, Message]:
    """The approved budget; without one the award takes its place."""
    grant = facts.grant
    if facts.lines:
        return sum(facts.budget.values(), ZERO), say("Approved budget of {grant}", grant=grant.reference)
    return grant.amount, say("Award of {grant}", grant=grant.reference)


# --- what is planned -------------------------------------------------------------------------------------------------


def _planned(facts: ReportFacts, figures: Figures, ahead: _Ahead) -> list[Fraction]:
    """Makes the figure of what is planned; returns what it gives each month, as weights."""
    if ahead.within is None or ahead.left is None or figures.value(_LEFT) <= 0:
        figures.given(_PLANNED, ZERO, say("Nothing is left, or the grant is over."))
        return []
    parts = _months(ahead.within)
    phases = planned_phases((each for line in facts.lines for each in line.phases), end=ahead.left.end)
    if not phases:
        _evenly(facts, figures, ahead.within, ahead.left)
        return [Fraction(part.days) for part in parts]
    money = _rounded(sum((planned_in(phases, part) for part in parts), Fraction(0)), facts.grant.currency)
    if money.amount > figures.value(_LEFT):
        figures.sum_of(_PLANNED, [_LEFT])
    else:
        source = say("Phases of the approved budget of {grant}", grant=facts.grant.reference)
        figures.given(_PLANNED, money.amount, source)
    return [planned_in(phases, part) for part in parts]


def _evenly(facts: ReportFacts, figures: Figures, within: Period, left: Period) -> None:
    source = say("Days of {grant}", grant=facts.grant.reference)
    figures.given(_DAYS, Decimal(within.days), source, unit=Unit.QUANTITY)
    figures.given(_DAYS_LEFT, Decimal(left.days), source, unit=Unit.QUANTITY)
    decimals = minor_units(facts.grant.currency)
    figures.product(_WEIGHTED, [_LEFT, _DAYS], decimals=decimals)
    figures.per_unit(_PLANNED, _WEIGHTED, _DAYS_LEFT, decimals=decimals)


def _months(period: Period) -> list[Period]:
    """The parts of a period that lie in each month."""
    starts = [max(month, period.start) for month in period.months()]
    return [Period(start, min(next_month(start), period.end)) for start in starts]


def _rounded(exact: Fraction, currency: str) -> Money:
    return Money.rounded(Decimal(exact.numerator) / Decimal(exact.denominator), currency)


# --- tables ----------------------------------------------------------------------------------------------------------


def _table(facts: ReportFacts, figures: Figures) -> ReportTable:
    rows = (
        _row(figures, _BUDGET, say("Approved budget") if facts.lines else say("Awarded, without an approved budget")),
        _row(figures, _SPENT, say("Expenditure in all")),
        _row(figures, _LEFT, say("Left of the budget"), RowStyle.SUBTOTAL),
        _row(figures, _PLANNED, say("Planned for the months ahead")),
        _row(figures, _COVERED, say("of which open commitments"), level=1),
        _row(figures, _BEYOND, say("of which beyond the commitments"), level=1),
    )
    return ReportTable("plan", say("Plan"), say("Budget"), (ReportColumn("amount", say("Amount")),), rows)


def _row(figures: Figures, key: str, label: Message, style: RowStyle = RowStyle.LINE, *, level: int = 0) -> ReportRow:
    return ReportRow(key, label, (figures.made(key),), style=style, level=level)


def _by_month(facts: ReportFacts, figures: Figures, ahead: _Ahead, weights: Sequence[Fraction]) -> ReportTable:
    """What is planned of each month; the parts sum to it to the cent."""
    grid = Grid(figures, (GridColumn("planned", say("Planned"), Stated()),))
    whole = Money(figures.value(_PLANNED), facts.grant.currency)
    amounts = split(whole, [Decimal(weight.numerator) / weight.denominator for weight in weights]) if whole else ()
    source = Source(say("Plan of {grant}", grant=facts.grant.reference), "grants", facts.grant.id)
    starts = [part.start for part in _months(ahead.within)] if ahead.within and amounts else []
    rows = []
    for start, amount in zip(starts, amounts, strict=True):
        own = RowFacts(stated={"planned": amount.amount}, source=source)
        rows.append(grid.row(f"{_MONTHS}.{start:%Y-%m}", Month(start), own))
    total = grid.total(f"{_MONTHS}.total", say("Planned for the months ahead"), [row.key for row in rows])
    return grid.table(_MONTHS, say("Forecast by month"), say("Month"), [*rows, total])


def _notes(facts: ReportFacts, ahead: _Ahead) -> tuple[Message, ...]:
    if ahead.left is None:
        return (say("The grant has no last day, or is over: nothing is planned."),)
    if ahead.within is None:
        return (say("The grant begins after these months: nothing is planned."),)
    if any(line.phases for line in facts.lines):
        return (say("The plan is what the phases of the approved budget give these months, at most what is left."),)
    end = ahead.left.last
    return (say("The plan is what is left of the budget, in even days to the end of the grant on {day}.", day=end),)
