"""The grid of counts: each cell is one count or the sum of what stands beside it, and nothing else."""

from __future__ import annotations

from datetime import date
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.staffing.work import CountKey, KeptCount, Measure, WorkedDeployment, WorkGrid, WorkLine

MARCH, APRIL, MAY = (date(2019, month, 1) for month in (3, 4, 5))
FILES: Final = Measure(1, "files", "Files reviewed")
HELPED: Final = Measure(2, "helped", "Persons assisted", by_sex=True, by_age=True)
VISITS: Final = Measure(3, "visits", "Prison visits", by_age=True)
ONE, TWO = WorkedDeployment(1, "D-1"), WorkedDeployment(2, "D-2")


def of_month(*measures: Measure, counts: dict[CountKey, int] | None = None) -> WorkGrid:
    kept = {key: KeptCount(count) for key, count in (counts or {}).items()}
    return WorkGrid(9, "NER", "Niger", (MARCH,), measures, (ONE, TWO), kept)


def of_one(*measures: Measure, counts: dict[CountKey, int] | None = None) -> WorkGrid:
    kept = {key: KeptCount(count) for key, count in (counts or {}).items()}
    return WorkGrid(9, "NER", "Niger", (MARCH, APRIL), measures, (ONE,), kept, deployment=ONE)


def test_parts_stand_by_age_and_within_it_by_sex() -> None:
    assert list(HELPED.parts()) == [
        ("f", "adult"),
        ("m", "adult"),
        ("x", "adult"),
        ("f", "child"),
        ("m", "child"),
        ("x", "child"),
    ]
    assert list(VISITS.parts()) == [("", "adult"), ("", "child")]


def test_a_sum_stands_behind_its_parts_in_a_row_and_above_them_in_a_column() -> None:
    assert [(line.age, line.total) for line in of_month(FILES, VISITS).columns()] == [
        ("", False),
        ("adult", False),
        ("child", False),
        ("", True),
    ]
    assert [(line.age, line.total) for line in of_one(FILES, VISITS).rows()] == [
        ("", False),
        ("", True),
        ("adult", False),
        ("child", False),
    ]
    assert [(line.month, line.total) for line in of_one(FILES).columns()] == [
        (MARCH, False),
        (APRIL, False),
        (None, True),
    ]


def test_a_count_of_nothing_is_a_count_and_an_empty_cell_is_none() -> None:
    grid = of_month(FILES, counts={CountKey(1, 1, MARCH): 0})
    (column,) = grid.columns()
    first, second = grid.rows()
    assert grid.value(first, column) == 0
    assert grid.value(second, column) is None
    assert grid.foot(column) == 0
    assert grid.with_counts({CountKey(1, 1, MARCH): None}).foot(column) is None


def test_months_that_are_not_shown_are_in_no_sum() -> None:
    counts = {CountKey(1, 1, MARCH): 3, CountKey(1, 1, APRIL): 4, CountKey(1, 1, MAY): 90}
    grid = of_one(FILES, counts=counts)
    (row,) = grid.rows()
    assert [grid.value(row, column) for column in grid.columns()] == [3, 4, 7]


def test_another_deployment_and_another_measure_are_in_no_sum() -> None:
    counts = {CountKey(1, 1, MARCH): 3, CountKey(1, 8, MARCH): 50, CountKey(7, 1, MARCH): 60}
    grid = of_month(FILES, counts=counts)
    assert grid.foot(grid.columns()[0]) == 3
    other = of_one(FILES, counts={CountKey(1, 2, MARCH): 5})
    assert other.value(other.rows()[0], other.columns()[-1]) is None


def test_what_is_worked_out_is_no_count_to_type_into() -> None:
    grid = of_one(VISITS)
    total, adults, _children = grid.rows()
    march, _april, all_months = grid.columns()
    assert grid.key(adults, march) == CountKey(3, 1, MARCH, "", "adult")
    assert grid.key(total, march) is None
    assert grid.key(adults, all_months) is None
    assert of_month(FILES).key(WorkLine(), WorkLine(FILES)) is None
    assert of_month(FILES).key(WorkLine(deployment=TWO), WorkLine(FILES)) == CountKey(1, 2, MARCH)


def test_typing_leaves_the_grid_as_it_was_and_keeps_the_version_seen() -> None:
    key, new = CountKey(1, 1, MARCH), CountKey(1, 2, MARCH)
    grid = WorkGrid(9, "NER", "Niger", (MARCH,), (FILES,), (ONE, TWO), {key: KeptCount(3, 7)})
    typed = grid.with_counts({key: 4, new: 5, CountKey(1, 9, MARCH): None})
    assert typed.counts == {key: KeptCount(4, 7), new: KeptCount(5, 0)}
    assert grid.counts == {key: KeptCount(3, 7)}
    assert typed.with_counts({}) == typed


def test_a_measure_that_was_parted_before_shows_its_old_parts_once() -> None:
    counts = {CountKey(1, 1, MARCH, "f"): 2, CountKey(1, 2, MARCH, "f"): 3, CountKey(1, 1, MARCH): 10}
    grid = of_month(FILES, counts=counts)
    assert [(line.sex, line.total) for line in grid.columns()] == [("", False), ("f", False), ("", True)]
    assert [grid.foot(line) for line in grid.columns()] == [10, 5, 15]


keys = st.builds(
    CountKey,
    st.sampled_from([1, 2, 3, 4]),
    st.sampled_from([1, 2, 3]),
    st.sampled_from([MARCH, APRIL, MAY]),
    st.sampled_from(["", "f", "m", "x"]),
    st.sampled_from(["", "adult", "child"]),
)


@settings(max_examples=40)
@given(st.dictionaries(keys, st.integers(0, 500), max_size=20))
def test_rows_and_columns_sum_to_the_same_whatever_was_counted(counts: dict[CountKey, int]) -> None:
    measures = (FILES, HELPED, VISITS)
    month, one = of_month(*measures, counts=counts), of_one(*measures, counts=counts)
    for measure in measures:
        own = {key: count for key, count in counts.items() if key.measure_id == measure.id}
        by_row = [month.value(row, WorkLine(measure, total=True)) or 0 for row in month.rows()]
        seen = sum(count for key, count in own.items() if key.month == MARCH and key.deployment_id in {1, 2})
        assert sum(by_row) == (month.foot(WorkLine(measure, total=True)) or 0) == seen
        of_first = sum(count for key, count in own.items() if key.deployment_id == 1 and key.month in one.months)
        assert (one.value(WorkLine(measure, total=True), WorkLine(total=True)) or 0) == of_first


@settings(max_examples=40)
@given(st.dictionaries(keys, st.integers(0, 500), max_size=20))
def test_each_count_of_the_grid_has_one_cell(counts: dict[CountKey, int]) -> None:
    grid = of_month(FILES, HELPED, VISITS, counts=counts)
    cells = [key for row in grid.rows() for column in grid.columns() if (key := grid.key(row, column)) is not None]
    assert len(cells) == len(set(cells))
    shown = {key for key in counts if key.measure_id <= 3 and key.deployment_id <= 2 and key.month == MARCH}
    assert shown <= set(cells)
