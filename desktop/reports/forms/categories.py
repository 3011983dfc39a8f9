"""The eight UN categories as rows of a table: direct costs, what has no category, support costs, total."""

from __future__ import annotations

from typing import Final

from desktop.domain.codes import CATEGORY_NAMES, CostCategory
from desktop.domain.indirect_cost import written
from desktop.domain.money import ZERO
from desktop.language import Message, say
from desktop.reports.facts import ReportFacts
from desktop.reports.forms.grid import Grid, RowFacts, Source
from desktop.reports.report import ReportRow, RowStyle
from desktop.reports.trace import ADJUSTMENT, BEFORE, IN_PERIOD, NONE

INDIRECT: Final = str(int(CostCategory.INDIRECT))
DIRECT_NUMBERS: Final = tuple(str(int(category)) for category in CostCategory if category.is_direct)


def category_rows(facts: ReportFacts, grid: Grid, *, prefix: str = "") -> tuple[ReportRow, ...]:
    """A row for each category in the fixed order, direct subtotal and total; keys begin with `prefix`.

    What has no category counts as direct; it has a row where it holds something.
    """
    rows = [_row(facts, grid, number, prefix) for number in DIRECT_NUMBERS]
    if _has_uncategorised(facts):
        rows.append(_row(facts, grid, NONE, prefix))
    keys = [row.key for row in rows]
    direct = grid.total(f"{prefix}direct", say("Total direct costs"), keys, style=RowStyle.SUBTOTAL)
    indirect = _row(facts, grid, INDIRECT, prefix)
    return (*rows, direct, indirect, grid.total(f"{prefix}total", say("Total"), [direct.key, indirect.key]))


def category_name(number: int | None) -> Message:
    """How rows call a category."""
    return say("Without a category") if number is None else CATEGORY_NAMES[CostCategory(number)]


def budget_source(facts: ReportFacts) -> Source:
    """Where the figures of the approved budget come from."""
    return Source(say("Approved budget of {grant}", grant=facts.grant.reference), "grants", facts.grant.id)


def _row(facts: ReportFacts, grid: Grid, number: str, prefix: str) -> ReportRow:
    category = None if number == NONE else int(number)
    label = category_name(category)
    if number == INDIRECT and facts.indirect_rate is not None:
        label = say("Indirect support costs, {rate} of the direct costs", rate=written(facts.indirect_rate))
    own = RowFacts(
        where={"category": number},
        stated={"budget": facts.budget.get(category, ZERO)},
        source=budget_source(facts),
    )
    return grid.row(f"{prefix}{number}", label, own, number="" if category is None else number)


def _has_uncategorised(facts: ReportFacts) -> bool:
    """Whether there is a budget or a cost without a category, at any time: one that got one later is taken back."""
    times = [facts.sums.of((("category", NONE), ("when", when))) for when in (BEFORE, ADJUSTMENT, IN_PERIOD)]
    return bool(facts.budget.get(None)) or any(each.spent or each.committed for each in times)
