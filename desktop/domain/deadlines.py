"""What is due on which day: reports, instalments, ends and notices. Dates only, so that no time zone is early or late.

When reports are due is said in `requirements`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from desktop.domain.money import Money
from desktop.domain.period import days_after
from desktop.domain.requirements import OwingGrant, Requirement, RequirementState, SentReport, requirements_of
from desktop.domain.rules import RuleBook
from desktop.domain.terms import Renewal, RuleKind
from desktop.domain.volunteer_terms import CLEARANCE_KINDS
from desktop.language import Message, say, say_many

SOON_DAYS: Final = 90


class DeadlineKind(StrEnum):
    """What is due."""

    REPORT = "report"
    INSTALMENT = "instalment"
    EXTENSION_NOTICE = "extension_notice"
    GRANT_END = "grant_end"
    LIQUIDATION_END = "liquidation_end"
    AGREEMENT_NOTICE = "agreement_notice"
    AGREEMENT_END = "agreement_end"
    OBLIGATION = "obligation"
    CONTRACT_END = "contract_end"
    CLEARANCE = "clearance"
    CHECKLIST = "checklist"


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day on which something is due or ends; `register` and `record_id` lead to the record, `label` is its name.

    `late` says that the day is over and what was due did not come.
    """

    day: date
    kind: DeadlineKind
    sentence: Message
    register: str
    record_id: int
    label: str
    late: bool = False


@dataclass(frozen=True, slots=True)
class Horizon:
    """The days that are looked at: from today on, `last` among them."""

    today: date
    last: date

    @classmethod
    def of_days(cls, today: date, days: int) -> Horizon:
        """Today and the `days` that follow, up to the last day there is."""
        return cls(today, days_after(today, days))

    def __contains__(self, day: date) -> bool:
        return self.today <= day <= self.last


@dataclass(frozen=True, slots=True)
class GrantDates:
    """The dates of a grant that is not closed, its rules, and the reports on it that were made."""

    id: int
    reference: str
    starts_on: date | None
    ends_on: date | None
    liquidation_days: int | None = None
    book: RuleBook = field(default_factory=RuleBook)
    sent: Sequence[SentReport] = ()


@dataclass(frozen=True, slots=True)
class InstalmentDue:
    """Cash that is expected, and how much of it is still to come (`outstanding`)."""

    id: int
    number: int
    grant: str
    expected_on: date
    amount: Money
    outstanding: Money


@dataclass(frozen=True, slots=True)
class AgreementDates:
    """The end of an agreement and how it is renewed."""

    id: int
    reference: str
    ends_on: date
    renewal: str | None = None
    notice_days: int | None = None


@dataclass(frozen=True, slots=True)
class ObligationDue:
    """What one side of an agreement has still to do."""

    id: int
    agreement: str
    title: str
    organisation: str
    due_on: date


@dataclass(frozen=True, slots=True)
class ContractEnd:
    """The last day of what is signed of a deployment."""

    id: int
    reference: str
    ends_on: date


@dataclass(frozen=True, slots=True)
class ClearanceEnd:
    """When the newest training or clearance of a kind runs out that a volunteer has who serves or is to."""

    id: int
    volunteer: str
    kind: str
    expires_on: date


@dataclass(frozen=True, slots=True)
class ChecklistDue:
    """What has still to be done when a volunteer arrives or leaves."""

    id: int
    deployment: str
    title: str
    due_on: date


@dataclass(frozen=True, slots=True)
class OpenDates:
    """Everything that is still open in an office, or with one grant."""

    grants: Iterable[GrantDates] = ()
    instalments: Iterable[InstalmentDue] = ()
    agreements: Iterable[AgreementDates] = ()
    obligations: Iterable[ObligationDue] = ()
    contracts: Iterable[ContractEnd] = ()
    clearances: Iterable[ClearanceEnd] = ()
    checklists: Iterable[ChecklistDue] = ()


