"""Takes an import back; where something stands on it, says what, and reverses its entries instead."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from desktop.domain.progress import Progress
from desktop.language import Message, UserError, say, say_many
from desktop.services.ledger import opposite_of
from desktop.storage.batches import take_back
from desktop.storage.models import ImportBatch, LedgerEntry
from desktop.storage.office import Office, Outcome, Unit
from desktop.storage.standing import (
    entries_to_reverse,
    fulfilled_documents,
    known_references,
    reported_since,
    reversed_documents,
    used_by_others,
)
from desktop.storage.undo import AlreadyUndoneError

_AT_ONCE = 500


def undo_import(office: Office, *, batch_id: int) -> Outcome:
    """Takes an import back: what it brought goes, what it changed gets its old values.

    Raises AlreadyUndoneError when it was taken back before, UserError that says what stands on it when that would lose
    later work.
    """
    with office.change() as unit:
        batch = unit.get(ImportBatch, batch_id)
        if batch.undone_at is not None:
            raise AlreadyUndoneError(
                say("The import of {file} was undone already.", file=batch.source_name),
                say("Nothing was changed."),
                say("Look at the list of imports."),
            )
        _require_nothing_stands(unit, batch)
        removed, entry_id = take_back(unit, batch_id)
        batch.undone_at = unit.now
        message = say_many(
            "Undid the import of {file}: {count} record removed.",
            "Undid the import of {file}: {count} records removed.",
            count=removed,
            file=batch.source_name,
        )
        return unit.commit(message, batch_id=batch_id, undoes_id=entry_id, record_id=batch_id)


def _require_nothing_stands(unit: Unit, batch: ImportBatch) -> None:
    standing = _standing(unit, batch)
    if standing is not None:
        raise UserError(
            say("Later entries stand on the import of {file}.", file=batch.source_name),
            say("Nothing was undone, so that no later work is lost. {standing}", standing=standing),
            say("Reverse its entries instead."),
        )


def _standing(unit: Unit, batch: ImportBatch) -> Message | None:
    reported = reported_since(unit.session, batch.id)
    if reported:
        return say("Reported to a funder since: {documents}.", documents=reported)
    corrected = reversed_documents(unit.session, batch.id)
    fulfilled = fulfilled_documents(unit.session, batch.id)
    if corrected and fulfilled:
        return say(
            "Reversed or corrected since: {corrected}. Posted against since: {fulfilled}.",
            corrected=corrected,
            fulfilled=fulfilled,
        )
    if corrected:
        return say("Reversed or corrected since: {documents}.", documents=corrected)
    return say("Posted against since: {documents}.", documents=fulfilled) if fulfilled else None


def reverse_batch(office: Office, *, batch_id: int, on: date | None = None, progress: Progress) -> Outcome:
    """Posts the opposite of every entry of an import that was not reversed yet, as one unit of work.

    All are dated `on`, or today. Raises UserError when there is nothing to reverse, an entry is of a later day, that
    month is closed, or entries that stay were posted against a commitment of the import.
    """
    with office.change() as unit:
        batch = unit.get(ImportBatch, batch_id)
        day = on or unit.today
        entries = entries_to_reverse(unit.session, batch_id)
        _require_reversible(unit, batch, entries, day)
        for done, made in enumerate(_parts(unit, batch, entries, day)):
            progress.report(done * _AT_ONCE, len(entries), say("Reversing"))
            unit.add_many(made)
        message = say_many(
            "Reversed the import of {file}: {count} entry posted.",
            "Reversed the import of {file}: {count} entries posted.",
            count=len(entries),
            file=batch.source_name,
        )
        return unit.commit(message, record_id=batch_id)


def _require_reversible(unit: Unit, batch: ImportBatch, entries: list[LedgerEntry], on: date) -> None:
    if not entries:
        raise UserError(
            say("No entry of {file} is left to reverse.", file=batch.source_name),
            say("Nothing was posted."),
            say("Look at the ledger."),
        )
    last = max(entry.entry_on for entry in entries)
    if last > on:
        raise UserError(
            say("An entry of {file} is dated {day}.", file=batch.source_name, day=last),
            say("Nothing was posted."),
            say("Reverse the import on that day or later."),
        )
    used = used_by_others(unit.session, batch.id)
    if used:
        raise UserError(
            say("Later entries stand on commitments of {file}: {documents}.", file=batch.source_name, documents=used),
            say("Nothing was posted."),
            say("Reverse those entries first."),
        )


def _parts(unit: Unit, batch: ImportBatch, entries: list[LedgerEntry], on: date) -> Iterator[list[LedgerEntry]]:
    """The reversals, some hundred at a time, each with a name of its own."""
    taken = known_references(unit.session, [_name(entry) for entry in entries])
    for start in range(0, len(entries), _AT_ONCE):
        made = []
        for entry in entries[start : start + _AT_ONCE]:
            wanted = reference = _name(entry)
            number = 1
            while reference in taken:
                number += 1
                reference = f"{wanted} {number}"
            taken.add(reference)
            made.append(opposite_of(entry, on=on, reference=reference, reason=batch.source_name))
        yield made


def _name(entry: LedgerEntry) -> str:
    return f"{entry.reference or f'#{entry.id}'} R"
