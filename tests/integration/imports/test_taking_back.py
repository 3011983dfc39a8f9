"""An import is taken back as long as nothing stands on it; otherwise it is said what does, and it can be reversed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from desktop.domain.progress import Silent
from desktop.language import UserError
from desktop.services import ledger
from desktop.services.checks import check_office
from desktop.services.history import undo_entry
from desktop.services.imports.batch import reverse_batch, undo_import
from desktop.services.offices import Office
from desktop.services.portfolio import grant_figures
from desktop.storage.models import Grant
from tests.helpers.extracts import entry, extract, look_at
from tests.helpers.records import making
from tests.helpers.tables import tables_of


@pytest.fixture
def batch(office: Office) -> int:
    """An import of a cost, a refund, a commitment, and a cost of another month."""
    with making(office) as make:
        make.grant(reference="GR-1")
        make.rate("XOF", "600", date(2019, 3, 1))
    rows = (
        entry(60_000, Currency="XOF"),
        entry(-5, Document="PV-2", Kind="Refund"),
        entry(50, Document="PO-1", Kind="Commitment"),
        entry(7, Document=None, Date=date(2019, 4, 2)),
    )
    return look_at(office, extract(*rows)).bring_in().record_id


def _refused(work: Callable[[], object]) -> tuple[str, str, str]:
    with pytest.raises(UserError) as caught:
        work()
    error = caught.value
    return str(error.title), str(error.text), str(error.remedy)


def test_what_stands_on_an_import_is_named(office: Office, batch: int) -> None:
    ledger.reverse(office, entry_id=1, on=date(2019, 5, 1))
    with making(office) as make:
        make.entry(make.unit.get(Grant, 1), "5.00", commitment_id=3, liquidated=Decimal(5))
    title, text, fix = _refused(lambda: undo_import(office, batch_id=batch))
    assert title == "Later entries stand on the import of ledger.xlsx."
    assert "Reversed or corrected since" in text
    assert "'PV-1'" in text
    assert "'PO-1'" in text
    assert fix == "Reverse its entries instead."
    refused = _refused(lambda: reverse_batch(office, batch_id=batch, on=date(2019, 6, 1), progress=Silent()))
    assert refused[0].startswith("Later entries stand on commitments of ledger.xlsx")


def test_a_closed_month_is_named_and_a_reversal_goes_into_an_open_one(office: Office, batch: int) -> None:
    with making(office) as make:
        make.lock(month=date(2019, 3, 1))
    assert "books of" in _refused(lambda: undo_import(office, batch_id=batch))[0]
    ledger.reverse(office, entry_id=2, on=date(2019, 5, 1))
    outcome = reverse_batch(office, batch_id=batch, on=date(2019, 6, 1), progress=Silent())
    rows = tables_of(office)["ledger_entry"]
    reversals = [(row["corrects_id"], row["reference"], row["amount"], row["entry_on"].month) for row in rows[4:]]
    assert sorted(reversals) == [
        (1, "PV-1 R", Decimal(-100), 6),
        (2, "PV-2 R", Decimal(5), 5),
        (3, "PO-1 R", Decimal(-50), 6),
        (4, "#4 R", Decimal(-7), 6),
    ]
    figures = grant_figures(office, 1)
    assert {figures.spent.amount, figures.committed.amount} == {Decimal(0)}
    assert check_office(office).damage == ()
    nothing = _refused(lambda: reverse_batch(office, batch_id=batch, progress=Silent()))
    assert nothing[0] == "No entry of ledger.xlsx is left to reverse."
    undo_entry(office, entry_id=outcome.entry_id or 0)
    assert len(tables_of(office)["ledger_entry"]) == 5


def test_a_reversal_is_not_dated_before_its_entries(office: Office, batch: int) -> None:
    refused = _refused(lambda: reverse_batch(office, batch_id=batch, on=date(2019, 3, 31), progress=Silent()))
    assert refused[0] == "An entry of ledger.xlsx is dated 2019-04-02."
    assert len(tables_of(office)["ledger_entry"]) == 4


def test_exchange_differences_are_reversed_with_their_entries(office: Office, batch: int) -> None:
    with making(office) as make:
        grant = make.unit.get(Grant, 1)
        make.entry(grant, "1.50", kind="exchange_difference", source_key="exchange:1", reference="PV-1 R")
    reverse_batch(office, batch_id=batch, on=date(2019, 6, 1), progress=Silent())
    rows = tables_of(office)["ledger_entry"]
    assert sum(row["amount"] for row in rows) == 0
    assert len({row["reference"] for row in rows if row["corrects_id"]}) == 5
