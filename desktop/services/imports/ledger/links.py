"""Rows of a ledger extract that fulfil a commitment or pay an instalment: few, so they are taken one by one."""

from __future__ import annotations

from decimal import Decimal

from desktop.domain.commitments import FULFILLING
from desktop.domain.ledger import LedgerKind
from desktop.language import Message, say
from desktop.services.imports.ledger.columns import text_of
from desktop.services.imports.ledger.money import UNIT, scaled
from desktop.services.imports.ledger.work import Work
from desktop.services.imports.ledger.world import Fault
from desktop.services.imports.preview import Status


def link_rows(work: Work) -> None:
    """Finds the commitments and instalments that rows name."""
    if work.table["commitment"].is_there:
        opened = {identity: scaled(one.open) for identity, one in work.world.commitment_of.items()}
        for place, status in enumerate(work.statuses):
            named = text_of(work.table["commitment"][place])
            if named and status != Status.ERROR:
                _fulfil(work, place, named, opened)
    if work.table["instalment"].is_there:
        for place, status in enumerate(work.statuses):
            if work.table["instalment"][place] is not None and status != Status.ERROR:
                _pay(work, place)


def _fulfil(work: Work, place: int, named: str, opened: dict[int, int]) -> None:
    entries = work.entries
    found = work.world.commitment(entries.grant[place], named)
    if isinstance(found, Fault):
        return work.tell(place, found)
    amount = entries.amount[place]
    if entries.kind_at(place) not in FULFILLING or amount < 0:
        return work.tell(
            place, Fault("commitment", say("Only a cost fulfils a commitment. Leave it empty."), _correct())
        )
    commitment = work.world.commitment_of[found]
    if commitment.line_id and entries.line[place] not in (0, commitment.line_id):
        line = work.world.code_of.get(commitment.line_id, "")
        sentence = say("The commitment stands on line {line}. Choose that line, or another one.", line=line)
        return work.tell(place, Fault("line", sentence, _correct()))
    stated = work.table["liquidated"][place]
    wanted = scaled(stated) if isinstance(stated, Decimal) else max(min(amount, opened[found]), 0)
    if not 0 < wanted <= opened[found]:
        left = Decimal(opened[found]) / UNIT
        sentence = say("Of the commitment {left} is open.", left=left.normalize())
        return work.tell(place, Fault("commitment", sentence, _correct()))
    opened[found] -= wanted
    work.commitments[place] = (found, wanted)
    entries.line[place] = entries.line[place] or commitment.line_id or 0
    entries.category[place] = entries.category[place] or commitment.category or 0
    return None


def _pay(work: Work, place: int) -> None:
    if work.entries.kind_at(place) is not LedgerKind.RECEIPT:
        fault = Fault("instalment", say("Only a receipt pays an instalment. Leave it empty."), _correct())
        return work.tell(place, fault)
    number = work.table["instalment"][place]
    found = work.world.instalment(work.entries.grant[place], int(number) if isinstance(number, Decimal) else 0)
    if isinstance(found, Fault):
        return work.tell(place, found)
    work.instalments[place] = found
    return None


def _correct() -> Message:
    return say("Correct the cell, or leave it empty.")
