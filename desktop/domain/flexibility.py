"""How far a budget may move from what was approved: gauges of the flexibility rules, and findings for what was spent.

A limit is passed when more than its per cent moved: exactly 10 % is within 10 % (2 CFR 200.308 f: "exceeds"; PBF
project document, template 3.5: "more than 15 %"). A rule per transfer compares with the approved budget, a cumulative
one with the first budget; what came back since no longer counts. Of the total, what counts is the money that moved
from one category to another: new money, or money given up, moved nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal, localcontext
from typing import TypeAlias

from desktop.domain.codes import CATEGORY_SHORT_NAMES, CostCategory
from desktop.domain.finding import Finding, Severity
from desktop.domain.money import PRECISION, ZERO, Money, minor_units, trimmed
from desktop.domain.rule_words import approver_of, closed
from desktop.domain.rules import Rule, RuleBook
from desktop.domain.terms import Counting, Measure, NewLines, RuleKind
from desktop.language import Message, say

# A part of a budget: a line by its code, a category by its number, or what has no category.
Part: TypeAlias = "str | int | None"
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class BudgetAmounts:
    """The lines of a budget by their code: what each comes to, in the grant's currency, and its category."""

    by_line: Mapping[str, Decimal]
    category_of: Mapping[str, int | None]

    @property
    def total(self) -> Decimal:
        """What all lines come to."""
        return sum(self.by_line.values(), start=ZERO)

    def parts(self, measure: str | None) -> dict[Part, Decimal]:
        """The amounts by line or, for any other measure, by category."""
        if measure == Measure.LINE:
            return dict[Part, Decimal](self.by_line.items())
        sums: dict[Part, Decimal] = {}
        for code, amount in self.by_line.items():
            category = self.category_of.get(code)
            sums[category] = sums.get(category, ZERO) + amount
        return sums


@dataclass(frozen=True, slots=True)
class Gauge:
    """How much of what a rule permits is used.

    `used` and `limit` are per cent (12.5 is 12.5 %); `used` is None for a line or category that had no money before,
    `limit` for the rule of new lines. `moved` is what changed, `still_free` what else may before the limit is passed.
    """

    rule: Rule
    label: Message
    used: Decimal | None
    limit: Decimal | None
    exceeded: bool
    moved: Money
    still_free: Money
    sentence: Message


def gauges(
    book: RuleBook,
    *,
    on: date,
    first: BudgetAmounts,
    approved: BudgetAmounts,
    proposed: BudgetAmounts,
    currency: str,
) -> tuple[Gauge, ...]:
    """The gauges of all rules of flexibility that hold `on` a day, and of the rule of new lines.

    `first` is the first approved budget, `approved` the one in force, `proposed` the one looked at. A rule of
    categories has a gauge for each category, a rule of lines one for each line that changed.
    """
    found: list[Gauge] = []
    for rule in book.on(on, RuleKind.FLEXIBILITY):
        if rule.percent is None or approved.total <= (rule.amount or ZERO):
            continue
        before = first if rule.counting == Counting.CUMULATIVE else approved
        if rule.measure == Measure.TOTAL:
            found.append(_of_total(rule, before, approved.total, proposed, currency))
        else:
            found += _of_parts(book, on, rule, before, proposed, currency)
    return (*found, *_of_new_lines(book, on, approved, proposed, currency))


def moved_between_categories(before: BudgetAmounts, after: BudgetAmounts) -> Decimal:
    """What left some categories for others: the sum of the increases, as far as decreases pay for it."""
    changes = _changes(before.parts(Measure.CATEGORY), after.parts(Measure.CATEGORY)).values()
    more = sum((change for change in changes if change > 0), start=ZERO)
    less = sum((-change for change in changes if change < 0), start=ZERO)
    return min(more, less)


def _changes(before: Mapping[Part, Decimal], after: Mapping[Part, Decimal]) -> dict[Part, Decimal]:
    """What each part gained, or lost; the parts of `before` first."""
    return {part: after.get(part, ZERO) - before.get(part, ZERO) for part in {**before, **after}}


def part_name(part: Part) -> Message:
    """How people call a part of a budget."""
    if isinstance(part, str):
        return say("Line {code}", code=part)
    return say("No category") if part is None else CATEGORY_SHORT_NAMES[CostCategory(part)]


def _limit(base: Decimal, percent: Decimal) -> Decimal:
    with localcontext(prec=PRECISION):
        return base * percent / _HUNDRED


def _share(part: Decimal, base: Decimal) -> Decimal | None:
    """`part` in per cent of `base`; None of nothing."""
    with localcontext(prec=PRECISION):
        return abs(part) * _HUNDRED / base if base else None


