"""Brings a file in: shows what would happen, in words and counts, before anything is written."""

from __future__ import annotations

import threading
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QGridLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.finding import Problem, Severity
from desktop.domain.progress import Progress
from desktop.language import Cancelled, Message, say
from desktop.registers.catalog import register_of
from desktop.services.imports import ImportPlan, apply_import, plan_iati, plan_rates
from desktop.services.offices import Office, Outcome
from desktop.ui.context import Context
from desktop.ui.dialogs.dialog import Dialog
from desktop.ui.theme import Icon, TextStyle, pixmap
from desktop.ui.widgets.basics import button, clear, column, flush_right, hairline, label, row
from desktop.ui.widgets.segments import segments

IATI, RATES = "iati", "un_rates"
_SHOWN_PROBLEMS = 40


class _Stoppable:
    """The progress of work that ends when the dialog is closed meanwhile."""

    def __init__(self, progress: Progress, stop: threading.Event) -> None:
        self._progress = progress
        self._stop = stop

    def report(self, done: int, total: int, doing: Message) -> None:
        """Hands on how far it is; raises Cancelled when the dialog was closed."""
        if self._stop.is_set():
            raise Cancelled
        self._progress.report(done, total, doing)


def _plan(office: Office, kind: str, path: Path, *, progress: Progress) -> ImportPlan:
    """What importing a file of this kind would do."""
    return (plan_rates if kind == RATES else plan_iati)(office, path, progress=progress)


