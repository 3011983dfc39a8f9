"""Fills the rows of a sheet: values into cells, rows for the rows of a table, formulas to where their cells are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from lxml import etree
from openpyxl.formula.translate import Translator, TranslatorError

from desktop.domain.spreadsheet import LAST_ROW, MOST_LETTERS, STARTS_A_FORMULA
from desktop.exporters.package import UnusualPackageError, tag
from desktop.exporters.package_styles import Styles
from desktop.exporters.report_template.book import TemplateCell, TemplateSheet, column_of, runs
from desktop.exporters.report_template.references import Copy, Shift
from desktop.exporters.shown_terms import cell_value, cut, number_format, words
from desktop.language import Language
from desktop.reports.templates.placeholders import Name, Replacement, replaced
from desktop.reports.templates.terms import Term, Vocabulary

_SECONDS: Final = 24 * 60 * 60
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_DAY_0, _DAY_0_OF_1904 = date(1899, 12, 30), date(1904, 1, 1)
_FORMULA, _VALUE, _INLINE = tag("f"), tag("v"), tag("is")


@dataclass(frozen=True, slots=True)
class Filler:
    """What the cells of a workbook are filled with."""

    vocabulary: Vocabulary
    language: Language
    styles: Styles
    from_1904: bool = False

    def fill(self, template: TemplateCell, cell: Any, row_terms: Mapping[str, Term]) -> None:
        """Fills `cell`, a copy of the cell of a template or that one itself."""
        names = [piece for piece in template.found if isinstance(piece, Name)]
        if _is_alone(template, len(names)):
            term = self._term(names[0], row_terms) if names else None
            value = None if term is None else cell_value(term, self.language)
            if term is None or not isinstance(value, str) or len(template.texts) == 1:
                self._put(cell, value, term)
                return
        changes = [*self._changes(template, row_terms)]
        self._put_text(cell, template.own_holder(), replaced(template.texts, changes))

    def _term(self, name: Name, row_terms: Mapping[str, Term]) -> Term:
        found = row_terms.get(name.name)
        return self.vocabulary.term(name.name) if found is None else found

    def _changes(self, template: TemplateCell, row_terms: Mapping[str, Term]) -> Iterator[Replacement]:
        whole = template.text
        for piece in template.found:
            if isinstance(piece, Name):
                yield piece.start, piece.end, words(self._term(piece, row_terms), self.language, in_table=piece.in_row)
            else:  # a marker, with the blanks behind it
                rest = whole[piece.end :]
                yield piece.start, piece.end + len(rest) - len(rest.lstrip(" ")), ""

    def _put(self, cell: Any, value: str | int | Decimal | date | None, term: Term | None) -> None:
        """Puts a value of its own kind."""
        if isinstance(value, str):
            holder = etree.Element(_INLINE)
            etree.SubElement(holder, tag("t"))
            self._put_text(cell, holder, [value])
            return
        emptied(cell)
        if value is None or term is None:
            return
        etree.SubElement(cell, _VALUE).text = self._written(value)
        style = self.styles.formatted(_style_of(cell), number_format(term))
        cell.set("s", str(style))

    def _written(self, value: int | Decimal | date) -> str:
        if isinstance(value, date):
            if isinstance(value, datetime):
                value = value.astimezone().replace(tzinfo=None)
            return format(_serial(value, _DAY_0_OF_1904 if self.from_1904 else _DAY_0), "f")
        return format(value, "f") if isinstance(value, Decimal) else str(value)

    def _put_text(self, cell: Any, holder: Any, texts: Sequence[str]) -> None:
        """Puts a text, which stays one whatever it begins with."""
        emptied(cell)
        whole = "".join(texts)
        if not whole:
            return
        for one, text in zip(runs(holder), texts if len(whole) <= MOST_LETTERS else _shortened(texts), strict=True):
            one.text = text
            one.set(_SPACE, "preserve")
        cell.set("t", "inlineStr")
        cell.append(holder)
        if whole.startswith(STARTS_A_FORMULA):
            cell.set("s", str(self.styles.quoted(_style_of(cell))))


def _serial(day: date, first: date) -> Decimal:
    """The number that a cell holds for a day or a moment."""
    if not isinstance(day, datetime):
        return Decimal((day - first).days)
    seconds = (day.hour * 60 + day.minute) * 60 + day.second
    return (day.date() - first).days + Decimal(seconds) / _SECONDS


def _shortened(texts: Sequence[str]) -> Iterator[str]:
    left = cut("".join(texts))
    for text in texts:
        yield left[: len(text)]
        left = left[len(text) :]


def _is_alone(template: TemplateCell, names: int) -> bool:
    """Whether nothing but one name, or no name at all, stands in the cell beside markers."""
    whole = template.text
    for piece in reversed(template.found):
        whole = whole[: piece.start] + whole[piece.end :]
    return names <= 1 and not whole.strip()


def _style_of(cell: Any) -> int:
    return int(cell.get("s", "0"))


def emptied(cell: Any) -> None:
    """Leaves nothing of a cell but its looks."""
    for child in list(cell):
        cell.remove(child)
    cell.attrib.pop("t", None)


# --- rows ---------------------------------------------------------------------------------------------------------


def fill_rows(
    sheet: TemplateSheet, repeated: Mapping[int, Sequence[Mapping[str, Term]]], shift: Shift, filler: Filler
) -> None:
    """Fills the rows of a sheet; `repeated` gives for a row the terms of each of its copies."""
    if shift.moves:
        without_shared_formulas(sheet.data)
    rows = shift.of(sheet.name)
    for element in list(sheet.data.iterchildren(tag("row"))):
        row = int(element.get("r"))
        if rows.moves and row + rows.added > LAST_ROW:
            sheet.data.remove(element)  # LibreOffice writes the last row, empty, of sheets with looks for all of it
        elif row not in repeated:
            for template in sheet.cells.get(row, ()):
                filler.fill(template, template.element, {})
            _place(element, rows.first(row), sheet.name, shift, None)
        elif not repeated[row]:
            _hide(element, rows.first(row))
        else:
            _repeat(element, sheet, repeated[row], shift, filler)


def _repeat(
    element: Any, sheet: TemplateSheet, copies: Sequence[Mapping[str, Term]], shift: Shift, filler: Filler
) -> None:
    row = int(element.get("r"))
    templates = {template.element.get("r"): template for template in sheet.cells[row]}
    first = shift.of(sheet.name).first(row)
    behind = element
    for number, terms in enumerate(copies):
        copy = deepcopy(element)
        for cell in copy.iterchildren(tag("c")):
            template = templates.get(cell.get("r"))
            if template is not None:
                filler.fill(template, cell, terms)
        _place(copy, first + number, sheet.name, shift, Copy(row, number))
        behind.addnext(copy)
        behind = copy
    sheet.data.remove(element)


def _hide(element: Any, row: int) -> None:
    """A repeated row without anything to show: it stays, so that what refers to it does not break."""
    for cell in element.iterchildren(tag("c")):
        emptied(cell)
    _renumber(element, row)
    element.set("hidden", "1")


def _place(element: Any, row: int, sheet: str, shift: Shift, copy: Copy | None) -> None:
    """Puts a row where it is now, and its formulas right."""
    _renumber(element, row)
    if not shift.moves:
        return
    for cell in element.iterchildren(tag("c")):
        formula = cell.find(_FORMULA)
        if formula is not None:
            _shift_formula(formula, cell.get("r"), sheet, shift, copy)


def _renumber(element: Any, row: int) -> None:
    if element.get("r") == str(row):
        return
    element.set("r", str(row))
    for cell in element.iterchildren(tag("c")):
        cell.set("r", cell.get("r").rstrip("0123456789") + str(row))


def _shift_formula(formula: Any, address: str, sheet: str, shift: Shift, copy: Copy | None) -> None:
    if formula.text:
        formula.text = shift.formula(formula.text, sheet, copy)
    area = formula.get("ref")
    if area is not None:  # of an array; in a repeated row it is one of a single row
        formula.set("ref", _own_area(area, address) if copy is not None else shift.ranges(area, sheet))
    for name in ("r1", "r2"):
        if formula.get(name) is not None:
            formula.set(name, shift.formula(formula.get(name), sheet, copy))


def _own_area(area: str, address: str) -> str:
    """The area of an array formula in a row that is repeated: that of its own copy."""
    first, _, last = area.partition(":")
    if last and first.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ$") != last.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ$"):
        raise UnusualPackageError  # over several rows, of which one is repeated
    row = address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return ":".join(one.rstrip("0123456789") + row for one in (first, last) if one)


def without_shared_formulas(data: Any) -> None:
    """Formulas that one cell writes for many are written in each: after rows move they are no longer alike."""
    masters: dict[str, tuple[str, str]] = {}
    for formula in data.iter(_FORMULA):
        if formula.get("t") != "shared":
            continue
        key, address = formula.get("si", ""), formula.getparent().get("r")
        if formula.text:
            masters.setdefault(key, (formula.text, address))
        if key not in masters:
            raise UnusualPackageError
        formula.text = _translated(*masters[key], address)
        for name in ("t", "si", "ref"):
            formula.attrib.pop(name, None)


def _translated(formula: str, origin: str, address: str) -> str:
    if origin == address:
        return formula
    column_of(address)
    try:
        return str(Translator(f"={formula}", origin).translate_formula(address))[1:]
    except (TranslatorError, IndexError) as error:
        raise UnusualPackageError from error
