"""What one can do with the cells of a budget, as a menu: each entry shows its key."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from desktop.language import Message
from desktop.ui.context import Context

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
