"""What must hold of a share of a split key, and the warning while the shares of a day do not sum to the whole."""

from __future__ import annotations

from desktop.domain.allocation import WHOLE, Share, shares_problem
from desktop.language import Message, say
from desktop.services.field_rules import Problems
from desktop.services.record_rule import RecordRule
from desktop.storage.ledger import origin_of, other_shares
from desktop.storage.models import AllocationShare, Budget, BudgetLine
from desktop.storage.office import Unit


def _share(unit: Unit, share: AllocationShare) -> Problems:
    """A share is a part of the whole, on a line of its grant; no other share of the day has the same place."""
    problems: Problems = {}
    if not 0 < share.percent <= WHOLE:
        problems["percent"] = say("A share lies between 0 and 100 per cent. Enter 25 for 25 %.")
    if share.line_id is not None:
        line = unit.get(BudgetLine, share.line_id)
        if unit.get(Budget, line.budget_id).grant_id != share.grant_id:
            problems["line"] = say("Line {line} belongs to another grant. Choose a line of this one.", line=line.code)
        else:
            share.line_id = origin_of(line)
    if any((other.grant_id, other.line_id) == (share.grant_id, share.line_id) for other in _others(unit, share)):
        problems.setdefault("grant", say("This grant and line have a share of that day already. Change that one."))
    return problems


def _others(unit: Unit, share: AllocationShare) -> list[Share]:
    return other_shares(unit.session, share.allocation_id, share.starts_on, without=share.id)


def _preview(unit: Unit, share: AllocationShare) -> Message | None:
    """That the shares of the key and day do not sum to 100 per cent yet; None when they do."""
    this = Share(share.grant_id, share.percent, share.line_id, share.starts_on)
    return shares_problem([*_others(unit, share), this])


RULES = {"allocation_share": RecordRule(_share, preview=_preview)}
