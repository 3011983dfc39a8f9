"""Splits one cost over several grants or lines, by the shares of a key in force on the day or by given ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import cast

from desktop.domain.allocation import Share, parts, shares_on, shares_problem
from desktop.domain.ledger import LedgerKind, sign_problem
from desktop.domain.money import Money
from desktop.language import Message, say, say_many
from desktop.registers import find_register
from desktop.registers.query import Cell
from desktop.services.field_rules import Problems, check_currency, check_decimals
from desktop.services.missing import missing
from desktop.services.records import InvalidRecordError, filled
from desktop.storage.ledger import free_split_key, key_shares
from desktop.storage.models import Allocation, BudgetLine, Grant, LedgerEntry
from desktop.storage.office import Office, Outcome, Unit

# What each part has for itself; the rest of the values is the same for all.
_OWN = ("grant", "line", "category", "commitment", "liquidated", "project", "result", "instalment")


@dataclass(frozen=True, slots=True)
class Part:
    """What a grant, and one of its lines, bears of a cost: of the original, and in the grant's own currency."""

    grant: str
    line: str
    percent: Decimal
    original: Money
    amount: Money


def split_cost(
    office: Office,
    *,
    values: Mapping[str, Cell],
    on: date,
    allocation_id: int | None = None,
    shares: Sequence[Share] = (),
) -> Outcome:
    """Posts a cost of the day `on` as one entry per share, in one unit of work; the parts sum to the whole to the cent.

    `values` are those of the form of an entry; grant and line come from the shares: those of the key `allocation_id`
    in force on the day, or those given. Each part is converted at its grant's own rate. Raises InvalidRecordError with
    every problem, and posts nothing then.
    """
    with office.change() as unit:
        whole = _whole(values)
        found = _parts(unit, values, whole, on, _shares(unit, on, allocation_id, shares))
        entries = [entry for _share, entry in found]
        key = free_split_key(unit.session, entries[0].reference)
        for entry in entries:
            entry.split_key = key
            unit.add(entry)
        message = say_many(
            "Split {amount} of {entry} into {count} part.",
            "Split {amount} of {entry} into {count} parts.",
            count=len(entries),
            amount=whole,
            entry=entries[0].reference,
        )
        return unit.commit(message, record_id=entries[0].id)


def try_split(
    office: Office,
    *,
    values: Mapping[str, Cell],
    on: date,
    allocation_id: int | None = None,
    shares: Sequence[Share] = (),
) -> list[Part]:
    """What `split_cost` would post; raises what it would raise."""
    with office.read() as session:
        unit = Unit(office, session)
        found = _parts(unit, values, _whole(values), on, _shares(unit, on, allocation_id, shares))
        return [_part(unit, share, entry) for share, entry in found]


def _part(unit: Unit, share: Share, entry: LedgerEntry) -> Part:
    return Part(
        unit.get(Grant, share.grant_id).reference,
        "" if share.line_id is None else unit.get(BudgetLine, share.line_id).code,
        share.percent,
        Money(entry.original_amount, entry.original_currency),
        Money(entry.amount, entry.currency),
    )


def _shares(unit: Unit, on: date, allocation_id: int | None, shares: Sequence[Share]) -> tuple[Share, ...]:
    """The shares to split by. Raises InvalidRecordError when they are no whole."""
    if allocation_id is not None:
        unit.get(Allocation, allocation_id)
        shares = shares_on(key_shares(unit.session, allocation_id), on)
    problem = shares_problem(shares)
    if problem is not None:
        raise InvalidRecordError({"shares": problem})
    return tuple(shares)


def _parts(
    unit: Unit, values: Mapping[str, Cell], whole: Money, on: date, shares: Sequence[Share]
) -> list[tuple[Share, LedgerEntry]]:
    """The entry of each share, ready to be posted; a part of nothing is left out."""
    common = {key: value for key, value in values.items() if key not in _OWN} | {"entry_on": on}
    found: list[tuple[Share, LedgerEntry]] = []
    troubles: dict[str, Message] = {}
    for share, part in zip(shares, parts(whole, shares), strict=True):
        if part:
            own = {"grant": share.grant_id, "line": share.line_id, "original_amount": part.amount}
            try:
                found.append((share, cast("LedgerEntry", filled(unit, find_register("ledger"), common | own))))
            except InvalidRecordError as error:
                troubles |= {key: _of_grant(unit, share, message) for key, message in error.fields.items()}
    if troubles:
        raise InvalidRecordError(troubles)
    return found


def _of_grant(unit: Unit, share: Share, problem: Message) -> Message:
    return say("{grant}: {problem}", grant=unit.get(Grant, share.grant_id).reference, problem=problem)


def _whole(values: Mapping[str, Cell]) -> Money:
    """The cost in its own currency. Raises InvalidRecordError for one that cannot be paid."""
    register = find_register("ledger")
    amount, currency = values.get("original_amount"), values.get("original_currency")
    problems: Problems = {}
    if not isinstance(amount, Decimal):
        problems["original_amount"] = missing(register.column("original_amount"))
    if not isinstance(currency, str):
        problems["original_currency"] = missing(register.column("original_currency"))
    elif check_currency(problems, "original_currency", currency) and isinstance(amount, Decimal):
        check_decimals(problems, "original_amount", amount, currency)
    if isinstance(amount, Decimal) and (zero := sign_problem(LedgerKind.ADJUSTMENT, amount)):
        problems["original_amount"] = zero
    if problems or not isinstance(amount, Decimal):
        raise InvalidRecordError(problems)
    return Money(amount, str(currency))
