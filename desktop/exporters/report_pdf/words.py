"""Texts as a PDF can hold them, and figures as the screen shows them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from desktop.domain.money import Money, trimmed
from desktop.language import Language, Value
from desktop.language.speech import NO_BREAK
from desktop.reports.report import Cell, Figure, Unit

# What no font has a letter for: controls, halves of letters, private and unassigned ones.
_UNSET: Final = frozenset({"Cc", "Cs", "Co", "Cn"})
_DAY: Final = re.compile(r"\b\d{1,2}(?:er)? [^\W\d_]+\.? \d{4}\b")  # as every language writes them
# They would turn what stands beside them about, such as the digits of an amount.
_OVERRIDES: Final = frozenset("\u202a\u202b\u202c\u202d\u202e")
_SPACES: Final = frozenset("\u00a0\u2009\u202f")  # kept as they are: thin ones, and those where no line ends


def plain(text: str) -> str:
    """`text` in one line, without what cannot be set."""
    kept = "".join(" " if letter.isspace() and letter not in _SPACES else letter for letter in text)
    return "".join(letter for letter in kept if letter not in _OVERRIDES and unicodedata.category(letter) not in _UNSET)


def _whole_days(text: str) -> str:
    """`text` whose dates stay in one line."""
    return _DAY.sub(lambda day: day[0].replace(" ", NO_BREAK), text)


@dataclass(frozen=True, slots=True)
class Words:
    """Writes values in one language."""

    language: Language

    def text(self, value: Value | None) -> str:
        """Any value; nothing for none. What people typed has a direction of its own."""
        if value is None or value == "":
            return ""
        typed = isinstance(value, str) and self.language.right_to_left
        return _whole_days(plain(self.language.beside(value) if typed else self.language.value(value)))

    def cell(self, cell: Cell, currency: str) -> str:
        """A cell of a table: a figure in the way of its unit, or a text or day."""
        return self.figure(cell, currency) if isinstance(cell, Figure) else self.text(cell)

    def figure(self, figure: Figure, currency: str) -> str:
        """A figure: an amount in the decimals of `currency`, a share as per cent, nothing where it has no meaning."""
        if figure.value is None:
            return ""
        if figure.unit is Unit.SHARE:
            return self.language.percent(figure.value, decimals=1)
        if figure.unit is Unit.QUANTITY:
            return self.language.number(trimmed(figure.value))
        if figure.unit is Unit.MONTHS:
            return self.language.number(figure.value, decimals=2)
        return self.amount(figure.value, currency)

    def amount(self, value: Decimal | None, currency: str) -> str:
        """An amount without its currency."""
        if value is None:
            return ""
        return self.language.number(Money(value, currency).amount if currency else value)
