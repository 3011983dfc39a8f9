"""Which rows of a ledger extract the office has already, by this way or another, and what they say otherwise of them.

What the document says tells entries apart: a new column, a running balance, a line given later make no new entry.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any, Final, TypeVar

from desktop.domain.finding import Severity
from desktop.domain.money import MINOR_UNITS, Money
from desktop.domain.progress import Progress
from desktop.language import say
from desktop.services.imports.ledger.columns import Cells, text_of
from desktop.services.imports.ledger.meanings import KINDS
from desktop.services.imports.ledger.money import RATE_UNIT, STEPS, converted, unscaled
from desktop.services.imports.ledger.work import Change, Work
from desktop.services.imports.preview import Status
from desktop.storage.entry_targets import (
    KnownEntry,
    entries_by_id,
    entries_with_documents,
    entries_with_keys,
    replacements,
)
from desktop.storage.ledger import REPLACES
from desktop.storage.office import Office

Item = TypeVar("Item")
_PARTS: Final = "\x1f"
_LATER: Final = ("line_id", "project_id", "result_id", "category")
_UNKNOWN: Final = frozenset({Status.NEW, Status.DUPLICATE})
_AT_ONCE: Final = 20_000


# --- what tells entries apart -------------------------------------------------------------------------------------


def _amount_text(amount: int, currency: str) -> str:
    """An amount in the decimals of its currency, as it goes into keys; nothing without a currency."""
    if not currency:
        return ""
    units = MINOR_UNITS[currency]
    digits = str(abs(amount) // STEPS[currency])
    sign = "-" if amount < 0 else ""
    if not units:
        return sign + digits
    digits = digits.zfill(units + 1)
    return f"{sign}{digits[:-units]}.{digits[-units:]}"


def documents(work: Work, places: Sequence[int]) -> Iterator[str]:
    """For each of these places, what its document says; meaningless where a row is at fault."""
    entries, table = work.entries, work.table
    days = [day.isoformat() if day else "" for day in work.means.days]
    parts: list[Iterable[str]] = [map(days.__getitem__, at(table["entry_on"].codes, places))]
    parts.append(map([str(kind) for kind in KINDS].__getitem__, at(entries.kind, places)))
    for key in ("reference", "description", "counterparty"):
        texts = list(map(text_of, table[key].values))
        parts.append(map(texts.__getitem__, at(table[key].codes, places)))
    currencies = at(entries.currency, places)
    parts += [currencies, map(_amount_text, at(entries.original, places), currencies)]
    return map(_PARTS.join, zip(*parts, strict=True))


def at(items: Sequence[Item], places: Sequence[int]) -> Sequence[Item]:
    """The items at these ascending places."""
    return items if len(places) == len(items) else [items[place] for place in places]


def digest_of(grant_id: int, document: str) -> str:
    """What tells an entry of a grant apart by what its document says."""
    return hashlib.sha256(f"{grant_id}{_PARTS}{document}".encode()).hexdigest()[:32]


def key_of(digest: str, number: int) -> str:
    """The source key of the `number`-th of equal entries."""
    return f"sheet:{digest}:{number}"


def tell_apart(work: Work, *, progress: Progress) -> None:
    """Finds rows that say the same as one above; rows of grants that are there get the digest of what they say.

    One of the same document is a duplicate only when nothing in the sheet tells it apart: another account, or another
    running balance, in a column that nobody takes, shows that two such lines are meant.
    """
    entries, whole = work.entries, len(work.statuses)
    cells = [_alike(work.table[key]) for key in ("entry_on", "reference", "description", "counterparty")]
    columns = (entries.grant, *cells, entries.kind, entries.currency, entries.original)
    # Where no value of a column repeats, as when each row has a document of its own, no row says what another says.
    if not any(len(set(column)) == whole for column in columns):
        repeated = _repeated(columns, whole, progress)
        rows = enumerate(zip(*columns, strict=True)) if repeated else ()
        _tell_repeated(work, ((place, said) for place, said in rows if said in repeated))
    if work.world.targets.entries:
        work.digests = list(_digests(work, progress=progress))


def _repeated(columns: Sequence[Sequence[Any]], whole: int, progress: Progress) -> set[tuple[Any, ...]]:
    """What more than one row says."""
    counts: Counter[tuple[Any, ...]] = Counter()
    rows = zip(*columns, strict=True)
    for start in range(0, whole, _AT_ONCE):
        progress.report(start, whole, say("Comparing with the office"))
        counts.update(islice(rows, _AT_ONCE))
    return {said for said, count in counts.items() if count > 1}


def _tell_repeated(work: Work, rows: Iterable[tuple[int, tuple[Any, ...]]]) -> None:
    """Looks at the rows, by place, that say what another says."""
    seen: Counter[tuple[Any, ...]] = Counter()
    firsts: dict[tuple[Any, ...], int] = {}
    alike: dict[tuple[Any, ...], dict[tuple[int, ...], int]] = {}
    references = work.table["reference"]
    for place, said in rows:
        if work.statuses[place] != Status.NEW:
            continue
        seen[said] += 1
        if seen[said] == 1:
            firsts[said] = place
            continue
        work.numbers[place] = seen[said]
        wholes = alike.setdefault(said, {_whole_row(work, firsts[said]): firsts[said]})
        first = wholes.setdefault(_whole_row(work, place), place)
        if first != place:
            _note_repeated(work, place, first, has_document=bool(text_of(references[place])))


def _whole_row(work: Work, place: int) -> tuple[int, ...]:
    """What stands in every cell of a row, by the indexes of the values."""
    row = work.table.rows[place]
    return tuple(column.codes[row] for column in work.draft.sheet.columns)


def _alike(cells: Cells) -> Sequence[int]:
    """The codes of cells, the same for values that are alike once they are read."""
    texts = list(map(text_of, cells.values))
    if len(set(texts)) == len(texts):
        return cells.codes
    firsts: dict[str, int] = {}
    same = [firsts.setdefault(text, code) for code, text in enumerate(texts)]
    return [same[code] for code in cells.codes]


def _digests(work: Work, *, progress: Progress) -> Iterator[str]:
    rows = zip(documents(work, range(len(work.statuses))), work.entries.grant, work.statuses, strict=True)
    for place, (document, grant, status) in enumerate(rows):
        if place % _AT_ONCE == 0:
            progress.report(place, len(work.statuses), say("Comparing with the office"))
        yield digest_of(grant, document) if grant > 0 and status in _UNKNOWN else ""


def _note_repeated(work: Work, place: int, first: int, *, has_document: bool) -> None:
    if has_document:
        row = work.table.rows[first] + 1
        work.statuses[place] = Status.DUPLICATE
        work.reasons[place] = say("The same as row {row} of this file.", row=str(row))
        return
    work.note(
        place,
        Severity.WARNING,
        "",
        None,
        say("A row above says the same, and neither names a document. Both come in."),
        say("Leave one out when they are the same."),
    )


# --- what is there already ----------------------------------------------------------------------------------------


def compare(work: Work, office: Office, *, progress: Progress) -> None:
    """Finds the rows that the ledger has, by their keys or by their documents, and what they say otherwise."""
    if not work.world.targets.entries:
        return
    whole = len(work.table.rows)
    progress.report(0, whole, say("Comparing with the office"))
    keys = {key_of(digest, work.numbers.get(place, 1)): place for place, digest in enumerate(work.digests) if digest}
    with office.read() as session:
        reversed_ids, instead = replacements(session)
        known = {entry.source_key or "": entry for entry in entries_with_keys(session, list(keys))}
        heirs = entries_by_id(session, instead.values())
    matched: set[int] = set()
    for key, entry in known.items():
        heir = heir_of(entry, reversed_ids, instead, heirs)
        _hold_against(work, keys[key], heir, reversed_ids)
        matched |= {entry.id, heir.id}
    cells = work.table["reference"]
    references = {text_of(cells[place]) for place in work.places(Status.NEW)} - {""}
    with office.read() as session:
        by_document = list(entries_with_documents(session, sorted(references)))
    free = [one for one in by_document if one.id not in matched and one.id not in reversed_ids]
    origins = _origins(by_document, instead)
    covered = {entry.batch_id for entry in known.values()} - {None}
    _amounts_changed(work, [(origins[one.id], one) for one in free if origins[one.id].batch_id in covered])
    _by_document(work, free)


def heir_of(
    entry: KnownEntry, reversed_ids: set[int], instead: dict[int, int], heirs: dict[int, KnownEntry]
) -> KnownEntry:
    """The entry that stands in the place of one that was corrected, perhaps more than once; itself for others."""
    while entry.id in reversed_ids and entry.id in instead:
        entry = heirs[instead[entry.id]]
    return entry


def _hold_against(work: Work, place: int, entry: KnownEntry, reversed_ids: set[int]) -> None:
    work.records[place] = entry.id
    change = None if entry.id in reversed_ids else difference(work, place, entry)
    work.statuses[place] = Status.SAME if change is None else Status.CHANGED
    if entry.id in reversed_ids:
        work.reasons[place] = say("Its entry was reversed here.")
    elif change is not None:
        work.changes[place] = change
        if change.corrected and entry.batch_id is None and (entry.source_key or "").startswith(f"{REPLACES}:"):
            work.statuses[place] = Status.CONFLICT  # what a person put right is not undone by an old file
            work.reasons[place] = say("Someone corrected its entry here since it came in.")
        elif change.corrected:
            work.reasons[place] = say("Its entry is reversed, and posted anew as the row says.")
        else:
            work.reasons[place] = say("What is empty in its entry is filled in.")


def difference(work: Work, place: int, entry: KnownEntry) -> Change | None:
    """What a row says otherwise of its entry, or more of it; None when it says nothing new."""
    entries, table = work.entries, work.table
    said: dict[str, Any] = {
        "line_id": entries.line[place],
        "project_id": entries.project[place],
        "result_id": entries.result[place],
        "instalment_id": work.instalments.get(place, 0),
        "category": entries.category[place],
    }
    change = Change(entry.id)
    for name, value in said.items():
        was = getattr(entry, name)
        if value and value != was:
            (change.filled if was is None else change.corrected)[name] = value
    if "category" in change.corrected and not table["category"][place] and "line_id" not in change.corrected:
        del change.corrected["category"]  # the line came later, and does not decide what was decided
    _compare_money(work, place, entry, change)
    for name in (*change.filled, *change.corrected):
        change.old[name] = _old(work, entry, name)
    return change if change.filled or change.corrected else None


def _old(work: Work, entry: KnownEntry, name: str) -> Any:
    """What an entry holds, as people see it."""
    value = getattr(entry, name)
    if name in ("rate", "rate_per"):
        return (Decimal(value) / RATE_UNIT).normalize()
    if name == "original_amount":
        return unscaled(value, entry.original_currency)
    return unscaled(value, work.world.grant_of[entry.grant_id or 0].currency) if name == "amount" else value


def _compare_money(work: Work, place: int, entry: KnownEntry, change: Change) -> None:
    """The rate and the amount in the grant's currency, where the row states them: what was converted stays so else."""
    entries, table = work.entries, work.table
    quote = entries.quotes[entries.quote[place]]
    if table["rate"][place] is not None:
        for name, stated in (("rate", quote.rate), ("rate_per", quote.per)):
            if stated != getattr(entry, name):
                change.corrected[name] = Decimal(stated) / RATE_UNIT
    is_stated = table["amount"][place] is not None and table["amount"].column != _original_column(work)
    original = entries.original[place]
    if original != entry.original_amount:
        change.corrected["original_amount"] = unscaled(original, entry.original_currency)
        if not is_stated and table["rate"][place] is None:  # the rate stays, and what it makes follows
            currency = work.world.grant_of[entries.grant[place]].currency
            amount = converted(original, entry.rate, entry.rate_per, STEPS[currency])
            change.corrected["amount"] = unscaled(amount, currency)
            return
        if table["rate"][place] is None and quote.rate != entry.rate:
            change.corrected["rate"] = Decimal(quote.rate) / RATE_UNIT
    if (is_stated or "rate" in change.corrected) and entries.amount[place] != entry.amount:
        grant = work.world.grant_of[entries.grant[place]]
        change.corrected["amount"] = unscaled(entries.amount[place], grant.currency)


