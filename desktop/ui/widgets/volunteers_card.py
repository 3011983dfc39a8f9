"""The volunteers whom a grant pays, as a card for its overview; there is none while the grant never paid any."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.language import Message, say, say_many
from desktop.services.grant_people import END_SOON_DAYS, GrantPeople, people_of_grant
from desktop.ui.context import Context, Route
from desktop.ui.theme import TextStyle
from desktop.ui.widgets.basics import ElidedLabel, button, column, flush_right, label, row


class VolunteersCard(QWidget):
    """Who serves today, what was served and what is committed to come; leads to the page of the deployments.

    It takes no room while there is nothing to tell.
    """

    def __init__(self, context: Context, grant_id: int, reference: str) -> None:
        super().__init__()
        self.context = context
        self._reference = reference
        context.read(self, partial(people_of_grant, context.office, grant_id), self.show_people)

    def show_people(self, people: GrantPeople | None) -> None:
        """Shows what there is to tell, or nothing."""
        if people is None:
            return
        context, text = self.context, self.context.text
        route = Route("deployments", filters=(f"grant={self._reference}",))
        everything = button(
            text(say("Deployments")), kind="link", palette=context.palette, on_click=partial(context.go, route)
        )
        lines = column(spacing=4)
        lines.addLayout(row(label(text(say("Volunteers")), TextStyle.STRONG), None, everything))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        for place, (name, value) in enumerate(self._lines(people)):
            grid.addWidget(ElidedLabel(text(name)), place, 0)
            grid.addWidget(label(value), place, 1, flush_right())
        lines.addLayout(grid)
        lines.addWidget(self._ends(people))
        lines.setContentsMargins(0, 10, 0, 0)
        self.setLayout(lines)

    def _lines(self, people: GrantPeople) -> list[tuple[Message, str]]:
        language = self.context.language
        return [
            (say("Serving today"), str(people.serving)),
            (say("Person-months so far"), language.number(people.months)),
            (say("Committed for months to come"), language.money(people.to_come)),
        ]

    def _ends(self, people: GrantPeople) -> QWidget:
        """Whose contracts end soon: how many, and when the first does."""
        count = len(people.ending)
        if people.next_end is None:
            nothing = say("No contract ends within {count} days.", count=END_SOON_DAYS)
            return label(self.context.text(nothing), TextStyle.SMALL, ink="muted", wraps=True)
        told = say_many(
            "{count} contract ends within {days} days, on {day}.",
            "{count} contracts end within {days} days, the first on {day}.",
            count=count,
            days=END_SOON_DAYS,
            day=people.next_end,
        )
        return label(self.context.text(told), TextStyle.SMALL, ink="warning", wraps=True)
