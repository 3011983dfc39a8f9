"""Grants and what their agreements say of them: rules, amendments, instalments, and how costs are shared."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, UniqueConstraint, case, func, select
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from desktop.domain.terms import RuleKind
from desktop.storage.models.base import Base, Imported, Key, Versioned, foreign_key
from desktop.storage.models.partners import Agreement, Organisation
from desktop.storage.models.programme import Project
from desktop.storage.models.today import today_in_office
from desktop.storage.types import RATE_SCALE, Exact

if TYPE_CHECKING:
    from desktop.storage.models.money import BudgetLine

Rate = Exact(RATE_SCALE)


class Grant(Versioned, Imported, Base):
    """Money a funder awarded, in one currency: its terms as they are today. Earlier ones are in its amendments.

    `liquidation_days` after its end obligations may still be paid; `cost_share` is what the recipient has to add, in
    the grant's currency. References are the funder's (US: federal award number and assistance listing) and those of
    the office's own accounting system (`erp_…`).
    """

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
    liquidation_days: Mapped[int | None]
    closed_on: Mapped[date | None]
    award_number: Mapped[str] = mapped_column(default="")
    assistance_listing: Mapped[str] = mapped_column(default="")
    erp_grant: Mapped[str] = mapped_column(default="")
    erp_fund: Mapped[str] = mapped_column(default="")
    earmarking: Mapped[str | None]
    cost_share: Mapped[Decimal | None]
    note: Mapped[str] = mapped_column(default="")

    funder: Mapped[Organisation] = relationship(viewonly=True)
    agreement: Mapped[Agreement | None] = relationship(viewonly=True)
    shares: Mapped[list[GrantShare]] = relationship(viewonly=True)

    if TYPE_CHECKING:
        # Read from elsewhere, see below; what a form sets here goes there by the rule of grants. The one project of the
        # grant, None when there is none or several; its indirect cost in per cent of the direct cost, as the newest of
        # its rules says.
        project_id: Mapped[int | None]
        indirect_rate: Mapped[Decimal | None]


class GrantShare(Versioned, Imported, Base):
    """What a grant gives one project, in the grant's currency."""

    __tablename__ = "grant_share"
    __table_args__ = (UniqueConstraint("grant_id", "project_id"),)

    grant_id: Mapped[int] = mapped_column(Key, foreign_key("grant.id", cascade=True))
    project_id: Mapped[int] = mapped_column(Key, foreign_key("project.id"), index=True)
    amount: Mapped[Decimal]

    grant: Mapped[Grant] = relationship()
    project: Mapped[Project] = relationship(viewonly=True)


class GrantRule(Versioned, Imported, Base):
    """One rule of a grant's rule book, in force from a day on until a later one of the same kind takes its place.

    Which of the values a `kind` uses is said in `domain.rules`; `starts_on` is empty for what holds from the start, and
    `article` names where the agreement says so.
    """

    __tablename__ = "grant_rule"

    grant_id: Mapped[int] = mapped_column(Key, foreign_key("grant.id", cascade=True), index=True)
    kind: Mapped[str]
    starts_on: Mapped[date | None]
    article: Mapped[str] = mapped_column(default="")
    percent: Mapped[Decimal | None]
    amount: Mapped[Decimal | None]
    days: Mapped[int | None]
    final_days: Mapped[int | None]
    choice: Mapped[str | None]
    measure: Mapped[str | None]
    counting: Mapped[str | None]
    approver: Mapped[str | None]
    category: Mapped[int | None]
    currency: Mapped[str | None]
    rate: Mapped[Decimal | None] = mapped_column(Rate)
    months: Mapped[int | None]
    weekend: Mapped[str | None]
    layout: Mapped[str | None]
    note: Mapped[str] = mapped_column(default="")

    grant: Mapped[Grant] = relationship()


Grant.project_id = column_property(
    select(func.min(GrantShare.project_id))
    .where(GrantShare.grant_id == Grant.id)
    .having(func.count() == 1)
    .correlate_except(GrantShare)
    .scalar_subquery()
)
# The rate in force today; one that is still to come only where there is no other.
Grant.indirect_rate = column_property(
    select(GrantRule.percent)
    .where(GrantRule.grant_id == Grant.id, GrantRule.kind == RuleKind.INDIRECT)
    .order_by(
        case((GrantRule.starts_on > today_in_office(), 1), else_=0),
        GrantRule.starts_on.desc().nulls_last(),
        GrantRule.id.desc(),
    )
    .limit(1)
    .correlate_except(GrantRule)
    .scalar_subquery()
)


class Amendment(Versioned, Imported, Base):
    """A change of a grant's terms: a copy of them that is edited while it is a draft and applied on a day.

    `before` keeps the terms that an applied amendment replaced (JSON, by attribute), so that the grant can be shown as
    at any earlier day. `budget_id` is the revision that comes with it.
    """

    __tablename__ = "amendment"
    __table_args__ = (UniqueConstraint("grant_id", "number"),)

    grant_id: Mapped[int] = mapped_column(Key, foreign_key("grant.id"))
    number: Mapped[int]
    kind: Mapped[str]
    status: Mapped[str] = mapped_column(default="draft")
    effective_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(default="")
    title: Mapped[str] = mapped_column(default="")
    amount: Mapped[Decimal | None]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    liquidation_days: Mapped[int | None]
    indirect_rate: Mapped[Decimal | None]
    cost_share: Mapped[Decimal | None]
    budget_id: Mapped[int | None] = mapped_column(Key, foreign_key("budget.id"), index=True)
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON)

    grant: Mapped[Grant] = relationship(viewonly=True)


class Instalment(Versioned, Imported, Base):
    """Cash that the funder is expected to pay, in the grant's currency; receipts in the ledger name it."""

    __tablename__ = "instalment"
    __table_args__ = (UniqueConstraint("grant_id", "number"),)

    grant_id: Mapped[int] = mapped_column(Key, foreign_key("grant.id"))
    number: Mapped[int]
    expected_on: Mapped[date]
    amount: Mapped[Decimal]
    condition: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")

    grant: Mapped[Grant] = relationship(viewonly=True)


class Allocation(Versioned, Imported, Base):
    """A key by which costs that several grants share are split, such as the rent of an office."""

    __tablename__ = "allocation"
    __table_args__ = (UniqueConstraint("name"),)

    name: Mapped[str]
    note: Mapped[str] = mapped_column(default="")


class AllocationShare(Versioned, Imported, Base):
    """The per cent that a grant, and one of its lines, bears from a day on; those of one day sum to 100."""

    __tablename__ = "allocation_share"
    __table_args__ = (UniqueConstraint("allocation_id", "starts_on", "grant_id", "line_id"),)

    allocation_id: Mapped[int] = mapped_column(Key, foreign_key("allocation.id", cascade=True))
    starts_on: Mapped[date]
    grant_id: Mapped[int] = mapped_column(Key, foreign_key("grant.id"), index=True)
    line_id: Mapped[int | None] = mapped_column(Key, foreign_key("budget_line.id"), index=True)
    percent: Mapped[Decimal]

    allocation: Mapped[Allocation] = relationship(viewonly=True)
    grant: Mapped[Grant] = relationship(viewonly=True)
    line: Mapped[BudgetLine | None] = relationship(viewonly=True)
