"""The foot of the page of an import: what would be done, in words, and the verbs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.language import Message, say
from desktop.ui.context import Context
from desktop.ui.theme import Icon, TextStyle, pixmap
from desktop.ui.widgets.basics import button, clear, emphasised, label, margins, row


class ImportFoot(QFrame):
    """Two lines, and buttons at the end side: `marked`, `cancel`, and `go`, the one the page is for."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.setObjectName("pageFoot")
        text, palette = context.text, context.palette
        self.marked = button(text(say("Save marked-up copy")), palette=palette, name=Icon.EXCEL)
        self.cancel = button(text(say("Cancel")), kind="ghost", palette=palette)
        self.go = button(text(say("Import")), kind="primary", palette=palette, shortcut="Ctrl+Return")
        self._words = QVBoxLayout()
        self._words.setSpacing(2)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(margins(20, 10, 20, 10))
        layout.setSpacing(12)
        layout.addLayout(self._words, 1)
        for made in (self.marked, self.cancel, self.go):
            layout.addWidget(made, 0, Qt.AlignmentFlag.AlignVCenter)

    def tell(self, first: Message, more: Sequence[Message], *, promise: Message | None = None) -> None:
        """Says what would be done, strong, then the rest; below it what one is promised."""
        language = self._context.language
        clear(self._words)
        parts = [(language.text(first), True), *((language.text(each), False) for each in more)]
        self._words.addWidget(emphasised(parts))
        self.setAccessibleName(" ".join(text for text, _strong in parts))
        if promise is not None:
            self._words.addWidget(self._promise(language.text(promise)))

    def _promise(self, text: str) -> QWidget:
        sign = QLabel()
        sign.setPixmap(pixmap(Icon.UNDO, self._context.palette.text_secondary, size=14))
        holder = QWidget()
        line = row(sign, label(text, TextStyle.SMALL, ink="secondary", wraps=True), spacing=6)
        line.setStretch(1, 1)
        holder.setLayout(line)
        return holder

    def offer(self, name: Message, *, enabled: bool) -> None:
        """Names the verb that goes on."""
        text = self._context.text(name)
        self.go.setText(text.replace("&", "&&"))
        self.go.setAccessibleName(text)
        self.go.setEnabled(enabled)
