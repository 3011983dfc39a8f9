"""The day that counts, as the database knows it: today, or the day on which a sample office stands still."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, func, literal_column, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from desktop.storage.models.office import OfficeRecord


class _Today(FunctionElement[date]):
    """The day that counts; `days` later."""

    type = Date()
    inherit_cache = True
    name = "today"


@compiles(_Today, "sqlite")
def _today_of_file(element: _Today, compiler: Any, **how: Any) -> str:
    day, days = (compiler.process(clause, **how) for clause in element.clauses)
    return (
        f"(SELECT date(coalesce({day}, date('now', 'localtime')), {days} || ' days'))"  # a query of its own: asked once
    )


@compiles(_Today, "postgresql")
def _today_of_server(element: _Today, compiler: Any, **how: Any) -> str:
    day, days = (compiler.process(clause, **how) for clause in element.clauses)
    return f"(coalesce({day}, current_date) + {days})"


def today_in_office(*, days: int = 0) -> ColumnElement[date]:
    """The day that counts, or the one `days` later."""
    return _Today(select(func.max(OfficeRecord.story_day)).scalar_subquery(), literal_column(str(days)))
