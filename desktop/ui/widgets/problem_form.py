"""A problem of a row, with what would mend it: the nearest values to choose from, or a line to type in."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.domain.finding import Severity
from desktop.language import say
from desktop.services.imports import Draft, Options, PreviewRow, RowProblem
from desktop.ui.context import Context
from desktop.ui.models.preview_cells import PreviewCell, PreviewColumn, RowPainter, is_of_row, raw_text, row_name
from desktop.ui.theme import Icon, TextStyle, pixmap
from desktop.ui.widgets.basics import button, label, row
from desktop.ui.widgets.choice_fields import ComboBox

_LIKELY = 5  # more values than these are all there are, none of them likelier than another


class ProblemForm(QWidget):
    """`wanted` asks to show the cell, `used` carries row and column of the sheet and what is to stand there instead."""

    wanted = Signal(object)
    used = Signal(int, int, str)

    def __init__(self, context: Context, draft: Draft, options: Options, problem: RowProblem) -> None:
        super().__init__()
        self._context = context
        self.problem = problem
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(self._head(draft))
        language = context.language
        layout.addWidget(label(language.text(problem.problem.sentence), wraps=True))
        fix = language.text(problem.problem.fix)
        if fix:
            layout.addWidget(label(fix, TextStyle.SMALL, ink="muted", wraps=True))
        if problem.column is not None and is_of_row(draft, problem):
            layout.addSpacing(2)
            names = context.shows_names
            written = raw_text(draft, options, problem.row, problem.column, names=names)
            layout.addLayout(self._correction(written, self._offered(draft)))

    def _head(self, draft: Draft) -> QHBoxLayout:
        serious = self.problem.problem.severity is Severity.ERROR
        colours = self._context.palette
        sign = QLabel()
        name = Icon.ERROR if serious else Icon.WARNING
        sign.setPixmap(pixmap(name, colours.negative if serious else colours.warning))
        text = self._context.text(row_name(draft, self.problem))
        if not is_of_row(draft, self.problem):
            return row(sign, label(text, TextStyle.STRONG), None, spacing=8)
        self.link = button(text, kind="link", palette=colours, on_click=lambda: self.wanted.emit(self.problem))
        return row(sign, self.link, None, spacing=8)

    def _offered(self, draft: Draft) -> list[str]:
        """What could stand there: the nearest, else all that a list of choices has; choices by their names."""
        field = next((each for each in draft.fields if each.key == self.problem.field), None)
        names = {} if field is None else {code: self._context.text(name) for code, name in field.choices.items()}
        return [names.get(code, code) for code in self.problem.nearest] or list(names.values())

    def _correction(self, written: str, offered: list[str]) -> QHBoxLayout:
        text = self._context.text
        self.box = ComboBox(self._context)
        self.box.addItems(offered)
        self.box.setAccessibleName(text(say("What should stand there")))
        self.box.line.setPlaceholderText(written)
        if not 0 < len(self.problem.nearest) <= _LIKELY:
            self.box.setCurrentIndex(-1)
        self.use = button(text(say("Use")), palette=self._context.palette, on_click=self._use)
        self.box.line.returnPressed.connect(self._use)
        self.box.editTextChanged.connect(lambda _text: self._enable())
        self._enable()
        layout = row(self.box, self.use, spacing=8)
        layout.setStretch(0, 1)
        return layout

    def _enable(self) -> None:
        self.use.setEnabled(bool(self.box.currentText().strip()))

    def _use(self) -> None:
        typed = self.box.currentText().strip()
        if typed and self.problem.column is not None:
            self.used.emit(self.problem.row, self.problem.column, typed)


class ConflictForm(QWidget):
    """A row that someone else changed meanwhile: both values side by side; `taken` says whether the file's come in."""

    taken = Signal(bool)

    def __init__(
        self, context: Context, painter: RowPainter, shown: PreviewRow, columns: Sequence[PreviewColumn], *, on: bool
    ) -> None:
        super().__init__()
        text, palette = context.text, context.palette
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        sign = QLabel()
        sign.setPixmap(pixmap(Icon.CONFLICT, palette.warning))
        title = text(say("Row {row}: changed here as well", row=str(shown.row + 1)))
        layout.addLayout(row(sign, label(title, TextStyle.STRONG), None, spacing=8))
        if shown.reason is not None:
            layout.addWidget(label(text(shown.reason), TextStyle.SMALL, ink="secondary", wraps=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        for place, head in enumerate((say("In the office"), say("In the file")), start=1):
            grid.addWidget(label(text(head), TextStyle.SMALL, ink="muted"), 0, place)
        for line, (name, cell) in enumerate(_both(context, painter, shown, columns), start=1):
            parts = (
                label(name, TextStyle.SMALL, ink="secondary", wraps=True),
                label(cell.old or "—", TextStyle.SMALL, wraps=True),
                label(cell.text or "—", TextStyle.SMALL, wraps=True),
            )
            for place, each in enumerate(parts):
                grid.addWidget(each, line, place, Qt.AlignmentFlag.AlignTop)
        for place in (1, 2):  # what there is to choose from has the same room
            grid.setColumnStretch(place, 1)
        layout.addLayout(grid)
        self.mine = button(text(say("Take the file’s")), palette=palette, small=True)
        self.theirs = button(text(say("Keep the office’s")), palette=palette, small=True)
        for made, takes in ((self.theirs, False), (self.mine, True)):
            made.setCheckable(True)
            made.setProperty("kind", "segment")
            made.setChecked(takes is on)
            made.clicked.connect(lambda _checked=False, takes=takes: self.taken.emit(takes))
        left, right = ("right", "left") if context.language.right_to_left else ("left", "right")
        self.theirs.setProperty("side", left)
        self.mine.setProperty("side", right)
        layout.addLayout(row(self.theirs, self.mine, None, spacing=0))


def _both(
    context: Context, painter: RowPainter, shown: PreviewRow, columns: Sequence[PreviewColumn]
) -> list[tuple[str, PreviewCell]]:
    """The fields that differ, by name."""
    return [
        (context.text(column.field.label), painter.cell(shown, place))
        for place, column in enumerate(columns)
        if column.key in shown.old
    ]
