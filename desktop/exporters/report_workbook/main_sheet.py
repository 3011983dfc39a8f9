"""Writes the main sheet of a report: its lines, its chart, and how it is printed."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from math import ceil
from typing import Any, Final

from desktop.domain.spreadsheet import column_letters
from desktop.exporters.report_workbook.addresses import sheet_reference
from desktop.exporters.report_workbook.formulas import Formulas
from desktop.exporters.report_workbook.lines import (
    FIRST,
    LABEL,
    LOGO_LINES,
    NUMBER,
    Line,
    Page,
    Spot,
    Verdict,
)
from desktop.exporters.report_workbook.looks import Look, Looks, put, quoted_if_needed, shown, stored
from desktop.exporters.report_workbook.page_breaks import page_breaks
from desktop.exporters.sheet_rows import held_text
from desktop.language import Language, Message
from desktop.reports.report import Chart, ColumnKind, Figure, RowStyle

_WIDTHS: Final = {
    ColumnKind.AMOUNT: 17.0,
    ColumnKind.QUANTITY: 12.0,
    ColumnKind.MONTHS: 14.0,
    ColumnKind.SHARE: 11.0,
    ColumnKind.DAY: 13.0,
}
_NUMBER_WIDTH = 8.0
_LABEL_WIDTHS, _TEXT_WIDTHS = (24.0, 52.0), (13.0, 34.0)
_WIDE = 125.0  # beyond that a page is laid across
_LINE_HEIGHT = 13.5  # points of a line of 10 points
_LINE_PIXELS = 20
_ROW_HEIGHT = 15.0  # points of a row that nothing makes higher
_UPRIGHT, _ACROSS = (494.0, 719.0), (741.0, 472.0)  # points between the margins of A4, a row less than there are
_CHART_WIDTH = 920  # pixels
_LOGO_MARGIN = _CHART_MARGIN = 4
_SCREEN_DPI = 96
_COLOURS: Final = ("#9FB7CC", "#0B5C9E", "#3B7F6B", "#A66A00")


class MainSheet:
    """Writes `page` to `sheet`."""

    def __init__(self, book: Any, sheet: Any, page: Page, formulas: Formulas, language: Language, looks: Looks) -> None:
        self._book, self._sheet, self._page = book, sheet, page
        self._formulas, self._language, self._looks = formulas, language, looks
        self._heights: dict[int, float] = {}
        self._widths = [_width(page, index, language) for index in range(page.width)]

    def write(self) -> None:
        """Writes all of it."""
        for index, width in enumerate(self._widths):
            self._sheet.set_column(index, index, width)
        for row, line in enumerate(self._page.lines):
            if line.spread is not None:
                self._write_spread(row, line.spread)
            for spot in line.spots:
                self._write_spot(row, spot)
            self._set_height(row, line)
        if self._page.logo:
            self._write_logo(self._page.logo)
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

    def _write_spread(self, row: int, sentence: Message) -> None:
        """A sentence over all columns."""
        text = held_text(self._language.text(sentence))
        look = self._looks.of(quoted_if_needed(Look(muted=True, wraps=True), text))
        self._sheet.merge_range(row, NUMBER, row, self._page.width - 1, "", look)
        self._sheet.write_string(row, NUMBER, text, look)
        self._set_lines(row, _lines(text, sum(self._widths)))

    def _set_height(self, row: int, line: Line) -> None:
        """Makes room for text that wraps: not every program does that by itself."""
        most = 1
        for spot in line.spots:
            if spot.look.wraps and spot.content is not None and not isinstance(spot.content, Figure | Verdict):
                most = max(most, _lines(self._language.value(spot.content), self._widths[spot.column]))
        if most > 1:
            self._set_lines(row, most)

    def _set_lines(self, row: int, lines: int) -> None:
        self._heights[row] = lines * _LINE_HEIGHT
        self._sheet.set_row(row, self._heights[row])

    # --- logo and chart -------------------------------------------------------------------------------------------

    def _write_logo(self, content: bytes) -> None:
        """The logo as high as its lines; one that cannot be read is left off, since the figures matter more."""
        from xlsxwriter.exceptions import XlsxFileError
        from xlsxwriter.image import Image

        try:
            logo = Image(BytesIO(content))
        except (XlsxFileError, struct.error):
            return
        scale = (LOGO_LINES * _LINE_PIXELS - _LOGO_MARGIN) / (logo.height * _SCREEN_DPI / logo.y_dpi)
        self._sheet.insert_image(0, NUMBER, logo, {"x_scale": scale, "y_scale": scale, "decorative": True})

    def _write_chart(self, chart: Chart) -> None:
        report = self._page.report
        table, place = report.table(chart.table), self._page.tables[chart.table]
        rows = [(row, line) for row, line in place.rows if line.style is RowStyle.LINE]
        if not rows:
            return
        drawn = self._book.add_chart({"type": "bar"})
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
        scale = {"num_format": "#,##0", "major_gridlines": {"visible": True, "line": {"color": "#E5E5E0"}}}
        drawn.set_x_axis({**scale, "reverse": self._language.right_to_left})
        drawn.set_y_axis({"reverse": True, "interval_unit": 1})  # every line of the table, the first on top
        drawn.set_size({"width": _CHART_WIDTH, "height": self._page.chart_lines * _LINE_PIXELS})
        self._sheet.insert_chart(self._page.chart_at, NUMBER, drawn, {"object_position": 2, "y_offset": _CHART_MARGIN})

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
        first, last = _repeated(page)
        self._sheet.repeat_rows(first, last)
        across = page.report.landscape or sum(self._widths) > _WIDE
        if across:
            self._sheet.set_landscape()
        width, height = _ACROSS if across else _UPRIGHT
        scale = min(1.0, width / sum(_points(each) for each in self._widths))
        heights = [self._heights.get(row, _ROW_HEIGHT) for row in range(len(page.lines))]
        breaks = page_breaks(heights, page.blocks, room=height / scale - sum(heights[first : last + 1]))
        self._sheet.set_h_pagebreaks(breaks)


def _points(width: float) -> float:
    """How wide a column is on paper at least, in points: it is counted in digits of seven pixels and a margin of five.
    In a font with wider digits the page is shrunk more, and has room to spare.
    """
    return (width * 7 + 5) * 0.75


def _repeated(page: Page) -> tuple[int, int]:
    """First and last of the rows that every page begins with: the heading where all tables have the same one, else the
    title and a row of air.
    """
    headings = {tuple(column.label for column in table.columns) for table in page.report.tables}
    if len(headings) == 1 and page.tables:
        heading = next(iter(page.tables.values())).heading
        return heading, heading
    return page.title_at, page.title_at + 1


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


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in a column. Letters are narrower than the digits by which widths are counted, and
    what that gains is lost where lines break at words.
    """
    return sum(ceil(len(part) / width) or 1 for part in text.split("\n"))


def _width(page: Page, index: int, language: Language) -> float:
    """How wide a column is: as the tables need that have something there, within reason."""
    tables = page.report.tables
    if index == NUMBER:
        return _NUMBER_WIDTH
    if index == LABEL:
        labels = [row.label for table in tables for row in table.rows]
        return _fitting((language.value(label) for label in labels), _LABEL_WIDTHS)
    place = index - FIRST
    held = [table for table in tables if place < len(table.columns)]
    texts = [table for table in held if table.columns[place].kind is ColumnKind.TEXT]
    cells = [row.cells[place] for table in texts for row in table.rows if place < len(row.cells)]
    widths = [_WIDTHS[table.columns[place].kind] for table in held if table not in texts]
    if texts:
        shown_cells = (language.value(cell) for cell in cells if cell is not None and not isinstance(cell, Figure))
        widths.append(_fitting(shown_cells, _TEXT_WIDTHS))
    return max(widths, default=_WIDTHS[ColumnKind.AMOUNT])


def _fitting(texts: Iterable[str], limits: tuple[float, float]) -> float:
    narrowest, widest = limits
    return min(widest, max(narrowest, *(len(text) + 2.0 for text in texts), 0.0))
