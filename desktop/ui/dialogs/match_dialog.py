"""Matching a cost of the agency's invoice to those who served: proposed by pro forma, and corrected by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from desktop.domain.money import ZERO, Money, minor_units
from desktop.domain.period import Period
from desktop.language import Message, Month, UserError, say
from desktop.services.deployments.matching import MatchPart, Proposal, UnmatchedEntry, match, propose, unmatched
from desktop.services.offices import Outcome
from desktop.services.records import InvalidRecordError
from desktop.ui.context import Context, Route
from desktop.ui.dialogs.dialog import Dialog
from desktop.ui.theme import TextStyle
from desktop.ui.widgets.basics import button, flush_right, hairline, label, row, start_side
from desktop.ui.widgets.choice_fields import ChoiceField
from desktop.ui.widgets.fields import DateField, Field, FieldError

_HEADS: tuple[Message, ...] = (
    say("Deployment"),
    say("Month"),
    say("Pro forma"),
    say("Matched before"),
    say("Amount to match"),
    say("Difference"),
)
_AMOUNTS_FROM = 2


@dataclass(slots=True)
class _Line:
    """A part of the proposal, the field of its amount, and what differs from its pro forma."""

    part: MatchPart
    field: QLineEdit
    difference: QLabel


class MatchDialog(Dialog):
    """Chooses an entry and months, proposes parts, and keeps what stands in the fields."""

    def __init__(self, context: Context, window: QWidget, entries: Sequence[UnmatchedEntry]) -> None:
        super().__init__(context, window, context.text(say("Match the agency’s invoice")), width=820)
        self._entries = {entry.id: entry for entry in entries}
        self.proposal: Proposal | None = None
        self.lines: list[_Line] = []
        self._matching = False
        choices = [(str(entry.id), self._words(entry)) for entry in entries]
        self.entry = ChoiceField(context, say("Cost"), choices=choices, required=True)
        self.first, self.last = (
            DateField(context, name, required=False, hint=hint)
            for name, hint in (
                (say("From the month of"), say("Empty: the month of the entry.")),
                (say("To the month of"), say("Empty: that month alone.")),
            )
        )
        self.fields: dict[str, Field] = {"entry": self.entry, "first": self.first, "last": self.last}
        self.body.addWidget(self.entry)
        self.body.addLayout(row(self.first, self.last, spacing=16))
        self._trouble = label("", ink="negative", wraps=True)
        self._trouble.hide()
        self.body.addWidget(self._trouble)
        self._part = QWidget()
        self.body.addWidget(self._part)
        self.rest = label("", TextStyle.STRONG)
        self.body.addWidget(self.rest)
        cancel = button(context.text(say("Cancel")), kind="ghost", palette=context.palette, on_click=self.cancel)
        self.verb = button(context.text(say("Match")), kind="primary", palette=context.palette, on_click=self.match_now)
        self.verb.setEnabled(False)
        keys = [("Ctrl+Return", context.text(say("Match"))), ("Esc", context.text(say("closes")))]
        self.add_foot([cancel, self.verb], keys=keys)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(key), self, self.match_now)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        for field in (self.entry, self.first, self.last):
            field.edited.connect(self._ask)
            field.left.connect(self._ask)
        self._asked: object = None
        if entries:
            self.entry.set_value(str(entries[-1].id))

    def open(self) -> None:
        """Shows it with a proposal for the newest cost."""
        super().open()
        self._ask()

    def _words(self, entry: UnmatchedEntry) -> str:
        language = self.context.language
        return language.beside(language.day(entry.entry_on), entry.reference, entry.grant, language.money(entry.left))

    # --- the proposal ------------------------------------------------------------------------------------------------

    def _months(self) -> list[date] | None:
        """The months that are asked for; None while a day cannot be read."""
        try:
            first, last = self.first.value(), self.last.value()
        except FieldError:
            return None
        if first is None:
            return []
        return list(Period.of_days(first, max(first, last or first)).months())

    def _ask(self) -> None:
        """Proposes anew when something else is asked for."""
        chosen, months = self.entry.value(), self._months()
        if not isinstance(chosen, str) or months is None or self._asked == (chosen, tuple(months)):
            return
        self._asked = (chosen, tuple(months))
        office, wanted = self.context.office, self._asked

        def arrived(found: Proposal) -> None:
            if wanted == self._asked:
                self._show(found)

        def failed(error: BaseException) -> None:
            if wanted == self._asked:
                self._tell(error)

        self.context.tasks.read(self, lambda: propose(office, entry_id=int(chosen), months=months), arrived, failed)

    def _tell(self, error: BaseException) -> None:
        self._show(None)
        if isinstance(error, UserError):
            self._trouble.setText(self.context.language.join((error.title, error.remedy)))
            self._trouble.show()
        else:
            self.context.report(error)

    def _show(self, proposal: Proposal | None) -> None:
        self.proposal = proposal
        self._trouble.hide()
        self.lines = []
        holder = QWidget()
        if proposal is not None:
            holder.setLayout(self._table(proposal))
        self.body.replaceWidget(self._part, holder)
        self._part.hide()
        self._part.deleteLater()
        self._part = holder
        self.verb.setEnabled(proposal is not None)
        self._add_up()

    def _table(self, proposal: Proposal) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        for place, name in enumerate(_HEADS):
            head = label(self.context.text(name), TextStyle.SMALL, ink="muted")
            head.setAlignment(flush_right() if place >= _AMOUNTS_FROM else start_side() | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(head, 0, place)
        grid.addWidget(hairline(strong=True), 1, 0, 1, len(_HEADS))
        for line, part in enumerate(proposal.parts, start=2):
            self._add_line(grid, line, part)
        return grid

    def _add_line(self, grid: QGridLayout, line: int, part: MatchPart) -> None:
        language = self.context.language
        field = QLineEdit(language.number(part.amount.amount, decimals=minor_units(part.amount.currency)))
        field.setProperty("compact", "true")
        field.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
        named = say("Amount for {deployment}, {month}", deployment=part.deployment, month=Month(part.month))
        field.setAccessibleName(self.context.text(named))
        field.textChanged.connect(self._add_up)
        difference = self._amount(part.difference)
        parts = (
            label(language.beside(*filter(None, (part.volunteer, part.deployment))), TextStyle.STRONG),
            label(language.value(Month(part.month)), ink="secondary"),
            self._amount(part.pro_forma),
            self._amount(part.matched),
            field,
            difference,
        )
        for place, widget in enumerate(parts):
            grid.addWidget(widget, line, place)
        self.lines.append(_Line(part, field, difference))

    def _amount(self, money: Money) -> QLabel:
        shown = label(self._number(money))
        shown.setAlignment(flush_right())
        return shown

    def _number(self, money: Money) -> str:
        return self.context.language.number(money.amount, decimals=minor_units(money.currency))

    # --- adding up ---------------------------------------------------------------------------------------------------

    def _typed(self, line: _Line) -> Decimal | None:
        """The amount in a field, nothing for an empty one; None for what is no number."""
        text = line.field.text().strip()
        if not text:
            return ZERO
        try:
            return self.context.language.read_number(text)
        except ValueError:
            return None

    def _add_up(self) -> None:
        """Shows what is left of the cost, and what differs from each pro forma."""
        proposal = self.proposal
        if proposal is None:
            self.rest.setText("")
            return
        total = ZERO
        for line in self.lines:
            amount = self._typed(line)
            line.field.setProperty("state", "error" if amount is None else "")
            line.field.style().polish(line.field)
            more = Money((amount or ZERO) - line.part.pro_forma.amount, proposal.amount.currency)
            line.difference.setText(self._number(more))
            total += amount or ZERO
        left = Money(proposal.amount.amount - total, proposal.amount.currency)
        told = say("{left} of {amount} is left to match.", left=left, amount=proposal.amount)
        self.rest.setText(self.context.text(told))

    def match_now(self) -> None:
        """Keeps what stands in the fields."""
        proposal = self.proposal
        amounts = [self._typed(line) for line in self.lines]
        if proposal is None or self._matching:
            return
        if None in amounts:
            self.lines[amounts.index(None)].field.setFocus()
            return
        parts = [
            (line.part.deployment_id, line.part.month, amount or ZERO)
            for line, amount in zip(self.lines, amounts, strict=True)
        ]
        office, entry_id = self.context.office, proposal.entry_id
        self._matching = True

        def done(_outcome: Outcome) -> None:
            self.close_overlay()

        self.context.run(
            self,
            lambda _progress: match(office, entry_id=entry_id, parts=parts),
            say("Matching"),
            on_done=done,
            on_error=self._refused,
        )

    def _refused(self, error: BaseException) -> None:
        self._matching = False
        if isinstance(error, InvalidRecordError):
            self._trouble.setText(self.context.language.join(error.fields.values()))
            self._trouble.show()
        else:
            self.context.report(error)


def open_match(context: Context, window: QWidget, _route: Route) -> None:
    """Opens it with the costs that are not matched yet."""
    office = context.office

    def opened(entries: list[UnmatchedEntry]) -> None:
        if entries:
            MatchDialog(context, window, entries).open()
        else:
            context.report(
                UserError(
                    say("No cost waits to be matched."),
                    say("Nothing was changed."),
                    say("Post or import the agency’s invoice first, on a grant and line that pay deployments."),
                )
            )

    context.read(window, lambda: unmatched(office), opened)
