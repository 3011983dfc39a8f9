"""Projects that came in an activity file go out as they were published, with what our office changed since."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from desktop.domain.progress import Silent
from desktop.services.imports import apply_import, plan_iati, undo_import
from desktop.services.offices import Office
from desktop.storage.models import Budget, BudgetLine, Grant, LedgerEntry, Organisation, Project, ProjectRole
from tests.helpers import iati
from tests.helpers.iati_export import codes, exported, planned
from tests.helpers.records import making
from tests.helpers.tables import tables_of

Bring = Callable[..., None]


_ROLE = (
    f'<participating-org ref="XX-9" role="1" activity-id="XX-9-1">{iati.narrative("A ministry")}</participating-org>'
)
_PERSON = f"<contact-info><person-name>{iati.narrative('A. Person')}</person-name></contact-info>"
_RESULT = '<result type="1"><title><narrative>Done</narrative></title></result>'
_WHOLE = (
    f"<description>{iati.narrative('What it is for.', 'en')}{iati.narrative('Pour quoi.', 'fr')}</description>",
    f'<description type="2">{iati.narrative("Objectives")}</description>',
    _ROLE,
    '<other-identifier ref="OLD" type="A1"/><activity-status code="2"/>',
    f'<activity-date iso-date="2018-01-01" type="2">{iati.narrative("Begun")}</activity-date>',
    _PERSON,
    '<recipient-country code="NE" percentage="60"/><recipient-country code="ML" percentage="40"/>',
    '<sector vocabulary="99" vocabulary-uri="http://example.org" code="J"><narrative>Justice</narrative></sector>',
    '<tag vocabulary="3" code="16.3"/><default-flow-type code="10"/>',
    iati.budget("731.00", first="2018-01-01", last="2019-12-31"),
    iati.transaction("11", "1000.00", provider="XX-9", day="2018-01-01"),
    iati.transaction("3", "30.00", receiver="A. Person").replace(
        "<provider-org", f"<description>{iati.narrative('For a course')}</description><provider-org"
    ),
    iati.transaction("3", "30.00", receiver="A. Person"),
    iati.transaction("12", "5.00"),
    iati.transaction("12", "6.00", day="2050-01-01"),
    '<related-activity ref="XX-8" type="1"/><related-activity ref="XX-7" type="3"/>',
    _RESULT,
)


@pytest.fixture
def bring(tmp_path: Path) -> Callable[[Office, str], None]:
    """Imports an activity file."""

    def do(office: Office, *activities: str, name: str = "in.xml") -> None:
        path = iati.write(tmp_path / name, *activities)
        apply_import(office, plan_iati(office, path, progress=Silent()), progress=Silent())

    return do


def _again(office: Office, path: Path) -> tuple[int, int, int]:
    plan = plan_iati(office, path, progress=Silent())
    return plan.added, plan.changed, plan.removed


def _texts(root: Any, path: str) -> list[str]:
    return [str(found) for found in root.xpath(f"iati-activity/{path}")]


def test_nothing_that_was_published_is_lost_but_persons(office: Office, bring: Bring, tmp_path: Path) -> None:
    bring(office, iati.activity("XX-1-A", *_WHOLE))
    root = exported(office, tmp_path / "out.xml")
    assert codes(planned(office)) == ["iati_no_dac", "iati_split", "iati_person"]
    assert [child.tag for child in root[0]] == [
        *("iati-identifier", "reporting-org", "title", "description", "description", "participating-org"),
        *("other-identifier", "activity-status", "activity-date", "recipient-country", "recipient-country", "sector"),
        *("tag", "default-flow-type", "budget", "budget", "transaction", "transaction", "transaction", "transaction"),
        *("related-activity", "related-activity", "result"),
    ]
    assert _texts(root, "description[1]/narrative/text()") == ["What it is for.", "Pour quoi."]
    assert _texts(root, "participating-org/@activity-id") == ["XX-9-1"]
    assert _texts(root, "sector/@vocabulary-uri") == ["http://example.org"]
    assert _texts(root, "activity-date/narrative/text()") == ["Begun"]
    assert _texts(root, "budget/value/text()") == ["365.50", "365.50"]
    assert _texts(root, "transaction/transaction-type/@code") == ["11", "3", "3", "12"]
    assert _texts(root, "transaction/receiver-org/@ref") == ["A. Person"] * 2, "a receiver that was published"
    assert _again(office, tmp_path / "out.xml") == (0, 0, 0)


def test_an_empty_office_gets_the_same_from_the_file_and_from_its_copy(
    office: Office, file_office: Office, bring: Bring, tmp_path: Path
) -> None:
    bring(
        office, iati.activity("XX-1-A", *_WHOLE), iati.activity("XX-1-B", '<related-activity ref="XX-1-A" type="1"/>')
    )
    exported(office, tmp_path / "out.xml", incomplete=True)
    apply_import(file_office, plan_iati(file_office, tmp_path / "out.xml", progress=Silent()), progress=Silent())
    first, second = (tables_of(each, trail=False) for each in (office, file_office))
    for tables in (first, second):
        tables.pop("office")
        tables["ledger_entry"].sort(key=lambda row: row["source_key"])
        for row in tables["ledger_entry"]:
            row.pop("id")
    assert first == second
    exported(file_office, tmp_path / "again.xml", incomplete=True)
    written = [(tmp_path / name).read_text(encoding="utf-8").split("\n", 2)[2] for name in ("out.xml", "again.xml")]
    assert written[0] == written[1], "but for the moment at which it was written"


def test_what_our_office_changed_wins_and_what_it_removed_is_gone(office: Office, bring: Bring, tmp_path: Path) -> None:
    bring(office, iati.activity("XX-1-A", *_WHOLE))
    with making(office) as make:
        session = make.unit.session
        project = session.query(Project).one()
        project.title, project.summary, project.status = "Another title", "Another summary.", "3"
        project.actual_starts_on, project.actual_ends_on = date(2018, 2, 1), date(2019, 2, 1)
        grant = session.query(Grant).one()
        grant.amount = Decimal("1200.00")
        grant.shares[0].amount = Decimal("1200.00")
        grant.funder_id = make.organisation(reference="XX-10").id
        make.unit.remove(session.query(ProjectRole).one())
        first, second = session.query(LedgerEntry).order_by(LedgerEntry.id)
        first.description = "To A. Person"
        make.unit.remove(second)
        make.entry(grant, "12.00", project_id=project.id)
        other = make.grant(reference="OWN", awarded_on=date(2019, 5, 1), currency="EUR")
        make.share(other, project, "7.00")
    root = exported(office, tmp_path / "out.xml")
    assert _texts(root, "title/narrative/text()") == ["Another title"]
    assert _texts(root, "description/narrative/text()") == ["Another summary.", "Objectives"]
    assert _texts(root, "participating-org/@role") == ["1", "1"], "the funders, as nobody else is left"
    assert _texts(root, "activity-date/@iso-date") == ["2018-02-01", "2019-02-01"]
    assert _texts(root, "transaction/value/text()") == ["1200.00", "7.00", "30.00", "12.00", "5.00"]
    assert _texts(root, "transaction[1]/provider-org/@ref") == ["XX-10"]
    assert _texts(root, "transaction/description/narrative/text()") == []
    assert _again(office, tmp_path / "out.xml") == (0, 0, 0)


def test_a_budget_that_is_kept_here_takes_the_place_of_the_published_ones(
    office: Office, bring: Bring, tmp_path: Path
) -> None:
    bring(office, iati.activity("XX-1-A", *_WHOLE))
    with making(office) as make:
        budget = make.unit.session.query(Budget).one()
        budget.status = "superseded"
        revised = make.budget(make.unit.session.query(Grant).one(), project_id=budget.project_id, revision=1)
        make.line(revised, "1", "900.00", starts_on=date(2018, 1, 1), ends_on=date(2018, 12, 31))
        assert make.unit.session.query(BudgetLine).count() == 2
    root = exported(office, tmp_path / "out.xml")
    assert [(_texts(root, "budget/@type"), _texts(root, "budget/value/text()"))] == [(["2"], ["900.00"])]
    assert _again(office, tmp_path / "out.xml") == (0, 0, 0)


def test_budgets_without_a_place_here_go_out_as_they_came(office: Office, bring: Bring, tmp_path: Path) -> None:
    given = [iati.transaction("11", "10.00"), iati.transaction("11", "20.00", day="2019-02-01")]
    endless = iati.budget("5.00", first="2019-01-01", last="2099-12-31")
    revised = [iati.budget("3.005", first="2018-01-01", last="2019-12-31", kind=kind) for kind in "12"]
    bring(office, iati.activity("XX-1-A", *_WHOLE[:9], *given, endless, *revised))
    root = exported(office, tmp_path / "out.xml")
    assert _texts(root, "budget/@type") == ["1", "1", "1", "2", "2"]
    assert _texts(root, "budget/value/text()")[0] == "5.00"
    assert codes(planned(office))[1:3] == ["iati_endless", "iati_split"]
    assert _again(office, tmp_path / "out.xml") == (0, 0, 0)
    with making(office) as make:
        first, _second = make.unit.session.query(Grant).order_by(Grant.id)
        make.unit.remove(first.shares[0])
    root = exported(office, tmp_path / "out.xml")
    assert _texts(root, "transaction/value/text()") == ["20.00"]
    assert planned(office).projects[0].activity.commitments[0].grant_mark


def test_the_newest_file_that_was_not_undone_says_what_is_carried(office: Office, bring: Bring, tmp_path: Path) -> None:
    bring(office, iati.activity("XX-1-A", *_WHOLE))
    bring(office, iati.activity("XX-1-B", *_WHOLE[:9]), name="other.xml")
    bring(office, iati.activity("XX-1-A", *_WHOLE[:-1], title="Newer"), name="newer.xml")
    assert "result" not in {child.tag for child in exported(office, tmp_path / "out.xml", "XX-1-A")[0]}
    undo_import(office, batch_id=3)
    assert "result" in {child.tag for child in exported(office, tmp_path / "out.xml", "XX-1-A")[0]}
    organisations = tables_of(office)["organisation"]
    with making(office) as make:
        make.unit.session.get_one(Organisation, organisations[0]["id"]).name = "Called anew"
    root = exported(office, tmp_path / "out.xml", "XX-1-A")
    assert _texts(root, "reporting-org/narrative/text()") == ["Called anew"]
