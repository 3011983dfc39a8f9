"""Fills an office's own document (.docx) in place, with the placeholders that a workbook has.

Nothing in it is run: a value is looked up and written as text, so the document cannot ask for more than the names of
the vocabulary. (Libraries that fill documents run a language of their own in them, Jinja, and cut its markup out of the
file by patterns, which braces in a text upset.) Parts without placeholders stay as they are, to the byte.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

from desktop.exporters.document_direction import lay_out_from_right
from desktop.exporters.package import Package, UnusualPackageError, tag
from desktop.exporters.shown_terms import words
from desktop.exporters.template_inspection import Inspection, PlacedText, inspected
from desktop.exporters.template_refusals import TemplateProblemsError, refused_content, runs_something, unusual
from desktop.language import Language, Value, say
from desktop.reports.templates.placeholders import (
    EACH,
    OPENING,
    Each,
    Known,
    Name,
    Piece,
    Replacement,
    TemplateProblem,
    pieces,
    replaced,
)
from desktop.reports.templates.terms import Term, Vocabulary

WORD: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_ROOT: Final = "word/document.xml"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_PARAGRAPH, _TEXT = tag("p", WORD), tag("t", WORD)
_ROW, _TABLE = tag("tr", WORD), tag("tbl", WORD)
_OTHER_PARTS: Final = ("header", "footer", "footnotes", "endnotes")
_RUNS: Final = ("vbaProject", "attachedToolbars", "keyMapCustomizations")
_OPENING_SPLIT = re.compile(rb"\{(<[^>]*>)*\{")
# What is there once in a document: a copy of a row must not say it again.
_ONCE: Final = tuple(tag(name, WORD) for name in ("bookmarkStart", "bookmarkEnd"))
_PARAGRAPH_IDS = ("paraId", "textId")


def inspect_document(content: bytes, known: Known, *, name: str) -> Inspection:
    """What the document `content` asks for. Raises UserError for a file that cannot be a template."""
    document = _Document(content, name)
    return inspected(document.texts(), known, document.misplaced())


def fill_document(content: bytes, vocabulary: Vocabulary, *, name: str, language: Language) -> bytes:
    """The document `content` filled with the values of `vocabulary`.

    Raises UserError for a file that cannot be a template, and TemplateProblemsError (one as well) where it asks for
    what is not known: nothing is filled by halves.
    """
    document = _Document(content, name)
    wrong = inspected(document.texts(), vocabulary.known(), document.misplaced()).problems
    if wrong:
        raise TemplateProblemsError(name, wrong)
    return document.filled(vocabulary, language)


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A paragraph with placeholders; `block` is what its marker repeats: its row of a table, or itself."""

    element: Any
    runs: tuple[Any, ...]
    found: tuple[Piece, ...]

    @property
    def text(self) -> str:
        return "".join(one.text or "" for one in self.runs)

    @property
    def block(self) -> Any:
        return next(self.element.iterancestors(_ROW), self.element)

    @property
    def markers(self) -> list[Each]:
        return [piece for piece in self.found if isinstance(piece, Each)]


class _Document:
    """A document to be filled. Raises UserError when it cannot be."""

    def __init__(self, content: bytes, name: str) -> None:
        try:
            self._package = Package(content)
            self._trees = {part: self._package.tree(part) for part in self._parts(name)}
        except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, EOFError) as error:
            raise refused_content(content, name) from error
        except UnusualPackageError as error:
            raise unusual(name) from error

    def _parts(self, name: str) -> list[str]:
        """The parts that may hold placeholders and look as if they did."""
        package = self._package
        if any(package.related(_ROOT, kind) for kind in _RUNS) or any(one.startswith("_xmlsign") for one in package):
            raise runs_something(name)
        if package.tree(_ROOT).tag != tag("document", WORD):
            raise UnusualPackageError
        others = (part for kind in _OTHER_PARTS for _key, part in package.related(_ROOT, kind))
        return [_ROOT, *(part for part in others if part in package and _OPENING_SPLIT.search(package[part]))]

    # --- looking ---

    def texts(self) -> Iterator[PlacedText]:
        """Each text with placeholders."""
        for part, root in self._trees.items():
            tables, places = _tables_of_blocks(root), _Places(part, root)
            for paragraph in _paragraphs(root):
                place = places.of(paragraph.element)
                yield PlacedText(place, paragraph.text, paragraph.found, tables.get(paragraph.block))

    def misplaced(self) -> Iterator[TemplateProblem]:
        """Rows and paragraphs with several markers."""
        for part, root in self._trees.items():
            seen: dict[Any, int] = {}
            for paragraph in _paragraphs(root):
                seen[paragraph.block] = seen.get(paragraph.block, 0) + len(paragraph.markers)
            for block, count in seen.items():
                if count > 1:
                    place = _Places(part, root).of(next(block.iter(_PARAGRAPH)))
                    yield TemplateProblem(place, EACH, say("A row is repeated for one table only."))

    # --- filling ---

    def filled(self, vocabulary: Vocabulary, language: Language) -> bytes:
        """The document with the values."""
        for part, root in self._trees.items():
            for block, each in _repeated(root).items():
                _repeat(block, vocabulary.rows(each), vocabulary, language)
            for paragraph in _paragraphs(root):
                _fill(paragraph, {}, vocabulary, language)
            if language.right_to_left:
                lay_out_from_right(root)
            self._package.put_tree(part, root)
        self._package.declare(_ROOT, _TYPE)  # what Word keeps as a template (.dotx) becomes a document
        return self._package.as_bytes()


