"""Warns of free text that likely tells who a detainee, a victim or a witness is. It never refuses anything.

Texts of the people's side (assignments, work done, notes of deployments) are looked at for names and telephones too;
elsewhere a text may well name a supplier, so that only numbers of cases and papers and dates of birth are looked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desktop.domain.likely_identity import LikelyIdentity, likely_identities
from desktop.language import Message
from desktop.registers.query import Cell
from desktop.registers.register import Column, Kind, Register
from desktop.storage.known_names import known_names
from desktop.storage.office import Office, Reading

_OF_PEOPLE: Final = frozenset(
    {
        "volunteers",
        "clearances",
        "assignments",
        "deployments",
        "contract_periods",
        "checklist",
        "work_measures",
        "work_counts",
        "projects",
        "results",
    }
)


def free_texts(register: Register) -> tuple[Column, ...]:
    """The columns of a form in which anything can be written."""
    return tuple(
        column
        for column in register.editable_columns
        if column.kind is Kind.TEXT and not (column.target or column.personal or column.sensitive)
    )


class IdentityReader:
    """Reads the texts of records of one register; the names that are none of a person are asked for when needed."""

    def __init__(self, session: Reading, register: Register) -> None:
        self._session = session
        self._columns = free_texts(register)
        self._persons = register.key in _OF_PEOPLE
        self._known: frozenset[str] | None = None
        self._seen: dict[str, LikelyIdentity | None] = {}

    def warnings(self, values: Mapping[str, Cell]) -> dict[str, Message]:
        """What is to be warned of, by column key; the first bit of each text."""
        found = {}
        for column in self._columns:
            text = values.get(column.key)
            likely = self._first(text) if isinstance(text, str) else None
            if likely is not None:
                found[column.key] = likely.sentence
        return found

    def _first(self, text: str) -> LikelyIdentity | None:
        if text not in self._seen:
            self._seen[text] = next(iter(self._found(text)), None)
        return self._seen[text]

    def _found(self, text: str) -> tuple[LikelyIdentity, ...]:
        found = likely_identities(text, persons=self._persons)
        if not found or not self._persons:
            return found
        if self._known is None:
            self._known = known_names(self._session)
        return likely_identities(text, known=self._known, persons=True)


def warnings(office: Office, register_key: str, *, values: Mapping[str, Cell]) -> dict[str, Message]:
    """What is to be warned of in a form with these values, by column key."""
    with office.read() as session:
        return IdentityReader(session, office.register(register_key)).warnings(values)
