"""Text for searching and sorting: case and accents do not count, on both engines alike."""

from __future__ import annotations

import unicodedata
from typing import Any

from sqlalchemy import ColumnElement, Text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

# What PostgreSQL's translate() needs to do as fold() does for the letters of French, Portuguese, Spanish and German;
# punctuation becomes space there, so that `PV-0931` is two words on both engines.
ACCENTED = "àáâãäåçèéêëìíîïñòóôõöùúûüýÿÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝŸ"
PLAIN = "aaaaaaceeeeiiiinooooouuuuyyaaaaaaceeeeiiiinooooouuuuyy"
PUNCTUATION = "-_/\\.,;:!?()[]{}'\"’“”«»&+*=#%@|<>–—…°"


def fold(text: str | None) -> str | None:
    """`text` without case and accents."""
    if text is None or text.isascii():
        return text.lower() if text else text
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def words(text: str) -> list[str]:
    """The words of a search, folded: runs of letters and digits."""
    folded = fold(text) or ""
    return "".join(letter if letter.isalnum() else " " for letter in folded).split()


def begins_word(joined: str, word: str) -> bool:
    """Whether a word of `joined` begins with `word` (folded): the same question as the index of words answers."""
    return word in (fold(joined) or "") and any(known.startswith(word) for known in words(joined))


class folded(GenericFunction[str]):  # noqa: N801 - reads as the SQL function it is
    """`fold` in SQL."""

    type = Text()
    inherit_cache = True
    name = "fold"


@compiles(folded, "postgresql")
def _folded_on_postgresql(element: folded, compiler: Any, **options: Any) -> str:
    (argument,) = element.clauses
    return f"translate(lower({compiler.process(argument, **options)}), '{ACCENTED}', '{PLAIN}')"


def sortable(column: ColumnElement[Any]) -> ColumnElement[str]:
    """`column` as people sort names: case and accents do not count."""
    return folded(column)
