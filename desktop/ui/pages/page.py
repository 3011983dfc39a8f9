"""What all pages share: where they are, what they depend on, and reading anew when that changed and they are seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from desktop.domain.progress import Progress
from desktop.language import Message, say
from desktop.services.offices import Outcome
from desktop.ui.context import Context, Route
from desktop.ui.theme import TextStyle
from desktop.ui.widgets.basics import ElidedLabel, margins, row

Crumb = tuple[str, Route | None]


class Page(QWidget):
    """A page. `crumbs_changed` says that where one is has a better name now."""

    crumbs_changed = Signal()
    depends_on: frozenset[str] = frozenset()
    is_remade = False  # whether it makes its parts anew while one is on it
    wants_room: bool | None = None  # whether the sidebar is narrow here; None leaves it to the settings

    def __init__(self, context: Context, route: Route) -> None:
        super().__init__()
        self.setObjectName("page")
        self.context = context
        self.route = route
        self._stale = True
        context.changed.connect(self._on_changed)

    def text(self, message: Message) -> str:
        """A sentence in the language of the screen."""
        return self.context.text(message)

    def crumbs(self) -> list[Crumb]:
        """Where one is, from the area down."""
        return []

    def standing(self) -> tuple[Message | None, Message | None]:
        """What the status bar says while one is here: how something is done, and how much there is."""
        return None, None

    def refresh(self) -> None:
        """Reads what is shown; overridden by each page."""

    def focus_search(self) -> None:
        """Puts the focus into the page's own search field, where it has one."""

    def export(self, path: str = "") -> None:
        """Writes what the page shows to a file, asking for its name when `path` is empty, where a page can."""

    def write_workbook(self, path: str, name: str, write: Callable[[Path], Outcome]) -> None:
        """Writes to the workbook `path`, or where it is empty to one that the user chooses, with `name` proposed."""
        self.write_file(
            path, name, lambda target, _progress: write(target), title=say("To Excel"), kinds="Excel (*.xlsx)"
        )

    def write_file(
        self, path: str, name: str, write: Callable[[Path, Progress], Outcome], *, title: Message, kinds: str = ""
    ) -> None:
        """Writes to the file `path`, or where it is empty to one that the user chooses, with `name` proposed, whose
        ending it gets.
        """
        suffix = Path(name).suffix
        if not path:
            path, _kind = QFileDialog.getSaveFileName(self, self.text(title), name, kinds or f"*{suffix}")
            if path and not path.casefold().endswith(suffix.casefold()):
                path += suffix
        if path:
            target = Path(path)
            self.context.run(self, lambda progress: write(target, progress), say("Writing {file}", file=target.name))

    def memory(self) -> object:
        """How the user arranged the page, for when it is made anew in other words or colours; None for nothing."""
        return None

    def recall(self, memory: object) -> None:
        """Arranges the page as `memory` says, before it is shown."""

    def _on_changed(self, tables: frozenset[str]) -> None:
        if self.depends_on & tables:
            self._stale = True
            if self.isVisible():
                self._refresh_if_stale()

    def showEvent(self, event: QShowEvent) -> None:
        """Reads anew when something changed since it was seen last."""
        super().showEvent(event)
        self._refresh_if_stale()

    def _refresh_if_stale(self) -> None:
        if self._stale:
            self._stale = False
            self.refresh()


def page_title(text: str, *, snug: bool = False) -> ElidedLabel:
    """The one title of a page; high enough for Arabic, whose letters reach deeper below their line."""
    shown = ElidedLabel(text, TextStyle.TITLE, snug=snug)
    shown.setMinimumHeight(max(28, min(shown.sizeHint().height(), 36)))
    return shown


def page_head(
    title: str, actions: Sequence[QPushButton], *, chips: Sequence[QWidget] = ()
) -> tuple[QWidget, ElidedLabel]:
    """The head of a page: one title, marks beside it, actions at the end side. Returns it and the title."""
    shown = page_title(title)
    head = QWidget()
    layout = row(shown, *chips, 12, *actions, spacing=8)
    layout.setStretch(0, 1)
    layout.setContentsMargins(margins(20, 10, 16, 0))
    head.setLayout(layout)
    return head, shown
