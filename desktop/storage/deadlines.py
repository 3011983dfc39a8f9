"""The dates of grants, agreements, instalments and obligations that are still open: a query or two for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from desktop.domain.deadlines import AgreementDates, GrantDates, Horizon, InstalmentDue, ObligationDue, OpenDates
from desktop.domain.funding import InstalmentStatus
from desktop.domain.money import ZERO
from desktop.domain.rules import RuleBook
from desktop.domain.terms import ObligationStatus
from desktop.storage.instalments import instalments
from desktop.storage.instalments import statuses as statuses_of
from desktop.storage.models import Agreement, Grant, Instalment, LedgerSum, Obligation, Organisation
from desktop.storage.questions import ONE, Question
from desktop.storage.requirements import sent_reports
from desktop.storage.staffing_dates import people_dates

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


_CASH = Question(
    select(
        Grant.id,
        Grant.currency,
        select(func.sum(LedgerSum.received)).where(LedgerSum.grant_id == Grant.id).correlate(Grant).scalar_subquery(),
    )
    .where(Grant.closed_on.is_(None), select(Instalment.id).where(Instalment.grant_id == Grant.id).exists())
    .order_by(Grant.id),
    Grant.id == ONE,
)


Statuses = Mapping[int, Sequence[InstalmentStatus]]


def open_dates(
    session: Session,
    horizon: Horizon,
    *,
    books: Mapping[int, RuleBook],
    statuses: Statuses | None = None,
    grant_id: int | None = None,
) -> OpenDates:
    """What is open in the office; with `grant_id` what concerns one grant and the agreement it was given under.

    By grant: `books` are the rules that set deadlines, `statuses` those of the instalments where they are known.
    """
    sent = sent_reports(session, grant_id)
    grants = [
        GrantDates(
            identity, reference, starts_on, ends_on, days, books.get(identity, RuleBook()), sent.get(identity, ())
        )
        for identity, reference, starts_on, ends_on, days in _GRANTS.ask(session, grant_id)
    ]
    known = _statuses(session, grant_id) if statuses is None else statuses
    return OpenDates(
        grants,
        [due for grant in grants for due in _due(grant.reference, known.get(grant.id, ()), until=horizon.last)],
        [AgreementDates(*row) for row in _AGREEMENTS.ask(session, grant_id, today=horizon.today)],
        [ObligationDue(*row) for row in _OBLIGATIONS.ask(session, grant_id, until=horizon.last)],
        *people_dates(session, horizon, grant_id=grant_id),
    )


def _statuses(session: Session, grant_id: int | None) -> Statuses:
    """What has come of the instalments of open grants."""
    agreed = instalments(session, grant_id)
    return {
        identity: statuses_of(agreed.get(identity, []), received=cash or ZERO, currency=currency)
        for identity, currency, cash in _CASH.ask(session, grant_id)
    }


def _due(reference: str, statuses: Sequence[InstalmentStatus], *, until: date) -> Iterator[InstalmentDue]:
    """The instalments of a grant that are expected `until` a day and did not come whole."""
    for status in statuses:
        one = status.agreed
        if one.expected_on <= until and status.shortfall.amount > 0:
            yield InstalmentDue(one.id, one.number, reference, one.expected_on, one.amount, status.shortfall)
