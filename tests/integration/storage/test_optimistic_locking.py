"""Two people at one record: the second save is refused with a sentence, on every editable table of both engines."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select, text

from desktop.language import UserError, say
from desktop.services.offices import Office
from desktop.storage.audit import plain
from desktop.storage.engine import make_engine
from desktop.storage.models import MODELS, AuditChange, AuditEntry, Base, Imported, Versioned
from tests.helpers.every import CHANGES, RECORDS
from tests.helpers.records import making

EDITABLE = sorted(name for name, model in MODELS.items() if issubclass(model, Versioned))
_STALE = [
    "Someone changed this record while you were working on it.",
    "Your change was not saved, so that theirs is not lost.",
    "Open the record again, look at the new values, and repeat your change.",
]


def test_every_editable_table_is_tried() -> None:
    assert set(EDITABLE) <= set(RECORDS)
    by_hand = {name for name, model in MODELS.items() if issubclass(model, (Imported, Versioned))}
    assert set(RECORDS) == by_hand | {"month_unlock"}


@pytest.fixture
def second(office: Office) -> Iterator[Office]:
    """The same office, open to someone else."""
    opened = Office(make_engine(office.location), office.location, actor="Second", clock=office.clock)
    yield opened
    opened.close()


def _made(office: Office, table: str) -> tuple[type[Base], int]:
    with making(office) as make:
        return MODELS[table], RECORDS[table](make).id


def _change(office: Office, table: str, record_id: int, *, to: int, version: int | None = None) -> None:
    with office.change() as unit:
        record = unit.get(MODELS[table], record_id, version=version)
        setattr(record, CHANGES[table][0], CHANGES[table][to])
        unit.commit(say("Changed {table}", table=table))


def _sentences(caught: pytest.ExceptionInfo[UserError]) -> list[str]:
    return [str(sentence) for sentence in caught.value.sentences()]


@pytest.mark.parametrize("table", EDITABLE)
def test_the_version_a_user_saw_decides(office: Office, second: Office, table: str) -> None:
    model, record_id = _made(office, table)
    _change(office, table, record_id, to=1, version=1)
    with pytest.raises(UserError) as caught:
        _change(second, table, record_id, to=2, version=1)
    assert _sentences(caught) == _STALE
    _change(second, table, record_id, to=2, version=2)
    with office.read() as session:
        record = session.get_one(model, record_id)
        assert getattr(record, CHANGES[table][0]) == CHANGES[table][2]
        assert record.version == 3  # type: ignore[attr-defined]  # every editable table has it


@pytest.mark.parametrize("table", EDITABLE)
def test_a_record_changed_under_a_unit_is_not_overwritten(office: Office, table: str) -> None:
    """As if another program had written between reading and saving, past every lock."""
    model, record_id = _made(office, table)
    bump = text(f'UPDATE "{table}" SET version = version + 1 WHERE id = :id')  # noqa: S608 - names of ours

    def change_late() -> None:
        with office.change() as unit:
            record = unit.get(model, record_id)
            unit.session.execute(bump, {"id": record_id})
            setattr(record, CHANGES[table][0], CHANGES[table][1])
            unit.commit(say("Never kept"))

    with pytest.raises(UserError) as caught:
        change_late()
    assert _sentences(caught) == _STALE
    with office.read() as session:
        assert getattr(session.get_one(model, record_id), CHANGES[table][0]) != CHANGES[table][1]
        assert session.scalars(select(AuditEntry.sentence)).all() == [
            {"say": "Made for a test", "values": {}, "plural": "", "count": 1}
        ]


@pytest.mark.parametrize("table", EDITABLE)
def test_a_record_that_was_removed_meanwhile_is_told(office: Office, second: Office, table: str) -> None:
    model, record_id = _made(office, table)
    with second.change() as unit:
        unit.remove(unit.get(model, record_id))
        unit.commit(say("Removed"))
    with pytest.raises(UserError) as caught:
        _change(office, table, record_id, to=1, version=1)
    assert _sentences(caught) == ["This record is no longer there.", "Someone removed it.", "Go back to the list."]


def test_a_removal_of_what_someone_changed_is_refused(office: Office, second: Office) -> None:
    model, record_id = _made(office, "grant")
    _change(second, "grant", record_id, to=1, version=1)
    with pytest.raises(UserError) as caught, office.change() as unit:
        unit.remove(unit.get(model, record_id, version=1))
    assert _sentences(caught) == _STALE


@pytest.mark.parametrize("table", sorted(CHANGES))
def test_the_trail_tells_of_every_table_what_was_before_and_after(office: Office, table: str) -> None:
    model, record_id = _made(office, table)
    attribute, first, then = CHANGES[table]
    with office.read() as session:
        original = getattr(session.get_one(model, record_id), attribute)
    _change(office, table, record_id, to=1)
    _change(office, table, record_id, to=2)
    with office.read() as session:
        changes = session.execute(
            select(AuditChange.before, AuditChange.after)
            .where(AuditChange.record == table, AuditChange.record_id == record_id)
            .order_by(AuditChange.id)
        ).all()
    assert changes[0].before is None
    assert changes[0].after[attribute] == plain(original)
    assert [tuple(change) for change in changes[1:]] == [
        ({attribute: plain(original)}, {attribute: plain(first)}),
        ({attribute: plain(first)}, {attribute: plain(then)}),
    ]
