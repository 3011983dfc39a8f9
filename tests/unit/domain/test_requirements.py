"""What a grant owes its funder: every period since it began, due to the day, and how it stands with each report."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.requirements import (
    REQUIREMENT_STATES,
    OwingGrant,
    Requirement,
    RequirementState,
    SentReport,
    due_day,
    on_working_day,
    requirements_of,
)
from desktop.domain.rule_fields import rule_problems
from desktop.domain.rule_words import explain
from desktop.domain.rules import Rule, RuleBook
from desktop.domain.terms import REPORT_LAYOUTS, Frequency, ReportStatus, RuleKind, Weekend
from desktop.language import Language
from desktop.reports.layouts import LAYOUTS

TODAY = date(2019, 10, 21)
BY_MONTH = "Report: due at the end of the month, "


def rule(choice: Frequency | None = Frequency.QUARTERLY, **values: Any) -> Rule:
    return Rule(1, RuleKind.REPORT, choice=choice, **values)


def owed(*rules: Rule, sent: tuple[SentReport, ...] = (), until: date = TODAY, **values: Any) -> list[Requirement]:
    plain: dict[str, Any] = {"starts_on": date(2018, 2, 15), "ends_on": date(2019, 8, 31)}
    grant = OwingGrant(7, "NER-CT-01", book=RuleBook(rules), sent=sent, **{**plain, **values})
    return list(requirements_of(grant, today=TODAY, until=until))


def days(found: list[Requirement]) -> list[tuple[str, str, str]]:
    return [(str(each.due.first), str(each.due.period_end), str(each.day)) for each in found]


# --- the calendar ----------------------------------------------------------------------------------------------------


def test_every_period_since_the_grant_began_is_owed_and_the_last_one_ends_with_it() -> None:
    found = owed(rule(days=30, final_days=45))
    assert days(found) == [
        ("2018-02-15", "2018-03-31", "2018-04-30"),
        ("2018-04-01", "2018-06-30", "2018-07-30"),
        ("2018-07-01", "2018-09-30", "2018-10-30"),
        ("2018-10-01", "2018-12-31", "2019-01-30"),
        ("2019-01-01", "2019-03-31", "2019-04-30"),
        ("2019-04-01", "2019-06-30", "2019-07-30"),
        ("2019-07-01", "2019-08-31", "2019-10-15"),
    ]
    assert [each.due.final for each in found] == [False] * 6 + [True]
    assert {each.state for each in found} == {RequirementState.LATE}
    assert found[0].period.last == date(2018, 3, 31)


def test_a_report_at_the_end_is_about_the_whole_grant() -> None:
    assert days(owed(rule(Frequency.FINAL, days=30))) == [("2018-02-15", "2019-08-31", "2019-09-30")]
    assert owed(rule(Frequency.FINAL, days=30), ends_on=None) == []
    assert owed(rule(None, days=30)) == []
    assert owed(Rule(1, RuleKind.UNSPENT)) == []


@pytest.mark.parametrize("year", [2019, 2020, 2024, 2100])
def test_thirty_april_is_four_months_after_the_year_in_leap_years_too(year: int) -> None:
    assert due_day(rule(Frequency.ANNUAL, months=4), date(year - 1, 12, 31)) == date(year, 4, 30)
    assert due_day(rule(Frequency.ANNUAL, days=120), date(2019, 12, 31)) == date(2020, 4, 29)


@pytest.mark.parametrize(
    ("end", "months", "due"),
    [
        (date(2019, 12, 31), 2, date(2020, 2, 29)),
        (date(2018, 12, 31), 2, date(2019, 2, 28)),
        (date(2019, 5, 15), 1, date(2019, 6, 30)),
        (date(2019, 9, 30), 0, date(2019, 9, 30)),
        (date(9999, 12, 31), 3, date(9999, 12, 31)),
    ],
)
def test_months_are_whole(end: date, months: int, due: date) -> None:
    assert due_day(rule(months=months), end) == due
    assert due_day(rule(months=months, final_days=10), date(2019, 5, 15), final=True) == date(2019, 5, 25)


@pytest.mark.parametrize(
    ("weekend", "saturday", "sunday"),
    [
        (None, "2019-11-30", "2019-12-01"),
        (Weekend.AS_IS, "2019-11-30", "2019-12-01"),
        (Weekend.BEFORE, "2019-11-29", "2019-11-29"),
        (Weekend.AFTER, "2019-12-02", "2019-12-02"),
    ],
)
def test_a_weekend_moves_a_day_as_the_agreement_says(weekend: str | None, saturday: str, sunday: str) -> None:
    assert str(on_working_day(date(2019, 11, 30), weekend)) == saturday
    assert str(on_working_day(date(2019, 12, 1), weekend)) == sunday
    assert on_working_day(date(2019, 11, 29), weekend) == date(2019, 11, 29)


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.sampled_from(Weekend))
def test_a_working_day_is_near_and_stays(day: date, weekend: Weekend) -> None:
    moved = on_working_day(day, weekend)
    assert abs(moved - day) <= timedelta(days=2)
    assert weekend is Weekend.AS_IS or moved.weekday() < 5
    assert on_working_day(moved, weekend) == moved


def test_a_day_that_a_weekend_moves_out_of_what_is_asked_for_is_not_lost() -> None:
    late = rule(Frequency.QUARTERLY, days=0, weekend=Weekend.AFTER, final_days=999)
    assert days(owed(late, until=date(2019, 7, 1)))[-1] == ("2019-04-01", "2019-06-30", "2019-07-01")
    early = rule(Frequency.QUARTERLY, days=0, weekend=Weekend.BEFORE, final_days=999)
    assert days(owed(early, until=date(2019, 6, 28)))[-1] == ("2019-04-01", "2019-06-30", "2019-06-28")


def test_a_grant_without_a_first_day_owes_what_is_still_to_come() -> None:
    found = owed(rule(days=30), starts_on=None, ends_on=None, until=date(2020, 2, 1))
    assert days(found) == [("2019-07-01", "2019-09-30", "2019-10-30"), ("2019-10-01", "2019-12-31", "2020-01-30")]
    by_months = owed(rule(Frequency.ANNUAL, months=4), starts_on=None, ends_on=None, until=date(2020, 5, 1))
    assert days(by_months) == [("2019-01-01", "2019-12-31", "2020-04-30")]


def test_a_rule_that_changed_counts_from_its_day_on() -> None:
    new = replace(rule(days=45, note="SF-425", starts_on=date(2019, 1, 1)), id=2)
    found = owed(rule(days=30, note="SF-425"), new)
    assert [str(each.day) for each in found][:4] == ["2018-04-30", "2018-07-30", "2018-10-30", "2019-01-30"]
    assert [str(each.day) for each in found if each.rule.id == 2][:2] == ["2019-05-15", "2019-08-14"]


# --- how it stands ---------------------------------------------------------------------------------------------------


def _report(number: int, status: ReportStatus, **values: Any) -> SentReport:
    plain: dict[str, Any] = {"layout": "sf425", "requirement": "", "last": date(2019, 3, 31)}
    return SentReport(number, status=status, **{**plain, **values})


@pytest.mark.parametrize(
    ("sent", "state", "report_id"),
    [
        ((), RequirementState.LATE, 0),
        ((_report(1, ReportStatus.DRAFT),), RequirementState.LATE, 1),
        ((_report(1, ReportStatus.SUBMITTED),), RequirementState.SUBMITTED, 1),
        ((_report(1, ReportStatus.ACCEPTED),), RequirementState.ACCEPTED, 1),
        ((_report(1, ReportStatus.RETURNED),), RequirementState.RETURNED, 1),
        ((_report(1, ReportStatus.RETURNED), _report(2, ReportStatus.DRAFT)), RequirementState.RETURNED, 2),
        ((_report(1, ReportStatus.RETURNED), _report(2, ReportStatus.SUBMITTED)), RequirementState.SUBMITTED, 2),
        ((_report(1, ReportStatus.ACCEPTED, last=date(2019, 6, 30)),), RequirementState.LATE, 0),
        ((_report(1, ReportStatus.ACCEPTED, layout="statement"),), RequirementState.LATE, 0),
        ((_report(1, ReportStatus.ACCEPTED, layout="", requirement="FFR"),), RequirementState.ACCEPTED, 1),
    ],
)
def test_a_report_answers_what_is_owed(sent: tuple[SentReport, ...], state: RequirementState, report_id: int) -> None:
    asked = rule(days=30, layout="sf425", note="FFR")
    (found,) = (each for each in owed(asked, sent=sent) if each.due.period_end == date(2019, 3, 31))
    assert (found.state, found.report_id, found.layout) == (state, report_id, "sf425")
    assert found.is_open == (state not in (RequirementState.SUBMITTED, RequirementState.ACCEPTED))


def test_a_rule_without_a_name_is_answered_by_its_layout_or_by_what_names_nothing() -> None:
    plain, made = rule(days=30), rule(days=30, layout="sf425")
    nameless = _report(1, ReportStatus.SUBMITTED, layout="")
    assert nameless.answers(plain)
    assert not nameless.answers(made)
    assert not _report(1, ReportStatus.SUBMITTED, requirement="FFR", layout="").answers(plain)


def test_what_is_to_come_is_due_and_each_is_called_by_its_period(english: Language) -> None:
    found = owed(rule(days=30, final_days=90, note="FFR"), until=date(2020, 1, 1))
    assert [each.state for each in found][-1] is RequirementState.DUE
    told = [english.text(each.sentence).replace("\u00a0", " ") for each in found]
    assert told[0] == "FFR: period to 31 Mar 2018"
    assert told[-1] == "FFR: last one, to 31 Aug 2019"
    assert set(REQUIREMENT_STATES) == set(RequirementState)


# --- the rule --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (
            rule(Frequency.ANNUAL, months=4),
            "Report: due at the end of the month, 4 months after each year.",
        ),
        (
            rule(Frequency.MONTHLY, days=5, weekend=Weekend.AFTER),
            "Report: due 5 days after each month; on a weekend the working day after.",
        ),
        (
            rule(Frequency.FINAL, months=1, weekend=Weekend.BEFORE),
            BY_MONTH + "1 month after the end of the grant; on a weekend the working day before.",
        ),
        (rule(Frequency.FINAL, months=1, final_days=90), "Report: due 90 days after the end of the grant."),
        (
            rule(Frequency.QUARTERLY, months=1, final_days=90, weekend=Weekend.AS_IS),
            BY_MONTH + "1 month after each quarter; the last one 90 days after the end of the grant.",
        ),
        (rule(Frequency.QUARTERLY), "Report due: not everything is filled in yet."),
    ],
)
def test_a_rule_says_when_its_report_is_due(english: Language, asked: Rule, sentence: str) -> None:
    assert english.text(explain(asked, currency="USD")).replace("\u00a0", " ") == sentence


@pytest.mark.parametrize(
    ("asked", "wrong"),
    [
        (rule(days=30), []),
        (rule(months=4), []),
        (rule(months=4, weekend="after", layout="sf425"), []),
        (rule(Frequency.FINAL, months=4), []),
        (rule(days=30, months=4), ["months"]),
        (rule(months=-1), ["months"]),
        (rule(months=25), ["months"]),
        (rule(), ["days"]),
        (rule(Frequency.FINAL), ["final_days"]),
        (rule(days=1, weekend="monday"), ["weekend"]),
        (rule(days=1, layout="sf-425"), ["layout"]),
    ],
)
def test_what_is_wrong_with_a_rule_is_told(asked: Rule, wrong: list[str]) -> None:
    assert list(rule_problems(asked, currency="USD")) == wrong


def test_every_report_on_one_grant_can_answer_a_rule() -> None:
    assert {layout.name: layout.title for layout in LAYOUTS.values() if layout.of_grant} == REPORT_LAYOUTS
