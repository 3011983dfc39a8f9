"""Who a volunteer is stands in lists, forms, search and history only for those who ask; codes stand elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.domain.progress import Silent
from desktop.language import Language, UserError
from desktop.registers import REGISTERS, find_register
from desktop.registers.query import Query, parse_filters
from desktop.registers.sight import HIDDEN
from desktop.services import history, records
from desktop.services.browse import RegisterView, all_rows, export_register
from desktop.services.findings import office_findings
from desktop.services.identity_warnings import IdentityReader, free_texts
from desktop.services.offices import Office
from desktop.storage.audit import broken_link
from desktop.storage.models import Volunteer
from desktop.storage.search import SEARCHED
from tests.helpers.leaks import SECRETS, People, identity, leaks, staffed

Speak = Callable[[str], Language]


@pytest.fixture
def people(office: Office) -> People:
    return staffed(office)


def _all_columns(key: str) -> Query:
    register = find_register(key)
    return Query(register, tuple(column.key for column in register.columns))


def test_a_view_holds_no_name_whoever_made_it(people: People) -> None:
    for key in ("volunteers", "deployments"):
        query = _all_columns(key)
        hidden = RegisterView(people.office, query)
        rows = hidden.window(0, 10)
        assert len(rows) == 1
        assert not any(str(value) in SECRETS for value in rows[0].values)
        assert "name" not in hidden.query.by_key(rows[0])
        people.office.shows_names = True
        shown = RegisterView(people.office, query)
        assert shown.query.by_key(shown.window(0, 10)[0])["name"] == identity()["name"]
        people.office.shows_names = False


def test_a_record_holds_them_only_when_they_are_asked_for(people: People) -> None:
    hidden = records.load(people.office, "volunteers", people.volunteer_id)
    assert not set(identity()) & set(hidden.values)
    assert hidden.label(find_register("volunteers")) == "V-77"
    people.office.shows_names = True
    shown = records.load(people.office, "volunteers", people.volunteer_id)
    assert {key: shown.values[key] for key in identity()} == identity()
    assert shown.label(find_register("volunteers")) == "V-77"


def test_they_neither_filter_nor_sort_what_is_shown_without_them(people: People) -> None:
    register = people.office.register("volunteers")
    with pytest.raises(UserError) as caught:
        parse_filters(register, ["name~Zaliha"])
    told = " ".join(map(str, caught.value.sentences()))
    assert not any(f" {key}" in told for key in ("phone", "born_on", "care_note"))
    whole = find_register("volunteers")
    forced = Query(whole, filters=parse_filters(whole, ["name~Zaliha"]), sort="name")
    view = RegisterView(people.office, forced)
    assert (view.query.filters, view.query.order) == ((), ("reference", False))
    with pytest.raises(UserError):
        records.choices(people.office, "volunteers", only=["phone~227"])


def test_a_form_without_names_leaves_what_is_kept(people: People) -> None:
    office = people.office
    record = records.load(office, "volunteers", people.volunteer_id)
    form = {column.key: record.values[column.key] for column in office.register("volunteers").editable_columns}
    records.save(
        office,
        "volunteers",
        values=form | {"skills": "Law"},
        record_id=record.id,
        version=record.version,
    )
    new = records.save(office, "volunteers", values={"reference": "V-78", "category": "national_youth"})
    office.shows_names = True
    kept = records.load(office, "volunteers", people.volunteer_id).values
    assert {key: kept[key] for key in identity()} == identity()
    assert kept["skills"] == "Law"
    assert records.load(office, "volunteers", new.record_id).values["name"] is None


def test_the_history_says_that_something_changed_and_not_what(people: People) -> None:
    office = people.office
    record = records.load(office, "volunteers", people.volunteer_id)
    outcome = records.save(
        office,
        "volunteers",
        values={"name": "Another Name", "born_on": None, "skills": "Law"},
        record_id=record.id,
        version=record.version,
    )
    assert str(outcome.message) == "Changed Volunteer V-77."
    (line, *_rest) = history.record_history(office, record="volunteer", record_id=record.id)
    told = {change.column.key: (change.before, change.after) for change in line.changes}
    assert told == {"name": (HIDDEN, HIDDEN), "born_on": (HIDDEN, None), "skills": (None, "Law")}
    assert (line.before, line.after) == ({"skills": ""}, {"skills": "Law"})
    assert outcome.entry_id is not None
    (part,) = history.record_history(office, record="audit_entry", record_id=outcome.entry_id)
    assert {change.before for change in part.changes} == {HIDDEN, None}
    undone = history.undo_entry(office, entry_id=outcome.entry_id)
    assert str(undone.message) == "Undone: Changed Volunteer V-77."
    office.shows_names = True
    lines = history.record_history(office, record="volunteer", record_id=record.id)
    assert ("Another Name", identity()["name"]) in [
        (change.before, change.after) for line in lines for change in line.changes
    ]


def test_no_word_of_them_is_in_any_index_of_words(people: People) -> None:
    for register in REGISTERS.values():
        personal = {column.attribute for column in register.columns if column.personal}
        assert not personal & set(SEARCHED.get(register.record, ())), register.key
        assert not any(column.personal and (column.searched or column.total) for column in register.columns)
        for word in ("Zaliha", "Baobab"):
            assert RegisterView(people.office, Query(register, search=word)).count() == 0, register.key


def test_what_a_record_is_called_tells_nobody(people: People) -> None:
    for register in REGISTERS.values():
        for key in (register.code, register.name, register.sort):
            assert not register.column(key).personal, register.key
        assert not any(column.personal and column.required for column in register.columns), register.key
    assert people.office.register("volunteers") is people.office.register("volunteers")
    assert people.office.register("grants") is find_register("grants")


def test_a_file_with_names_is_asked_for_and_noted(people: People, tmp_path: Path, english: Language) -> None:
    office, path = people.office, tmp_path / "roster.xlsx"
    query = Query(office.register("volunteers"))
    outcome = export_register(office, query, path, language=english, progress=Silent(), names=True)
    assert str(outcome.message) == "Wrote roster.xlsx with the volunteers’ names: 1 volunteer."
    assert (outcome.entry_id, outcome.tables) == (None, frozenset({"audit_entry"}))
    assert identity()["name"] in leaks(path)
    sentences = [row.values[0] for row in all_rows(office, Query(find_register("history"), ("sentence",)))]
    assert outcome.message in sentences
    with office.read() as session:
        assert broken_link(session) is None
        assert session.get(Volunteer, people.volunteer_id) is not None


def test_a_file_without_names_cannot_be_chosen_by_them(people: People, tmp_path: Path, english: Language) -> None:
    office = people.office
    office.shows_names = True
    register = office.register("volunteers")
    by_name = Query(register, filters=parse_filters(register, ["name~Zaliha"]))
    path = tmp_path / "roster.csv"
    with pytest.raises(UserError) as caught:
        export_register(office, by_name, path, language=english, progress=Silent())
    assert str(caught.value.title) == "The list is filtered by Name."
    assert not path.exists()
    export_register(office, by_name, path, language=english, progress=Silent(), names=True)
    assert identity()["name"] in leaks(path)


def test_the_texts_of_the_sample_raise_no_alarm(sample: Office) -> None:
    with sample.read() as session:
        for register in REGISTERS.values():
            reader = IdentityReader(session, register)
            columns = tuple(column.key for column in free_texts(register))
            if columns and register.key != "ledger":
                query = Query(register, columns)
                for row in all_rows(sample, query):
                    assert reader.warnings(query.by_key(row)) == {}, register.key
    assert [one for one in office_findings(sample) if one.code == "likely_identity"] == []
