"""`grantdesk ledger …`: posting, reversing, splitting, commitments and receipts without a window."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from desktop.domain.allocation import Share
from desktop.domain.ledger import LedgerKind
from desktop.domain.money import Money
from desktop.language import Language, UserError, say, say_many
from desktop.registers import find_register
from desktop.registers.query import Cell
from desktop.services import ledger, records
from desktop.services.commitments import OpenCommitment, cancel_commitment, open_commitments
from desktop.services.offices import Office, Outcome
from desktop.services.receipts import Receipt, record_receipt
from desktop.services.splits import split_cost

if TYPE_CHECKING:
    from desktop.cli.main import Call

Text = Callable[..., str]


class LedgerOptions:
    """Adds what can be typed after `grantdesk ledger`."""

    def __init__(
        self, parser: argparse.ArgumentParser, language: Language, *, office: Callable[[argparse.ArgumentParser], None]
    ) -> None:
        self._text = language.text
        self._office = office
        self._actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
        self._add_post()
        self._add_reverse()
        self._add_split()
        self._add_commitments()
        self._add_cancel()
        self._add_receive()

    def _action(self, name: str, about: str) -> argparse.ArgumentParser:
        parser = self._actions.add_parser(name, help=about, description=f"{about[:1].upper()}{about[1:]}.")
        self._office(parser)
        parser.add_argument("--json", action="store_true", help=self._text(say("print the outcome as JSON")))
        return parser

    def _add_post(self) -> None:
        text = self._text
        parser = self._action("post", text(say("post an entry")))
        self._entry(parser)
        parser.add_argument("--grant", required=True, metavar="REF", help=text(say("the grant that pays")))
        parser.add_argument("--line", default="", metavar="CODE", help=text(say("the budget line")))
        parser.add_argument(
            "--commitment", default="", metavar="DOCUMENT", help=text(say("the open commitment that it fulfils"))
        )
        final = say("cancel what stays open of the commitment")
        parser.add_argument("--final", action="store_true", help=text(final))

    def _entry(self, parser: argparse.ArgumentParser) -> None:
        """What every entry has."""
        text = self._text
        self._day(parser, "--on", say("the day of the entry"))
        parser.add_argument("--document", required=True, metavar="TEXT", help=text(say("the number of the document")))
        parser.add_argument("--description", required=True, metavar="TEXT", help=text(say("what it is for")))
        parser.add_argument("--counterparty", default="", metavar="TEXT", help=text(say("who was paid, or paid")))
        parser.add_argument("--kind", choices=[str(kind) for kind in LedgerKind], default="expenditure")
        self._money(parser)

    def _money(self, parser: argparse.ArgumentParser) -> None:
        text = self._text
        number = self._number_reader()
        amount = say("the amount in its own currency, with a decimal point")
        parser.add_argument("--amount", required=True, type=number, metavar="NUMBER", help=text(amount))
        parser.add_argument("--currency", required=True, metavar="CODE", help=text(say("its currency, such as XOF")))
        rate = say("units of that currency for one of the grant's; looked up when left out")
        parser.add_argument("--rate", type=number, metavar="NUMBER", help=text(rate))

    def _add_reverse(self) -> None:
        text = self._text
        parser = self._action("reverse", text(say("post the opposite of an entry")))
        parser.add_argument("entry", metavar="DOCUMENT", help=text(say("the document of the entry, or # and its id")))
        self._day(parser, "--on", say("the day of the reversal"))
        parser.add_argument("--reason", default="", metavar="TEXT", help=text(say("why")))

    def _add_split(self) -> None:
        text = self._text
        parser = self._action("split", text(say("post one cost over several grants or lines")))
        self._entry(parser)
        how = parser.add_mutually_exclusive_group(required=True)
        how.add_argument("--key", default="", metavar="NAME", help=text(say("the split key in force on the day")))
        share = say("a share, such as NER-CT-01/7.1=60 or MLI-02=40; may be given several times")
        how.add_argument("--share", action="append", default=[], metavar="GRANT[/LINE]=PERCENT", help=text(share))

    def _add_commitments(self) -> None:
        text = self._text
        parser = self._action("commitments", text(say("list what is open")))
        parser.add_argument("--grant", default="", metavar="REF", help=text(say("of this grant only")))
        self._day(parser, "--as-at", say("as it was at the end of this day"), required=False)

    def _add_cancel(self) -> None:
        text = self._text
        parser = self._action("cancel", text(say("cancel what will not be paid of a commitment")))
        parser.add_argument("entry", metavar="DOCUMENT", help=text(say("the document of the entry, or # and its id")))
        self._day(parser, "--on", say("the day of the entry"))
        part = say("how much of it, in the grant's currency; all that is open when left out")
        parser.add_argument("--amount", type=self._number_reader(), metavar="NUMBER", help=text(part))
        parser.add_argument("--reason", default="", metavar="TEXT", help=text(say("why")))

    def _add_receive(self) -> None:
        text = self._text
        parser = self._action("receive", text(say("record a payment against an instalment")))
        parser.add_argument("--grant", required=True, metavar="REF", help=text(say("the grant that is paid for")))
        number = say("the number of the instalment")
        parser.add_argument("--instalment", required=True, type=int, metavar="NUMBER", help=text(number))
        self._day(parser, "--on", say("the day it arrived"))
        parser.add_argument("--document", required=True, metavar="TEXT", help=text(say("the number of the document")))
        parser.add_argument("--description", default="", metavar="TEXT", help=text(say("what it is for")))
        self._money(parser)
        agreed = say("what it counts for by the agreement, in the grant's currency")
        parser.add_argument("--agreed", type=self._number_reader(), metavar="NUMBER", help=text(agreed))

    def _day(self, parser: argparse.ArgumentParser, option: str, about: Any, *, required: bool = True) -> None:
        parser.add_argument(
            option, type=self._day_reader(), required=required, metavar="YYYY-MM-DD", help=self._text(about)
        )

    def _day_reader(self) -> Callable[[str], date]:
        text = self._text

        def read(typed: str) -> date:
            try:
                return date.fromisoformat(typed)
            except ValueError:
                wrong = say("“{text}” is not a date like 2019-12-31", text=typed)
                raise argparse.ArgumentTypeError(text(wrong)) from None

        return read

    def _number_reader(self) -> Callable[[str], Decimal]:
        text = self._text

        def read(typed: str) -> Decimal:
            number = _number(typed)
            if number is None:
                wrong = say("“{text}” is not a number like 1240.50", text=typed)
                raise argparse.ArgumentTypeError(text(wrong))
            return number

        return read


def _number(typed: str) -> Decimal | None:
    """A number with a decimal point, as programs write it; None for anything else."""
    sign, digits = typed[:1] == "-", typed.removeprefix("-")
    if not digits.isascii() or not digits.replace(".", "", 1).isdigit():
        return None
    return -Decimal(digits) if sign else Decimal(digits)


def run_ledger(call: Call) -> int:
    """`grantdesk ledger …`."""
    action = call.options.action
    with call.office(read_only=action == "commitments") as office:
        if action == "commitments":
            return _commitments(call, office)
        outcome = _ACTIONS[action](call.options, office)
    if call.options.json:
        return call.print_json({"sentence": call.language.text(outcome.message), "entry": outcome.record_id})
    return call.tell(outcome.message)


def _found(office: Office, register: str, code: str, *, scope: tuple[str, int] | None = None) -> int:
    """The id of the record called `code`. Raises UserError when there is none, or several."""
    if code.startswith("#") and code[1:].isdecimal():
        return int(code[1:])
    only = [f"{find_register(register).code}={code}"]
    found = [choice for choice in records.choices(office, register, only=only, scope=scope) if choice.code == code]
    if len(found) == 1:
        return found[0].id
    if found:
        raise UserError(
            say("Several records are called {name}.", name=code),
            say("Nothing was posted."),
            say("Name one by its id: {ids}.", ids=[f"#{choice.id}" for choice in found]),
        )
    raise UserError(
        say("There is no {name}.", name=code), say("Nothing was posted."), say("Look it up with grantdesk list.")
    )


def _line(office: Office, grant: int, code: str) -> int:
    found = records.choices(office, "budget_lines", scope=("budget.grant_id", grant), only=("status=approved",))
    fitting = [choice.id for choice in found if choice.code == code]
    if len(fitting) == 1:
        return fitting[0]
    raise UserError(
        say("There is no one line {name} in the approved budget.", name=code),
        say("Nothing was posted."),
        say("Its lines: {lines}.", lines=[choice.code for choice in found]),
    )


def _values(options: argparse.Namespace) -> dict[str, Cell]:
    return {
        "entry_on": options.on,
        "reference": options.document,
        "description": options.description,
        "counterparty": options.counterparty or None,
        "kind": options.kind,
        "original_amount": options.amount,
        "original_currency": options.currency.upper(),
        "rate": options.rate,
    }


def _post(options: argparse.Namespace, office: Office) -> Outcome:
    values = _values(options)
    grant = values["grant"] = _found(office, "grants", options.grant)
    if options.line:
        values["line"] = _line(office, grant, options.line)
    if options.commitment:
        values["commitment"] = _found(office, "ledger", options.commitment, scope=("grant_id", grant))
    return ledger.post_entry(office, values=values, final=options.final)


def _reverse(options: argparse.Namespace, office: Office) -> Outcome:
    entry = _found(office, "ledger", options.entry)
    return ledger.reverse(office, entry_id=entry, on=options.on, reason=options.reason)


def _split(options: argparse.Namespace, office: Office) -> Outcome:
    if options.key:
        key = _found(office, "allocations", options.key)
        return split_cost(office, values=_values(options), on=options.on, allocation_id=key)
    shares = [_share(office, typed) for typed in options.share]
    return split_cost(office, values=_values(options), on=options.on, shares=shares)


def _share(office: Office, typed: str) -> Share:
    place, _, percent = typed.rpartition("=")
    number = _number(percent)
    if not place or number is None:
        raise UserError(
            say("The share {text} cannot be understood.", text=typed),
            say("Nothing was posted."),
            say("Write grant, line and per cent like NER-CT-01/7.1=60."),
        )
    reference, _, line = place.partition("/")
    grant = _found(office, "grants", reference)
    return Share(grant, number, _line(office, grant, line) if line else None)


def _cancel(options: argparse.Namespace, office: Office) -> Outcome:
    entry = _found(office, "ledger", options.entry)
    return cancel_commitment(office, commitment_id=entry, on=options.on, amount=options.amount, reason=options.reason)


def _receive(options: argparse.Namespace, office: Office) -> Outcome:
    grant = _found(office, "grants", options.grant)
    receipt = Receipt(
        _found(office, "instalments", str(options.instalment), scope=("grant_id", grant)),
        options.on,
        Money(options.amount, options.currency.upper()),
        options.document,
        options.description,
        agreed=options.agreed,
        rate=options.rate,
    )
    return record_receipt(office, receipt)


_ACTIONS: dict[str, Callable[[argparse.Namespace, Office], Outcome]] = {
    "post": _post,
    "reverse": _reverse,
    "split": _split,
    "cancel": _cancel,
    "receive": _receive,
}


def _commitments(call: Call, office: Office) -> int:
    options = call.options
    grant = _found(office, "grants", options.grant) if options.grant else None
    found = open_commitments(office, grant_id=grant, as_at=options.as_at)
    if call.options.json:
        return call.print_json([_json(commitment) for commitment in found])
    for commitment in found:
        call.tell(
            say(
                "{grant} {reference}: {open} open of {committed}, {age} days old",
                grant=commitment.grant,
                reference=commitment.reference,
                open=commitment.open,
                committed=Money(commitment.state.committed, commitment.currency),
                age=commitment.age,
            )
        )
    return call.tell(say_many("{count} open commitment", "{count} open commitments", count=len(found)))


def _json(commitment: OpenCommitment) -> dict[str, Any]:
    state = commitment.state
    amounts = {"committed": state.committed, "liquidated": state.liquidated, "cancelled": state.cancelled}
    return {
        "id": commitment.id,
        "grant": commitment.grant,
        "document": commitment.reference,
        "description": commitment.description,
        "date": commitment.entry_on.isoformat(),
        "line": commitment.line,
        "currency": commitment.currency,
        **{key: format(Money(amount, commitment.currency).amount, "f") for key, amount in amounts.items()},
        "open": format(commitment.open.amount, "f"),
        "age": commitment.age,
    }
