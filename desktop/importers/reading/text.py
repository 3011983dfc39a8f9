"""Reads values parted by commas, semicolons, tabs or bars; finds the encoding and the separator first."""

from __future__ import annotations

import csv
import io
from collections import Counter
from itertools import islice
from typing import BinaryIO

from desktop.domain.spreadsheet import QUOTE, STARTS_A_FORMULA
from desktop.importers.reading import wire
from desktop.importers.reading.columns import SheetWriter
from desktop.importers.reading.encodings import decoded
from desktop.importers.reading.refusal import Reason, RefusedError

ROWS_AT_ONCE = 4096
SEPARATORS = "\t;,|"
_QUOTED = tuple(f"{QUOTE}{start}" for start in STARTS_A_FORMULA)
_SAMPLE_LINES = 200
_HINT = "sep="  # Excel's own first line, which names the separator


def write_text(out: BinaryIO, name: str, content: bytes) -> None:
    """Writes the table in a text file as one sheet. Raises RefusedError when it is no text."""
    text, encoding = decoded(content)
    if not text.strip():
        raise RefusedError(Reason.EMPTY)
    wire.write(out, wire.NOTE, "encoding", [encoding])
    write_table(out, name, text)


def write_table(out: BinaryIO, name: str, text: str) -> None:
    """Writes the table in a text as one sheet."""
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))
    separator, text = separator_of(text)
    if separator:
        wire.write(out, wire.NOTE, "separator", [separator])
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator or "\t")
    writer = SheetWriter(out, name)
    quoted: list[int] | None = None
    while block := list(islice(rows, ROWS_AT_ONCE)):
        if quoted is None:
            quoted = [column for column, heading in enumerate(block[0]) if heading.startswith(QUOTE)]
            block[0] = [heading.removeprefix(QUOTE) for heading in block[0]]
        if quoted:
            unquote(block, quoted)
        writer.add(block)


def unquote(rows: list[list[str]], columns: list[int]) -> None:
    """Takes off the apostrophes that our own export has put before texts that begin like a formula."""
    for row in rows:
        for column in columns:
            if column < len(row) and row[column].startswith(_QUOTED):
                row[column] = row[column][len(QUOTE) :]


def separator_of(text: str) -> tuple[str, str]:
    """What parts the values of a text (empty when nothing does), and the text without the line that says so."""
    first, _, rest = text.partition("\n")
    if first.lower().startswith(_HINT) and len(first.strip("\r")) == len(_HINT) + 1:
        return first[len(_HINT)], rest
    lines = list(islice(io.StringIO(text, newline=""), _SAMPLE_LINES))
    best = max(SEPARATORS, key=lambda separator: consistency(lines, separator))
    return (best if consistency(lines, best) > (0, 0) else ""), text


def consistency(lines: list[str], separator: str) -> tuple[int, int]:
    """How many lines a separator parts into the same number of values, and into how many; (0, 0) when into one."""
    widths = Counter(len(row) for row in csv.reader(lines, delimiter=separator) if any(row))
    return max(((count, width) for width, count in widths.items() if width > 1), default=(0, 0))
