"""What the cells of a column come to: each different value read once, by one style for the whole column.

Whether a comma parts decimals or thousands, and whether 04/05/2024 is in May or April, is decided by the column as a
whole and with its evidence, never cell by cell; where nothing decides it, the style is `open` and someone is asked.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from desktop.domain.finding import Severity
from desktop.language import Message

Value: TypeAlias = "str | Decimal | date | None"


@dataclass(frozen=True, slots=True)
class Flaw:
    """Why a value cannot be taken as it stands, or is worth a look; `nearest` are codes that could be meant."""

    severity: Severity
    sentence: Message
    fix: Message
    nearest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Style:
    """How the values of a column are written.

    `code` is kept in a mapping: ``1,234.50``, ``1.234,50``, ``dmy``, ``mdy``, ``ymd``, or empty where the cells are
    true numbers or dates.

    `evidence` says what decided it; an `open` one was decided by nothing: `others` are the styles it may be too.
    """

    code: str
    evidence: Message
    open: bool = False
    others: tuple[str, ...] = ()

    @property
    def decided(self) -> str:
        """Its code, unless nothing decided for it: how a value typed into the column is read."""
        return "" if self.open else self.code


@dataclass(slots=True)
class ColumnValues:
    """The values of a column, one for each of `GridColumn.values`; `flaws` by the index of the value.

    `currencies` are those written in the cells beside the numbers, by the index of the value.
    """

    values: list[Value]
    flaws: dict[int, Flaw] = field(default_factory=dict)
    currencies: dict[int, str] = field(default_factory=dict)
    style: Style | None = None
