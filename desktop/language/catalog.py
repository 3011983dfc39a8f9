"""Loads the translations of one language from `resources/i18n`."""

from __future__ import annotations

import gettext
from pathlib import Path

DOMAIN = "grantdesk"


def load_translations(folder: Path, *, code: str) -> gettext.NullTranslations:
    """The translations of `code`, or none for English, the language of the source.

    Raises FileNotFoundError when the compiled file of another language is missing: a screen that is half
    translated for want of a build step should be found by us, not by the user.
    """
    if code == "en":
        return gettext.NullTranslations()
    return gettext.translation(DOMAIN, localedir=folder, languages=[code])
