"""All grants with their figures and pace bars: one row of two lines each, however many there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.money import ZERO
from desktop.domain.portfolio import GrantFigures, Pace
from desktop.language import Language, Message, say
from desktop.ui.context import Context
from desktop.ui.theme import Icon, TextStyle, font, pixmap
from desktop.ui.widgets.basics import start_side, text_width
from desktop.ui.widgets.pace_bar import HEIGHT, PaceShares, pace_text, paint_pace

ROW = 40
_GAP = 16
_PACE = 134
_GRANT = Qt.ItemDataRole.UserRole
_NAME_AT_LEAST = 190
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where each column ends (amounts) or starts (name, pace), for a given width, from the start side."""

    name: QRect
    amounts: tuple[QRect, ...]
    pace: QRect
    ends: QRect


class GrantListModel(QAbstractListModel):
    """The grants of a portfolio."""

    def __init__(self, grants: Sequence[GrantFigures], context: Context, headings: Sequence[str]) -> None:
        super().__init__()
        self.grants = tuple(grants)
        self._context = context
        self._headings = headings

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """How many grants there are."""
        return 0 if parent.isValid() else len(self.grants)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The grant, or its name for those who read aloud."""
        grant = self.grants[index.row()]
        if role == _GRANT:
            return grant
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{grant.reference} {grant.title}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(grant)
        return None

    def _spoken(self, grant: GrantFigures) -> str:
        """Everything the row shows, for those who cannot see it."""
        language = self._context.language
        amounts = (grant.received, grant.spent, grant.committed, grant.available)
        figures = [f"{name} {language.money(money)}" for name, money in zip(self._headings, amounts, strict=True)]
        parts = [f"{grant.reference} {grant.title}", *figures]
        if grant.awarded:
            parts.append(pace_text(_shares(grant, self._context.today), language))
        if grant.period:
            parts.append(language.text(say("{day}, grant ends", day=grant.period.last)))
        return ", ".join(parts)


def _shares(grant: GrantFigures, today: date) -> PaceShares:
    time = grant.time_elapsed(today)
    spent, committed = grant.share(grant.spent), grant.share(grant.committed)
    return PaceShares(float(spent or 0), float(committed or 0), None if time is None else float(time))


class GrantLayout:
    """Shares a row's width out: amounts as wide as the widest, the name takes the rest."""

    def __init__(self, grants: Sequence[GrantFigures], language: Language, headings: Sequence[str]) -> None:
        amounts = (("received",), ("spent",), ("committed",), ("available",))
        self._widths = [
            max(
                [text_width(headings[place], TextStyle.SMALL)]
                + [text_width(language.number(getattr(g, name).amount), TextStyle.STRONG) for g in grants]
            )
            + _GAP
            for place, (name,) in enumerate(amounts)
        ]
        days = [g.period.last for g in grants if g.period]
        self._ends = max([72, *(text_width(language.day(day), TextStyle.STRONG) for day in days)])

    def columns(self, width: int, *, mirrored: bool, top: int = 0, height: int = ROW) -> _Columns:
        """The places of the columns in a row of this width."""
        shown = list(self._widths)
        fixed = sum(shown) + _GAP + _PACE + _GAP + self._ends
        if width - fixed < _NAME_AT_LEAST:
            shown[0] = 0  # the first amount gives way on a narrow page; the ledger has it
            fixed = sum(shown) + _GAP + _PACE + _GAP + self._ends
        x = max(width - fixed, _NAME_AT_LEAST)
        boxes = [QRect(0, top, x, height)]
        for part in shown:
            boxes.append(QRect(x, top, part, height))
            x += part
        boxes.append(QRect(x + _GAP, top, _PACE, height))
        boxes.append(QRect(x + _GAP + _PACE + _GAP, top, self._ends, height))
        if mirrored:
            boxes = [QRect(width - box.right() - 1, top, box.width(), height) for box in boxes]
        return _Columns(boxes[0], tuple(boxes[1:-2]), boxes[-2], boxes[-1])


