"""Budget and expenditure by outcome, output and activity, and once more by category: both ways to the same total."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from desktop.domain.codes import RESULT_KINDS, ResultKind
from desktop.domain.money import ZERO
from desktop.language import Message, say
from desktop.reports.builder import Figures
from desktop.reports.facts import ReportFacts, ResultFacts
from desktop.reports.forms.categories import budget_source, category_rows
from desktop.reports.forms.grid import Grid, GridColumn, Less, RowFacts, Share, Stated
from desktop.reports.forms.heads import grant_facts, sample_notes
from desktop.reports.forms.spending import spending_columns
from desktop.reports.layout import Layout
from desktop.reports.report import Chart, Figure, Proof, Report, ReportRow, ReportTable, RowStyle
from desktop.reports.trace import NONE

NAME: Final = "by_result"
TITLE: Final = say("Expenditure by result")
ABOUT: Final = say("Budget, expenditure, commitments and balance by outcome, output and activity.")
_LEVELS: Final = tuple(str(kind) for kind in ResultKind)
DIMENSIONS: Final = ("when", "category", *_LEVELS)
_CATEGORY: Final = "category."
_WITHOUT: Final = "without"
_TOTAL: Final = "results.total"
_COMPARED: Final = {
    "budget": say("Results and categories, budget"),
    "period": say("Results and categories, expenditure of the period"),
    "cumulative": say("Results and categories, expenditure in all"),
    "committed": say("Results and categories, open commitments"),
}

Place = tuple[str, ...]  # the values of an entry or a line in the dimensions of results


@dataclass(slots=True)
class _Node:
    """A result with those under it; `place` is what entries that stand on it itself have."""

    result: ResultFacts
    place: Place
    under: list[_Node] = field(default_factory=list)


def build_by_result(facts: ReportFacts) -> Report:
    """The report as a value."""
    figures = Figures(facts.sums)
    grid = Grid(figures, _columns(facts))
    results = _results(facts, grid)
    categories = grid.table(
        "categories", say("By category"), say("Category"), category_rows(facts, grid, prefix=_CATEGORY)
    )
    return Report(
        name=NAME,
        title=TITLE,
        period=facts.period,
        currency=facts.grant.currency,
        scope=facts.scope,
        facts=grant_facts(facts),
        tables=(results, categories),
        workings=_workings(figures),
        proofs=_proofs(figures),
        notes=_notes(facts),
        chart=Chart(say("Budget and expenditure"), results.key, ("budget", "cumulative")),
        landscape=True,
        entry_count=facts.sums.entries,
    )


def _columns(facts: ReportFacts) -> tuple[GridColumn, ...]:
    return (
        GridColumn("budget", say("Budget"), Stated()),
        *spending_columns(facts),
        GridColumn("balance", say("Balance"), Less("budget", ("cumulative", "committed"))),
        GridColumn("delivery", say("Delivery"), Share("cumulative", "budget")),
    )


# --- the tree of results ---------------------------------------------------------------------------------------------


def _tree(facts: ReportFacts, used: set[Place]) -> list[_Node]:
    """The results that have budget or entries, or others under them that do."""
    nodes: dict[int, _Node] = {}
    tops: list[_Node] = []
    for result in facts.results:
        over = nodes.get(result.above_id)
        values = dict(zip(_LEVELS, over.place, strict=True)) if over else dict.fromkeys(_LEVELS, NONE)
        place = tuple({**values, result.kind: result.key}.values())
        nodes[result.id] = _Node(result, place)
        (over.under if over else tops).append(nodes[result.id])
    return _pruned(tops, used)


def _pruned(nodes: Sequence[_Node], used: set[Place]) -> list[_Node]:
    kept = []
    for node in nodes:
        node.under = _pruned(node.under, used)
        if node.under or node.place in used:
            kept.append(node)
    return kept


def _budgets(facts: ReportFacts) -> dict[Place, Decimal]:
    """What the approved budgets give each result itself."""
    found: dict[Place, Decimal] = {}
    for line in facts.lines:
        place = (line.outcome, line.output, line.activity)
        found[place] = found.get(place, ZERO) + line.amount
    return found


# --- rows ------------------------------------------------------------------------------------------------------------


def _results(facts: ReportFacts, grid: Grid) -> ReportTable:
    budgets = _budgets(facts)
    used = {*budgets, *grid.figures.sums.used_with(_LEVELS)}
    rows: list[ReportRow] = []
    keys = []
    for node in _tree(facts, used):
        added = _node_rows(facts, grid, node, budgets, used, level=0)
        keys.append(added[0].key)
        rows += added
    nowhere = (NONE,) * len(_LEVELS)
    if nowhere in used or not rows:
        own = _own(facts, nowhere, budgets)
        rows.append(grid.row(_WITHOUT, say("Without a result"), own))
        keys.append(_WITHOUT)
    rows.append(grid.total(_TOTAL, say("Total"), keys))
    return grid.table("results", say("By result"), say("Outcome, output, activity"), rows)


def _own(facts: ReportFacts, place: Place, budgets: Mapping[Place, Decimal]) -> RowFacts:
    return RowFacts(
        where=dict(zip(_LEVELS, place, strict=True)),
        stated={"budget": budgets.get(place, ZERO)},
        source=budget_source(facts),
    )


def _node_rows(
    facts: ReportFacts,
    grid: Grid,
    node: _Node,
    budgets: Mapping[Place, Decimal],
    used: set[Place],
    *,
    level: int,
) -> list[ReportRow]:
    """The row of a result, which comes first, and those of the results under it.

    What stands on a result that has others under it, and on none of these, has a row of its own after them.
    """
    result = node.result
    key = f"{result.kind}.{result.key}"
    label = say("{kind}: {title}", kind=RESULT_KINDS[result.kind], title=result.title)
    if not node.under:
        own = _own(facts, node.place, budgets)
        return [grid.row(key, label, own, number=result.code, level=level)]
    rows: list[ReportRow] = []
    parts = []
    for each in node.under:
        added = _node_rows(facts, grid, each, budgets, used, level=level + 1)
        parts.append(added[0].key)
        rows += added
    if node.place in used:
        parts.append(f"{key}.itself")
        itself = say("On {code} itself", code=result.code)
        rows.append(grid.row(parts[-1], itself, _own(facts, node.place, budgets), level=level + 1))
    total = grid.total(key, label, parts, style=RowStyle.SUBTOTAL, number=result.code, level=level)
    return [total, *rows]


# --- proof and notes -------------------------------------------------------------------------------------------------


def _workings(figures: Figures) -> tuple[tuple[Message, Figure], ...]:
    return (
        (say("All expenditure in the ledger"), figures.entries("ledger.spent", "spent")),
        (say("All open commitments in the ledger"), figures.entries("ledger.committed", "committed")),
    )


def _proofs(figures: Figures) -> tuple[Proof, ...]:
    return (
        figures.proof(say("Results and ledger, spent"), "spent", f"cumulative.{_TOTAL}", "ledger.spent"),
        figures.proof(say("Results and ledger, committed"), "committed", f"committed.{_TOTAL}", "ledger.committed"),
        *(
            figures.proof(label, f"both.{column}", f"{column}.{_TOTAL}", f"{column}.{_CATEGORY}total")
            for column, label in _COMPARED.items()
        ),
    )


def _notes(facts: ReportFacts) -> tuple[Message, ...]:
    return (
        *sample_notes(facts),
        say("An entry counts for the result it names, else for that of its budget line."),
        say("Results without budget and entries of this grant are left out."),
        say("Balance is budget less expenditure less open commitments. Delivery is expenditure as a share of budget."),
    )


LAYOUT: Final = Layout(NAME, TITLE, ABOUT, build_by_result, DIMENSIONS)
