"""What the command line takes and prints of reports, without an office: options typed, rows for people and programs."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from desktop.cli import donor_report_lists as lists
from desktop.cli.donor_reports import _code_and_reason
from desktop.cli.report import _read_detail, require_known
from desktop.domain.requirements import ReportDue, Requirement, RequirementState
from desktop.domain.rules import Rule
from desktop.domain.terms import Frequency, ReportStatus, RuleKind
from desktop.language import Language, Message, UserError
from desktop.services.donor_reports import ReportHead

DAY = date(2019, 10, 30)


def refused(english: Language, name: str, details: dict[str, str]) -> list[str]:
    with pytest.raises(UserError) as caught:
        require_known(name, details)
    return [english.text(sentence) for sentence in caught.value.sentences()]


# --- what is typed ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("read", [_read_detail, _code_and_reason])
@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("basis=cash", ("basis", "cash")),
        ("remarks=1=1, so", ("remarks", "1=1, so")),
        ("remarks=", ("remarks", "")),
        ("a b= c ", ("a b", " c ")),
    ],
)
def test_what_stands_before_the_first_sign_is_the_key(read: Any, typed: str, found: tuple[str, str]) -> None:
    assert read(typed) == found


@pytest.mark.parametrize("typed", ["basis", "=cash", "", "="])
def test_without_a_key_or_a_sign_it_is_a_sentence(english: Language, typed: str) -> None:
    detail, reason = _read_detail(typed), _code_and_reason(typed)
    assert isinstance(detail, Message)
    assert isinstance(reason, Message)
    assert english.text(detail) == f"“{typed}” is not KEY=VALUE, such as basis=cash"
    assert english.text(reason) == f"“{typed}” is not CODE=REASON"


def test_a_report_takes_the_options_it_has(english: Language) -> None:
    require_known("sf425", {"basis": "cash", "remarks": "anything at all"})
    require_known("portfolio", {})
    assert refused(english, "statement", {"basis": "cash"}) == [
        "Financial statement has no basis.",
        "Nothing was made.",
        "It wants to know: state, volunteers.",
    ]
    assert refused(english, "portfolio", {"basis": "cash"})[2] == "It wants to know nothing."
    assert refused(english, "sf425", {"remarks": "x", "basis": "money"}) == [
        "“money” is no choice of basis.",
        "Nothing was made.",
        "Choices: cash, accrual.",
    ]
    assert refused(english, "sf425", {"basis": ""})[0] == "“” is no choice of basis."


# --- what is printed -------------------------------------------------------------------------------------------------


def owed(**values: Any) -> Requirement:
    rule = Rule(1, RuleKind.REPORT, choice=Frequency.QUARTERLY, days=30, layout="sf425", note="FFR")
    due = ReportDue(date(2019, 7, 1), date(2019, 9, 30), DAY)
    plain: dict[str, Any] = {"rule": rule, "due": due, "state": RequirementState.LATE, "report_id": 0}
    return Requirement(7, "NER-CT-01", **plain | values)


def test_what_is_owed_is_printed_by_its_day(english: Language) -> None:
    cells = [cell.replace("\u00a0", " ") for cell in lists._owed_cells(owed(), english)]
    assert cells == ["2019-10-30", "Late", "NER-CT-01", "FFR: period to 30 Sep 2019"]


def test_what_is_owed_is_plain_for_programs(english: Language) -> None:
    assert lists._owed_json(owed(), english) == {
        "grant": "NER-CT-01",
        "report": "FFR",
        "layout": "sf425",
        "from": "2019-07-01",
        "to": "2019-09-30",
        "due": "2019-10-30",
        "final": False,
        "state": "late",
        "id": None,
    }
    last = owed(report_id=5, due=ReportDue(date(2019, 7, 1), date(2019, 8, 31), DAY, final=True))
    found = lists._owed_json(last, english)
    assert (found["id"], found["final"], found["to"]) == (5, True, "2019-08-31")


def head(**values: Any) -> ReportHead:
    plain: dict[str, Any] = {
        "id": 17,
        "version": 1,
        "grant_id": 7,
        "grant": "NER-CT-01",
        "layout": "sf425",
        "number": 3,
        "starts_on": date(2019, 7, 1),
        "ends_on": date(2019, 9, 30),
        "is_final": False,
        "language": "en",
        "status": ReportStatus.SUBMITTED,
        "requirement": "FFR",
        "due_on": DAY,
        "template_id": None,
        "template": "",
        "replaces_id": None,
        "previous_id": None,
        "details": {},
        "explanations": {},
        "prepared_by": "",
        "certified_by": "",
        "certified_title": "",
        "submitted_by": "A. Person",
        "submitted_at": datetime(2019, 10, 9, 17, 30, tzinfo=UTC),
        "answered_on": None,
        "answer": "",
        "sha256": "ab" * 32,
        "note": "",
    }
    return ReportHead(**plain | values)


def test_a_report_is_printed_by_its_number_title_and_days(english: Language) -> None:
    assert lists._head_cells(head(), english) == [
        *("17", "NER-CT-01", "Federal Financial Report (SF-425)", "3", "2019-07-01 – 2019-09-30", "Submitted"),
    ]
    other = lists._head_cells(head(layout="", status=ReportStatus.DRAFT), english)
    assert (other[2], other[5]) == ("FFR", "Draft")  # one that was not made here


def test_a_report_is_plain_for_programs() -> None:
    assert lists._head_json(head()) == {
        "id": 17,
        "grant": "NER-CT-01",
        "layout": "sf425",
        "number": 3,
        "from": "2019-07-01",
        "to": "2019-09-30",
        "final": False,
        "state": "submitted",
        "due": "2019-10-30",
        "submitted_at": "2019-10-09T17:30:00+00:00",
        "submitted_by": "A. Person",
        "sha256": "ab" * 32,
    }
    draft = lists._head_json(head(due_on=None, submitted_at=None, status=ReportStatus.RETURNED, is_final=True))
    assert [draft[key] for key in ("due", "submitted_at", "state", "final")] == [None, None, "returned", True]
