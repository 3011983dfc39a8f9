"""A template taken apart: its sheets, and the texts in their cells that hold placeholders."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final

from desktop.domain.spreadsheet import cell_address, column_index
from desktop.exporters.package import OFFICE, Package, UnusualPackageError, tag
from desktop.exporters.package_styles import Styles
from desktop.exporters.template_refusals import refused_content, runs_something, unusual
from desktop.reports.templates.placeholders import OPENING, Each, Piece, pieces

ROOT: Final = "xl/workbook.xml"
WORKSHEET, CHARTSHEET = "worksheet", "chartsheet"
_SPREADSHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_RUNS: Final = ("vbaProject", "attachedToolbars")
_NOT_FILLED: Final = ("xl/activeX/", "xl/macrosheets/", "xl/dialogsheets/", "_xmlsignatures/", "customUI/")
_TRUE: Final = frozenset({"1", "true"})


@dataclass(frozen=True, slots=True)
class TemplateCell:
    """A cell of a template whose text holds placeholders. Rows and columns count from 1 and 0, as a sheet does.

    `holder` has the text in runs; it is the shared one of several cells and has to be copied.
    """

    element: Any
    row: int
    column: int
    holder: Any
    texts: tuple[str, ...]
    found: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The whole text."""
        return "".join(self.texts)

    def own_holder(self) -> Any:
        """A copy of the text, to stand in a cell itself."""
        held = deepcopy(self.holder)
        held.tag, held.tail = tag("is"), None
        for name in ("rPh", "phoneticPr"):  # how to read the placeholder aloud
            for one in held.findall(tag(name)):
                held.remove(one)
        return held


class TemplateSheet:
    """A sheet with its tree, and its cells that hold placeholders by row."""

    def __init__(self, name: str, part: str, root: Any) -> None:
        self.name, self.part, self.root = name, part, root
        data = root.find(tag("sheetData"))
        if data is None:
            raise UnusualPackageError
        self.data = data
        self.cells: dict[int, list[TemplateCell]] = {}

    def look(self, strings: dict[int, Any]) -> None:
        """Finds the placeholders; `strings` are the shared texts with braces."""
        for row, element in _placed(self.data, "row"):
            for column, cell in _placed(element, "c", row):
                held = _text_of(cell, strings)
                if held is None:
                    continue
                texts = tuple(one.text or "" for one in runs(held))
                found = tuple(pieces("".join(texts)))
                if found:
                    self.cells.setdefault(row, []).append(TemplateCell(cell, row, column, held, texts, found))

    def marker(self, row: int) -> Each | None:
        """What the row is repeated for."""
        return next(iter(self.markers(row)), None)

    def markers(self, row: int) -> list[Each]:
        """All markers of a row; more than one have no meaning."""
        return [piece for cell in self.cells.get(row, ()) for piece in cell.found if isinstance(piece, Each)]

    def place(self, row: int, column: int) -> str:
        """How a cell of it is called."""
        return f"{self.name}!{cell_address(row - 1, column)}"


def _placed(parent: Any, name: str, row: int | None = None) -> Iterator[tuple[int, Any]]:
    """The rows of a sheet or cells of a row with their numbers; one that does not say where it is follows the last."""
    number = 0 if row is None else -1
    for element in parent.iterchildren(tag(name)):
        place = element.get("r")
        if place is None:
            number += 1
            element.set("r", str(number) if row is None else cell_address(row - 1, number))
        else:
            number = int(place) if row is None else column_of(place)
        yield number, element


def column_of(address: str) -> int:
    """The column of an address, counted from 0."""
    letters = address.rstrip("0123456789")
    if not letters.isalpha():
        raise UnusualPackageError
    return column_index(letters.encode())


def _text_of(cell: Any, strings: dict[int, Any]) -> Any:
    """The element that holds the text of a cell, where it has braces."""
    match cell.get("t"):
        case "s":
            value = cell.findtext(tag("v"))
            return strings.get(int(value)) if value and value.isdigit() else None
        case "inlineStr":
            held = cell.find(tag("is"))
            return held if held is not None and OPENING in text_of(held) else None
    return None


def text_of(holder: Any) -> str:
    """A text that a workbook holds in runs, as one."""
    return "".join(one.text or "" for one in runs(holder))


def runs(holder: Any) -> list[Any]:
    """The pieces of a text, without what says how to read it aloud."""
    return [one for one in holder.iter(tag("t")) if one.getparent().tag != tag("rPh")]


class TemplateBook:
    """A workbook to be filled. Raises UserError when it cannot be, in the words of `name`, the name of its file."""

    def __init__(self, content: bytes, name: str) -> None:
        self.name = name
        try:
            self.package = Package(content)
            self.root = self.package.tree(ROOT)
            self._require_plain()
            self.sheets = [*self._worksheets()]
            self.styles = self._styles()
            self._look()
        except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, EOFError) as error:
            raise refused_content(content, name) from error
        except UnusualPackageError as error:
            raise unusual(name) from error

    def _require_plain(self) -> None:
        if any(self.package.related(ROOT, kind) for kind in _RUNS) or any(
            part.startswith(_NOT_FILLED) for part in self.package
        ):
            raise runs_something(self.name)
        if self.root.tag != tag("workbook"):  # a strict one has names of its own
            raise UnusualPackageError

    def _worksheets(self) -> Iterator[TemplateSheet]:
        parts = dict(self.package.related(ROOT, WORKSHEET))
        for one in self.root.iter(tag("sheet")):
            part = parts.get(one.get(tag("id", OFFICE)))
            if part is not None:
                yield TemplateSheet(one.get("name", ""), part, self.package.tree(part))

    def _styles(self) -> Styles:
        held = self.package.related(ROOT, "styles")
        if not held:
            raise UnusualPackageError
        return Styles(self.package, held[0][1])

    def _look(self) -> None:
        shared = [
            one
            for _key, part in self.package.related(ROOT, "sharedStrings")
            for one in self.package.tree(part).iterchildren(tag("si"))
        ]
        self.texts = [text_of(one) for one in shared]
        strings = {number: shared[number] for number, text in enumerate(self.texts) if OPENING in text}
        for sheet in self.sheets:
            sheet.look(strings)

    @property
    def counts_from_1904(self) -> bool:
        """Whether its dates count from 1904, as those of an old Mac do."""
        facts = self.root.find(tag("workbookPr"))
        return facts is not None and facts.get("date1904") in _TRUE

    def become_workbook(self) -> None:
        """A file that Excel keeps as a template (.xltx) becomes a workbook, as its name will say."""
        self.package.declare(ROOT, f"{_SPREADSHEET}.sheet.main+xml")
