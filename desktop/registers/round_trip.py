"""The hidden marks of an exported list, by which it comes back: which record a row is, and what its cells held.

The digest of a cell is over what a reader finds in it, not over what the office holds. So a cell that nobody edited is
known as such without being understood, whichever program saved the file again and in whatever language it shows codes.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Context, Decimal
from typing import Final

ID_HEADING: Final = "_grantdesk"
"""Over the hidden last column; also the name of the sheet that nobody sees."""

PROBLEMS_MARK: Final = f"{ID_HEADING}:problems"
"""In the first cell (its row is hidden) of a sheet that lists what was wrong in a workbook: it is no table."""

CLEARS: Final = "-"
"""Alone in a cell it empties what the record holds there; nothing in a cell leaves it as it is."""

# Spreadsheets keep 15 digits of what is typed, and not every program saves the others.
_DIGITS: Final = Context(prec=15)
_BYTES = 4
# Does not end in a digit: what is dragged down over more rows would be counted on.
_MARK = re.compile(r"gd:(\d{1,18}):(\d{1,18}):((?:[0-9a-f]{8}(?:\.[0-9a-f]{8})*)?);")
_EXAMPLE = re.compile(r"gd:example:((?:[0-9a-f]{8}(?:\.[0-9a-f]{8})*)?);")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")  # ECMA-376 part 1, 22.9.2.19: how a workbook escapes a character
_PRODUCT, _FORMAT, _HEADING = "GrantDesk", "1", "heading"


def canonical(value: object) -> str:
    """What a cell holds as one text, the same after any program saved the file again.

    Numbers are plain digits (15 of them), dates ISO, texts NFC with single spaces. A text that reads like a number is
    the same as that number: it may have become one.
    """
    match value:
        case None:
            return ""
        case str():
            return _canonical_text(value)
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | float() | Decimal():
            return _canonical_number(value)
        case datetime():
            return _canonical_instant(value)
        case date():
            return value.isoformat()
    return _canonical_text(str(value))


def _canonical_text(text: str) -> str:
    if "_x" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return " ".join(text.split())


def _canonical_number(value: float | Decimal) -> str:
    number = value if isinstance(value, Decimal) else Decimal(repr(value))
    return _bare(format(_DIGITS.plus(number), "f")) if number.is_finite() else str(number)


def _bare(digits: str) -> str:
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return "0" if digits == "-0" else digits


def exact_digits(number: Decimal) -> str:
    """A finite number in plain digits, which are canonical; nothing when 15 of them do not hold all of it."""
    digits = format(number, "f")
    if len(digits) <= _DIGITS.prec:
        return _bare(digits)
    digits = _canonical_number(number)
    return digits if Decimal(digits) == number else ""


def _canonical_instant(value: datetime) -> str:
    """To the second: a workbook counts days, and microseconds come back as others."""
    if value.tzinfo is not None:
        value = value.astimezone().replace(tzinfo=None)
    if value.time() == time():
        return value.date().isoformat()
    return value.isoformat(sep=" ", timespec="seconds")


def digest(value: object) -> str:
    """Eight hexadecimal digits that stand for what a cell holds."""
    return digest_of(canonical(value))


def digest_of(text: str) -> str:
    """The digest of what is canonical already."""
    held = text.encode() if text.isascii() else text.encode("utf-8", "surrogatepass")
    return hashlib.sha256(held).digest()[:_BYTES].hex()


@dataclass(frozen=True, slots=True)
class RowMark:
    """Which record a row of an exported list is, in which version, and the digest of each cell in the order of
    `BookMark.columns`. Without digests the list was too long for them: cells are compared with the record then.
    """

    record_id: int
    version: int
    digests: tuple[str, ...] = ()

    def as_text(self) -> str:
        """As the hidden cell holds it."""
        return mark_text(self.record_id, self.version, self.digests)

    @classmethod
    def parse(cls, text: object) -> RowMark | None:
        """The mark that a hidden cell holds, or None when it holds none."""
        found = _MARK.fullmatch(text.strip()) if isinstance(text, str) else None
        if found is None:
            return None
        return cls(int(found[1]), int(found[2]), tuple(found[3].split(".")) if found[3] else ())


def mark_text(record_id: int, version: int, digests: Iterable[str]) -> str:
    """What the hidden cell of a row holds, as `RowMark.parse` reads it."""
    return f"gd:{record_id}:{version}:{'.'.join(digests)};"


def example_mark(values: Iterable[object]) -> str:
    """What the hidden cell holds in the row of a template that only shows how to fill in the others."""
    return f"gd:example:{'.'.join(sorted(_digests(values)))};"


def is_example(text: object, values: Iterable[object] | None = None) -> bool:
    """Whether the hidden cell says that its row is the example of a template.

    With the `values` of its row: and nobody wrote over it, which would make it a record like the others.
    """
    found = _EXAMPLE.fullmatch(text.strip()) if isinstance(text, str) else None
    if found is None or values is None:
        return found is not None
    return ".".join(sorted(_digests(value for value in values if value != text))) == found[1]


def _digests(values: Iterable[object]) -> Iterator[str]:
    """Of what is there: columns may have been added or moved meanwhile."""
    return (digest(value) for value in values if canonical(value))


@dataclass(frozen=True, slots=True)
class BookMark:
    """What an exported workbook says of itself on its unseen sheet: the office it came from (empty in a template), the
    register, the keys of its columns from left to right, the language of its headings and codes, and the headings.
    """

    office_uid: str
    register: str
    columns: tuple[str, ...]
    language: str
    headings: tuple[str, ...] = ()

    def as_rows(self) -> list[tuple[str, str]]:
        """As the rows of the sheet hold it."""
        return [
            (_PRODUCT, _FORMAT),
            ("office", self.office_uid),
            ("register", self.register),
            ("language", self.language),
            ("columns", " ".join(self.columns)),
            *((_HEADING, heading) for heading in self.headings),
        ]

    @classmethod
    def parse(cls, rows: Iterable[Sequence[object]]) -> BookMark | None:
        """The mark in the first two cells of these rows, or None when it is none, or of a later version."""
        pairs = [(canonical(row[0]), canonical(row[1])) for row in rows if len(row) > 1]
        held = dict(pairs)
        if held.get(_PRODUCT) != _FORMAT or not held.get("register"):
            return None
        columns = tuple(held.get("columns", "").split())
        headings = tuple(text for name, text in pairs if name == _HEADING)
        return cls(held.get("office", ""), held["register"], columns, held.get("language", ""), headings)

    def columns_of(self, headings: Mapping[int, object]) -> dict[int, str]:
        """The key of each column of a sheet by its place, as far as its heading is one of ours, wherever it stands now.

        Of several columns that are headed alike the first is the first.
        """
        keys: dict[str, list[str]] = {}
        for heading, key in zip(self.headings, self.columns, strict=False):
            keys.setdefault(canonical(heading), []).append(key)
        found = {}
        for place in sorted(headings):
            if waiting := keys.get(canonical(headings[place])):
                found[place] = waiting.pop(0)
        return found
