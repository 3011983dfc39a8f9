"""However a ledger came about, every view of it says the same to the cent, on both engines: the entries, the sums the
database keeps, lists, figures of grants, months, the portfolio, the budget by category and by output, the statement.
"""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from desktop.domain.money import Money, add_up
from desktop.registers import find_register
from desktop.registers.query import Query
from desktop.services import budgets
from desktop.services.browse import RegisterView
from desktop.services.checks import check_office
from desktop.services.offices import Office
from desktop.services.portfolio import grant_figures, grant_months, portfolio
from desktop.storage.models import Grant, LedgerEntry
from tests.helpers.books import CURRENCIES, FIRST, LAST, STEP, Books, open_books, take
from tests.helpers.reporting import statement_of

pytestmark = pytest.mark.no_cover  # other tests reach these lines; counting them here takes a third of its time

MEASURES = ("spent", "committed", "received")
_steps = st.lists(STEP, min_size=1, max_size=14)


# --- the views ----------------------------------------------------------------------------------------------------


def _of_entries(office: Office, grant_id: int) -> dict[str, Decimal]:
    """What the entries themselves add up to, added up in Python."""
    with office.read() as session:
        rows = session.execute(
            select(*(getattr(LedgerEntry, name) for name in MEASURES)).where(LedgerEntry.grant_id == grant_id)
        ).all()
    return {name: sum((row[place] or Decimal(0) for row in rows), Decimal(0)) for place, name in enumerate(MEASURES)}


def _of_list(office: Office, key: str, **scope: tuple[str, int]) -> dict[str, Money]:
    """The totals at the foot of a list; an empty one has none."""
    query = Query(find_register(key), columns=("currency", *MEASURES), scope=scope.get("scope"))
    totals = RegisterView(office, query).totals().by_column
    return {name: add_up(moneys, moneys[0].currency) for name, moneys in totals.items() if moneys}


def _on_lines(office: Office, grant_id: int) -> Decimal:
    with office.read() as session:
        used = func.sum(func.coalesce(LedgerEntry.spent, 0)) + func.sum(func.coalesce(LedgerEntry.committed, 0))
        wanted = select(used).where(LedgerEntry.grant_id == grant_id, LedgerEntry.line_id.is_not(None))
        return Decimal(session.scalar(wanted) or 0).scaleb(-4)


def _agree(books: Books, currency: str) -> None:
    office, grant_id = books.office, books.grants[currency]
    entries = _of_entries(office, grant_id)
    moneys = {name: Money(amount, currency) for name, amount in entries.items()}

    figures = grant_figures(office, grant_id)
    assert {name: getattr(figures, name) for name in MEASURES} == moneys
    assert figures.available == figures.awarded - moneys["spent"] - moneys["committed"]
    by_category = figures.all_categories
    assert (by_category.spent, by_category.committed) == (moneys["spent"], moneys["committed"])

    foot = _of_list(office, "ledger", scope=("grant_id", grant_id))
    assert all(foot.get(name, Money.zero(currency)) == money for name, money in moneys.items())

    months = grant_months(office, figures)
    assert sum(month.spent for month in months) == entries["spent"]
    assert sum(month.received for month in months) == entries["received"]

    approved = [each for each in budgets.budgets_of(office, grant_id=grant_id) if each.status == "approved"]
    assert len(approved) == 1, "original and revised are never added together"
    sheet = budgets.load_sheet(office, budget_id=approved[0].id)
    for groups in (sheet.by_category, sheet.by_result):
        assert sum(group.sums.amount for group in groups) == sheet.total.amount
        assert sum(group.sums.used for group in groups) == sheet.total.used
    assert sheet.total.used == _on_lines(office, grant_id)
    assert by_category.budgeted == Money(sheet.total.amount, currency)

    statement = statement_of(office, grant=figures.reference, first=FIRST, last=LAST)
    assert statement.is_proved
    assert statement.figure("cumulative.total").value == entries["spent"]


@given(_steps)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_posted_split_reversed_undone_and_revised(office: Office, steps: list[tuple[object, ...]]) -> None:
    with office.read() as session:
        known = session.scalar(select(func.count()).select_from(Grant))
    books = open_books(office, str(known))
    for step in steps:
        take(books, step)
    for currency in CURRENCIES:
        _agree(books, currency)
    found = portfolio(office)
    for totals in found.totals:
        of_currency = [grant for grant in found.grants if grant.currency == totals.currency]
        assert totals.spent == add_up((grant.spent for grant in of_currency), totals.currency)
        assert totals.available == add_up((grant.available for grant in of_currency), totals.currency)
    assert check_office(office).is_sound
