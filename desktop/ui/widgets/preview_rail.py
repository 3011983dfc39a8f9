"""The rail beside an import preview: the workbook's totals, how it was read, and each problem with what mends it."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from operator import attrgetter

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.language import say, say_many
from desktop.services.imports import Preview, PreviewRow, RowProblem, Status
from desktop.ui.context import Context
from desktop.ui.models.preview_cells import RowPainter, columns_of
from desktop.ui.theme import TextStyle
from desktop.ui.widgets.basics import clear, hairline, label, margins
from desktop.ui.widgets.preview_facts import (
    missing_part,
    names_what_lacks,
    part,
    refused_part,
    totals_part,
    values_part,
)
from desktop.ui.widgets.problem_form import ConflictForm, ProblemForm

SHOWN = 4


class PreviewRail(QWidget):
    """`cell_wanted` asks to show the cell of a problem, `corrected` carries a cell of the sheet and what is to stand
    there, `change_wanted` leads to the columns, `create_toggled` and `conflict_settled` are ticks.
    """

    cell_wanted = Signal(object)
    corrected = Signal(int, int, str)
    change_wanted = Signal()
    create_toggled = Signal(bool)
    conflict_settled = Signal(bool)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._preview: Preview | None = None
        self._problems: Sequence[RowProblem] = ()
        self._row: tuple[PreviewRow | None, bool] | None = None  # whose problems are shown
        self.forms: list[ProblemForm] = []
        self.conflict: ConflictForm | None = None
        self.about_row: QWidget | None = None  # what is said of the row one is in
        self._facts = QVBoxLayout()
        self._facts.setSpacing(14)
        self._below = QVBoxLayout()
        self._below.setSpacing(14)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(margins(16, 14, 16, 16))
        layout.setSpacing(14)
        layout.addLayout(self._facts)
        layout.addLayout(self._below)
        layout.addStretch(1)

    def show_preview(self, preview: Preview, row: PreviewRow | None = None, *, taken: bool = False) -> None:
        """Shows what is said of the whole sheet, and of a row."""
        self._preview = preview
        self._problems = preview.told().problems
        self._row = None
        language, palette = self._context.language, self._context.palette
        clear(self._facts)
        parts: list[QWidget] = []
        if preview.refused:
            parts.append(refused_part(language, palette, preview.refused))
        if preview.checks:
            parts.append(totals_part(language, palette, preview.draft, preview.checks))
        elif preview.sums:
            sums = label(language.value(list(preview.sums)), wraps=True)
            parts.append(part(language.text(say("The rows come to")), sums))
        parts.append(values_part(language, palette, preview, on_change=self.change_wanted.emit))
        if preview.missing or preview.options.create_missing or names_what_lacks(preview):
            parts.append(missing_part(language, palette, preview, on_toggle=self.create_toggled.emit))
        for place, each in enumerate(parts):
            if place:
                self._facts.addWidget(hairline())
            self._facts.addWidget(each)
        self.show_row(row, taken=taken)

    def show_row(self, row: PreviewRow | None, *, taken: bool = False) -> None:
        """Shows the problems, those of `row` first; and both values where it is a conflict."""
        preview = self._preview
        if preview is None or (self._row is not None and self._row[0] is row and self._row[1] is taken):
            return
        self._row = row, taken
        clear(self._below)
        self.forms, self.conflict, self.about_row = [], None, None
        if row is not None and row.status is Status.CONFLICT:
            self._add_conflict(preview, row, on=taken)
        elif row is not None and row.status is Status.DUPLICATE and row.reason is not None:
            self._add_duplicate(row)
        shown = self._near(-1 if row is None else row.row)
        for problem in shown:
            form = ProblemForm(self._context, preview.draft, preview.options, problem)
            form.wanted.connect(self.cell_wanted)
            form.used.connect(self.corrected)
            self.forms.append(form)
            if self.about_row is None and row is not None and problem.row == row.row:
                self.about_row = form
            self._below.addWidget(hairline())
            self._below.addWidget(form)
        more = len(self._problems) - len(shown)
        if more > 0:
            text = say_many(
                "{count} more problem. F8 shows the next error.",
                "{count} more problems. F8 shows the next error.",
                count=more,
            )
            self._below.addWidget(label(self._context.text(text), TextStyle.SMALL, ink="muted", wraps=True))

    def _near(self, row: int) -> list[RowProblem]:
        """The problems of a row, then those behind it, then those from the beginning."""
        start = bisect.bisect_left(self._problems, row, key=attrgetter("row"))
        behind = self._problems[start : start + SHOWN]
        return [*behind, *self._problems[: min(start, SHOWN - len(behind))]]

    def _add_conflict(self, preview: Preview, row: PreviewRow, *, on: bool) -> None:
        columns = columns_of(preview.fields)
        painter = RowPainter(
            self._context.language, preview.draft, preview.options, columns, names=self._context.shows_names
        )
        self.conflict = ConflictForm(self._context, painter, row, columns, on=on)
        self.conflict.taken.connect(self.conflict_settled)
        self.about_row = self.conflict
        self._below.addWidget(hairline())
        self._below.addWidget(self.conflict)

    def _add_duplicate(self, row: PreviewRow) -> None:
        text = self._context.text
        title = text(say("Row {row}: a duplicate", row=str(row.row + 1)))
        why = label(text(row.reason) if row.reason else "", wraps=True)
        hint = label(text(say("Tick the row to import it all the same.")), TextStyle.SMALL, ink="muted", wraps=True)
        self._below.addWidget(hairline())
        self._below.addWidget(part(title, why, hint))
