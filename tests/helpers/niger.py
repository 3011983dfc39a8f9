"""The deployments of the mock-up: legal aid in Niger in October 2019, ten posts and eleven volunteers."""

from __future__ import annotations

from datetime import date
from typing import Any

from desktop.language import say
from desktop.services.offices import Office
from desktop.storage.models import Grant
from tests.helpers.records import Maker
from tests.helpers.staffing import Staff

_FIRST = ("initial", date(2017, 10, 22), date(2018, 3, 31), True)
_SECOND = ("extension", date(2018, 4, 1), date(2018, 12, 31), True)
_THIRD = ("extension", date(2019, 1, 1), date(2019, 12, 31), True)
CHAIN = (_FIRST, _SECOND, _THIRD)
GRANT, ASSIGNMENT = "NER-CT-01", "NER-LA"
Row = tuple[str, str, str, int, tuple[tuple[str, date, date, bool], ...], dict[str, Any]]


def _planned(last: date) -> tuple[str, date, date, bool]:
    return ("extension", date(2020, 1, 1), last, False)


_USUAL = (*CHAIN, _planned(date(2020, 3, 31)))
_MOVED = (
    _FIRST,
    ("extension", date(2018, 4, 1), date(2019, 6, 30), True),
    ("reassignment", date(2019, 7, 1), date(2019, 12, 31), True),
    _planned(date(2020, 3, 31)),
)
_NEW = (("initial", date(2019, 7, 1), date(2019, 12, 31), True), _planned(date(2020, 3, 31)))
_RESIGNED = {"ended_on": date(2019, 5, 15), "end_reason": "resignation"}
ROWS: tuple[Row, ...] = (
    ("V-01", "f", "Niamey", 1, _USUAL, {}),
    ("V-02", "m", "Niamey", 2, _USUAL, {}),
    ("V-03", "f", "Niamey", 3, (*CHAIN, _planned(date(2020, 4, 30))), {}),
    ("V-04", "f", "Kollo", 4, _USUAL, {}),
    ("V-05", "m", "Niamey", 5, _MOVED, {}),
    ("V-06", "m", "Diffa", 6, CHAIN, _RESIGNED),
    ("V-11", "m", "Diffa", 6, _NEW, {}),
    ("V-07", "f", "Zinder", 7, _USUAL, {}),
    ("V-08", "m", "Zinder", 8, CHAIN, {}),
    ("V-09", "f", "Maradi", 9, _USUAL, {}),
    ("V-10", "m", "Maradi", 10, CHAIN, {}),
)


def add_niger(office: Office, *, grant: str = GRANT) -> None:
    """Adds the assignment with its deployments to an office, paid by a grant that ends on 31 March 2020."""
    with office.change() as unit:
        make = Maker(unit)
        found = unit.session.query(Grant).filter_by(reference=grant).one_or_none()
        paying = found or make.grant(reference=grant, starts_on=date(2019, 1, 1), ends_on=date(2020, 3, 31))
        _add(make, paying)
        unit.commit(say("Added the deployments of the example"))


def _add(make: Maker, grant: Grant) -> None:
    staff = Staff(make)
    stations = {place: staff.station(place) for place in ("Niamey", "Kollo", "Diffa", "Zinder", "Maradi")}
    host = make.organisation(name="National Legal Aid Agency")
    assignment = staff.assignment(
        reference=ASSIGNMENT, title="Legal aid in Niger", host_id=host.id, station_id=stations["Niamey"].id, posts=10
    )
    staff.rate("pro_forma", "1248.00", currency="USD")
    for place, (code, sex, where, post, contracts, others) in enumerate(ROWS, start=1):
        volunteer = staff.volunteer(reference=code, sex=sex)
        made = staff.deployment(assignment, reference=f"D-{place:03}", volunteer_id=volunteer.id, post=post, **others)
        for kind, first, last, signed in contracts:
            moved = "Kollo" if code == "V-05" and first >= date(2019, 7, 1) else where
            day = first if signed else None
            staff.contract(made, kind, first, last, signed_on=day, station_id=stations[moved].id)
        staff.share(made, grant, "100", date(2017, 10, 22))
