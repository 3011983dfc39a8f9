"""One typeface, one scale. Every digit of Source Sans is equally wide, so amounts line up without further ado."""

from __future__ import annotations

import functools
import importlib.util
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication, QRawFont

from desktop.ui.theme.font_file import with_line

FAMILY = "Source Sans Pro"
ARABIC_FAMILY = "Noto Sans Arabic"  # of the system; Qt takes another where it is missing
FITTED_FAMILY = "GrantDesk Arabic"  # the same letters, in lines that fit those of Source Sans
_ASCENT, _DESCENT = 0.984, 0.44  # that of Source Sans; so that text of 14 pixels has lines of 20, of 16 lines of 23
_LETTERS = (  # Arabic ones and those they come joined in, and marks between them
    *(range(0x600, 0x700), range(0x750, 0x780), range(0x8A0, 0x900), range(0xFB50, 0xFE00), range(0xFE70, 0xFF00)),
    range(0x200B, 0x2012),
)
_ISOLATES, _UNSEEN = "\u2066\u2067\u2068\u2069", "\u200e"  # no font has them all; Qt would take one of other lines
_FILES = ("SourceSansPro-Regular.ttf", "SourceSansPro-Semibold.ttf")
_PACKAGE = "font_source_sans_pro"


@dataclass(frozen=True, slots=True)
class _Size:
    pixels: int
    strong: bool = False


class TextStyle(Enum):
    """The type scale; no page uses more than four sizes."""

    BRAND = _Size(28, strong=True)
    FIGURE = _Size(22, strong=True)
    TITLE = _Size(22, strong=True)  # noqa: PIE796 - the same size in another role
    EMPTY_TITLE = _Size(18, strong=True)
    LEAD = _Size(16)
    LEAD_STRONG = _Size(16, strong=True)
    BODY = _Size(14)
    STRONG = _Size(14, strong=True)
    SMALL = _Size(13)
    CAPTION = _Size(12)
    CAPTION_STRONG = _Size(12, strong=True)


def load_fonts() -> None:
    """Makes the typeface known to Qt; once, after the application is made."""
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        return  # a distribution may bring the fonts itself; Qt then finds them by name
    folder = Path(spec.submodule_search_locations[0]) / "files"
    for name in _FILES:
        QFontDatabase.addApplicationFont(str(folder / name))
    _load_fitted()


def _load_fitted() -> None:
    """Noto claims lines twice as high as its letters; Qt would part all lines that hold one of them accordingly."""
    if not QFontDatabase.hasFamily(ARABIC_FAMILY):
        return
    letters = {chr(code): chr(code) for block in _LETTERS for code in block} | dict.fromkeys(_ISOLATES, _UNSEEN)
    for weight in (QFont.Weight.Normal, QFont.Weight.DemiBold):
        found = QRawFont.fromFont(QFont(ARABIC_FAMILY, 14, weight))
        made = with_line(found, FITTED_FAMILY, ascent=_ASCENT, descent=_DESCENT, letters=letters)
        QFontDatabase.addApplicationFontFromData(made)


def font(style: TextStyle) -> QFont:
    """The font of a text style, in the direction of the layout."""
    return _font(style, QGuiApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft)


@functools.cache
def _font(style: TextStyle, right_to_left: bool) -> QFont:  # noqa: FBT001 - what is remembered has no names
    """Source Sans leads in every language: digits and Latin letters are its own, Arabic letters alone are not.

    Captions are one pixel larger in Arabic, for the sake of the dots.
    """
    made = QFont([FAMILY, FITTED_FAMILY, ARABIC_FAMILY])
    caption = style in (TextStyle.CAPTION, TextStyle.CAPTION_STRONG)
    made.setPixelSize(style.value.pixels + (right_to_left and caption))
    made.setWeight(QFont.Weight.DemiBold if style.value.strong else QFont.Weight.Normal)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made
