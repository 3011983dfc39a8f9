"""Budgets for tests of the grid: a small one by hand, and drafts of the sample's."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from desktop.domain.budget import LineInputs, line_total
from desktop.domain.budget_sheet import (
    BudgetSheet,
    ComparedWith,
    IndirectPart,
    LineValues,
    SheetLine,
    Sums,
    add_up_sums,
)
from desktop.domain.codes import BudgetStatus, CostCategory
from desktop.language import say
from desktop.services import budgets, records
from desktop.services.offices import Office


def line(
    code: str,
    description: str,
    *factors: str,
    category: CostCategory | None = CostCategory.STAFF,
    used: str = "0",
    approved: str | None = None,
    currency: str = "USD",
    **values: object,
) -> SheetLine:
    """A line; `factors` are quantity, unit cost, duration and per cent, as far as they are not one or all."""
    texts = [*factors, *("1", "0", "1", "100")[len(factors) :]]
    inputs = LineInputs(*map(Decimal, texts))
    amount = line_total(inputs, currency=currency).amount
    made = SheetLine(
        id=int("".join(filter(str.isdigit, code)) or 99),
        version=1,
        code=code,
        description=description,
        category=category,
        result_id=None,
        result_code="",
        unit="",
        quantity=inputs.quantity,
        unit_cost=inputs.unit_cost,
        duration=inputs.duration,
        percent_charged=inputs.percent_charged,
        sums=Sums(None if approved is None else Decimal(approved), Decimal(used), amount, is_compared=True),
    )
    if approved is not None:
        made = replace(made, before=LineValues(description, category, None, "", replace(inputs)))
    return replace(made, **values)  # type: ignore[arg-type]  # handed on as they are


def sheet(*lines: SheetLine, status: BudgetStatus = BudgetStatus.DRAFT, **values: object) -> BudgetSheet:
    """The draft of a second revision in USD, compared with the first, without rules."""
    plain = BudgetSheet(
        id=7,
        version=1,
        grant_id=3,
        reference="GR-1",
        title="Legal aid",
        funder="A funder",
        currency="USD",
        awarded=Decimal(100_000),
        project_id=None,
        project="",
        revision=2,
        name="",
        label=say("Revision {number}", number=2),
        status=status,
        reason="",
        starts_on=None,
        ends_on=None,
        grant_ends_on=None,
        requested_on=None,
        approved_on=None,
        approved_by="",
        compared_with=ComparedWith(6, say("Revision {number}", number=1)),
        lines=lines,
        by_category=(),
        by_result=(),
        total=add_up_sums((each.sums for each in lines), is_compared=True),
        indirect=None,
    )
    return replace(plain, **values)  # type: ignore[arg-type]  # handed on as they are


def with_indirect(*lines: SheetLine, rate: str = "0.13") -> BudgetSheet:
    """The same with a line of indirect cost that is worked out on the direct ones."""
    base = sum((each.amount for each in lines), Decimal(0))
    share = Decimal(rate)
    made = line("8", "Support costs", "1", str(base * share), category=CostCategory.INDIRECT, is_worked_out=True)
    part = IndirectPart(share, base, base * share, base * share, line_id=made.id)
    return sheet(*lines, made, indirect=part)


def grant_id(office: Office, reference: str = "NER-CT-01") -> int:
    """The id of a grant."""
    return records.choices(office, "grants", search=reference)[0].id


def approved_budget(office: Office, reference: str = "NER-CT-01") -> int:
    """The id of the approved budget of a grant."""
    known = budgets.budgets_of(office, grant_id=grant_id(office, reference))
    return next(budget.id for budget in known if budget.status is BudgetStatus.APPROVED)


def drafted(office: Office, reference: str = "NER-CT-01") -> int:
    """The id of a draft of the next revision."""
    return budgets.draft_revision(office, budget_id=approved_budget(office, reference)).record_id


def line_of(office: Office, budget_id: int, code: str) -> SheetLine:
    """A line as it is kept."""
    return next(each for each in budgets.load_sheet(office, budget_id=budget_id).lines if each.code == code)