def _free(limit: Decimal, used: Decimal, currency: str) -> Money:
    """What may still move: rounded down, so that moving it passes no limit."""
    with localcontext(prec=PRECISION):
        left = max(limit - used, ZERO)
        return Money(left.quantize(Decimal(1).scaleb(-minor_units(currency)), rounding=ROUND_FLOOR), currency)


def shown_percent(used: Decimal, limit: Decimal) -> Decimal:
    """A per cent with one decimal, or as many as tell it from the limit that it is not."""
    places = 1
    with localcontext(prec=PRECISION):
        rounded = used.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
        while rounded == limit != used and places < PRECISION // 2:
            places += 1
            rounded = used.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
        return trimmed(rounded)


def _signed(percent: Decimal, change: Decimal) -> Message:
    return say("+{percent} %", percent=percent) if change > 0 else say("−{percent} %", percent=percent)


# --- of the total ----------------------------------------------------------------------------------------------------


def _of_total(rule: Rule, before: BudgetAmounts, base: Decimal, after: BudgetAmounts, currency: str) -> Gauge:
    percent = rule.percent or ZERO
    amount = moved_between_categories(before, after)
    limit = _limit(base, percent)
    moved, free = Money(amount, currency), _free(limit, amount, currency)
    used = _share(amount, base)
    exceeded = amount > limit
    clause = _total_clause(rule, moved, free, used or ZERO, exceeded=exceeded)
    return Gauge(rule, say("Of the total"), used, percent, exceeded, moved, free, closed(clause, rule))


def _total_clause(rule: Rule, moved: Money, free: Money, used: Decimal, *, exceeded: bool) -> Message:
    limit = trimmed(rule.percent or ZERO)
    shown = shown_percent(used, limit)
    if not moved:
        return say(
            "Nothing moves between categories; {free} may, up to {limit} per cent of the total", free=free, limit=limit
        )
    if exceeded:
        return say(
            "{moved} moved between categories is {used} per cent of the total, more than {limit} per cent: "
            "{approver} has to agree first",
            moved=moved,
            used=shown,
            limit=limit,
            approver=approver_of(rule),
        )
    return say(
        "{moved} moved between categories is {used} per cent of the total, within {limit} per cent; {free} more "
        "may move",
        moved=moved,
        used=shown,
        limit=limit,
        free=free,
    )


# --- of a category or a line -----------------------------------------------------------------------------------------


def _of_parts(
    book: RuleBook, on: date, rule: Rule, before: BudgetAmounts, after: BudgetAmounts, currency: str
) -> Iterator[Gauge]:
    known = before.parts(rule.measure)
    for part, change in _changes(known, after.parts(rule.measure)).items():
        base = known.get(part, ZERO)
        if base:
            if change or rule.measure == Measure.CATEGORY:
                yield _of_part(rule, part, base, change, currency)
        elif change and rule.measure == Measure.CATEGORY:
            # A line without money before is a new line, which has a gauge of its own.
            yield _new_part(book.one(on, RuleKind.NEW_LINES), rule, part, change, currency)


def _of_part(rule: Rule, part: Part, base: Decimal, change: Decimal, currency: str) -> Gauge:
    percent = rule.percent or ZERO
    limit = _limit(abs(base), percent)
    used = _share(change, abs(base)) or ZERO
    free = _free(limit, abs(change), currency)
    exceeded = abs(change) > limit
    clause = _part_clause(rule, part_name(part), change, free, used, exceeded=exceeded)
    moved = Money(abs(change), currency)
    return Gauge(rule, part_name(part), used, percent, exceeded, moved, free, closed(clause, rule))


def _part_clause(rule: Rule, name: Message, change: Decimal, free: Money, used: Decimal, *, exceeded: bool) -> Message:
    limit = trimmed(rule.percent or ZERO)
    if not change:
        return say("{name}: unchanged; {free} may move, up to {limit} %", name=name, free=free, limit=limit)
    signed = _signed(shown_percent(used, limit), change)
    if exceeded:
        return say(
            "{name}: {change} is more than {limit} %, {approver} has to agree first",
            name=name,
            change=signed,
            limit=limit,
            approver=approver_of(rule),
        )
    return say(
        "{name}: {change} is within {limit} %; {free} more may move", name=name, change=signed, limit=limit, free=free
    )


# --- what is new -----------------------------------------------------------------------------------------------------


