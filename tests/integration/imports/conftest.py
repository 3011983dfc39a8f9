"""What tests of imports share: files made for one test, brought into its office."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.domain.progress import Silent
from desktop.services.imports import ImportPlan, apply_import, plan_iati
from desktop.services.offices import Office
from tests.helpers import iati

Plan = Callable[..., ImportPlan]


@pytest.fixture
def plan(office: Office, tmp_path: Path) -> Plan:
    """Plans the import of an activity file with these activities."""

    def make(*activities: str, name: str = "projects.xml") -> ImportPlan:
        return plan_iati(office, iati.write(tmp_path / name, *activities), progress=Silent())

    return make


@pytest.fixture
def bring(office: Office, plan: Plan) -> Callable[..., ImportPlan]:
    """Imports an activity file with these activities and returns what was planned."""

    def do(*activities: str, name: str = "projects.xml") -> ImportPlan:
        made = plan(*activities, name=name)
        apply_import(office, made, progress=Silent())
        return made

    return do
