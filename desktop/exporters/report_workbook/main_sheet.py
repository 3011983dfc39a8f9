"""Writes the main sheet of a report: its lines, its chart, and how it is printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from desktop.domain.spreadsheet import column_letters
from desktop.exporters.report_workbook.addresses import sheet_reference
from desktop.exporters.report_workbook.formulas import Formulas
from desktop.exporters.report_workbook.lines import CHART_LINES, FIRST, LABEL, NUMBER, Line, Page, Spot, Verdict
from desktop.exporters.report_workbook.looks import Looks, put, quoted_if_needed, shown, stored
from desktop.exporters.sheet_rows import held_text
from desktop.language import Language
from desktop.reports.report import Chart, ColumnKind, Figure, RowStyle

_WIDTHS: Final = {
    ColumnKind.AMOUNT: 17.0,
    ColumnKind.QUANTITY: 12.0,
    ColumnKind.SHARE: 11.0,
    ColumnKind.DAY: 13.0,
    ColumnKind.TEXT: 30.0,
}
_NUMBER_WIDTH, _LABEL_WIDTH = 8.0, 52.0
_LINE_HEIGHT = 13.5  # points of a line of 10 points
_LINE_PIXELS = 20
_COLOURS: Final = ("#9FB7CC", "#0B5C9E", "#3B7F6B", "#A66A00")


class MainSheet:
    """Writes `page` to `sheet`."""

    def __init__(self, book: Any, sheet: Any, page: Page, formulas: Formulas, language: Language, looks: Looks) -> None:
        self._book, self._sheet, self._page = book, sheet, page
        self._formulas, self._language, self._looks = formulas, language, looks
        self._widths = _widths(page)

    def write(self) -> None:
        """Writes all of it."""
        for index, width in enumerate(self._widths):
            self._sheet.set_column(index, index, width)
        for row, line in enumerate(self._page.lines):
            if line.spread:
                self._write_spread(row, line)
            else:
                for spot in line.spots:
                    self._write_spot(row, spot)
        if self._page.report.chart is not None:
            self._write_chart(self._page.report.chart)
        self._set_up_printing()

    def _write_spot(self, row: int, spot: Spot) -> None:
        content = spot.content
        match content:
            case Figure():
                self._write_figure(row, spot.column, content, spot)
            case Verdict():
                value = content.holds if all(proof.holds for proof in content.proofs) else content.fails
                look = self._looks.of(spot.look)
                self._sheet.write_formula(row, spot.column, self._formulas.verdict(content), look, value)
            case _:
                put(self._sheet, row, spot.column, shown(content, self._language)[0], spot.look, self._looks)

    def _write_figure(self, row: int, column: int, figure: Figure, spot: Spot) -> None:
        formula = self._formulas.of(figure, (row, column))
        if formula:
            self._sheet.write_formula(row, column, formula, self._looks.of(spot.look), stored(figure.value))
        else:
            put(self._sheet, row, column, figure.value, spot.look, self._looks)

    def _write_spread(self, row: int, line: Line) -> None:
        """A text over all columns; the sheet has to be told how high merged cells are."""
        (spot,) = line.spots
        text = held_text(str(shown(spot.content, self._language)[0] or ""))
        lines = sum(len(part) // int(sum(self._widths)) + 1 for part in text.split("\n"))
        look = self._looks.of(quoted_if_needed(spot.look, text))
        self._sheet.merge_range(row, NUMBER, row, self._page.width - 1, "", look)
        self._sheet.write_string(row, NUMBER, text, look)
        self._sheet.set_row(row, lines * _LINE_HEIGHT)

    # --- chart and logo -------------------------------------------------------------------------------------------

    def _write_chart(self, chart: Chart) -> None:
        report = self._page.report
        table, place = report.table(chart.table), self._page.tables[chart.table]
        rows = [(row, line) for row, line in place.rows if line.style is RowStyle.LINE]
        drawn = self._book.add_chart({"type": "column"})
        for number, key in enumerate(chart.columns):
            index = next(index for index, column in enumerate(table.columns) if column.key == key)
            figures = [line.cells[index] for _row, line in rows]
            drawn.add_series(
                {
                    "name": self._cells([place.heading], FIRST + index),
                    "categories": self._cells([row for row, _line in rows], LABEL),
                    "values": self._cells([row for row, _line in rows], FIRST + index),
                    "categories_data": [self._language.value(line.label) for _row, line in rows],
                    "values_data": [stored(cell.value) for cell in figures if isinstance(cell, Figure)],
                    "fill": {"color": _COLOURS[number % len(_COLOURS)]},
                    "gap": 60,
                }
            )
        drawn.set_title({"name": self._language.text(chart.title), "name_font": {"size": 12}, "overlay": False})
        drawn.set_legend({"position": "bottom"})
        drawn.set_y_axis({"num_format": "#,##0", "major_gridlines": {"visible": True, "line": {"color": "#E5E5E0"}}})
        if self._language.right_to_left:
            drawn.set_x_axis({"reverse": True})
        drawn.set_size({"width": 920, "height": (CHART_LINES - 1) * _LINE_PIXELS})
        self._sheet.insert_chart(self._page.chart_at, NUMBER, drawn, {"object_position": 2})

    def _cells(self, rows: Sequence[int], column: int) -> str:
        """Cells of a column of this sheet as a chart refers to them."""
        title = sheet_reference(self._sheet.get_name())
        letters = column_letters(column)
        parts = [f"{title}${letters}${first + 1}:${letters}${last + 1}" for first, last in _runs(rows)]
        if len(rows) == 1:
            return f"={title}${letters}${rows[0] + 1}"
        return f"=({','.join(parts)})" if len(parts) > 1 else f"={parts[0]}"

    # --- paper ----------------------------------------------------------------------------------------------------

    def _set_up_printing(self) -> None:
        page = self._page
        self._sheet.print_area(0, 0, len(page.lines) - 1, page.width - 1)
        heading = _repeated(page)
        self._sheet.repeat_rows(heading)
        if page.report.landscape:
            self._sheet.set_landscape()


def _repeated(page: Page) -> int:
    """The row that every page begins with: the heading where all tables have the same one, else the title."""
    headings = {tuple(column.label for column in table.columns) for table in page.report.tables}
    if len(headings) == 1 and page.tables:
        return next(iter(page.tables.values())).heading
    return page.title_at


def _runs(rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The first and last of rows that follow each other."""
    first = last = None
    for row in rows:
        if last is not None and first is not None and row != last + 1:
            yield first, last
            first = row
        first, last = row if first is None else first, row
    if first is not None and last is not None:
        yield first, last


def _widths(page: Page) -> list[float]:
    """How wide each column is: as the widest kind that any table has there needs."""
    widths = [_NUMBER_WIDTH, _LABEL_WIDTH, *[_WIDTHS[ColumnKind.AMOUNT]] * (page.width - FIRST)]
    for index in range(page.width - FIRST):
        kinds = {table.columns[index].kind for table in page.report.tables if index < len(table.columns)}
        if kinds:
            widths[FIRST + index] = max(_WIDTHS[kind] for kind in kinds)
    return widths
