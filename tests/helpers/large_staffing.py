"""An office with as many volunteers and deployments as one likes: for benchmarks and for tests of long lists.

What each of them is follows from its number. Four deployments a volunteer, ten an assignment, forty a grant at a time;
they begin over 24 years, so that of a large office only a few are served on any day. Each has an initial contract, most
of them an extension, shares of one grant or of two, and what the ledger holds of it month by month.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import insert, select

from desktop.domain.period import ONE_DAY, months_later, next_month
from desktop.services.offices import Office, find_office, new_office
from desktop.storage import models
from desktop.storage.models.base import Base, table_of
from desktop.storage.office import Unit
from desktop.storage.search import reindex

DEPLOYMENTS_OF_ONE = 4
ON_ONE_ASSIGNMENT = 10
ON_ONE_GRANT = 80
FIRST_DAY, DAYS = date(2004, 1, 1), 24 * 365
TODAY = date(2026, 6, 15)
COUNTRIES = ("NE", "ML", "BF", "TD", "SN", "CF", "MR", "NG")
CATEGORIES = ("national_specialist", "international_specialist", "national_youth", "community")
LIVING = Decimal("1736.00")
KINDS = ("commitment", "expenditure")

Row = Mapping[str, Any]
_AT_ONCE = 5_000


def make_large_staffing(location: str, *, volunteers: int) -> Office:
    """An office with so many volunteers and four times as many deployments, open, with an actor called Test."""
    office = new_office(location, name=f"{volunteers} volunteers", actor="Test")
    count = volunteers * DEPLOYMENTS_OF_ONE
    numbers = range(1, count + 1)
    grants = count // ON_ONE_GRANT
    with office.change() as unit:
        unit.session.scalars(select(models.OfficeRecord)).one().story_day = TODAY
        funder = unit.add(models.Organisation(name="A funder", reference="XX-1")).id
        _put(unit, models.DutyStation, [_station(number) for number in range(1, len(COUNTRIES) + 1)])
        _put(unit, models.Volunteer, [_volunteer(number) for number in range(1, volunteers + 1)])
        _put(unit, models.Grant, [_grant(number, funder) for number in range(1, grants + 1)])
        _put(unit, models.Assignment, [_assignment(number) for number in range(1, count // ON_ONE_ASSIGNMENT + 1)])
        _put(unit, models.Deployment, [_deployment(number, volunteers) for number in numbers])
        _put(unit, models.ContractPeriod, [row for number in numbers for row in _contracts(number)])
        _put(unit, models.DeploymentShare, [row for number in numbers for row in _shares(number, grants)])
        _put(unit, models.EntitlementRate, _rates())
        _put(unit, models.LedgerEntry, [row for number in numbers for row in _entries(number, grants)])
        _put(unit, models.DeploymentCost, [row for number in numbers for row in _costs(number)])
        for model in (models.Volunteer, models.Assignment, models.Deployment, models.Grant):
            reindex(unit.session.connection(), model.__tablename__)
        unit.session.commit()
    office.close()
    return find_office(location, actor="Test")


def _put(unit: Unit, model: type[Base], rows: Sequence[Row]) -> None:
    """Adds rows as they are, each with the number of its place as its id."""
    numbered = [{"id": number, "version": 1, **row} for number, row in enumerate(rows, 1)]
    for start in range(0, len(numbered), _AT_ONCE):
        unit.session.execute(insert(table_of(model)), numbered[start : start + _AT_ONCE])


def _station(number: int) -> Row:
    return {"country": COUNTRIES[number - 1], "place": f"Place {number}", "note": ""}


def _volunteer(number: int) -> Row:
    plain = ("roster_number", "languages", "skills", "email", "phone", "address", "emergency_contact")
    return {
        **dict.fromkeys((*plain, "emergency_phone", "care_note", "note"), ""),
        "reference": f"V-{number:05}",
        "name": f"Volunteer {number}",
        "category": CATEGORIES[number % len(CATEGORIES)],
        "sex": "fm"[number % 2],
        "nationality": COUNTRIES[number % len(COUNTRIES)],
    }


def _grant(number: int, funder: int) -> Row:
    plain = ("award_number", "assistance_listing", "erp_grant", "erp_fund", "note")
    return {
        **dict.fromkeys(plain, ""),
        "reference": f"GR-{number:03}",
        "title": f"Grant {number}",
        "funder_id": funder,
        "currency": "USD",
        "amount": Decimal(5_000_000),
        "starts_on": FIRST_DAY,
        "ends_on": date(2027, 12, 31),
    }


def _assignment(number: int) -> Row:
    return {
        **dict.fromkeys(("supervisor", "tasks", "results_expected", "profile", "note"), ""),
        "reference": f"A-{number:04}",
        "title": f"Legal aid {number}",
        "category": CATEGORIES[number % len(CATEGORIES)],
        "station_id": 1 + number % len(COUNTRIES),
        "posts": ON_ONE_ASSIGNMENT,
    }


def _deployment(number: int, volunteers: int) -> Row:
    return {
        "reference": f"D-{number:05}",
        "assignment_id": 1 + (number - 1) // ON_ONE_ASSIGNMENT,
        "volunteer_id": 1 + number % volunteers,
        "post": 1 + number % ON_ONE_ASSIGNMENT,
        "category": CATEGORIES[number % len(CATEGORIES)],
        "dependants": number % 3,
        "note": "",
    }


def first_day(number: int) -> date:
    """When a deployment begins: deployments in a row begin years apart, so that each grant has some at any time."""
    return FIRST_DAY + timedelta(days=number * 2741 % DAYS)


def _periods(number: int) -> list[tuple[str, date, date]]:
    start = first_day(number)
    last = months_later(start, 6 + number % 7) - ONE_DAY
    extension = ("extension", last + ONE_DAY, months_later(last, 6))
    return [("initial", start, last), *([extension] if number % 3 else [])]


def _contracts(number: int) -> Iterator[Row]:
    for kind, first, last in _periods(number):
        yield {
            "deployment_id": number,
            "kind": kind,
            "starts_on": first,
            "ends_on": last,
            "signed_on": first if first <= TODAY else None,
            "contract_number": "",
            "note": "",
        }


def _grant_of(number: int, grants: int) -> int:
    return 1 + number % grants


def _shares(number: int, grants: int) -> Iterator[Row]:
    """Every fourth is paid by two grants."""
    percents = (Decimal(60), Decimal(40)) if number % 4 == 0 and grants > 1 else (Decimal(100),)
    for place, percent in enumerate(percents):
        grant = _grant_of(number + place, grants)
        yield {"deployment_id": number, "starts_on": first_day(number), "grant_id": grant, "percent": percent}


def _rates() -> list[Row]:
    """Living allowances that rise each year, and four other components."""
    year = [
        {"component": "living", "basis": "month", "amount": LIVING + 12 * place, "starts_on": date(2004 + place, 1, 1)}
        for place in range(24)
    ]
    others = [
        {"component": component, "basis": basis, "amount": Decimal(amount), "starts_on": FIRST_DAY}
        for component, basis, amount in (
            ("insurance", "month", "55.30"),
            ("learning", "month", "41.67"),
            ("entry", "entry", "400"),
            ("travel_out", "end", "850"),
        )
    ]
    support: Row = {"component": "support", "basis": "percent", "percent": Decimal(8), "starts_on": FIRST_DAY}
    rows = [{"currency": "USD", "percent": None, **row} for row in (*year, *others)]
    return [{"source": "", "note": "", **row} for row in (*rows, {"currency": None, "amount": None, **support})]


def _months(number: int, kind: str) -> list[date]:
    """The months of which something is committed (signed contracts) or spent (those that are over)."""
    signed = [(first, last) for _kind, first, last in _periods(number) if first <= TODAY]
    if not signed:
        return []
    month, last = signed[0][0].replace(day=1), signed[-1][1]
    found: list[date] = []
    while month <= last and (kind == "commitment" or month < TODAY.replace(day=1)):
        found.append(month)
        month = next_month(month)
    return found


def _entries(number: int, grants: int) -> Iterator[Row]:
    """A commitment and a cost for each deployment, with nothing in them where it is still to come."""
    for kind in KINDS:
        amount = LIVING * len(_months(number, kind))
        yield {
            "entry_on": min(first_day(number), TODAY),
            "kind": kind,
            "reference": f"{kind[:2].upper()}-{number:05}",
            "description": "Volunteers",
            "counterparty": "",
            "grant_id": _grant_of(number, grants),
            "original_currency": "USD",
            "original_amount": amount,
            "rate": Decimal(1),
            "rate_per": Decimal(1),
            "rate_source": "",
            "currency": "USD",
            "amount": amount,
            "liquidated": Decimal(0),
        }


def _costs(number: int) -> Iterator[Row]:
    for place, kind in enumerate(KINDS):
        for month in _months(number, kind):
            yield {"entry_id": 2 * number - 1 + place, "deployment_id": number, "month": month, "amount": LIVING}
