"""Submits a report: its figures, entries and files are stored as they are, and never change again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from desktop.config import paths
from desktop.domain.file_names import safe_name
from desktop.domain.terms import ReportStatus
from desktop.language import UserError, load_language, say
from desktop.reports.assurance import Check, stopping
from desktop.reports.frozen import frozen
from desktop.reports.report import Report
from desktop.reports.trace import TraceRow
from desktop.services.report_rules import require_draft
from desktop.services.reports.rendering import Rendering, render
from desktop.storage.donor_reports import (
    ReportHead,
    fingerprint,
    freeze_entries,
    frozen_file,
    hold_grant,
    next_number,
    report_head,
    standing_reports,
    template_mark,
    waivers_of,
)
from desktop.storage.draft_reports import Judged, annexes, judge, of_frozen_entries
from desktop.storage.models import DonorReport
from desktop.storage.office import Office, Outcome, Reading, Unit
from desktop.storage.report_templates import grant_for_template, template_content_of, template_of
from desktop.storage.trace import previous_report, rows_of

_NOTHING: Final = say("Nothing was submitted.")


class NotPassedError(UserError):
    """A report that does not go out: `checks` failed and are not waived."""

    def __init__(self, head: ReportHead, checks: Sequence[Check]) -> None:
        super().__init__(
            say("Report {number} on {grant} does not pass its checks.", number=head.number, grant=head.grant),
            say("Nothing was submitted: {checks}", checks=[check.sentence for check in checks]),
            say("Mend what they show, or waive them with a reason.")
            if all(check.waivable for check in checks)
            else say("Mend what they show."),
        )
        self.checks = tuple(checks)


def submit_report(office: Office, *, report_id: int, version: int | None = None) -> Outcome:
    """Marks a draft as submitted and freezes it: figures, the entries it is the first to report, files, and a
    fingerprint of all. It is not undone; a report that must not stand is returned.

    Raises NotPassedError when checks fail and are not waived, UserError when it is no draft or its days are reported.
    """
    with office.change() as unit:
        require_draft(unit, report_id)
        record = unit.get(DonorReport, report_id, version=version)
        hold_grant(unit.session, record.grant_id)
        head = report_head(unit.session, report_id)
        _require_new_days(unit, head)
        judged = judge(unit.session, office, head)
        waivers = waivers_of(unit.session, report_id)
        failed = stopping(judged.checks, (each.code for each in waivers))
        if failed:
            raise NotPassedError(head, failed)
        _mark(unit, record, judged)
        head = report_head(unit.session, report_id)
        freeze_entries(unit.session, report_id, judged.facts.scope)
        report = of_frozen_entries(unit.session, judged, head)
        _require_same(judged.report, report)
        files = {}
        rendering = Rendering(
            report,
            lambda: _rows(unit, report, judged),
            load_language(paths.translations(), head.language),
            judged.facts.letterhead,
            annexes(judged, waivers),
        )
        for name, content in rendered(
            unit.session, office, rendering, name=head.file_name, template_id=record.template_id
        ):
            kept = unit.add(frozen_file(report_id, name, content))
            files[name] = kept.sha256
        record.figures = frozen(report, judged.checks)
        mark = template_mark(unit.session, record.template_id)
        record.sha256 = fingerprint(unit.session, report_id, figures=record.figures, files=files, template=mark)
        message = say(
            "Submitted report {number} on {grant}: {report}, {first} to {last}.",
            number=record.number,
            grant=head.grant,
            report=report.title,
            first=record.starts_on,
            last=record.ends_on,
        )
        return unit.commit(message, record_id=report_id)


def rendered(
    session: Reading, office: Office, rendering: Rendering, *, name: str, template_id: int | None
) -> Iterator[tuple[str, bytes]]:
    """The files of a report: one of each kind, and its template filled where it has one."""
    yield from render(rendering, name)
    if template_id is None:
        return
    from desktop.exporters import template_file

    template = template_of(session, template_id)
    content = template_content_of(session, template)
    with rendering.rows() as rows:
        made = template_file.filled_template(
            content,
            rendering.report,
            name=template.file_name,
            letterhead=rendering.letterhead,
            grant=grant_for_template(session, rendering.report.scope.grants),
            language=rendering.language,
            today=office.today,
            entries=rows,
        )
    yield safe_name(f"{name} {template.name}{template_file.kind_of(template.file_name)}"), made


def _mark(unit: Unit, record: DonorReport, judged: Judged) -> None:
    """Gives the report its number, what it goes on from, and its state."""
    if record.replaces_id is None:
        record.number = next_number(unit.session, grant_id=record.grant_id, layout=record.layout)
    record.previous_id = previous_report(unit.session, judged.facts.scope)
    record.status = str(ReportStatus.SUBMITTED)
    record.submitted_at, record.submitted_by = unit.now, unit.actor
    unit.session.flush()


@contextmanager
def _rows(unit: Unit, report: Report, judged: Judged) -> Iterator[Iterator[TraceRow]]:
    """The entries of a report, as this unit of work has frozen them."""
    yield rows_of(unit.session, report.scope, judged.names)


def _require_new_days(unit: Unit, head: ReportHead) -> None:
    """Raises UserError when a report that counts has some of the days, but for a last one over the whole time."""
    known = standing_reports(unit.session, grant_id=head.grant_id, layout=head.layout, period=head.period)
    for other in known:
        if head.is_final and head.starts_on <= other.starts_on and head.ends_on >= other.ends_on and not other.is_final:
            continue
        raise UserError(
            say(
                "Report {number} on {grant} tells of {first} to {last} already.",
                number=other.number,
                grant=other.grant,
                first=other.starts_on,
                last=other.ends_on,
            ),
            _NOTHING,
            say("Choose other days, or return that report first."),
        )


def _require_same(made: Report, of_frozen: Report) -> None:
    """Raises UserError when the ledger changed between the figures and the entries."""
    if [figure.value for figure in made.figures()] != [figure.value for figure in of_frozen.figures()]:
        raise UserError(
            say("The ledger changed while the report was submitted."),
            _NOTHING,
            say("Look at the figures, and try again."),
        )
