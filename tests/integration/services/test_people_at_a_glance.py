"""Checklists, leave, service against its limits, and the posts of an assignment, as pages ask for them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from desktop.domain.period import Period
from desktop.language import UserError
from desktop.services.deployments.assignments import assignment_posts
from desktop.services.deployments.checklists import (
    ARRIVAL,
    DEPARTURE,
    TEXTS,
    checklist,
    start_checklist,
    tick,
    usual_items,
)
from desktop.services.deployments.leave import balance
from desktop.services.deployments.limits import limit_book, limit_presets
from desktop.services.deployments.service import service_of
from desktop.services.offices import Office
from tests.helpers.legal_aid import LegalAid, make_legal_aid
from tests.helpers.records import making


@pytest.fixture
def aid(office: Office) -> LegalAid:
    return make_legal_aid(office)


def test_the_usual_items_come_once_each_with_its_day_and_are_ticked_off(office: Office, aid: LegalAid) -> None:
    outcome = start_checklist(office, deployment_id=aid.niamey, phase=ARRIVAL)
    assert str(outcome.message) == "Arrival of D-NIA: 9 items to do."
    assert str(start_checklist(office, deployment_id=aid.niamey, phase=DEPARTURE).message).startswith("Departure of")
    found = checklist(office, deployment_id=aid.niamey)
    due = {item.title: item.due_on for item in found.items}
    assert due["Medical clearance received"] == date(2018, 12, 18)
    assert due["Entry on duty reported"] == date(2019, 1, 1)
    assert due["Performance assessment (VPA) done"] == date(2020, 3, 17)
    assert not found.lacking
    first = found.of(ARRIVAL)[0]
    assert first.late
    assert "explore.unv.org" in next(item.source for item in found.items if item.title == "Enrolled in the insurance")
    ticked = tick(office, item_id=first.id, on=date(2019, 1, 4), version=first.version)
    assert str(ticked.message) == "D-NIA: “Medical clearance received” was done on 2019-01-04."
    found = checklist(office, deployment_id=aid.niamey)
    assert found.done(ARRIVAL) == 1
    assert not found.of(ARRIVAL)[0].late
    with pytest.raises(UserError, match="Someone changed"):
        tick(office, item_id=first.id, on=None, version=first.version)
    assert "is not done yet" in str(tick(office, item_id=first.id, on=None).message)
    with pytest.raises(UserError, match="has all usual items"):
        start_checklist(office, deployment_id=aid.niamey, phase=ARRIVAL)


def test_a_list_of_a_deployment_without_contracts_has_no_days(office: Office) -> None:
    with making(office) as make:
        bare = make.deployment(reference="D-BARE").id
        make.checklist_item(make.deployment(entry_on=date(2019, 3, 4), reference="D-IN"), title="Other")
    assert checklist(office, deployment_id=bare).lacking == {ARRIVAL, DEPARTURE}
    start_checklist(office, deployment_id=bare, phase=ARRIVAL)
    found = checklist(office, deployment_id=bare)
    assert {item.due_on for item in found.items} == {None}
    assert found.lacking == {DEPARTURE}


def test_every_usual_item_has_its_text_and_no_text_is_left_over() -> None:
    told = [item.text for phase in (ARRIVAL, DEPARTURE) for item in usual_items(phase)]
    assert sorted(map(str, told)) == sorted(map(str, TEXTS.values()))


def test_leave_is_told_as_at_a_day_by_the_office_s_own_rate(office: Office, aid: LegalAid) -> None:
    leave = balance(office, deployment_id=aid.niamey, day=date(2019, 4, 30))
    assert leave.accrued == 10
    assert leave.left == 7
    assert leave.at_end == Fraction(75, 2) - 3
    with making(office) as make:
        make.category_limit(leave_days=Decimal("1.5"), most_months=None)
    assert balance(office, deployment_id=aid.niamey, day=date(2019, 4, 30)).accrued == 6
    with pytest.raises(UserError, match="no longer there"):
        balance(office, deployment_id=99, day=date(2019, 4, 30))


def test_the_service_of_a_volunteer_counts_deployments_that_ended_long_ago(office: Office, aid: LegalAid) -> None:
    service = service_of(office, volunteer_id=aid.volunteer)
    (whole, _category) = service.counts
    assert (whole.modality, whole.limit) == ("national", 48)
    assert whole.signed == 17
    assert whole.served == 11 + Fraction(21, 31)  # until 21 October 2019
    assert not service.findings
    assert service.to_confirm == ("national",)
    with making(office) as make:
        make.category_limit(most_months=12, least_age=30)
    service = service_of(office, volunteer_id=aid.volunteer)
    assert not service.to_confirm
    codes = [finding.code for finding in service.findings]
    assert codes == ["service_beyond", "too_young"]
    with pytest.raises(UserError, match="no longer there"):
        service_of(office, volunteer_id=99)


def test_presets_hold_for_every_category_but_online() -> None:
    book = limit_book(())
    assert book.of_modality("national", date(2019, 1, 1)) == 48
    assert book.of_modality("international", date(2019, 1, 1)) == 48
    assert book.on("online", date(2019, 1, 1)).most_months is None
    assert all(limit.confirm for limit in limit_presets())
    assert {limit.leave_days for limit in limit_presets()} == {Decimal("2.5")}


def test_an_assignment_tells_its_posts_and_how_long_they_stood_vacant(office: Office, aid: LegalAid) -> None:
    posts = assignment_posts(office, assignment_id=aid.assignment)
    assert (posts.posts, posts.filled, posts.open, posts.to_come) == (3, 1, 2, 1)
    served = 12 + Fraction(18, 28) + 4  # all of 2019, and from 11 February to June
    assert posts.vacant_signed == 36 - served
    assert posts.vacant_planned == 36 - served - 3
    until = 9 + Fraction(21, 31)
    assert posts.vacant_so_far == 3 * until - until - Fraction(18, 28) - 4
    assert sum(month.vacant for month in posts.months) == posts.vacant_signed


def test_an_assignment_that_says_no_dates_runs_as_its_contracts_do(office: Office) -> None:
    with making(office) as make:
        bare = make.assignment(reference="DOA-2").id
        of_its_time = make.assignment(reference="DOA-3")
        lived = of_its_time.id
        make.contract(make.deployment(of_its_time), date(2019, 3, 1), date(2019, 5, 31))
        ended = make.assignment(reference="DOA-4", starts_on=date(2019, 1, 1), ends_on=date(2019, 3, 31), posts=2).id
    assert assignment_posts(office, assignment_id=bare).expected is None
    posts = assignment_posts(office, assignment_id=lived)
    assert posts.expected == Period.of_days(date(2019, 3, 1), date(2019, 5, 31))
    assert posts.vacant_so_far == 0
    assert assignment_posts(office, assignment_id=ended).open == 0
