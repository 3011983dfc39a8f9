"""The sidebar: the areas of the program in groups; narrow it shows icons alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy, QVBoxLayout

from desktop.ui.theme import Icon, Palette, TextStyle, font, pixmap
from desktop.ui.widgets.basics import clear, hairline, label, start_side, text_width
from desktop.ui.widgets.mark import paint_mark

WIDE, NARROW = 200, 48
_ITEM = 32


@dataclass(frozen=True, slots=True)
class Area:
    """One place to go: its page, what it is called, its icon, and the key that leads there."""

    page: str
    key: str
    text: str
    name: Icon
    shortcut: str = ""


@dataclass(frozen=True, slots=True)
class AreaGroup:
    """Areas under a heading; the first group has none."""

    heading: str
    areas: tuple[Area, ...]


class NavItem(QAbstractButton):
    """One area in the sidebar; the current one stands on paper, with a blue edge at its start."""

    def __init__(self, area: Area, *, palette: Palette, narrow: bool) -> None:
        super().__init__()
        self.area = area
        self._palette = palette
        self._narrow = narrow
        self._count = 0
        self._hovered = False
        self.setCheckable(True)
        self.setText(area.text)
        self.setAccessibleName(area.text)
        self.setToolTip(f"{area.text}  {area.shortcut}".strip() if narrow or area.shortcut else "")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_count(self, count: int) -> None:
        """Shows how many things wait there; nothing for zero."""
        self._count = count
        self.setAccessibleDescription(str(count) if count else "")
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down are the sidebar's; a button would take them for Tab."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def nextCheckState(self) -> None:
        """A press does not mark an area as the current one, nor unmark it: being there does."""

    def sizeHint(self) -> QSize:
        """One row."""
        return QSize(_ITEM, _ITEM)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Notes the mouse."""
        self._hovered = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Forgets the mouse."""
        self._hovered = False
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws ground, edge, icon, text and count."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        self._draw_ground(painter, mirrored=mirrored)
        ink = self._palette.text if self.isChecked() else self._palette.text_secondary
        x = (self.width() - 16) // 2 if self._narrow else 9
        at = self.width() - x - 16 if mirrored else x
        painter.drawPixmap(at, (self.height() - 16) // 2, pixmap(self.area.name, ink))
        if not self._narrow:
            self._draw_text(painter, ink, mirrored=mirrored)
        elif self._count:
            self._draw_count(painter, mirrored=mirrored)

    def _draw_ground(self, painter: QPainter, *, mirrored: bool) -> None:
        colours = self._palette
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self.isChecked():
            painter.setBrush(colours.color("raised" if colours.surface != "#FFFFFF" else "surface"))
            painter.setPen(QPen(colours.color("border"), 1))
            painter.drawRoundedRect(box, 6, 6)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.color("accent"))
            painter.drawRoundedRect(QRectF(self.width() - 3 if mirrored else 0, 6, 3, self.height() - 12), 1.5, 1.5)
        elif self._hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.color("border"))
            painter.drawRoundedRect(box, 6, 6)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colours.color("focus"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)

    def _draw_text(self, painter: QPainter, ink: str, *, mirrored: bool) -> None:
        inside = QRect(self.rect()).adjusted(35, 0, -9, 0)
        if self._count:
            self._draw_count(painter, mirrored=mirrored)
            inside = inside.adjusted(0, 0, -34, 0)
        if mirrored:
            inside.moveLeft(self.width() - inside.right() - 1)
        painter.setFont(font(TextStyle.STRONG if self.isChecked() else TextStyle.BODY))
        painter.setPen(ink)
        shown = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, start_side() | Qt.AlignmentFlag.AlignVCenter, shown)

    def _draw_count(self, painter: QPainter, *, mirrored: bool) -> None:
        text = str(self._count)
        if self._narrow:  # on the upper corner of the icon
            width, edge, top, ground = max(14, text_width(text, TextStyle.CAPTION_STRONG) + 6), 0, 0.0, "sunken"
        else:
            width, edge, top, ground = max(18, text_width(text, TextStyle.CAPTION_STRONG) + 12), 9, (_ITEM - 16) / 2, ""
        box = QRectF(edge if mirrored else self.width() - edge - width, top, width, 16)
        painter.setBrush(self._palette.color(ground) if ground else Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._palette.color("border_strong"), 1))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.setFont(font(TextStyle.CAPTION_STRONG))
        painter.setPen(self._palette.text_secondary)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


class OfficeButton(QAbstractButton):
    """The mark and the name of the office, at the top of the sidebar; it leads to the other offices."""

    def __init__(self, name: str, hint: str, *, palette: Palette, narrow: bool) -> None:
        super().__init__()
        self._palette = palette
        self._narrow = narrow
        self.setText(name)
        self.setToolTip(hint)
        self.setAccessibleName(f"{name}, {hint}")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedHeight(48)

    def sizeHint(self) -> QSize:
        """As wide as the sidebar."""
        return QSize(NARROW if self._narrow else WIDE, 48)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws mark, name and arrows."""
        painter = QPainter(self)
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        left = (self.width() - 22) // 2 if self._narrow else 8
        x = self.width() - left - 22 if mirrored else left
        paint_mark(painter, QRectF(x, 13, 22, 22), self._palette)
        if not self._narrow:
            inside = QRect(38, 0, self.width() - 38 - 26, self.height())
            arrows = self.width() - 24
            if mirrored:
                inside.moveLeft(26)
                arrows = 8
            painter.setFont(font(TextStyle.STRONG))
            painter.setPen(self._palette.text)
            shown = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, inside.width())
            painter.drawText(inside, start_side() | Qt.AlignmentFlag.AlignVCenter, shown)
            painter.drawPixmap(arrows, 16, pixmap(Icon.SWITCH, self._palette.muted))
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._palette.color("focus"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 5, -1, -5), 6, 6)


