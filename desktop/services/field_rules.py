"""What must hold of single fields, whatever record they belong to; problems by the key of the column."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from desktop.domain.money import MINOR_UNITS, Money
from desktop.language import Message, say
from desktop.storage.types import Exact

Problems = dict[str, Message]
MONEY = Exact()


def check_currency(problems: Problems, key: str, code: str) -> bool:
    """Notes it when `code` is no currency; returns whether it is one."""
    if code in MINOR_UNITS:
        return True
    problems[key] = say("{code} is not a currency. Use the three letters of ISO 4217, such as XOF.", code=code)
    return False


def check_decimals(problems: Problems, key: str, amount: Decimal | None, currency: str) -> None:
    """Notes it when an amount has more decimals than its currency."""
    if amount is not None and not Money(amount, currency).payable:
        problems[key] = say(
            "{currency} has {count} decimals. Round the amount.", currency=currency, count=MINOR_UNITS[currency]
        )


def check_order(problems: Problems, key: str, first: date | None, last: date | None) -> None:
    """Notes it when something ends before it starts."""
    if first and last and last < first:
        problems[key] = say("It ends before it starts, on {day}. Enter a later date.", day=first)


def check_not_negative(problems: Problems, key: str, number: Decimal | int | None) -> None:
    """Notes it when a number is below zero."""
    if number is not None and number < 0:
        problems[key] = say("It is not below zero.")


def check_country(problems: Problems, key: str, code: str | None) -> None:
    """Notes it when a country is not given by its two letters."""
    if code and (len(code) != 2 or not code.isalpha() or not code.isupper()):
        problems[key] = say("{code} is not a country. Use the two letters of ISO 3166, such as NE.", code=code)


def check_email(problems: Problems, key: str, address: str) -> None:
    """Notes it when an e-mail address has nothing on a side of its @."""
    name, at, host = address.partition("@")
    if address and not (name and at and "." in host.strip(".") and " " not in address):
        problems[key] = say("An e-mail address reads like name@example.org.")


def check_whole(problems: Problems, key: str, number: int | None, *, least: int, most: int) -> None:
    """Notes it when a number of years, months or posts is none that can be."""
    if number is not None and not least <= number <= most:
        problems[key] = say("Enter a number between {least} and {most}.", least=least, most=most)


def check_not_future(problems: Problems, key: str, day: date | None, *, today: date) -> None:
    """Notes it when something is said to have happened on a day that is still to come."""
    if day is not None and day > today:
        problems[key] = say("That day is still to come. Leave it empty until it is done.")


def number_problem(number: Decimal, kept: Exact) -> Message | None:
    """Why a column cannot keep a number, or None when it can."""
    if abs(number) >= kept.limit:
        return say("The number is too large.")
    if number != round(number, kept.scale):
        return say("At most {count} decimals are kept. Round the number.", count=kept.scale)
    return None
