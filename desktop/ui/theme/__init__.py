"""How everything looks: colours, type, icons, and the style sheet made of them."""

from desktop.ui.theme.fonts import TextStyle, font, load_fonts
from desktop.ui.theme.icons import Icon, icon, pixmap
from desktop.ui.theme.language import apply_language
from desktop.ui.theme.palette import Palette, load_palette
from desktop.ui.theme.style import apply_theme

__all__ = [
    "Icon",
    "Palette",
    "TextStyle",
    "apply_language",
    "apply_theme",
    "font",
    "icon",
    "load_fonts",
    "load_palette",
    "pixmap",
]
