"""Which values a rule of each kind needs and may have, and what is wrong with a rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from desktop.domain.money import MINOR_UNITS, Money
from desktop.domain.rules import Rule
from desktop.domain.terms import (
    FREQUENCIES,
    INDIRECT_BASES,
    NEW_LINE_CHOICES,
    RATE_POLICIES,
    REPORT_LAYOUTS,
    UNSPENT_CHOICES,
    WEEKENDS,
    Frequency,
    RatePolicy,
    RuleKind,
)
from desktop.language import Message, say

_HUNDRED = Decimal(100)
_MOST_MONTHS: Final = 24


@dataclass(frozen=True, slots=True)
class KindFields:
    """The values of one kind by their name in `Rule`: those it needs, those it may have, and what it chooses from."""

    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    choices: Mapping[str, Message] = field(default_factory=dict)

    @property
    def used(self) -> tuple[str, ...]:
        """All it looks at."""
        return self.needs + self.may


KIND_FIELDS: Final[dict[RuleKind, KindFields]] = {
    RuleKind.FLEXIBILITY: KindFields(("percent", "measure", "counting"), ("approver", "amount")),
    RuleKind.NEW_LINES: KindFields(("choice",), ("approver",), NEW_LINE_CHOICES),
    RuleKind.INELIGIBLE: KindFields((), ("category",)),
    RuleKind.INDIRECT: KindFields(("percent", "choice"), (), INDIRECT_BASES),
    RuleKind.RATE_POLICY: KindFields(("choice",), ("currency", "rate"), RATE_POLICIES),
    RuleKind.REPORT: KindFields(("choice",), ("days", "months", "final_days", "weekend", "layout"), FREQUENCIES),
    RuleKind.EXTENSION_NOTICE: KindFields(("days",)),
    RuleKind.UNSPENT: KindFields(("choice",), ("amount",), UNSPENT_CHOICES),
    RuleKind.EQUIPMENT: KindFields(("amount",)),
}
# What some kinds use only; day, article and note all may have.
PARTICULAR: Final = (
    *("percent", "amount", "days", "final_days", "choice", "measure", "counting", "approver", "category", "currency"),
    *("rate", "months", "weekend", "layout"),
)


def lacking(rule: Rule) -> list[str]:
    """The values that a rule needs and does not have."""
    return [name for name in KIND_FIELDS[rule.kind].needs if getattr(rule, name) is None]


def rule_problems(rule: Rule, *, currency: str) -> dict[str, Message]:
    """What is wrong with the values that a rule has, by their name; `currency` is the grant's."""
    return dict(_wrong(rule, currency))


def _wrong(rule: Rule, currency: str) -> Iterator[tuple[str, Message]]:
    choices = KIND_FIELDS[rule.kind].choices
    if rule.choice is not None and rule.choice not in choices:
        yield "choice", say("This does not belong to a rule of this kind. Choose from the list.")
    if rule.percent is not None and not 0 <= rule.percent <= _HUNDRED:
        yield "percent", say("A per cent lies between 0 and 100. Enter 10 for 10 %.")
    for name, days in (("days", rule.days), ("final_days", rule.final_days)):
        if days is not None and days < 0:
            yield name, say("Days are counted from 0 on.")
    if rule.months is not None and not 0 <= rule.months <= _MOST_MONTHS:
        yield "months", say("Months are counted from 0 to {count}.", count=_MOST_MONTHS)
    yield from _wrong_amount(rule, currency)
    match rule.kind:
        case RuleKind.INELIGIBLE if rule.category is None and not rule.note:
            yield "note", say("Choose a category, or say what is not paid.")
        case RuleKind.RATE_POLICY:
            yield from _wrong_rate(rule, currency)
        case RuleKind.REPORT:
            yield from _wrong_days(rule)


def _wrong_amount(rule: Rule, currency: str) -> Iterator[tuple[str, Message]]:
    if rule.amount is None:
        return
    if rule.amount < 0:
        yield "amount", say("The amount is not negative. Leave it empty for none.")
    elif not Money(rule.amount, currency).payable:
        yield (
            "amount",
            say("{currency} has {count} decimals. Round the amount.", currency=currency, count=MINOR_UNITS[currency]),
        )


def _wrong_rate(rule: Rule, currency: str) -> Iterator[tuple[str, Message]]:
    if rule.currency == currency:
        yield "currency", say("The grant is in {currency}. Choose the other currency.", currency=currency)
    elif rule.currency and rule.currency not in MINOR_UNITS:
        yield (
            "currency",
            say("{code} is not a currency. Use the three letters of ISO 4217, such as XOF.", code=rule.currency),
        )
    if rule.choice != RatePolicy.FIXED:
        if rule.rate is not None:
            yield "rate", say("Only a fixed rate is entered here. Leave it empty.")
        return
    if not rule.currency:
        yield "currency", say("Choose the currency that has the fixed rate.")
    if rule.rate is None or rule.rate <= 0:
        yield "rate", say("Enter how many units of the currency make one of the grant’s.")


def _wrong_days(rule: Rule) -> Iterator[tuple[str, Message]]:
    if rule.days is not None and rule.months is not None:
        yield "months", say("Enter days or months, not both.")
    elif rule.choice == Frequency.FINAL:
        if rule.final_days is None and rule.days is None and rule.months is None:
            yield "final_days", say("Enter the days after the end of the grant.")
    elif rule.days is None and rule.months is None:
        yield "days", say("Enter the days after the end of each period.")
    if rule.weekend is not None and rule.weekend not in WEEKENDS:
        yield "weekend", say("This does not belong to a rule of this kind. Choose from the list.")
    if rule.layout is not None and rule.layout not in REPORT_LAYOUTS:
        yield "layout", say("This does not belong to a rule of this kind. Choose from the list.")
