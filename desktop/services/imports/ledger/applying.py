"""Brings the rows of a ledger extract in: one unit of work, one batch, nothing held that is as long as the table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any, Final

from desktop.domain.progress import Progress
from desktop.language import Message, say, say_many
from desktop.language.message import to_json
from desktop.registers.catalog import find_register
from desktop.services.backups import back_up_before
from desktop.services.imports.ledger.columns import text_of
from desktop.services.imports.ledger.correcting import correct_entries
from desktop.services.imports.ledger.known import at, digest_of, documents, key_of
from desktop.services.imports.ledger.meanings import KINDS
from desktop.services.imports.ledger.missing import TrueIds
from desktop.services.imports.ledger.work import Work
from desktop.storage.batches import note_batch
from desktop.storage.models import ImportBatch, LedgerEntry
from desktop.storage.office import Office, Outcome, Unit

_AT_ONCE: Final = 5_000


def bring_in(office: Office, work: Work, places: Sequence[int], *, progress: Progress) -> Outcome:
    """Brings in the rows at these places."""
    file = work.draft.book.name
    changed = [place for place in places if place in work.changes]
    coming = [place for place in places if place not in work.changes] if changed else places
    if not places:
        return Outcome(say("Nothing new in {file}: everything is here already.", file=file))
    office.require_writable()
    back_up_before(office, why="import", progress=progress)
    with office.change() as unit:
        batch = ImportBatch(
            uid=work.uid,
            kind="ledger",
            source_name=file,
            sha256=work.draft.book.sha256,
            imported_at=unit.now,
            actor=unit.actor,
            added=len(coming),
            changed=len(changed),
            sentence=to_json(say("Imported {file}.", file=file)),
            mapping=work.draft.mapping.as_json(),
        )
        batch_id = note_batch(unit, batch, work.draft.book.content)
        with unit.interruptible(lambda: progress.report(len(places), len(places), say("Importing"))):
            ids = TrueIds(unit, work, places, batch_id=batch_id)
            _load(unit, work, coming, ids, batch_id=batch_id, progress=progress)
            correct_entries(unit, work, changed, ids, batch_id=batch_id, progress=progress)
            sentence = _sentence(file, {**ids.made, "ledger": len(coming)}, changed=len(changed))
            batch.added, batch.sentence = len(coming) + sum(ids.made.values()), to_json(sentence)
            progress.report(len(places), len(places), say("Importing"))
            return unit.commit(sentence, batch_id=batch_id, record_id=batch_id)


def _sentence(file: str, made: dict[str, int], *, changed: int) -> Message:
    parts = [find_register(key).count(count) for key, count in made.items() if count]
    if changed:
        parts.append(say_many("{count} record changed", "{count} records changed", count=changed))
    return say("Imported {file}: {parts}.", file=file, parts=parts)


def _load(unit: Unit, work: Work, places: Sequence[int], ids: TrueIds, *, batch_id: int, progress: Progress) -> None:
    """Loads new entries, some thousand at a time."""
    if not places:
        return
    reserved = unit.reserve(LedgerEntry, len(places))
    columns = _columns(work, places, ids)
    same = {name: column[0] for name, column in columns.items() if len(set(column)) == 1}
    varying = {name: column for name, column in columns.items() if name not in same}
    rows = zip(reserved, *varying.values(), _keys(work, places, ids), strict=True)
    codes = work.table["entry_on"].codes
    days = {work.means.days[code] for code in {codes[place] for place in places}}

    def chunks() -> Iterator[Sequence[tuple[Any, ...]]]:
        for start in range(0, len(places), _AT_ONCE):
            progress.report(start, len(places), say("Importing"))
            yield list(islice(rows, _AT_ONCE))

    unit.load_entries(
        ("id", *varying, "source_key"),
        chunks(),
        ids=reserved,
        days=[day for day in days if day is not None],
        same=same | {"version": 1, "batch_id": batch_id},
    )


def _columns(work: Work, places: Sequence[int], ids: TrueIds) -> dict[str, Sequence[Any]]:
    """The entries as they are stored, column by column; 0 or no text stands for nothing."""
    entries, world = work.entries, work.world
    grants = at(entries.grant, places)
    days = ["" if day is None else day.isoformat() for day in work.means.days]
    on = [days[code] for code in at(work.table["entry_on"].codes, places)]
    quotes = [entries.quotes[place] for place in at(entries.quote, places)]
    linked = [work.commitments.get(place, (0, 0)) for place in places] if work.commitments else [(0, 0)]
    own = {grant: (true, world.grant_of[grant].currency) for grant, true in ids.grants.items()}
    return {
        "entry_on": on,
        "kind": [str(KINDS[kind]) for kind in at(entries.kind, places)],
        **{key: _texts(work, key, places) for key in ("reference", "description", "counterparty")},
        "grant_id": [own[grant][0] for grant in grants],
        "line_id": [ids.lines[line] for line in at(entries.line, places)],
        "project_id": [ids.projects[project] for project in at(entries.project, places)],
        "result_id": at(entries.result, places),
        "commitment_id": [commitment for commitment, _liquidated in linked],
        "instalment_id": [work.instalments.get(place, 0) for place in places] if work.instalments else [0],
        "category": at(entries.category, places),
        "original_currency": at(entries.currency, places),
        "original_amount": at(entries.original, places),
        "rate": [quote.rate for quote in quotes],
        "rate_per": [quote.per for quote in quotes],
        "rate_on": [day if quote.of_day else _iso(quote.on) for quote, day in zip(quotes, on, strict=True)],
        "rate_source": [quote.source for quote in quotes],
        "currency": [own[grant][1] for grant in grants],
        "amount": at(entries.amount, places),
        "liquidated": [liquidated for _commitment, liquidated in linked],
    }


def _texts(work: Work, key: str, places: Sequence[int]) -> list[str]:
    cells = work.table[key]
    texts = [text_of(value) for value in cells.values]
    return [texts[code] for code in at(cells.codes, places)]


def _iso(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _keys(work: Work, places: Sequence[int], ids: TrueIds) -> Iterator[str]:
    """The source keys; those of entries of new grants are made only now that these have ids."""
    digests, number_of = work.digests, work.numbers.get
    grants = map(ids.grants.__getitem__, at(work.entries.grant, places))
    for place, grant, document in zip(places, grants, documents(work, places), strict=True):
        digest = (digests and digests[place]) or digest_of(grant, document)
        yield key_of(digest, number_of(place, 1))
