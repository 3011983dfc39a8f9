"""Keeps the counts that are typed: off the window's thread, one step after the other, each one to undo by itself."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop.domain.progress import Progress
from desktop.domain.staffing.work import CountKey, KeptCount, WorkGrid
from desktop.language import say
from desktop.services.offices import Outcome
from desktop.services.work import CountEdit, InvalidCountsError, set_counts
from desktop.ui.context import Context
from desktop.ui.models.work_model import Typed

_NONE = KeptCount(0)


class WorkKeeper(QObject):
    """Saves steps. Each count carries the version of the grid that was read last, so the next step waits for the grid
    that the one before it brings.

    `kept` carries the outcome of each step, `refused` says by count what the office did not take, `stale` that what is
    shown is not what is kept.
    """

    kept = Signal(object)
    refused = Signal(object)
    stale = Signal()

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._steps: list[Typed] = []
        self._refused: Typed = {}
        self._versions: dict[CountKey, int] = {}
        self._is_busy = False
        self._awaits_grid = False

    @property
    def is_at_work(self) -> bool:
        """Whether something that was typed is being kept."""
        return self._is_busy or bool(self._steps)

    @property
    def pending(self) -> Typed:
        """What was typed and is not kept yet."""
        everything = dict(self._refused)
        for step in self._steps:
            everything |= step
        return everything

    def edit(self, typed: Typed) -> None:
        """Keeps counts; what was refused before goes with them."""
        self._steps.append(self._refused | typed)
        self._refused = {}
        self.go_on()

    def forget(self, key: CountKey) -> None:
        """Gives a count that was refused back."""
        self._refused.pop(key, None)
        self.stale.emit()

    def take_grid(self, grid: WorkGrid) -> None:
        """Notes what is kept now."""
        elsewhere = {key: version for key, version in self._versions.items() if key.month not in grid.months}
        self._versions = elsewhere | {key: kept.version for key, kept in grid.counts.items()}
        if self._awaits_grid:
            self._is_busy = self._awaits_grid = False

    def go_on(self) -> None:
        """Keeps the next step, unless one is under way."""
        if self._is_busy or not self._steps:
            return
        self._is_busy = True
        office, step = self._context.office, self._steps[0]
        edits = [CountEdit(key, count, self._versions.get(key, _NONE.version)) for key, count in step.items()]

        def work(_progress: Progress) -> Outcome:
            return set_counts(office, edits=edits)

        self._context.tasks.run(self, work, self._done, self._failed, say("Saving"))

    def _done(self, outcome: Outcome) -> None:
        self._steps.pop(0)
        self._awaits_grid = True
        self._context.announce(outcome)
        self.kept.emit(outcome)

    def _failed(self, error: BaseException) -> None:
        step = self._steps.pop(0)
        self._is_busy = False
        if isinstance(error, InvalidCountsError):
            self._refused = step
            self.refused.emit(error.problems)
            return
        self._steps.clear()  # what was typed on top of it stands on nothing
        self.stale.emit()
        self._context.report(error)