def _original_column(work: Work) -> int | None:
    """The column of the original amount, which may be that of the amount in the grant's currency."""
    there = work.table["original_amount"].is_there or work.means.is_split
    return work.table["original_amount" if there else "amount"].column


# --- what came in before with another amount ----------------------------------------------------------------------


def _origins(entries: Sequence[KnownEntry], instead: Mapping[int, int]) -> dict[int, KnownEntry]:
    """For each entry the one that it stands for by corrections, as far as that names the same document."""
    by_id = {entry.id: entry for entry in entries}
    before = {later: earlier for earlier, later in instead.items()}
    found = {}
    for entry in entries:
        origin = entry
        while before.get(origin.id) in by_id:
            origin = by_id[before[origin.id]]
        found[entry.id] = origin
    return found


def _amounts_changed(work: Work, entries: Sequence[tuple[KnownEntry, KnownEntry]]) -> None:
    """Rows that say of an entry all but its amount, in a file that repeats others of its import: the amount changed.

    `entries` are those that no row is, each with the one that it stands for. Where several rows or entries could be
    meant nothing is decided: the rows are new, and a warning tells of the document.
    """
    held: dict[tuple[Any, ...], list[KnownEntry]] = {}
    for origin, entry in entries:
        said = (origin.grant_id, origin.entry_on, origin.kind, origin.original_currency)
        if entry.commitment_id is None and entry.instalment_id is None:
            held.setdefault((*said, origin.reference, origin.description, origin.counterparty), []).append(entry)
    rows: dict[tuple[Any, ...], list[int]] = {}
    for place in work.places(Status.NEW) if held else ():
        rows.setdefault(_said(work, place), []).append(place)
    for identity, places in rows.items():
        meant = held.get(identity, [])
        if len(places) == len(meant) == 1:
            _hold_against(work, places[0], meant[0], set())


