"""What people say of a report besides its figures: options of a layout, typed as text and read again here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
    return _chosen(option, facts.detail(option.key) or option.default)


def _chosen(option: Option, code: str) -> str:
    if code and code not in option.choices:
        raise _refused(option, code, say("Choose one of: {codes}.", codes=", ".join(option.choices)))
    return code


def typed_amount(facts: ReportFacts, option: Option) -> Decimal | None:
    """The amount that was typed; None when nothing was. Raises UserError for what is none of the grant's currency."""
    return _amount(option, facts.detail(option.key).strip(), facts.grant.currency)


def _amount(option: Option, text: str, currency: str) -> Decimal | None:
    if not text:
        return None
    try:
        money = Money(Decimal(text), currency)
    except (InvalidOperation, ValueError):
        money = None
    if money is None or not money.payable:
        raise _refused(option, text, say("Enter an amount in {currency}, such as 1234.50.", currency=currency))
    return money.amount


def typed_day(facts: ReportFacts, option: Option) -> date | None:
    """The day that was typed; None when nothing was. Raises UserError for what is no day."""
    return _day(option, facts.detail(option.key).strip())


def _day(option: Option, text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise _refused(option, text, say("Enter a day, such as 2019-09-30.")) from None


def require_fit(options: Iterable[Option], details: Mapping[str, str], *, currency: str) -> None:
    """Raises UserError for what was typed and does not fit its option, whether or not the report shows it."""
    for option in options:
        text = details.get(option.key, "").strip()
        match option.kind:
            case OptionKind.CHOICE:
                _chosen(option, text)
            case OptionKind.MONEY:
                _amount(option, text, currency)
            case OptionKind.DAY:
                _day(option, text)


def _refused(option: Option, text: str, remedy: Message) -> UserError:
    return UserError(
        say("“{text}” does not fit “{option}”.", text=text, option=option.label), say("No report was made."), remedy
    )
