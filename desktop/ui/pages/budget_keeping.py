"""Keeps what is typed into a budget: off the window's thread, one step after the other, each one to undo by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal

from desktop.domain.progress import Progress
from desktop.language import Message, say
from desktop.services.budgets import BudgetSheet, InvalidLinesError, LineEdit, edit_lines, remove_lines
from desktop.services.offices import Outcome
from desktop.ui.context import Context
from desktop.ui.models.budget_lines import Edits, merged

Troubles = dict[tuple[int, str], Message]


@dataclass(slots=True)
class _Step:
    """What one did: values that were typed, or lines that were taken out."""

    edits: Edits = field(default_factory=dict)
    removed: tuple[int, ...] = ()


class BudgetKeeper(QObject):
    """Saves steps. A line carries the version of the sheet that was read last, so the next step waits for the sheet
    that the one before it brings.

    `kept` carries the outcome of each step, `refused` says by cell what the office did not take, `stale` that what is
    shown is not what is kept.
    """

    kept = Signal(object)
    refused = Signal(object)
    stale = Signal()

    def __init__(self, context: Context, budget_id: int, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._budget_id = budget_id
        self._steps: list[_Step] = []
        self._refused: Edits = {}
        self._versions: dict[int, int] = {}
        self._codes: dict[int, str] = {}
        self._is_busy = False
        self._awaits_sheet = False

    @property
    def pending(self) -> Edits:
        """What was typed and is not kept yet."""
        everything = self._refused
        for step in self._steps:
            everything = merged(everything, step.edits)
        return everything

    def edit(self, edits: Edits) -> None:
        """Keeps values; what was refused before goes with them."""
        self._steps.append(_Step(merged(self._refused, edits)))
        self._refused = {}
        self.go_on()

    def remove(self, line_ids: list[int]) -> None:
        """Takes lines out."""
        for line_id in line_ids:
            self._refused.pop(line_id, None)
        known = tuple(line_id for line_id in line_ids if line_id > 0)
        if known:
            self._steps.append(_Step(removed=known))
            self.go_on()
        else:
            self.stale.emit()

    def forget(self, line_id: int, column: str) -> None:
        """Gives a cell that was refused back; a new line goes with it."""
        values = self._refused.get(line_id, {})
        values.pop(column, None)
        if not values or line_id < 0:
            self._refused.pop(line_id, None)
        self.stale.emit()

    def take_sheet(self, sheet: BudgetSheet) -> Mapping[int, int]:
        """Notes what is kept now; returns which ids new lines got."""
        self._versions = {line.id: line.version for line in sheet.lines if line.id}
        ids = {line.code: line.id for line in sheet.lines if line.id}
        found = {key: ids[code] for key, code in self._codes.items() if code in ids}
        self._codes = {}
        for step in self._steps:
            step.edits = {found.get(key, key): values for key, values in step.edits.items()}
            step.removed = tuple(found.get(key, key) for key in step.removed)
        if self._awaits_sheet:
            self._is_busy = self._awaits_sheet = False
        return found

    def go_on(self) -> None:
        """Keeps the next step, unless one is under way."""
        if self._is_busy or not self._steps:
            return
        self._is_busy = True
        office, budget_id, step = self._context.office, self._budget_id, self._steps[0]
        edits = [
            LineEdit(key if key > 0 else None, dict(values), self._versions.get(key))
            for key, values in step.edits.items()
        ]

        def work(_progress: Progress) -> Outcome:
            if step.removed:
                return remove_lines(office, budget_id=budget_id, line_ids=step.removed)
            return edit_lines(office, budget_id=budget_id, edits=edits)

        self._context.tasks.run(self, work, self._done, self._failed, say("Saving"))

    def _done(self, outcome: Outcome) -> None:
        step = self._steps.pop(0)
        self._codes |= {key: str(values["code"]) for key, values in step.edits.items() if key < 0}
        self._awaits_sheet = True
        self._context.announce(outcome)
        self.kept.emit(outcome)

    def _failed(self, error: BaseException) -> None:
        step = self._steps.pop(0)
        self._is_busy = False
        if isinstance(error, InvalidLinesError):
            self._refused = step.edits
            keys = list(step.edits)
            self.refused.emit({(keys[p.edit], p.column): p.sentence for p in error.problems})
            return
        self._steps.clear()  # what was typed on top of it stands on nothing
        self.stale.emit()
        self._context.report(error)
