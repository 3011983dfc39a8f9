"""Entries and facts of a statement for tests of reports; what is not said has a plain value."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from desktop.domain.ledger import LEDGER_KINDS, LedgerKind
from desktop.domain.period import Period
from desktop.reports.facts import GrantFacts, ReportFacts
from desktop.reports.report import Letterhead, Report
from desktop.reports.trace import BEFORE, IN_PERIOD, NONE, Scope, Sums, TraceRow

QUARTER = Period.of_days(date(2019, 7, 1), date(2019, 9, 30))
IN_QUARTER, BEFORE_QUARTER = date(2019, 8, 15), date(2019, 3, 4)

_MEASURES = {
    LedgerKind.RECEIPT: "received",
    LedgerKind.EXCHANGE_DIFFERENCE: "received",
    LedgerKind.COMMITMENT: "committed",
}
_OF_GRANT = (
    *("currency", "cost_share", "amount", "authorized", "starts_on", "ends_on", "award_number", "projects"),
    *("assistance_listing", "erp_grant", "agreement"),
)


def trace_row(number: int, kind: str, amount: str, *, on: date = IN_QUARTER, **values: Any) -> TraceRow:
    """An entry of `amount` US dollars; it has category 5 unless it is a receipt or another is given."""
    plain: dict[str, Any] = {
        "id": number,
        "entry_on": on,
        "reference": f"PV-{number:04}",
        "description": f"Entry {number}",
        "kind": str(kind),
        "kind_name": LEDGER_KINDS[kind],
        "category": NONE if kind == LedgerKind.RECEIPT else "5",
        "original_currency": "USD",
        "original_amount": Decimal(amount),
        "when": IN_PERIOD if on in QUARTER else BEFORE,
        _MEASURES.get(LedgerKind(kind), "spent"): Decimal(amount),
    }
    return TraceRow(**plain | values)


def statement_inputs(trace: Sequence[TraceRow] = (), **values: Any) -> ReportFacts:
    """What a report on the third quarter of 2019 is made from: facts of the grant, or of the report, are replaced."""
    grant: dict[str, Any] = {
        "id": 1,
        "reference": "NER-CT-01",
        "title": "Legal aid in Niger",
        "funder": "US Department of State",
        "currency": "USD",
        "amount": Decimal(120000),
    }
    named = {"grant": "reference", "title": "title", "funder": "funder"}
    grant |= {named[name]: values.pop(name) for name in named if name in values}
    grant |= {name: values.pop(name) for name in _OF_GRANT if name in values}
    plain: dict[str, Any] = {
        "scope": Scope((1,), values.pop("period", QUARTER)),
        "letterhead": Letterhead(values.pop("recipient", "UNODC")),
        "grants": (GrantFacts(**grant),),
        "sums": Sums.of_rows(trace),
        "today": date(2019, 10, 21),
        "is_sample": values.pop("sample", False),
    }
    return ReportFacts(**plain | values)


def behind(report: Report, trace: Sequence[TraceRow], key: str) -> tuple[TraceRow, ...]:
    """The entries of `trace` that make the figure `key`, found without a database."""
    sums = report.sums_behind(key)
    return tuple(row for row in trace if any(row.fulfils(each.where) and row.measure(each.measure) for each in sums))
