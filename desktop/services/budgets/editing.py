"""Changing the lines of an open budget: any number of cells at once, kept whole or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from desktop.domain.codes import CostCategory
from desktop.domain.money import trimmed
from desktop.language import Message, UserError, say, say_many
from desktop.language.message import Value
from desktop.registers.money import BUDGET_LINES
from desktop.registers.query import Cell
from desktop.registers.register import Column
from desktop.services.budget_rules import require_open, work_out_indirect, worked_out
from desktop.services.budgets.errors import InvalidLinesError, LineProblem
from desktop.services.records import InvalidRecordError, filled
from desktop.storage.budget_sheets import head_of, terms_of
from desktop.storage.budgets import kept_lines, result_names
from desktop.storage.models import Base, Budget, BudgetLine
from desktop.storage.office import Office, Outcome, Unit

_INPUTS = ("quantity", "unit_cost", "duration", "percent_charged")


@dataclass(frozen=True, slots=True)
class LineEdit:
    """New values of a line by the keys of the register of budget lines (`result` takes the id of a result).

    `line_id` is None for a new line: its code is the next one of its category when none is given, its category follows
    from its code, its unit cost is nothing. `version` is the one the user saw.
    """

    line_id: int | None
    values: Mapping[str, Cell]
    version: int | None = None


@dataclass(frozen=True, slots=True)
class _Change:
    """A cell that changed."""

    code: str
    column: Column
    before: object
    after: object


@dataclass(slots=True)
class _Editing:
    """What is known while edits are taken, one after the other."""

    unit: Unit
    budget: Budget
    problems: list[LineProblem] = field(default_factory=list)
    changes: list[_Change] = field(default_factory=list)
    added: list[str] = field(default_factory=list)


def edit_lines(office: Office, *, budget_id: int, edits: Sequence[LineEdit]) -> Outcome:
    """Takes all `edits` of the lines of an open budget; its indirect cost and its sums follow.

    Raises InvalidLinesError with every problem at once, and UserError when the budget is not open, or someone else
    changed a line meanwhile; then nothing was changed.
    """
    with office.change() as unit:
        require_open(unit, budget_id)
        editing = _Editing(unit, unit.get(Budget, budget_id))
        locked = _worked_out_id(unit, budget_id)
        for number, edit in enumerate(edits):
            _take(editing, number, edit, locked)
        if not editing.problems:
            editing.problems += _same_codes(unit, budget_id, edits)
        if editing.problems:
            unit.session.expunge_all()
            raise InvalidLinesError(editing.problems)
        work_out_indirect(unit, editing.budget)
        return unit.commit(_sentence(editing), record_id=budget_id)


def remove_lines(office: Office, *, budget_id: int, line_ids: Sequence[int]) -> Outcome:
    """Takes lines out of an open budget. Raises UserError when it is not open, or a line is gone."""
    with office.change() as unit:
        require_open(unit, budget_id)
        codes = []
        for line_id in line_ids:
            line = _own_line(unit, budget_id, line_id, version=None)
            codes.append(line.code)
            unit.remove(line)
        work_out_indirect(unit, unit.get(Budget, budget_id))
        if len(codes) == 1:
            return unit.commit(say("Removed line {line}.", line=codes[0]), record_id=budget_id)
        return unit.commit(_counted_lines_removed(len(codes)), record_id=budget_id)


def _counted_lines_removed(count: int) -> Message:
    return say_many("Removed {count} line.", "Removed {count} lines.", count=count)


def change_budget(
    office: Office,
    *,
    budget_id: int,
    name: str | None = None,
    reason: str | None = None,
    grant_ends_on: date | None = None,
    version: int | None = None,
) -> Outcome:
    """Gives an open budget a name, the reason that its request states, or the end of the grant that it tries.

    What is None stays. Raises UserError when the budget is not open, or is not the `version` the user saw.
    """
    with office.change() as unit:
        require_open(unit, budget_id)
        budget = unit.get(Budget, budget_id, version=version)
        budget.title = budget.title if name is None else name
        budget.reason = budget.reason if reason is None else reason
        budget.grant_ends_on = grant_ends_on or budget.grant_ends_on
        head = head_of(unit.session, budget_id)
        return unit.commit(say("Changed the terms of a budget of {grant}.", grant=head.reference), record_id=budget_id)


# --- one edit -----------------------------------------------------------------------------------------------------


def _worked_out_id(unit: Unit, budget_id: int) -> int | None:
    """The line whose amount is worked out, before the edits."""
    terms = terms_of(unit.session, head_of(unit.session, budget_id), today=unit.today)
    line = worked_out(kept_lines(unit.session, budget_id), terms)
    return None if line is None else line.id


def _own_line(unit: Unit, budget_id: int, line_id: int, *, version: int | None) -> BudgetLine:
    line = unit.get(BudgetLine, line_id, version=version)
    if line.budget_id != budget_id:
        raise UserError(
            say("Line {line} belongs to another budget.", line=line.code),
            say("Nothing was changed."),
            say("Open the budget again."),
        )
    return line


def _take(editing: _Editing, number: int, edit: LineEdit, locked: int | None) -> None:
    """Sets the values of one edit, or notes what is wrong with them."""
    unit, budget_id = editing.unit, editing.budget.id
    values = {key: _cell(value) for key, value in edit.values.items() if key != "budget"}
    before: dict[str, object] = {}
    if edit.line_id is None:
        values = _with_defaults(unit, budget_id, values)
    else:
        line = _own_line(unit, budget_id, edit.line_id, version=edit.version)
        before = _snapshot(line)
        if line.id == locked and _types_over(line, values):
            editing.problems += _worked_out_problems(number, line, values)
            return
    try:
        record = filled(unit, BUDGET_LINES, values, edit.line_id, edit.version)
    except InvalidRecordError as error:
        code = str(values.get("code") or before.get("code") or "")
        editing.problems += [
            LineProblem(number, edit.line_id, code, column, sentence) for column, sentence in error.fields.items()
        ]
        return
    _note(editing, record, before)


def _note(editing: _Editing, record: Base, before: Mapping[str, object]) -> None:
    """Keeps what was done, for the sentence; a new line comes into the office."""
    if isinstance(record, BudgetLine) and not before:
        editing.unit.session.add(record)
        editing.added.append(record.code)
    elif isinstance(record, BudgetLine):
        editing.changes += _changes(record, before)


def _cell(value: Cell) -> Cell:
    """Choices are kept by their code as text; a category may come as its number."""
    return str(int(value)) if isinstance(value, CostCategory) else value


def _with_defaults(unit: Unit, budget_id: int, values: Mapping[str, Cell]) -> dict[str, Cell]:
    """A new line with what follows from the rest: its category from its code, its code from its category."""
    found: dict[str, Cell] = {"unit_cost": Decimal(0), **values, "budget": budget_id}
    if not found.get("category"):
        head = str(found.get("code") or "").partition(".")[0]
        found["category"] = head if head in {str(int(category)) for category in CostCategory} else None
    if not found.get("code") and found["category"]:
        found["code"] = _next_code(unit, budget_id, str(found["category"]))
    return found


def _next_code(unit: Unit, budget_id: int, category: str) -> str:
    """The code after the last one of a category: 5.3 after 5.2."""
    codes = [line.code for line in kept_lines(unit.session, budget_id)]
    codes += [record.code for record in unit.session.new if isinstance(record, BudgetLine)]
    taken = [
        int(rest) for head, _, rest in (code.partition(".") for code in codes) if head == category and _whole(rest)
    ]
    return f"{category}.{max(taken, default=0) + 1}"


def _whole(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _types_over(line: BudgetLine, values: Mapping[str, Cell]) -> bool:
    """Whether values would set by hand what is worked out, and leave it the line of indirect cost."""
    stays = values.get("category", str(line.category)) == str(int(CostCategory.INDIRECT))
    return stays and any(key in values and values[key] != getattr(line, key) for key in _INPUTS)


def _worked_out_problems(number: int, line: BudgetLine, values: Mapping[str, Cell]) -> Iterator[LineProblem]:
    sentence = say("It is worked out from the direct lines, at the rate of the grant.")
    for key in _INPUTS:
        if key in values and values[key] != getattr(line, key):
            yield LineProblem(number, line.id, line.code, key, sentence)


def _snapshot(line: BudgetLine) -> dict[str, object]:
    return {column.key: getattr(line, column.attribute) for column in BUDGET_LINES.editable_columns}


def _changes(line: BudgetLine, before: Mapping[str, object]) -> Iterator[_Change]:
    for column in BUDGET_LINES.editable_columns:
        now = getattr(line, column.attribute)
        if now != before[column.key]:
            yield _Change(str(before["code"]), column, before[column.key], now)


def _same_codes(unit: Unit, budget_id: int, edits: Sequence[LineEdit]) -> Iterator[LineProblem]:
    """Codes that two lines of the budget would have, told at the edits that bring them."""
    kept = kept_lines(unit.session, budget_id)
    new = [record for record in unit.session.new if isinstance(record, BudgetLine)]
    counted = Counter(line.code for line in (*kept, *new))
    by_id = {line.id: line for line in kept}
    brought = iter(new)
    for number, edit in enumerate(edits):
        line = next(brought) if edit.line_id is None else by_id[edit.line_id]
        if counted[line.code] > 1 and (edit.line_id is None or "code" in edit.values):
            sentence = say("Another line is called {code}. Give it another code.", code=line.code)
            yield LineProblem(number, edit.line_id, line.code, "code", sentence)


# --- in words -----------------------------------------------------------------------------------------------------


def _sentence(editing: _Editing) -> Message:
    """What was done: the one cell with its old and new value, or how many cells and lines."""
    changes, added = editing.changes, editing.added
    if not changes and len(added) == 1:
        return say("Added line {line}.", line=added[0])
    if not changes:
        return say_many("Added {count} line.", "Added {count} lines.", count=len(added))
    if not added and len(changes) == 1:
        return _one_cell(editing.unit, changes[0])
    cells = say_many("{count} cell", "{count} cells", count=len(changes))
    lines = _counted({change.code for change in changes})
    if not added:
        return say("Changed {cells} of {lines}.", cells=cells, lines=lines)
    return say("Changed {cells} of {lines}, added {added}.", cells=cells, lines=lines, added=_counted(set(added)))


def _counted(codes: set[str]) -> Message:
    return say_many("{count} line", "{count} lines", count=len(codes))


def _one_cell(unit: Unit, change: _Change) -> Message:
    return say(
        "{line} {column}: {before} changed to {after}.",
        line=change.code,
        column=change.column.label,
        before=_shown(unit, change.column, change.before),
        after=_shown(unit, change.column, change.after),
    )


def _shown(unit: Unit, column: Column, value: object) -> Value:
    """A value as people know it: the name of a category, the code of a result, a number without needless zeros."""
    if value is None or value == "":
        return say("nothing")
    if column.target and isinstance(value, int):
        return result_names(unit.session, [value])[value].code
    match value:
        case Decimal():
            return trimmed(value)
        case date():
            return value
    return column.choices.get(str(value), str(value))
