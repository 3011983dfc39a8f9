"""Drives the import dialog, and reads what it shows and what came of it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QGridLayout, QLabel

from desktop.services import records
from desktop.services.offices import Office
from desktop.ui.dialogs.import_dialog import ImportDialog
from tests.helpers.window import WindowDriver, press, type_text


def open_import(driver: WindowDriver, kind: str = "iati") -> ImportDialog:
    """Opens the dialog."""
    driver.go("import", kind)
    return driver.dialog(ImportDialog)


def look_at(dialog: ImportDialog, path: Path) -> None:
    """Types a path and presses Enter."""
    dialog.path.setFocus()
    press(dialog.path, "Ctrl+A")
    type_text(str(path))
    press(dialog.path, "Return")


def counts(dialog: ImportDialog) -> dict[str, list[str]]:
    """The lines of the preview: new, changed, same by register."""
    (heading,) = [part for part in dialog.findChildren(QLabel) if part.text() == "Same"]
    holder = heading.parentWidget()
    assert holder is not None
    grid = holder.layout()
    assert isinstance(grid, QGridLayout)

    def text(line: int, place: int) -> str:
        item = grid.itemAtPosition(line, place)
        assert item is not None
        shown = item.widget()
        assert isinstance(shown, QLabel)
        return shown.text()

    return {text(line, 0): [text(line, place) for place in (1, 2, 3)] for line in range(1, grid.rowCount())}


def said(driver: WindowDriver) -> str:
    """The last sentence of the status bar."""
    return driver.view.status.message.text()


def projects(office: Office) -> list[str]:
    """The codes of all projects."""
    return [choice.code for choice in records.choices(office, "projects")]


def entries(office: Office) -> list[str]:
    """The documents of all entries."""
    return sorted(choice.code for choice in records.choices(office, "ledger"))


def grant_of(office: Office, reference: str) -> int:
    """The id of a grant."""
    return records.choices(office, "grants", search=reference)[0].id
