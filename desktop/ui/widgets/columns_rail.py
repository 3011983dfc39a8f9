"""The rail beside the columns of an import: the sheet, its row of headings, the fields to drag, and what is kept."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop.language import Message, say
from desktop.services.imports import Draft
from desktop.ui.context import Context
from desktop.ui.models.import_state import ImportState
from desktop.ui.theme import TextStyle
from desktop.ui.widgets.basics import button, clear, hairline, label, margins, row
from desktop.ui.widgets.choice_fields import ComboBox
from desktop.ui.widgets.field_chip import FieldChip
from desktop.ui.widgets.preview_facts import part
from desktop.ui.widgets.sheet_excerpt import shown_cell
from desktop.ui.widgets.tick_box import TickBox

_ROWS = 40  # rows that may hold the headings
_CELLS = 3  # of a row, by which it is told from others


class ColumnsRail(QWidget):
    """What was decided is told: `sheet_chosen`, `header_chosen`, `create_toggled`, `keep_wanted`; of the fields, that
    one is `dragged` over the screen, `dropped` there, or merely `pressed`.
    """

    sheet_chosen = Signal(str)
    header_chosen = Signal(int)
    create_toggled = Signal(bool)
    keep_wanted = Signal(str)
    dragged = Signal(QPoint)
    dropped = Signal(str, QPoint)
    pressed = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.chips: dict[str, FieldChip] = {}
        self.layout_ = QVBoxLayout(self)
        self.layout_.setContentsMargins(margins(16, 14, 16, 16))
        self.layout_.setSpacing(14)

    def show_state(self, state: ImportState) -> None:
        """Shows what there is to decide."""
        draft = state.draft
        clear(self.layout_)
        self.chips = {}
        if draft is None:
            return
        lacking = set(state.lacking)
        parts = [
            self._sheet_part(draft),
            self._fields_part(draft, lacking),
            self._create_part(state),
            self._keep_part(draft),
        ]
        for place, each in enumerate(parts):
            if place:
                self.layout_.addWidget(hairline())
            self.layout_.addWidget(each)
        self.layout_.addStretch(1)

    def _sheet_part(self, draft: Draft) -> QWidget:
        text = self._context.text
        self.sheet = ComboBox(self._context)
        for sheet in draft.book.sheets:
            self.sheet.addItem(sheet.name, sheet.name)
        self.sheet.setCurrentIndex(max(0, self.sheet.findData(draft.mapping.sheet)))
        self.sheet.setAccessibleName(text(say("Sheet")))
        self.sheet.activated.connect(lambda _place: self.sheet_chosen.emit(str(self.sheet.currentData())))
        self.header = ComboBox(self._context)
        for number in range(min(draft.sheet.height, _ROWS)):
            self.header.addItem(self._row_text(draft, number), number)
        first = min(draft.mapping.header_rows, default=0)
        self.header.setCurrentIndex(max(0, self.header.findData(first)))
        self.header.setAccessibleName(text(say("Row of the headings")))
        self.header.activated.connect(lambda _place: self.header_chosen.emit(int(self.header.currentData())))
        caption = label(text(say("Row of the headings")), ink="secondary")
        return part(text(say("Sheet")), self.sheet, caption, self.header)

    def _row_text(self, draft: Draft, number: int) -> str:
        """A row by its number and its first cells."""
        language = self._context.language
        columns = range(len(draft.sheet.columns))
        names = self._context.shows_names
        cells = (shown_cell(draft, number, column, language, names=names)[0] for column in columns)
        some = [cell for cell in cells if cell][:_CELLS]
        return language.beside(str(number + 1), language.comma.join(some)) if some else str(number + 1)

    def _fields_part(self, draft: Draft, lacking: set[str]) -> QWidget:
        text = self._context.text
        held = set(draft.mapping.fields.values())
        hint = label(
            text(say("Drag one onto its column, or choose it there.")), TextStyle.SMALL, ink="muted", wraps=True
        )
        for field in draft.fields:
            chip = FieldChip(
                field.key,
                text(field.label),
                palette=self._context.palette,
                used=field.key in held,
                needed=field.key in lacking,
            )
            chip.moved.connect(self.dragged)
            chip.dropped.connect(self.dropped)
            chip.pressed.connect(self.pressed)
            self.chips[field.key] = chip
        return part(text(say("Fields")), hint, *self.chips.values())

    def _create_part(self, state: ImportState) -> QWidget:
        text = self._context.text
        self.create_box = TickBox(text(say("Create what the office lacks")), palette=self._context.palette)
        self.create_box.setChecked(state.options.create_missing)
        self.create_box.toggled.connect(self.create_toggled)
        hint = self._hint(say("Projects, grants and others that the sheet names are made; the preview lists each."))
        return part(text(say("What the sheet names")), self.create_box, hint)

    def _keep_part(self, draft: Draft) -> QWidget:
        text = self._context.text
        self.name = QLineEdit(draft.mapping_name)
        self.name.setPlaceholderText(text(say("Name, such as Umoja extract")))
        self.name.setAccessibleName(text(say("Name of the mapping")))
        self.keep = button(text(say("Keep")), palette=self._context.palette, on_click=self._keep)
        self.name.returnPressed.connect(self._keep)
        line = QWidget()
        inside = row(self.name, self.keep, spacing=8)
        inside.setStretch(0, 1)
        line.setLayout(inside)
        hint = self._hint(say("Offered when a file with these headings comes again."))
        return part(text(say("Read the next one alike")), line, hint)

    def _hint(self, text: Message) -> QWidget:
        return label(self._context.text(text), TextStyle.SMALL, ink="muted", wraps=True)

    def _keep(self) -> None:
        if self.name.text().strip():
            self.keep_wanted.emit(self.name.text().strip())
