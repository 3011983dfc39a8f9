"""The choices of language and theme, as they stand on the welcome page and in the settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import cast

from PySide6.QtWidgets import QWidget

from desktop.config.settings import LanguageCode, ThemeName
from desktop.language import say
from desktop.language.speech import NAMES
from desktop.ui.context import Context
from desktop.ui.widgets.segments import segments


def choice(context: Context, choices: list[tuple[str, str]], current: str, on_choose: Callable[[str], None]) -> QWidget:
    """One of a few, beside each other in reading direction."""
    right_to_left = context.language.right_to_left
    return segments(choices, current, on_choose, palette=context.palette, right_to_left=right_to_left)


def language_choice(context: Context) -> QWidget:
    """The languages, each by its own name; choosing one shows everything in it at once."""

    def choose(code: str) -> None:
        context.keep_settings(replace(context.settings, language=cast("LanguageCode", code)))

    return choice(context, list(NAMES.items()), context.settings.language, choose)


def theme_choice(context: Context) -> QWidget:
    """Light or dark."""

    def choose(name: str) -> None:
        context.keep_settings(replace(context.settings, theme=cast("ThemeName", name)))

    themes = [("light", context.text(say("Light"))), ("dark", context.text(say("Dark")))]
    return choice(context, themes, context.settings.theme, choose)
