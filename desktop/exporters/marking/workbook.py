"""Marks a workbook: fills and comments in the sheet that was read, and a list of all problems before the first."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Mapping
from typing import Any, Final

from lxml import etree

from desktop.exporters.marking.comments import add_comments, name_drawing
from desktop.exporters.marking.list_sheet import list_sheet
from desktop.exporters.marking.marks import FILLS, CellMark, Marks
from desktop.exporters.marking.rows import Restyle, apart, restyled
from desktop.exporters.marking.styles import Styles
from desktop.exporters.package import OFFICE, Package, UnusualPackageError, parsed, serialised, tag

_ROOT: Final = "xl/workbook.xml"
_WORKSHEET, _CHARTSHEET, _STYLES = "worksheet", "chartsheet", "styles"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
# What runs, or shows that nobody changed the file: a copy has neither.
_MACROS: Final = ("vbaProject", "attachedToolbars")
_NOT_TOUCHED: Final = ("xl/activeX/", "xl/macrosheets/", "xl/dialogsheets/", "_xmlsignatures/", "customUI/")


def marked_workbook(content: bytes, marks: Marks) -> bytes:
    """The workbook `content` with its problems marked, without its macros.

    Raises UnusualPackageError for one that is not as most workbooks are.
    """
    try:
        package = Package(content)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError) as error:
        raise UnusualPackageError from error
    if any(name.startswith(_NOT_TOUCHED) for name in package):
        raise UnusualPackageError
    book = package.tree(_ROOT)
    if book.tag != tag("workbook"):  # a strict one has names of its own
        raise UnusualPackageError
    held = package.related(_ROOT, _STYLES)
    if not held:
        raise UnusualPackageError
    styles = Styles(package, held[0][1])
    _mark_sheet(package, _part_of(package, book, marks.sheet), marks.cells(), styles)
    _unselect(package)
    _put_list_first(package, book, marks, styles)
    styles.keep()
    _leave_out_macros(package)
    package.put_tree(_ROOT, book)
    return package.as_bytes()


def _part_of(package: Package, book: Any, sheet: str) -> str:
    """The part of the sheet of this name."""
    parts = dict(package.related(_ROOT, _WORKSHEET))
    for one in book.iter(tag("sheet")):
        if one.get("name") == sheet and one.get(tag("id", OFFICE)) in parts:
            return parts[one.get(tag("id", OFFICE))]
    raise UnusualPackageError


def _mark_sheet(package: Package, part: str, cells: Mapping[tuple[int, int], CellMark], styles: Styles) -> None:
    sheet = apart(package[part])
    by_row: dict[int, dict[int, Restyle]] = {}
    for (row, column), mark in cells.items():
        color = FILLS.get(mark.severity)
        if color is not None:
            by_row.setdefault(row, {})[column] = _filling(styles, color)
    rows = restyled(sheet, by_row)
    around = parsed(sheet.around)
    drawing = add_comments(package, part, cells)
    if drawing is not None:
        name_drawing(around, drawing)
    package[part] = sheet.together(serialised(around), rows)


def _filling(styles: Styles, color: str) -> Restyle:
    def fill(style: int, _column: int) -> int:
        return styles.filled(style, color)

    return fill


def _unselect(package: Package) -> None:
    """No other sheet stays selected beside the list: what is typed would go into all that are."""
    for kind in (_WORKSHEET, _CHARTSHEET):
        for _key, part in package.related(_ROOT, kind):
            content = package[part]
            if b"tabSelected" not in content:
                continue
            if kind == _WORKSHEET:
                sheet = apart(content)
                around = parsed(sheet.around)
                _drop_selection(around)
                package[part] = sheet.together(serialised(around), sheet.rows)
            else:
                around = parsed(content)
                _drop_selection(around)
                package[part] = serialised(around)


def _drop_selection(root: Any) -> None:
    for view in root.iter(tag("sheetView")):
        view.attrib.pop("tabSelected", None)


def _put_list_first(package: Package, book: Any, marks: Marks, styles: Styles) -> None:
    part = package.free_name("xl/worksheets/sheet{}.xml")
    package[part] = list_sheet(marks, styles)
    package.declare(part, f"{_TYPES}.worksheet+xml")
    sheets = book.find(tag("sheets"))
    names = [one.get("name", "") for one in sheets]
    numbers = [int(one.get("sheetId", "0")) for one in sheets]
    first = etree.Element(tag("sheet"), name=marks.list_name(names), sheetId=str(max(numbers) + 1))
    first.set(tag("id", OFFICE), package.relate(_ROOT, _WORKSHEET, part))
    sheets.insert(0, first)
    for view in book.iter(tag("workbookView")):
        view.set("activeTab", "0")
        view.attrib.pop("firstSheet", None)
    for name in book.iter(tag("definedName")):  # names that hold in one sheet say which by its place
        if name.get("localSheetId") is not None:
            name.set("localSheetId", str(int(name.get("localSheetId")) + 1))


def _leave_out_macros(package: Package) -> None:
    for kind in _MACROS:
        for part in package.unrelate(_ROOT, kind):
            package.remove(part)
    package.declare(_ROOT, f"{_TYPES}.sheet.main+xml")
