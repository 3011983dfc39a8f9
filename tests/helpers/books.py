"""Random books of an office: grants in three currencies with budgets by output, and what is posted, split, reversed,
undone, redone and revised in them. What the rules refuse changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from desktop.domain.allocation import Share
from desktop.language import UserError
from desktop.registers.query import Cell
from desktop.services import budgets
from desktop.services.history import UndoStack
from desktop.services.ledger import post_entry, reverse
from desktop.services.offices import Office, Outcome
from desktop.services.splits import split_cost
from tests.helpers.records import making

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


def open_books(office: Office, name: str) -> Books:
    """Books of their own in an office that may hold others; `name` tells them apart."""
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


CENTS = st.integers(min_value=1, max_value=50_000_000)
DAYS = st.dates(min_value=FIRST, max_value=LAST)
STEP = st.one_of(
    st.tuples(
        st.just("post"),
        st.sampled_from(("expenditure", "commitment", "receipt", "refund", "adjustment")),
        st.sampled_from(CURRENCIES),
        st.sampled_from(CURRENCIES),
        CENTS,
        DAYS,
        st.integers(0, 6),
    ),
    st.tuples(st.just("split"), st.sampled_from(CURRENCIES), CENTS, DAYS, st.integers(1, 99)),
    st.tuples(st.just("reverse"), st.integers(0, 30), DAYS),
    st.tuples(st.just("undo")),
    st.tuples(st.just("redo")),
    st.tuples(st.just("revise"), st.sampled_from(CURRENCIES)),
)


def amount_of(cents: int, currency: str) -> Decimal:
    """So many of the smallest coins of a currency."""
    return Decimal(cents) if currency == "XOF" else Decimal(cents) / 100


def take(books: Books, step: tuple[object, ...]) -> None:
    """Does one step."""
    office = books.office
    match step:
        case ("post", str(kind), str(owner), str(paid), int(cents), date() as day, int(place)):
            amount = amount_of(cents, paid)
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
                "original_amount": amount_of(cents, paid),
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
