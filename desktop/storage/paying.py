"""Reads what prices of deployments stand on: the grants that pay them, and the rates at which those convert."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.rates import Quote, Rate, quote_by
from desktop.domain.rules import RuleBook
from desktop.domain.staffing.deployment import Deployment
from desktop.domain.staffing.pricing import Payer, Pricing
from desktop.domain.terms import RatePolicy
from desktop.storage.lookups import rates_for
from desktop.storage.models import Budget, BudgetLine, Grant
from desktop.storage.rulebooks import rule_book, rule_books
from desktop.storage.staffing import rate_book

_Asked = tuple[tuple[RatePolicy, Decimal | None], str, str, date]


def pricing(session: Session, deployments: Iterable[Deployment], *, grants: Collection[int] = ()) -> Pricing:
    """What it takes to price these deployments, in a few questions; with `grants` for shares that are only tried."""
    book = rate_book(session)
    paying = {*grants, *(share.grant_id for each in deployments for share in each.shares)}
    payers = {payer.id: payer for payer in paying_grants(session, paying)}
    currencies = {rate.currency for rate in book.rates if rate.currency} | {each.currency for each in payers.values()}
    quotes = _Quotes(_books(session, paying), payers, rates_for(session, currencies) if payers else [])
    return Pricing(book, payers, quotes.quote)


def paying_grants(session: Session, ids: Collection[int]) -> list[Payer]:
    """Grants by their ids, with the codes of all their budget lines."""
    lines: dict[int, dict[int, str]] = {}
    known = (
        select(Budget.grant_id, BudgetLine.id, BudgetLine.code)
        .join(Budget, Budget.id == BudgetLine.budget_id)
        .where(Budget.grant_id.in_(ids))
    )
    connection = session.connection()
    for grant_id, line_id, code in connection.execute(known):
        lines.setdefault(grant_id, {})[line_id] = code
    statement = select(Grant.id, Grant.reference, Grant.currency, Grant.ends_on).where(Grant.id.in_(ids))
    return [Payer(*row, lines.get(row[0], {})) for row in connection.execute(statement.order_by(Grant.reference))]


def _books(session: Session, grants: Collection[int]) -> dict[int, RuleBook]:
    """The rule books of these grants, or of all where they are several: one question either way."""
    if len(grants) == 1:
        (grant_id,) = grants
        return {grant_id: rule_book(session, grant_id)}
    return rule_books(session) if grants else {}


@dataclass(slots=True)
class _Quotes:
    """Converts for many grants: grants with the same policy share what was found for a day."""

    books: dict[int, RuleBook]
    payers: dict[int, Payer]
    rates: list[Rate]
    known: dict[_Asked, Quote | None] = field(default_factory=dict)

    def quote(self, grant_id: int, currency: str, day: date) -> Quote | None:
        """The rate of `currency` for a grant on that day; None when it is missing."""
        policy = self.books.get(grant_id, RuleBook()).rate_policy(day, currency)
        asked = (policy, currency, self.payers[grant_id].currency, day)
        if asked not in self.known:
            self.known[asked] = quote_by(policy, self.rates, original=currency, target=asked[2], on=day)
        return self.known[asked]
