"""What an IATI file says of projects, as the office keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from desktop.domain.iati.standard import identifier_of


@dataclass(frozen=True, slots=True)
class BodyRow:
    """An organisation."""

    id: int
    reference: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """Where a project stands in the tree; `reporter` is its organisation, or that of the nearest project above it.

    One that an activity file brought is called there as here.
    """

    id: int
    reference: str
    parent_id: int | None
    depth: int
    has_parts: bool
    from_file: bool
    reporter: BodyRow | None

    @property
    def identifier(self) -> str:
        """How it is called in the world; empty when nobody says who reports it."""
        if self.from_file:
            return self.reference
        return (
            identifier_of(self.reporter.reference, self.reference) if self.reporter and self.reporter.reference else ""
        )


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A country, region, sector or tag, and its share of the money in per cent."""

    vocabulary: str
    code: str
    name: str = ""
    share: Decimal | None = None


@dataclass(frozen=True, slots=True)
class GivenRow:
    """What a grant gives the project; `whole` is what it gives all its projects together."""

    funder: BodyRow
    grant_id: int
    reference: str
    title: str
    currency: str
    amount: Decimal
    whole: Decimal
    awarded_on: date | None
    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line of an approved budget, and its phases by the day they start."""

    phases: Mapping[date, Decimal]
    code: str
    amount: Decimal
    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """An approved budget of a grant for the project, with the days of that grant."""

    lines: tuple[LineRow, ...]
    id: int
    grant_id: int
    grant: str
    currency: str
    revision: int
    approved_on: date | None
    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class EntryCounts:
    """How many entries a project has: those that are given out up to today, those that lie after it, and exchange
    differences, which are no movement of money.
    """

    entries: int = 0
    in_future: int = 0
    differences: int = 0


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """A project with everything that is said of it, its entries only counted."""

    id: int
    reference: str
    title: str
    summary: str
    status: str
    place: PlaceRow
    dates: Mapping[str, date]
    roles: tuple[tuple[str, BodyRow], ...] = ()
    countries: tuple[CodeRow, ...] = ()
    sectors: tuple[CodeRow, ...] = ()
    tags: tuple[CodeRow, ...] = ()
    given: tuple[GivenRow, ...] = ()
    budgets: tuple[BudgetRow, ...] = ()
    counts: EntryCounts = field(default_factory=EntryCounts)


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry of the ledger, without whom it was paid to."""

    id: int
    entry_on: date
    kind: str
    reference: str
    description: str
    category: int | None
    grant_id: int | None
    currency: str
    amount: Decimal
    original_currency: str
    original_amount: Decimal
    source_key: str
