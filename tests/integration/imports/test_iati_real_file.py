"""The 577 projects of a real publisher come in whole, to the cent, on both engines; a second time changes nothing."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import func, select

from desktop.domain.progress import Silent
from desktop.language import UserError
from desktop.registers import find_register
from desktop.registers.query import Query, parse_filters
from desktop.services.browse import RegisterView
from desktop.services.checks import check_office
from desktop.services.imports import apply_import, plan_iati, undo_import
from desktop.services.offices import Office
from desktop.storage.models import Budget, BudgetLine, Grant, GrantShare
from tests.helpers.shared import real_file
from tests.helpers.tables import tables_of

pytestmark = pytest.mark.no_cover  # other tests reach these lines; counting them here takes a third of its time

WEST = "BJ,BF,CV,CI,GM,GH,GN,GW,LR,ML,MR,NE,NG,SN,SL,TG"
CENTRAL = "CM,CF,TD,CG,CD,GQ,GA,ST"


def _import(office: Office, path: Path) -> int:
    return apply_import(office, plan_iati(office, path, progress=Silent()), progress=Silent()).record_id


def _count(office: Office, register: str, *where: str) -> tuple[int, str]:
    """How many records there are, and the sum of their money in the first total column."""
    columns = {"projects": "funding", "grants": "amount"}
    found = find_register(register)
    view = RegisterView(office, Query(found, (columns[register],), parse_filters(found, where)))
    (total,) = view.totals().by_column[columns[register]]
    return view.count(), f"{total.currency} {total.amount:,.2f}"


def test_figures_of_the_issue(office: Office) -> None:
    path = real_file("iati/iom-577-projects.xml")
    plan = plan_iati(office, path, progress=Silent())
    assert (plan.problems, plan.changed, plan.same) == ((), 0, 0)
    assert {str(what): count for what, count in plan.left_out.items()} == {
        "elements contact-info": 577,
        "elements other-identifier": 1,
        "elements activity-scope": 1,
        "elements location": 1,
        "elements country-budget-items": 1,
        "elements humanitarian-scope": 1,
        "elements policy-marker": 1,
        "elements collaboration-type": 1,
    }
    apply_import(office, plan, progress=Silent())

    assert _count(office, "projects") == (577, "USD 2,417,615,507.12")
    assert _count(office, "grants") == (577, "USD 2,417,615,507.12")
    assert _count(office, "projects", f"countries={WEST}") == (47, "USD 134,425,871.80")
    assert _count(office, "projects", f"countries={CENTRAL}") == (37, "USD 89,623,783.42")
    assert _count(office, "grants", f"countries={WEST},{CENTRAL}") == (84, "USD 224,049,655.22")
    with office.read() as session:
        assert session.scalar(select(func.sum(Grant.amount))) == Decimal("2417615507.12")
        assert session.scalar(select(func.sum(GrantShare.amount))) == Decimal("2417615507.12")
        budgets = session.execute(select(Budget.grant_id, Budget.status)).all()
        assert Counter(status for _grant, status in budgets) == {"approved": 577}
        assert len({grant for grant, _status in budgets}) == 577
        assert session.scalar(select(func.count(BudgetLine.id))) == 577
    assert check_office(office).is_sound


def test_second_time_changes_nothing(office: Office) -> None:
    path = real_file("iati/iom-577-projects.xml")
    _import(office, path)
    before = tables_of(office)
    plan = plan_iati(office, path, progress=Silent())
    assert (plan.added, plan.changed, plan.problems) == (0, 0, ())
    assert plan.same == sum(len(rows) for name, rows in before.items() if name in {p.table for p in plan.tables})
    outcome = apply_import(office, plan, progress=Silent())
    assert str(outcome.message) == "Nothing new in iom-577-projects.xml: everything is here already."
    assert (outcome.entry_id, outcome.record_id) == (None, 0)
    assert tables_of(office) == before


def test_seven_activities_of_seven_publishers(office: Office) -> None:
    path = real_file("iati/mixed-7-activities.xml")
    plan = plan_iati(office, path, progress=Silent())
    assert {(problem.where, str(problem.sentence)) for problem in plan.problems} == {
        (child, f"It is part of {parent}, which the file does not hold.")
        for child, parent in (
            ("XI-IATI-EC_INTPA-2021/429-054", "XI-IATI-EC_INTPA-2016/38622/0"),
            ("NL-KVK-41155305-GLA2-Coord", "NL-KVK-41155305-GLA2"),
            ("US-EIN-06-1597-668-PU1-GL", "US-EIN-06-1597-668-PU1"),
        )
    }
    left_out = {str(what): count for what, count in plan.left_out.items()}
    assert left_out["elements result"] == 11
    assert left_out["budgets of activities without one single commitment"] == 9
    apply_import(office, plan, progress=Silent())
    tables = tables_of(office, trail=False)
    assert {name: len(rows) for name, rows in tables.items() if rows and name not in ("office", "ledger_sum")} == {
        "budget": 2,
        "budget_line": 7,
        "grant": 2,
        "grant_share": 2,
        "ledger_entry": 61,
        "organisation": 21,
        "project": 7,
        "project_country": 8,
        "project_role": 25,
        "project_sector": 15,
        "project_tag": 2,
    }
    kinds = Counter(row["kind"] for row in tables["ledger_entry"])
    assert kinds == {"expenditure": 38, "commitment": 18, "receipt": 5}


def test_undone_it_is_as_if_it_had_never_been(office: Office) -> None:
    before = tables_of(office, trail=False)
    batch_id = _import(office, real_file("iati/iom-577-projects.xml"))
    outcome = undo_import(office, batch_id=batch_id)
    assert tables_of(office, trail=False) == before
    assert str(outcome.message).startswith("Undid the import of iom-577-projects.xml: ")
    assert check_office(office).is_sound


def test_old_version_is_refused_and_leaves_the_office_alone(file_office: Office) -> None:
    before = tables_of(file_office)
    with pytest.raises(UserError) as trouble:
        plan_iati(file_office, real_file("iati/us-tanzania-old-version.xml"), progress=Silent())
    assert str(trouble.value.title) == "us-tanzania-old-version.xml follows version 1.0 of the IATI standard."
    assert tables_of(file_office) == before
