"""Who the volunteers are leaves the office only when someone asks for it, and the history tells that it did."""

from __future__ import annotations

from dataclasses import replace

from desktop.language import Message, say
from desktop.storage.office import Office, Outcome


def note_names(office: Office, *, file: str, what: Message) -> Outcome:
    """Notes in the history that `file` went out with the names of volunteers; `what` says what is in it.

    There is nothing in it to undo, so that the outcome has no entry. Raises UserError when the office can only be
    read: whoever writes such a file asks before, with `Office.require_writable`.
    """
    with office.change() as unit:
        outcome = unit.note(say("Wrote {file} with the volunteers’ names: {rows}.", file=file, rows=what))
    return replace(outcome, entry_id=None)
