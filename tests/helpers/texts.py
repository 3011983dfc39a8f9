"""The texts of the program, found in its source as the extraction for translators finds them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
KEYWORDS = {"say": (1,), "say_many": (1, 2)}  # as in installer/dev.py
_PLACE = re.compile(r"\{(\w*)\}")


@dataclass(frozen=True)
class Text:
    """One text of the source; `many` is its other form when it counts."""

    one: str
    many: str
    where: str

    @property
    def id(self) -> str | tuple[str, str]:
        """As a catalogue calls it."""
        return (self.one, self.many) if self.many else self.one


def texts_of_the_program() -> list[Text]:
    """Every text that goes through `say` or `say_many`."""
    found = extract_from_dir(ROOT / "desktop", method_map=[("**.py", "python")], keywords=KEYWORDS)
    texts = []
    for file, line, message, _comments, _context in found:
        one, many = message if isinstance(message, tuple) else (message, "")
        texts.append(Text(one, many, f"desktop/{file}:{line}"))
    return texts


def catalogue_path(code: str) -> Path:
    """The texts of a language as people translate them."""
    return ROOT / "resources" / "i18n" / code / "LC_MESSAGES" / "grantdesk.po"


def catalogue(code: str) -> Catalog:
    """The catalogue of a language."""
    with catalogue_path(code).open("rb") as file:
        return read_po(file)


def forms(message: Message) -> tuple[str, ...]:
    """The translation in each of its plural forms; empty texts where there is none."""
    found = message.string or ""
    return (found,) if isinstance(found, str) else tuple(found)


def places(text: str) -> list[str]:
    """The names in braces, sorted; a name that stands twice counts twice."""
    return sorted(_PLACE.findall(text))
