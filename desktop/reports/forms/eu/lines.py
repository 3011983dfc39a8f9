"""The rows of an EU budget: headings with their lines, and the costs that stand on no line of the budget."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from desktop.domain.codes import CATEGORY_SHORT_NAMES, CostCategory
from desktop.domain.crosswalk import Scheme
from desktop.language import Message, Value, say
from desktop.reports.facts import ReportFacts
from desktop.reports.forms.crosswalks import crosswalk_of
from desktop.reports.trace import NONE, Where

OTHER, INDIRECT = "6", "8"
DIRECT_HEADINGS: Final = ("1", "2", "3", "4", "5", OTHER)


@dataclass(frozen=True, slots=True)
class EuLine:
    """A row under a heading: a line of the budget, or costs that stand on none; `where` says which entries it has."""

    key: str
    number: str
    label: Value
    where: Where


def line_key(line: str) -> str:
    """The key of the row of a line of the approved budget."""
    return f"line.{line}"


def lines_by_heading(facts: ReportFacts) -> dict[str, tuple[EuLine, ...]]:
    """The rows of each heading. Every entry belongs to one of them: to its line, wherever that stands, else to its
    category. Raises UserError when the crosswalk parts a category among headings.
    """
    heading_of = _headings(facts)
    found: dict[str, list[EuLine]] = {heading: [] for heading in (*DIRECT_HEADINGS, INDIRECT)}
    for line in facts.lines:
        category = NONE if line.category is None else str(line.category)
        where = (("line", line.key),)
        found[heading_of[category]].append(EuLine(line_key(line.key), line.code, line.description, where))
    for category, row in _beside(facts):
        found[heading_of[category]].append(row)
    return {heading: tuple(rows) for heading, rows in found.items()}


def categories_by_heading(facts: ReportFacts) -> dict[str, tuple[str, ...]]:
    """The categories that each heading holds."""
    headings = _headings(facts)
    return {
        heading: tuple(category for category, other in headings.items() if other == heading)
        for heading in (*DIRECT_HEADINGS, INDIRECT)
    }


def _headings(facts: ReportFacts) -> Mapping[str, str]:
    crosswalk = crosswalk_of(facts, Scheme.EU_ANNEX_VI)
    return {NONE: OTHER, **{str(category): parts[0][0] for category, parts in crosswalk.items()}}


def _beside(facts: ReportFacts) -> Iterator[tuple[str, EuLine]]:
    """Costs on no line, and on lines that the approved budget no longer has, by category."""
    budgeted = {line.key for line in facts.lines}
    for code in facts.sums.values("line"):
        if code in budgeted:
            continue
        for category in facts.sums.values("category"):
            where = (("category", category), ("line", code))
            if facts.sums.of(where).entries and _spends(facts, where):
                # Not as a line with a longer code: what was 1.1 may be 1.1.1 and 1.1.2 now.
                key = f"rest.{category}" if code == NONE else f"former.{code}.{category}"
                number = "" if code == NONE else code
                yield category, EuLine(key, number, _beside_label(code, category), where)


def _spends(facts: ReportFacts, where: Where) -> bool:
    """Whether anything was spent, at any time: what cancels out over all time may not do so in the period."""
    return any(facts.sums.total("spent", (*where, ("when", when))) for when in facts.sums.values("when"))


def _beside_label(code: str, category: str) -> Message:
    name = say("No category") if category == NONE else CATEGORY_SHORT_NAMES[CostCategory(int(category))]
    if code == NONE:
        return say("On no line: {category}", category=name)
    return say("No longer in the budget: {category}", category=name)
