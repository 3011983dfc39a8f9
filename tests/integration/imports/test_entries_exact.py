"""Sums are exact from the cells of an extract to the figures of its grants, and nothing is left of what is undone."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from desktop.domain.money import MINOR_UNITS, Money, convert
from desktop.domain.progress import Silent
from desktop.services.checks import check_office
from desktop.services.imports import sheets, undo_import
from desktop.services.imports.preview import Options, Status
from desktop.services.offices import Office
from desktop.services.portfolio import grant_figures
from desktop.storage.check import grants_with_wrong_sums
from desktop.storage.models import LedgerEntry, LedgerSum
from tests.helpers.extracts import look_at
from tests.helpers.incoming import table
from tests.helpers.records import making
from tests.helpers.shared import SHARED
from tests.helpers.tables import tables_of

pytestmark = pytest.mark.no_cover  # other tests reach these lines; counting them here takes a third of its time

_GENERAL_LEDGER = SHARED / "data" / "xlsx" / "pq_general_ledger.xlsx"
_KEYS = ("entry_on", "reference", "grant", "line", "original_currency", "original_amount", "rate")
_RATES = {"USD": Decimal(1), "XOF": Decimal("586.5"), "EUR": Decimal("0.907"), "KWD": Decimal("0.3071")}


@st.composite
def _rows(draw: st.DrawFn) -> list[tuple[Any, ...]]:
    """Rows over two grants and four currencies, amounts as floats as a workbook holds them."""
    rows = []
    for number in range(draw(st.integers(1, 40))):
        currency = draw(st.sampled_from(sorted(_RATES)))
        units = MINOR_UNITS[currency]
        amount = Decimal(draw(st.integers(1, 10**7).filter(bool))).scaleb(-units)
        sign = draw(st.sampled_from([1, 1, 1, -1]))
        rows.append(
            (
                date(2019, 1, 1) + timedelta(days=draw(st.integers(0, 500))),
                f"PV-{number}",
                draw(st.sampled_from(["A", "B"])),
                draw(st.sampled_from([None, "1.1", "2.1"])),
                currency,
                float(amount * sign),
                float(_RATES[currency]),
            )
        )
    return rows


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_rows())
def test_sums_of_the_preview_the_ledger_and_the_grants_are_one(office: Office, rows: list[tuple[Any, ...]]) -> None:
    mark = uuid4().hex[:6]
    named = [(*row[:2], f"{row[2]}-{mark}", *row[3:]) for row in rows]
    before = tables_of(office, trail=False)
    originals: dict[str, Decimal] = defaultdict(Decimal)
    spent: dict[str, Decimal] = defaultdict(Decimal)
    for row in named:
        original = Money(Decimal(repr(row[5])), row[4])
        originals[row[4]] += original.amount
        rate = _RATES[row[4]]
        spent[row[2]] += (original if row[4] == "USD" else convert(original, rate=rate, currency="USD")).amount
    draft = table("ledger", _KEYS, *named, name=f"{mark}.xlsx")
    preview = sheets.preview(office, draft, Options(create_missing=True), progress=Silent())
    assert preview.count(Status.NEW) == len(rows)
    assert {money.currency: money.amount for money in preview.sums} == originals
    outcome = sheets.apply(office, preview, progress=Silent())
    with office.read() as session:
        column = LedgerEntry.original_currency
        held = select(column, func.sum(LedgerEntry.original_amount)).where(LedgerEntry.batch_id == outcome.record_id)
        assert {row[0]: row[1] for row in session.execute(held.group_by(column))} == originals
        assert grants_with_wrong_sums(session) == []
        kept = select(func.sum(LedgerSum.spent))
        assert session.scalar(kept) == sum(spent.values())
    ids = {row["reference"]: row["id"] for row in tables_of(office)["grant"]}
    assert {name: grant_figures(office, ids[name]).spent.amount for name in spent} == spent
    undo_import(office, batch_id=outcome.record_id)
    assert tables_of(office, trail=False) == before


@pytest.mark.skipif(not _GENERAL_LEDGER.exists(), reason="the real files are not here")
def test_a_real_general_ledger_is_exact(office: Office) -> None:
    with making(office) as make:
        make.grant(reference="GR-1", amount=Decimal(10_000_000))
    book = sheets.open_file(_GENERAL_LEDGER, progress=Silent())
    debits = look_at(office, book, fields={0: "", 6: "original_amount", 7: ""})
    assert sum(money.amount for money in debits.preview.sums) == Decimal("4839662.78")
    netted = look_at(office, book, fields={0: "", 6: "debit", 7: "credit"})
    assert [money.amount for money in netted.preview.sums] == [Decimal("0.00")]
    assert len(netted.preview.rows) == 15_422 - 422
    assert str(netted.preview.notes[-2]).startswith("422 rows have neither debit nor credit")
    every = [place for place, status in enumerate(netted.preview.statuses) if status != Status.ERROR]
    netted.bring_in(every)
    assert grant_figures(office, 1).spent.amount == 0
    assert check_office(office).damage == ()
    again = look_at(office, book, fields={0: "", 6: "debit", 7: "credit"})
    assert set(again.statuses) == {"SAME"}


@pytest.mark.skipif(not _GENERAL_LEDGER.exists(), reason="the real files are not here")
def test_the_debits_of_a_real_ledger_arrive_to_the_cent(office: Office) -> None:
    with making(office) as make:
        make.grant(reference="GR-1", amount=Decimal(10_000_000))
    book = sheets.open_file(_GENERAL_LEDGER, progress=Silent())
    looked = look_at(office, book, fields={0: "", 6: "original_amount", 7: ""})
    looked.bring_in([place for place, status in enumerate(looked.preview.statuses) if status != Status.ERROR])
    assert grant_figures(office, 1).spent.amount == Decimal("4839662.78")
