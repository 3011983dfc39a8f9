"""What is known of a ledger extract while it is looked at and brought in."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from desktop.domain.finding import Problem, Severity
from desktop.language import Message
from desktop.services.imports.ledger.columns import Table
from desktop.services.imports.ledger.meanings import Meanings
from desktop.services.imports.ledger.rows import Entries
from desktop.services.imports.ledger.world import Fault, Warned, World
from desktop.services.imports.preview import Draft, Options, RowProblem, Status


@dataclass(frozen=True, slots=True)
class Change:
    """What a row says otherwise than its entry: columns that were empty are filled in, others are corrected."""

    record_id: int
    filled: dict[str, int | str] = field(default_factory=dict)
    corrected: dict[str, int | str | date | Decimal | None] = field(default_factory=dict)
    old: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Work:
    """A table, what its rows come to, and what becomes of each of them; all by place."""

    draft: Draft
    options: Options
    table: Table
    world: World
    means: Meanings
    entries: Entries
    statuses: bytearray
    problems: dict[int, list[RowProblem]] = field(default_factory=lambda: defaultdict(list))
    digests: list[str] = field(default_factory=list)  # empty for a grant that is not there yet
    numbers: dict[int, int] = field(default_factory=dict)  # the how manieth of equal rows, from the second on
    reasons: dict[int, Message] = field(default_factory=dict)
    records: dict[int, int] = field(default_factory=dict)
    changes: dict[int, Change] = field(default_factory=dict)
    commitments: dict[int, tuple[int, int]] = field(default_factory=dict)  # its id, and what is liquidated of it
    instalments: dict[int, int] = field(default_factory=dict)
    uid: str = field(default_factory=lambda: str(uuid.uuid4()))

    def tell(self, place: int, fault: Fault) -> None:
        """Notes a problem of a row; one that is no warning keeps it out. A cell is told of once."""
        severity = Severity.WARNING if isinstance(fault, Warned) else Severity.ERROR
        cells = self.table.cells.get(fault.key)
        column = None if cells is None else cells.column
        self.note(place, severity, fault.key, column, fault.sentence, fault.fix, nearest=fault.nearest)

    def note(
        self,
        place: int,
        severity: Severity,
        key: str,
        column: int | None,
        sentence: Message,
        fix: Message,
        *,
        nearest: tuple[str, ...] = (),
    ) -> None:
        """Notes a problem of a row, or of the cell in `column`."""
        row = self.table.rows[place]
        sheet = self.draft.sheet
        where = sheet.name if column is None else sheet.address(row, column)
        known = self.problems[place]
        if severity is Severity.ERROR:
            self.statuses[place] = Status.ERROR
            if any(one.field == key and one.problem.severity is Severity.ERROR for one in known):
                return
        known.append(RowProblem(row, column, key, Problem(severity, where, sentence, fix), nearest))

    def day(self, place: int) -> date | None:
        """The day of the entry at a place."""
        return self.means.days[self.table["entry_on"].codes[place]]

    def places(self, *statuses: Status) -> Iterator[int]:
        """The places whose rows have one of these statuses."""
        wanted = frozenset(statuses)
        return (place for place, status in enumerate(self.statuses) if status in wanted)

    def all_problems(self) -> tuple[RowProblem, ...]:
        """Every problem, those of rows that come first first."""
        return tuple(problem for place in sorted(self.problems) for problem in self.problems[place])
