"""The chart of a report: bars beside each other, as lengths in thousandths of the longest."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from desktop.domain.money import ONE, ZERO
from desktop.exporters.report_pdf.words import Words
from desktop.reports.report import Cell, Chart, Figure, Report, ReportRow, RowStyle

_LENGTH: Final = 1_000


def bars(chart: Chart, report: Report, words: Words) -> dict[str, Any] | None:
    """The bars of `chart`; None where there is nothing to draw. What is below zero has a figure, and no length."""
    table = report.table(chart.table)
    currency = table.currency or report.currency
    places = [index for index, column in enumerate(table.columns) if column.key in chart.columns]
    rows = [(row, _cells(row, places)) for row in table.rows if row.style is RowStyle.LINE]
    rows = [(row, cells) for row, cells in rows if any(map(_value, cells))]
    longest = max((_value(cell) for _row, cells in rows for cell in cells), default=ZERO)
    if longest <= 0:
        return None
    return {
        "title": words.text(chart.title),
        "legend": [words.text(table.columns[index].label) for index in places],
        "rows": [
            {
                "label": words.text(row.label),
                "bars": [{"length": _length(cell, longest), "text": words.cell(cell, currency)} for cell in cells],
            }
            for row, cells in rows
        ],
    }


def _cells(row: ReportRow, places: list[int]) -> list[Cell]:
    return [row.cells[index] if index < len(row.cells) else None for index in places]


def _value(cell: Cell) -> Decimal:
    return (cell.value or ZERO) if isinstance(cell, Figure) else ZERO


def _length(cell: Cell, longest: Decimal) -> int:
    return int((max(_value(cell), ZERO) * _LENGTH / longest).quantize(ONE, ROUND_HALF_UP))
