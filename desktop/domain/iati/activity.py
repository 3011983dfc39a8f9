"""What an IATI activity file says of a project, as values: whoever has these can write the file.

`published` is the XML of the element as its publisher wrote it in the file that brought the project. It is given where
that element is still about the same thing: it is written again with all it says besides, and with our values.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from desktop.domain.iati.periods import Part
from desktop.domain.money import Money


@dataclass(frozen=True, slots=True)
class Narrative:
    """A text of the activity in its own language; the published one may have others beside it."""

    text: str
    published: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation: its reference, name, and type by the IATI list OrganisationType."""

    reference: str
    name: str
    kind: str = ""
    published: str = ""


@dataclass(frozen=True, slots=True)
class Participant:
    """What an organisation does, by the IATI list OrganisationRole; `derived` when only its grant says so."""

    role: str
    body: Body
    derived: bool = False


@dataclass(frozen=True, slots=True)
class DatedEvent:
    """A start or an end, by the IATI list ActivityDateType."""

    kind: str
    day: date
    published: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A country, region, sector or tag. `vocabulary` is empty for a country; `share` is what is written, in per cent.

    `kept` is the share that the office holds where another one is written: None when it holds none.
    """

    vocabulary: str
    code: str
    name: str = ""
    share: Decimal | None = None
    kept: Decimal | None = None
    published: str = ""

    @property
    def is_adapted(self) -> bool:
        """Whether the share that is written is not the one that is kept."""
        return self.share != self.kept


@dataclass(frozen=True, slots=True)
class BudgetOut:
    """A budget in parts of a year at most; `mark` tells several parts of it, and is empty for a single one."""

    kind: str
    parts: tuple[Part, ...]
    valued_on: date
    mark: str = ""
    published: str = ""


@dataclass(frozen=True, slots=True)
class Movement:
    """A transaction. `mark` is how its entry is known again, `grant_mark` the grant behind a commitment.

    A description is None where it stays as it was published, and empty where there is to be none.
    """

    kind: str
    done_on: date
    money: Money
    reference: str = ""
    description: str | None = None
    provider: Body | None = None
    receiver: Body | None = None
    mark: str = ""
    grant_mark: str = ""
    published: str = ""


@dataclass(frozen=True, slots=True)
class ActivityOut:
    """Everything of a project but its entries. What is empty is not known, and is not written.

    `attributes` are those of the activity itself by name, `carried` further elements as they were published, each with
    the name by which its place in the activity is found.
    """

    identifier: str
    language: str
    title: Narrative
    summary: Narrative | None = None
    reporter: Body | None = None
    status: str = ""
    participants: tuple[Participant, ...] = ()
    dates: tuple[DatedEvent, ...] = ()
    countries: tuple[Place, ...] = ()
    regions: tuple[Place, ...] = ()
    sectors: tuple[Place, ...] = ()
    tags: tuple[Place, ...] = ()
    budgets: tuple[BudgetOut, ...] = ()
    commitments: tuple[Movement, ...] = ()
    parent: str = ""
    attributes: tuple[tuple[str, str], ...] = ()
    carried: tuple[tuple[str, str], ...] = field(default=())
