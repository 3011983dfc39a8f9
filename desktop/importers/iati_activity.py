"""What an activity file of the International Aid Transparency Initiative says, as values; names follow the standard."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from desktop.domain.finding import Problem


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation as a file names it."""

    reference: str
    name: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Coded:
    """A code in a vocabulary, with the share of the money (per cent) and the name a file gives."""

    vocabulary: str
    code: str
    name: str = ""
    share: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ActivityBudget:
    """A budget of a period; `revised` tells a revised one from an original.

    The parts of one that we had to part when we wrote it have a `whole` in common, and are read as one.
    """

    revised: bool
    starts_on: date
    ends_on: date
    amount: Decimal
    currency: str
    whole: str = ""

    def joined(self, part: ActivityBudget) -> ActivityBudget:
        """The same budget with another part of it."""
        first, last = min(self.starts_on, part.starts_on), max(self.ends_on, part.ends_on)
        return replace(self, starts_on=first, ends_on=last, amount=self.amount + part.amount)

    def continues(self, other: ActivityBudget) -> bool:
        """Whether it is a part of the same budget."""
        own, theirs = (self.whole, self.revised, self.currency), (other.whole, other.revised, other.currency)
        return bool(self.whole) and own == theirs


@dataclass(frozen=True, slots=True)
class Transaction:
    """A movement of money, `kind` by the code list TransactionType.

    In a file that we wrote, `mark` is the key of its entry, and `grant` what the grant of a commitment is called.
    """

    kind: str
    done_on: date
    amount: Decimal
    currency: str
    reference: str = ""
    description: str = ""
    provider: Party | None = None
    receiver: Party | None = None
    mark: str = ""
    grant: str = ""


@dataclass(slots=True)
class Activity:
    """One activity with everything the office has a place for."""

    identifier: str
    title: str
    summary: str = ""
    status: str = ""
    reporter: Party | None = None
    dates: dict[str, date] = field(default_factory=dict)
    parties: list[tuple[str, Party]] = field(default_factory=list)
    countries: list[Coded] = field(default_factory=list)
    sectors: list[Coded] = field(default_factory=list)
    tags: list[Coded] = field(default_factory=list)
    budgets: list[ActivityBudget] = field(default_factory=list)
    transactions: list[Transaction] = field(default_factory=list)
    parent: str = ""


@dataclass(slots=True)
class IatiFile:
    """What a file holds: activities, what is wrong in it, and how many elements of each name have no place here.

    `content` is the file itself, as it was when it was read.
    """

    content: bytes
    activities: list[Activity] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
