"""What the names in a ledger extract mean in this office: each is found, made because it is to be, or at fault.

Records that would be made have ids below zero until they get true ones.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from desktop.language import Message, say
from desktop.storage.entry_targets import OpenCommitment, TargetGrant, TargetLine, Targets

_NEAR: Final = 3
_ALIKE: Final = 40  # per cent from which a name is like another
_OFFERED: Final = 50  # lines of a budget to choose from when none is near
_NAMED: Final = 6  # of these in the sentence
_BASE: Final = "USD"  # what an office of the United Nations keeps its accounts in


@dataclass(frozen=True, slots=True)
class Fault:
    """What keeps a row out: in which field, why, and what could be meant instead."""

    key: str
    sentence: Message
    fix: Message
    nearest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Warned(Fault):
    """What is worth a look and keeps nothing out."""


def nearest_to(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """The names most like `name`, best first."""
    from rapidfuzz import fuzz, process

    found = process.extract(name, sorted(set(known)), scorer=fuzz.ratio, limit=_NEAR, score_cutoff=_ALIKE)
    return tuple(choice for choice, _score, _place in found)


def nearest_lines(written: str, budgeted: Mapping[str, str]) -> tuple[str, ...]:
    """The codes of the lines most like what is written, which may be a code, a description, or one after the other."""
    from rapidfuzz import fuzz, process, utils

    scores: dict[str, float] = {}
    for read in (list(budgeted), list(budgeted.values()), [f"{code} {about}" for code, about in budgeted.items()]):
        found = process.extract(
            written, read, scorer=fuzz.ratio, processor=utils.default_process, limit=_NEAR, score_cutoff=_ALIKE
        )
        for _choice, score, place in found:
            code = list(budgeted)[place]
            scores[code] = max(score, scores.get(code, 0))
    return tuple(sorted(scores, key=lambda code: (-scores[code], code))[:_NEAR])


class World:
    """Finds what names mean; with `create` it makes what the office lacks."""

    def __init__(self, targets: Targets, *, create: bool, currency: str) -> None:
        self.targets = targets
        self.grants = {grant.reference: grant for grant in targets.grants}
        self.grant_of = {grant.id: grant for grant in targets.grants}
        self.projects = dict(targets.projects)
        self.new_lines: dict[int, TargetLine] = {}
        self.category_of = {line.id: line.category for line in targets.lines}
        self.code_of = {line.id: line.code for line in targets.lines}
        self._create = create
        self._currency = currency
        self._lines: dict[tuple[int, str], list[TargetLine]] = defaultdict(list)
        for line in targets.lines:
            self._lines[line.grant_id, line.code].append(line)
        self._budgeted: dict[int, dict[str, str]] = defaultdict(dict)  # the lines of a grant: code and description
        for line in targets.lines:
            self._budgeted[line.grant_id][line.code] = line.description
        self._results: dict[tuple[int, str], list[int]] = defaultdict(list)
        for identity, project_id, code in targets.results:
            for project in (project_id, 0):
                self._results[project, code].append(identity)
        self._commitments: dict[tuple[int, str], list[OpenCommitment]] = defaultdict(list)
        for commitment in targets.commitments:
            self._commitments[commitment.grant_id, commitment.reference].append(commitment)
        self.commitment_of = {commitment.id: commitment for commitment in targets.commitments}

    # --- what would be made ---------------------------------------------------------------------------------------

    @property
    def new_grants(self) -> list[TargetGrant]:
        """Grants that would be made, in the order in which rows name them."""
        return [grant for grant in self.grants.values() if grant.id < 0]

    @property
    def new_projects(self) -> dict[str, int]:
        """Projects that would be made, with their ids."""
        return {reference: identity for reference, identity in self.projects.items() if identity < 0}

    @property
    def missing(self) -> tuple[tuple[str, str], ...]:
        """Register and name of each record that would be made."""
        lines = (
            ("budget_lines", f"{self.grant_of[line.grant_id].reference} {line.code}")
            for line in self.new_lines.values()
        )
        return (
            *(("grants", grant.reference) for grant in self.new_grants),
            *(("projects", reference) for reference in self.new_projects),
            *lines,
        )

    # --- what names mean ------------------------------------------------------------------------------------------

    def grant(self, reference: str, currency: str) -> int | Fault:
        """The grant of this reference; one that is made is kept in `currency`."""
        known = self.grants.get(reference)
        if known is not None:
            return known.id
        if not reference:
            return Fault(
                "grant", say("The row names no grant."), say("Choose the grant that rows without one belong to.")
            )
        if self._create:
            made = TargetGrant(-1 - len(self.new_grants), reference, currency or self._currency or _BASE)
            self.grants[reference] = self.grant_of[made.id] = made
            return made.id
        return self.no_grant(reference)

    def no_grant(self, reference: str) -> Fault:
        """That there is no grant of this reference, and which is like it."""
        near = nearest_to(reference, self.grants)
        return Fault("grant", say("There is no grant {reference}.", reference=reference), _instead(near), near)

    def project(self, reference: str) -> int | Fault:
        """The project of this reference; 0 without one."""
        known = self.projects.get(reference)
        if known is not None or not reference:
            return known or 0
        if self._create:
            made = self.projects[reference] = -1 - len(self.new_projects)
            return made
        near = nearest_to(reference, self.projects)
        return Fault("project", say("There is no project {reference}.", reference=reference), _instead(near), near)

    def line(self, grant_id: int, code: str, project_id: int) -> int | Fault:
        """The line of this code in the approved budgets of a grant; of several the one for the project of the row."""
        if not code or not grant_id:
            return 0
        found = self._lines.get((grant_id, code), [])
        if len(found) > 1 and project_id:
            found = [line for line in found if line.project_id == project_id] or found
        if len({line.id for line in found}) == 1:
            return found[0].id
        grant = self.grant_of[grant_id].reference
        if found:
            return Fault(
                "line",
                say("Line {code} is in several budgets of {grant}.", code=code, grant=grant),
                say("Give the lines of its budgets codes that differ, or leave the cell empty."),
            )
        return self._make_line(grant_id, code, project_id) if self._create else self._no_line(grant_id, code)

    def _make_line(self, grant_id: int, code: str, project_id: int) -> int:
        budgets = self.targets.approved.get(grant_id, [])
        of_project = [budget_id for budget_id, of in budgets if of == (project_id or None)]
        budget_id = next(iter([*of_project, *(budget_id for budget_id, _of in budgets)]), 0)
        made = TargetLine(-1 - len(self.new_lines), code, None, grant_id, None, budget_id)
        self.new_lines[made.id] = made
        self._lines[grant_id, code].append(made)
        self.category_of[made.id], self.code_of[made.id] = None, code
        return made.id

    def _no_line(self, grant_id: int, code: str) -> Fault:
        budgeted = self._budgeted[grant_id]
        near = nearest_lines(code, budgeted)
        offered = near or tuple(budgeted)[:_OFFERED]
        named = [f"{one} {budgeted[one]}".strip() for one in offered[:_NAMED]]
        fix = say("Enter the budget of the grant first.")
        if near:
            fix = say("Lines that could be meant: {lines}.", lines=named)
        elif len(budgeted) > _NAMED:
            fix = say("Some of its lines: {lines}.", lines=named)
        elif offered:
            fix = say("Its lines are {lines}.", lines=named)
        reference = self.grant_of[grant_id].reference
        sentence = say("Line {code} is not in the budget of {grant}.", code=code, grant=reference)
        return Fault("line", sentence, fix, offered)

    def result(self, project_id: int, code: str) -> int | Fault:
        """The result of this code in the project of the row, or in any when the row names none."""
        if not code:
            return 0
        found = self._results.get((max(project_id, 0), code), [])
        if len(found) == 1:
            return found[0]
        if found:
            return Fault(
                "result",
                say("Result {code} is in several projects.", code=code),
                say("Name the project in the row, or leave the cell empty."),
            )
        near = nearest_to(code, (known for _project, known in self._results))
        return Fault("result", say("There is no result {code}.", code=code), _instead(near), near)

    def instalment(self, grant_id: int, number: int) -> int | Fault:
        """The instalment of this number of a grant."""
        found = self.targets.instalments.get((grant_id, number))
        if found is not None:
            return found
        return Fault(
            "instalment",
            say("The grant has no instalment {number}.", number=number),
            say("Add it to the grant, or leave the cell empty."),
        )

    def commitment(self, grant_id: int, reference: str) -> int | Fault:
        """The commitment of a grant that has this document."""
        found = self._commitments.get((grant_id, reference), [])
        if len(found) == 1:
            return found[0].id
        if found:
            return Fault(
                "commitment",
                say("Several commitments have the document {reference}.", reference=reference),
                say("Leave the cell empty, and choose the commitment in the ledger."),
            )
        near = nearest_to(reference, (known for owner, known in self._commitments if owner == grant_id))
        return Fault(
            "commitment",
            say("There is no commitment {reference} of this grant.", reference=reference),
            _instead(near),
            near,
        )


def _instead(near: Sequence[str]) -> Message:
    if near:
        return say("Nearest: {known}.", known=list(near))
    return say("Correct the cell, or let what is missing be made.")
