"""Gives each of some rows at most one column, so that the worths add up to the most (the Hungarian method)."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf


def assign(worth: Sequence[Sequence[float]]) -> list[int | None]:
    """For each row the column it gets, each column once; None where nothing of worth above 0 is left for it.

    After H. W. Kuhn, The Hungarian method for the assignment problem (1955), with potentials and one shortest
    augmenting path for each row: rows squared times columns.
    """
    rows = len(worth)
    # Each row may also take a place of its own that is worth nothing.
    costs = [[-value for value in line] + [0.0] * rows for line in worth]
    width = len(costs[0]) if costs else 0
    row_potential, place_potential = [0.0] * (rows + 1), [0.0] * (width + 1)
    taken_by, before = [0] * (width + 1), [0] * (width + 1)
    for row in range(1, rows + 1):
        taken_by[0] = row
        place = _path(costs, taken_by, before, row_potential, place_potential)
        while place:
            taken_by[place], place = taken_by[before[place]], before[place]
    found: list[int | None] = [None] * rows
    for place in range(1, width - rows + 1):
        row = taken_by[place]
        if row and worth[row - 1][place - 1] > 0:
            found[row - 1] = place - 1
    return found


def _path(
    costs: Sequence[Sequence[float]],
    taken_by: Sequence[int],
    before: list[int],
    row_potential: list[float],
    place_potential: list[float],
) -> int:
    """Finds the cheapest chain of moves that ends in a free place, notes it in `before`, and returns that place."""
    width = len(before) - 1
    least, used = [inf] * (width + 1), [False] * (width + 1)
    place = 0
    while taken_by[place]:
        used[place] = True
        row, step, following = taken_by[place], inf, 0
        for other in range(1, width + 1):
            if used[other]:
                continue
            cost = costs[row - 1][other - 1] - row_potential[row] - place_potential[other]
            if cost < least[other]:
                least[other], before[other] = cost, place
            if least[other] < step:
                step, following = least[other], other
        for other in range(width + 1):
            if used[other]:
                row_potential[taken_by[other]] += step
                place_potential[other] -= step
            else:
                least[other] -= step
        place = following
    return place
