"""What happens to the parts of an entry that are for deployments when the entry is reversed, or a commitment cancelled.

The parts of a commitment sum to it whoever cancels something of it: a form, the last cost of it, or an early end.
"""

from __future__ import annotations

from decimal import Decimal

from desktop.domain.staffing.committing import Key, given_back
from desktop.storage.deployment_rows import held_parts, parts_of
from desktop.storage.models import DeploymentCost, LedgerEntry
from desktop.storage.office import Unit


def reverse_parts(unit: Unit, entry: LedgerEntry, reversal: LedgerEntry) -> None:
    """Gives a reversal the opposite of the parts of what it reverses."""
    _add(unit, reversal, {key: -amount for key, amount in parts_of(unit.session, entry.id).items()})


def give_back_parts(unit: Unit, commitment: LedgerEntry, cancelling: LedgerEntry) -> None:
    """Gives a cancellation its parts: what the commitment still holds for the last months goes first."""
    held = held_parts(unit.session, commitment.id)
    if held:
        _add(unit, cancelling, given_back(held, -cancelling.amount))


def _add(unit: Unit, entry: LedgerEntry, parts: dict[Key, Decimal]) -> None:
    unit.add_many(
        [
            DeploymentCost(entry_id=entry.id, deployment_id=deployment_id, month=month, amount=amount)
            for (deployment_id, month), amount in sorted(parts.items())
        ]
    )
