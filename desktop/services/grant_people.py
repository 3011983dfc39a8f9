"""The volunteers whom a grant pays, for its overview."""

from __future__ import annotations

from desktop.domain.ledger import LedgerKind
from desktop.domain.money import ZERO, Money
from desktop.domain.period import next_month
from desktop.domain.staffing.of_grant import END_SOON_DAYS, GrantPeople, people_on
from desktop.storage.models import Grant
from desktop.storage.office import Office
from desktop.storage.staffing import deployments, matched

__all__ = ["END_SOON_DAYS", "GrantPeople", "people_of_grant"]


def people_of_grant(office: Office, grant_id: int) -> GrantPeople | None:
    """What there is to tell of the deployments of a grant today; None when it never paid any."""
    with office.read() as session:
        found = deployments(session, grant_id=grant_id)
        if not found:
            return None
        currency = session.get_one(Grant, grant_id).currency
        held = matched(session, grant_id=grant_id, first=next_month(office.today))
    committed = sum((each.amount for each in held if each.kind == LedgerKind.COMMITMENT), ZERO)
    return people_on(found, grant_id, today=office.today, to_come=Money(committed, currency))
