"""Rows as a table for the clipboard: plain text parted by tabs, and HTML that says which cells are numbers.

Excel and LibreOffice take the HTML and find exact numbers and dates whatever their own language; an editor takes the
text. Nothing that is pasted becomes a formula.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from desktop.domain.spreadsheet import quoted
from desktop.language import Language
from desktop.registers.exported import Exported, currencies_of, exported_columns
from desktop.registers.query import Cell, Query, Row
from desktop.registers.register import Column
from desktop.registers.show import Shown, cell_text, exact_number, shown_value

_TEXT_STYLE = "mso-number-format:&quot;\\@&quot;"
_HEAD = (
    '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="utf-8"></head><body><table border="0">'
)
CellText = Callable[[Column, Shown, str], str]


def as_text(query: Query, rows: Sequence[Row], language: Language) -> str:
    """Headings and rows, values parted by tabs; numbers without spaces, dates as 2019-10-09."""
    mark = language.number(Decimal("0.5"))[1]

    def cell(_column: Column, value: Shown, _currency: str) -> str:
        match value:
            case None:
                return ""
            case Decimal():
                return f"{value:f}".replace(".", mark)
            case date():
                return _day(value)
        plain = " ".join(value.split())
        return quoted(plain)

    columns = exported_columns(query, currencies_of(query, rows))
    headings = "\t".join(language.text(exported.heading) for exported in columns)
    return "\r\n".join([headings, *("\t".join(_cells(columns, query.by_key(row), language, cell)) for row in rows)])


def as_html(query: Query, rows: Sequence[Row], language: Language) -> str:
    """The same as an HTML table; numbers carry their exact value beside what people read."""

    def cell(column: Column, value: Shown, currency: str) -> str:
        match value:
            case None:
                return "<td></td>"
            case Decimal():
                people = html.escape(cell_text(column, value, currency, language))
                return f'<td align="right" x:num="{value:f}" sdval="{value:f}">{people}</td>'
            case date():
                return f"<td>{_day(value)}</td>"
        return f'<td style="{_TEXT_STYLE}">{html.escape(value)}</td>'

    columns = exported_columns(query, currencies_of(query, rows))
    headings = "".join(f"<th>{html.escape(language.text(exported.heading))}</th>" for exported in columns)
    body = "".join(f"<tr>{''.join(_cells(columns, query.by_key(row), language, cell))}</tr>" for row in rows)
    return f"{_HEAD}<tr>{headings}</tr>{body}</table></body></html>"


def _cells(
    columns: Sequence[Exported], values: Mapping[str, Cell], language: Language, cell: CellText
) -> Iterable[str]:
    for column in (exported.column for exported in columns):
        value, currency = shown_value(column, values[column.key], language), values.get(column.currency)
        if isinstance(value, Decimal):
            value = exact_number(column, value, currency)
        yield cell(column, value, currency if isinstance(currency, str) else "")


def _day(value: date) -> str:
    if isinstance(value, datetime):
        return value.astimezone().strftime("%Y-%m-%d %H:%M")
    return value.isoformat()
