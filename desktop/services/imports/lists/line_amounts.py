"""What a sheet of budget lines says of their amounts, beside the parts that an amount is made of."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import count
from typing import Any

from desktop.domain.budget import LineInputs, line_total
from desktop.domain.finding import Severity
from desktop.domain.money import MINOR_UNITS, Money
from desktop.language import say
from desktop.registers.money import BUDGET_LINES
from desktop.services.budget_rules import worked_out_line_id
from desktop.services.imports.lists.plans import Addresses, RowPlan, without_noise
from desktop.services.imports.lists.references import Pointer
from desktop.services.imports.lists.surroundings import Surroundings
from desktop.services.imports.preview import RowProblem
from desktop.services.records import default_of
from desktop.storage.office import Unit

_PARTS = ("quantity", "unit_cost", "duration", "percent_charged")
_AMOUNT, _UNIT_COST = "amount", "unit_cost"


class LineAmounts:
    """Makes the parts of lines from their amounts where a sheet has only these; where it has both, compares them."""

    def __init__(self, unit: Unit, around: Surroundings, addresses: Addresses) -> None:
        self._unit, self._around, self._addresses = unit, around, addresses
        self._worked_out: dict[int, int | None] = {}
        self._defaults = {key: default_of(BUDGET_LINES, BUDGET_LINES.column(key)) for key in _PARTS}

    def settle(self, plans: Sequence[RowPlan]) -> None:
        """Looks at each row."""
        for plan in plans:
            if plan.known is not None and self._is_worked_out(plan.known.values["budget"], plan.known.id):
                self._leave_to_the_budget(plan)
            elif isinstance(plan.read.cells.get(_AMOUNT), Decimal):
                self._compare(plan, without_noise(_number(plan.read.cells[_AMOUNT])))

    def number(self, plans: Sequence[RowPlan]) -> bool:
        """Gives new lines without a code the next free number of their budget; returns whether there were any."""
        taken: dict[Any, set[str]] = {}
        unnumbered = []
        for plan in plans:
            budget = plan.values.get("budget")
            if isinstance(budget, Pointer):
                codes = taken.setdefault(budget, self._around.codes_in(budget.id))
                code = plan.values.get("code")
                if code is not None:
                    codes.add(str(code))
                elif plan.known is None and plan.same_as is None and "code" not in plan.read.flawed:
                    unnumbered.append((plan, codes))
        for plan, codes in unnumbered:
            plan.values["code"] = next(code for code in map(str, count(1)) if code not in codes)
            codes.add(plan.values["code"])
        return bool(unnumbered)

    def _is_worked_out(self, budget_id: int, line_id: int) -> bool:
        if budget_id not in self._worked_out:
            self._worked_out[budget_id] = worked_out_line_id(self._unit, budget_id)
        return self._worked_out[budget_id] == line_id

    def _leave_to_the_budget(self, plan: RowPlan) -> None:
        """The indirect cost of an open budget follows from its lines, whatever a sheet says."""
        dropped = [key for key in _PARTS if plan.values.pop(key, None) is not None]
        if dropped:
            sentence = say("It is worked out from the direct lines, at the rate of the grant.")
            plan.problems.append(self._note(plan, dropped[0], sentence, Severity.NOTE))

    def _compare(self, plan: RowPlan, amount: Decimal) -> None:
        held: dict[str, Any] = self._defaults | ({} if plan.known is None else plan.known.values)
        parts = {key: plan.values.get(key, held[key]) for key in _PARTS}
        currency = self._currency(plan)
        if currency not in MINOR_UNITS or any(parts[key] is None for key in _PARTS if key != _UNIT_COST):
            return
        if parts[_UNIT_COST] is not None:
            made = _total(parts, currency)
            if made == amount:
                return
            if _UNIT_COST in plan.values:
                sentence = say(
                    "The sheet says {stated}, and its parts make {made}.",
                    stated=Money(amount, currency),
                    made=Money(made, currency),
                )
                plan.problems.append(self._note(plan, _AMOUNT, sentence, Severity.WARNING))
                return
        self._part(plan, parts, amount, currency)

    def _part(self, plan: RowPlan, parts: dict[str, Any], amount: Decimal, currency: str) -> None:
        """Gives a line the unit cost that makes its amount."""
        factor = parts["quantity"] * parts["duration"] * parts["percent_charged"] / 100
        unit_cost = without_noise(round(amount / factor, 10)) if factor else amount
        if _total(parts | {_UNIT_COST: unit_cost}, currency) != amount:
            sentence = say("No unit cost makes this amount of the quantity. Add a column with the unit cost.")
            plan.problems.append(self._note(plan, _AMOUNT, sentence, Severity.ERROR))
        else:
            plan.values[_UNIT_COST] = unit_cost

    def _currency(self, plan: RowPlan) -> str:
        budget = plan.values.get("budget")
        if isinstance(budget, Pointer):
            grant = budget.grant.id if budget.grant is not None else self._around.grant_of_budget(budget.id)
            return self._around.currency_of(grant) or (budget.grant.currency if budget.grant else "")
        known = None if plan.known is None else self._around.grant_of_budget(plan.known.values["budget"])
        return self._around.currency_of(known)

    def _note(self, plan: RowPlan, key: str, sentence: Any, severity: Severity) -> RowProblem:
        return self._addresses.problem(plan.row, key, sentence, severity=severity)


def _number(cell: Any) -> Decimal:
    return Decimal(cell)


def _total(parts: dict[str, Any], currency: str) -> Decimal:
    inputs = LineInputs(*(Decimal(parts[key]) for key in _PARTS))
    return line_total(inputs, currency=currency).amount
