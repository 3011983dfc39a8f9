"""The grid of work done: counts typed as in a spreadsheet, the name of a measure once above its parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QTableView

from desktop.language import Message, say
from desktop.ui.context import Context
from desktop.ui.models.typed_grid import Area
from desktop.ui.models.work_model import WorkModel
from desktop.ui.theme import Palette, TextStyle, font
from desktop.ui.widgets.basics import elided, flush_right, start_side, text_width
from desktop.ui.widgets.grid_paint import LAST_PADDING, PADDING, inside, model_of
from desktop.ui.widgets.grid_view import HeadBar
from desktop.ui.widgets.typing_grid import TypingGrid

_LINE = 20
_HEAD = 2 * _LINE + 6


class GroupedHeadBar(HeadBar):
    """Headings in two lines: above, once, what a group of columns is about; below the part of it.

    A heading without a group has both lines for itself.
    """

    def __init__(self, view: QTableView, palette: Palette) -> None:
        super().__init__(view, palette)
        self._table = view
        self.setFixedHeight(_HEAD)

    def sizeHint(self) -> QSize:
        """Two lines."""
        return QSize(super().sizeHint().width(), _HEAD)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        """Draws the part of a heading that lies in one column."""
        view, colours = self._table, self._palette
        head = model_of(view).heads[logicalIndex]
        group = list(self._group(logicalIndex))
        painter.save()
        painter.setClipRect(rect)
        painter.fillRect(rect, colours.color("sunken"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), colours.color("border_strong"))
        if logicalIndex:
            x = rect.right() if view.isRightToLeft() else rect.left()
            top = rect.top() + (_LINE + 2 if logicalIndex != group[0] else 0)
            painter.fillRect(QRect(x, top, 1, rect.bottom() - top), colours.color("border"))
        if head.group:
            self._draw_group(painter, rect, group)
            rect = QRect(rect.left(), rect.top() + _LINE + 2, rect.width(), rect.height() - _LINE - 2)
        painter.setFont(font(TextStyle.STRONG if head.strong else TextStyle.SMALL))
        painter.setPen(colours.color("text" if head.strong else "muted"))
        room = inside(view, rect, logicalIndex)
        side = flush_right() if head.right else start_side() | Qt.AlignmentFlag.AlignVCenter
        if head.group:
            painter.drawText(room, side, elided(head.text, painter.fontMetrics(), room.width()))
        else:
            painter.drawText(room, side | Qt.TextFlag.TextWordWrap, head.text)
        painter.restore()

    def _group(self, column: int) -> Iterator[int]:
        """The columns that share the group of one."""
        heads = model_of(self._table).heads
        first = last = column
        while heads[column].group and first and heads[first - 1].group == heads[column].group:
            first -= 1
        while heads[column].group and last + 1 < len(heads) and heads[last + 1].group == heads[column].group:
            last += 1
        return iter(range(first, last + 1))

    def _draw_group(self, painter: QPainter, rect: QRect, group: Sequence[int]) -> None:
        """The word of a group over all its columns; each of them draws the part that lies in it."""
        view = self._table
        lefts = [view.columnViewportPosition(column) for column in group]
        width = sum(view.columnWidth(column) for column in group)
        whole = QRect(min(lefts), rect.top() + 2, width, _LINE).adjusted(PADDING, 0, -PADDING, 0)
        painter.setFont(font(TextStyle.SMALL))
        painter.setPen(self._palette.color("text"))
        shown = elided(model_of(view).heads[group[0]].group, painter.fontMetrics(), whole.width())
        painter.drawText(whole, start_side() | Qt.AlignmentFlag.AlignVCenter, shown)


class WorkGridView(TypingGrid):
    """`forgotten` asks to give back a count that the office refused, by its key."""

    forgotten = Signal(object)
    head_lines = 2

    def __init__(self, context: Context, model: WorkModel) -> None:
        self._work = model
        super().__init__(context, model)
        self.setHorizontalHeader(GroupedHeadBar(self, context.palette))

    def _natural_width(self, column: int, rows: Sequence[int]) -> int:
        """The word of a part has one line, in which it is never cut."""
        head = model_of(self).heads[column]
        width = super()._natural_width(column, rows)
        if not head.group:
            return width
        style = TextStyle.STRONG if head.strong else TextStyle.SMALL
        return max(width, text_width(head.text, style) + PADDING + LAST_PADDING + 2)

    def why_not(self, _row: int) -> Message | None:
        """Why one cannot type."""
        if self._work.is_editable:
            return say("Names and sums are worked out. Type into the white cells.")
        return say("This office is open to read only.")

    def forget(self, row: int, column: int) -> None:
        """Gives back a count."""
        self.forgotten.emit(self._work.key(row, column))

    def copied(self, area: Area) -> str:
        """Counts as Excel takes them."""
        return self._work.copied(area)

    def put_block(self, row: int, column: int, block: Sequence[Sequence[str]]) -> Sequence[int]:
        """Puts a block of counts into the grid."""
        return self._work.paste(row, column, block)

    def put_value(self, area: Area, text: str) -> None:
        """Puts one count into every cell that takes it."""
        self._work.put_into(area, text)

    def fill(self, area: Area) -> None:
        """Fills counts down."""
        self._work.fill_down(area)

    def empty(self, area: Area) -> None:
        """Takes counts away."""
        self._work.clear(area)