def _said(work: Work, place: int) -> tuple[Any, ...]:
    """All that a row says of its document but the amount."""
    entries = work.entries
    texts = (text_of(work.table[key][place]) for key in ("reference", "description", "counterparty"))
    return entries.grant[place], work.day(place), str(entries.kind_at(place)), entries.currency[place], *texts


# --- what is there by another way ---------------------------------------------------------------------------------


def _by_document(work: Work, entries: list[KnownEntry]) -> None:
    """Rows whose document the ledger has by another way: for the same, or for something else."""
    by_document: dict[str, list[KnownEntry]] = {}
    for entry in entries:
        by_document.setdefault(entry.reference, []).append(entry)
    references, kinds = work.table["reference"], work.table["kind"]
    told = set()
    for place in list(work.places(Status.NEW)) if by_document else ():
        kind = str(work.entries.kind_at(place))
        of_document = by_document.get(text_of(references[place]), [])
        alike = [one for one in of_document if one.kind == kind]
        # Without a kind a receipt or a commitment looks like a cost: it is not spent for that.
        could_be = alike if kinds[place] is not None else [*alike, *of_document]
        same = next((one for one in could_be if _is_same(work, place, one)), None)
        document = (text_of(references[place]), kind)
        if same is not None:
            _note_known(work, place, same, is_alike=same.kind == kind)
        elif alike and document not in told:
            told.add(document)
            _warn_of_document(work, place, alike[0])


def _note_known(work: Work, place: int, entry: KnownEntry, *, is_alike: bool) -> None:
    work.statuses[place] = Status.DUPLICATE
    work.records[place] = entry.id
    work.reasons[place] = (
        say("The ledger has the same entry of document {reference}.", reference=entry.reference)
        if is_alike
        else say(
            "The ledger has document {reference} with this amount, as an entry of another kind: the row names none.",
            reference=entry.reference,
        )
    )


def _is_same(work: Work, place: int, entry: KnownEntry) -> bool:
    entries = work.entries
    return (
        entry.grant_id == entries.grant[place]
        and entry.entry_on == work.day(place)
        and entry.original_currency == entries.currency[place]
        and entry.original_amount == entries.original[place]
    )


def _warn_of_document(work: Work, place: int, entry: KnownEntry) -> None:
    work.note(
        place,
        Severity.WARNING,
        "reference",
        work.table["reference"].column,
        say(
            "Document {reference} is already in the ledger with {amount}; this adds a second entry.",
            reference=entry.reference,
            amount=Money(unscaled(entry.original_amount, entry.original_currency), entry.original_currency),
        ),
        say("Compare the two. Leave the row out when it is the same."),
    )
