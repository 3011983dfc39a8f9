"""Entries and inputs of a statement for tests of reports; what is not said has a plain value."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from desktop.domain.ledger import LEDGER_KINDS, LedgerKind
from desktop.domain.period import Period
from desktop.reports.report import TraceRow
from desktop.reports.statement import BEFORE, IN_PERIOD, StatementInputs

QUARTER = Period.of_days(date(2019, 7, 1), date(2019, 9, 30))
IN_QUARTER, BEFORE_QUARTER = date(2019, 8, 15), date(2019, 3, 4)

_MEASURES = {LedgerKind.RECEIPT: "received", LedgerKind.COMMITMENT: "committed"}


def trace_row(number: int, kind: str, amount: str, *, on: date = IN_QUARTER, **values: Any) -> TraceRow:
    """An entry of `amount` US dollars; it has category 5 unless it is a receipt or another is given."""
    measures = dict.fromkeys(("spent", "committed", "received"))
    plain: dict[str, Any] = {
        "id": number,
        "entry_on": on,
        "reference": f"PV-{number:04}",
        "description": f"Entry {number}",
        "kind": LEDGER_KINDS[kind],
        "category": "-" if kind == LedgerKind.RECEIPT else "5",
        "line": "",
        "original_currency": "USD",
        "original_amount": Decimal(amount),
        "rate": Decimal(1),
        "rate_per": Decimal(1),
        "when": IN_PERIOD if on in QUARTER else BEFORE,
        **measures,
        _MEASURES.get(LedgerKind(kind), "spent"): Decimal(amount),
    }
    return TraceRow(**plain | values)


def statement_inputs(trace: Sequence[TraceRow] = (), **values: Any) -> StatementInputs:
    """What a statement of the third quarter of 2019 is made from."""
    plain: dict[str, Any] = {
        "grant": "NER-CT-01",
        "title": "Legal aid in Niger",
        "funder": "US Department of State",
        "recipient": "UNODC",
        "currency": "USD",
        "period": QUARTER,
        "budget": {},
        "trace": trace,
    }
    return StatementInputs(**plain | values)
