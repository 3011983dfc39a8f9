"""What one can do with the cells of a grid, as a menu: each entry shows its key."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from desktop.language import Message, say
from desktop.ui.context import Context
from desktop.ui.widgets.typing_grid import TypingGrid

Entry = tuple[Message, str, Callable[[], object], bool]


def grid_menu(context: Context, parent: QWidget, entries: list[Entry | None]) -> QMenu:
    """A menu of verbs, their keys and what they do; those that cannot be done now are grey, None is a line."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for entry in entries:
        if entry is None:
            menu.addSeparator()
            continue
        text, key, does, possible = entry
        action = menu.addAction(context.text(text))
        action.setShortcut(QKeySequence(key))
        action.setShortcutVisibleInContextMenu(True)
        action.setEnabled(possible)
        action.triggered.connect(lambda _checked=False, does=does: does())
    return menu


def typing_entries(view: TypingGrid, *, possible: bool) -> list[Entry | None]:
    """What every grid offers in which one types; where it is not `possible` to type, one can still copy."""
    return [
        (say("Edit the cell"), "F2", view.begin, possible),
        None,
        (say("Copy"), "Ctrl+C", view.copy, True),
        (say("Paste"), "Ctrl+V", view.paste, possible),
        (say("Fill down"), "Ctrl+D", view.fill_down, possible),
    ]
