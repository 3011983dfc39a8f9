"""Every use case leaves one entry: its sentence, who, when, what was and what is; and the chain shows any tampering."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import Connection, func, select, text, update

from desktop.language import say
from desktop.language.message import from_json
from desktop.services.checks import check_office
from desktop.services.history import record_history, undo_entry
from desktop.services.offices import Office
from desktop.storage.audit import broken_link, plain
from desktop.storage.engine import WRITES, is_file
from desktop.storage.models import AuditChange, AuditEntry, Budget, Grant, LedgerEntry, Organisation, Project
from tests.helpers.clock import Clock
from tests.helpers.every import RECORDS
from tests.helpers.records import making
from tests.helpers.stored import fill


def _entries(office: Office) -> list[AuditEntry]:
    with office.read() as session:
        return list(session.scalars(select(AuditEntry).order_by(AuditEntry.id)))


def _changes(office: Office, entry_id: int) -> list[AuditChange]:
    with office.read() as session:
        found = select(AuditChange).where(AuditChange.entry_id == entry_id).order_by(AuditChange.id)
        return list(session.scalars(found))


def test_an_entry_says_what_who_and_when(office: Office, clock: Clock) -> None:
    sentence = say("Moved {amount} to {line} on {day}", amount=Decimal("2000.00"), line="2.1", day=date(2019, 3, 4))
    with office.change() as unit:
        organisation = unit.add(Organisation(name="A funder", reference="XX-1"))
        outcome = unit.commit(sentence, record_id=organisation.id)
    (entry,) = _entries(office)
    assert from_json(entry.sentence) == sentence
    assert entry.actor == "Test"
    assert entry.done_at == clock.moment
    assert (entry.id, entry.change_count) == (outcome.entry_id, 1)
    assert outcome.tables == {"organisation", "audit_entry"}
    assert outcome.record_id == 1


def test_a_new_record_stands_in_the_trail_with_all_its_values(office: Office) -> None:
    with making(office) as make:
        make.entry(
            make.grant(), "310.25", original_currency="XOF", original_amount=Decimal(182_853), rate=Decimal("589.372")
        )
    entry = _entries(office)[0]
    (change,) = [change for change in _changes(office, entry.id) if change.record == "ledger_entry"]
    assert change.before is None
    assert change.after == {
        "id": 1,
        "entry_on": "2019-03-04",
        "kind": "expenditure",
        "reference": "",
        "description": "",
        "counterparty": "",
        "grant_id": 1,
        "line_id": None,
        "project_id": None,
        "result_id": None,
        "commitment_id": None,
        "corrects_id": None,
        "instalment_id": None,
        "split_key": None,
        "category": None,
        "original_currency": "XOF",
        "original_amount": "182853",
        "rate": "589.372",
        "rate_per": "1",
        "rate_on": None,
        "rate_source": "",
        "currency": "USD",
        "amount": "310.25",
        "liquidated": "0",
        "source_key": None,
        "batch_id": None,
    }


def test_only_what_changed_stands_in_the_trail(office: Office) -> None:
    with making(office) as make:
        grant_id = make.grant().id
    with office.change() as unit:
        grant = unit.get(Grant, grant_id)
        grant.amount = Decimal("120000.50")
        grant.ends_on = None
        grant.title = str(grant.title)
        outcome = unit.commit(say("Changed one"))
    (change,) = _changes(office, outcome.entry_id or 0)
    assert change.before == {"amount": "100000", "ends_on": "2019-12-31"}
    assert change.after == {"amount": "120000.5", "ends_on": None}


def test_a_value_set_to_what_it_was_leaves_no_entry(office: Office) -> None:
    with making(office) as make:
        grant_id = make.grant().id
    with office.change() as unit:
        unit.get(Grant, grant_id).amount = Decimal("100000.0000")
        assert unit.commit(say("Changed nothing")).entry_id is None
    assert len(_entries(office)) == 1


def test_a_removed_record_stands_in_the_trail_with_all_it_was_and_its_parts(office: Office) -> None:
    with making(office) as make:
        project = make.project(reference="NE-1")
        for table in ("project_country", "project_sector", "project_tag", "project_role"):
            part = RECORDS[table](make)
            part.project_id = project.id  # type: ignore[attr-defined]  # all four are parts of a project
        project_id = project.id
    with office.change() as unit:
        unit.remove(unit.get(Project, project_id))
        outcome = unit.commit(say("Removed one"))
    changes = _changes(office, outcome.entry_id or 0)
    assert [change.record for change in changes][-1] == "project"
    assert {change.record for change in changes} == {
        *("project", "project_country", "project_sector", "project_tag", "project_role"),
    }
    assert all(change.after is None for change in changes)
    assert (changes[-1].before or {})["reference"] == "NE-1"


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (Decimal("1240.50"), "1240.5"),
        (Decimal("1E+3"), "1000"),
        (Decimal("0.0000000001"), "0.0000000001"),
        (date(2019, 10, 9), "2019-10-09"),
        (datetime(2019, 10, 9, 8, 7, tzinfo=UTC), "2019-10-09T08:07:00+00:00"),
        (b"grant", f"sha256:{hashlib.sha256(b'grant').hexdigest()}"),
        (True, True),
        (None, None),
        ("é", "é"),
    ],
)
def test_values_stand_in_the_trail_as_text_that_lasts(value: object, kept: object) -> None:
    assert plain(value) == kept


# --- the chain ----------------------------------------------------------------------------------------------------


def test_the_chain_of_a_busy_office_holds(office: Office) -> None:
    fill(office)
    assert len({entry.chained for entry in _entries(office)}) == 5
    with office.read() as session:
        assert broken_link(session) is None
    assert check_office(office).damage == ()


def _tamper(office: Office, change: Callable[[Connection], None]) -> None:
    """Alters the trail as someone with the right to everything could."""
    with office.engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        if is_file(connection):
            for table in ("audit_entry", "audit_change"):
                for action in ("update", "delete"):
                    connection.execute(text(f"DROP TRIGGER {table}_{action}_refused"))
        else:
            for table in ("audit_entry", "audit_change"):
                connection.execute(text(f"DROP TRIGGER {table}_is_kept ON {table}"))
        change(connection)


def _another_actor(connection: Connection) -> None:
    connection.execute(update(AuditEntry).where(AuditEntry.id == 3).values(actor="Somebody else"))


def _another_day(connection: Connection) -> None:
    moment = datetime(2018, 1, 1, tzinfo=UTC)
    connection.execute(update(AuditEntry).where(AuditEntry.id == 3).values(done_at=moment))


def _another_sentence(connection: Connection) -> None:
    connection.execute(update(AuditEntry).where(AuditEntry.id == 3).values(sentence={"say": "x"}))


def _another_value(connection: Connection) -> None:
    connection.execute(update(AuditChange).where(AuditChange.entry_id == 3).values(after={"amount": "2"}))


def _one_change_less(connection: Connection) -> None:
    connection.execute(text("DELETE FROM audit_change WHERE entry_id = 3"))


def _one_change_more(connection: Connection) -> None:
    connection.execute(
        text("INSERT INTO audit_change (entry_id, record, record_id) VALUES (3, 'grant', 1)"),
    )


@pytest.mark.parametrize(
    "change",
    [_another_actor, _another_day, _another_sentence, _another_value, _one_change_less, _one_change_more],
)
def test_an_altered_entry_breaks_the_chain_where_it_stands(
    office: Office, change: Callable[[Connection], None]
) -> None:
    fill(office)
    _tamper(office, change)
    (finding,) = check_office(office).damage
    assert str(finding.sentence) == "The history was altered outside GrantDesk at entry 3."
    assert (finding.register, finding.record_id) == ("history", 3)
    assert check_office(office).findings == ()


def test_an_entry_that_was_taken_out_breaks_the_chain_after_it(office: Office) -> None:
    with making(office, "First") as make:
        make.organisation()
    with making(office, "Second") as make:
        make.organisation()
    with making(office, "Third") as make:
        make.organisation()

    def take_out(connection: Connection) -> None:
        connection.execute(text("DELETE FROM audit_change WHERE entry_id = 2"))
        connection.execute(text("DELETE FROM audit_entry WHERE id = 2"))

    _tamper(office, take_out)
    (finding,) = check_office(office).damage
    assert finding.record_id == 3


# --- the history of a record --------------------------------------------------------------------------------------


def test_the_history_of_a_record_tells_the_newest_first(office: Office) -> None:
    with making(office, "Made") as make:
        organisation_id = make.organisation(name="First name").id
        make.organisation(name="Another")
    with office.change() as unit:
        unit.get(Organisation, organisation_id).name = "Second name"
        changed = unit.commit(say("Renamed"))
    undo_entry(office, entry_id=changed.entry_id or 0)
    lines = record_history(office, record="organisation", record_id=organisation_id)
    assert [str(line.sentence) for line in lines] == ["Undone: Renamed", "Renamed", "Made"]
    assert [line.actor for line in lines] == ["Test"] * 3
    assert lines[0].before == {"name": "Second name"}
    assert lines[0].after == {"name": "First name"}
    assert [line.done_at for line in lines] == sorted((line.done_at for line in lines), reverse=True)
    assert len(record_history(office, record="organisation", record_id=organisation_id, limit=2)) == 2


def test_the_history_of_an_imported_record_begins_with_its_import(office: Office) -> None:
    fill(office)
    with office.read() as session:
        rate_id = session.execute(text("SELECT id FROM exchange_rate WHERE currency = 'XAF'")).scalar_one()
    (line,) = record_history(office, record="exchange_rate", record_id=rate_id)
    assert str(line.sentence).startswith("Imported rates-2019-06.xlsx")
    assert (line.before, line.after) == (None, None)


def test_worked_out_values_do_not_stand_in_the_trail(office: Office) -> None:
    fill(office)
    with office.read() as session:
        kept = session.scalars(select(AuditChange.after)).all()
    names = {name for values in kept if values for name in values}
    assert not names & {"spent", "committed", "received", "version", "tree_path"}


def test_entries_are_counted_and_none_is_lost(office: Office) -> None:
    with making(office) as make:
        budget_id = make.budget(make.grant()).id
        for number in range(5):
            make.line(make.unit.get(Budget, budget_id), f"1.{number}", "10.00")
    with office.read() as session:
        assert session.scalar(select(AuditEntry.change_count)) == 8
        assert session.scalar(select(func.count()).select_from(AuditChange)) == 8
        assert session.scalar(select(func.count()).select_from(LedgerEntry)) == 0
