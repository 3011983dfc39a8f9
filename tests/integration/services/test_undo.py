"""What was done can be taken back and done again, in order, by the values the trail kept; what later work stands on
cannot; and each of these is told, in the trail too.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from decimal import Decimal

import pytest
from sqlcipher3 import dbapi2

from desktop.language import Language, UserError
from desktop.registers import REGISTERS
from desktop.registers.query import Query
from desktop.services import records
from desktop.services.browse import all_rows
from desktop.services.checks import check_office
from desktop.services.history import UndoStack, record_history, undo_entry
from desktop.services.offices import Office
from desktop.storage import engine
from desktop.storage.undo import AlreadyUndoneError
from tests.integration.services.conftest import Desk, Told


def _history(office: Office) -> list[str]:
    query = Query(REGISTERS["history"], columns=("sentence",))
    return [str(row.values[0]) for row in all_rows(office, query)]


def test_undo_and_redo_walk_back_and_forth(desk: Desk) -> None:
    stack = UndoStack()
    made = desk.save("organisations")
    stack.note(made)
    stack.note(desk.save("organisations", made.record_id, name="Renamed"))
    stack.note(records.remove(desk.office, "organisations", record_id=made.record_id, version=2))
    assert str(stack.undo(desk.office).message) == "Undone: Removed Organisation NE-LAA."
    assert desk.values("organisations", made.record_id)["name"] == "Renamed"
    assert str(stack.undo(desk.office).message) == "Undone: Changed Organisation NE-LAA."
    assert desk.values("organisations", made.record_id)["name"] == "Legal Aid Agency"
    assert str(stack.undo(desk.office).message) == "Undone: Added Organisation NE-LAA."
    assert (stack.can_undo, stack.can_redo) == (False, True)
    assert str(stack.redo(desk.office).message) == "Done again: Added Organisation NE-LAA."
    assert str(stack.redo(desk.office).message) == "Done again: Changed Organisation NE-LAA."
    assert desk.values("organisations", made.record_id)["name"] == "Renamed"
    assert str(stack.redo(desk.office).message) == "Done again: Removed Organisation NE-LAA."
    assert (stack.can_undo, stack.can_redo) == (True, False)
    assert str(stack.undo(desk.office).message) == "Undone: Removed Organisation NE-LAA."
    assert check_office(desk.office).is_sound


def test_the_trail_tells_every_step(desk: Desk) -> None:
    stack = UndoStack()
    stack.note(desk.save("grants", desk.grant, title="Another"))
    stack.undo(desk.office)
    stack.redo(desk.office)
    assert _history(desk.office)[:3] == [
        "Done again: Changed Grant GR-1.",
        "Undone: Changed Grant GR-1.",
        "Changed Grant GR-1.",
    ]
    newest = record_history(desk.office, record="grant", record_id=desk.grant, limit=1)
    assert [(line.before, line.after) for line in newest] == [({"title": "Grant GR-1"}, {"title": "Another"})]


def test_undone_in_french(file_desk: Desk, speak: Callable[[str], Language]) -> None:
    stack = UndoStack()
    stack.note(file_desk.save("grants", file_desk.grant, title="Autre"))
    undone = stack.undo(file_desk.office)
    assert speak("fr").text(undone.message).replace("\u00a0", " ") == (
        "Annulé : Subvention GR-1 : modification enregistrée."
    )
    assert speak("fr").text(stack.redo(file_desk.office).message).replace("\u00a0", " ") == (
        "Rétabli : Subvention GR-1 : modification enregistrée."
    )


def test_an_amount_comes_back_exactly(desk: Desk) -> None:
    rate = desk.save("rates", units=Decimal("0.0000000001"))
    grant = desk.save("grants", amount=Decimal("1234567.89"))
    changed = [
        desk.save("rates", rate.record_id, units=Decimal("99999999.9999999999")),
        desk.save("grants", grant.record_id, amount=Decimal("0.01")),
    ]
    for outcome in changed:
        assert outcome.entry_id is not None
        undo_entry(desk.office, entry_id=outcome.entry_id)
    assert desk.values("rates", rate.record_id)["units"] == Decimal("0.0000000001")
    assert desk.values("grants", grant.record_id)["amount"] == Decimal("1234567.89")


def test_something_new_ends_the_redoing(desk: Desk) -> None:
    stack = UndoStack()
    stack.note(desk.save("grants", desk.grant, title="One"))
    stack.undo(desk.office)
    stack.note(desk.save("grants", desk.grant, title="Two"))
    assert (stack.can_undo, stack.can_redo) == (True, False)


def test_what_changed_nothing_is_not_noted(desk: Desk) -> None:
    stack = UndoStack()
    stack.note(desk.save("grants", desk.grant, title="Grant GR-1"))
    assert not stack.can_undo


def test_what_could_not_be_undone_can_be_tried_again(file_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    office = file_desk.office
    stack = UndoStack()
    stack.note(file_desk.save("grants", file_desk.grant, title="One"))
    monkeypatch.setattr(engine, "BUSY_MILLISECONDS", 1)
    office.engine.dispose()  # those that follow wait no longer than that
    with closing(dbapi2.connect(str(office.location.file), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(UserError, match="Someone else is writing"):
            stack.undo(office)
        other.execute("ROLLBACK")
        assert str(stack.undo(office).message) == "Undone: Changed Grant GR-1."
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(UserError, match="Someone else is writing"):
            stack.redo(office)
        other.execute("ROLLBACK")
    assert str(stack.redo(office).message) == "Done again: Changed Grant GR-1."
    assert (stack.can_undo, stack.can_redo) == (True, False)


def test_what_was_undone_elsewhere_does_not_bar_the_way_to_what_came_before(file_desk: Desk) -> None:
    stack = UndoStack()
    stack.note(file_desk.save("grants", file_desk.grant, title="One"))
    second = file_desk.save("grants", file_desk.grant, note="Two")
    stack.note(second)
    assert second.entry_id is not None
    undo_entry(file_desk.office, entry_id=second.entry_id)
    with pytest.raises(AlreadyUndoneError, match="This was undone already"):
        stack.undo(file_desk.office)
    stack.undo(file_desk.office)
    assert file_desk.values("grants", file_desk.grant)["title"] == "Grant GR-1"


def test_nothing_to_undo_or_redo(file_office: Office, told: Told) -> None:
    stack = UndoStack()
    with pytest.raises(UserError) as raised:
        stack.undo(file_office)
    assert told(raised) == "There is nothing to undo. Nothing was changed. Look at the history."
    with pytest.raises(UserError) as raised:
        stack.redo(file_office)
    assert told(raised) == "There is nothing to redo. Nothing was changed. Look at the history."


def test_twice_is_refused(desk: Desk, told: Told) -> None:
    entry = desk.save("grants", desk.grant, title="Another").entry_id
    assert entry is not None
    undo_entry(desk.office, entry_id=entry)
    with pytest.raises(UserError) as raised:
        undo_entry(desk.office, entry_id=entry)
    assert told(raised) == "This was undone already. Nothing was changed. Look at the history."
    with pytest.raises(UserError, match="This was undone already"):
        undo_entry(desk.office, entry_id=999_999)


def test_later_work_on_the_same_field_keeps_the_earlier_from_being_undone(desk: Desk, told: Told) -> None:
    first = desk.save("grants", desk.grant, title="One").entry_id
    desk.save("grants", desk.grant, title="Two")
    assert first is not None
    with pytest.raises(UserError) as raised:
        undo_entry(desk.office, entry_id=first)
    assert told(raised) == (
        "Something changed here since. It was not undone, so that no later work is lost. "
        "Undo the later change first, or correct the record by hand."
    )
    assert desk.values("grants", desk.grant)["title"] == "Two"


def test_later_work_on_another_field_stays(desk: Desk) -> None:
    first = desk.save("grants", desk.grant, title="One").entry_id
    desk.save("grants", desk.grant, note="Kept")
    assert first is not None
    undo_entry(desk.office, entry_id=first)
    values = desk.values("grants", desk.grant)
    assert (values["title"], values["note"]) == ("Grant GR-1", "Kept")


def test_history_shows_no_more_than_asked_for_the_newest_first(desk: Desk) -> None:
    for number in range(5):
        desk.save("grants", desk.grant, title=f"Title {number}")
    lines = record_history(desk.office, record="grant", record_id=desk.grant, limit=3)
    assert [line.after for line in lines] == [{"title": f"Title {number}"} for number in (4, 3, 2)]
    whole = record_history(desk.office, record="grant", record_id=desk.grant)
    assert str(whole[-1].sentence) == "Made for a test"
    assert len(whole) == 6


def test_the_sample_is_the_beginning_of_its_records(sample: Office) -> None:
    (grant,) = [choice for choice in records.choices(sample, "grants") if choice.code == "NER-CT-01"]
    (line,) = record_history(sample, record="grant", record_id=grant.id)
    assert str(line.sentence) == "Made the sample office. All amounts are invented."
    assert (line.actor, line.before, line.after) == ("Test", None, None)
