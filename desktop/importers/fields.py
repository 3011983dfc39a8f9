"""What a table can bring into a register: its fields, and every name people give them.

Fields come from the declaration of the register, so that a new column can be imported the day it is declared.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop.language import Message
from desktop.registers.register import Column, Kind


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a column of a table can hold.

    `names` are what people call it, folded (`words`), best first: in each language of the program, and abbreviations
    (`resources/codelists/column_names.toml`). `currency` is the key of the field that holds its currency, `target` the
    register of the records it refers to. `column` is the register's own column; a field without one (debit, credit,
    tags) is made into others.
    """

    key: str
    label: Message
    kind: Kind
    required: bool = False
    names: tuple[str, ...] = ()
    currency: str = ""
    choices: Mapping[str, Message] = field(default_factory=dict)
    target: str = ""
    column: Column | None = None

    @property
    def personal(self) -> bool:
        """Whether it says who a volunteer is: nothing that is said of it may quote it."""
        return self.column is not None and self.column.personal
