"""Exports of tests: a project that lacks nothing, its file as a tree, and what a finding is called."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from lxml import etree

from desktop.domain.progress import Silent
from desktop.services.iati_export import ExportPlan, export_iati, plan_export
from desktop.services.offices import Office
from desktop.storage.models import Grant, Organisation, Project, ProjectCountry, ProjectRole, ProjectSector
from tests.helpers.records import Maker
from tests.helpers.shared import real_file

PUBLISHER = "XX-1"


def publisher(make: Maker, **values: Any) -> Organisation:
    """The organisation that reports projects."""
    return make.organisation(**{"reference": PUBLISHER, "name": "The publisher", "kind": "40"} | values)


def whole_project(make: Maker, reporter: Organisation, reference: str = "A", **values: Any) -> tuple[Project, Grant]:
    """A project that lacks nothing, with its grant."""
    plain = {
        "reference": reference,
        "organisation_id": reporter.id,
        "summary": "What it is for.",
        "status": "2",
        "planned_starts_on": date(2019, 1, 1),
        "actual_starts_on": date(2019, 1, 1),
    }
    project = make.project(**plain | values)
    grant = make.grant(reference=f"GR-{reference}", awarded_on=date(2018, 12, 1))
    make.share(grant, project, "100000.00")
    make.unit.add(ProjectRole(project_id=project.id, organisation_id=reporter.id, role="2"))
    make.unit.add(ProjectCountry(project_id=project.id, vocabulary="", code="NE"))
    make.unit.add(ProjectSector(project_id=project.id, vocabulary="1", code="15130", share=Decimal(100)))
    return project, grant


def planned(office: Office, *projects: str, **options: Any) -> ExportPlan:
    """The plan of an export."""
    return plan_export(office, projects=projects, progress=Silent(), **options)


def exported(office: Office, path: Path, *projects: str, incomplete: bool = False, **options: Any) -> Any:
    """The root of the file that an export writes to `path`."""
    export_iati(office, planned(office, *projects, **options), path, incomplete=incomplete, progress=Silent())
    return etree.parse(str(path)).getroot()


def codes(plan: ExportPlan) -> list[str]:
    """What was found, project by project."""
    return [finding.code for project in plan.projects for finding in project.findings]


def schema() -> Any:
    """The schema of the standard; the test skips where it is not there."""
    return etree.XMLSchema(etree.parse(str(real_file("iati/schema/iati-activities-schema.xsd"))))


def require_valid(root: Any) -> None:
    """Fails with the first lines of what the schema does not let pass."""
    rules = schema()
    assert rules.validate(root), list(rules.error_log)[:5]
