"""The window around whatever is shown: the list of offices, or an open one; and how far long work in it is."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from desktop.language import Message, say
from desktop.ui.context import Context
from desktop.ui.dialogs.message_dialog import MessageDialog, ask
from desktop.ui.dialogs.record_dialog import RecordDialog
from desktop.ui.tasks import TaskRunner, ThreadRunner, Watch
from desktop.ui.widgets.mark import window_icon
from desktop.ui.widgets.toast import ProgressPanel

SMALLEST = (1024, 640)


class MainWindow(QMainWindow):
    """The frame around the welcome page or an office. `closing` is emitted before it goes.

    It does not go while a form holds what is not saved, or long work is under way, unless the user says so.
    """

    closing = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumSize(*SMALLEST)
        self.resize(1366, 768)
        self._context: Context | None = None
        self._followed: TaskRunner | None = None
        self._works: list[tuple[Watch, Message]] = []
        self._panel: ProgressPanel | None = None
        self._question: MessageDialog | None = None
        self._leaving = False

    def show_view(self, view: QWidget, *, context: Context, title: str) -> None:
        """Shows the welcome page or an office."""
        self._context = context
        self._follow(context.tasks)
        right_to_left = context.language.right_to_left
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft if right_to_left else Qt.LayoutDirection.LeftToRight)
        self.setWindowTitle(title)
        self.setWindowIcon(window_icon(context.palette))
        self.setCentralWidget(view)  # the one before goes by itself, later: it may be what asks for this
        self._hide_progress()
        self._show_progress()

    # --- where it stands on the screen --------------------------------------------------------------------------------

    def place(self) -> str:
        """Where it stands, how large it is and whether it is maximised, as text to be kept."""
        return bytes(self.saveGeometry().data()).hex()

    def go_to_place(self, kept: str) -> None:
        """Stands where it stood; where that is on no screen any more, Qt finds a place that is."""
        try:
            self.restoreGeometry(QByteArray(bytes.fromhex(kept)))
        except ValueError:  # not what `place` wrote
            return

    # --- long work ----------------------------------------------------------------------------------------------------

    def _follow(self, tasks: TaskRunner) -> None:
        if tasks is not self._followed and isinstance(tasks, ThreadRunner):
            tasks.progress_wanted.connect(self._begin_progress)
            tasks.progress_over.connect(self._end_progress)
            self._followed = tasks

    def _begin_progress(self, watch: Watch, title: Message) -> None:
        self._works.append((watch, title))
        self._show_progress()

    def _end_progress(self, watch: Watch) -> None:
        if self._works and self._works[0][0] is watch:
            self._hide_progress()
        self._works = [known for known in self._works if known[0] is not watch]
        self._show_progress()
        if not self._works:
            self._answer_for_user()

    def _show_progress(self) -> None:
        """Shows how far the first of the long works is: they are done one after the other."""
        if self._panel is None and self._works and self._context is not None:
            watch, title = self._works[0]
            language, palette = self._context.language, self._context.palette
            self._panel = ProgressPanel(self, watch, title, language=language, palette=palette)
            self._panel.open()

    def _hide_progress(self) -> None:
        if self._panel is not None:
            self._panel.leave()
            self._panel = None

    # --- going --------------------------------------------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:
        """Lets the office go first; asks when something would be lost."""
        unsaved = [form for form in self.findChildren(RecordDialog) if form.isVisible() and form.is_dirty]
        if unsaved:
            unsaved[-1].cancel()
            event.ignore()
        elif self._works and self._context is not None:
            self._ask_to_stop(self._context)
            event.ignore()
        else:
            self.closing.emit()
            super().closeEvent(event)

    def _ask_to_stop(self, context: Context) -> None:
        if self._question is not None:
            return
        self._question = ask(
            context,
            self,
            say("Stop what is under way?"),
            say("It is not finished. What was begun is taken back; nothing is left half done."),
            yes=say("Stop and close"),
            no=say("Let it finish"),
            on_yes=self._stop,
        )
        self._question.closed.connect(self._forget_question)

    def _forget_question(self) -> None:
        self._question = None

    def _stop(self) -> None:
        """Asks all long work to stop; the window goes when it has."""
        self._leaving = True
        for watch, _title in self._works:
            watch.cancelled.set()
        if not self._works:
            self.close()

    def _answer_for_user(self) -> None:
        """Goes when that was wanted; a question whether to stop has no sense any more."""
        if self._leaving:
            self._leaving = False
            QTimer.singleShot(0, self.close)
        elif self._question is not None:
            self._question.close_overlay()
