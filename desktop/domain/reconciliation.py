"""Holds the extract of another system, the ERP, against the ledger: what agrees, what lacks where, what differs.

Rows and entries are paired first by the entry a row is known to be, then by their document. Whatever is paired, the
sums add up: what the ERP states is what agrees, its side of what differs, and what is only there; likewise here.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final, TypeVar

from desktop.domain.ledger import LedgerKind
from desktop.domain.money import ZERO, Money
from desktop.language import Message, say
from desktop.language.folding import fold

Item = TypeVar("Item")


class Group(StrEnum):
    """Where a row or an entry ends up."""

    MATCHED = "matched"
    DIFFERS = "differs"
    ONLY_ERP = "only_erp"
    ONLY_HERE = "only_here"


GROUP_NAMES: Final[dict[Group, Message]] = {
    Group.MATCHED: say("Matched"),
    Group.DIFFERS: say("Amount differs"),
    Group.ONLY_ERP: say("Only in the ERP"),
    Group.ONLY_HERE: say("Only here"),
}


class Family(StrEnum):
    """Kinds of entries that stand for the same thing: an extract often holds only one of these."""

    SPENT = "spent"
    COMMITTED = "committed"
    RECEIVED = "received"


FAMILIES: Final[dict[LedgerKind, Family]] = {
    LedgerKind.EXPENDITURE: Family.SPENT,
    LedgerKind.REFUND: Family.SPENT,
    LedgerKind.ADJUSTMENT: Family.SPENT,
    LedgerKind.COMMITMENT: Family.COMMITTED,
    LedgerKind.RECEIPT: Family.RECEIVED,
    LedgerKind.EXCHANGE_DIFFERENCE: Family.RECEIVED,
}


@dataclass(frozen=True, slots=True)
class ErpRow:
    """A row of an extract. `where` is its first cell, `entry_id` the entry that the import takes it for."""

    file: str
    where: str
    on: date
    document: str
    description: str
    counterparty: str
    grant: str
    kind: LedgerKind
    money: Money
    entry_id: int | None = None


@dataclass(frozen=True, slots=True)
class OwnEntry:
    """An entry of the ledger, in the currency it was posted in. `corrects_id` is the one that it reverses."""

    id: int
    on: date
    document: str
    description: str
    counterparty: str
    grant: str
    kind: LedgerKind
    money: Money
    corrects_id: int | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """A row and the entry that it is."""

    row: ErpRow
    entry: OwnEntry

    @property
    def agrees(self) -> bool:
        """Whether both state the same amount."""
        return self.row.money == self.entry.money

    @property
    def difference(self) -> Money | None:
        """How much more the ERP states than the ledger; None where their currencies differ."""
        same = self.row.money.currency == self.entry.money.currency
        return self.row.money - self.entry.money if same else None


@dataclass(frozen=True, slots=True)
class CurrencySums:
    """What each group comes to in one currency, beside what the rows and the entries come to as a whole."""

    currency: str
    matched: Decimal
    differs_erp: Decimal
    differs_here: Decimal
    only_erp: Decimal
    only_here: Decimal
    erp: Decimal
    here: Decimal

    @property
    def difference(self) -> Decimal:
        """How much more the ERP states than the ledger."""
        return self.erp - self.here

    @property
    def adds_up(self) -> bool:
        """Whether the groups make the whole, on both sides."""
        erp = self.matched + self.differs_erp + self.only_erp
        return (erp, self.matched + self.differs_here + self.only_here) == (self.erp, self.here)


@dataclass(frozen=True, slots=True)
class GroupSum:
    """What a group comes to in a currency on either side, and how many pairs, rows or entries it is of."""

    group: Group
    count: int
    erp: Money
    here: Money

    @property
    def difference(self) -> Money:
        """How much more the ERP states."""
        return self.erp - self.here


@dataclass(frozen=True, slots=True)
class Reconciled:
    """Rows and entries by group. `cancelled` are entries left out with their reversals: together they are nothing."""

    matched: tuple[Pair, ...]
    differs: tuple[Pair, ...]
    only_erp: tuple[ErpRow, ...]
    only_here: tuple[OwnEntry, ...]
    sums: tuple[CurrencySums, ...]
    cancelled: int = 0

    def count(self, group: Group) -> int:
        """How many there are of a group."""
        return len(self.members(group))

    def members(self, group: Group) -> Sequence[Pair | ErpRow | OwnEntry]:
        """The pairs, rows or entries of a group."""
        match group:
            case Group.MATCHED:
                return self.matched
            case Group.DIFFERS:
                return self.differs
            case Group.ONLY_ERP:
                return self.only_erp
        return self.only_here

    def by_group(self, sums: CurrencySums) -> list[GroupSum]:
        """What each group comes to in the currency of `sums`."""
        sides = {
            Group.MATCHED: (sums.matched, sums.matched),
            Group.DIFFERS: (sums.differs_erp, sums.differs_here),
            Group.ONLY_ERP: (sums.only_erp, ZERO),
            Group.ONLY_HERE: (ZERO, sums.only_here),
        }
        return [
            GroupSum(
                group,
                sum(sums.currency in _currencies(each) for each in self.members(group)),
                Money(erp, sums.currency),
                Money(here, sums.currency),
            )
            for group, (erp, here) in sides.items()
        ]


def _currencies(one: Pair | ErpRow | OwnEntry) -> set[str]:
    return {one.row.money.currency, one.entry.money.currency} if isinstance(one, Pair) else {one.money.currency}


def reconcile(rows: Sequence[ErpRow], entries: Sequence[OwnEntry]) -> Reconciled:
    """Pairs rows with entries, each at most once."""
    pairing = _Pairing(rows, entries)
    pairing.by_entry()
    pairing.by_document()
    pairs = [Pair(row, pairing.found[place]) for place, row in enumerate(rows) if place in pairing.found]
    only_erp = tuple(row for place, row in enumerate(rows) if place not in pairing.found)
    only_here, cancelled = _without_reversed([entry for entry in entries if entry.id in pairing.free])
    matched, differs = _parted(pairs)
    sums = _sums(rows, entries, matched, differs, only_erp, only_here)
    return Reconciled(matched, differs, only_erp, only_here, sums, cancelled)


class _Pairing:
    """What was paired so far: `found` is an entry by the place of its row, `free` are entries without a row."""

    def __init__(self, rows: Sequence[ErpRow], entries: Sequence[OwnEntry]) -> None:
        self.rows = rows
        self.found: dict[int, OwnEntry] = {}
        self.free = {entry.id: entry for entry in entries}

    def by_entry(self) -> None:
        """Pairs a row with the entry it is known to be; of several, one with the same amount."""
        claims = [(place, row.entry_id) for place, row in enumerate(self.rows) if row.entry_id in self.free]
        known = dict(self.free)
        for place, entry_id in sorted(claims, key=lambda claim: self.rows[claim[0]].money != known[claim[1]].money):
            self._pair(place, entry_id)

    def by_document(self) -> None:
        """Pairs rows and entries of one document: those of one amount, then a row and an entry that are left alone."""
        equal = _grouped(self.free.values(), _key_with_amount)
        for place, row in enumerate(self.rows):
            ids = equal.get(_key_with_amount(row))
            if ids and place not in self.found:
                self._pair(place, ids.popleft().id)
        entries = _grouped(self.free.values(), _key)
        left = _grouped((place for place in range(len(self.rows)) if place not in self.found), self._row_key)
        for key, places in left.items():
            alone = entries.get(key)
            if alone and len(places) == len(alone) == 1:
                self._pair(places[0], alone[0].id)

    def _row_key(self, place: int) -> Hashable | None:
        return _key(self.rows[place])

    def _pair(self, place: int, entry_id: int | None) -> None:
        if entry_id is not None and entry_id in self.free:
            self.found[place] = self.free.pop(entry_id)


def _key(one: ErpRow | OwnEntry) -> Hashable | None:
    """What a row and an entry of one document have in common; None without a document."""
    return (one.grant, FAMILIES[one.kind], fold(one.document.strip())) if one.document.strip() else None


def _key_with_amount(one: ErpRow | OwnEntry) -> Hashable | None:
    key = _key(one)
    return None if key is None else (key, one.money)


def _grouped(items: Iterable[Item], key: Callable[[Item], Hashable | None]) -> dict[Hashable, deque[Item]]:
    """The items that have a key, by it, in their order."""
    groups: defaultdict[Hashable, deque[Item]] = defaultdict(deque)
    for item in items:
        found = key(item)
        if found is not None:
            groups[found].append(item)
    return groups


def _without_reversed(entries: list[OwnEntry]) -> tuple[tuple[OwnEntry, ...], int]:
    """The entries without those that were reversed and their reversals, and how many are left out."""
    known = {entry.id: entry for entry in entries}
    gone: set[int] = set()
    for entry in entries:
        first = known.get(entry.corrects_id or 0)
        if first is not None and first.money == -entry.money and not gone & {entry.id, first.id}:
            gone |= {entry.id, first.id}
    return tuple(entry for entry in entries if entry.id not in gone), len(gone)


def _parted(pairs: Sequence[Pair]) -> tuple[tuple[Pair, ...], tuple[Pair, ...]]:
    return tuple(pair for pair in pairs if pair.agrees), tuple(pair for pair in pairs if not pair.agrees)


def _sums(
    rows: Sequence[ErpRow],
    entries: Sequence[OwnEntry],
    matched: Sequence[Pair],
    differs: Sequence[Pair],
    only_erp: Sequence[ErpRow],
    only_here: Sequence[OwnEntry],
) -> tuple[CurrencySums, ...]:
    groups = (
        _by_currency(pair.row.money for pair in matched),
        _by_currency(pair.row.money for pair in differs),
        _by_currency(pair.entry.money for pair in differs),
        _by_currency(row.money for row in only_erp),
        _by_currency(entry.money for entry in only_here),
        _by_currency(row.money for row in rows),
        _by_currency(entry.money for entry in entries),
    )
    currencies = sorted(set().union(*groups))
    return tuple(CurrencySums(each, *(group.get(each, ZERO) for group in groups)) for each in currencies)


def _by_currency(moneys: Iterable[Money]) -> dict[str, Decimal]:
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    for money in moneys:
        sums[money.currency] += money.amount
    return sums


# --- how long commitments have been open ------------------------------------------------------------------------------

# The last day of age of each bucket; the last bucket has none.
BUCKETS: Final[tuple[int | None, ...]] = (30, 60, 90, None)
BUCKET_NAMES: Final[tuple[Message, ...]] = (
    say("0–30 days"),
    say("31–60 days"),
    say("61–90 days"),
    say("More than 90 days"),
)


def bucket_of(age: int) -> int:
    """The bucket of a commitment that is `age` days old."""
    return next(place for place, last in enumerate(BUCKETS) if last is None or age <= last)
