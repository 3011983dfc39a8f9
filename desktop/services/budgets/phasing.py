"""Lines of an open budget by quarter or year; the parts of a line always sum to it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Literal

from desktop.domain.budget import counts_as_direct
from desktop.domain.budget_sheet import in_proportion
from desktop.domain.money import ZERO, Money
from desktop.domain.period import Period
from desktop.domain.phasing import days_in_phases
from desktop.domain.terms import IndirectBase
from desktop.language import UserError, say
from desktop.services.budget_rules import require_open, worked_out
from desktop.storage.budget_sheets import head_of, terms_of
from desktop.storage.budgets import BudgetHead, kept_lines, kept_phases
from desktop.storage.models import BudgetLine, BudgetPhase
from desktop.storage.office import Office, Outcome, Unit

By = Literal["quarter", "year"]


def set_phases(office: Office, *, line_id: int, amounts: Mapping[date, Decimal]) -> Outcome:
    """Parts a line of an open budget by the first days of quarters or years; without any it has no phases.

    Raises UserError when the parts do not sum to the line, or the budget is not open.
    """
    with office.change() as unit:
        line = unit.get(BudgetLine, line_id)
        require_open(unit, line.budget_id)
        head = head_of(unit.session, line.budget_id)
        whole, parts = Money(line.amount, head.currency), Money(sum(amounts.values(), ZERO), head.currency)
        if amounts and parts != whole:
            raise UserError(
                say(
                    "The parts of line {line} sum to {parts}, the line is {whole}.",
                    line=line.code,
                    parts=parts,
                    whole=whole,
                ),
                say("Nothing was changed."),
                say("Change them by {difference}.", difference=whole - parts),
            )
        _keep(unit, line, {day: amount for day, amount in amounts.items() if amount})
        return unit.commit(say("Parted line {line} by time.", line=line.code), record_id=line.budget_id)


def spread(office: Office, *, budget_id: int, by: By = "quarter") -> Outcome:
    """Parts every line of an open budget by the days of each quarter or year in its own time, else in the grant's.

    Indirect cost follows the direct lines. Raises UserError when the grant has no dates, or the budget is not open.
    """
    with office.change() as unit:
        require_open(unit, budget_id)
        head = head_of(unit.session, budget_id)
        lines = kept_lines(unit.session, budget_id)
        terms = terms_of(unit.session, head, today=unit.today)
        indirect = worked_out(lines, terms)
        direct: dict[date, Decimal] = {}
        for line in (line for line in lines if line is not indirect):
            parts = _by_days(head, line, by)
            _keep(unit, line, parts)
            if counts_as_direct(line.category, terms.base if terms else IndirectBase.DIRECT):
                direct = {day: direct.get(day, ZERO) + parts.get(day, ZERO) for day in {**direct, **parts}}
        if indirect is not None:
            _keep(unit, indirect, _like(direct, head, indirect) or _by_days(head, indirect, by))
        message = say("Spread the budget over quarters.") if by == "quarter" else say("Spread the budget over years.")
        return unit.commit(message, record_id=budget_id)


def _like(direct: Mapping[date, Decimal], head: BudgetHead, line: BudgetLine) -> dict[date, Decimal]:
    """A line parted like the direct cost; nothing when there is none."""
    days = sorted(direct)
    parts = in_proportion(line.amount, [direct[day] for day in days], currency=head.currency) if days else []
    return dict(zip(days, parts, strict=True))


def _by_days(head: BudgetHead, line: BudgetLine, by: By) -> dict[date, Decimal]:
    days = days_in_phases(_time_of(head, line), months=3 if by == "quarter" else 12)
    parts = in_proportion(line.amount, [Decimal(count) for count in days.values()], currency=head.currency)
    return dict(zip(days, parts, strict=True))


def _time_of(head: BudgetHead, line: BudgetLine) -> Period:
    """The days of a line: its own, else those of the grant, up to the end that a scenario tries."""
    first, last = line.starts_on or head.starts_on, line.ends_on or head.grant_ends_on or head.ends_on
    if first is None or last is None or last < first:
        raise UserError(
            say("The grant {grant} has no start and end.", grant=head.reference),
            say("Nothing was spread over time."),
            say("Enter its start and its end first."),
        )
    return Period.of_days(first, last)


def _keep(unit: Unit, line: BudgetLine, amounts: Mapping[date, Decimal]) -> None:
    """Gives a line these phases and no others."""
    known = {phase.starts_on: phase for phase in kept_phases(unit.session, line.id)}
    for day, phase in known.items():
        if day not in amounts:
            unit.session.delete(phase)
    for day in sorted(amounts):
        if day in known:
            known[day].amount = amounts[day]
        else:
            unit.session.add(BudgetPhase(line_id=line.id, starts_on=day, amount=amounts[day]))
    unit.session.flush()
