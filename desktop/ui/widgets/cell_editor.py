"""The line in which a cell of a grid is typed, and what is said below it when that cannot be read."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QWidget

from desktop.ui.theme import Icon, Palette, TextStyle, pixmap
from desktop.ui.widgets.basics import flush_right, label, start_side

_AWAY = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)  # one comes back to the cell
_TIP_WIDTH = 320


class CellEditor(QLineEdit):
    """`done` says that what was typed is to be taken and carries the key that said so (0 when one simply went on);
    `given_back` that the cell stays as it was.
    """

    done = Signal(int, bool)
    given_back = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "cell")
        self._is_typing = False
        self.hide()

    def begin(self, area: QRect, text: str, *, right: bool, typing: bool) -> None:
        """Opens over a cell; `typing` when the text is the first letter that was typed, which replaces the cell."""
        self._is_typing = typing
        self.setAlignment((flush_right() if right else start_side()) | Qt.AlignmentFlag.AlignVCenter)
        self.setText(text)
        self.setGeometry(area)
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if typing:
            self.setCursorPosition(len(text))
        else:
            self.selectAll()

    def show_state(self, *, wrong: bool) -> None:
        """Shows whether what was typed can be read."""
        self.setProperty("state", "error" if wrong else "")
        self.style().unpolish(self)
        self.style().polish(self)

    def event(self, event: QEvent) -> bool:
        """Tab is a key of the grid while one types, not a way out of it."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            back = event.key() == Qt.Key.Key_Backtab
            if back or event.key() == Qt.Key.Key_Tab:
                self.done.emit(Qt.Key.Key_Tab.value, back)
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Up and Down take what was typed, and where one replaces a cell Left and Right do; Esc does not."""
        key, shift = Qt.Key(event.key()), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        leaves = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Up, Qt.Key.Key_Down}
        if self._is_typing and not shift:
            leaves |= {Qt.Key.Key_Left, Qt.Key.Key_Right}
        if key is Qt.Key.Key_Escape:
            self.given_back.emit()
        elif key in leaves:
            self.done.emit(key.value, shift)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Takes what was typed when one goes on elsewhere."""
        super().focusOutEvent(event)
        if self.isVisible() and event.reason() not in _AWAY:
            self.done.emit(0, False)


class CellTip(QFrame):
    """What is wrong with a cell, said right below it."""

    def __init__(self, parent: QWidget, *, palette: Palette) -> None:
        super().__init__(parent)
        self.setObjectName("cellTip")
        sign = QLabel()
        sign.setPixmap(pixmap(Icon.ERROR, palette.negative, size=14))
        self._text = label("", TextStyle.SMALL, ink="negative", wraps=True)
        self._grid = parent
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(8, 6, 8, 6)
        self._layout.setSpacing(6)
        self._layout.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        self._layout.addWidget(self._text, 1)
        self.hide()

    @property
    def text(self) -> str:
        """What it says; nothing while it is hidden."""
        return self._text.text() if self.isVisible() else ""

    def tell(self, text: str, area: QRect) -> None:
        """Says something below a cell, or above it where there is no room, never beyond the edge of the grid."""
        self._text.setText(text)
        self.setFixedWidth(min(_TIP_WIDTH, self._text.fontMetrics().horizontalAdvance(text) + 40))
        self.setFixedHeight(self._layout.heightForWidth(self.width()))
        room = self._grid.rect()
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        x = area.right() - self.width() + 1 if mirrored else area.left()
        below = area.bottom() + 2
        y = below if below + self.height() <= room.bottom() else area.top() - self.height() - 1
        self.move(QPoint(max(4, min(x, room.right() - self.width() - 4)), y))
        self.show()
        self.raise_()
