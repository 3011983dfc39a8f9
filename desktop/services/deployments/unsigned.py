"""The contracts of deployments that wait for a signature."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.storage.office import Office
from desktop.storage.staffing import deployments


def unsigned_contracts(office: Office, *, deployment_ids: Sequence[int]) -> list[int]:
    """The ids of what is planned of these deployments, in the order of the days."""
    with office.read() as session:
        found = deployments(session, ids=deployment_ids)
    return [
        contract.id
        for deployment in found
        for contract in deployment.contracts
        if contract.serves and not contract.signed and deployment.cut(contract) is not None
    ]
