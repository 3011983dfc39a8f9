"""What stands in the cells of an exported list, whatever kind of file it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from desktop.domain.progress import Progress
from desktop.exporters import cells
from desktop.language import Language, say
from desktop.registers.exported import Exported
from desktop.registers.query import Cell, Row
from desktop.registers.register import Column, Kind
from desktop.registers.show import Shown, exact_number, shown_value

_PER_REPORT = 1_000
ShownCell = tuple[Shown, str]  # what stands in a cell, and how Excel shows it


def shown_row(columns: Sequence[Exported], values: Mapping[str, Cell], language: Language) -> list[ShownCell]:
    """What a row of a file holds under these columns."""
    return [
        shown_cell(column, values[column.key], values.get(column.currency), language)
        for column in (exported.column for exported in columns)
    ]


def shown_cell(column: Column, value: Cell, currency: Cell, language: Language) -> ShownCell:
    """What a cell of `column` holds, and how Excel shows it."""
    shown = shown_value(column, value, language)
    match shown:
        case Decimal():
            shown = exact_number(column, shown, currency)
            money = column.kind is Kind.MONEY
            return shown, cells.money_format(str(currency)) if money and currency else cells.number_format(shown)
        case datetime():
            return shown, cells.INSTANT_FORMAT
        case date() if shown < cells.FIRST_DAY:
            return shown.isoformat(), ""
        case date():
            return shown, cells.DATE_FORMAT
    return shown, ""


def reported(rows: Iterable[Row], count: int, path: Path, progress: Progress) -> Iterator[Row]:
    """The rows, while `progress` is told how many of `count` are written."""
    for number, row in enumerate(rows, start=1):
        if number % _PER_REPORT == 0:
            progress.report(number, count, say("Writing {file}", file=path.name))
        yield row
