"""What stands in the calendar of people: first and last days that are still to come, by code, with alarms for ends."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from desktop.domain.calendar_event import CalendarEvent
from desktop.domain.staffing.deployment import Contract, Deployment
from desktop.domain.volunteer_terms import PeriodKind
from desktop.language import Language, Message, say
from desktop.services.deployments.calendar import _contracts
from tests.helpers.staffing import DAKAR, contract

FIRST, LAST = date(2019, 1, 1), date(2019, 6, 30)
TOLD = {1: say("{name} ({code})", name="Zeinabou Example", code="V-1")}


def served(*contracts: Contract, **values: Any) -> Deployment:
    plain: dict[str, Any] = {"volunteer_id": 1, "volunteer": "V-1"}
    return Deployment(7, "D-7", "online", contracts, **plain | values)


def events(today: date, *deployments: Deployment, told: dict[int, Message] | None = None) -> list[CalendarEvent]:
    return list(_contracts(deployments, TOLD if told is None else told, today))


@pytest.mark.parametrize(
    ("today", "keys"),
    [
        (date(2018, 12, 31), ["start-7", "end-7"]),
        (FIRST, ["start-7", "end-7"]),
        (date(2019, 1, 2), ["end-7"]),
        (LAST, ["end-7"]),
        (date(2019, 7, 1), []),
    ],
)
def test_first_and_last_days_are_told_until_they_are_over(today: date, keys: list[str]) -> None:
    found = events(today, served(contract(FIRST, LAST)))
    assert [each.key for each in found] == keys
    assert [each.days.start for each in found] == [{"start-7": FIRST, "end-7": LAST}[key] for key in keys]
    assert all(each.days.start == each.days.last for each in found)


def test_only_ends_ring_ninety_sixty_and_thirty_days_before() -> None:
    assert [each.alarms for each in events(FIRST, served(contract(FIRST, LAST)))] == [(), (90, 60, 30)]


def test_an_extension_moves_the_end_and_keeps_its_key() -> None:
    more = contract(date(2019, 7, 1), date(2019, 9, 30), kind=PeriodKind.EXTENSION)
    found = events(LAST, served(contract(FIRST, LAST), more))
    assert [(each.key, each.days.start) for each in found] == [("end-7", date(2019, 9, 30))]


def test_who_ends_early_ends_on_that_day() -> None:
    found = events(FIRST, served(contract(FIRST, LAST), ended_on=date(2019, 3, 31)))
    assert [(each.key, each.days.start) for each in found] == [("start-7", FIRST), ("end-7", date(2019, 3, 31))]


def test_a_deployment_without_contracts_is_in_no_calendar() -> None:
    assert events(FIRST, served()) == []


def test_events_say_who_where_and_of_which_deployment(english: Language) -> None:
    (start, end) = events(FIRST, served(contract(FIRST, LAST, station=DAKAR)))
    assert english.text(start.summary) == "Zeinabou Example (V-1) begins service"
    assert english.text(end.summary) == "Contract of Zeinabou Example (V-1) ends"
    assert [english.text(each.about) for each in (start, end) if each.about] == ["Deployment D-7, Dakar"] * 2


def test_a_post_that_nobody_fills_is_called_by_its_reference(english: Language) -> None:
    empty = served(contract(FIRST, LAST, station=None), volunteer_id=None, volunteer="")
    (_start, end) = events(FIRST, empty)
    assert english.text(end.summary) == "Contract of D-7 ends"
    assert end.about is not None
    assert english.text(end.about) == "Deployment D-7"


def test_where_someone_goes_last_is_where_the_contract_ends(english: Language) -> None:
    moved = contract(date(2019, 4, 1), LAST, kind=PeriodKind.REASSIGNMENT, station=DAKAR)
    (end,) = events(LAST, served(contract(FIRST, date(2019, 3, 31)), moved))
    assert end.about is not None
    assert english.text(end.about) == "Deployment D-7, Dakar"
