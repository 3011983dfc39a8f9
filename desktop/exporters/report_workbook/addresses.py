"""Sheets and ranges as formulas name them."""

from __future__ import annotations

from desktop.domain.spreadsheet import column_letters


def sheet_reference(title: str) -> str:
    """A sheet as a formula names it."""
    return "'" + title.replace("'", "''") + "'!"


def column_range(title: str, column: int, first: int, last: int) -> str:
    """Rows of a column of a sheet, all counted from 0, as a formula names them from anywhere."""
    letters = column_letters(column)
    return f"{sheet_reference(title)}${letters}${first + 1}:${letters}${last + 1}"
