"""An import is one batch: told, kept with its file, stopped or undone whole, and harmless to repeat."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from desktop.config import paths
from desktop.domain.progress import Silent
from desktop.language import Cancelled, Language, Message, UserError
from desktop.services.checks import check_office
from desktop.services.history import UndoStack, undo_entry
from desktop.services.imports import ImportPlan, apply_import, plan_iati, save_file, undo_import
from desktop.services.imports.sheets import open_file
from desktop.services.offices import Office, find_office
from desktop.services.search import find_records
from desktop.storage.batches import file_of
from desktop.storage.models import Grant, Project
from tests.helpers import iati, sheets
from tests.helpers.extracts import extract, look_at
from tests.helpers.records import making
from tests.helpers.tables import tables_of

_SPENT = iati.transaction("3", "4.00", reference="T-1")
_A = iati.activity("XX-1-A", iati.budget("10.00"), iati.transaction("11", "10.00"), _SPENT, title="Legal aid")
Make = Callable[..., ImportPlan]


@pytest.fixture
def plan(office: Office, tmp_path: Path) -> Make:
    """Plans the import of an activity file with these activities, by default with one."""

    def make(*activities: str) -> ImportPlan:
        path = iati.write(tmp_path / "projects.xml", *(activities or (_A,)))
        return plan_iati(office, path, progress=Silent())

    return make


class Watcher:
    """Keeps what is reported; stops where it is told to."""

    def __init__(self, stop: Callable[[int, str], bool] = lambda _done, _doing: False) -> None:
        self.steps: list[tuple[int, int, str]] = []
        self._stop = stop

    def report(self, done: int, total: int, doing: Message) -> None:
        self.steps.append((done, total, str(doing)))
        if self._stop(done, str(doing)):
            raise Cancelled


def _refusal(action: Callable[[], Any]) -> list[str]:
    with pytest.raises(UserError) as trouble:
        action()
    return [str(sentence) for sentence in trouble.value.sentences()]


# --- what is kept -------------------------------------------------------------------------------------------------


def test_the_file_can_be_got_out_as_it_was(office: Office, plan: Make, tmp_path: Path) -> None:
    made = plan()
    batch_id = apply_import(office, made, progress=Silent()).record_id
    made.path.unlink()
    saved = save_file(office, batch_id=batch_id, target=tmp_path / "again.xml")
    assert str(saved.message) == "Saved again.xml as it was imported."
    assert (tmp_path / "again.xml").read_bytes() == made.content
    assert _refusal(lambda: save_file(office, batch_id=batch_id, target=tmp_path / "missing" / "again.xml"))[0] == (
        "again.xml cannot be written."
    )


def test_planning_writes_nothing(office: Office, plan: Make) -> None:
    before = tables_of(office)
    made = plan()
    assert (made.added, made.changed, made.same) == (7, 0, 0)
    assert made.counts() == [
        ("organisation", 1, 0, 0),
        ("project", 1, 0, 0),
        ("grant", 1, 0, 0),
        ("budget", 1, 0, 0),
        ("budget_line", 1, 0, 0),
        ("ledger_entry", 1, 0, 0),
    ]
    assert tables_of(office) == before


def test_batch_says_what_came_from_where(office: Office, plan: Make, speak: Callable[[str], Language]) -> None:
    made = plan()
    outcome = apply_import(office, made, progress=Silent())
    (batch,) = tables_of(office)["import_batch"]
    assert {name: batch[name] for name in ("kind", "source_name", "actor", "added", "changed", "undone_at")} == {
        "kind": "iati",
        "source_name": "projects.xml",
        "actor": "Test",
        "added": 7,
        "changed": 0,
        "undone_at": None,
    }
    assert batch["sha256"] == hashlib.sha256(made.path.read_bytes()).hexdigest()
    assert outcome.record_id == batch["id"]
    assert speak("en").text(outcome.message) == (
        "Imported projects.xml: 1 organisation, 1 project, 1 grant, 1 budget, 1 line, and 1 entry."
    )
    assert all(row["batch_id"] == batch["id"] for row in tables_of(office)["ledger_entry"])


def test_file_is_kept_as_it_was_when_it_was_looked_at(office: Office, plan: Make) -> None:
    made = plan()
    content = made.path.read_bytes()
    made.path.write_bytes(b"<changed/>")
    outcome = apply_import(office, made, progress=Silent())
    with office.read() as session:
        assert file_of(session, outcome.record_id) == content


def test_workbook_is_kept_too(office: Office, tmp_path: Path) -> None:
    with making(office) as make:
        make.grant(reference="GR-1")
    path = sheets.ledger(tmp_path / "ledger.xlsx", sheets.entry(5))
    content = path.read_bytes()
    looked = look_at(office, open_file(path, progress=Silent()))
    path.unlink()
    outcome = looked.bring_in()
    with office.read() as session:
        assert file_of(session, outcome.record_id) == content


def test_backup_of_a_file_is_made_before(file_office: Office, tmp_path: Path) -> None:
    made = plan_iati(file_office, iati.write(tmp_path / "projects.xml", _A), progress=Silent())
    before = tables_of(file_office)
    apply_import(file_office, made, progress=Silent())
    (backup,) = (paths.backups() / file_office.facts.uid).glob("* before import.grantdesk")
    restored = find_office(str(backup), actor="Test", read_only=True)
    assert tables_of(restored) == before
    restored.close()


def test_records_are_found_by_their_words(office: Office, plan: Make) -> None:
    outcome = apply_import(office, plan(), progress=Silent())
    assert {hit.register for hit in find_records(office, "legal")} >= {"projects", "grants"}
    undo_import(office, batch_id=outcome.record_id)
    assert find_records(office, "legal") == []


# --- stopping -----------------------------------------------------------------------------------------------------


def test_progress_never_goes_back(office: Office, plan: Make) -> None:
    watcher = Watcher()
    apply_import(office, plan(*iati.many(40)), progress=watcher)
    steps = [(done, total) for done, total, doing in watcher.steps if doing == "Importing"]
    assert [done for done, _total in steps] == sorted(done for done, _total in steps)
    assert len({total for _done, total in steps}) == 1
    assert steps[-1][0] == steps[-1][1]
    assert steps[0][0] == 0


@pytest.mark.parametrize("last", [0, 40, 10**6], ids=["at the start", "in the middle", "at the very end"])
def test_stopped_it_leaves_nothing(office: Office, plan: Make, last: int) -> None:
    made = plan(*iati.many(40))
    before = tables_of(office)
    stop_at = min(last, made.added)
    watcher = Watcher(lambda done, doing: doing == "Importing" and done >= stop_at)
    with pytest.raises(Cancelled):
        apply_import(office, made, progress=watcher)
    assert tables_of(office) == before
    assert check_office(office).is_sound
    assert apply_import(office, made, progress=Silent()).record_id, "the same plan can be applied afterwards"


def test_stopped_while_it_changes_records_leaves_them(office: Office, plan: Make) -> None:
    apply_import(office, plan(), progress=Silent())
    before = tables_of(office)
    made = plan(_A.replace("Legal aid", "Law").replace("10.00", "11.00"))
    with pytest.raises(Cancelled):
        apply_import(office, made, progress=Watcher(lambda done, _doing: done == made.changed))
    assert tables_of(office) == before


# --- again --------------------------------------------------------------------------------------------------------


def test_same_plan_twice_is_refused(office: Office, plan: Make) -> None:
    made = plan()
    apply_import(office, made, progress=Silent())
    before = tables_of(office)
    assert _refusal(lambda: apply_import(office, made, progress=Silent()))[1] == "Nothing was changed."
    assert tables_of(office) == before


def test_plan_made_before_another_import_is_refused(office: Office, plan: Make) -> None:
    first, second = plan(), plan()
    apply_import(office, first, progress=Silent())
    before = tables_of(office)
    assert _refusal(lambda: apply_import(office, second, progress=Silent()))[1] == "Nothing was changed."
    assert tables_of(office) == before


def test_plan_is_refused_when_a_record_it_changes_was_changed_since(office: Office, plan: Make) -> None:
    apply_import(office, plan(), progress=Silent())
    made = plan(_A.replace("Legal aid", "Law"))
    with making(office) as make:
        make.unit.get(Project, 1).title = "By hand"
    answer = _refusal(lambda: apply_import(office, made, progress=Silent()))
    assert answer[0] == "Someone changed this record while you were working on it."
    assert tables_of(office)["project"][0]["title"] == "By hand"


def test_nothing_new_makes_no_batch(office: Office, plan: Make) -> None:
    apply_import(office, plan(), progress=Silent())
    before = tables_of(office)
    assert apply_import(office, plan(), progress=Silent()).entry_id is None
    assert tables_of(office) == before


# --- undo ---------------------------------------------------------------------------------------------------------


def test_undo_gives_changed_records_their_old_values(office: Office, plan: Make) -> None:
    apply_import(office, plan(), progress=Silent())
    before = tables_of(office, trail=False, without=frozenset({"version"}))
    made = plan(_A.replace("Legal aid", "Law").replace("10.00", "11.00"), iati.activity("XX-1-B"))
    outcome = apply_import(office, made, progress=Silent())
    assert tables_of(office)["grant"][0]["amount"] == Decimal(11)
    undo_import(office, batch_id=outcome.record_id)
    assert tables_of(office, trail=False, without=frozenset({"version"})) == before
    assert check_office(office).is_sound


def test_undo_of_a_workbook_leaves_what_was_there(office: Office) -> None:
    with making(office) as make:
        grant = make.grant(reference="GR-1")
        make.line(make.budget(grant), "1.1", "50.00")
        make.entry(grant, "7.00")
    before = tables_of(office, trail=False)
    book = extract(sheets.entry(5, Line="1.1"), sheets.entry(6))
    outcome = look_at(office, book).bring_in()
    assert len(tables_of(office)["ledger_entry"]) == 3
    undone = undo_import(office, batch_id=outcome.record_id)
    assert str(undone.message) == "Undid the import of ledger.xlsx: 2 records removed."
    assert tables_of(office, trail=False) == before
    assert look_at(office, book).counts == (2, 0, 0)


def test_undo_from_the_history_takes_the_whole_batch_back(office: Office, plan: Make) -> None:
    before = tables_of(office, trail=False)
    stack = UndoStack()
    stack.note(apply_import(office, plan(), progress=Silent()))
    stack.undo(office)
    assert tables_of(office, trail=False) == before
    assert not stack.can_redo


def test_undone_batch_is_marked_and_not_undone_again(office: Office, plan: Make) -> None:
    outcome = apply_import(office, plan(), progress=Silent())
    undo_import(office, batch_id=outcome.record_id)
    (batch,) = tables_of(office)["import_batch"]
    assert batch["undone_at"] is not None
    already = ["The import of projects.xml was undone already.", "Nothing was changed.", "Look at the list of imports."]
    assert _refusal(lambda: undo_import(office, batch_id=outcome.record_id)) == already
    entry_id = outcome.entry_id
    assert entry_id is not None
    assert _refusal(lambda: undo_entry(office, entry_id=entry_id)) == already


def test_undone_file_can_be_imported_anew(office: Office, plan: Make) -> None:
    undo_import(office, batch_id=apply_import(office, plan(), progress=Silent()).record_id)
    again = apply_import(office, plan(), progress=Silent())
    assert [row["batch_id"] for row in tables_of(office)["ledger_entry"]] == [again.record_id]


def test_undo_is_refused_when_what_came_was_changed_since(office: Office, plan: Make) -> None:
    outcome = apply_import(office, plan(), progress=Silent())
    with making(office) as make:
        make.unit.get(Grant, 1).note = "Looked at by hand"
    before = tables_of(office)
    title, text, fix = _refusal(lambda: undo_import(office, batch_id=outcome.record_id))
    assert title == "Records of this import were changed since."
    assert text.startswith("Nothing was undone, so that no later work is lost")
    assert "Made for a test" in text, "the change is named"
    assert fix == "Undo the later changes first, or correct the records one by one."
    assert tables_of(office) == before


def test_undo_is_refused_when_it_changed_what_was_changed_since(office: Office, plan: Make) -> None:
    apply_import(office, plan(), progress=Silent())
    outcome = apply_import(office, plan(_A.replace("Legal aid", "Law")), progress=Silent())
    with making(office) as make:
        make.unit.get(Project, 1).title = "By hand"
    before = tables_of(office)
    assert _refusal(lambda: undo_import(office, batch_id=outcome.record_id))[0] == "Something changed here since."
    assert tables_of(office) == before


@pytest.mark.parametrize("part", ["budget", "line", "entry", "component"])
def test_undo_is_refused_when_later_work_stands_on_what_came(office: Office, plan: Make, part: str) -> None:
    outcome = apply_import(office, plan(), progress=Silent())
    with making(office) as make:
        grant = make.unit.get(Grant, 1)
        if part == "budget":
            make.budget(grant)
        elif part == "entry":
            make.entry(grant, "5.00")
        elif part == "component":
            make.project(parent_id=1)
        else:
            from desktop.storage.models import Budget

            make.line(make.unit.get(Budget, 1), "9", "1.00")
    before = tables_of(office)
    _refusal(lambda: undo_import(office, batch_id=outcome.record_id))
    assert tables_of(office) == before


def test_imports_are_undone_in_any_order_where_they_do_not_touch(office: Office, plan: Make) -> None:
    first = apply_import(office, plan(iati.activity("XX-1-A")), progress=Silent())
    second = apply_import(office, plan(iati.activity("XX-1-B")), progress=Silent())
    refused = _refusal(lambda: undo_import(office, batch_id=first.record_id))
    assert refused[0] == "Other records still belong to this one.", "the publisher came with the first"
    undo_import(office, batch_id=second.record_id)
    undo_import(office, batch_id=first.record_id)
    assert tables_of(office)["project"] == []
    assert tables_of(office)["organisation"] == []


def test_read_only_office_takes_nothing(file_office: Office, tmp_path: Path) -> None:
    location = str(file_office.location.path)
    file_office.close()
    reader = find_office(location, actor="Test", read_only=True)
    made = plan_iati(reader, iati.write(tmp_path / "projects.xml", _A), progress=Silent())
    assert made.added == 7
    assert _refusal(lambda: apply_import(reader, made, progress=Silent()))[0] == "This office is open to read only."
    reader.close()


def test_day_and_moment_of_the_import(office: Office, plan: Make) -> None:
    apply_import(office, plan(), progress=Silent())
    assert tables_of(office)["import_batch"][0]["imported_at"].date() == date(2019, 10, 21)
