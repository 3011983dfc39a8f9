"""The first rows of a sheet as they stand in it: which one holds the headings, which are left out."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.language import Language
from desktop.registers.sight import DOTS
from desktop.services.imports import Draft
from desktop.ui.theme import Palette, TextStyle, font
from desktop.ui.widgets.basics import elided, flush_right, start_side
from desktop.ui.widgets.column_card import WIDTH

ROW = 24
GUTTER = 52
SHOWN_ROWS = 60
MOST_COLUMNS = 120


class SheetExcerpt(QWidget):
    """`header_wanted` carries the row of the sheet whose number was pressed."""

    header_wanted = Signal(int)

    def __init__(self, draft: Draft, *, language: Language, palette: Palette, names: bool) -> None:
        super().__init__()
        self._names = names
        self._draft = draft
        self._language = language
        self._palette = palette
        sheet = draft.sheet
        self._columns = min(len(sheet.columns), MOST_COLUMNS)
        self._rows = min(sheet.height, max(SHOWN_ROWS, draft.layout.first + 10))
        self._held = set(draft.mapping.fields)
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        """All its rows and columns."""
        return QSize(GUTTER + self._columns * WIDTH, self._rows * ROW)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The number of a row makes it the row of the headings."""
        x, row = event.position().toPoint().x(), event.position().toPoint().y() // ROW
        in_gutter = x >= self.width() - GUTTER if self.isRightToLeft() else x < GUTTER
        if in_gutter and 0 <= row < self._rows:
            self.header_wanted.emit(row)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the rows in sight."""
        painter, seen = QPainter(self), event.rect()
        for row in range(max(0, seen.top() // ROW), min(self._rows, seen.bottom() // ROW + 1)):
            self._draw_row(painter, row, seen)

    def _x(self, column: int) -> int:
        """Where a column begins at the left, mirrored where reading starts at the right."""
        start = GUTTER + column * WIDTH
        return self.width() - start - WIDTH if self.isRightToLeft() else start

    def _draw_row(self, painter: QPainter, row: int, seen: QRect) -> None:
        colours, layout = self._palette, self._draft.layout
        is_head = row in self._draft.mapping.header_rows
        is_record = layout.first <= row <= layout.last and row not in layout.left
        area = QRect(0, row * ROW, self.width(), ROW)
        painter.fillRect(area, colours.color("accent_soft" if is_head else "surface" if is_record else "sunken"))
        painter.fillRect(QRect(0, area.bottom(), self.width(), 1), colours.color("border"))
        gutter = QRect(self.width() - GUTTER if self.isRightToLeft() else 0, area.top(), GUTTER - 10, ROW)
        painter.setFont(font(TextStyle.STRONG if is_head else TextStyle.SMALL))
        painter.setPen(colours.color("accent" if is_head else "muted"))
        painter.drawText(gutter, flush_right(), str(row + 1))
        for column in range(self._columns):
            place = QRect(self._x(column), area.top(), WIDTH, ROW)
            painter.fillRect(QRect(place.left(), place.top(), 1, ROW), colours.color("border"))
            if place.intersects(seen):
                self._draw_cell(painter, place, row, column, strong=is_head, muted=not is_record)

    def _draw_cell(self, painter: QPainter, place: QRect, row: int, column: int, *, strong: bool, muted: bool) -> None:
        text, is_number = shown_cell(self._draft, row, column, self._language, names=self._names)
        if not text:
            return
        written = QFont(font(TextStyle.STRONG if strong else TextStyle.SMALL))
        painter.setFont(written)
        ink = "text" if strong else "muted" if muted or column not in self._held else "text"
        painter.setPen(self._palette.color(ink))
        room = place.adjusted(8, 0, -8, -1)
        side = flush_right() if is_number else start_side() | Qt.AlignmentFlag.AlignVCenter
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)  # what a cell holds is read in its own
        painter.drawText(room, side, elided(text, painter.fontMetrics(), room.width()))


def shown_cell(draft: Draft, row: int, column: int, language: Language, *, names: bool = False) -> tuple[str, bool]:
    """What a cell of a sheet holds as people read it, and whether it is a number or a date.

    Without `names` dots stand for who a volunteer is, but for what lies above the records: the headings.
    """
    if not names and row >= draft.layout.first and column in draft.personal and draft.sheet.columns[column][row]:
        return DOTS, False
    value = draft.sheet.columns[column][row]
    match value:
        case None:
            return "", False
        case str():
            return " ".join(value.split()), False  # a cell has one line here
        case bool():
            return str(value).upper(), False
        case int() | float():
            return repr(value).removesuffix(".0"), True
        case date():
            return language.day(value), True
    return str(getattr(value, "shown", "") or getattr(value, "formula", "")), False
