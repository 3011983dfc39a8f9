"""What the check finds of people, to the day: the last day before a finding and the first one with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from desktop.domain.allocation import Share
from desktop.domain.checks.staffing import (
    Alike,
    ClearanceFacts,
    EndsFacts,
    OverdueFacts,
    PostsFacts,
    StaffFacts,
    UnassessedFacts,
    check_staff,
)
from desktop.domain.finding import Finding, Severity
from desktop.domain.period import ONE_DAY
from desktop.domain.staffing.deployment import Contract, Deployment, PayingGrant
from desktop.domain.volunteer_terms import PeriodKind
from tests.helpers.staffing import contract, deployment

TODAY = date(2019, 10, 21)
YESTERDAY, TOMORROW = TODAY - ONE_DAY, TODAY + ONE_DAY
JAN, JUNE = date(2019, 1, 1), date(2020, 6, 30)
WHOLE = Decimal(100)
GRANTS = {1: PayingGrant(1, "GR-1"), 2: PayingGrant(2, "GR-2")}
ONE = Alike(7, "A-7", 1, 1, "D-1", "V-1")


def told(*deployments: Deployment, grants: dict[int, PayingGrant] | None = None, **facts: Any) -> list[Finding]:
    return check_staff(StaffFacts(deployments, GRANTS if grants is None else grants, **facts), today=TODAY)


def sentences(*deployments: Deployment, **facts: Any) -> list[str]:
    return [str(finding.sentence) for finding in told(*deployments, **facts)]


def of(volunteer: int, number: int, *contracts: Contract, **values: Any) -> Deployment:
    """Deployment D-`number` of volunteer V-`volunteer`."""
    made = deployment(*contracts, volunteer_id=volunteer, volunteer=f"V-{volunteer}", **values)
    return replace(made, id=number, reference=f"D-{number}")


# --- ends ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "code", "severity"),
    [
        (0, "contract_ends_30", Severity.WARNING),
        (30, "contract_ends_30", Severity.WARNING),
        (31, "contract_ends_60", Severity.WARNING),
        (60, "contract_ends_60", Severity.WARNING),
        (61, "contract_ends_90", Severity.NOTE),
        (90, "contract_ends_90", Severity.NOTE),
    ],
)
def test_the_nearer_the_end_the_more_it_matters(left: int, code: str, severity: Severity) -> None:
    (finding,) = told(ends=[EndsFacts(ONE, TODAY + timedelta(left))])
    assert (finding.code, finding.severity, finding.record_id) == (code, severity, 1)


@pytest.mark.parametrize("left", [-1, 91, 400])
def test_ends_that_are_over_or_far_are_not_told(left: int) -> None:
    assert told(ends=[EndsFacts(ONE, TODAY + timedelta(left))]) == []


def test_one_day_and_several_are_told_in_their_number() -> None:
    tomorrow, next_day = (EndsFacts(ONE, TODAY + timedelta(left)) for left in (1, 2))
    assert sentences(ends=[tomorrow, next_day]) == [
        "The contract of V-1 ends on 2019-10-22, in 1 day.",
        "The contract of V-1 ends on 2019-10-23, in 2 days.",
    ]
    both = Alike(7, "A-7", 2, 1, "D-1")
    assert sentences(ends=[EndsFacts(both, TOMORROW, planned=1)]) == [
        "2 contracts end on 2019-10-22, in 1 day; without a planned extension: 1."
    ]


def test_where_nobody_fills_a_deployment_it_goes_by_its_own_code() -> None:
    vacant = Alike(7, "A-7", 1, 4, "D-4")
    assert sentences(ends=[EndsFacts(vacant, TODAY)]) == ["The contract of D-4 ends on 2019-10-21, in 0 days."]


def test_a_single_end_is_accepted_by_its_code_alone() -> None:
    """The deployment says which one it is; several of an assignment need the day besides."""
    (one,) = told(ends=[EndsFacts(ONE, TODAY)])
    (two,) = told(ends=[EndsFacts(Alike(7, "A-7", 2, 1, "D-1"), TODAY)])
    assert (one.code, one.register, one.record_id) == ("contract_ends_30", "deployments", 1)
    assert (two.code, two.register, two.record_id) == ("contract_ends_30_2019-10-21", "assignments", 7)


# --- not signed ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("first", "late"), [(YESTERDAY, True), (TODAY, True), (TOMORROW, False)])
def test_a_contract_is_to_be_signed_by_its_first_day(first: date, *, late: bool) -> None:
    codes = [finding.code for finding in told(of(1, 1, contract(first, JUNE, signed=False)))]
    assert codes == (["contract_not_signed"] if late else [])


def test_the_first_contract_that_is_not_signed_is_told_once() -> None:
    chain = (
        contract(JAN, date(2019, 3, 31)),
        contract(date(2019, 4, 1), date(2019, 6, 30), kind=PeriodKind.EXTENSION, signed=False),
        contract(date(2019, 7, 1), JUNE, kind=PeriodKind.EXTENSION, signed=False),
    )
    assert sentences(of(1, 1, *chain)) == ["A contract of V-1 was to start on 2019-04-01 and is not signed."]


def test_gaps_and_what_ended_early_are_never_to_be_signed() -> None:
    gap = contract(JAN, JUNE, kind=PeriodKind.GAP, signed=False)
    planned = contract(JAN, JUNE, signed=False)
    assert told(of(1, 1, gap)) == []
    assert told(of(1, 1, planned, ended_on=date(2019, 3, 31))) == []


# --- twice --------------------------------------------------------------------------------------------------------


def test_days_that_two_deployments_share_are_told_with_the_first_and_the_last() -> None:
    first = of(1, 1, contract(JAN, date(2019, 12, 31)))
    second = of(1, 2, contract(date(2019, 12, 1), JUNE))
    (finding,) = told(second, first, complete=True)
    assert str(finding.sentence) == "V-1 serves in D-1 too from 2019-12-01 to 2019-12-31."
    assert (finding.severity, finding.record_id, finding.label) == (Severity.ERROR, 2, "D-2")


def test_a_deployment_within_another_is_told_to_its_own_last_day() -> None:
    whole = of(1, 1, contract(JAN, JUNE))
    inside = of(1, 2, contract(date(2019, 11, 1), date(2019, 11, 30)))
    assert sentences(whole, inside, complete=True) == ["V-1 serves in D-1 too from 2019-11-01 to 2019-11-30."]


def test_one_who_goes_on_elsewhere_the_day_after_serves_once() -> None:
    first = of(1, 1, contract(JAN, date(2019, 12, 31)))
    assert told(first, of(1, 2, contract(date(2020, 1, 1), JUNE)), complete=True) == []
    assert told(first, of(2, 2, contract(JAN, JUNE)), complete=True) == []


def test_days_that_are_over_are_no_overlap_any_more() -> None:
    first = of(1, 1, contract(JAN, YESTERDAY))
    assert told(first, of(1, 2, contract(JAN, JUNE)), complete=True) == []
    still = of(1, 1, contract(JAN, TODAY))
    assert sentences(still, of(1, 2, contract(JAN, JUNE)), complete=True) == [
        "V-1 serves in D-1 too from 2019-10-21 to 2019-10-21."
    ]


def test_a_long_contract_is_remembered_beyond_a_short_one() -> None:
    """The short one ends before the third begins; the long one does not."""
    long = of(1, 1, contract(JAN, JUNE))
    short = of(1, 2, contract(date(2019, 11, 1), date(2019, 11, 30)))
    third = of(1, 3, contract(date(2020, 1, 1), date(2020, 1, 31)))
    assert sentences(long, short, third, complete=True) == [
        "V-1 serves in D-1 too from 2019-11-01 to 2019-11-30.",
        "V-1 serves in D-1 too from 2020-01-01 to 2020-01-31.",
    ]


def test_contracts_of_one_deployment_that_overlap_are_not_two_places() -> None:
    chain = contract(JAN, date(2019, 12, 31)), contract(date(2019, 12, 1), JUNE, kind=PeriodKind.EXTENSION)
    assert told(of(1, 1, *chain), complete=True) == []


def test_overlaps_are_judged_only_where_all_deployments_are_known() -> None:
    both = of(1, 1, contract(JAN, JUNE)), of(1, 2, contract(JAN, JUNE))
    assert told(*both) == []
    assert [finding.code for finding in told(*both, complete=True)] == ["contracts_overlap"]


# --- money --------------------------------------------------------------------------------------------------------


def test_a_share_that_was_missing_in_the_past_is_history() -> None:
    since_today = (Share(1, WHOLE, None, TODAY),)
    since_tomorrow = (Share(1, WHOLE, None, TOMORROW),)
    assert told(of(1, 1, contract(JAN, JUNE), shares=since_today)) == []
    assert sentences(of(1, 1, contract(JAN, JUNE), shares=since_tomorrow)) == [
        (
            "No grant bears all of V-1 from 2019-10-21 on: "
            "No share is in force on that day. Add the shares of the key, or choose another one."
        )
    ]


@pytest.mark.parametrize(
    ("percents", "why"),
    [
        (("60", "30"), "The shares sum to 90 per cent; 10 are missing."),
        (("60", "50.5"), "The shares sum to 110.5 per cent; 10.5 are too many."),
    ],
)
def test_what_shares_lack_or_have_too_much_is_told(percents: tuple[str, str], why: str) -> None:
    shares = tuple(Share(number, Decimal(percent), None, JAN) for number, percent in enumerate(percents, 1))
    assert sentences(of(1, 1, contract(JAN, JUNE), shares=shares)) == [
        f"No grant bears all of V-1 from 2019-10-21 on: {why}"
    ]


def test_a_share_that_changes_beyond_the_last_day_does_not_matter() -> None:
    last, after = JUNE, JUNE + ONE_DAY

    def with_half_from(day: date) -> list[Finding]:
        shares = (Share(1, WHOLE, None, JAN), Share(1, Decimal(50), None, day))
        return told(of(1, 1, contract(JAN, JUNE), shares=shares))

    assert [finding.code for finding in with_half_from(last)] == ["deployment_share_missing"]
    assert with_half_from(after) == []


def test_planned_contracts_need_a_grant_before_anyone_signs() -> None:
    planned = contract(TOMORROW, JUNE, signed=False)
    (finding,) = told(of(1, 1, planned, shares=()))
    assert (finding.code, finding.severity) == ("deployment_share_missing", Severity.WARNING)


@pytest.mark.parametrize(("ends_on", "days"), [(JUNE, 0), (JUNE - ONE_DAY, 1), (date(2020, 2, 28), 123)])
def test_a_grant_is_outlived_by_days_that_are_counted(ends_on: date, days: int) -> None:
    grants = {1: PayingGrant(1, "GR-1", ends_on)}
    found = sentences(of(1, 1, contract(JAN, JUNE)), grants=grants)
    unit = "day" if days == 1 else "days"
    expected = f"The contract of V-1 outlives GR-1, which ends on {ends_on}, by {days} {unit}."
    assert found == ([expected] if days else [])


def test_an_early_end_saves_the_grant() -> None:
    grants = {1: PayingGrant(1, "GR-1", date(2019, 12, 31))}
    ends = [of(1, 1, contract(JAN, JUNE), ended_on=day) for day in (date(2019, 12, 31), date(2020, 1, 1))]
    assert told(ends[0], grants=grants) == []
    assert sentences(ends[1], grants=grants) == [
        "The contract of V-1 outlives GR-1, which ends on 2019-12-31, by 1 day."
    ]


def test_a_grant_that_hands_over_pays_to_the_day_before() -> None:
    shares = (Share(1, WHOLE, None, JAN), Share(2, WHOLE, None, date(2020, 1, 1)))
    lasts = {1: PayingGrant(1, "GR-1", date(2019, 12, 31)), 2: GRANTS[2]}
    short = {1: PayingGrant(1, "GR-1", date(2019, 12, 30)), 2: GRANTS[2]}
    made = of(1, 1, contract(JAN, JUNE), shares=shares)
    assert told(made, grants=lasts) == []
    assert sentences(made, grants=short) == ["The contract of V-1 outlives GR-1, which ends on 2019-12-30, by 1 day."]


def test_a_closed_grant_is_told_before_one_that_ends_and_only_of_days_after_it() -> None:
    made = of(1, 1, contract(JAN, JUNE))
    closed = {1: PayingGrant(1, "GR-1", date(2019, 12, 31), JUNE - ONE_DAY)}
    (finding,) = told(made, grants=closed)
    assert str(finding.sentence) == "GR-1, which pays V-1, was closed on 2020-06-29."
    assert (finding.code, finding.severity) == ("deployment_grant_closed", Severity.ERROR)
    after = {1: PayingGrant(1, "GR-1", JUNE, JUNE)}
    assert told(made, grants=after) == []


def test_those_whom_each_grant_leaves_are_told_by_grant() -> None:
    grants = {1: PayingGrant(1, "GR-1", date(2020, 3, 31)), 2: PayingGrant(2, "GR-2", date(2020, 5, 31))}
    halves = (Share(1, Decimal(50), None, JAN), Share(2, Decimal(50), None, JAN))
    both = of(1, 1, contract(JAN, JUNE), shares=halves), of(2, 2, contract(JAN, date(2020, 5, 31)), shares=halves)
    assert sentences(*both, grants=grants) == [
        "2 contracts outlive GR-1, which ends on 2020-03-31, the longest by 91 days.",
        "The contract of V-1 outlives GR-2, which ends on 2020-05-31, by 30 days.",
    ]


# --- papers and posts ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expires", "code", "severity", "sentence"),
    [
        (YESTERDAY, "clearance_expired", Severity.WARNING, "Medical clearance ran out on 2019-10-20."),
        (TODAY, "clearance_expires", Severity.NOTE, "Medical clearance runs out on 2019-10-21."),
    ],
)
def test_a_paper_is_good_on_its_last_day(expires: date, code: str, severity: Severity, sentence: str) -> None:
    (finding,) = told(clearances=[ClearanceFacts(3, "V-9", "medical", expires)])
    assert (finding.code, finding.severity, str(finding.sentence)) == (code, severity, sentence)
    assert (finding.register, finding.record_id, finding.label) == ("clearances", 3, "V-9")


def test_one_thing_overdue_and_several_are_told_in_their_number() -> None:
    one, three = (OverdueFacts(4, "D-4", count, "Medical check", YESTERDAY) for count in (1, 3))
    assert sentences(overdue=[one, three]) == [
        "Overdue since 2019-10-20: Medical check.",
        "3 things to do are overdue; the first since 2019-10-20: Medical check.",
    ]
    assert [(each.register, each.record_id) for each in told(overdue=[one])] == [("deployments", 4)]


@pytest.mark.parametrize(
    ("filled", "sentence"),
    [
        (0, ["3 of 3 posts are open."]),
        (2, ["1 of 3 posts is open."]),
        (3, []),
        (4, []),
    ],
)
def test_posts_are_open_as_long_as_fewer_are_filled(filled: int, sentence: list[str]) -> None:
    assert sentences(posts=[PostsFacts(5, "A-5", 3, filled)]) == sentence


def test_the_worst_comes_first_and_what_is_alike_stays_in_its_order() -> None:
    closed = {1: PayingGrant(1, "GR-1", JUNE, JAN)}
    found = told(
        of(1, 1, contract(JAN, JUNE)),
        grants=closed,
        posts=[PostsFacts(5, "A-5", 3, 1)],
        unassessed=[UnassessedFacts(ONE, YESTERDAY)],
        overdue=[OverdueFacts(4, "D-4", 1, "Medical check", YESTERDAY)],
        ends=[EndsFacts(ONE, TODAY)],
    )
    assert [finding.code for finding in found] == [
        "deployment_grant_closed",
        "contract_ends_30",
        "checklist_overdue",
        "assessment_missing",
        "open_posts",
    ]
