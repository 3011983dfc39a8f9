"""F1: the map of the keyboard, and where things are."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QWidget

from desktop import __version__
from desktop.language import Message, say
from desktop.ui.context import Context
from desktop.ui.dialogs.dialog import Dialog
from desktop.ui.theme import TextStyle
from desktop.ui.widgets.basics import button, key_cap, label, row

KEYS: tuple[tuple[tuple[str, ...], Message], ...] = (
    (("Ctrl+K",), say("Find a record, run a command")),
    (("Alt+Left", "Alt+Right"), say("Back, forward")),
    (("Ctrl+1 … 9",), say("Go to an area")),
    (("F6", "Shift+F6"), say("Next, previous part of the window")),
    (("Ctrl+N",), say("New record of this list")),
    (("Return",), say("Open")),
    (("F2",), say("Edit the record")),
    (("Ctrl++", "Ctrl+-"), say("Add, remove a line of a budget")),
    (("Ctrl+V", "Ctrl+D"), say("Paste a block, fill down")),
    (("Ctrl+F",), say("Find in this list")),
    (("Alt+Down",), say("Filter")),
    (("Space",), say("Show or hide the detail")),
    (("F8", "Shift+F8"), say("Next, previous error of an import")),
    (("F7",), say("Where does this figure come from?")),
    (("Ctrl+Z", "Ctrl+Y"), say("Undo, do again")),
    (("Ctrl+C",), say("Copy as a table")),
    (("Ctrl+Shift+E",), say("What is shown, to Excel")),
    (("Ctrl+P",), say("Print the report")),
    (("Ctrl+I",), say("Import")),
    (("Ctrl+Return",), say("Save the form")),
    (("Ctrl+;",), say("Put today’s date")),
    (("Ctrl+B",), say("Narrow the sidebar")),
    (("Ctrl+,",), say("Settings")),
    (("Ctrl+S",), say("Says since when everything is saved")),
    (("Esc",), say("Close the innermost thing")),
    (("F1",), say("This map")),
)


class HelpDialog(Dialog):
    """The keys, two columns of them."""

    def __init__(self, context: Context, window: QWidget) -> None:
        version = context.text(say("GrantDesk {version}", version=__version__))
        super().__init__(context, window, context.text(say("Help and keys")), about=version, width=760)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        half = (len(KEYS) + 1) // 2
        for place, (keys, does) in enumerate(KEYS):
            line, side = place % half, place // half * 3
            caps = QWidget()
            caps.setLayout(row(*(key_cap(key) for key in keys), None, spacing=4))
            grid.addWidget(caps, line, side)
            grid.addWidget(label(context.text(does), wraps=True), line, side + 1)
        grid.setColumnMinimumWidth(2, 16)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(4, 1)
        self.body.addLayout(grid)
        saved = say("Nothing is ever unsaved: each change is kept at once, and undone with Ctrl+Z.")
        self.body.addWidget(label(context.text(saved), TextStyle.SMALL, ink="muted", wraps=True))
        close = button(context.text(say("Close")), palette=context.palette, on_click=self.close_overlay)
        self.add_foot([close])
