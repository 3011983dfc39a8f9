"""What a template asks for, and what of it is not understood: the same for a workbook and a document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desktop.language import Value
from desktop.reports.templates.placeholders import Broken, Known, Piece, TemplateProblem, problems


@dataclass(frozen=True, slots=True)
class FoundPlaceholder:
    """A placeholder of a template as it is written, and where."""

    place: Value
    text: str


@dataclass(frozen=True, slots=True)
class PlacedText:
    """A text with placeholders: where it stands, what is found in it, and the table that its row is repeated for."""

    place: Value
    text: str
    found: Sequence[Piece]
    table: str | None = None


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a template asks for, and what of it is not understood."""

    found: tuple[FoundPlaceholder, ...]
    problems: tuple[TemplateProblem, ...]


def inspected(texts: Iterable[PlacedText], known: Known, more: Iterable[TemplateProblem] = ()) -> Inspection:
    """Looks through the texts of a template; `more` is what else is wrong with it."""
    found, wrong = [], []
    for one in texts:
        pieces = [piece for piece in one.found if not isinstance(piece, Broken)]
        found += [FoundPlaceholder(one.place, one.text[piece.start : piece.end]) for piece in pieces]
        wrong += list(problems(one.text, one.found, known, place=one.place, table=one.table))
    return Inspection(tuple(found), (*wrong, *more))
