"""The pace bar: money as a bar, time as a needle. Solid is spent, hatched committed, a red hatched cap is over."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.language import Language, say
from desktop.ui.theme import Palette

HEIGHT = 8
OVERHANG = 4
_PERIOD = 5


@dataclass(frozen=True, slots=True)
class PaceShares:
    """Shares of the award: spent, committed; and the share of time that is over (None when it is not known)."""

    spent: float
    committed: float
    time: float | None


def pace_text(shares: PaceShares, language: Language) -> str:
    """What the bar says, for those who cannot see it: ``62 % spent, Committed 8 %, time 80 %``."""
    spent, committed = (language.percent(Decimal(str(round(part, 6)))) for part in (shares.spent, shares.committed))
    parts = [language.text(say("{percent} spent", percent=spent)), f"{language.text(say('Committed'))} {committed}"]
    if shares.spent + shares.committed > 1:
        parts.append(language.text(say("over")))
    if shares.time is not None:
        time = language.percent(Decimal(str(round(shares.time, 6))))
        parts.append(language.text(say("time {percent}", percent=time)))
    return ", ".join(parts)


@functools.lru_cache(maxsize=64)
def hatch(color: str, *, backwards: bool = False, period: int = _PERIOD, width: float = 1.5) -> QBrush:
    """A hatch of fine lines. The one Qt brings is too sparse for a bar of eight pixels."""
    texture = QPixmap(period, period)
    texture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(texture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(color), width))
    for shift in (-period, 0, period):
        if backwards:
            painter.drawLine(shift, 0, shift + period, period)
        else:
            painter.drawLine(shift, period, shift + period, 0)
    painter.end()
    return QBrush(texture)


def paint_pace(painter: QPainter, track: QRectF, shares: PaceShares, colours: Palette, *, mirrored: bool) -> None:
    """Draws a pace bar on `track`; mirrored it grows from the right."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    shape = QPainterPath()
    shape.addRoundedRect(track, 2, 2)
    painter.setClipPath(shape)
    painter.fillRect(track, colours.color("track"))
    spent = min(max(shares.spent, 0.0), 1.0)
    painter.fillRect(_part(track, 0, spent, mirrored=mirrored), colours.color("accent"))
    committed = min(max(shares.committed, 0.0), 1.0 - spent)
    painter.fillRect(_part(track, spent, spent + committed, mirrored=mirrored), hatch(colours.accent))
    if shares.spent + shares.committed > 1:
        _paint_over(painter, track, shares, colours, mirrored=mirrored)
    painter.setClipping(False)
    if shares.time is not None:
        _paint_needle(painter, track, shares.time, colours, mirrored=mirrored)
    painter.restore()


def _part(track: QRectF, start: float, end: float, *, mirrored: bool) -> QRectF:
    left = track.left() + track.width() * ((1 - end) if mirrored else start)
    return QRectF(left, track.top(), track.width() * (end - start), track.height())


def _paint_over(painter: QPainter, track: QRectF, shares: PaceShares, colours: Palette, *, mirrored: bool) -> None:
    over = min(max(shares.spent + shares.committed - 1, 0.04), 0.2)
    cap = _part(track, 1 - over, 1, mirrored=mirrored)
    painter.fillRect(cap, colours.color("surface"))
    painter.fillRect(cap, hatch(colours.negative, backwards=True))
    painter.setPen(QPen(colours.color("negative"), 1))
    painter.drawRect(cap.adjusted(0.5, 0.5, -0.5, -0.5))


def _paint_needle(painter: QPainter, track: QRectF, time: float, colours: Palette, *, mirrored: bool) -> None:
    place = min(max(time, 0.0), 1.0)
    x = track.left() + track.width() * ((1 - place) if mirrored else place)
    x = min(max(x, track.left() + 1), track.right() - 1)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.fillRect(
        QRectF(round(x) - 1, track.top() - OVERHANG, 2, track.height() + 2 * OVERHANG), colours.color("text")
    )


class PaceBar(QWidget):
    """A pace bar by itself."""

    def __init__(self, shares: PaceShares, *, palette: Palette, language: Language) -> None:
        super().__init__()
        self.setAccessibleName(pace_text(shares, language))
        self._shares = shares
        self._palette = palette
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As high as the needle."""
        return QSize(72, HEIGHT + 2 * OVERHANG)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the bar."""
        track = QRectF(0, OVERHANG, self.width(), HEIGHT)
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        paint_pace(QPainter(self), track, self._shares, self._palette, mirrored=mirrored)


class Swatch(QWidget):
    """The key to a kind of bar: solid, or hatched."""

    def __init__(self, *, palette: Palette, hatched: bool = False, color: str = "") -> None:
        super().__init__()
        self._color = color or palette.accent
        self._hatched = hatched
        self.setFixedSize(12, 8)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the key."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(self.rect()), 2, 2)
        painter.setClipPath(shape)
        painter.fillRect(self.rect(), hatch(self._color) if self._hatched else QColor(self._color))
