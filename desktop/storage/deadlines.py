"""The dates of grants, agreements, instalments and obligations that are still open: one query for each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.domain.deadlines import AgreementDates, GrantDates, Horizon, InstalmentDue, ObligationDue, OpenDates
from desktop.domain.money import ZERO, Money
from desktop.domain.rules import RuleBook
from desktop.domain.terms import ObligationStatus, RuleKind
from desktop.storage.models import Agreement, Grant, Instalment, LedgerEntry, Obligation, Organisation
from desktop.storage.rulebooks import rule_books

_KINDS = (RuleKind.REPORT, RuleKind.EXTENSION_NOTICE)
_DONE = (ObligationStatus.FULFILLED, ObligationStatus.DROPPED)


def open_dates(session: Session, horizon: Horizon, *, grant_id: int | None = None) -> OpenDates:
    """What is open in the office; with `grant_id` what concerns one grant and the agreement it was given under."""
    agreement_id = None if grant_id is None else _agreement_of(session, grant_id)
    alone = grant_id is not None and agreement_id is None
    return OpenDates(
        list(_grants(session, grant_id)),
        list(_instalments(session, horizon.last, grant_id)),
        [] if alone else list(_agreements(session, horizon.today, agreement_id)),
        [] if alone else list(_obligations(session, horizon.last, agreement_id)),
    )


def _grants(session: Session, grant_id: int | None) -> Iterator[GrantDates]:
    """The grants that are not closed, or the one of them that is wanted, with the rules that set deadlines."""
    statement = select(Grant.id, Grant.reference, Grant.starts_on, Grant.ends_on, Grant.liquidation_days).where(
        Grant.closed_on.is_(None)
    )
    if grant_id is not None:
        statement = statement.where(Grant.id == grant_id)
    books = rule_books(session, None if grant_id is None else [grant_id], kinds=_KINDS)
    for row in session.execute(statement):
        yield GrantDates(*row, book=books.get(row.id, RuleBook()))


def _instalments(session: Session, until: date, grant_id: int | None) -> Iterator[InstalmentDue]:
    """The instalments of open grants that are expected `until` a day and did not come whole."""
    received = (
        select(LedgerEntry.instalment_id, func.sum(LedgerEntry.received).label("sum"))
        .where(LedgerEntry.instalment_id.is_not(None))
        .group_by(LedgerEntry.instalment_id)
        .subquery()
    )
    came = func.coalesce(received.c.sum, ZERO)
    statement = (
        select(
            Instalment.id,
            Instalment.number,
            Grant.reference,
            Instalment.expected_on,
            Instalment.amount,
            came.label("came"),
            Grant.currency,
        )
        .join(Grant, Grant.id == Instalment.grant_id)
        .outerjoin(received, received.c.instalment_id == Instalment.id)
        .where(Instalment.expected_on <= until, Grant.closed_on.is_(None), Instalment.amount > came)
    )
    if grant_id is not None:
        statement = statement.where(Instalment.grant_id == grant_id)
    for row in session.execute(statement):
        amount = Money(row.amount, row.currency)
        outstanding = Money(row.amount - row.came, row.currency)
        yield InstalmentDue(row.id, row.number, row.reference, row.expected_on, amount, outstanding)


def _agreements(session: Session, today: date, agreement_id: int | None) -> Iterator[AgreementDates]:
    """The agreements that end today or later, or the one of them that is wanted."""
    statement = select(
        Agreement.id, Agreement.reference, Agreement.ends_on, Agreement.renewal, Agreement.notice_days
    ).where(Agreement.ends_on >= today)
    if agreement_id is not None:
        statement = statement.where(Agreement.id == agreement_id)
    for row in session.execute(statement):
        if row.ends_on is not None:
            yield AgreementDates(row.id, row.reference, row.ends_on, row.renewal, row.notice_days)


def _obligations(session: Session, until: date, agreement_id: int | None) -> Iterator[ObligationDue]:
    """What is to be done `until` a day and is not done, of all agreements or the one that is wanted."""
    statement = (
        select(
            Obligation.id, Agreement.reference, Obligation.title, Organisation.called.label("called"), Obligation.due_on
        )
        .join(Agreement, Agreement.id == Obligation.agreement_id)
        .join(Organisation, Organisation.id == Obligation.organisation_id)
        .where(Obligation.due_on <= until, Obligation.status.not_in(_DONE))
    )
    if agreement_id is not None:
        statement = statement.where(Obligation.agreement_id == agreement_id)
    for row in session.execute(statement):
        if row.due_on is not None:
            yield ObligationDue(row.id, row.reference, row.title, row.called, row.due_on)


def _agreement_of(session: Session, grant_id: int) -> int | None:
    """The agreement under which a grant was given."""
    return session.scalar(select(Grant.agreement_id).where(Grant.id == grant_id))
