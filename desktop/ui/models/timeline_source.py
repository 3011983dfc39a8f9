"""Rows of the timeline that are read from the office when they come into sight."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from desktop.services.deployments import timeline
from desktop.services.deployments.timeline import TimelineEntry
from desktop.ui.context import Context
from desktop.ui.models.timeline_rows import TimelineRow
from desktop.ui.models.timeline_words import TimelineWords

BLOCK = 64  # rows that are read at once


class OfficeRows(QObject):
    """The rows of some deployments; `arrived` says that some are known now that were asked for."""

    arrived = Signal()

    def __init__(self, context: Context, ids: Sequence[int], parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._ids = context, ids
        self._places = {identity: place for place, identity in enumerate(ids)}
        self._words = TimelineWords(context.language, context.today)
        self._rows: dict[int, TimelineRow] = {}
        self.entries: dict[int, TimelineEntry] = {}
        self._asked: set[int] = set()

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self._ids)

    def row(self, number: int) -> TimelineRow | None:
        """One of them, when it has been read."""
        return self._rows.get(self._ids[number]) if 0 <= number < len(self._ids) else None

    def place(self, row_id: int) -> int | None:
        """Where a deployment stands."""
        return self._places.get(row_id)

    def want(self, first: int, last: int) -> None:
        """Reads the blocks that these rows lie in, where nobody did yet."""
        for block in range(first // BLOCK, max(last - 1, first) // BLOCK + 1):
            if block not in self._asked and block * BLOCK < len(self._ids):
                self._asked.add(block)
                self._read(self._ids[block * BLOCK : (block + 1) * BLOCK])

    def _read(self, ids: Sequence[int]) -> None:
        office = self._context.office
        self._context.read(self, lambda: timeline.entries(office, ids), self._take)

    def _take(self, found: list[TimelineEntry]) -> None:
        for entry in found:
            self.entries[entry.deployment.id] = entry
            self._rows[entry.deployment.id] = self._words.row(entry)
        self.arrived.emit()
