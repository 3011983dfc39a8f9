"""A copy of a font with lines of another height. Qt gives a line the room of its highest font, asked or not: letters
of a second family that claims much room would push lines apart, and letters in fields off their place.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping

from PySide6.QtGui import QRawFont

# What a font needs to be drawn and shaped, and to have weights between its own; what it says of its lines besides
# (MVAR, vhea) is left out; its names and the list of its letters are written anew.
_TABLES = (
    "CFF ", "GDEF", "GPOS", "GSUB", "HVAR", "OS/2", "STAT", "avar", "cvt ", "fpgm", "fvar", "gasp", "glyf",
    "gvar", "head", "hhea", "hmtx", "loca", "maxp", "post", "prep",
)  # fmt: skip
_FAMILY_NAME, _STYLE_NAME, _FULL_NAME, _PLAIN_NAME = 1, 2, 4, 6
_WINDOWS, _UNICODE, _EVERY_LETTER, _ENGLISH = 3, 1, 10, 0x409


def with_line(font: QRawFont, family: str, *, ascent: float, descent: float, letters: Mapping[str, str]) -> bytes:
    """The file of a font under another name, its lines reaching so far above and below the foot of its letters.

    Both are shares of the size of the font; letters that reach farther are drawn all the same. `letters` says which
    ones it has, each with the letter of `font` whose picture it gets; those without a picture are left out.
    """
    tables = {tag: bytes(table.data()) for tag in _TABLES if (table := font.fontTable(tag)).size()}
    above, below = (round(font.unitsPerEm() * share) for share in (ascent, descent))
    tables["hhea"] = _patched(tables["hhea"], 4, ">hhh", above, -below, 0)
    tables["OS/2"] = _patched(_patched(tables["OS/2"], 68, ">hhh", above, -below, 0), 74, ">HH", above, below)
    tables["name"] = _names(family, font.styleName())
    tables["cmap"] = _pictures(dict(zip(letters, font.glyphIndexesForString("".join(letters.values())), strict=True)))
    return _file(tables)


def _patched(table: bytes, place: int, layout: str, *values: int) -> bytes:
    return table[:place] + struct.pack(layout, *values) + table[place + struct.calcsize(layout) :]


def _names(family: str, style: str) -> bytes:
    """A table of names."""
    full = f"{family} {style}"
    texts = {_FAMILY_NAME: family, _STYLE_NAME: style, _FULL_NAME: full, _PLAIN_NAME: full.replace(" ", "-")}
    entries, letters = b"", b""
    for name, text in texts.items():
        written = text.encode("utf-16-be")
        entries += struct.pack(">6H", _WINDOWS, _UNICODE, _ENGLISH, name, len(written), len(letters))
        letters += written
    return struct.pack(">3H", 0, len(texts), 6 + len(entries)) + entries + letters


def _pictures(found: Mapping[str, int]) -> bytes:
    """A table of letters and the numbers of their pictures, each letter a group of its own."""
    groups = [struct.pack(">3I", ord(letter), ord(letter), found[letter]) for letter in sorted(found) if found[letter]]
    table = struct.pack(">2H3I", 12, 0, 16 + 12 * len(groups), 0, len(groups)) + b"".join(groups)
    return struct.pack(">4HI", 0, 1, _WINDOWS, _EVERY_LETTER, 12) + table


def _file(tables: dict[str, bytes]) -> bytes:
    """Tables behind their directory, each at a multiple of four; Qt asks for no checksums."""
    kind = b"OTTO" if "CFF " in tables else b"\0\1\0\0"
    power = len(tables).bit_length() - 1
    head = kind + struct.pack(">4H", len(tables), 16 << power, power, (len(tables) - (1 << power)) << 4)
    directory, body = b"", b""
    start = len(head) + 16 * len(tables)
    for tag, table in sorted(tables.items()):
        directory += struct.pack(">4s3I", tag.encode("ascii"), 0, start + len(body), len(table))
        body += table + bytes(-len(table) % 4)
    return head + directory + body
