"""Pictures of how names are kept apart: the roster without and with them, what a file may tell, a warned text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtWidgets import QWidget

from desktop.ui.context import Context, Route
from desktop.ui.dialogs.people_files import ask_evacuation
from desktop.ui.dialogs.record_dialog import RecordDialog
from desktop.ui.pages.register_page import RegisterPage

_ROSTER = Route("register", "volunteers")


class Stage(Protocol):
    """What a picture needs of the window it is taken of."""

    context: Context

    def go(self, route: Route) -> None:
        """Shows a page."""

    @property
    def page(self) -> QWidget:
        """The page that is shown."""


def _show_roster(stage: Stage) -> None:
    stage.go(_ROSTER)


def _ask_names(stage: Stage) -> None:
    """Whether a file may tell names."""
    stage.go(_ROSTER)
    if isinstance(stage.page, RegisterPage):
        stage.page.export()


def _ask_evacuation(stage: Stage) -> None:
    """The one list that proposes names."""
    stage.go(_ROSTER)
    ask_evacuation(stage.context, stage.page)


def _warned(stage: Stage) -> None:
    """A note that likely tells who a person is."""
    stage.go(Route("register", "work_counts"))
    dialog = RecordDialog(stage.context, stage.page.window(), "work_counts")
    dialog.open()
    dialog.fields["note"].set_value("Heard in case RP 123/2018")
    dialog.look_at_texts()


def _show_names(stage: Stage) -> None:
    """The roster with names; another page than the one without them."""
    stage.context.office.shows_names = True
    stage.go(Route("register", "volunteers", tab="names"))


PRIVACY_SHOTS: tuple[tuple[str, Callable[[Stage], None]], ...] = (
    ("roster", _show_roster),
    ("roster-file", _ask_names),
    ("evacuation-file", _ask_evacuation),
    ("text-warned", _warned),
    ("roster-names", _show_names),
)
