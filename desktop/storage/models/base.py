"""What all tables share: constraint names (so that migrations can name them), ids, and optimistic locking."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar, cast

from sqlalchemy import BigInteger, Date, ForeignKey, Identity, Integer, MetaData, Table, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from desktop.storage.types import Exact, Instant

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

# INTEGER PRIMARY KEY is SQLite's own row id; PostgreSQL gets bigint.
Key = BigInteger().with_variant(Integer(), "sqlite")


class Base(DeclarativeBase):
    """Declares the tables. Types follow the annotations: Decimal is exact, datetime is UTC, str is text."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text(),
        Decimal: Exact(),
        datetime: Instant(),
        date: Date(),
    }

    id: Mapped[int] = mapped_column(Key, Identity(), primary_key=True, sort_order=-1)


def table_of(model: type[Base]) -> Table:
    """The table of a model; SQLAlchemy's own attribute may also be a join, which none of ours is."""
    return cast("Table", model.__table__)


class Versioned:
    """A record people edit: a save that was based on an older version is refused, not overwritten."""

    version: Mapped[int] = mapped_column(Integer())

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}


class Imported:
    """A record that knows the import that brought it, so that the import can be undone."""

    batch_id: Mapped[int | None] = mapped_column(Key, ForeignKey("import_batch.id"), index=True)


def foreign_key(target: str, *, cascade: bool = False) -> ForeignKey:
    """A reference to `target` (``grant.id``); `cascade` for parts that cannot stand without their whole.

    Whoever removes the whole removes its parts too, see `dependents`.
    """
    return ForeignKey(target, ondelete="CASCADE" if cascade else None)
