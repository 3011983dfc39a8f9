"""The styles of a workbook, added to at their end, so that all numbers stay."""

from __future__ import annotations

from copy import deepcopy
from typing import Any, Final

from lxml import etree

from desktop.exporters.package import Package, UnusualPackageError, serialised, tag

_FIRST_FORMAT: Final = 164  # ECMA-376 part 1, 18.8.30: below are those that every program knows
_WITHOUT_FORMAT: Final = frozenset({"0", "49"})  # General, and text
_GENERAL: Final = frozenset({"general", "@"})  # as LibreOffice writes them, by numbers of its own


class Styles:
    """The part of a workbook that holds its styles."""

    def __init__(self, package: Package, name: str) -> None:
        self._package, self._name = package, name
        self._root = package.tree(name)
        self._formats = self._child("cellXfs")
        self._codes: dict[str, str] = {}
        self._without_format = _WITHOUT_FORMAT | self._general_formats()
        self._varied: dict[tuple[int, tuple[tuple[str, str], ...]], int] = {}
        self._is_changed = False

    def _general_formats(self) -> frozenset[str]:
        formats = self._root.iterfind(f"{tag('numFmts')}/{tag('numFmt')}")
        return frozenset(one.get("numFmtId", "") for one in formats if one.get("formatCode", "").casefold() in _GENERAL)

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
        self._is_changed = True
        return len(parent) - 1

    def _form(self, style: int) -> Any:
        if not 0 <= style < len(self._formats):
            raise UnusualPackageError
        return self._formats[style]

    def varied(self, style: int, **attributes: str) -> int:
        """The number of the style that is `style` with other attributes."""
        key = (style, tuple(sorted(attributes.items())))
        if key not in self._varied:
            form = deepcopy(self._form(style))
            for name, value in attributes.items():
                form.set(name, value)
            self._varied[key] = self._added("cellXfs", form)
        return self._varied[key]

    def quoted(self, style: int) -> int:
        """The style for a text that begins like a formula and is none, also when somebody edits it."""
        return self.varied(style, quotePrefix="1")

    def formatted(self, style: int, code: str) -> int:
        """The style itself where it says how numbers are shown, else the one that shows them by `code`."""
        form, changes = self._form(style), {}
        if form.get("numFmtId", "0") in self._without_format and code:
            changes = {"numFmtId": self._code(code), "applyNumberFormat": "1"}
        if form.get("quotePrefix") in ("1", "true"):  # said of a text, which a number is not
            changes["quotePrefix"] = "0"
        return self.varied(style, **changes) if changes else style

    def _code(self, code: str) -> str:
        if code not in self._codes:
            group = self._root.find(tag("numFmts"))
            if group is None:
                group = etree.Element(tag("numFmts"))
                self._root.insert(0, group)
            taken = [int(one.get("numFmtId", "0")) for one in group]
            number = str(max([*taken, _FIRST_FORMAT - 1]) + 1)
            self._added("numFmts", etree.Element(tag("numFmt"), numFmtId=number, formatCode=code))
            self._codes[code] = number
        return self._codes[code]

    def keep(self) -> None:
        """Puts the styles back into the archive, where any was added."""
        if self._is_changed:
            self._package[self._name] = serialised(self._root)
