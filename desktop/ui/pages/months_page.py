"""The months of the last two years: which are closed and how, and what is open in the one that is chosen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.domain.finding import Finding, Severity
from desktop.domain.period import next_month
from desktop.domain.terms import LockLevel
from desktop.language import Message, Month, say, say_many
from desktop.services import months
from desktop.services.months import MonthState
from desktop.ui.context import Context, Route
from desktop.ui.dialogs.message_dialog import ask
from desktop.ui.dialogs.month_dialog import LetInDialog, ReopenDialog
from desktop.ui.pages.page import Crumb, Page, page_head
from desktop.ui.theme import Icon, TextStyle, pixmap
from desktop.ui.widgets.basics import Ink, button, clear, column, hairline, label, margins, row, scrolled
from desktop.ui.widgets.chips import Chip, Tone
from desktop.ui.widgets.month_map import MonthMap, month_title

_SIGNS: dict[Severity, tuple[Icon, Ink]] = {
    Severity.ERROR: (Icon.ERROR, "negative"),
    Severity.WARNING: (Icon.WARNING, "warning"),
    Severity.NOTE: (Icon.INFORMATION, "accent"),
}
_STATES: dict[LockLevel | None, tuple[Message, Tone, Icon]] = {
    None: (say("Unlocked"), "plain", Icon.UNLOCKED),
    LockLevel.SOFT: (say("Closed"), "accent", Icon.LOCKED),
    LockLevel.HARD: (say("Closed for good"), "plain", Icon.LOCKED),
}


class MonthsPage(Page):
    """A map of the months, the checklist of the chosen one, and what can be done with it."""

    depends_on = frozenset({"month_lock", "month_unlock", "ledger_entry", "exchange_rate", "budget", "grant"})

    def __init__(self, context: Context, route: Route) -> None:
        super().__init__(context, route)
        self._states: dict[date, MonthState] = {}
        self._chosen: date | None = None
        head, _title = page_head(self.text(say("Months")), self._actions())
        self.map = MonthMap(language=context.language, palette=context.palette, on_choose=self.choose)
        about = say("Entries of each month, and what is worth a look before it is closed.")
        self._detail = QVBoxLayout()
        self._detail.setContentsMargins(0, 0, 0, 0)
        self._detail.setSpacing(0)
        inner = column(label(self.text(about), ink="secondary", wraps=True), 14, self.map, 22)
        inner.addLayout(self._detail)
        inner.addStretch(1)
        inner.setContentsMargins(margins(20, 12, 16, 20))
        scroll = scrolled(inner)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addWidget(scroll, 1)

    def _actions(self) -> list[QPushButton]:
        text, palette = self.text, self.context.palette

        def make(name: Message, picture: Icon, does: Callable[[], object]) -> QPushButton:
            return button(text(name), palette=palette, name=picture, small=True, on_click=does)

        self.let_in_button = make(say("Let someone in"), Icon.UNLOCKED, self._ask_let_in)
        self.reopen_button = make(say("Open again"), Icon.UNDO, self._ask_reopen)
        self.for_good_button = make(say("Close for good"), Icon.LOCKED, self._ask_for_good)
        self.close_button = button(
            text(say("Close the month")),
            kind="primary",
            palette=palette,
            name=Icon.LOCKED,
            small=True,
            on_click=lambda: self._close(LockLevel.SOFT),
        )
        actions = [self.let_in_button, self.reopen_button, self.for_good_button, self.close_button]
        for made in actions:
            made.setEnabled(False)
        return actions

    def crumbs(self) -> list[Crumb]:
        """Money, then months."""
        return [(self.text(say("Money")), None), (self.text(say("Months")), None)]

    def memory(self) -> object:
        """The month that is chosen."""
        return self._chosen

    def recall(self, memory: object) -> None:
        """The same month."""
        if isinstance(memory, date):
            self._chosen = memory

    def refresh(self) -> None:
        """Reads the map."""
        office = self.context.office
        self.context.read(self, lambda: months.month_states(office), self._show, patient=True)

    def _show(self, states: list[MonthState]) -> None:
        self._states = {state.month: state for state in states}
        if self._chosen not in self._states:  # the month to close next: the oldest open one that has entries
            in_use = [state.month for state in states if state.entries and state.level is None]
            self._chosen = in_use[-1] if in_use else states[0].month
        self.map.show_states(states, self._chosen)
        self.choose(self._chosen)

    # --- the chosen month --------------------------------------------------------------------------------------------

    @property
    def chosen(self) -> MonthState:
        """The month that is chosen."""
        assert self._chosen is not None  # noqa: S101 - only asked once the map is there
        return self._states[self._chosen]

    def choose(self, month: date) -> None:
        """Shows the checklist of a month, and what can be done with it."""
        self._chosen = month
        state = self.chosen
        soft = state.level is LockLevel.SOFT
        self.let_in_button.setEnabled(soft)
        self.reopen_button.setEnabled(soft)
        self.close_button.setEnabled(state.level is None)
        self.for_good_button.setEnabled(state.level is not LockLevel.HARD and not state.errors)
        clear(self._detail)
        self._add_head(state)
        for finding in state.findings:
            self._detail.addWidget(hairline())
            self._detail.addWidget(self._row(finding))

    def _add_head(self, state: MonthState) -> None:
        word, tone, picture = _STATES[state.level]
        chip = Chip(self.text(word), palette=self.context.palette, tone=tone, name=picture)
        title = label(month_title(self.context.language, state.month), TextStyle.LEAD_STRONG)
        entries = say_many("{count} entry", "{count} entries", count=state.entries)
        link = button(
            self.text(entries), kind="link", palette=self.context.palette, on_click=lambda: self._open_entries(state)
        )
        self._detail.addLayout(row(title, chip, link, None, spacing=12))
        for sentence in self._sentences(state):
            self._detail.addSpacing(6)
            self._detail.addWidget(label(self.text(sentence), ink="secondary", wraps=True))
        self._detail.addSpacing(12)

    def _sentences(self, state: MonthState) -> list[Message]:
        found = []
        if state.closed_at is not None:
            day = state.closed_at.astimezone().date()
            found.append(say("{person} closed it on {day}.", person=state.closed_by, day=day))
        found += [
            say("{person} may post until {moment}: {reason}", person=each.person, moment=each.until, reason=each.reason)
            for each in state.let_in
        ]
        if state.level is None and not state.findings:
            found.append(say("Nothing is open: it can be closed."))
        return found

    def _row(self, finding: Finding) -> QWidget:
        name, ink = _SIGNS[finding.severity]
        picture = QLabel()
        picture.setPixmap(pixmap(name, getattr(self.context.palette, ink)))
        sentence = label(self.text(finding.sentence), wraps=True)
        fix = label(self.text(finding.fix), TextStyle.SMALL, ink="muted", wraps=True)
        layout = row(picture, spacing=10)
        layout.addLayout(column(sentence, fix, spacing=2), 1)
        target = self._target(finding)
        if target is not None:
            opener = button(
                self.text(say("Open")),
                kind="link",
                palette=self.context.palette,
                on_click=lambda: self.context.go(target),
            )
            layout.addWidget(opener)
        picture.setFixedHeight(sentence.fontMetrics().height())
        layout.setAlignment(picture, Qt.AlignmentFlag.AlignTop)
        layout.setContentsMargins(0, 10, 0, 10)
        holder = QWidget()
        holder.setLayout(layout)
        return holder

    def _target(self, finding: Finding) -> Route | None:
        """Where a finding is mended: the entries behind it, or the list of rates."""
        if finding.entries:
            return Route("register", "ledger", filters=finding.entries)
        return Route("register", "rates") if finding.register == "rates" else None

    def _open_entries(self, state: MonthState) -> None:
        span = (f"entry_on>={state.month}", f"entry_on<{next_month(state.month)}")
        self.context.go(Route("register", "ledger", filters=span))

    # --- what one can do ---------------------------------------------------------------------------------------------

    def _close(self, level: LockLevel) -> None:
        office, month = self.context.office, self.chosen.month
        self.context.run(
            self, lambda _progress: months.close_month(office, month=month, level=level), say("Closing the month")
        )

    def _ask_for_good(self) -> None:
        ask(
            self.context,
            self.window(),
            say("Close {month} for good?", month=Month(self.chosen.month)),
            say("Nobody can post into it any more, and it cannot be opened again. Corrections go into open months."),
            yes=say("Close for good"),
            no=say("Leave it as it is"),
            on_yes=lambda: self._close(LockLevel.HARD),
        )

    def _ask_reopen(self) -> None:
        ReopenDialog(self.context, self.window(), self.chosen.month).open()

    def _ask_let_in(self) -> None:
        LetInDialog(self.context, self.window(), self.chosen.month).open()
