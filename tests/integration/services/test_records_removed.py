"""A record on which others stand is not removed, and the refusal says which; its own parts go with it, and come back
when that is undone. Nothing ever goes unseen by the trail.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from desktop.language import Language, UserError
from desktop.services import records
from desktop.services.checks import check_office
from desktop.services.history import undo_entry
from desktop.services.offices import Office
from desktop.storage.models import AgreementParty, ProjectCountry, ProjectRole, ProjectSector
from tests.helpers.records import Maker, making
from tests.integration.services.conftest import Told

Made = tuple[str, int]


def _funder(make: Maker) -> Made:
    funder = make.organisation()
    make.grant(funder_id=funder.id)
    make.grant(funder_id=funder.id)
    return "organisations", funder.id


def _busy_organisation(make: Maker) -> Made:
    """Funds a grant, signed two agreements, has two roles in one project and reported another."""
    organisation = make.organisation()
    make.grant(funder_id=organisation.id)
    project = make.project()
    make.project(organisation_id=organisation.id)
    for role in ("2", "4"):
        make.unit.add(ProjectRole(project_id=project.id, organisation_id=organisation.id, role=role))
    for _ in range(2):
        agreement = make.agreement()
        make.unit.add(AgreementParty(agreement_id=agreement.id, organisation_id=organisation.id))
    return "organisations", organisation.id


def _agreement(make: Maker) -> Made:
    agreement = make.agreement()
    make.grant(agreement_id=agreement.id)
    return "agreements", agreement.id


def _grant(make: Maker) -> Made:
    grant = make.grant()
    make.line(make.budget(grant), "1.1", "100.00")
    for _ in range(3):
        make.entry(grant, "10.00")
    return "grants", grant.id


def _budget(make: Maker) -> Made:
    budget = make.budget(make.grant(), status="draft")
    make.line(budget, "1.1", "100.00")
    make.line(budget, "1.2", "100.00")
    return "budgets", budget.id


def _line(make: Maker) -> Made:
    grant = make.grant()
    line = make.line(make.budget(grant, status="draft"), "1.1", "100.00")
    make.entry(grant, "10.00", line_id=line.id)
    return "budget_lines", line.id


def _project(make: Maker) -> Made:
    project = make.project()
    make.project(parent_id=project.id)
    make.result(project)
    grant = make.grant()
    make.share(grant, project, "100.00")
    make.entry(grant, "10.00", project_id=project.id)
    return "projects", project.id


def _result(make: Maker) -> Made:
    project = make.project()
    outcome = make.result(project, kind="outcome")
    make.result(project, parent_id=outcome.id)
    make.line(make.budget(make.grant()), "1.1", "10.00", result_id=outcome.id)
    return "results", outcome.id


@pytest.mark.parametrize(
    ("make_it", "standing"),
    [
        (_funder, "2 grants"),
        (_busy_organisation, "1 grant, 2 projects, and 2 agreements"),
        (_agreement, "1 grant"),
        (_grant, "1 budget and 3 entries"),
        (_budget, "2 lines"),
        (_line, "1 entry"),
        (_project, "1 grant, 1 entry, 1 project, and 1 result"),
        (_result, "1 line and 1 result"),
    ],
)
def test_the_refusal_says_what_stands_on_it(
    office: Office, english: Language, make_it: Callable[[Maker], Made], standing: str
) -> None:
    with making(office) as make:
        key, made = make_it(make)
    with pytest.raises(UserError) as raised:
        records.remove(office, key, record_id=made, version=1)
    assert english.join(raised.value.sentences()) == (
        f"Other records still belong to this one. Nothing was changed: it still has {standing}. "
        "Remove or move them first."
    )
    assert records.load(office, key, made).id == made


def test_the_refusal_in_french(file_office: Office, speak: Callable[[str], Language]) -> None:
    with making(file_office) as make:
        key, made = _grant(make)
    with pytest.raises(UserError) as raised:
        records.remove(file_office, key, record_id=made, version=1)
    said = speak("fr").join(raised.value.sentences()).replace("\u00a0", " ")
    assert said.startswith("D’autres fiches dépendent encore de celle-ci. Rien n’a été modifié : il reste ")
    assert "1 budget" in said
    assert "3 écritures" in said


def test_a_project_goes_with_its_parts_and_comes_back_with_them(office: Office) -> None:
    with making(office) as make:
        project = make.project(reference="NER-LA").id
        organisation = make.organisation(reference="XX-9", name="A ministry").id
        make.unit.add(ProjectRole(project_id=project, organisation_id=organisation, role="4"))
        make.unit.add(ProjectSector(project_id=project, vocabulary="1", code="15130"))
        for code in ("NE", "ML"):
            make.unit.add(ProjectCountry(project_id=project, code=code))
    before = records.load(office, "projects", project).values
    removed = records.remove(office, "projects", record_id=project, version=1)
    assert removed.tables == {"project", "project_role", "project_sector", "project_country", "audit_entry"}
    assert records.load(office, "organisations", organisation).values["projects"] == 0
    assert removed.entry_id is not None
    undone = undo_entry(office, entry_id=removed.entry_id)
    assert str(undone.message) == "Undone: Removed Project NER-LA."
    assert records.load(office, "projects", project).values == before
    assert before["countries"] == "ML, NE"
    assert check_office(office).is_sound


def test_a_grant_goes_with_its_shares(office: Office) -> None:
    with making(office) as make:
        project, grant = make.project(), make.grant(reference="GR-1")
        make.share(grant, project, "500.00")
        project_id, grant_id = project.id, grant.id
    assert records.load(office, "projects", project_id).values["funding"] == Decimal(500)
    outcome = records.remove(office, "grants", record_id=grant_id, version=1)
    assert records.load(office, "projects", project_id).values["funding"] is None
    assert outcome.entry_id is not None
    undo_entry(office, entry_id=outcome.entry_id)
    assert records.load(office, "projects", project_id).values["funding"] == Decimal(500)


def test_undoing_an_addition_never_takes_later_work_with_it(office: Office, told: Told) -> None:
    with making(office) as make:
        funder = make.organisation().id
    added = records.save(
        office,
        "grants",
        values={"reference": "G", "title": "T", "funder": funder, "currency": "USD", "amount": Decimal(1)},
    )
    records.save(office, "budgets", values={"grant": added.record_id, "status": "draft"})
    assert added.entry_id is not None
    with pytest.raises(UserError) as raised:
        undo_entry(office, entry_id=added.entry_id)
    assert told(raised).startswith("Other records still belong to this one.")
    assert records.load(office, "grants", added.record_id).values["reference"] == "G"


def test_what_was_posted_is_never_removed(office: Office, told: Told) -> None:
    with making(office) as make:
        entry = make.entry(make.grant(), "10.00").id
    with pytest.raises(UserError) as raised:
        records.remove(office, "ledger", record_id=entry, version=1)
    assert told(raised) == (
        "What was posted stays in the ledger. Nothing was removed. "
        "Reverse it instead, with Ctrl+Shift+R. What was posted just now can be undone with Ctrl+Z."
    )
    assert records.load(office, "ledger", entry).id == entry
