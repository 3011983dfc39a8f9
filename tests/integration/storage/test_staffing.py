"""Deployments, rates and what the ledger holds of them are read in a few questions, the same on both engines."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import event

from desktop.domain.allocation import Share
from desktop.domain.period import Period
from desktop.domain.staffing.deployment import Station
from desktop.domain.volunteer_terms import Component
from desktop.services.offices import Office
from desktop.storage import staffing
from tests.helpers.records import making
from tests.helpers.staffing import CATEGORY, Staff

JANUARY, JUNE, JULY, DECEMBER = date(2019, 1, 1), date(2019, 6, 30), date(2019, 7, 1), date(2019, 12, 31)
MARCH = date(2019, 3, 1)


@contextmanager
def _questions(office: Office) -> Iterator[list[str]]:
    asked: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(office.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(office.engine, "before_cursor_execute", note)


@pytest.fixture
def ids(office: Office) -> dict[str, int]:
    """Two deployments of one assignment, paid by different grants, and one of another assignment that nobody pays."""
    with making(office) as make:
        staff = Staff(make)
        niamey, diffa = staff.station(), staff.station("Diffa", hardship="D")
        one, two = make.grant(), make.grant(currency="EUR")
        line = make.line(make.budget(one), "1.1", "60000.00")
        project = make.project()
        assignment = staff.assignment(project_id=project.id, station_id=niamey.id)
        first = staff.deployment(
            assignment,
            ("initial", JANUARY, JUNE, True),
            volunteer_id=staff.volunteer(reference="V-77").id,
            dependants=2,
            reference="D-1",
        )
        staff.contract(first, "reassignment", JULY, DECEMBER, station_id=diffa.id)
        staff.share(first, one, "60", JANUARY, line_id=line.id)
        staff.share(first, two, "40", JANUARY)
        second = staff.deployment(assignment, ("initial", JULY, DECEMBER, True), reference="D-2", ended_on=JULY)
        staff.share(second, two, "100", JANUARY)
        third = staff.deployment(staff.assignment(), reference="D-3")
        commitment = make.entry(one, "900.00", kind="commitment", line_id=line.id)
        cancelled = make.entry(one, "-100.00", kind="commitment", line_id=line.id, commitment_id=commitment.id)
        invoice = make.entry(two, "500.00")
        staff.cost(commitment, first, MARCH, "900.00")
        staff.cost(cancelled, first, MARCH, "-100.00")
        staff.cost(invoice, first, MARCH, "300.00")
        staff.cost(invoice, second, JULY, "200.00")
        staff.rate("living", "1000.00", category=CATEGORY)
        staff.rate("living", "1200.00", station_id=diffa.id)
        return {
            "one": one.id,
            "two": two.id,
            "line": line.id,
            "project": project.id,
            "assignment": assignment.id,
            "first": first.id,
            "second": second.id,
            "third": third.id,
            "diffa": diffa.id,
        }


def test_a_deployment_comes_with_its_contracts_where_they_are_served_and_who_pays(
    office: Office, ids: dict[str, int]
) -> None:
    with office.read() as session:
        (found,) = staffing.deployments(session, ids=[ids["first"]])

    assert (found.reference, found.volunteer, found.sex, found.dependants) == ("D-1", "V-77", "f", 2)
    assert (found.assignment_id, found.project_id) == (ids["assignment"], ids["project"])
    assert [each.station.place for each in found.contracts if each.station] == ["Niamey", "Diffa"]
    assert [each.signed for each in found.contracts] == [True, False]
    assert found.ends_on == JUNE
    assert found.shares == (
        Share(ids["one"], Decimal(60), ids["line"], JANUARY),
        Share(ids["two"], Decimal(40), None, JANUARY),
    )


def test_all_deployments_are_read_in_four_questions(office: Office, ids: dict[str, int]) -> None:
    with office.read() as session, _questions(office) as asked:
        found = staffing.deployments(session)

    assert [each.reference for each in found] == ["D-1", "D-2", "D-3"]
    assert found[1].ended_on == JULY
    assert not found[2].contracts
    assert not found[2].shares
    assert ids["third"] == found[2].id
    assert len([statement for statement in asked if statement.startswith("SELECT")]) == 4


def test_deployments_are_those_of_an_assignment_a_grant_a_project_or_of_some_days(
    office: Office, ids: dict[str, int]
) -> None:
    with office.read() as session:

        def found(**which: Any) -> list[str]:
            return [each.reference for each in staffing.deployments(session, **which)]

        assert found(assignment_id=ids["assignment"]) == ["D-1", "D-2"]
        assert found(grant_id=ids["one"]) == ["D-1"]
        assert found(project_id=ids["project"], grant_id=ids["two"]) == ["D-1", "D-2"]
        assert found(within=Period.of_days(JANUARY, JUNE)) == ["D-1"]
        assert found(within=Period.of_days(date(2020, 1, 1), date(2020, 1, 1))) == []


def test_the_rate_book_has_the_rates_of_the_office(office: Office, ids: dict[str, int]) -> None:
    with office.read() as session:
        book = staffing.rate_book(session)

    def amount(station: Station) -> Decimal | None:
        rate = book.in_force(Component.LIVING, category=CATEGORY, station=station, day=MARCH)
        return rate.amount if rate else None

    assert amount(Station(ids["diffa"], "Diffa", "NE")) == 1200
    assert amount(Station(0, "Zinder", "NE")) == 1000


def test_what_entries_hold_is_summed_by_deployment_month_grant_line_and_kind(
    office: Office, ids: dict[str, int]
) -> None:
    with office.read() as session:
        every = staffing.matched(session)

        assert [(each.deployment_id, each.month, each.kind, each.currency, each.amount) for each in every] == [
            (ids["first"], MARCH, "commitment", "USD", Decimal(800)),
            (ids["first"], MARCH, "expenditure", "EUR", Decimal(300)),
            (ids["second"], JULY, "expenditure", "EUR", Decimal(200)),
        ]
        assert (every[0].grant_id, every[0].line_id) == (ids["one"], ids["line"])
        assert staffing.matched(session, grant_id=ids["one"]) == every[:1]
        assert staffing.matched(session, first=JULY) == every[2:]
        assert staffing.matched(session, ids={each.deployment_id for each in every}, last=MARCH) == every[:2]
