"""The program starts on the list of offices, on the office it is given, or on the sample."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from desktop import app
from desktop.services import records
from tests.helpers.engines import Engines
from tests.helpers.window import wait_until


@pytest.fixture
def starting(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[list[str]], app.Application]]:
    """Starts the program as its command does; Qt allows one application, which the tests have already."""
    monkeypatch.setattr(app, "QApplication", lambda _words: qapp)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    started: list[app.Application] = []

    def start(words: list[str]) -> app.Application:
        started.append(app.start(words))
        return started[-1]

    yield start
    for application in started:
        application.window.close()
        application.window.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def test_starts_on_the_first_page(starting: Callable[[list[str]], app.Application]) -> None:
    application = starting([])
    assert application.window.isVisible()
    assert application.window.windowTitle() == "GrantDesk"


def test_starts_on_the_office_that_is_named(
    starting: Callable[[list[str]], app.Application], engines: Engines, tmp_path: Path
) -> None:
    application = starting([engines.office("sqlite", tmp_path)])
    wait_until(lambda: application.window.windowTitle() == "Office · GrantDesk", "the office")


def test_starts_on_the_sample(starting: Callable[[list[str]], app.Application]) -> None:
    application = starting(["--sample"])
    wait_until(lambda: application.window.windowTitle() != "GrantDesk", "the sample")
    assert application.context.office.facts.is_sample
    assert len(records.choices(application.context.office, "grants")) >= 4
