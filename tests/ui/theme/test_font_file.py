"""A font is copied with lines of another height, and nothing else of it changes."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFont, QFontMetricsF, QRawFont
from PySide6.QtWidgets import QApplication

from desktop.ui.theme import TextStyle, font
from desktop.ui.theme.font_file import with_line
from desktop.ui.theme.fonts import FAMILY
from tests.helpers.window import dress


@pytest.fixture(params=[QFont.Weight.Normal, QFont.Weight.DemiBold])
def original(request: pytest.FixtureRequest, qapp: QApplication) -> QRawFont:
    """Source Sans, at a size of a hundred pixels."""
    dress(qapp)
    asked = QFont(font(TextStyle.BODY))
    asked.setPixelSize(100)
    asked.setWeight(request.param)
    return QRawFont.fromFont(asked)


LETTERS = "Agé 1,240.00"


def copied(original: QRawFont) -> QRawFont:
    letters = {letter: letter for letter in LETTERS} | {"b": "A", "\u0627": "\u0627"}
    return QRawFont(with_line(original, "Copy", ascent=0.7, descent=0.25, letters=letters), 100)


def test_copy_has_the_lines_asked_for(original: QRawFont) -> None:
    copy = copied(original)
    assert (copy.ascent(), copy.descent(), copy.leading()) == (70, 25, 0)
    assert (original.ascent(), original.descent()) != (70, 25)


def test_copy_has_a_name_of_its_own(original: QRawFont) -> None:
    copy = copied(original)
    assert copy.familyName() == "Copy"
    assert original.familyName() == FAMILY


def test_copy_has_the_same_letters(original: QRawFont) -> None:
    copy = copied(original)
    letters = original.glyphIndexesForString(LETTERS)
    assert copy.glyphIndexesForString(LETTERS) == letters
    assert copy.advancesForGlyphIndexes(letters) == original.advancesForGlyphIndexes(letters)
    assert [copy.pathForGlyph(letter) for letter in letters] == [original.pathForGlyph(letter) for letter in letters]


def test_copy_has_no_letters_but_those_asked_for_that_the_font_has(original: QRawFont) -> None:
    copy = copied(original)
    assert copy.glyphIndexesForString("b") == original.glyphIndexesForString("A")
    assert copy.supportsCharacter("A")
    assert not copy.supportsCharacter("z")
    assert not copy.supportsCharacter("\u0627")  # Source Sans has no alif


def test_metrics_of_text_styles_are_those_of_source_sans(qapp: QApplication) -> None:
    dress(qapp)
    assert QFontMetricsF(font(TextStyle.BODY)).height() == pytest.approx(14 * (0.984 + 0.273), abs=0.1)
