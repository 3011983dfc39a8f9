"""Projects that were made here as an activity file: what goes out, what does not, and what each of them lacks."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from desktop.domain.progress import Silent
from desktop.exporters.iati.file import write_iati
from desktop.language import UserError
from desktop.services.iati_export import export_iati
from desktop.services.imports import apply_import, plan_iati
from desktop.services.offices import Office
from desktop.storage.models import (
    BudgetPhase,
    ProjectCountry,
    ProjectRole,
    ProjectSector,
)
from tests.helpers.iati_export import codes, exported, planned, publisher, require_valid, whole_project
from tests.helpers.iati_rules import Ruleset
from tests.helpers.records import making
from tests.helpers.shared import real_file
from tests.helpers.tables import tables_of

TODAY = date(2019, 10, 21)


def _texts(root: Any, path: str) -> list[str]:
    return [str(found) for found in root.xpath(f"iati-activity/{path}")]


def _budgets(root: Any) -> list[tuple[str, str, str, str]]:
    paths = ("@type", "period-start/@iso-date", "period-end/@iso-date", "value/text()")
    return [tuple(budget.xpath(path)[0] for path in paths) for budget in root.iter("budget")]


# --- what goes out ------------------------------------------------------------------------------------------------


def test_a_project_made_here_is_valid_passes_the_ruleset_and_names_nobody(office: Office, tmp_path: Path) -> None:
    with making(office) as make:
        project, grant = whole_project(make, publisher(make))
        make.entry(grant, "250.00", project_id=project.id, description="Pay of A. Person", counterparty="B. Person")
        make.entry(grant, "-50.00", kind="refund", description="C. Person", reference="PV-7")
        make.entry(grant, "90.00", category=6, entry_on=date(2019, 5, 1))
        make.entry(grant, "40000.00", kind="receipt", entry_on=date(2019, 1, 7))
        make.entry(grant, "800.00", kind="commitment", entry_on=date(2019, 2, 1))
        make.entry(grant, "3.00", kind="exchange_difference")
        make.entry(grant, "7.00", entry_on=date(2019, 10, 22))
    root = exported(office, tmp_path / "out.xml")
    require_valid(root)
    assert not Ruleset(real_file("iati/ruleset-standard.json")).findings(root, today=TODAY)
    assert "Person" not in (tmp_path / "out.xml").read_text(encoding="utf-8")
    moved = [
        (each.xpath("string(transaction-type/@code)"), each.xpath("string(value)"), each.get("ref"))
        for each in root.iter("transaction")
    ]
    assert moved == [
        ("11", "100000.00", None),
        ("1", "40000.00", None),
        ("2", "800.00", None),
        ("4", "250.00", None),
        ("4", "-50.00", "PV-7"),
        ("3", "90.00", None),
    ]
    assert _texts(root, "iati-identifier/text()") == ["XX-1-A"]
    assert codes(planned(office)) == ["iati_future_entry", "iati_difference"]


def test_descriptions_and_sums_of_a_month_only_on_demand(office: Office, tmp_path: Path) -> None:
    with making(office) as make:
        project, grant = whole_project(make, publisher(make))
        for amount, day in (("10.00", 4), ("20.00", 9)):
            make.entry(grant, amount, project_id=project.id, entry_on=date(2019, 3, day), description=f"Rent {day}\x07")
        make.entry(grant, "5.00", project_id=project.id, entry_on=date(2019, 4, 1))
    told = exported(office, tmp_path / "told.xml", descriptions=True)
    assert _texts(told, "transaction/description/narrative/text()") == ["Rent 4", "Rent 9"]
    summed = exported(office, tmp_path / "summed.xml", by_month=True)
    require_valid(summed)
    assert _texts(summed, "transaction[transaction-type/@code = '4']/value/text()") == ["30.00", "5.00"]
    assert _texts(summed, "transaction/transaction-date/@iso-date") == ["2018-12-01", "2019-03-09", "2019-04-01"]


def test_parts_say_what_they_are_part_of_and_take_their_reporter_from_above(office: Office, tmp_path: Path) -> None:
    with making(office) as make:
        top, _grant = whole_project(make, publisher(make), "TOP")
        whole_project(make, publisher(make, reference="XX-2"), "PART/1", parent_id=top.id, organisation_id=None)
    root = exported(office, tmp_path / "out.xml")
    require_valid(root)
    assert _texts(root, "iati-identifier/text()") == ["XX-1-TOP", "XX-1-PART-1"]
    assert _texts(root, "@hierarchy") == ["1", "2"]
    assert _texts(root, "related-activity/@ref") == ["XX-1-TOP"]


def test_shares_that_are_not_stated_are_equal_and_a_grant_of_two_projects_is_parted(
    office: Office, tmp_path: Path
) -> None:
    with making(office) as make:
        project, grant = whole_project(make, publisher(make))
        other, _grant = whole_project(make, publisher(make, reference="XX-2"), "B")
        make.share(grant, other, "400.00")
        make.unit.add(ProjectCountry(project_id=project.id, vocabulary="", code="ML"))
        make.unit.add(ProjectCountry(project_id=project.id, vocabulary="1", code="298"))
        make.unit.add(ProjectSector(project_id=project.id, vocabulary="1", code="15210", share=Decimal(50)))
    root = exported(office, tmp_path / "out.xml", "A", "B")
    require_valid(root)
    (first, _second) = root
    assert [place.get("percentage") for place in first.iter("recipient-country")] == ["33.34", "33.33"]
    assert [place.get("percentage") for place in first.iter("sector")] == ["66.67", "33.33"]
    assert _texts(root, "transaction/value/text()") == ["100000.00", "400.00", "100000.00"]
    found = [(finding.code, finding.severity.name) for finding in planned(office, "A").projects[0].findings]
    assert found == [("iati_shares", "WARNING"), ("iati_shares", "NOTE"), ("iati_shares", "NOTE")]


def test_budgets_go_by_their_phases_else_by_days_and_revised_ones_say_so(office: Office, tmp_path: Path) -> None:
    with making(office) as make:
        _project, grant = whole_project(make, publisher(make))
        grant.ends_on = date(2020, 12, 31)
        budget = make.budget(grant, revision=2, approved_on=date(2019, 6, 1))
        phased = make.line(budget, "1", "100.00")
        for day, amount in ((date(2019, 1, 1), "60.00"), (date(2019, 4, 1), "10.00"), (date(2020, 1, 1), "30.00")):
            make.unit.add(BudgetPhase(line_id=phased.id, starts_on=day, amount=Decimal(amount)))
        make.line(budget, "2", "731.00")
        make.line(budget, "3", "12.00", starts_on=date(2019, 7, 1), ends_on=date(2020, 6, 30))
        make.line(budget, "4", "731.00", starts_on=date(2019, 1, 1), ends_on=date(2020, 12, 31))
    root = exported(office, tmp_path / "out.xml")
    require_valid(root)
    assert _budgets(root) == [
        ("2", "2019-07-01", "2020-06-30", "12.00"),
        ("2", "2019-01-01", "2019-12-31", "365.00"),
        ("2", "2020-01-01", "2020-12-31", "366.00"),
        ("2", "2019-01-01", "2019-12-31", "435.00"),
        ("2", "2020-01-01", "2020-12-31", "396.00"),
    ]
    assert _texts(root, "budget/value/@value-date") == ["2019-06-01"] * 5


# --- what is missing ----------------------------------------------------------------------------------------------


def test_what_a_project_lacks_is_named_with_its_record_and_keeps_it_out(office: Office, tmp_path: Path) -> None:
    with making(office) as make:
        whole_project(make, publisher(make))
        bare = make.project(reference="BARE").id
        nameless = make.organisation(reference="", name="Nameless")
        nameless.reference = ""
        half = make.project(reference="HALF", organisation_id=nameless.id, actual_ends_on=date(2019, 1, 1)).id
        body = nameless.id
    plan = planned(office)
    assert str(plan.sentence) == "1 of 3 projects are ready; the others lack something."
    found = {
        project.reference: [(finding.code, finding.register, finding.record_id) for finding in project.missing]
        for project in plan.projects
    }
    mine = [("iati_no_summary", "projects"), ("iati_nobody", "projects"), ("iati_no_status", "projects")]
    assert found == {
        "A": [],
        "BARE": [
            (code, register, bare)
            for code, register in (("iati_no_reporter", "projects"), *mine, ("iati_no_start", "projects"))
        ],
        "HALF": [
            ("iati_no_reference", "organisations", body),
            ("iati_no_kind", "organisations", body),
            *((code, register, half) for code, register in mine),
        ],
    }
    assert len(exported(office, tmp_path / "out.xml")) == 1
    assert len(exported(office, tmp_path / "all.xml", incomplete=True)) == 3
    assert [len(project.findings) - len(project.missing) for project in plan.projects] == [0, 2, 3]


def test_days_that_contradict_each_other_and_what_lies_in_the_future_is_told(office: Office, tmp_path: Path) -> None:
    with making(office) as make:
        reporter = publisher(make)
        early = {"planned_ends_on": date(2018, 1, 1), "actual_ends_on": date(2020, 1, 1)}
        _project, grant = whole_project(make, reporter, "A", status="1", **early)
        grant.awarded_on = date(2020, 1, 1)
        closed = {"status": "4", "actual_starts_on": None}
        _project, undated = whole_project(make, reporter, "B", **closed)
        undated.awarded_on = undated.starts_on = None
        make.line(make.budget(undated), "1", "5.00")
        ended, endless = whole_project(make, reporter, "C", actual_ends_on=date(2019, 2, 1))
        make.line(make.budget(endless), "1", "5.00", starts_on=date(2019, 1, 1), ends_on=date.max)
        ended.reference = "XX-2-C"
    found = {project.reference: [each.code for each in project.findings] for project in planned(office).projects}
    assert found == {
        "A": ["iati_future_day", "iati_days_order", "iati_status", "iati_future_grant"],
        "B": ["iati_status", "iati_status", "iati_grant_day", "iati_budget_days"],
        "XX-2-C": ["iati_status", "iati_endless"],
    }
    root = exported(office, tmp_path / "out.xml")
    require_valid(root)
    assert [each.get("type") for each in root[0].iter("activity-date")] == ["1", "2", "3"]
    assert (len(list(root.iter("transaction"))), len(list(root.iter("budget")))) == (1, 1)


def test_funders_take_part_where_nobody_is_named_and_codes_of_ones_own_are_looked_at(office: Office) -> None:
    with making(office) as make:
        project, _grant = whole_project(make, publisher(make))
        (role,) = make.unit.session.query(ProjectRole).all()
        make.unit.remove(role)
        (sector,) = make.unit.session.query(ProjectSector).all()
        sector.vocabulary = "99"
        assert project.id
    plan = planned(office, "A")
    assert codes(plan) == ["iati_sector_name", "iati_no_dac", "iati_funders"]
    assert [party.role for party in plan.projects[0].activity.participants] == ["1"]


def test_no_two_projects_go_out_under_one_name(office: Office) -> None:
    with making(office) as make:
        reporter = publisher(make)
        whole_project(make, reporter, "A/1")
        whole_project(make, reporter, "A 1")
    plan = planned(office)
    assert codes(plan) == ["iati_twice", "iati_twice"]
    assert (plan.ready, plan.chosen(incomplete=True)) == ((), plan.projects)


def test_nothing_is_written_where_it_makes_no_sense(file_office: Office, tmp_path: Path) -> None:
    with making(file_office) as make:
        make.project(reference="BARE")
    plan = planned(file_office)
    titles = {"out.txt": "GrantDesk does not write “.txt” files.", "out.xml": "No project can be exported."}
    for name, title in titles.items():
        with pytest.raises(UserError) as trouble:
            export_iati(file_office, plan, tmp_path / name, progress=Silent())
        assert str(trouble.value.title) == title
        assert not (tmp_path / name).exists()
    with pytest.raises(UserError) as unknown:
        planned(file_office, "BEAR")
    assert str(unknown.value.remedy) == "Nearest: ['BARE']."


# --- back again ---------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is always full is one of Linux")
def test_a_full_disk_is_a_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "out.xml.partial").symlink_to("/dev/full")
    with pytest.raises(UserError, match="cannot be written"):
        write_iati(tmp_path / "out.xml", [], generated_at=datetime(2019, 10, 21, tzinfo=UTC))
    assert not list(tmp_path.iterdir())


def test_what_was_made_here_comes_back_without_a_change(office: Office, tmp_path: Path) -> None:
    with making(office) as make:
        project, grant = whole_project(make, publisher(make))
        make.line(make.budget(grant), "1", "5.00")
        make.entry(grant, "10.00", project_id=project.id)
        same, given = whole_project(make, publisher(make, reference="XX-9"), "XX-9-B")  # called so in the world as well
        make.line(make.budget(given, project_id=same.id), "1", "5.00")
        make.entry(given, "10.00", project_id=same.id)
    exported(office, tmp_path / "out.xml")
    before = tables_of(office)
    plan = plan_iati(office, tmp_path / "out.xml", progress=Silent())
    assert (plan.added, plan.changed, plan.removed, plan.problems) == (0, 0, 0, ())
    assert {str(what): count for what, count in plan.left_out.items()} == {
        "activities of projects that are kept here": 1,
        "budgets of projects whose budget is kept here": 1,
        "transactions of entries that are kept here": 1,
    }
    apply_import(office, plan, progress=Silent())
    assert tables_of(office) == before


def test_another_office_gets_projects_grants_budgets_and_entries(
    office: Office, file_office: Office, tmp_path: Path
) -> None:
    with making(file_office) as make:
        project, grant = whole_project(make, publisher(make))
        make.line(make.budget(grant), "1", "5.00")
        make.entry(grant, "10.00", project_id=project.id, description="Private")
    exported(file_office, tmp_path / "out.xml", language="fr")
    apply_import(office, plan_iati(office, tmp_path / "out.xml", progress=Silent()), progress=Silent())
    tables = tables_of(office)
    assert [(row["reference"], row["title"]) for row in tables["project"]] == [("XX-1-A", "Project A")]
    assert [(row["amount"], row["currency"]) for row in tables["grant"]] == [(Decimal("100000.00"), "USD")]
    assert [row["amount"] for row in tables["budget_line"]] == [Decimal("5.00")]
    assert [(row["amount"], row["entry_on"], row["description"]) for row in tables["ledger_entry"]] == [
        (Decimal("10.00"), date(2019, 3, 4), "Project A")
    ]
    assert len(tables["organisation"]) == 2
    again = exported(office, tmp_path / "again.xml")
    assert _texts(again, "@xml:lang") == ["fr"]
    back = plan_iati(file_office, tmp_path / "again.xml", progress=Silent())
    assert (back.added, back.changed) == (0, 0), "the first office knows it again"
