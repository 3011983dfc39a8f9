"""The amendments of a grant: what each changes in a sentence; drafts are edited and applied from here."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QMenu, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop.domain.terms import AMENDMENT_KINDS, AMENDMENT_STATUSES
from desktop.language import Message, say
from desktop.services.amendments import AmendmentKind, AmendmentView, amendments_of, draft_amendment
from desktop.services.records import RecordView
from desktop.ui.context import Context, Route
from desktop.ui.dialogs.apply_amendment_dialog import ApplyAmendmentDialog
from desktop.ui.theme import Icon, TextStyle
from desktop.ui.widgets.basics import button, clear, column, label, margins, row
from desktop.ui.widgets.chips import Chip


class AmendmentsTab(QWidget):
    """A card for each amendment, the newest first."""

    def __init__(self, context: Context, record: RecordView) -> None:
        super().__init__()
        self.context = context
        self._record = record
        self._about = label("", ink="muted")
        self.new_button = button(context.text(say("New amendment")), palette=context.palette, name=Icon.NEW, small=True)
        self.new_button.setMenu(self._kinds())
        head = row(self._about, None, self.new_button)
        head.setContentsMargins(margins(20, 10, 16, 8))
        self._cards = column(spacing=12)
        self._cards.setContentsMargins(margins(20, 4, 16, 20))
        inside = QWidget()
        inside.setObjectName("scrolled")
        below = QVBoxLayout(inside)
        below.setContentsMargins(0, 0, 0, 0)
        below.addLayout(self._cards)
        below.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(area, 1)

    def _kinds(self) -> QMenu:
        menu = QMenu(self)
        for kind, name in AMENDMENT_KINDS.items():
            menu.addAction(self.context.text(name)).triggered.connect(self._drafting(AmendmentKind(kind)))
        return menu

    def _drafting(self, kind: AmendmentKind) -> Callable[[], None]:
        return lambda: self.draft(kind)

    def draft(self, kind: AmendmentKind) -> None:
        """Makes a draft of the grant's terms and opens its form."""
        office, grant_id = self.context.office, self._record.id
        self.context.run(
            self,
            lambda _progress: draft_amendment(office, grant_id=grant_id, kind=kind),
            say("Drafting an amendment"),
            on_done=lambda outcome: self.context.go(Route("edit", "amendments", outcome.record_id)),
        )

    def load(self) -> None:
        """Reads the amendments."""
        office, grant_id = self.context.office, self._record.id
        self.context.read(self, lambda: amendments_of(office, grant_id), self._show)

    def _show(self, amendments: tuple[AmendmentView, ...]) -> None:
        clear(self._cards)
        nothing = say("No amendments yet. One begins as a copy of the terms of today.")
        applied = say(
            "{applied} applied, {drafts} drafted",
            applied=sum(not one.is_draft for one in amendments),
            drafts=sum(one.is_draft for one in amendments),
        )
        self._about.setText(self.context.text(applied if amendments else nothing))
        for amendment in reversed(amendments):
            self._cards.addWidget(self._card(amendment))

    def _card(self, amendment: AmendmentView) -> QFrame:
        context = self.context
        name = say("Amendment {number}: {kind}", number=amendment.number, kind=AMENDMENT_KINDS[amendment.kind])
        status = context.text(AMENDMENT_STATUSES[amendment.status])
        if amendment.is_draft:
            chip = Chip(status, palette=context.palette, tone="accent", name=Icon.EDIT)
        else:
            chip = Chip(status, palette=context.palette, tone="positive", name=Icon.DONE)
        card = QFrame()
        card.setObjectName("card")
        inside = column(spacing=6)
        inside.setContentsMargins(margins(16, 12, 12, 12))
        inside.addLayout(row(label(context.text(name), TextStyle.LEAD_STRONG), chip, None, *self._verbs(amendment)))
        for sentence in self._sentences(amendment):
            inside.addWidget(label(context.text(sentence), TextStyle.STRONG, wraps=True))
        for about in self._small_print(amendment):
            inside.addWidget(label(context.text(about), ink="secondary", wraps=True))
        card.setLayout(inside)
        return card

    def _sentences(self, amendment: AmendmentView) -> tuple[Message, ...]:
        return amendment.changes or (say("It changes none of the terms yet."),)

    def _small_print(self, amendment: AmendmentView) -> list[Message]:
        parts = []
        if amendment.effective_on and not amendment.is_draft:
            parts.append(say("In force from {day}.", day=self.context.language.long_date(amendment.effective_on)))
        if amendment.reason:
            parts.append(say("Reason: {reason}", reason=amendment.reason))
        return parts

    def _verbs(self, amendment: AmendmentView) -> list[QPushButton]:
        context, palette = self.context, self.context.palette
        if not amendment.is_draft:
            day = amendment.effective_on
            before = Route("record", "grants", self._record.id, filters=(day.isoformat() if day else "",), tab="as_at")
            text = context.text(say("The grant before it"))
            return [button(text, kind="ghost", palette=palette, small=True, on_click=lambda: context.go(before))]
        edit = Route("edit", "amendments", amendment.id)
        return [
            button(
                context.text(say("Edit")),
                kind="ghost",
                palette=palette,
                name=Icon.EDIT,
                small=True,
                on_click=lambda: context.go(edit),
            ),
            button(
                context.text(say("Apply…")),
                palette=palette,
                name=Icon.CHECK,
                small=True,
                on_click=lambda: ApplyAmendmentDialog(context, self.window(), amendment).open(),
            ),
        ]
