"""The last step of an import: what came in, and what one may do with it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.language import say, say_many
from desktop.ui.context import Context
from desktop.ui.models.import_state import ImportState
from desktop.ui.theme import Icon, TextStyle, pixmap
from desktop.ui.widgets.basics import clear, label
from desktop.ui.widgets.empty_state import WIDTH, Way, WayCard


class DoneStep(QWidget):
    """`records_wanted`, `ledger_wanted`, `undo_wanted`, `marked_wanted` and `next_wanted` ask for what its ways say."""

    records_wanted = Signal()
    ledger_wanted = Signal()
    undo_wanted = Signal()
    marked_wanted = Signal()
    next_wanted = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.card: WayCard | None = None
        self._middle = QVBoxLayout()
        self._middle.setSpacing(20)
        holder = QWidget()
        holder.setFixedWidth(WIDTH)
        holder.setLayout(self._middle)
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        layout.addWidget(holder, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)

    def show_state(self, state: ImportState) -> None:
        """Says what was done."""
        clear(self._middle)
        self._middle.addLayout(self._head(state))
        self.card = WayCard(self._ways(state), palette=self._context.palette)
        self._middle.addWidget(self.card)

    def _head(self, state: ImportState) -> QHBoxLayout:
        text, palette = self._context.text, self._context.palette
        sign = QLabel()
        undone = state.is_undone
        sign.setPixmap(
            pixmap(Icon.UNDO if undone else Icon.DONE, palette.muted if undone else palette.positive, size=28)
        )
        texts = QVBoxLayout()
        texts.setSpacing(6)
        title = say("The import is taken back") if undone else say("The rows are in the office")
        texts.addWidget(label(text(title), TextStyle.EMPTY_TITLE, wraps=True))
        if state.done is not None:
            texts.addWidget(label(text(state.done), ink="secondary", wraps=True))
        if state.left_out and not undone:
            told = say_many("{count} row stayed out.", "{count} rows stayed out.", count=state.left_out)
            texts.addWidget(label(text(told), ink="secondary", wraps=True))
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(texts, 1)
        return head

    def _ways(self, state: ImportState) -> list[Way]:
        """What one may do next: first what is most likely wanted."""
        text = self._context.text
        ways = []
        if state.waiting:
            name = state.waiting[0].name
            ways.append(Way(text(say("Next file")), name, Icon.FORWARD, self.next_wanted.emit))
        if not state.is_undone and state.batch_id:
            ways += self._about_what_came(state)
        if state.kind == "ledger" and state.path is not None:
            beside = (
                text(say("Hold it against the ledger")),
                text(say("What agrees, what differs, and what is missing on either side")),
            )
            ways.append(Way(*beside, Icon.PROOF, self.ledger_wanted.emit))
        if state.left_out and state.has_remarks:
            copy = (
                text(say("Save a marked-up copy")),
                text(say("Your workbook with a comment on each cell that kept a row out")),
            )
            ways.append(Way(*copy, Icon.EXCEL, self.marked_wanted.emit))
        if not state.waiting:
            another = text(say("Import another file")), text(say("Choose, drop or paste it"))
            ways.append(Way(*another, Icon.IMPORTS, self.next_wanted.emit))
        return ways

    def _about_what_came(self, state: ImportState) -> list[Way]:
        text = self._context.text
        see = text(say("See what came in")), text(say("The list, with the records it added alone"))
        undo = text(say("Undo this import")), text(say("What it brought goes, what it changed gets its old values"))
        ways = [Way(*see, Icon.SEARCH, self.records_wanted.emit)] if state.has_added else []
        return [*ways, Way(*undo, Icon.UNDO, self.undo_wanted.emit)]
