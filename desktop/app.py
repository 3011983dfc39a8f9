"""The program with its window: opens offices, changes language and theme, and catches what we did wrong."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from desktop.bootstrap import Desk, set_up_desk
from desktop.config import paths
from desktop.config.log import start_log
from desktop.config.settings import RecentOffice, Settings
from desktop.domain.progress import Progress
from desktop.language import UserError, refused_by_system, say
from desktop.services.backups import restore_office
from desktop.services.offices import Office, find_office, needs_upgrade, new_office, place_of, upgrade_office
from desktop.ui.context import Context
from desktop.ui.dialogs.message_dialog import MessageDialog, ask, show_fault, show_trouble
from desktop.ui.main_window import MainWindow
from desktop.ui.office_view import OfficeView
from desktop.ui.pages.welcome_page import WelcomePage
from desktop.ui.tasks import TaskRunner, ThreadRunner
from desktop.ui.theme import apply_language, apply_theme, load_fonts, load_palette

SAMPLE_FILE = "sample.grantdesk"


class Application(QObject):
    """One running program with one window."""

    def __init__(self, qt: QApplication, desk: Desk, tasks: TaskRunner) -> None:
        super().__init__()
        self._qt = qt
        self._desk = desk
        self._tasks = tasks
        self._office: Office | None = None
        self._opening = False
        self._fault: MessageDialog | None = None
        self.window = MainWindow()
        self.window.go_to_place(desk.settings.window)
        self.window.closing.connect(self.close)
        self._log = start_log(paths.log_file())
        self._dress()
        self.context = self._make_context()

    # --- looks --------------------------------------------------------------------------------------------------------

    def _dress(self) -> None:
        """Puts language and theme of the settings on everything."""
        apply_language(self._qt, self._desk.language())
        apply_theme(self._qt, load_palette(self._desk.settings.theme))
        self._shown = _looks(self._desk.settings)

    def _make_context(self) -> Context:
        context = Context(
            office=self._office,
            language=self._desk.language(),
            palette=load_palette(self._desk.settings.theme),
            settings=self._desk.settings,
            tasks=self._tasks,
            keep=self._desk.keep,
        )
        context.settings_changed.connect(self._on_settings)
        return context

    def _on_settings(self, settings: Settings) -> None:
        """Shows the same place anew when words or looks are others; the office stays open."""
        view = self.window.centralWidget()
        if isinstance(view, OfficeView) and _looks(settings) == self._shown:
            return
        stack = self.context.undo_stack
        self._dress()
        self.context = self._make_context()
        self.context.undo_stack = stack
        if isinstance(view, OfficeView):
            self._show_office(before=view)
        else:
            self.show_welcome()

    # --- offices ------------------------------------------------------------------------------------------------------

    def show_welcome(self) -> None:
        """Shows the ways in."""
        page = WelcomePage(self.context)
        page.sample_wanted.connect(self.open_sample)
        page.new_wanted.connect(self.make_new)
        page.open_wanted.connect(self.open_office)
        page.restore_wanted.connect(self.restore)
        self.context.failed.connect(lambda error: show_trouble(self.context, self.window, error))
        self.window.show_view(page, context=self.context, title="GrantDesk")

    def open_sample(self) -> None:
        """Opens the sample office, made first when it is not there yet."""
        target = paths.offices() / SAMPLE_FILE
        if target.exists():
            self.open_office(str(target))
            return
        language, actor = self.context.language, self._desk.actor

        def work(_progress: Progress) -> Office:
            from desktop.services.sample import new_sample_office

            return new_sample_office(str(target), actor=actor, language=language)

        self._open(work, str(target))

    def make_new(self, location: str) -> None:
        """Makes an office and opens it."""
        actor = self._desk.actor
        self._open(lambda _progress: new_office(location, actor=actor), location)

    def open_office(self, location: str) -> None:
        """Opens an office; one of an older program is upgraded when the user agrees."""
        actor = self._desk.actor

        def work(_progress: Progress) -> Office | None:
            return None if needs_upgrade(location) else find_office(location, actor=actor)

        self._open(work, location)

    def _offer_upgrade(self, location: str) -> None:
        actor = self._desk.actor

        def upgrade(progress: Progress) -> Office:
            upgrade_office(location, progress=progress)
            return find_office(location, actor=actor)

        backed_up = say("An older GrantDesk made it. A backup is made first; older versions cannot open it afterwards.")
        shared = say("An older GrantDesk made it. See to a backup first; older versions cannot open it afterwards.")
        is_server = place_of(location).is_server
        ask(
            self.context,
            self.window,
            say("Upgrade this office?"),
            shared if is_server else backed_up,
            yes=say("Upgrade") if is_server else say("Back up and upgrade"),
            no=say("Leave it as it is"),
            on_yes=lambda: self._open(upgrade, location),
        )

    def restore(self, backup: str, location: str) -> None:
        """Makes an office from a backup and opens it."""
        actor = self._desk.actor

        def work(progress: Progress) -> Office:
            restore_office(Path(backup), location, progress=progress)
            return find_office(location, actor=actor)

        self._open(work, location)

    def _open(self, work: Callable[[Progress], Office | None], location: str) -> None:
        """Opens what `work` makes or finds; without an office it needs an upgrade first. One at a time."""
        if self._opening:
            return
        self._opening = True

        def opened(office: Office | None) -> None:
            self._opening = False
            if office is None:
                self._offer_upgrade(location)
            else:
                self._use(office, location)

        def failed(error: BaseException) -> None:
            self._opening = False
            self.context.report(error)

        self._tasks.run(self, work, opened, failed, say("Opening the office"))

    def _use(self, office: Office, location: str) -> None:
        self._release()
        self._office = office
        recent = RecentOffice(place_of(location).shown, office.facts.name, datetime.now(UTC).isoformat())
        self._desk.keep(self._desk.settings.with_recent(recent))
        self.context = self._make_context()
        self._show_office()

    def _show_office(self, *, before: OfficeView | None = None) -> None:
        view = OfficeView(self.context, before=before)
        view.welcome_wanted.connect(self._leave_office)
        title = f"{self.context.office.facts.name} · GrantDesk"
        self.window.show_view(view, context=self.context, title=title)

    def _leave_office(self) -> None:
        """Goes to the list of offices; the office is given back, once nothing is under way in it."""
        if self._tasks.at_work:
            self.context.report(
                UserError(
                    say("GrantDesk is still at work in this office."),
                    say("The office stays open until that is finished."),
                    say("Wait for it, or stop it, then go to the other offices."),
                )
            )
            return
        self._release()
        self.context = self._make_context()
        self.show_welcome()

    def _release(self) -> None:
        if self._office is not None:
            self._office.close()
            self._office = None

    # --- ends and faults ----------------------------------------------------------------------------------------------

    def close(self) -> None:
        """Finishes what is under way, gives the office back, and keeps where the window stood."""
        self._tasks.close()
        self._release()
        self._desk.keep(replace(self._desk.settings, window=self.window.place()))

    def exec(self) -> int:
        """Runs until the window is closed."""
        return self._qt.exec()

    def catch(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """What no one caught: a trouble is shown, anything else is ours to mend; either way the work goes on."""
        if isinstance(error, OSError):
            error = refused_by_system(error)
        if isinstance(error, UserError):
            show_trouble(self.context, self.window, error)
            return
        if isinstance(error, KeyboardInterrupt):  # Ctrl+C where it was started
            self.window.close()
            return
        report = "".join(traceback.format_exception(kind, error, trace))
        self._log.error("%s", report)
        sys.stderr.write(report)
        if self._fault is None:  # one at a time: a fault in drawing would cover the window with them
            self._fault = show_fault(
                self.context,
                self.window,
                log=str(paths.log_file()),
                on_copy=lambda: QApplication.clipboard().setText(report),
            )
            self._fault.closed.connect(self._forget_fault)

    def _forget_fault(self) -> None:
        self._fault = None


def _looks(settings: Settings) -> tuple[object, ...]:
    """What of the settings an office's view is made from: when it changes, the view is made anew."""
    return (
        settings.language,
        settings.theme,
        settings.comfortable_rows,
        settings.narrow_sidebar,
        settings.volunteer_names,
    )


def start(words: Sequence[str]) -> Application:
    """Opens the window on what was named: nothing, `--sample`, or an office."""
    qt = QApplication(["grantdesk"])
    qt.setApplicationName("GrantDesk")
    load_fonts()
    application = Application(qt, set_up_desk(), ThreadRunner())
    sys.excepthook = application.catch
    application.show_welcome()
    application.window.show()
    if words and words[0] == "--sample":
        application.open_sample()
    elif words:
        application.open_office(words[0])
    return application
