"""What the checks of a report look at, and what they answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from desktop.domain.money import Money
from desktop.language import Message
from desktop.reports.facts import ReportFacts
from desktop.reports.report import EntrySum, Figure, Report
from desktop.reports.trace import Sums


class CheckState(StrEnum):
    """How a check went."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Cause:
    """What made a check fail, and where it leads: a figure of the report, or records of a register.

    Where words can settle it, `explain` is the key of the explanation that the report then needs.
    """

    sentence: Message
    figure: str = ""
    register: str = ""
    record_ids: tuple[int, ...] = ()
    explain: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must hold of a report before it goes out: `sentence` says what, `detail` what was found.

    One that does not `block` is a remark: a report goes out with it. No reason makes up for one that is not `waivable`.
    """

    code: str
    sentence: Message
    state: CheckState
    detail: Message
    causes: tuple[Cause, ...] = ()
    blocks: bool = True
    waivable: bool = True

    @property
    def stops(self) -> bool:
        """Whether the report cannot go out unless the check is waived."""
        return self.blocks and self.state is CheckState.FAILED


@dataclass(frozen=True, slots=True)
class EntryGroup:
    """Entries that have something in common: how many they are, and the ids of the first."""

    count: int = 0
    ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class NegativeEntry:
    """A cost below zero that says neither what it reverses nor what it is; the amount is in the grant's currency."""

    id: int
    reference: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """What is to be looked at among the entries that a report is the first of its series to report.

    `foreign` is how many are in another currency, `without_rate` those of them that do not say of which day and whose
    rate they are converted at.
    """

    outside: EntryGroup = EntryGroup()
    after_closure: EntryGroup = EntryGroup()
    foreign: int = 0
    without_rate: EntryGroup = EntryGroup()
    negative: tuple[NegativeEntry, ...] = ()
    costs: int = 0
    without_document: EntryGroup = EntryGroup()
    open_commitments: EntryGroup = EntryGroup()


@dataclass(frozen=True, slots=True)
class AssuranceFacts:
    """A report with what it was made from, and what people say of it.

    `sums` are those of its entries, `ledger` those of the ledger up to its last day, both by `DIMENSIONS`. `ended_by`
    is the day on which its period must be over, None for a report that looks ahead.
    """

    report: Report
    source: ReportFacts
    sums: Sums
    ledger: Sums
    entries: EntryFacts = field(default_factory=EntryFacts)
    explanations: Mapping[str, str] = field(default_factory=dict)
    prepared_by: str = ""
    certified_by: str = ""
    report_id: int = 0
    ended_by: date | None = None

    def money(self, amount: Decimal) -> Money:
        """An amount in the currency of the grant."""
        return Money(amount, self.source.grant.currency)

    def is_explained(self, key: str) -> bool:
        """Whether something is said under a key."""
        return bool(self.explanations.get(key, "").strip())

    def figures_summing(self, measure: str, dimension: str = "", value: str = "") -> tuple[str, ...]:
        """The figures that sum a measure of entries, of one value of a dimension where that is given."""

        def fits(figure: Figure) -> bool:
            formula = figure.formula
            if not isinstance(formula, EntrySum) or formula.measure != measure:
                return False
            return not dimension or (dimension, value) in formula.where

        return tuple(dict.fromkeys(figure.key for figure in self.report.figures() if fits(figure)))


DIMENSIONS = ("when", "kind", "category", "line", "output")
"""What the checks tell entries apart by."""

Judge = Callable[[AssuranceFacts], Check]


@dataclass(frozen=True, slots=True)
class Subject:
    """What a check is about."""

    code: str
    sentence: Message
    blocks: bool = True
    waivable: bool = True

    def passed(self, detail: Message) -> Check:
        """It holds."""
        return self._answer(CheckState.PASSED, detail)

    def failed(self, detail: Message, causes: Iterable[Cause]) -> Check:
        """It does not hold."""
        return self._answer(CheckState.FAILED, detail, tuple(causes))

    def idle(self, detail: Message) -> Check:
        """There is nothing to check."""
        return self._answer(CheckState.NOT_APPLICABLE, detail)

    def judged(self, causes: Sequence[Cause], *, passed: Message, failed: Message) -> Check:
        """It holds when nothing speaks against it."""
        return self.failed(failed, causes) if causes else self.passed(passed)

    def _answer(self, state: CheckState, detail: Message, causes: tuple[Cause, ...] = ()) -> Check:
        return Check(self.code, self.sentence, state, detail, causes, self.blocks, self.waivable)
