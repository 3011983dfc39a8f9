"""Donor reports: their heads, what of them is frozen, and what stands before and after each."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, insert, literal, select
from sqlalchemy import func as sql
from sqlalchemy.orm import Session, aliased

from desktop.domain.file_names import safe_name
from desktop.domain.period import Period
from desktop.domain.terms import ReportStatus
from desktop.language import UserError, say
from desktop.reports.trace import Scope
from desktop.storage.audit import plain
from desktop.storage.models import (
    AuditChange,
    DonorReport,
    Grant,
    LedgerEntry,
    ReportEntry,
    ReportFile,
    ReportTemplate,
    ReportWaiver,
)
from desktop.storage.trace import STANDING, fresh

_ROWS_AT_ONCE: Final = 5_000
_FROZEN: Final = ("entry_id", "when", "taken_back", "category", "line_id", "result_id", "project_id")
_MEASURES: Final = ("spent", "committed", "received")
GONE = (say("This report is no longer there."), say("Someone removed it."), say("Go back to the list."))


@dataclass(frozen=True, slots=True)
class ReportHead:
    """A report to a funder without its figures. `details` and `explanations` are what people wrote, by key.

    `replaced_by` is the report that was made anew after this one was returned, `next_id` one that goes on from it.
    """

    id: int
    version: int
    grant_id: int
    grant: str
    layout: str
    number: int
    starts_on: date
    ends_on: date
    is_final: bool
    status: ReportStatus
    language: str
    requirement: str
    due_on: date | None
    template_id: int | None
    template: str
    replaces_id: int | None
    previous_id: int | None
    details: Mapping[str, str]
    explanations: Mapping[str, str]
    prepared_by: str
    certified_by: str
    certified_title: str
    submitted_at: datetime | None
    submitted_by: str
    answered_on: date | None
    answer: str
    sha256: str
    note: str
    replaced_by: int | None = None
    next_id: int | None = None

    @property
    def period(self) -> Period:
        """The days it is about."""
        return Period.of_days(self.starts_on, self.ends_on)

    @property
    def is_draft(self) -> bool:
        """Whether it can still be changed."""
        return self.status is ReportStatus.DRAFT

    @property
    def is_frozen(self) -> bool:
        """Whether figures, entries and files of it were stored; not of a draft, nor of one that was made elsewhere."""
        return bool(self.sha256)

    @property
    def counts(self) -> bool:
        """Whether what it says counts as reported."""
        return self.status in STANDING

    @property
    def file_name(self) -> str:
        """What the files of it are called, without an ending: ``NER-CT-01 statement 3``."""
        return safe_name(f"{self.grant} {self.layout} {self.number}")


@dataclass(frozen=True, slots=True)
class WaivedCheck:
    """A check that a report goes out without: why, by whom and when."""

    id: int
    version: int
    code: str
    reason: str
    waived_by: str
    waived_on: date


@dataclass(frozen=True, slots=True)
class FrozenFile:
    """A file of a submitted report."""

    id: int
    name: str
    size: int
    sha256: str


# --- heads -----------------------------------------------------------------------------------------------------------


def report_heads(session: Session, *which: ColumnElement[bool]) -> list[ReportHead]:
    """The reports for which all of `which` holds: by grant and layout, the newest period first."""
    after, anew = aliased(DonorReport), aliased(DonorReport)
    next_id = (
        select(sql.min(after.id))
        .where(after.previous_id == DonorReport.id, after.status.in_(STANDING))
        .scalar_subquery()
    )
    replaced_by = select(sql.max(anew.id)).where(anew.replaces_id == DonorReport.id).scalar_subquery()
    statement = (
        select(DonorReport, Grant.reference, sql.coalesce(ReportTemplate.name, ""), replaced_by, next_id)
        .join(Grant, Grant.id == DonorReport.grant_id)
        .outerjoin(ReportTemplate, ReportTemplate.id == DonorReport.template_id)
        .where(*which)
        .order_by(Grant.reference, DonorReport.layout, DonorReport.ends_on.desc(), DonorReport.id.desc())
    )
    return [_head(*row) for row in session.execute(statement)]


def _head(record: DonorReport, grant: str, template: str, replaced_by: int | None, next_id: int | None) -> ReportHead:
    kept = (name for name in ReportHead.__slots__ if hasattr(DonorReport, name) and name not in ("grant", "template"))
    values: dict[str, Any] = {name: getattr(record, name) for name in kept} | {"status": ReportStatus(record.status)}
    return ReportHead(grant=grant, template=template, replaced_by=replaced_by, next_id=next_id, **values)


def reports_of_grant(session: Session, grant_id: int | None = None) -> list[ReportHead]:
    """The reports on a grant, or on all: by grant and layout, the newest period first."""
    return report_heads(session, *([] if grant_id is None else [DonorReport.grant_id == grant_id]))


def report_head(session: Session, report_id: int) -> ReportHead:
    """The head of a report. Raises UserError when it is gone."""
    found = report_heads(session, DonorReport.id == report_id)
    if not found:
        raise UserError(*GONE)
    return found[0]


@dataclass(frozen=True, slots=True)
class KeptReport:
    """How a report was kept last, whatever a form holds."""

    id: int
    grant: str
    number: int
    status: str
    is_frozen: bool


def _kept() -> Any:
    columns = DonorReport.id, Grant.reference, DonorReport.number, DonorReport.status, DonorReport.sha256 != ""
    return select(*columns).join(Grant, Grant.id == DonorReport.grant_id)


def kept_report(session: Session, report_id: int) -> KeptReport:
    """How a report was kept last. Raises UserError when it is gone."""
    found = session.execute(_kept().where(DonorReport.id == report_id)).one_or_none()
    if found is None:
        raise UserError(*GONE)
    return KeptReport(*found)


def reports_behind(session: Session, entry_id: int) -> list[KeptReport]:
    """The reports that an entry of the trail tells of, or of parts of theirs, as they are now."""
    told = select(AuditChange.record_id).where(AuditChange.entry_id == entry_id)
    ids = {*session.scalars(told.where(AuditChange.record == DonorReport.__tablename__))}
    for model in (ReportWaiver, ReportFile):
        parts = told.where(AuditChange.record == model.__tablename__)
        ids |= {*session.scalars(select(model.report_id).where(model.id.in_(parts)))}
    return [KeptReport(*row) for row in session.execute(_kept().where(DonorReport.id.in_(ids)))]


def reported_documents(session: Session, which: ColumnElement[bool], *, limit: int = 5) -> list[str]:
    """The documents of the first entries for which `which` holds that a report has frozen."""
    reported = select(ReportEntry.id).where(ReportEntry.entry_id == LedgerEntry.id).exists()
    statement = select(LedgerEntry.id, LedgerEntry.reference).where(which, reported).order_by(LedgerEntry.id)
    return [reference or f"#{identity}" for identity, reference in session.execute(statement.limit(limit))]


def next_number(session: Session, *, grant_id: int, layout: str) -> int:
    """The number of the next report of a layout on a grant: those that were submitted have one of their own."""
    statement = select(sql.max(DonorReport.number)).where(
        DonorReport.grant_id == grant_id, DonorReport.layout == layout, DonorReport.status != ReportStatus.DRAFT
    )
    return (session.scalar(statement) or 0) + 1


def returned_for(session: Session, *, grant_id: int, layout: str, period: Period) -> DonorReport | None:
    """The report on the same days that was returned last and was not made anew yet, or None."""
    anew = aliased(DonorReport)
    statement = (
        select(DonorReport)
        .where(
            DonorReport.grant_id == grant_id,
            DonorReport.layout == layout,
            DonorReport.status == ReportStatus.RETURNED,
            DonorReport.starts_on == period.start,
            DonorReport.ends_on == period.last,
            ~select(anew.id).where(anew.replaces_id == DonorReport.id).exists(),
        )
        .order_by(DonorReport.id.desc())
        .limit(1)
    )
    return session.scalars(statement).first()


def standing_reports(session: Session, *, grant_id: int, layout: str, period: Period) -> list[ReportHead]:
    """The reports of a layout on a grant that count as reported and share days with `period`."""
    return report_heads(
        session,
        DonorReport.grant_id == grant_id,
        DonorReport.layout == layout,
        DonorReport.status.in_(STANDING),
        DonorReport.starts_on <= period.last,
        DonorReport.ends_on >= period.start,
    )


def hold_grant(session: Session, grant_id: int) -> None:
    """Lets nobody post to a grant until this unit of work ends, so that figures and entries are of one moment."""
    session.execute(select(Grant.id).where(Grant.id == grant_id).with_for_update())


# --- what is frozen --------------------------------------------------------------------------------------------------


def freeze_entries(session: Session, report_id: int, scope: Scope) -> None:
    """Keeps the entries of a report that no report before it reported, as they stand now."""
    traced = fresh(session, scope)
    columns = ("report_id", *_FROZEN, *_MEASURES)
    kept = (traced.c["id" if name == "entry_id" else name] for name in (*_FROZEN, *_MEASURES))
    chosen = select(literal(report_id), *kept).order_by(traced.c.id, traced.c.taken_back.desc())
    session.execute(insert(ReportEntry).from_select(columns, chosen))


def fingerprint(
    session: Session, report_id: int, *, figures: Mapping[str, Any], files: Mapping[str, str], template: str
) -> str:
    """SHA-256 over the figures, the entries and the files (name: their own SHA-256) of a report, and its template."""
    digest = hashlib.sha256(_canonical([figures, sorted(files.items()), template]))
    statement = (
        select(*(getattr(ReportEntry, name) for name in (*_FROZEN, *_MEASURES)))
        .where(ReportEntry.report_id == report_id)
        .order_by(ReportEntry.entry_id, ReportEntry.taken_back.desc())
    )
    for row in session.execute(statement, execution_options={"yield_per": _ROWS_AT_ONCE}):
        digest.update(_canonical([plain(value) for value in row]))
    return digest.hexdigest()


def _canonical(data: Any) -> bytes:
    return json.dumps(data, sort_keys=True, ensure_ascii=False).encode()


def template_mark(session: Session, template_id: int | None) -> str:
    """Which version of which template: its name, number and the fingerprint of its file; empty for none."""
    if template_id is None:
        return ""
    template = session.get_one(ReportTemplate, template_id)
    return f"{template.name}/{template.number}/{template.sha256}"


def frozen_file(report_id: int, name: str, content: bytes) -> ReportFile:
    """A file of a report as it is kept."""
    digest = hashlib.sha256(content).hexdigest()
    return ReportFile(
        report_id=report_id, name=name, size=len(content), sha256=digest, content=zlib.compress(content, 6)
    )


def figures_of(session: Session, report_id: int) -> dict[str, Any] | None:
    """What is stored of the figures of a report; None of a draft."""
    return session.scalar(select(DonorReport.figures).where(DonorReport.id == report_id))


def files_of(session: Session, report_id: int) -> list[FrozenFile]:
    """The files of a report, in the order in which they were made."""
    columns = ReportFile.id, ReportFile.name, ReportFile.size, ReportFile.sha256
    rows = session.execute(select(*columns).where(ReportFile.report_id == report_id).order_by(ReportFile.id))
    return [FrozenFile(*row) for row in rows]


def file_content(session: Session, file_id: int) -> tuple[FrozenFile, bytes]:
    """A file of a report, to the last byte. Raises UserError when it is gone, or is not what was frozen."""
    record = session.get(ReportFile, file_id)
    if record is None:
        raise UserError(*GONE)
    if not _is_sound(record):
        raise UserError(
            say("{file} is not as it was submitted.", file=record.name),
            say("Nothing was written: its content is damaged."),
            say("Get it from a backup."),
        )
    return FrozenFile(record.id, record.name, record.size, record.sha256), _unpacked(record)


def waivers_of(session: Session, report_id: int) -> list[WaivedCheck]:
    """The checks that a report goes out without, by code."""
    statement = select(ReportWaiver).where(ReportWaiver.report_id == report_id).order_by(ReportWaiver.code)
    return [
        WaivedCheck(row.id, row.version, row.code, row.reason, row.waived_by, row.waived_on)
        for row in session.scalars(statement)
    ]


def waiver_for(session: Session, report_id: int, code: str) -> ReportWaiver | None:
    """The record of a waived check, or None."""
    statement = select(ReportWaiver).where(ReportWaiver.report_id == report_id, ReportWaiver.code == code)
    return session.scalars(statement).one_or_none()


# --- whether it is whole ---------------------------------------------------------------------------------------------


def is_whole(session: Session, report_id: int) -> bool:
    """Whether the figures, entries and files of a report are as they were frozen."""
    record = session.get_one(DonorReport, report_id)
    kept = select(ReportFile).where(ReportFile.report_id == report_id)
    files = {file.name: file.sha256 if _is_sound(file) else "" for file in session.scalars(kept)}
    mark = template_mark(session, record.template_id)
    return fingerprint(session, report_id, figures=record.figures or {}, files=files, template=mark) == record.sha256


def _is_sound(file: ReportFile) -> bool:
    return hashlib.sha256(_unpacked(file)).hexdigest() == file.sha256


def _unpacked(file: ReportFile) -> bytes:
    """The content of a file; nothing of one that is damaged."""
    try:
        return zlib.decompress(file.content)
    except zlib.error:
        return b""


def damaged_reports(session: Session) -> list[KeptReport]:
    """The reports of which something is not as it was frozen."""
    frozen = session.execute(_kept().where(DonorReport.sha256 != "").order_by(DonorReport.id))
    return [report for report in (KeptReport(*row) for row in frozen) if not is_whole(session, report.id)]
