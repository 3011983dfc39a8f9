"""Which reports grants owe their funders, and how it stands with each."""

from __future__ import annotations

from typing import Final

from desktop.domain.deadlines import SOON_DAYS
from desktop.domain.period import days_after
from desktop.domain.requirements import Requirement, RequirementState, requirements_of
from desktop.storage.office import Office
from desktop.storage.requirements import owing_grants

_ORDER: Final = {RequirementState.LATE: 0, RequirementState.RETURNED: 1, RequirementState.DUE: 2}


def requirements(
    office: Office, *, grant_id: int | None = None, days: int = SOON_DAYS, answered: bool = True
) -> list[Requirement]:
    """The reports that are owed since each grant began, up to those due in the next `days`: the late first, then the
    returned, the due, and those that were sent, as far as they are `answered` for.

    Without `grant_id` of all grants that are not closed.
    """
    today = office.today
    with office.read() as session:
        grants = owing_grants(session, grant_id)
    until = days_after(today, days)
    found = [owed for grant in grants for owed in requirements_of(grant, today=today, until=until)]
    return sorted(
        (owed for owed in found if answered or owed.is_open),
        key=lambda owed: (_ORDER.get(owed.state, len(_ORDER)), owed.day, owed.grant, owed.rule.id),
    )
