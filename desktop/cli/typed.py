"""What is looked for among typed words before they are read as a verb. The window asks here too, so it stays light."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import get_args

from desktop.config.settings import LanguageCode

_WINDOW_OPTIONS = ("--sample",)


def wants_window(words: Sequence[str]) -> bool:
    """Whether the window should open: nothing is typed, only an office to open, or `--sample`."""
    if not words:
        return True
    first = words[0]
    return first in _WINDOW_OPTIONS or (len(words) == 1 and _is_office(first) and not _is_verb(first))


def _is_office(word: str) -> bool:
    """Whether a word can name an office: an address, or a file; any other is a verb mistyped."""
    return not word.startswith("-") and ("://" in word or bool(Path(word).suffix) or Path(word).exists())


def _is_verb(word: str) -> bool:
    """Whether a file is called like a verb. The verbs know the services, which a window that opens has no time for."""
    if not word.isalpha():
        return False
    from desktop.cli.verbs import VERBS

    return word in {verb.name for verb in VERBS}


def language_in(words: Sequence[str]) -> str:
    """The code after `--language`, wherever it stands, or nothing: help and errors need it before all is read."""
    for place, word in enumerate(words):
        name, _, value = word.partition("=")
        code = value or (words[place + 1] if place + 1 < len(words) else "")
        if name == "--language" and code in get_args(LanguageCode):
            return code
    return ""


def joined(words: Sequence[str]) -> list[str]:
    """What was typed, with `--sort -amount` as one word, since argparse takes `-amount` for an option of its own."""
    found: list[str] = []
    for word in words:
        if found and found[-1] == "--sort" and word.startswith("-"):
            found[-1] = f"--sort={word}"
        else:
            found.append(word)
    return found
