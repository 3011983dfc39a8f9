"""Every list comes in from a table: made, again the same, edited, undone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from desktop.services.imports import undo_import
from desktop.services.offices import Office
from desktop.storage.models import Project
from tests.helpers.incoming import brought_in, looked_at, statuses, table, told
from tests.helpers.records import Maker, making
from tests.helpers.tables import TRAIL, tables_of

D = date
# Register, columns, rows of new records, an edit (row, key, new value) that its rules allow.
CASES: dict[str, tuple[Sequence[str], list[list[Any]], tuple[int, str, Any]]] = {
    "organisations": (
        ("name", "reference", "type", "country", "parent"),
        [
            ["Wells Trust", "NE-1", "International NGO", "NE", "Water Union"],
            ["Water Union", "NE-2", None, None, None],
            ["Without a reference", None, None, "ML", "NE-1"],
        ],
        (0, "country", "ML"),
    ),
    "agreements": (
        ("reference", "title", "kind", "signed_on", "predecessor"),
        [
            ["MOU-2", "Second", "Memorandum of understanding", D(2020, 1, 1), "MOU-1"],
            ["MOU-1", "First", "memorandum", D(2018, 1, 1), None],
        ],
        (1, "title", "The first one"),
    ),
    "parties": (
        ("agreement", "organisation", "signatory", "signed_on"),
        [["AG", "Host", "N. N.", D(2018, 1, 1)], ["AG", "Donor", None, None]],
        (1, "signed_on", D(2018, 2, 3)),
    ),
    "obligations": (
        ("agreement", "organisation", "title", "due_on", "currency", "amount"),
        [["AG", "Host", "Give land", D(2020, 1, 1), None, None], ["AG", "Donor", "Pay", None, "XOF", 5000]],
        (1, "amount", 6000),
    ),
    "contacts": (
        ("name", "organisation", "email", "grant"),
        [["A. Bello", "Host", "a@example.org", None], ["C. Diallo", "Donor", None, "G-1"]],
        (0, "email", "b@example.org"),
    ),
    "projects": (
        ("reference", "title", "kind", "parent", "planned_ends_on"),
        [["P-2.1", "Part", "Component", "P-2", D(2021, 5, 1)], ["P-2", "Whole", "Programme", None, None]],
        (0, "planned_ends_on", D(2021, 6, 1)),
    ),
    "results": (
        ("code", "title", "kind", "project"),
        [["1", "Outcome one", "Outcome", "P-1"], ["1.1", "Output one", "Output", "P-1"]],
        (1, "title", "Output 1"),
    ),
    "grants": (
        ("reference", "title", "funder", "currency", "amount", "indirect_rate", "project", "ends_on"),
        [
            ["G-9", "Nine", "Donor", "EUR", 1000.1, 7, "P-1", D(2022, 12, 31)],
            ["G-8", "Eight", "Donor", "XOF", 5000, None, None, None],
        ],
        (0, "amount", 2000.25),
    ),
    "shares": (("grant", "project", "amount"), [["G-1", "P-1", 400], ["G-1", "P-0", 500.5]], (0, "amount", 300)),
    "rules": (
        ("grant", "kind", "choice", "percent", "starts_on", "note"),
        [["G-1", "Support costs", "direct", 7, None, None], ["G-1", "ineligible", None, None, None, "Alcohol"]],
        (0, "percent", 8),
    ),
    "instalments": (
        ("grant", "number", "expected_on", "amount", "condition"),
        [["G-1", 1, D(2019, 1, 1), 100, "Signature"], ["G-1", 2, D(2019, 7, 1), 200.5, None]],
        (1, "condition", "First report"),
    ),
    "amendments": (
        ("grant", "number", "kind", "ends_on", "reason"),
        [["G-1", 1, "no_cost_extension", D(2020, 12, 31), "Late start"]],
        (0, "reason", "Late start of works"),
    ),
    "allocations": (("name", "note"), [["Rent", "Office"], ["Fuel", None]], (1, "note", "Cars")),
    "allocation_shares": (
        ("allocation", "starts_on", "grant", "line", "percent"),
        [["Key", D(2019, 1, 1), "G-1", "1.1", 60], ["Key", D(2019, 1, 1), "G-2", None, 40]],
        (0, "percent", 55),
    ),
    "crosswalks": (
        ("scheme", "category", "target", "percent", "grant"),
        [["Object classes of the SF-424A", 1, "6b Fringe benefits", 30, "G-1"], ["sf424a", "1", "6a", 70, None]],
        (0, "percent", 25),
    ),
    "budgets": (("grant", "project", "name"), [["G-2", "P-1", "First idea"]], (0, "project", None)),
    "budget_lines": (
        ("grant", "code", "description", "category", "quantity", "unit_cost", "duration"),
        [["G-2", "1.1", "Engineer", 1, 2, 500.5, 3], ["G-2", "2.1", "Pump", "2", 1, 4000, 1]],
        (0, "unit_cost", 600),
    ),
    "rates": (
        ("currency", "base", "effective_on", "units", "source"),
        [["XOF", "USD", D(2019, 1, 1), 573.7, "UN"], ["EUR", "USD", D(2019, 1, 1), 0.1 + 0.2, "UN"]],
        (0, "units", 580),
    ),
    "volunteers": (
        ("reference", "name", "category", "sex", "nationality", "born_on", "experience_years", "roster_number"),
        [
            ["V-12", "A. B.", "National UNV", "F", "NE", D(1990, 5, 1), 4, "12001"],
            ["V-13", None, "international_expert", None, "Sénégal", None, None, None],
        ],
        (0, "experience_years", 5),
    ),
    "clearances": (
        ("volunteer", "kind", "obtained_on", "expires_on"),
        [["V-1", "BSAFE", D(2019, 1, 7), D(2022, 1, 6)], ["12345", "medical", None, None]],
        (0, "expires_on", D(2021, 1, 6)),
    ),
    "duty_stations": (
        ("place", "country", "hardship", "family"),
        [["Diffa", "Niger", "E", "No"], ["Dakar", "SN", None, None]],
        (0, "hardship", "D"),
    ),
    "assignments": (
        ("reference", "title", "category", "project", "host", "station", "posts", "starts_on"),
        [["DOA-2", "Lawyers", "National UNV", "P-1", "Host", "Niamey", 4, D(2019, 1, 1)]],
        (0, "posts", 5),
    ),
    "deployments": (
        ("reference", "volunteer", "assignment", "category", "dependants", "ended_on", "end_reason"),
        [
            ["D-2", "V-1", "DOA-1", "national", 2, D(2018, 5, 15), "Resigned"],
            ["D-3", None, "DOA-1", None, None, None, None],
        ],
        (1, "dependants", 1),
    ),
    "contract_periods": (
        ("deployment", "kind", "starts_on", "ends_on", "signed_on", "contract_number", "station"),
        [
            ["D-0", "Extension", D(2019, 7, 1), D(2019, 12, 31), None, None, None],
            ["D-0", "Initial", D(2019, 1, 1), D(2019, 6, 30), D(2018, 12, 20), "C-1", "Niamey"],
        ],
        (0, "ends_on", D(2020, 3, 31)),
    ),
    "deployment_shares": (
        ("deployment", "starts_on", "grant", "line", "percent"),
        [["D-1", D(2019, 1, 1), "G-1", "1.1", 60], ["D-1", D(2019, 1, 1), "G-2", None, 40]],
        (1, "percent", 30),
    ),
    "deployment_costs": (
        ("entry", "deployment", "month", "amount"),
        [["FA-1", "D-1", D(2019, 3, 25), 60.05], ["FA-1", "D-1", D(2019, 4, 1), 40]],
        (1, "amount", 39.95),
    ),
    "entitlement_rates": (
        (
            "component",
            "category",
            "country",
            "station",
            "starts_on",
            "basis",
            "currency",
            "amount",
            "percent",
            "source",
        ),
        [
            ["MLA", "National UNV", "NE", None, D(2019, 1, 1), None, "XOF", 510000, None, "UNV, 2019"],
            ["Support cost", None, None, None, D(2019, 1, 1), None, None, None, 8, "UNV, 2019"],
        ],
        (0, "amount", 520000),
    ),
    "category_limits": (
        ("category", "starts_on", "most_months", "leave_days", "source"),
        [["National UNV", D(2017, 1, 1), 48, 2.5, "UNV"]],
        (0, "most_months", 36),
    ),
    "leave": (
        ("deployment", "kind", "starts_on", "ends_on", "days"),
        [["D-1", "Annual leave", D(2019, 4, 1), D(2019, 4, 5), 5], ["D-1", "LL", D(2019, 5, 6), D(2019, 5, 7), 1.5]],
        (1, "days", 2),
    ),
    "checklist": (
        ("deployment", "phase", "title", "due_on", "done_on"),
        [
            ["D-1", "Arrival", "Security briefing", D(2019, 1, 7), D(2019, 1, 4)],
            ["D-1", "Departure", "VPA", None, None],
        ],
        (1, "due_on", D(2019, 6, 1)),
    ),
    "work_measures": (
        ("project", "code", "name", "by_sex", "by_age"),
        [["P-1", "visits", "Visits", "No", "No"], ["P-1", "heard", "Persons heard", "Yes", "yes"]],
        (0, "name", "Visits to prisons"),
    ),
    "work_counts": (
        ("measure", "deployment", "month", "sex", "age", "count"),
        [
            ["files", "D-1", D(2019, 3, 1), None, None, 12],
            ["persons", "D-1", D(2019, 3, 31), "Femme", "Adults", 3],
            ["persons", "D-1", D(2019, 3, 1), "H", "Enfant", 1],
        ],
        (0, "count", 13),
    ),
}


@pytest.fixture
def ready(office: Office) -> Office:
    """An office with something to refer to."""
    with making(office) as make:
        donor, host = make.organisation(name="Donor"), make.organisation(name="Host")
        make.agreement(reference="AG")
        make.project(reference="P-0")
        project = make.project(reference="P-1")
        one = make.grant(reference="G-1", funder=donor, amount=Decimal(1000))
        make.grant(reference="G-2", funder=host, amount=Decimal(9000))
        make.line(make.budget(one, project_id=project.id), "1.1", "100")
        make.allocation(name="Key")
        make.entry(one, "100.05", reference="FA-1")
        _deploy(make, project)
    return office


def _deploy(make: Maker, project: Project) -> None:
    """A volunteer who serves, another deployment without contracts, and what is counted."""
    place = make.station(place="Niamey")
    volunteer = make.volunteer(reference="V-1", roster_number="12345")
    assignment = make.assignment(reference="DOA-1", station_id=place.id, project_id=project.id)
    served = make.deployment(assignment, reference="D-1", volunteer_id=volunteer.id)
    make.contract(served, D(2019, 1, 1), D(2019, 6, 30))
    make.deployment(assignment, reference="D-0")
    make.work_measure(project, code="files")
    make.work_measure(project, code="persons", by_sex="yes", by_age="yes")
    make.work_measure(make.project(reference="P-9"), code="files")


@pytest.mark.parametrize("kind", CASES)
def test_every_list_comes_in_stays_the_same_changes_and_is_undone(ready: Office, kind: str) -> None:
    keys, rows, (number, key, value) = CASES[kind]
    before = tables_of(ready, trail=False)
    new = looked_at(ready, table(kind, keys, *rows))
    assert (statuses(new), told(new), new.refused) == (["NEW"] * len(rows), [], ())
    assert tables_of(ready, trail=False) == before

    first = brought_in(ready, table(kind, keys, *rows))
    again = looked_at(ready, table(kind, keys, *rows))
    assert (statuses(again), told(again)) == (["SAME"] * len(rows), [])

    after = tables_of(ready, trail=False)
    edited = [list(row) for row in rows]
    edited[number][keys.index(key)] = value
    if value is not None:
        changed = looked_at(ready, table(kind, keys, *edited))
        expected = ["CHANGED" if place == number else "SAME" for place in range(len(rows))]
        assert (statuses(changed), told(changed), list(changed.rows[number].old)) == (expected, [], [key])
        second = brought_in(ready, table(kind, keys, *edited))
        undo_import(ready, batch_id=second.record_id)
        assert without_versions(tables_of(ready, trail=False)) == without_versions(after)
    undo_import(ready, batch_id=first.record_id)
    assert without_versions(tables_of(ready, trail=False)) == without_versions(before)


def without_versions(tables: Any) -> Any:
    """Versions count every change, also one that is taken back."""
    return {name: [{**row, "version": 0} for row in rows] for name, rows in tables.items() if name not in TRAIL}
