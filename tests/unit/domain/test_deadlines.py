"""Every day on which something is due is worked out from dates and rules, to the day."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.deadlines import (
    AgreementDates,
    ChecklistDue,
    ClearanceEnd,
    ContractEnd,
    Deadline,
    DeadlineKind,
    GrantDates,
    Horizon,
    InstalmentDue,
    ObligationDue,
    OpenDates,
    all_deadlines,
    instalment_deadline,
    obligation_deadline,
)
from desktop.domain.money import Money
from desktop.domain.period import days_after
from desktop.domain.requirements import SentReport, period_ends, reports_due
from desktop.domain.rules import Rule, RuleBook
from desktop.domain.terms import Frequency, Renewal, ReportStatus, RuleKind
from desktop.language import Language

TODAY = date(2019, 10, 21)
SOON = Horizon.of_days(TODAY, 90)


def day(text: str) -> date:
    return date.fromisoformat(text)


def report(frequency: Frequency, days: int | None, final_days: int | None = None, **values: Any) -> Rule:
    return Rule(1, RuleKind.REPORT, choice=frequency, days=days, final_days=final_days, **values)


def dues(
    rule: Rule, first: str, last: str, *, starts: str | None = "2019-01-01", ends: str | None = "2020-12-31"
) -> list[str]:
    """The days on which reports are due from `first` to `last`; the last report is marked."""
    found = reports_due(
        rule,
        starts_on=day(starts) if starts else None,
        ends_on=day(ends) if ends else None,
        first=day(first),
        last=day(last),
    )
    return [f"{due.day}{' final' if due.final else ''}" for due in found]


def grant(*rules: Rule, **values: Any) -> GrantDates:
    plain: dict[str, Any] = {"starts_on": day("2019-01-01"), "ends_on": day("2020-12-31")}
    return GrantDates(7, "NER-CT-01", book=RuleBook(rules), **{**plain, **values})


def found(dates: OpenDates, horizon: Horizon = SOON) -> list[Deadline]:
    return all_deadlines(dates, horizon)


def told(language: Language, due: Deadline) -> str:
    return f"{due.day} {due.label} {language.text(due.sentence)}".replace("\u00a0", " ")


# --- reports ---------------------------------------------------------------------------------------------------------


def test_us_quarters_are_reported_thirty_days_later() -> None:
    rule = report(Frequency.QUARTERLY, 30, 120)
    assert dues(rule, "2019-02-01", "2020-01-31") == ["2019-04-30", "2019-07-30", "2019-10-30", "2020-01-30"]


def test_the_last_report_takes_the_place_of_that_of_the_last_period() -> None:
    rule = report(Frequency.QUARTERLY, 30, 120)
    assert dues(rule, "2020-11-01", "2021-12-31") == ["2021-04-30 final"]
    assert dues(rule, "2020-01-31", "2021-12-31", ends="2020-05-15") == ["2020-04-30", "2020-09-12 final"]


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        (report(Frequency.ANNUAL, 90), ["2020-03-30", "2021-03-31 final"]),
        (report(Frequency.ANNUAL, 90, 120), ["2020-03-30", "2021-04-30 final"]),
        (report(Frequency.SEMIANNUAL, 30, 60), ["2019-07-30", "2020-01-30", "2020-07-30", "2021-03-01 final"]),
        (report(Frequency.FINAL, None, 120), ["2021-04-30 final"]),
        (report(Frequency.FINAL, 90), ["2021-03-31 final"]),
        (report(Frequency.QUARTERLY, None), []),
        (Rule(1, RuleKind.REPORT, days=30), []),
    ],
)
def test_each_frequency_has_its_days(rule: Rule, days: list[str]) -> None:
    assert dues(rule, "2019-01-01", "2021-12-31") == days


def test_months_end_on_their_last_day_in_leap_years_too() -> None:
    rule = report(Frequency.MONTHLY, 0)
    assert dues(rule, "2020-01-31", "2020-03-31") == ["2020-01-31", "2020-02-29", "2020-03-31"]
    assert dues(report(Frequency.MONTHLY, 15), "2019-02-01", "2019-03-31") == ["2019-02-15", "2019-03-15"]


def test_nothing_is_due_for_what_ended_before_the_grant_began() -> None:
    rule = report(Frequency.QUARTERLY, 30)
    assert dues(rule, "2019-01-01", "2019-07-31", starts="2019-03-15") == ["2019-04-30", "2019-07-30"]
    assert dues(rule, "2019-01-01", "2019-07-31", starts="2019-04-01") == ["2019-07-30"]


def test_a_grant_without_dates_has_reports_for_ever_and_no_last_one() -> None:
    rule = report(Frequency.ANNUAL, 90, 120)
    assert dues(rule, "2019-01-01", "2021-12-31", starts=None, ends=None) == ["2019-03-31", "2020-03-30", "2021-03-31"]


def test_the_end_of_time_is_no_trouble() -> None:
    assert list(period_ends(Frequency.ANNUAL, date(9998, 1, 1), date.max)) == [date(9998, 12, 31), date.max]
    assert dues(report(Frequency.ANNUAL, 90), "9999-12-01", "9999-12-31", ends=None) == []
    assert days_after(date.max, 1) == date.max
    assert days_after(date.min, -1) == date.min
    assert Horizon.of_days(date.max, 90).last == date.max


@given(
    st.sampled_from([Frequency.MONTHLY, Frequency.QUARTERLY, Frequency.SEMIANNUAL, Frequency.ANNUAL]),
    st.dates(date(1990, 1, 1), date(2090, 12, 31)),
    st.integers(0, 800),
)
def test_periods_follow_each_other_without_a_gap(frequency: Frequency, first: date, length: int) -> None:
    ends = list(period_ends(frequency, first, first + timedelta(days=length)))
    everything = [
        first + timedelta(days=count)
        for count in range(length + 1)
        if (first + timedelta(days=count + 1)).day == 1
        and (first + timedelta(days=count)).month
        % {"monthly": 1, "quarterly": 3, "semiannual": 6, "annual": 12}[frequency]
        == 0
    ]
    assert ends == everything


def test_reports_are_called_by_their_name(english: Language) -> None:
    rule = report(Frequency.QUARTERLY, 30, 120, note="SF-425")
    ends = grant(rule, starts_on=day("2019-10-01"), ends_on=day("2019-12-31"))
    assert [told(english, due) for due in found(OpenDates([grant(rule, starts_on=day("2019-07-01"))]))] == [
        "2019-10-30 NER-CT-01 SF-425: period to 30 Sep 2019"
    ]
    last = found(OpenDates([ends]), Horizon.of_days(day("2020-04-01"), 90))
    assert [told(english, due) for due in last] == ["2020-04-29 NER-CT-01 SF-425: last one, to 31 Dec 2019"]


def test_reports_that_are_late_are_told_by_the_oldest_and_drop_once_they_are_sent(english: Language) -> None:
    rule = report(Frequency.QUARTERLY, 30, 120, note="SF-425")

    def open_reports(*sent: tuple[str, ReportStatus]) -> list[str]:
        made = [SentReport(number, "", "SF-425", day(last), status) for number, (last, status) in enumerate(sent)]
        dues = found(OpenDates([grant(rule, sent=made)]))
        assert [due.late for due in dues] == [due.day < TODAY for due in dues]
        return [told(english, due) for due in dues]

    due = "2019-10-30 NER-CT-01 SF-425: period to 30 Sep 2019"
    first, second = ("2019-03-31", ReportStatus.ACCEPTED), ("2019-06-30", ReportStatus.SUBMITTED)
    assert open_reports() == ["2019-04-30 NER-CT-01 SF-425: period to 31 Mar 2019; 1 later one", due]
    assert open_reports(first) == ["2019-07-30 NER-CT-01 SF-425: period to 30 Jun 2019", due]
    assert open_reports(first, second) == [due]
    returned = (second[0], ReportStatus.RETURNED)
    assert open_reports(first, returned) == ["2019-07-30 NER-CT-01 SF-425: period to 30 Jun 2019, returned", due]


def test_a_rule_that_changed_counts_from_its_day_on() -> None:
    book = (
        report(Frequency.QUARTERLY, 30, note="SF-425"),
        report(Frequency.QUARTERLY, 45, note="SF-425", starts_on=day("2019-09-01")),
        report(Frequency.QUARTERLY, 60, note="SF-PPR"),
    )
    assert [str(due.day) for due in found(OpenDates([grant(*book)]), Horizon.of_days(day("2019-07-01"), 170))] == [
        "2019-04-30",
        "2019-07-30",
        "2019-08-29",
        "2019-11-14",
        "2019-11-29",
    ]


# --- grants ----------------------------------------------------------------------------------------------------------


def test_a_grant_tells_its_notice_its_end_and_the_end_of_its_payments(english: Language) -> None:
    notice = Rule(2, RuleKind.EXTENSION_NOTICE, days=10)
    ending = grant(notice, ends_on=day("2019-11-30"), liquidation_days=30)
    assert [told(english, due) for due in found(OpenDates([ending]))] == [
        "2019-11-20 NER-CT-01 Last day to ask for an extension",
        "2019-11-30 NER-CT-01 Grant ends",
        "2019-12-30 NER-CT-01 Last day to pay what was committed",
    ]
    for due in found(OpenDates([ending])):
        assert (due.register, due.record_id, due.late) == ("grants", 7, False)


def test_what_is_over_or_far_away_is_not_due() -> None:
    notice = Rule(2, RuleKind.EXTENSION_NOTICE, days=10)
    assert found(OpenDates([grant(notice, ends_on=day("2019-10-20"), liquidation_days=0)])) == []
    assert found(OpenDates([grant(notice, ends_on=day("2021-01-01"), liquidation_days=120)])) == []
    assert found(OpenDates([grant(Rule(2, RuleKind.EXTENSION_NOTICE), ends_on=None)])) == []
    assert found(OpenDates([grant(Rule(2, RuleKind.EXTENSION_NOTICE))])) == []


def test_the_first_and_the_last_day_that_are_looked_at_count() -> None:
    kinds = [
        [due.kind for due in found(OpenDates([grant(ends_on=TODAY + timedelta(days=days))]))]
        for days in (-1, 0, 90, 91)
    ]
    assert kinds == [[], [DeadlineKind.GRANT_END], [DeadlineKind.GRANT_END], []]


# --- instalments -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expected", "outstanding", "sentence", "late"),
    [
        ("2019-11-01", "5000.00", "Instalment 2 of USD 5,000.00 expected", False),
        ("2019-11-01", "1200.50", "Instalment 2: USD 1,200.50 still expected", False),
        ("2019-10-21", "5000.00", "Instalment 2 of USD 5,000.00 expected", False),
        ("2019-10-20", "5000.00", "Instalment 2 of USD 5,000.00 did not come", True),
        ("2018-01-01", "0.01", "Instalment 2: USD 0.01 did not come", True),
    ],
)
def test_an_instalment_is_expected_then_late(
    english: Language, expected: str, outstanding: str, sentence: str, *, late: bool
) -> None:
    due = instalment_deadline(instalment(expected, outstanding), SOON)
    assert due is not None
    assert told(english, due) == f"{expected} NER-CT-01 {sentence}"
    assert (due.register, due.record_id, due.late) == ("instalments", 3, late)


@pytest.mark.parametrize(("expected", "outstanding"), [("2019-10-01", "0"), ("2019-10-01", "-1"), ("2020-01-20", "5")])
def test_what_came_or_is_far_away_is_not_expected(expected: str, outstanding: str) -> None:
    assert instalment_deadline(instalment(expected, outstanding), SOON) is None


def instalment(expected: str, outstanding: str) -> InstalmentDue:
    usd = [Money(Decimal(amount), "USD") for amount in ("5000.00", outstanding)]
    return InstalmentDue(3, 2, "NER-CT-01", day(expected), *usd)


# --- agreements ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("renewal", "notice", "end"),
    [
        (None, "Last day to give notice", "Agreement ends"),
        (Renewal.NONE, "Last day to give notice", "Agreement ends"),
        (Renewal.IN_WRITING, "Last day to ask for the renewal in writing", "Agreement ends"),
        (
            Renewal.AUTOMATIC,
            "Last day to give notice, or the agreement is renewed",
            "Agreement is renewed after this day",
        ),
    ],
)
def test_an_agreement_tells_its_notice_and_its_end(
    english: Language, renewal: str | None, notice: str, end: str
) -> None:
    agreement = AgreementDates(4, "MOU-2018", day("2020-01-19"), renewal, 60)
    assert [told(english, due) for due in found(OpenDates(agreements=[agreement]))] == [
        f"2019-11-20 MOU-2018 {notice}",
        f"2020-01-19 MOU-2018 {end}",
    ]


def test_an_agreement_without_notice_only_ends() -> None:
    near, far = (AgreementDates(4, "MOU-2018", day(end)) for end in ("2020-01-19", "2020-01-20"))
    assert [due.kind for due in found(OpenDates(agreements=[near, far]))] == [DeadlineKind.AGREEMENT_END]
    passed = AgreementDates(4, "MOU-2018", day("2020-01-20"), notice_days=120)
    assert found(OpenDates(agreements=[passed])) == []


def test_an_obligation_names_who_has_to_do_it(english: Language) -> None:
    due = obligation_deadline(ObligationDue(9, "MOU-2018", "Name a focal point", "MINUSCA", day("2019-10-20")), SOON)
    assert due is not None
    assert told(english, due) == "2019-10-20 MOU-2018 MINUSCA: Name a focal point"
    assert (due.register, due.record_id, due.late) == ("obligations", 9, True)
    later = ObligationDue(9, "MOU-2018", "Name a focal point", "MINUSCA", day("2020-01-20"))
    assert obligation_deadline(later, SOON) is None


def test_the_nearest_comes_first() -> None:
    dates = OpenDates(
        [grant(ends_on=day("2019-12-01"))],
        [instalment("2019-10-01", "5.00"), instalment("2020-03-01", "5.00")],
        [AgreementDates(4, "MOU-2018", day("2019-12-01"))],
        [
            ObligationDue(9, "MOU-2018", "Pay", "MINUSCA", day("2019-12-01")),
            ObligationDue(8, "MOU-2018", "Pay", "MINUSCA", day("2021-12-01")),
        ],
    )
    assert [due.kind for due in found(dates)] == [
        DeadlineKind.INSTALMENT,
        DeadlineKind.GRANT_END,
        DeadlineKind.AGREEMENT_END,
        DeadlineKind.OBLIGATION,
    ]


def test_contracts_papers_and_things_to_do_are_due() -> None:
    dates = OpenDates(
        contracts=[ContractEnd(1, "D-001", day("2019-11-30")), ContractEnd(2, "D-002", day("2020-12-31"))],
        clearances=[
            ClearanceEnd(1, "V-01", "medical", day("2019-10-01")),
            ClearanceEnd(2, "V-02", "medical", day("2019-12-01")),
            ClearanceEnd(3, "V-03", "medical", day("2020-12-01")),
        ],
        checklists=[
            ChecklistDue(1, "D-001", "Hand over the laptop", day("2019-10-20")),
            ChecklistDue(2, "D-001", "Final clearance", day("2020-12-20")),
        ],
    )
    assert [(str(due.sentence), due.label, due.late) for due in all_deadlines(dates, SOON)] == [
        ("Medical clearance ran out", "V-01", True),
        ("Hand over the laptop", "D-001", True),
        ("Contract ends", "D-001", False),
        ("Medical clearance runs out", "V-02", False),
    ]
