"""Looks at a window as a reader does: what is still English, and what is cut off."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import cache
from typing import cast

from PySide6.QtCore import QAbstractItemModel, QPoint, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QTabBar,
    QTableView,
    QWidget,
)

from desktop.ui.widgets.basics import ElidedLabel
from desktop.ui.widgets.import_columns_step import ColumnsStep
from desktop.ui.widgets.sidebar import NavItem
from tests.helpers.texts import catalogue, forms

_ROWS = 50  # of a list that are read
_NARROW, _BESIDE_AREA = 60, 78  # a sidebar of icons alone; the room an area's icon and number take
_MARKS = "\u200e\u200f\u2066\u2067\u2068\u2069 "  # say in which direction one reads, and are not seen
_SLACK = 1  # pixels that rounding may take
_PLACE = re.compile(r"\\\{\w+\\\}")
_NUMBER = r"[\u2066-\u2069]*\d[\d\u00a0,.]*[\u2066-\u2069]*"
_MARKUP = re.compile(r"<[^<>]+>")


class EnglishFinder:
    """Knows which texts of the program should not be seen in a language."""

    def __init__(self, code: str) -> None:
        self._whole: set[str] = set()
        self._patterns: list[re.Pattern[str]] = []
        self._translated: list[re.Pattern[str]] = []
        self._known: dict[str, bool] = {}
        for message in catalogue(code):
            english = (message.id,) if isinstance(message.id, str) else tuple(message.id)
            for text in english:
                if text and text not in forms(message) and any(forms(message)):
                    self._note(text, forms(message))

    def _note(self, text: str, translations: tuple[str, ...]) -> None:
        words = re.sub(r"\{\w+\}", "", text)
        if words == text:
            self._whole.add(text)
        elif len(re.findall(r"[a-z]{3}", words)) >= 1:
            self._patterns.append(_pattern(text))
            self._translated += [_pattern(form) for form in translations]

    def is_english(self, text: str) -> bool:
        """Whether the text, or a sentence with values, stands as in the source although it has a translation."""
        if text not in self._known:
            self._known[text] = self._find(text)
        return self._known[text]

    def _find(self, text: str) -> bool:
        if len(text) == 1:
            return False  # the letter of a column says nothing in any language
        if text in self._whole:
            return True
        return any(known.fullmatch(text) for known in self._patterns) and not any(
            known.fullmatch(text) for known in self._translated
        )


def _pattern(text: str) -> re.Pattern[str]:
    counted = re.escape(text).replace(r"\{count\}", _NUMBER)
    return re.compile(_PLACE.sub(".+", counted), re.DOTALL)


def english_in(window: QWidget, finder: EnglishFinder) -> list[str]:
    """What is still English in the window."""
    return sorted({text for text in texts_of(window) if finder.is_english(text)})


def visible(window: QWidget) -> Iterator[QWidget]:
    """Every widget that is shown, also one that is scrolled out of sight."""
    yield window
    yield from (widget for widget in window.findChildren(QWidget) if widget.isVisible())


def texts_of(window: QWidget) -> Iterator[str]:
    """Every text that can be read, pointed at or heard."""
    for widget in visible(window):
        for text in (*_own_texts(widget), widget.toolTip(), widget.accessibleName(), widget.windowTitle()):
            plain = _MARKUP.sub("", text).replace("&&", "&").strip()
            if plain:
                yield plain


def _own_texts(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, (QLabel, QAbstractButton)):
        yield widget.text()
    elif isinstance(widget, QLineEdit):
        yield from (widget.text(), widget.placeholderText())
    elif isinstance(widget, QComboBox):
        yield from (widget.itemText(number) for number in range(widget.count()))
    elif isinstance(widget, QTabBar):
        yield from (widget.tabText(number) for number in range(widget.count()))
    elif isinstance(widget, QHeaderView):
        yield from _headings(widget)
    elif isinstance(widget, (QListView, QTableView)):
        yield from _cells(widget)


def _headings(header: QHeaderView) -> Iterator[str]:
    if header.orientation() == Qt.Orientation.Horizontal:
        for column in range(header.count()):
            yield str(header.model().headerData(column, Qt.Orientation.Horizontal) or "")


def _cells(view: QListView | QTableView) -> Iterator[str]:
    model = cast("QAbstractItemModel | None", view.model())  # the stubs know no view without one
    if model is None:
        return
    for number in range(min(model.rowCount(), _ROWS)):
        for column in range(model.columnCount() if isinstance(view, QTableView) else 1):
            shown = model.index(number, column).data()
            if isinstance(shown, str):
                yield shown


def clipped_in(window: QWidget) -> list[str]:
    """Texts of which a part cannot be seen, with the room they have and the room they need."""
    found = []
    for widget in visible(window):
        text, need = _shown_and_needed(widget)
        room = widget.width(), widget.height()
        if text and (need[0] > room[0] + _SLACK or need[1] > room[1] + _SLACK):
            found.append(f"{type(widget).__name__} “{text}” needs {need[0]}x{need[1]}, has {room[0]}x{room[1]}")
        elif text and _sticks_out(widget):
            found.append(f"{type(widget).__name__} “{text}” sticks out of what is around it")
        if isinstance(widget, QHeaderView):
            found += _cut_headings(widget)
    return found


def _shown_and_needed(widget: QWidget) -> tuple[str, tuple[int, int]]:
    """The text that is to be read whole, and the size that takes; no text where there is none or it is content."""
    if isinstance(widget, QLabel) and widget.text().strip(_MARKS):
        return widget.text(), _need_of_label(widget)
    if isinstance(widget, QAbstractButton) and widget.text().strip():
        return widget.text().strip(), _need_of_button(widget)
    if isinstance(widget, QLineEdit) and not widget.text():
        return widget.placeholderText(), (_need_of_line(widget), 0)
    return "", (0, 0)


def _cut_headings(header: QHeaderView) -> list[str]:
    """Headings that their column cuts off without telling the whole in a tooltip."""
    found = []
    for column, text in enumerate(_headings(header)):
        need, room = header.fontMetrics().horizontalAdvance(text), header.sectionSize(column)
        told = header.model().headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
        if need > room and not header.isSectionHidden(column) and text not in str(told or ""):
            found.append(f"heading “{text}” needs {need}, has {room}")
    return found


def _need_of_label(widget: QLabel) -> tuple[int, int]:
    if isinstance(widget, ElidedLabel):
        told = not widget.is_cut() or widget.toolTip() == widget.text()
        return 0 if told else widget.sizeHint().width(), _height_of_ink(widget, widget.text())
    if widget.wordWrap():
        return _widest_word(widget), widget.heightForWidth(widget.width())
    return widget.sizeHint().width(), _height_of_ink(widget, widget.text())


def _height_of_ink(widget: QWidget, text: str) -> int:
    """The height a line needs so that each stroke is seen, standing in the middle of its widget.

    A line is as high as the highest of its fonts asks for, which may be more than its strokes reach.
    """
    line, first, ink = _ink_of(widget.font().toString(), text)
    top = (widget.height() - line) / 2 + first
    below = top + ink - widget.height()
    return widget.height() + math.ceil(max(0.0, -top, below))


@cache
def _ink_of(font: str, text: str) -> tuple[int, int, int]:
    """Of a text in a font: the height of its line, where its strokes begin in it, and how high they are.

    It is asked for the same words on page after page, and draws them each time.
    """
    written = QFont()
    written.fromString(font)
    metrics = QFontMetrics(written)
    line = metrics.boundingRect(QRect(0, 0, 10_000, 100), Qt.TextFlag.TextSingleLine, text)
    ink = metrics.tightBoundingRect(text)
    return line.height(), metrics.ascent() + ink.top(), ink.height()


def _need_of_button(widget: QAbstractButton) -> tuple[int, int]:
    if isinstance(widget, QPushButton):
        return widget.sizeHint().width(), _height_of_ink(widget, widget.text())
    text = widget.text()  # it draws itself: an icon, a text, perhaps a number
    if not isinstance(widget, NavItem) or (widget.width() < _NARROW and widget.toolTip().startswith(text)):
        return 0, 0
    return widget.fontMetrics().horizontalAdvance(text) + _BESIDE_AREA, widget.fontMetrics().height()


def _widest_word(widget: QLabel) -> int:
    words = _MARKUP.sub(" ", widget.text()).split(" ")  # a no-break space holds its words together
    return max(widget.fontMetrics().horizontalAdvance(word) for word in words)


def _need_of_line(widget: QLineEdit) -> int:
    """What the placeholder needs beside the icons and keys that stand in the field."""
    beside = [child for child in widget.findChildren(QWidget) if child.isVisible()]
    margins = widget.textMargins()
    text = widget.fontMetrics().horizontalAdvance(widget.placeholderText())
    return text + sum(child.width() for child in beside) + margins.left() + margins.right() + 8 * (len(beside) + 1)


def _sticks_out(widget: QWidget) -> bool:
    around = widget.parentWidget()
    while around is not None:
        area = around.parentWidget()
        if isinstance(area, QAbstractScrollArea):
            return not isinstance(area.parentWidget(), ColumnsStep) and _out_at_sides(widget, around)
        corner = widget.mapTo(around, QPoint(0, 0))
        if not around.rect().adjusted(-_SLACK, -_SLACK, _SLACK, _SLACK).contains(QRect(corner, widget.size())):
            return True
        if around.isWindow():
            return False
        around = around.parentWidget()
    return False


def _out_at_sides(widget: QWidget, around: QWidget) -> bool:
    left = widget.mapTo(around, QPoint(0, 0)).x()
    return left < -_SLACK or left + widget.width() > around.width() + _SLACK
