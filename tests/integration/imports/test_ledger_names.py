"""What a workbook names is found as people call it; what is meant by two things, or by none, is a problem."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop.domain.progress import Silent
from desktop.services.imports import ImportPlan, plan_ledger
from desktop.services.offices import Office
from desktop.storage.models import Grant
from tests.helpers import sheets
from tests.helpers.records import making

Look = Callable[..., ImportPlan]


@pytest.fixture
def office(file_office: Office) -> Office:
    """An office with a grant in USD and its budget."""
    with making(file_office) as make:
        budget = make.budget(make.grant(reference="GR-1"))
        for code in ("1.1", "1.2", "7"):
            make.line(budget, code, "1000.00")
        make.rate("XOF", "600", date(2019, 3, 1))
    return file_office


@pytest.fixture
def look(office: Office, tmp_path: Path) -> Look:
    """Plans the import of a workbook of these rows."""

    def do(*rows: Any) -> ImportPlan:
        path = sheets.ledger(tmp_path / "ledger.xlsx", *rows)
        return plan_ledger(office, path, grant="GR-1", progress=Silent())

    return do


def _told(plan: ImportPlan) -> list[tuple[str, str, str]]:
    return [(problem.where, str(problem.sentence), str(problem.fix)) for problem in plan.problems]


# --- budget lines -------------------------------------------------------------------------------------------------


def test_line_whose_code_is_in_two_budgets(office: Office, look: Look) -> None:
    with making(office) as make:
        second = make.budget(make.unit.get(Grant, 1))
        make.line(second, "1.2", "500.00")
        make.line(second, "8", "500.00")
        make.line(make.budget(make.unit.get(Grant, 1), status="draft"), "7", "500.00")
    assert _told(look(sheets.entry(5, Line="1.2"))) == [
        (
            "Ledger!E2",
            "Line 1.2 is in several budgets of GR-1.",
            "Give the lines of its budgets codes that differ, or leave the cell empty.",
        )
    ]
    assert look(*(sheets.entry(5, Line=code) for code in ("1.1", "7", "8"))).problems == ()
