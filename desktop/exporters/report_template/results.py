"""Stores beside formulas what they come to, where that is worked out here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Context, Decimal
from typing import Any, Final

from lxml import etree

from desktop.domain.spreadsheet import column_index
from desktop.exporters.package import UnusualPackageError, tag
from desktop.exporters.report_template.arithmetic import NotWorkedOutError, Operand, Result, worked_out
from desktop.exporters.report_template.book import TemplateBook, column_of, text_of
from desktop.exporters.report_template.references import plain_name

_MOST: Final = 2_000_000
"""Cells looked at for one workbook; then the rest stays without results, for a program to work out."""

_DEEPEST: Final = 60
_DIGITS: Final = Context(prec=15)  # as many as a cell holds
_CELL: Final = r"\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6}"
_REFERENCE = re.compile(rf"(?:(?P<sheet>'(?:[^']|'')+'|[^'!\[\]:]+)!)?(?P<first>{_CELL})(?::(?P<last>{_CELL}))?")
_END = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d+)")


class _TooDeepError(NotWorkedOutError):
    """A formula is at the end of too long a chain of others."""


Place = tuple[str, int, int]


def store_results(book: TemplateBook, sheets: Iterable[str]) -> None:
    """Stores what the formulas of these sheets (in small letters) come to, once all cells are filled."""
    results = _Results(book)
    for sheet in book.sheets:
        if sheet.name.casefold() in sheets:
            for formula in list(sheet.data.iter(tag("f"))):
                results.store(sheet.name.casefold(), formula)


class _Results:
    """What cells hold, worked out when it is asked for and then known."""

    def __init__(self, book: TemplateBook) -> None:
        self._cells = {
            (sheet.name.casefold(), int(row.get("r")), column_of(cell.get("r"))): cell
            for sheet in book.sheets
            for row in sheet.data.iterchildren(tag("row"))
            for cell in row.iterchildren(tag("c"))
        }
        self._names, self._texts = _names(book.root), book.texts
        self._known: dict[Place, Result] = {}
        self._unknown: set[Place] = set()
        self._looked, self._depth = 0, 0

    def store(self, sheet: str, formula: Any) -> None:
        """Stores the result of a formula in its cell."""
        cell = formula.getparent()
        place = (sheet, int(cell.getparent().get("r")), column_of(cell.get("r")))
        try:
            result = self._result(place)
        except NotWorkedOutError:
            return
        _write(cell, result)

    def _result(self, place: Place) -> Result:
        if place in self._unknown:
            raise NotWorkedOutError
        if place not in self._known:
            self._unknown.add(place)  # until it is known: what depends on itself never is
            try:
                self._known[place] = self._found(place)
            except _TooDeepError:
                self._unknown.discard(place)  # found later, from nearer by
                raise
            self._unknown.discard(place)
        return self._known[place]

    def _found(self, place: Place) -> Result:
        self._looked += 1
        cell = self._cells.get(place)
        if self._looked > _MOST:
            raise NotWorkedOutError
        if self._depth > _DEEPEST:
            raise _TooDeepError
        if cell is None:
            return None
        formula = cell.find(tag("f"))
        if formula is None or (cell.find(tag("v")) is not None):
            return self._held(cell)
        if not formula.text or formula.get("t"):
            raise NotWorkedOutError
        self._depth += 1
        try:
            return worked_out(formula.text, _Lookup(self, place[0]))
        except UnusualPackageError as error:
            raise NotWorkedOutError from error
        finally:
            self._depth -= 1

    def _held(self, cell: Any) -> Result:
        """What a cell holds that needs no working out."""
        text: str | None = cell.findtext(tag("v"))
        match cell.get("t", "n"):
            case "n":
                return None if text is None else Decimal(text)
            case "inlineStr":
                return text_of(cell.find(tag("is")))
            case "str":
                return text or ""
            case "b":
                return text == "1"
            case "s" if text and text.isdigit() and int(text) < len(self._texts):
                return self._texts[int(text)]
        raise NotWorkedOutError

    def operand(self, text: str, sheet: str) -> Operand:
        """What a reference in a formula of `sheet` holds."""
        text = self._names.get(text.casefold(), text)
        found = _REFERENCE.fullmatch(text)
        if found is None:
            raise NotWorkedOutError
        owner = plain_name(found["sheet"]).casefold() if found["sheet"] else sheet
        first = _coordinates(found["first"])
        if found["last"] is None:
            return self._result((owner, *first))
        last = _coordinates(found["last"])
        self._looked += (last[0] - first[0] + 1) * (last[1] - first[1] + 1)
        if self._looked > _MOST:
            raise NotWorkedOutError
        return [
            self._result((owner, row, column))
            for row in range(first[0], last[0] + 1)
            for column in range(first[1], last[1] + 1)
        ]


class _Lookup:
    """Answers the references of the formulas of one sheet."""

    def __init__(self, results: _Results, sheet: str) -> None:
        self._results, self._sheet = results, sheet

    def __call__(self, text: str) -> Operand:
        return self._results.operand(text, self._sheet)


def _names(root: Any) -> Mapping[str, str]:
    """The names of the whole workbook that stand for cells."""
    return {
        one.get("name", "").casefold(): one.text or ""
        for one in root.iter(tag("definedName"))
        if one.get("localSheetId") is None
    }


def _coordinates(address: str) -> tuple[int, int]:
    found = _END.fullmatch(address)
    if found is None:
        raise NotWorkedOutError
    return int(found[2]), column_index(found[1].encode())


def _write(cell: Any, result: Result) -> None:
    for value in cell.findall(tag("v")):
        cell.remove(value)
    match result:
        case None:
            text = "0"  # a formula that shows an empty cell shows nothing of it
        case bool():
            text = str(int(result))
            cell.set("t", "b")
        case Decimal():
            text = format(_DIGITS.plus(result).normalize(), "f") if result else "0"
        case _:
            text = result
            cell.set("t", "str")
    etree.SubElement(cell, tag("v")).text = text
