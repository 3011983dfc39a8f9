"""What the check finds of people, each with what to do, and nothing of what is over or in order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
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
from desktop.domain.finding import Finding
from desktop.domain.staffing.deployment import Deployment, PayingGrant
from desktop.domain.volunteer_terms import PeriodKind
from tests.helpers.staffing import contract, deployment

TODAY, JAN = date(2019, 10, 21), date(2019, 1, 1)
LONG, DEC = date(2020, 6, 30), date(2018, 12, 31)
ONE, TEN = Alike(7, "A-7", 1, 1, "D-1", "V-1"), Alike(7, "A-7", 10, 1, "D-1")
GRANTS = {1: PayingGrant(1, "GR-1", date(2020, 12, 31))}


def found(*deployments: Deployment, grants: dict[int, PayingGrant] | None = None, **facts: Any) -> dict[str, Finding]:
    """What is found, by code; each says what to do."""
    told = check_staff(StaffFacts(deployments, GRANTS if grants is None else grants, **facts), today=TODAY)
    assert all(str(finding.fix) for finding in told)
    return {finding.code: finding for finding in told}


def serving(last: date = LONG, **values: Any) -> Deployment:
    return deployment(contract(JAN, last), **{"volunteer_id": 1, "volunteer": "V-1"} | values)


def test_what_is_in_order_is_not_told() -> None:
    assert found(serving()) == {}
    assert check_staff(StaffFacts(), today=TODAY) == []


@pytest.mark.parametrize(
    ("last", "code"),
    [
        (date(2019, 10, 21), "contract_ends_30"),
        (date(2019, 11, 20), "contract_ends_30"),
        (date(2019, 11, 21), "contract_ends_60"),
        (date(2020, 1, 19), "contract_ends_90"),
        (date(2020, 1, 20), ""),
        (date(2019, 10, 20), ""),
    ],
)
def test_ends_are_told_ninety_sixty_and_thirty_days_before(last: date, code: str) -> None:
    assert "".join(found(ends=[EndsFacts(ONE, last)])) == code


def test_a_planned_extension_is_to_be_signed() -> None:
    day = date(2019, 11, 30)
    told = found(ends=[EndsFacts(ONE, day, planned=1)])["contract_ends_60"]
    assert str(told.sentence) == "The contract of V-1 ends on 2019-11-30, in 40 days."
    assert str(told.fix) == "Sign the extension that is planned."
    assert (told.register, told.label) == ("deployments", "D-1")
    over = contract(date(2019, 10, 1), LONG, kind=PeriodKind.EXTENSION, signed=False)
    assert set(found(deployment(contract(JAN, date(2019, 9, 30)), over))) == {"contract_not_signed"}


def test_contracts_of_an_assignment_that_end_on_one_day_are_told_together_and_accepted_by_day() -> None:
    days = date(2019, 12, 31), date(2020, 1, 15)
    told = found(ends=[EndsFacts(TEN, day, planned=8) for day in days])
    assert list(told) == ["contract_ends_90_2019-12-31", "contract_ends_90_2020-01-15"]
    one = told["contract_ends_90_2019-12-31"]
    assert (one.register, one.record_id, one.label) == ("assignments", 7, "A-7")
    assert str(one.sentence) == ("10 contracts end on 2019-12-31, in 71 days; without a planned extension: 2.")
    assert "extension, which" in str(one.fix)
    (planned,) = found(ends=[EndsFacts(TEN, days[0], planned=10)]).values()
    assert str(planned.sentence) == "10 contracts end on 2019-12-31, in 71 days; without a planned extension: 0."
    assert str(planned.fix) == "Sign the extension that is planned."


def test_one_volunteer_in_two_places() -> None:
    other = replace(serving(), id=2, reference="D-2")
    told = found(serving(), other, serving(volunteer_id=None), deployment(), complete=True)
    assert set(told) == {"contracts_overlap"}


def test_shares_of_the_days_ahead_sum_to_the_whole() -> None:
    halves = (Share(1, Decimal(100), None, JAN), Share(1, Decimal(50), None, date(2020, 1, 1)))
    told = found(serving(shares=halves))
    assert str(told["deployment_share_missing"].sentence).startswith("No grant bears all of V-1 from 2020-01-01 on")
    assert "deployment_share_missing" in found(serving(shares=()))


def test_grants_that_end_or_are_closed_before() -> None:
    ends = {1: PayingGrant(1, "GR-1", date(2020, 3, 31))}
    told = found(serving(), grants=ends)["contract_outlives_grant"]
    assert str(told.sentence) == "The contract of V-1 outlives GR-1, which ends on 2020-03-31, by 91 days."
    both = found(serving(), serving(date(2020, 4, 1)), grants=ends)["contract_outlives_grant"]
    assert str(both.sentence) == "2 contracts outlive GR-1, which ends on 2020-03-31, the longest by 91 days."
    assert (both.register, both.label) == ("grants", "GR-1")
    closed = {1: PayingGrant(1, "GR-1", date(2020, 12, 31), date(2019, 9, 30))}
    assert "deployment_grant_closed" in found(serving(), grants=closed)
    moved = (Share(1, Decimal(100), None, JAN), Share(2, Decimal(100), None, date(2020, 4, 1)))
    assert found(serving(shares=moved), grants=ends | {2: PayingGrant(2, "GR-2")}) == {}


def test_papers_and_posts() -> None:
    told = found(
        clearances=[
            ClearanceFacts(1, "V-1", "medical", date(2019, 10, 20)),
            ClearanceFacts(2, "V-2", "security_training", date(2019, 12, 1)),
        ],
        overdue=[OverdueFacts(1, "D-1", 2, "Sign the code of conduct", date(2019, 10, 1))],
        unassessed=[UnassessedFacts(ONE, date(2019, 9, 30))],
        posts=[PostsFacts(1, "A-1", 10, 8), PostsFacts(2, "A-2", 1, 1)],
    )
    assert set(told) == {
        "clearance_expired",
        "clearance_expires",
        "checklist_overdue",
        "assessment_missing",
        "open_posts",
    }
    assert str(told["open_posts"].sentence) == "2 of 10 posts are open."


def test_deployments_without_an_assessment_are_told_by_assignment() -> None:
    one, ten = (found(unassessed=[UnassessedFacts(of, DEC)])["assessment_missing"] for of in (ONE, TEN))
    assert str(one.sentence) == "The deployment of V-1 ended on 2018-12-31 without an assessment."
    assert str(ten.sentence) == "10 deployments ended without an assessment, the last on 2018-12-31."
    assert (one.label, ten.label) == ("D-1", "A-7")
