"""An office with one volunteer who serves and is planned to go on, and a form of each list about people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from desktop.domain.ledger import LedgerKind
from desktop.language import Language, Message, UserError
from desktop.registers.query import Cell
from desktop.services import records
from desktop.services.offices import Office
from desktop.services.records import InvalidRecordError
from desktop.storage.models import Base
from tests.helpers.records import making
from tests.helpers.staffing import Staff

JAN, JUN, JUL, DEC = date(2019, 1, 1), date(2019, 6, 30), date(2019, 7, 1), date(2019, 12, 31)
Values = dict[str, Cell]


@dataclass
class World:
    """An office in which one volunteer serves until June and is planned until December, and another grant is closed."""

    office: Office
    english: Language
    ids: dict[str, int]

    def _said(self, message: Message) -> str:
        return self.english.text(message).replace("\N{NO-BREAK SPACE}", " ")

    def refused(self, register: str, record: str = "", /, **values: Cell) -> dict[str, str]:
        """Why values are not kept, by field."""
        with pytest.raises(InvalidRecordError) as refusal:
            self.save(register, record, **values)
        return {key: self._said(problem) for key, problem in refusal.value.fields.items()}

    def save(self, register: str, record: str = "", /, **values: Cell) -> int:
        """Keeps a record; names of records stand for their ids."""
        told = {key: self.ids.get(value, value) if isinstance(value, str) else value for key, value in values.items()}
        return records.save(self.office, register, values=told, record_id=self.ids.get(record)).record_id

    def values(self, register: str, record_id: int) -> dict[str, Cell]:
        """What is kept."""
        return dict(records.load(self.office, register, record_id).values)

    def previewed(self, register: str, /, **values: Cell) -> str:
        """What a form says while it is filled in."""
        told = {key: self.ids.get(value, value) if isinstance(value, str) else value for key, value in values.items()}
        message = records.try_out(self.office, register, values=told)
        return "" if message is None else self._said(message)

    def kept(self, register: str, record: str) -> str:
        """Why a record cannot be removed."""
        with pytest.raises(UserError) as refusal:
            records.remove(
                self.office,
                register,
                record_id=self.ids[record],
                version=records.load(self.office, register, self.ids[record]).version,
            )
        return self._said(refusal.value.title)


def make_world(office: Office, english: Language) -> World:
    """Fills an empty office."""
    ids: dict[str, int] = {}
    with making(office) as make:
        staff = Staff(make)
        project, other = make.project(reference="NER"), make.project(reference="SEN")
        grant, closed = make.grant(reference="GR-1"), make.grant(reference="GR-9", closed_on=date(2019, 3, 31))
        line, stranger = (
            make.line(make.budget(each, status="approved"), "1.1", "5000.00", category=1) for each in (grant, closed)
        )
        station = staff.station()
        assignment = staff.assignment(reference="A-1", project_id=project.id, station_id=station.id)
        volunteer = staff.volunteer(reference="V-1")
        deployment = staff.deployment(assignment, reference="D-1", volunteer_id=volunteer.id)
        first = staff.contract(deployment, "initial", JAN, JUN, signed_on=JAN)
        later = staff.contract(deployment, "extension", JUL, DEC)
        spare = staff.deployment(assignment, reference="D-2", volunteer_id=volunteer.id)
        empty = staff.deployment(assignment, reference="D-3")
        share = staff.share(deployment, grant, "60", JAN, line_id=line.id)
        commitment = make.entry(grant, "1000.00", kind=str(LedgerKind.COMMITMENT), reference="FA-1")
        commitment.source_key = "signing:FA-1"
        part = staff.cost(commitment, deployment, JAN, "1000.00")
        named: dict[str, Base] = {
            "project": project,
            "other": other,
            "grant": grant,
            "closed": closed,
            "line": line,
            "stranger": stranger,
            "station": station,
            "assignment": assignment,
            "volunteer": volunteer,
            "deployment": deployment,
            "first": first,
            "later": later,
            "spare": spare,
            "empty": empty,
            "share": share,
            "commitment": commitment,
            "part": part,
            "invoice": make.entry(grant, "500.00", reference="INV-1"),
            "receipt": make.entry(grant, "500.00", kind="receipt", reference="RC-1"),
            "result": make.result(other),
            "rate": staff.rate("living", "1000.00", source="A circular"),
        }
        ids |= {name: record.id for name, record in named.items()}
    world = World(office, english, ids)
    for name, code, by_sex in (("visits", "VIS", "no"), ("persons", "PER", "yes")):
        form = FORMS["work_measures"] | {"code": code, "by_sex": by_sex}
        ids[name] = world.save("work_measures", **form)
    ids["leave"] = world.save(
        "leave", deployment="deployment", kind="annual", starts_on=date(2019, 2, 4), ends_on=date(2019, 2, 8)
    )
    ids["count"] = world.save("work_counts", measure="visits", deployment="deployment", month=JAN, count=Decimal(4))
    return world


CONTRACT: Values = {
    "deployment": "spare",
    "kind": "initial",
    "starts_on": date(2020, 1, 1),
    "ends_on": date(2020, 6, 30),
}
SHARE: Values = {"deployment": "empty", "starts_on": JAN, "grant": "grant", "line": "line", "percent": Decimal(40)}
RATE: Values = {
    "component": "living",
    "starts_on": JAN,
    "currency": "USD",
    "amount": Decimal(900),
    "source": "A circular",
}
LEAVE: Values = {
    "deployment": "deployment",
    "kind": "annual",
    "starts_on": date(2019, 3, 1),
    "ends_on": date(2019, 3, 11),
}
COUNT: Values = {"measure": "visits", "deployment": "deployment", "month": date(2019, 2, 1), "count": Decimal(3)}
MATCH: Values = {"entry": "invoice", "deployment": "deployment", "month": JAN, "amount": Decimal(100)}
FORMS: Mapping[str, Values] = {
    "volunteers": {"reference": "V-9", "category": "national_expert"},
    "clearances": {"volunteer": "volunteer", "kind": "medical"},
    "duty_stations": {"place": "Zinder", "country": "NE"},
    "assignments": {"reference": "A-9", "title": "Legal aid", "category": "national_expert"},
    "deployments": {"reference": "D-9", "assignment": "assignment"},
    "contract_periods": CONTRACT,
    "deployment_shares": SHARE,
    "entitlement_rates": RATE,
    "category_limits": {"category": "national_youth", "starts_on": JAN},
    "leave": LEAVE,
    "checklist": {"deployment": "deployment", "phase": "arrival", "title": "Contract signed"},
    "work_measures": {"project": "project", "code": "x", "name": "Files", "by_sex": "no", "by_age": "no"},
    "work_counts": COUNT,
    "deployment_costs": MATCH,
}
