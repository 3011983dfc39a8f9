"""The dates of grants, agreements, instalments and obligations that are still open: one query for each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from desktop.domain.deadlines import AgreementDates, GrantDates, Horizon, InstalmentDue, ObligationDue, OpenDates
from desktop.domain.money import ZERO, Money
from desktop.domain.rules import RuleBook
from desktop.domain.terms import ObligationStatus
from desktop.storage.models import Agreement, Grant, Instalment, LedgerEntry, Obligation, Organisation
from desktop.storage.questions import ONE, Question

_DONE = (ObligationStatus.FULFILLED, ObligationStatus.DROPPED)
_UNTIL: Final[Any] = bindparam("until")
_GIVEN_UNDER = select(Grant.agreement_id).where(Grant.id == ONE).scalar_subquery()

_GRANTS = Question(
    select(Grant.id, Grant.reference, Grant.starts_on, Grant.ends_on, Grant.liquidation_days).where(
        Grant.closed_on.is_(None)
    ),
    Grant.id == ONE,
)
_AGREEMENTS = Question(
    select(Agreement.id, Agreement.reference, Agreement.ends_on, Agreement.renewal, Agreement.notice_days).where(
        Agreement.ends_on >= bindparam("today")
    ),
    Agreement.id == _GIVEN_UNDER,
)
_OBLIGATIONS = Question(
    select(Obligation.id, Agreement.reference, Obligation.title, Organisation.called, Obligation.due_on)
    .join(Agreement, Agreement.id == Obligation.agreement_id)
    .join(Organisation, Organisation.id == Obligation.organisation_id)
    .where(Obligation.due_on <= _UNTIL, Obligation.status.not_in(_DONE)),
    Obligation.agreement_id == _GIVEN_UNDER,
)


def _instalments_due() -> Question:
    """The instalments of open grants that are expected until a day and did not come whole."""
    received = (
        select(LedgerEntry.instalment_id, func.sum(LedgerEntry.received).label("sum"))
        .where(LedgerEntry.instalment_id.is_not(None))
        .group_by(LedgerEntry.instalment_id)
        .subquery()
    )
    came = func.coalesce(received.c.sum, ZERO)
    columns = (Instalment.id, Instalment.number, Grant.reference, Instalment.expected_on, Instalment.amount)
    return Question(
        select(*columns, came, Grant.currency)
        .join(Grant, Grant.id == Instalment.grant_id)
        .outerjoin(received, received.c.instalment_id == Instalment.id)
        .where(Instalment.expected_on <= _UNTIL, Grant.closed_on.is_(None), Instalment.amount > came),
        Instalment.grant_id == ONE,
    )


_INSTALMENTS = _instalments_due()


def open_dates(
    session: Session, horizon: Horizon, *, books: Mapping[int, RuleBook], grant_id: int | None = None
) -> OpenDates:
    """What is open in the office; with `grant_id` what concerns one grant and the agreement it was given under.

    `books` are the rules that set deadlines, by grant.
    """
    return OpenDates(
        [
            GrantDates(identity, reference, starts_on, ends_on, days, books.get(identity, RuleBook()))
            for identity, reference, starts_on, ends_on, days in _GRANTS.ask(session, grant_id)
        ],
        [_due(row) for row in _INSTALMENTS.ask(session, grant_id, until=horizon.last)],
        [AgreementDates(*row) for row in _AGREEMENTS.ask(session, grant_id, today=horizon.today)],
        [ObligationDue(*row) for row in _OBLIGATIONS.ask(session, grant_id, until=horizon.last)],
    )


def _due(row: Any) -> InstalmentDue:
    identity, number, grant, expected_on, amount, came, currency = row
    return InstalmentDue(identity, number, grant, expected_on, Money(amount, currency), Money(amount - came, currency))
