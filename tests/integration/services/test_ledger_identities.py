"""Whatever is posted, liquidated, cancelled, reversed and split: parts sum to wholes to the cent, what was reversed is
nothing, and what is open or available is the same however it is worked out. On both databases.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from itertools import count

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from desktop.domain.allocation import Share
from desktop.language import UserError
from desktop.registers import find_register
from desktop.registers.query import Cell, Query
from desktop.services import records
from desktop.services.browse import all_rows
from desktop.services.commitments import cancel_commitment, open_commitments
from desktop.services.ledger import reverse
from desktop.services.offices import Office
from desktop.services.portfolio import grant_figures
from desktop.services.splits import split_cost
from desktop.storage.check import soundness
from tests.helpers.records import making

pytestmark = pytest.mark.no_cover  # other tests reach these lines; counting them here takes a third of its time

START = date(2019, 3, 1)
CURRENCIES = ("USD", "XOF", "EUR")
_ROUND = count(1)
Form = dict[str, Cell]

_STEPS = st.lists(
    st.tuples(
        st.sampled_from(["order", "cost", "cost", "cancel", "reverse", "split"]),
        st.integers(min_value=1, max_value=5_000_000),  # units of the currency's smallest coin
        st.sampled_from(CURRENCIES),
        st.integers(min_value=0, max_value=30),  # days
        st.integers(min_value=0, max_value=10**6),  # which
    ),
    min_size=3,
    max_size=14,
)


class _Story:
    """Posts what a list of steps says, into grants of its own."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.number = next(_ROUND)
        self.posted: list[int] = []
        with making(office) as make:
            if not records.choices(office, "rates"):
                make.rate("XOF", "576.5", START)
                make.rate("EUR", "0.879", START)
            self.grants = {
                currency: make.grant(reference=f"{currency}-{self.number}", currency=currency, amount=Decimal(10**9)).id
                for currency in CURRENCIES
            }

    def _form(self, amount: Decimal, currency: str, day: date, **more: Cell) -> Form:
        reference = f"D-{self.number}-{next(_ROUND)}"
        plain: Form = {"entry_on": day, "reference": reference, "description": "Step", "kind": "expenditure"}
        return plain | {"original_amount": amount, "original_currency": currency} | more

    def tell(self, what: str, units: int, currency: str, days: int, which: int) -> None:
        """One step; one that the rules refuse is left out."""
        day = START + timedelta(days=days)
        amount = Decimal(units) if currency == "XOF" else Decimal(units).scaleb(-2)
        orders = open_commitments(self.office, grant_id=self.grants[currency])
        order = orders[which % len(orders)] if orders else None
        grant = self.grants[currency]
        with suppress(UserError):
            match what:
                case "order":
                    self._post(self._form(amount, currency, day, grant=grant, kind="commitment"))
                case "cost":
                    named: Form = {} if order is None else {"commitment": order.id}
                    original = CURRENCIES[which % 3]
                    self._post(self._form(amount.quantize(Decimal(1)), original, day, grant=grant, **named))
                case "cancel" if order is not None:
                    cancel_commitment(
                        self.office, commitment_id=order.id, on=day, amount=min(amount, order.open.amount)
                    )
                case "reverse" if self.posted:
                    self._reverse(self.posted[which % len(self.posted)], day)
                case "split":
                    self._split(self._form(amount, currency, day), day, which)

    def _post(self, form: Form) -> None:
        self.posted.append(records.save(self.office, "ledger", values=form).record_id)

    def _reverse(self, entry: int, day: date) -> None:
        made = reverse(self.office, entry_id=entry, on=max(day, START)).record_id
        was, now = (records.load(self.office, "ledger", identity).values for identity in (entry, made))
        for measure in ("original_amount", "amount", "liquidated", "spent", "committed", "received"):
            assert was[measure] == now[measure] == None or was[measure] == -now[measure], measure  # type: ignore[operator]  # noqa: E711 - amounts or nothing

    def _split(self, form: Form, day: date, which: int) -> None:
        first = Decimal(which % 9_998 + 1).scaleb(-2)
        rest = (100 - first) / 2
        shares = [
            Share(grant, percent) for grant, percent in zip(self.grants.values(), (first, rest, rest), strict=True)
        ]
        split_cost(self.office, values=form, on=day, shares=shares)
        query = Query(find_register("ledger"), columns=("reference", "original_amount"))
        parts = [row.values[1] for row in all_rows(self.office, query) if row.values[0] == form["reference"]]
        assert sum(part for part in parts if isinstance(part, Decimal)) == form["original_amount"]

    def check(self) -> None:
        """All ways to the same figure."""
        columns = ("grant", "spent", "committed", "received", "open", "currency")
        query = Query(find_register("ledger"), columns=columns)
        rows = [query.by_key(row) for row in all_rows(self.office, query)]
        for currency, grant in self.grants.items():
            shown = records.load(self.office, "grants", grant).values
            own = [row for row in rows if row["grant"] == shown["reference"]]
            spent, committed, opened = (_sum(own, key) for key in ("spent", "committed", "open"))
            listed = sum((order.open.amount for order in open_commitments(self.office, grant_id=grant)), Decimal(0))
            assert committed == opened == listed == shown["committed"]
            figures = grant_figures(self.office, grant)
            assert figures.currency == currency
            available = Decimal(10**9) - spent - committed
            assert available == shown["available"] == figures.available.amount
            assert all(order.open.amount > 0 for order in open_commitments(self.office, grant_id=grant))
            for days in range(0, 31, 10):
                past = open_commitments(self.office, grant_id=grant, as_at=START + timedelta(days=days))
                assert all(order.open.amount > 0 for order in past)


def _sum(rows: Sequence[Form], key: str) -> Decimal:
    return sum((value for row in rows if isinstance(value := row[key], Decimal)), Decimal(0))


# A failing story is told as it is: shrinking it would take longer than reading it.
@settings(
    max_examples=20,
    phases=(Phase.generate,),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=_STEPS)
def test_every_way_leads_to_the_same_figure(office: Office, steps: list[tuple[str, int, str, int, int]]) -> None:
    story = _Story(office)
    for step in steps:
        story.tell(*step)
    story.check()
    assert soundness(office) == []
