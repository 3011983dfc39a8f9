"""Receipts against instalments: partial, above what was expected, and in another currency than agreed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from desktop.domain.instalments import agreed_rate
from desktop.domain.ledger import LedgerKind
from desktop.domain.money import ONE, Money, convert
from desktop.domain.rates import Quote, quote
from desktop.domain.terms import RatePolicy
from desktop.language import say
from desktop.services.field_rules import MONEY, Problems, check_currency, check_decimals, number_problem
from desktop.services.ledger import Posting, posting_of
from desktop.services.records import InvalidRecordError
from desktop.storage.ledger import EXCHANGE, free_reference, posted_for, received_of
from desktop.storage.lookups import rates_for
from desktop.storage.models import Grant, Instalment, LedgerEntry
from desktop.storage.office import Office, Outcome, Unit
from desktop.storage.rulebooks import rule_book


@dataclass(frozen=True, slots=True)
class Receipt:
    """A payment as the bank shows it.

    `agreed` is what it counts for by the agreement, in the grant's currency; when it is not given, a payment in another
    currency counts at the fixed rate of the rule book, else for all that is outstanding. `rate` units of its currency
    for `rate_per` of the grant's are the rate of the day, looked up when not given.
    """

    instalment_id: int
    on: date
    original: Money
    reference: str
    description: str = ""
    agreed: Decimal | None = None
    rate: Decimal | None = None
    rate_per: Decimal | None = None


def record_receipt(office: Office, receipt: Receipt) -> Outcome:
    """Posts a payment against its instalment, and where the agreement values it otherwise, the exchange difference.

    The two together are the value at the rate of the day, so that cash on hand is right. Raises InvalidRecordError with
    every problem, and posts nothing then.
    """
    with office.change() as unit:
        entry, difference = _entries(unit, receipt)
        unit.add(entry)
        if difference is not None:
            difference.source_key = posted_for(EXCHANGE, entry.id)
            unit.add(difference)
        instalment = unit.get(Instalment, receipt.instalment_id)
        message = say(
            "Received {amount} for instalment {number} of {grant}.",
            amount=Money(entry.amount, entry.currency),
            number=instalment.number,
            grant=unit.get(Grant, instalment.grant_id).reference,
        )
        return unit.commit(message, record_id=entry.id)


def try_receipt(office: Office, receipt: Receipt) -> list[Posting]:
    """What `record_receipt` would post: the receipt, and the exchange difference where there is one."""
    with office.read() as session:
        entries = _entries(Unit(office, session), receipt)
        return [posting_of(entry) for entry in entries if entry is not None]


def outstanding(office: Office, instalment_id: int) -> Money:
    """What is still to be received of an instalment, at the agreement's value; nothing when it was overpaid."""
    with office.read() as session:
        unit = Unit(office, session)
        instalment = unit.get(Instalment, instalment_id)
        return _outstanding(unit, instalment, unit.get(Grant, instalment.grant_id))


def _outstanding(unit: Unit, instalment: Instalment, grant: Grant) -> Money:
    rest = instalment.amount - received_of(unit.session, instalment.id)
    return Money(max(rest, Decimal(0)), grant.currency)


def _entries(unit: Unit, receipt: Receipt) -> tuple[LedgerEntry, LedgerEntry | None]:
    """The receipt and its exchange difference, ready to be posted."""
    instalment = unit.get(Instalment, receipt.instalment_id)
    grant = unit.get(Grant, instalment.grant_id)
    problems = _problems(receipt)
    if problems:
        raise InvalidRecordError(problems)
    entry = LedgerEntry(
        entry_on=receipt.on,
        kind=str(LedgerKind.RECEIPT),
        reference=receipt.reference.strip(),
        description=receipt.description.strip() or instalment.condition or f"{grant.reference} / {instalment.number}",
        grant_id=grant.id,
        instalment_id=instalment.id,
        original_currency=receipt.original.currency,
        original_amount=receipt.original.amount,
        rate=ONE,
        rate_per=ONE,
        rate_source="",
        currency=grant.currency,
        amount=receipt.original.amount,
        liquidated=Decimal(0),
    )
    if receipt.original.currency == grant.currency:
        return entry, None
    agreed = _agreed(unit, receipt, instalment, grant)
    at = agreed_rate(receipt.original, agreed)
    entry.rate, entry.rate_per, entry.amount = at.units, at.per, agreed.amount
    return entry, _difference(unit, receipt, entry)


def _problems(receipt: Receipt) -> Problems:
    problems: Problems = {}
    if not receipt.reference.strip():
        problems["reference"] = say("Enter a code or reference.")
    if check_currency(problems, "original_currency", receipt.original.currency):
        check_decimals(problems, "original_amount", receipt.original.amount, receipt.original.currency)
    if receipt.original.amount <= 0:
        problems["original_amount"] = say("A receipt is above zero. Record money given back as a refund.")
    elif problem := number_problem(receipt.original.amount, MONEY):
        problems["original_amount"] = problem
    for key in ("rate", "rate_per"):
        if (getattr(receipt, key) or ONE) < 0:
            problems[key] = say("A rate is above zero.")
    return problems


def _agreed(unit: Unit, receipt: Receipt, instalment: Instalment, grant: Grant) -> Money:
    """What the payment counts for by the agreement."""
    if receipt.agreed is not None:
        agreed = Money(receipt.agreed, grant.currency)
    else:
        book = rule_book(unit.session, grant.id)
        policy, fixed = book.rate_policy(receipt.on, receipt.original.currency)
        if policy is RatePolicy.FIXED and fixed:
            agreed = convert(receipt.original, rate=fixed, currency=grant.currency)
        else:
            agreed = _outstanding(unit, instalment, grant)
    if agreed.amount <= 0 or not agreed.payable:
        raise InvalidRecordError(
            {
                "agreed": say(
                    "Enter what this payment counts for by the agreement, in {currency}.", currency=grant.currency
                )
            }
        )
    return agreed


def _difference(unit: Unit, receipt: Receipt, entry: LedgerEntry) -> LedgerEntry | None:
    """The entry of what the payment is worth above or below the agreement's value on its day; None for nothing."""
    rate = _rate_of_day(unit, receipt, entry.currency)
    worth = convert(receipt.original, rate=rate.units, per=rate.per, currency=entry.currency)
    difference = worth - Money(entry.amount, entry.currency)
    if not difference:
        return None
    return LedgerEntry(
        entry_on=entry.entry_on,
        kind=str(LedgerKind.EXCHANGE_DIFFERENCE),
        reference=free_reference(unit.session, f"{entry.reference} X"),
        description=f"{entry.reference}: {entry.description}",
        grant_id=entry.grant_id,
        instalment_id=entry.instalment_id,
        original_currency=entry.currency,
        original_amount=difference.amount,
        rate=ONE,
        rate_per=ONE,
        rate_on=rate.effective_on,
        rate_source=rate.source,
        currency=entry.currency,
        amount=difference.amount,
        liquidated=Decimal(0),
    )


def _rate_of_day(unit: Unit, receipt: Receipt, target: str) -> Quote:
    """The rate that was given, or the one in force on the day. Raises InvalidRecordError when there is none."""
    if receipt.rate:
        return Quote(receipt.rate, None, "", receipt.rate_per or ONE)
    currency = receipt.original.currency
    found = quote(rates_for(unit.session, [currency, target]), original=currency, target=target, on=receipt.on)
    if found is None:
        raise InvalidRecordError(
            {
                "rate": say(
                    "There is no rate of {currency} for {day}. Enter it here, or under Exchange rates.",
                    currency=currency,
                    day=receipt.on,
                )
            }
        )
    return found
