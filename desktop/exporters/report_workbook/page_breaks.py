"""Where the pages of a printed sheet begin."""

from __future__ import annotations

from collections.abc import Sequence


def page_breaks(heights: Sequence[float], blocks: Sequence[range], *, room: float) -> list[int]:
    """The rows that pages begin with, where `room` is how high the rows of a page can be. No block is torn unless it is
    higher than a page. Every page is broken here, as what a program breaks by itself could fall right after it.
    """
    needed = {block.start: sum(heights[block.start : block.stop]) for block in blocks if block}
    breaks: list[int] = []
    used = 0.0
    for row, height in enumerate(heights):
        need = needed.get(row, height)
        if used and used + min(need, room) > room:
            used = 0.0
            breaks.append(row)
        used += height
    return breaks
