"""Writes a report to a file: a workbook, paper, or plain rows; which one its ending says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final

from desktop.config import paths
from desktop.language import Language, UserError, load_language, say
from desktop.reports.layouts import find_layout
from desktop.reports.report import Letterhead, Report
from desktop.services.names import note_names
from desktop.services.reports.origins import trace_rows
from desktop.services.reports.rendering import RENDERERS, Rendering
from desktop.storage.office import Office, Outcome
from desktop.storage.report_facts import letterhead_of

KINDS: Final = tuple(RENDERERS)
"""The endings of files that a report can be written to."""


def language_named(code: str) -> Language:
    """The language `code`, for a report that is written in another one than the screen's."""
    return load_language(paths.translations(), code)


def letterhead(office: Office) -> Letterhead:
    """How the office stands at the head of its reports."""
    with office.read() as session:
        return letterhead_of(session, office)


def require_kind(path: Path) -> str:
    """The ending of a file that a report can be written to. Raises UserError for another one."""
    suffix = path.suffix.casefold()
    if suffix not in RENDERERS:
        raise UserError(
            say("GrantDesk does not write “{suffix}” files.", suffix=path.suffix),
            say("Nothing was written."),
            say("Choose a name that ends in one of these: {kinds}.", kinds=list(KINDS)),
        )
    return suffix


def write_report(office: Office, report: Report, path: Path, *, language: Language) -> Outcome:
    """Writes a report to the new or replaced file `path`, in `language`; its ending says which kind.

    On paper a report to a funder is marked as a draft unless it was submitted: nobody is to sign one that still
    changes. The history notes it when it tells who the volunteers are. Raises UserError for another kind of file, or
    when it cannot be written.
    """
    write = RENDERERS[require_kind(path)]
    with noting_names(office, report, path):
        write(path, rendering_of(office, report, language=language))
    return Outcome(say("Wrote {file}: {count} entries.", file=path.name, count=report.entry_count))


@contextmanager
def noting_names(office: Office, report: Report, path: Path) -> Iterator[None]:
    """Notes in the history that a report which tells who the volunteers are was written to a file. Raises UserError
    before anything is written when the office can only be read.
    """
    if report.tells_names:
        office.require_writable()
    yield
    if report.tells_names:
        note_names(office, file=path.name, what=report.title)


def rendering_of(office: Office, report: Report, *, language: Language) -> Rendering:
    """What a file of a report is made from that is made by hand: marked as a draft unless it was submitted."""
    is_draft = find_layout(report.name).of_grant and not report.scope.report_id
    mark = say("Draft") if is_draft else None
    return Rendering(report, partial(trace_rows, office, report), language, letterhead(office), mark=mark)