def _paragraphs(root: Any) -> Iterator[_Paragraph]:
    """The paragraphs with placeholders, in the order of the document. One may stand in a box in another."""
    for element in list(root.iter(_PARAGRAPH)):
        runs = tuple(one for one in element.iter(_TEXT) if next(one.iterancestors(_PARAGRAPH)) is element)
        text = "".join(one.text or "" for one in runs)
        if OPENING in text:
            found = tuple(pieces(text))
            if found:
                yield _Paragraph(element, runs, found)


def _repeated(root: Any) -> dict[Any, Each]:
    """The rows and paragraphs that a marker repeats, with it."""
    return {paragraph.block: each for paragraph in _paragraphs(root) for each in paragraph.markers}


def _tables_of_blocks(root: Any) -> dict[Any, str]:
    return {block: each.table for block, each in _repeated(root).items()}


class _Places:
    """Where paragraphs stand, in words by which somebody finds them."""

    def __init__(self, part: str, root: Any) -> None:
        self._part = part
        self._paragraphs = {one: number for number, one in enumerate(root.iter(_PARAGRAPH), start=1)}
        self._tables = {one: number for number, one in enumerate(root.iter(_TABLE), start=1)}

    def of(self, element: Any) -> Value:
        """The place of a paragraph."""
        if self._part != _ROOT:
            file = self._part.rpartition("/")[2]
            return next((words for kind, words in _PLACES.items() if file.startswith(kind)), _NOTES)
        row = next(element.iterancestors(_ROW), None)
        if row is None:
            return say("Paragraph {number}", number=self._paragraphs[element])
        number = 1 + sum(1 for _one in row.itersiblings(_ROW, preceding=True))
        return say("Table {table}, row {row}", table=self._tables[next(row.iterancestors(_TABLE))], row=number)


_PLACES: Final = {"header": say("Header"), "footer": say("Footer")}
_NOTES: Final = say("Notes")


def _repeat(block: Any, rows: Sequence[Mapping[str, Term]], vocabulary: Vocabulary, language: Language) -> None:
    """Puts a copy of a block for each row in its place, filled."""
    for number, terms in enumerate(rows):
        copy = deepcopy(block)
        if number:
            _forget_what_is_once(copy)
        block.addprevious(copy)
        for paragraph in _paragraphs(copy):
            _fill(paragraph, terms, vocabulary, language)
    parent = block.getparent()
    if rows or len(parent.findall(block.tag)) > 1:
        parent.remove(block)
    else:  # a table without rows, or a cell without a paragraph, is no document
        for text in block.iter(_TEXT):
            text.text = ""


def _forget_what_is_once(copy: Any) -> None:
    for element in list(copy.iter(*_ONCE)):
        element.getparent().remove(element)
    for element in copy.iter(etree.Element):
        for name in list(element.attrib):
            if name.rpartition("}")[2] in _PARAGRAPH_IDS:
                del element.attrib[name]


def _fill(paragraph: _Paragraph, row: Mapping[str, Term], vocabulary: Vocabulary, language: Language) -> None:
    """Writes the values into the runs of a paragraph; each looks as its placeholder did."""
    changes: list[Replacement] = []
    whole = paragraph.text
    for piece in paragraph.found:
        if isinstance(piece, Name):
            term = row.get(piece.name) or vocabulary.term(piece.name)
            changes.append((piece.start, piece.end, words(term, language, in_table=piece.in_row)))
        else:  # a marker, with the blanks behind it
            rest = whole[piece.end :]
            changes.append((piece.start, piece.end + len(rest) - len(rest.lstrip(" ")), ""))
    texts = replaced([one.text or "" for one in paragraph.runs], changes)
    for run, text in zip(paragraph.runs, texts, strict=True):
        _write(run, text)


def _write(run: Any, text: str) -> None:
    """Writes a text that may have several lines."""
    first, *more = text.splitlines() or [""]
    run.text = first
    run.set(_SPACE, "preserve")
    for line in reversed(more):
        after = etree.Element(_TEXT)
        after.text = line
        after.set(_SPACE, "preserve")
        run.addnext(after)
        run.addnext(etree.Element(tag("br", WORD)))
