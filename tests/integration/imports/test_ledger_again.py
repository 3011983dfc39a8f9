"""A workbook that comes again finds its entries again, whatever the office learned in the meantime."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from desktop.domain.progress import Silent
from desktop.services.imports import ImportPlan, apply_import, plan_ledger
from desktop.services.offices import Office
from desktop.storage.models import ExchangeRate, Grant
from tests.helpers import sheets
from tests.helpers.records import making
from tests.helpers.tables import tables_of

Bring = Callable[..., ImportPlan]


@pytest.fixture
def bring(office: Office, tmp_path: Path) -> Bring:
    """Imports a workbook of these rows into the ledger of a grant in USD; one USD is 600 XOF."""
    with making(office) as make:
        make.grant(reference="G1")
        make.rate("XOF", "600", date(2019, 3, 1))

    def do(*rows: Any, grant: str = "G1") -> ImportPlan:
        path = sheets.ledger(tmp_path / "ledger.xlsx", *rows)
        made = plan_ledger(office, path, grant=grant, progress=Silent())
        apply_import(office, made, progress=Silent())
        return made

    return do


def _converted(office: Office) -> list[tuple[Any, ...]]:
    names = ("rate", "rate_on", "rate_source", "amount")
    return [tuple(row[name] for name in names) for row in tables_of(office)["ledger_entry"]]


def _counts(plan: ImportPlan) -> tuple[int, int, int]:
    return plan.added, plan.changed, plan.same


def test_renamed_grant_keeps_its_entries(office: Office, bring: Bring) -> None:
    bring(sheets.entry(5), sheets.entry(6))
    with making(office) as make:
        make.unit.get(Grant, 1).reference = "G1-A"
        make.grant(reference="G1")
    assert _counts(bring(sheets.entry(5), sheets.entry(6), sheets.entry(7), grant="G1-A")) == (1, 0, 2)
    assert _counts(bring(sheets.entry(5), grant="G1")) == (1, 0, 0), "another grant that got the name"


def test_entry_is_converted_once_and_never_again(office: Office, bring: Bring) -> None:
    row = sheets.entry(60_000, Currency="XOF")
    bring(row)
    with making(office) as make:
        make.rate("XOF", "500", date(2019, 3, 4))
    assert _counts(bring(row)) == (0, 0, 1)
    assert _converted(office) == [(Decimal(600), date(2019, 3, 1), "Test rate", Decimal(100))]
    with making(office) as make:
        make.unit.get(ExchangeRate, 1).units = Decimal(550)
    assert _counts(bring(row, sheets.entry(1_000, Currency="XOF"))) == (1, 0, 1)
    assert _converted(office) == [
        (Decimal(600), date(2019, 3, 1), "Test rate", Decimal(100)),
        (Decimal(500), date(2019, 3, 4), "Test rate", Decimal(2)),
    ]


def test_rate_that_the_row_states_is_taken_over(office: Office, bring: Bring) -> None:
    row = sheets.entry(60_000, Currency="XOF")
    bring(row)
    assert _counts(bring(row | {"Rate": 500})) == (0, 1, 0)
    assert [(rate, amount) for rate, _on, _source, amount in _converted(office)] == [(Decimal(500), Decimal(120))]
    assert _counts(bring(row)) == (0, 0, 1), "what the workbook no longer says stays"
