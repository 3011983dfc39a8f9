"""Labels, buttons and lines in the one visual language, so that pages only say what stands where."""

from __future__ import annotations

import html
import math
import re
from collections.abc import Callable, Sequence
from typing import Literal

from PySide6.QtCore import QMargins, QPointF, QSize, Qt
from PySide6.QtGui import (
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.theme import Icon, Palette, TextStyle, font, icon

Ink = Literal["", "secondary", "muted", "accent", "positive", "warning", "negative"]
ButtonKind = Literal["plain", "primary", "ghost", "danger", "link", "icon", "chip", "segment", "row", "entry", "search"]


_ARROWS = {"Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}  # as they stand on keyboards of any language
_KEYS_BETWEEN = " … "

# The dash inside a code such as CAF-WP-01, at which no line may break.
_CODE_DASH = re.compile(r"(?<=[A-Z0-9])-(?=[A-Z0-9])")


# What is never cut in half: an amount or number with the currency beside it, a date, a code; in Arabic isolated.
_WHOLE = re.compile(
    r"\u2068?(?:"
    r"(?:[A-Z]{3}\u00a0)?[\u200e\u2212]*\d[\d.,\u00a0\u202f]*(?:%|[A-Z]{3}\b|(?:er)?\s[^\W\d]+\.?\s\d{4}\b)?"
    r"|[A-Z]{2,}(?:-[A-Z0-9]+)+"
    r")\u2069?"
)


def elided(text: str, metrics: QFontMetrics, width: int) -> str:
    """As much of a text as fits, with an ellipsis; half an amount, date or code would be another one, so it goes."""
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
    if shown == text:
        return text
    end = len(shown) - 1
    cut = next((found for found in _WHOLE.finditer(text) if found.start() < end < found.end()), None)
    kept = (shown[:-1] if cut is None else text[: cut.start()]).rstrip(" \u00a0,:·")
    return f"{kept}…" if kept else shown


class _Label(QLabel):
    """A label that draws wrapped lines itself: in Arabic Qt sets each but the last off by the space it ends in."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the lines, each from the side at which reading starts."""
        if not (self.wordWrap() and self.textFormat() is Qt.TextFormat.PlainText):
            super().paintEvent(event)
            return
        room = self.contentsRect()
        layout = self._lines(room.width())
        size = QSize(room.width(), math.ceil(layout.boundingRect().height()))
        place = QStyle.alignedRect(self.layoutDirection(), self.alignment(), size, room)
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        layout.draw(painter, QPointF(place.topLeft()))

    def _lines(self, width: int) -> QTextLayout:
        layout = QTextLayout(self.text().replace("\n", "\u2028"), self.font())
        option = QTextOption(self.alignment() & Qt.AlignmentFlag.AlignHorizontal_Mask)
        option.setTextDirection(self.layoutDirection())
        layout.setTextOption(option)
        height = 0.0
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, height))
            height += line.height()
        layout.endLayout()
        return layout


