"""The second step of an import: which column of the sheet holds which field, and how its values are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.services.imports import Draft, Guess, SheetMapping, Style
from desktop.ui.context import Context
from desktop.ui.widgets.basics import put_into
from desktop.ui.widgets.column_card import HEIGHT, WIDTH, ColumnCard
from desktop.ui.widgets.sheet_excerpt import GUTTER, MOST_COLUMNS, ROW, SheetExcerpt

_BAR = 12  # as wide as a scroll bar is


class ColumnsStep(QWidget):
    """Cards over the first rows of the sheet. `changed` carries the mapping that a person made of it."""

    changed = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._draft: Draft | None = None
        self.cards: dict[int, ColumnCard] = {}
        self.excerpt: SheetExcerpt | None = None
        self.heads = QScrollArea()
        self.heads.setFixedHeight(HEIGHT + 2)
        self.heads.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.heads.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body = QScrollArea()
        self.body.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        for area in (self.heads, self.body):
            area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        across, below = self.heads.horizontalScrollBar(), self.body.horizontalScrollBar()
        across.valueChanged.connect(below.setValue)
        below.valueChanged.connect(across.setValue)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        beside = QHBoxLayout()  # the scroll bar of the rows stands beside the rows alone
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        beside.addWidget(self.heads)
        beside.addSpacing(_BAR)
        layout.addLayout(beside)
        layout.addWidget(self.body, 1)

    def show_draft(self, draft: Draft, styles: Mapping[str, Style]) -> None:
        """Shows how a file is read; where one had scrolled to stays."""
        focused = next((column for column, card in self.cards.items() if card.has_focus), None)
        asked = focused is not None and not self.cards[focused].box.hasFocus()
        place = self.heads.horizontalScrollBar().value() if self._same_sheet(draft) else -1
        self._draft = draft
        self.cards = {}
        strip = QWidget()
        strip.setObjectName("scrolled")
        layout = QHBoxLayout(strip)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addSpacing(GUTTER)
        guesses = {guess.column: guess for guess in draft.guesses}
        for column in range(min(len(draft.sheet.columns), MOST_COLUMNS)):
            if column in guesses:
                layout.addWidget(self._card(draft, column, guesses[column], styles))
            else:
                layout.addSpacing(WIDTH)
        put_into(self.heads, strip)
        strip.setFixedSize(GUTTER + min(len(draft.sheet.columns), MOST_COLUMNS) * WIDTH, HEIGHT)
        context = self._context
        self.excerpt = SheetExcerpt(
            draft, language=context.language, palette=context.palette, names=context.shows_names
        )
        self.excerpt.header_wanted.connect(self.choose_header)
        put_into(self.body, self.excerpt)
        self.body.verticalScrollBar().setValue(max(0, (min(draft.mapping.header_rows, default=0) - 2) * ROW))
        self._scroll_to(place)
        if focused in self.cards:
            self.cards[focused].take_focus(asked=asked)

    def _same_sheet(self, draft: Draft) -> bool:
        before = self._draft
        return before is not None and before.book is draft.book and before.mapping.sheet == draft.mapping.sheet

    def _scroll_to(self, place: int) -> None:
        bar = self.heads.horizontalScrollBar()
        bar.setValue(max(place, 0))

    def _card(self, draft: Draft, column: int, guess: Guess, styles: Mapping[str, Style]) -> ColumnCard:
        letters = draft.sheet.address(0, column).rpartition("!")[2].rstrip("1")
        card = ColumnCard(self._context, guess, letters, draft.fields)
        if guess.field in styles:
            card.show_style(draft.field(guess.field), styles[guess.field])
        card.chosen.connect(self.choose_field)
        card.style_chosen.connect(self._choose_style)
        self.cards[column] = card
        return card

    # --- what a person changes ---------------------------------------------------------------------------------------

    def choose_field(self, column: int, key: str) -> None:
        """Lets a column hold a field, or none."""
        if self._draft is not None and self._draft.mapping.fields.get(column, "") != key:
            self.changed.emit(self._draft.mapping.with_field(column, key))

    def _choose_style(self, key: str, style: str) -> None:
        if self._draft is not None:
            self.changed.emit(self._draft.mapping.with_style(key, style))

    def choose_header(self, row: int) -> None:
        """Takes a row of the sheet for that of the headings; what fields the columns hold is found anew."""
        if self._draft is None or (row,) == self._draft.mapping.header_rows:
            return
        self.changed.emit(replace(self._draft.mapping, header_rows=(row,)))

    # --- dragging ----------------------------------------------------------------------------------------------------

    def column_at(self, on_screen: QPoint) -> int:
        """The column under a point of the screen, -1 for none."""
        if not self.rect().contains(self.mapFromGlobal(on_screen)):
            return -1
        for column, card in self.cards.items():
            inside = card.mapFromGlobal(on_screen)
            if 0 <= inside.x() < card.width() and inside.y() >= 0:
                return column
        return -1

    def mark(self, on_screen: QPoint | None) -> None:
        """Shows over which column a field is dragged."""
        over = -1 if on_screen is None else self.column_at(on_screen)
        for column, card in self.cards.items():
            card.mark_target(on=column == over)

    def drop(self, key: str, on_screen: QPoint) -> None:
        """Lets the column under a point hold a field."""
        self.mark(None)
        column = self.column_at(on_screen)
        if column >= 0:
            self.choose_field(column, key)

    def focus_open(self) -> None:
        """Goes to the first column that asks how it is written; without one, to the first column."""
        asking = [card.style_box for card in self.cards.values() if card.style_box is not None and card.is_open]
        boxes = [*asking, *(card.box for card in self.cards.values())]
        if boxes:
            boxes[0].setFocus(Qt.FocusReason.OtherFocusReason)
            self.heads.ensureWidgetVisible(boxes[0])

    def focus_field(self, key: str) -> None:
        """Goes to the column that holds a field, or to the first that holds none."""
        mapping: SheetMapping | None = None if self._draft is None else self._draft.mapping
        if mapping is None:
            return
        column = mapping.column_of(key)
        if column is None:
            column = next((each for each in self.cards if each not in mapping.fields), None)
        if column in self.cards:
            card = self.cards[column]
            self.heads.ensureWidgetVisible(card)
            card.box.setFocus(Qt.FocusReason.OtherFocusReason)
