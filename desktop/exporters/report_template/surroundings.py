"""What a sheet says of its rows beside the rows themselves: merged cells, rules, breaks, panes, links, selections."""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from typing import Any, Final

from lxml import etree

from desktop.domain.spreadsheet import LAST_ROW
from desktop.exporters.package import tag
from desktop.exporters.report_template.references import Shift
from desktop.exporters.report_template.row_map import RowMap

DRAWING: Final = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_XM: Final = "http://schemas.microsoft.com/office/excel/2006/main"
# Attributes that name cells of the sheet itself.
_AREAS: Final = ("ref", "sqref")
_CELLS: Final = ("activeCell", "topLeftCell")
_FORMULAS: Final = (*map(tag, ("formula", "formula1", "formula2")), tag("f", _XM))
_ADDRESS = re.compile(r"\$?[A-Za-z]{1,3}\$?(\d+)")


def shift_surroundings(root: Any, sheet: str, shift: Shift, copies: Mapping[int, int]) -> None:
    """Puts right what stands around the rows; `copies` are how often a row is repeated."""
    if not shift.moves:
        return
    rows = shift.of(sheet)
    _repeat_within_rows(root, copies, rows)
    for element in _around(root):
        for name in _AREAS:
            if element.get(name) is not None and element.getparent().tag not in _REPEATED:
                element.set(name, shift.ranges(element.get(name), sheet))
        for name in _CELLS:
            if element.get(name) is not None:
                element.set(name, shift.cell(element.get(name), sheet))
        if element.tag in _FORMULAS and element.text:
            element.text = shift.formula(element.text, sheet)
        elif element.tag == tag("sqref", _XM) and element.text:
            element.text = shift.ranges(element.text, sheet)
        elif element.tag == tag("hyperlink") and element.get("location"):
            element.set("location", shift.formula(element.get("location"), sheet))
    _shift_breaks(root, rows)
    _shift_pane(root, rows)
    shift_anchors(root, rows)


_REPEATED: Final = tuple(map(tag, ("mergeCells", "hyperlinks")))


def _around(root: Any) -> list[Any]:
    """The elements of a sheet that are not in its rows."""
    return [
        element
        for child in root.iterchildren(etree.Element)
        if child.tag != tag("sheetData")
        for element in child.iter(etree.Element)
    ]


def _repeat_within_rows(root: Any, copies: Mapping[int, int], rows: RowMap) -> None:
    """Merged cells and links of a repeated row stand in each of its copies; others go with their rows."""
    for group in filter(lambda one: one is not None, map(root.find, _REPEATED)):
        for element in list(group):
            first, last = _rows_of(element.get("ref", ""))
            if first == last and first in copies:
                for number in range(max(copies[first], 1) - 1, 0, -1):
                    copy = deepcopy(element)
                    copy.set("ref", _at_rows(copy.get("ref"), *[rows.first(first) + number] * 2))
                    element.addnext(copy)
                element.set("ref", _at_rows(element.get("ref"), *[rows.first(first)] * 2))
            elif first:
                element.set("ref", _at_rows(element.get("ref"), rows.first(first), rows.last(last)))
        if group.get("count") is not None:
            group.set("count", str(len(group)))


def _rows_of(area: str) -> tuple[int, int]:
    """The first and last row of an area; 0 where it names no cells."""
    found = [int(one) for one in _ADDRESS.findall(area)]
    return (found[0], found[-1]) if found else (0, 0)


def _at_rows(area: str, first: int, last: int) -> str:
    numbers = iter((first, last))
    return re.sub(r"\d+", lambda _found: str(next(numbers)), area, count=2)


def _shift_breaks(root: Any, rows: RowMap) -> None:
    """A page ends below the last copy of the row that it ended with."""
    for one in root.iterfind(f"{tag('rowBreaks')}/{tag('brk')}"):
        one.set("id", str(rows.last(int(one.get("id", "0")))))


def _shift_pane(root: Any, rows: RowMap) -> None:
    """Frozen rows stay so, with what was repeated among them."""
    for pane in root.iter(tag("pane")):
        if pane.get("state", "").startswith("frozen") and pane.get("ySplit", "").isdigit():
            pane.set("ySplit", str(rows.last(int(pane.get("ySplit")))))


def shift_anchors(root: Any, rows: RowMap) -> None:
    """Where pictures, charts and controls begin and end. Rows count from 0 there."""
    for element in root.iter(tag("row", DRAWING)):
        if element.text and element.text.strip().isdigit():
            element.text = str(min(rows.first(int(element.text) + 1), LAST_ROW) - 1)


def lay_out_from_right(root: Any) -> None:
    """A sheet in Arabic begins at its right."""
    for view in root.iter(tag("sheetView")):
        view.set("rightToLeft", "1")
