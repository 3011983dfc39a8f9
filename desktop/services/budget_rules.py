"""What must hold of budgets and their lines, whoever changes them: a form, a grid, a command or an undo.

Only an open budget (a draft or a scenario) is ever changed. One that waits for approval, was approved or was superseded
stays as it is; what is to change comes as a revision.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from desktop.domain.budget import WHOLE, IndirectTerms, LineInputs, expected_indirect, line_total
from desktop.domain.budget_sheet import in_proportion
from desktop.domain.codes import BudgetStatus, CostCategory
from desktop.domain.money import ONE
from desktop.language import Message, UserError, say
from desktop.services.field_rules import MONEY, Problems, check_order, number_problem
from desktop.services.record_rule import RecordRule
from desktop.storage.budget_sheets import head_of, label_of, terms_of
from desktop.storage.budgets import (
    charged_since,
    closed_budgets_behind,
    kept_budget_id,
    kept_lines,
    kept_phases,
    kept_status,
    next_revision,
)
from desktop.storage.lookups import grant_of_entries, grant_of_lines
from desktop.storage.models import Budget, BudgetLine, BudgetPhase, Grant
from desktop.storage.office import Unit
from desktop.storage.undo import CHANGED_SINCE

_STAYS = {
    BudgetStatus.REQUESTED: say("It waits for approval. Withdraw the request first."),
    BudgetStatus.APPROVED: say("It is approved. Draft a revision instead."),
    BudgetStatus.SUPERSEDED: say("It was superseded. Draft a revision of the approved budget instead."),
}

_IN_FORCE = (BudgetStatus.APPROVED, BudgetStatus.SUPERSEDED)


# --- what stays as it is ------------------------------------------------------------------------------------------


def why_closed(unit: Unit, budget_id: int | None) -> Message | None:
    """Why a budget stays as it is, going by what was kept last; None when it is open, or new."""
    status = None if budget_id is None else kept_status(unit.session, budget_id)
    return None if status is None or status.is_open else _STAYS[status]


def require_open(unit: Unit, budget_id: int) -> None:
    """Raises UserError when a budget is gone, or not open any more."""
    head = head_of(unit.session, budget_id)
    sentence = why_closed(unit, budget_id)
    if sentence is not None:
        raise UserError(
            say("{grant}, {budget}: it cannot be changed.", budget=label_of(head), grant=head.reference),
            say("Nothing was changed."),
            sentence,
        )


def require_undoable(unit: Unit, entry_id: int) -> None:
    """Raises UserError when taking back an entry of the trail would change lines of a budget that was closed since, or
    leave costs on lines of a budget that is not approved any more.
    """
    if charged_since(unit.session, entry_id):
        raise UserError(*CHANGED_SINCE)
    for budget_id in closed_budgets_behind(unit.session, entry_id):
        require_open(unit, budget_id)


def why_line_stays(unit: Unit, line: BudgetLine) -> Message | None:
    """Why a line cannot be kept: the budget it is in, or the one it is to go to, stays as it is."""
    was_in = kept_budget_id(unit.session, line.id) if line.id else None
    return why_closed(unit, was_in) or why_closed(unit, line.budget_id)


def is_charged(unit: Unit, line: BudgetLine) -> bool:
    """Whether entries may name a line: it is, or continues, one of a budget that was approved."""
    return line.origin_id is not None or kept_status(unit.session, line.budget_id) in _IN_FORCE


# --- what follows -------------------------------------------------------------------------------------------------


def start_as_draft(unit: Unit, budget: Budget) -> None:
    """A budget that people make begins as a draft with the next number, whatever imports bring."""
    budget.status = str(BudgetStatus.DRAFT)
    budget.revision = next_revision(unit.session, grant_id=budget.grant_id, project_id=budget.project_id)


def work_out_amount(unit: Unit, line: BudgetLine) -> None:
    """Gives a line the amount that follows from its quantities, and its phases their parts of it."""
    currency = unit.get(Grant, unit.get(Budget, line.budget_id).grant_id).currency
    inputs = LineInputs(line.quantity, line.unit_cost, line.duration, line.percent_charged)
    line.amount = line_total(inputs, currency=currency).amount
    fit_phases(kept_phases(unit.session, line.id) if line.id else (), line.amount, currency=currency)


def fit_phases(phases: Iterable[BudgetPhase], amount: Decimal, *, currency: str) -> None:
    """Keeps the phases of a line in proportion, so that they sum to its new amount."""
    fitted = list(phases)
    if fitted and sum(phase.amount for phase in fitted) != amount:
        parts = in_proportion(amount, [phase.amount for phase in fitted], currency=currency)
        for phase, part in zip(fitted, parts, strict=True):
            phase.amount = part


def worked_out(lines: Iterable[BudgetLine], terms: IndirectTerms | None) -> BudgetLine | None:
    """The line whose amount is worked out: the one line of category 8 of a budget whose grant has a rate."""
    indirect = [line for line in lines if line.category == CostCategory.INDIRECT]
    return indirect[0] if terms is not None and len(indirect) == 1 else None


def worked_out_line_id(unit: Unit, budget_id: int) -> int | None:
    """The line of an open budget whose amount is worked out, or None."""
    head = head_of(unit.session, budget_id)
    if not head.status.is_open:
        return None
    line = worked_out(kept_lines(unit.session, budget_id), terms_of(unit.session, head, today=unit.today))
    return None if line is None else line.id


def work_out_indirect(unit: Unit, budget: Budget) -> None:
    """Gives the line of indirect cost what the rule book says on the direct lines as they are in this unit of work."""
    unit.session.flush()
    head = head_of(unit.session, budget.id)
    lines = kept_lines(unit.session, budget.id)
    terms = terms_of(unit.session, head, today=unit.today)
    line = worked_out(lines, terms)
    if line is None or terms is None or not head.status.is_open:
        return
    amounts = ((each.category, each.amount) for each in lines)
    _base, expected = expected_indirect(amounts, terms=terms, currency=head.currency)
    line.quantity, line.duration, line.percent_charged, line.unit_cost = ONE, ONE, WHOLE, expected
    work_out_amount(unit, line)


# --- what records say of themselves -----------------------------------------------------------------------------------


def _budget(unit: Unit, budget: Budget) -> Problems:
    """A budget stays with its grant once it has lines: they are in the grant's currency, and entries stand on them.

    One that people make begins as a draft; one that is not open any more stays as it is.
    """
    closed = why_closed(unit, budget.id)
    if closed is not None:
        return {"grant": closed}
    if not budget.id:
        start_as_draft(unit, budget)
    used = grant_of_lines(unit.session, budget.id) if budget.id else None
    if used is not None and used.id != budget.grant_id:
        return {"grant": say("Its lines are made for {grant}. Add another budget.", grant=used.reference)}
    return {}


def _budget_line(unit: Unit, line: BudgetLine) -> Problems:
    """The amount of a line follows from its quantities, in the grant's currency; its entries hold it to the grant.

    Neither lines of a budget that is not open any more nor lines into one are kept.
    """
    closed = why_line_stays(unit, line)
    if closed is not None:
        return {"budget": closed}
    work_out_amount(unit, line)
    budget = unit.get(Budget, line.budget_id)
    problems: Problems = {}
    used = grant_of_entries(unit.session, line.origin_id or line.id) if line.id else None
    if used is not None and used.id != budget.grant_id:
        problems["budget"] = say("It has entries of {grant}. Add another line.", grant=used.reference)
    problem = number_problem(line.amount, MONEY)
    if problem is not None:
        problems["unit_cost"] = problem
    check_order(problems, "ends_on", line.starts_on, line.ends_on)
    return problems


def _line_preview(_unit: Unit, line: BudgetLine) -> Message:
    return say("This line comes to {amount}.", amount=line.amount)


def _settle_line(unit: Unit, line: BudgetLine) -> None:
    """The indirect cost of a budget follows from its lines."""
    work_out_indirect(unit, unit.get(Budget, line.budget_id))


RULES = {
    "budget": RecordRule(_budget, require_removable=lambda unit, budget: require_open(unit, budget.id)),
    "budget_line": RecordRule(
        _budget_line,
        preview=_line_preview,
        require_removable=lambda unit, line: require_open(unit, line.budget_id),
        settle=_settle_line,
    ),
}
