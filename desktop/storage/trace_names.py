"""What the dimensions of entries are called: budget lines by their codes, results, projects and grants by theirs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from desktop.domain.codes import BudgetStatus, ResultKind
from desktop.reports.trace import NONE, Where
from desktop.storage.derived import first_line
from desktop.storage.models import Budget, BudgetLine, Grant, GrantShare, Project, ResultNode


class NameIds(NamedTuple):
    """The ids that names are found by; 0 is none."""

    line_id: int
    result_id: int
    project_id: int


@dataclass(frozen=True, slots=True)
class LinePlace:
    """A line on which entries stand: its code now, the result it serves and the project of its budget; 0 is none."""

    code: str
    result_id: int
    project_id: int


@dataclass(frozen=True, slots=True)
class Names:
    """Names by id. `currencies` are those of the grants; `lines` are keyed by the line of the first budget, on which
    entries stand; `results` have a key for each level (outcome, output, activity).
    """

    grants: Mapping[int, str] = field(default_factory=dict)
    currencies: Mapping[int, str] = field(default_factory=dict)
    projects: Mapping[int, str] = field(default_factory=dict)
    lines: Mapping[int, LinePlace] = field(default_factory=dict)
    results: Mapping[int, Mapping[str, str]] = field(default_factory=dict)

    def values_of(self, row: Mapping[str, Any]) -> dict[str, str]:
        """The values of the dimensions whose columns a row has."""
        found = {name: str(row[name]) for name in ("when", "kind", "age", "deployment", "month") if name in row}
        if "category" in row:
            found["category"] = NONE if row["category"] is None else str(row["category"])
        if "grant_id" in row:
            found["grant"] = self.grants.get(row["grant_id"], NONE)
            found["currency"] = self.currencies.get(row["grant_id"], NONE)
        if "line_id" in row:
            found |= self.of_ids(NameIds(*(row[name] or 0 for name in NameIds._fields)))
        return found

    def of_ids(self, ids: NameIds) -> dict[str, str]:
        """Line, results and project of an entry; what it does not say itself, its line says."""
        line = self.lines.get(ids.line_id, _NO_LINE)
        return {
            "line": line.code,
            "project": self.projects.get(ids.project_id or line.project_id, NONE),
            **_NO_RESULT,
            **self.results.get(ids.result_id or line.result_id, {}),
        }

    def fulfils(self, ids: NameIds, where: Where) -> bool:
        """Whether an entry with these ids has the values asked for."""
        values = self.of_ids(ids)
        return all(values[name] == value for name, value in where)

    def grant_id(self, reference: str) -> int:
        """The id of a grant by its reference."""
        return next((identity for identity, known in self.grants.items() if known == reference), 0)

    def grants_in(self, currency: str) -> list[int]:
        """The ids of the grants in a currency."""
        return [identity for identity, known in self.currencies.items() if known == currency]


_NO_LINE = LinePlace(NONE, 0, 0)
_NO_RESULT = {str(kind): NONE for kind in ResultKind}


def names_of(session: Session, grants: Iterable[int]) -> Names:
    """The names in the entries of some grants; of all when none are given, by grant and project alone."""
    wanted = list(grants)
    statement = select(Grant.id, Grant.reference, Grant.currency)
    rows = session.execute(statement.where(Grant.id.in_(wanted)) if wanted else statement).all()
    references = {row.id: row.reference for row in rows}
    currencies = {row.id: row.currency for row in rows}
    projects = {row.id: row.reference for row in session.execute(select(Project.id, Project.reference))}
    if not wanted:
        return Names(references, currencies, projects)
    return Names(
        references, currencies, projects, _lines(session, wanted, projects), _results(session, wanted, projects)
    )


def _lines(session: Session, grants: list[int], projects: Mapping[int, str]) -> dict[int, LinePlace]:
    """The lines of all budgets of the grants by their first one: as the approved budget has them, else the newest.

    A code that two lines have is preceded by the project of its budget, or followed by the number of the line.
    """
    newest = case((Budget.status == BudgetStatus.APPROVED, 1), else_=0)
    statement = (
        select(first_line(BudgetLine), BudgetLine.code, BudgetLine.result_id, Budget.project_id)
        .join(Budget, Budget.id == BudgetLine.budget_id)
        .where(Budget.grant_id.in_(grants), Budget.status.in_((BudgetStatus.APPROVED, BudgetStatus.SUPERSEDED)))
        .order_by(newest, Budget.revision, BudgetLine.id)
    )
    found = {
        first: LinePlace(code, result or 0, project or 0) for first, code, result, project in session.execute(statement)
    }
    return _told_apart(found, projects)


def _told_apart(lines: Mapping[int, LinePlace], projects: Mapping[int, str]) -> dict[int, LinePlace]:
    codes = Counter(line.code for line in lines.values())
    found = {}
    for first, line in lines.items():
        code = line.code
        if codes[code] > 1:
            of_project = f"{projects[line.project_id]} / {code}" if line.project_id else code
            alike = [other for other in lines.values() if (other.code, other.project_id) == (code, line.project_id)]
            code = of_project if len(alike) == 1 and line.project_id else f"{of_project} ({first})"
        found[first] = LinePlace(code, line.result_id, line.project_id)
    return found


def _results(session: Session, grants: list[int], projects: Mapping[int, str]) -> dict[int, dict[str, str]]:
    """Of each result its own code and those of the results above it, by kind.

    A code that several projects of the grants use, or one of another project, is preceded by its project.
    """
    own = set(session.scalars(select(GrantShare.project_id).where(GrantShare.grant_id.in_(grants))))
    statement = select(ResultNode.id, ResultNode.parent_id, ResultNode.kind, ResultNode.code, ResultNode.project_id)
    rows = {row.id: row for row in session.execute(statement)}
    codes = Counter(row.code for row in rows.values() if row.project_id in own)

    def key(row: Any) -> str:
        alone = row.project_id in own and codes[row.code] == 1
        return row.code if alone else f"{projects[row.project_id]} / {row.code}"

    found: dict[int, dict[str, str]] = {}
    for row in rows.values():
        values: dict[str, str] = {}
        above: Any = row
        while above is not None:
            values.setdefault(above.kind, key(above))
            above = rows.get(above.parent_id)
        found[row.id] = values
    return found
