"""Other parts of a workbook that name its cells: names, drawings, charts, comments, tables, pivots."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from string import ascii_letters
from typing import Any, Final

from lxml import etree

from desktop.exporters.package import Package, UnusualPackageError, tag
from desktop.exporters.report_template.book import CHARTSHEET, ROOT, TemplateBook, TemplateSheet, column_of
from desktop.exporters.report_template.references import Shift, sheets_named
from desktop.exporters.report_template.row_map import RowMap
from desktop.exporters.report_template.surroundings import shift_anchors

CHART: Final = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_CACHES: Final = tuple(tag(name, CHART) for name in ("numCache", "strCache", "multiLvlStrCache"))
_SERIES: Final = tuple(tag(name, CHART) for name in ("cat", "val", "xVal", "yVal", "bubbleSize"))
_NOTE_ROW = re.compile(rb"(<(?:\w+:)?Row>\s*)(\d+)(\s*</)")
_NOTE_ANCHOR = re.compile(rb"(<(?:\w+:)?Anchor>)([\s\d,]+)(</)")
_ANCHOR_ROWS: Final = (2, 6)  # column, offset, row, offset; column, offset, row, offset
_CONTROL_FORMULAS: Final = ("fmlaLink", "fmlaRange", "fmlaTxbx", "fmlaGroup")


def shift_parts(book: TemplateBook, shift: Shift) -> None:
    """Puts right what other parts say of cells, for all sheets whose rows moved."""
    if not shift.moves:
        return
    _shift_names(book.root, shift)
    _shift_pivots(book.package, shift)
    for sheet in book.sheets:
        rows = shift.of(sheet.name)
        if rows.moves:
            _shift_owned(book.package, sheet, rows, shift)
        for part in related_parts(book.package, sheet.part, "ctrlProp"):
            _shift_control(book.package, part, sheet.name, shift)


def corners(area: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """The first and last cell of an area: rows from 1, columns from 0."""
    ends = area.replace("$", "").split(":")
    first, last = ((int(one.lstrip(ascii_letters)), column_of(one)) for one in (ends[0], ends[-1]))
    return first, last


def related_parts(package: Package, part: str, kind: str) -> list[str]:
    """The parts that a part has of a kind."""
    return [target for _key, target in package.related(part, kind) if target in package]


def _shift_names(root: Any, shift: Shift) -> None:
    """Defined names, among them what is printed and which rows are printed on each page."""
    for name in root.iter(tag("definedName")):
        if not name.text:
            continue
        with suppress(UnusualPackageError):  # some names are no formulas, and name no cells
            name.text = shift.formula(name.text, "")


def _shift_owned(package: Package, sheet: TemplateSheet, rows: RowMap, shift: Shift) -> None:
    for part in related_parts(package, sheet.part, "drawing"):
        root = package.tree(part)
        shift_anchors(root, rows)
        package.put_tree(part, root)
    for kind, name in (("comments", "comment"), ("threadedComment", "threadedComment")):
        for part in related_parts(package, sheet.part, kind):
            _shift_attributes(package, part, (name,), ("ref",), sheet.name, shift)
    for part in related_parts(package, sheet.part, "vmlDrawing"):
        package[part] = _shifted_notes(package[part], rows)
    for part in related_parts(package, sheet.part, "table"):
        _shift_table(package, part, sheet.name, shift)
    for part in related_parts(package, sheet.part, "pivotTable"):
        _shift_attributes(package, part, ("location",), ("ref",), sheet.name, shift)


def _shift_attributes(
    package: Package, part: str, names: Iterable[str], attributes: Iterable[str], sheet: str, shift: Shift
) -> None:
    root = package.tree(part)
    for element in root.iter(*(f"{{*}}{name}" for name in names)):
        for attribute in attributes:
            if element.get(attribute):
                element.set(attribute, shift.cell(element.get(attribute), sheet))
    package.put_tree(part, root)


def _shift_table(package: Package, part: str, sheet: str, shift: Shift) -> None:
    root = package.tree(part)
    for element in root.iter(etree.Element):
        if element.get("ref"):
            element.set("ref", shift.ranges(element.get("ref"), sheet))
        if element.tag in (tag("calculatedColumnFormula"), tag("totalsRowFormula")) and element.text:
            element.text = shift.formula(element.text, sheet)
    package.put_tree(part, root)


def _shifted_notes(content: bytes, rows: RowMap) -> bytes:
    """The boxes of comments: programs write them so that not every one is XML, so only the numbers are touched."""

    def row(found: re.Match[bytes]) -> bytes:
        return b"%s%d%s" % (found[1], rows.first(int(found[2]) + 1) - 1, found[3])

    def anchor(found: re.Match[bytes]) -> bytes:
        numbers = found[2].split(b",")
        for place in _ANCHOR_ROWS:
            if place < len(numbers) and numbers[place].strip().isdigit():
                numbers[place] = b" %d" % (rows.first(int(numbers[place]) + 1) - 1)
        return found[1] + b",".join(numbers) + found[3]

    return _NOTE_ANCHOR.sub(anchor, _NOTE_ROW.sub(row, content))


def _shift_control(package: Package, part: str, sheet: str, shift: Shift) -> None:
    root = package.tree(part)
    changed = False
    for name in _CONTROL_FORMULAS:
        if root.get(name):
            new = shift.formula(root.get(name), sheet)
            changed = changed or new != root.get(name)
            root.set(name, new)
    if changed:
        package.put_tree(part, root)


def _shift_pivots(package: Package, shift: Shift) -> None:
    for part in related_parts(package, ROOT, "pivotCacheDefinition"):
        root = package.tree(part)
        for source in root.iter(tag("worksheetSource")):
            if source.get("ref") and source.get("sheet"):
                source.set("ref", shift.ranges(source.get("ref"), source.get("sheet")))
        root.set("refreshOnLoad", "1")
        package.put_tree(part, root)


# --- charts -------------------------------------------------------------------------------------------------------


def charts(book: TemplateBook) -> Iterator[tuple[str, str]]:
    """Each chart's part, and the name of the sheet that it is in (none for a sheet that is a chart)."""
    sheets = [(sheet.part, sheet.name) for sheet in book.sheets]
    sheets += [(part, "") for _key, part in book.package.related(ROOT, CHARTSHEET)]
    for part, name in sheets:
        for drawing in related_parts(book.package, part, "drawing"):
            for kind in ("chart", "chartEx"):
                for chart in related_parts(book.package, drawing, kind):
                    yield chart, name


