"""Reports to a funder for tests: drafted and submitted in a line, with files that are made in no time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from unittest.mock import patch

from desktop.services import donor_reports
from desktop.services.offices import Office
from desktop.services.reports import rendering, request_of
from desktop.services.reports.rendering import Rendering

QUARTERS = (
    (date(2019, 1, 1), date(2019, 3, 31)),
    (date(2019, 4, 1), date(2019, 6, 30)),
    (date(2019, 7, 1), date(2019, 9, 30)),
    (date(2019, 10, 1), date(2019, 12, 31)),
)
PEOPLE = {"prepared_by": "Aïssata", "certified_by": "Ibrahim", "certified_title": "Representative"}
_WORDS = "Looked into, and agreed with the grants officer"


def _plain(path: Path, made: Rendering) -> None:
    """A file that says all that a file can: figures, annexes and entries."""
    with made.rows() as rows:
        entries = [f"{row.id} {row.when} {row.category} {row.measure('spent')}" for row in rows]
    figures = [f"{figure.key} {figure.value}" for figure in made.report.figures()]
    said = [f"{annex.key}: {' | '.join(map(str, row))}" for annex in made.annexes for row in annex.rows]
    path.write_text("\n".join([*figures, *said, *entries]), encoding="utf-8")


@contextmanager
def plain_files() -> Iterator[None]:
    """Reports are rendered to one plain file: how the others look is told elsewhere."""
    with patch.object(rendering, "RENDERERS", {".txt": _plain}):
        yield


def drafted(
    office: Office, quarter: int = 0, *, grant: str = "GR-1", name: str = "statement", final: bool = False
) -> int:
    """A draft of a report on a quarter of 2019 that two people answer for."""
    first, last = QUARTERS[quarter]
    request = request_of(name, grant=grant, first=first, last=last, is_final=final)
    report_id = donor_reports.draft_report(office, request=request).record_id
    donor_reports.edit_draft(office, report_id=report_id, values=PEOPLE)
    return report_id


def submitted(office: Office, quarter: int = 0, *, waived: bool = False, grant: str = "GR-1") -> int:
    """A report on a quarter of 2019 that was submitted; with `waived` whatever its checks say."""
    report_id = drafted(office, quarter, grant=grant)
    if waived:
        for check in donor_reports.report_page(office, report_id).stopping:
            donor_reports.waive_check(office, report_id=report_id, code=check.code, reason=_WORDS)
    donor_reports.submit_report(office, report_id=report_id)
    return report_id


def states(office: Office, report_id: int) -> dict[str, str]:
    """How each check of a report went, by code."""
    return {check.code: str(check.state) for check in donor_reports.report_page(office, report_id).checks}
