"""Makes records for tests with as little said as a test needs; what is not said has a plain value."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

from desktop.domain.terms import IndirectBase, RuleKind
from desktop.language import say
from desktop.services.offices import Office
from desktop.storage.models import (
    Agreement,
    Allocation,
    Budget,
    BudgetLine,
    ExchangeRate,
    Grant,
    GrantRule,
    GrantShare,
    Instalment,
    LedgerEntry,
    MonthLock,
    Obligation,
    Organisation,
    Project,
    ResultNode,
)
from tests.helpers.people import PeopleMaker


class Maker(PeopleMaker):
    """Adds records to a unit of work; those of people are made in `people`."""

    def organisation(self, **values: Any) -> Organisation:
        """An organisation."""
        reference = values.pop("reference", None) or self._next("XX-")
        return self.unit.add(Organisation(**{"name": f"Organisation {reference}", "reference": reference} | values))

    def agreement(self, **values: Any) -> Agreement:
        """An agreement."""
        reference = values.pop("reference", None) or self._next("AG-")
        return self.unit.add(
            Agreement(**{"reference": reference, "title": f"Agreement {reference}", "kind": "memorandum"} | values)
        )

    def project(self, **values: Any) -> Project:
        """A project."""
        reference = values.pop("reference", None) or self._next("PR-")
        return self.unit.add(Project(**{"reference": reference, "title": f"Project {reference}"} | values))

    def result(self, project: Project, **values: Any) -> ResultNode:
        """An output of a project."""
        plain = {"kind": "output", "code": self._next("R"), "title": "An output"}
        return self.unit.add(ResultNode(project_id=project.id, **plain | values))

    def grant(self, **values: Any) -> Grant:
        """A grant of USD 100,000.00 for 2019, from a funder of its own unless one is given."""
        if "funder_id" not in values:
            values["funder_id"] = self.organisation().id
        reference = values.pop("reference", None) or self._next("GR-")
        rate = values.pop("indirect_rate", None)
        plain = {
            "reference": reference,
            "title": f"Grant {reference}",
            "currency": "USD",
            "amount": Decimal("100000.00"),
            "starts_on": date(2019, 1, 1),
            "ends_on": date(2019, 12, 31),
        }
        grant = self.unit.add(Grant(**plain | values))
        if rate is not None:
            self.rule(grant, RuleKind.INDIRECT, percent=rate, choice=IndirectBase.DIRECT)
        return grant

    def rule(self, grant: Grant, kind: RuleKind, **values: Any) -> GrantRule:
        """A rule of a grant's rule book."""
        return self.unit.add(GrantRule(grant_id=grant.id, kind=str(kind), **values))

    def instalment(self, grant: Grant, amount: str, on: date, **values: Any) -> Instalment:
        """Cash expected from the funder."""
        number = values.pop("number", None) or int(self._next(""))
        return self.unit.add(
            Instalment(grant_id=grant.id, amount=Decimal(amount), expected_on=on, number=number, **values)
        )

    def obligation(self, agreement: Agreement, **values: Any) -> Obligation:
        """An obligation of an agreement, of an organisation of its own unless one is given."""
        if "organisation_id" not in values:
            values["organisation_id"] = self.organisation().id
        return self.unit.add(Obligation(**{"agreement_id": agreement.id, "title": "An obligation"} | values))

    def share(self, grant: Grant, project: Project, amount: str) -> GrantShare:
        """What a grant gives a project."""
        return self.unit.add(GrantShare(grant_id=grant.id, project_id=project.id, amount=Decimal(amount)))

    def budget(self, grant: Grant, **values: Any) -> Budget:
        """An approved budget of a grant."""
        return self.unit.add(Budget(grant_id=grant.id, **values))

    def line(self, budget: Budget, code: str, amount: str, **values: Any) -> BudgetLine:
        """A line of a budget, one unit at its amount."""
        plain = {"description": f"Line {code}", "category": 7, "unit_cost": Decimal(amount), "amount": Decimal(amount)}
        return self.unit.add(BudgetLine(budget_id=budget.id, code=code, **plain | values))

    def entry(self, grant: Grant | None, amount: str, **values: Any) -> LedgerEntry:
        """An expenditure of 4 March 2019 in the grant's currency; give `kind`, `entry_on` and more as needed."""
        currency = grant.currency if grant is not None else "USD"
        plain: dict[str, Any] = {
            "entry_on": date(2019, 3, 4),
            "kind": "expenditure",
            "grant_id": grant.id if grant is not None else None,
            "original_currency": currency,
            "original_amount": Decimal(amount),
            "currency": currency,
            "amount": Decimal(amount),
        }
        return self.unit.add(LedgerEntry(**plain | values))

    def allocation(self, **values: Any) -> Allocation:
        """A key by which costs are split, without shares."""
        return self.unit.add(Allocation(**{"name": self._next("Rent ")} | values))

    def lock(self, **values: Any) -> MonthLock:
        """A softly closed month long ago, another one each time."""
        years, month = divmod(int(self._next("")), 12)
        plain = {"month": date(1950 + years, month + 1, 1), "level": "soft"}
        return self.unit.add(MonthLock(**plain | {"closed_by": "Test", "closed_at": self.unit.now} | values))

    def rate(self, currency: str, units: str, on: date, **values: Any) -> ExchangeRate:
        """How many units of a currency made one USD from a day on."""
        plain = {"currency": currency, "units": Decimal(units), "effective_on": on, "source": "Test rate"}
        return self.unit.add(ExchangeRate(**plain | values))


@contextmanager
def making(office: Office, sentence: str = "Made for a test") -> Iterator[Maker]:
    """A maker whose records are kept when the block ends well."""
    with office.change() as unit:
        yield Maker(unit)
        unit.commit(say(sentence))
