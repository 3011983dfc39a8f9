"""The entries of a project as transactions: one for each, or sums of what was posted here by month and type.

Nobody is named: whom an entry was paid to is never said, what it was for only on demand. What a publisher had said of
a transaction that came in a file is said again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from desktop.domain.codes import CostCategory
from desktop.domain.iati.activity import Body, Movement
from desktop.domain.iati.standard import TransactionType, own_source_of, source_of
from desktop.domain.ledger import LedgerKind
from desktop.domain.money import Money
from desktop.importers.iati_activity import Transaction
from desktop.services.iati_export.published import Transactions
from desktop.storage.iati_rows import EntryRow

_Sum = tuple[str, str, int | None, str]
"""What a sum is of: month, type, grant, currency."""


@dataclass(frozen=True, slots=True)
class Detail:
    """How much is told of entries: what each was for, or only what they come to by month and type."""

    descriptions: bool = False
    by_month: bool = False


@dataclass(frozen=True, slots=True)
class Saying:
    """How the entries of one activity are told: by whom, and how much of them.

    `funders` are the organisations behind grants, by the id of the grant.
    """

    identifier: str
    title: str
    office: str
    reporter: Body | None
    funders: dict[int, Body]
    detail: Detail


def movements_of(entries: Iterable[EntryRow], transactions: Transactions, saying: Saying) -> Iterator[Movement]:
    """The transactions of entries, in the order of their days; sums come after them."""
    source, own = source_of(saying.identifier), own_source_of(saying.identifier, saying.office)
    sums: dict[_Sum, Movement] = {}
    for entry in entries:
        came = entry.source_key.startswith(source)
        movement = _movement(entry, saying, mark=entry.source_key if came else f"{own}{entry.id}", came=came)
        if entry.source_key in transactions.entries:
            yield _as_published(movement, entry, *transactions.entries[entry.source_key], saying)
        elif came or not saying.detail.by_month:
            yield movement
        else:
            _add(sums, movement, entry, own)
    yield from sorted(sums.values(), key=lambda movement: movement.done_on)


def _movement(entry: EntryRow, saying: Saying, *, mark: str, came: bool) -> Movement:
    """What came in a file keeps its own currency; of all else counts what it did to the grant."""
    money = Money(entry.original_amount, entry.original_currency) if came else Money(entry.amount, entry.currency)
    kind = _kind(entry)
    funder = saying.funders.get(entry.grant_id or 0)
    incoming = kind is TransactionType.INCOMING_FUNDS
    return Movement(
        kind=kind,
        done_on=entry.entry_on,
        money=money,
        reference=entry.reference,
        description=entry.description if saying.detail.descriptions else "",
        provider=funder if incoming else saying.reporter,
        receiver=saying.reporter if incoming else None,
        mark=mark,
    )


def _kind(entry: EntryRow) -> TransactionType:
    """A transfer to a partner is a disbursement, all other cost an expenditure; what came back is a negative one."""
    if entry.kind == LedgerKind.RECEIPT:
        return TransactionType.INCOMING_FUNDS
    if entry.kind == LedgerKind.COMMITMENT:
        return TransactionType.OUTGOING_COMMITMENT
    transfer = entry.category == CostCategory.TRANSFERS
    return TransactionType.DISBURSEMENT if transfer else TransactionType.EXPENDITURE


def _as_published(movement: Movement, entry: EntryRow, published: Transaction, xml: str, saying: Saying) -> Movement:
    """The transaction with all that was published of it; a description that was changed here is as private as any."""
    unchanged = entry.description == (published.description or saying.title)
    return replace(
        movement,
        kind=published.kind,
        description=None if unchanged else movement.description,
        provider=None,
        receiver=None,
        published=xml,
    )


def _add(sums: dict[_Sum, Movement], movement: Movement, entry: EntryRow, own: str) -> None:
    month = date(movement.done_on.year, movement.done_on.month, 1)
    key = (month.isoformat(), movement.kind, entry.grant_id, movement.money.currency)
    known = sums.get(key)
    if known is None:
        sums[key] = replace(movement, reference="", description="", mark=own + "-".join(map(str, key)))
    else:
        sums[key] = replace(known, money=known.money + movement.money, done_on=max(known.done_on, movement.done_on))
