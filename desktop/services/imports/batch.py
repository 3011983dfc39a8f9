"""What an import would do, and doing it as one batch."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from desktop.domain.finding import Problem, Severity
from desktop.domain.progress import Progress
from desktop.language import Message, say, say_many
from desktop.language.message import to_json
from desktop.registers.catalog import register_of
from desktop.services.backups import back_up_before
from desktop.services.imports.taking_back import reverse_batch, undo_import
from desktop.storage.batches import note_batch
from desktop.storage.dependents import is_part
from desktop.storage.intake import TablePlan, bring_in
from desktop.storage.models import ImportBatch
from desktop.storage.office import Office, Outcome

__all__ = ["ImportPlan", "apply_import", "reverse_batch", "undo_import"]


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import would do to the office; made without writing anything.

    `left_out` says how many things of the file the office has no place for; they stay in the copy of the file
    that the batch keeps; `notes` say how the file was taken. `uid` makes the import harmless to repeat after a lost
    connection. What has an error stays out; the rest comes in without it.
    """

    kind: str
    path: Path
    content: bytes
    sha256: str
    tables: tuple[TablePlan, ...]
    problems: tuple[Problem, ...] = ()
    left_out: Mapping[Message, int] = field(default_factory=dict)
    notes: tuple[Message, ...] = ()
    uid: str = field(default_factory=lambda: str(uuid.uuid4()))

    @property
    def added(self) -> int:
        """How many records would be new."""
        return sum(len(plan.new) for plan in self.tables)

    @property
    def changed(self) -> int:
        """How many records would get other values."""
        return sum(len(plan.changed) for plan in self.tables)

    @property
    def removed(self) -> int:
        """How many records would go, because the file that brought them no longer holds them."""
        return sum(len(plan.gone) for plan in self.tables)

    @property
    def is_news(self) -> bool:
        """Whether applying it would do anything."""
        return bool(self.added or self.changed or self.removed)

    @property
    def same(self) -> int:
        """How many records are there already, just so."""
        return sum(plan.same for plan in self.tables)

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that keep something out."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)

    def counts(self) -> list[tuple[str, int, int, int]]:
        """Table, new, changed, same: for each table that has a register of its own and is no part of another."""
        return [
            (plan.table, len(plan.new), len(plan.changed), plan.same)
            for plan in self.tables
            if register_of(plan.table) and not is_part(plan.table)
        ]

    @property
    def sentence(self) -> Message:
        """What applying it would do, in one sentence."""
        if not self.is_news:
            return say("Nothing new in {file}: everything is here already.", file=self.path.name)
        found = ((register_of(table), new) for table, new, _changed, _same in self.counts())
        parts = [register.count(new) for register, new in found if register is not None and new]
        if self.changed:
            parts.append(say_many("{count} record changed", "{count} records changed", count=self.changed))
        if self.removed:
            parts.append(say_many("{count} record removed", "{count} records removed", count=self.removed))
        return say("Imported {file}: {parts}.", file=self.path.name, parts=parts)


def apply_import(office: Office, plan: ImportPlan, *, progress: Progress) -> Outcome:
    """Brings in what `plan` says, in one transaction and one batch; a backup of the office file is made before.

    Raises UserError when the office changed since it was made, the disk is full, or the import was
    done already; then nothing is brought in. Cancelling does the same.
    """
    if not plan.is_news:
        return Outcome(plan.sentence)
    office.require_writable()
    back_up_before(office, why="import", progress=progress)
    with office.change() as unit:
        batch = ImportBatch(
            uid=plan.uid,
            kind=plan.kind,
            source_name=plan.path.name,
            sha256=plan.sha256,
            imported_at=unit.now,
            actor=unit.actor,
            added=plan.added,
            changed=plan.changed,
            sentence=to_json(plan.sentence),
        )
        batch_id = note_batch(unit, batch, plan.content)
        bring_in(unit, plan.tables, batch_id=batch_id, progress=progress)
        return unit.commit(plan.sentence, batch_id=batch_id, record_id=batch_id)
