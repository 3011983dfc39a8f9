"""Deployments as the page shows them: their order, rows, board, places, calendar and figures, on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.domain.period import Period, months_before
from desktop.domain.staffing.person_months import added_up, by_year, service_parts
from desktop.domain.volunteer_terms import DeploymentState
from desktop.language import UserError
from desktop.registers import find_register
from desktop.registers.query import Query, parse_filters
from desktop.services.browse import all_rows
from desktop.services.deployments import timeline, views
from desktop.services.deployments.costing import read_costing, read_sums
from desktop.services.deployments.glance import glance
from desktop.services.deployments.month_costs import read_month_costs
from desktop.services.deployments.timeline import ENDED_SHOWN, Scope
from desktop.services.deployments.views import DayKind, Served
from desktop.services.deployments.whatif import Replan, keep_changes, try_changes
from desktop.services.offices import Office
from desktop.storage import models
from desktop.storage.staffing import deployments
from tests.helpers.large_staffing import first_day, make_large_staffing
from tests.helpers.records import making

TODAY = date(2019, 10, 21)
JAN, MAY, JUL, DEC = date(2019, 1, 1), date(2019, 5, 15), date(2019, 7, 1), date(2019, 12, 31)
ENDS = date(2020, 3, 31)
LEGAL = Scope(assignment="DOA-1")


@pytest.fixture
def ids(office: Office) -> dict[str, int]:
    """Three posts in Niger and one long ago in Mali: V-1 beyond the grant, V-2 resigned, V-3 in his place, V-4 past."""
    with making(office) as make:
        project = make.project(reference="PR-1")
        grant = make.grant(reference="GR-1", ends_on=ENDS)
        make.entitlement_rate("1000.00")
        niamey, gao = make.station(place="Niamey"), make.station(place="Gao", country="ML")
        host = make.organisation(name="Legal Aid")
        legal = make.assignment(
            reference="DOA-1", title="Legal aid", project_id=project.id, station_id=niamey.id, posts=2, host_id=host.id
        )
        past = make.assignment(reference="DOA-0", title="Elections", station_id=gao.id)
        made = {}
        for code, of, post in (("V-1", legal, 1), ("V-2", legal, 2), ("V-3", legal, 2), ("V-4", past, 1)):
            volunteer = make.volunteer(reference=code)
            values = {"ended_on": MAY, "end_reason": "resignation"} if code == "V-2" else {}
            one = make.deployment(of, reference=f"D{code}", volunteer_id=volunteer.id, post=post, **values)
            made[code] = one.id
            if code != "V-4":
                make.deployment_share(one, grant)
            first = {"V-3": JUL, "V-4": date(2001, 2, 1)}.get(code, JAN)
            make.contract(one, first, date(2001, 4, 30) if code == "V-4" else DEC)
            if code == "V-1":
                make.contract(one, date(2020, 1, 1), date(2020, 4, 30), kind="extension", signed_on=None)
                make.leave(one, starts_on=date(2019, 11, 4), ends_on=date(2019, 11, 8))
                make.clearance(volunteer, expires_on=date(2019, 12, 1))
                make.checklist_item(one, due_on=date(2019, 11, 1), title="Handover")
        made["contract"] = make.deployment(past, reference="DX", volunteer_id=None, post=2).id
    return made


@pytest.mark.usefixtures("ids")
def test_their_list_can_be_kept_to_what_a_grant_pays(office: Office) -> None:
    register = find_register("deployments")
    paid = Query(register, columns=("reference",), filters=parse_filters(register, ("grants~GR-1",)))
    assert [row.values[0] for row in all_rows(office, paid)] == ["DV-1", "DV-2", "DV-3"]


def test_deployments_stand_by_assignment_and_post(office: Office, ids: dict[str, int]) -> None:
    head = timeline.read_head(office, LEGAL)
    assert head.ids == (ids["V-1"], ids["V-2"], ids["V-3"])
    assert head.days == Period.of_days(JAN, date(2020, 4, 30))
    assert [grant.reference for grant in head.grants] == ["GR-1"]
    assert (head.serving, head.serving_ids) == (2, (ids["V-1"], ids["V-3"]))
    assert head.assignment is not None
    assert (head.assignment.title, head.assignment.posts, head.assignment.host) == ("Legal aid", 2, "Legal Aid")
    assert ids["V-4"] not in timeline.read_head(office, Scope()).ids  # over long ago
    assert ids["contract"] in timeline.read_head(office, Scope()).ids  # nothing planned yet
    whole = timeline.read_head(office, Scope(whole=True))
    assert whole.ids[0] == ids["V-4"]
    assert timeline.read_head(office, Scope(project="PR-1")).ids == head.ids
    assert timeline.read_head(office, Scope(grant="GR-1")).ids == head.ids
    assert timeline.read_head(office, Scope(grant="GR-9")).ids == ()
    offered = timeline.offers(office)
    assert [each[0] for each in offered["assignment"]] == ["DOA-0", "DOA-1"]
    assert (offered["project"], offered["grant"]) == ([("PR-1", "Project PR-1")], [("GR-1", "Grant GR-1")])


def test_rows_know_who_pays_and_where_a_post_is_empty(office: Office, ids: dict[str, int]) -> None:
    first, second, third = timeline.entries(office, [ids["V-1"], ids["V-2"], ids["V-3"]])
    assert (first.paid_until, first.last_day) == (ENDS, date(2020, 4, 30))
    assert first.beyond == Period.of_days(date(2020, 4, 1), date(2020, 4, 30))
    assert (second.state, second.vacant) == (DeploymentState.ENDED, Period(date(2019, 5, 16), JUL))
    assert (third.ends_soon, first.ends_soon, third.beyond) == (True, False, None)
    (empty,) = timeline.entries(office, [ids["contract"], 99_999])
    assert (empty.last_day, empty.paid_until, empty.beyond) == (None, None, None)


def test_the_board_has_each_state(office: Office, ids: dict[str, int]) -> None:
    board = views.read_board(office, Scope())
    assert [card.code for card in board[DeploymentState.ACTIVE].cards] == ["V-1", "V-3"]
    assert [(card.code, card.last) for card in board[DeploymentState.ENDED].cards] == [("V-2", MAY)]
    assert board[DeploymentState.ACTIVE].cards[0].place == "Niamey"
    assert views.read_board(office, Scope(assignment="NO"))[DeploymentState.ACTIVE].count == 0
    assert ids


def test_places_add_up_to_person_months(office: Office, ids: dict[str, int]) -> None:
    places = views.read_places(office, Scope())
    with office.read() as session:
        found = deployments(session)
    window = Period.of_days(date(1990, 1, 1), TODAY)
    parts = list(service_parts(found, window, cut=by_year))
    by_place = added_up(
        parts, lambda part: (part.contract.station.country if part.contract.station else "", part.start.year)
    )
    assert {place: served.months for place, served in places.cells.items()} == by_place
    assert places.whole.months == sum(by_place.values(), Fraction(0))
    assert (places.whole.persons, places.whole.deployments, places.first_year) == (4, 4, 2001)
    assert places.cells["ML", 2001] == Served(1, 1, Fraction(3))
    assert set(places.countries) == {"NE", "ML"}
    assert views.read_places(office, Scope(project="NO")).first_year is None
    assert ids


def test_the_calendar_has_starts_ends_leave_expiries_and_what_is_due(office: Office, ids: dict[str, int]) -> None:
    days = views.read_calendar(office, Scope(), window=Period(date(2019, 7, 1), date(2020, 5, 1)))
    told = [(day.day, day.kind, day.code, day.planned) for day in days]
    assert told == [
        (JUL, DayKind.START, "V-3", False),
        (date(2019, 11, 1), DayKind.DUE, "V-1", False),
        (date(2019, 11, 4), DayKind.LEAVE, "V-1", False),
        (date(2019, 12, 1), DayKind.EXPIRY, "V-1", False),
        (DEC, DayKind.END, "V-1", False),
        (DEC, DayKind.END, "V-3", False),
        (date(2020, 4, 30), DayKind.END, "V-1", True),
    ]
    assert ids


def test_figures_come_by_currency_and_say_who_outlives_the_grant(office: Office, ids: dict[str, int]) -> None:
    found = read_month_costs(office, LEGAL, first=JAN, last=date(2020, 12, 1))
    months = found.sheets["USD"]
    assert months[date(2019, 3, 1)].pro_forma.amount == Decimal("2000.00")
    assert months[date(2020, 4, 1)].unfunded.amount == Decimal("1000.00")
    (worst,) = found.outliving
    assert (worst.code, worst.unfunded.amount) == ("V-1", Decimal("1000.00"))
    assert ids


def test_a_deployment_at_a_glance_and_one_that_is_gone(office: Office, ids: dict[str, int]) -> None:
    found = glance(office, ids["V-1"])
    assert found.unfunded[0].amount == Decimal("1000.00")
    assert [item.title for item in found.checklist.items] == ["Handover"]
    with pytest.raises(UserError, match="no longer there"):
        glance(office, 99_999)


def test_a_planned_end_is_tried_and_kept_as_one_step(office: Office, ids: dict[str, int]) -> None:
    change = Replan((ids["V-1"],), ENDS)
    tried = try_changes(office, [change])
    assert not tried.refused
    (grant,) = tried.grants
    assert grant.difference.amount == Decimal("-1000.00")
    assert try_changes(office, [Replan((ids["V-3"],), ENDS)]).refused
    assert try_changes(office, [Replan((ids["V-1"],), DEC)]).refused
    outcome = keep_changes(office, [change])
    assert str(outcome.message).startswith("Kept what was tried: ")
    (entry,) = timeline.entries(office, [ids["V-1"]])
    assert entry.beyond is None


def test_the_board_and_the_head_say_what_each_deployment_says_of_itself(tmp_path: Path) -> None:
    office = make_large_staffing(str(tmp_path / "office.grantdesk"), volunteers=60)
    today, since = office.today, months_before(office.today, ENDED_SHOWN)
    with office.change() as unit:
        for place, record in enumerate(unit.session.scalars(select(models.Deployment))):
            if place % 9 == 0:
                record.ended_on = first_day(record.id) + timedelta(days=100)
        unit.session.commit()
    with office.read() as session:
        all_of_them = deployments(session)
    shown = [
        one
        for one in all_of_them
        if max(contract.period.last for contract in one.contracts) >= since
        and (one.ended_on is None or one.ended_on >= since)
    ]
    board = views.read_board(office, Scope())
    for state, column in board.items():
        mine = [one for one in shown if one.state_on(today) is state]
        assert column.count == len(mine)
        assert len(column.cards) == min(len(mine), views.ON_BOARD)
        days = [card.first if state in {"planned", "signed"} else card.last for card in column.cards]
        assert days == sorted((day for day in days if day), reverse=state is DeploymentState.ENDED)
        assert {card.id for card in column.cards} <= {one.id for one in mine}
    head = timeline.read_head(office, Scope())
    assert set(head.ids) == {one.id for one in shown}
    assert head.serving_ids == tuple(sorted(one.id for one in shown if one.serving(today)))
    assert head.days == Period.of_days(
        min(contract.period.start for one in shown for contract in one.contracts),
        max(contract.period.last for one in shown for contract in one.contracts),
    )
    window = Period(date(today.year, 1, 1), date(today.year + 1, 1, 1))
    told = {
        (day.deployment_id, day.day) for day in views.read_calendar(office, Scope(), window=window) if day.kind == "end"
    }
    assert told >= {(one.id, one.ends_on) for one in all_of_them if one.ends_on is not None and one.ends_on in window}
    with office.read() as session:
        rows = read_costing(session, all_of_them, window=window, today=today)
        sums = read_sums(session, all_of_them, window=window, since=today)
    office.close()
    assert list(sums.months) == [replace(row, why=()) for row in rows.months]
    assert sums.findings == rows.findings
