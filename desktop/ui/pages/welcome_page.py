"""The first page: open the sample, make or open an office, or go on with a recent one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop import __version__
from desktop.config.settings import RecentOffice
from desktop.language import Language, say
from desktop.services.offices import place_of
from desktop.ui.context import Context
from desktop.ui.theme import Icon, Palette, TextStyle, font, pixmap
from desktop.ui.widgets.basics import ElidedLabel, button, column, hairline, label, row
from desktop.ui.widgets.empty_state import Way, WayCard
from desktop.ui.widgets.looks import language_choice, theme_choice
from desktop.ui.widgets.mark import Mark
from desktop.ui.widgets.pace_bar import HEIGHT, PaceShares, Swatch, paint_pace

_LEFT, _CARD = 560, 646
# What the sample shows: country, spent, committed, time. A picture of the idea, not a report.
_PACE = (("NE", 0.82, 0.08, 0.86), ("CF", 0.68, 0.08, 0.85), ("ML", 0.74, 0.05, 0.72), ("SN", 0.45, 0.08, 0.40))


class WelcomePage(QWidget):
    """Offers ways in. The signals carry what was chosen; nothing is opened here."""

    sample_wanted = Signal()
    new_wanted = Signal(str)
    open_wanted = Signal(str)
    restore_wanted = Signal(str, str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("page")
        self.context = context
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._idea())
        layout.addWidget(self._ways(), 1)
        for keys, does in (("Ctrl+N", self.ask_new), ("Ctrl+O", self.ask_open)):
            QShortcut(QKeySequence(keys), self, does)

    # --- the idea ----------------------------------------------------------------------------------------------------

    def _idea(self) -> QWidget:
        text, palette = self.context.text, self.context.palette
        side = QFrame()
        side.setObjectName("sidebar")
        side.setProperty("edge", "left" if self.context.language.right_to_left else "right")
        side.setFixedWidth(_LEFT)
        layout = QVBoxLayout(side)
        layout.setContentsMargins(64, 96, 64, 32)
        layout.setSpacing(0)
        name = row(Mark(40, palette=palette), label("GrantDesk", TextStyle.BRAND), None, spacing=12)
        layout.addLayout(name)
        layout.addSpacing(20)
        idea = say("Grants, budgets and reports of one office, in one file. Every figure can say where it comes from.")
        layout.addWidget(label(text(idea), TextStyle.LEAD, ink="secondary", wraps=True))
        layout.addSpacing(48)
        key = row(label(text(say("Money against time")), TextStyle.STRONG), None, spacing=6)
        for shown, hatched in ((say("spent"), False), (say("committed"), True)):
            key.addWidget(Swatch(palette=palette, hatched=hatched))
            key.addWidget(label(text(shown), TextStyle.SMALL, ink="muted"))
            key.addSpacing(6)
        needle = QFrame()
        needle.setFixedSize(2, 12)
        needle.setStyleSheet(f"background: {palette.text};")
        key.addWidget(needle)
        key.addWidget(label(text(say("today")), TextStyle.SMALL, ink="muted"))
        layout.addLayout(key)
        layout.addSpacing(12)
        layout.addWidget(_PacePicture(self.context.language, palette))
        layout.addStretch(1)
        layout.addLayout(self._choices())
        return side

    def _choices(self) -> QHBoxLayout:
        languages, themes = language_choice(self.context), theme_choice(self.context)
        return row(languages, themes, None, label(__version__, TextStyle.SMALL, ink="muted"), spacing=12)

    # --- the ways ----------------------------------------------------------------------------------------------------

    def _ways(self) -> QWidget:
        text = self.context.text
        about_sample = say("The Sahel Programme with invented amounts. Try anything; nothing is real.")
        ways = [
            Way(text(say("Open the sample office")), text(about_sample), Icon.SAMPLE, self.sample_wanted.emit),
            Way(
                text(say("New office")),
                text(say("An empty file for your grants, on this computer")),
                Icon.NEW,
                self.ask_new,
                "Ctrl+N",
            ),
            Way(text(say("Open an office")), text(say("A .grantdesk file")), Icon.FOLDER, self.ask_open, "Ctrl+O"),
            Way(
                text(say("Connect to a shared office")),
                text(say("The address your administrator gave you")),
                Icon.DATABASE,
                self.ask_address,
            ),
        ]
        self.card = WayCard(ways, palette=self.context.palette)
        self.card.setMaximumWidth(_CARD)
        holder = QWidget()
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(80, 96, 80, 32)
        layout.setSpacing(0)
        layout.addWidget(self.card)
        layout.addSpacing(40)
        layout.addLayout(self._recent())
        layout.addSpacing(12)
        restore = button(
            text(say("Restore a backup")), kind="link", palette=self.context.palette, on_click=self.ask_restore
        )
        nothing = label(text(say("Nothing leaves this computer unless you export it.")), TextStyle.SMALL, ink="muted")
        layout.addLayout(row(nothing, restore, None, spacing=6))
        layout.addStretch(1)
        return holder

    def _recent(self) -> QVBoxLayout:
        text, recent = self.context.text, self.context.settings.recent
        layout = column()
        if not recent:
            return layout
        forget = button(text(say("Clear the list")), kind="link", palette=self.context.palette, on_click=self._forget)
        layout.addLayout(row(label(text(say("Recent")), TextStyle.STRONG), None, forget))
        layout.addSpacing(6)
        for office in recent[:4]:
            layout.addWidget(self._recent_button(office))
            layout.addWidget(hairline())
        return layout

    def _recent_button(self, office: RecentOffice) -> QPushButton:
        place = place_of(office.location)
        made = button(
            "", kind="entry", palette=self.context.palette, on_click=lambda: self.open_wanted.emit(office.location)
        )
        made.setMaximumWidth(_CARD)
        made.setAccessibleName(f"{office.name} {place.shown}")
        picture = QLabel()
        picture.setPixmap(
            pixmap(Icon.DATABASE if place.is_server else Icon.OFFICE, self.context.palette.text_secondary)
        )
        texts = column(
            ElidedLabel(office.name, TextStyle.STRONG),
            ElidedLabel(self.context.language.beside(place.shown), TextStyle.CAPTION, ink="muted"),
        )
        inside = row(picture, spacing=12)
        inside.addLayout(texts, 1)
        inside.addWidget(label(self._when(office), TextStyle.SMALL, ink="muted"))
        inside.setContentsMargins(12, 0, 12, 0)
        made.setLayout(inside)
        for child in made.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        return made

    def _when(self, office: RecentOffice) -> str:
        try:
            return self.context.language.instant(datetime.fromisoformat(office.opened_at))
        except ValueError:
            return ""

    def _forget(self) -> None:
        self.context.keep_settings(replace(self.context.settings, recent=()))

    # --- asking ------------------------------------------------------------------------------------------------------

    def ask_new(self) -> None:
        """Asks where the new office is to be."""
        title = self.context.text(say("New office"))
        chosen, _kind = QFileDialog.getSaveFileName(self, title, "office.grantdesk", "GrantDesk (*.grantdesk)")
        if chosen:
            self.new_wanted.emit(chosen)

    def ask_open(self) -> None:
        """Asks which office to open."""
        title = self.context.text(say("Open an office"))
        chosen, _kind = QFileDialog.getOpenFileName(self, title, "", "GrantDesk (*.grantdesk)")
        if chosen:
            self.open_wanted.emit(chosen)

    def ask_address(self) -> None:
        """Asks for the address of a shared office, beginning with the last one: it is kept without its password."""
        title = self.context.text(say("Connect to a shared office"))
        recent = [office.location for office in self.context.settings.recent]
        last = next((location for location in recent if place_of(location).is_server), "")
        form = "postgresql://user:password@server/office"
        address, agreed = QInputDialog.getText(self, title, form, QLineEdit.EchoMode.Normal, last)
        if agreed and address.strip():
            self.open_wanted.emit(address.strip())

    def ask_restore(self) -> None:
        """Asks for a backup, and where the office made from it is to be."""
        title = self.context.text(say("Restore a backup"))
        kinds = "GrantDesk (*.grantdesk)"
        backup, _kind = QFileDialog.getOpenFileName(self, title, "", kinds)
        if not backup:
            return
        where = self.context.text(say("Where the restored office is to be"))
        name = f"{Path(backup).stem} restored.grantdesk"
        place, _kind = QFileDialog.getSaveFileName(self, where, name, kinds)
        if place:
            self.restore_wanted.emit(backup, place)


class _PacePicture(QWidget):
    """Four pace bars that show the idea."""

    def __init__(self, language: Language, palette: Palette) -> None:
        super().__init__()
        self._language = language
        self._palette = palette
        self.setFixedHeight(36 * len(_PACE))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the bars."""
        painter = QPainter(self)
        mirrored = self.isRightToLeft()
        width, names = self.width(), 172
        for place, (country, spent, committed, time) in enumerate(_PACE):
            top = place * 36
            box = QRectF(width - names, top, names, 36) if mirrored else QRectF(0, top, names, 36)
            start = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
            flags = start | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
            painter.setFont(font(TextStyle.BODY))
            painter.setPen(self._palette.text_secondary)
            full = self._language.country(country)
            painter.drawText(box, flags, painter.fontMetrics().elidedText(full, Qt.TextElideMode.ElideRight, names))
            track = QRectF(56 if mirrored else names + 8, top + 14, width - names - 8 - 56, HEIGHT + 2)
            paint_pace(painter, track, PaceShares(spent, committed, time), self._palette, mirrored=mirrored)
            percent = self._language.percent(Decimal(str(spent)))
            painter.setFont(font(TextStyle.STRONG))
            painter.setPen(self._palette.text)
            end = QRectF(0, top, 48, 36) if mirrored else QRectF(width - 48, top, 48, 36)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(end, right, percent)
