"""Sums over a long ledger are read from where they are kept, or from an index that holds them, never from entries."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Connection, event, text

from desktop.domain.money import Money
from desktop.registers import find_register
from desktop.registers.query import Query
from desktop.services.offices import Office
from desktop.services.portfolio import portfolio
from desktop.storage import browse
from desktop.storage.check_facts import check_rows
from desktop.storage.engine import is_file
from desktop.storage.figures import grant_sums
from tests.helpers.large import GRANTS, LONG, amount_of

OF_DAYS = "ix_ledger_entry_grant_id_entry_on_id"
OF_LINE = "ix_ledger_entry_line_id_spent_committed_received"
TODAY = date(2019, 10, 21)


def _spent(numbers: Iterable[int]) -> Decimal:
    return sum((amount_of(number) for number in numbers), Decimal(0))


def _asked(connection: Connection, work: Callable[[], object]) -> list[tuple[str, Any]]:
    """The questions about the ledger that `work` puts to the database."""
    asked: list[tuple[str, Any]] = []

    def note(_conn: object, _cursor: object, statement: str, parameters: Any, *_rest: object) -> None:
        if "ledger_entry" in statement:
            asked.append((statement, parameters))

    event.listen(connection, "before_cursor_execute", note)
    try:
        work()
    finally:
        event.remove(connection, "before_cursor_execute", note)
    return asked


def _goes_by_index_alone(connection: Connection, statement: str, parameters: Any, index: str) -> None:
    """On a file the steps themselves are looked at: SQLite calls no index covering where columns are generated, though
    it takes all it needs from there. Whether a server looks at the entries too depends on when it tidied up last.
    """
    explain = "EXPLAIN QUERY PLAN " if is_file(connection) else "EXPLAIN "
    plan = [str(row[-1]) for row in connection.exec_driver_sql(explain + statement, parameters)]
    assert any(index in line for line in plan), plan
    assert not any("Seq Scan on ledger_entry" in line for line in plan), plan
    if is_file(connection):
        assert not _steps_on_entries(connection, statement, parameters)


def _steps_on_entries(connection: Connection, statement: str, parameters: Any) -> list[str]:
    """The steps of SQLite's program that read or seek in the table of entries, not in an index of it."""
    root = connection.scalar(text("SELECT rootpage FROM sqlite_master WHERE name = 'ledger_entry'"))
    steps = [tuple(row) for row in connection.exec_driver_sql("EXPLAIN " + statement, parameters)]
    cursors = {step[2] for step in steps if step[1] == "OpenRead" and step[3] == root}
    reading = {"Column", "FinishSeek", "SeekRowid", "NotExists", "Rewind"}
    return [step[1] for step in steps if step[1] in reading and step[2] in cursors]


@pytest.mark.parametrize(("register", "index"), [("budgets", OF_LINE), ("budget_lines", OF_LINE)])
def test_every_sum_of_a_register_is_read_from_its_index_alone(long_ledger: Office, register: str, index: str) -> None:
    known = find_register(register)
    query = Query(known, columns=tuple(column.key for column in known.columns))
    with long_ledger.read() as session:
        connection = session.connection()
        asked = _asked(connection, lambda: browse.window(connection, query, first=0, limit=100))
        asked += _asked(connection, lambda: browse.totals(connection, query))
        assert len(asked) == 2
        for statement, parameters in asked:
            _goes_by_index_alone(connection, statement, parameters, index)


@pytest.mark.parametrize("register", ["grants", "budgets", "budget_lines"])
def test_the_sums_of_a_long_ledger_are_right_in_every_register(long_ledger: Office, register: str) -> None:
    query = Query(find_register(register), columns=("currency", "amount", "spent", "committed", "available"))
    wanted = [_spent(range(place, LONG, GRANTS)) for place in range(GRANTS)]
    with long_ledger.read() as session:
        rows = sorted(browse.window(session.connection(), query, first=0, limit=100).rows, key=lambda row: row.id)
        totals = browse.totals(session.connection(), query).by_column
    assert [row.values[2:5] for row in rows] == [(spent, 0, 10_000_000 - spent) for spent in wanted]
    assert totals["spent"] == (Money(_spent(range(LONG)), "USD"),)
    assert totals["available"] == (Money(200_000_000 - _spent(range(LONG)), "USD"),)


def test_the_sums_of_grants_are_read_without_the_ledger(long_ledger: Office) -> None:
    known = find_register("grants")
    query = Query(known, columns=tuple(column.key for column in known.columns))
    with long_ledger.read() as session:
        connection = session.connection()
        asked = _asked(connection, lambda: browse.window(connection, query, first=0, limit=100))
        asked += _asked(connection, lambda: browse.totals(connection, query))
    assert asked == []


@pytest.mark.parametrize(
    "long_ledger", ["sqlite"], indirect=True
)  # a server may find it cheaper to read all entries in a row
def test_what_home_asks_the_ledger_is_sought_and_never_read_through(long_ledger: Office) -> None:
    with long_ledger.read() as session:
        connection = session.connection()
        asked = _asked(connection, lambda: (grant_sums(session), check_rows(session, today=TODAY, whole=False)))
        assert len(asked) >= 5
        for statement, parameters in asked:
            plan = [str(row[-1]) for row in connection.exec_driver_sql("EXPLAIN QUERY PLAN " + statement, parameters)]
            steps = [line for line in plan if "ledger_entry" in line]
            assert steps, plan
            assert all(line.startswith("SEARCH ledger_entry") for line in steps), plan


@pytest.mark.parametrize("long_ledger", ["sqlite"], indirect=True)
def test_costs_outside_a_grant_are_sought_by_grant_and_day(long_ledger: Office) -> None:
    with long_ledger.read() as session:
        connection = session.connection()
        asked = _asked(connection, lambda: grant_sums(session))
        assert len(asked) == 3
        for statement, parameters in asked:
            plan = [str(row[-1]) for row in connection.exec_driver_sql("EXPLAIN QUERY PLAN " + statement, parameters)]
            assert any(OF_DAYS in line and "entry_on" in line for line in plan), plan


def test_home_shows_what_all_entries_add_up_to(long_ledger: Office) -> None:
    found = portfolio(long_ledger)
    assert found.entries == LONG
    assert found.main is not None
    assert found.main.spent == Money(_spent(range(LONG)), "USD")
