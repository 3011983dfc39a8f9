"""Writes a report to a file: a workbook so far."""

from __future__ import annotations

from pathlib import Path

from desktop.config import paths
from desktop.language import Language, UserError, load_language, say
from desktop.reports.report import Report
from desktop.services.reports.origins import trace_rows
from desktop.storage.office import Office, Outcome
from desktop.storage.report_facts import letterhead_of


def language_named(code: str) -> Language:
    """The language `code`, for a report that is written in another one than the screen's."""
    return load_language(paths.translations(), code)


def write_report(office: Office, report: Report, path: Path, *, language: Language) -> Outcome:
    """Writes a report to the new or replaced file `path`, in `language`; its ending says which kind.

    Raises UserError for another kind of file, or when it cannot be written.
    """
    from desktop.exporters import report_workbook

    if path.suffix.casefold() != ".xlsx":
        raise UserError(
            say("GrantDesk does not write “{suffix}” files.", suffix=path.suffix),
            say("Nothing was written."),
            say("Choose a name that ends in .xlsx."),
        )
    with office.read() as session:
        letterhead = letterhead_of(session, office)
    with trace_rows(office, report) as rows:
        report_workbook.write_report(path, report, rows, language=language, letterhead=letterhead)
    return Outcome(say("Wrote {file}: {count} entries.", file=path.name, count=report.entry_count))
