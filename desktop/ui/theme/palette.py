"""The colours of a theme, from `resources/styles/palette.toml`."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass, fields

from PySide6.QtGui import QColor

from desktop.config import paths
from desktop.config.settings import ThemeName


@dataclass(frozen=True, slots=True)
class Palette:
    """One theme's colours as Qt writes them (#RRGGBB, #AARRGGBB). Blue can be pressed, is selected, or is spent; green
    is checked and right; amber: look soon; red: wrong or over. No colour ever speaks alone.
    """

    background: str
    surface: str
    sunken: str
    raised: str
    hover: str
    border: str
    border_strong: str
    border_control: str
    text: str
    text_secondary: str
    muted: str
    disabled: str
    accent: str
    accent_hover: str
    accent_pressed: str
    on_accent: str
    accent_soft: str
    positive: str
    positive_soft: str
    warning: str
    warning_soft: str
    negative: str
    negative_soft: str
    selection: str
    selection_inactive: str
    focus: str
    track: str
    scrim: str
    shadow: str
    tooltip: str
    tooltip_text: str
    categories: tuple[str, ...]

    def color(self, name: str) -> QColor:
        """The colour called `name`, to paint with. Raises AttributeError for one that is not there."""
        return QColor(getattr(self, name))

    def mapping(self) -> dict[str, str]:
        """The colours by name, for the style sheet."""
        return {entry.name: getattr(self, entry.name) for entry in fields(self) if entry.name != "categories"}


@functools.cache
def load_palette(theme: ThemeName) -> Palette:
    """The colours of `theme`."""
    content = (paths.resources() / "styles" / "palette.toml").read_text(encoding="utf-8")
    colours = tomllib.loads(content)[theme]
    return Palette(**colours | {"categories": tuple(colours["categories"])})
