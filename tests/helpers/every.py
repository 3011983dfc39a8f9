"""One record of every kind, and a change to each: for promises that hold of every table."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from desktop.domain.terms import RuleKind
from desktop.storage.models import (
    AgreementParty,
    AllocationShare,
    Amendment,
    Base,
    BudgetPhase,
    Contact,
    Crosswalk,
    Document,
    DonorReport,
    ImportMapping,
    Letterhead,
    MonthUnlock,
    Obligation,
    ProjectCountry,
    ProjectRole,
    ProjectSector,
    ProjectTag,
    ReportTemplate,
    ReportWaiver,
    Waiver,
)
from tests.helpers.records import Maker

Make = Callable[[Maker], Base]


def _party(make: Maker) -> Base:
    return make.unit.add(AgreementParty(agreement_id=make.agreement().id, organisation_id=make.organisation().id))


def _role(make: Maker) -> Base:
    return make.unit.add(
        ProjectRole(project_id=make.project().id, organisation_id=make.organisation().id, role="implementing")
    )


def _country(make: Maker) -> Base:
    return make.unit.add(ProjectCountry(project_id=make.project().id, code="NE", share=Decimal("62.5")))


def _sector(make: Maker) -> Base:
    return make.unit.add(ProjectSector(project_id=make.project().id, vocabulary="1", code="15130"))


def _tag(make: Maker) -> Base:
    return make.unit.add(ProjectTag(project_id=make.project().id, vocabulary="3", code="16.3"))


def _obligation(make: Maker) -> Base:
    return make.unit.add(
        Obligation(agreement_id=make.agreement().id, organisation_id=make.organisation().id, title="Pay the volunteers")
    )


def _contact(make: Maker) -> Base:
    return make.unit.add(Contact(organisation_id=make.organisation().id, name="The grants officer"))


def _document(make: Maker) -> Base:
    return make.unit.add(
        Document(name="award.pdf", agreement_id=make.agreement().id, size=3, sha256="0", added_on=date(2019, 3, 4))
    )


def _amendment(make: Maker) -> Base:
    return make.unit.add(Amendment(grant_id=make.grant().id, number=1, kind="rebudget"))


def _phase(make: Maker) -> Base:
    line = make.line(make.budget(make.grant(), status="draft"), "1.1", "1200.00")
    return make.unit.add(BudgetPhase(line_id=line.id, starts_on=date(2019, 1, 1), amount=Decimal(1200)))


def _allocation(make: Maker) -> Base:
    return make.allocation()


def _allocation_share(make: Maker) -> Base:
    key = make.allocation()
    return make.unit.add(
        AllocationShare(allocation_id=key.id, starts_on=date(2019, 1, 1), grant_id=make.grant().id, percent=Decimal(50))
    )


def _crosswalk(make: Maker) -> Base:
    return make.unit.add(
        Crosswalk(scheme="sf424a", grant_id=make.grant().id, category=1, target="6b", percent=Decimal(25))
    )


def _lock(make: Maker) -> Base:
    return make.lock()


def _unlock(make: Maker) -> Base:
    return make.unit.add(
        MonthUnlock(
            lock_id=make.lock().id, person="Aïssata", until=make.unit.now, reason="A late invoice", given_by="Test"
        )
    )


def _waiver(make: Maker) -> Base:
    return make.unit.add(
        Waiver(
            code="ending",
            register="grants",
            record_id=int(make._next("")),
            label="GR-1",
            reason="Agreed by letter",
            waived_by="Test",
            waived_on=date(2019, 3, 4),
        )
    )


def _mapping(make: Maker) -> Base:
    return make.unit.add(
        ImportMapping(
            kind="ledger", name=make._next("ERP "), headings="9f2c", mapping={"sheet": "Extract"}, used_at=make.unit.now
        )
    )


def _template(make: Maker) -> Base:
    return make.unit.add(
        ReportTemplate(
            name=make._next("Annex "),
            number=1,
            layout="statement",
            file_name="annex.xlsx",
            sha256="0",
            size=3,
            added_on=date(2019, 3, 4),
        )
    )


def _report(make: Maker) -> DonorReport:
    return make.unit.add(
        DonorReport(
            grant_id=make.grant().id,
            layout="statement",
            number=1,
            starts_on=date(2019, 1, 1),
            ends_on=date(2019, 3, 31),
            language="en",
        )
    )


def _report_waiver(make: Maker) -> Base:
    return make.unit.add(
        ReportWaiver(
            report_id=_report(make).id,
            code="indirect",
            reason="Posted with the next report",
            waived_by="Test",
            waived_on=date(2019, 4, 1),
        )
    )


def _letterhead(make: Maker) -> Base:
    """The only one there is."""
    return make.unit.session.get(Letterhead, 1) or make.unit.add(Letterhead(id=1, address="Niamey"))


def _cost(make: Maker) -> Base:
    return make.deployment_cost(make.deployment(), make.entry(make.grant(), "816.00"), "816.00")


def _count_of_work(make: Maker) -> Base:
    measure = make.work_measure(make.project(), by_sex="yes", by_age="yes")
    return make.work_count(measure, make.deployment(), 7, sex="f", age="adult")


RECORDS: dict[str, Make] = {
    "organisation": lambda make: make.organisation(),
    "agreement": lambda make: make.agreement(),
    "agreement_party": _party,
    "project": lambda make: make.project(),
    "project_role": _role,
    "project_country": _country,
    "project_sector": _sector,
    "project_tag": _tag,
    "result_node": lambda make: make.result(make.project()),
    "grant": lambda make: make.grant(),
    "grant_share": lambda make: make.share(make.grant(), make.project(), "2500.50"),
    "budget": lambda make: make.budget(make.grant()),
    "budget_line": lambda make: make.line(make.budget(make.grant(), status="draft"), "1.1", "1200.00"),
    "ledger_entry": lambda make: make.entry(make.grant(), "310.25"),
    "exchange_rate": lambda make: make.rate("XOF", "589.3720000000", date(2019, 3, 1)),
    "obligation": _obligation,
    "contact": _contact,
    "document": _document,
    "grant_rule": lambda make: make.rule(make.grant(), RuleKind.INDIRECT, percent=Decimal(13)),
    "amendment": _amendment,
    "instalment": lambda make: make.instalment(make.grant(), "25000.00", date(2019, 6, 30)),
    "budget_phase": _phase,
    "allocation": _allocation,
    "allocation_share": _allocation_share,
    "crosswalk": _crosswalk,
    "month_lock": _lock,
    "month_unlock": _unlock,
    "waiver": _waiver,
    "import_mapping": _mapping,
    "report_template": _template,
    "donor_report": _report,
    "report_waiver": _report_waiver,
    "letterhead": _letterhead,
    "duty_station": lambda make: make.station(),
    "volunteer": lambda make: make.volunteer(),
    "clearance": lambda make: make.clearance(make.volunteer()),
    "assignment": lambda make: make.assignment(),
    "deployment": lambda make: make.deployment(),
    "contract_period": lambda make: make.contract(make.deployment(), date(2019, 1, 1), date(2019, 12, 31)),
    "deployment_share": lambda make: make.deployment_share(make.deployment(), make.grant()),
    "deployment_cost": _cost,
    "entitlement_rate": lambda make: make.entitlement_rate(),
    "category_limit": lambda make: make.category_limit(starts_on=date(2017, 1, int(make._next("")) % 28 + 1)),
    "leave": lambda make: make.leave(make.deployment()),
    "checklist_item": lambda make: make.checklist_item(make.deployment()),
    "work_measure": lambda make: make.work_measure(make.project()),
    "work_count": _count_of_work,
}
"""How a record of each table is made: all tables whose records people or imports bring, one by one."""

CHANGES: dict[str, tuple[str, Any, Any]] = {
    "organisation": ("name", "Ministère de la Justice", "Bureau d’aide juridique"),
    "agreement": ("signed_on", date(2018, 5, 2), None),
    "project": ("title", "Access to justice", "Legal aid in Niger"),
    "project_role": ("role", "accountable", "funding"),
    "project_country": ("share", Decimal("37.5"), None),
    "project_sector": ("name", "Legal and judicial development", "Human rights"),
    "project_tag": ("name", "Rule of law", "Access to justice"),
    "result_node": ("title", "Detainees are heard", "Detainees have counsel"),
    "grant": ("amount", Decimal("250000.01"), Decimal("1.9999")),
    "grant_share": ("amount", Decimal("0.10"), Decimal(-3)),
    "budget": ("approved_on", date(2019, 2, 28), None),
    "budget_line": ("quantity", Decimal("2.5"), Decimal(7)),
    "ledger_entry": ("entry_on", date(2019, 12, 31), date(2018, 1, 1)),
    "exchange_rate": ("units", Decimal("600.0000000001"), Decimal("0.5")),
    "agreement_party": ("signatory", "The Regional Representative", ""),
    "obligation": ("due_on", date(2019, 12, 31), None),
    "contact": ("job_title", "Grants officer", ""),
    "document": ("note", "Signed copy", ""),
    "grant_rule": ("percent", Decimal("7.5"), None),
    "amendment": ("ends_on", date(2020, 6, 30), None),
    "instalment": ("amount", Decimal("25000.50"), Decimal(1)),
    "budget_phase": ("amount", Decimal("0.10"), Decimal(7)),
    "allocation": ("note", "By floor space", ""),
    "allocation_share": ("percent", Decimal("33.3333"), Decimal(1)),
    "crosswalk": ("percent", Decimal("12.5"), Decimal(100)),
    "month_lock": ("closed_by", "Aïssata", "Test"),
    "month_unlock": ("reason", "An audit", ""),
    "waiver": ("reason", "Agreed by telephone", ""),
    "import_mapping": ("name", "Umoja extract", "Atlas extract"),
    "report_template": ("note", "For the year end", ""),
    "donor_report": ("prepared_by", "Aïssata", ""),
    "report_waiver": ("reason", "Agreed by telephone", ""),
    "letterhead": ("address", "Dakar", ""),
    "duty_station": ("hardship", "D", None),
    "volunteer": ("born_on", date(1990, 5, 2), None),
    "clearance": ("expires_on", date(2022, 5, 31), None),
    "assignment": ("posts", 10, 2),
    "deployment": ("ended_on", date(2019, 5, 15), None),
    "contract_period": ("signed_on", date(2018, 12, 20), None),
    "deployment_share": ("percent", Decimal("33.3333"), Decimal(1)),
    "deployment_cost": ("amount", Decimal("0.10"), Decimal(7)),
    "entitlement_rate": ("amount", Decimal("820.50"), None),
    "category_limit": ("most_months", 24, None),
    "leave": ("days", Decimal("2.5"), Decimal(1)),
    "checklist_item": ("done_on", date(2019, 1, 7), None),
    "work_measure": ("by_sex", "yes", "no"),
    "work_count": ("count", 12, 0),
}
"""An attribute of each table, and two values to give it one after the other."""

assert set(RECORDS) == set(CHANGES)
