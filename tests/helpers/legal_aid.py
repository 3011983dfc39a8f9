"""An office whose volunteers give legal aid: three posts in Niger, what is counted of their work, and leave."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from desktop.services.offices import Office
from tests.helpers.records import making


@dataclass(frozen=True, slots=True)
class LegalAid:
    """The ids of what was made; `files` is parted by nothing, `persons` by sex and age."""

    project: int
    assignment: int
    niamey: int
    tera: int
    zinder: int
    volunteer: int
    files: int
    persons: int


def make_legal_aid(office: Office) -> LegalAid:
    """D-NIA serves from January 2019 to March 2020, D-TER from 11 February to June, D-ZIN is planned from October on.

    The first one's volunteer, V-NIA, served two months in 2016 already, and took three days of leave in April.
    """
    with making(office) as make:
        project = make.project(reference="NER-LA", title="Legal aid for detainees")
        station = make.station(place="Niamey")
        away = make.station(place="Téra")
        assignment = make.assignment(
            reference="DOA-1",
            title="Legal aid",
            project_id=project.id,
            station_id=station.id,
            posts=3,
            starts_on=date(2019, 1, 1),
            ends_on=date(2019, 12, 31),
        )
        first = make.volunteer(reference="V-NIA", born_on=date(1990, 5, 6), experience_years=4)
        second = make.volunteer(reference="V-TER", sex="m")
        before = make.deployment(assignment, reference="D-OLD", volunteer_id=first.id)
        make.contract(before, date(2016, 3, 1), date(2016, 4, 30))
        niamey = make.deployment(assignment, reference="D-NIA", volunteer_id=first.id)
        make.contract(niamey, date(2019, 1, 1), date(2019, 12, 31))
        make.contract(niamey, date(2020, 1, 1), date(2020, 3, 31), kind="extension", signed_on=date(2019, 12, 1))
        tera = make.deployment(assignment, reference="D-TER", volunteer_id=second.id)
        make.contract(tera, date(2019, 2, 11), date(2019, 6, 30), station_id=away.id)
        zinder = make.deployment(assignment, reference="D-ZIN", volunteer_id=None)
        make.contract(zinder, date(2019, 10, 1), date(2019, 12, 31), signed_on=None)
        make.leave(niamey, starts_on=date(2019, 4, 3), ends_on=date(2019, 4, 5), days=Decimal(3))
        files = make.work_measure(project, code="files", name="Files reviewed")
        persons = make.work_measure(project, code="persons", name="Persons assisted", by_sex="yes", by_age="yes")
        make.work_count(files, niamey, 41)
        return LegalAid(project.id, assignment.id, niamey.id, tera.id, zinder.id, first.id, files.id, persons.id)
