"""The days on which what is owed changes its state, and whichever report of several counts."""

from __future__ import annotations

import itertools
from datetime import date
from typing import Any

import pytest

from desktop.domain.period import Period
from desktop.domain.requirements import (
    REQUIREMENT_STATES,
    OwingGrant,
    Requirement,
    RequirementState,
    SentReport,
    due_day,
    period_ends,
    reports_due,
    requirements_of,
)
from desktop.domain.rules import Rule, RuleBook
from desktop.domain.terms import Frequency, ReportStatus, RuleKind, Weekend
from desktop.language import Language

END, DUE = date(2019, 9, 30), date(2019, 10, 30)


def rule(**values: Any) -> Rule:
    plain: dict[str, Any] = {"choice": Frequency.QUARTERLY, "days": 30, "layout": "sf425"}
    return Rule(1, RuleKind.REPORT, **plain | values)


def sent(number: int, status: ReportStatus, **values: Any) -> SentReport:
    plain: dict[str, Any] = {"layout": "sf425", "requirement": "", "last": END}
    return SentReport(number, status=status, **plain | values)


def owed(*reports: SentReport, today: date, until: date = date(2019, 12, 31), **values: Any) -> list[Requirement]:
    plain: dict[str, Any] = {
        "starts_on": date(2019, 7, 1),
        "ends_on": date(2020, 6, 30),
        "book": RuleBook((rule(),)),
    }
    grant = OwingGrant(7, "NER-CT-01", sent=reports, **plain | values)
    return list(requirements_of(grant, today=today, until=until))


def only(*reports: SentReport, today: date) -> Requirement:
    (found,) = owed(*reports, today=today)
    return found


# --- the very day ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2019, 7, 1), RequirementState.DUE),
        (date(2019, 10, 29), RequirementState.DUE),
        (date(2019, 10, 30), RequirementState.DUE),  # it may still be sent today
        (date(2019, 10, 31), RequirementState.LATE),
    ],
)
@pytest.mark.parametrize("status", [None, ReportStatus.DRAFT])
def test_a_report_is_late_from_the_day_after_it_was_due(
    today: date, state: RequirementState, status: ReportStatus | None
) -> None:
    found = only(*([sent(5, status)] if status else []), today=today)
    assert (found.day, found.state, found.report_id) == (DUE, state, 5 if status else 0)
    assert found.is_open


@pytest.mark.parametrize("today", [date(2019, 10, 30), date(2019, 10, 31), date(2029, 1, 1)])
@pytest.mark.parametrize(
    ("status", "state", "is_open"),
    [
        (ReportStatus.SUBMITTED, RequirementState.SUBMITTED, False),
        (ReportStatus.ACCEPTED, RequirementState.ACCEPTED, False),
        (ReportStatus.RETURNED, RequirementState.RETURNED, True),
    ],
)
def test_what_was_sent_is_never_late(today: date, status: ReportStatus, state: RequirementState, is_open: bool) -> None:
    found = only(sent(5, status), today=today)
    assert (found.state, found.is_open, found.report_id) == (state, is_open, 5)


def test_what_is_due_on_the_last_day_one_looks_at_is_seen() -> None:
    assert len(owed(today=END, until=DUE)) == 1
    assert owed(today=END, until=date(2019, 10, 29)) == []


def test_a_grant_without_a_first_day_owes_what_is_due_today() -> None:
    days = [each.day for each in owed(today=DUE, starts_on=None, until=DUE)]
    assert days == [DUE]
    assert owed(today=date(2019, 10, 31), starts_on=None, until=date(2019, 10, 31)) == []


# --- which one counts ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_the_one_that_came_farthest_counts_in_whatever_order_they_come(order: tuple[int, ...]) -> None:
    reports = (sent(1, ReportStatus.RETURNED), sent(2, ReportStatus.ACCEPTED), sent(3, ReportStatus.SUBMITTED))
    found = only(*(reports[place] for place in order), today=DUE)
    assert (found.state, found.report_id) == (RequirementState.ACCEPTED, 2)


def test_of_two_in_the_same_state_the_newer_counts() -> None:
    assert only(sent(1, ReportStatus.SUBMITTED), sent(9, ReportStatus.SUBMITTED), today=DUE).report_id == 9
    assert only(sent(9, ReportStatus.DRAFT), sent(1, ReportStatus.DRAFT), today=DUE).report_id == 9


def test_a_draft_after_one_that_came_back_is_what_one_goes_on_with() -> None:
    found = only(sent(1, ReportStatus.RETURNED), sent(2, ReportStatus.DRAFT), today=date(2030, 1, 1))
    assert (found.state, found.report_id) == (RequirementState.RETURNED, 2)


def test_a_report_up_to_another_day_answers_nothing() -> None:
    for last in (date(2019, 9, 29), date(2019, 10, 1)):
        found = only(sent(5, ReportStatus.ACCEPTED, last=last), today=DUE)
        assert (found.state, found.report_id) == (RequirementState.DUE, 0)


@pytest.mark.parametrize(
    ("asked", "report", "answers"),
    [
        (rule(), sent(1, ReportStatus.DRAFT), True),
        (rule(), sent(1, ReportStatus.DRAFT, layout="statement"), False),
        (rule(layout=None), sent(1, ReportStatus.DRAFT), True),  # any report that names nothing else
        (rule(layout=None), sent(1, ReportStatus.DRAFT, requirement="FFR"), False),
        (rule(layout=None, note="FFR"), sent(1, ReportStatus.DRAFT, requirement="FFR"), True),
        (rule(layout=None, note="FFR"), sent(1, ReportStatus.DRAFT, requirement="ffr"), False),
        (rule(layout=None, note="FFR"), sent(1, ReportStatus.DRAFT), False),
        (rule(note="FFR"), sent(1, ReportStatus.DRAFT, layout="statement", requirement="FFR"), True),
        (rule(layout=""), sent(1, ReportStatus.DRAFT, layout=""), True),
    ],
)
def test_a_report_answers_a_rule_by_its_layout_or_its_name(asked: Rule, report: SentReport, answers: bool) -> None:
    assert report.answers(asked) is answers


