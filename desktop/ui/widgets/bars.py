"""The bars above and below every page: where one is, search, undo; and what was done last."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from desktop.language import Language, Message, say
from desktop.ui.theme import Icon, Palette, TextStyle, pixmap
from desktop.ui.widgets.basics import ElidedLabel, button, clear, key_cap, label, margins, row
from desktop.ui.widgets.chips import Chip


class TopBar(QFrame):
    """Back, forward, where one is; then the sample mark, search, undo, redo, help. It never changes between pages."""

    back_pressed = Signal()
    forward_pressed = Signal()
    search_pressed = Signal()
    undo_pressed = Signal()
    redo_pressed = Signal()
    help_pressed = Signal()
    crumb_pressed = Signal(object)

    def __init__(self, *, language: Language, palette: Palette, is_sample: bool, read_only: bool) -> None:
        super().__init__()
        self.setObjectName("topBar")
        self.setFixedHeight(48)
        self._palette = palette
        self._language = language
        self.back = self._icon_button(say("Back"), Icon.BACK, "Alt+Left", self.back_pressed.emit)
        self.forward = self._icon_button(say("Forward"), Icon.FORWARD, "Alt+Right", self.forward_pressed.emit)
        self.undo = self._icon_button(say("Undo"), Icon.UNDO, "Ctrl+Z", self.undo_pressed.emit)
        self.redo = self._icon_button(say("Do again"), Icon.REDO, "Ctrl+Y", self.redo_pressed.emit)
        self.help = self._icon_button(say("Help and keys"), Icon.HELP, "F1", self.help_pressed.emit)
        self._crumbs = QHBoxLayout()
        self._crumbs.setSpacing(6)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 16, 0)
        layout.setSpacing(4)
        layout.addWidget(self.back)
        layout.addWidget(self.forward)
        layout.addSpacing(4)
        layout.addLayout(self._crumbs, 1)
        if read_only:
            layout.addWidget(Chip(language.text(say("Read only")), palette=palette, name=Icon.LOCKED))
            layout.addSpacing(4)
        if is_sample:
            layout.addWidget(Chip(language.text(say("Sample data")), palette=palette, tone="sample", name=Icon.SAMPLE))
            layout.addSpacing(4)
        layout.addWidget(self._search_button())
        layout.addSpacing(4)
        for part in (self.undo, self.redo, self.help):
            layout.addWidget(part)

    def _icon_button(self, text: Message, name: Icon, shortcut: str, pressed: Callable[[], object]) -> QPushButton:
        shown = self._language.text(text)
        return button(shown, kind="icon", palette=self._palette, name=name, shortcut=shortcut, on_click=pressed)

    def _search_button(self) -> QPushButton:
        text = self._language.text(say("Search or run a command"))
        made = button("", kind="search", palette=self._palette, on_click=self.search_pressed.emit)
        made.setAccessibleName(text)
        made.setFixedWidth(260)
        glass = QLabel()
        glass.setPixmap(pixmap(Icon.SEARCH, self._palette.muted))
        inside = row(glass, ElidedLabel(text, ink="muted"), key_cap("Ctrl+K"), spacing=8)
        inside.setContentsMargins(margins(10, 0, 6, 0))
        inside.setStretch(1, 1)
        made.setLayout(inside)
        for child in made.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        return made

    def show_crumbs(self, crumbs: list[tuple[str, object | None]]) -> None:
        """Shows where one is; each crumb but the last leads to its place."""
        clear(self._crumbs)
        for place, (text, route) in enumerate(crumbs):
            if place:
                arrow = QLabel()
                arrow.setPixmap(pixmap(Icon.CHEVRON_RIGHT, self._palette.muted, size=14))
                self._crumbs.addWidget(arrow)
            self._crumbs.addWidget(self._crumb(text, route, last=place == len(crumbs) - 1))

    def _crumb(self, text: str, route: object | None, *, last: bool) -> QWidget:
        if last or route is None:
            shown = ElidedLabel(text, TextStyle.STRONG) if last else label(text, ink="muted")
            if last:
                shown.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
            return shown
        made = button(text, kind="link", palette=self._palette, on_click=lambda: self.crumb_pressed.emit(route))
        made.setProperty("crumb", "true")
        return made


class StatusBar(QFrame):
    """What was done last and when; which office this is."""

    def __init__(self, *, language: Language, palette: Palette) -> None:
        super().__init__()
        self.setObjectName("statusBar")
        self.setFixedHeight(24)
        self._language = language
        self._office = self._hint = ""
        self._tick = QLabel()
        self._tick.setPixmap(pixmap(Icon.CHECK, palette.positive, size=12))
        self._saved = label("", TextStyle.CAPTION, ink="positive")
        self.message = ElidedLabel("", TextStyle.CAPTION, ink="muted")
        self.office = label("", TextStyle.CAPTION, ink="muted")
        layout = row(self._tick, self._saved, 10, self.message, 16, self.office, spacing=6)
        layout.setContentsMargins(20, 0, 20, 0)
        layout.setStretch(3, 1)
        self.setLayout(layout)
        for part in (self._tick, self._saved):
            part.hide()

    def show_done(self, message: Message, *, at: datetime) -> None:
        """Says what was done; nothing is ever unsaved, so the tick tells since when."""
        self._saved.setText(self._language.text(say("Saved {time}", time=self._language.time(at))))
        self._tick.show()
        self._saved.show()
        self.message.setText(self._language.text(message))

    def show_office(self, text: str) -> None:
        """Shows which office this is."""
        self._office = text
        self.office.setText(text)

    def show_standing(self, hint: Message | None, counted: Message | None) -> None:
        """Shows how something is done on a page, and before the office how much there is."""
        said = "" if hint is None else self._language.text(hint)
        if self.message.text() == self._hint:  # what was done last stays until something else is said
            self.message.setText(said)
        self._hint = said
        parts = [self._language.text(counted)] if counted is not None else []
        self.office.setText(self._language.beside(*parts, self._office))
