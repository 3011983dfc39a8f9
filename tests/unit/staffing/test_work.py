"""The grid of what was done: counts by deployment or by month, and their sums."""

from __future__ import annotations

from datetime import date

from desktop.domain.staffing.work import (
    CountKey,
    KeptCount,
    Measure,
    WorkedDeployment,
    WorkGrid,
    WorkLine,
)

MARCH, APRIL = date(2019, 3, 1), date(2019, 4, 1)
FILES = Measure(1, "files", "Files reviewed")
PERSONS = Measure(2, "persons", "Persons assisted", by_sex=True)
ONE, TWO = WorkedDeployment(1, "D-1"), WorkedDeployment(2, "D-2")
COUNTS = {
    CountKey(1, 1, MARCH): KeptCount(41, 3),
    CountKey(2, 1, MARCH, "f"): KeptCount(5),
    CountKey(2, 2, MARCH, "m"): KeptCount(7),
    CountKey(2, 1, APRIL, "f"): KeptCount(2),
}


def month() -> WorkGrid:
    return WorkGrid(9, "NER", "Niger", (MARCH,), (FILES, PERSONS), (ONE, TWO), COUNTS)


def test_a_measure_is_parted_as_it_says() -> None:
    assert list(FILES.parts()) == [("", "")]
    assert list(PERSONS.parts()) == [("f", ""), ("m", ""), ("x", "")]
    assert len(list(Measure(3, "c", "n", by_sex=True, by_age=True).parts())) == 6


def test_a_month_has_a_row_for_each_deployment_and_sums_what_is_parted() -> None:
    grid = month()
    first, second = grid.rows()
    columns = grid.columns()
    assert [(column.sex, column.total) for column in columns] == [
        ("", False),
        ("f", False),
        ("m", False),
        ("x", False),
        ("", True),
    ]
    assert [grid.value(first, column) for column in columns] == [41, 5, None, None, 5]
    assert [grid.value(second, column) for column in columns] == [None, None, 7, None, 7]
    assert [grid.foot(column) for column in columns] == [41, 5, 7, None, 12]
    assert grid.key(first, columns[1]) == CountKey(2, 1, MARCH, "f")
    assert grid.key(first, columns[-1]) is None


def test_a_deployment_has_its_months_beside_each_other() -> None:
    grid = WorkGrid(9, "NER", "Niger", (MARCH, APRIL), (FILES, PERSONS), (ONE,), COUNTS, deployment=ONE)
    rows, columns = grid.rows(), grid.columns()
    assert [(row.measure and row.measure.code, row.sex, row.total) for row in rows][:3] == [
        ("files", "", False),
        ("persons", "", True),
        ("persons", "f", False),
    ]
    assert [grid.value(rows[1], column) for column in columns] == [5, 2, 7]
    assert grid.key(rows[2], columns[1]) == CountKey(2, 1, APRIL, "f")
    assert grid.key(rows[2], columns[-1]) is None
    assert grid.foot(columns[0]) is None
    assert WorkGrid(9, "NER", "Niger", (), (FILES,)).value(WorkLine(deployment=ONE), WorkLine(FILES)) is None


def test_what_is_typed_counts_at_once_and_an_empty_cell_is_none() -> None:
    key = CountKey(1, 1, MARCH)
    grid = month().with_counts({key: 50, CountKey(1, 2, MARCH): 1})
    assert grid.foot(WorkLine(FILES)) == 51
    assert grid.counts[key].version == 3
    assert month().with_counts({key: None}).foot(WorkLine(FILES)) is None
    assert grid.value(WorkLine(deployment=ONE), WorkLine()) is None


def test_counts_from_before_a_measure_was_parted_are_never_hidden() -> None:
    old = COUNTS | {CountKey(2, 2, MARCH): KeptCount(100), CountKey(8, 2, MARCH): KeptCount(9)}
    grid = WorkGrid(9, "NER", "Niger", (MARCH,), (PERSONS,), (ONE, TWO), old)
    assert [column.sex for column in grid.columns()] == ["f", "m", "x", "", ""]
    assert grid.foot(grid.columns()[-1]) == 112
