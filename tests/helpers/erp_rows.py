"""Extracts of an ERP as previews made by hand: rows with a status, as the engine of the ledger hands them on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from desktop.domain.finding import Problem
from desktop.importers.book import Book, FileKind, Sheet
from desktop.importers.layout import Layout, SheetMapping
from desktop.registers.query import Cell
from desktop.services.imports.preview import Draft, Options, Preview, PreviewRow, Status

DAY = date(2019, 3, 4)


def erp(amount: str, document: str = "PV-1", *, currency: str = "USD", **values: Cell) -> dict[str, Cell]:
    """An expenditure of 4 March 2019, as a row of an extract."""
    plain: dict[str, Cell] = {"entry_on": DAY, "reference": document, "description": "Fuel", "kind": "expenditure"}
    return plain | {"original_amount": Decimal(amount), "original_currency": currency} | values


def preview_of(
    *rows: dict[str, Cell],
    statuses: Sequence[Status] = (),
    records: Sequence[int | None] = (),
    name: str = "march.xlsx",
    kind: str = "ledger",
    grant: str = "",
    refused: tuple[Problem, ...] = (),
) -> Preview:
    """A preview whose rows are new unless said otherwise; `records` are the entries that they are."""
    sheet = Sheet("Ledger")
    book = Book(name, FileKind.XLSX, b"", "0" * 64, (sheet,))
    layout = Layout(SheetMapping("Ledger", (0,), {}, {}), (), 1, len(rows))
    made = tuple(
        PreviewRow(
            place + 1,
            statuses[place] if statuses else Status.NEW,
            values,
            record_id=records[place] if records else None,
        )
        for place, values in enumerate(rows)
    )
    draft = Draft(book, kind, (), layout)
    return Preview(draft, Options(grant=grant), (), made, bytes(row.status for row in made), refused=refused)
