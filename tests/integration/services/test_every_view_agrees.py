"""However a ledger came about, every view of it says the same to the cent, on both engines: the entries, the sums the
database keeps, lists, figures of grants, months, the portfolio, the budget by category and by output, the statement.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from desktop.domain.allocation import Share
from desktop.domain.money import Money, add_up
from desktop.language import UserError
from desktop.registers import find_register
from desktop.registers.query import Cell, Query
from desktop.services import budgets
from desktop.services.browse import RegisterView
from desktop.services.checks import check_office
from desktop.services.history import UndoStack
from desktop.services.ledger import post_entry, reverse
from desktop.services.offices import Office, Outcome
from desktop.services.portfolio import grant_figures, grant_months, portfolio
from desktop.services.splits import split_cost
from desktop.storage.models import Grant, LedgerEntry
from tests.helpers.records import making
from tests.helpers.reporting import statement_of

pytestmark = pytest.mark.no_cover  # other tests reach these lines; counting them here takes a third of its time

MEASURES = ("spent", "committed", "received")
CURRENCIES = ("USD", "XOF", "EUR")
FIRST, LAST = date(2019, 1, 1), date(2019, 10, 21)  # the day it is in these offices
_HUNDRED = Decimal(100)


@dataclass(slots=True)
class Books:
    """An office with a grant in each currency, its budget with a line per output, and what was done in it."""

    office: Office
    grants: dict[str, int] = field(default_factory=dict)
    lines: dict[str, list[int]] = field(default_factory=dict)
    posted: list[int] = field(default_factory=list)
    stack: UndoStack = field(default_factory=UndoStack)

    def do(self, work: Callable[[], Outcome]) -> None:
        """Does a use case as the window would; what cannot be done changes nothing."""
        try:
            outcome = work()
        except UserError:
            return
        self.stack.note(outcome)
        self.posted.append(outcome.record_id)


def _books(office: Office, name: str) -> Books:
    books = Books(office)
    with making(office) as make:
        project = make.project(reference=f"PR-{name}")
        outputs = [make.result(project, code=code) for code in ("1.1", "1.2")]
        if name == "0":
            make.rate("XOF", "589.372", FIRST)
            make.rate("EUR", "0.901", FIRST)
        for currency in CURRENCIES:
            grant = make.grant(reference=f"{currency}-{name}", currency=currency, amount=Decimal(900_000))
            budget = make.budget(grant)
            books.grants[currency] = grant.id
            books.lines[currency] = [
                make.line(budget, f"{category}.{place}", "50000", category=category, result_id=output.id).id
                for category in (1, 5, 7)
                for place, output in enumerate(outputs)
            ]
    return books


_cents = st.integers(min_value=1, max_value=50_000_000)
_days = st.dates(min_value=FIRST, max_value=LAST)
_steps = st.lists(
    st.one_of(
        st.tuples(
            st.just("post"),
            st.sampled_from(("expenditure", "commitment", "receipt", "refund", "adjustment")),
            st.sampled_from(CURRENCIES),
            st.sampled_from(CURRENCIES),
            _cents,
            _days,
            st.integers(0, 6),
        ),
        st.tuples(st.just("split"), st.sampled_from(CURRENCIES), _cents, _days, st.integers(1, 99)),
        st.tuples(st.just("reverse"), st.integers(0, 30), _days),
        st.tuples(st.just("undo")),
        st.tuples(st.just("redo")),
        st.tuples(st.just("revise"), st.sampled_from(CURRENCIES)),
    ),
    min_size=1,
    max_size=14,
)


def _amount(cents: int, currency: str) -> Decimal:
    return Decimal(cents) if currency == "XOF" else Decimal(cents) / 100


def _take(books: Books, step: tuple[object, ...]) -> None:
    office = books.office
    match step:
        case ("post", str(kind), str(owner), str(paid), int(cents), date() as day, int(place)):
            amount = _amount(cents, paid)
            values: dict[str, Cell] = {
                "entry_on": day,
                "reference": f"PV-{len(books.posted)}",
                "description": "A movement of money",
                "kind": kind,
                "grant": books.grants[owner],
                "line": ([*books.lines[owner], None])[place] if kind != "receipt" else None,
                "original_currency": paid,
                "original_amount": -amount if kind == "refund" else amount,
            }
            books.do(lambda: post_entry(office, values=values))
        case ("split", str(paid), int(cents), date() as day, int(percent)):
            values = {
                "reference": f"SP-{len(books.posted)}",
                "description": "Rent of the office",
                "kind": "expenditure",
                "original_currency": paid,
                "original_amount": _amount(cents, paid),
            }
            shares = [
                Share(books.grants["USD"], Decimal(percent), books.lines["USD"][0]),
                Share(books.grants["XOF"], _HUNDRED - percent, books.lines["XOF"][1]),
            ]
            books.do(lambda: split_cost(office, values=values, on=day, shares=shares))
        case ("reverse", int(place), date() as day) if books.posted:
            books.do(lambda: reverse(office, entry_id=books.posted[place % len(books.posted)], on=day))
        case ("undo",) if books.stack.can_undo:
            books.stack.undo(office)
        case ("redo",) if books.stack.can_redo:
            books.stack.redo(office)
        case ("revise", str(currency)):
            _revise(books, currency)


def _revise(books: Books, currency: str) -> None:
    """A revision that moves money between lines takes the place of the approved budget, entries and all."""
    office = books.office
    (approved,) = [
        each for each in budgets.budgets_of(office, grant_id=books.grants[currency]) if each.status == "approved"
    ]
    draft = budgets.draft_revision(office, budget_id=approved.id).record_id
    first = budgets.load_sheet(office, budget_id=draft).lines[0]
    more = first.unit_cost + 1000
    edit = budgets.LineEdit(line_id=first.id, values={"unit_cost": more})
    budgets.edit_lines(office, budget_id=draft, edits=[edit])
    budgets.request_approval(office, budget_id=draft, on=LAST, reason="More of the first")
    budgets.approve(office, budget_id=draft, on=LAST, by="The funder")
    books.stack = UndoStack()


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
    books = _books(office, str(known))
    for step in steps:
        _take(books, step)
    for currency in CURRENCIES:
        _agree(books, currency)
    found = portfolio(office)
    for totals in found.totals:
        of_currency = [grant for grant in found.grants if grant.currency == totals.currency]
        assert totals.spent == add_up((grant.spent for grant in of_currency), totals.currency)
        assert totals.available == add_up((grant.available for grant in of_currency), totals.currency)
    assert check_office(office).is_sound
