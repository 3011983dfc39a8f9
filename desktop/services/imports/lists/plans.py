"""What each row of a table says of a record: its values, the records it refers to, and the record that it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from desktop.domain.finding import Problem, Severity
from desktop.domain.money import MINOR_UNITS, trimmed
from desktop.importers.values import to_minor_unit
from desktop.importers.values.signs import franc_of, is_cfa
from desktop.language import Message, say
from desktop.registers.money import BUDGET_LINES, LEDGER
from desktop.registers.query import Cell
from desktop.registers.register import Column, Kind, Register
from desktop.services.imports.lists.making import why_not_made
from desktop.services.imports.lists.references import NotFound, Pointer, exactly
from desktop.services.imports.lists.sheet_rows import SheetRow
from desktop.services.imports.lists.surroundings import Surroundings
from desktop.services.imports.preview import Draft, Options, RowProblem
from desktop.storage.import_matches import Known

GRANT, PROJECT, CURRENCY = "grant", "project", "currency"
DEPLOYMENT = "deployment"
CORRECT = say("Correct the cell, or leave the row out.")


@dataclass(slots=True)
class RowPlan:
    """A row on its way into the office.

    `values` are by column key, a `Pointer` for another record; `known` is the record of the office that it is, and
    `currency` the one it states. `same_as` is the row above that is the same record, `gone` says that the record its
    mark names was removed, and `conflicts` are columns that someone changed in the office since the row was exported.
    """

    place: int
    read: SheetRow
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[RowProblem] = field(default_factory=list)
    known: Known | None = None
    same_as: int | None = None
    currency: str = ""
    gone: bool = False
    conflicts: frozenset[str] = frozenset()

    @property
    def row(self) -> int:
        """The row of the sheet, counted from 0."""
        return self.read.row

    @property
    def has_errors(self) -> bool:
        """Whether something keeps it out."""
        return any(each.problem.severity is Severity.ERROR for each in self.problems)


class Addresses:
    """Says where in the file a problem is."""

    def __init__(self, draft: Draft) -> None:
        self._sheet = draft.sheet
        self._columns = {key: place for place, key in draft.mapping.fields.items()}

    def problem(
        self,
        row: int,
        key: str,
        sentence: Message,
        fix: Message = CORRECT,
        *,
        severity: Severity = Severity.ERROR,
        nearest: tuple[str, ...] = (),
    ) -> RowProblem:
        """A problem of a row, at the cell of the field `key` where the table has one."""
        column = self._columns.get(key)
        where = self._sheet.address(row, column or 0)
        return RowProblem(row, column, key, Problem(severity, where, sentence, fix), nearest)


class Planner:
    """Makes plans of rows: what they call other records becomes pointers, amounts are in their currency's decimals."""

    def __init__(self, draft: Draft, options: Options, register: Register, around: Surroundings) -> None:
        self._register, self._options, self._around = register, options, around
        self._addresses = Addresses(draft)
        self._fields = {each.key: each for each in draft.fields}
        self._columns = {column.key: column for column in register.incoming_columns}
        self._own: dict[str, int] = {}

    def plan(self, rows: Sequence[SheetRow]) -> list[RowPlan]:
        """The plans of all rows."""
        self._own = self._names_in_rows(rows)
        for key, column in self._columns.items():
            if column.target == LEDGER.key:
                self._around.name_entries(str(read.cells[key]) for read in rows if read.cells.get(key))
        return [self._plan_row(place, read) for place, read in enumerate(rows)]

    def _names_in_rows(self, rows: Sequence[SheetRow]) -> dict[str, int]:
        """How the rows call themselves, where records of this list refer to each other."""
        if not any(column.target == self._register.key for column in self._columns.values()):
            return {}
        names: dict[str, int] = {}
        for key in (self._register.code, self._register.name, "short_name"):
            for place, read in enumerate(rows):
                name = read.cells.get(key)
                if isinstance(name, str):
                    names.setdefault(exactly(name), place)
        return names

    def _plan_row(self, place: int, read: SheetRow) -> RowPlan:
        plan = RowPlan(place, read, problems=list(read.problems))
        if read.mark is not None:
            plan.known = self._around.known.get(read.mark.record_id)
        cells = self._cells(plan)
        of_budget = self._register.key == BUDGET_LINES.key
        if of_budget:
            self._point_to_grant(plan, cells)
        for key, cell in cells.items():
            column = self._columns.get(key)
            if column is None:
                continue
            if cell is None or not column.target:
                plan.values[key] = cell.replace(day=1) if column.monthly and isinstance(cell, date) else cell
            elif not (of_budget and key == "budget"):
                self._point(plan, key, column.target, str(cell))
        if of_budget:
            self._find_budget(plan)
        self._leave_out_unused(plan)
        return plan

    def _cells(self, plan: RowPlan) -> dict[str, Cell]:
        """The cells of a row; of one without a grant, the grant that was chosen for such."""
        cells = dict(plan.read.cells)
        wanting = GRANT in self._fields and plan.known is None and not cells.get(GRANT)
        if self._options.grant and wanting and GRANT not in plan.read.flawed:
            cells[GRANT] = self._options.grant
        for key, code in plan.read.currencies.items():
            self._take_currency(plan, cells, key, code)
        stated = cells.get(CURRENCY)
        plan.currency = stated if isinstance(stated, str) else ""
        order = (GRANT, PROJECT, DEPLOYMENT)
        return {key: cells[key] for key in order if key in cells} | cells

    def _take_currency(self, plan: RowPlan, cells: dict[str, Cell], key: str, code: str) -> None:
        """A currency written beside an amount is that of the row, and has to be."""
        named = self._fields[key].currency
        held = self._fields.get(named)
        if held is None or named == key:
            return
        code = franc_of(code, str(cells.get(named) or ""))
        if code not in MINOR_UNITS and not (is_cfa(code) and cells.get(named)):
            return  # a sign of several currencies: which of them it is, the row does not say
        stated = cells.setdefault(named, code)
        if stated != code:
            sentence = say("The cell says {code}, and the row is in {currency}.", code=code, currency=str(stated))
            self._note(plan, key, sentence)

    def _note(self, plan: RowPlan, key: str, sentence: Message, *, severity: Severity = Severity.ERROR) -> None:
        plan.problems.append(self._addresses.problem(plan.row, key, sentence, severity=severity))

    # --- other records ------------------------------------------------------------------------------------------------

    def _point(self, plan: RowPlan, key: str, target: str, text: str) -> None:
        found = self._found(plan, target, text)
        if isinstance(found, Pointer):
            plan.values[key] = found
        else:
            plan.problems.append(
                self._addresses.problem(plan.row, key, found.sentence, found.fix, nearest=found.nearest)
            )

    def _found(self, plan: RowPlan, target: str, text: str) -> Pointer | NotFound:
        """The record that is called `text`: of the office, of the table, or one to be made."""
        scopes = self._scopes(plan, target)
        found = self._around.names(target).find(text, scopes)
        if isinstance(found, Pointer) or not found.missing:
            return found
        if target == self._register.key and exactly(text) in self._own:
            return Pointer(target, text, place=self._own[exactly(text)])
        if not self._options.create_missing:
            return found
        scope = next(iter(scopes)) if scopes is not None and len(scopes) == 1 else None
        why = why_not_made(target, scope=scope, currency=plan.currency)
        if why is not None:
            return NotFound(found.sentence, why, found.nearest)
        return Pointer(target, text, scope=scope, currency=plan.currency if target == "grants" else "")

    def _scopes(self, plan: RowPlan, target: str) -> frozenset[int] | None:
        """The records that what is meant has to belong to: a line to the grant of the row, a result to its project."""
        grant, project = self._id_of(plan, GRANT), self._id_of(plan, PROJECT)
        if target == "budget_lines":
            return None if grant is None else frozenset({grant})
        if target == "work_measures":
            return self._around.projects_of_deployment(self._id_of(plan, DEPLOYMENT))
        if target != "results":
            return None
        if project is not None:
            return frozenset({project})
        return self._around.projects_of(grant) or None

    def _id_of(self, plan: RowPlan, key: str) -> int | None:
        held = plan.values.get(key)
        if isinstance(held, Pointer):
            return held.id
        if plan.known is None:
            return None
        if key == GRANT and self._register.key == BUDGET_LINES.key:
            return self._around.grant_of_budget(plan.known.values["budget"])
        known = plan.known.values.get(key)
        return known if isinstance(known, int) else None

    # --- budget lines -------------------------------------------------------------------------------------------------

    def _point_to_grant(self, plan: RowPlan, cells: Mapping[str, Cell]) -> None:
        """A line has no grant of its own, and is found by it."""
        for key, target in ((GRANT, "grants"), (PROJECT, "projects")):
            text = cells.get(key)
            if text is not None:
                self._point(plan, key, target, str(text))

    def _find_budget(self, plan: RowPlan) -> None:
        """A line stands in the open budget of its grant and project, or begins one; a closed one stays as it is."""
        grant = plan.values.pop(GRANT, None)
        project = plan.values.pop(PROJECT, None)
        if plan.known is None and isinstance(grant, Pointer):
            code = plan.values.get("code")
            plan.values["budget"] = self._around.budget_for(grant, project, code if isinstance(code, str) else "")
        elif plan.known is None and GRANT not in {each.field for each in plan.problems}:
            self._note(plan, GRANT, say("Choose a grant."))

    # --- values -------------------------------------------------------------------------------------------------------

    def _leave_out_unused(self, plan: RowPlan) -> None:
        """Values that records of this kind have no use for are told, and left out."""
        for key in list(plan.values):
            depends = self._columns[key].depends if key in self._columns else None
            kind = None if depends is None else plan.values.get(depends.on, self._of_known(plan, depends.on))
            unused = depends is not None and kind is not None and kind not in depends.names
            if unused and plan.values.pop(key) is not None:
                sentence = say("It means nothing in a record of this kind, and is left out.")
                self._note(plan, key, sentence, severity=Severity.NOTE)

    @staticmethod
    def _of_known(plan: RowPlan, key: str) -> Any:
        return None if plan.known is None else plan.known.values.get(key)

    def settle_numbers(self, plans: Iterable[RowPlan]) -> None:
        """Amounts get the decimals of their currency, other numbers lose the noise of binary fractions."""
        for plan in plans:
            for key, value in plan.values.items():
                if isinstance(value, Decimal):
                    plan.values[key] = self._number(plan, self._columns[key], value)

    def _number(self, plan: RowPlan, column: Column, value: Decimal) -> Decimal:
        if column.kind is not Kind.MONEY:
            return without_noise(value)
        currency = self._currency(plan, column)
        rounded = to_minor_unit(value, currency) if currency else without_noise(value)
        if rounded is None:
            self._note(plan, column.key, say("It has more decimals than {currency} has.", currency=currency))
            return value
        return rounded

    def _currency(self, plan: RowPlan, column: Column) -> str:
        """The currency of an amount; empty where nobody knows it yet."""
        held = self._columns.get(column.currency)
        if held is not None:
            stated = plan.values.get(held.key, self._of_known(plan, held.key))
            return str(stated or "")
        grant = self._id_of(plan, GRANT)
        return self._around.currency_of(grant) or plan.currency

    def check_currencies(self, plans: Iterable[RowPlan]) -> None:
        """Amounts in the currency of a grant: a sheet that states another one is wrong."""
        if CURRENCY in self._columns:
            return
        for plan in plans:
            currency = self._around.currency_of(self._id_of(plan, GRANT) or self._grant_of_budget(plan))
            if plan.currency and currency and plan.currency != currency:
                self._note(plan, CURRENCY, say("Its grant is in {currency}.", currency=currency))

    def _grant_of_budget(self, plan: RowPlan) -> int | None:
        budget = plan.values.get("budget")
        return self._around.grant_of_budget(budget.id) if isinstance(budget, Pointer) and budget.id else None


_PLACES = Decimal("1e-10")
_NOISE = Decimal("1e-12")


def without_noise(value: Decimal) -> Decimal:
    """A number without what binary fractions add to it: 0.30000000000000004 is 0.3."""
    rounded = value.quantize(_PLACES) if abs(value) < 10**15 else value
    return trimmed(rounded) if abs(rounded - value) <= abs(value) * _NOISE else value
