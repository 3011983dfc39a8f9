"""Looks through a template, and fills it: the two doors of this package."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desktop.exporters.package import UnusualPackageError
from desktop.exporters.report_template import parts
from desktop.exporters.report_template.book import ROOT, TemplateBook, TemplateSheet
from desktop.exporters.report_template.loose_texts import LooseText, drawn_texts, edge_texts, keep_trees
from desktop.exporters.report_template.references import Shift
from desktop.exporters.report_template.refusals import TemplateProblemsError, too_many_rows, unusual
from desktop.exporters.report_template.row_map import LAST_ROW, RowMap
from desktop.exporters.report_template.rows import Filler, fill_rows
from desktop.exporters.report_template.surroundings import lay_out_from_right, shift_surroundings
from desktop.language import Language, say
from desktop.reports.placeholders import Broken, Each, Known, Piece, TemplateProblem, problems
from desktop.reports.vocabulary import Term, Vocabulary


@dataclass(frozen=True, slots=True)
class FoundPlaceholder:
    """A placeholder of a template as it is written, and where."""

    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a template asks for, and what of it is not understood."""

    found: tuple[FoundPlaceholder, ...]
    problems: tuple[TemplateProblem, ...]


def inspect_workbook(content: bytes, known: Known, *, name: str) -> Inspection:
    """What the workbook `content` asks for. Raises UserError for a file that cannot be a template."""
    book = TemplateBook(content, name)
    found, wrong = [], []
    for place, text, those, table in _texts(book):
        found += [FoundPlaceholder(place, text[one.start : one.end]) for one in those if not isinstance(one, Broken)]
        wrong += list(problems(text, those, known, place=place, table=table))
    wrong += _misplaced(book)
    return Inspection(tuple(found), tuple(wrong))


_Text = tuple[str, str, Sequence[Piece], str | None]


def _texts(book: TemplateBook) -> Iterator[_Text]:
    """Each text with placeholders: its place, itself, what is found in it, and the table of its row."""
    for sheet in book.sheets:
        for row, cells in sheet.cells.items():
            marker = sheet.marker(row)
            for cell in cells:
                yield sheet.place(row, cell.column), cell.text, cell.found, marker.table if marker else None
        for loose in edge_texts(sheet):
            yield loose.place, loose.text, loose.found, None
    for loose in drawn_texts(book, {}):
        yield loose.place, loose.text, loose.found, None


def _misplaced(book: TemplateBook) -> Iterator[TemplateProblem]:
    """Markers that cannot repeat anything."""
    for sheet in book.sheets:
        for row in sheet.cells:
            if len(sheet.markers(row)) > 1:
                yield TemplateProblem(sheet.place(row, 0), "{{each}}", say("A row is repeated for one table only."))
    for loose in [*drawn_texts(book, {}), *(one for sheet in book.sheets for one in edge_texts(sheet))]:
        for piece in loose.found:
            if isinstance(piece, Each):
                text = loose.text[piece.start : piece.end]
                yield TemplateProblem(loose.place, text, say("Rows are repeated in cells only."))


def fill_workbook(content: bytes, vocabulary: Vocabulary, *, name: str, language: Language) -> bytes:
    """The workbook `content` filled with the values of `vocabulary`.

    Raises UserError for a file that cannot be a template, and TemplateProblemsError (one as well) where it asks for
    what is not known: nothing is filled by halves.
    """
    wrong = inspect_workbook(content, vocabulary.known(), name=name).problems
    if wrong:
        raise TemplateProblemsError(name, wrong)
    book = TemplateBook(content, name)
    try:
        return _Filling(book, vocabulary, language).done()
    except UnusualPackageError as error:
        raise unusual(name) from error


class _Filling:
    """One template on its way to a report."""

    def __init__(self, book: TemplateBook, vocabulary: Vocabulary, language: Language) -> None:
        self._book, self._language = book, language
        self._filler = Filler(
            vocabulary.terms, vocabulary.currency, language, book.styles, from_1904=book.counts_from_1904
        )
        self._repeated = {sheet.name: _repeated(sheet, vocabulary) for sheet in book.sheets}
        self._shift = Shift({sheet.name.casefold(): self._map(sheet) for sheet in book.sheets})

    def _map(self, sheet: TemplateSheet) -> RowMap:
        rows = RowMap({row: len(copies) for row, copies in self._repeated[sheet.name].items()})
        used = max((int(one.get("r")) for one in sheet.data), default=0)
        if used + rows.added > LAST_ROW:
            raise too_many_rows(self._book.name, sheet.name)
        return rows

    def done(self) -> bytes:
        """The filled workbook."""
        book = self._book
        trees: dict[str, Any] = {}
        drawn = list(drawn_texts(book, trees))
        filled = frozenset(sheet.name.casefold() for sheet in book.sheets if sheet.cells)
        stale = parts.depending(book, filled)
        for loose in drawn:
            loose.fill(self._filler)
        keep_trees(book, trees)
        for sheet in book.sheets:
            self._fill_sheet(sheet, is_stale=sheet.name.casefold() in stale)
        parts.shift_parts(book, self._shift)
        parts.renew_charts(book, self._shift, stale)
        parts.calculate_on_opening(book)
        book.styles.keep()
        book.become_workbook()
        book.package.put_tree(ROOT, book.root)
        return book.package.as_bytes()

    def _fill_sheet(self, sheet: TemplateSheet, *, is_stale: bool) -> None:
        edges: list[LooseText] = list(edge_texts(sheet))
        if not (is_stale or edges):
            return  # to the byte as it was
        copies = self._repeated[sheet.name]
        fill_rows(sheet, copies, self._shift, self._filler)
        shift_surroundings(sheet.root, sheet.name, self._shift, {row: len(those) for row, those in copies.items()})
        for loose in edges:
            loose.fill(self._filler)
        if is_stale:
            parts.forget_results(sheet)
        if self._language.right_to_left and sheet.cells:
            lay_out_from_right(sheet.root)
        self._book.package.put_tree(sheet.part, sheet.root)


def _repeated(sheet: TemplateSheet, vocabulary: Vocabulary) -> Mapping[int, Sequence[Mapping[str, Term]]]:
    """For each row with a marker, the terms of each of its copies."""
    markers = {row: sheet.marker(row) for row in sheet.cells}
    return {row: vocabulary.tables[one.table].chosen(one) for row, one in markers.items() if one is not None}
