"""How a row is shown before it comes in: what it says, what the office holds, and what somebody else changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop.config import paths
from desktop.importers.fields import Field
from desktop.language import Language, Message, load_language, say
from desktop.registers.query import Cell
from desktop.registers.register import Column, Kind, Register
from desktop.registers.round_trip import digest
from desktop.registers.show import shown_value
from desktop.registers.sight import DOTS
from desktop.services.imports.lists.plans import RowPlan
from desktop.services.imports.lists.references import Pointer
from desktop.services.imports.lists.rehearsal import RowOutcome, same
from desktop.services.imports.lists.surroundings import Surroundings
from desktop.services.imports.preview import Draft, PreviewRow, Status
from desktop.services.imports.row_marks import Marks


class ShownRows:
    """Makes the rows of a preview; without `names` dots stand for who a volunteer is."""

    def __init__(self, draft: Draft, register: Register, around: Surroundings, *, names: bool) -> None:
        self._around = around
        self._masked = frozenset() if names else frozenset(each.key for each in draft.fields if each.personal)
        self._columns = {column.key: column for column in register.incoming_columns}
        by_key = {each.key: each for each in draft.fields}
        mapped = [draft.mapping.fields[place] for place in sorted(draft.mapping.fields)]
        self.fields: tuple[Field, ...] = tuple(by_key[key] for key in mapped if key in by_key)
        self._languages: dict[str, Language] = {}

    def row(self, plan: RowPlan, outcome: RowOutcome) -> PreviewRow:
        """A row as it would come in."""
        values: dict[str, Cell] = {}
        old: dict[str, Cell] = {}
        if plan.known is not None:
            held = {key: self.cell(column, plan.known.values.get(key)) for key, column in self._columns.items()}
            values |= {each.key: held[each.key] for each in self.fields if each.key in held}
            old = {key: held[key] for key in outcome.changed}
        values |= plan.read.cells
        values |= {key: _shown(value) for key, value in plan.values.items() if key in self._columns}
        return PreviewRow(
            row=plan.row,
            status=outcome.status,
            values=self._as_seen(values),
            old=self._as_seen(old),
            reason=_reason(plan, outcome),
            record_id=outcome.record_id if plan.known is not None else None,
            problems=tuple(outcome.problems),
        )

    def _as_seen(self, values: Mapping[str, Cell]) -> dict[str, Cell]:
        return {key: DOTS if key in self._masked and held is not None else held for key, held in values.items()}

    def cell(self, column: Column, held: Any) -> Cell:
        """What the office holds, as the register shows it."""
        if held in (None, ""):
            return None
        if column.target:
            return self._around.label(column.target, held)
        return str(held) if column.kind is Kind.CHOICE else held

    def conflicts(self, plan: RowPlan, marks: Marks) -> frozenset[str]:
        """The columns of a row that someone changed in the office since it was exported, and that it has otherwise."""
        mark, known = plan.read.mark, plan.known
        if mark is None or known is None or mark.version >= known.version:
            return frozenset()
        return frozenset(
            key
            for key, value in plan.values.items()
            if key in self._columns
            and not same(known.values.get(key), value.id if isinstance(value, Pointer) else value)
            and not self._is_as_exported(self._columns[key], known.values, key, marks.digest_of(mark, key), marks)
        )

    def _is_as_exported(
        self, column: Column, held: Mapping[str, Any], key: str, kept: str | None, marks: Marks
    ) -> bool:
        shown = shown_value(column, self.cell(column, held.get(key)), self._language(marks.language))
        return kept == digest(shown)

    def _language(self, code: str) -> Language:
        if code not in self._languages:
            self._languages[code] = load_language(paths.translations(), code or "en")
        return self._languages[code]


def _shown(value: Any) -> Cell:
    return value.label if isinstance(value, Pointer) else value


def _reason(plan: RowPlan, outcome: RowOutcome) -> Message | None:
    match outcome.status:
        case Status.DUPLICATE if plan.same_as is not None:
            return say("Row {row} is the same record.", row=str(plan.same_as + 1))
        case Status.CONFLICT if plan.gone:
            return say("Someone removed it since the file was exported. Ticked, it is added anew.")
        case Status.CONFLICT:
            return say("Someone changed it since the file was exported. Ticked, the values of the file replace theirs.")
    return None