def label(text: str = "", style: TextStyle = TextStyle.BODY, *, ink: Ink = "", wraps: bool = False) -> QLabel:
    """A text on the page. It is never taken for markup, whatever it holds."""
    made = _Label(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setFont(font(style))
    made.setWordWrap(wraps)
    made.setAlignment(start_side() | Qt.AlignmentFlag.AlignVCenter)
    if ink:
        made.setProperty("ink", ink)
    return made


class ElidedLabel(QLabel):
    """A text that ends in an ellipsis where it does not fit, and shows whole in a tooltip then.

    It takes all the room there is, or with `snug` no more than its text needs.
    """

    def __init__(self, text: str = "", style: TextStyle = TextStyle.BODY, *, ink: Ink = "", snug: bool = False) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(font(style))
        across = QSizePolicy.Policy.Maximum if snug else QSizePolicy.Policy.Ignored
        self.setSizePolicy(across, QSizePolicy.Policy.Preferred)
        if ink:
            self.setProperty("ink", ink)

    def minimumSizeHint(self) -> QSize:
        """It may become very narrow."""
        return QSize(24, super().minimumSizeHint().height())

    def is_cut(self) -> bool:
        """Whether the text does not fit."""
        return self.fontMetrics().horizontalAdvance(self.text()) > self.contentsRect().width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keeps the tooltip true."""
        super().resizeEvent(event)
        self._explain()

    def setText(self, text: str) -> None:
        """Shows another text."""
        super().setText(text)
        self._explain()

    def _explain(self) -> None:
        self.setToolTip(self.text() if self.is_cut() else "")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws as much as fits."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        rectangle = self.contentsRect()
        shown = elided(self.text(), self.fontMetrics(), rectangle.width())
        painter.drawText(rectangle, self.alignment() | Qt.TextFlag.TextSingleLine, shown)


class PushButton(QPushButton):
    """A button that Enter presses, as Space does; Qt does so only in its own dialogs."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)


def button(
    text: str,
    *,
    kind: ButtonKind = "plain",
    palette: Palette,
    name: Icon | None = None,
    small: bool = False,
    shortcut: str = "",
    on_click: Callable[[], object] | None = None,
) -> QPushButton:
    """A button. Its tooltip shows its key; an icon button shows its text there."""
    shown = text.replace("&", "&&")  # a name may hold an ampersand; it is no sign for a key
    made = PushButton("" if kind == "icon" else shown)
    made.setProperty("kind", kind)
    if small:
        made.setProperty("compact", "true")
    if kind == "primary":
        made.setFont(font(TextStyle.STRONG))
    if name is not None:
        ink = {"primary": palette.on_accent, "danger": palette.negative}.get(kind, palette.text_secondary)
        made.setIcon(icon(name, ink, disabled=palette.disabled, size=14 if small else 16))
        made.setIconSize(QSize(14, 14) if small else QSize(16, 16))
        if text and kind != "icon":
            made.setText(f" {shown}")
    shown_key = _key_text(shortcut) if shortcut else ""
    if kind == "icon" or shown_key:
        made.setToolTip(f"{text}  {shown_key}".strip())
    made.setAccessibleName(text)
    made.setCursor(Qt.CursorShape.PointingHandCursor if kind == "link" else Qt.CursorShape.ArrowCursor)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    if on_click is not None:
        made.clicked.connect(lambda _checked=False: on_click())
    return made


def hairline(*, strong: bool = False) -> QFrame:
    """A fine line that parts what belongs apart."""
    line = QFrame()
    line.setObjectName("hairlineStrong" if strong else "hairline")
    line.setFixedHeight(1)
    return line


def emphasised(parts: Sequence[tuple[str, bool]], style: TextStyle = TextStyle.BODY, *, ink: Ink = "") -> QLabel:
    """A text of which some parts stand out; each part is escaped, so nothing in it can be markup."""
    whole = ((html.escape(_CODE_DASH.sub("\u2011", text)), on) for text, on in parts)
    spans = (f"<b style='font-weight:600'>{text}</b>" if on else text for text, on in whole)
    made = label("", style, ink=ink, wraps=True)
    made.setTextFormat(Qt.TextFormat.RichText)
    direction = "rtl" if QGuiApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft else "ltr"
    made.setText(f"<div dir='{direction}'>{' '.join(spans)}</div>")
    return made


def _key_text(shortcut: str) -> str:
    """The name of a key; like keyboards it is never turned about. Of keys in a row the first and the last are named."""
    first, *others = shortcut.split(_KEYS_BETWEEN)
    native = QKeySequence(first).toString(QKeySequence.SequenceFormat.NativeText) or first
    if arrow := _ARROWS.get(first.rpartition("+")[2]):
        native = native.removesuffix(native.rpartition("+")[2]) + arrow
    native = _KEYS_BETWEEN.join([native, *others])
    mirrored = QGuiApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft
    return f"\u2066{native}\u2069" if mirrored else native


def key_cap(text: str) -> QLabel:
    """A key as it stands on the keyboard."""
    written = text.replace("Return", "Enter")  # as it stands on most keyboards; Qt tells the two apart
    cap = label(_key_text(written).replace("+", " "), TextStyle.CAPTION)
    cap.setObjectName("key")
    cap.setFixedHeight(18)
    return cap


def row(*parts: QWidget | int | None, spacing: int = 8) -> QHBoxLayout:
    """Widgets beside each other; a number is a gap, None takes all the room there is."""
    layout = QHBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    _fill(layout, parts)
    return layout


def column(*parts: QWidget | int | None, spacing: int = 0) -> QVBoxLayout:
    """Widgets below each other; a number is a gap, None takes all the room there is."""
    layout = QVBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    _fill(layout, parts)
    return layout


def _fill(layout: QHBoxLayout | QVBoxLayout, parts: tuple[QWidget | int | None, ...]) -> None:
    for part in parts:
        if part is None:
            layout.addStretch(1)
        elif isinstance(part, int):
            layout.addSpacing(part)
        else:
            layout.addWidget(part)


def margins(start: int, top: int, end: int, bottom: int) -> QMargins:
    """The margins of a layout, counted from the side at which reading starts: Qt turns about what is inside alone."""
    if QGuiApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft:
        return QMargins(end, top, start, bottom)
    return QMargins(start, top, end, bottom)


def clear(layout: QHBoxLayout | QVBoxLayout) -> None:
    """Takes everything out of a layout and lets it go."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()  # or Qt, asked just now to show it, would show it as a window of its own
            widget.setParent(None)
            widget.deleteLater()
        elif isinstance(inner, (QHBoxLayout, QVBoxLayout)):
            clear(inner)


def scrolled(inside: QLayout) -> QScrollArea:
    """A part that scrolls where its content does not fit."""
    holder = QWidget()
    holder.setObjectName("scrolled")
    holder.setLayout(inside)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(holder)
    return area


def put_into(area: QScrollArea, widget: QWidget) -> None:
    """Lets an area scroll another widget. Qt would delete the one before at once, which may be what asks for this."""
    before = area.takeWidget()
    if before is not None:
        before.hide()
        before.deleteLater()
    area.setWidget(widget)


def start_side() -> Qt.AlignmentFlag:
    """The side at which reading starts, whatever letters a text has: Qt puts one of Latin letters at the left."""
    mirrored = QGuiApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft
    return (Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignAbsolute


def end_side() -> Qt.AlignmentFlag:
    """The side at which reading ends, whatever letters a text has."""
    mirrored = QGuiApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft
    return (Qt.AlignmentFlag.AlignLeft if mirrored else Qt.AlignmentFlag.AlignRight) | Qt.AlignmentFlag.AlignAbsolute


def flush_right(across: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignVCenter) -> Qt.AlignmentFlag:
    """Where amounts stand, in a mirrored layout as well, so that their decimals are below each other."""
    return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute | across


def text_width(text: str, style: TextStyle) -> int:
    """How wide a text is."""
    return QFontMetrics(font(style)).horizontalAdvance(text)
