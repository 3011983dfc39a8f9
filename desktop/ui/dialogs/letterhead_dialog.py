"""How the office stands at the head of its reports: address, whom to ask, numbers, logo."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget

from desktop.domain.progress import Progress
from desktop.language import say
from desktop.services.letterheads import Heading, Letterhead, read_logo, save_letterhead
from desktop.services.offices import Outcome
from desktop.ui.context import Context
from desktop.ui.dialogs.dialog import Dialog
from desktop.ui.theme import Icon, TextStyle
from desktop.ui.widgets.basics import button, column, label, row
from desktop.ui.widgets.fields import NoteField, TextField

_LOGO_HEIGHT, _LOGO_WIDTH = 56, 240


class LetterheadDialog(Dialog):
    """Fields for the letterhead, with what it is now."""

    def __init__(self, context: Context, window: QWidget, now: Letterhead) -> None:
        super().__init__(context, window, context.text(say("Letterhead")), about=now.name, width=560)
        text = context.text
        self._logo: bytes | None = None
        self.address = NoteField(context, say("Address"), required=False)
        self.contact = TextField(
            context, say("Whom to ask"), required=False, hint=say("An e-mail address or a telephone number.")
        )
        self.uei = TextField(context, say("UEI"), required=False, hint=say("SF-425, box 4a."))
        self.ein = TextField(context, say("EIN"), required=False, hint=say("SF-425, box 4b."))
        for field, value in ((self.address, now.address), (self.contact, now.contact), (self.uei, now.uei)):
            field.set_value(value or None)
        self.ein.set_value(now.ein or None)
        self.picture = QLabel()
        self.picture.setMinimumHeight(28)
        palette = context.palette
        choose = button(text(say("Choose…")), palette=palette, name=Icon.FOLDER, small=True, on_click=self.choose)
        leave = button(text(say("Without a logo")), kind="link", palette=context.palette, on_click=self.leave_out)
        self.body.addWidget(self.address)
        self.body.addWidget(self.contact)
        self.body.addLayout(row(self.uei, self.ein, spacing=12))
        self.body.addLayout(column(label(text(say("Logo")), TextStyle.SMALL, ink="muted"), self.picture, spacing=4))
        self.body.addLayout(row(choose, leave, None))
        self._show_logo(now.logo)
        cancel = button(text(say("Cancel")), kind="ghost", palette=context.palette, on_click=self.cancel)
        save = button(text(say("Save")), kind="primary", palette=context.palette, on_click=self.save)
        self.add_foot([cancel, save])

    def _show_logo(self, content: bytes) -> None:
        picture = QPixmap()
        if content and picture.loadFromData(content):
            smooth = Qt.TransformationMode.SmoothTransformation
            keep = Qt.AspectRatioMode.KeepAspectRatio
            self.picture.setPixmap(picture.scaled(_LOGO_WIDTH, _LOGO_HEIGHT, keep, smooth))
        else:
            self.picture.setText(self.context.text(say("None")))

    def choose(self) -> None:
        """Asks for a picture."""
        title, kinds = self.context.text(say("Logo")), "PNG, JPEG (*.png *.jpg *.jpeg)"
        path, _kind = QFileDialog.getOpenFileName(self, title, "", kinds)
        if path:
            self.context.read(self, lambda: read_logo(Path(path)), self._take)

    def _take(self, content: bytes) -> None:
        self._logo = content
        self._show_logo(content)

    def leave_out(self) -> None:
        """Takes the logo away."""
        self._logo = b""
        self.picture.clear()
        self._show_logo(b"")

    def save(self) -> None:
        """Keeps it."""
        office = self.context.office
        fields = {"address": self.address, "contact": self.contact, "uei": self.uei, "ein": self.ein}
        texts = {name: str(field.value() or "") for name, field in fields.items()}
        heading = Heading(**texts, logo=self._logo)

        def work(_progress: Progress) -> Outcome:
            return save_letterhead(office, heading)

        self.context.run(self, work, say("Saving"), on_done=lambda _outcome: self.close_overlay())
