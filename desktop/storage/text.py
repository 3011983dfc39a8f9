"""Text for searching and sorting: case and accents do not count, on both engines alike."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

from desktop.language.folding import fold, words

# What PostgreSQL needs to do as fold() does: the marks that stand apart once letters are taken apart (Latin, Arabic),
# and the signs between words, which become space there, so that `PV-0931` is two words on both engines.
_MARKS = r"[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u1dc0-\u1dff]"
_SIGNS = r"[\u0021-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u00d7\u00f7\u060c\u061b\u061f\u2000-\u2bff]"


def begins_word(joined: str, word: str) -> bool:
    """Whether a word of `joined` begins with `word` (folded): the same question as the index of words answers."""
    return word in (fold(joined) or "") and any(known.startswith(word) for known in words(joined))


class Folded(GenericFunction[str]):
    """`fold` in SQL."""

    type = Text()
    inherit_cache = True
    name = "fold"


@compiles(Folded, "postgresql")
def _folded_on_postgresql(element: Folded, compiler: Any, **options: Any) -> str:
    (argument,) = element.clauses
    return _folded(compiler.process(argument, **options))


def _folded(text: str) -> str:
    apart = f"regexp_replace(normalize({text}, NFKD), '{_MARKS}', '', 'g')"
    return f"replace(lower({apart}), 'ß', 'ss')"


def document(text: str) -> str:
    """The words of the expression `text` as PostgreSQL indexes them. The migrations say the same, letter for letter."""
    return f"to_tsvector('simple', regexp_replace({_folded(text)}, '{_SIGNS}', ' ', 'g'))"


def sortable(column: ColumnElement[Any]) -> ColumnElement[str]:
    """`column` as people sort names: case and accents do not count."""
    return Folded(column)
