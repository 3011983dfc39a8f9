"""The months of some years as a map: how each is closed, how many entries it has, and what is open in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QGridLayout, QSizePolicy, QStyle, QWidget

from desktop.domain.terms import LockLevel
from desktop.language import Language, Message, say, say_many
from desktop.services.months import MonthState
from desktop.ui.theme import Icon, Palette, TextStyle, font, pixmap
from desktop.ui.widgets.basics import flush_right, label, start_side

_HEIGHT = 54
_PADDING = 8
_ICON = 14
SHORT_STATES: dict[LockLevel | None, Message] = {
    None: say("Unlocked"),
    LockLevel.SOFT: say("Closed"),
    LockLevel.HARD: say("For good"),
}


def month_title(language: Language, month: date) -> str:
    """A month as a title, which begins with a capital letter in every language."""
    shown = language.month_and_year(month)
    return shown[:1].upper() + shown[1:]


class MonthCell(QAbstractButton):
    """One month: a lock and a word for its state, its entries, and a sign with what is worth a look."""

    def __init__(self, state: MonthState, *, language: Language, palette: Palette) -> None:
        super().__init__()
        self.state = state
        self._palette = palette
        self._word = language.text(SHORT_STATES[state.level])
        self._entries = language.value(state.entries)
        self._looks = state.errors + state.warnings
        self._shown_looks = language.value(self._looks)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        entries = say_many("{count} entry", "{count} entries", count=state.entries)
        looks = say_many("{count} thing to look at", "{count} things to look at", count=self._looks)
        said = [month_title(language, state.month), self._word, language.text(entries)]
        self.setAccessibleName(language.comma.join([*said, *([language.text(looks)] if self._looks else [])]))
        self.setToolTip(self.accessibleName())

    def sizeHint(self) -> QSize:
        """Twelve of them fit into the smallest window."""
        return QSize(58, _HEIGHT)

    @property
    def _look(self) -> tuple[str, str, Icon]:
        """Ground, ink and icon of its state."""
        colours = self._palette
        match self.state.level:
            case LockLevel.HARD:
                return colours.track, colours.text, Icon.LOCKED
            case LockLevel.SOFT if self.state.let_in:
                return colours.warning_soft, colours.warning, Icon.UNLOCKED
            case LockLevel.SOFT:
                return colours.accent_soft, colours.accent, Icon.LOCKED
        return colours.surface, colours.text_secondary, Icon.UNLOCKED

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the ground, the state above, and the numbers below."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, ink, picture = self._look
        chosen = self.isChecked()
        edge = self._palette.color("accent" if chosen or self.hasFocus() else "border_strong")
        painter.setPen(QPen(edge, 2 if chosen else 1))
        painter.setBrush(QColor(ground))
        inset = 1.0 if chosen else 0.5
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 4, 4)
        self._draw_state(painter, ink, picture)
        self._draw_numbers(painter)

    def _placed(self, x: int, y: int, width: int, height: int) -> QRect:
        """A rectangle counted from the side at which reading starts."""
        return QStyle.visualRect(self.layoutDirection(), self.rect(), QRect(x, y, width, height))

    def _draw_state(self, painter: QPainter, ink: str, picture: Icon) -> None:
        place = self._placed(_PADDING, 9, _ICON, _ICON)
        painter.drawPixmap(place.topLeft(), pixmap(picture, ink, size=_ICON))
        painter.setFont(font(TextStyle.CAPTION))
        painter.setPen(QColor(ink))
        room = self._placed(_PADDING + _ICON + 5, 5, self.width() - 2 * _PADDING - _ICON - 3, 22)
        if painter.fontMetrics().horizontalAdvance(self._word) <= room.width():  # else the icon and the ground say it
            painter.drawText(room, start_side() | Qt.AlignmentFlag.AlignVCenter, self._word)

    def _draw_numbers(self, painter: QPainter) -> None:
        painter.setFont(font(TextStyle.BODY))
        painter.setPen(self._palette.color("text" if self.state.entries else "muted"))
        below = self._placed(_PADDING, 28, self.width() - 2 * _PADDING, 20)
        painter.drawText(below, start_side() | Qt.AlignmentFlag.AlignVCenter, self._entries)
        if not self._looks:
            return
        serious = bool(self.state.errors)
        ink = self._palette.negative if serious else self._palette.warning
        painter.setFont(font(TextStyle.CAPTION))
        width = painter.fontMetrics().horizontalAdvance(self._shown_looks)
        start = self.width() - _PADDING - width
        painter.setPen(QColor(ink))
        painter.drawText(self._placed(start, 28, width, 20), Qt.AlignmentFlag.AlignCenter, self._shown_looks)
        place = self._placed(start - _ICON - 2, 31, _ICON, _ICON)
        painter.drawPixmap(place.topLeft(), pixmap(Icon.ERROR if serious else Icon.WARNING, ink, size=_ICON))


class MonthMap(QWidget):
    """A row for each year, a column for each month; arrows move from cell to cell. `on_choose` gets the month."""

    def __init__(self, *, language: Language, palette: Palette, on_choose: Callable[[date], object]) -> None:
        super().__init__()
        self._language = language
        self._palette = palette
        self._on_choose = on_choose
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(6)
        for number in range(1, 13):
            self._grid.addWidget(label(language.month(number), TextStyle.SMALL, ink="muted"), 0, number)
            self._grid.setColumnStretch(number, 1)
        self._group = QButtonGroup(self)
        self.cells: dict[date, MonthCell] = {}
        self._years: list[QWidget] = []

    def show_states(self, states: Sequence[MonthState], chosen: date) -> None:
        """Shows these months, the year of the newest on top, with one of them chosen."""
        focused = next((month for month, cell in self.cells.items() if cell.hasFocus()), None)
        for old in (*self.cells.values(), *self._years):
            self._grid.removeWidget(old)
            old.hide()
            old.deleteLater()
        newest = max(state.month for state in states).year
        years = sorted({state.month.year for state in states}, reverse=True)
        self._years = [label(str(year), TextStyle.STRONG) for year in years]
        for line, year in enumerate(self._years, start=1):
            self._grid.addWidget(year, line, 0, flush_right())
        self.cells = {state.month: self._cell(state) for state in states}
        for month, cell in self.cells.items():
            self._grid.addWidget(cell, newest - month.year + 1, month.month)
        self.cells[chosen].setChecked(True)
        if focused in self.cells:
            self.cells[focused].setFocus(Qt.FocusReason.OtherFocusReason)

    def _cell(self, state: MonthState) -> MonthCell:
        cell = MonthCell(state, language=self._language, palette=self._palette)
        self._group.addButton(cell)
        cell.toggled.connect(lambda on, month=state.month: self._on_choose(month) if on else None)
        return cell
