"""One typeface, one scale. Every digit of Source Sans is equally wide, so amounts line up without further ado."""

from __future__ import annotations

import functools
import importlib.util
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

FAMILY = "Source Sans Pro"
ARABIC_FAMILY = "Noto Sans Arabic"  # of the system; Qt takes another where it is missing
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


def font(style: TextStyle) -> QFont:
    """The font of a text style, in the direction of the layout."""
    return _font(style, QGuiApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft)


@functools.cache
def _font(style: TextStyle, right_to_left: bool) -> QFont:  # noqa: FBT001 - what is remembered has no names
    """In Arabic the Arabic family leads: Qt places lines by the first one, and those of Arabic letters are higher.

    Captions are one pixel larger there, for the sake of the dots.
    """
    made = QFont([ARABIC_FAMILY, FAMILY] if right_to_left else [FAMILY, ARABIC_FAMILY])
    caption = style in (TextStyle.CAPTION, TextStyle.CAPTION_STRONG)
    made.setPixelSize(style.value.pixels + (right_to_left and caption))
    made.setWeight(QFont.Weight.DemiBold if style.value.strong else QFont.Weight.Normal)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made
