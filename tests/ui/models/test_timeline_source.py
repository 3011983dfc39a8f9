"""Rows of the timeline are read in blocks, each once and only when it comes into sight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QObject

from desktop.services.deployments.timeline import TimelineEntry
from desktop.services.offices import Office
from desktop.ui.models.timeline_source import BLOCK, OfficeRows
from tests.helpers.staffing import contract, deployment
from tests.helpers.window import make_context

ONE = deployment(contract(date(2019, 1, 1), date(2019, 12, 31)))
GONE = 1007


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int, int]]:
    """Which ids were read: the first, the last, and how many at once."""
    found: list[tuple[int, int, int]] = []

    def read(_office: Office, ids: Sequence[int]) -> list[TimelineEntry]:
        found.append((ids[0], ids[-1], len(ids)))
        made = (replace(ONE, id=identity, reference=f"D-{identity}") for identity in ids if identity != GONE)
        return [TimelineEntry(one, one.state_on(date(2019, 6, 1))) for one in made]

    monkeypatch.setattr("desktop.services.deployments.timeline.entries", read)
    return found


@pytest.fixture
def rows(empty: Office, asked: list[tuple[int, int, int]]) -> OfficeRows:  # noqa: ARG001 - nothing is read from the office
    """Two blocks of rows and ten more, whose ids begin with 1000."""
    context = make_context(empty)
    return OfficeRows(context, range(1000, 1000 + 2 * BLOCK + 10), context)


def test_nothing_is_read_before_it_is_wanted(rows: OfficeRows, asked: list[tuple[int, int, int]]) -> None:
    assert (rows.count, rows.row(0), rows.place(1065), rows.place(7), asked) == (138, None, 65, None, [])
    assert isinstance(rows, QObject)


@pytest.mark.parametrize(
    ("first", "last", "blocks"),
    [
        (0, 12, [(1000, 1063, 64)]),
        (0, 64, [(1000, 1063, 64)]),  # the row after the last one is not in sight
        (0, 65, [(1000, 1063, 64), (1064, 1127, 64)]),
        (63, 64, [(1000, 1063, 64)]),
        (64, 70, [(1064, 1127, 64)]),
        (120, 138, [(1064, 1127, 64), (1128, 1137, 10)]),
        (130, 500, [(1128, 1137, 10)]),
        (5, 5, [(1000, 1063, 64)]),
    ],
)
def test_the_blocks_of_the_rows_in_sight_are_read(
    rows: OfficeRows, asked: list[tuple[int, int, int]], first: int, last: int, blocks: list[tuple[int, int, int]]
) -> None:
    rows.want(first, last)
    assert asked == blocks


def test_a_block_is_read_once_and_its_rows_are_known_then(rows: OfficeRows, asked: list[tuple[int, int, int]]) -> None:
    arrived: list[int] = []
    rows.arrived.connect(lambda: arrived.append(1))
    rows.want(0, 12)
    rows.want(3, 20)
    assert (len(asked), arrived) == (1, [1])
    row = rows.row(63)
    assert row is not None
    assert (row.id, row.code) == (1063, "D-1063")
    assert sorted(rows.entries)[:2] == [1000, 1001]
    assert [rows.row(number) for number in (64, -1, 138)] == [None] * 3


def test_a_deployment_that_is_gone_leaves_its_row_empty_and_the_others_in_their_places(rows: OfficeRows) -> None:
    rows.want(0, 12)
    after = rows.row(8)
    assert rows.row(7) is None
    assert after is not None
    assert after.id == 1008
