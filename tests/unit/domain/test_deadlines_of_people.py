"""What is due of people, to the day: ends of contracts ahead, papers and things to do whether ahead or late."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from desktop.domain.deadlines import (
    AgreementDates,
    ChecklistDue,
    ClearanceEnd,
    ContractEnd,
    Deadline,
    DeadlineKind,
    GrantDates,
    Horizon,
    ObligationDue,
    OpenDates,
    all_deadlines,
)
from desktop.domain.period import ONE_DAY
from desktop.domain.volunteer_terms import CLEARANCE_KINDS

TODAY = date(2019, 10, 21)
SOON = Horizon.of_days(TODAY, 90)
YESTERDAY, LAST = TODAY - ONE_DAY, date(2020, 1, 19)


def due(**dates: object) -> list[Deadline]:
    return all_deadlines(OpenDates(**dates), SOON)  # type: ignore[arg-type]  # what a test is about


@pytest.mark.parametrize(("days", "told"), [(-1, False), (0, True), (1, True), (90, True), (91, False)])
def test_a_contract_ends_between_today_and_the_last_day_that_is_looked_at(days: int, *, told: bool) -> None:
    found = due(contracts=[ContractEnd(4, "D-004", TODAY + timedelta(days))])
    assert len(found) == told
    for each in found:
        assert (each.kind, each.register, each.record_id, each.label) == (
            DeadlineKind.CONTRACT_END,
            "deployments",
            4,
            "D-004",
        )
        assert not each.late


@pytest.mark.parametrize(
    ("expires", "sentence", "late"),
    [
        (date(2015, 1, 1), "Insurance ran out", True),
        (YESTERDAY, "Insurance ran out", True),
        (TODAY, "Insurance runs out", False),
        (LAST, "Insurance runs out", False),
    ],
)
def test_a_paper_is_late_from_the_day_after_its_last(expires: date, sentence: str, *, late: bool) -> None:
    (found,) = due(clearances=[ClearanceEnd(3, "V-03", "insurance", expires)])
    assert (str(found.sentence), found.late, found.day) == (sentence, late, expires)
    assert (found.kind, found.register, found.record_id, found.label) == (
        DeadlineKind.CLEARANCE,
        "clearances",
        3,
        "V-03",
    )


def test_each_kind_of_paper_is_told_by_its_name() -> None:
    papers = [ClearanceEnd(number, "V-03", kind, TODAY) for number, kind in enumerate(CLEARANCE_KINDS)]
    assert [str(each.sentence) for each in due(clearances=papers)] == [
        f"{name} runs out" for name in CLEARANCE_KINDS.values()
    ]


@pytest.mark.parametrize(("day", "late"), [(date(2015, 1, 1), True), (YESTERDAY, True), (TODAY, False), (LAST, False)])
def test_what_is_to_be_done_is_late_from_the_day_after(day: date, *, late: bool) -> None:
    (found,) = due(checklists=[ChecklistDue(8, "D-004", "Return the radio", day)])
    assert (str(found.sentence), found.late, found.label) == ("Return the radio", late, "D-004")
    assert (found.kind, found.register, found.record_id) == (DeadlineKind.CHECKLIST, "checklist", 8)


def test_what_is_due_after_the_last_day_is_not_told() -> None:
    later = LAST + ONE_DAY
    assert (
        due(
            contracts=[ContractEnd(1, "D-001", later)],
            clearances=[ClearanceEnd(1, "V-01", "medical", later)],
            checklists=[ChecklistDue(1, "D-001", "Return the radio", later)],
        )
        == []
    )


def test_on_one_day_grants_come_first_then_contracts_papers_and_things_to_do() -> None:
    found = due(
        checklists=[ChecklistDue(1, "D-001", "Return the radio", TODAY)],
        clearances=[ClearanceEnd(1, "V-01", "medical", TODAY)],
        contracts=[ContractEnd(1, "D-001", TODAY)],
        obligations=[ObligationDue(1, "MOU-1", "Pay", "MINUSCA", TODAY)],
        agreements=[AgreementDates(1, "MOU-1", TODAY)],
        grants=[GrantDates(1, "GR-1", None, TODAY)],
    )
    assert [each.kind for each in found] == [
        DeadlineKind.GRANT_END,
        DeadlineKind.AGREEMENT_END,
        DeadlineKind.OBLIGATION,
        DeadlineKind.CONTRACT_END,
        DeadlineKind.CLEARANCE,
        DeadlineKind.CHECKLIST,
    ]


def test_of_one_day_and_kind_the_code_decides_and_then_the_record() -> None:
    ends = [ContractEnd(number, code, TODAY) for number, code in ((3, "D-002"), (9, "D-001"), (2, "D-002"))]
    assert [each.record_id for each in due(contracts=ends)] == [9, 2, 3]


def test_what_is_late_comes_before_what_is_due_however_it_is_kept() -> None:
    found = due(
        contracts=[ContractEnd(1, "D-001", TODAY)],
        checklists=[
            ChecklistDue(1, "D-001", "Return the radio", YESTERDAY),
            ChecklistDue(2, "D-001", "Hand over", TODAY + ONE_DAY),
        ],
        clearances=[ClearanceEnd(1, "V-01", "medical", YESTERDAY - ONE_DAY)],
    )
    assert [(each.kind, each.late) for each in found] == [
        (DeadlineKind.CLEARANCE, True),
        (DeadlineKind.CHECKLIST, True),
        (DeadlineKind.CONTRACT_END, False),
        (DeadlineKind.CHECKLIST, False),
    ]


def test_words_of_a_thing_to_do_are_told_as_they_stand() -> None:
    (found,) = due(checklists=[ChecklistDue(1, "D-001", "Return {radio} & 100 % of keys", TODAY)])
    assert str(found.sentence) == "Return {radio} & 100 % of keys"


def test_a_horizon_of_no_days_is_today_alone() -> None:
    today = Horizon.of_days(TODAY, 0)
    assert [day in today for day in (YESTERDAY, TODAY, TODAY + ONE_DAY)] == [False, True, False]
    ends = OpenDates(contracts=[ContractEnd(1, "D-001", day) for day in (YESTERDAY, TODAY, TODAY + ONE_DAY)])
    assert [each.day for each in all_deadlines(ends, today)] == [TODAY]
    assert all_deadlines(OpenDates(), today) == []
