"""Reads a text as it comes out on the screen, from left to right."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextLayout, QTextOption

from desktop.ui.theme import TextStyle, font

WORD = "\u0627"  # stands for Arabic letters: their shapes depend on their neighbours


_UNSEEN = str.maketrans(dict.fromkeys("\u200e\u200f\u2066\u2067\u2068\u2069"))


def on_screen(text: str, style: TextStyle = TextStyle.BODY) -> str:
    """What a mirrored layout shows, from left to right, for an eye that cannot read Arabic: words become `WORD`."""
    option = QTextOption()
    option.setTextDirection(Qt.LayoutDirection.RightToLeft)
    layout = QTextLayout(text, font(style))
    layout.setTextOption(option)
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    western = sorted({letter for letter in text if not "\u0600" <= letter <= "\u06ff"} | {" "})
    seen: list[tuple[float, str]] = []
    for run in layout.glyphRuns():
        raw = run.rawFont()
        names = {glyph: letter for letter in western for glyph in raw.glyphIndexesForString(letter) if glyph}
        seen += [
            (at.x(), names.get(glyph, WORD))
            for glyph, at in zip(run.glyphIndexes(), run.positions(), strict=True)
            if glyph
        ]
    letters = "".join(letter for _x, letter in sorted(seen)).translate(_UNSEEN)
    return " ".join(re.sub(f"{WORD}+", WORD, letters).split())
