"""Finding records of all registers by their words, for the command palette."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.registers import find_register
from desktop.storage.office import Office
from desktop.storage.records import find_choices

RECORDS = ("grants", "budgets", "projects", "organisations", "agreements", "budget_lines")
IN_TEXT = ("ledger",)
_PER_REGISTER = 4


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that was found: its register and id, and how people call it."""

    register: str
    record_id: int
    name: str
    code: str


def find_records(office: Office, text: str, *, registers: Sequence[str] = (*RECORDS, *IN_TEXT)) -> list[Hit]:
    """The first records of each register that have the words of `text`; none for no text."""
    if not text.strip():
        return []
    hits: list[Hit] = []
    with office.read() as session:
        for key in registers:
            register = find_register(key)
            found = find_choices(session.connection(), register, search=text, limit=_PER_REGISTER)
            hits += [Hit(key, choice.id, choice.name or choice.code, choice.code) for choice in found]
    return hits
