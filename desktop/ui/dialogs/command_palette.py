"""Ctrl+K: finds a record or runs a command, without a hand leaving the keyboard."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.language import Message, say
from desktop.registers import find_register
from desktop.services.search import IN_TEXT, Hit, find_records
from desktop.ui.context import Context, Route
from desktop.ui.theme import Icon, Palette, TextStyle, font, pixmap
from desktop.ui.widgets.basics import key_cap, label, text_width
from desktop.ui.widgets.facts import REGISTER_ICONS
from desktop.ui.widgets.overlay import Overlay

WIDTH, TOP, ROW, HEADING = 680, 88, 36, 28
SHOWN_RECENT = 5
_ENTRY = Qt.ItemDataRole.UserRole
ACTIONS_ONLY = ">"


@dataclass(frozen=True, slots=True)
class Command:
    """Something one can do: what it is called, its icon and key, and doing it."""

    text: Message
    name: Icon
    run: Callable[[], object]
    shortcut: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the palette; without `run` it is a heading."""

    text: str
    about: str = ""
    name: Icon | None = None
    shortcut: str = ""
    run: Callable[[], object] | None = None


class EntryDelegate(QStyledItemDelegate):
    """Draws headings and entries."""

    def __init__(self, view: QListWidget, palette: Palette) -> None:
        super().__init__(view)
        self._view = view
        self._palette = palette

    def sizeHint(self, _option: Any, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Headings are lower than entries."""
        entry: Entry = index.data(_ENTRY)
        return QSize(100, ROW if entry.run else HEADING)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draws one line."""
        entry: Entry = index.data(_ENTRY)
        area = QRect(option.rect).adjusted(8, 0, -8, 0)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        mirrored = self._view.isRightToLeft()
        if entry.run is None:
            painter.setFont(font(TextStyle.SMALL))
            painter.setPen(self._palette.muted)
            self._draw(painter, area.adjusted(12, 0, -12, 0), entry.text, mirrored=mirrored)
        else:
            if self._view.currentIndex() == index:
                self._draw_selection(painter, area, mirrored=mirrored)
            self._draw_entry(painter, area, entry, mirrored=mirrored)
        painter.restore()

    def _draw_selection(self, painter: QPainter, area: QRect, *, mirrored: bool) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._palette.color("selection"))
        painter.drawRoundedRect(area, 6, 6)
        painter.setBrush(self._palette.color("accent"))
        x = area.right() - 2 if mirrored else area.left()
        painter.drawRoundedRect(QRectF(x, area.top() + 1, 3, area.height() - 2), 1.5, 1.5)

    def _draw_entry(self, painter: QPainter, area: QRect, entry: Entry, *, mirrored: bool) -> None:
        inside = area.adjusted(12, 0, -12, 0)
        if entry.name is not None:
            x = inside.right() - 16 if mirrored else inside.left()
            ink = (
                self._palette.accent
                if self._view.currentIndex().data(_ENTRY) == entry
                else self._palette.text_secondary
            )
            painter.drawPixmap(x, inside.center().y() - 8, pixmap(entry.name, ink))
            inside = inside.adjusted(0, 0, -28, 0) if mirrored else inside.adjusted(28, 0, 0, 0)
        if entry.shortcut:
            width = self._draw_key(painter, inside, entry.shortcut, mirrored=mirrored)
            inside = inside.adjusted(width, 0, 0, 0) if mirrored else inside.adjusted(0, 0, -width, 0)
        painter.setFont(font(TextStyle.BODY))
        painter.setPen(self._palette.text)
        taken = self._draw(painter, inside, entry.text, mirrored=mirrored) + 12
        painter.setFont(font(TextStyle.SMALL))
        painter.setPen(self._palette.muted)
        rest = inside.adjusted(0, 0, -taken, 0) if mirrored else inside.adjusted(taken, 0, 0, 0)
        self._draw(painter, rest, entry.about, mirrored=mirrored)

    def _draw_key(self, painter: QPainter, inside: QRect, key: str, *, mirrored: bool) -> int:
        width = text_width(key, TextStyle.CAPTION) + 12
        x = inside.left() if mirrored else inside.right() - width
        box = QRectF(x + 0.5, inside.center().y() - 8.5, width - 1, 18)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._palette.color("border_strong"), 1))
        painter.drawRoundedRect(box, 4, 4)
        painter.setFont(font(TextStyle.CAPTION))
        painter.setPen(self._palette.muted)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, key)
        return width + 8

    def _draw(self, painter: QPainter, room: QRect, text: str, *, mirrored: bool) -> int:
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, max(0, room.width()))
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter, shown)
        return painter.fontMetrics().horizontalAdvance(shown)


