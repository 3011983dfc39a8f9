"""What each rule of a grant means, in one sentence with the article it comes from.

A sentence is a clause that says what holds, closed by where the agreement says so and since when. Whoever has to
agree is the subject of a clause of its own, so that no language has to bend the name.
"""

from __future__ import annotations

from decimal import Decimal

from desktop.domain.codes import CATEGORY_SHORT_NAMES, CostCategory
from desktop.domain.money import Money, trimmed
from desktop.domain.rules import Rule
from desktop.domain.terms import (
    APPROVERS,
    RULE_KINDS,
    Approver,
    Counting,
    Frequency,
    IndirectBase,
    Measure,
    NewLines,
    RatePolicy,
    RuleKind,
    Unspent,
    Weekend,
)
from desktop.language import Message, say, say_many


def explain(rule: Rule, *, currency: str) -> Message:
    """What a rule means, in one sentence; its amounts are in `currency`, the grant's."""
    clause = _clause(rule, currency)
    if clause is None:
        clause = say("{kind}: not everything is filled in yet", kind=RULE_KINDS[rule.kind])
    if rule.starts_on is None:
        return closed(clause, rule)
    if rule.article:
        return say(
            "{clause}, in force from {day} ({article}).", clause=clause, day=rule.starts_on, article=rule.article
        )
    return say("{clause}, in force from {day}.", clause=clause, day=rule.starts_on)


def closed(clause: Message, rule: Rule) -> Message:
    """A clause as a sentence, with the article of the rule where it has one."""
    if rule.article:
        return say("{clause} ({article}).", clause=clause, article=rule.article)
    return say("{clause}.", clause=clause)


def approver_of(rule: Rule) -> Message:
    """Who has to agree beyond the rule; the funder when the rule names nobody."""
    return APPROVERS[rule.approver or Approver.FUNDER]


def _clause(rule: Rule, currency: str) -> Message | None:
    """What holds, or None when the rule lacks what its kind needs."""
    match rule.kind:
        case RuleKind.FLEXIBILITY:
            return _flexibility(rule, currency)
        case RuleKind.NEW_LINES:
            return _new_lines(rule)
        case RuleKind.INELIGIBLE:
            return _ineligible(rule)
        case RuleKind.INDIRECT:
            return _indirect(rule)
        case RuleKind.RATE_POLICY:
            return _rate_policy(rule, currency)
        case RuleKind.REPORT:
            return _report(rule)
        case RuleKind.EXTENSION_NOTICE:
            return _extension_notice(rule)
        case RuleKind.UNSPENT:
            return _unspent(rule, currency)
        case RuleKind.EQUIPMENT:
            return _equipment(rule, currency)


# --- the budget ------------------------------------------------------------------------------------------------------

_BEFORE_ANY = {
    Measure.TOTAL: say("Before money moves between categories, {approver} has to agree in writing"),
    Measure.CATEGORY: say("Before a category changes, {approver} has to agree in writing"),
    Measure.LINE: say("Before a line changes, {approver} has to agree in writing"),
}
_BEYOND = {
    (Measure.TOTAL, Counting.TRANSFER): say(
        "When a transfer comes to more than {percent} per cent of the total, {approver} has to agree in writing first"
    ),
    (Measure.TOTAL, Counting.CUMULATIVE): say(
        "When all transfers together come to more than {percent} per cent of the total, {approver} has to agree "
        "in writing "
        "first"
    ),
    (Measure.CATEGORY, Counting.TRANSFER): say(
        "When a transfer changes a category by more than {percent} per cent of it, {approver} has to agree in "
        "writing first"
    ),
    (Measure.CATEGORY, Counting.CUMULATIVE): say(
        "When all transfers together change a category by more than {percent} per cent of it, {approver} has to "
        "agree in "
        "writing first"
    ),
    (Measure.LINE, Counting.TRANSFER): say(
        "When a transfer changes a line by more than {percent} per cent of it, {approver} has to agree in writing first"
    ),
    (Measure.LINE, Counting.CUMULATIVE): say(
        "When all transfers together change a line by more than {percent} per cent of it, {approver} has to "
        "agree in writing "
        "first"
    ),
}


def _flexibility(rule: Rule, currency: str) -> Message | None:
    if rule.percent is None or rule.measure is None:
        return None
    measure, approver = Measure(rule.measure), approver_of(rule)
    if rule.percent == 0:
        clause = say(_BEFORE_ANY[measure].text, approver=approver)
    else:
        beyond = _BEYOND[measure, Counting(rule.counting or Counting.TRANSFER)]
        clause = say(beyond.text, percent=trimmed(rule.percent), approver=approver)
    if rule.amount:
        return say(
            "{clause}; this holds for awards of more than {amount}", clause=clause, amount=_money(rule, currency)
        )
    return clause


def _new_lines(rule: Rule) -> Message | None:
    match rule.choice:
        case NewLines.ALLOWED:
            return say("Lines may be added to an approved budget")
        case NewLines.WITH_APPROVAL:
            return say(
                "Before a line is added to an approved budget, {approver} has to agree in writing",
                approver=approver_of(rule),
            )
        case NewLines.NOT_ALLOWED:
            return say("No line may be added to an approved budget")
    return None


# --- what is paid ----------------------------------------------------------------------------------------------------


def _ineligible(rule: Rule) -> Message | None:
    if rule.category is None:
        return say("Not eligible: {what}", what=rule.note) if rule.note else None
    category = CATEGORY_SHORT_NAMES[CostCategory(rule.category)]
    if rule.note:
        return say("Not eligible: {category}, {what}", category=category, what=rule.note)
    return say("Not eligible: {category}", category=category)


