"""Which record of the office a row is, and which rows are the same record."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from desktop.language import say
from desktop.registers.register import Register
from desktop.services.imports.lists.keys import KEYS, Key
from desktop.services.imports.lists.plans import Addresses, RowPlan
from desktop.services.imports.lists.references import Pointer, exactly
from desktop.services.records import default_of
from desktop.storage.import_matches import Known

_Parts = tuple[Hashable, ...]


class Matcher:
    """Finds the records that rows are: those that their marks name first, then by what tells records apart."""

    def __init__(self, register: Register, known: Iterable[Known], addresses: Addresses) -> None:
        self._register, self._addresses = register, addresses
        self._known = list(known)
        self._columns = {column.key: column for column in register.incoming_columns}
        self._claimed: dict[int, RowPlan] = {}
        self._told_apart: set[int] = set()  # rows that a better key says are records of their own

    def match(self, plans: Sequence[RowPlan]) -> None:
        """Gives each plan the record it is, or the row above that is the same record."""
        for plan in plans:
            if plan.known is not None:
                self._claimed[plan.known.id] = plan
        for key in KEYS[self._register.key]:
            self._match_by(key, [plan for plan in plans if plan.known is None and plan.same_as is None])
        given = {name for plan in plans for name in plan.values}
        for key in KEYS[self._register.key]:
            # A table without a column says nothing of it: of one record alone it cannot tell its rows apart.
            known = tuple(name for name in key.optional if name in given)
            if known != key.optional:
                looser = replace(key, optional=known)
                self._match_by(looser, [plan for plan in plans if plan.known is None and plan.same_as is None])

    def _match_by(self, key: Key, plans: Iterable[RowPlan]) -> None:
        index: dict[_Parts, list[Known]] = {}
        for one in self._known:
            parts = self._parts(key, one.values)
            if parts is not None:
                index.setdefault(parts, []).append(one)
        first: dict[_Parts, RowPlan] = {}
        for plan in plans:
            parts = self._parts(key, self._with_defaults(plan.values))
            if parts is None:
                continue
            if parts in first and plan.place not in self._told_apart:
                self._repeat(plan, first[parts])
            elif self._claim(key, plan, index.get(parts, [])):
                first.setdefault(parts, plan)
                self._told_apart.add(plan.place)

    def _claim(self, key: Key, plan: RowPlan, found: list[Known]) -> bool:
        """Takes the record that fits a row; returns whether later rows with the same key are the same record.

        Where tables lack a part of what tells records apart, only one that no other row is will do.
        """
        strict = key == KEYS[self._register.key][0]
        fitting = [one for one in found if _agree(key, one.values, plan.values)]
        free = [one for one in fitting if one.id not in self._claimed]
        if free:
            plan.known = free[0] if strict or len(free) == 1 else None
            if plan.known is None:
                self._ambiguous(plan, len(free))
            else:
                self._claimed[free[0].id] = plan
            return True
        if fitting and strict:
            self._repeat(plan, self._claimed[fitting[0].id])
            return False
        return strict or not fitting

    def _parts(self, key: Key, values: dict[str, Any]) -> _Parts | None:
        """What a key comes to; None where a part of it is missing."""
        needed = [_part(values.get(name)) for name in key.columns]
        if any(part is None for part in needed):
            return None
        return (*needed, *(_part(values.get(name)) for name in key.counting(values.get("kind"))))

    def _with_defaults(self, values: dict[str, Any]) -> dict[str, Any]:
        """The values of a row with those that a new record gets by itself."""
        return {key: default_of(self._register, column) for key, column in self._columns.items()} | values

    def _ambiguous(self, plan: RowPlan, count: int) -> None:
        sentence = say("{count} records could be meant.", count=count)
        fix = say("Add what tells them apart, such as the reference.")
        plan.problems.append(self._addresses.problem(plan.row, self._register.code, sentence, fix))

    def _repeat(self, plan: RowPlan, first: RowPlan) -> None:
        """Notes that a row is the same record as one above: the same once more, or a contradiction."""
        plan.same_as = first.row
        for key in _contradictions(plan.values, first.values):
            sentence = say("Row {row} says otherwise of the same record.", row=str(first.row + 1))
            fix = say("Correct one of the two, or leave one out.")
            plan.problems.append(self._addresses.problem(plan.row, key, sentence, fix))


def _contradictions(values: dict[str, Any], first: dict[str, Any]) -> Iterator[str]:
    for key, value in values.items():
        other = first.get(key)
        if value is not None and other is not None and _part(value) != _part(other):
            yield key


def _agree(key: Key, known: dict[str, Any], values: dict[str, Any]) -> bool:
    return all(
        not known.get(name) or not values.get(name) or _part(known[name]) == _part(values[name])
        for name in key.agreeing
    )


def _part(value: Any) -> Hashable:
    """A value as it tells records apart; None where there is none."""
    match value:
        case None | "":
            return None
        case Pointer(id=None):
            return value.register, value.place, exactly(value.label), value.grant, value.project
        case Pointer():
            return value.id
        case str():
            return Decimal(value) if value.isascii() and value.isdigit() else exactly(value)
        case int() | Decimal():
            return Decimal(value).normalize()
        case date():
            return value
    return str(value)
