"""Programmes and projects as a tree, where they work and on what, who takes part, and their results framework."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desktop.storage.models.base import Base, Imported, Key, Versioned, foreign_key
from desktop.storage.models.partners import Organisation

if TYPE_CHECKING:
    from desktop.storage.models.grants import GrantShare


class Project(Versioned, Imported, Base):
    """A programme, a project or a component of one.

    `tree_path` strings the ids from the root down (``00000001/00000004/``), so that sorting by it gives the tree.
    Status and dates are those of IATI: planned and actual are kept apart.
    """

    __tablename__ = "project"
    __table_args__ = (UniqueConstraint("reference"),)

    parent_id: Mapped[int | None] = mapped_column(Key, foreign_key("project.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(Key, foreign_key("organisation.id"), index=True)
    tree_path: Mapped[str] = mapped_column(default="", index=True)
    kind: Mapped[str] = mapped_column(default="project")
    reference: Mapped[str]
    title: Mapped[str]
    summary: Mapped[str] = mapped_column(default="")
    status: Mapped[str | None]
    planned_starts_on: Mapped[date | None]
    actual_starts_on: Mapped[date | None]
    planned_ends_on: Mapped[date | None]
    actual_ends_on: Mapped[date | None]

    parent: Mapped[Project | None] = relationship(remote_side="Project.id", viewonly=True)
    organisation: Mapped[Organisation | None] = relationship(viewonly=True)
    roles: Mapped[list[ProjectRole]] = relationship(viewonly=True)
    shares: Mapped[list[GrantShare]] = relationship(viewonly=True)


class ProjectRole(Imported, Base):
    """What an organisation does in a project (IATI organisation role)."""

    __tablename__ = "project_role"
    __table_args__ = (UniqueConstraint("project_id", "organisation_id", "role"),)

    project_id: Mapped[int] = mapped_column(Key, foreign_key("project.id", cascade=True))
    organisation_id: Mapped[int] = mapped_column(Key, foreign_key("organisation.id"), index=True)
    role: Mapped[str]


class ProjectCountry(Imported, Base):
    """A country or region a project works in; `share` in per cent when several share its money."""

    __tablename__ = "project_country"
    __table_args__ = (UniqueConstraint("project_id", "vocabulary", "code"),)

    project_id: Mapped[int] = mapped_column(Key, foreign_key("project.id", cascade=True))
    code: Mapped[str] = mapped_column(index=True)
    vocabulary: Mapped[str] = mapped_column(default="")  # empty: ISO 3166-1; otherwise IATI RegionVocabulary
    share: Mapped[Decimal | None]


class ProjectSector(Imported, Base):
    """A sector a project belongs to, in a vocabulary of the IATI list (``1`` is the DAC's five-digit purpose code)."""

    __tablename__ = "project_sector"
    __table_args__ = (UniqueConstraint("project_id", "vocabulary", "code"),)

    project_id: Mapped[int] = mapped_column(Key, foreign_key("project.id", cascade=True))
    vocabulary: Mapped[str]
    code: Mapped[str] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(default="")
    share: Mapped[Decimal | None]


class ProjectTag(Imported, Base):
    """A tag of a project, in a vocabulary of the IATI list (``3`` is an SDG target)."""

    __tablename__ = "project_tag"
    __table_args__ = (UniqueConstraint("project_id", "vocabulary", "code"),)

    project_id: Mapped[int] = mapped_column(Key, foreign_key("project.id", cascade=True))
    vocabulary: Mapped[str]
    code: Mapped[str]
    name: Mapped[str] = mapped_column(default="")


class ResultNode(Versioned, Imported, Base):
    """An outcome, output or activity of a project; budget lines hang on it."""

    __tablename__ = "result_node"
    __table_args__ = (UniqueConstraint("project_id", "code"),)

    project_id: Mapped[int] = mapped_column(Key, foreign_key("project.id"))
    parent_id: Mapped[int | None] = mapped_column(Key, foreign_key("result_node.id"), index=True)
    kind: Mapped[str]
    code: Mapped[str]
    title: Mapped[str]

    project: Mapped[Project] = relationship(viewonly=True)
