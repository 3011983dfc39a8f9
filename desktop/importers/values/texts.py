"""Columns of texts and references: as they were typed, without what nobody sees."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from desktop.domain.finding import Severity
from desktop.importers.book import Raw
from desktop.importers.column_values import ColumnValues, Flaw
from desktop.importers.fields import Field
from desktop.importers.values.cells import seen, sound
from desktop.language import say
from desktop.registers.register import Kind

_MOST_DIGITS = 15  # of a number in Excel; further ones become zeros
_SEAM = "¦"  # parts values that are looked at together; printable, and rare
_UNPRINTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def read_texts(values: Sequence[Raw], counts: Mapping[int, int], field: Field, _style: str) -> ColumnValues:
    """The texts of a column; numbers become their plain digits, days are written like 2019-10-09."""
    found = ColumnValues([None] * len(values))
    texts = _plain_texts(list(map(values.__getitem__, counts)))
    if texts:
        for code, text in zip(counts, texts, strict=True):
            found.values[code] = text
        return found
    for code, value in sound(values, counts, found):
        text = _as_code(value) if field.kind is Kind.CODE else _as_text(value)
        found.values[code] = text or None
        if isinstance(value, (int, float)) and len(text.strip("-0").replace(".", "")) > _MOST_DIGITS:
            found.flaws[code] = Flaw(
                Severity.WARNING,
                say("{number} has more digits than Excel keeps: the last may be wrong.", number=text),
                say("Format the column as text in Excel, and type it again."),
            )
    return found


def _plain_texts(values: Sequence[Raw]) -> list[str]:
    """The values, where all are texts with nothing to put in order: one look at them as a whole tells. Else none."""
    texts = [value for value in values if isinstance(value, str) and value]
    if len(texts) < len(values):
        return []
    joined = _SEAM.join(["", *texts, ""])
    if not joined.isprintable() or not unicodedata.is_normalized("NFC", joined):
        return []
    # Errors that a cell shows begin with the last of these.
    return [] if any(odd in joined for odd in ("  ", f" {_SEAM}", f"{_SEAM} ", "#")) else texts


def _as_code(value: Raw) -> str:
    return plain_text(value)


def _as_text(value: Raw) -> str:
    """A text with its spaces put in order, line by line."""
    plain = _plain(value)
    if plain.isprintable() and "  " not in plain and unicodedata.is_normalized("NFC", plain):
        return plain.strip(" ")  # as most are; isprintable() knows no space but this one
    text = unicodedata.normalize("NFC", _UNPRINTED.sub("", plain))
    return "\n".join(" ".join(line.split()) for line in text.strip().splitlines())


def plain_text(value: Raw) -> str:
    """What a cell holds as one line of text."""
    return unicodedata.normalize("NFC", seen(_UNPRINTED.sub("", _plain(value))))


def _plain(value: Raw) -> str:
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | float():
            number = Decimal(repr(value))
            return format(number.normalize(), "f") if number.is_finite() else str(value)
        case datetime():
            return value.isoformat(" ", "minutes") if value.time() != value.min.time() else value.date().isoformat()
        case date():
            return value.isoformat()
    return str(value)
