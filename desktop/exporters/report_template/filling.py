"""Looks through a template, and fills it: the two doors of this package."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from desktop.domain.spreadsheet import LAST_ROW
from desktop.exporters.package import UnusualPackageError, tag
from desktop.exporters.report_template import parts
from desktop.exporters.report_template.book import ROOT, TemplateBook, TemplateSheet
from desktop.exporters.report_template.loose_texts import LooseText, drawn_texts, edge_texts, keep_trees
from desktop.exporters.report_template.references import Shift
from desktop.exporters.report_template.results import store_results
from desktop.exporters.report_template.row_map import RowMap
from desktop.exporters.report_template.rows import Filler, fill_rows
from desktop.exporters.report_template.surroundings import lay_out_from_right, shift_surroundings
from desktop.exporters.template_inspection import Inspection, PlacedText, inspected
from desktop.exporters.template_refusals import TemplateProblemsError, too_many_rows, unusual
from desktop.language import Language, say
from desktop.reports.templates.placeholders import EACH, OPENING, Each, Known, TemplateProblem
from desktop.reports.templates.terms import Term, Vocabulary


def inspect_workbook(content: bytes, known: Known, *, name: str) -> Inspection:
    """What the workbook `content` asks for. Raises UserError for a file that cannot be a template."""
    book = TemplateBook(content, name)
    try:
        return inspected(_texts(book), known, _misplaced(book))
    except UnusualPackageError as error:
        raise unusual(name) from error


def _texts(book: TemplateBook) -> Iterator[PlacedText]:
    """Each text with placeholders."""
    for sheet in book.sheets:
        for row, cells in sheet.cells.items():
            marker = sheet.marker(row)
            for cell in cells:
                place = sheet.place(row, cell.column)
                yield PlacedText(place, cell.text, cell.found, marker.table if marker else None)
    for loose in _loose_texts(book):
        yield PlacedText(loose.place, loose.text, loose.found)


def _loose_texts(book: TemplateBook) -> Iterator[LooseText]:
    for sheet in book.sheets:
        yield from edge_texts(sheet)
    yield from drawn_texts(book, {})


def _misplaced(book: TemplateBook) -> Iterator[TemplateProblem]:
    """Placeholders that stand where nothing can be filled."""
    for sheet in book.sheets:
        for row in sheet.cells:
            if len(sheet.markers(row)) > 1:
                yield TemplateProblem(sheet.place(row, 0), EACH, say("A row is repeated for one table only."))
        yield from _in_headings(book, sheet)
        yield from _in_formulas(sheet)
        if OPENING in sheet.name:
            yield TemplateProblem(sheet.name, sheet.name, say("The name of a sheet stays as it is."))
    for loose in _loose_texts(book):
        for piece in loose.found:
            if isinstance(piece, Each):
                text = loose.text[piece.start : piece.end]
                yield TemplateProblem(loose.place, text, say("Rows are repeated in cells only."))


def _in_headings(book: TemplateBook, sheet: TemplateSheet) -> Iterator[TemplateProblem]:
    """Excel knows the columns of a table by what their headings hold: other words there, and it repairs the file."""
    for part in parts.related_parts(book.package, sheet.part, "table"):
        table = book.package.tree(part)
        (top, left), (_bottom, right) = parts.corners(table.get("ref", "A1"))
        if table.get("headerRowCount") == "0":
            continue
        for cell in sheet.cells.get(top, ()):
            if left <= cell.column <= right:
                sentence = say("The heading of a table of Excel stays as it is.")
                yield TemplateProblem(sheet.place(top, cell.column), cell.text, sentence)


def _in_formulas(sheet: TemplateSheet) -> Iterator[TemplateProblem]:
    """A value put into a formula could become a part of it."""
    sentence = say("Nothing is filled in a formula. Give the value a cell of its own, and let the formula refer to it.")
    for formula in sheet.data.iter(tag("f")):
        if OPENING in (formula.text or ""):
            yield TemplateProblem(f"{sheet.name}!{formula.getparent().get('r')}", f"={formula.text}", sentence)


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
        self._filler = Filler(vocabulary, language, book.styles, from_1904=book.counts_from_1904)
        self._repeated = {sheet.name: _repeated(sheet, vocabulary) for sheet in book.sheets}
        self._shift = Shift({sheet.name.casefold(): self._map(sheet) for sheet in book.sheets})

    def _map(self, sheet: TemplateSheet) -> RowMap:
        rows = RowMap({row: len(copies) for row, copies in self._repeated[sheet.name].items()})
        used = max((int(one.get("r")) for one in sheet.data if any(map(len, one))), default=0)
        if used + rows.added > LAST_ROW:
            raise too_many_rows(self._book.name, sheet.name)
        return rows

    def done(self) -> bytes:
        """The filled workbook."""
        book = self._book
        trees: dict[str, Any] = {}
        for loose in list(drawn_texts(book, trees)):
            loose.fill(self._filler)
        keep_trees(book, trees)
        filled = frozenset(sheet.name.casefold() for sheet in book.sheets if sheet.cells)
        stale = parts.depending(book, filled)
        for sheet in book.sheets:
            if sheet.name.casefold() in stale:
                self._fill_sheet(sheet)
        parts.shift_parts(book, self._shift)
        parts.renew_charts(book, self._shift, stale)
        store_results(book, stale)
        if stale:
            parts.calculate_on_opening(book)
        self._keep_sheets(stale)
        book.styles.keep()
        book.become_workbook()
        book.package.put_tree(ROOT, book.root)
        return book.package.as_bytes()

    def _fill_sheet(self, sheet: TemplateSheet) -> None:
        copies = self._repeated[sheet.name]
        fill_rows(sheet, copies, self._shift, self._filler)
        shift_surroundings(sheet.root, sheet.name, self._shift, {row: len(those) for row, those in copies.items()})
        parts.forget_results(sheet)
        if self._language.right_to_left and sheet.cells:
            lay_out_from_right(sheet.root)

    def _keep_sheets(self, stale: frozenset[str]) -> None:
        """Puts the sheets back that changed; all others stay to the byte as they were."""
        for sheet in self._book.sheets:
            edges = list(edge_texts(sheet))
            for loose in edges:
                loose.fill(self._filler)
            if edges or sheet.name.casefold() in stale:
                self._book.package.put_tree(sheet.part, sheet.root)


def _repeated(sheet: TemplateSheet, vocabulary: Vocabulary) -> Mapping[int, Sequence[Mapping[str, Term]]]:
    """For each row with a marker, the terms of each of its copies."""
    markers = {row: sheet.marker(row) for row in sheet.cells}
    return {row: vocabulary.rows(one) for row, one in markers.items() if one is not None}
