"""The obligations of each side of an agreement; those that are late are said above the list and on the overview."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from desktop.language import say, say_many
from desktop.registers.register import Link, Register
from desktop.services.obligations import LateObligation, late_obligations
from desktop.services.records import RecordView
from desktop.ui.context import Context
from desktop.ui.pages.linked_tab import LinkedTab
from desktop.ui.theme import Icon, TextStyle, pixmap
from desktop.ui.widgets.basics import column, label, margins, row


class LateBand(QWidget):
    """Says which obligations of an agreement are late; shows nothing when none is."""

    def __init__(self, context: Context, record: RecordView) -> None:
        super().__init__()
        self._context = context
        self._inside = QVBoxLayout(self)
        self._inside.setContentsMargins(0, 0, 0, 0)
        office, agreement_id = context.office, record.id
        context.read(self, lambda: late_obligations(office, agreement_id=agreement_id), self._show_late)

    def _show_late(self, late: tuple[LateObligation, ...]) -> None:
        if not late:
            self.hide()
            return
        context = self._context
        picture = QLabel()
        picture.setPixmap(pixmap(Icon.WARNING, context.palette.warning))
        band = QFrame()
        band.setObjectName("band")
        band.setProperty("tone", "warning")
        texts = column(spacing=2)
        head = say_many("One obligation is late.", "{count} obligations are late.", count=len(late))
        texts.addWidget(label(context.text(head), TextStyle.STRONG))
        for one in late:
            day = context.language.long_date(one.due_on)
            line = say("{who}: {title}, due on {day}", who=one.who, title=one.title, day=day)
            texts.addWidget(label(context.text(line), wraps=True))
        layout = row(picture, spacing=10)
        layout.addLayout(texts, 1)
        layout.setAlignment(picture, Qt.AlignmentFlag.AlignTop)
        layout.setContentsMargins(margins(10, 8, 10, 8))
        band.setLayout(layout)
        self._inside.addWidget(band)


class ObligationsTab(LinkedTab):
    """The list with a band for what is late."""

    def __init__(self, context: Context, owner: Register, record: RecordView, link: Link) -> None:
        super().__init__(context, owner, record, link)
        if owner.key == "agreements":
            self.add_above(LateBand(context, record))