class GrantDelegate(QStyledItemDelegate):
    """Draws a grant: name and reference, amounts, pace bar with words, end."""

    def __init__(self, view: GrantListView, context: Context, layout: GrantLayout, main_currency: str) -> None:
        super().__init__(view)
        self._view = view
        self._context = context
        self._layout = layout
        self._main = main_currency
        self._today: date = context.today

    def sizeHint(self, _option: Any, _index: Index) -> QSize:
        """Two lines."""
        return QSize(100, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draws one grant."""
        grant: GrantFigures = index.data(_GRANT)
        area = QRect(option.rect)
        colours = self._context.palette
        painter.save()
        if self._view.currentIndex() == index and self._view.hasFocus():
            painter.fillRect(area, colours.color("selection"))
        elif self._view.hovered == index.row():
            painter.fillRect(area, colours.color("hover"))
        painter.fillRect(QRect(area.left(), area.bottom(), area.width(), 1), colours.color("border"))
        mirrored = self._view.isRightToLeft()
        columns = self._layout.columns(area.width(), mirrored=mirrored, top=area.top())
        painter.translate(area.left(), 0)
        self._draw_name(painter, columns.name, grant, mirrored=mirrored)
        self._draw_amounts(painter, columns, grant)
        self._draw_pace(painter, columns.pace, grant, mirrored=mirrored)
        self._draw_end(painter, columns.ends, grant)
        painter.restore()

    def _draw_name(self, painter: QPainter, box: QRect, grant: GrantFigures, *, mirrored: bool) -> None:
        colours = self._context.palette
        flags = start_side() | Qt.AlignmentFlag.AlignTop
        about = self._context.language.beside(*filter(None, (grant.reference, grant.funder)))
        if grant.currency != self._main:
            about = self._context.text(
                say("{code} · amounts in {currency}", code=grant.reference, currency=grant.currency)
            )
        for style, text, ink, baseline in (
            (TextStyle.STRONG, grant.title, colours.text, 17),
            (TextStyle.CAPTION, about, colours.muted, 33),
        ):
            painter.setFont(font(style))
            painter.setPen(ink)
            top = baseline - painter.fontMetrics().ascent()  # a font with high lines may not push lines together
            room = box.adjusted(_GAP, top, 0, 0) if mirrored else box.adjusted(0, top, -_GAP, 0)
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, flags, shown)

    def _draw_amounts(self, painter: QPainter, columns: _Columns, grant: GrantFigures) -> None:
        colours, language = self._context.palette, self._context.language
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        amounts = (grant.received, grant.spent, grant.committed, grant.available)
        for place, (box, money) in enumerate(zip(columns.amounts, amounts, strict=True)):
            if not box.width():
                continue
            painter.setFont(font(TextStyle.STRONG if place == 3 else TextStyle.BODY))
            painter.setPen(colours.negative if money.amount < 0 else colours.text)
            painter.drawText(box, right, language.number(money.amount))

    def _draw_pace(self, painter: QPainter, box: QRect, grant: GrantFigures, *, mirrored: bool) -> None:
        track = QRectF(box.left(), box.top() + 9, box.width(), HEIGHT)
        paint_pace(painter, track, _shares(grant, self._today), self._context.palette, mirrored=mirrored)
        if grant.share(grant.spent) is None:
            return
        self._draw_words(painter, QRect(box.left(), box.top() + 21, box.width(), 16), grant, mirrored=mirrored)

    def _draw_words(self, painter: QPainter, room: QRect, grant: GrantFigures, *, mirrored: bool) -> None:
        """What the bar says, in words: how much is spent, how much time is over, and what that means."""
        colours, language = self._context.palette, self._context.language
        pace = grant.pace(self._today)
        spent = grant.share(grant.spent)
        start = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        end = Qt.AlignmentFlag.AlignLeft if mirrored else Qt.AlignmentFlag.AlignRight
        absolute = Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        over = pace is Pace.OVER
        painter.setFont(font(TextStyle.CAPTION_STRONG if over else TextStyle.CAPTION))
        painter.setPen(colours.negative if over else colours.muted)
        percent = language.percent(spent or ZERO, decimals=1 if over else 0)
        text = percent if over or pace is Pace.BEHIND else self._context.text(say("{percent} spent", percent=percent))
        painter.drawText(room, start | absolute, text)
        time = grant.time_elapsed(self._today)
        if over:
            self._draw_warning(painter, room, self._context.text(say("over")), colours.negative, Icon.SERIOUS, end)
        elif time is not None:
            words = self._context.text(say("time {percent}", percent=language.percent(time)))
            if pace is Pace.BEHIND:
                self._draw_warning(painter, room, words, colours.warning, Icon.WARNING, end)
            else:
                painter.setFont(font(TextStyle.CAPTION))
                painter.drawText(room, end | absolute, words)

    def _draw_warning(
        self, painter: QPainter, room: QRect, words: str, ink: str, name: Icon, end: Qt.AlignmentFlag
    ) -> None:
        painter.setFont(font(TextStyle.CAPTION_STRONG))
        painter.setPen(ink)
        painter.drawText(room, end | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter, words)
        width = painter.fontMetrics().horizontalAdvance(words)
        x = room.right() - width - 16 if end is Qt.AlignmentFlag.AlignRight else room.left() + width + 4
        painter.drawPixmap(x, room.top() + 2, pixmap(name, ink, size=12))

    def _draw_end(self, painter: QPainter, box: QRect, grant: GrantFigures) -> None:
        if grant.period is None:
            return
        colours, language = self._context.palette, self._context.language
        soon = 0 <= (grant.period.last - self._today).days <= 90
        painter.setFont(font(TextStyle.STRONG if soon else TextStyle.BODY))
        painter.setPen(colours.warning if soon else colours.text)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(box, right, language.day(grant.period.last))


class GrantListView(QListView):
    """The rows. `opened` carries the id of a grant."""

    opened = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.hovered = -1
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.clicked.connect(self._open)

    def _open(self, index: QModelIndex) -> None:
        grant: GrantFigures | None = index.data(_GRANT)
        if grant is not None:
            self.opened.emit(grant.id)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follows the mouse."""
        super().mouseMoveEvent(event)
        self.hovered = self.indexAt(event.position().toPoint()).row()
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)