# --- reports ---------------------------------------------------------------------------------------------------------


def _reports(grant: GrantDates, horizon: Horizon) -> Iterator[Deadline]:
    """The reports that have still to be sent; of those of one rule that are late, the oldest tells of all."""
    owing = OwingGrant(grant.id, grant.reference, grant.starts_on, grant.ends_on, grant.book, grant.sent)
    late: dict[int, list[Requirement]] = {}
    for owed in requirements_of(owing, today=horizon.today, until=horizon.last):
        if owed.is_open and owed.day < horizon.today:
            late.setdefault(owed.rule.id, []).append(owed)
        elif owed.is_open:
            yield _of_grant(grant, owed.day, DeadlineKind.REPORT, _report_sentence(owed))
    for several in late.values():
        oldest = min(several, key=lambda owed: owed.day)
        yield replace(
            _of_grant(grant, oldest.day, DeadlineKind.REPORT, _late_sentence(oldest, len(several) - 1)), late=True
        )


def _report_sentence(owed: Requirement) -> Message:
    if owed.state is RequirementState.RETURNED:
        return say("{report}, returned", report=owed.sentence)
    return owed.sentence


def _late_sentence(oldest: Requirement, others: int) -> Message:
    sentence = _report_sentence(oldest)
    if not others:
        return sentence
    return say_many("{report}; {count} later one", "{report}; {count} later ones", count=others, report=sentence)


# --- grants ----------------------------------------------------------------------------------------------------------


def grant_deadlines(grant: GrantDates, horizon: Horizon) -> Iterator[Deadline]:
    """Reports, the last day to ask for an extension, the end, and the end of payments."""
    yield from _reports(grant, horizon)
    if grant.ends_on is None:
        return
    notice = grant.book.one(horizon.today, RuleKind.EXTENSION_NOTICE)
    if notice is not None and notice.days is not None:
        day = days_after(grant.ends_on, -notice.days)
        if day in horizon:
            yield _of_grant(grant, day, DeadlineKind.EXTENSION_NOTICE, say("Last day to ask for an extension"))
    if grant.ends_on in horizon:
        yield _of_grant(grant, grant.ends_on, DeadlineKind.GRANT_END, say("Grant ends"))
    if grant.liquidation_days:
        day = days_after(grant.ends_on, grant.liquidation_days)
        if day in horizon:
            yield _of_grant(grant, day, DeadlineKind.LIQUIDATION_END, say("Last day to pay what was committed"))


def _of_grant(grant: GrantDates, day: date, kind: DeadlineKind, sentence: Message) -> Deadline:
    return Deadline(day, kind, sentence, "grants", grant.id, grant.reference)


def instalment_deadline(instalment: InstalmentDue, horizon: Horizon) -> Deadline | None:
    """When cash is expected, or how much of it is late; None when all of it came, or it is not due yet."""
    if instalment.outstanding.amount <= 0 or instalment.expected_on > horizon.last:
        return None
    late = instalment.expected_on < horizon.today
    part = instalment.outstanding.amount < instalment.amount.amount
    return Deadline(
        instalment.expected_on,
        DeadlineKind.INSTALMENT,
        _instalment_sentence(Decimal(instalment.number), instalment.outstanding, late=late, part=part),
        "instalments",
        instalment.id,
        instalment.grant,
        late,
    )


def _instalment_sentence(number: Decimal, outstanding: Money, *, late: bool, part: bool) -> Message:
    if late and part:
        return say("Instalment {number}: {amount} did not come", number=number, amount=outstanding)
    if late:
        return say("Instalment {number} of {amount} did not come", number=number, amount=outstanding)
    if part:
        return say("Instalment {number}: {amount} still expected", number=number, amount=outstanding)
    return say("Instalment {number} of {amount} expected", number=number, amount=outstanding)


# --- agreements ------------------------------------------------------------------------------------------------------


