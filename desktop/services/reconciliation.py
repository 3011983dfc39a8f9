"""Extracts of the ERP beside the ledger: what agrees, what lacks where, what differs, and what is still committed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from desktop.domain.ledger import LedgerKind
from desktop.domain.money import MINOR_UNITS, ZERO, Money
from desktop.domain.period import Period
from desktop.domain.progress import Progress
from desktop.domain.reconciliation import (
    BUCKET_NAMES,
    FAMILIES,
    GROUP_NAMES,
    CurrencySums,
    ErpRow,
    Family,
    Group,
    GroupSum,
    OwnEntry,
    Pair,
    Reconciled,
    bucket_of,
    reconcile,
)
from desktop.language import Language, Message, UserError, say, say_many
from desktop.services.commitments import OpenCommitment, open_commitments
from desktop.services.imports.preview import Options as PreviewOptions
from desktop.services.imports.preview import Preview, PreviewRow
from desktop.storage.lookups import grant_by_reference
from desktop.storage.office import Office, Outcome
from desktop.storage.reconciliation import entries_called, entries_in

__all__ = [
    "BUCKET_NAMES",
    "GROUP_NAMES",
    "CurrencySums",
    "ErpRow",
    "Group",
    "GroupSum",
    "LedgerReconciliation",
    "OwnEntry",
    "Pair",
    "Scope",
    "bucket_of",
    "read_extracts",
    "reconcile_ledger",
    "write_reconciliation",
]

_KIND = "ledger"
_FAMILY_NAMES = {
    Family.SPENT: say("costs"),
    Family.COMMITTED: say("commitments"),
    Family.RECEIVED: say("receipts"),
}


@dataclass(frozen=True, slots=True)
class Scope:
    """What is compared: the ledger of a grant, or of every grant that the files name, between two days, both in it.

    Without a day, the first or the last one that the files name counts.
    """

    grant: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class LedgerReconciliation:
    """Extracts held against the ledger. `commitments` are open at the end of the period, the oldest first."""

    files: tuple[str, ...]
    grants: tuple[str, ...]
    period: Period
    found: Reconciled
    commitments: tuple[OpenCommitment, ...]
    notes: tuple[Message, ...] = ()

    @property
    def sums(self) -> tuple[CurrencySums, ...]:
        """What the groups come to, by currency."""
        return self.found.sums

    def aged(self) -> dict[str, tuple[Money, ...]]:
        """What is open in each bucket of age, by currency."""
        sums: dict[str, list[Decimal]] = {}
        for each in self.commitments:
            sums.setdefault(each.currency, [ZERO] * len(BUCKET_NAMES))[bucket_of(each.age)] += each.open.amount
        return {currency: tuple(Money(part, currency) for part in sums[currency]) for currency in sorted(sums)}

    @property
    def sentence(self) -> Message:
        """How the extracts and the ledger stand to each other."""
        found = self.found
        if not (found.differs or found.only_erp or found.only_here):
            return say_many(
                "Everything agrees: {count} entry.", "Everything agrees: {count} entries.", count=self._same
            )
        return say(
            "{matched} matched, {differs} with another amount, {erp} only in the ERP, {here} only here.",
            matched=self._same,
            differs=found.count(Group.DIFFERS),
            erp=found.count(Group.ONLY_ERP),
            here=found.count(Group.ONLY_HERE),
        )

    @property
    def _same(self) -> int:
        return self.found.count(Group.MATCHED)


def read_extracts(
    office: Office, paths: Sequence[Path], *, grant: str = "", sheet: str = "", progress: Progress
) -> tuple[Preview, ...]:
    """What importing ledger files would do, for `reconcile_ledger`; rows that name no grant go to `grant`.

    Raises UserError when a file cannot be read, or there is no such grant.
    """
    from desktop.services.imports import sheets  # the window starts without what reads files

    if grant:
        with office.read() as session:
            grant_by_reference(session, grant)
    found = []
    for path in paths:
        book = sheets.open_file(path, progress=progress)
        draft = sheets.draft(office, book, _KIND, sheet=sheet)
        found.append(sheets.preview(office, draft, PreviewOptions(grant=grant), progress=progress))
    return tuple(found)


def reconcile_ledger(office: Office, previews: Sequence[Preview], *, scope: Scope) -> LedgerReconciliation:
    """Holds the rows of ledger files against the entries of the office.

    Raises UserError when there is no such grant, a file is none of the ledger, or no row of it can be read.
    """
    for preview in previews:
        _require_ledger(preview)
    rows, unread = _rows(previews, scope)
    period = _period(rows, scope, files=[preview.draft.book.name for preview in previews])
    wanted = {scope.grant} if scope.grant else {row.grant for row in rows if row.grant}
    kinds = _kinds(rows)
    with office.read() as session:
        if scope.grant:
            grant_by_reference(session, scope.grant)
        inside = entries_in(session, period, grants=wanted, kinds=kinds)
        known = {entry.id: entry for entry in inside}
        named = entries_called(session, {row.entry_id for row in rows if row.entry_id} - known.keys())
    elsewhere = {entry.id: entry for entry in named if entry.grant in wanted or not wanted}
    kept = [row for row in rows if _counts(row, period, wanted, known)]
    also = {row.entry_id for row in kept} & elsewhere.keys()
    entries = [*inside, *(elsewhere[each] for each in also if each)]
    found = reconcile(kept, entries)
    return LedgerReconciliation(
        files=tuple(preview.draft.book.name for preview in previews),
        grants=tuple(sorted(wanted)),
        period=period,
        found=found,
        commitments=tuple(_commitments(office, wanted, period)),
        notes=tuple(_notes(found, left_out=len(rows) - len(kept), unread=unread, kinds=kinds)),
    )


def write_reconciliation(found: LedgerReconciliation, path: Path, *, language: Language) -> Outcome:
    """Writes a reconciliation to the new or replaced workbook `path`. Raises UserError when it cannot be written."""
    from desktop.exporters.reconciliation_workbook import OpenLine, write_workbook

    lines = [
        OpenLine(each.grant, each.reference, each.description, each.entry_on, each.age, each.open)
        for each in found.commitments
    ]
    facts = (
        (say("Files"), "; ".join(found.files)),
        (say("Grants"), "; ".join(found.grants)),
        (say("First day"), found.period.start),
        (say("Last day"), found.period.last),
    )
    write_workbook(path, found.found, facts=facts, lines=lines, aged=found.aged(), language=language)
    return Outcome(say("Wrote {file}.", file=path.name))


# --- the rows ---------------------------------------------------------------------------------------------------------


def _require_ledger(preview: Preview) -> None:
    if preview.draft.kind != _KIND:
        raise UserError(
            say("{file} is no file of the ledger.", file=preview.draft.book.name),
            say("Nothing was compared."),
            say("Choose an extract of entries."),
        )
    if preview.refused:
        first = preview.refused[0]
        raise UserError(first.sentence, say("Nothing was compared."), first.fix)


def _rows(previews: Sequence[Preview], scope: Scope) -> tuple[list[ErpRow], int]:
    """The rows whose day, kind and amount are known, and how many there are beside them."""
    rows: list[ErpRow] = []
    unread = 0
    for preview in previews:
        for made in preview.rows:
            row = _row(preview, made, scope)
            if row is None:
                unread += 1
            else:
                rows.append(row)
    return rows, unread


def _row(preview: Preview, made: PreviewRow, scope: Scope) -> ErpRow | None:
    values = made.values
    kind = str(values.get("kind") or LedgerKind.EXPENDITURE)
    match values.get("entry_on"), values.get("original_amount"), values.get("original_currency"):
        case date() as on, Decimal() as amount, str() as currency if currency in MINOR_UNITS and kind in FAMILIES:
            return ErpRow(
                file=preview.draft.book.name,
                where=preview.draft.sheet.address(made.row, 0),
                on=on,
                document=str(values.get("reference") or ""),
                description=str(values.get("description") or ""),
                counterparty=str(values.get("counterparty") or ""),
                grant=str(values.get("grant") or preview.options.grant or scope.grant),
                kind=LedgerKind(kind),
                money=Money(amount, currency),
                entry_id=made.record_id,
            )
    return None


def _period(rows: Sequence[ErpRow], scope: Scope, *, files: list[str]) -> Period:
    if not rows:
        raise UserError(
            say("No entry can be read from {files}.", files=files),
            say("Nothing was compared."),
            say("Look at the file with the import first: it says what is wrong, cell by cell."),
        )
    days = [row.on for row in rows]
    first, last = scope.first or min(days), scope.last or max(days)
    if last < first:
        raise UserError(
            say("The period ends on {last}, before it begins on {first}.", first=first, last=last),
            say("Nothing was compared."),
            say("Choose a last day that is not before the first."),
        )
    return Period.of_days(first, last)


def _kinds(rows: Sequence[ErpRow]) -> list[LedgerKind]:
    """The kinds of entries that are compared: those that stand for what the files hold."""
    families = {FAMILIES[row.kind] for row in rows}
    return [kind for kind, family in FAMILIES.items() if family in families]


def _counts(row: ErpRow, period: Period, wanted: set[str], inside: dict[int, OwnEntry]) -> bool:
    """Whether a row belongs here: it, or the entry it is, falls into the period, and it is of a wanted grant."""
    return (not wanted or row.grant in wanted) and (row.on in period or row.entry_id in inside)


def _commitments(office: Office, wanted: set[str], period: Period) -> Iterator[OpenCommitment]:
    for each in open_commitments(office, as_at=period.last):
        if not wanted or each.grant in wanted:
            yield each


def _notes(found: Reconciled, *, left_out: int, unread: int, kinds: Sequence[LedgerKind]) -> Iterator[Message]:
    families = {FAMILIES[kind] for kind in kinds}
    if len(families) < len(Family):
        names = [name for family, name in _FAMILY_NAMES.items() if family in families]
        yield say("The files hold {what} only, so nothing else of the ledger is looked at.", what=names)
    if unread:
        yield say_many(
            "{count} row has no day, amount or currency that can be read, and is not in these sums.",
            "{count} rows have no day, amount or currency that can be read, and are not in these sums.",
            count=unread,
        )
    if left_out:
        yield say_many(
            "{count} row of another grant or another time is left out.",
            "{count} rows of other grants or another time are left out.",
            count=left_out,
        )
    if found.cancelled:
        yield say("{count} entries are left out, because one reverses the other.", count=found.cancelled)
