"""A list shows what is true now, whichever of the tables it is read from was changed."""

from __future__ import annotations

import threading
from collections import defaultdict

import pytest
from PySide6.QtCore import Qt

from desktop.registers import find_register
from desktop.registers.query import Query
from desktop.services.browse import RegisterView, tables_read
from desktop.services.offices import Office
from desktop.services.records import load, save
from desktop.ui.context import Route
from desktop.ui.models.register_model import RegisterModel
from desktop.ui.pages.register_page import RegisterPage
from desktop.ui.tasks import ThreadRunner
from tests.helpers.window import WindowDriver, make_context, wait_until
from tests.ui.conftest import Open


def _column(driver: WindowDriver, heading: str) -> list[str]:
    """All that the list in sight says under a heading."""
    assert isinstance(driver.page, RegisterPage)
    model = driver.page.table.model
    heads = [model.headerData(place, Qt.Orientation.Horizontal) for place in range(model.columnCount())]
    return [model.index(row, heads.index(heading)).data() for row in range(model.rowCount())]


def _rename_funder(driver: WindowDriver, office: Office) -> None:
    with office.read() as session:
        funder_id = session.connection().exec_driver_sql('SELECT funder_id FROM "grant" LIMIT 1').scalar_one()
    version = load(office, "organisations", funder_id).version
    outcome = save(
        office,
        "organisations",
        values={"name": "A new name", "short_name": "A new name"},
        record_id=funder_id,
        version=version,
    )
    driver.context.announce(outcome)


def test_a_renamed_funder_has_the_new_name_in_the_list_of_grants(sample: Office, opened: Open) -> None:
    driver = opened(sample, start=Route("register", "grants"))
    assert "A new name" not in _column(driver, "Funder")
    _rename_funder(driver, sample)
    assert "A new name" in _column(driver, "Funder")


def test_every_change_is_a_row_of_the_open_history(sample: Office, opened: Open) -> None:
    driver = opened(sample, start=Route("register", "history"))
    assert isinstance(driver.page, RegisterPage)
    before = driver.page.table.model.rowCount()
    _rename_funder(driver, sample)
    assert driver.page.table.model.rowCount() == before + 1


@pytest.mark.parametrize(
    ("register", "tables"),
    [
        ("rates", {"exchange_rate"}),
        ("history", {"audit_entry"}),
        ("results", {"result_node", "project"}),
        ("organisations", {"organisation", "project_role", "grant"}),
        ("budgets", {"budget", "budget_line", "grant", "project", "ledger_entry"}),
    ],
)
def test_a_list_depends_on_the_tables_of_its_columns_and_of_what_is_worked_out(register: str, tables: set[str]) -> None:
    assert tables_read(find_register(register)) == tables


def test_rows_and_sums_are_read_by_views_of_their_own(long_ledger: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A view remembers where it was, so that two threads must not read it at once."""
    users: dict[RegisterView, set[str]] = defaultdict(set)
    for name in ("count", "window", "totals", "count_all"):

        def noted(view: RegisterView, *arguments: int, _real: object = getattr(RegisterView, name)) -> object:
            users[view].add(threading.current_thread().name)
            return _real(view, *arguments)  # type: ignore[operator]  # the method itself

        monkeypatch.setattr(RegisterView, name, noted)
    context = make_context(long_ledger, tasks=ThreadRunner())
    try:
        model = RegisterModel(context, Query(find_register("ledger")))
        model.load()
        wait_until(lambda: model.totals is not None, "the sums")
        assert model.row(700) is None
        wait_until(lambda: model.row(700) is not None, "a window further down")
    finally:
        context.tasks.close()
    assert len(users) >= 2
    assert all(len(threads) == 1 for threads in users.values())
