"""What people say of a report besides its figures: options of a layout, typed as text and read again here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from desktop.domain.money import Money
from desktop.language import Message, UserError, say
from desktop.reports.facts import ReportFacts


class OptionKind(StrEnum):
    """What is typed for an option: amounts and days in the form of the program (1234.50, 2019-09-30)."""

    TEXT = "text"
    CHOICE = "choice"
    MONEY = "money"
    DAY = "day"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Option:
    """Something that people say of a report, such as the basis of accounting; kept with it as text."""

    key: str
    label: Message
    kind: OptionKind = OptionKind.TEXT
    choices: Mapping[str, Message] = field(default_factory=dict)
    default: str = ""
    hint: Message | None = None


def chosen(facts: ReportFacts, option: Option) -> str:
    """The code that was chosen; its default where nothing was. Raises UserError for a code that is not offered."""
    code = facts.detail(option.key) or option.default
    if code and code not in option.choices:
        raise _refused(option, code, say("Choose one of: {codes}.", codes=", ".join(option.choices)))
    return code


def typed_amount(facts: ReportFacts, option: Option) -> Decimal | None:
    """The amount that was typed; None when nothing was. Raises UserError for what is none of the grant's currency."""
    text = facts.detail(option.key).strip()
    if not text:
        return None
    currency = facts.grant.currency
    try:
        money = Money(Decimal(text), currency)
    except (InvalidOperation, ValueError):
        money = None
    if money is None or not money.payable:
        raise _refused(option, text, say("Enter an amount in {currency}, such as 1234.50.", currency=currency))
    return money.amount


def typed_day(facts: ReportFacts, option: Option) -> date | None:
    """The day that was typed; None when nothing was. Raises UserError for what is no day."""
    text = facts.detail(option.key).strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise _refused(option, text, say("Enter a day, such as 2019-09-30.")) from None


def _refused(option: Option, text: str, remedy: Message) -> UserError:
    return UserError(
        say("“{text}” does not fit “{option}”.", text=text, option=option.label), say("No report was made."), remedy
    )
