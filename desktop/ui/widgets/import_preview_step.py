"""The third step of an import: every row with what would become of it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.language import say
from desktop.services.imports import Preview, RowProblem, Status
from desktop.ui.context import Context
from desktop.ui.models.preview_cells import LEADING, STATUS
from desktop.ui.models.preview_model import PreviewModel
from desktop.ui.widgets.basics import button, key_cap, margins, row, start_side
from desktop.ui.widgets.preview_table import PreviewTable
from desktop.ui.widgets.status_filter import StatusFilter


class PreviewStep(QWidget):
    """Filter and table. `corrected` carries row and column of the sheet and what is to stand there."""

    corrected = Signal(int, int, str)
    row_changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        language, palette = context.language, context.palette
        self.model = PreviewModel(language, self, names=context.shows_names)
        comfortable = context.settings.comfortable_rows
        self.table = PreviewTable(self.model, language=language, palette=palette, comfortable=comfortable)
        self.table.setAccessibleName(context.text(say("Rows of the file")))
        self.filter = StatusFilter(language=language, palette=palette)
        self.next_error = button(context.text(say("Next error")), kind="link", palette=palette, on_click=self.go_on)
        self._key = key_cap("F8")
        self._on = row(self.next_error, self._key, spacing=8)
        self._beside = row(self.filter, None, spacing=8)
        self._beside.addLayout(self._on)
        holder = QVBoxLayout()
        holder.setContentsMargins(margins(20, 2, 16, 10))
        holder.setSpacing(6)
        holder.addLayout(self._beside)
        self._bar = holder
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(holder)
        layout.addWidget(self.table, 1)
        self.filter.chosen.connect(self.show_only)
        self.table.corrected.connect(self._correct)
        self.table.moved.connect(lambda _row: self.row_changed.emit())

    def show_preview(self, preview: Preview) -> None:
        """Shows a preview; one stays at the row and the cell one was in."""
        at = self.model.at(self.table.currentIndex().row())
        column = self.table.currentIndex().column()
        self.model.show(preview)
        self.filter.show_counts(preview, self.model.status)
        self.filter.setVisible(bool(preview.statuses))
        errors = bool(preview.count(Status.ERROR))
        self.next_error.setVisible(errors)
        self._key.setVisible(errors)
        self._fit()
        position = -1 if at is None else self.model.position_of(at.row)
        if position >= 0:
            self.table.go_to(position, max(STATUS, column))
        elif self.model.rowCount():
            self.table.go_to(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Finds room for the way to the next error."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Beside the filter, or below it where long words leave no room."""
        wanted = self.filter.sizeHint().width() + self._on.sizeHint().width() + 60
        below = self.next_error.isVisibleTo(self) and wanted > self.width()
        target = self._bar if below else self._beside
        other = self._beside if below else self._bar
        if target.indexOf(self._on) < 0:
            other.removeItem(self._on)
            self._on.setParent(None)
            target.addLayout(self._on)
            self._on.setAlignment(start_side())

    def show_only(self, status: Status | None) -> None:
        """Shows the rows of one status, or all."""
        at = self.model.at(self.table.currentIndex().row())
        self.model.filter(status)
        position = -1 if at is None else self.model.position_of(at.row)
        if self.model.rowCount():
            self.table.go_to(max(0, position))
        self.row_changed.emit()

    def go_on(self, step: int = 1) -> None:
        """F8: the next row with an error, or the one before; round at the end."""
        position = self.model.next_with(Status.ERROR, after=self.table.currentIndex().row(), step=step)
        if position < 0 and self.model.preview is not None and self.model.preview.count(Status.ERROR):
            self.model.filter(None)
            self.filter.show_counts(self.model.preview, None)
            position = self.model.next_with(Status.ERROR, after=-1, step=step)
        if position >= 0:
            row = self.model.at(position)
            first = row.problems[0] if row is not None and row.problems else None
            self.table.go_to(position, self._column_of(first))
            self.table.setFocus()

    def show_problem(self, problem: RowProblem) -> None:
        """Goes to the cell of a problem."""
        position = self.model.position_of(problem.row)
        if position < 0:
            self.show_only(None)
            if self.model.preview is not None:
                self.filter.show_counts(self.model.preview, None)
            position = self.model.position_of(problem.row)
        if position >= 0:
            self.table.go_to(position, self._column_of(problem))
            self.table.setFocus()

    def _column_of(self, problem: RowProblem | None) -> int:
        keys = [column.key for column in self.model.columns]
        return LEADING + keys.index(problem.field) if problem is not None and problem.field in keys else STATUS

    def _correct(self, position: int, column: int, text: str) -> None:
        shown, place = self.model.at(position), self.model.sheet_column(position, column)
        if shown is not None and place is not None:
            self.corrected.emit(shown.row, place, text)

    def settle_conflict(self, *, on: bool) -> None:
        """Takes the values of the file for the row one is in, or keeps those of the office."""
        self.model.tick([self.table.currentIndex().row()], on=on)
