"""The obligations of each side of an agreement; those that are late are said above the list."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel

from desktop.language import say, say_many
from desktop.services.obligations import LateObligation, late_obligations
from desktop.ui.pages.linked_tab import LinkedTab
from desktop.ui.theme import Icon, TextStyle, pixmap
from desktop.ui.widgets.basics import column, label, margins, row


class ObligationsTab(LinkedTab):
    """The list with a band for what is late."""

    def load(self) -> None:
        """Reads the list, and what of it is late."""
        super().load()
        office, agreement_id = self.context.office, self.record.id
        self.context.read(self, lambda: late_obligations(office, agreement_id=agreement_id), self._show_late)

    def _show_late(self, late: tuple[LateObligation, ...]) -> None:
        if not late:
            return
        context = self.context
        picture = QLabel()
        picture.setPixmap(pixmap(Icon.WARNING, context.palette.warning))
        band = QFrame()
        band.setObjectName("band")
        band.setProperty("tone", "warning")
        texts = column(spacing=2)
        head = say_many("One obligation is late.", "{count} obligations are late.", count=len(late))
        texts.addWidget(label(context.text(head), TextStyle.STRONG))
        for one in late:
            line = say(
                "{who}: {title}, due on {day}", who=one.who, title=one.title, day=context.language.long_date(one.due_on)
            )
            texts.addWidget(label(context.text(line), wraps=True))
        layout = row(picture, spacing=10)
        layout.addLayout(texts, 1)
        layout.setAlignment(picture, Qt.AlignmentFlag.AlignTop)
        layout.setContentsMargins(margins(10, 8, 10, 8))
        band.setLayout(layout)
        self.add_above(band)
