"""Lays a document out from the right, as Arabic is read: paragraphs, tables, and the pages themselves."""

from __future__ import annotations

import unicodedata
from copy import deepcopy
from typing import Any, Final

from lxml import etree

from desktop.exporters.package import tag

_WORD: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _names(text: str) -> frozenset[str]:
    return frozenset(tag(name, _WORD) for name in text.split())


# ECMA-376 part 1, 17.3.1.26, 17.3.2.28, 17.4.59 and 17.6.17: what follows each mark among the properties it is one of
_AFTER_BIDI: Final = _names(
    "adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection "
    "textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"
)
_AFTER_RTL: Final = _names("cs em lang eastAsianLayout specVanish oMath rPrChange")
_AFTER_VISUAL: Final = _names(
    "tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook "
    "tblCaption tblDescription tblPrChange"
)
_AFTER_SECTION: Final = _names("rtlGutter docGrid printerSettings sectPrChange")


def lay_out_from_right(root: Any) -> None:
    """Marks everything in a part of a document that has a direction.

    A paragraph that begins in Latin letters keeps its own, unless it is in a table, whose columns change sides.
    """
    for paragraph in list(root.iter(tag("p", _WORD))):
        if (
            _first_letter(paragraph) not in _FROM_LEFT
            or next(paragraph.iterancestors(tag("tc", _WORD)), None) is not None
        ):
            _mark(_properties(paragraph, "pPr"), "bidi", _AFTER_BIDI)
    for run in list(root.iter(tag("r", _WORD))):
        properties = _properties(run, "rPr")
        _look_alike(properties)
        if _first_letter(run) in _FROM_RIGHT:
            _mark(properties, "rtl", _AFTER_RTL)
    for table in root.iter(tag("tblPr", _WORD)):
        _mark(table, "bidiVisual", _AFTER_VISUAL)
    for section in root.iter(tag("sectPr", _WORD)):
        _mark(section, "bidi", _AFTER_SECTION)


# Classes of letters of the Unicode Bidirectional Algorithm
_FROM_RIGHT: Final = frozenset({"R", "AL"})
_FROM_LEFT: Final = frozenset({"L"})


def _first_letter(element: Any) -> str:
    """The direction of the first letter in an element, by which a text is read (UAX 9, P2); empty when it has none."""
    texts = (one.text or "" for one in element.iter(tag("t", _WORD)))
    letters = (letter for text in texts for letter in text if letter.isalpha())
    return next(map(unicodedata.bidirectional, letters), "")


def _look_alike(properties: Any) -> None:
    """Letters from the right, and digits among them, have a size, weight and slant of their own: as the others."""
    for name in ("b", "i", "sz"):
        found = properties.find(tag(name, _WORD))
        if found is not None and properties.find(tag(f"{name}Cs", _WORD)) is None:
            alike = deepcopy(found)
            alike.tag = tag(f"{name}Cs", _WORD)
            found.addnext(alike)


def _properties(element: Any, name: str) -> Any:
    """What an element says of its looks; it stands first in it."""
    found = element.find(tag(name, _WORD))
    if found is None:
        found = etree.Element(tag(name, _WORD))
        element.insert(0, found)
    return found


def _mark(properties: Any, name: str, later: frozenset[str]) -> None:
    if properties.find(tag(name, _WORD)) is not None:
        return
    place = next((number for number, one in enumerate(properties) if one.tag in later), len(properties))
    properties.insert(place, etree.Element(tag(name, _WORD)))
