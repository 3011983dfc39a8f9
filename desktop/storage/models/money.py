"""Grants, budgets, the ledger and exchange rates."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, Computed, Index, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from desktop.domain.money import ONE
from desktop.storage.models.base import Base, Imported, Key, Versioned, foreign_key
from desktop.storage.models.office import ImportBatch
from desktop.storage.models.partners import Agreement, Organisation
from desktop.storage.models.programme import Project, ResultNode
from desktop.storage.types import RATE_SCALE, Exact

Rate = Exact(RATE_SCALE)


class Grant(Versioned, Imported, Base):
    """Money a funder awarded, in one currency. `indirect_rate` is per cent of the direct cost."""

    __tablename__ = "grant"
    __table_args__ = (UniqueConstraint("reference"),)

    reference: Mapped[str]
    title: Mapped[str]
    funder_id: Mapped[int] = mapped_column(Key, foreign_key("organisation.id"), index=True)
    agreement_id: Mapped[int | None] = mapped_column(Key, foreign_key("agreement.id"), index=True)
    currency: Mapped[str]
    amount: Mapped[Decimal]
    awarded_on: Mapped[date | None]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    indirect_rate: Mapped[Decimal | None]
    note: Mapped[str] = mapped_column(default="")

    funder: Mapped[Organisation] = relationship(viewonly=True)
    agreement: Mapped[Agreement | None] = relationship(viewonly=True)
    shares: Mapped[list[GrantShare]] = relationship(viewonly=True)

    if TYPE_CHECKING:
        # The one project of the grant, None when there is none or several. Read from the shares, see below; what a form
        # sets here goes into them by the rule of grants.
        project_id: Mapped[int | None]


class GrantShare(Imported, Base):
    """What a grant gives one project, in the grant's currency."""

    __tablename__ = "grant_share"
    __table_args__ = (UniqueConstraint("grant_id", "project_id"),)

    grant_id: Mapped[int] = mapped_column(Key, foreign_key("grant.id", cascade=True))
    project_id: Mapped[int] = mapped_column(Key, foreign_key("project.id"), index=True)
    amount: Mapped[Decimal]

    grant: Mapped[Grant] = relationship()


Grant.project_id = column_property(
    select(func.min(GrantShare.project_id))
    .where(GrantShare.grant_id == Grant.id)
    .having(func.count() == 1)
    .correlate_except(GrantShare)
    .scalar_subquery()
)


class Budget(Versioned, Imported, Base):
    """How a grant is to be spent, in the grant's currency."""

    __tablename__ = "budget"
    grant_id: Mapped[int] = mapped_column(Key, foreign_key("grant.id"), index=True)
    project_id: Mapped[int | None] = mapped_column(Key, foreign_key("project.id"), index=True)
    status: Mapped[str] = mapped_column(default="approved")
    approved_on: Mapped[date | None]

    grant: Mapped[Grant] = relationship(viewonly=True)
    project: Mapped[Project | None] = relationship(viewonly=True)


class BudgetLine(Versioned, Imported, Base):
    """One line of a budget: its UNSDG category (empty when the source states none), the result it serves, and how its
    amount is made: quantity x unit cost x duration x per cent charged, rounded to the grant's currency.
    """

    __tablename__ = "budget_line"
    __table_args__ = (
        UniqueConstraint("budget_id", "code"),
        CheckConstraint("category BETWEEN 1 AND 8", name="category"),
    )

    budget_id: Mapped[int] = mapped_column(Key, foreign_key("budget.id"))
    result_id: Mapped[int | None] = mapped_column(Key, foreign_key("result_node.id"), index=True)
    code: Mapped[str]
    description: Mapped[str]
    category: Mapped[int | None]
    unit: Mapped[str] = mapped_column(default="")
    quantity: Mapped[Decimal] = mapped_column(default=Decimal(1))
    unit_cost: Mapped[Decimal]
    duration: Mapped[Decimal] = mapped_column(default=Decimal(1))
    percent_charged: Mapped[Decimal] = mapped_column(default=Decimal(100))
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    amount: Mapped[Decimal]

    budget: Mapped[Budget] = relationship(viewonly=True)
    result: Mapped[ResultNode | None] = relationship(viewonly=True)


