"""Entries below each other with what they come to: a correction, or what a dialog is going to post."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from desktop.domain.money import Money
from desktop.language import say
from desktop.services.ledger import Correction, Posting, correction_of
from desktop.ui.context import Context, Route
from desktop.ui.theme import TextStyle
from desktop.ui.widgets.basics import (
    ElidedLabel,
    Ink,
    button,
    clear,
    column,
    flush_right,
    hairline,
    label,
    margins,
    row,
)


@dataclass(frozen=True, slots=True)
class CardLine:
    """A line of a card: what it is in small print, its name, where a press leads, and its amount."""

    caption: str
    name: str
    amount: str
    route: Route | None = None
    negative: bool = False


class PostingCard(QFrame):
    """A card of entries; the last line, in strong print, is what they come to."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("card")
        self.context = context
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(1, 1, 1, 1)
        self._layout.setSpacing(0)

    def show_lines(self, lines: Sequence[CardLine], *, total: CardLine | None = None) -> None:
        """Shows these lines in the place of the others; amounts stand below each other, flush right."""
        clear(self._layout)
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.setColumnStretch(0, 1)
        for place, line in enumerate((*lines, *((total,) if total is not None else ()))):
            strong = line is total
            if place:
                grid.addWidget(hairline(strong=strong), 2 * place - 1, 0, 1, 2)
            grid.addWidget(self._words(line, strong=strong), 2 * place, 0)
            grid.addWidget(self._amount(line, strong=strong), 2 * place, 1)
        holder = QWidget()
        holder.setLayout(grid)
        self._layout.addWidget(holder)

    def _words(self, line: CardLine, *, strong: bool) -> QWidget:
        words = column(spacing=0)
        words.setContentsMargins(margins(10, 6, 6, 6))
        if line.caption:
            words.addWidget(ElidedLabel(line.caption, TextStyle.CAPTION, ink="muted"))
        route = line.route
        if route is not None:
            go = button(line.name, kind="link", palette=self.context.palette, on_click=lambda: self.context.go(route))
            words.addLayout(row(go, None))
        else:
            words.addWidget(ElidedLabel(line.name, TextStyle.STRONG if strong else TextStyle.BODY))
        made = QWidget()
        made.setLayout(words)
        return made

    def _amount(self, line: CardLine, *, strong: bool) -> QWidget:
        ink: Ink = "negative" if line.negative else ""
        amount = label(line.amount, TextStyle.STRONG if strong else TextStyle.BODY, ink=ink)
        amount.setAlignment(flush_right())
        amount.setContentsMargins(margins(6, 0, 10, 0))
        return amount


def posting_lines(context: Context, postings: Sequence[Posting]) -> list[CardLine]:
    """What is going to be posted: each entry with its document, its description and its amount."""
    return [
        CardLine(
            posting.description,
            posting.reference,
            context.language.money(posting.amount),
            negative=posting.amount.amount < 0 and posting.kind != "commitment",
        )
        for posting in postings
    ]


class CorrectionCard(PostingCard):
    """The three entries of a correction, added up; the one that is looked at is no link."""

    def __init__(self, context: Context, correction: Correction, *, current: int) -> None:
        super().__init__(context)
        self._current = current
        parts = [
            self._part(context.text(say("Corrected")), correction.original),
            self._part(context.text(say("Reversed by")), correction.reversal),
        ]
        if correction.replacement is not None:
            parts.append(self._part(context.text(say("Posted again as")), correction.replacement))
        net = CardLine("", context.text(say("Net effect on the grant")), self._number(correction.net))
        self.show_lines(parts, total=net)

    def _part(self, caption: str, posting: Posting) -> CardLine:
        name = posting.reference or str(posting.id)
        route = None if posting.id == self._current else Route("record", "ledger", posting.id)
        return CardLine(caption, name, self._number(posting.amount), route, negative=posting.amount.amount < 0)

    def _number(self, money: Money) -> str:
        return self.context.language.number(money.amount)


class CorrectionPart(QWidget):
    """The card of the correction that an entry is part of, once it was read; nothing for an entry that was right."""

    def __init__(self, context: Context, entry_id: int, *, width: int = 0) -> None:
        super().__init__()
        self._context = context
        self._entry_id = entry_id
        self._layout = column()
        self.setLayout(self._layout)
        if width:
            self.setMaximumWidth(width)
        office = context.office
        context.read(self, lambda: correction_of(office, entry_id), self._show)

    def _show(self, found: Correction | None) -> None:
        if found is None:
            self.hide()
        else:
            self._layout.addWidget(CorrectionCard(self._context, found, current=self._entry_id))
