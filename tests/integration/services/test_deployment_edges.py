"""The days on which something begins to count or ends to: every view of deployments turns on the same day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from desktop.domain.period import Period
from desktop.language import Language, UserError
from desktop.services.deployments import timeline, views
from desktop.services.deployments.as_at import staffing_as_at
from desktop.services.deployments.calendar import calendar_events
from desktop.services.deployments.checklists import ARRIVAL, DEPARTURE, checklist, start_checklist, tick, usual_items
from desktop.services.deployments.ending import ending
from desktop.services.deployments.evacuation import who_is_where
from desktop.services.deployments.leave import balance
from desktop.services.deployments.planning import plan_posts
from desktop.services.deployments.service import service_of
from desktop.services.deployments.timeline import Scope
from desktop.services.deployments.views import DayKind
from desktop.services.offices import Office
from desktop.services.records import InvalidRecordError
from desktop.storage.models import Deployment
from tests.helpers.clock import Clock
from tests.helpers.records import making

TODAY, TOMORROW = date(2019, 10, 21), date(2019, 10, 22)
DEC = date(2019, 12, 31)


@pytest.fixture
def ids(office: Office) -> dict[str, int]:
    """Deployments that turn today: one ends, one begins, one begins tomorrow, one is extended from today, one resigned
    yesterday and one resigns today, one ended in the month of a year ago and one the day before it, and
    one is planned for tomorrow.
    """
    chains: dict[str, list[tuple[date, date, str, bool]]] = {
        "ends": [(date(2019, 1, 1), TODAY, "initial", True)],
        "begins": [(TODAY, DEC, "initial", True)],
        "tomorrow": [(TOMORROW, DEC, "initial", True)],
        "extended": [
            (date(2019, 1, 1), date(2019, 10, 20), "initial", True),
            (TODAY, DEC, "extension", True),
        ],
        "yesterday": [(date(2019, 1, 1), DEC, "initial", True)],
        "today": [(date(2019, 1, 1), DEC, "initial", True)],
        "year": [(date(2018, 1, 1), date(2018, 10, 1), "initial", True)],
        "older": [(date(2018, 1, 1), date(2018, 9, 30), "initial", True)],
        "planned": [(TOMORROW, DEC, "initial", False)],
    }
    ended = {"yesterday": date(2019, 10, 20), "today": TODAY}
    made = {}
    with making(office) as make:
        niamey = make.station(place="Niamey")
        assignment = make.assignment(reference="A-1", station_id=niamey.id, posts=9)
        for post, (name, chain) in enumerate(chains.items(), start=1):
            volunteer = make.volunteer(reference=name)
            values = {"ended_on": ended[name], "end_reason": "resignation"} if name in ended else {}
            one = make.deployment(assignment, reference=f"D-{name}", volunteer_id=volunteer.id, post=post, **values)
            for first, last, kind, signed in chain:
                make.contract(one, first, last, kind=kind, signed_on=first if signed else None)
            made[name] = one.id
            made[f"V {name}"] = volunteer.id
    return made


def _serving(office: Office, day: date) -> set[str]:
    return {each.deployment.volunteer for each in staffing_as_at(office, day)}


def _states(office: Office) -> dict[str, list[str]]:
    board = views.read_board(office, Scope())
    return {str(state): [card.code for card in column.cards] for state, column in board.items() if column.count}


def test_every_view_turns_on_the_same_day(office: Office, ids: dict[str, int], clock: Clock, english: Language) -> None:
    assert _states(office) == {
        "planned": ["planned"],
        "signed": ["tomorrow"],
        "active": ["ends", "today", "begins"],
        "extended": ["extended"],
        "ended": ["yesterday", "year"],
    }
    now = {"ends", "today", "begins", "extended"}
    assert _serving(office, TODAY) == now
    assert {str(row["volunteer"]) for row in who_is_where(office, names=False, language=english)} == now
    head = timeline.read_head(office, Scope())
    assert set(head.serving_ids) == {ids[name] for name in now}
    assert head.unsigned_ids == (ids["planned"],)
    assert ids["year"] in head.ids
    assert ids["older"] not in head.ids
    assert [(each.volunteer, each.days) for each in ending(office, days=0)] == [("ends", 0), ("today", 0)]
    clock.advance(days=1)
    assert office.today == TOMORROW
    assert _states(office) == {
        "planned": ["planned"],
        "active": ["begins", "tomorrow"],
        "extended": ["extended"],
        "ended": ["today", "ends", "yesterday", "year"],
    }
    then = {"begins", "tomorrow", "extended"}
    assert _serving(office, TOMORROW) == then
    assert {str(row["volunteer"]) for row in who_is_where(office, names=False, language=english)} == then
    head = timeline.read_head(office, Scope())
    assert set(head.serving_ids) == {ids[name] for name in then}
    assert ids["year"] in head.ids
    assert ending(office, days=0) == []
    assert _serving(office, TODAY) == now  # what was so yesterday stays so


def test_who_ends_soon_is_told_up_to_the_last_day_asked_for(office: Office, ids: dict[str, int]) -> None:
    assert [each.volunteer for each in ending(office, days=70)] == ["ends", "today"]
    told = ending(office, days=71)  # from 21 October to 31 December
    assert [(each.volunteer, each.days) for each in told] == [
        ("ends", 0),
        ("today", 0),
        ("begins", 71),
        ("extended", 71),
        ("tomorrow", 71),
    ]
    assert {each.place for each in told} == {"Niamey"}
    with making(office) as make:
        plan = {"kind": "extension", "signed_on": None}
        for name in ("begins", "today"):
            make.contract(make.unit.get(Deployment, ids[name]), date(2020, 1, 1), date(2020, 3, 31), **plan)
    until = {each.volunteer: each.planned_until for each in ending(office, days=71)}
    assert until["begins"] == date(2020, 3, 31)
    assert until["today"] is None  # resigned: what was planned comes to nothing
    rows = timeline.entries(office, [ids[name] for name in ("ends", "begins", "extended", "tomorrow", "planned")])
    assert [row.ends_soon for row in rows] == [True, False, True, False, False]


def test_the_calendar_waits_for_nobody_who_left(office: Office, ids: dict[str, int], english: Language) -> None:
    with making(office) as make:
        for name in ("extended", "yesterday", "today", "ends"):
            one = make.unit.get(Deployment, ids[name])
            make.leave(one, starts_on=date(2019, 11, 4), ends_on=date(2019, 11, 8))
        make.leave(make.unit.get(Deployment, ids["begins"]), starts_on=date(2019, 10, 14), ends_on=TODAY)
    told = {(event.key, str(english.text(event.summary))): event for event in calendar_events(office, names=False)}
    summaries = sorted(summary for _uid, summary in told)
    assert summaries == [
        "Contract of begins ends",
        "Contract of ends ends",
        "Contract of extended ends",
        "Contract of today ends",
        "Contract of tomorrow ends",
        "begins begins service",
        "begins on leave",
        "extended on leave",
        "tomorrow begins service",
    ]
    days = {summary: (event.days.start, event.days.last) for (_uid, summary), event in told.items()}
    assert days["Contract of today ends"] == (TODAY, TODAY)
    assert days["extended on leave"] == (date(2019, 11, 4), date(2019, 11, 8))
    november = views.read_calendar(office, Scope(), window=Period(date(2019, 11, 1), date(2019, 12, 1)))
    assert [(day.kind, day.code, day.day, day.last) for day in november] == [
        (DayKind.LEAVE, "extended", date(2019, 11, 4), date(2019, 11, 8))
    ]


def test_the_days_of_a_window_are_its_own(office: Office, ids: dict[str, int]) -> None:
    one_day = views.read_calendar(office, Scope(), window=Period.of_days(TODAY, TODAY))
    assert [(day.kind, day.code) for day in one_day] == [
        (DayKind.END, "ends"),
        (DayKind.END, "today"),
        (DayKind.START, "begins"),
    ]
    next_day = views.read_calendar(office, Scope(), window=Period.of_days(TOMORROW, TOMORROW))
    assert [(day.kind, day.code, day.planned) for day in next_day] == [
        (DayKind.START, "planned", True),
        (DayKind.START, "tomorrow", False),
    ]
    before = views.read_calendar(office, Scope(), window=Period.of_days(date(2019, 10, 20), date(2019, 10, 20)))
    assert [(day.kind, day.code) for day in before] == [(DayKind.END, "yesterday")]  # an extension ends nothing
    assert ids


def test_places_count_service_up_to_today_and_each_person_once(office: Office, ids: dict[str, int]) -> None:
    with making(office) as make:
        gao = make.station(place="Gao", country="ML")
        other = make.assignment(reference="A-2", station_id=gao.id)
        again = make.deployment(other, reference="D-again", volunteer_id=ids["V year"])
        make.contract(again, date(2019, 2, 1), date(2019, 2, 28))
    places = views.read_places(office, Scope())
    year = Fraction(9) + Fraction(21, 31)
    assert places.cells["NE", 2019].months == (
        year + Fraction(1, 31) + year + (year - Fraction(1, 31)) + year  # ends, begins, extended, yesterday, today
    )
    assert places.cells["NE", 2018].months == 9 + Fraction(1, 31) + 9
    assert places.cells["ML", 2019] == views.Served(1, 1, Fraction(1))
    assert (places.years[2019].deployments, places.years[2019].persons) == (6, 6)
    assert (places.whole.deployments, places.whole.persons) == (8, 7)
    assert places.first_year == 2018


def test_what_is_to_do_follows_the_days_of_service(office: Office, ids: dict[str, int]) -> None:
    start_checklist(office, deployment_id=ids["today"], phase=DEPARTURE)
    start_checklist(office, deployment_id=ids["planned"], phase=ARRIVAL)
    leaving, coming = (checklist(office, deployment_id=ids[name]) for name in ("today", "planned"))
    assert leaving.lacking == {ARRIVAL}
    assert coming.lacking == {DEPARTURE}
    assert leaving.of(ARRIVAL) == ()
    by_days = {str(item.text): item.days for item in usual_items(DEPARTURE)}
    for item in leaving.items:  # as from the early end, not from the contract's
        assert item.due_on is not None
        assert (item.due_on - TODAY).days == by_days[item.title]
        assert item.late == (by_days[item.title] < 0)  # what is due today is not late
    first = min((item.due_on for item in coming.items if item.due_on), default=None)
    assert first == TOMORROW.fromordinal(TOMORROW.toordinal() + min(item.days for item in usual_items(ARRIVAL)))
    item = leaving.items[0]
    tick(office, item_id=item.id, on=TODAY)
    found = checklist(office, deployment_id=ids["today"])
    assert (found.done(DEPARTURE), found.done(ARRIVAL)) == (1, 0)
    with pytest.raises(UserError, match="Someone changed"):
        tick(office, item_id=item.id, on=None, version=item.version)
    assert checklist(office, deployment_id=ids["today"]).items[0].done_on == TODAY


def test_leave_and_limits_count_to_the_day_of_an_early_end(office: Office, ids: dict[str, int]) -> None:
    with making(office) as make:
        make.category_limit(most_months=9, leave_days=Decimal("3.1"))
        one = make.unit.get(Deployment, ids["yesterday"])
        make.leave(one, starts_on=date(2019, 10, 17), ends_on=date(2019, 10, 18), days=Decimal(2))
        make.leave(one, kind="sick", starts_on=date(2019, 3, 4), ends_on=date(2019, 3, 5), days=Decimal(2))
    served = Fraction(9) + Fraction(20, 31)
    for day in (date(2019, 10, 20), DEC):
        found = balance(office, deployment_id=ids["yesterday"], day=day)
        assert found.accrued == Fraction(31, 10) * served
        assert found.left == found.accrued - 2  # who is sick takes no annual leave
    early = balance(office, deployment_id=ids["yesterday"], day=date(2019, 10, 17))
    assert early.taken_of("annual") == early.booked == 1
    (whole, category) = service_of(office, volunteer_id=ids["V yesterday"]).counts
    assert (whole.signed, whole.served, category.served, category.limit) == (served, served, served, 9)
    assert [finding.code for finding in service_of(office, volunteer_id=ids["V yesterday"]).findings] == [
        "service_beyond"
    ]
    assert service_of(office, volunteer_id=ids["V tomorrow"]).findings == ()


def test_a_post_is_free_again_on_the_day_after_an_early_end(office: Office, ids: dict[str, int]) -> None:
    with making(office) as make:
        small = make.assignment(reference="A-3", posts=1)
        one = make.deployment(small, reference="D-small", post=1, ended_on=TODAY, end_reason="resignation")
        make.contract(one, date(2019, 1, 1), DEC)
        identity = small.id

    def plan(first: date) -> str:
        return str(plan_posts(office, assignment_id=identity, starts_on=first, ends_on=DEC, count=1).message)

    with pytest.raises(InvalidRecordError) as told:
        plan(TODAY)
    assert set(told.value.fields) == {"count"}
    assert plan(TOMORROW).startswith("Planned 1 deployment of A-3")
    with pytest.raises(InvalidRecordError):
        plan(DEC)
    assert ids
