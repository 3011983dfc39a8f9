"""Budgets, the ledger and exchange rates."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, Computed, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desktop.domain.money import ONE
from desktop.storage.models.base import Base, Imported, Key, Versioned, foreign_key
from desktop.storage.models.grants import Grant, Instalment, Rate
from desktop.storage.models.office import ImportBatch
from desktop.storage.models.programme import Project, ResultNode


def _one_approved(name: str, *columns: str, where: str) -> Index:
    """Only one budget of a grant and project is approved, and one of a grant as a whole."""
    only = text(f"status = 'approved' AND {where}")
    return Index(name, *columns, unique=True, sqlite_where=only, postgresql_where=only)


class Budget(Versioned, Imported, Base):
    """How a grant is to be spent, in the grant's currency: the first budget (`revision` 0), a revision of it, or a
    scenario, which is a copy to try things on and has no number until it becomes a revision.

    `based_on_id` is the budget it was copied from. Of the budgets of a grant and project one is approved, the earlier
    ones are superseded; neither is ever changed. `grant_ends_on` is the end of the grant that a scenario tries.
    """

    __tablename__ = "budget"
    __table_args__ = (
        CheckConstraint("status IN ('scenario', 'draft', 'requested', 'approved', 'superseded')", name="status"),
        _one_approved("uq_budget_approved_project", "grant_id", "project_id", where="project_id IS NOT NULL"),
        _one_approved("uq_budget_approved_whole", "grant_id", where="project_id IS NULL"),
    )

    grant_id: Mapped[int] = mapped_column(Key, foreign_key("grant.id"), index=True)
    project_id: Mapped[int | None] = mapped_column(Key, foreign_key("project.id"), index=True)
    based_on_id: Mapped[int | None] = mapped_column(Key, foreign_key("budget.id"), index=True)
    revision: Mapped[int | None] = mapped_column(default=0)
    title: Mapped[str] = mapped_column(default="")
    status: Mapped[str] = mapped_column(default="approved")
    reason: Mapped[str] = mapped_column(default="")
    grant_ends_on: Mapped[date | None]
    requested_on: Mapped[date | None]
    approved_on: Mapped[date | None]
    approved_by: Mapped[str] = mapped_column(default="")

    grant: Mapped[Grant] = relationship(viewonly=True)
    project: Mapped[Project | None] = relationship(viewonly=True)


class BudgetLine(Versioned, Imported, Base):
    """One line of a budget: its UNSDG category (empty when the source states none), the result it serves, and how its
    amount is made: quantity x unit cost x duration x per cent charged, rounded to the grant's currency.

    `origin_id` is the line of the first budget that this one continues; ledger entries stand on that one, so that a
    revision takes them over as they are.
    """

    __tablename__ = "budget_line"
    __table_args__ = (
        UniqueConstraint("budget_id", "code"),
        CheckConstraint("category BETWEEN 1 AND 8", name="category"),
    )

    budget_id: Mapped[int] = mapped_column(Key, foreign_key("budget.id"))
    origin_id: Mapped[int | None] = mapped_column(Key, foreign_key("budget_line.id"), index=True)
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


class BudgetPhase(Imported, Base):
    """The part of a line that falls into the quarter or year from `starts_on` on; the parts sum to the line."""

    __tablename__ = "budget_phase"
    __table_args__ = (UniqueConstraint("line_id", "starts_on"),)

    line_id: Mapped[int] = mapped_column(Key, foreign_key("budget_line.id", cascade=True))
    starts_on: Mapped[date]
    amount: Mapped[Decimal]


class LedgerEntry(Versioned, Imported, Base):
    """One movement of money.

    `amount` is in `currency`, the grant's, worked out once from the original amount (`rate` units of its currency
    make `rate_per` of the grant's) and signed as `domain.ledger` says; `liquidated` is what it releases of the
    commitment `commitment_id`. `corrects_id` is the entry that this one reverses, `instalment_id` what a receipt was
    expected as; the parts of one cost that was split share a `split_key`. Spent, committed and received follow from
    these by the database itself, which also keeps `LedgerSum`. An entry without a
    grant came from a source that names none; the project check lists it. `source_key` tells an imported entry apart
    from every other, so that the same file brings it only once.
    """

    __tablename__ = "ledger_entry"
    __table_args__ = (
        CheckConstraint("category BETWEEN 1 AND 8", name="category"),
        CheckConstraint(
            "kind IN ('receipt', 'commitment', 'expenditure', 'refund', 'adjustment', 'exchange_difference')",
            name="kind",
        ),
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
    result_id: Mapped[int | None] = mapped_column(Key, foreign_key("result_node.id"), index=True)
    commitment_id: Mapped[int | None] = mapped_column(Key, foreign_key("ledger_entry.id"), index=True)
    corrects_id: Mapped[int | None] = mapped_column(Key, foreign_key("ledger_entry.id"), index=True)
    instalment_id: Mapped[int | None] = mapped_column(Key, foreign_key("instalment.id"), index=True)
    split_key: Mapped[str | None] = mapped_column(index=True)
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
        Computed("CASE WHEN kind IN ('receipt', 'exchange_difference') THEN amount END", persisted=True)
    )

    grant: Mapped[Grant | None] = relationship(viewonly=True)
    line: Mapped[BudgetLine | None] = relationship(viewonly=True)
    project: Mapped[Project | None] = relationship(viewonly=True)
    result: Mapped[ResultNode | None] = relationship(viewonly=True)
    instalment: Mapped[Instalment | None] = relationship(viewonly=True)
    commitment: Mapped[LedgerEntry | None] = relationship(
        viewonly=True, remote_side="LedgerEntry.id", foreign_keys="LedgerEntry.commitment_id"
    )
    corrects: Mapped[LedgerEntry | None] = relationship(
        viewonly=True, remote_side="LedgerEntry.id", foreign_keys="LedgerEntry.corrects_id"
    )
    batch: Mapped[ImportBatch | None] = relationship(viewonly=True)


class LedgerSum(Base):
    """What a grant spent, committed and received in a category (0: none) and a month (its first day).

    Triggers of the database keep it with every entry that comes, changes or goes, whoever brings it; `entries` counts
    them, and `costs` those that were spent. The check of an office compares it with the ledger.
    """

    __tablename__ = "ledger_sum"
    __table_args__ = (UniqueConstraint("grant_id", "category", "month"),)

    grant_id: Mapped[int] = mapped_column(Key, foreign_key("grant.id"))
    category: Mapped[int]
    month: Mapped[date]
    spent: Mapped[Decimal]
    committed: Mapped[Decimal]
    received: Mapped[Decimal]
    costs: Mapped[int]
    entries: Mapped[int]


class ExchangeRate(Versioned, Imported, Base):
    """How many `units` of a currency make one unit of `base` from a day on."""

    __tablename__ = "exchange_rate"
    __table_args__ = (UniqueConstraint("currency", "base", "effective_on"),)

    currency: Mapped[str]
    base: Mapped[str] = mapped_column(default="USD")
    effective_on: Mapped[date]
    units: Mapped[Decimal] = mapped_column(Rate)
    source: Mapped[str]