class Sidebar(QFrame):
    """All areas. `area_chosen` carries the one that was pressed, `office_pressed` asks for the list of offices."""

    area_chosen = Signal(object)
    office_pressed = Signal()

    def __init__(
        self,
        groups: Sequence[AreaGroup],
        last: Area,
        *,
        office: tuple[str, str],
        palette: Palette,
        narrow: bool,
        right_to_left: bool,
    ) -> None:
        super().__init__()
        self.setObjectName("sidebar")
        self.setProperty("edge", "left" if right_to_left else "right")
        self._palette = palette
        self._narrow = narrow
        self._made_of = office, tuple(groups), last
        self._counts: dict[str, int] = {}
        self.items: list[NavItem] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(8, 0, 8, 8)
        self._layout.setSpacing(0)
        self._fill()

    def _fill(self) -> None:
        """Makes what stands in it, narrow or wide."""
        office, groups, last = self._made_of
        clear(self._layout)
        self.items = []
        self.setFixedWidth(NARROW if self._narrow else WIDE)
        top = OfficeButton(*office, palette=self._palette, narrow=self._narrow)
        top.clicked.connect(self.office_pressed)
        self._layout.addWidget(top)
        for group in groups:
            self._add_group(self._layout, group)
        self._layout.addStretch(1)
        self._add_item(self._layout, last)

    def set_narrow(self, *, narrow: bool) -> None:
        """Makes it narrow or wide; the area one is in stays marked, and has the focus where it had."""
        if narrow == self._narrow:
            return
        focused = next((place for place, item in enumerate(self.items) if item.hasFocus()), -1)
        self._narrow = narrow
        self._fill()
        for page, count in self._counts.items():
            self.set_count(page, count)
        if focused >= 0:
            self.items[focused].setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_group(self, layout: QVBoxLayout, group: AreaGroup) -> None:
        if group.heading and self._narrow:
            layout.addSpacing(8)
            layout.addWidget(hairline())
            layout.addSpacing(8)
        elif group.heading:
            heading = label(group.heading, TextStyle.CAPTION, ink="muted")
            heading.setContentsMargins(8, 12, 8, 4)
            layout.addWidget(heading)
        for area in group.areas:
            self._add_item(layout, area)

    def _add_item(self, layout: QVBoxLayout, area: Area) -> None:
        item = NavItem(area, palette=self._palette, narrow=self._narrow)
        item.clicked.connect(lambda _checked=False, area=area: self.area_chosen.emit(area))
        self.items.append(item)
        layout.addWidget(item)

    def mark_current(self, page: str, key: str) -> None:
        """Shows which area one is in."""
        for item in self.items:
            item.setChecked((item.area.page, item.area.key) == (page, key))

    def set_count(self, page: str, count: int) -> None:
        """Shows how many things wait in an area."""
        self._counts[page] = count
        for item in self.items:
            if item.area.page == page:
                item.set_count(count)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down move between the areas."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        focused = self.focusWidget()
        if step is None or not isinstance(focused, NavItem):
            super().keyPressEvent(event)
            return
        place = self.items.index(focused) + step
        self.items[max(0, min(place, len(self.items) - 1))].setFocus(Qt.FocusReason.TabFocusReason)
