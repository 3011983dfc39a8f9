"""The style sheet holds together: no placeholder is left, every rule fits a widget, and a theme reaches the window."""

from __future__ import annotations

import re
import string
from pathlib import Path
from typing import get_args

import pytest
from PySide6.QtGui import QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from desktop.config import paths
from desktop.config.settings import ThemeName
from desktop.ui.theme import TextStyle, apply_theme, font, load_fonts, load_palette
from tests.helpers.painting import picture_of, pixels
from tests.helpers.window import dress

SHEET = paths.resources() / "styles" / "app.qss"
SOURCES = [path.read_text(encoding="utf-8") for path in (Path(paths.__file__).parents[1] / "ui").rglob("*.py")]


def test_placeholders_are_colours_of_the_palette_and_all_are_filled() -> None:
    template = string.Template(SHEET.read_text(encoding="utf-8"))
    unknown = set(template.get_identifiers()) - set(load_palette("light").mapping())
    assert unknown == set()
    for theme in get_args(ThemeName):
        assert "$" not in template.substitute(load_palette(theme).mapping())


def test_style_sheet_is_balanced_and_names_no_colour_of_its_own() -> None:
    sheet = re.sub(r"/\*.*?\*/", "", SHEET.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert sheet.count("{") == sheet.count("}")
    assert re.findall(r":\s*#[0-9A-Fa-f]{3,8}", sheet) == []


@pytest.mark.parametrize("rule", ["ink", "kind", "tone", "edge", "side", "state", "compact", "crumb"])
def test_properties_the_sheet_asks_for_are_set_somewhere(rule: str) -> None:
    sheet = SHEET.read_text(encoding="utf-8")
    assert f"[{rule}=" in sheet
    assert any(f'setProperty("{rule}"' in source for source in SOURCES)


def test_names_the_sheet_asks_for_are_given_to_a_widget() -> None:
    sheet = re.sub(r"/\*.*?\*/", "", SHEET.read_text(encoding="utf-8"), flags=re.DOTALL)
    selectors = " ".join(re.findall(r"([^{}]+)\{", sheet))
    names = set(re.findall(r"#([A-Za-z]+)", selectors))
    unused = {name for name in names if not any(f'"{name}"' in source for source in SOURCES)}
    assert unused == set()


@pytest.mark.parametrize("theme", get_args(ThemeName))
def test_theme_reaches_standard_widgets(qapp: QApplication, theme: ThemeName) -> None:
    apply_theme(qapp, load_palette(theme))
    try:
        palette = load_palette(theme)
        assert qapp.palette().color(QPalette.ColorRole.Window) == palette.color("surface")
        group, role = QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text
        assert qapp.palette().color(group, role) == palette.color("disabled")
        button = QPushButton()
        button.setProperty("kind", "primary")
        button.resize(120, 32)
        picture = picture_of(button)
        assert pixels(picture, palette.accent) > picture.width() * picture.height() * 0.8
    finally:
        apply_theme(qapp, load_palette("light"))


def test_focus_of_a_button_is_a_ring_of_two_pixels_inside_it(qapp: QApplication) -> None:
    dress(qapp)
    focus = load_palette("light").focus
    button = QPushButton("Import")
    button.show()
    button.activateWindow()
    size = button.size()
    assert pixels(picture_of(button), focus) == 0
    button.setFocus()
    QApplication.processEvents()
    picture = picture_of(button)
    middle = picture.height() // 2
    assert [picture.pixelColor(x, middle).name().upper() == focus for x in range(4)] == [True, True, False, False]
    assert button.size() == size
    button.close()


def test_typeface_is_loaded_and_its_digits_are_equally_wide(qapp: QApplication) -> None:
    dress(qapp)
    load_fonts()
    assert QFontInfo(font(TextStyle.BODY)).family() == "Source Sans Pro"
    label = QLabel()
    for style in TextStyle:
        label.setFont(font(style))
        widths = {label.fontMetrics().horizontalAdvance(digit * 20) for digit in "0123456789"}
        assert len(widths) == 1, style


def test_type_scale_has_the_sizes_of_the_design() -> None:
    styles = TextStyle.__members__.items()
    sizes = {name: (font(style).pixelSize(), font(style).weight().value) for name, style in styles}
    assert sizes["BODY"] == (14, 400)
    assert sizes["STRONG"] == (14, 600)
    assert sizes["SMALL"] == (13, 400)
    assert sizes["CAPTION"] == (12, 400)
    assert sizes["TITLE"] == sizes["FIGURE"] == (22, 600)
    assert sizes["LEAD"] == (16, 400)
    assert sizes["EMPTY_TITLE"] == (18, 600)
    assert sizes["BRAND"] == (28, 600)
