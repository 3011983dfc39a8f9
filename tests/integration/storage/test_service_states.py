"""What the database works out of chains of contracts is what the domain says, on any day and on both engines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from desktop.domain.staffing.deployment import Deployment
from desktop.services.offices import Office
from desktop.storage import models, staffing
from desktop.storage.derived_service import DERIVED
from tests.helpers import staffing_examples as some
from tests.helpers.records import making
from tests.helpers.staffing import Staff

ASKED = ("state", "starts_on", "ends_on", "planned_ends_on", "current_place")


def _put(office: Office, chains: Sequence[Deployment], today: date) -> None:
    """Makes the chains the only deployments of an office on some day."""
    with making(office) as make:
        staff, session = Staff(make), make.unit.session
        for model in (models.Deployment, models.Assignment, models.DutyStation):
            for record in session.scalars(select(model)).all():
                make.unit.remove(record)
        session.scalars(select(models.OfficeRecord)).one().story_day = today
        stations = {1: staff.station().id, 2: staff.station("Dakar", "SN").id}
        assignment = staff.assignment(station_id=stations[1])
        for number, one in enumerate(chains):
            made = staff.deployment(assignment, reference=f"D-{number:03}", ended_on=one.ended_on)
            for each in one.contracts:
                staff.contract(
                    made,
                    str(each.kind),
                    each.period.start,
                    each.period.last,
                    signed_on=each.signed_on,
                    station_id=None if each.station is None else stations[each.station.id],
                )


def _told_here(one: Deployment, today: date) -> tuple[object, ...]:
    """What the domain says."""
    served = [each for each in one.contracts if each.serves]
    signed = [each for each in served if each.signed]
    planned = [each.period.last for each in served if not each.signed]
    begun = [each for each in served if each.period.start <= today] or served[:1]
    return (
        str(one.state_on(today)),
        min((each.period.start for each in signed or served), default=None),
        one.ends_on or max((each.period.last for each in served), default=None),
        max(planned, default=None),
        "Niamey" if not begun or begun[-1].station is None else begun[-1].station.place,
    )


@given(st.lists(some.deployments(), min_size=12, max_size=12), some.days)
@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_database_says_of_today_what_the_domain_says_of_any_day(
    office: Office, chains: list[Deployment], today: date
) -> None:
    _put(office, chains, today)

    with office.read() as session:
        asked = [DERIVED["deployment", name](models.Deployment) for name in ASKED]
        rows = session.execute(
            select(*asked).select_from(models.Deployment).order_by(models.Deployment.reference)
        ).all()
        kept = staffing.deployments(session)

    assert [tuple(row) for row in rows] == [_told_here(one, today) for one in kept]
    assert [one.service(planned=True) for one in kept] == [one.service(planned=True) for one in chains]
