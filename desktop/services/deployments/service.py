"""The service of a volunteer over all deployments, against the limits of category and modality."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from desktop.domain.finding import Finding
from desktop.domain.staffing.limits import (
    LimitBook,
    ServiceCount,
    entry_findings,
    service_counts,
    service_findings,
)
from desktop.language import UserError, say
from desktop.services.deployments.limits import limit_book
from desktop.storage.office import Office
from desktop.storage.service_limits import own_limits, persons
from desktop.storage.staffing import deployments


@dataclass(frozen=True, slots=True)
class VolunteerService:
    """How long a volunteer served, in each modality and category, and what is found of it; `to_confirm` are categories
    whose limits the office took over from the presets without a word of its own.
    """

    volunteer_id: int
    reference: str
    counts: tuple[ServiceCount, ...]
    findings: tuple[Finding, ...]
    day: date
    to_confirm: tuple[str, ...] = ()


def service_of(office: Office, *, volunteer_id: int) -> VolunteerService:
    """The service of a volunteer as at today, whatever ended long ago. Raises UserError when they are gone."""
    with office.read() as session:
        person = persons(session, volunteer_id).get(volunteer_id)
        if person is None:
            raise UserError(
                say("This record is no longer there."), say("Someone removed it."), say("Go back to the list.")
            )
        own = deployments(session, volunteer_ids=[volunteer_id])
        book: LimitBook = limit_book(own_limits(session))
    findings = service_findings(person, own, book=book, today=office.today)
    for deployment in own:
        findings += entry_findings(person, deployment, book=book)
    counts = service_counts(own, book=book, today=office.today)
    categories = sorted({deployment.category for deployment in own})
    unsure = tuple(category for category in categories if book.on(category, office.today).confirm)
    return VolunteerService(volunteer_id, person.reference, counts, tuple(findings), office.today, unsure)