def test_only_rules_about_reports_owe_any() -> None:
    book = RuleBook((Rule(2, RuleKind.UNSPENT, days=30), Rule(3, RuleKind.EXTENSION_NOTICE, days=30), rule()))
    assert [each.rule.id for each in owed(today=DUE, book=book)] == [1]
    assert owed(today=DUE, book=RuleBook()) == []


# --- what a requirement says -----------------------------------------------------------------------------------------


def test_a_requirement_says_what_it_is_about(english: Language) -> None:
    found = only(today=DUE)
    assert (found.grant_id, found.grant, found.layout) == (7, "NER-CT-01", "sf425")
    assert found.period == Period.of_days(date(2019, 7, 1), END)
    assert english.text(found.sentence).replace("\u00a0", " ").endswith(": period to 30 Sep 2019")
    (plain,) = owed(today=DUE, book=RuleBook((rule(layout=None, note="Letter"),)))
    assert (plain.layout, english.text(plain.name)) == ("", "Letter")
    assert [english.text(REQUIREMENT_STATES[state]) for state in RequirementState] == [
        *("Due", "Late", "Submitted", "Accepted", "Returned"),
    ]


# --- the calendar ----------------------------------------------------------------------------------------------------


def dues(asked: Rule, first: date, last: date, **values: Any) -> list[tuple[str, str, str, bool]]:
    plain: dict[str, Any] = {"starts_on": date(2019, 2, 15), "ends_on": date(2020, 2, 29)}
    found = reports_due(asked, first=first, last=last, **plain | values)
    return [(str(each.first), str(each.period_end), str(each.day), each.final) for each in found]


def test_a_half_year_and_a_year_are_those_of_the_calendar() -> None:
    ever = (date(2019, 1, 1), date(2021, 1, 1))
    assert dues(rule(choice=Frequency.SEMIANNUAL), *ever) == [
        ("2019-02-15", "2019-06-30", "2019-07-30", False),
        ("2019-07-01", "2019-12-31", "2020-01-30", False),
        ("2020-01-01", "2020-02-29", "2020-03-30", True),
    ]
    assert dues(rule(choice=Frequency.ANNUAL), *ever) == [
        ("2019-02-15", "2019-12-31", "2020-01-30", False),
        ("2020-01-01", "2020-02-29", "2020-03-30", True),
    ]


def test_a_period_that_ends_with_the_grant_is_the_last_one_and_only_that() -> None:
    found = dues(rule(final_days=90), date(2019, 1, 1), date(2021, 1, 1), ends_on=date(2019, 9, 30))
    assert found == [
        ("2019-02-15", "2019-03-31", "2019-04-30", False),
        ("2019-04-01", "2019-06-30", "2019-07-30", False),
        ("2019-07-01", "2019-09-30", "2019-12-29", True),
    ]


def test_a_grant_of_one_day_owes_one_report_about_that_day() -> None:
    day = date(2020, 2, 29)
    assert dues(rule(), date(2019, 1, 1), date(2021, 1, 1), starts_on=day, ends_on=day) == [
        ("2020-02-29", "2020-02-29", "2020-03-30", True)
    ]


def test_a_grant_that_ends_before_it_starts_owes_a_report_about_its_last_day() -> None:
    found = dues(rule(), date(2018, 1, 1), date(2021, 1, 1), starts_on=date(2019, 5, 1), ends_on=date(2019, 4, 30))
    assert found == [("2019-04-30", "2019-04-30", "2019-05-30", True)]


@pytest.mark.parametrize(
    ("asked", "final", "day"),
    [
        (rule(days=0), False, "2019-08-31"),
        (rule(days=0, weekend=Weekend.AFTER), False, "2019-09-02"),
        (rule(days=0, weekend=Weekend.BEFORE), False, "2019-08-30"),
        (rule(days=30, final_days=1, weekend=Weekend.AFTER), True, "2019-09-02"),
        (rule(days=30, final_days=0), True, "2019-08-31"),
        (rule(days=30), True, "2019-09-30"),
        (rule(days=None, months=6), False, "2020-02-29"),
        (rule(days=None, months=6, weekend=Weekend.AFTER), False, "2020-03-02"),
        (rule(days=None, months=6), True, "2020-02-29"),
        (rule(days=30, months=0), False, "2019-08-31"),  # months go before days
    ],
)
def test_a_due_day_after_a_saturday(asked: Rule, final: bool, day: str) -> None:
    assert str(due_day(asked, date(2019, 8, 31), final=final)) == day


def test_a_rule_that_says_nothing_has_no_day() -> None:
    assert due_day(rule(days=None), END) is None
    assert due_day(rule(days=None, final_days=5), END) is None
    assert due_day(rule(days=None, final_days=5), END, final=True) == date(2019, 10, 5)


def test_the_first_and_the_last_day_count_among_the_ends_of_periods() -> None:
    assert list(period_ends(Frequency.QUARTERLY, date(2019, 3, 31), date(2019, 6, 30))) == [
        date(2019, 3, 31),
        date(2019, 6, 30),
    ]
    assert list(period_ends(Frequency.QUARTERLY, date(2019, 4, 1), date(2019, 6, 29))) == []
    assert list(period_ends(Frequency.MONTHLY, date(2020, 2, 29), date(2020, 2, 29))) == [date(2020, 2, 29)]
