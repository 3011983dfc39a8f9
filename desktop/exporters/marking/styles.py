"""The styles that marks need: what a cell had, and a fill."""

from __future__ import annotations

from typing import Any

from lxml import etree

from desktop.exporters.package import Package, tag
from desktop.exporters.package_styles import Styles as PackageStyles

_FONT = "Calibri"


class Styles(PackageStyles):
    """The styles of a workbook that is marked."""

    def __init__(self, package: Package, name: str) -> None:
        super().__init__(package, name)
        self._fills: dict[str, int] = {}

    def filled(self, style: int, color: str) -> int:
        """The number of the style that is `style` with a fill of this colour."""
        return self.varied(style, fillId=str(self._fill(color)), applyFill="1")

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
        font: Any = etree.Element(tag("font"))
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
