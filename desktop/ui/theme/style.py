"""Puts a theme on the application: palette, font, style sheet."""

from __future__ import annotations

import string

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory, QToolTip

from desktop.config import paths
from desktop.ui.theme.fonts import TextStyle, font
from desktop.ui.theme.palette import Palette


def apply_theme(application: QApplication, palette: Palette) -> None:
    """Gives every widget the look of `palette`."""
    application.setStyle(QStyleFactory.create("Fusion"))
    application.setFont(font(TextStyle.BODY))
    application.setPalette(_qt_palette(palette))
    QToolTip.setFont(font(TextStyle.SMALL))
    template = (paths.resources() / "styles" / "app.qss").read_text(encoding="utf-8")
    application.setStyleSheet(string.Template(template).substitute(palette.mapping()))


def _qt_palette(palette: Palette) -> QPalette:
    role = QPalette.ColorRole
    made = QPalette()
    for target, name in {
        role.Window: "surface",
        role.WindowText: "text",
        role.Base: "surface",
        role.AlternateBase: "sunken",
        role.Text: "text",
        role.Button: "surface",
        role.ButtonText: "text",
        role.ToolTipBase: "tooltip",
        role.ToolTipText: "tooltip_text",
        role.PlaceholderText: "muted",
        role.Highlight: "selection",
        role.HighlightedText: "text",
        role.Link: "accent",
        role.Accent: "accent",
    }.items():
        made.setColor(target, QColor(getattr(palette, name)))
    disabled = QPalette.ColorGroup.Disabled
    for target in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(disabled, target, QColor(palette.disabled))
    return made
