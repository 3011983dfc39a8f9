"""The list of imports: what came in by each, when, and what its entries come to."""

from __future__ import annotations

from desktop.storage.batches import BatchFacts, batches
from desktop.storage.office import Office

__all__ = ["BatchFacts", "list_batches"]


def list_batches(office: Office) -> list[BatchFacts]:
    """Every import of the office, the newest first."""
    with office.read() as session:
        return batches(session)
