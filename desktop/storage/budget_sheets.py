"""Budgets as they are kept become sheets: side by side with another budget, in groups, with what was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from desktop.domain.budget import IndirectTerms, expected_indirect
from desktop.domain.budget_checks import BudgetTerms, LineAmount, check_budget, gauges_of
from desktop.domain.budget_sheet import (
    BudgetSheet,
    BudgetSummary,
    ComparedWith,
    IndirectPart,
    LineValues,
    Phase,
    SheetLine,
    Sums,
    add_up_sums,
    budget_label,
    group_by_category,
    group_by_result,
    natural,
)
from desktop.domain.codes import BudgetStatus, CostCategory
from desktop.domain.money import ZERO, Money
from desktop.domain.rules import RuleBook
from desktop.language import Message, UserError, say
from desktop.storage.budgets import (
    BudgetHead,
    LineRow,
    approved_budget_id,
    approved_elsewhere,
    find_head,
    first_closed_id,
    heads_of_grant,
    lines_of,
    newest_superseded_id,
    phases_of,
    result_names,
    totals_of,
    used_on,
)
from desktop.storage.rulebooks import rule_book

_CLOSED = (BudgetStatus.APPROVED, BudgetStatus.SUPERSEDED)


def head_of(session: Session, budget_id: int) -> BudgetHead:
    """The head of a budget. Raises UserError when it is gone."""
    head = find_head(session, budget_id)
    if head is None:
        raise UserError(
            say("This budget is no longer there."), say("Someone removed it."), say("Go back to the budgets.")
        )
    return head


def label_of(head: BudgetHead) -> Message:
    """What people call a budget."""
    return budget_label(revision=head.revision, name=head.name, status=head.status)


def dated_label(head: BudgetHead) -> Message:
    """What people call a budget, with the day on which it was approved."""
    if head.status in _CLOSED and head.approved_on is not None:
        return say("{budget}, approved {day}", budget=label_of(head), day=head.approved_on)
    return label_of(head)


def summaries_of_grant(session: Session, grant_id: int) -> list[BudgetSummary]:
    """All budgets of a grant, the oldest first."""
    heads = heads_of_grant(session, grant_id)
    totals = totals_of(session, (head.id for head in heads))
    return [_summary(head, *totals.get(head.id, (0, ZERO))) for head in heads]


def _summary(head: BudgetHead, line_count: int, total: Decimal) -> BudgetSummary:
    return BudgetSummary(
        id=head.id,
        version=head.version,
        grant_id=head.grant_id,
        reference=head.reference,
        label=label_of(head),
        currency=head.currency,
        project_id=head.project_id,
        project=head.project,
        revision=head.revision,
        name=head.name,
        status=head.status,
        reason=head.reason,
        grant_ends_on=head.grant_ends_on,
        based_on_id=head.based_on_id,
        requested_on=head.requested_on,
        approved_on=head.approved_on,
        approved_by=head.approved_by,
        line_count=line_count,
        total=Money(total, head.currency),
    )


def indirect_terms(book: RuleBook, *, on: date) -> IndirectTerms | None:
    """What the rule book says of indirect cost on a day; None when it says nothing."""
    rate = book.indirect_rate(on)
    return None if rate is None else IndirectTerms(rate, book.indirect_base(on))


def terms_of(session: Session, head: BudgetHead, *, today: date) -> IndirectTerms | None:
    """What the rule book of its grant says of the indirect cost of a budget; None when it says nothing."""
    return indirect_terms(rule_book(session, head.grant_id), on=rules_day(head, today=today))


def rules_day(head: BudgetHead, *, today: date) -> date:
    """The day whose rules hold for a budget: today, within the days of the grant."""
    return max(min(today, head.ends_on or today), head.starts_on or today)


def default_comparison(session: Session, head: BudgetHead) -> int | None:
    """The budget that people hold this one against: the approved one, for an approved one what it took the place of."""
    owner, project = head.grant_id, head.project_id
    if head.status in _CLOSED:
        return newest_superseded_id(session, grant_id=owner, project_id=project, before=head.revision or 0)
    return approved_budget_id(session, grant_id=owner, project_id=project)


def read_sheet(session: Session, *, budget_id: int, compare_with: int | None, today: date) -> BudgetSheet:
    """A budget with its groups and totals, beside `compare_with` or the budget that people hold it against.

    Raises UserError when either is gone, or they are of different grants.
    """
    head = head_of(session, budget_id)
    other_id = default_comparison(session, head) if compare_with is None else compare_with
    other = None if other_id is None or other_id == head.id else head_of(session, other_id)
    if other is not None and other.grant_id != head.grant_id:
        raise UserError(
            say("These are budgets of different grants."),
            say("They are not compared."),
            say("Choose budgets of one grant."),
        )
    terms = terms_of(session, head, today=today)
    lines = sheet_lines(session, head, other, works_out=terms is not None and head.status.is_open)
    sheet = _assembled(session, head, other, lines, terms)
    return sheet if head.status in _CLOSED else _judged(session, head, sheet, today=today)


def _judged(session: Session, head: BudgetHead, sheet: BudgetSheet, *, today: date) -> BudgetSheet:
    """The sheet of a budget that is not approved yet with its gauges, and what is wrong with it.

    Both are about the approved budget, whatever the sheet is compared with.
    """
    grant_id, project_id = head.grant_id, head.project_id
    approved_id = approved_budget_id(session, grant_id=grant_id, project_id=project_id)
    usual = approved_id == (sheet.compared_with.id if sheet.compared_with else None)
    against = sheet if usual else read_sheet(session, budget_id=head.id, compare_with=approved_id, today=today)
    if against is not sheet:
        return replace(sheet, gauges=against.gauges, findings=against.findings)
    on = rules_day(head, today=today)
    elsewhere = approved_elsewhere(session, grant_id=grant_id, project_id=project_id)
    terms = BudgetTerms(rule_book(session, grant_id), on, elsewhere)
    first_id = first_closed_id(session, grant_id=grant_id, project_id=project_id)
    if approved_id is not None and first_id is not None:
        first, approved = (_amounts(session, key) for key in (first_id, approved_id))
        sheet = replace(sheet, gauges=gauges_of(sheet, terms, first=first, approved=approved))
    return replace(sheet, findings=tuple(check_budget(sheet, terms)))


def _amounts(session: Session, budget_id: int) -> list[LineAmount]:
    lines = lines_of(session, [budget_id])[budget_id]
    return [LineAmount(line.first_id, line.code, line.category, line.amount) for line in lines]


def _assembled(
    session: Session,
    head: BudgetHead,
    other: BudgetHead | None,
    lines: tuple[SheetLine, ...],
    terms: IndirectTerms | None,
) -> BudgetSheet:
    compared = other is not None
    names = result_names(session, (line.result_id for line in lines if line.result_id is not None))
    return BudgetSheet(
        id=head.id,
        version=head.version,
        grant_id=head.grant_id,
        reference=head.reference,
        title=head.title,
        funder=head.funder,
        currency=head.currency,
        awarded=head.awarded,
        project_id=head.project_id,
        project=head.project,
        revision=head.revision,
        name=head.name,
        label=label_of(head),
        status=head.status,
        reason=head.reason,
        starts_on=head.starts_on,
        ends_on=head.ends_on,
        grant_ends_on=head.grant_ends_on,
        requested_on=head.requested_on,
        approved_on=head.approved_on,
        approved_by=head.approved_by,
        compared_with=None if other is None else ComparedWith(other.id, dated_label(other)),
        lines=lines,
        by_category=group_by_category(lines, is_compared=compared),
        by_result=group_by_result(lines, list(names.values()), currency=head.currency, is_compared=compared),
        total=add_up_sums((line.sums for line in lines), is_compared=compared),
        indirect=None if terms is None else _indirect_part(lines, terms, head.currency),
        phases=_phase_totals(lines),
    )


def _indirect_part(lines: Sequence[SheetLine], terms: IndirectTerms, currency: str) -> IndirectPart:
    base, expected = expected_indirect(((line.category, line.amount) for line in lines), terms=terms, currency=currency)
    planned = sum((line.amount for line in lines if line.category is CostCategory.INDIRECT), ZERO)
    worked_out = next((line.id for line in lines if line.is_worked_out), 0)
    return IndirectPart(terms.rate, base, expected, planned, worked_out)


def _phase_totals(lines: Sequence[SheetLine]) -> tuple[Phase, ...]:
    sums: dict[date, Decimal] = {}
    for phase in (phase for line in lines for phase in line.phases):
        sums[phase.starts_on] = sums.get(phase.starts_on, ZERO) + phase.amount
    return tuple(Phase(day, amount) for day, amount in sorted(sums.items()))


# --- lines --------------------------------------------------------------------------------------------------------


def matched(lines: Sequence[LineRow], others: Sequence[LineRow]) -> dict[int, LineRow]:
    """For each line the one of another budget that is the same: it continues the same first line, or has its code."""
    by_first = {other.first_id: other for other in others}
    pairs = {line.id: by_first[line.first_id] for line in lines if line.first_id in by_first}
    taken = {other.id for other in pairs.values()}
    by_code = {other.code: other for other in others if other.id not in taken}
    return pairs | {line.id: by_code[line.code] for line in lines if line.id not in pairs and line.code in by_code}


@dataclass(frozen=True, slots=True)
class _Sides:
    """The lines of a budget and of the one beside it, and what is known of them."""

    currency: str
    is_compared: bool
    pairs: Mapping[int, LineRow]
    used: Mapping[int, Decimal]
    phases: Mapping[int, Sequence[Phase]]
    result_codes: Mapping[int, str]
    joins: bool

    def first_of(self, line: LineRow) -> int:
        """The line on which the entries stand; one that was typed anew takes those of the line with its code."""
        pair = self.pairs.get(line.id)
        return pair.first_id if self.joins and pair is not None and line.origin_id is None else line.first_id

    def sums(self, line: LineRow, *, approved: Decimal | None, amount: Decimal) -> Sums:
        """The amounts of a line, in the decimals of the currency."""
        return Sums(
            None if approved is None else Money(approved, self.currency).amount,
            Money(self.used.get(self.first_of(line), ZERO), self.currency).amount,
            Money(amount, self.currency).amount,
            self.is_compared,
        )


def sheet_lines(
    session: Session, head: BudgetHead, other: BudgetHead | None, *, works_out: bool
) -> tuple[SheetLine, ...]:
    """The lines of a budget and those that only `other` has, in the order of their codes."""
    found = lines_of(session, [head.id] if other is None else [head.id, other.id])
    own, others = found[head.id], found[other.id] if other else []
    pairs = matched(own, others)
    gone = [line for line in others if line.id not in {pair.id for pair in pairs.values()}]
    everything = (*own, *others)
    names = result_names(session, (line.result_id for line in everything if line.result_id is not None))
    sides = _Sides(
        currency=head.currency,
        is_compared=other is not None,
        pairs=pairs,
        used=used_on(session, (line.first_id for line in everything)),
        phases=phases_of(session, (line.id for line in own)),
        result_codes={key: name.code for key, name in names.items()},
        joins=head.status not in _CLOSED,
    )
    indirect = [line.id for line in own if line.category == CostCategory.INDIRECT]
    worked_out = indirect[0] if works_out and len(indirect) == 1 else 0
    lines = [_own_line(sides, line, is_worked_out=line.id == worked_out) for line in own]
    lines += [_removed_line(sides, line) for line in gone]
    return tuple(sorted(lines, key=lambda line: (natural(line.code), line.id)))


def _own_line(sides: _Sides, line: LineRow, *, is_worked_out: bool) -> SheetLine:
    pair = sides.pairs.get(line.id)
    sums = sides.sums(line, approved=None if pair is None else pair.amount, amount=line.amount)
    return replace(
        _sheet_line(sides, line, sums, before=pair),
        id=line.id,
        version=line.version,
        is_new=sides.is_compared and pair is None,
        is_worked_out=is_worked_out,
        phases=tuple(sides.phases.get(line.id, ())),
    )


def _removed_line(sides: _Sides, line: LineRow) -> SheetLine:
    """A line that only the compared budget has: this one gives it nothing."""
    sums = sides.sums(line, approved=line.amount, amount=ZERO)
    return replace(_sheet_line(sides, line, sums, before=line), is_removed=True)


def _sheet_line(sides: _Sides, line: LineRow, sums: Sums, *, before: LineRow | None) -> SheetLine:
    return SheetLine(
        id=0,
        version=0,
        code=line.code,
        description=line.description,
        category=_category(line),
        result_id=line.result_id,
        result_code=sides.result_codes.get(line.result_id or 0, ""),
        unit=line.unit,
        quantity=line.inputs.quantity,
        unit_cost=line.inputs.unit_cost,
        duration=line.inputs.duration,
        percent_charged=line.inputs.percent_charged,
        sums=sums,
        origin_id=sides.first_of(line),
        before=None if before is None else _values(before),
    )


def _values(line: LineRow) -> LineValues:
    return LineValues(line.description, _category(line), line.result_id, line.unit, line.inputs)


def _category(line: LineRow) -> CostCategory | None:
    return None if line.category is None else CostCategory(line.category)
