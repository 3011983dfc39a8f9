"""Asks whether a file may tell who the volunteers are, before it is asked where to; and the command that shows them."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtWidgets import QWidget

from desktop.language import Message, say
from desktop.ui.context import Context
from desktop.ui.dialogs.command_palette import Command
from desktop.ui.dialogs.dialog import Dialog
from desktop.ui.theme import Icon, TextStyle
from desktop.ui.widgets.basics import button, label
from desktop.ui.widgets.names_chip import switch_names
from desktop.ui.widgets.tick_box import TickBox

WIDTH = 520


class Told(Protocol):
    """Whoever is told whether a file may have `names`."""

    def __call__(self, *, names: bool) -> object:
        """Takes the answer."""


class NamesDialog(Dialog):
    """`on_choose` is told the answer, `proposed` is ticked at first: nothing but where people are looked for."""

    def __init__(
        self,
        context: Context,
        window: QWidget,
        title: Message,
        on_choose: Told,
        *,
        proposed: bool = False,
    ) -> None:
        super().__init__(context, window, context.text(title), width=WIDTH)
        self._on_choose = on_choose
        text, palette = context.text, context.palette
        codes = say("Without names, codes stand for the volunteers. Whoever has the office can look them up.")
        self.body.addWidget(label(text(codes), wraps=True))
        self.names = TickBox(text(say("With volunteers’ names")), palette=palette)
        self.names.setChecked(proposed)
        self.body.addWidget(self.names)
        noted = say("With them, it tells who they are and how to reach them. The history notes that it was written.")
        self.body.addWidget(label(text(noted), TextStyle.SMALL, ink="muted", wraps=True))
        cancel = button(text(say("Cancel")), kind="ghost", palette=palette, on_click=self.cancel)
        self.go_on = button(text(say("Save as…")), kind="primary", palette=palette, on_click=self.choose)
        self.add_foot([cancel, self.go_on])

    def choose(self) -> None:
        """Goes on with what is ticked."""
        names = self.names.isChecked()
        self.close_overlay()
        self._on_choose(names=names)


def names_command(context: Context) -> Command:
    """Shows the names of volunteers from anywhere, or hides them."""
    shown = context.office.shows_names
    name = say("Hide volunteers’ names") if shown else say("Show volunteers’ names")
    return Command(name, Icon.LOCKED if shown else Icon.CONTACTS, lambda: switch_names(context))
