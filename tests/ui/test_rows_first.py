"""However long sums take, of whatever page: rows of a list come meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest

from desktop.services.offices import Office
from desktop.ui.context import Route
from desktop.ui.models.report_question import report_route
from desktop.ui.pages.register_page import RegisterPage
from desktop.ui.tasks import ThreadRunner
from tests.helpers.window import PATIENCE, WindowDriver, make_context, wait_until


class Held:
    """Puts off a function of a module until it is let go; `reached` when it was called."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self.let_go = threading.Event()

    def hold(self, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
        """`name`, with its module before it, waits from now on."""
        module, _, last = name.rpartition(".")
        real: Callable[..., object] = getattr(__import__(module, fromlist=[last]), last)

        def put_off(*arguments: object, **more: object) -> object:
            self.reached.set()
            assert self.let_go.wait(PATIENCE), "it was never let go"
            return real(*arguments, **more)

        monkeypatch.setattr(name, put_off)


@pytest.fixture
def held() -> Iterator[Held]:
    made = Held()
    yield made
    made.let_go.set()


@pytest.mark.parametrize(
    ("summing", "start"),
    [
        ("desktop.ui.office_view.office_findings", Route("settings")),
        ("desktop.ui.pages.home_page.portfolio", Route("home")),
        ("desktop.ui.pages.checks_page.check_office", Route("checks")),
        ("desktop.ui.pages.grant_overview.grant_page", Route("record", "grants", 1)),
        ("desktop.services.reports.make_report", report_route("statement", grant="NER-CT-01")),
    ],
)
def test_rows_do_not_wait_for_the_sums_of_another_page(
    sample: Office, held: Held, monkeypatch: pytest.MonkeyPatch, summing: str, start: Route
) -> None:
    held.hold(monkeypatch, summing)
    window = WindowDriver(make_context(sample, tasks=ThreadRunner()), start=start)
    try:
        wait_until(held.reached.is_set, "the sums to be under way")
        page = window.go("register", "ledger")
        assert isinstance(page, RegisterPage)
        wait_until(lambda: page.table.model.row(0) is not None, "the first rows")
        assert not held.let_go.is_set()
    finally:
        held.let_go.set()
        window.close()
