"""What tests of the use cases share: the sample office, and forms as a user fills them in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from desktop.config import paths
from desktop.language import UserError, load_language
from desktop.registers.query import Cell
from desktop.services import records
from desktop.services.offices import Office, Outcome, find_office
from desktop.services.records import InvalidRecordError
from desktop.services.sample import new_sample_office
from desktop.storage.models import Grant, Project
from tests.helpers.clock import Clock
from tests.helpers.records import Maker, making

Form = dict[str, Cell]
Refusals = dict[str, str]
Told = Callable[[pytest.ExceptionInfo[UserError]], str]


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample office in English, made once; never opened for writing."""
    path = tmp_path_factory.mktemp("sample") / "sample.grantdesk"
    new_sample_office(str(path), actor="Test", language=load_language(paths.translations(), "en")).close()
    return path


@pytest.fixture
def sample(sample_file: Path, tmp_path: Path, clock: Clock) -> Iterator[Office]:
    """A sample office of this test alone, open."""
    path = tmp_path / "sample.grantdesk"
    path.write_bytes(sample_file.read_bytes())
    office = find_office(str(path), actor="Test", clock=clock)
    yield office
    office.close()


class Desk:
    """An office with a funder (XX-1), a project (PR-1), a grant in USD for 2019 (GR-1), its approved budget with a
    line (7.1) and an entry on it, an empty draft, an agreement (MOU-0) and a key by which rent is split; a volunteer
    (V-1) who is deployed (D-1) from January to June, and what the project counts (files, by sex and age); and forms in
    which every required field is filled in, ready for a test to change what it is about.
    """

    def __init__(self, office: Office) -> None:
        self.office = office
        with making(office) as make:
            funder = make.organisation(reference="XX-1", name="A funder")
            project = make.project(reference="PR-1")
            grant = make.grant(reference="GR-1", funder_id=funder.id)
            budget = make.budget(grant, status="approved", project_id=project.id)
            line = make.line(budget, "7.1", "5000.00", category=7)
            agreement = make.agreement(reference="MOU-0")
            key = make.allocation(name="Rent")
            self.funder, self.project, self.grant = funder.id, project.id, grant.id
            self.budget, self.line = budget.id, line.id
            self.agreement, self.allocation = agreement.id, key.id
            self.draft = make.budget(grant, status="draft", revision=1).id
            self._entry: int | None = None
            self._deploy(make, project)

    def _deploy(self, make: Maker, project: Project) -> None:
        station = make.station(place="Niamey")
        volunteer = make.volunteer(reference="V-1")
        assignment = make.assignment(reference="DOA-1", station_id=station.id, project_id=project.id)
        deployment = make.deployment(assignment, reference="D-1", volunteer_id=volunteer.id)
        make.contract(deployment, date(2019, 1, 1), date(2019, 6, 30))
        self.station, self.volunteer = station.id, volunteer.id
        self.assignment, self.deployment = assignment.id, deployment.id
        self.measure = make.work_measure(project, code="files", by_sex="yes", by_age="yes").id

    @property
    def forms(self) -> Mapping[str, Form]:
        """A form for a new record of each register that can be written."""
        return {
            "organisations": {"name": "Legal Aid Agency", "reference": "NE-LAA", "type": "10", "country": "NE"},
            "agreements": {"reference": "MOU-1", "title": "A memorandum", "kind": "memorandum"},
            "projects": {"reference": "NER-LA", "title": "Legal aid, Niger", "kind": "project", "status": "2"},
            "results": {"code": "1.1", "title": "Files are reviewed", "kind": "output", "project": self.project},
            "grants": {
                "reference": "NER-CT-09",
                "title": "Legal aid",
                "funder": self.funder,
                "currency": "USD",
                "amount": Decimal("125000.50"),
                "starts_on": date(2019, 1, 1),
                "ends_on": date(2019, 12, 31),
            },
            "budgets": {"grant": self.grant, "name": "For the whole grant"},
            "budget_lines": {
                "budget": self.draft,
                "code": "5.1",
                "description": "Visits to the prisons",
                "category": "5",
                "quantity": Decimal(12),
                "unit_cost": Decimal("95.25"),
                "duration": Decimal(3),
                "percent_charged": Decimal(50),
            },
            "ledger": {
                "entry_on": date(2019, 3, 4),
                "reference": "PV-0001",
                "description": "Fuel",
                "kind": "expenditure",
                "grant": self.grant,
                "line": self.line,
                "original_currency": "USD",
                "original_amount": Decimal("118.40"),
                "rate": None,
            },
            "rates": {
                "currency": "XOF",
                "base": "USD",
                "effective_on": date(2019, 3, 1),
                "units": Decimal("576.5"),
                "source": "UN Treasury",
            },
            **self._forms_of_a_grant,
            **self._forms_of_an_agreement,
            **self._forms_of_people,
            **self._forms_of_a_deployment,
        }

    @property
    def _forms_of_a_grant(self) -> Mapping[str, Form]:
        return {
            "instalments": {
                "grant": self.grant,
                "number": Decimal(1),
                "expected_on": date(2019, 6, 30),
                "condition": "After the first report",
                "amount": Decimal("25000.00"),
            },
            "rules": {"grant": self.grant, "kind": "equipment", "amount": Decimal(5000), "article": "Article 3"},
            "amendments": {
                "grant": self.grant,
                "number": Decimal(1),
                "kind": "no_cost_extension",
                "ends_on": date(2020, 3, 31),
            },
            "shares": {"grant": self.grant, "project": self.project, "amount": Decimal("60000.00")},
            "allocations": {"name": "Fuel", "note": "By distance"},
            "allocation_shares": {
                "allocation": self.allocation,
                "starts_on": date(2019, 1, 1),
                "grant": self.grant,
                "line": self.line,
                "percent": Decimal(100),
            },
            "crosswalks": {
                "scheme": "sf424a",
                "category": "1",
                "target": "6b",
                "percent": Decimal(25),
                "grant": self.grant,
            },
        }

    @property
    def _forms_of_an_agreement(self) -> Mapping[str, Form]:
        return {
            "parties": {
                "agreement": self.agreement,
                "organisation": self.funder,
                "role": "funder",
                "signatory_title": "Regional Representative",
                "signed_on": date(2019, 1, 15),
            },
            "obligations": {
                "agreement": self.agreement,
                "organisation": self.funder,
                "title": "Pay the first instalment",
                "due_on": date(2019, 6, 30),
                "status": "open",
            },
            "contacts": {"organisation": self.funder, "name": "Grants officer", "email": "grants@example.org"},
        }

    @property
    def _forms_of_people(self) -> Mapping[str, Form]:
        return {
            "volunteers": {
                "reference": "V-12",
                "category": "national",
                "sex": "m",
                "nationality": "NE",
                "skills": "Law",
            },
            "clearances": {
                "volunteer": self.volunteer,
                "kind": "security_training",
                "obtained_on": date(2017, 6, 7),
                "expires_on": date(2020, 6, 6),
            },
            "duty_stations": {"place": "Diffa", "country": "NE", "hardship": "E", "family": "no"},
            "assignments": {
                "reference": "DOA-2",
                "title": "Legal officers",
                "category": "national",
                "project": self.project,
                "station": self.station,
                "posts": Decimal(5),
                "starts_on": date(2019, 1, 1),
            },
            "entitlement_rates": {
                "component": "living",
                "category": "national",
                "country": "NE",
                "starts_on": date(2019, 1, 1),
                "basis": "month",
                "currency": "USD",
                "amount": Decimal("816.00"),
                "source": "Test rate",
            },
            "category_limits": {
                "category": "national",
                "starts_on": date(2019, 1, 1),
                "most_months": Decimal(48),
                "leave_days": Decimal("2.5"),
            },
            "work_measures": {
                "project": self.project,
                "code": "visits",
                "name": "Prison visits",
                "by_sex": "no",
                "by_age": "no",
            },
        }

    @property
    def _forms_of_a_deployment(self) -> Mapping[str, Form]:
        return {
            "deployments": {
                "reference": "D-2",
                "volunteer": self.volunteer,
                "assignment": self.assignment,
                "category": "national",
            },
            "contract_periods": {
                "deployment": self.deployment,
                "kind": "extension",
                "starts_on": date(2019, 7, 1),
                "ends_on": date(2019, 12, 31),
            },
            "deployment_shares": {
                "deployment": self.deployment,
                "starts_on": date(2019, 1, 1),
                "grant": self.grant,
                "line": self.line,
                "percent": Decimal(100),
            },
            "leave": {
                "deployment": self.deployment,
                "kind": "annual",
                "starts_on": date(2019, 4, 1),
                "ends_on": date(2019, 4, 5),
                "days": Decimal(5),
            },
            "checklist": {"deployment": self.deployment, "phase": "arrival", "title": "Security briefing"},
            "work_counts": {
                "measure": self.measure,
                "deployment": self.deployment,
                "month": date(2019, 3, 1),
                "sex": "f",
                "age": "adult",
                "count": Decimal(7),
            },
        }

    @property
    def entry(self) -> int:
        """A cost of the grant for the deployment, made when a test first asks for it: most want an empty ledger."""
        if self._entry is None:
            with making(self.office) as make:
                grant = make.unit.get(Grant, self.grant)
                self._entry = make.entry(grant, "310.25", line_id=self.line).id
        return self._entry

    def form(self, register: str) -> Form:
        """A form for a new record of a register."""
        if register == "deployment_costs":
            amount, month = Decimal("310.25"), date(2019, 3, 1)
            return {"entry": self.entry, "deployment": self.deployment, "month": month, "amount": amount}
        return self.forms[register]

    def save(
        self, register: str, record_id: int | None = None, version: int | None = None, /, **values: Cell
    ) -> Outcome:
        """Saves a new record from its form with `values` changed; or just `values` of the record `record_id`."""
        form = values if record_id is not None else {**self.form(register), **values}
        return records.save(self.office, register, values=form, record_id=record_id, version=version)

    def refused(self, register: str, record_id: int | None = None, /, **values: Cell) -> Refusals:
        """What is wrong with such a form, by field."""
        with pytest.raises(InvalidRecordError) as raised:
            self.save(register, record_id, **values)
        return {key: str(message) for key, message in raised.value.fields.items()}

    def values(self, register: str, record_id: int) -> Form:
        """A record as its register shows it."""
        return records.load(self.office, register, record_id).values


@pytest.fixture
def desk(office: Office) -> Desk:
    """A desk on each engine."""
    return Desk(office)


@pytest.fixture
def file_desk(file_office: Office) -> Desk:
    """A desk on a file, for what does not depend on the engine."""
    return Desk(file_office)


@pytest.fixture
def told() -> Told:
    """The three sentences of a trouble in English, as one text."""
    return lambda raised: " ".join(map(str, raised.value.sentences()))
