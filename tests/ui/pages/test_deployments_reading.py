"""In which order the page of deployments reads what it shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from desktop.services.deployments import timeline as service
from desktop.services.deployments.month_costs import read_month_costs
from desktop.services.offices import Office
from desktop.ui.context import Route
from desktop.ui.pages.deployments_page import DeploymentsPage
from tests.ui.conftest import Open


@pytest.mark.parametrize(("part", "asked"), [("", ["rows", "costs"]), ("calendar", ["costs"])])
def test_rows_are_read_before_their_costs_which_every_view_tells_of(
    sample: Office, opened: Open, monkeypatch: pytest.MonkeyPatch, part: str, asked: list[str]
) -> None:
    heard: list[str] = []

    def noted(name: str, read: Callable[..., Any]) -> Callable[..., Any]:
        def work(*told: Any, **more: Any) -> Any:
            heard.append(name)
            return read(*told, **more)

        return work

    monkeypatch.setattr(service, "entries", noted("rows", service.entries))
    costs = "desktop.ui.pages.deployments_timeline.read_month_costs"
    monkeypatch.setattr(costs, noted("costs", read_month_costs))
    page = opened(sample, start=Route("deployments", filters=("assignment=DOA-NER-01",), tab=part)).page
    assert isinstance(page, DeploymentsPage)
    page.grab()
    QApplication.processEvents()
    assert heard == asked
    assert "V-03 is planned to 30 April 2020" in page.band.accessibleName()
