"""A report as a PDF that a director signs: letterhead, figures, notes, room for signatures, annexes.

`content` turns the report into texts, `columns` finds the paper and the widths that suit them, `setting` has Typst set
them by `resources/templates/report.typ`. Texts reach the template as data, so that no text is ever taken for markup.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from desktop.exporters.report_pdf.content import paper
from desktop.exporters.report_pdf.setting import set_pdf
from desktop.exporters.target import written_whole
from desktop.language import Language, Message
from desktop.reports.report import Annex, Letterhead, Report

__all__ = ["write_pdf"]


def write_pdf(
    path: Path,
    report: Report,
    *,
    language: Language,
    letterhead: Letterhead,
    annexes: Sequence[Annex] = (),
    mark: Message | None = None,
) -> None:
    """Writes `report` to the new or replaced file `path` in `language`; the same report gives the same bytes.

    `mark` stands beside the title of what is not final, such as a draft. Its entries are not on it: the workbook lists
    them. Raises UserError when the file cannot be written, or the logo cannot be read.
    """
    made = set_pdf(
        paper(report, language=language, letterhead=letterhead, annexes=annexes, mark=mark),
        logo=letterhead.logo,
    )
    with written_whole(path) as partial:
        partial.write_bytes(made)
