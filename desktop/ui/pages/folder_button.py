"""The way from the list of imports to the folder of extracts; it says how many files wait there."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QPushButton

from desktop.language import Cancelled, UserError, say
from desktop.services.imports.folder import ExtractFolder, look_into
from desktop.ui.context import Context, Route
from desktop.ui.theme import Icon
from desktop.ui.widgets.basics import button


def folder_button(context: Context) -> QPushButton:
    """The button, with the count once the folder was looked into."""
    name = context.text(say("Folder of extracts"))
    made = button(
        name, palette=context.palette, name=Icon.FOLDER, small=True, on_click=lambda: context.go(Route("folder"))
    )
    _Count(context, made)
    return made


class _Count(QObject):
    """Counts the files that wait, now and after each import; it belongs to its button."""

    def __init__(self, context: Context, made: QPushButton) -> None:
        super().__init__(made)
        self._context = context
        self._button = made
        self._name = made.text()
        context.changed.connect(self._on_changed)
        self._look()

    def _on_changed(self, tables: frozenset[str]) -> None:
        if "import_batch" in tables:
            self._look()

    def _look(self) -> None:
        office = self._context.office
        folder = self._context.settings.extracts.get(office.facts.uid, "")
        if folder:
            seen = self._context.settings.nothing_new.get(office.facts.uid)
            work = partial(look_into, office, Path(folder), nothing_new=seen)
            self._context.tasks.read(self, work, self._show, self._refused, patient=True)

    def _show(self, found: ExtractFolder) -> None:
        count = self._context.language.value(len(found.waiting))
        self._button.setText(f"{self._name} {count}" if found.waiting else self._name)

    def _refused(self, error: BaseException) -> None:
        """A folder that is not there is told of on its own page."""
        self._button.setText(self._name)
        if not isinstance(error, (UserError, Cancelled)):
            self._context.report(error)
