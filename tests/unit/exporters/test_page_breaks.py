"""Pages begin where nothing is torn that belongs together."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.exporters.report_workbook.page_breaks import page_breaks


@pytest.mark.parametrize(
    ("rows", "blocks", "breaks"),
    [
        (0, [], []),
        (10, [], []),
        (11, [], [10]),
        (35, [], [10, 20, 30]),
        (12, [range(8, 11)], [8]),  # a block goes to the next page whole
        (12, [range(7, 10)], [10]),  # it ends with its page
        (25, [range(8, 11), range(16, 19)], [8, 16]),
        (25, [range(3, 25)], [3, 13, 23]),  # higher than a page: it begins one, and is torn
        (25, [range(12)], [10, 20]),  # nothing stands before it
        (12, [range(10, 10)], [10]),  # without rows
    ],
)
def test_pages_of_ten_rows(rows: int, blocks: list[range], breaks: list[int]) -> None:
    assert page_breaks([1.0] * rows, blocks, room=10.0) == breaks


def test_a_row_that_is_higher_counts_as_such() -> None:
    assert page_breaks([4.0, 4.0, 4.0, 9.0, 1.0, 1.0], [], room=10.0) == [2, 3, 5]


@given(st.lists(st.floats(1, 30), max_size=80), st.lists(st.tuples(st.integers(0, 79), st.integers(1, 9)), max_size=6))
def test_no_page_is_overfull_and_no_block_that_fits_is_torn(heights: list[float], asked: list[tuple[int, int]]) -> None:
    room, blocks, free = 100.0, [], 0
    for start, length in sorted(asked):
        if start >= free and start + length <= len(heights):
            blocks.append(range(start, start + length))
            free = start + length
    edges = [0, *page_breaks(heights, blocks, room=room), len(heights)]
    for first, last in pairwise(edges):
        assert sum(heights[first:last]) <= room + 1e-6
    for block in blocks:
        if sum(heights[block.start : block.stop]) <= room:
            assert not set(edges) & set(block[1:])
