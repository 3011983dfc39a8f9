"""A list that was exported, edited and brought back: only what was edited changes."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from desktop.services import records as forms
from desktop.services.imports.preview import Draft
from desktop.services.offices import Office
from tests.helpers.incoming import brought_in, exported, looked_at, statuses, told
from tests.helpers.records import making

KEYS = ("name", "reference", "type", "country", "parent", "note")
CELLS: tuple[tuple[Any, ...], ...] = (
    ("Alpha", "A-1", "Government", "ML", "Beta", "  two  spaces "),
    ("Beta", "B-1", None, None, None, None),
)


@pytest.fixture
def ready(office: Office) -> Office:
    """An office with two organisations."""
    with making(office) as make:
        beta = make.organisation(name="Beta", reference="B-1")
        alpha = {"name": "Alpha", "reference": "A-1", "kind": "10", "country": "ML", "note": "  two  spaces "}
        make.organisation(parent_id=beta.id, **alpha)
    return office


def back(office: Office, edits: Mapping[Any, Any] | None = None, *, version: int = 1, uid: str = "") -> Draft:
    """The list as it was exported when both records had version 1, with some cells edited since."""
    rows = [(2, version, CELLS[0]), (1, version, CELLS[1])]
    return exported("organisations", uid or office.facts.uid, KEYS, *rows, edits=dict(edits or {}))


def change(office: Office, record: int, **values: Any) -> None:
    """Someone edits a record in the window."""
    version = forms.load(office, "organisations", record).version
    forms.save(office, "organisations", values=values, record_id=record, version=version)


def test_without_an_edit_nothing_changes(ready: Office) -> None:
    assert statuses(looked_at(ready, back(ready))) == ["SAME", "SAME"]


def test_only_edited_cells_change_blank_is_unchanged_and_a_dash_clears(ready: Office) -> None:
    preview = looked_at(ready, back(ready, {(0, "name"): "Alpha plus", (0, "country"): None, (0, "note"): "-"}))
    assert (statuses(preview), told(preview)) == (["CHANGED", "SAME"], [])
    assert preview.rows[0].old == {"name": "Alpha", "note": "  two  spaces "}
    assert (preview.rows[0].values["name"], preview.rows[0].values["country"]) == ("Alpha plus", "ML")
    brought_in(ready, back(ready, {(0, "name"): "Alpha plus", (0, "country"): None, (0, "note"): "-"}))
    values = forms.load(ready, "organisations", 2).values
    assert (values["name"], values["country"], values["note"], values["type"]) == ("Alpha plus", "ML", None, "10")


def test_what_must_be_there_cannot_be_cleared(ready: Office) -> None:
    assert told(looked_at(ready, back(ready, {(1, "name"): "-"}))) == [("Sheet1!A3", "name", "Enter a text.")]


def test_what_identifies_a_record_can_be_edited_too(ready: Office) -> None:
    brought_in(ready, back(ready, {(0, "reference"): "A-2", (0, "name"): "Gamma"}))
    values = forms.load(ready, "organisations", 2).values
    assert (values["name"], values["reference"]) == ("Gamma", "A-2")


def test_a_cell_that_somebody_else_changed_too_is_a_conflict_with_both_values(ready: Office) -> None:
    change(ready, 2, name="Theirs", country="NE")
    preview = looked_at(ready, back(ready, {(0, "name"): "Ours", (1, "note"): "Seen"}))
    assert statuses(preview) == ["CONFLICT", "CHANGED"]
    row = preview.rows[0]
    assert (row.values["name"], row.old["name"], row.values["country"]) == ("Ours", "Theirs", "NE")
    assert str(row.reason).startswith("Someone changed it since")
    brought_in(ready, back(ready, {(0, "name"): "Ours"}), taken=[0])
    assert forms.load(ready, "organisations", 2).values["name"] == "Ours"


def test_cells_that_nobody_else_changed_come_in_though_others_of_the_record_did(ready: Office) -> None:
    change(ready, 2, country="NE")
    preview = looked_at(ready, back(ready, {(0, "name"): "Ours", (0, "type"): "Foundation"}))
    assert statuses(preview) == ["CHANGED", "SAME"]


def test_both_changed_to_the_same_is_the_same(ready: Office) -> None:
    change(ready, 2, name="Agreed")
    assert statuses(looked_at(ready, back(ready, {(0, "name"): "Agreed"}))) == ["SAME", "SAME"]


def test_an_edited_reference_to_another_record_conflicts_like_any_cell(ready: Office) -> None:
    change(ready, 2, parent=None)
    preview = looked_at(ready, back(ready, {(1, "parent"): "Alpha"}))
    assert statuses(preview) == ["SAME", "CHANGED"]
    brought_in(ready, back(ready, {(1, "parent"): "Alpha"}))
    assert forms.load(ready, "organisations", 1).targets["parent"] == 2


def test_a_row_that_was_added_is_new(ready: Office) -> None:
    added = back(ready, {"added": [["Delta", None, None, "NE", "Beta", None, None]]})
    assert statuses(looked_at(ready, added)) == ["SAME", "SAME", "NEW"]


def test_a_row_that_was_copied_is_new_under_another_name_and_a_duplicate_else(ready: Office) -> None:
    draft = back(ready)
    mark = draft.sheet.columns[-1][1]
    edits = {"added": [["Copy", "C-9", "Government", "ML", "Beta", None, mark], [*CELLS[0], mark]]}
    preview = looked_at(ready, back(ready, edits))
    assert statuses(preview) == ["SAME", "SAME", "NEW", "DUPLICATE"]
    assert str(preview.rows[3].reason) == "Row 2 is the same record."


def test_a_record_that_was_removed_meanwhile_comes_back_only_when_ticked(ready: Office) -> None:
    forms.remove(ready, "organisations", record_id=2, version=1)
    preview = looked_at(ready, back(ready))
    assert (statuses(preview), preview.taken()) == (["CONFLICT", "SAME"], [])
    brought_in(ready, back(ready), taken=[0])
    assert [one.name for one in forms.choices(ready, "organisations")] == ["Alpha", "Beta"]


def test_an_export_of_another_office_is_read_by_what_it_says(ready: Office) -> None:
    preview = looked_at(ready, back(ready, {(1, "note"): "Seen"}, uid="another"))
    assert statuses(preview) == ["CHANGED", "CHANGED"]
    assert "another office" in str(preview.notes[0])


def test_marks_without_digests_are_compared_with_the_record(ready: Office) -> None:
    draft = exported("organisations", ready.facts.uid, KEYS, (1, 1, CELLS[1]), edits={})
    draft.sheet.columns[-1].values[2] = "gd:1:1:;"
    assert statuses(looked_at(ready, draft)) == ["SAME"]


def test_what_is_said_of_a_document_can_be_changed_and_none_can_be_made(office: Office) -> None:
    with making(office) as make:
        make.grant(reference="G-1", amount=Decimal(5))
    draft = exported("documents", office.facts.uid, ("kind", "note"), edits={"added": [["agreement", "Signed", None]]})
    assert statuses(looked_at(office, draft)) == ["ERROR"]
