"""Placeholders outside of cells: in what is printed above and below a sheet, in text boxes and titles of charts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from desktop.exporters.package import tag
from desktop.exporters.report_template.book import TemplateBook, TemplateSheet
from desktop.exporters.report_template.parts import charts
from desktop.exporters.report_template.rows import Filler
from desktop.exporters.shown_terms import words
from desktop.reports.templates.placeholders import OPENING, Name, Piece, pieces, replaced

_A: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
_SIZE: Final = re.compile(r"(?<!&)(?:&&)*&\d+$")
_LONGEST_EDGE: Final = 255  # letters of a header or footer; with more, Excel says that the file is damaged


@dataclass(frozen=True, slots=True)
class LooseText:
    """A text in one or several runs, with the placeholders in it, and the part that it stands in."""

    part: str
    place: str
    runs: tuple[Any, ...]
    found: tuple[Piece, ...]
    is_edge: bool = False

    @property
    def text(self) -> str:
        """The whole text."""
        return "".join(one.text or "" for one in self.runs)

    def fill(self, filler: Filler) -> None:
        """Writes the values into the runs."""
        changes = []
        whole = self.text
        for piece in self.found:
            if isinstance(piece, Name):
                new = words(filler.vocabulary.term(piece.name), filler.language)
                if self.is_edge:
                    new = _on_an_edge(new, whole[: piece.start])
                changes.append((piece.start, piece.end, new))
        texts = replaced([one.text or "" for one in self.runs], changes)
        for run, text in zip(self.runs, texts, strict=True):
            run.text = text[:_LONGEST_EDGE] if self.is_edge else text


def _on_an_edge(text: str, before: str) -> str:
    """A text that is printed above or below a page, where & begins a mark such as &12, the size of what follows.

    After a size Excel puts a blank before digits, lest they become part of it.
    """
    apart = " " if text[:1].isdigit() and _SIZE.search(before) else ""
    return apart + text.replace("&", "&&")


def edge_texts(sheet: TemplateSheet) -> Iterator[LooseText]:
    """What is printed above and below the pages of a sheet."""
    for group in sheet.root.iterchildren(tag("headerFooter")):
        for one in group:
            found = tuple(pieces(one.text or "")) if OPENING in (one.text or "") else ()
            if found:
                yield LooseText(sheet.part, f"{sheet.name}!", (one,), found, is_edge=True)


def drawn_texts(book: TemplateBook, trees: dict[str, Any]) -> Iterator[LooseText]:
    """Text boxes and titles of charts; `trees` gets the tree of each part that has any."""
    places = [(part, sheet.name) for sheet in book.sheets for _key, part in book.package.related(sheet.part, "drawing")]
    for part, name in dict.fromkeys([*places, *charts(book)]):
        if part not in book.package or OPENING.encode() not in book.package[part]:
            continue
        root = trees.setdefault(part, book.package.tree(part))
        for paragraph in root.iter(tag("p", _A)):
            runs = tuple(paragraph.iter(tag("t", _A)))
            found = tuple(pieces("".join(one.text or "" for one in runs)))
            if found:
                yield LooseText(part, f"{name}!", runs, found)


def keep_trees(book: TemplateBook, trees: dict[str, Any]) -> None:
    """Puts filled drawings back."""
    for part, root in trees.items():
        book.package.put_tree(part, root)