def agreement_deadlines(agreement: AgreementDates, horizon: Horizon) -> Iterator[Deadline]:
    """The end of an agreement, and the last day on which notice can be given before it."""
    if agreement.notice_days is not None:
        day = days_after(agreement.ends_on, -agreement.notice_days)
        if day in horizon:
            yield _of_agreement(agreement, day, DeadlineKind.AGREEMENT_NOTICE, _notice_sentence(agreement.renewal))
    if agreement.ends_on in horizon:
        automatic = agreement.renewal == Renewal.AUTOMATIC
        sentence = say("Agreement is renewed after this day") if automatic else say("Agreement ends")
        yield _of_agreement(agreement, agreement.ends_on, DeadlineKind.AGREEMENT_END, sentence)


def _notice_sentence(renewal: str | None) -> Message:
    match renewal:
        case Renewal.AUTOMATIC:
            return say("Last day to give notice, or the agreement is renewed")
        case Renewal.IN_WRITING:
            return say("Last day to ask for the renewal in writing")
    return say("Last day to give notice")


def _of_agreement(agreement: AgreementDates, day: date, kind: DeadlineKind, sentence: Message) -> Deadline:
    return Deadline(day, kind, sentence, "agreements", agreement.id, agreement.reference)


def obligation_deadline(obligation: ObligationDue, horizon: Horizon) -> Deadline | None:
    """When something is to be done, by whom; None when that is later than `horizon`."""
    if obligation.due_on > horizon.last:
        return None
    return Deadline(
        obligation.due_on,
        DeadlineKind.OBLIGATION,
        say("{organisation}: {title}", organisation=obligation.organisation, title=obligation.title),
        "obligations",
        obligation.id,
        obligation.agreement,
        obligation.due_on < horizon.today,
    )


# --- people -----------------------------------------------------------------------------------------------------------


def _people(dates: OpenDates, horizon: Horizon) -> Iterator[Deadline]:
    """Ends of contracts, and papers and things to do that are due or late; volunteers go by code."""
    for contract in dates.contracts:
        if contract.ends_on in horizon:
            sentence = say("Contract ends")
            kind = DeadlineKind.CONTRACT_END
            yield Deadline(contract.ends_on, kind, sentence, "deployments", contract.id, contract.reference)
    for paper in dates.clearances:
        if paper.expires_on <= horizon.last:
            late = paper.expires_on < horizon.today
            name = CLEARANCE_KINDS[paper.kind]
            sentence = (
                say("{clearance} ran out", clearance=name) if late else say("{clearance} runs out", clearance=name)
            )
            kind = DeadlineKind.CLEARANCE
            yield Deadline(paper.expires_on, kind, sentence, "clearances", paper.id, paper.volunteer, late)
    for item in dates.checklists:
        if item.due_on <= horizon.last:
            late = item.due_on < horizon.today
            sentence = say("{title}", title=item.title)
            yield Deadline(item.due_on, DeadlineKind.CHECKLIST, sentence, "checklist", item.id, item.deployment, late)


def all_deadlines(dates: OpenDates, horizon: Horizon) -> list[Deadline]:
    """What is due in the days of `horizon`, and what is late: the nearest first, of one day in the order of kinds."""
    kinds = list(DeadlineKind)
    return sorted(_every(dates, horizon), key=lambda due: (due.day, kinds.index(due.kind), due.label, due.record_id))


def _every(dates: OpenDates, horizon: Horizon) -> Iterator[Deadline]:
    for grant in dates.grants:
        yield from grant_deadlines(grant, horizon)
    for instalment in dates.instalments:
        expected = instalment_deadline(instalment, horizon)
        if expected is not None:
            yield expected
    for agreement in dates.agreements:
        yield from agreement_deadlines(agreement, horizon)
    for obligation in dates.obligations:
        due = obligation_deadline(obligation, horizon)
        if due is not None:
            yield due
    yield from _people(dates, horizon)
