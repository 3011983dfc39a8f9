"""`grantdesk ledger …`: posting, reversing, splitting, commitments and receipts without a window."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from desktop.cli.call import Call
from desktop.cli.named import line_called, record_called, share_typed
from desktop.cli.verb import Options, Verb, VerbGroup
from desktop.domain.ledger import LedgerKind
from desktop.domain.money import Money
from desktop.language import say, say_many
from desktop.registers.query import Cell
from desktop.services import ledger
from desktop.services.commitments import OpenCommitment, cancel_commitment, open_commitments
from desktop.services.field_rules import Problems, check_currency
from desktop.services.offices import Office, Outcome
from desktop.services.receipts import Receipt, record_receipt
from desktop.services.records import InvalidRecordError
from desktop.services.splits import split_cost

# --- options ----------------------------------------------------------------------------------------------------------


def _common_options(options: Options) -> None:
    options.office()
    options.flag("--json", say("print the outcome as JSON"))


def _post_options(options: Options) -> None:
    _common_options(options)
    _entry_options(options)
    options.add("--grant", required=True, metavar="REF", about=say("the grant that pays"))
    options.words("--line", say("the budget line"), metavar="CODE")
    options.words("--commitment", say("the open commitment that it fulfils"), metavar="DOCUMENT")
    options.flag("--final", say("cancel what stays open of the commitment"))


def _entry_options(options: Options) -> None:
    """What every entry has."""
    options.day("--on", say("the day of the entry"), required=True)
    options.words("--document", say("the number of the document"), required=True)
    options.words("--description", say("what it is for"), required=True)
    options.words("--counterparty", say("who was paid, or paid"))
    options.add("--kind", choices=[str(kind) for kind in LedgerKind], default="expenditure")
    _money_options(options)


def _money_options(options: Options) -> None:
    options.number("--amount", say("the amount in its own currency, with a decimal point"), required=True)
    options.add("--currency", required=True, metavar="CODE", about=say("its currency, such as XOF"))
    options.number("--rate", say("units of that currency for one of the grant's; looked up when left out"))


def _reverse_options(options: Options) -> None:
    _common_options(options)
    options.add("entry", metavar="DOCUMENT", about=say("the document of the entry, or # and its id"))
    options.day("--on", say("the day of the reversal"), required=True)
    options.words("--reason", say("why"))


def _split_options(options: Options) -> None:
    _common_options(options)
    _entry_options(options)
    how = options.one_of()
    how.words("--key", say("the split key in force on the day"), metavar="NAME")
    share = say("a share, such as NER-CT-01/7.1=60 or MLI-02=40; may be given several times")
    how.add("--share", action="append", default=[], metavar="GRANT[/LINE]=PERCENT", about=share)


def _commitments_options(options: Options) -> None:
    _common_options(options)
    options.words("--grant", say("of this grant only"), metavar="REF")
    options.day("--as-at", say("as it was at the end of this day"))


def _cancel_options(options: Options) -> None:
    _common_options(options)
    options.add("entry", metavar="DOCUMENT", about=say("the document of the entry, or # and its id"))
    options.day("--on", say("the day of the entry"), required=True)
    options.number("--amount", say("how much of it, in the grant's currency; all that is open when left out"))
    options.words("--reason", say("why"))


def _receive_options(options: Options) -> None:
    _common_options(options)
    options.add("--grant", required=True, metavar="REF", about=say("the grant that is paid for"))
    number = say("the number of the instalment")
    options.add("--instalment", required=True, type=int, metavar="NUMBER", about=number)
    options.day("--on", say("the day it arrived"), required=True)
    options.words("--document", say("the number of the document"), required=True)
    options.words("--description", say("what it is for"))
    _money_options(options)
    options.number("--agreed", say("what it counts for by the agreement, in the grant's currency"))


# --- what is meant ----------------------------------------------------------------------------------------------------


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


# --- what is done -----------------------------------------------------------------------------------------------------


def _writing(do: Callable[[argparse.Namespace, Office], Outcome]) -> Callable[[Call], int]:
    """A verb that posts, and tells what it did."""

    def run(call: Call) -> int:
        with call.office(read_only=False) as office:
            outcome = do(call.options, office)
        if call.options.json:
            return call.print_json({"sentence": call.language.text(outcome.message), "entry": outcome.record_id})
        return call.tell(outcome.message)

    return run


def _post(options: argparse.Namespace, office: Office) -> Outcome:
    values = _values(options)
    grant = values["grant"] = record_called(office, "grants", options.grant)
    if options.line:
        values["line"] = line_called(office, grant, options.line)
    if options.commitment:
        values["commitment"] = record_called(office, "ledger", options.commitment, scope=("grant_id", grant))
    return ledger.post_entry(office, values=values, final=options.final)


def _reverse(options: argparse.Namespace, office: Office) -> Outcome:
    entry = record_called(office, "ledger", options.entry)
    return ledger.reverse(office, entry_id=entry, on=options.on, reason=options.reason)


def _split(options: argparse.Namespace, office: Office) -> Outcome:
    if options.key:
        key = record_called(office, "allocations", options.key)
        return split_cost(office, values=_values(options), on=options.on, allocation_id=key)
    shares = [share_typed(office, typed) for typed in options.share]
    return split_cost(office, values=_values(options), on=options.on, shares=shares)


def _cancel(options: argparse.Namespace, office: Office) -> Outcome:
    entry = record_called(office, "ledger", options.entry)
    return cancel_commitment(office, commitment_id=entry, on=options.on, amount=options.amount, reason=options.reason)


def _receive(options: argparse.Namespace, office: Office) -> Outcome:
    grant = record_called(office, "grants", options.grant)
    currency, problems = options.currency.upper(), Problems()
    if not check_currency(problems, "original_currency", currency):
        raise InvalidRecordError(problems)
    receipt = Receipt(
        record_called(office, "instalments", str(options.instalment), scope=("grant_id", grant)),
        options.on,
        Money(options.amount, currency),
        options.document,
        options.description,
        agreed=options.agreed,
        rate=options.rate,
    )
    return record_receipt(office, receipt)


def _commitments(call: Call) -> int:
    options = call.options
    with call.office(read_only=True) as office:
        grant = record_called(office, "grants", options.grant) if options.grant else None
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


LEDGER = VerbGroup(
    "ledger",
    say("post to the ledger, and list what is open"),
    (
        Verb("post", say("post an entry"), _post_options, _writing(_post)),
        Verb("reverse", say("post the opposite of an entry"), _reverse_options, _writing(_reverse)),
        Verb("split", say("post one cost over several grants or lines"), _split_options, _writing(_split)),
        Verb("commitments", say("list what is open"), _commitments_options, _commitments),
        Verb("cancel", say("cancel what will not be paid of a commitment"), _cancel_options, _writing(_cancel)),
        Verb("receive", say("record a payment against an instalment"), _receive_options, _writing(_receive)),
    ),
)
