"""What must hold of an instalment, and the warning that a grant expects more than it was awarded."""

from __future__ import annotations

from desktop.domain.instalments import above_award
from desktop.domain.money import Money
from desktop.language import Message, say
from desktop.services.field_rules import Problems, check_decimals
from desktop.services.record_rule import RecordRule
from desktop.storage.ledger import instalments_of
from desktop.storage.models import Grant, Instalment
from desktop.storage.office import Unit


def _instalment(unit: Unit, instalment: Instalment) -> Problems:
    """An instalment has an amount in the grant's decimals, and a number of its own: by default the next one."""
    problems: Problems = {}
    grant = unit.get(Grant, instalment.grant_id)
    if instalment.amount <= 0:
        problems["amount"] = say("An instalment is above zero. Enter what the funder is to pay.")
    else:
        check_decimals(problems, "amount", instalment.amount, grant.currency)
    taken = {other.number for other in instalments_of(unit.session, grant.id) if other.id != instalment.id}
    if not instalment.number:
        instalment.number = max(taken, default=0) + 1
    elif instalment.number in taken:
        problems["number"] = say(
            "{grant} has an instalment {number} already. The next free number is {next}.",
            grant=grant.reference,
            number=instalment.number,
            next=max(taken) + 1,
        )
    elif instalment.number < 1:
        problems["number"] = say("Instalments are numbered from 1 on.")
    return problems


def _preview(unit: Unit, instalment: Instalment) -> Message | None:
    """The warning that all instalments together are above the award; None when they are not."""
    grant = unit.get(Grant, instalment.grant_id)
    others = [other.amount for other in instalments_of(unit.session, grant.id) if other.id != instalment.id]
    moneys = [Money(amount, grant.currency) for amount in (*others, instalment.amount)]
    return above_award(moneys, Money(grant.amount, grant.currency))


RULES = {"instalment": RecordRule(_instalment, preview=_preview)}