class ImportDialog(Dialog):
    """Asks for a kind and a file, shows the plan, imports. `imported` carries the outcome.

    What is imported is what was shown: another kind or file asks for another look. Closing stops what is under
    way; an import that is past stopping is finished, and told, first.
    """

    imported = Signal(object)

    def __init__(self, context: Context, window: QWidget, *, kind: str = IATI) -> None:
        super().__init__(context, window, context.text(say("Import")), width=720)
        self._plan: ImportPlan | None = None
        self._stop = threading.Event()
        self._importing = False
        self.body.addWidget(self._kind_row(kind))
        self.path = QLineEdit()
        self.path.setPlaceholderText(context.text(say("The file")))
        self.path.setAccessibleName(self.path.placeholderText())
        self.path.returnPressed.connect(self.look)
        self.path.textChanged.connect(lambda _text: self._forget())
        choose = button(
            context.text(say("Choose a file")), palette=context.palette, name=Icon.FOLDER, on_click=self._choose
        )
        self.body.addLayout(row(self.path, choose))
        self._found = QVBoxLayout()
        self._found.setSpacing(10)
        self.body.addLayout(self._found)
        self._add_verbs()
        self._show_kind(kind)

    def _kind_row(self, kind: str) -> QWidget:
        text, context = self.context.text, self.context
        choices = [
            (IATI, text(say("IATI activities (.xml)"))),
            (RATES, text(say("UN exchange rates (.xls, .xml)"))),
        ]
        right_to_left = context.language.right_to_left
        return segments(choices, kind, self._show_kind, palette=context.palette, right_to_left=right_to_left)

    def _add_verbs(self) -> None:
        text, palette = self.context.text, self.context.palette
        self._look = button(text(say("Look at it first")), palette=palette, on_click=self.look)
        self.import_button = button(text(say("Import")), kind="primary", palette=palette, on_click=self.apply)
        self.import_button.setEnabled(False)
        cancel = button(text(say("Cancel")), kind="ghost", palette=palette, on_click=self.cancel)
        self.add_foot([cancel, self._look, self.import_button])

    def _show_kind(self, kind: str) -> None:
        self.kind = kind
        self._forget()

    def _forget(self) -> None:
        """Lets go of what was shown, and of what is being read: it is not what would be imported now."""
        self._stop.set()
        self._stop = threading.Event()
        self._plan = None
        clear(self._found)
        self.import_button.setEnabled(False)
        if self.isVisible():
            self._place()

    def _choose(self) -> None:
        kinds = {IATI: "XML (*.xml)", RATES: "UN (*.xls *.txt *.tsv *.xml)"}
        chosen, _kind = QFileDialog.getOpenFileName(self, self.context.text(say("Import")), "", kinds[self.kind])
        if chosen:
            self.path.setText(chosen)
            self.look()

    def look(self) -> None:
        """Reads the file and shows what importing it would do; nothing is written."""
        if self._importing:
            return
        self._forget()
        name = self.path.text().strip()
        path, office, kind, stop = Path(name), self.context.office, self.kind, self._stop
        if not name:
            self._choose()
            return

        def work(progress: Progress) -> ImportPlan:
            return _plan(office, kind, path, progress=_Stoppable(progress, stop))

        def done(plan: ImportPlan) -> None:
            if not stop.is_set():
                self._show_plan(plan)

        def failed(error: BaseException) -> None:
            if not stop.is_set():
                self.context.report(error)

        self.context.tasks.run(self, work, done, failed, say("Reading {file}", file=path.name))

    # --- the plan ----------------------------------------------------------------------------------------------------

    def _show_plan(self, plan: ImportPlan) -> None:
        self._plan = plan
        clear(self._found)
        self._found.addWidget(hairline())
        self._found.addWidget(self._counts(plan))
        for note in plan.notes:
            self._found.addWidget(label(self.context.text(note), TextStyle.SMALL, ink="secondary", wraps=True))
        for what, count in plan.left_out.items():
            left = say("Left out, kept in the copy of the file: {count} {what}", count=count, what=what)
            self._found.addWidget(label(self.context.text(left), TextStyle.SMALL, ink="muted", wraps=True))
        for problem in plan.problems[:_SHOWN_PROBLEMS]:
            self._found.addWidget(self._problem(problem))
        self._found.addWidget(label(self.context.text(self._sentence(plan)), ink="secondary", wraps=True))
        self.import_button.setEnabled(plan.is_news)

    def _sentence(self, plan: ImportPlan) -> Message:
        if not plan.is_news:
            return plan.sentence
        if plan.removed:
            return say(
                "Adds {added} records, updates {changed}, and removes {removed} that the file no longer holds. "
                "It can be undone.",
                added=plan.added,
                changed=plan.changed,
                removed=plan.removed,
            )
        return say(
            "Adds {added} records and updates {changed}. What is here already stays as it is. It can be undone.",
            added=plan.added,
            changed=plan.changed,
        )

    def _counts(self, plan: ImportPlan) -> QWidget:
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(4)
        for place, heading in enumerate((say("New"), say("Changed"), say("Same")), start=1):
            shown = label(self.context.text(heading), TextStyle.SMALL, ink="muted")
            grid.addWidget(shown, 0, place, flush_right())
        for line, (table, *counts) in enumerate(plan.counts(), start=1):
            register = register_of(table)
            grid.addWidget(label(self.context.text(register.title) if register else table), line, 0)
            for place, count in enumerate(counts, start=1):
                shown = label(self.context.language.value(count), TextStyle.STRONG if count else TextStyle.BODY)
                grid.addWidget(shown, line, place, flush_right())
        grid.setColumnStretch(0, 1)
        return holder

    def _problem(self, problem: Problem) -> QWidget:
        serious = problem.severity is Severity.ERROR
        palette = self.context.palette
        picture = QLabel()
        picture.setPixmap(
            pixmap(Icon.ERROR if serious else Icon.WARNING, palette.negative if serious else palette.warning)
        )
        text = self.context.language.join((problem.sentence, problem.fix))
        texts = column(
            label(problem.where, TextStyle.STRONG), label(text, TextStyle.SMALL, ink="secondary", wraps=True)
        )
        holder = QWidget()
        layout = row(picture, spacing=8)
        layout.setAlignment(picture, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(texts, 1)
        holder.setLayout(layout)
        return holder

    def apply(self) -> None:
        """Imports what was shown."""
        plan, office, stop = self._plan, self.context.office, self._stop
        if plan is None or self._importing:
            return
        self._importing = True
        self._holder.setEnabled(False)
        self.import_button.setEnabled(False)

        def done(outcome: Outcome) -> None:
            self._importing = False
            self.close_overlay()
            self.imported.emit(outcome)

        def failed(error: BaseException) -> None:
            self._importing = False
            self._holder.setEnabled(True)
            if stop.is_set():
                self.close_overlay()
            self.context.report(error)

        self.context.run(
            self,
            lambda progress: apply_import(office, plan, progress=_Stoppable(progress, stop)),
            say("Importing {file}", file=plan.path.name),
            on_done=done,
            on_error=failed,
        )

    def cancel(self) -> None:
        """Closes; an import that is under way is stopped first, and taken back."""
        self._stop.set()
        if not self._importing:
            self.close_overlay()
