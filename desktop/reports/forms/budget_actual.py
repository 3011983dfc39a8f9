"""Budget against actual by line, with a column for each revision: how the budget came to be what it is, and what was
spent of it. Revisions stand beside each other and are never added up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from desktop.domain.codes import CostCategory
from desktop.domain.money import ZERO
from desktop.language import Message, Value, say
from desktop.reports.builder import Figures
from desktop.reports.facts import BudgetFacts, LineFacts, ReportFacts
from desktop.reports.forms.categories import budget_source, category_name
from desktop.reports.forms.grid import Grid, GridColumn, Less, RowFacts, Said, Share, Source, Stated
from desktop.reports.forms.heads import grant_facts, sample_notes
from desktop.reports.forms.over_budget import Overspending, overspending
from desktop.reports.forms.spending import spending_columns
from desktop.reports.layout import Layout
from desktop.reports.report import Chart, Figure, Proof, Report, ReportRow, ReportTable, RowStyle
from desktop.reports.trace import IN_PERIOD, NONE

NAME: Final = "budget_actual"
TITLE: Final = say("Budget and actual by line")
ABOUT: Final = say("Every budget line with its revisions, expenditure, commitments and what is available.")
DIMENSIONS: Final = ("when", "line", "category")
_BUDGET: Final = "budget"
_REMARK: Final = "remark"
_CHARTED: Final = 16  # more lines than that are no picture
_ORDER: Final = (*(int(category) for category in CostCategory if category.is_direct), None, int(CostCategory.INDIRECT))


@dataclass(frozen=True, slots=True)
class _State:
    """How the budget of a grant stood after an approval: what it gave each line."""

    key: str
    label: Value
    by_line: Mapping[str, Decimal]


def build_budget_actual(facts: ReportFacts) -> Report:
    """The report as a value."""
    figures = Figures(facts.sums)
    states = _states(facts)
    over = overspending(facts)
    lines = _table(facts, Grid(figures, _columns(facts, states)), states, over)
    count = sum(row.style is RowStyle.LINE for row in lines.rows)
    return Report(
        name=NAME,
        title=TITLE,
        period=facts.period,
        currency=facts.grant.currency,
        scope=facts.scope,
        facts=grant_facts(facts),
        tables=(lines,),
        workings=_workings(facts, figures),
        proofs=_proofs(figures),
        notes=_notes(facts, over, revised=len(states) > 1),
        chart=Chart(say("Budget and expenditure"), lines.key, (_BUDGET, "cumulative")) if count <= _CHARTED else None,
        landscape=True,
        entry_count=facts.sums.entries,
    )


# --- revisions -------------------------------------------------------------------------------------------------------


def _states(facts: ReportFacts) -> list[_State]:
    """The budget at first, after each revision, and as approved now, which comes last.

    The budgets of several projects are one: a revision of one takes the place of what that project had before.
    """
    current: dict[str, BudgetFacts] = {}
    later = []
    for budget in sorted(facts.budgets, key=_by_approval):
        if budget.project in current:
            later.append(budget)
        else:
            current[budget.project] = budget
    labels: list[Value] = [_label(*current.values())]
    stands = [_by_line(current.values())]
    for budget in later:
        current[budget.project] = budget
        labels.append(_label(budget, of_project=len(current) > 1))
        stands.append(_by_line(current.values()))
    if later:
        labels[-1] = say("Approved budget: {budget}", budget=labels[-1])
    else:
        labels = [_only_label(facts.budgets)]
    keys = [*(f"revision_{number}" for number in range(len(stands) - 1)), _BUDGET]
    return [_State(*state) for state in zip(keys, labels, stands, strict=True)]


def _by_approval(budget: BudgetFacts) -> tuple[int, date, int]:
    """By revision, since not every budget says when it was approved; those of several projects by their days."""
    return budget.revision, budget.approved_on or date.min, budget.id


def _by_line(budgets: Iterable[BudgetFacts]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for budget in budgets:
        for key, amount in budget.by_line.items():
            found[key] = found.get(key, ZERO) + amount
    return found


def _label(*budgets: BudgetFacts, of_project: bool = False) -> Value:
    """What a column is called; the first budgets of several projects have one column."""
    if len(budgets) != 1:
        return say("First budget")
    (budget,) = budgets
    label = say("{budget}, {project}", budget=budget.label, project=budget.project) if of_project else budget.label
    return label if budget.approved_on is None else say("{budget}, {day}", budget=label, day=budget.approved_on)


def _only_label(budgets: Sequence[BudgetFacts]) -> Message:
    """What the one column is called when nothing was revised."""
    days = {budget.approved_on for budget in budgets}
    day = days.pop() if len(days) == 1 else None
    return say("Approved budget") if day is None else say("Approved budget, {day}", day=day)


def _columns(facts: ReportFacts, states: Sequence[_State]) -> tuple[GridColumn, ...]:
    return (
        *(GridColumn(state.key, state.label, Stated()) for state in states),
        *spending_columns(facts),
        GridColumn("available", say("Available"), Less(_BUDGET, ("cumulative", "committed"))),
        GridColumn("delivery", say("Delivery"), Share("cumulative", _BUDGET)),
        GridColumn(_REMARK, say("Remark"), Said()),
    )


# --- lines -----------------------------------------------------------------------------------------------------------


def _table(facts: ReportFacts, grid: Grid, states: Sequence[_State], over: Overspending) -> ReportTable:
    """The lines by category: each category with what its lines come to, and these under it."""
    rows: list[ReportRow] = []
    keys = []
    for category in _ORDER:
        lines = _line_rows(facts, grid, states, category, over)
        if not lines:
            continue
        number = NONE if category is None else str(category)
        keys.append(f"category.{number}")
        head = grid.total(
            keys[-1],
            category_name(category),
            [line.key for line in lines],
            said={_REMARK: over.categories.get(category)},
            style=RowStyle.SUBTOTAL,
            number="" if category is None else number,
        )
        rows += [head, *lines]
    rows.append(grid.total("total", say("Total"), keys))
    return grid.table("lines", say("By budget line"), say("Budget line"), rows)


def _line_rows(
    facts: ReportFacts, grid: Grid, states: Sequence[_State], category: int | None, over: Overspending
) -> list[ReportRow]:
    """The lines of a category as approved, then those that a revision removed, then what names no line."""
    removed = say("Removed by a revision")
    remarked = [
        *((line, over.lines.get(line.key)) for line in sorted(_distinct(facts.lines), key=_in_order)),
        *((line, removed) for line in sorted(facts.former_lines, key=_in_order)),
    ]
    rows = [_line_row(facts, grid, states, line, remark) for line, remark in remarked if line.category == category]
    number = NONE if category is None else str(category)
    if (NONE, number) in facts.sums.used_with(("line", "category")):
        where = {"line": NONE, "category": number}
        own = RowFacts(where=where, said={_REMARK: None}, source=budget_source(facts))
        rows.append(grid.row(f"unlined.{number}", say("Without a budget line"), own, level=1))
    return rows


def _distinct(lines: Iterable[LineFacts]) -> list[LineFacts]:
    """Each line once: what is spent on a line is told by its key."""
    return list({line.key: line for line in lines}.values())


def _in_order(line: LineFacts) -> list[tuple[int, str]]:
    """By code as people count: 1.10 comes after 1.9."""
    return [(int(part), "") if part.isdecimal() else (0, part) for part in re.findall(r"\d+|\D+", line.key)]


def _line_row(
    facts: ReportFacts, grid: Grid, states: Sequence[_State], line: LineFacts, remark: Message | None
) -> ReportRow:
    own = RowFacts(
        where={"line": line.key},
        stated={state.key: state.by_line.get(line.key, ZERO) for state in states},
        said={_REMARK: remark},
        source=Source(budget_source(facts).said, "budget_lines", line.id),
    )
    return grid.row(f"line.{line.key}", line.description, own, number=line.key, level=1)


# --- proof and notes -------------------------------------------------------------------------------------------------


def _workings(facts: ReportFacts, figures: Figures) -> tuple[tuple[Message, Figure], ...]:
    source = budget_source(facts)
    approved = figures.given(
        "approved",
        sum(facts.budget.values(), ZERO),
        source.said,
        register=source.register,
        record_id=source.record_id,
    )
    return (
        (say("Approved budget over all categories"), approved),
        (say("All expenditure in the ledger"), figures.entries("ledger.spent", "spent")),
        (say("Expenditure of the period in the ledger"), figures.entries("ledger.period", "spent", when=IN_PERIOD)),
        (say("All open commitments in the ledger"), figures.entries("ledger.committed", "committed")),
    )


def _proofs(figures: Figures) -> tuple[Proof, ...]:
    return (
        figures.proof(say("Lines and approved budget"), "budget", "budget.total", "approved"),
        figures.proof(say("Lines and ledger, spent"), "spent", "cumulative.total", "ledger.spent"),
        figures.proof(say("Lines and ledger, spent in the period"), "period", "period.total", "ledger.period"),
        figures.proof(say("Lines and ledger, committed"), "committed", "committed.total", "ledger.committed"),
    )


def _notes(facts: ReportFacts, over: Overspending, *, revised: bool) -> tuple[Message, ...]:
    notes = [
        *sample_notes(facts),
        *over.sentences,
        say("Available is the approved budget less expenditure less open commitments."),
        say("Delivery is expenditure as a share of the approved budget."),
    ]
    if revised:
        notes.append(say("Each revision takes the place of the budget before it. They are never added up."))
    if _is_elsewhere(facts):
        notes.append(say("Some entries have another category than their line. Here they count with their line."))
    return tuple(notes)


def _is_elsewhere(facts: ReportFacts) -> bool:
    """Whether an entry has another category than its line."""
    known = {line.key: line.category for line in (*facts.former_lines, *facts.lines)}
    return any(
        line in known and category != (NONE if known[line] is None else str(known[line]))
        for line, category in facts.sums.used_with(("line", "category"))
    )


LAYOUT: Final = Layout(NAME, TITLE, ABOUT, build_budget_actual, DIMENSIONS)
