"""Reports to funders as they are looked at: the draft as the ledger makes it now, a submitted one as it was frozen."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path

from desktop.domain.money import ZERO, Money
from desktop.exporters.target import written_whole
from desktop.language import UserError, say, say_many
from desktop.reports.assurance import Check, stopping
from desktop.reports.frozen import thawed, thawed_checks
from desktop.reports.report import Report
from desktop.reports.trace import TraceRow
from desktop.storage import donor_reports as stored
from desktop.storage.donor_reports import (
    FrozenFile,
    ReportHead,
    WaivedCheck,
    figures_of,
    file_content,
    files_of,
    report_head,
    reports_of_grant,
    waivers_of,
)
from desktop.storage.draft_reports import judge
from desktop.storage.office import Office, Outcome
from desktop.storage.trace import changed_rows
from desktop.storage.trace_names import names_of
from desktop.storage.trail import HistoryLine, history_of

_HISTORY = 50


@dataclass(frozen=True, slots=True)
class Changes:
    """What a submitted report would not say today: entries that came into its time since, and such as stand elsewhere
    now, which are taken back and stand anew. `spent` is what it would say more.
    """

    rows: tuple[TraceRow, ...]
    spent: Money
    received: Money
    committed: Money

    def __bool__(self) -> bool:
        return bool(self.rows)


@dataclass(frozen=True, slots=True)
class DonorReportPage:
    """All that is shown of a report. `changes` is None for a draft, and for one that was returned."""

    head: ReportHead
    report: Report
    checks: tuple[Check, ...]
    waivers: tuple[WaivedCheck, ...]
    files: tuple[FrozenFile, ...]
    history: tuple[HistoryLine, ...]
    changes: Changes | None = None

    @property
    def stopping(self) -> tuple[Check, ...]:
        """The checks that keep it from going out."""
        return stopping(self.checks, (each.code for each in self.waivers))


def reports_of(office: Office, *, grant_id: int | None = None) -> list[ReportHead]:
    """The reports of the office, or on one grant: by grant and layout, the newest first."""
    with office.read() as session:
        return reports_of_grant(session, grant_id)


def report_page(office: Office, report_id: int) -> DonorReportPage:
    """All that is shown of a report. Raises UserError when it is gone, or was made elsewhere."""
    with office.read() as session:
        head = report_head(session, report_id)
        figures = figures_of(session, report_id)
        if head.is_draft:
            judged = judge(session, office, head)
            report, checks = judged.report, judged.checks
        elif figures is None:
            raise not_submitted(head)
        else:
            report, checks = thawed(figures), thawed_checks(figures)
        waivers, files = waivers_of(session, report_id), files_of(session, report_id)
        history = history_of(session, "donor_report", report_id, limit=_HISTORY)
    changes = changed_since(office, report_id) if head.counts else None
    return DonorReportPage(head, report, checks, tuple(waivers), tuple(files), tuple(history), changes)


def submitted_report(office: Office, report_id: int) -> Report:
    """A report as it was frozen; the entries behind its figures are the frozen ones. Raises UserError of a draft."""
    with office.read() as session:
        head = report_head(session, report_id)
        figures = figures_of(session, report_id)
    if figures is None:
        raise not_submitted(head)
    return thawed(figures)


def not_submitted(head: ReportHead) -> UserError:
    """That a report was not submitted, or was not made here."""
    if not head.is_draft:
        return UserError(
            say("Report {number} on {grant} was made elsewhere.", number=head.number, grant=head.grant),
            say("There are no figures of it here."),
            say("Look at the file that was sent."),
        )
    return UserError(
        say("Report {number} on {grant} was not submitted.", number=head.number, grant=head.grant),
        say("Nothing is frozen of a draft."),
        say("Submit it first."),
    )


def changed_since(office: Office, report_id: int) -> Changes:
    """What came into the time of a submitted report since. Raises UserError when it is gone, or was not submitted."""
    with office.read() as session:
        head = report_head(session, report_id)
        figures = figures_of(session, report_id)
        if figures is None:
            raise not_submitted(head)
        report = thawed(figures)
        names = names_of(session, report.scope.grants)
        rows = tuple(changed_rows(session, report.scope, names, report_id))

    def total(measure: str) -> Money:
        return Money(sum((row.measure(measure) for row in rows), ZERO), report.currency)

    return Changes(rows, total("spent"), total("received"), total("committed"))


# --- files -----------------------------------------------------------------------------------------------------------


def report_files(office: Office, report_id: int) -> list[FrozenFile]:
    """The files that were kept with a report. Raises UserError when it is gone."""
    with office.read() as session:
        report_head(session, report_id)
        return files_of(session, report_id)


def report_file(office: Office, file_id: int) -> tuple[FrozenFile, bytes]:
    """A file of a report to the last byte, as it was submitted. Raises UserError when it is gone, or damaged."""
    with office.read() as session:
        return file_content(session, file_id)


def save_report_file(office: Office, *, file_id: int, target: Path) -> Outcome:
    """Writes a file of a report to the new or replaced file `target`. Raises UserError when it is damaged or cannot be
    written.
    """
    file, content = report_file(office, file_id)
    with written_whole(target) as partial:
        partial.write_bytes(content)
    return Outcome(say("Saved {file} as {target}.", file=file.name, target=target.name))


def save_report_files(office: Office, *, report_id: int, folder: Path) -> Outcome:
    """Writes all files of a report into a folder, which is made where it is missing, and checks them. Raises UserError
    when the report has none, or one is there already.
    """
    files = report_files(office, report_id)
    if not files:
        raise UserError(
            say("No file is kept with this report."),
            say("Nothing was written."),
            say("Submit it first; of a report that was made elsewhere, keep the file that was sent."),
        )
    for file in files:
        if (folder / file.name).exists():
            raise UserError(
                say("{file} is there already.", file=file.name),
                say("Nothing was written."),
                say("Choose another folder."),
            )
    with contextlib.suppress(OSError):  # what is in the way of a folder is told by the writing of its first file
        folder.mkdir(exist_ok=True)
    written: list[Path] = []
    try:
        for file in files:
            save_report_file(office, file_id=file.id, target=folder / file.name)
            written.append(folder / file.name)
    except UserError:
        for path in written:  # some of the files of a report would pass for all of them
            path.unlink(missing_ok=True)
        raise
    return Outcome(say_many("Saved {count} file.", "Saved {count} files.", count=len(files)), record_id=report_id)


def is_whole(office: Office, report_id: int) -> bool:
    """Whether all that was frozen of a report is as it was: figures, entries and files. Raises UserError of a draft."""
    with office.read() as session:
        head = report_head(session, report_id)
        if not head.is_frozen:
            raise not_submitted(head)
        return stored.is_whole(session, report_id)
