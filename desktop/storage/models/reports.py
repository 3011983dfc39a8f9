"""Donor reports as they were submitted, the templates they were written into, and the classes of funders."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desktop.storage.models.base import Base, Imported, Key, Versioned, foreign_key
from desktop.storage.models.grants import Grant
from desktop.storage.models.money import LedgerEntry


class ReportTemplate(Versioned, Base):
    """A workbook or document of a funder that reports are written into. `number` counts the versions of one `name`;
    none is changed once it is here. `layout` is the report it is meant for.
    """

    __tablename__ = "report_template"
    __table_args__ = (UniqueConstraint("name", "number"),)

    name: Mapped[str]
    number: Mapped[int]
    layout: Mapped[str]
    file_name: Mapped[str]
    sha256: Mapped[str]
    size: Mapped[int]
    added_on: Mapped[date]
    note: Mapped[str] = mapped_column(default="")


class ReportTemplateContent(Base):
    """The bytes of a template, compressed."""

    __tablename__ = "report_template_content"

    template_id: Mapped[int] = mapped_column(Key, foreign_key("report_template.id", cascade=True), unique=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class DonorReport(Versioned, Base):
    """A report on a grant to its funder, from its draft on.

    `number` counts those of one `layout`; one that was returned and is made anew has the number of the one it
    `replaces_id`; `previous_id` is the one that it goes on from, whose entries count as reported before.
    `requirement` is the name of the rule that asks for it, `due_on` when. `details` is what people say of it by the
    options of its layout, `explanations` why a line is over its limit or a figure negative. Once it is submitted,
    `figures` holds the whole report (JSON), `sha256` is the fingerprint of its figures, entries and files, and nothing
    but its state changes any more.
    """

    __tablename__ = "donor_report"
    __table_args__ = (
        CheckConstraint("status IN ('draft', 'submitted', 'returned', 'accepted')", name="status"),
        Index("ix_donor_report_grant_id_layout", "grant_id", "layout"),
    )

    grant_id: Mapped[int] = mapped_column(Key, foreign_key("grant.id"))
    layout: Mapped[str]
    number: Mapped[int]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    is_final: Mapped[bool] = mapped_column(default=False)
    status: Mapped[str] = mapped_column(default="draft")
    language: Mapped[str]
    requirement: Mapped[str] = mapped_column(default="")
    due_on: Mapped[date | None]
    template_id: Mapped[int | None] = mapped_column(Key, foreign_key("report_template.id"), index=True)
    replaces_id: Mapped[int | None] = mapped_column(Key, foreign_key("donor_report.id"), index=True)
    previous_id: Mapped[int | None] = mapped_column(Key, foreign_key("donor_report.id"), index=True)
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    explanations: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    prepared_by: Mapped[str] = mapped_column(default="")
    certified_by: Mapped[str] = mapped_column(default="")
    certified_title: Mapped[str] = mapped_column(default="")
    submitted_at: Mapped[datetime | None]
    submitted_by: Mapped[str] = mapped_column(default="")
    answered_on: Mapped[date | None]
    answer: Mapped[str] = mapped_column(default="")
    figures: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    sha256: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")

    grant: Mapped[Grant] = relationship(viewonly=True)
    template: Mapped[ReportTemplate | None] = relationship(viewonly=True)


class ReportEntry(Base):
    """An entry as a submitted report was the first of its series to report it.

    An entry that was reported under another category, line or project before is taken back with its former values
    (`taken_back`, amounts turned round) and stands again with the present ones.
    """

    __tablename__ = "report_entry"
    __table_args__ = (Index("ix_report_entry_entry_id", "entry_id", "report_id"),)

    report_id: Mapped[int] = mapped_column(Key, foreign_key("donor_report.id", cascade=True), index=True)
    entry_id: Mapped[int] = mapped_column(Key, foreign_key("ledger_entry.id"))
    when: Mapped[str]
    taken_back: Mapped[bool] = mapped_column(default=False)
    category: Mapped[int | None]
    line_id: Mapped[int | None] = mapped_column(Key)
    result_id: Mapped[int | None] = mapped_column(Key)
    project_id: Mapped[int | None] = mapped_column(Key)
    spent: Mapped[Decimal | None]
    committed: Mapped[Decimal | None]
    received: Mapped[Decimal | None]

    entry: Mapped[LedgerEntry] = relationship(viewonly=True)


class ReportFile(Base):
    """A file of a submitted report, to the last byte as it was sent; `content` is compressed."""

    __tablename__ = "report_file"

    report_id: Mapped[int] = mapped_column(Key, foreign_key("donor_report.id", cascade=True), index=True)
    name: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary)


class ReportWaiver(Versioned, Base):
    """A check that a report did not pass and goes out without: why, by whom and when. It is printed in its annex."""

    __tablename__ = "report_waiver"
    __table_args__ = (UniqueConstraint("report_id", "code"),)

    report_id: Mapped[int] = mapped_column(Key, foreign_key("donor_report.id", cascade=True))
    code: Mapped[str]
    reason: Mapped[str]
    waived_by: Mapped[str]
    waived_on: Mapped[date]


class Crosswalk(Versioned, Imported, Base):
    """Which class of a funder's `scheme` a UN category goes to, and how much of it in per cent; those of one category
    sum to 100. Those of a grant take the place of the office's own.
    """

    __tablename__ = "crosswalk"
    __table_args__ = (
        Index(
            "uq_crosswalk_of_grant",
            "scheme",
            "grant_id",
            "category",
            "target",
            unique=True,
            sqlite_where=text("grant_id IS NOT NULL"),
            postgresql_where=text("grant_id IS NOT NULL"),
        ),
        Index(
            "uq_crosswalk_of_office",
            "scheme",
            "category",
            "target",
            unique=True,
            sqlite_where=text("grant_id IS NULL"),
            postgresql_where=text("grant_id IS NULL"),
        ),
        CheckConstraint("category BETWEEN 1 AND 8", name="category"),
    )

    scheme: Mapped[str]
    grant_id: Mapped[int | None] = mapped_column(Key, foreign_key("grant.id", cascade=True), index=True)
    category: Mapped[int]
    target: Mapped[str]
    percent: Mapped[Decimal]

    grant: Mapped[Grant | None] = relationship(viewonly=True)


class Letterhead(Versioned, Base):
    """How the office stands at the head of its reports; there is at most one. `logo` is a PNG or JPEG."""

    __tablename__ = "letterhead"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    address: Mapped[str] = mapped_column(default="")
    contact: Mapped[str] = mapped_column(default="")
    uei: Mapped[str] = mapped_column(default="")
    ein: Mapped[str] = mapped_column(default="")
    logo: Mapped[bytes | None] = mapped_column(LargeBinary)
