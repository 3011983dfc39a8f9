"""Deployments as cards under their states."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.volunteer_terms import DEPLOYMENT_STATES, DeploymentState
from desktop.language import Message, say, say_many
from desktop.services.deployments.timeline import Scope
from desktop.services.deployments.views import BoardCard, BoardColumn, read_board
from desktop.ui.context import Context, Route
from desktop.ui.models.deployment_scope import register_filters
from desktop.ui.theme import TextStyle
from desktop.ui.widgets.basics import ElidedLabel, button, clear, column, label, margins, row, scrolled
from desktop.ui.widgets.pressable import PressableRow

_SPACE = 12
_NAMES: dict[DeploymentState, Message] = {
    **{DeploymentState(state): name for state, name in DEPLOYMENT_STATES.items()},
    DeploymentState.ENDED: say("Ended, 12 months"),
}


class BoardPart(QWidget):
    """A column for each state, in the order in which a deployment goes through them."""

    def __init__(self, context: Context, scope: Scope) -> None:
        super().__init__()
        self._context, self._scope = context, scope
        self._columns = QHBoxLayout()
        self._columns.setContentsMargins(margins(20, 4, 16, 16))
        self._columns.setSpacing(_SPACE)
        area = scrolled(self._columns)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)

    def refresh(self) -> None:
        """Reads the deployments by state."""
        office, scope = self._context.office, self._scope
        self._context.read(self, lambda: read_board(office, scope), self._show, patient=True)

    def _show(self, board: dict[DeploymentState, BoardColumn]) -> None:
        clear(self._columns)
        for state, shown in board.items():
            self._columns.addWidget(self._column(state, shown), 1)

    def _column(self, state: DeploymentState, shown: BoardColumn) -> QWidget:
        context = self._context
        name = ElidedLabel(context.text(_NAMES[state]), TextStyle.STRONG)
        count = label(context.language.value(shown.count), ink="muted")
        head = row(name, count, spacing=6)
        head.setStretch(0, 1)
        inside = column(spacing=8)
        inside.addLayout(head)
        for card in shown.cards:
            inside.addWidget(self._card(state, card))
        if shown.count > len(shown.cards):
            inside.addWidget(self._more(state, shown.count - len(shown.cards)))
        if not shown.count:
            inside.addWidget(label(context.text(say("Nobody")), TextStyle.SMALL, ink="muted"))
        inside.addStretch(1)
        holder = QWidget()
        holder.setLayout(inside)
        return holder

    def _card(self, state: DeploymentState, card: BoardCard) -> QWidget:
        context = self._context
        first = row(label(card.code, TextStyle.STRONG), ElidedLabel(card.place, ink="secondary"), spacing=8)
        first.setStretch(1, 1)
        days = context.text(self._days(state, card))
        content = column(spacing=1)
        content.addLayout(first)
        content.addWidget(ElidedLabel(card.title, TextStyle.SMALL, ink="muted"))
        content.addWidget(ElidedLabel(days, TextStyle.SMALL, ink="secondary"))
        content.setContentsMargins(12, 8, 12, 8)
        route = Route("record", "deployments", card.id)
        named = context.language.comma.join(part for part in (card.code, card.place, card.title, days) if part)
        pressed = PressableRow(content, name=named, palette=context.palette, on_press=lambda: context.go(route))
        frame = QFrame()
        frame.setObjectName("card")
        around = column(pressed)
        around.setContentsMargins(1, 1, 1, 1)
        frame.setLayout(around)
        return frame

    @staticmethod
    def _days(state: DeploymentState, card: BoardCard) -> Message:
        if card.first is None or card.last is None:
            return say("no contract yet")
        match state:
            case DeploymentState.PLANNED | DeploymentState.SIGNED:
                return say("{first} to {last}", first=card.first, last=card.last)
            case DeploymentState.ENDED:
                return say("ended {day}", day=card.last)
        return say("until {day}", day=card.last)

    def _more(self, state: DeploymentState, count: int) -> QWidget:
        context = self._context
        text = context.text(say_many("{count} more in the list", "{count} more in the list", count=count))
        route = Route("register", "deployments", filters=(f"state={state}", *register_filters(self._scope)))
        return button(text, kind="link", palette=context.palette, on_click=lambda: context.go(route))
