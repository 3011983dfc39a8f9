"""What must hold of assignments, deployments and their checklists before they are kept, and what stays."""

from __future__ import annotations

from datetime import date

from desktop.language import Message, UserError, say, say_many
from desktop.services.contract_rules import overlap_problem
from desktop.services.field_rules import Problems, check_not_future, check_order, check_whole
from desktop.services.record_rule import RecordRule
from desktop.storage.deployment_rows import ContractRow, contracts_beside, twin_of
from desktop.storage.ledger import values_before
from desktop.storage.models import Assignment, ChecklistItem, Deployment, ResultNode
from desktop.storage.office import Unit

_MOST_POSTS, _MOST_DEPENDANTS = 9_999, 30


def _assignment(unit: Unit, assignment: Assignment) -> Problems:
    """An assignment has a post, ends after it starts, and serves a result of its project."""
    problems: Problems = {}
    if twin_of(unit.session, assignment, ("reference",)) is not None:
        problems["reference"] = say("Another assignment has this reference. Choose one that is free.")
    check_whole(problems, "posts", assignment.posts, least=1, most=_MOST_POSTS)
    check_order(problems, "ends_on", assignment.starts_on, assignment.ends_on)
    if assignment.result_id is not None:
        result = unit.get(ResultNode, assignment.result_id)
        assignment.project_id = assignment.project_id or result.project_id
        if result.project_id != assignment.project_id:
            problems["result"] = say("This result belongs to another project. Choose one of this project.")
    return problems


def _deployment(unit: Unit, deployment: Deployment) -> Problems:
    """A deployment is of its assignment's category unless it says otherwise; nobody serves in two at once."""
    problems: Problems = {}
    assignment = unit.get(Assignment, deployment.assignment_id)
    deployment.category = deployment.category or assignment.category
    if twin_of(unit.session, deployment, ("reference",)) is not None:
        problems["reference"] = say("Another deployment has this reference. Choose one that is free.")
    check_whole(problems, "post", deployment.post, least=1, most=max(assignment.posts, 1))
    check_whole(problems, "dependants", deployment.dependants, least=0, most=_MOST_DEPENDANTS)
    _check_assessment(unit, deployment, problems)
    _check_end(unit, deployment, problems)
    if deployment.id:
        _check_contracts(unit, deployment, problems)
    return problems


def _check_assessment(unit: Unit, deployment: Deployment, problems: Problems) -> None:
    check_not_future(problems, "assessed_on", deployment.assessed_on, today=unit.today)
    if deployment.assessment and deployment.assessed_on is None:
        problems["assessed_on"] = say("Enter the day of the assessment.")


def _check_end(unit: Unit, deployment: Deployment, problems: Problems) -> None:
    """A table may bring a deployment that had ended early; one of the office is ended on its page."""
    if deployment.id and {"ended_on", "end_reason"} & values_before(deployment).keys():
        problems["ended_on"] = say("End it early on its page, so that its commitment follows.")
    elif deployment.end_reason and deployment.ended_on is None:
        problems["ended_on"] = say("Enter the last day of service.")
    elif deployment.ended_on is not None and not deployment.end_reason:
        problems["end_reason"] = say("Choose why it ended.")
    check_not_future(problems, "ended_on", deployment.ended_on, today=unit.today)


def _check_contracts(unit: Unit, deployment: Deployment, problems: Problems) -> None:
    """What the contracts of the deployment, and those of its volunteer elsewhere, say against it."""
    rows = contracts_beside(unit.session, deployment.id, deployment.volunteer_id)
    own = [row for row in rows if row.deployment_id == deployment.id]
    first = min((row.starts_on for row in own), default=None)
    if first is not None:
        _check_days(deployment, first, problems)
    others = [row for row in rows if row.deployment_id != deployment.id]
    clash = next((problem for row in own if (problem := _clash(row, others)) is not None), None)
    if clash is not None:
        problems["volunteer"] = clash
    elif any(row.signed_on for row in own) and values_before(deployment).get("volunteer_id") is not None:
        problems["volunteer"] = say(
            "Its contracts are signed with this volunteer. End it early, and plan a deployment for whoever follows."
        )


def _check_days(deployment: Deployment, first: date, problems: Problems) -> None:
    before = say("The first contract starts on {day}. Enter that day or a later one.", day=first)
    if deployment.entry_on is not None and deployment.entry_on < first:
        problems["entry_on"] = before
    if deployment.assessed_on is not None and deployment.assessed_on < first:
        problems["assessed_on"] = before


def _clash(row: ContractRow, others: list[ContractRow]) -> Message | None:
    return None if row.served is None else overlap_problem(row.served, others)


def _preview(unit: Unit, deployment: Deployment) -> Message | None:
    """How long all contracts of a deployment last, while its form is filled in."""
    rows = contracts_beside(unit.session, deployment.id, None) if deployment.id else []
    served = [days for row in rows if (days := row.served) is not None]
    if not served:
        return say("It has no contract yet. Plan one next.")
    return say_many(
        "{count} contract, from {first} to {last}.",
        "{count} contracts, from {first} to {last}.",
        count=len(served),
        first=min(days.start for days in served),
        last=max(days.last for days in served),
    )


def _require_removable(unit: Unit, deployment: Deployment) -> None:
    """Raises UserError when something of a deployment is signed."""
    if any(row.signed_on for row in contracts_beside(unit.session, deployment.id, None)):
        raise UserError(
            say("{deployment} has a signed contract.", deployment=deployment.reference),
            say("Nothing was removed: it is part of what was served."),
            say("End it early instead. What was signed just now can be undone with Ctrl+Z."),
        )


def _checklist_item(unit: Unit, item: ChecklistItem) -> Problems:
    """What is done was done by today."""
    problems: Problems = {}
    check_not_future(problems, "done_on", item.done_on, today=unit.today)
    return problems


RULES = {
    "assignment": RecordRule(_assignment),
    "deployment": RecordRule(_deployment, preview=_preview, require_removable=_require_removable),
    "checklist_item": RecordRule(_checklist_item),
}
