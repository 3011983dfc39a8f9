"""Comments beside cells, added to those that a sheet has. A comment is a text in one part and a shape in another."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from lxml import etree

from desktop.domain.spreadsheet import cell_address
from desktop.exporters.marking.marks import MOST_COMMENTS, CellMark
from desktop.exporters.package import MAIN, OFFICE, Package, UnusualPackageError, parsed, tag

_AUTHOR: Final = "GrantDesk"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_COMMENTS, _DRAWING = "comments", "vmlDrawing"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_SHAPE_TYPE = "_x0000_t202"  # the number of a box of text among the shapes of VML
# On each shape, since not every program names them at the head of a drawing.
_NAMES = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_TYPE_SHAPE = (
    f'<v:shapetype {_NAMES} id="{_SHAPE_TYPE}" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE = (
    f'<v:shape {_NAMES} id="_x0000_s{{number}}" type="#{_SHAPE_TYPE}" '
    'style="position:absolute;margin-left:60pt;margin-top:2pt;width:{width}pt;height:{height}pt;z-index:1;'
    'visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
    '<v:shadow color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:AutoFill>False</x:AutoFill>'
    "<x:Anchor>{left}, 12, {top}, 4, {right}, 12, {bottom}, 4</x:Anchor>"
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
# Far from the numbers that Excel gives: it counts from 1025 in each sheet.
_FIRST_NUMBER = 900_001
_END = re.compile(rb"</\s*xml\s*>\s*$")
# ECMA-376 part 1, 18.3.1.99: what follows the drawing of comments in a sheet
_LATER: Final = frozenset(
    map(
        tag,
        (
            "legacyDrawingHF",
            "drawingHF",
            "picture",
            "oleObjects",
            "controls",
            "webPublishItems",
            "tableParts",
            "extLst",
        ),
    )
)
_WIDTH, _LINE, _LETTERS = 210, 14, 36
_COLUMNS_WIDE, _ROW_HEIGHT = 3, 15


def add_comments(package: Package, sheet: str, cells: Mapping[tuple[int, int], CellMark]) -> str | None:
    """Adds a comment to each cell of the part `sheet`, below what other comments it has.

    Returns the id of a drawing that the sheet has to name now, or None when it names it already.
    """
    marked = dict(list(cells.items())[:MOST_COMMENTS])
    if not marked:
        return None
    new = _add_texts(package, sheet, marked)
    return _add_shapes(package, sheet, new)


def _add_texts(
    package: Package, sheet: str, cells: Mapping[tuple[int, int], CellMark]
) -> dict[tuple[int, int], CellMark]:
    """Adds the texts; returns those that stand at cells without a comment until now."""
    held = package.related(sheet, _COMMENTS)
    part = held[0][1] if held else package.free_name("xl/comments{}.xml")
    root = package.tree(part) if held else _no_comments()
    texts = root.find(tag("commentList"))
    if texts is None:
        raise UnusualPackageError
    by_place = {one.get("ref", ""): one for one in texts}
    author = _author(root)
    new = {}
    for cell, mark in cells.items():
        comment = by_place.get(cell_address(*cell))
        if comment is None:
            new[cell] = mark
            comment = etree.SubElement(texts, tag("comment"), ref=cell_address(*cell), authorId=str(author))
            _write(etree.SubElement(comment, tag("text")), mark.text)
        else:
            _write_below(comment, mark.text)
    package.put_tree(part, root)
    if not held:
        package.declare(part, _TYPE)
        package.relate(sheet, _COMMENTS, part)
    return new


def _no_comments() -> Any:
    root = etree.Element(tag("comments"), nsmap={None: MAIN})
    etree.SubElement(root, tag("authors"))
    etree.SubElement(root, tag("commentList"))
    return root


def _author(root: Any) -> int:
    authors = root.find(tag("authors"))
    if authors is None:
        raise UnusualPackageError
    etree.SubElement(authors, tag("author")).text = _AUTHOR
    return len(authors) - 1


def _write(text: Any, words: str) -> None:
    run = etree.SubElement(etree.SubElement(text, tag("r")), tag("t"))
    run.set(_SPACE, "preserve")
    run.text = words


def _write_below(comment: Any, words: str) -> None:
    """Adds words below a comment that is there. A text without runs becomes its first."""
    text = comment.find(tag("text"))
    if text is None:
        text = etree.SubElement(comment, tag("text"))
    for plain in text.findall(tag("t")):
        text.remove(plain)
        _write(text, plain.text or "")
    _write(text, f"\n\n{_AUTHOR}: {words}")


def _add_shapes(package: Package, sheet: str, cells: Mapping[tuple[int, int], CellMark]) -> str | None:
    held = package.related(sheet, _DRAWING)
    part = held[0][1] if held else package.free_name("xl/drawings/vmlDrawing{}.vml")
    drawing = package[part] if held else f"<xml {_NAMES}></xml>".encode()
    end = _END.search(drawing)
    if end is None:
        raise UnusualPackageError
    shapes = "".join(_shape(number, *cell, mark) for number, (cell, mark) in enumerate(cells.items(), _FIRST_NUMBER))
    kind = "" if f'id="{_SHAPE_TYPE}"'.encode() in drawing else _TYPE_SHAPE
    package[part] = drawing[: end.start()] + f"{kind}{shapes}</xml>".encode()
    parsed(package[part])  # some programs write drawings that are no XML: better found here than by Excel
    if held:
        return None
    package.declare(part, _DRAWING_TYPE)
    return package.relate(sheet, _DRAWING, part)


def _shape(number: int, row: int, column: int, mark: CellMark) -> str:
    lines = sum(len(line) // _LETTERS + 1 for line in mark.text.split("\n")) + 1
    height = lines * _LINE
    return _SHAPE.format(
        number=number,
        width=_WIDTH,
        height=height,
        left=column + 1,
        right=column + 1 + _COLUMNS_WIDE,
        top=max(row - 1, 0),
        bottom=max(row - 1, 0) + height // _ROW_HEIGHT + 1,
        row=row,
        column=column,
    )


def name_drawing(root: Any, key: str) -> None:
    """Names the drawing of the comments in a sheet, in the place where its elements have it."""
    drawing = etree.Element(tag("legacyDrawing"))
    drawing.set(tag("id", OFFICE), key)
    for place, one in enumerate(root):
        if one.tag in _LATER:
            root.insert(place, drawing)
            return
    root.append(drawing)
