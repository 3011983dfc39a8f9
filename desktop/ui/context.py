"""What every page and dialog is given: the office, the language, the colours, and how to ask for work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from desktop.config.settings import Settings, ViewSettings
from desktop.domain.progress import Progress
from desktop.language import Cancelled, Language, Message, UserError, refused_by_system
from desktop.services.history import UndoStack
from desktop.services.offices import Office, Outcome
from desktop.ui.tasks import TaskRunner
from desktop.ui.theme import Palette

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Route:
    """Where in the program one is: a page, what it shows, and how. `paths` are files that the page is to open, one
    after another.
    """

    page: str
    key: str = ""
    record_id: int = 0
    filters: tuple[str, ...] = ()
    tab: str = ""
    paths: tuple[str, ...] = ()


class Context(QObject):
    """Shared by all parts of one window. Nothing here is global: tests make as many as they like.

    `changed` carries the tables a use case touched: pages mark themselves stale and read again when seen. `said` is for
    the status bar, `failed` for expected troubles, `wanted` for going somewhere.
    """

    changed = Signal(frozenset)
    said = Signal(object)
    failed = Signal(object)
    wanted = Signal(object)
    settings_changed = Signal(object)

    def __init__(
        self,
        *,
        office: Office | None,
        language: Language,
        palette: Palette,
        settings: Settings,
        tasks: TaskRunner,
        keep: Callable[[Settings], None],
    ) -> None:
        super().__init__()
        self.language = language
        self.palette = palette
        self.settings = settings
        self.tasks = tasks
        self.undo_stack = UndoStack()
        self._office = office
        self._keep = keep
        self._see_names()

    @property
    def office(self) -> Office:
        """The open office. Raises RuntimeError on the welcome page, where there is none."""
        if self._office is None:
            msg = "no office is open"
            raise RuntimeError(msg)
        return self._office

    @property
    def today(self) -> date:
        """The day that counts in this office."""
        return self.office.today

    @property
    def shows_names(self) -> bool:
        """Whether an open office shows who the volunteers are."""
        return self._office is not None and self._office.shows_names

    def _see_names(self) -> None:
        """Who the volunteers are is read only while the user asks for it."""
        if self._office is not None:
            self._office.shows_names = self.settings.volunteer_names

    def text(self, text: Message) -> str:
        """A sentence in the language of the screen."""
        return self.language.text(text)

    def read(
        self,
        parent: QObject,
        work: Callable[[], Result],
        on_done: Callable[[Result], None],
        *,
        patient: bool = False,
    ) -> None:
        """Reads something off the window's thread for `parent`; `patient` when rows in sight must not wait for it."""
        self.tasks.read(parent, work, on_done, self.report, patient=patient)

    def run(
        self,
        parent: QObject,
        work: Callable[[Progress], Outcome],
        title: Message,
        *,
        on_done: Callable[[Outcome], None] | None = None,
        on_error: Callable[[BaseException], None] | None = None,
    ) -> None:
        """Does a use case off the window's thread, then announces its outcome; troubles are shown, or go to `on_error`.

        Even a short one goes this way: a server may be far off, a disk slow.
        """

        def done(outcome: Outcome) -> None:
            self.announce(outcome)
            if on_done is not None:
                on_done(outcome)

        self.tasks.run(parent, work, done, on_error or self.report, title)

    def announce(self, outcome: Outcome, *, remember: bool = True) -> None:
        """Says once what a use case did: to the undo stack, the status bar, and every page."""
        if remember:
            self.undo_stack.note(outcome)
        self.said.emit(outcome.message)
        if outcome.tables:
            self.changed.emit(outcome.tables)

    def report(self, error: BaseException) -> None:
        """Shows an expected trouble; lets a fault of the program go to whoever catches faults."""
        if isinstance(error, UserError):
            self.failed.emit(error)
        elif isinstance(error, OSError):
            self.failed.emit(refused_by_system(error))
        elif isinstance(error, Cancelled):
            self.said.emit(Cancelled.message)
        else:
            raise error

    def go(self, route: Route) -> None:
        """Asks the window to show `route`."""
        self.wanted.emit(route)

    def keep_settings(self, settings: Settings) -> None:
        """Makes `settings` the user's, and announces it."""
        self.settings = settings
        self._keep(settings)
        self._see_names()
        self.settings_changed.emit(settings)

    def keep_nothing_new(self, sha256: str) -> None:
        """Keeps that a file brings the office nothing new, as looked at now; nobody needs to hear of it."""
        at = self.office.clock().isoformat()
        self.settings = self.settings.with_nothing_new(self.office.facts.uid, sha256, at)
        self._keep(self.settings)

    def keep_view(self, key: str, view: ViewSettings) -> None:
        """Keeps how a list is arranged; nobody needs to hear of it."""
        self.settings = self.settings.with_view(key, view)
        self._keep(self.settings)
