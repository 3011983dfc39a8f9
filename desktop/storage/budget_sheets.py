"""Budgets as they are kept become sheets: side by side with another budget, in groups, with what was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from desktop.domain.budget import IndirectTerms, expected_indirect
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
    find_head,
    heads_of_grant,
    lines_of,
    newest_superseded_id,
    phases_of,
    result_names,
    totals_of,
    used_on,
)
from desktop.storage.rulebooks import rule_book


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
    if head.status in (BudgetStatus.APPROVED, BudgetStatus.SUPERSEDED) and head.approved_on is not None:
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
    if head.status in (BudgetStatus.APPROVED, BudgetStatus.SUPERSEDED):
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
    lines = _sheet_lines(session, head, other, works_out=terms is not None)
    return _assembled(session, head, other, lines, terms)


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


def _sheet_lines(
    session: Session, head: BudgetHead, other: BudgetHead | None, *, works_out: bool
) -> tuple[SheetLine, ...]:
    ids = [head.id] if other is None else [head.id, other.id]
    found = lines_of(session, ids)
    own, others = found[head.id], found[other.id] if other else []
    pairs = matched(own, others)
    firsts = {line.id: pairs[line.id].first_id if _joins(line, pairs) else line.first_id for line in own}
    gone = [line for line in others if line.id not in {pair.id for pair in pairs.values()}]
    used = used_on(session, {*firsts.values(), *(line.first_id for line in gone)})
    phases = phases_of(session, (line.id for line in own))
    codes = result_names(session, (line.result_id for line in (*own, *gone) if line.result_id is not None))
    result_codes = {key: name.code for key, name in codes.items()}
    indirect = [line.id for line in own if line.category == CostCategory.INDIRECT]
    worked_out = indirect[0] if works_out and len(indirect) == 1 else 0
    kept = [
        _sheet_line(
            line,
            firsts[line.id],
            Sums(
                pairs[line.id].amount if line.id in pairs else None,
                used.get(firsts[line.id], ZERO),
                line.amount,
                other is not None,
            ),
            result_codes,
            before=pairs.get(line.id),
            is_new=other is not None and line.id not in pairs,
            is_worked_out=line.id == worked_out,
            phases=tuple(phases.get(line.id, ())),
        )
        for line in own
    ]
    removed = [_removed_line(line, used.get(line.first_id, ZERO), result_codes) for line in gone]
    return tuple(sorted((*kept, *removed), key=lambda line: (natural(line.code), line.id)))


def _joins(line: LineRow, pairs: Mapping[int, LineRow]) -> bool:
    """Whether a line that continues none takes the entries of the compared line with its code."""
    return line.origin_id is None and line.id in pairs


def _removed_line(line: LineRow, used: Decimal, result_codes: Mapping[int, str]) -> SheetLine:
    """A line that only the compared budget has: this one gives it nothing."""
    sums = Sums(line.amount, used, ZERO, is_compared=True)
    return _sheet_line(line, line.first_id, sums, result_codes, before=line, is_removed=True)


def _sheet_line(
    line: LineRow,
    first_id: int,
    sums: Sums,
    result_codes: Mapping[int, str],
    *,
    before: LineRow | None,
    is_new: bool = False,
    is_removed: bool = False,
    is_worked_out: bool = False,
    phases: tuple[Phase, ...] = (),
) -> SheetLine:
    return SheetLine(
        id=0 if is_removed else line.id,
        version=0 if is_removed else line.version,
        code=line.code,
        description=line.description,
        category=_category(line),
        result_id=line.result_id,
        result_code=result_codes.get(line.result_id or 0, ""),
        unit=line.unit,
        quantity=line.inputs.quantity,
        unit_cost=line.inputs.unit_cost,
        duration=line.inputs.duration,
        percent_charged=line.inputs.percent_charged,
        sums=sums,
        origin_id=first_id,
        is_new=is_new,
        is_removed=is_removed,
        is_worked_out=is_worked_out,
        before=None if before is None else _values(before),
        phases=phases,
    )


def _values(line: LineRow) -> LineValues:
    return LineValues(line.description, _category(line), line.result_id, line.unit, line.inputs)


def _category(line: LineRow) -> CostCategory | None:
    return None if line.category is None else CostCategory(line.category)
