"""Reversing and correcting an entry, cancelling the rest of a commitment, recording a receipt: each in a dialog."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from PySide6.QtWidgets import QWidget

from desktop.domain.money import MINOR_UNITS, Money
from desktop.language import Message, UserError, say
from desktop.registers import find_register
from desktop.registers.query import Cell
from desktop.services import ledger, records
from desktop.services.commitments import cancel_commitment
from desktop.services.offices import Office, Outcome
from desktop.services.receipts import Receipt, outstanding, record_receipt, try_receipt
from desktop.services.records import RecordView
from desktop.ui.context import Context, Route
from desktop.ui.dialogs.fields_dialog import Values
from desktop.ui.dialogs.filter_dialog import choices_of
from desktop.ui.dialogs.posting_dialog import PostingDialog
from desktop.ui.dialogs.record_dialog import RecordDialog
from desktop.ui.widgets.choice_fields import ChoiceField
from desktop.ui.widgets.fields import DateField, NumberField, TextField
from desktop.ui.widgets.posting_card import CardLine, posting_lines


def _day(record: RecordView, today: date) -> date:
    """The day on which something is posted for a record: today, but not before the record's own."""
    own = record.values.get("entry_on")
    return max(own, today) if isinstance(own, date) else today


def _date_of(values: Mapping[str, Cell], today: date) -> date:
    day = values.get("entry_on")
    return day if isinstance(day, date) else today


def _text_of(values: Mapping[str, Cell], key: str) -> str:
    return str(values.get(key) or "")


class ReverseDialog(PostingDialog):
    """Asks for the day and the reason, shows the opposite of the entry, and posts it."""

    def __init__(self, context: Context, window: QWidget, record: RecordView) -> None:
        name = record.label(find_register(record.register))
        super().__init__(
            context, window, say("Reverse {entry}", entry=name), verb=say("Post the reversal"), about=_about(record)
        )
        self._record = record
        self._office = context.office
        day = DateField(context, say("Date"), required=True)
        day.set_value(_day(record, context.today))
        reason = TextField(context, say("Reason"), required=False)
        self.add_fields(("entry_on", day, False), ("reason", reason, True))
        self.add_card()

    def work_out(self, values: Values) -> tuple[Sequence[CardLine], CardLine | None]:
        """The reversal, and that of an exchange difference posted with it."""
        found = ledger.try_reverse(
            self._office,
            entry_id=self._record.id,
            on=_date_of(values, self._office.today),
            reason=_text_of(values, "reason"),
        )
        return posting_lines(self.context, found), None

    def post(self, values: Values) -> Outcome:
        """Posts them."""
        return ledger.reverse(
            self._office,
            entry_id=self._record.id,
            on=_date_of(values, self._office.today),
            reason=_text_of(values, "reason"),
        )


def _about(record: RecordView) -> str:
    return str(record.values.get("description") or "")


class CorrectDialog(RecordDialog):
    """The form of the entry that takes the place of a wrong one, filled in with what that one says."""

    verb = say("Reverse and post anew")
    repeats = False

    def __init__(self, context: Context, window: QWidget, record: RecordView) -> None:
        self._wrong = record
        self._office = context.office
        self.title: Message | None = say("Correct {entry}", entry=record.label(find_register(record.register)))
        presets: dict[str, Cell] = {
            column.key: record.targets.get(column.key) if column.target else record.values.get(column.key)
            for column in find_register("ledger").editable_columns
        }
        presets |= {"entry_on": _day(record, context.today), "liquidated": None}
        known = {key: value for key, value in presets.items() if value is not None}
        super().__init__(context, window, "ledger", presets=known)

    def keep(self, values: Mapping[str, Cell]) -> Outcome:
        """Reverses the wrong entry and posts this one, both on its day."""
        on = _date_of(values, self._office.today)
        return ledger.correct(self._office, entry_id=self._wrong.id, on=on, values=values)


class CancelDialog(PostingDialog):
    """Cancels a commitment, in part or as far as it is open."""

    dismiss = say("Keep it")

    def __init__(self, context: Context, window: QWidget, record: RecordView) -> None:
        name = record.label(find_register(record.register))
        super().__init__(
            context,
            window,
            say("Cancel what is open of {entry}", entry=name),
            verb=say("Post the cancellation"),
            about=_about(record),
        )
        self._record = record
        self._office = context.office
        self._currency = str(record.values.get("currency") or "")
        day = DateField(context, say("Date"), required=True)
        day.set_value(_day(record, context.today))
        amount = NumberField(context, say("Amount"), required=True)
        amount.show_decimals(MINOR_UNITS.get(self._currency, 0))
        amount.set_value(record.values.get("open"))
        reason = TextField(context, say("Reason"), required=False)
        self.add_fields(("entry_on", day, False), ("original_amount", amount, False), ("reason", reason, True))
        self.add_card()

    def work_out(self, values: Values) -> tuple[Sequence[CardLine], CardLine | None]:
        """What is cancelled, and what stays open."""
        opened, amount = self._record.values.get("open"), values.get("original_amount")
        if not isinstance(opened, Decimal) or not isinstance(amount, Decimal):
            return (), None
        text, money = self.context.text, self.context.language.money
        return (
            [
                CardLine("", text(say("Still open")), money(Money(opened, self._currency))),
                CardLine("", text(say("Cancelled")), money(Money(-amount, self._currency))),
            ],
            CardLine("", text(say("Stays open")), money(Money(opened - amount, self._currency))),
        )

    def post(self, values: Values) -> Outcome:
        """Posts the cancellation."""
        amount = values.get("original_amount")
        return cancel_commitment(
            self._office,
            commitment_id=self._record.id,
            on=_date_of(values, self._office.today),
            amount=amount if isinstance(amount, Decimal) else None,
            reason=_text_of(values, "reason"),
        )


