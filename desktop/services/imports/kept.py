"""The copy of each imported file that the office keeps: got out again as it was."""

from __future__ import annotations

from pathlib import Path

from desktop.exporters.target import written_whole
from desktop.language import say
from desktop.storage.batches import file_of
from desktop.storage.office import Office, Outcome


def save_file(office: Office, *, batch_id: int, target: Path) -> Outcome:
    """Writes the file of an import, to the last byte as it came, to the new or replaced file `target`.

    Raises UserError when it cannot be written there.
    """
    with office.read() as session:
        content = file_of(session, batch_id)
    with written_whole(target) as partial:
        partial.write_bytes(content)
    return Outcome(say("Saved {file} as it was imported.", file=target.name))
