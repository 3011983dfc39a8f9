"""The reports that a grant owes its funder: one for each period since it began, by its rule book; and which were sent.

A report is due some days after the end of a calendar month, quarter, half-year or year (2 CFR 200.328: 31 March,
30 June, 30 September, 31 December), or by the end of a month so many months later (30 April for years: MPTF); the last
one after the end of the grant instead (2 CFR 200.344 b: 120 days). One calendar: the list of reports, the deadlines,
the check and the pages of grants all ask here.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from desktop.domain.period import Period, days_after, months_before
from desktop.domain.rule_words import report_name
from desktop.domain.rules import Rule, RuleBook
from desktop.domain.terms import Frequency, ReportStatus, RuleKind, Weekend
from desktop.language import Message, say

_MONTHS: Final = {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3, Frequency.SEMIANNUAL: 6, Frequency.ANNUAL: 12}
_WORKING_DAYS: Final = 5
_LONGEST_SHIFT: Final = 2  # days by which a weekend moves a due day
_LONGEST_MONTH: Final = 31


class RequirementState(StrEnum):
    """How it stands with a report that is owed."""

    DUE = "due"
    LATE = "late"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    RETURNED = "returned"


REQUIREMENT_STATES: Final[dict[str, Message]] = {
    RequirementState.DUE: say("Due"),
    RequirementState.LATE: say("Late"),
    RequirementState.SUBMITTED: say("Submitted"),
    RequirementState.ACCEPTED: say("Accepted"),
    RequirementState.RETURNED: say("Returned"),
}


@dataclass(frozen=True, slots=True)
class ReportDue:
    """A report: the days it is about, the day it is due, and whether it is the last one."""

    first: date
    period_end: date
    day: date
    final: bool = False


@dataclass(frozen=True, slots=True)
class SentReport:
    """A report that was made: the layout and the rule it is for, its last day, and how far it has come."""

    id: int
    layout: str
    requirement: str
    last: date
    status: ReportStatus

    def answers(self, rule: Rule) -> bool:
        """Whether it is what a rule asks for."""
        if rule.layout and self.layout == rule.layout:
            return True
        return self.requirement == rule.note if rule.note else not rule.layout and not self.requirement


@dataclass(frozen=True, slots=True)
class Requirement:
    """A report that a grant owes, and how it stands: `report_id` is what answers it, or the draft of it (0: none)."""

    grant_id: int
    grant: str
    rule: Rule
    due: ReportDue
    state: RequirementState
    report_id: int = 0

    @property
    def name(self) -> Message:
        """What the report is called."""
        return report_name(self.rule)

    @property
    def layout(self) -> str:
        """The report that answers it; empty when the rule names none."""
        return self.rule.layout or ""

    @property
    def period(self) -> Period:
        """The days it is about."""
        return Period.of_days(self.due.first, self.due.period_end)

    @property
    def day(self) -> date:
        """When it is due."""
        return self.due.day

    @property
    def is_open(self) -> bool:
        """Whether it has still to be sent."""
        return self.state in (RequirementState.DUE, RequirementState.LATE, RequirementState.RETURNED)

    @property
    def sentence(self) -> Message:
        """Which report it is, and up to which day."""
        if self.due.final:
            return say("{report}: last one, to {day}", report=self.name, day=self.due.period_end)
        return say("{report}: period to {day}", report=self.name, day=self.due.period_end)


# --- the calendar ----------------------------------------------------------------------------------------------------


def period_ends(frequency: Frequency, first: date, last: date) -> Iterator[date]:
    """The last days of the calendar periods that end from `first` to `last`."""
    months = _MONTHS[frequency]
    # The month in which the period of `first` ends, counted from the year 0; then period by period.
    index = (first.year * 12 + first.month - 1) // months * months + months - 1
    while index // 12 <= last.year:
        day = _month_end(index)
        if day > last:
            return
        if day >= first:
            yield day
        index += months


def _month_end(index: int) -> date:
    year, month = divmod(index, 12)
    return date(year, month + 1, calendar.monthrange(year, month + 1)[1])


def _begin(frequency: Frequency, end: date) -> date:
    """The first day of the calendar period in which `end` lies."""
    months = _MONTHS[frequency]
    return months_before(end, (end.month - 1) % months)


def due_day(rule: Rule, end: date, *, final: bool = False) -> date | None:
    """When the report of a period that ends on `end` is due; None when the rule does not say.

    `final` is for the last report, whose period ends with the grant.
    """
    if final and rule.final_days is not None:
        return on_working_day(days_after(end, rule.final_days), rule.weekend)
    if rule.months is not None:
        index = min(end.year * 12 + end.month - 1 + rule.months, date.max.year * 12 + 11)
        return on_working_day(_month_end(index), rule.weekend)
    return None if rule.days is None else on_working_day(days_after(end, rule.days), rule.weekend)


def on_working_day(day: date, weekend: str | None) -> date:
    """A due day as it is, or moved off Saturday and Sunday; public holidays differ by country and are not known."""
    beyond = day.weekday() - _WORKING_DAYS
    if beyond < 0:
        return day
    match weekend:
        case Weekend.BEFORE:
            return days_after(day, -1 - beyond)
        case Weekend.AFTER:
            return days_after(day, 2 - beyond)
    return day


def reports_due(
    rule: Rule, *, starts_on: date | None, ends_on: date | None, first: date, last: date
) -> Iterator[ReportDue]:
    """The reports that a rule asks for and that are due from `first` to `last`, in order.

    A period that ends with the grant or after it has the last report, due after the end of the grant.
    """
    if rule.choice is None:
        return
    frequency = Frequency(rule.choice)
    if frequency is not Frequency.FINAL:
        later = 0 if rule.months is not None else rule.days or 0
        longest = later if rule.months is None else _LONGEST_MONTH * (rule.months + 1)
        begin = max(days_after(first, -longest - _LONGEST_SHIFT), starts_on or date.min)
        until = min(days_after(last, _LONGEST_SHIFT - later), days_after(ends_on, -1) if ends_on else date.max)
        for end in period_ends(frequency, begin, until):
            day = due_day(rule, end)
            if day is not None and first <= day <= last:
                yield ReportDue(max(_begin(frequency, end), starts_on or date.min), end, day)
    if ends_on is not None:
        day = due_day(rule, ends_on, final=True)
        if day is not None and first <= day <= last:
            begin = starts_on or date.min if frequency is Frequency.FINAL else _begin(frequency, ends_on)
            yield ReportDue(min(max(begin, starts_on or date.min), ends_on), ends_on, day, final=True)


# --- what is owed ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OwingGrant:
    """A grant with its dates and its rules, and the reports on it that were made."""

    id: int
    reference: str
    starts_on: date | None
    ends_on: date | None
    book: RuleBook
    sent: Sequence[SentReport] = ()


def requirements_of(grant: OwingGrant, *, today: date, until: date) -> Iterator[Requirement]:
    """The reports that a grant owes and that are due up to `until`: all since it began, those that were sent too.

    Of a grant without a first day those that are due from today on.
    """
    first = today if grant.starts_on is None else date.min
    for rule in grant.book.rules:
        if rule.kind is not RuleKind.REPORT:
            continue
        dated = any(each.starts_on for each in grant.book.rules if each.kind is RuleKind.REPORT)
        sent = [report for report in grant.sent if report.answers(rule)]
        for due in reports_due(rule, starts_on=grant.starts_on, ends_on=grant.ends_on, first=first, last=until):
            if not dated or rule in grant.book.on(due.period_end, RuleKind.REPORT):
                state, report_id = _state(due, sent, today)
                yield Requirement(grant.id, grant.reference, rule, due, state, report_id)


_FARTHEST_FIRST: Final = (ReportStatus.ACCEPTED, ReportStatus.SUBMITTED, ReportStatus.DRAFT, ReportStatus.RETURNED)
_STATES: Final = {
    ReportStatus.ACCEPTED: RequirementState.ACCEPTED,
    ReportStatus.SUBMITTED: RequirementState.SUBMITTED,
    ReportStatus.RETURNED: RequirementState.RETURNED,
}


def _state(due: ReportDue, sent: Iterable[SentReport], today: date) -> tuple[RequirementState, int]:
    """How it stands with a report, by the one that has come the farthest of those on the same last day."""
    found = [report for report in sent if report.last == due.period_end]
    nearest = min(found, key=lambda report: (_FARTHEST_FIRST.index(report.status), -report.id), default=None)
    open_state = RequirementState.LATE if due.day < today else RequirementState.DUE
    if nearest is None:
        return open_state, 0
    if nearest.status is ReportStatus.DRAFT:
        returned = any(report.status is ReportStatus.RETURNED for report in found)
        return RequirementState.RETURNED if returned else open_state, nearest.id
    return _STATES[nearest.status], nearest.id
