"""What an office writes into its own template: ``{{grant.reference}}``, and ``{{each categories}}`` for rows.

The same in a workbook and in a letter. Names are compared without regard to capitals, since Word likes to begin
sentences with one. Nothing here is run: a name is looked up in a vocabulary, and that is all.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from desktop.language import Message, Value, say
from desktop.reports.report import RowStyle

OPENING: Final = "{{"
CLOSING: Final = "}}"
ROW: Final = "row."
"""Before the key of a column, in a row that is repeated."""

EACH: Final = "{{each}}"
"""A marker as it is named to people."""

_EACH: Final = "each"
_OPTIONAL: Final = "?"
_QUOTES: Final = " '\"\u2018\u2019\u201c\u201d"  # as Word makes them
_LONGEST: Final = 200  # letters between the braces: beyond, the closing ones were forgotten
_MARKER = re.compile(
    rf"{_EACH}\s+(?P<table>[^\s=]+)(?:\s+(?P<style>{'|'.join(RowStyle)})s?)?"
    r"(?:\s+where\s+(?P<column>[^\s=]+)\s*=\s*(?P<value>.+?))?",
    re.IGNORECASE | re.DOTALL,
)
_BEGINS_MARKER = re.compile(rf"{_EACH}(\s|$)", re.IGNORECASE)
_NEAREST, _LIKE = 3, 0.55


@dataclass(frozen=True, slots=True)
class Name:
    """A place that takes a value: `name` as it is looked up, and where it stands in its text.

    An `optional` one (``{{adjustment.total?}}``) stays empty in a report that does not have it.
    """

    name: str
    start: int
    end: int
    optional: bool = False

    @property
    def in_row(self) -> bool:
        """Whether it is a value of a repeated row."""
        return self.name.startswith(ROW)


@dataclass(frozen=True, slots=True)
class Each:
    """A marker: its row is repeated for the rows of `table`, perhaps those of one style, or with one value only."""

    table: str
    start: int
    end: int
    style: RowStyle | None = None
    where: tuple[str, str] | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Broken:
    """Braces without a meaning: never closed, or nothing between them, or a marker nobody understands."""

    text: str
    start: int
    end: int
    closed: bool = True


Piece: TypeAlias = Name | Each | Broken


def pieces(text: str) -> list[Piece]:
    """What stands between braces in a text, in its order."""
    found: list[Piece] = []
    start = text.find(OPENING)
    while start >= 0:
        closing = text.find(CLOSING, start + 2)
        another = text.find(OPENING, start + 2)
        if closing < 0 or -1 < another < closing or closing - start > _LONGEST:
            found.append(Broken(text[start : start + 40], start, start + 2, closed=False))
            start = another
            continue
        found.append(_piece(text[start + 2 : closing], start, closing + 2))
        start = text.find(OPENING, closing + 2)
    return found


def _piece(inner: str, start: int, end: int) -> Piece:
    words = " ".join(inner.split())
    if not words:
        return Broken(OPENING + inner + CLOSING, start, end)
    if not _BEGINS_MARKER.match(words):
        name = words.casefold()
        return Name(name.removesuffix(_OPTIONAL).rstrip(), start, end, name.endswith(_OPTIONAL))
    marker = _MARKER.fullmatch(words)
    if marker is None:
        return Broken(OPENING + inner + CLOSING, start, end)
    style, column = marker["style"], marker["column"]
    table = marker["table"].casefold()
    return Each(
        table.removesuffix(_OPTIONAL),
        start,
        end,
        RowStyle(style.casefold()) if style else None,
        (column.casefold(), marker["value"].strip(_QUOTES)) if column else None,
        table.endswith(_OPTIONAL),
    )


@dataclass(frozen=True, slots=True)
class Known:
    """The names that are known: single ones, and for each table the keys of its columns."""

    names: Sequence[str]
    tables: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class TemplateProblem:
    """What is wrong with one placeholder: where it stands, how it is written, and the names it may have meant."""

    place: Value
    text: str
    sentence: Message
    nearest: tuple[str, ...] = ()


def problems(
    text: str, found: Iterable[Piece], known: Known, *, place: Value, table: str | None
) -> Iterator[TemplateProblem]:
    """What is wrong with the pieces of a text that stands at `place`, in a row of `table` or in none."""
    for piece in found:
        written = text[piece.start : piece.end]
        match piece:
            case Broken(text=shown, closed=closed):
                yield TemplateProblem(place, shown, _MEANINGLESS if closed else _NOT_CLOSED)
            case Each():
                yield from _marker_problems(piece, written, known, place)
            case Name(optional=False, name=name):
                yield from _name_problems(name, written, known, place, table)
            case Name(name=name) if name.startswith(ROW) and table is None:
                yield TemplateProblem(place, written, _NO_MARKER)


_NOT_CLOSED = say("The braces are not closed.")
_NO_MARKER = say("A value of a row needs a marker in the same row: {example}.", example="{{each categories}}")
_MEANINGLESS = say("Nothing that is known stands between the braces.")


def _marker_problems(each: Each, written: str, known: Known, place: Value) -> Iterator[TemplateProblem]:
    columns = known.tables.get(each.table)
    if columns is None:
        if not each.optional:
            yield TemplateProblem(place, written, say("There is no such table."), nearest(each.table, known.tables))
    elif each.where is not None and each.where[0] not in columns:
        sentence = say("The table {table} has no such column.", table=each.table)
        yield TemplateProblem(place, written, sentence, nearest(each.where[0], columns))


def _name_problems(name: str, written: str, known: Known, place: Value, table: str | None) -> Iterator[TemplateProblem]:
    if not name.startswith(ROW):
        if name not in known.names:
            yield TemplateProblem(place, written, say("There is no such name."), nearest(name, known.names))
        return
    if table is None:
        yield TemplateProblem(place, written, _NO_MARKER)
    elif table in known.tables and name.removeprefix(ROW) not in known.tables[table]:
        sentence = say("The table {table} has no such column.", table=table)
        alike = nearest(name.removeprefix(ROW), known.tables[table])
        yield TemplateProblem(place, written, sentence, tuple(ROW + one for one in alike))


def nearest(name: str, names: Iterable[str]) -> tuple[str, ...]:
    """The names most like `name`, best first."""
    offered = list(names)
    found = difflib.get_close_matches(name, offered, _NEAREST, _LIKE)
    if not found:  # somebody who wrote the last part alone, or another first one
        last = name.rpartition(".")[2]
        found = [one for one in offered if last and one.rpartition(".")[2] == last][:_NEAREST]
    return tuple(found)


Replacement: TypeAlias = tuple[int, int, str]


def replaced(texts: Sequence[str], changes: Sequence[Replacement]) -> list[str]:
    """A text in several runs (`texts`) with parts of it replaced; what is new gets the looks of where it begins.

    `changes` are places in the whole text, in order and apart from each other.
    """
    written = list(texts)
    for start, end, new in reversed(changes):
        offset = sum(map(len, texts))
        for number in range(len(texts) - 1, -1, -1):
            offset -= len(texts[number])
            first, last = max(start - offset, 0), min(end - offset, len(texts[number]))
            if first < last:
                inside = new if start >= offset else ""
                written[number] = written[number][:first] + inside + written[number][last:]
    return written
