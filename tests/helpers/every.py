"""One record of every kind, and a change to each: for promises that hold of every table."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from desktop.storage.models import (
    AgreementParty,
    Base,
    ProjectCountry,
    ProjectRole,
    ProjectSector,
    ProjectTag,
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
    "budget_line": lambda make: make.line(make.budget(make.grant()), "1.1", "1200.00"),
    "ledger_entry": lambda make: make.entry(make.grant(), "310.25"),
    "exchange_rate": lambda make: make.rate("XOF", "589.3720000000", date(2019, 3, 1)),
}
"""How a record of each table is made: all tables whose records people or imports bring."""

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
}
"""An attribute of each table, and two values to give it one after the other (a party is only added or removed)."""

assert set(RECORDS) == {*CHANGES, "agreement_party"}
