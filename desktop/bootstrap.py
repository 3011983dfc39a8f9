"""Puts the program together: settings, language and log for whoever starts it, window or command line."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from desktop.config import paths
from desktop.config.settings import Settings, load_settings, save_settings
from desktop.language import Language, load_language


@dataclass(slots=True)
class Desk:
    """What every part of the program is given: the user's settings, and who the user is."""

    settings: Settings
    settings_path: Path

    @property
    def actor(self) -> str:
        """The name under which changes are noted: as set, else the one of the computer's account."""
        return self.settings.actor or account_name()

    def language(self, code: str = "") -> Language:
        """The language `code`, or the user's."""
        return load_language(paths.translations(), code or self.settings.language)

    def keep(self, settings: Settings) -> None:
        """Makes `settings` the user's, now and, where they can be written, next time."""
        self.settings = settings
        with suppress(OSError):  # a full disk must not keep anyone from an office
            save_settings(settings, self.settings_path)


def account_name() -> str:
    """The name of the computer's account."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "user"


def has_screen(environment: Mapping[str, str] | None = None, *, system: str = sys.platform) -> bool:
    """Whether a window can be shown: Windows and macOS always have a screen, elsewhere a display must be named.

    Without one Qt ends the process where it stands, with no word to the user.
    """
    known = os.environ if environment is None else environment
    named = any(known.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
    return system in ("win32", "darwin") or named


def set_up_desk() -> Desk:
    """The desk of the user who starts the program."""
    path = paths.settings_file()
    return Desk(load_settings(path), path)
