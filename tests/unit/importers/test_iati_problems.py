"""What is wrong in an activity becomes a problem under its identifier; the rest of the file is read all the same."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from desktop.domain.finding import Severity
from desktop.domain.progress import Silent
from desktop.importers.iati import TOO_LARGE, read_iati
from desktop.importers.iati_activity import IatiFile
from desktop.storage.types import Exact
from tests.helpers import iati

_PLAIN_NUMBER = "Write it with a decimal point and no separators."
_COMPARE = "Compare it with the original."


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "projects.xml"


def _read(path: Path, *activities: str) -> IatiFile:
    return read_iati(iati.write(path, *activities), progress=Silent())


def _told(found: IatiFile) -> list[tuple[str, str, str]]:
    assert {problem.severity for problem in found.problems} <= {Severity.ERROR}
    return [(problem.where, str(problem.sentence), str(problem.fix)) for problem in found.problems]


@pytest.mark.parametrize("amount", ["", "12,50", "1 000", "1_000", "ten", "NaN", "INF", "1e5", "0x10"])
def test_amounts_that_are_no_numbers(path: Path, amount: str) -> None:
    found = _read(path, iati.activity("XX-1-A", iati.budget(amount), iati.budget("20")))
    sentence = f"The amount “{amount}” of a budget is not a number. It was left out."
    assert _told(found) == [("XX-1-A", sentence, _PLAIN_NUMBER)]
    assert [budget.amount for budget in found.activities[0].budgets] == [Decimal(20)]


def test_value_that_is_missing(path: Path) -> None:
    found = _read(path, iati.activity("XX-1-A", "<transaction><transaction-type code='3'/></transaction>"))
    assert _told(found)[0][1] == "The amount “” of a transaction is not a number. It was left out."


@pytest.mark.parametrize("amount", ["100000000000000", "-100000000000000.00", "9" * 400])
def test_amounts_larger_than_an_office_can_keep(path: Path, amount: str) -> None:
    found = _read(path, iati.activity("XX-1-A", iati.transaction("3", amount)))
    sentence = f"The amount “{amount}” of a transaction is too large. It was left out."
    assert _told(found) == [("XX-1-A", sentence, _COMPARE)]


def test_largest_amount_is_that_of_the_database() -> None:
    assert Exact().limit == TOO_LARGE


@pytest.mark.parametrize("code", ["", "XXX", "usd", "FRF", "DOLLAR"])
def test_unknown_currency(path: Path, code: str) -> None:
    found = _read(path, iati.activity("XX-1-A", iati.budget("20"), currency=code))
    sentence = f"A budget has no known currency (“{code}”). It was left out."
    assert _told(found) == [("XX-1-A", sentence, "Give the value a currency, or the activity a default one.")]


@pytest.mark.parametrize("day", ["", "2019-13-01", "2019-02-29", "01/02/2019", "2019", "soon"])
def test_dates_that_are_none(path: Path, day: str) -> None:
    found = _read(path, iati.activity("XX-1-A", iati.transaction("3", "5", day=day)))
    assert _told(found) == [("XX-1-A", f"“{day}” is not a date.", "Write dates like 2019-10-09.")]
    assert not found.activities[0].transactions


def test_budget_without_a_period(path: Path) -> None:
    found = _read(path, iati.activity("XX-1-A", "<budget><value>5</value></budget>"))
    assert _told(found)[0][1] == "“” is not a date."


@pytest.mark.parametrize("share", ["all", "50,5", "NaN", "1e1"])
def test_percentages_that_are_no_numbers(path: Path, share: str) -> None:
    found = _read(path, iati.activity("XX-1-A", f'<sector code="15130" percentage="{share}"/>'))
    sentence = f"The percentage “{share}” of a sector is not a number."
    assert _told(found) == [("XX-1-A", sentence, "Write it with a decimal point.")]


@pytest.mark.parametrize("share", ["-1", "100.01", "99999999999999999999"])
def test_percentages_that_cannot_be(path: Path, share: str) -> None:
    found = _read(path, iati.activity("XX-1-A", f'<recipient-country code="NE" percentage="{share}"/>'))
    sentence = f"The percentage “{share}” of a recipient-country is not between 0 and 100."
    assert _told(found) == [("XX-1-A", sentence, _COMPARE)]


def test_identifier_that_stands_twice(path: Path) -> None:
    found = _read(path, iati.activity("XX-1-A", title="First"), iati.activity(" XX-1-A ", title="Second"))
    assert [activity.title for activity in found.activities] == ["First"]
    sentence = "The identifier stands twice in the file. The second activity was left out."
    assert _told(found) == [("XX-1-A", sentence, "Give each activity an identifier of its own.")]


@pytest.mark.parametrize("identifier", ["", "  "])
def test_activity_without_identifier_is_found_by_its_line(path: Path, identifier: str) -> None:
    found = _read(path, "\n\n", iati.activity(identifier), iati.activity("XX-1-B"))
    assert [activity.identifier for activity in found.activities] == ["XX-1-B"]
    sentence = "An activity at line 3 has no identifier. It was left out."
    assert _told(found) == [("?", sentence, "Give it an identifier.")]


def test_all_problems_are_told_in_the_order_of_the_file(path: Path) -> None:
    found = _read(
        path,
        iati.activity("XX-1-A", iati.budget("x"), '<activity-date type="1" iso-date="y"/>'),
        iati.activity("XX-1-B", iati.transaction("3", "z")),
    )
    assert [(where, sentence.split(".")[0]) for where, sentence, _fix in _told(found)] == [
        ("XX-1-A", "The amount “x” of a budget is not a number"),
        ("XX-1-A", "“y” is not a date"),
        ("XX-1-B", "The amount “z” of a transaction is not a number"),
    ]


def test_file_without_activities_is_empty_but_no_error(path: Path) -> None:
    found = _read(path)
    assert (found.activities, found.problems) == ([], [])
