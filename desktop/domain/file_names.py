"""Names of files that hold wherever these are saved: on Windows, on a Mac, in a folder that is deep already."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePath
from typing import Final

LONGEST: Final = 100
"""Letters of a name; Windows takes 260 of a whole path, and a pack is unpacked somewhere deep."""
_MOST_BYTES: Final = 200  # other systems count bytes, up to 255 in a name
_LONGEST_SUFFIX: Final = 12
# What Windows takes in no name, and what a link to a file takes for something else (# and %).
_FORBIDDEN: Final = re.compile(r'[<>:"/\\|?*#%]')
_UNSEEN: Final = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")  # what nobody sees may turn a name round
_DEVICES: Final = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$", "clock$"}
    | {f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"}
)
_NAMELESS: Final = "file"


class Names:
    """Gives names for the files of one folder: safe, and each once, also where capitals do not count."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def of(self, text: str) -> str:
        """A name like `text` that no other file has."""
        name = plain = safe_name(text)
        number = 1
        while _key(name) in self._taken:
            number += 1
            name = safe_name(plain, mark=f" ({number})")
        self._taken.add(_key(name))
        return name


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def safe_name(text: str, *, mark: str = "") -> str:
    """`text` as the name of a file that every system takes, with `mark` before its ending."""
    name = "".join(" " if letter.isspace() else letter for letter in text)
    name = "".join(letter for letter in name if unicodedata.category(letter) not in _UNSEEN)
    name = unicodedata.normalize("NFC", name)
    name = " ".join(_FORBIDDEN.sub("-", name).split()).strip(". ")
    suffix = PurePath(name).suffix
    if len(suffix) > _LONGEST_SUFFIX or not suffix[1:].isalnum():
        suffix = ""  # a sentence with a full stop in it
    stem = name[: len(name) - len(suffix)].strip(". ") or _NAMELESS
    if stem.split(".")[0].strip().casefold() in _DEVICES:
        stem = f"_{stem}"
    return _cut(stem, len(mark) + len(suffix), len((mark + suffix).encode())) + mark + suffix


def _cut(stem: str, letters: int, more_bytes: int) -> str:
    """As much of `stem` as fits beside so many other letters and bytes."""
    short = stem[: LONGEST - letters].encode()[: _MOST_BYTES - more_bytes].decode(errors="ignore")
    return short.rstrip(". ")
