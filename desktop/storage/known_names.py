"""Names that an office holds and that are of no person: places, organisations, projects."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.finding import Finding, Severity
from desktop.domain.likely_identity import KINDS, LEAVE_OUT, likely_identities
from desktop.language import say
from desktop.storage.models import Assignment, Deployment, DutyStation, Organisation, Project, WorkCount, WorkMeasure


def known_names(session: Session) -> frozenset[str]:
    """What may stand in a text without telling who a person is."""
    columns = (DutyStation.place, Organisation.name, Organisation.short_name, Project.title, Assignment.title)
    return frozenset(name for column in columns for name in session.scalars(select(column).distinct()) if name)


def note_findings(session: Session) -> Iterator[Finding]:
    """Notes of counts that likely tell who someone is: whoever wrote them may not have seen the warning.

    The bit itself is not told: a finding goes to more people than the note.
    """
    statement = (
        select(WorkCount.id, WorkCount.note, WorkCount.month, WorkMeasure.code, Deployment.reference)
        .join(WorkMeasure, WorkMeasure.id == WorkCount.measure_id)
        .join(Deployment, Deployment.id == WorkCount.deployment_id)
        .where(WorkCount.note != "")
        .order_by(WorkCount.id)
    )
    known: frozenset[str] | None = None
    for count_id, note, month, measure, deployment in session.execute(statement):
        if not likely_identities(note):
            continue
        if known is None:
            known = known_names(session)
        found = likely_identities(note, known=known)
        if found:
            sentence = say(
                "{measure} of {deployment}, month from {month}: the note holds what looks like {what}.",
                measure=measure,
                deployment=deployment,
                month=month,
                what=KINDS[found[0].kind],
            )
            yield Finding(Severity.WARNING, "likely_identity", sentence, LEAVE_OUT, "work_counts", count_id, measure)
