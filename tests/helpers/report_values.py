"""Reports made by hand, for tests of what shows them: figures that nothing is behind."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from desktop.domain.period import Period
from desktop.language import say
from desktop.reports.report import (
    ColumnKind,
    Fact,
    Figure,
    Given,
    Report,
    ReportColumn,
    ReportRow,
    ReportTable,
    RowStyle,
    Unit,
)
from desktop.reports.trace import Scope, TraceRow

QUARTER = Period.of_days(date(2019, 7, 1), date(2019, 9, 30))


def figure(key: str, value: str | None, unit: Unit = Unit.AMOUNT) -> Figure:
    """A stated figure."""
    return Figure(key, None if value is None else Decimal(value), Given(say("By hand")), unit)


def amounts(*labels: str) -> tuple[ReportColumn, ...]:
    """Columns of amounts."""
    return tuple(ReportColumn(f"c{index}", label) for index, label in enumerate(labels))


def row(label: str, *values: str | None, style: RowStyle = RowStyle.LINE, **more: Any) -> ReportRow:
    """A row of amounts."""
    cells = tuple(figure(f"{label}.{index}", value) for index, value in enumerate(values))
    return ReportRow(more.pop("key", label), label, cells, style=style, **more)


def table(rows: Iterable[ReportRow], columns: tuple[ReportColumn, ...] = (), **more: Any) -> ReportTable:
    """A table under plain words."""
    plain: dict[str, Any] = {"key": "table", "title": say("By category"), "heading": say("Category")}
    return ReportTable(**plain | more, columns=columns or amounts("Budget", "Spent"), rows=tuple(rows))


def report(*tables: ReportTable, **more: Any) -> Report:
    """A report of a grant over the third quarter of 2019."""
    plain: dict[str, Any] = {
        "name": "statement",
        "title": say("Financial statement"),
        "period": QUARTER,
        "currency": "USD",
        "scope": Scope((1,), QUARTER),
        "facts": (Fact("grant", say("Grant"), "NER-CT-01"), Fact("title", say("Title"), "Legal aid in Niger")),
    }
    return Report(**plain | more, tables=tables)


def entry(number: int, **values: Any) -> TraceRow:
    """An entry that spends 100.00 and its number, of the third quarter of 2019."""
    plain: dict[str, Any] = {
        "id": number,
        "entry_on": date(2019, 8, 15),
        "reference": f"PV-{number:04}",
        "description": f"Entry {number}",
        "kind_name": say("Expenditure"),
        "when": "period",
        "original_currency": "USD",
        "original_amount": Decimal(100 + number),
        "spent": Decimal(100 + number),
    }
    return TraceRow(**plain | values)


KINDS = tuple(ReportColumn(kind.value, kind.value.capitalize(), kind) for kind in ColumnKind)
"""A column of each kind."""