class ReceiptDialog(PostingDialog):
    """Records a payment against an instalment; in another currency with its agreed value and the rate of the day."""

    def __init__(self, context: Context, window: QWidget, record: RecordView, expected: Money) -> None:
        number, grant = str(record.values.get("number") or ""), str(record.values.get("grant") or "")
        title = say("Receipt for instalment {number} of {grant}", number=number, grant=grant)
        super().__init__(context, window, title, verb=say("Post the receipt"), width=640)
        self._record = record
        self._office = context.office
        ledger_register = find_register("ledger")
        currencies = choices_of(context, ledger_register.column("original_currency"))
        day = DateField(context, say("Date"), required=True)
        day.set_value(context.today)
        currency = ChoiceField(context, say("Currency"), choices=currencies, required=True)
        currency.set_value(expected.currency)
        amount = NumberField(context, say("Amount"), required=True)
        amount.show_decimals(MINOR_UNITS[expected.currency])
        amount.set_value(expected.amount or None)
        in_another = say("Of a payment in another currency. All that is outstanding when left empty.")
        agreed = NumberField(context, say("Counts by the agreement for"), required=False, hint=in_another)
        of_day = say("Looked up when left empty.")
        self.add_fields(
            ("entry_on", day, False),
            ("reference", TextField(context, say("Document"), required=True), False),
            ("original_currency", currency, False),
            ("original_amount", amount, False),
            ("agreed", agreed, False),
            ("rate", NumberField(context, say("Rate of the day"), required=False, hint=of_day), False),
            ("description", TextField(context, say("Description"), required=False), True),
        )
        self.add_card()

    def _receipt(self, values: Values) -> Receipt:
        def number(key: str) -> Decimal | None:
            found = values.get(key)
            return found if isinstance(found, Decimal) else None

        return Receipt(
            self._record.id,
            _date_of(values, self._office.today),
            Money(number("original_amount") or Decimal(0), _text_of(values, "original_currency") or "USD"),
            _text_of(values, "reference"),
            _text_of(values, "description"),
            agreed=number("agreed"),
            rate=number("rate"),
        )

    def work_out(self, values: Values) -> tuple[Sequence[CardLine], CardLine | None]:
        """The receipt, the exchange difference, and what cash on hand grows by."""
        found = try_receipt(self._office, self._receipt(values))
        amounts = [posting.amount for posting in found]
        total = sum(amounts[1:], start=amounts[0])
        name = self.context.text(say("Cash on hand grows by"))
        return posting_lines(self.context, found), CardLine("", name, self.context.language.money(total))

    def post(self, values: Values) -> Outcome:
        """Posts them."""
        return record_receipt(self._office, self._receipt(values))


# --- opening ------------------------------------------------------------------------------------------------------

Made = Callable[[Context, QWidget, RecordView], PostingDialog | RecordDialog]


def _of_entry(make: Made) -> Callable[[Context, QWidget, Route], None]:
    def open_for(context: Context, window: QWidget, route: Route) -> None:
        office = context.office
        context.read(window, lambda: _fitting(office, route), lambda record: make(context, window, record).open())

    return open_for


def _fitting(office: Office, route: Route) -> RecordView:
    """The entry that a route is about. Raises UserError when what it asks for cannot be done with it."""
    record = records.load(office, "ledger", route.record_id)
    action = next(action for action in find_register("ledger").actions if action.route == route.page)
    if not action.fits(record.values):
        ledger.require_reversible(office, entry_id=record.id)
        raise UserError(
            say("Nothing of {entry} is open.", entry=record.label(find_register("ledger"))),
            say("Nothing was posted."),
            say("Choose a commitment that is open."),
        )
    return record


def _ask_receipt(context: Context, window: QWidget, route: Route) -> None:
    office, identity = context.office, route.record_id

    def opened(found: tuple[RecordView, Money]) -> None:
        ReceiptDialog(context, window, *found).open()

    context.read(window, lambda: (records.load(office, "instalments", identity), outstanding(office, identity)), opened)


# What opens over the page one is on, by the name of the route that asks for it.
OPENERS: dict[str, Callable[[Context, QWidget, Route], None]] = {
    "reverse": _of_entry(ReverseDialog),
    "correct": _of_entry(CorrectDialog),
    "cancel": _of_entry(CancelDialog),
    "receive": _ask_receipt,
}
