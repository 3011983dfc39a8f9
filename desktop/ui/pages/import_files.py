"""What the page of an import asks of the user's disk: which files to read, and where to write."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from desktop.language import Message, say, without_marks
from desktop.registers import find_register
from desktop.services.imports import sheets

_READ = "*.xlsx *.xlsm *.xlsb *.xls *.ods *.csv *.tsv *.txt *.html *.htm *.xml"
_WRITTEN = "Excel (*.xlsx)"
Text = Callable[[Message], str]


def ask_tables(parent: QWidget, text: Text) -> list[Path]:
    """One file or more to read; none when the user thinks better of it."""
    kinds = f"{text(say('Tables'))} ({_READ})"
    chosen, _kind = QFileDialog.getOpenFileNames(parent, text(say("Import")), "", kinds)
    return [Path(name) for name in chosen]


def ask_marked_up(parent: QWidget, text: Text, name: str) -> Path | None:
    """Where the marked-up copy of a file goes."""
    proposed = without_marks(text(say("{name} with remarks.xlsx", name=Path(name).stem)))  # a name is no sentence
    path, _kind = QFileDialog.getSaveFileName(parent, text(say("Save marked-up copy")), proposed, _WRITTEN)
    return Path(path) if path else None


def ask_template(parent: QWidget, text: Text, kind: str) -> Path | None:
    """Where the empty workbook of a list goes."""
    title, proposed = text(say("Empty workbook to fill in")), f"{text(find_register(kind).title)}.xlsx"
    path, _kind = QFileDialog.getSaveFileName(parent, title, proposed, _WRITTEN)
    return Path(path) if path else None


def offer_kinds(parent: QWidget, text: Text, on_choose: Callable[[str], object]) -> None:
    """A menu of all lists that a table can be brought into."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for kind in sheets.KINDS:
        action = menu.addAction(text(find_register(kind).title))
        action.triggered.connect(lambda _checked=False, kind=kind: on_choose(kind))
    menu.popup(parent.mapToGlobal(parent.rect().center()))


def kind_of_xml(path: Path) -> str:
    """Whether a file of XML holds activities or rates."""
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError:
        return "iati"
    return "iati" if b"iati-" in head else "un_rates"
