"""What the database and the trail themselves say of an office's soundness."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Date, Select, cast, except_, func, literal, select, union
from sqlalchemy.orm import Session

from desktop.domain.finding import Finding, Severity
from desktop.language import say
from desktop.storage.audit import broken_link
from desktop.storage.donor_reports import damaged_reports
from desktop.storage.engine import is_file
from desktop.storage.errors import in_sentences
from desktop.storage.models import Grant, LedgerEntry, LedgerSum
from desktop.storage.office import Office
from desktop.storage.opening import integrity_problems
from desktop.storage.types import Exact


def soundness(office: Office) -> list[Finding]:
    """Damage to the file, references that lead nowhere, a trail of changes that was tampered with, sums of the ledger
    that are not what its entries sum to, and reports that are not as they were submitted.
    """
    with in_sentences():
        damage = integrity_problems(office.engine)
    found = [
        Finding(
            Severity.ERROR,
            "damaged_file",
            say("The office file is damaged: {problem}", problem=problem),
            say("Restore the newest backup, and keep this file for whoever helps you."),
        )
        for problem in damage
    ]
    if found:
        return found  # the trail may lie in the damaged pages
    with office.read() as session:
        return [*_broken_trail(session), *_wrong_sums(session), *_damaged_reports(session)]


def _broken_trail(session: Session) -> list[Finding]:
    broken = broken_link(session)
    if broken is None:
        return []
    return [
        Finding(
            Severity.ERROR,
            "broken_trail",
            say("The history was altered outside GrantDesk at entry {number}.", number=broken),
            say("Compare with a backup made before."),
            register="history",
            record_id=broken,
        )
    ]


def _wrong_sums(session: Session) -> list[Finding]:
    wrong = grants_with_wrong_sums(session)
    if not wrong:
        return []
    return [
        Finding(
            Severity.ERROR,
            "wrong_sums",
            say("The sums of {grants} are not those of the ledger.", grants=wrong),
            say("Restore a backup, or compare these grants with it: something wrote past GrantDesk."),
        )
    ]


def _damaged_reports(session: Session) -> list[Finding]:
    return [
        Finding(
            Severity.ERROR,
            "damaged_report",
            say("Report {number} on {grant} is not as it was submitted.", number=report.number, grant=report.grant),
            say("Compare with a backup made before: something wrote past GrantDesk."),
            register="donor_reports",
            record_id=report.id,
            label=report.grant,
        )
        for report in damaged_reports(session)
    ]


def grants_with_wrong_sums(session: Session) -> list[str]:
    """The references of grants whose kept sums are not what their entries sum to."""
    kept = select(
        LedgerSum.grant_id,
        LedgerSum.category,
        LedgerSum.month,
        LedgerSum.spent,
        LedgerSum.committed,
        LedgerSum.received,
        LedgerSum.costs,
        LedgerSum.entries,
    )
    category, month = func.coalesce(LedgerEntry.category, 0), _month(session)
    measures = (LedgerEntry.spent, LedgerEntry.committed, LedgerEntry.received)
    summed = (
        select(
            LedgerEntry.grant_id,
            category,
            month,
            *(func.coalesce(func.sum(measure), literal(0, Exact())) for measure in measures),
            func.count(LedgerEntry.spent),
            func.count(),
        )
        .where(LedgerEntry.grant_id.is_not(None))
        .group_by(LedgerEntry.grant_id, category, month)
    )
    differing = union(_first_columns(except_(kept, summed)), _first_columns(except_(summed, kept)))
    statement = select(Grant.reference).where(Grant.id.in_(differing)).order_by(Grant.reference)
    return list(session.scalars(statement))


def _first_columns(difference: CompoundSelect[Any]) -> Select[Any]:
    return select(difference.subquery().c[0])


def _month(session: Session) -> ColumnElement[date]:
    """The first day of the month of an entry, as the triggers write it."""
    if is_file(session.connection()):
        return func.date(LedgerEntry.entry_on, "start of month")
    return cast(func.date_trunc("month", LedgerEntry.entry_on), Date())
