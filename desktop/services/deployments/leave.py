"""The leave of a deployment as at a day: what accrued, what was taken, what is left."""

from __future__ import annotations

from datetime import date

from desktop.domain.staffing.deployment import Deployment
from desktop.domain.staffing.leave import LeaveBalance, leave_balance
from desktop.language import UserError, say
from desktop.services.deployments.limits import limit_book
from desktop.storage.office import Office, Reading
from desktop.storage.service_limits import leaves_of, own_limits
from desktop.storage.staffing import deployments


def balance(office: Office, *, deployment_id: int, day: date) -> LeaveBalance:
    """The leave of a deployment at the end of `day`. Raises UserError when it is gone."""
    with office.read() as session:
        found = deployments(session, ids=[deployment_id])
        if not found:
            raise UserError(
                say("This record is no longer there."), say("Someone removed it."), say("Go back to the list.")
            )
        return read_balance(session, found[0], day=day)


def read_balance(session: Reading, deployment: Deployment, *, day: date) -> LeaveBalance:
    """The leave of a deployment at the end of `day`, as a session sees it."""
    book = limit_book(own_limits(session))
    return leave_balance(deployment, leaves_of(session, deployment.id), book=book, day=day)
