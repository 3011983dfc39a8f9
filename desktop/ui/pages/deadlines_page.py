"""Everything that is due in the office, the late first, month by month."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtWidgets import QVBoxLayout

from desktop.language import say, say_many
from desktop.services.deadlines import SOON_DAYS, Deadline, deadlines
from desktop.ui.context import Context, Route
from desktop.ui.pages.page import Crumb, Page, page_title
from desktop.ui.theme import TextStyle
from desktop.ui.widgets.basics import clear, hairline, label, margins, row, scrolled
from desktop.ui.widgets.deadline_row import deadline_line
from desktop.ui.widgets.looks import choice
from desktop.ui.widgets.month_map import month_title

_CHOICES = (30, SOON_DAYS, 365)


class DeadlinesPage(Page):
    """The deadlines of the next days."""

    depends_on = frozenset(
        {"grant", "grant_rule", "instalment", "ledger_entry", "agreement", "obligation", "organisation"}
    )

    def __init__(self, context: Context, route: Route) -> None:
        super().__init__(context, route)
        self._days = SOON_DAYS
        self._list = QVBoxLayout()
        self._list.setContentsMargins(margins(20, 12, 16, 20))
        self._list.setSpacing(0)
        scroll = scrolled(self._list)
        self._head = QVBoxLayout()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._head)
        layout.addWidget(scroll, 1)
        self._fill_head()

    def _fill_head(self) -> None:
        choices = [(str(days), self.text(say_many("{count} day", "{count} days", count=days))) for days in _CHOICES]
        chooser = choice(self.context, choices, str(self._days), self._choose)
        head = row(page_title(self.text(say("Deadlines"))), chooser, spacing=12)
        head.setStretch(0, 1)
        head.setContentsMargins(margins(20, 10, 16, 0))
        self._head.addLayout(head)

    def _choose(self, code: str) -> None:
        self._days = int(code)
        self.refresh()

    def memory(self) -> object:
        """How many days are looked at."""
        return self._days

    def recall(self, memory: object) -> None:
        """The same days."""
        if isinstance(memory, int):
            self._days = memory
            clear(self._head)
            self._fill_head()

    def crumbs(self) -> list[Crumb]:
        """Home, then deadlines."""
        return [(self.text(say("Home")), Route("home")), (self.text(say("Deadlines")), None)]

    def refresh(self) -> None:
        """Reads what is due."""
        office, days = self.context.office, self._days
        self.context.read(self, lambda: deadlines(office, days=days), self._show)

    def _show(self, found: list[Deadline]) -> None:
        clear(self._list)
        late = sum(due.late for due in found)
        sentence = (
            say_many("{count} thing is due.", "{count} things are due.", count=len(found))
            if found
            else say("Nothing is due in this time.")
        )
        parts = [sentence]
        if late:
            parts.append(say_many("{count} of them is late.", "{count} of them are late.", count=late))
        self._list.addWidget(label(self.context.language.join(parts), TextStyle.LEAD, ink="secondary"))
        for name, group in groupby(found, self._group):
            heading = label(name, TextStyle.STRONG, ink="muted")
            heading.setContentsMargins(0, 16, 0, 6)
            self._list.addWidget(heading)
            for due in group:
                self._list.addWidget(hairline())
                self._list.addWidget(deadline_line(self.context, due))
        self._list.addStretch(1)

    def _group(self, due: Deadline) -> str:
        """What a deadline stands under: the late ones together, the others by month."""
        return self.text(say("Late")) if due.late else month_title(self.context.language, due.day)
