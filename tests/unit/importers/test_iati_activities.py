"""What an activity says is read as the standard means it; what has no place is counted, never dropped in silence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from desktop.domain.progress import Silent
from desktop.importers.iati import read_iati
from desktop.importers.iati_activity import Activity, ActivityBudget, Coded, IatiFile, Party, Transaction
from desktop.language import Cancelled, Message
from tests.helpers import iati

Read = Callable[..., IatiFile]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    return lambda *activities: read_iati(iati.write(tmp_path / "projects.xml", *activities), progress=Silent())


@pytest.fixture
def one(read: Read) -> Callable[..., Activity]:
    """The one activity of a file with these elements."""

    def read_one(*elements: str, **more: str) -> Activity:
        found = read(iati.activity("XX-1-A", *elements, **more))
        assert not found.problems, found.problems
        return found.activities[0]

    return read_one


def test_everything_an_office_has_a_place_for(one: Callable[..., Activity]) -> None:
    activity = one(
        f"<description>{iati.narrative('What it is for.')}</description>",
        f'<participating-org ref="XX-9" role="1" type="10">{iati.narrative("A ministry")}</participating-org>',
        '<activity-status code="2"/>',
        '<activity-date iso-date="2019-01-01" type="1"/><activity-date iso-date="2019-02-01" type="2"/>',
        '<recipient-country code="NE" percentage="60"/><recipient-region code="1030" vocabulary="1" percentage="40"/>',
        f'<sector code="15130" percentage="100">{iati.narrative("Justice")}</sector>',
        f'<tag vocabulary="3" code="16.3">{iati.narrative("Rule of law")}</tag>',
        '<related-activity type="1" ref=" XX-1 "/>',
        iati.budget("1000.25", kind="2"),
        iati.transaction("3", "10.50", reference="T-1", provider="XX-9", receiver="XX-8"),
    )
    assert activity == Activity(
        "XX-1-A",
        "A project",
        summary="What it is for.",
        status="2",
        reporter=Party("XX-1", "The publisher", "40"),
        dates={"1": date(2019, 1, 1), "2": date(2019, 2, 1)},
        parties=[("1", Party("XX-9", "A ministry", "10"))],
        countries=[Coded("", "NE", "", Decimal(60)), Coded("1", "1030", "", Decimal(40))],
        sectors=[Coded("1", "15130", "Justice", Decimal(100))],
        tags=[Coded("3", "16.3", "Rule of law")],
        budgets=[ActivityBudget(True, date(2019, 1, 1), date(2019, 12, 31), Decimal("1000.25"), "USD")],
        transactions=[
            Transaction(
                "3",
                date(2019, 3, 4),
                Decimal("10.50"),
                "USD",
                "T-1",
                provider=Party("XX-9", "XX-9"),
                receiver=Party("XX-8", "XX-8"),
            )
        ],
        parent="XX-1",
    )


@pytest.mark.parametrize(
    ("narratives", "title"),
    [
        (iati.narrative("Justice", "fr") + iati.narrative("Law", "en"), "Law"),
        (iati.narrative("Justice", "fr") + iati.narrative("Law", "en-GB"), "Law"),
        (iati.narrative("Justice", "fr") + iati.narrative("العدالة", "ar"), "Justice"),
        (iati.narrative("", "en") + iati.narrative("Justice", "fr"), "Justice"),
        (iati.narrative("  Rule \n of\tlaw "), "Rule of law"),
        ("<narrative>Rule <!-- a remark -->of <?pi?>law</narrative>", "Rule of law"),
        ("<narrative><![CDATA[A & B]]></narrative>", "A & B"),
        ("<narrative/>", "XX-1-A"),
        ("", "XX-1-A"),
    ],
)
def test_title_in_english_else_the_first_else_the_identifier(read: Read, narratives: str, title: str) -> None:
    document = iati.activity("XX-1-A").replace(iati.narrative("A project"), narratives)
    assert read(document).activities[0].title == title


def test_organisation_without_name_is_called_by_its_reference(one: Callable[..., Activity]) -> None:
    activity = one('<participating-org ref="XX-9" role="4"/><participating-org role="4"/>')
    assert activity.parties == [("4", Party("XX-9", "XX-9"))]


def test_currency_of_the_value_wins_over_that_of_the_activity(one: Callable[..., Activity]) -> None:
    activity = one(iati.budget("100"), iati.budget("100", money=' currency="XOF"'), currency="EUR")
    assert [budget.currency for budget in activity.budgets] == ["EUR", "XOF"]


@pytest.mark.parametrize("day", ["2019-10-09", "2019-10-09Z", "2019-10-09+02:00", "2019-10-09T23:59:00"])
def test_dates_with_zone_or_time_are_that_day(one: Callable[..., Activity], day: str) -> None:
    assert one(f'<activity-date type="1" iso-date="{day}"/>').dates == {"1": date(2019, 10, 9)}


def test_percentages_stay_as_stated_whatever_they_sum_to(one: Callable[..., Activity]) -> None:
    activity = one(
        '<recipient-country code="NE" percentage="33.33"/><recipient-country code="ML" percentage="33.333333"/>'
        '<recipient-country code="BF"/>'
    )
    assert [country.share for country in activity.countries] == [Decimal("33.33"), Decimal("33.3333"), None]


def test_negative_and_unrounded_amounts_are_read_as_they_stand(one: Callable[..., Activity]) -> None:
    activity = one(iati.transaction("3", "-10.005"), iati.transaction("3", " 99999999999999.9999 "))
    assert [entry.amount for entry in activity.transactions] == [Decimal("-10.005"), Decimal("99999999999999.9999")]


def test_what_has_no_place_is_counted_by_name(read: Read) -> None:
    found = read(
        iati.activity(
            "XX-1-A",
            "<!-- a remark --><result/><result/><contact-info/>",
            f"<description>{iati.narrative('General.')}</description>",
            f'<description type="2">{iati.narrative("Objectives.")}</description>',
            '<related-activity type="2" ref="XX-1-B"/>',
            '<default-flow-type code="10"/>',
            '<transaction><transaction-type code="3"/><transaction-date iso-date="2019-01-01"/>'
            '<value>5</value><sector code="15130"/><flow-type code="10"/></transaction>',
        ),
        iati.activity("XX-1-B", "<result/>"),
    )
    assert dict(found.left_out) == {
        "result": 3,
        "contact-info": 1,
        "description": 1,
        "related-activity": 1,
        "transaction/sector": 1,
    }


def test_second_parent_is_left_out(read: Read) -> None:
    found = read(iati.activity("XX-1-A", '<related-activity type="1" ref="P"/><related-activity type="1" ref="Q"/>'))
    assert found.activities[0].parent == "P"
    assert dict(found.left_out) == {"related-activity": 1}


class _Watcher:
    """Keeps what is reported; stops at a step when told to."""

    def __init__(self, stop_at: int = -1) -> None:
        self.steps: list[tuple[int, int, str]] = []
        self._stop_at = stop_at

    def report(self, done: int, total: int, doing: Message) -> None:
        self.steps.append((done, total, str(doing)))
        if done == self._stop_at:
            raise Cancelled


def test_progress_goes_on_activity_by_activity(tmp_path: Path) -> None:
    watcher = _Watcher()
    read_iati(iati.write(tmp_path / "projects.xml", *iati.many(3)), progress=watcher)
    assert watcher.steps == [(number, 3, "Reading projects.xml") for number in range(3)]


def test_reading_can_be_stopped(tmp_path: Path) -> None:
    watcher = _Watcher(stop_at=1)
    with pytest.raises(Cancelled):
        read_iati(iati.write(tmp_path / "projects.xml", *iati.many(3)), progress=watcher)
    assert len(watcher.steps) == 2
