"""What is wrong with a budget before it goes to the funder, and how far it may move from what was approved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from desktop.domain.budget_sheet import BudgetSheet, SheetLine
from desktop.domain.codes import CATEGORY_SHORT_NAMES, CostCategory
from desktop.domain.finding import Finding, Severity
from desktop.domain.flexibility import BudgetAmounts, Gauge, gauges
from desktop.domain.indirect_cost import written
from desktop.domain.money import ZERO
from desktop.domain.rule_words import explain
from desktop.domain.rules import RuleBook
from desktop.domain.terms import NewLines, RuleKind
from desktop.language import Message, say


@dataclass(frozen=True, slots=True)
class BudgetTerms:
    """What a budget is held against: the rules of its grant on a day, and what the grant's other projects were given.

    `elsewhere` is what the approved budgets of those projects come to.
    """

    book: RuleBook
    on: date
    elsewhere: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class LineAmount:
    """What a budget gives a line; `first_id` is the line of the first budget that it continues."""

    first_id: int
    code: str
    category: int | None
    amount: Decimal


def gauges_of(
    sheet: BudgetSheet, terms: BudgetTerms, *, first: Sequence[LineAmount], approved: Sequence[LineAmount]
) -> tuple[Gauge, ...]:
    """The gauges of a budget against the lines of the first one and of the approved one.

    A line is the same in all three whatever its code; it is called as in this budget.
    """
    names = {line.origin_id: line.code for line in sheet.lines}
    proposed = [
        LineAmount(line.origin_id, line.code, line.category, line.amount) for line in sheet.lines if not line.is_removed
    ]

    def amounts(lines: Sequence[LineAmount]) -> BudgetAmounts:
        called = {names.get(line.first_id, line.code): line for line in lines}
        return BudgetAmounts(
            {code: line.amount for code, line in called.items()}, {code: line.category for code, line in called.items()}
        )

    return gauges(
        terms.book,
        on=terms.on,
        first=amounts(first),
        approved=amounts(approved),
        proposed=amounts(proposed),
        currency=sheet.currency,
    )


def check_budget(sheet: BudgetSheet, terms: BudgetTerms) -> Iterator[Finding]:
    """Everything that is wrong with a budget, the serious first. An error keeps it from being asked for or approved."""
    yield from _check_total(sheet, terms)
    yield from _check_left_out(sheet)
    yield from _check_ineligible(sheet, terms)
    yield from _check_gauges(sheet)
    yield from _check_used(sheet)
    yield from _check_indirect(sheet)
    yield from _check_categories(sheet)
    yield from _check_notice(sheet, terms)


def _finding(sheet: BudgetSheet, severity: Severity, code: str, sentence: Message, fix: Message) -> Finding:
    return Finding(severity, code, sentence, fix, "budgets", sheet.id, sheet.reference)


def _of_line(line: SheetLine, severity: Severity, code: str, sentence: Message, fix: Message) -> Finding:
    return Finding(severity, code, sentence, fix, "budget_lines", line.id, line.code)


def _check_total(sheet: BudgetSheet, terms: BudgetTerms) -> Iterator[Finding]:
    """A budget without lines, or one that does not sum to the award."""
    if all(line.is_removed for line in sheet.lines):
        yield _finding(
            sheet, Severity.ERROR, "no_lines", say("The budget has no lines."), say("Enter what the grant pays for.")
        )
        return
    budgeted, awarded = sheet.money(sheet.total.amount + terms.elsewhere), sheet.money(sheet.awarded)
    difference = budgeted - awarded
    if difference.amount > 0:
        sentence = say("The budget sums to {budgeted}, {over} above the grant.", budgeted=budgeted, over=difference)
        fix = say("Lower it to {awarded}, or agree a higher amount with the funder.", awarded=awarded)
        yield _finding(sheet, Severity.ERROR, "above_award", sentence, fix)
    elif difference:
        sentence = say(
            "The budget sums to {budgeted}, {short} short of the grant.", budgeted=budgeted, short=-difference
        )
        fix = say("Plan the rest, or leave it if the funder agrees.")
        yield _finding(sheet, Severity.WARNING, "below_award", sentence, fix)


def _check_left_out(sheet: BudgetSheet) -> Iterator[Finding]:
    """Lines that are no longer there, with entries that would stand on no line."""
    for line in sheet.lines:
        if line.is_removed and line.used:
            yield _of_line(
                line,
                Severity.ERROR,
                "line_left_out",
                say(
                    "{line} {name} is left out, but {amount} is spent and committed on it.",
                    line=line.code,
                    name=line.description,
                    amount=sheet.money(line.used),
                ),
                say("Keep the line, or move its entries to another one first."),
            )


def _check_ineligible(sheet: BudgetSheet, terms: BudgetTerms) -> Iterator[Finding]:
    """Money in a category that the agreement does not pay for."""
    for rule in terms.book.on(terms.on, RuleKind.INELIGIBLE):
        planned = [group.sums.amount for group in sheet.by_category if group.key == rule.category and not rule.note]
        if rule.category is not None and any(planned):
            sentence = say(
                "{category}: {amount} is planned. {rule}",
                category=CATEGORY_SHORT_NAMES[CostCategory(rule.category)],
                amount=sheet.money(sum(planned, ZERO)),
                rule=explain(rule, currency=sheet.currency),
            )
            fix = say("Plan it in another budget, or agree it with the funder.")
            yield _finding(sheet, Severity.ERROR, "ineligible", sentence, fix)


def _check_gauges(sheet: BudgetSheet) -> Iterator[Finding]:
    """Rules of flexibility and of new lines that the budget goes beyond; only what no one can approve is an error."""
    for gauge in sheet.gauges:
        if gauge.exceeded:
            forbidden = gauge.rule.kind is RuleKind.NEW_LINES and gauge.rule.choice == NewLines.NOT_ALLOWED
            yield _finding(
                sheet,
                Severity.ERROR if forbidden else Severity.WARNING,
                f"beyond_{gauge.rule.kind}",
                gauge.sentence,
                say("Take the line out, or have the rule amended.") if forbidden else say("Ask for approval."),
            )


def _check_used(sheet: BudgetSheet) -> Iterator[Finding]:
    """Lines that would get less than what is spent and committed on them."""
    for line in sheet.lines:
        if line.left_after < 0 and not line.is_removed:
            yield _of_line(
                line,
                Severity.WARNING,
                "line_below_used",
                say(
                    "{line} {name} would end {amount} below what is already spent and committed.",
                    line=line.code,
                    name=line.description,
                    amount=sheet.money(-line.left_after),
                ),
                say("Raise it to {amount}, or move its entries to another line.", amount=sheet.money(line.used)),
            )


def _check_indirect(sheet: BudgetSheet) -> Iterator[Finding]:
    """Indirect cost that is not rate x base."""
    part = sheet.indirect
    if part is not None and part.planned != part.expected:
        yield _finding(
            sheet,
            Severity.WARNING,
            "indirect_cost",
            say(
                "Indirect support is {planned}; {rate} of {base} is {expected}.",
                planned=sheet.money(part.planned),
                rate=written(part.rate),
                base=sheet.money(part.base),
                expected=sheet.money(part.expected),
            ),
            say("Keep one line of category 8: it is then worked out."),
        )


def _check_categories(sheet: BudgetSheet) -> Iterator[Finding]:
    """Lines that belong to no category, and so to no line of a report."""
    for line in sheet.lines:
        if line.category is None and not line.is_removed:
            yield _of_line(
                line,
                Severity.WARNING,
                "line_without_category",
                say("{line} {name} has no category.", line=line.code, name=line.description),
                say("Choose one of the eight categories."),
            )


def _check_notice(sheet: BudgetSheet, terms: BudgetTerms) -> Iterator[Finding]:
    """A later end of the grant that is asked for when the agreement wants to be told earlier."""
    rule, wanted = terms.book.one(terms.on, RuleKind.EXTENSION_NOTICE), sheet.grant_ends_on
    if rule is None or rule.days is None or sheet.ends_on is None or wanted is None or wanted <= sheet.ends_on:
        return
    if (sheet.ends_on - terms.on).days < rule.days:
        yield _finding(
            sheet,
            Severity.WARNING,
            "extension_notice",
            explain(rule, currency=sheet.currency),
            say("The grant ends on {day}. Agree with the funder that the notice is late.", day=sheet.ends_on),
        )
