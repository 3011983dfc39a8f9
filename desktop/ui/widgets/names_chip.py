"""The mark in the head of a page about volunteers: whether names or codes stand there. Pressing it changes that."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QSizePolicy

from desktop.language import say
from desktop.ui.context import Context
from desktop.ui.theme import Icon
from desktop.ui.widgets.basics import row
from desktop.ui.widgets.chips import Chip, Tone
from desktop.ui.widgets.pressable import PressableRow


def switch_names(context: Context) -> None:
    """Shows the names of volunteers, or no longer; pages are made anew without or with them."""
    settings = context.settings
    context.keep_settings(replace(settings, volunteer_names=not settings.volunteer_names))


class NamesChip(PressableRow):
    """Says which of the two it is."""

    def __init__(self, context: Context) -> None:
        shown = context.office.shows_names
        text = context.text(say("Names shown") if shown else say("Names replaced by codes"))
        tone: Tone = "warning" if shown else "plain"
        sign = Icon.CONTACTS if shown else Icon.LOCKED
        self.chip = Chip(text, palette=context.palette, tone=tone, name=sign)
        super().__init__(row(self.chip), name=text, palette=context.palette, on_press=lambda: switch_names(context))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedSize(self.chip.sizeHint())
        does = say("Press to show codes in their place.") if shown else say("Press to show the names of volunteers.")
        self.setToolTip(context.text(does))
