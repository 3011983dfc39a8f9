"""Brings rows into the office one by one, by the rules of forms: for a preview and for good, by the same steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import takewhile
from typing import Any

from desktop.domain.finding import Severity
from desktop.domain.progress import Progress
from desktop.language import Message, UserError, say
from desktop.registers.register import Register
from desktop.services.imports.lists.keys import FOLLOWING, KEYS
from desktop.services.imports.lists.making import make
from desktop.services.imports.lists.plans import GRANT, Addresses, RowPlan
from desktop.services.imports.lists.references import Pointer, exactly
from desktop.services.imports.preview import RowProblem, Status
from desktop.services.record_rules import rule_for
from desktop.services.records import InvalidRecordError, filled
from desktop.storage.models import MODELS
from desktop.storage.office import Unit

_NOT_MADE = say("A table can change records of this list, and cannot add one.")
_EDIT_THOSE = say("Export the list, and edit the rows that are there.")
_TOGETHER = 50  # rows that are tried out as one part of the work


class _TakeBackError(Exception):
    """A row that has errors was tried out for the sake of its other problems."""


@dataclass(slots=True)
class RowOutcome:
    """What became of a row. `changed` are the columns that get other values."""

    status: Status
    changed: tuple[str, ...] = ()
    problems: list[RowProblem] = field(default_factory=list)
    record_id: int | None = None


class Rehearsal:
    """Runs rows in a unit of work; each is taken back alone when its rules refuse it."""

    def __init__(self, unit: Unit, register: Register, addresses: Addresses) -> None:
        self._unit, self._register, self._addresses = unit, register, addresses
        self._rule = rule_for(register.record)
        self._columns = {column.key: column for column in register.incoming_columns}
        self._made: dict[tuple[str, str, int | None], int] = {}
        self._ids: dict[int, int] = {}
        self._telling = {column for key in KEYS[register.key][:1] for column in key.columns}
        self._held: list[object] = []  # so that the session need not read again what later rows refer to
        self._settling: dict[int, RowPlan] = {}  # the last row of each budget, for a list that has budgets
        self._is_together = False  # whether several rows are a part of the work, and any error takes all of them back
        self.outcomes: dict[int, RowOutcome] = {}

    def make_missing(self, plans: Sequence[RowPlan]) -> None:
        """Makes the records that rows name and nobody has; a row whose record cannot be made has an error."""
        for plan in plans:
            for key, value in plan.values.items():
                if isinstance(value, Pointer) and value.is_missing and not plan.has_errors:
                    self._try_making(plan, key, value)

    def _try_making(self, plan: RowPlan, key: str, pointer: Pointer) -> None:
        try:
            with self._unit.attempt():
                self._id_of(pointer)
        except InvalidRecordError as error:
            sentence = next(iter(error.fields.values()))
            plan.problems.append(self._addresses.problem(plan.row, key, sentence))
        except UserError as error:
            plan.problems.append(self._addresses.problem(plan.row, key, error.title, error.remedy))

    def _id_of(self, pointer: Pointer) -> int:
        if pointer.id is not None:
            return pointer.id
        if pointer.place is not None:
            return self._ids[pointer.place]
        name = (pointer.register, exactly(pointer.label), _of(pointer))
        if name not in self._made:
            self._made[name] = make(self._unit, pointer, self._id_of)
        return self._made[name]

    def run(self, plans: Sequence[RowPlan], *, progress: Progress, doing: Message) -> None:
        """Brings in the rows, those that others refer to before them."""
        order = _in_order(self._by_day(plans))
        done, size = 0, 1
        while done < len(order):
            progress.report(done, len(order), doing)
            block = _sound(order[done : done + size]) or order[done : done + 1]
            done += len(block)
            if len(block) == 1 or not self._run_together(block):
                self.outcomes |= {plan.place: self._run(plan) for plan in block}
            if not block[0].has_errors:  # where the rules refuse a row, they may refuse more
                refused = any(self.outcomes[plan.place].status is Status.ERROR for plan in block)
                size = 1 if refused else min(2 * size, _TOGETHER)
        self._settle()
        progress.report(len(order), len(order), doing)

    def _by_day(self, plans: Sequence[RowPlan]) -> Sequence[RowPlan]:
        """Rows by the day on which they begin, for a list in which the ones follow on the others."""
        key = FOLLOWING.get(self._register.key)
        return plans if key is None else sorted(plans, key=lambda plan: str(plan.values.get(key) or ""))

    def _run_together(self, plans: Sequence[RowPlan]) -> bool:
        """Brings in rows as one part of the work, which takes a fifth less time than one part each.

        False when one of them has an error: they are all taken back, as if nobody had tried.
        """
        held, settling = len(self._held), dict(self._settling)
        self._is_together = True
        try:
            with self._unit.attempt():
                self.outcomes |= {plan.place: self._run(plan) for plan in plans}
        except (UserError, _TakeBackError):
            del self._held[held:]
            self._settling = settling
            for plan in plans:
                self._ids.pop(plan.place, None)
            return False
        finally:
            self._is_together = False
        return True

    def _run(self, plan: RowPlan) -> RowOutcome:
        outcome = RowOutcome(Status.NEW if plan.known is None else Status.SAME)
        outcome.problems += plan.problems
        unmade = self._unmade(plan)
        outcome.problems += unmade
        if plan.same_as is not None:
            outcome.status = Status.ERROR if plan.has_errors else Status.DUPLICATE
            return outcome
        lost = {key for key, value in plan.values.items() if isinstance(value, Pointer) and self._is_lost(value)}
        values = {
            key: self._id_of(value) if isinstance(value, Pointer) else value
            for key, value in plan.values.items()
            if key not in lost
        }
        known = plan.known
        if known is not None:
            values = {key: value for key, value in values.items() if self._is_news(plan, key, value)}
            outcome.changed = tuple(values)
            outcome.record_id = known.id
        if known is None and not self._register.writable:
            outcome.problems.append(self._addresses.problem(plan.row, "", _NOT_MADE, _EDIT_THOSE))
        elif values or known is None:
            self._keep(plan, outcome, values, lost)
        if any(each.problem.severity is Severity.ERROR for each in outcome.problems):
            outcome.status = Status.ERROR
        elif known is not None:
            self._ids[plan.place] = known.id
            outcome.status = Status.CHANGED if outcome.changed else Status.SAME
            if plan.conflicts.intersection(outcome.changed):
                outcome.status = Status.CONFLICT
        elif plan.gone:
            outcome.status = Status.CONFLICT
        return outcome

    def _settle(self) -> None:
        """What follows in other records from those that came in, once for all rows of a budget."""
        for plan in self._settling.values():
            try:
                with self._unit.attempt():
                    self._rule.settle(self._unit, self._unit.get(MODELS[self._register.record], self._ids[plan.place]))
            except UserError as error:
                outcome = self.outcomes[plan.place]
                outcome.problems.append(self._addresses.problem(plan.row, "", error.title, error.remedy))
                outcome.status = Status.ERROR

    def _is_lost(self, pointer: Pointer) -> bool:
        """Whether a record that was to be made, or to come in with another row, is not there."""
        if pointer.place is not None:
            return pointer.place not in self._ids
        return pointer.is_missing and (pointer.register, exactly(pointer.label), _of(pointer)) not in self._made

    def _unmade(self, plan: RowPlan) -> list[RowProblem]:
        """What the row refers to in rows that do not come in."""
        found = []
        for key, value in plan.values.items():
            if isinstance(value, Pointer) and value.place is not None and value.place not in self._ids:
                sentence = say("{name} is in a row of this table that does not come in.", name=value.label)
                found.append(self._addresses.problem(plan.row, key, sentence, say("Correct that row first.")))
        return found

    def _is_news(self, plan: RowPlan, key: str, value: Any) -> bool:
        held = None if plan.known is None else plan.known.values.get(key)
        if same(held, value):
            return False
        # A row found by its code or name does not change the case of it.
        found_by_code = plan.read.mark is None and isinstance(held, str) and isinstance(value, str)
        return not (found_by_code and key in self._telling and exactly(str(held)) == exactly(str(value)))

    def _keep(self, plan: RowPlan, outcome: RowOutcome, values: Mapping[str, Any], lost: set[str]) -> None:
        """Keeps the record as a form would; what the rules say against it are problems of the row, but for columns of
        which something is said already.
        """
        flawed = (
            lost
            | plan.read.flawed
            | {each.field for each in outcome.problems if each.problem.severity is Severity.ERROR}
        )
        if GRANT in flawed:
            flawed.add("budget")  # which is found by the grant
            flawed |= (
                {"unit_cost"} if plan.read.cells.get("amount") is not None else set()
            )  # it follows in its currency
        if self._is_together:
            self._put(plan, outcome, values, flawed)
            return
        try:
            with self._unit.attempt():
                self._put(plan, outcome, values, flawed)
        except _TakeBackError:
            pass
        except InvalidRecordError as error:
            outcome.problems += [
                self._addresses.problem(plan.row, key, sentence)
                for key, sentence in error.fields.items()
                if key not in flawed
            ]
        except UserError as error:
            outcome.problems.append(self._addresses.problem(plan.row, "", error.title, error.remedy))

    def _put(self, plan: RowPlan, outcome: RowOutcome, values: Mapping[str, Any], flawed: set[str]) -> None:
        """Puts the record of a row into the office. Raises whatever speaks against it."""
        known = plan.known
        version = None if known is None else known.version
        record = self._unit.add(
            filled(
                self._unit,
                self._register,
                values,
                None if known is None else known.id,
                version,
                columns=self._register.incoming_columns,
            )
        )
        if flawed:
            raise _TakeBackError
        outcome.record_id = self._ids[plan.place] = record.id
        self._held.append(record)
        self._settling[getattr(record, "budget_id", 0)] = plan


def _sound(plans: Sequence[RowPlan]) -> list[RowPlan]:
    """The first rows, up to one of which an error is known already."""
    return list(takewhile(lambda plan: not plan.has_errors, plans))


def _of(pointer: Pointer) -> int | None:
    """To which record a missing one belongs, as far as that tells it from others of its name."""
    if pointer.project is not None:
        return pointer.project.id or hash(exactly(pointer.project.label))
    return pointer.scope


def same(held: Any, value: Any) -> bool:
    """Whether a record holds a value already; nothing and an empty text are one."""
    if held in (None, "") or value in (None, ""):
        return held in (None, "") and value in (None, "")
    if isinstance(held, str) or isinstance(value, str):
        return str(held) == str(value)
    if isinstance(held, int | Decimal) and isinstance(value, int | Decimal):
        return Decimal(held) == Decimal(value)
    return bool(held == value)


def _in_order(plans: Sequence[RowPlan]) -> list[RowPlan]:
    """Rows after those that they refer to; of rows that refer to each other in a circle, the first stays first."""
    by_place = {plan.place: plan for plan in plans}
    ordered: dict[int, RowPlan] = {}
    for plan in plans:
        waiting = [plan]
        begun: set[int] = set()
        while waiting:
            last = waiting[-1]
            needed = [
                by_place[value.place]
                for value in last.values.values()
                if isinstance(value, Pointer) and value.place in by_place
            ]
            open_ones = [one for one in needed if one.place not in ordered and one.place not in begun]
            begun.add(last.place)
            if open_ones:
                waiting.append(open_ones[0])
            else:
                ordered[last.place] = waiting.pop()
    return list(ordered.values())
