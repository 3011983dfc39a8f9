"""Every project of a real publisher goes out again: valid, and with no fault that the publisher's own file has not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from desktop.domain.iati.periods import is_too_long
from desktop.domain.progress import Silent
from desktop.services.iati_export import ExportPlan, plan_export
from desktop.services.imports import apply_import, plan_iati
from desktop.services.offices import Office, find_office
from tests.helpers.engines import Engines
from tests.helpers.iati_export import exported, require_valid
from tests.helpers.iati_rules import Ruleset
from tests.helpers.shared import real_file
from tests.helpers.tables import Tables, tables_of

TODAY = date(2026, 1, 1)


@dataclass(frozen=True)
class Trip:
    """A file, what an office made of it, and what that gave out."""

    name: str
    source: Any
    office: Office
    plan: ExportPlan
    path: Path
    root: Any


IOM, SEVERAL = "iom-577-projects", "mixed-7-activities"
BROKEN = {
    # A project without country or region.
    IOM: Counter({"3.7.1": 1, "3.7.2": 1}),
    # A slash in an identifier and one in a reference, no DAC sector, a provider without a name.
    SEVERAL: Counter({"1.3.13": 1, "1.8.13": 1, "102.1.1": 1, "6.9.1": 1}),
}
TOLD = {
    IOM: Counter({"iati_split": 300, "iati_shares": 2, "iati_no_country": 1}),
    SEVERAL: Counter({"iati_identifier_signs": 1, "iati_no_dac": 1}),
}


@pytest.fixture(scope="module", params=[IOM, SEVERAL])
def trip(request: pytest.FixtureRequest, engines: Engines, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trip]:
    """A real file through an office; nothing is changed in it afterwards."""
    folder = tmp_path_factory.mktemp("iati")
    source = real_file(f"iati/{request.param}.xml")
    office = find_office(engines.office("sqlite", folder), actor="Test")
    apply_import(office, plan_iati(office, source, progress=Silent()), progress=Silent())
    root = exported(office, folder / "out.xml")
    plan = plan_export(office, progress=Silent())
    yield Trip(request.param, etree.parse(str(source)).getroot(), office, plan, folder / "out.xml", root)
    office.close()


def _identifiers(root: Any) -> list[str]:
    return sorted(text.strip() for text in root.xpath("iati-activity/iati-identifier/text()"))


def _counted(root: Any) -> Counter[str]:
    return Counter(str(child.tag) for activity in root for child in activity if isinstance(child.tag, str))


def _sum(root: Any, what: str) -> Decimal:
    return sum((Decimal(text) for text in root.xpath(f"iati-activity/{what}/value/text()")), Decimal(0))


def test_all_projects_are_there_and_valid(trip: Trip) -> None:
    assert all(project.is_ready for project in trip.plan.projects)
    assert _identifiers(trip.root) == _identifiers(trip.source)
    require_valid(trip.root)


def test_nothing_is_lost_and_no_cent(trip: Trip) -> None:
    assert _sum(trip.root, "transaction") == _sum(trip.source, "transaction")
    assert _sum(trip.root, "budget") == _sum(trip.source, "budget")
    assert _counted(trip.root) - _counted(trip.source) <= Counter(budget=len(list(trip.root.iter("budget"))))
    assert not _counted(trip.source) - _counted(trip.root)


def test_budgets_are_for_a_year_at_most(trip: Trip) -> None:
    for budget in trip.root.iter("budget"):
        first, last = (date.fromisoformat(budget.find(tag).get("iso-date")) for tag in ("period-start", "period-end"))
        assert not is_too_long(first, last)


def test_no_rule_of_the_standard_is_broken_more_often_than_by_the_publisher(trip: Trip) -> None:
    rules = Ruleset(real_file("iati/ruleset-standard.json"))
    theirs, ours = (rules.findings(root, today=TODAY) for root in (trip.source, trip.root))
    assert ours <= theirs
    assert ours == BROKEN[trip.name]
    told = Counter(finding.code for project in trip.plan.projects for finding in project.findings)
    assert told == TOLD[trip.name]


def test_it_brings_nothing_new_to_its_office_and_the_same_to_an_empty_one(
    trip: Trip, engines: Engines, tmp_path: Path
) -> None:
    again = plan_iati(trip.office, trip.path, progress=Silent())
    assert (again.added, again.changed, again.removed) == (0, 0, 0)
    other = find_office(engines.office("sqlite", tmp_path), actor="Test")
    apply_import(other, plan_iati(other, trip.path, progress=Silent()), progress=Silent())
    assert _in_order(tables_of(other, trail=False)) == _in_order(tables_of(trip.office, trail=False))
    other.close()


def _in_order(tables: Tables) -> Tables:
    """Entries come in the order of their days, not in that of the file."""
    tables["ledger_entry"].sort(key=lambda row: str(row["source_key"]))
    for row in tables["ledger_entry"]:
        row.pop("id")
    return tables
