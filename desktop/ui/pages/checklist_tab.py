"""What is to do when a volunteer arrives and leaves, ticked off one by one."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.volunteer_terms import CHECKLIST_PHASES
from desktop.language import Message, say
from desktop.services.deployments.checklists import CheckedItem, Checklist, checklist, start_checklist, tick
from desktop.services.records import RecordView
from desktop.ui.context import Context, Route
from desktop.ui.theme import Icon, TextStyle
from desktop.ui.widgets.basics import button, clear, column, label, margins, row, scrolled
from desktop.ui.widgets.chips import Chip
from desktop.ui.widgets.tick_box import TickBox

_WIDTH = 560


class ChecklistTab(QWidget):
    """Arrival and departure side by side. It stays where it is while its record is read anew, and so does the focus."""

    def __init__(self, context: Context, record: RecordView) -> None:
        super().__init__()
        self.context = context
        self.boxes: dict[int, TickBox] = {}
        self._deployment_id = record.id
        self._columns = QHBoxLayout()
        self._columns.setSpacing(32)
        inside = column()
        inside.addLayout(self._columns)
        inside.addStretch(1)
        inside.setContentsMargins(margins(20, 14, 16, 20))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolled(inside))

    def load(self) -> None:
        """Reads the items."""
        office, deployment_id, speak = self.context.office, self._deployment_id, self.context.text
        self.context.read(self, lambda: checklist(office, deployment_id=deployment_id, speak=speak), self._show)

    def _show(self, found: Checklist) -> None:
        focused = next((identity for identity, box in self.boxes.items() if box.hasFocus()), None)
        clear(self._columns)
        self.boxes = {}
        for phase in CHECKLIST_PHASES:
            line = QHBoxLayout()  # at the side where reading starts, however wide the window is
            line.addWidget(self._phase(found, phase), 1, Qt.AlignmentFlag.AlignTop)
            line.addStretch(0)
            self._columns.addLayout(line, 1)
        if focused in self.boxes:
            self.boxes[focused].setFocus(Qt.FocusReason.OtherFocusReason)

    def _phase(self, found: Checklist, phase: str) -> QWidget:
        text, palette = self.context.text, self.context.palette
        items = found.of(phase)
        done = found.done(phase)
        heading = row(label(text(CHECKLIST_PHASES[phase]), TextStyle.STRONG), spacing=8)
        if items:
            told = text(say("{done} of {all} done", done=done, all=len(items)))
            whole = done == len(items)
            heading.addWidget(
                Chip(told, palette=palette, tone="positive" if whole else "plain", name=Icon.DONE if whole else None)
            )
        heading.addStretch(1)
        start = say("Add the usual items") if items else say("Start the usual list")
        if phase in found.lacking:
            heading.addWidget(self._verb(start, Icon.CHECKS, partial(self._start, phase)))
        heading.addWidget(self._verb(say("New item"), Icon.NEW, self._add))
        layout = column(spacing=2)
        layout.addLayout(heading)
        layout.addSpacing(4)
        for item in items:
            layout.addLayout(self._line(item))
        if not items:
            layout.addWidget(label(text(say("Nothing is to do yet.")), ink="muted"))
        holder = QWidget()
        holder.setMaximumWidth(_WIDTH)
        holder.setLayout(layout)
        return holder

    def _verb(self, name: Message, sign: Icon, does: object) -> QWidget:
        made = button(self.context.text(name), palette=self.context.palette, name=sign, small=True)
        made.clicked.connect(does)
        made.setEnabled(not self.context.office.read_only)
        return made

    def _line(self, item: CheckedItem) -> QHBoxLayout:
        box = TickBox(item.title, palette=self.context.palette)
        box.setChecked(item.done_on is not None)
        box.setEnabled(not self.context.office.read_only)
        if item.source:
            box.setToolTip(self.context.text(say("Source: {source}", source=item.source)))
        box.toggled.connect(partial(self._tick, item))
        self.boxes[item.id] = box
        line = row(box, spacing=8)
        line.setStretch(0, 1)
        line.addWidget(label(self.context.text(_when(item)), TextStyle.SMALL, ink="negative" if item.late else "muted"))
        return line

    def _tick(self, item: CheckedItem, is_done: bool) -> None:  # noqa: FBT001 - a signal's
        office, day = self.context.office, self.context.today if is_done else None
        self.context.run(
            self,
            lambda _progress: tick(office, item_id=item.id, on=day, version=item.version),
            say("Saving"),
            on_error=self._not_kept,
        )

    def _not_kept(self, error: BaseException) -> None:
        self.load()
        self.context.report(error)

    def _start(self, phase: str, *_checked: bool) -> None:
        office, deployment_id, speak = self.context.office, self._deployment_id, self.context.text
        self.context.run(
            self,
            lambda _progress: start_checklist(office, deployment_id=deployment_id, phase=phase, speak=speak),
            say("Saving"),
        )

    def _add(self) -> None:
        self.context.go(Route("new", "checklist", self._deployment_id, tab="deployment"))


def _when(item: CheckedItem) -> Message:
    """When an item was done, or is due."""
    if item.done_on is not None:
        return say("done on {day}", day=item.done_on)
    if item.due_on is None:
        return Message("")
    return say("late since {day}", day=item.due_on) if item.late else say("due on {day}", day=item.due_on)
