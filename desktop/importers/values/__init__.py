"""What the cells of a column come to: numbers, days, texts, codes of lists; each different value read once.

How numbers and days are written is decided by a column as a whole (`deciding`), never cell by cell.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from desktop.domain.finding import Severity
from desktop.domain.money import CFA_FRANCS
from desktop.importers.book import GridColumn, Raw
from desktop.importers.column_values import ColumnValues, Flaw, Value
from desktop.importers.fields import Field
from desktop.importers.values.amounts import to_minor_unit
from desktop.importers.values.cells import counted
from desktop.importers.values.choices import read_choices, read_currencies
from desktop.importers.values.dates import read_dates
from desktop.importers.values.numbers import read_numbers
from desktop.importers.values.texts import read_texts
from desktop.importers.values.written_dates import ORDERS
from desktop.importers.values.written_numbers import STYLES
from desktop.language import say
from desktop.registers.register import NUMERIC_KINDS, Kind

__all__ = ["possible_styles", "read_typed", "read_values", "to_minor_unit"]

_AS_ITS_CELLS = say("As its cells are written.")
_Reader = Callable[[Sequence[Raw], Mapping[int, int], Field, str], ColumnValues]
# All are called alike; one that has no use for its field or style says so by the name it gives it.
_READERS: dict[Kind, _Reader] = {
    **dict.fromkeys(NUMERIC_KINDS, read_numbers),
    Kind.DATE: read_dates,
    **dict.fromkeys((Kind.CHOICE, Kind.CHOICES, Kind.COUNTRY, Kind.COUNTRIES), read_choices),
    Kind.CURRENCY: read_currencies,
}

_STYLES: dict[Kind, tuple[str, ...]] = {
    **dict.fromkeys(NUMERIC_KINDS, STYLES),
    Kind.DATE: ORDERS,
    Kind.CURRENCY: CFA_FRANCS,
}


def read_values(column: GridColumn, field: Field, *, rows: Sequence[int], style: str = "") -> ColumnValues:
    """The values of a column as the field holds them, each with what is wrong with it.

    Only cells of `rows` (in order) are read, and only they are evidence of how the column is written; `style` is what a
    person chose instead. A value with a flaw that is an error is None. What is said of a personal field quotes nothing.
    """
    found = _READERS.get(field.kind, read_texts)(column.values, counted(column, rows), field, style)
    return _unquoted(found, field) if field.personal else found


def _unquoted(found: ColumnValues, field: Field) -> ColumnValues:
    """The same values, nothing of them in any sentence: what says who a volunteer is may be seen by few."""
    sentence = say("What stands here cannot be taken as {field}.", field=field.label)
    flaws = {place: replace(flaw, sentence=sentence, nearest=()) for place, flaw in found.flaws.items()}
    style = found.style and replace(found.style, evidence=_AS_ITS_CELLS)
    return replace(found, flaws=flaws, style=style)


def possible_styles(field: Field) -> tuple[str, ...]:
    """The styles in which values of a field can be written; those of a currency say which CFA franc is meant."""
    return _STYLES.get(field.kind, ())


def read_typed(text: str, field: Field, *, style: str = "") -> Value | Flaw:
    """What a person typed in the place of a cell, or why it cannot be taken.

    It is read like its column; a number that can be read in one way only may also be written otherwise.
    """
    column = GridColumn([None, text], array("I", [1]))
    found = read_values(column, field, rows=[0], style=style)
    flaw = found.flaws.get(1)
    if flaw is None or flaw.severity is not Severity.ERROR:
        return found.values[1]
    return read_typed(text, field) if style and field.kind in NUMERIC_KINDS else flaw
