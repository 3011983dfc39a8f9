"""A block of cells on the clipboard: what Excel and LibreOffice put there, and what they take."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from decimal import Decimal

from desktop.domain.money import trimmed
from desktop.domain.spreadsheet import QUOTE, quoted
from desktop.language import Language
from desktop.registers.query import Cell


def read_block(text: str) -> list[list[str]]:
    """The rows of a block, their cells parted by tabs; a cell in quotes may hold tabs, quotes and several lines.

    Rows in which nothing stands are left out: a sheet has them between its parts.
    """
    rows = csv.reader(io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n")), dialect="excel-tab")
    cleaned = [[" ".join(cell.split()).removeprefix(QUOTE) for cell in row] for row in rows]
    return [row for row in cleaned if any(row)]


def block_text(rows: Sequence[Sequence[Cell]], *, language: Language) -> str:
    """A block as text: numbers with the language's decimal sign and no spaces, nothing that becomes a formula."""
    return "\r\n".join("\t".join(_cell(value, language) for value in row) for row in rows)


def _cell(value: Cell, language: Language) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{trimmed(value):f}".replace(".", language.number(Decimal("0.5"))[1])
    plain = " ".join(str(value).split())
    return quoted(plain)
