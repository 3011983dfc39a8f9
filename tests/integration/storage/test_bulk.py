"""Many entries at once: as sound as one by one, whether the ledger was empty or full, on either engine."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select, text

from desktop.language import Month, UserError, say
from desktop.services.checks import check_office
from desktop.services.offices import Office
from desktop.services.portfolio import grant_figures
from desktop.storage import bulk
from desktop.storage.check import grants_with_wrong_sums
from desktop.storage.engine import is_file
from desktop.storage.models import LedgerEntry
from desktop.storage.office import Unit
from tests.helpers.records import making

_NAMES = ("id", "version", "entry_on", "kind", "reference", "description", "counterparty", "grant_id", "category")
_MONEY = ("original_currency", "original_amount", "rate", "rate_per", "currency", "amount", "liquidated")


@pytest.fixture
def office(office: Office) -> Office:
    """An office with two grants and one entry."""
    with making(office) as make:
        make.entry(make.grant(), "10.00", category=3)
        make.grant()
    return office


def _rows(ids: list[int]) -> Iterator[list[tuple[Any, ...]]]:
    one = 10_000_000_000
    made = [
        (
            *(number, 1, f"2019-{1 + number % 12:02}-05", "expenditure", f"PV-{number}", "Some fuel", "Total"),
            *(1 + number % 2, 3 if number % 3 else 0, "USD", 15_000, one, one, "USD", 15_000, 0),
        )
        for number in ids
    ]
    for start in range(0, len(made), 700):
        yield made[start : start + 700]


def _load(unit: Unit, count: int) -> list[int]:
    ids = unit.reserve(LedgerEntry, count)
    days = [date(2019, month, 5) for month in range(1, 13)]
    same = {"project_id": None, "split_key": "it's", "rate_source": ""}
    unit.load_entries((*_NAMES, *_MONEY), _rows(ids), ids=ids, days=days, same=same)
    return ids


def _schema(office: Office) -> list[Any]:
    """Indexes and triggers of the ledger."""
    with office.read() as session:
        if not is_file(session.connection()):
            return []
        found = text("SELECT type, name, sql FROM sqlite_master WHERE tbl_name = 'ledger_entry' ORDER BY name")
        return [tuple(row) for row in session.execute(found)]


@pytest.mark.parametrize("count", [3, 2_050])
def test_what_came_at_once_is_summed_found_and_kept(office: Office, count: int) -> None:
    schema = _schema(office)
    for _ in range(2):
        with office.change() as unit:
            ids = _load(unit, count)
            unit.commit(say("Loaded"))
    assert _schema(office) == schema
    assert check_office(office).damage == ()
    with office.read() as session:
        assert session.scalar(select(func.count()).select_from(LedgerEntry)) == 1 + 2 * count
        last = session.get_one(LedgerEntry, ids[-1])
        assert (last.amount, last.rate, last.entry_on.day) == (Decimal("1.5"), Decimal(1), 5)
        assert (last.project_id, last.split_key, last.category) == (None, "it's", 3 if ids[-1] % 3 else None)
    spent = [grant_figures(office, grant).spent.amount for grant in (1, 2)]
    assert sum(spent) == 10 + 2 * count * Decimal("1.5")


def test_a_smaller_part_keeps_the_indexes_as_they_are(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "_FEW", 2)
    schema = _schema(office)
    for count in (50, 20):
        with office.change() as unit:
            _load(unit, count)
            unit.commit(say("Loaded"))
    assert _schema(office) == schema
    with office.read() as session:
        assert grants_with_wrong_sums(session) == []


def test_a_unit_that_is_left_leaves_the_ledger_and_its_indexes(office: Office) -> None:
    schema = _schema(office)
    with office.change() as unit:
        _load(unit, 2_000)
    assert _schema(office) == schema
    assert check_office(office).damage == ()


def test_months_that_are_closed_refuse_them_all(office: Office) -> None:
    with making(office) as make:
        make.lock(month=date(2019, 7, 1))
    with office.change() as unit:
        _load(unit, 1_500)
        with pytest.raises(UserError) as caught:
            unit.commit(say("Never true"))
    assert caught.value.title == say("The books of {months} are closed.", months=[Month(date(2019, 7, 1))])
    assert check_office(office).damage == ()
