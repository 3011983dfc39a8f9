"""The office itself, what was brought into it, and the trail of every change."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop.storage.models.base import Base, Key, Versioned, foreign_key


class OfficeRecord(Base):
    """The one row that says whose office this is. `uid` never changes and goes into the names of backups; `story_day`
    is the day on which a sample office stands still.
    """

    __tablename__ = "office"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    uid: Mapped[str]
    name: Mapped[str]
    is_sample: Mapped[bool] = mapped_column(default=False)
    story_day: Mapped[date | None]
    created_at: Mapped[datetime]


class ImportBatch(Base):
    """One import: `uid` is unique, so that a retry after a lost connection cannot bring the same records twice.

    `mapping` says how a workbook was read: sheet, heading rows, which column held what, how values were written.
    """

    __tablename__ = "import_batch"
    __table_args__ = (UniqueConstraint("uid"),)

    uid: Mapped[str]
    kind: Mapped[str]
    source_name: Mapped[str]
    sha256: Mapped[str] = mapped_column(index=True)
    imported_at: Mapped[datetime]
    actor: Mapped[str]
    added: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    sentence: Mapped[dict[str, Any]] = mapped_column(JSON)
    mapping: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    undone_at: Mapped[datetime | None]


class ImportFile(Base):
    """The file of an import, kept compressed: what GrantDesk does not hold yet is not lost."""

    __tablename__ = "import_file"

    batch_id: Mapped[int] = mapped_column(Key, foreign_key("import_batch.id", cascade=True), unique=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class ImportMapping(Versioned, Base):
    """How files of one source are read, kept by name and offered when a file with the same `headings` comes again.

    `kind` is the register it fills; `headings` is a fingerprint of the names of the columns.
    """

    __tablename__ = "import_mapping"
    __table_args__ = (UniqueConstraint("kind", "name"),)

    kind: Mapped[str]
    name: Mapped[str]
    headings: Mapped[str] = mapped_column(index=True)
    mapping: Mapped[dict[str, Any]] = mapped_column(JSON)
    used_at: Mapped[datetime]


class AuditEntry(Base):
    """One use case that changed something: its sentence (translatable), who, when, and which entry it undoes.

    `chained` is the hash of this entry, its changes and the hash before it: an edit of the trail breaks the chain.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (UniqueConstraint("undoes_id"),)

    done_at: Mapped[datetime]
    actor: Mapped[str]
    sentence: Mapped[dict[str, Any]] = mapped_column(JSON)
    change_count: Mapped[int]
    batch_id: Mapped[int | None] = mapped_column(Key, foreign_key("import_batch.id"), index=True)
    undoes_id: Mapped[int | None] = mapped_column(Key, foreign_key("audit_entry.id"))
    chained: Mapped[str]


class AuditChange(Base):
    """One record that a use case made, changed or removed: the values before and after (JSON; None where there is
    no before or no after).
    """

    __tablename__ = "audit_change"

    entry_id: Mapped[int] = mapped_column(Key, foreign_key("audit_entry.id"), index=True)
    record: Mapped[str] = mapped_column(index=True)
    record_id: Mapped[int] = mapped_column(Key, index=True)
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON)


class MonthLock(Versioned, Base):
    """A month (its first day) whose books are closed: softly, so that single persons can be let in, or for good."""

    __tablename__ = "month_lock"
    __table_args__ = (UniqueConstraint("month"), CheckConstraint("level IN ('soft', 'hard')", name="level"))

    month: Mapped[date]
    level: Mapped[str]
    closed_by: Mapped[str]
    closed_at: Mapped[datetime]


class MonthUnlock(Base):
    """One person may post into a softly closed month until a moment."""

    __tablename__ = "month_unlock"

    lock_id: Mapped[int] = mapped_column(Key, foreign_key("month_lock.id", cascade=True), index=True)
    person: Mapped[str]
    until: Mapped[datetime]
    reason: Mapped[str]
    given_by: Mapped[str]


class Waiver(Versioned, Base):
    """A finding of the project check that someone accepts: which (`code`, and the record it is about), why and when."""

    __tablename__ = "waiver"
    __table_args__ = (UniqueConstraint("code", "register", "record_id"),)

    code: Mapped[str]
    register: Mapped[str]
    record_id: Mapped[int] = mapped_column(Key)
    label: Mapped[str]
    reason: Mapped[str]
    waived_by: Mapped[str]
    waived_on: Mapped[date]
