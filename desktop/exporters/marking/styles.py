"""The styles of a workbook, with those that marks need: what a cell had, and a fill."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from lxml import etree

from desktop.exporters.package import Package, UnusualPackageError, serialised, tag

_FONT = "Calibri"


class Styles:
    """The part of a workbook that holds its styles. Styles are added at the end, so that all numbers stay."""

    def __init__(self, package: Package, name: str) -> None:
        self._package, self._name = package, name
        self._root = package.tree(name)
        self._formats = self._child("cellXfs")
        self._fills: dict[str, int] = {}
        self._filled: dict[tuple[int, str], int] = {}

    def _child(self, name: str) -> Any:
        found = self._root.find(tag(name))
        if found is None:
            raise UnusualPackageError
        return found

    def _added(self, group: str, element: Any) -> int:
        """The number of an element that is added to a group."""
        parent = self._child(group)
        parent.append(element)
        parent.set("count", str(len(parent)))
        return len(parent) - 1

    def filled(self, style: int, color: str) -> int:
        """The number of the style that is `style` with a fill of this colour."""
        known = self._filled.get((style, color))
        if known is None:
            known = self._filled[style, color] = self._added("cellXfs", self._copy(style, color))
        return known

    def _copy(self, style: int, color: str) -> Any:
        if not 0 <= style < len(self._formats):
            raise UnusualPackageError
        form = deepcopy(self._formats[style])
        form.set("fillId", str(self._fill(color)))
        form.set("applyFill", "1")
        return form

    def _fill(self, color: str) -> int:
        if color not in self._fills:
            fill = etree.Element(tag("fill"))
            pattern = etree.SubElement(fill, tag("patternFill"), patternType="solid")
            etree.SubElement(pattern, tag("fgColor"), rgb=f"FF{color}")
            etree.SubElement(pattern, tag("bgColor"), indexed="64")
            self._fills[color] = self._added("fills", fill)
        return self._fills[color]

    def plain(self, *, size: int = 10, color: str = "1B1F23", bold: bool = False, underlined: bool = False) -> int:
        """The number of a new style for text that is wrapped, in a font of its own."""
        font = etree.Element(tag("font"))
        for name, wanted in (("b", bold), ("u", underlined)):
            if wanted:
                etree.SubElement(font, tag(name))
        etree.SubElement(font, tag("sz"), val=str(size))
        etree.SubElement(font, tag("color"), rgb=f"FF{color}")
        etree.SubElement(font, tag("name"), val=_FONT)
        number = str(self._added("fonts", font))
        form = etree.Element(
            tag("xf"),
            numFmtId="0",
            fontId=number,
            fillId="0",
            borderId="0",
            xfId="0",
            applyFont="1",
            applyAlignment="1",
        )
        etree.SubElement(form, tag("alignment"), vertical="top", wrapText="1" if size == 10 else "0")
        return self._added("cellXfs", form)

    def keep(self) -> None:
        """Puts the styles back into the archive."""
        self._package[self._name] = serialised(self._root)
