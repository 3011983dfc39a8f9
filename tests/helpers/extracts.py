"""Ledger extracts for tests: rows by their headings, read and recognised without a process of their own."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from desktop.domain.finding import Problem, Severity
from desktop.domain.progress import Silent
from desktop.importers.book import Book, FileKind
from desktop.services.imports import sheets
from desktop.services.imports.preview import Draft, Options, Preview, PreviewRow, Status
from desktop.services.offices import Office
from desktop.storage.office import Outcome
from tests.helpers.incoming import sheet_of

HEADERS = ("Date", "Document", "Description", "Supplier", "Line", "Currency", "Amount")
DAY = date(2019, 3, 4)


def entry(amount: Any, **values: Any) -> dict[str, Any]:
    """A row of an extract by its headings; what is not said has a plain value."""
    return {"Date": DAY, "Document": "PV-1", "Description": "Fuel", "Amount": amount} | values


def extract(*rows: Mapping[str, Any], headers: Sequence[str] = HEADERS, name: str = "ledger.xlsx") -> Book:
    """A workbook of these rows; headings that no row knows of are added."""
    names = [*headers, *dict.fromkeys(key for row in rows for key in row if key not in headers)]
    cells: list[list[Any]] = [names, *([row.get(key) for key in names] for row in rows)]
    content = repr(cells).encode()
    return Book(name, FileKind.XLSX, content, hashlib.sha256(content).hexdigest(), (sheet_of("Ledger", cells),))


@dataclass(frozen=True)
class Looked:
    """A preview, and the questions that tests ask of it."""

    office: Office
    preview: Preview

    @property
    def draft(self) -> Draft:
        """What was looked at."""
        return self.preview.draft

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Every problem, without its row."""
        return (*self.preview.refused, *(one.problem for one in self.preview.problems))

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that keep rows out."""
        return tuple(one for one in self.problems if one.severity is Severity.ERROR)

    @property
    def counts(self) -> tuple[int, int, int]:
        """How many rows are new, changed and the same."""
        count = self.preview.count
        return count(Status.NEW), count(Status.CHANGED), count(Status.SAME)

    @property
    def statuses(self) -> list[str]:
        """The status of each row."""
        return [Status(status).name for status in self.preview.statuses]

    @property
    def told(self) -> list[tuple[str, str]]:
        """Cell and sentence of each problem."""
        return [(problem.where, str(problem.sentence)) for problem in self.problems]

    def row(self, place: int) -> PreviewRow:
        """A row as it is shown."""
        return self.preview.rows[place]

    def bring_in(self, taken: Sequence[int] | None = None) -> Outcome:
        """Imports it."""
        return sheets.apply(self.office, self.preview, taken=taken, progress=Silent())


def look_at(
    office: Office, book: Book, *, grant: str = "GR-1", fields: Mapping[int, str] | None = None, **options: Any
) -> Looked:
    """What importing a workbook into the ledger would do; `fields` say what single columns hold."""
    draft = sheets.draft(office, book, "ledger")
    for column, key in (fields or {}).items():
        draft = sheets.redraft(office, draft, draft.mapping.with_field(column, key))
    return Looked(office, sheets.preview(office, draft, Options(grant=grant, **options), progress=Silent()))
