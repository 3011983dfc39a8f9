"""Organisations, agreements with what they oblige to, contacts and documents."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Index, LargeBinary, UniqueConstraint, func
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desktop.storage.models.base import Base, Imported, Key, Versioned, foreign_key

if TYPE_CHECKING:
    from desktop.storage.models.grants import Grant
    from desktop.storage.models.money import LedgerEntry
    from desktop.storage.models.programme import Project, ProjectRole
    from desktop.storage.models.volunteers import Deployment


class Organisation(Versioned, Imported, Base):
    """A body that funds, is accountable, implements, hosts or signs. One reference may be shared by several bodies
    (published IATI data does so), hence the pair of reference and name is what tells them apart.
    """

    __tablename__ = "organisation"
    __table_args__ = (Index("ix_organisation_name_id", "name", "id"),)

    name: Mapped[str]
    short_name: Mapped[str] = mapped_column(default="")
    reference: Mapped[str] = mapped_column(default="", index=True)
    kind: Mapped[str | None]
    country: Mapped[str | None]
    parent_id: Mapped[int | None] = mapped_column(Key, foreign_key("organisation.id"), index=True)
    note: Mapped[str] = mapped_column(default="")

    parent: Mapped[Organisation | None] = relationship(remote_side="Organisation.id", viewonly=True)
    project_roles: Mapped[list[ProjectRole]] = relationship(viewonly=True)

    @hybrid_property
    def called(self) -> str:
        """What people call it: its short name where there is one."""
        return self.short_name or self.name

    @called.inplace.expression
    @classmethod
    def _called(cls) -> ColumnElement[str]:
        return func.coalesce(func.nullif(cls.short_name, ""), cls.name)


class Agreement(Versioned, Imported, Base):
    """What was signed with a partner; grants are given under it.

    It is in force from `starts_on` to `ends_on` (none: no end is set); to be renewed, notice is given `notice_days`
    before. `mandate` names what it rests on besides its `legal_basis`, such as a Security Council resolution.
    """

    __tablename__ = "agreement"
    __table_args__ = (UniqueConstraint("reference"),)

    reference: Mapped[str]
    title: Mapped[str]
    kind: Mapped[str]
    signed_on: Mapped[date | None]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    renewal: Mapped[str | None]
    notice_days: Mapped[int | None]
    legal_basis: Mapped[str] = mapped_column(default="")
    mandate: Mapped[str] = mapped_column(default="")
    predecessor_id: Mapped[int | None] = mapped_column(Key, foreign_key("agreement.id"), index=True)
    note: Mapped[str] = mapped_column(default="")

    predecessor: Mapped[Agreement | None] = relationship(remote_side="Agreement.id", viewonly=True)
    parties: Mapped[list[AgreementParty]] = relationship(viewonly=True)


class AgreementParty(Versioned, Imported, Base):
    """One organisation that signed an agreement: in which role, and who signed for it, when."""

    __tablename__ = "agreement_party"
    __table_args__ = (UniqueConstraint("agreement_id", "organisation_id"),)

    agreement_id: Mapped[int] = mapped_column(Key, foreign_key("agreement.id", cascade=True))
    organisation_id: Mapped[int] = mapped_column(Key, foreign_key("organisation.id"), index=True)
    role: Mapped[str | None]
    signatory: Mapped[str] = mapped_column(default="")
    signatory_title: Mapped[str] = mapped_column(default="")
    signed_on: Mapped[date | None]

    agreement: Mapped[Agreement] = relationship(viewonly=True)
    organisation: Mapped[Organisation] = relationship(viewonly=True)


class Obligation(Versioned, Imported, Base):
    """What one side of an agreement has to do; where it is about money, how much, and of which project."""

    __tablename__ = "obligation"

    agreement_id: Mapped[int] = mapped_column(Key, foreign_key("agreement.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(Key, foreign_key("organisation.id"), index=True)
    article: Mapped[str] = mapped_column(default="")
    title: Mapped[str]
    due_on: Mapped[date | None]
    status: Mapped[str] = mapped_column(default="open")
    done_on: Mapped[date | None]
    project_id: Mapped[int | None] = mapped_column(Key, foreign_key("project.id"), index=True)
    currency: Mapped[str | None]
    amount: Mapped[Decimal | None]
    note: Mapped[str] = mapped_column(default="")

    agreement: Mapped[Agreement] = relationship(viewonly=True)
    organisation: Mapped[Organisation] = relationship(viewonly=True)
    project: Mapped[Project | None] = relationship(viewonly=True)


class Contact(Versioned, Imported, Base):
    """Whom to write to in an organisation; a focal point of an agreement or a grant names it."""

    __tablename__ = "contact"

    organisation_id: Mapped[int] = mapped_column(Key, foreign_key("organisation.id"), index=True)
    agreement_id: Mapped[int | None] = mapped_column(Key, foreign_key("agreement.id"), index=True)
    grant_id: Mapped[int | None] = mapped_column(Key, foreign_key("grant.id"), index=True)
    name: Mapped[str]
    job_title: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")

    organisation: Mapped[Organisation] = relationship(viewonly=True)
    agreement: Mapped[Agreement | None] = relationship(viewonly=True)
    grant: Mapped[Grant | None] = relationship(viewonly=True)


class Document(Versioned, Base):
    """A file that is kept with an agreement, a grant, a ledger entry or a deployment; its content is a part of it."""

    __tablename__ = "document"

    name: Mapped[str]
    kind: Mapped[str | None]
    agreement_id: Mapped[int | None] = mapped_column(Key, foreign_key("agreement.id"), index=True)
    grant_id: Mapped[int | None] = mapped_column(Key, foreign_key("grant.id"), index=True)
    entry_id: Mapped[int | None] = mapped_column(Key, foreign_key("ledger_entry.id"), index=True)
    deployment_id: Mapped[int | None] = mapped_column(Key, foreign_key("deployment.id"), index=True)
    size: Mapped[int]
    sha256: Mapped[str]
    added_on: Mapped[date]
    note: Mapped[str] = mapped_column(default="")

    agreement: Mapped[Agreement | None] = relationship(viewonly=True)
    grant: Mapped[Grant | None] = relationship(viewonly=True)
    entry: Mapped[LedgerEntry | None] = relationship(viewonly=True)
    deployment: Mapped[Deployment | None] = relationship(viewonly=True)


class DocumentContent(Base):
    """The bytes of a document, compressed."""

    __tablename__ = "document_content"

    document_id: Mapped[int] = mapped_column(Key, foreign_key("document.id", cascade=True), unique=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
