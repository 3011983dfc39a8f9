"""Windows, jumps and sums of long lists go by an index: nothing is sorted, and no table is read from end to end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event

from desktop.registers import find_register
from desktop.registers.query import Filter, Operator, Query
from desktop.services.browse import RegisterView
from desktop.services.offices import Office, find_office
from desktop.storage import browse
from desktop.storage.engine import is_file
from tests.helpers.large import LONG, amount_of, make_large_office

LEDGER = find_register("ledger")
INDEXED = ("entry_on", "reference", "amount")


@contextmanager
def _plans(connection: Connection) -> Iterator[list[str]]:
    """Collects how the database would run each statement that is run meanwhile."""
    plans: list[str] = []
    asked: list[tuple[str, Any]] = []

    def note(_conn: object, _cursor: object, statement: str, parameters: Any, *_rest: object) -> None:
        if statement.startswith("SELECT"):
            asked.append((statement, parameters))

    event.listen(connection, "before_cursor_execute", note)
    try:
        yield plans
    finally:
        event.remove(connection, "before_cursor_execute", note)
    explain = "EXPLAIN QUERY PLAN " if is_file(connection) else "EXPLAIN "
    for statement, parameters in asked:
        rows = connection.exec_driver_sql(explain + statement, parameters).all()
        plans.append("\n".join(str(row[-1]) for row in rows))


def _goes_by_index(office: Office, plan: str, index: str) -> None:
    """Nothing is sorted, and the ledger is met by its index or its ids alone."""
    if office.location.is_server:
        assert "Sort" not in plan.replace("Incremental Sort", ""), plan
        assert "Seq Scan on ledger_entry" not in plan, plan
        assert f"{index} on ledger_entry" in plan, plan
        return
    assert "TEMP B-TREE FOR ORDER BY" not in plan, plan
    entries = [line for line in plan.splitlines() if "ledger_entry" in line]
    assert entries
    assert all("USING" in line for line in entries), plan
    assert index in plan, plan


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("key", INDEXED)
def test_the_first_and_the_next_window_go_by_the_index(long_ledger: Office, key: str, descending: bool) -> None:
    query = Query(LEDGER, sort=key, descending=descending)
    assert browse.is_keyed(query)
    with long_ledger.read() as session:
        connection = session.connection()
        with _plans(connection) as plans:
            first = browse.window(connection, query, first=0, limit=100)
            browse.window(connection, query, first=100, limit=100, after=first.last_key)
        for plan in plans:
            _goes_by_index(long_ledger, plan, f"ix_ledger_entry_{key}_id")
    assert len(plans) == 2


@pytest.mark.parametrize("key", INDEXED)
def test_the_next_window_is_sought_not_counted_up_to(long_ledger: Office, key: str) -> None:
    """Deep in a list, the next window starts at its key: the index is entered there."""
    query = Query(LEDGER, sort=key)
    with long_ledger.read() as session:
        connection = session.connection()
        deep = browse.window(connection, query, first=LONG - 500, limit=100)
        with _plans(connection) as plans:
            browse.window(connection, query, first=LONG - 400, limit=100, after=deep.last_key)
        (plan,) = plans
    sought = "Index Cond" if long_ledger.location.is_server else "SEARCH ledger_entry USING INDEX"
    assert sought in plan, plan


@pytest.mark.parametrize("key", INDEXED)
def test_a_jump_skips_over_the_narrow_index_alone(long_ledger: Office, key: str) -> None:
    query = Query(LEDGER, sort=key)
    with long_ledger.read() as session:
        connection = session.connection()
        with _plans(connection) as plans:
            rows = browse.window(connection, query, first=LONG // 2, limit=50).rows
        (plan,) = plans
    assert len(rows) == 50
    if long_ledger.location.is_server:
        assert f"Index Only Scan using ix_ledger_entry_{key}_id" in plan, plan
        assert "Seq Scan on ledger_entry" not in plan, plan
    else:
        assert f"USING COVERING INDEX ix_ledger_entry_{key}_id" in plan, plan
        assert "SCAN ledger_entry\n" not in plan + "\n", plan


def test_entries_of_one_grant_come_in_the_order_of_their_dates_from_one_index(long_ledger: Office) -> None:
    query = Query(LEDGER, scope=("grant_id", 3))
    with long_ledger.read() as session:
        connection = session.connection()
        with _plans(connection) as plans:
            found = browse.window(connection, query, first=0, limit=100)
            browse.window(connection, query, first=100, limit=100, after=found.last_key)
            assert browse.count(connection, query) == LONG // 20
        for plan in plans[:2]:
            _goes_by_index(long_ledger, plan, "ix_ledger_entry_grant_id_entry_on_id")
        assert "ix_ledger_entry_grant_id_" in plans[2]


def test_a_filter_by_date_is_sought_in_the_index(long_ledger: Office) -> None:
    query = Query(LEDGER, filters=(Filter("entry_on", Operator.AT_LEAST, (date(2019, 12, 1),)),))
    with long_ledger.read() as session:
        connection = session.connection()
        with _plans(connection) as plans:
            browse.window(connection, query, first=0, limit=100)
            browse.count(connection, query)
    for plan in plans:
        assert "ix_ledger_entry_entry_on_id" in plan, plan


@pytest.mark.parametrize("key", ["description", "kind", "spent", "category", "grant", "counterparty"])
def test_what_no_index_orders_is_not_taken_for_keyed(key: str) -> None:
    assert not browse.is_keyed(Query(LEDGER, sort=key))


def test_every_window_of_a_long_list_is_the_right_one(long_ledger: Office) -> None:
    """The amounts and dates of the long list are known by their number, so each place can be told beforehand."""
    by_reference = RegisterView(long_ledger, Query(LEDGER, columns=("reference",), sort="reference"))
    for first in (0, 100, 12_345, LONG - 3, 7, LONG):
        wanted = [f"PV-{number:07}" for number in range(first, min(first + 5, LONG))]
        assert [row.values[0] for row in by_reference.window(first, 5)] == wanted
    amounts = sorted(amount_of(number) for number in range(LONG))
    by_amount = RegisterView(long_ledger, Query(LEDGER, columns=("amount",), sort="amount", descending=True))
    for first in (0, 20_000, 20_005, LONG - 5):
        wanted_amounts = amounts[::-1][first : first + 5]
        assert [row.values[0] for row in by_amount.window(first, 5)] == wanted_amounts
    assert by_amount.count() == LONG


def test_common_words_are_walked_and_rare_ones_looked_up(long_ledger: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both give the same list; which is faster is measured elsewhere."""
    query = Query(LEDGER, columns=("reference",), search="fuel", sort="reference")
    looked_up = RegisterView(long_ledger, query).window(0, 50)
    monkeypatch.setattr("desktop.services.browse.COMMON", 10)
    walked = RegisterView(long_ledger, query).window(0, 50)
    assert walked == looked_up
    assert len(walked) == 50


def test_the_large_office_is_the_same_on_each_call(tmp_path: Path) -> None:
    path = str(tmp_path / "small.grantdesk")
    make_large_office(path, entries=40).close()
    office = find_office(path, actor="Test", read_only=True)
    totals = RegisterView(office, Query(LEDGER)).totals()
    wanted = sum(amount_of(number) for number in range(40))
    assert [money.amount for money in totals.by_column["spent"]] == [wanted]
    office.close()