class CommandPalette(Overlay):
    """The palette. What is typed finds records and commands; `>` first finds commands only.

    Before anything is typed the `recent` records come first.
    """

    def __init__(
        self, context: Context, window: QWidget, commands: Sequence[Command], *, recent: Sequence[Command] = ()
    ) -> None:
        super().__init__(window, palette=context.palette, width=WIDTH, top=TOP)
        self._context = context
        self._commands = commands
        self._recent = recent[:SHOWN_RECENT]
        self._enter_waits = False
        self._timer = QTimer(self, singleShot=True, interval=80)
        self._timer.timeout.connect(self.search)
        self.line = QLineEdit()
        self.line.setProperty("kind", "bare")
        self.line.setFont(font(TextStyle.LEAD))
        self.line.setPlaceholderText(context.text(say("Search or run a command")))
        self.line.setAccessibleName(self.line.placeholderText())
        self.line.textChanged.connect(lambda _text: self._typed())
        self.line.installEventFilter(self)
        self.layout_.addLayout(self._head())
        self.list = QListWidget()
        self.list.setAccessibleName(context.text(say("What was found")))
        self.list.setItemDelegate(EntryDelegate(self.list, context.palette))
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setFixedHeight(10 * ROW)
        self.list.itemClicked.connect(lambda item: self._run(item))
        self.layout_.addWidget(self.list)
        self.layout_.addWidget(self._foot())
        self._shown = ""
        self._show([])

    def _head(self) -> QHBoxLayout:
        glass = QLabel()
        glass.setPixmap(pixmap(Icon.SEARCH, self._context.palette.muted, size=20))
        layout = QHBoxLayout()
        layout.setContentsMargins(20, 8, 20, 8)
        layout.setSpacing(10)
        layout.addWidget(glass)
        layout.addWidget(self.line, 1)
        layout.addWidget(key_cap("Esc"))
        return layout

    def _foot(self) -> QFrame:
        foot = QFrame()
        foot.setObjectName("panelFoot")
        foot.setFixedHeight(36)
        layout = QHBoxLayout(foot)
        layout.setContentsMargins(20, 0, 20, 0)
        layout.setSpacing(6)
        text = self._context.text
        for key, does in (("↑", ""), ("↓", text(say("choose"))), ("Enter", text(say("open")))):
            layout.addWidget(key_cap(key))
            if does:
                layout.addWidget(label(does, TextStyle.SMALL, ink="muted"))
                layout.addSpacing(10)
        layout.addStretch(1)
        layout.addWidget(key_cap(ACTIONS_ONLY))
        layout.addWidget(label(text(say("commands only")), TextStyle.SMALL, ink="muted"))
        return foot

    def _typed(self) -> None:
        self._enter_waits = False
        self._timer.start()

    def search(self) -> None:
        """Looks for what is typed."""
        self._timer.stop()
        typed = self.line.text().strip()
        if typed.startswith(ACTIONS_ONLY) or not typed:
            self._take((typed, []))
            return
        office = self._context.office
        self._context.read(self, lambda: (typed, find_records(office, typed)), self._take)

    def _take(self, found: tuple[str, list[Hit]]) -> None:
        if not self.isVisible() or found[0] != self.line.text().strip():
            return
        self._shown = found[0]
        self._show(found[1])
        if self._enter_waits:
            self._run(self.list.currentItem())

    def _show(self, hits: Sequence[Hit]) -> None:
        text = self._context.text
        named = [self._hit_entry(hit) for hit in hits if hit.register not in IN_TEXT]
        in_text = [self._hit_entry(hit) for hit in hits if hit.register in IN_TEXT]
        typed = self.line.text().strip()
        recent = [] if typed else [self._command_entry(command) for command in self._recent]
        words = _plain(typed.removeprefix(ACTIONS_ONLY)).split()
        commands = [
            entry
            for entry in map(self._command_entry, self._commands)
            if all(word in _plain(entry.text) for word in words)
        ]
        self.list.clear()
        for heading, entries in (
            (say("Recent"), recent),
            (say("Records"), named),
            (say("Commands"), commands),
            (say("In text"), in_text),
        ):
            if entries:
                for entry in (Entry(text(heading)), *entries):
                    self._add(entry)
        if self.list.count() == 0:
            self._add(Entry(text(say("Nothing found. Fewer or shorter words find more."))))
        self._step(1, start=-1)

    def _add(self, entry: Entry) -> None:
        item = QListWidgetItem()
        item.setData(_ENTRY, entry)
        item.setText(f"{entry.text} {entry.about}")
        if entry.run is None:
            item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.list.addItem(item)

    def _hit_entry(self, hit: Hit) -> Entry:
        register = find_register(hit.register)
        about = self._context.text(say("{kind} {code}", kind=register.singular, code=hit.code))
        route = Route("record", hit.register, hit.record_id)
        return Entry(hit.name, about, REGISTER_ICONS[hit.register], run=lambda: self._context.go(route))

    def _command_entry(self, command: Command) -> Entry:
        return Entry(self._context.text(command.text), "", command.name, command.shortcut, command.run)

    def _step(self, step: int, *, start: int | None = None) -> None:
        place = self.list.currentRow() if start is None else start
        for _ in range(self.list.count()):
            place += step
            item: QListWidgetItem | None = self.list.item(place)
            if item is None:
                return
            if item.data(_ENTRY).run is not None:
                self.list.setCurrentRow(place)
                self.list.viewport().update()
                return

    def _run(self, item: QListWidgetItem | None) -> None:
        entry: Entry | None = item.data(_ENTRY) if item is not None else None
        if entry is not None and entry.run is not None:
            self.close_overlay()
            entry.run()

    def _enter(self) -> None:
        """Runs what is chosen; when what is typed is still being looked for, what will be found first."""
        if self._shown == self.line.text().strip():
            self._run(self.list.currentItem())
            return
        self._enter_waits = True
        if self._timer.isActive():
            self.search()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows choose, Enter opens, Esc closes."""
        match event.key():
            case Qt.Key.Key_Down:
                self._step(1)
            case Qt.Key.Key_Up:
                self._step(-1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._enter()
            case _:
                super().keyPressEvent(event)


def _plain(text: str) -> str:
    """Letters without their accents and case, so that `reglages` finds `Réglages`."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in parts if not unicodedata.combining(letter))
