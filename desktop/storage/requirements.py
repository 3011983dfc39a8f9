"""The reports to funders that were made, as the calendar of what is owed needs them."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.requirements import OwingGrant, SentReport
from desktop.domain.rules import RuleBook
from desktop.domain.terms import ReportStatus
from desktop.storage.models import DonorReport, Grant
from desktop.storage.questions import ONE, Question
from desktop.storage.rulebooks import rule_books

_SENT: Final = Question(
    select(
        DonorReport.grant_id,
        DonorReport.id,
        DonorReport.layout,
        DonorReport.requirement,
        DonorReport.ends_on,
        DonorReport.status,
    ).order_by(DonorReport.id),
    DonorReport.grant_id == ONE,
)
_GRANTS: Final = select(Grant.id, Grant.reference, Grant.starts_on, Grant.ends_on).order_by(Grant.reference)


def sent_reports(session: Session, grant_id: int | None = None) -> dict[int, tuple[SentReport, ...]]:
    """The reports on each grant, or on one, drafts too."""
    found: dict[int, list[SentReport]] = defaultdict(list)
    for of_grant, identity, layout, requirement, last, status in _SENT.ask(session, grant_id):
        found[of_grant].append(SentReport(identity, layout, requirement, last, ReportStatus(status)))
    return {of_grant: tuple(reports) for of_grant, reports in found.items()}


def owing_grants(session: Session, grant_id: int | None = None) -> list[OwingGrant]:
    """One grant, or all that are not closed, with what they owe by their rules and the reports that were made."""
    books, sent = rule_books(session, grant_id), sent_reports(session, grant_id)
    which: Any = Grant.closed_on.is_(None) if grant_id is None else Grant.id == grant_id
    return [
        OwingGrant(identity, reference, starts_on, ends_on, books.get(identity, RuleBook()), sent.get(identity, ()))
        for identity, reference, starts_on, ends_on in session.execute(_GRANTS.where(which))
    ]