class LedgerEntry(Versioned, Imported, Base):
    """One movement of money.

    `amount` is in `currency`, the grant's, worked out once from the original amount (`rate` units of its currency
    make `rate_per` of the grant's) and signed as `domain.ledger` says; `liquidated` is what it releases of an
    earlier commitment. Spent, committed and received follow from these by the database itself. An entry without a
    grant came from a source that names none; the project check lists it. `source_key` tells an imported entry apart
    from every other, so that the same file brings it only once.
    """

    __tablename__ = "ledger_entry"
    __table_args__ = (
        CheckConstraint("category BETWEEN 1 AND 8", name="category"),
        CheckConstraint("kind IN ('receipt', 'commitment', 'expenditure', 'refund', 'adjustment')", name="kind"),
        UniqueConstraint("source_key"),
        Index("ix_ledger_entry_entry_on_id", "entry_on", "id"),
        Index("ix_ledger_entry_reference_id", "reference", "id"),
        Index("ix_ledger_entry_amount_id", "amount", "id"),
        Index("ix_ledger_entry_grant_id_entry_on_id", "grant_id", "entry_on", "id"),
        # Sums are read from these alone, never from the entries.
        Index(None, "grant_id", "category", "spent", "committed", "received"),
        Index(None, "line_id", "spent", "committed", "received"),
    )

    entry_on: Mapped[date]
    kind: Mapped[str]
    reference: Mapped[str] = mapped_column(default="")
    description: Mapped[str] = mapped_column(default="")
    counterparty: Mapped[str] = mapped_column(default="")
    grant_id: Mapped[int | None] = mapped_column(Key, foreign_key("grant.id"))
    line_id: Mapped[int | None] = mapped_column(Key, foreign_key("budget_line.id"))
    project_id: Mapped[int | None] = mapped_column(Key, foreign_key("project.id"), index=True)
    commitment_id: Mapped[int | None] = mapped_column(Key, foreign_key("ledger_entry.id"), index=True)
    category: Mapped[int | None]
    original_currency: Mapped[str]
    original_amount: Mapped[Decimal]
    rate: Mapped[Decimal] = mapped_column(Rate, default=ONE)
    rate_per: Mapped[Decimal] = mapped_column(Rate, default=ONE)
    rate_on: Mapped[date | None]
    rate_source: Mapped[str] = mapped_column(default="")
    currency: Mapped[str]
    amount: Mapped[Decimal]
    liquidated: Mapped[Decimal] = mapped_column(default=Decimal(0))
    source_key: Mapped[str | None]

    spent: Mapped[Decimal | None] = mapped_column(
        Computed("CASE WHEN kind IN ('expenditure', 'refund', 'adjustment') THEN amount END", persisted=True)
    )
    committed: Mapped[Decimal | None] = mapped_column(
        Computed(
            "CASE WHEN kind = 'commitment' THEN amount - liquidated WHEN liquidated <> 0 THEN -liquidated END",
            persisted=True,
        )
    )
    received: Mapped[Decimal | None] = mapped_column(
        Computed("CASE WHEN kind = 'receipt' THEN amount END", persisted=True)
    )

    grant: Mapped[Grant | None] = relationship(viewonly=True)
    line: Mapped[BudgetLine | None] = relationship(viewonly=True)
    project: Mapped[Project | None] = relationship(viewonly=True)
    batch: Mapped[ImportBatch | None] = relationship(viewonly=True)


class ExchangeRate(Versioned, Imported, Base):
    """How many `units` of a currency make one unit of `base` from a day on."""

    __tablename__ = "exchange_rate"
    __table_args__ = (UniqueConstraint("currency", "base", "effective_on"),)

    currency: Mapped[str]
    base: Mapped[str] = mapped_column(default="USD")
    effective_on: Mapped[date]
    units: Mapped[Decimal] = mapped_column(Rate)
    source: Mapped[str]
