"""The methods of a forecast as a small table of which one row is chosen, by mouse, Space or arrows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.theme import Palette, TextStyle, font
from desktop.ui.widgets.basics import start_side, text_width

ROW = 26
_EDGE, _MARK, _GAP = 3, 30, 20
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class MethodLine:
    """One method: its key, its name, and its three figures as text; `alarming` paints the last one red."""

    key: str
    name: str
    figures: tuple[str, str, str]
    alarming: bool = False


class _Head(QWidget):
    """The headings."""

    def __init__(self, names: Sequence[str], table: MethodTable) -> None:
        super().__init__()
        self._names = names
        self._table = table
        self.setFixedHeight(ROW)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws them over their columns, and the line below."""
        painter = QPainter(self)
        colours = self._table.colours
        painter.setFont(font(TextStyle.SMALL))
        painter.setPen(colours.muted)
        name, figures = self._table.places(self.width(), self.height())
        painter.drawText(name, start_side() | Qt.AlignmentFlag.AlignVCenter, self._names[0])
        for place, text in zip(figures, self._names[1:], strict=True):
            painter.drawText(place, _RIGHT, text)
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), colours.color("border_strong"))


class _Row(QAbstractButton):
    """One method."""

    def __init__(self, line: MethodLine, table: MethodTable) -> None:
        super().__init__()
        self.line = line
        self._table = table
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFixedHeight(ROW)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(320, ROW)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Shows that it can be pressed."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Shows that the mouse has gone."""
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws ground, mark, name and figures."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = self._table.colours
        whole = QRectF(self.rect())
        mirrored = self._table.mirrored
        if self.isChecked():
            painter.fillRect(whole, colours.color("selection"))
            edge = whole.right() - _EDGE if mirrored else whole.left()
            painter.fillRect(QRectF(edge, whole.top(), _EDGE, whole.height()), colours.color("accent"))
        elif self.underMouse():
            painter.fillRect(whole, colours.color("hover"))
        painter.fillRect(QRectF(0, whole.bottom() - 1, whole.width(), 1), colours.color("border"))
        self._draw_mark(painter, mirrored=mirrored)
        self._draw_words(painter)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colours.color("focus"), 2))
            painter.drawRoundedRect(whole.adjusted(1, 1, -1, -1), 3, 3)

    def _draw_mark(self, painter: QPainter, *, mirrored: bool) -> None:
        colours = self._table.colours
        centre = QPointF(self.width() - 17 if mirrored else 17, self.height() / 2)
        painter.setPen(QPen(colours.color("accent" if self.isChecked() else "border_control"), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(centre, 6, 6)
        if self.isChecked():
            painter.setBrush(colours.color("accent"))
            painter.drawEllipse(centre, 2.5, 2.5)

    def _draw_words(self, painter: QPainter) -> None:
        colours = self._table.colours
        name, figures = self._table.places(self.width(), self.height())
        painter.setPen(colours.text)
        painter.setFont(font(TextStyle.BODY))
        shown = painter.fontMetrics().elidedText(self.line.name, Qt.TextElideMode.ElideRight, int(name.width()))
        painter.drawText(name, start_side() | Qt.AlignmentFlag.AlignVCenter, shown)
        for place, text in enumerate(self.line.figures):
            if place == len(self.line.figures) - 1:
                painter.setFont(font(TextStyle.STRONG))
                painter.setPen(colours.negative if self.line.alarming else colours.text)
            painter.drawText(figures[place], _RIGHT, text)


class MethodTable(QWidget):
    """The table; `chosen` carries the key of a method."""

    chosen = Signal(str)

    def __init__(self, headings: Sequence[str], lines: Sequence[MethodLine], current: str, *, palette: Palette) -> None:
        super().__init__()
        self.colours = palette
        columns = zip(headings[1:], *(line.figures for line in lines), strict=True)
        self._widths = [max(text_width(text, TextStyle.STRONG) for text in column) + _GAP for column in columns]
        self.rows = [_Row(line, self) for line in lines]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(_Head(headings, self))
        for made in self.rows:
            made.setChecked(made.line.key == current)
            spoken = (f"{name} {text}" for name, text in zip(headings[1:], made.line.figures, strict=True) if text)
            made.setAccessibleName(", ".join([made.line.name, *spoken]))
            made.toggled.connect(self._tell)
            layout.addWidget(made)

    @property
    def mirrored(self) -> bool:
        """Whether it is read from right to left."""
        return self.layoutDirection() is Qt.LayoutDirection.RightToLeft

    def places(self, width: int, height: int) -> tuple[QRectF, list[QRectF]]:
        """Where the name and each figure stand in a row."""
        left = float(width - sum(self._widths) - 8)
        name = QRectF(_MARK, 0, max(left - _MARK, 0.0), height)
        figures = []
        for each in self._widths:
            figures.append(QRectF(left, 0, each, height))
            left += each
        if self.mirrored:
            name, *figures = (QRectF(width - box.right(), 0, box.width(), height) for box in (name, *figures))
        return name, figures

    def _tell(self, on: bool) -> None:  # noqa: FBT001 - Qt's signature
        row = self.sender()
        if on and isinstance(row, _Row):
            self.chosen.emit(row.line.key)
