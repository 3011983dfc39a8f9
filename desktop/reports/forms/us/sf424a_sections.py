"""Sections A, C, D and E of the SF-424A: the summary by program, what is not federal, and the cash by time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from desktop.domain.money import ZERO
from desktop.domain.period import months_before
from desktop.language import Message, Value, say
from desktop.reports.builder import Figures
from desktop.reports.facts import LineFacts, ReportFacts
from desktop.reports.options import Option, OptionKind
from desktop.reports.report import Cell, ColumnKind, ReportColumn, ReportRow, ReportTable, RowStyle
from desktop.reports.trace import NONE

INCOME: Final = Option("program_income", say("Program income expected"), OptionKind.MONEY)
DIRECT_CHARGES: Final = Option("direct_charges", say("Direct charges, explained"))
REMARKS: Final = Option("remarks", say("Remarks"))
OPTIONS: Final = (INCOME, DIRECT_CHARGES, REMARKS)

_QUARTERS: Final = (say("1st quarter"), say("2nd quarter"), say("3rd quarter"), say("4th quarter"))
_LATER_YEARS: Final = (say("First"), say("Second"), say("Third"), say("Fourth"))
_QUARTER, _YEAR = 3, 12


@dataclass(frozen=True, slots=True)
class Program:
    """A column of the form: a project of the grant, by the key that its figures have."""

    key: str
    reference: str
    title: Value


def programs_of(facts: ReportFacts) -> tuple[Program, ...]:
    """The projects that have a budget, in the order of the grant; one at least."""
    budgeted = {line.project for line in facts.lines}
    titles = dict(facts.grant.projects)
    known = [reference for reference in titles if reference in budgeted] + sorted(budgeted - titles.keys())
    found = [
        Program(f"p{number}", reference, facts.grant.reference if reference == NONE else reference)
        for number, reference in enumerate(known, start=1)
    ]
    return tuple(found) or (Program("p1", NONE, facts.grant.reference),)


def budgeted(facts: ReportFacts, program: Program, category: str) -> Decimal:
    """What the approved budget of a program gives a category."""
    number = None if category == NONE else int(category)
    return sum(
        (line.amount for line in facts.lines if (line.project, line.category) == (program.reference, number)), ZERO
    )


# --- A ---------------------------------------------------------------------------------------------------------------


def summary(facts: ReportFacts, figures: Figures, programs: Sequence[Program]) -> ReportTable:
    """Section A: of each program what is asked of the agency, and of others."""
    grant = facts.grant
    several = len(programs) > 1
    for program in programs:
        total = f"{program.key}.6k" if several else "budget.6k"
        figures.sum_of(f"a.federal.{program.key}", [total])
    figures.sum_of("a.federal", [f"a.federal.{program.key}" for program in programs])
    source = say("Cost share of {grant}", grant=grant.reference)
    figures.given("a.other", grant.cost_share or ZERO, source, register="grants", record_id=grant.id)
    figures.sum_of("a.total", ["a.federal", "a.other"])
    listing = grant.assistance_listing or None
    rows = [
        ReportRow(
            program.key,
            _program_title(facts, program),
            (
                listing,
                None,
                None,
                figures.made(f"a.federal.{program.key}"),
                *_beside(figures, program, several=several),
            ),
            str(number),
        )
        for number, program in enumerate(programs, start=1)
    ]
    totals: tuple[Cell, ...] = (None, None, None, *(figures.made(key) for key in ("a.federal", "a.other", "a.total")))
    rows.append(ReportRow("totals", say("Totals"), totals, "5", RowStyle.TOTAL))
    columns = (
        ReportColumn("listing", say("Assistance Listing number"), ColumnKind.TEXT),
        ReportColumn("unobligated_federal", say("Estimated unobligated, Federal")),
        ReportColumn("unobligated_other", say("Estimated unobligated, non-Federal")),
        ReportColumn("federal", say("New or revised budget, Federal")),
        ReportColumn("other", say("New or revised budget, non-Federal")),
        ReportColumn("total", say("Total")),
    )
    title = say("Section A: budget summary")
    return ReportTable("summary", title, say("Grant program or activity"), columns, tuple(rows))


def _beside(figures: Figures, program: Program, *, several: bool) -> tuple[Cell, Cell]:
    """What others add to a program, and its total; of several programs the cost share is not parted."""
    if several:
        return (None, None)
    other = figures.sum_of(f"a.other.{program.key}", ["a.other"])
    return (other, figures.sum_of(f"a.total.{program.key}", [f"a.federal.{program.key}", other.key]))


def _program_title(facts: ReportFacts, program: Program) -> Value:
    return dict(facts.grant.projects).get(program.reference) or facts.grant.title


# --- C ---------------------------------------------------------------------------------------------------------------


def resources(facts: ReportFacts, figures: Figures) -> tuple[ReportTable, ...]:
    """Section C: what does not come from the agency; none without a cost share."""
    if not facts.grant.cost_share:
        return ()
    cells = (figures.sum_of("c.applicant", ["a.other"]), None, None, figures.sum_of("c.total", ["c.applicant"]))
    columns = (
        ReportColumn("applicant", say("Applicant")),
        ReportColumn("state", say("State")),
        ReportColumn("other", say("Other sources")),
        ReportColumn("total", say("Totals")),
    )
    row = ReportRow("12", say("Totals"), cells, "12", RowStyle.TOTAL)
    return (ReportTable("resources", say("Section C: non-Federal resources"), say("Source"), columns, (row,)),)


# --- D and E ---------------------------------------------------------------------------------------------------------


def cash_needs(facts: ReportFacts, figures: Figures) -> tuple[ReportTable, ...]:
    """Sections D and E, by the phases of the budget: the quarters of the first year, then the years after it."""
    phases = _phases(facts.lines)
    if not phases:
        return ()
    by_quarter = any(day.month != 1 for day in phases)
    first = min(phases)
    if facts.grant.starts_on:
        first = min(first, _start_of(facts.grant.starts_on, months=_QUARTER if by_quarter else _YEAR))
    tables = [_first_year(figures, phases, first, by_quarter=by_quarter)]
    if max(phases) >= _after(first, months=_YEAR):
        tables.append(_later_years(figures, phases, first))
    return tuple(tables)


def _phases(lines: Sequence[LineFacts]) -> dict[date, Decimal]:
    """What all lines need, by the first day of a quarter or year."""
    found: dict[date, Decimal] = {}
    for line in lines:
        for day, amount in line.phases:
            found[day] = found.get(day, ZERO) + amount
    return found


def _start_of(day: date, *, months: int) -> date:
    """The first day of the quarter or year of the calendar."""
    return months_before(day.replace(day=1), (day.month - 1) % months)


def _after(day: date, *, months: int) -> date:
    return months_before(day, -months)


def _between(phases: dict[date, Decimal], first: date, end: date) -> Decimal:
    return sum((amount for day, amount in phases.items() if first <= day < end), ZERO)


def _first_year(figures: Figures, phases: dict[date, Decimal], first: date, *, by_quarter: bool) -> ReportTable:
    source = say("Phases of the approved budget")
    cells: list[Cell] = []
    if by_quarter:
        for number in range(len(_QUARTERS)):
            start = _after(first, months=_QUARTER * number)
            amount = _between(phases, start, _after(start, months=_QUARTER))
            cells.append(figures.given(f"d.{number + 1}", amount, source))
        year = figures.sum_of("d.year", [f"d.{number + 1}" for number in range(len(_QUARTERS))])
    else:
        cells = [None] * len(_QUARTERS)
        year = figures.given("d.year", _between(phases, first, _after(first, months=_YEAR)), source)
    columns = (
        ReportColumn("year", say("Total for the first year")),
        *(ReportColumn(f"quarter_{number}", label) for number, label in enumerate(_QUARTERS, start=1)),
    )
    row = ReportRow("13", say("Federal"), (year, *cells), "13")
    return ReportTable("cash", say("Section D: forecasted cash needs"), say("Source"), columns, (row,))


def _later_years(figures: Figures, phases: dict[date, Decimal], first: date) -> ReportTable:
    source = say("Phases of the approved budget")
    columns: list[ReportColumn] = []
    cells: list[Cell] = []
    for number, label in enumerate(_LATER_YEARS, start=1):
        start = _after(first, months=_YEAR * number)
        end = date.max if number == len(_LATER_YEARS) else _after(start, months=_YEAR)
        columns.append(ReportColumn(f"year_{number}", label))
        cells.append(figures.given(f"e.{number}", _between(phases, start, end), source))
    row = ReportRow("20", say("Totals"), tuple(cells), "20", RowStyle.TOTAL)
    title: Message = say("Section E: Federal funds needed for the balance of the project, by year")
    return ReportTable("balance_of_project", title, say("Grant program"), tuple(columns), (row,))