def _indirect(rule: Rule) -> Message | None:
    if rule.percent is None:
        return None
    if rule.percent == 0:
        return say("No support costs are paid")
    percent = trimmed(rule.percent)
    if rule.choice == IndirectBase.DIRECT_LESS_TRANSFERS:
        return say(
            "Support costs are {percent} per cent of the direct costs without transfers to counterparts",
            percent=percent,
        )
    return say("Support costs are {percent} per cent of all direct costs", percent=percent)


def _rate_policy(rule: Rule, currency: str) -> Message | None:
    match rule.choice:
        case RatePolicy.OPERATIONAL:
            if rule.currency:
                return say(
                    "Costs in {currency} are converted at the UN operational rate of their day", currency=rule.currency
                )
            return say("Costs in other currencies are converted at the UN operational rate of their day")
        case RatePolicy.MONTHLY_AVERAGE:
            if rule.currency:
                return say(
                    "Costs in {currency} are converted at the average of the month’s rates", currency=rule.currency
                )
            return say("Costs in other currencies are converted at the average of the month’s rates")
        case RatePolicy.FIXED if rule.currency and rule.rate:
            return say(
                "Costs in {currency} are converted at the fixed rate of {rate} for 1 {grant_currency}",
                currency=rule.currency,
                rate=trimmed(rule.rate),
                grant_currency=currency,
            )
    return None


def _unspent(rule: Rule, currency: str) -> Message | None:
    match rule.choice:
        case Unspent.REFUND:
            clause = say("What is left at the end is returned to the funder")
        case Unspent.REPROGRAMME:
            clause = say("What is left at the end is reprogrammed with the funder")
        case Unspent.CARRY_OVER:
            clause = say("What is left at the end is carried over")
        case _:
            return None
    if rule.amount:
        return say("{clause}; up to {amount} may stay", clause=clause, amount=_money(rule, currency))
    return clause


def _equipment(rule: Rule, currency: str) -> Message | None:
    if rule.amount is None:
        return None
    return say("What costs {amount} or more a piece is equipment", amount=_money(rule, currency))


def _money(rule: Rule, currency: str) -> Money:
    return Money(rule.amount or Decimal(0), currency)


# --- what is due -----------------------------------------------------------------------------------------------------

_DUE = {
    Frequency.MONTHLY: say_many(
        "{report}: due {count} day after each month", "{report}: due {count} days after each month", count=0
    ),
    Frequency.QUARTERLY: say_many(
        "{report}: due {count} day after each quarter", "{report}: due {count} days after each quarter", count=0
    ),
    Frequency.SEMIANNUAL: say_many(
        "{report}: due {count} day after each half-year", "{report}: due {count} days after each half-year", count=0
    ),
    Frequency.ANNUAL: say_many(
        "{report}: due {count} day after each year", "{report}: due {count} days after each year", count=0
    ),
    Frequency.FINAL: say_many(
        "{report}: due {count} day after the end of the grant",
        "{report}: due {count} days after the end of the grant",
        count=0,
    ),
}


# By the end of a month, so many months later: 4 months after a year is 30 April.
_DUE_BY_MONTH = {
    Frequency.MONTHLY: say_many(
        "{report}: due at the end of the month, {count} month after each month",
        "{report}: due at the end of the month, {count} months after each month",
        count=0,
    ),
    Frequency.QUARTERLY: say_many(
        "{report}: due at the end of the month, {count} month after each quarter",
        "{report}: due at the end of the month, {count} months after each quarter",
        count=0,
    ),
    Frequency.SEMIANNUAL: say_many(
        "{report}: due at the end of the month, {count} month after each half-year",
        "{report}: due at the end of the month, {count} months after each half-year",
        count=0,
    ),
    Frequency.ANNUAL: say_many(
        "{report}: due at the end of the month, {count} month after each year",
        "{report}: due at the end of the month, {count} months after each year",
        count=0,
    ),
    Frequency.FINAL: say_many(
        "{report}: due at the end of the month, {count} month after the end of the grant",
        "{report}: due at the end of the month, {count} months after the end of the grant",
        count=0,
    ),
}
_WEEKENDS = {
    Weekend.BEFORE: say("{clause}; on a weekend the working day before"),
    Weekend.AFTER: say("{clause}; on a weekend the working day after"),
}


def report_name(rule: Rule) -> Message:
    """What the report of a rule is called."""
    return say("{name}", name=rule.note) if rule.note else say("Report")


def _report(rule: Rule) -> Message | None:
    clause = _report_due(rule)
    if clause is None or rule.weekend not in _WEEKENDS:
        return clause
    return say(_WEEKENDS[Weekend(rule.weekend)].text, clause=clause)


def _report_due(rule: Rule) -> Message | None:
    """When a report is due, and the last one."""
    final = rule.choice == Frequency.FINAL
    if rule.choice is None:
        return None
    if rule.months is not None and not (final and rule.final_days is not None):
        due, count = _DUE_BY_MONTH[Frequency(rule.choice)], rule.months
    else:
        days = rule.days if not final or rule.final_days is None else rule.final_days
        if days is None:
            return None
        due, count = _DUE[Frequency(rule.choice)], days
    clause = say_many(due.text, due.plural, count=count, report=report_name(rule))
    if final or rule.final_days is None:
        return clause
    return say_many(
        "{clause}; the last one {count} day after the end of the grant",
        "{clause}; the last one {count} days after the end of the grant",
        count=rule.final_days,
        clause=clause,
    )


def _extension_notice(rule: Rule) -> Message | None:
    if rule.days is None:
        return None
    return say_many(
        "An extension is asked for at least {count} day before the end of the grant",
        "An extension is asked for at least {count} days before the end of the grant",
        count=rule.days,
    )
