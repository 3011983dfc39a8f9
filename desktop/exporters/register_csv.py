"""A register as it is shown, to csv: plain, exact, and without anything that a spreadsheet would take for a formula."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from desktop.domain.progress import Progress
from desktop.domain.spreadsheet import QUOTE, quoted
from desktop.exporters.shown_cells import reported, shown_row
from desktop.exporters.target import written_whole
from desktop.language import Language
from desktop.registers.exported import Exported
from desktop.registers.query import Query, Row
from desktop.registers.show import Shown

_ENCODING = "utf-8-sig"


def write_csv(
    path: Path,
    *,
    query: Query,
    columns: Sequence[Exported],
    rows: Iterable[Row],
    count: int,
    language: Language,
    progress: Progress,
) -> None:
    """Writes `rows` as csv: UTF-8 with its mark (so that Excel knows), commas, a point for decimals, ISO dates.

    Text that a spreadsheet would take for a formula gets an apostrophe before it, and so does the heading over it:
    whoever reads the file again knows that the apostrophe is ours.
    """
    headings = [quoted(language.text(exported.heading)) for exported in columns]
    marked: set[int] = set()
    with written_whole(path) as partial:
        with partial.open("w", encoding=_ENCODING, newline="") as text:
            writer = csv.writer(text, lineterminator="\r\n")
            writer.writerow(headings)
            for row in reported(rows, count, path, progress):
                shown = [value for value, _form in shown_row(columns, query.by_key(row), language)]
                written = [_csv_cell(value) for value in shown]
                marked.update(index for index, value in enumerate(shown) if _is_quoted(value, written[index]))
                writer.writerow(written)
        if marked:
            _head_again(partial, [QUOTE + text if index in marked else text for index, text in enumerate(headings)])


def _is_quoted(value: Shown, written: str) -> bool:
    return isinstance(value, str) and value != written


def _head_again(path: Path, headings: Sequence[str]) -> None:
    """Puts other headings over the rows of a file: only the last row says what has to stand there."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(headings)
    with written_whole(path) as partial, path.open("rb") as rows, partial.open("wb") as again:
        rows.readline()
        again.write(line.getvalue().encode(_ENCODING))
        shutil.copyfileobj(rows, again)


def _csv_cell(value: Shown) -> str:
    match value:
        case None:
            return ""
        case Decimal():
            return format(value.normalize(), "f")
        case date():
            return value.isoformat()
    return quoted(value)
