"""Words without what people do not tell apart: case, accents, signs between them."""

from __future__ import annotations

import unicodedata


def fold(text: str | None) -> str | None:
    """`text` without case and accents."""
    if text is None or text.isascii():
        return text.lower() if text else text
    # Taken apart before case is dropped, for letters such as a raised C, and after it, for what that brings forth.
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def words(text: str) -> list[str]:
    """The words of a search, folded: runs of letters and digits."""
    folded = fold(text) or ""
    return "".join(letter if letter.isalnum() else " " for letter in folded).split()
