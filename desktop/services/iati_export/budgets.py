"""The approved budgets of a project, in periods of a year at most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from desktop.domain.iati.activity import BudgetOut
from desktop.domain.iati.periods import is_endless, is_too_long, phased, within_years
from desktop.domain.iati.standard import BudgetType, TransactionType
from desktop.domain.money import ZERO, Money, round_amount
from desktop.domain.period import Period
from desktop.importers.iati_activity import ActivityBudget
from desktop.importers.iati_meaning import budgets_in_force
from desktop.services.iati_export.published import Published
from desktop.storage.iati_rows import BudgetRow, LineRow, ProjectRow


@dataclass(slots=True)
class Budgets:
    """The budgets that are written; how many were parted, or are too long for that; and grants without the days that
    their budget would need, by id and reference.
    """

    out: list[BudgetOut] = field(default_factory=list)
    parted: int = 0
    endless: int = 0
    without_days: list[tuple[int, str]] = field(default_factory=list)


def compose_budgets(project: ProjectRow, published: Published) -> Budgets:
    """The budgets as they were published while they are still so; else those that are approved here."""
    found = Budgets()
    kept = published.budgets()
    if kept and (not project.budgets or _is_still_so(project.budgets, published)):
        marks = {budget.whole for budget, _xml in kept}
        for budget, xml in kept:
            _add_published(found, budget, xml, marks)
    else:
        for own in project.budgets:
            _add_own(found, own)
    return found


def _is_still_so(budgets: Sequence[BudgetRow], published: Published) -> bool:
    """Whether the one budget that is kept here has the lines that an import makes of the published ones."""
    activity = published.activity
    kinds = (TransactionType.INCOMING_COMMITMENT,)
    currencies = [entry.currency for entry in activity.transactions if entry.kind in kinds]
    if len(budgets) != 1 or len(currencies) != 1 or budgets[0].revision:
        return False
    fitting = [budget for budget in budgets_in_force(activity.budgets) if budget.currency == currencies[0]]
    read = [
        (str(number), round_amount(budget.amount, budget.currency), budget.starts_on, budget.ends_on)
        for number, budget in enumerate(sorted(fitting, key=lambda budget: budget.starts_on), start=1)
    ]
    return read == [(line.code, line.amount, line.starts_on, line.ends_on) for line in budgets[0].lines]


def _add_published(found: Budgets, budget: ActivityBudget, xml: str, marks: set[str]) -> None:
    first, last = budget.starts_on, budget.ends_on
    if is_endless(first, last):
        found.endless += 1
    if not is_too_long(first, last) or is_endless(first, last):
        found.out.append(BudgetOut("", (), first, published=xml))
        return
    found.parted += 1
    parts = within_years(first, last, Money.rounded(budget.amount, budget.currency))
    found.out.append(BudgetOut("", parts, first, budget.whole or _free_mark(marks), xml))


def _free_mark(marks: set[str]) -> str:
    """A number that no other budget of the activity has."""
    number = next(str(number) for number in range(1, len(marks) + 2) if str(number) not in marks)
    marks.add(number)
    return number


def _add_own(found: Budgets, budget: BudgetRow) -> None:
    kind = BudgetType.REVISED if budget.revision else BudgetType.ORIGINAL
    dated = [line for line in budget.lines if _days(line) is not None]
    for line in dated:
        first, last = _days(line) or (date.min, date.min)
        parts = within_years(first, last, Money(line.amount, budget.currency))
        found.parted += len(parts) > 1
        found.endless += is_endless(first, last)
        mark = f"{budget.id}-{line.code}" if len(parts) > 1 else ""
        found.out.append(BudgetOut(kind, parts, budget.approved_on or first, mark))
    rest = [line for line in budget.lines if _days(line) is None]
    if rest:
        found.out += _together(found, budget, rest, kind)


def _together(found: Budgets, budget: BudgetRow, lines: Sequence[LineRow], kind: str) -> Iterator[BudgetOut]:
    """Lines without days of their own as one budget: by their phases, else by the days of the grant."""
    phases: dict[date, Decimal] = {}
    for line in lines:
        for start, amount in line.phases.items():
            phases[start] = phases.get(start, ZERO) + amount
    whole = sum((line.amount for line in lines), ZERO)
    unphased = Money(whole - sum(phases.values(), ZERO), budget.currency)
    period = _period(budget)
    if unphased and period is None:
        found.without_days.append((budget.grant_id, budget.grant))
        return
    parts = phased(period, unphased, phases)
    found.parted += len(parts) > 1
    for part in parts:
        yield BudgetOut(kind, (part,), budget.approved_on or part.first)


def _period(budget: BudgetRow) -> Period | None:
    """The days of the grant, when it has a start and an end."""
    first, last = budget.starts_on, budget.ends_on
    if first is None or last is None or last < first or is_endless(first, last):
        return None
    return Period.of_days(first, last)


def _days(line: LineRow) -> tuple[date, date] | None:
    if line.starts_on is None or line.ends_on is None:
        return None
    return line.starts_on, line.ends_on
