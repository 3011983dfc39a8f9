"""Whatever a use case did can be taken back and done again, unless later work stands on it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select, text

from desktop.config import paths
from desktop.language import UserError, load_language, say
from desktop.language.message import from_json
from desktop.services.history import UndoStack, undo_entry
from desktop.services.offices import Office, Outcome
from desktop.storage.models import (
    MODELS,
    AuditEntry,
    Base,
    Budget,
    Grant,
    GrantShare,
    LedgerEntry,
    Organisation,
    Project,
    ProjectCountry,
)
from tests.helpers.every import CHANGES, RECORDS
from tests.helpers.records import Maker, making

_CHANGED_SINCE = [
    "Something changed here since.",
    "It was not undone, so that no later work is lost.",
    "Undo the later change first, or correct the record by hand.",
]
State = dict[str, list[dict[str, Any]]]


def _state(office: Office) -> State:
    """All records that people work with; the version tells how often a record was written, not what it says."""
    with office.read() as session:
        return {
            table.name: [
                {name: value for name, value in row.items() if name != "version"}
                for row in session.execute(select(table).order_by(table.c.id)).mappings()
            ]
            for table in Base.metadata.sorted_tables
            if table.name in RECORDS
        }


def _do(office: Office, what: Callable[[Maker], object], sentence: str = "Did something") -> Outcome:
    with office.change() as unit:
        what(Maker(unit))
        return unit.commit(say(sentence))


def _undo(office: Office, outcome: Outcome) -> Outcome:
    return undo_entry(office, entry_id=outcome.entry_id or 0)


def _refused(office: Office, outcome: Outcome) -> list[str]:
    before = _state(office)
    with pytest.raises(UserError) as caught:
        _undo(office, outcome)
    assert _state(office) == before
    return [str(sentence) for sentence in caught.value.sentences()]


# --- every kind of change, on every table -------------------------------------------------------------------------


@pytest.mark.parametrize("table", sorted(RECORDS))
def test_what_was_made_goes_and_comes_again(office: Office, table: str) -> None:
    before = _state(office)
    made = _do(office, RECORDS[table])
    after = _state(office)
    assert after[table]
    undone = _undo(office, made)
    assert _state(office) == before
    assert undone.tables == made.tables
    _undo(office, undone)
    assert _state(office) == after


@pytest.mark.parametrize("table", sorted(CHANGES))
def test_what_was_changed_is_as_before_and_changed_again(office: Office, table: str) -> None:
    made: list[int] = []
    _do(office, lambda make: made.append(RECORDS[table](make).id))
    before = _state(office)
    attribute, value, _other = CHANGES[table]
    changed = _do(office, lambda make: setattr(make.unit.get(MODELS[table], made[0]), attribute, value))
    after = _state(office)
    assert after != before
    undone = _undo(office, changed)
    assert _state(office) == before
    _undo(office, undone)
    assert _state(office) == after


@pytest.mark.parametrize("table", sorted(RECORDS))
def test_what_was_removed_comes_back_as_it_was(office: Office, table: str) -> None:
    made: list[int] = []
    _do(office, lambda make: made.append(RECORDS[table](make).id))
    before = _state(office)
    removed = _do(office, lambda make: make.unit.remove(make.unit.get(MODELS[table], made[0])))
    after = _state(office)
    assert not any(row["id"] == made[0] for row in after[table])
    undone = _undo(office, removed)
    assert _state(office) == before
    _undo(office, undone)
    assert _state(office) == after


def test_a_record_that_came_back_is_found_by_its_words_again(file_office: Office) -> None:
    made: list[int] = []
    _do(file_office, lambda make: made.append(make.organisation(name="Koutoukalé").id))
    removed = _do(file_office, lambda make: make.unit.remove(make.unit.get(Organisation, made[0])))
    query = text("SELECT rowid FROM search_organisation WHERE search_organisation MATCH 'koutoukale'")
    with file_office.read() as session:
        assert session.scalars(query).all() == []
    _undo(file_office, removed)
    with file_office.read() as session:
        assert session.scalars(query).all() == made


def test_a_whole_comes_back_with_its_parts(office: Office) -> None:
    def make_whole(make: Maker) -> None:
        project = make.project()
        make.share(make.grant(), project, "10.00")
        for code in ("NE", "ML"):
            make.unit.add(ProjectCountry(project_id=project.id, code=code))

    _do(office, make_whole)
    with office.read() as session:
        grant_id = session.scalar(select(GrantShare.grant_id))
    before = _state(office)
    removed = _do(office, lambda make: make.unit.remove(make.unit.get(Grant, grant_id or 0)))
    assert _state(office)["grant_share"] == []
    _undo(office, removed)
    assert _state(office) == before


def test_many_changes_of_one_use_case_go_back_together(office: Office) -> None:
    def work(make: Maker) -> None:
        grant = make.grant()
        line = make.line(make.budget(grant), "1.1", "50.00")
        entry = make.entry(grant, "10.00", line_id=line.id)
        entry.amount = Decimal("11.00")
        make.unit.session.flush()
        entry.amount = Decimal("12.00")
        make.unit.session.flush()
        make.unit.remove(entry)

    before = _state(office)
    worked = _do(office, work)
    after = _state(office)
    undone = _undo(office, worked)
    assert _state(office) == before
    _undo(office, undone)
    assert _state(office) == after


# --- what stands in the way ---------------------------------------------------------------------------------------


def test_what_was_undone_cannot_be_undone_twice(office: Office) -> None:
    made = _do(office, lambda make: make.organisation())
    _undo(office, made)
    assert _refused(office, made) == ["This was undone already.", "Nothing was changed.", "Look at the history."]


def test_an_entry_that_is_not_there_cannot_be_undone(office: Office) -> None:
    assert _refused(office, Outcome(say("Nothing"), entry_id=4711))[0] == "This was undone already."


def test_a_record_changed_since_is_not_unmade(office: Office) -> None:
    made = _do(office, lambda make: make.organisation())
    _do(office, lambda make: setattr(make.unit.get(Organisation, 1), "name", "Changed since"))
    assert _refused(office, made) == _CHANGED_SINCE


def test_a_value_changed_since_is_not_overwritten(office: Office) -> None:
    _do(office, lambda make: make.organisation())
    first = _do(office, lambda make: setattr(make.unit.get(Organisation, 1), "name", "First"))
    second = _do(office, lambda make: setattr(make.unit.get(Organisation, 1), "name", "Second"))
    assert _refused(office, first) == _CHANGED_SINCE
    _undo(office, second)
    _undo(office, first)
    assert _state(office)["organisation"][0]["name"] == "Organisation XX-1"


def test_another_value_of_the_same_record_may_have_changed(office: Office) -> None:
    _do(office, lambda make: make.organisation())
    first = _do(office, lambda make: setattr(make.unit.get(Organisation, 1), "name", "First"))
    _do(office, lambda make: setattr(make.unit.get(Organisation, 1), "country", "NE"))
    _undo(office, first)
    (row,) = _state(office)["organisation"]
    assert (row["name"], row["country"]) == ("Organisation XX-1", "NE")


def test_a_record_removed_since_cannot_be_changed_back(office: Office) -> None:
    _do(office, lambda make: make.organisation())
    changed = _do(office, lambda make: setattr(make.unit.get(Organisation, 1), "name", "First"))
    _do(office, lambda make: make.unit.remove(make.unit.get(Organisation, 1)))
    assert _refused(office, changed) == _CHANGED_SINCE


@pytest.mark.parametrize(
    "stand",
    [
        lambda make: make.budget(make.unit.get(Grant, 1)),
        lambda make: make.entry(make.unit.get(Grant, 1), "10.00"),
        lambda make: make.share(make.unit.get(Grant, 1), make.project(), "10.00"),
    ],
    ids=["budget", "entry", "share"],
)
def test_a_record_on_which_a_later_one_stands_is_not_unmade(office: Office, stand: Callable[[Maker], object]) -> None:
    made = _do(office, lambda make: make.grant())
    later = _do(office, stand)
    title = _refused(office, made)[0]
    assert title in ("Other records still belong to this one.", _CHANGED_SINCE[0])
    _undo(office, later)
    _undo(office, made)
    assert _state(office)["grant"] == []


def test_a_record_does_not_come_back_when_its_reference_was_given_again(office: Office) -> None:
    _do(office, lambda make: make.project(reference="NE-1"))
    removed = _do(office, lambda make: make.unit.remove(make.unit.get(Project, 1)))
    _do(office, lambda make: make.project(reference="NE-1"))
    assert _refused(office, removed) == [
        "A record with this reference exists already.",
        "Nothing was changed.",
        "Choose another reference, or open the existing record.",
    ]


def test_a_record_does_not_come_back_without_what_it_belonged_to(office: Office) -> None:
    _do(office, lambda make: make.budget(make.grant()))
    removed = _do(office, lambda make: make.unit.remove(make.unit.get(Budget, 1)))
    _do(office, lambda make: make.unit.remove(make.unit.get(Grant, 1)))
    assert _refused(office, removed)[1] == "Nothing was changed."


def test_worked_out_values_follow_an_undo(office: Office) -> None:
    _do(office, lambda make: make.entry(make.grant(), "10.00"))
    changed = _do(office, lambda make: setattr(make.unit.get(LedgerEntry, 1), "kind", "commitment"))
    _undo(office, changed)
    with office.read() as session:
        entry = session.get_one(LedgerEntry, 1)
        assert (entry.spent, entry.committed) == (Decimal(10), None)


# --- how the trail tells it ---------------------------------------------------------------------------------------


def test_the_trail_tells_an_undo_and_a_redo_by_the_first_sentence(office: Office) -> None:
    outcome = _do(office, lambda make: make.organisation(), "Added Organisation A.")
    for _again in range(4):
        outcome = _undo(office, outcome)
    english = load_language(paths.translations(), "en")
    with office.read() as session:
        sentences = session.scalars(select(AuditEntry.sentence).order_by(AuditEntry.id)).all()
        undoes = session.scalars(select(AuditEntry.undoes_id).order_by(AuditEntry.id)).all()
    assert [english.value(from_json(sentence)) for sentence in sentences] == [
        "Added Organisation A.",
        "Undone: Added Organisation A.",
        "Done again: Added Organisation A.",
        "Undone: Added Organisation A.",
        "Done again: Added Organisation A.",
    ]
    assert undoes == [None, 1, 2, 3, 4]


def test_a_window_undoes_in_turn_and_does_again_in_turn(office: Office) -> None:
    stack = UndoStack()
    states = [_state(office)]
    for name in ("A", "B", "C"):
        stack.note(_do(office, lambda make, name=name: make.organisation(reference=name)))  # type: ignore[misc]  # bound
        states.append(_state(office))
    for state in reversed(states[:-1]):
        stack.undo(office)
        assert _state(office) == state
    assert not stack.can_undo
    for state in states[1:]:
        stack.redo(office)
        assert _state(office) == state
    assert not stack.can_redo


def test_nothing_can_be_done_again_after_something_new(office: Office) -> None:
    stack = UndoStack()
    stack.note(_do(office, lambda make: make.organisation(reference="A")))
    stack.undo(office)
    stack.note(_do(office, lambda make: make.organisation(reference="B")))
    assert not stack.can_redo
    with pytest.raises(UserError):
        stack.redo(office)
    with making(office) as make:
        make.organisation(reference="C")
    stack.undo(office)
    assert [row["reference"] for row in _state(office)["organisation"]] == ["C"]
