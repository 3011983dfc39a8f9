"""The form of a new entry, from which one cost can be split over several grants, and the dialog that splits it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop.domain.allocation import Share
from desktop.domain.money import Money, add_up
from desktop.language import say
from desktop.registers.query import Cell
from desktop.services.offices import Outcome
from desktop.services.splits import split_cost, try_split
from desktop.ui.context import Context
from desktop.ui.dialogs.fields_dialog import Values
from desktop.ui.dialogs.posting_dialog import PostingDialog
from desktop.ui.dialogs.record_dialog import RecordDialog
from desktop.ui.theme import Icon
from desktop.ui.widgets.basics import button, row
from desktop.ui.widgets.choice_fields import LookupField
from desktop.ui.widgets.fields import FieldError, NumberField
from desktop.ui.widgets.posting_card import CardLine

_ROWS_AT_FIRST = 2


class EntryDialog(RecordDialog):
    """The form of a new entry of the ledger."""

    def other_ways(self) -> list[QPushButton]:
        """One cost may be borne by several grants."""
        palette, text = self.context.palette, self.context.text(say("Split over several grants…"))
        return [button(text, kind="link", palette=palette, name=Icon.SPLIT, on_click=self.split)]

    def split(self) -> None:
        """Goes on to the dialog that splits the cost; grant and line are chosen there."""
        values: dict[str, Cell] = {}
        for key, field in self.fields.items():
            try:
                values[key] = field.value()
            except FieldError as error:
                field.set_trouble(error.message)
                field.setFocus()
                return
        window = self.window()
        dialog = SplitDialog(self.context, window, values)
        dialog.posted.connect(self._posted_in_parts)
        dialog.open()

    def _posted_in_parts(self, outcome: Outcome) -> None:
        self.saved.emit(outcome)
        self.close_overlay()


@dataclass(frozen=True, slots=True)
class ShareRow:
    """A typed share: who bears how much."""

    grant: LookupField
    line: LookupField
    percent: NumberField

    def share(self) -> Share | None:
        """What was typed; None while the row is empty. Raises FieldError for what cannot be read."""
        grant, line, percent = self.grant.value(), self.line.value(), self.percent.value()
        if not isinstance(grant, int):
            return None
        return Share(
            grant, percent if isinstance(percent, Decimal) else Decimal(0), line if isinstance(line, int) else None
        )


class SplitDialog(PostingDialog):
    """Splits a cost by a key that is in force on its day, or by rows of grant, line and per cent."""

    def __init__(self, context: Context, window: QWidget, cost: Mapping[str, Cell]) -> None:
        super().__init__(
            context,
            window,
            say("Split over several grants"),
            verb=say("Post the parts"),
            about=_told(context, cost),
            width=760,
        )
        self._office = context.office
        self._cost = dict(cost)
        self._shares: tuple[Share, ...] = ()
        hint = say("Its shares in force on the day of the cost. Leave it empty to type the shares below.")
        self.key = LookupField(context, say("Split key"), register="allocations", required=False, hint=hint)
        self.key.refresh()
        self.add_fields(("allocation", self.key, True))
        self.key.left.connect(self._show_or_hide_rows)
        self.rows: list[ShareRow] = []
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(8)
        self._typed = QWidget()
        self._typed.setLayout(self._rows)
        self.body.addWidget(self._typed)
        more = button(
            context.text(say("Add a row")), kind="link", palette=context.palette, name=Icon.NEW, on_click=self.add_row
        )
        self._more = QWidget()
        self._more.setLayout(row(more, None))
        self.body.addWidget(self._more)
        for _ in range(_ROWS_AT_FIRST):
            self.add_row()
        self.add_card()

    def add_row(self) -> None:
        """One more grant."""
        context = self.context
        made = ShareRow(
            LookupField(context, say("Grant"), register="grants", required=True),
            LookupField(context, say("Line"), register="budget_lines", required=False, only=("status=approved",)),
            NumberField(context, say("Per cent"), required=True),
        )
        made.percent.setFixedWidth(96)
        made.grant.refresh()
        made.line.limit_to(("budget.grant_id", 0))  # none before a grant is chosen

        def follow() -> None:
            made.line.limit_to(("budget.grant_id", made.grant.identity or 0))

        made.grant.left.connect(follow)
        for field in (made.grant, made.line, made.percent):
            field.edited.connect(self.note_edit)
            field.left.connect(self.note_edit)
        line = row(made.grant, made.line, made.percent, spacing=12)
        line.setStretch(0, 3)
        line.setStretch(1, 3)
        holder = QWidget()
        holder.setLayout(line)
        self._rows.addWidget(holder)
        self.rows.append(made)

    def _show_or_hide_rows(self) -> None:
        typed = self.key.identity is None
        self._typed.setVisible(typed)
        self._more.setVisible(typed)

    # --- posting ------------------------------------------------------------------------------------------------------

    def values(self, *, tells: bool) -> Values | None:
        """The key, or the shares of the rows; None when something cannot be read."""
        found = super().values(tells=tells)
        self._shares = ()
        try:
            shares = [line.share() for line in self.rows] if self.key.identity is None else []
        except FieldError:
            return None
        self._shares = tuple(share for share in shares if share is not None)
        return found

    def _asked(self, values: Values) -> tuple[date, int | None]:
        day, key = self._cost.get("entry_on"), values.get("allocation")
        return (day if isinstance(day, date) else self._office.today), (key if isinstance(key, int) else None)

    def work_out(self, values: Values) -> tuple[Sequence[CardLine], CardLine | None]:
        """Each part in its own currency and in that of its grant, and that they sum to the whole."""
        on, key = self._asked(values)
        found = try_split(self._office, values=self._cost, on=on, allocation_id=key, shares=self._shares)
        text, language = self.context.text, self.context.language
        lines = [
            CardLine(
                language.beside(
                    language.per_cent(part.percent),
                    language.money(part.amount),
                ),
                language.beside(part.grant, part.line) if part.line else part.grant,
                language.money(part.original),
            )
            for part in found
        ]
        whole = add_up((part.original for part in found), found[0].original.currency)
        return lines, CardLine("", text(say("Sum of the parts")), language.money(whole))

    def post(self, values: Values) -> Outcome:
        """Posts the parts, all or none."""
        on, key = self._asked(values)
        return split_cost(self._office, values=self._cost, on=on, allocation_id=key, shares=self._shares)


def _told(context: Context, cost: Mapping[str, Cell]) -> str:
    """The cost in one line: its amount, its document and what it is for."""
    amount, currency = cost.get("original_amount"), cost.get("original_currency")
    parts = [str(cost[key]) for key in ("reference", "description") if cost.get(key)]
    if isinstance(amount, Decimal) and isinstance(currency, str):
        parts.insert(0, context.language.money(Money(amount, currency)))
    return context.language.beside(*parts)


def new_record_dialog(context: Context, window: QWidget, register: str, presets: Mapping[str, Cell]) -> RecordDialog:
    """The form of a new record; that of an entry can also split it."""
    kind = EntryDialog if register == "ledger" else RecordDialog
    return kind(context, window, register, presets=presets)
