"""What rows of a ledger extract say otherwise of entries: filled in where nothing was said, else corrected."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from desktop.domain.progress import Progress
from desktop.language import say
from desktop.services.imports.ledger.missing import TrueIds
from desktop.services.imports.ledger.work import Change, Work
from desktop.services.ledger import replace_entry
from desktop.storage.models import LedgerEntry
from desktop.storage.months import lock_of
from desktop.storage.office import Unit


def correct_entries(
    unit: Unit, work: Work, places: Sequence[int], ids: TrueIds, *, batch_id: int, progress: Progress
) -> None:
    """Fills in and corrects the entries of these rows."""
    for done, place in enumerate(places):
        progress.report(done, len(places), say("Importing"))
        change = work.changes[place]
        entry = unit.get(LedgerEntry, change.record_id)
        for name, value in change.filled.items():
            setattr(entry, name, _true(name, value, ids))
        unit.session.flush()
        if change.corrected:
            _correct(unit, work, entry, change, ids, batch_id)


def _correct(unit: Unit, work: Work, entry: LedgerEntry, change: Change, ids: TrueIds, batch_id: int) -> None:
    """Reverses the entry and posts it anew as the row says: on its own day, or today when its month is closed."""
    values = {name: _true(name, value, ids) for name, value in change.corrected.items()}
    closed = lock_of(unit.session, entry.entry_on.replace(day=1)) is not None
    on: date = unit.today if closed else entry.entry_on
    replace_entry(unit, entry, on=on, values=values, reason=work.draft.book.name, batch_id=batch_id)


def _true(name: str, value: object, ids: TrueIds) -> object:
    known = {"line_id": ids.lines, "project_id": ids.projects}.get(name)
    return known[value] if known is not None and isinstance(value, int) else value
