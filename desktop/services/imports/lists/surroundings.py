"""What an import of records is held against: the office as it is at the moment, read once."""

from __future__ import annotations

from collections.abc import Iterable

from desktop.registers import find_register
from desktop.registers.money import BUDGET_LINES
from desktop.registers.register import Register
from desktop.services.imports.lists.references import NEW_BUDGET, Names, Pointer, exactly
from desktop.storage.import_matches import (
    BudgetOf,
    Known,
    budgets_by_grant,
    grant_currencies,
    known_records,
    named_entries,
    named_records,
    projects_of_deployments,
    projects_of_grants,
)
from desktop.storage.office import Unit
from desktop.storage.tree import projects_above


class Surroundings:
    """The records of a register, how those they refer to are called, and what follows from them."""

    def __init__(self, unit: Unit, register: Register) -> None:
        self._session = unit.session
        self._register = register
        self.known: dict[int, Known] = known_records(unit.session, register)
        self._names: dict[str, Names] = {}
        self._served: dict[int, int | None] | None = None
        self._currencies = grant_currencies(unit.session)
        self._projects = projects_of_grants(unit.session)
        self._budgets = budgets_by_grant(unit.session)
        self._budget_grants = {one.id: grant for grant, budgets in self._budgets.items() for one in budgets}
        self._codes = self._codes_by_budget() if register.key == BUDGET_LINES.key else {}

    def _codes_by_budget(self) -> dict[int, set[str]]:
        found: dict[int, set[str]] = {}
        for one in self.known.values():
            found.setdefault(one.values["budget"], set()).add(exactly(one.values["code"]))
        return found

    def names(self, register: str) -> Names:
        """How people call the records of a register."""
        if register not in self._names:
            named = named_records(self._session, register)
            self._names[register] = Names(register, find_register(register).singular, named)
        return self._names[register]

    def name_entries(self, references: Iterable[str]) -> None:
        """Gets to know the entries that rows name: of a ledger nobody reads them all."""
        for one in named_entries(self._session, references):
            self.names("ledger").add(one)

    def label(self, register: str, identity: int | None) -> str | None:
        """How lists show a record; None for none."""
        if register == "budgets":
            return self.names("grants").label(self.grant_of_budget(identity))
        return self.names(register).label(identity)

    def currency_of(self, grant_id: int | None) -> str:
        """The currency of a grant; empty for none."""
        return "" if grant_id is None else self._currencies.get(grant_id, "")

    def projects_of(self, grant_id: int | None) -> frozenset[int]:
        """The projects that a grant pays."""
        return frozenset() if grant_id is None else self._projects.get(grant_id, frozenset())

    def projects_of_deployment(self, deployment_id: int | None) -> frozenset[int] | None:
        """The project that a deployment serves and those that it is a part of; None where it serves any."""
        if self._served is None:
            self._served = projects_of_deployments(self._session)
        project = None if deployment_id is None else self._served.get(deployment_id)
        return None if project is None else frozenset({project, *projects_above(self._session, project)})

    def grant_of_budget(self, budget_id: int | None) -> int | None:
        """The grant of a budget."""
        return None if budget_id is None else self._budget_grants.get(budget_id)

    def codes_in(self, budget_id: int | None) -> set[str]:
        """The codes of the lines of a budget."""
        return set() if budget_id is None else set(self._codes.get(budget_id, ()))

    def budget_for(self, grant: Pointer, project: Pointer | None, code: str) -> Pointer:
        """The budget in which a line of a grant and project stands: the open one; else the one in force, whose rules
        say what may not be; else a new one.
        """
        found = [] if grant.id is None else self._budgets.get(grant.id, [])
        if project is not None:
            found = [one for one in found if one.project_id == project.id and project.id is not None]
        chosen = _the_one(found, {one.id for one in found if exactly(code) in self._codes.get(one.id, ())})
        if chosen is not None:
            return Pointer("budgets", grant.label, chosen.id)
        return Pointer(NEW_BUDGET, grant.label, grant=grant, project=project)


def _the_one(found: list[BudgetOf], having: set[int]) -> BudgetOf | None:
    """Of several budgets an open one goes first, then one that has the line, then the newest."""
    return min(found, key=lambda one: (not one.status.is_open, one.id not in having, -one.id), default=None)
