"""An import brings what is new, changes what differs, leaves what is the same, and can be taken back whole."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from desktop.domain.progress import Silent
from desktop.language import UserError, say
from desktop.services.history import undo_entry
from desktop.services.imports.batch import ImportPlan, apply_import, undo_import
from desktop.services.offices import Office, Outcome
from desktop.storage.batches import imported_tables
from desktop.storage.intake import NATURAL_KEYS, Intake, Ref
from desktop.storage.models import MODELS, Base, ExchangeRate, Imported, Organisation, Project, ProjectCountry
from tests.helpers.records import Maker, making

_CHANGED_SINCE = [
    "Records of this import were changed since.",
    "Nothing was undone, so that no later work is lost.",
    "Undo the later changes first, or correct the records one by one.",
]


def _plan(office: Office, intake: Intake, name: str = "file.xml") -> ImportPlan:
    content = name.encode()
    with office.read() as session:
        tables = tuple(intake.plan(session))
    return ImportPlan("iati", Path(name), content, hashlib.sha256(content).hexdigest(), tables)


def _bring(office: Office, intake: Intake, name: str = "file.xml") -> Outcome:
    return apply_import(office, _plan(office, intake, name), progress=Silent())


def _organisation(intake: Intake, reference: str, name: str = "A body") -> Ref:
    return intake.want("organisation", reference=reference, name=name, short_name="", note="")


def _project(intake: Intake, reference: str, title: str = "A project", **values: Any) -> Ref:
    plain = {"title": title, "summary": "", "kind": "project", "tree_path": ""}
    return intake.want("project", reference=reference, **plain | values)


def _country(intake: Intake, project: Ref, code: str) -> Ref:
    return intake.want("project_country", project_id=project, vocabulary="", code=code, share=None)


def _columns(office: Office, model: type[Base], *names: str) -> list[tuple[Any, ...]]:
    with office.read() as session:
        columns = [getattr(model, name) for name in names]
        return [tuple(row) for row in session.execute(select(*columns).order_by(model.id))]


def test_every_table_that_can_be_imported_has_its_key() -> None:
    imported = {model.__tablename__ for model in MODELS.values() if issubclass(model, Imported)}
    assert set(NATURAL_KEYS) == imported
    assert {model.__tablename__ for model in imported_tables()} == imported


def test_parts_are_taken_back_before_their_wholes() -> None:
    order = [model.__tablename__ for model in imported_tables()]
    for model in imported_tables():
        for key in model.__table__.foreign_keys:
            target = key.column.table.name
            if target in order and target != model.__tablename__:
                assert order.index(model.__tablename__) < order.index(target)


def test_references_between_new_records_become_their_true_ids(office: Office) -> None:
    with making(office) as make:
        for _number in range(3):
            make.project()
    intake = Intake()
    parent = _project(intake, "P")
    child = _project(intake, "P-1", parent_id=parent)
    _country(intake, child, "NE")
    _country(intake, parent, "ML")
    _bring(office, intake)
    assert _columns(office, Project, "id", "reference", "parent_id", "tree_path")[3:] == [
        (4, "P", None, "00000004/"),
        (5, "P-1", 4, "00000004/00000005/"),
    ]
    assert _columns(office, ProjectCountry, "project_id", "code") == [(5, "NE"), (4, "ML")]


def test_wanting_the_same_twice_wants_it_once(office: Office) -> None:
    intake = Intake()
    first = _organisation(intake, "XM-DAC-41", "Bureau de l’État")
    assert _organisation(intake, "XM-DAC-41", "BUREAU DE L’ETAT") == first
    assert _organisation(intake, "XM-DAC-41", "Another body") != first
    _bring(office, intake)
    assert _columns(office, Organisation, "name") == [("Bureau de l’État",), ("Another body",)]


def test_new_changed_and_same_are_told_apart(office: Office) -> None:
    first = Intake()
    for reference in ("A", "B", "C"):
        _project(first, reference)
    _bring(office, first)
    second = Intake()
    _project(second, "A")
    _project(second, "B", title="Another title")
    _project(second, "D")
    plan = _plan(office, second)
    assert (plan.added, plan.changed, plan.same) == (1, 1, 1)
    (projects,) = plan.tables
    assert [(row.record_id, row.before, row.after) for row in projects.changed] == [
        (2, {"title": "A project"}, {"title": "Another title"}),
    ]
    apply_import(office, plan, progress=Silent())
    assert _columns(office, Project, "reference", "title", "version") == [
        ("A", "A project", 1),
        ("B", "Another title", 2),
        ("C", "A project", 1),
        ("D", "A project", 1),
    ]


@pytest.mark.parametrize("seed", range(4))
def test_importing_random_files_one_after_the_other_is_as_a_dictionary_would_be(office: Office, seed: int) -> None:
    some = random.Random(seed)  # noqa: S311 - test data, not secrets
    wanted: dict[tuple[str, date], Decimal] = {}
    outcomes: list[tuple[Outcome, dict[tuple[str, date], Decimal]]] = []
    for number in range(4):
        before = dict(wanted)
        intake = Intake()
        for _row in range(12):
            key = (some.choice(("XOF", "XAF", "TND")), date(2019, some.randint(1, 6), 1))
            known = some.random() < 0.5 and wanted.get(key)
            units = known or Decimal(some.randint(1, 9_999_999)) / 10_000
            reference = intake.want(
                "exchange_rate", currency=key[0], base="USD", effective_on=key[1], units=units, source="T"
            )
            kept = intake._rows["exchange_rate"][reference.index]["units"]
            wanted[key] = kept
        outcome = _bring(office, intake, f"rates-{number}.xlsx")
        outcomes.append((outcome, before))
        assert _rates(office) == wanted
    for outcome, before in reversed(outcomes):
        if outcome.entry_id is not None:
            undo_import(office, batch_id=outcome.record_id)
        assert _rates(office) == before


def _rates(office: Office) -> dict[tuple[str, date], Decimal]:
    rows = _columns(office, ExchangeRate, "currency", "effective_on", "units")
    return {(currency, day): units for currency, day, units in rows}


def test_ledger_entries_are_compared_by_their_source_alone(office: Office) -> None:
    with making(office) as make:
        grant_id = make.grant().id
        make.entry(make.unit.session.get_one(MODELS["grant"], grant_id), "5.00")  # type: ignore[arg-type]  # a grant

    def wish(amount: str) -> Intake:
        intake = Intake()
        for number in range(3):
            intake.want(
                "ledger_entry",
                source_key=f"sheet-{number}",
                entry_on=date(2019, 3, 4),
                kind="expenditure",
                reference="",
                description="",
                counterparty="",
                grant_id=grant_id,
                original_currency="USD",
                original_amount=Decimal(amount),
                rate=Decimal(1),
                rate_source="",
                currency="USD",
                amount=Decimal(amount),
                liquidated=Decimal(0),
            )
        return intake

    _bring(office, wish("1.00"))
    again = _plan(office, wish("1.00"))
    assert (again.added, again.changed, again.same) == (0, 0, 3)
    other = _plan(office, wish("2.00"))
    assert (other.added, other.changed, other.same) == (0, 3, 0)


# --- taking back --------------------------------------------------------------------------------------------------


def _do(office: Office, what: Callable[[Maker], object]) -> Outcome:
    with office.change() as unit:
        what(Maker(unit))
        return unit.commit(say("Did something"))


def _refused(office: Office, outcome: Outcome) -> list[str]:
    with pytest.raises(UserError) as caught:
        undo_import(office, batch_id=outcome.record_id)
    return [str(sentence) for sentence in caught.value.sentences()]


def test_later_changes_that_were_undone_do_not_stand_in_the_way(office: Office) -> None:
    intake = Intake()
    _project(intake, "P")
    brought = _bring(office, intake)
    changed = _do(office, lambda make: setattr(make.unit.get(Project, 1), "title", "Changed"))
    assert _refused(office, brought)[::2] == _CHANGED_SINCE[::2]
    undone = undo_entry(office, entry_id=changed.entry_id or 0)
    redone = undo_entry(office, entry_id=undone.entry_id or 0)
    assert _refused(office, brought)[::2] == _CHANGED_SINCE[::2]
    undo_entry(office, entry_id=redone.entry_id or 0)
    undo_import(office, batch_id=brought.record_id)
    assert _columns(office, Project, "reference") == []


def test_a_part_that_came_later_is_not_lost_with_the_whole(office: Office) -> None:
    """The database would take the country away with its project, and nobody would have been asked."""
    first = Intake()
    _country(first, _project(first, "P"), "NE")
    brought = _bring(office, first, "first.xml")
    second = Intake()
    _country(second, _project(second, "P"), "ML")
    later = _bring(office, second, "second.xml")
    assert _refused(office, brought) == _CHANGED_SINCE
    assert _columns(office, ProjectCountry, "code") == [("NE",), ("ML",)]
    undo_import(office, batch_id=later.record_id)
    undo_import(office, batch_id=brought.record_id)
    assert _columns(office, ProjectCountry, "code") == []


def test_a_part_made_by_hand_is_not_lost_with_the_whole(office: Office) -> None:
    intake = Intake()
    _project(intake, "P")
    brought = _bring(office, intake)
    added = _do(office, lambda make: make.unit.add(ProjectCountry(project_id=1, code="NE")))
    assert _refused(office, brought) == _CHANGED_SINCE
    undo_entry(office, entry_id=added.entry_id or 0)
    undo_import(office, batch_id=brought.record_id)
    assert _columns(office, Project, "reference") == []


def test_what_refers_to_an_imported_record_keeps_it(office: Office) -> None:
    intake = Intake()
    _organisation(intake, "XM-DAC-41")
    brought = _bring(office, intake)
    _do(office, lambda make: make.grant(funder_id=1))
    assert _refused(office, brought)[0] == "Other records still belong to this one."
    assert len(_columns(office, Organisation, "id")) == 1