def _of_new_lines(
    book: RuleBook, on: date, approved: BudgetAmounts, proposed: BudgetAmounts, currency: str
) -> Iterator[Gauge]:
    rule = book.one(on, RuleKind.NEW_LINES)
    if rule is None:
        return
    for code, amount in proposed.by_line.items():
        if amount and not approved.by_line.get(code):
            yield _new_part(rule, rule, code, amount, currency)


def _new_part(new_lines: Rule | None, rule: Rule, part: Part, amount: Decimal, currency: str) -> Gauge:
    """A line or category that had nothing: no per cent of it can be told, so the rule of new lines decides."""
    decides = new_lines or rule
    allowed = new_lines is not None and new_lines.choice == NewLines.ALLOWED
    clause = _new_clause(decides, new_lines.choice if new_lines else None, part_name(part))
    limit = rule.percent if rule.kind is RuleKind.FLEXIBILITY else None
    zero = Money.zero(currency)
    return Gauge(
        decides, part_name(part), None, limit, not allowed, Money(abs(amount), currency), zero, closed(clause, decides)
    )


def _new_clause(rule: Rule, choice: str | None, name: Message) -> Message:
    if choice == NewLines.ALLOWED:
        return say("{name}: it is new, which is allowed", name=name)
    if choice == NewLines.NOT_ALLOWED:
        return say("{name}: it is new, which is not allowed", name=name)
    return say("{name}: it is new, {approver} has to agree first", name=name, approver=approver_of(rule))


# --- what was spent --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Spent:
    """What a grant spent by line (its code) and by category; costs without a line are in their category alone."""

    by_line: Mapping[str, Decimal]
    by_category: Mapping[int | None, Decimal]

    def parts(self, measure: str | None) -> dict[Part, Decimal]:
        """What was spent by line or, for any other measure, by category."""
        if measure == Measure.LINE:
            return dict[Part, Decimal](self.by_line.items())
        return dict[Part, Decimal](self.by_category.items())


def overspends(
    book: RuleBook, *, on: date, approved: BudgetAmounts, spent: Spent, currency: str, grant: tuple[int, str]
) -> Iterator[Finding]:
    """Findings for lines and categories that were overspent by more than the agreement permits.

    `grant` is its id and reference, to which the findings lead.
    """
    for rule in book.on(on, RuleKind.FLEXIBILITY):
        if rule.percent is None or approved.total <= (rule.amount or ZERO):
            continue
        costs = spent.parts(rule.measure)
        known = approved.parts(rule.measure)
        over = {part: cost - known.get(part, ZERO) for part, cost in costs.items() if cost > known.get(part, ZERO)}
        if rule.measure == Measure.TOTAL:
            clauses = _overspent_total(rule, over, approved.total, currency)
        else:
            clauses = _overspent_parts(rule, over, known, currency)
        for clause, entries in clauses:
            yield Finding(
                Severity.WARNING,
                f"flexibility_{rule.measure}",
                closed(clause, rule),
                say("Agree a revision of the budget, or move costs to where the budget has room."),
                "grants",
                *grant,
                entries,
            )


def _overspent_total(
    rule: Rule, over: Mapping[Part, Decimal], base: Decimal, currency: str
) -> Iterator[tuple[Message, tuple[str, ...]]]:
    limit = trimmed(rule.percent or ZERO)
    amount = sum(over.values(), start=ZERO)
    used = _share(amount, base)
    if used is not None and amount > _limit(base, limit):
        yield (
            say(
                "Costs above the budget of their categories come to {amount}, {used} per cent of the total, "
                "which is more "
                "than {limit} per cent: {approver} has to agree first",
                amount=Money(amount, currency),
                used=shown_percent(used, limit),
                limit=limit,
                approver=approver_of(rule),
            ),
            (),
        )


def _overspent_parts(
    rule: Rule, over: Mapping[Part, Decimal], known: Mapping[Part, Decimal], currency: str
) -> Iterator[tuple[Message, tuple[str, ...]]]:
    limit = trimmed(rule.percent or ZERO)
    for part, amount in over.items():
        base = known.get(part, ZERO)
        if amount <= _limit(base, limit):
            continue
        used = _share(amount, base)
        column = "line" if isinstance(part, str) else "category"
        if used is None:
            clause = say(
                "{name}: {amount} was spent without a budget, {approver} has to agree first",
                name=part_name(part),
                amount=Money(amount, currency),
                approver=approver_of(rule),
            )
        else:
            clause = say(
                "{name}: spent {change} over the budget is more than {limit} %, {approver} has to agree first",
                name=part_name(part),
                change=_signed(shown_percent(used, limit), amount),
                limit=limit,
                approver=approver_of(rule),
            )
        yield clause, (f"{column}={'' if part is None else part}",)
