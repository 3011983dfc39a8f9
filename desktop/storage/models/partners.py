"""Organisations and agreements."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Index, UniqueConstraint, func
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desktop.storage.models.base import Base, Imported, Key, Versioned, foreign_key

if TYPE_CHECKING:
    from desktop.storage.models.programme import ProjectRole


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
    note: Mapped[str] = mapped_column(default="")

    project_roles: Mapped[list[ProjectRole]] = relationship(viewonly=True)
    agreement_parties: Mapped[list[AgreementParty]] = relationship(viewonly=True)

    @hybrid_property
    def called(self) -> str:
        """What people call it: its short name where there is one."""
        return self.short_name or self.name

    @called.inplace.expression
    @classmethod
    def _called(cls) -> ColumnElement[str]:
        return func.coalesce(func.nullif(cls.short_name, ""), cls.name)


class Agreement(Versioned, Imported, Base):
    """What was signed with a partner; grants are given under it."""

    __tablename__ = "agreement"
    __table_args__ = (UniqueConstraint("reference"),)

    reference: Mapped[str]
    title: Mapped[str]
    kind: Mapped[str]
    signed_on: Mapped[date | None]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(default="")

    parties: Mapped[list[AgreementParty]] = relationship(viewonly=True)


class AgreementParty(Imported, Base):
    """One organisation that signed an agreement."""

    __tablename__ = "agreement_party"
    __table_args__ = (UniqueConstraint("agreement_id", "organisation_id"),)

    agreement_id: Mapped[int] = mapped_column(Key, foreign_key("agreement.id", cascade=True))
    organisation_id: Mapped[int] = mapped_column(Key, foreign_key("organisation.id"), index=True)
