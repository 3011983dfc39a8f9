"""A list of UN operational rates comes into the office once, replaces what it corrects, and is undone whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from desktop.domain.finding import Severity
from desktop.domain.progress import Silent
from desktop.domain.terms import LockLevel
from desktop.language import Language
from desktop.services import months
from desktop.services.imports import ImportPlan, apply_import, plan_rates, undo_import
from desktop.services.offices import Office
from tests.helpers import rate_files
from tests.helpers.rate_files import line
from tests.helpers.records import making
from tests.helpers.tables import tables_of

NOVEMBER = date(2019, 11, 1)
Plan = Callable[..., ImportPlan]


@pytest.fixture
def plan(office: Office, tmp_path: Path) -> Plan:
    """Plans the import of a list of these lines."""

    def make(*lines: str) -> ImportPlan:
        return plan_rates(office, rate_files.tabbed(tmp_path / "UN.xls", *lines), progress=Silent())

    return make


def rates(office: Office) -> list[tuple[Any, ...]]:
    rows = tables_of(office)["exchange_rate"]
    return [(row["currency"], row["base"], row["effective_on"], row["units"], row["source"]) for row in rows]


def test_rates_come_in_with_their_decimals_and_once(office: Office, plan: Plan, english: Language) -> None:
    lines = (line("XOF", "588.2500000001"), line("EUR", "0.8968"), line("USD", "1"))
    made = plan(*lines)
    assert [str(note) for note in made.notes] == ["Rates effective from 2019-11-01."]
    assert {str(what): count for what, count in made.left_out.items()} == {"lines on the US dollar itself": 1}
    outcome = apply_import(office, made, progress=Silent())
    assert english.text(outcome.message) == "Imported UN.xls: 2 rates."
    source = "UN operational rates of exchange"
    assert rates(office) == [
        ("XOF", "USD", NOVEMBER, Decimal("588.2500000001"), source),
        ("EUR", "USD", NOVEMBER, Decimal("0.8968000000"), source),
    ]
    again = plan(*lines)
    assert (again.added, again.changed, again.same, again.is_news) == (0, 0, 2, False)


def test_what_is_sound_comes_in_without_the_rest(office: Office, plan: Plan) -> None:
    made = plan(line("XOF", "588.25"), line("XXQ", "1"), line("CAD", "1.3", day="15 Nov 2019"))
    assert [problem.severity for problem in made.problems] == [Severity.ERROR]
    assert [str(note) for note in made.notes] == ["Rates effective from 2019-11-01 to 2019-11-15."]
    apply_import(office, made, progress=Silent())
    assert [row[0] for row in rates(office)] == ["XOF", "CAD"]


def test_a_list_of_which_nothing_can_be_taken(office: Office, plan: Plan) -> None:
    made = plan(line("XOF", "0"))
    assert (made.is_news, made.notes, len(made.errors)) == (False, (), 1)
    assert not rates(office)


def test_a_corrected_rate_replaces_the_old_one_and_is_told(office: Office, plan: Plan) -> None:
    with making(office) as make:
        make.rate("XOF", "598.25", NOVEMBER, source="Typed")
    made = plan(line("XOF", "588.25"), line("EUR", "0.8968"))
    assert [(problem.where, problem.severity, str(problem.sentence)) for problem in made.problems] == [
        ("UN.xls:5", Severity.WARNING, "The office has XOF at 598.25 for 2019-11-01; it becomes 588.25.")
    ]
    batch_id = apply_import(office, made, progress=Silent()).record_id
    assert [row[3] for row in rates(office)] == [Decimal("588.2500000000"), Decimal("0.8968000000")]
    undo_import(office, batch_id=batch_id)
    assert rates(office) == [("XOF", "USD", NOVEMBER, Decimal("598.2500000000"), "Typed")]


def test_francs_that_do_not_fit_the_euro_are_told(plan: Plan) -> None:
    made = plan(line("XOF", "688.25"), line("EUR", "0.8968"))
    assert [(problem.where, problem.severity) for problem in made.problems] == [("XOF", Severity.WARNING)]


def test_rates_come_into_a_closed_month(office: Office, plan: Plan) -> None:
    """They are no entries: what was posted keeps its rate."""
    months.close_month(office, month=date(2019, 9, 1), level=LockLevel.HARD)
    apply_import(office, plan(line("XOF", "588.25", day="01 Sep 2019")), progress=Silent())
    assert len(rates(office)) == 1
