"""An office with as many volunteers and deployments as one likes, in twenty-five countries since 1999.

What each one is follows from its number, so that a test can work it out too.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import insert

from desktop.domain.period import months_later
from desktop.services.offices import Office, new_office
from desktop.storage.models import (
    Assignment,
    ContractPeriod,
    Deployment,
    DeploymentShare,
    DutyStation,
    Volunteer,
)
from desktop.storage.models.base import Base, table_of
from desktop.storage.office import Unit
from tests.helpers.records import Maker

COUNTRIES = (
    *("NE", "ML", "BF", "TD", "SN", "CF", "MR", "NG", "CI", "GN", "LR", "SL", "GH"),
    *("TG", "BJ", "CM", "CD", "RW", "BI", "KE", "UG", "SS", "ET", "MG", "HT"),
)
FIRST, LAST = date(1999, 1, 1), date(2020, 6, 30)
TODAY = date(2019, 10, 21)
GRANTS, STATIONS_EACH, POSTS = 40, 4, 10
_PLAIN = {"version": 1}


def make_people_office(location: str, *, volunteers: int, deployments: int) -> Office:
    """An office with so many of them, each deployment with two or three contracts and paid by one grant; open."""
    office = new_office(location, name=f"{deployments} deployments", actor="Test")
    with office.change() as unit:
        make = Maker(unit)
        grants = [
            make.grant(reference=f"GR-{n:02}", starts_on=FIRST, ends_on=date(2019, 12, 31) + timedelta(30 * n)).id
            for n in range(GRANTS)
        ]
        make.entitlement_rate("1248.00", category=None, component="pro_forma", starts_on=FIRST)
        _insert(unit, DutyStation, _stations())
        _insert(unit, Volunteer, _volunteers(volunteers))
        _insert(unit, Assignment, _assignments(deployments))
        _insert(unit, Deployment, _deployments(deployments, volunteers))
        _insert(unit, ContractPeriod, [part for n in range(deployments) for part in _contracts(n)])
        _insert(unit, DeploymentShare, _shares(deployments, grants))
        unit.session.commit()
    return office


def _insert(unit: Unit, model: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    unit.session.connection().execute(insert(table_of(model)), [_PLAIN | row for row in rows])


def _stations() -> list[dict[str, Any]]:
    return [
        {"id": 1 + place, "country": COUNTRIES[place // STATIONS_EACH], "place": f"Place {place:03}", "note": ""}
        for place in range(len(COUNTRIES) * STATIONS_EACH)
    ]


def _volunteers(count: int) -> list[dict[str, Any]]:
    texts = dict.fromkeys(
        (
            "roster_number", "name", "languages", "skills", "email", "phone", "address",
            "emergency_contact", "emergency_phone", "care_note", "note",
        ),
        "",
    )  # fmt: skip
    return [
        texts | {"id": 1 + n, "reference": f"V-{n:05}", "category": "national_specialist", "sex": "fm"[n % 2]}
        for n in range(count)
    ]


def _assignments(deployments: int) -> list[dict[str, Any]]:
    texts = dict.fromkeys(("supervisor", "tasks", "results_expected", "profile", "note"), "")
    stations = len(COUNTRIES) * STATIONS_EACH
    return [
        texts
        | {
            "id": 1 + n,
            "reference": f"A-{n:04}",
            "title": f"Assignment {n}",
            "category": "national_specialist",
            "station_id": 1 + n % stations,
            "posts": POSTS,
        }
        for n in range(-(-deployments // POSTS))
    ]


def _deployments(count: int, volunteers: int) -> list[dict[str, Any]]:
    return [
        {
            "id": 1 + n,
            "reference": f"D-{n:05}",
            "assignment_id": 1 + n // POSTS,
            "volunteer_id": 1 + n % volunteers,
            "post": 1 + n % POSTS,
            "category": "national_specialist",
            "dependants": 0,
            "note": "",
        }
        for n in range(count)
    ]


def start_of(number: int) -> date:
    """The first day of a deployment: spread over the years, the later ones more often."""
    months = 12 * (LAST.year - FIRST.year) - (number * 7919) % 250 * ((number * 31) % 4 + 1) // 4
    return months_later(FIRST, max(months, 0))


def _contracts(number: int) -> list[dict[str, Any]]:
    start = start_of(number)
    made = []
    for place in range(2 + number % 2):
        first, last = months_later(start, 6 * place), months_later(start, 6 * place + 6) - timedelta(1)
        made.append(
            {
                "deployment_id": 1 + number,
                "kind": "extension" if place else "initial",
                "starts_on": first,
                "ends_on": last,
                "signed_on": first if first <= TODAY else None,
                "contract_number": "",
                "note": "",
            }
        )
    return made


def _shares(count: int, grants: Sequence[int]) -> list[dict[str, Any]]:
    return [
        {
            "deployment_id": 1 + n,
            "starts_on": FIRST,
            "grant_id": grants[n % len(grants)],
            "percent": Decimal(100),
        }
        for n in range(count)
    ]
