"""What people call a record, as its id."""

from __future__ import annotations

from desktop.storage.documents import entry_by_reference
from desktop.storage.lookups import grant_by_reference
from desktop.storage.office import Office


def grant_id_of(office: Office, reference: str) -> int:
    """The id of the grant called `reference`. Raises UserError that names the nearest when there is none."""
    with office.read() as session:
        return grant_by_reference(session, reference).id


def entry_id_of(office: Office, reference: str) -> int:
    """The id of the ledger entry called `reference`. Raises UserError when there is none, or several are called so."""
    with office.read() as session:
        return entry_by_reference(session, reference)
