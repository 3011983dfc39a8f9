"""How a budget comes about and moves on: first budget, scenario, revision, request, approval."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from desktop.domain.budget_sheet import BudgetSheet
from desktop.domain.codes import CATEGORY_NAMES, BudgetStatus, CostCategory
from desktop.domain.finding import Severity
from desktop.domain.money import ZERO
from desktop.language import Language, Message, UserError, say
from desktop.services.budget_rules import require_open, work_out_indirect
from desktop.storage.budget_sheets import head_of, label_of, matched, read_sheet, terms_of
from desktop.storage.budgets import (
    approved_budget_id,
    budgets_based_on,
    kept_lines,
    kept_phases,
    lines_of,
    next_revision,
)
from desktop.storage.models import Budget, BudgetLine, BudgetPhase, Grant
from desktop.storage.office import Office, Outcome, Unit

_COPIED = (
    "result_id",
    "code",
    "description",
    "category",
    "unit",
    "quantity",
    "unit_cost",
    "duration",
    "percent_charged",
    "starts_on",
    "ends_on",
    "amount",
)


# --- beginning ----------------------------------------------------------------------------------------------------


def new_budget(
    office: Office, *, grant_id: int, project_id: int | None = None, language: Language | None = None
) -> Outcome:
    """Begins the first budget of a grant, or of one of its projects, as a draft.

    It has a line of indirect cost, named in `language`, when the grant has a rate. Raises UserError when there is an
    approved one already.
    """
    with office.change() as unit:
        grant = unit.get(Grant, grant_id)
        if approved_budget_id(unit.session, grant_id=grant_id, project_id=project_id) is not None:
            raise UserError(
                say("{grant} has an approved budget.", grant=grant.reference),
                say("No budget was added."),
                say("Draft a revision of it instead."),
            )
        number = next_revision(unit.session, grant_id=grant_id, project_id=project_id)
        budget = unit.add(
            Budget(grant_id=grant_id, project_id=project_id, revision=number, status=str(BudgetStatus.DRAFT))
        )
        if terms_of(unit.session, head_of(unit.session, budget.id), today=unit.today) is not None:
            unit.add(_indirect_line(budget, language))
        return unit.commit(say("Began a budget of {grant}.", grant=grant.reference), record_id=budget.id)


def _indirect_line(budget: Budget, language: Language | None) -> BudgetLine:
    """The line of indirect cost of an empty budget."""
    category = CostCategory.INDIRECT
    name = CATEGORY_NAMES[category]
    return BudgetLine(
        budget_id=budget.id,
        code=str(int(category)),
        description=str(name) if language is None else language.text(name),
        category=int(category),
        unit_cost=ZERO,
        amount=ZERO,
    )


def draft_revision(office: Office, *, budget_id: int) -> Outcome:
    """Drafts a revision of the approved budget: a copy whose lines continue its lines, so that entries go with them.

    Raises UserError when the budget is not the approved one.
    """
    with office.change() as unit:
        head = head_of(unit.session, budget_id)
        if head.status is not BudgetStatus.APPROVED:
            raise UserError(
                say("Only an approved budget is revised."),
                say("No revision was drafted."),
                say("Choose the approved budget, or make a scenario of this one."),
            )
        number = next_revision(unit.session, grant_id=head.grant_id, project_id=head.project_id)
        copy = _copy(unit, budget_id, status=BudgetStatus.DRAFT, revision=number, title="")
        work_out_indirect(unit, copy)
        message = say("Drafted revision {number} of the budget of {grant}.", number=number, grant=head.reference)
        return unit.commit(message, record_id=copy.id)


def new_scenario(office: Office, *, budget_id: int, name: str) -> Outcome:
    """Copies a budget, in whatever state, to try things on. Nothing that is reported changes with it."""
    with office.change() as unit:
        head = head_of(unit.session, budget_id)
        copy = _copy(unit, budget_id, status=BudgetStatus.SCENARIO, revision=None, title=name)
        message = say("Made the scenario “{name}” of the budget of {grant}.", name=name, grant=head.reference)
        return unit.commit(message, record_id=copy.id)


def _copy(unit: Unit, budget_id: int, *, status: BudgetStatus, revision: int | None, title: str) -> Budget:
    """A copy of a budget with its lines and phases. Lines of what was approved are continued by those of the copy."""
    source = unit.get(Budget, budget_id)
    copy = unit.add(
        Budget(
            grant_id=source.grant_id,
            project_id=source.project_id,
            based_on_id=source.id,
            revision=revision,
            title=title,
            status=str(status),
            grant_ends_on=source.grant_ends_on,
        )
    )
    was_approved = BudgetStatus(source.status) in (BudgetStatus.APPROVED, BudgetStatus.SUPERSEDED)
    for line in kept_lines(unit.session, source.id):
        values = {name: getattr(line, name) for name in _COPIED}
        # A line that only a draft has may still go; whoever continues it would hold it there.
        first = line.origin_id or (line.id if was_approved else None)
        twin = unit.add(BudgetLine(budget_id=copy.id, origin_id=first, **values))
        for phase in kept_phases(unit.session, line.id):
            unit.session.add(BudgetPhase(line_id=twin.id, starts_on=phase.starts_on, amount=phase.amount))
    unit.session.flush()
    return copy


def make_revision(office: Office, *, scenario_id: int) -> Outcome:
    """Turns a scenario into the draft of the next revision. Raises UserError for what is no scenario."""
    with office.change() as unit:
        budget = _in_state(unit, scenario_id, BudgetStatus.SCENARIO)
        number = next_revision(unit.session, grant_id=budget.grant_id, project_id=budget.project_id)
        budget.status, budget.revision = str(BudgetStatus.DRAFT), number
        reference = unit.get(Grant, budget.grant_id).reference
        unit.session.flush()
        work_out_indirect(unit, budget)
        message = say(
            "Made the scenario “{name}” revision {number} of {grant}.",
            name=budget.title,
            number=number,
            grant=reference,
        )
        return unit.commit(message, record_id=budget.id)


def discard(office: Office, *, budget_id: int) -> Outcome:
    """Removes an open budget with its lines; it can be undone. Raises UserError when it is not open."""
    with office.change() as unit:
        require_open(unit, budget_id)
        head = head_of(unit.session, budget_id)
        budget = unit.get(Budget, budget_id)
        for copy in budgets_based_on(unit.session, budget_id):
            copy.based_on_id = budget.based_on_id
        unit.session.flush()
        for line in kept_lines(unit.session, budget_id):
            unit.remove(line)
        unit.remove(budget)
        return unit.commit(say("Discarded for {grant}: {budget}.", budget=label_of(head), grant=head.reference))


# --- the way to approval ------------------------------------------------------------------------------------------


def request_approval(office: Office, *, budget_id: int, on: date, reason: str) -> Outcome:
    """Asks the funder for a draft, on a day, for a reason; from then on it stays as it is.

    Raises UserError when it is no draft, or its check finds errors.
    """
    with office.change() as unit:
        budget = _in_state(unit, budget_id, BudgetStatus.DRAFT)
        _require_sound(unit, budget_id)
        budget.status, budget.requested_on, budget.reason = str(BudgetStatus.REQUESTED), on, reason
        head = head_of(unit.session, budget_id)
        message = say("Asked approval for {grant}: {budget}.", budget=label_of(head), grant=head.reference)
        return unit.commit(message, record_id=budget_id)


def withdraw(office: Office, *, budget_id: int) -> Outcome:
    """Takes a request back; the budget is a draft again. Raises UserError when it does not wait for approval."""
    with office.change() as unit:
        budget = _in_state(unit, budget_id, BudgetStatus.REQUESTED)
        budget.status, budget.requested_on = str(BudgetStatus.DRAFT), None
        head = head_of(unit.session, budget_id)
        message = say("Withdrew the request for {grant}: {budget}.", budget=label_of(head), grant=head.reference)
        return unit.commit(message, record_id=budget_id)


def approve(office: Office, *, budget_id: int, on: date, by: str) -> Outcome:
    """Puts a draft or a requested budget in force: the approved one of its grant and project is superseded with it.

    `by` is who approved it. Raises UserError that says why when its check finds errors, it is neither, or `on` is after
    today or before the approval of the one in force: as at any day, the budget approved last is the one that held.
    """
    with office.change() as unit:
        budget = _in_state(unit, budget_id, BudgetStatus.REQUESTED, BudgetStatus.DRAFT)
        _require_sound(unit, budget_id)
        number = next_revision(unit.session, grant_id=budget.grant_id, project_id=budget.project_id)
        before = approved_budget_id(unit.session, grant_id=budget.grant_id, project_id=budget.project_id)
        _require_day(unit, on, None if before is None else unit.get(Budget, before).approved_on)
        if before is not None:
            _continue_lines(unit, budget_id, before)
            unit.get(Budget, before).status = str(BudgetStatus.SUPERSEDED)
            unit.session.flush()
        budget.status, budget.revision = str(BudgetStatus.APPROVED), number
        budget.approved_on, budget.approved_by = on, by
        unit.session.flush()
        head = head_of(unit.session, budget_id)
        message = say("Approved for {grant}: {budget}.", budget=label_of(head), grant=head.reference)
        return unit.commit(message, record_id=budget_id)


def _require_day(unit: Unit, on: date, before: date | None) -> None:
    """Raises UserError for an approval on a day that has not come, or before that of the budget in force."""
    if on > unit.today:
        raise UserError(
            say("A budget is approved on a day that has come, and {day} has not.", day=on),
            say("The budget was left as it is."),
            say("Choose today or an earlier day."),
        )
    if before is not None and on < before:
        raise UserError(
            say("The budget in force was approved on {day}.", day=before),
            say("The budget was left as it is."),
            say("Choose that day or a later one."),
        )


def _continue_lines(unit: Unit, budget_id: int, before: int) -> None:
    """Lines that were typed anew continue the line with their code, so that its entries come with them."""
    found = lines_of(unit.session, [budget_id, before])
    pairs = matched(found[budget_id], found[before])
    for line in found[budget_id]:
        if line.origin_id is None and line.id in pairs:
            unit.get(BudgetLine, line.id).origin_id = pairs[line.id].first_id


def _in_state(unit: Unit, budget_id: int, *states: BudgetStatus) -> Budget:
    """The budget, when it is in one of these states. Raises UserError when not."""
    head = head_of(unit.session, budget_id)
    if head.status in states:
        return unit.get(Budget, budget_id)
    raise UserError(
        say("{grant}, {budget}: {state}", budget=label_of(head), grant=head.reference, state=_IS[head.status]),
        say("Nothing was changed."),
        _NEEDS[states[0]],
    )


_IS: Mapping[BudgetStatus, Message] = {
    BudgetStatus.SCENARIO: say("it is a scenario."),
    BudgetStatus.DRAFT: say("it is a draft."),
    BudgetStatus.REQUESTED: say("it waits for approval."),
    BudgetStatus.APPROVED: say("it is approved."),
    BudgetStatus.SUPERSEDED: say("it was superseded."),
}
_NEEDS: Mapping[BudgetStatus, Message] = {
    BudgetStatus.SCENARIO: say("Choose a scenario."),
    BudgetStatus.DRAFT: say("Make it a draft first."),
    BudgetStatus.REQUESTED: say("Choose a draft, or one that waits for approval."),
}


def _require_sound(unit: Unit, budget_id: int) -> None:
    """Raises UserError with the first error that the check of a budget finds."""
    sheet: BudgetSheet = read_sheet(unit.session, budget_id=budget_id, compare_with=None, today=unit.today)
    errors = [finding for finding in sheet.findings if finding.severity is Severity.ERROR]
    if errors:
        raise UserError(errors[0].sentence, say("The budget was left as it is."), errors[0].fix)
