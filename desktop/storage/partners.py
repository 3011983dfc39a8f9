"""Small questions about partners: what is above an organisation, before an agreement, who shares what."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from desktop.domain.terms import ObligationStatus
from desktop.storage.models import Agreement, AgreementParty, GrantShare, Obligation, Organisation


def organisations_above(session: Session, organisation_id: int) -> set[int]:
    """The organisation and all that it is a part of."""
    return _line(session, Organisation, Organisation.parent_id, organisation_id)


def agreements_before(session: Session, agreement_id: int) -> set[int]:
    """The agreement and all that it follows."""
    return _line(session, Agreement, Agreement.predecessor_id, agreement_id)


def _line(session: Session, model: Any, up: InstrumentedAttribute[int | None], start: int) -> set[int]:
    found: set[int] = set()
    here: int | None = start
    while here is not None and here not in found:
        found.add(here)
        here = session.scalar(select(up).where(model.id == here))
    return found


def party_of(session: Session, agreement_id: int, organisation_id: int) -> int | None:
    """The id of the party that an organisation is in an agreement."""
    statement = select(AgreementParty.id).where(
        AgreementParty.agreement_id == agreement_id, AgreementParty.organisation_id == organisation_id
    )
    return session.scalar(statement)


def share_of(session: Session, grant_id: int, project_id: int) -> int | None:
    """The id of what a grant gives a project."""
    statement = select(GrantShare.id).where(GrantShare.grant_id == grant_id, GrantShare.project_id == project_id)
    return session.scalar(statement)


def organisation_called(session: Session, name: str) -> int | None:
    """The id of the first organisation of this name, or None."""
    return session.scalar(select(Organisation.id).where(Organisation.name == name).order_by(Organisation.id).limit(1))


def shared_otherwise(session: Session, grant_id: int, share_id: int | None) -> Decimal:
    """What a grant gives all its projects besides the share `share_id`."""
    statement = select(func.sum(GrantShare.amount)).where(GrantShare.grant_id == grant_id)
    if share_id is not None:
        statement = statement.where(GrantShare.id != share_id)
    return session.scalar(statement) or Decimal(0)


def open_obligations(session: Session, agreement_id: int) -> list[Obligation]:
    """The obligations of an agreement that are still to be fulfilled, the first due first."""
    ended = [str(ObligationStatus.FULFILLED), str(ObligationStatus.DROPPED)]
    statement = (
        select(Obligation)
        .where(Obligation.agreement_id == agreement_id, Obligation.status.not_in(ended))
        .order_by(Obligation.due_on, Obligation.id)
    )
    return list(session.scalars(statement))
