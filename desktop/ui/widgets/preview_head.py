"""The headings of an import preview, in two lines where one has no room; the first is a tick box for all rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter

from desktop.ui.models.preview_cells import TICK
from desktop.ui.theme import Palette, TextStyle
from desktop.ui.widgets.basics import elided, flush_right, start_side, text_width
from desktop.ui.widgets.plain_table import PlainHead
from desktop.ui.widgets.tick_box import BOX, draw_box

if TYPE_CHECKING:
    from desktop.ui.widgets.preview_table import PreviewTable

HEAD, _LINE = 28, 16
_ONE_LINE = 90  # as wide as a heading may make its column before it takes two lines


def in_two_lines(text: str) -> tuple[str, str]:
    """A text parted between two words so that the longer part is as short as can be; one word alone is not parted."""
    words = text.split(" ")
    parted = [(" ".join(words[:place]), " ".join(words[place:])) for place in range(1, len(words) + 1)]
    return min(parted, key=lambda lines: max(text_width(line, TextStyle.SMALL) for line in lines))


class PreviewHead(PlainHead):
    """Headings; the first is a tick box for all rows that are shown."""

    def __init__(self, view: PreviewTable, palette: Palette) -> None:
        super().__init__(view, palette)
        self._view = view
        self.setFixedHeight(HEAD)
        self.setMinimumSectionSize(30)
        self.setSectionsClickable(True)

    def _text(self, section: int) -> str:
        return str(self._view.model().headerData(section, Qt.Orientation.Horizontal) or "")

    def width_of(self, section: int) -> int:
        """How much room a heading wants."""
        text = self._text(section)
        whole = text_width(text, TextStyle.SMALL)
        if whole <= _ONE_LINE:
            return whole
        return max(text_width(line, TextStyle.SMALL) for line in in_two_lines(text))

    def set_height(self, sections: Mapping[int, int]) -> None:
        """As high as the headings of some sections want it, which have their widths already."""
        two = any(len(self._lines(section, self._inside(section).width())) > 1 for section in sections)
        self.setFixedHeight(HEAD + _LINE if two else HEAD)

    def _inside(self, section: int) -> QRect:
        area = QRect(self.sectionViewportPosition(section), 0, self.sectionSize(section), self.height())
        return self._view.inside(area, section)

    def _lines(self, section: int, room: int) -> list[str]:
        text = self._text(section)
        if text_width(text, TextStyle.SMALL) <= room:
            return [text]
        return [line for line in in_two_lines(text) if line]

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        """Draws one heading."""
        view, colours = self._view, self._palette
        painter.save()
        painter.fillRect(rect, colours.color("sunken"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), colours.color("border_strong"))
        inside = view.inside(rect, logicalIndex)
        if logicalIndex == TICK:
            if view.isRightToLeft():
                inside.setLeft(inside.right() - BOX + 1)
            draw_box(painter, inside, view.preview_model().all_ticked(), colours)
        else:
            painter.setFont(self.font())
            painter.setPen(colours.color("muted"))
            self._draw_lines(painter, inside, logicalIndex)
        painter.restore()

    def _draw_lines(self, painter: QPainter, inside: QRect, section: int) -> None:
        right = self._view.is_flush_right(section)
        side = flush_right() if right else start_side() | Qt.AlignmentFlag.AlignVCenter
        lines = self._lines(section, inside.width())
        top = inside.top() + (inside.height() - _LINE * len(lines)) // 2
        for number, line in enumerate(lines):
            room = QRect(inside.left(), top + number * _LINE, inside.width(), _LINE)
            painter.drawText(room, side, elided(line, painter.fontMetrics(), room.width()))
