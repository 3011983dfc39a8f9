"""What volunteers did: grids of counts, any number of them kept in one step, and what they sum to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from desktop.domain.period import Period
from desktop.domain.staffing.work import CountKey, WorkLine
from desktop.language import UserError
from desktop.services.history import undo_entry
from desktop.services.offices import Office
from desktop.services.work import (
    CountEdit,
    InvalidCountsError,
    deployment_work,
    set_counts,
    totals,
    work_grid,
    worked_projects,
)
from tests.helpers.legal_aid import LegalAid, make_legal_aid
from tests.helpers.records import making

MARCH = date(2019, 3, 1)


@pytest.fixture
def aid(office: Office) -> LegalAid:
    return make_legal_aid(office)


def persons(aid: LegalAid, deployment: int, sex: str, age: str, month: date = MARCH) -> CountKey:
    return CountKey(aid.persons, deployment, month, sex, age)


def test_a_month_shows_who_served_in_it_and_where(office: Office, aid: LegalAid) -> None:
    def served(month: date) -> list[tuple[str, str, str]]:
        grid = work_grid(office, project_id=aid.project, month=month)
        return [(one.reference, one.volunteer, one.place) for one in grid.deployments]

    assert served(date(2019, 1, 15)) == [("D-NIA", "V-NIA", "Niamey")]
    assert served(MARCH) == [("D-NIA", "V-NIA", "Niamey"), ("D-TER", "V-TER", "Téra")]
    assert served(date(2019, 7, 1)) == [("D-NIA", "V-NIA", "Niamey")]
    assert served(date(2019, 10, 1)) == [("D-NIA", "V-NIA", "Niamey")]  # what is planned is not served
    assert worked_projects(office) == [(aid.project, "NER-LA", "Legal aid for detainees")]


def test_counts_are_kept_in_one_step_and_undone_with_it(office: Office, aid: LegalAid) -> None:
    files = CountKey(aid.files, aid.niamey, MARCH)
    grid = work_grid(office, project_id=aid.project, month=MARCH)
    outcome = set_counts(
        office,
        edits=[
            CountEdit(files, 44, grid.counts[files].version),
            CountEdit(persons(aid, aid.tera, "f", "adult"), 3),
            CountEdit(persons(aid, aid.tera, "m", "child"), 11),
        ],
    )
    assert str(outcome.message) == "Changed 3 counts of 2019-03."
    grid = work_grid(office, project_id=aid.project, month=MARCH)
    total = next(line for line in grid.columns() if line.total)
    assert grid.value(grid.rows()[1], total) == 14
    assert grid.foot(WorkLine(grid.measures[0])) == 44
    assert outcome.entry_id is not None
    undo_entry(office, entry_id=outcome.entry_id)
    counts = work_grid(office, project_id=aid.project, month=MARCH).counts
    assert {key.measure_id: kept.count for key, kept in counts.items()} == {aid.files: 41}


def test_one_count_is_told_with_what_it_was_and_an_empty_one_is_taken_away(office: Office, aid: LegalAid) -> None:
    key = CountKey(aid.files, aid.niamey, MARCH)
    outcome = set_counts(office, edits=[CountEdit(key, None, 1)])
    assert str(outcome.message) == "Files reviewed, D-NIA, 2019-03: 41 changed to nothing."
    assert key not in work_grid(office, project_id=aid.project, month=MARCH).counts
    assert not set_counts(office, edits=[CountEdit(key, None)]).tables


def test_counts_of_several_months_are_told_by_their_number(office: Office, aid: LegalAid) -> None:
    key = CountKey(aid.files, aid.niamey, date(2019, 4, 1))
    edits = [CountEdit(key, 5), CountEdit(replace(key, month=date(2019, 5, 1)), 6)]
    assert str(set_counts(office, edits=edits).message) == "Changed 2 counts."
    grid = deployment_work(office, deployment_id=aid.niamey)
    assert (grid.months[0], grid.months[-1]) == (date(2019, 1, 1), date(2019, 10, 1))  # to the month of today
    assert grid.value(grid.rows()[0], WorkLine(total=True)) == 52
    assert grid.foot(WorkLine(total=True)) is None
    assert not deployment_work(office, deployment_id=aid.niamey, year=2018).months
    assert deployment_work(office, deployment_id=aid.zinder).span is None


def test_what_cannot_be_counted_is_refused_whole_each_with_its_reason(office: Office, aid: LegalAid) -> None:
    good = CountKey(aid.files, aid.tera, MARCH)
    below, unparted = CountKey(aid.files, aid.niamey, date(2019, 4, 1)), CountKey(aid.persons, aid.niamey, MARCH)
    with pytest.raises(InvalidCountsError) as refused:
        set_counts(office, edits=[CountEdit(good, 7), CountEdit(below, -1), CountEdit(unparted, 2)])
    assert set(refused.value.problems) == {below, unparted}
    assert good not in work_grid(office, project_id=aid.project, month=MARCH).counts


def test_counts_that_someone_else_changed_meanwhile_stay(office: Office, aid: LegalAid) -> None:
    key = CountKey(aid.files, aid.niamey, MARCH)
    set_counts(office, edits=[CountEdit(key, 50, 1)])
    for version in (0, 1):
        with pytest.raises(UserError, match="Someone changed"):
            set_counts(office, edits=[CountEdit(key, 60, version)])
    set_counts(office, edits=[CountEdit(key, None, 2)])
    with pytest.raises(UserError, match="Someone removed"):
        set_counts(office, edits=[CountEdit(key, 60, 2)])


def test_totals_are_parted_as_asked(office: Office, aid: LegalAid) -> None:
    april = date(2019, 4, 1)
    set_counts(
        office,
        edits=[
            CountEdit(persons(aid, aid.niamey, "f", "adult"), 3),
            CountEdit(persons(aid, aid.niamey, "f", "child"), 2),
            CountEdit(persons(aid, aid.tera, "m", "adult", april), 5),
        ],
    )
    year = Period(date(2019, 1, 1), date(2020, 1, 1))
    found = totals(office, project_id=aid.project, period=year)
    assert [(one.measure.code, one.count) for one in found] == [("files", 41), ("persons", 10)]
    by_sex = totals(office, project_id=aid.project, period=year, by=("sex",))
    assert [(one.by["sex"], one.count) for one in by_sex if one.measure.code == "persons"] == [("f", 5), ("m", 5)]
    by_both = totals(office, project_id=aid.project, period=Period(MARCH, april), by=("month", "deployment"))
    assert [(one.by["month"], one.by["deployment"], one.count) for one in by_both] == [
        ("2019-03-01", "D-NIA", 41),
        ("2019-03-01", "D-NIA", 5),
    ]
    with pytest.raises(ValueError, match="colour"):
        totals(office, project_id=aid.project, period=year, by=("colour",))


def test_a_deployment_without_a_project_has_nothing_to_count(office: Office) -> None:
    with making(office) as make:
        lone = make.deployment(reference="D-LONE").id
    with pytest.raises(UserError, match="belongs to no project"):
        deployment_work(office, deployment_id=lone)
    with pytest.raises(UserError, match="no longer there"):
        deployment_work(office, deployment_id=999)
    with pytest.raises(UserError, match="no longer there"):
        work_grid(office, project_id=9, month=MARCH)
