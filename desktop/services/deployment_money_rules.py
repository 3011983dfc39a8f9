"""What must hold of the shares of grants in a deployment, and of the parts of entries that are matched to one."""

from __future__ import annotations

from typing import Final

from desktop.domain.allocation import WHOLE, Share, shares_problem
from desktop.domain.ledger import COSTS, LedgerKind
from desktop.domain.money import ZERO, Money, trimmed
from desktop.language import Message, UserError, say
from desktop.services.field_rules import Problems, check_decimals
from desktop.services.record_rule import RecordRule
from desktop.storage.deployment_rows import (
    committed_from,
    last_contract_day,
    made_by_signing,
    parts_of_entry,
    shares_beside,
    twin_of,
)
from desktop.storage.ledger import origin_of, values_before
from desktop.storage.models import Budget, BudgetLine, DeploymentCost, DeploymentShare, Grant, LedgerEntry
from desktop.storage.office import Unit

_MATCHED = (LedgerKind.COMMITMENT, *COSTS)
_MOVE_IT: Final = say("Contracts are signed on these shares. Use “Grants that pay” to move what is committed.")
BY_SIGNING: Final = say("Signing made this part. Extend the deployment, reassign it or end it early instead.")


def share_rule(unit: Unit, share: DeploymentShare) -> Problems:
    """A share is one of its own that nothing is committed on yet, and those of a day are not more than the whole."""
    problems = share_problems(unit, share)
    others = shares_beside(unit.session, share.deployment_id, share.starts_on, without=share.id)
    if any((other.grant_id, other.line_id) == (share.grant_id, share.line_id) for other in others):
        problems.setdefault("grant", say("This grant and line have a share of that day already. Change that one."))
    taken = sum((other.percent for other in others), ZERO)
    if "percent" not in problems and taken + share.percent > WHOLE:
        problems["percent"] = say(
            "Of that day {rest} per cent are left. Enter at most that.", rest=trimmed(WHOLE - taken)
        )
    if not problems and _is_committed(unit, share):
        problems["starts_on"] = _MOVE_IT
    return problems


def share_problems(unit: Unit, share: DeploymentShare) -> Problems:
    """A share by itself is a part of the whole, on a line of a grant that is open on its day."""
    problems: Problems = {}
    if not 0 < share.percent <= WHOLE:
        problems["percent"] = say("A share lies between 0 and 100 per cent. Enter 25 for 25 %.")
    _take_line(unit, share, problems)
    grant = unit.get(Grant, share.grant_id)
    if grant.closed_on is not None and grant.closed_on < share.starts_on:
        problems["grant"] = say(
            "{grant} was closed on {day}. Choose another grant, or open it again.",
            grant=grant.reference,
            day=grant.closed_on,
        )
    return problems


def _take_line(unit: Unit, share: DeploymentShare, problems: Problems) -> None:
    """Puts the share on the first line that the chosen one continues, as entries stand there."""
    if share.line_id is None:
        return
    line = unit.get(BudgetLine, share.line_id)
    if unit.get(Budget, line.budget_id).grant_id != share.grant_id:
        problems["line"] = say("Line {line} belongs to another grant. Choose a line of this one.", line=line.code)
    else:
        share.line_id = origin_of(line)


def _is_committed(unit: Unit, share: DeploymentShare) -> bool:
    """Whether a new or changed share would be in force for months that are committed by others."""
    before = values_before(share) if share.id else {"starts_on": share.starts_on}
    if not before:
        return False
    first = min(share.starts_on, before.get("starts_on") or share.starts_on)
    return committed_from(unit.session, share.deployment_id, first.replace(day=1))


def _share_preview(unit: Unit, share: DeploymentShare) -> Message | None:
    """That the shares of the day do not sum to 100 per cent yet, or that the grant ends before the contracts."""
    this = Share(share.grant_id, share.percent, share.line_id, share.starts_on)
    others = shares_beside(unit.session, share.deployment_id, share.starts_on, without=share.id)
    problem = shares_problem([*others, this])
    if problem is not None:
        return problem
    grant = unit.get(Grant, share.grant_id)
    last = last_contract_day(unit.session, share.deployment_id)
    if grant.ends_on is not None and last is not None and grant.ends_on < last:
        return say(
            "{grant} ends on {day}, the contracts on {last}. Say which grant pays from then on.",
            grant=grant.reference,
            day=grant.ends_on,
            last=last,
        )
    return None


def _require_share_removable(unit: Unit, share: DeploymentShare) -> None:
    """Raises UserError for a share on which contracts are signed."""
    if committed_from(unit.session, share.deployment_id, share.starts_on.replace(day=1)):
        raise UserError(say("Contracts are signed on this share."), say("Nothing was removed."), _MOVE_IT)


# --- parts of entries -------------------------------------------------------------------------------------------------


def cost_rule(unit: Unit, cost: DeploymentCost) -> Problems:
    """A part is of a commitment or a cost, of a month, and all parts together are never more than the entry."""
    problems: Problems = {}
    entry = unit.get(LedgerEntry, cost.entry_id)
    cost.month = cost.month.replace(day=1)
    if LedgerKind(entry.kind) not in _MATCHED or entry.grant_id is None:
        return {"entry": say("Choose a commitment or a cost of a grant: nothing else is for a deployment.")}
    if made_by_signing(unit.session, entry):
        return {"entry": BY_SIGNING}
    if cost.id and values_before(cost).get("entry_id") is not None:
        return {"entry": say("Remove this part, and add one to the other entry.")}
    check_decimals(problems, "amount", cost.amount, entry.currency)
    if cost.amount == 0:
        problems["amount"] = say("The amount is zero. Enter an amount, or leave the part out.")
    elif (cost.amount > 0) != (entry.amount > 0):
        problems["amount"] = say(
            "{entry} is {amount}. Enter a part with the same sign.",
            entry=entry.reference,
            amount=Money(entry.amount, entry.currency),
        )
    left = entry.amount - parts_of_entry(unit.session, entry.id, without=cost.id)
    if "amount" not in problems and abs(cost.amount) > max(left * (1 if entry.amount > 0 else -1), ZERO):
        problems["amount"] = say(
            "Of {entry} {left} is not matched yet. Enter at most that.",
            entry=entry.reference,
            left=Money(left, entry.currency),
        )
    if not problems and twin_of(unit.session, cost, ("entry_id", "deployment_id", "month")) is not None:
        problems["month"] = say("The entry has a part for this deployment and month already. Change that one.")
    return problems


def _cost_preview(unit: Unit, cost: DeploymentCost) -> Message:
    """What of the entry is not matched yet."""
    entry = unit.get(LedgerEntry, cost.entry_id)
    left = entry.amount - parts_of_entry(unit.session, entry.id, without=cost.id) - cost.amount
    return say("{left} of {entry} stay unmatched.", left=Money(left, entry.currency), entry=entry.reference)


def _require_cost_removable(unit: Unit, cost: DeploymentCost) -> None:
    """Raises UserError for a part that a signing made."""
    if made_by_signing(unit.session, unit.get(LedgerEntry, cost.entry_id)):
        raise UserError(say("Signing made this part."), say("Nothing was removed."), BY_SIGNING)


RULES = {
    "deployment_share": RecordRule(share_rule, preview=_share_preview, require_removable=_require_share_removable),
    "deployment_cost": RecordRule(cost_rule, preview=_cost_preview, require_removable=_require_cost_removable),
}
