"""The rates at which costs of a grant are converted: those of the office, by the policy of the grant's rule book."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.rates import Quote, Rate, quote_by
from desktop.domain.rules import RuleBook
from desktop.storage.lookups import rates_for
from desktop.storage.models import Grant
from desktop.storage.rulebooks import rule_book


@dataclass(frozen=True, slots=True)
class GrantRates:
    """What is needed to convert many costs of one grant: its currency, its rule book, and the rates."""

    currency: str
    book: RuleBook
    rates: list[Rate]

    def quote(self, currency: str, on: date) -> Quote | None:
        """The rate of `currency` on that day; None when it is missing, which nobody may guess."""
        policy = self.book.rate_policy(on, currency)
        return quote_by(policy, self.rates, original=currency, target=self.currency, on=on)


def grant_rates(session: Session, grant_id: int, currencies: Iterable[str]) -> GrantRates:
    """The rates of these currencies, and of the grant's own, for its costs."""
    currency = session.scalars(select(Grant.currency).where(Grant.id == grant_id)).one()
    return GrantRates(currency, rule_book(session, grant_id), rates_for(session, [*currencies, currency]))


def quote_for(session: Session, grant_id: int | None, *, currency: str, on: date) -> Quote | None:
    """The rate at which one cost of a grant in `currency` is converted on that day; None when it is missing, or nobody
    pays.
    """
    if grant_id is None:
        return None
    return grant_rates(session, grant_id, [currency]).quote(currency, on)
