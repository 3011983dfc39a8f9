"""A sentence before it is put into a language.

`say("Moved {amount} to {line}", amount=..., line=...)` keeps the English sentence and its values apart, so that one
value can be shown in French on the screen, written in English into an export, and stored in the audit trail for
whoever reads it in ten years. The extraction of texts for translation looks for `say` and `say_many`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol, TypeAlias, runtime_checkable


@runtime_checkable
class Amount(Protocol):
    """Anything with an amount in a currency; the amount already has the currency's number of decimals."""

    @property
    def amount(self) -> Decimal:
        """The number, exact."""

    @property
    def currency(self) -> str:
        """The ISO 4217 code."""


@dataclass(frozen=True, slots=True)
class Month:
    """The month of a day as a value of a sentence: ``October 2019``."""

    day: date

    def __str__(self) -> str:
        return f"{self.day:%Y-%m}"


@dataclass(frozen=True, slots=True)
class Country:
    """A country by its ISO 3166-1 code as a value of a sentence: ``Niger``."""

    code: str

    def __str__(self) -> str:
        return self.code


Value: TypeAlias = "str | int | Decimal | date | datetime | Month | Country | Amount | Message | Sequence[Value]"


@dataclass(frozen=True, slots=True)
class Message:
    """An English sentence with named places, and what stands in them.

    `plural` and `count` are set together: the sentence then has a form for one and a form for many.
    """

    text: str
    values: tuple[tuple[str, Value], ...] = ()
    plural: str = ""
    count: int = 1

    def __str__(self) -> str:
        """English without formatting: for logs and test failures, never for people."""
        chosen = self.plural if self.plural and self.count != 1 else self.text
        return chosen.format_map({name: str(value) for name, value in self.values})


def say(text: str, /, **values: Value) -> Message:
    """A sentence; `text` is English and names its places: ``"Renamed {old} to {new}"``."""
    return Message(text, tuple(values.items()))


def say_many(one: str, many: str, /, count: int, **values: Value) -> Message:
    """A sentence with a form for one and a form for many; `{count}` may stand in both."""
    return Message(one, (("count", count), *values.items()), plural=many, count=count)


def to_json(value: Value | Message) -> Any:
    """A form that JSON can hold and `from_json` turns back into an equal value."""
    match value:
        case Message():
            places = {name: to_json(inner) for name, inner in value.values}
            return {"say": value.text, "values": places, "plural": value.plural, "count": value.count}
        case Decimal():
            return {"number": str(value)}
        case datetime():
            return {"instant": value.isoformat()}
        case date():
            return {"date": value.isoformat()}
        case Month():
            return {"month": value.day.isoformat()}
        case Country():
            return {"country": value.code}
        case str() | int():
            return value
        case Amount():
            return {"amount": str(value.amount), "currency": value.currency}
    return [to_json(inner) for inner in value]


@dataclass(frozen=True, slots=True)
class StoredAmount:
    """An amount read back from a stored sentence."""

    amount: Decimal
    currency: str


def from_json(data: Any) -> Value:
    """The value that `to_json` wrote; amounts come back as `StoredAmount`."""
    match data:
        case {"say": text, "values": places, "plural": plural, "count": count}:
            values = tuple((name, from_json(inner)) for name, inner in places.items())
            return Message(text, values, plural, count)
        case {"number": number}:
            return Decimal(number)
        case {"instant": instant}:
            return datetime.fromisoformat(instant)
        case {"date": day}:
            return date.fromisoformat(day)
        case {"month": day}:
            return Month(date.fromisoformat(day))
        case {"country": code}:
            return Country(code)
        case {"amount": amount, "currency": currency}:
            return StoredAmount(Decimal(amount), currency)
        case str() | int():
            return data
    return [from_json(inner) for inner in data]
