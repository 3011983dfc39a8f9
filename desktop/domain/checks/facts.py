"""What the project check needs to know, and how its findings are made; amounts are in the currency of their grant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from desktop.domain.codes import CostCategory
from desktop.domain.finding import Finding, Severity
from desktop.domain.flexibility import BudgetAmounts, Spent
from desktop.domain.funding import InstalmentStatus
from desktop.domain.money import ZERO, Money
from desktop.domain.period import Period, days_after
from desktop.domain.requirements import SentReport
from desktop.domain.rules import RuleBook
from desktop.language import Message

ENDING_SOON_DAYS: Final = 90
NOTICE_SOON_DAYS: Final = 30
REPORT_SOON_DAYS: Final = 14
LONG_REQUESTED_DAYS: Final = 30
OLD_COMMITMENT_MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Overspent:
    """A category in which more was spent than budgeted: by how much, and what is committed on top of it."""

    category: CostCategory
    over: Decimal
    committed: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """What single entries of a grant's ledger have that they should not; counts of entries, see `checks.entries`.

    `old_commitments` were made more than twelve months ago, and `old_committed` of them is still open. `repeated` are
    the references of documents that stand in the ledger twice alike.
    """

    outside: int = 0
    after_closure: int = 0
    in_future: int = 0
    without_category: int = 0
    without_line: int = 0
    wrong_sign: int = 0
    old_commitments: int = 0
    old_committed: Decimal = ZERO
    repeated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RemovedLine:
    """A line that the approved budget no longer has, on which costs stand."""

    code: str
    spent: Decimal


@dataclass(frozen=True, slots=True)
class GrantFacts:
    """What the checks need to know of one grant.

    `direct` and `indirect` are spent, `budgeted` is the total of its approved budgets (None without one),
    `indirect_rate` is the share (0.13) on all direct costs or None when there is no such rate; `indirect_due` is what
    rules that differ by day, or leave costs out, give instead. `book` is None when nobody asked for its rules; `lines`
    and `costs` are what flexibility is about. `other_funding` is what other grants give its projects, `sent` are the
    reports on it that were made.
    """

    id: int
    reference: str
    awarded: Money
    period: Period | None = None
    received: Decimal = ZERO
    committed: Decimal = ZERO
    direct: Decimal = ZERO
    indirect: Decimal = ZERO
    budgeted: Decimal | None = None
    indirect_rate: Decimal | None = None
    indirect_due: Decimal | None = None
    overspent: tuple[Overspent, ...] = ()
    entries: EntryFacts = EntryFacts()
    in_use: bool = False
    has_agreement: bool = True
    book: RuleBook | None = None
    lines: BudgetAmounts | None = None
    costs: Spent | None = None
    ineligible: tuple[tuple[CostCategory, Decimal], ...] = ()
    removed_lines: tuple[RemovedLine, ...] = ()
    instalments: tuple[InstalmentStatus, ...] = ()
    cost_share: Decimal | None = None
    other_funding: Decimal = ZERO
    liquidation_days: int | None = None
    closed_on: date | None = None
    sent: tuple[SentReport, ...] = ()

    @property
    def spent(self) -> Decimal:
        """Direct and indirect cost so far."""
        return self.direct + self.indirect

    @property
    def available(self) -> Decimal:
        """Awarded less spent less committed."""
        return self.awarded.amount - self.spent - self.committed

    @property
    def last_payment_on(self) -> date | None:
        """The last day on which costs may be paid: that of liquidation, or of closure when it was closed before."""
        ends = days_after(self.period.last, self.liquidation_days or 0) if self.period else None
        return min((day for day in (ends, self.closed_on) if day is not None), default=None)

    def is_running(self, today: date) -> bool:
        """Whether it goes on: its end is not over, or it has none."""
        return self.closed_on is None and (self.period is None or today <= self.period.last)

    def money(self, amount: Decimal) -> Money:
        """`amount` in the grant's currency."""
        return Money(amount, self.awarded.currency)

    def finding(
        self, severity: Severity, code: str, sentence: Message, fix: Message, entries: tuple[str, ...] = ()
    ) -> Finding:
        """A finding that leads to this grant, or to those of its entries."""
        return Finding(severity, code, sentence, fix, "grants", self.id, self.reference, entries)


@dataclass(frozen=True, slots=True)
class AgreementFacts:
    """An agreement, and the references of its grants: those with money that moved, and those that are running."""

    id: int
    reference: str
    signed_on: date | None = None
    ends_on: date | None = None
    used_by: tuple[str, ...] = ()
    running: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ObligationFacts:
    """An obligation that is not fulfilled, with the reference of its agreement."""

    id: int
    agreement: str
    title: str
    due_on: date


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """A budget that waits for approval, with the reference of its grant."""

    id: int
    grant: str
    requested_on: date


@dataclass(frozen=True, slots=True)
class OfficeFacts:
    """What the check of an office looks at."""

    grants: tuple[GrantFacts, ...] = ()
    agreements: tuple[AgreementFacts, ...] = ()
    obligations: tuple[ObligationFacts, ...] = ()
    requests: tuple[RequestFacts, ...] = ()
    entries_without_grant: int = 0
