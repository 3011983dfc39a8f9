"""What reports are made from: frozen facts of a grant, or of all, as at the last day of a period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from desktop.domain.funding import InstalmentStatus
from desktop.domain.money import ZERO
from desktop.domain.period import Period
from desktop.domain.rules import RuleBook
from desktop.domain.support_costs import RatedCosts
from desktop.language import Message
from desktop.reports.people import PeopleFacts
from desktop.reports.report import Letterhead
from desktop.reports.trace import NONE, Scope, Sums


@dataclass(frozen=True, slots=True)
class GrantFacts:
    """A grant as its agreement has it; amounts in its currency. `projects` are references and titles.

    `budgeted` is what its approved budgets come to, `authorized` what was awarded as at the last day of the report.
    """

    id: int
    reference: str
    title: str
    funder: str
    currency: str
    amount: Decimal
    funder_short: str = ""
    agreement: str = ""
    awarded_on: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    liquidation_days: int | None = None
    closed_on: date | None = None
    award_number: str = ""
    assistance_listing: str = ""
    erp_grant: str = ""
    cost_share: Decimal | None = None
    budgeted: Decimal = ZERO
    authorized: Decimal | None = None
    projects: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class LineFacts:
    """A line of the approved budgets. `key` is the value that entries on it have in the dimension `line`.

    `outcome`, `output`, `activity` and `project` are the values of those dimensions that it has; `phases` are the parts
    of its amount by the first day of the quarter or year that each falls into.
    """

    id: int
    key: str
    code: str
    description: str
    category: int | None
    amount: Decimal
    unit: str = ""
    quantity: Decimal = Decimal(1)
    unit_cost: Decimal = ZERO
    duration: Decimal = Decimal(1)
    percent_charged: Decimal = Decimal(100)
    outcome: str = NONE
    output: str = NONE
    activity: str = NONE
    project: str = NONE
    phases: tuple[tuple[date, Decimal], ...] = ()


@dataclass(frozen=True, slots=True)
class BudgetFacts:
    """A budget that was once approved: what it gives each line (by the key that the line has now) and category.

    `project` is the reference of the project whose budget it is, empty when it is that of the whole grant.
    """

    id: int
    label: Message
    revision: int
    approved_on: date | None
    by_line: Mapping[str, Decimal]
    by_category: Mapping[int | None, Decimal]
    project: str = ""


@dataclass(frozen=True, slots=True)
class ResultFacts:
    """An outcome, output or activity; `key` is its value in the dimension of its `kind`.

    `above` and `above_id` are the key and the id of the one over it; 0 is none.
    """

    id: int
    key: str
    kind: str
    code: str
    title: str
    above: str = NONE
    above_id: int = 0


@dataclass(frozen=True, slots=True)
class RateFacts:
    """A rate at which entries of the period were converted: `units` of `currency` for `per` of the grant's.

    `on` and `source` are empty when the entries do not say them. `original` was spent in `currency`, which made `spent`
    in the grant's.
    """

    currency: str
    units: Decimal
    per: Decimal
    on: date | None
    source: str
    entries: int
    original: Decimal = ZERO
    spent: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class ReceiptFacts:
    """Cash of one kind that came on a day of the period; `returned` is what went back to the funder.

    `entries` are so many, `id` and `reference` are those of one of them.
    """

    id: int
    on: date
    kind: str
    amount: Decimal
    reference: str = ""
    entries: int = 1
    returned: bool = False


@dataclass(frozen=True, slots=True)
class PreviousReport:
    """The report of the same series that was submitted before: its figures by key."""

    id: int
    number: int
    period: Period
    values: Mapping[str, Decimal | None]


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """Everything a layout may need. `grants` is the one grant of a report, or all of an overview.

    `budget` gives each category (1 to 8, None for lines without one) what the approved budgets do; `budgets` are the
    approved ones and those before them, the oldest first; `former_lines` are lines that only those before had.
    `instalments` are as at the last day, `receipts` those of the period. `support_costs` are the costs under each rate
    of the rule book, `indirect_rate` the rate when there is but one, on all direct costs. `crosswalks` give, by scheme
    and category, the classes of another scheme with their per cent. `details` is what people typed, by the keys of the
    options of the layout, `explanations` what they said of what is unusual, such as ``limit:line=1.1``. `people`
    is empty unless the layout asks for them.
    """

    scope: Scope
    letterhead: Letterhead
    grants: tuple[GrantFacts, ...]
    sums: Sums
    today: date
    budget: Mapping[int | None, Decimal] = field(default_factory=dict)
    budgets: tuple[BudgetFacts, ...] = ()
    lines: tuple[LineFacts, ...] = ()
    former_lines: tuple[LineFacts, ...] = ()
    results: tuple[ResultFacts, ...] = ()
    instalments: tuple[InstalmentStatus, ...] = ()
    receipts: tuple[ReceiptFacts, ...] = ()
    book: RuleBook = field(default_factory=RuleBook)
    support_costs: tuple[RatedCosts, ...] = ()
    indirect_rate: Decimal | None = None
    rates: tuple[RateFacts, ...] = ()
    previous: PreviousReport | None = None
    crosswalks: Mapping[str, Mapping[int, tuple[tuple[str, Decimal], ...]]] = field(default_factory=dict)
    details: Mapping[str, str] = field(default_factory=dict)
    explanations: Mapping[str, str] = field(default_factory=dict)
    people: PeopleFacts = field(default_factory=PeopleFacts)
    is_final: bool = False
    is_sample: bool = False

    @property
    def grant(self) -> GrantFacts:
        """The one grant of the report."""
        (grant,) = self.grants
        return grant

    @property
    def period(self) -> Period:
        """The days it is about."""
        return self.scope.period

    def detail(self, key: str) -> str:
        """What people typed for an option; empty when nothing."""
        return self.details.get(key, "")
