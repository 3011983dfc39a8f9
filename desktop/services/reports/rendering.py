"""Renders a report to files: one way for each kind, whether it is written by hand or frozen with its submission."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from desktop.language import Language, Message
from desktop.reports.report import Annex, Letterhead, Report
from desktop.reports.trace import TraceRow


@dataclass(frozen=True)
class Rendering:
    """What a file is made from; `rows` gives the entries of the report, by day, each time it is asked.

    `mark` stands on paper that is not what was submitted. A workbook says that it was `made` then, or now.
    """

    report: Report
    rows: Callable[[], AbstractContextManager[Iterator[TraceRow]]]
    language: Language
    letterhead: Letterhead
    annexes: tuple[Annex, ...] = ()
    mark: Message | None = None
    made: datetime | None = None


Render = Callable[[Path, Rendering], None]


def _workbook(path: Path, rendering: Rendering) -> None:
    from desktop.exporters import report_workbook

    with rendering.rows() as rows:
        report_workbook.write_report(
            path,
            rendering.report,
            rows,
            language=rendering.language,
            letterhead=rendering.letterhead,
            annexes=rendering.annexes,
            made=rendering.made,
        )


def _pdf(path: Path, rendering: Rendering) -> None:
    from desktop.exporters.report_pdf import write_pdf

    write_pdf(
        path,
        rendering.report,
        language=rendering.language,
        letterhead=rendering.letterhead,
        annexes=rendering.annexes,
        mark=rendering.mark,
    )


def _csv(path: Path, rendering: Rendering) -> None:
    from desktop.exporters.report_csv import write_report_csv

    write_report_csv(path, rendering.report, language=rendering.language)


RENDERERS: Final[Mapping[str, Render]] = {".xlsx": _workbook, ".pdf": _pdf, ".csv": _csv}
"""By the ending of the file. A new kind of file is one line here."""


def render(rendering: Rendering, name: str) -> Iterator[tuple[str, bytes]]:
    """The files of a report, called `name` with their endings, and what is in them."""
    with tempfile.TemporaryDirectory() as folder:
        for suffix, write in RENDERERS.items():
            path = Path(folder) / f"{name}{suffix}"
            write(path, rendering)
            yield path.name, path.read_bytes()
