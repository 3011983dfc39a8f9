"""Commitments: what is open of them on any day, and cancelling what will not be paid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from desktop.domain.commitments import CommitmentState, room_from, state_at
from desktop.domain.ledger import LedgerKind
from desktop.domain.money import Money
from desktop.language import say
from desktop.services.deployment_parts import give_back_parts
from desktop.services.ledger_rules import ledger_entry_rule
from desktop.services.records import InvalidRecordError
from desktop.storage.ledger import commitment_moves, commitments, free_reference
from desktop.storage.models import LedgerEntry
from desktop.storage.office import Office, Outcome, Unit


@dataclass(frozen=True, slots=True)
class OpenCommitment:
    """A commitment of which something is open on a day; amounts in the grant's currency, age in days since it was made.

    One that was lowered below nothing by an entry without a name of its own (an import) is listed with a minus.
    """

    id: int
    entry_on: date
    reference: str
    description: str
    counterparty: str
    grant: str
    line: str
    currency: str
    state: CommitmentState
    age: int

    @property
    def open(self) -> Money:
        """What is still to be paid."""
        return Money(self.state.open, self.currency)


def open_commitments(office: Office, *, grant_id: int | None = None, as_at: date | None = None) -> list[OpenCommitment]:
    """What was open at the end of the day `as_at`, or is today, of one grant or of all; the oldest first."""
    day = as_at or office.today
    with office.read() as session:
        known = commitments(session, grant_id=grant_id)
    found = (
        OpenCommitment(
            facts.id,
            facts.entry_on,
            facts.reference,
            facts.description,
            facts.counterparty,
            facts.grant,
            facts.line,
            facts.currency,
            state_at(facts.moves, day),
            (day - facts.entry_on).days,
        )
        for facts in known
    )
    return [commitment for commitment in found if commitment.state.open]


def cancel_commitment(
    office: Office, *, commitment_id: int, on: date, amount: Decimal | None = None, reason: str = ""
) -> Outcome:
    """Cancels `amount` of a commitment, in the grant's currency, or all that is open of it on `on`.

    Raises InvalidRecordError when it is no commitment, or less is open on that or a later day.
    """
    with office.change() as unit:
        commitment = unit.get(LedgerEntry, commitment_id)
        if amount is None:
            amount = room_from(commitment_moves(unit.session, commitment_id), on)
        entry = unit.add(cancellation(unit, commitment, on=on, amount=amount, reason=reason))
        give_back_parts(unit, commitment, entry)
        message = say(
            "Cancelled {amount} of {commitment}.",
            amount=Money(-entry.amount, entry.currency),
            commitment=commitment.reference,
        )
        return unit.commit(message, record_id=entry.id)


def release_rest(unit: Unit, commitment_id: int, *, on: date) -> None:
    """Cancels, in this unit of work, what is open of a commitment, if anything is."""
    rest = room_from(commitment_moves(unit.session, commitment_id), on)
    if rest > 0:
        commitment = unit.get(LedgerEntry, commitment_id)
        entry = unit.add(cancellation(unit, commitment, on=on, amount=rest, reason=""))
        give_back_parts(unit, commitment, entry)


def cancellation(unit: Unit, commitment: LedgerEntry, *, on: date, amount: Decimal, reason: str) -> LedgerEntry:
    """The entry that cancels an amount of a commitment, ready to be posted. Raises InvalidRecordError."""
    made = LedgerEntry(
        entry_on=on,
        kind=str(LedgerKind.COMMITMENT),
        reference=free_reference(unit.session, f"{commitment.reference} C"),
        description=f"{commitment.reference}: {reason.strip() or commitment.description}",
        counterparty=commitment.counterparty,
        grant_id=commitment.grant_id,
        line_id=commitment.line_id,
        category=commitment.category,
        project_id=commitment.project_id,
        result_id=commitment.result_id,
        commitment_id=commitment.id,
        original_currency=commitment.currency,
        original_amount=-amount,
    )
    problems = ledger_entry_rule(unit, made)
    if problems:
        raise InvalidRecordError(problems)
    return made