class GrantHead(QWidget):
    """The headings over the rows."""

    def __init__(self, context: Context, layout: GrantLayout, headings: Sequence[str], view: GrantListView) -> None:
        super().__init__()
        self._context = context
        self._layout = layout
        self._headings = headings
        self._view = view
        self.setFixedHeight(28)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the headings where the columns stand."""
        painter = QPainter(self)
        colours = self._context.palette
        mirrored = self.isRightToLeft()
        width = self._view.viewport().width()
        columns = self._layout.columns(width, mirrored=mirrored, height=28)
        painter.translate(QPoint(self._view.viewport().x(), 0))
        painter.setFont(font(TextStyle.SMALL))
        painter.setPen(colours.muted)
        start = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        absolute = Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        right = Qt.AlignmentFlag.AlignRight
        boxes = (columns.name, *columns.amounts, columns.pace, columns.ends)
        sides = (start, right, right, right, right, start, right)
        for box, side, text in zip(boxes, sides, self._headings, strict=True):
            if box.width():
                painter.drawText(box, side | absolute, text)
        painter.resetTransform()
        painter.fillRect(QRect(0, 27, self.width(), 1), colours.color("border_strong"))


class GrantList(QWidget):
    """Headings and rows together; `of` names what the rows are when they are not grants but groups of them."""

    opened = Signal(int)

    def __init__(
        self,
        context: Context,
        grants: Sequence[GrantFigures],
        *,
        main_currency: str,
        rows: int,
        of: Message | None = None,
    ) -> None:
        super().__init__()
        text = context.text
        names = (of or say("Grant"), say("Received"), say("Spent"), say("Committed"), say("Available"))
        with_time = [say("Money and time"), say("Ends")] if of is None else [say("Money")]
        headings = [*map(text, names), *map(text, with_time), *[""] * (2 - len(with_time))]
        self.view = GrantListView()
        self.view.setAccessibleName(text(say("Grants")))
        layout = GrantLayout(grants, context.language, headings[1:5])
        self.view.setModel(GrantListModel(grants, context, headings[1:5]))
        self.view.setItemDelegate(GrantDelegate(self.view, context, layout, main_currency))
        self.view.opened.connect(self.opened)
        self.view.setFixedHeight(min(len(grants), rows) * ROW)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(GrantHead(context, layout, headings, self.view))
        inside.addWidget(self.view)
