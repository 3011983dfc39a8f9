"""The colours of both themes can be read: contrast by WCAG 2.2, worked out from the palette itself."""

from __future__ import annotations

from typing import get_args

import pytest
from PySide6.QtGui import QColor

from desktop.config.settings import ThemeName
from desktop.ui.theme import Palette, load_palette

THEMES: tuple[ThemeName, ...] = get_args(ThemeName)
GROUNDS = ("surface", "background", "sunken", "raised", "hover", "selection", "selection_inactive")
INKS = ("text", "text_secondary", "muted", "accent", "positive", "warning", "negative")
SOFT = [(f"{tone}_soft", ink) for tone in ("accent", "positive", "warning", "negative") for ink in (tone, "text")]
ON_COLOUR = [("accent", "on_accent"), ("accent_hover", "on_accent"), ("accent_pressed", "on_accent")]


def luminance(color: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF())


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(QColor(one)), luminance(QColor(other))))
    return (lighter + 0.05) / (darker + 0.05)


def below(palette: Palette, pairs: list[tuple[str, str]], least: float) -> dict[str, float]:
    """The pairs of ground and ink that fall short."""
    found = {f"{ink} on {ground}": contrast(getattr(palette, ground), getattr(palette, ink)) for ground, ink in pairs}
    return {pair: round(ratio, 2) for pair, ratio in found.items() if ratio < least}


def test_contrast_is_measured_as_wcag_does() -> None:
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("theme", THEMES)
def test_every_ink_can_be_read_on_every_ground(theme: ThemeName) -> None:
    pairs = [(ground, ink) for ground in GROUNDS for ink in INKS]
    assert below(load_palette(theme), pairs, 4.5) == {}


@pytest.mark.parametrize("theme", THEMES)
def test_soft_bands_buttons_and_tooltips_can_be_read(theme: ThemeName) -> None:
    assert below(load_palette(theme), [*SOFT, *ON_COLOUR, ("tooltip", "tooltip_text")], 4.5) == {}


@pytest.mark.parametrize("theme", THEMES)
def test_borders_focus_and_bars_stand_out(theme: ThemeName) -> None:
    pairs = [(ground, ink) for ground in ("surface", "raised", "sunken") for ink in ("border_control", "focus")]
    pairs += [("surface", "accent"), ("track", "accent"), ("track", "text"), ("surface", "negative")]
    assert below(load_palette(theme), pairs, 3.0) == {}


@pytest.mark.parametrize("theme", THEMES)
def test_eight_categories_stand_out_from_the_page_and_differ(theme: ThemeName) -> None:
    palette = load_palette(theme)
    assert len(set(palette.categories)) == 8
    faint = {color for color in palette.categories if contrast(color, palette.surface) < 3.0}
    assert faint == set()


@pytest.mark.parametrize("theme", THEMES)
def test_every_colour_can_be_painted(theme: ThemeName) -> None:
    palette = load_palette(theme)
    broken = [name for name in palette.mapping() if not palette.color(name).isValid()]
    assert broken == []
    assert all(QColor(color).isValid() for color in palette.categories)


@pytest.mark.parametrize("theme", THEMES)
def test_scrim_and_shadow_are_seen_through(theme: ThemeName) -> None:
    palette = load_palette(theme)
    assert 0 < palette.color("scrim").alpha() < 255
    assert 0 < palette.color("shadow").alpha() < 255


def test_unknown_colour_is_an_error() -> None:
    with pytest.raises(AttributeError, match="mauve"):
        load_palette("light").color("mauve")


def test_dark_is_dark_and_light_is_light_without_pure_black() -> None:
    light, dark = load_palette("light"), load_palette("dark")
    assert luminance(QColor(light.surface)) > 0.9
    assert 0 < luminance(QColor(dark.background)) < luminance(QColor(dark.surface)) < 0.05
    assert dark.text != "#FFFFFF"
