"""What stands on the pages of a PDF, as a reader finds it there."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

_NOT_SHOWN = dict.fromkeys(map(ord, "\ufffe\u200b"))  # ends of lines within words


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter, and where it stands on its page: in points, from the left and from the bottom."""

    text: str
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its size in points, its text in one line, and every letter of it."""

    width: float
    height: float
    text: str
    letters: tuple[Letter, ...]

    def places(self, text: str) -> list[tuple[Letter, ...]]:
        """The letters of `text` wherever it stands on the page in the order of its letters."""
        whole = "".join(letter.text for letter in self.letters)
        found = (match.start() for match in re.finditer(re.escape(text), whole))
        return [self.letters[start : start + len(text)] for start in found]


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF that was read back."""

    pages: tuple[Page, ...]
    properties: dict[str, str]
    data: bytes

    @property
    def text(self) -> str:
        """The text of all pages in one line."""
        return " ".join(page.text for page in self.pages)

    @property
    def unpacked(self) -> bytes:
        """The file and all that is packed in it."""
        packed = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", self.data, re.DOTALL)
        return self.data + b"\n".join(filter(None, map(_unpacked, packed)))

    @property
    def fonts(self) -> set[str]:
        """The names of its fonts, without the mark of what was left out of each."""
        names = re.findall(rb"/BaseFont\s*/(?:[A-Z]{6}\+)?([\w-]+)", self.unpacked)
        return {name.decode().removesuffix("-Identity-H") for name in names}


def printed(path: Path) -> Printed:
    """Reads a PDF."""
    return printed_bytes(path.read_bytes())


def printed_bytes(data: bytes) -> Printed:
    """Reads a PDF that lies in no file."""
    with closing(pypdfium2.PdfDocument(data)) as document:
        pages = tuple(map(_page, _pages(document)))
        return Printed(pages, document.get_metadata_dict(), data)


def _pages(document: pypdfium2.PdfDocument) -> Iterator[pypdfium2.PdfPage]:
    for index in range(len(document)):
        with closing(document[index]) as page:
            yield page


def _page(page: pypdfium2.PdfPage) -> Page:
    with closing(page.get_textpage()) as found:
        text = found.get_text_range()
        letters = tuple(
            Letter(found.get_text_range(index, 1), *found.get_charbox(index)) for index in range(found.count_chars())
        )
    return Page(page.get_width(), page.get_height(), " ".join(text.translate(_NOT_SHOWN).split()), letters)


def _unpacked(packed: bytes) -> bytes:
    try:
        return zlib.decompress(packed)
    except zlib.error:  # a picture, or the description that stands as it is
        return b""