def renew_charts(book: TemplateBook, shift: Shift, filled: frozenset[str]) -> None:
    """Charts show the rows where they are now. What they remember of filled sheets goes, or a viewer would show it."""
    for part, sheet in set(charts(book)):
        root = book.package.tree(part)
        changed = False
        for element in root.iter(f"{{{CHART}}}f", "{http://schemas.microsoft.com/office/drawing/2014/chartex}f"):
            changed = _renew(element, sheet, shift, filled) or changed
        if changed:
            book.package.put_tree(part, root)


def _renew(element: Any, sheet: str, shift: Shift, filled: frozenset[str]) -> bool:
    try:
        named = {sheet if one == "" else one for one in sheets_named(element.text or "")}
        gathers = element.getparent().getparent().tag in _SERIES
        new = shift.formula(element.text or "", sheet, gathers=gathers)
    except UnusualPackageError:  # what a program wrote there for itself
        return False
    if None not in named and not filled & {one.casefold() for one in named if one is not None}:
        return False
    element.text = new
    for cache in _CACHES:
        for one in element.getparent().findall(cache):
            element.getparent().remove(one)
    return True


# --- what depends on what -----------------------------------------------------------------------------------------


def depending(book: TemplateBook, filled: frozenset[str]) -> frozenset[str]:
    """The sheets (in small letters) with formulas that may show something else once the sheets `filled` are.

    A sheet counts as a whole: to find each cell that depends on another would be the work of a spreadsheet program.
    """
    named = {sheet.name.casefold(): _named(sheet) for sheet in book.sheets}
    found = set(filled)
    grows = True
    while grows:
        more = {name for name, those in named.items() if name not in found and (None in those or those & found)}
        grows = bool(more and found)
        found |= more if found else set()
    return frozenset(found)


def _named(sheet: TemplateSheet) -> set[str | None]:
    named: set[str | None] = set()
    for formula in sheet.data.iter(tag("f")):
        if formula.text:
            named |= {one if one is None else one.casefold() for one in sheets_named(formula.text)}
    return named - {""}


def forget_results(sheet: TemplateSheet) -> None:
    """Drops what formulas showed before: a program works it out anew, and a viewer that cannot shows nothing false."""
    for formula in sheet.data.iter(tag("f")):
        cell = formula.getparent()
        for value in cell.findall(tag("v")):
            cell.remove(value)
        cell.attrib.pop("t", None)


# CT_Workbook, ECMA-376 part 1, 18.2.27: what follows the settings of the calculation
_LATER: Final = frozenset(
    map(
        tag,
        (
            "oleSize",
            "customWorkbookViews",
            "pivotCaches",
            "smartTagPr",
            "smartTagTypes",
            "webPublishing",
            "fileRecoveryPr",
            "webPublishObjects",
            "extLst",
        ),
    )
)


def calculate_on_opening(book: TemplateBook) -> None:
    """Excel and LibreOffice work out every formula when they open the workbook; the order they kept is void."""
    found = book.root.find(tag("calcPr"))
    if found is None:
        found = etree.Element(tag("calcPr"))
        place = next((n for n, one in enumerate(book.root) if one.tag in _LATER), len(book.root))
        book.root.insert(place, found)
    found.set("fullCalcOnLoad", "1")
    for part in book.package.unrelate(ROOT, "calcChain"):
        book.package.remove(part)
