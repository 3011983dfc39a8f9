"""Makes what the rows of a ledger extract name and the office lacks: projects, grants, and lines to stand on.

A grant comes with nothing but its reference and its currency; a line with an amount of zero. They go into the approved
budget of the grant, or a first one, since entries stand on approved lines only; a line of zero changes no total.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from desktop.domain.money import ZERO
from desktop.language import say
from desktop.services.imports.ledger.work import Work
from desktop.storage.budgets import next_revision
from desktop.storage.models import Base, Budget, BudgetLine, Grant, Organisation, Project
from desktop.storage.office import Unit
from desktop.storage.partners import organisation_called

FUNDER = say("Funder to be named")


class TrueIds:
    """The ids that records got, by the ones below zero that stood for them; `made` counts them by register."""

    def __init__(self, unit: Unit, work: Work, places: Collection[int], *, batch_id: int) -> None:
        self._unit = unit
        self._work = work
        self._extra = {"batch_id": batch_id, "version": 1}
        self.made: dict[str, int] = {}
        entries = work.entries
        self.projects = self._make_projects({entries.project[place] for place in places})
        self.grants = self._make_grants({entries.grant[place] for place in places})
        self.lines = self._make_lines(places)

    def _insert(self, register: str, model: type[Base], rows: list[dict[str, Any]]) -> list[int]:
        ids = self._unit.reserve(model, len(rows))
        self._unit.insert_many(
            model, [{"id": identity} | row | self._extra for identity, row in zip(ids, rows, strict=True)]
        )
        if rows:
            self.made[register] = len(rows)
        return ids

    def _make_projects(self, used: set[int]) -> dict[int, int]:
        new = {identity: name for name, identity in self._work.world.new_projects.items() if identity in used}
        ids = self._insert("projects", Project, [{"reference": name, "title": name} for name in new.values()])
        return {identity: identity for identity in used} | dict(zip(new, ids, strict=True))

    def _make_grants(self, used: set[int]) -> dict[int, int]:
        new = [grant for grant in self._work.world.new_grants if grant.id in used]
        funder = self._funder() if new else 0
        rows = [
            {
                "reference": grant.reference,
                "title": grant.reference,
                "funder_id": funder,
                "currency": grant.currency,
                "amount": ZERO,
            }
            for grant in new
        ]
        ids = self._insert("grants", Grant, rows)
        return {identity: identity for identity in used} | {
            grant.id: true for grant, true in zip(new, ids, strict=True)
        }

    def _funder(self) -> int:
        """Who stands for the funder that nobody named: a grant cannot be without one."""
        name = str(FUNDER)
        known = organisation_called(self._unit.session, name)
        return known or self._insert("organisations", Organisation, [{"name": name}])[0]

    def _make_lines(self, places: Collection[int]) -> dict[int, int]:
        entries = self._work.entries
        said: defaultdict[int, set[int]] = defaultdict(set)
        for line, category in {(entries.line[place], entries.category[place]) for place in places}:
            said[line].add(category)
        new = [line for identity, line in self._work.world.new_lines.items() if identity in said]
        budgets = self._make_budgets({line.grant_id for line in new if not line.budget_id})
        rows = [
            {
                "budget_id": line.budget_id or budgets[line.grant_id],
                "code": line.code,
                "description": line.code,
                "category": next(iter(said[line.id])) or None if len(said[line.id]) == 1 else None,
                "unit_cost": ZERO,
                "amount": ZERO,
            }
            for line in new
        ]
        ids = self._insert("budget_lines", BudgetLine, rows)
        return {identity: identity for identity in said} | {line.id: true for line, true in zip(new, ids, strict=True)}

    def _make_budgets(self, grants: set[int]) -> dict[int, int]:
        """A first budget for each grant that has none that is approved."""
        ordered = sorted(grants, reverse=True)
        rows = [
            {
                "grant_id": self.grants[grant],
                "revision": next_revision(self._unit.session, grant_id=self.grants[grant], project_id=None)
                if grant > 0
                else 0,
                "status": "approved",
                "title": self._work.draft.book.name,
            }
            for grant in ordered
        ]
        return dict(zip(ordered, self._insert("budgets", Budget, rows), strict=True))
