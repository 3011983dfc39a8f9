"""Reads instalments, and what has come of each: one answer for the check, the page of a grant, Home and deadlines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from desktop.domain.funding import AgreedInstalment, InstalmentStatus, instalment_statuses
from desktop.domain.ledger import LedgerKind
from desktop.domain.money import ZERO, Money
from desktop.storage.models import Instalment, LedgerEntry
from desktop.storage.questions import ONE, Question


@dataclass(frozen=True, slots=True)
class InstalmentRow:
    """An instalment, and what the receipts that name it brought, at the agreement's value; in the grant's currency.

    `exchange` is what they were worth above or below that on their days: it is cash, and pays no instalment.
    """

    id: int
    number: int
    expected_on: date
    amount: Decimal
    condition: str
    named: Decimal
    exchange: Decimal


def _paid(kind: LedgerKind, *, last: date | None = None) -> ColumnElement[Any]:
    """What entries of a kind that name an instalment brought, up to a day where one is given."""
    named = (LedgerEntry.instalment_id == Instalment.id) & (LedgerEntry.kind == kind)
    if last is not None:
        named &= LedgerEntry.entry_on <= last
    return select(func.sum(LedgerEntry.amount)).where(named).correlate(Instalment).scalar_subquery()


_INSTALMENTS = Question(
    select(
        Instalment.grant_id,
        Instalment.id,
        Instalment.number,
        Instalment.expected_on,
        Instalment.amount,
        Instalment.condition,
        _paid(LedgerKind.RECEIPT),
        _paid(LedgerKind.EXCHANGE_DIFFERENCE),
    ).order_by(Instalment.grant_id, Instalment.expected_on, Instalment.number),
    Instalment.grant_id == ONE,
)


def instalments(session: Session, one: int | None = None) -> dict[int, list[InstalmentRow]]:
    """The instalments of each grant that has some."""
    found: dict[int, list[InstalmentRow]] = defaultdict(list)
    for grant_id, identity, number, expected_on, amount, condition, paid, exchange in _INSTALMENTS.ask(session, one):
        row = InstalmentRow(identity, number, expected_on, amount, condition, paid or ZERO, exchange or ZERO)
        found[grant_id].append(row)
    return found


def instalments_on(session: Session, grant_id: int, last: date) -> list[InstalmentRow]:
    """The instalments of a grant, with what had come of them at the end of a day."""
    statement: Any = select(
        Instalment.id,
        Instalment.number,
        Instalment.expected_on,
        Instalment.amount,
        Instalment.condition,
        _paid(LedgerKind.RECEIPT, last=last),
        _paid(LedgerKind.EXCHANGE_DIFFERENCE, last=last),
    )
    statement = statement.where(Instalment.grant_id == grant_id).order_by(Instalment.expected_on, Instalment.number)
    return [
        InstalmentRow(identity, number, expected_on, amount, condition, paid or ZERO, exchange or ZERO)
        for identity, number, expected_on, amount, condition, paid, exchange in session.execute(statement)
    ]


def statuses(rows: Sequence[InstalmentRow], *, received: Decimal, currency: str) -> tuple[InstalmentStatus, ...]:
    """What has come of the instalments of a grant that `received` so much in all."""

    def money(amount: Decimal) -> Money:
        return Money(amount, currency)

    agreed = [
        AgreedInstalment(row.id, row.number, row.expected_on, money(row.amount), money(row.named), row.condition)
        for row in rows
    ]
    exchange = sum((row.exchange for row in rows), ZERO)
    return instalment_statuses(agreed, received=money(received - exchange))
