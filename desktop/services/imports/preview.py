"""What bringing a table in would do, row by row, before anything is written.

A `Draft` is a file with how it is read; `preview` holds it against the office. Correcting a value, choosing another
column, ticking that missing records be made: each makes another draft or other options, and a new preview.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from operator import attrgetter

from desktop.domain.finding import Problem, Severity
from desktop.domain.money import Money
from desktop.importers.book import Book, Sheet
from desktop.importers.column_values import Style
from desktop.importers.fields import Field
from desktop.importers.layout import Guess, Layout, SheetMapping, TotalCheck
from desktop.language import Message, say
from desktop.registers.query import Cell


class Status(IntEnum):
    """What would become of a row; kept as one byte per row."""

    NEW = 0
    CHANGED = 1
    SAME = 2
    DUPLICATE = 3
    CONFLICT = 4  # someone changed the record since it was exported
    ERROR = 5


STATUS_NAMES = {
    Status.NEW: say("New"),
    Status.CHANGED: say("Changed"),
    Status.SAME: say("Same"),
    Status.DUPLICATE: say("Duplicate"),
    Status.CONFLICT: say("Conflict"),
    Status.ERROR: say("Error"),
}
# Rows that come in unless someone unticks them. Duplicates and conflicts come in only when someone ticks them.
TAKEN = frozenset({Status.NEW, Status.CHANGED})
CHOOSABLE = TAKEN | {Status.DUPLICATE, Status.CONFLICT}


@dataclass(frozen=True, slots=True)
class Draft:
    """A file and how it is read. `kind` is the key of the register it goes into."""

    book: Book
    kind: str
    fields: tuple[Field, ...]
    layout: Layout
    mapping_name: str = ""  # the kept mapping that was taken

    @property
    def mapping(self) -> SheetMapping:
        """Which column holds what."""
        return self.layout.mapping

    @property
    def guesses(self) -> tuple[Guess, ...]:
        """What each column was taken for, and why."""
        return self.layout.guesses

    @property
    def sheet(self) -> Sheet:
        """The sheet that is read."""
        return self.book.sheet(self.mapping.sheet)

    @property
    def personal(self) -> frozenset[int]:
        """The columns of the sheet that say who a volunteer is."""
        keys = {each.key for each in self.fields if each.personal}
        return frozenset(column for column, key in self.mapping.fields.items() if key in keys)

    def field(self, key: str) -> Field:
        """The field `key`. Raises KeyError when there is none."""
        for one in self.fields:
            if one.key == key:
                return one
        raise KeyError(key)


@dataclass(frozen=True, slots=True)
class Options:
    """What a person decided beside the mapping.

    `grant` is the reference of the grant that rows without one go to. `corrections` are texts typed in the place of
    cells, by row and column of the sheet. `create_missing` makes records that the sheet names and the office lacks.
    """

    grant: str = ""
    create_missing: bool = False
    corrections: Mapping[tuple[int, int], str] = field(default_factory=dict)

    def corrected(self, row: int, column: int, text: str) -> Options:
        """The same with `text` in the place of a cell."""
        return replace(self, corrections={**self.corrections, (row, column): text})


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A problem of one row: `row` and `column` of the sheet (column is None where the row as a whole is meant).

    `nearest` are values that could be meant instead, best first.
    """

    row: int
    column: int | None
    field: str
    problem: Problem
    nearest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Remarks:
    """What of the problems is worth showing: errors and warnings in the order of their rows, and the rows warned of."""

    problems: tuple[RowProblem, ...]
    warned: frozenset[int]

    @classmethod
    def of(cls, problems: Sequence[RowProblem]) -> Remarks:
        """Those of some problems, of which there may be one for each of a million rows."""
        told = [each for each in problems if each.problem.severity is not Severity.NOTE]
        told.sort(key=attrgetter("row"))
        return cls(tuple(told), frozenset(each.row for each in told if each.problem.severity is Severity.WARNING))


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One row of the table as it would come in: values by field key, as cells of the register hold them.

    `old` are the values that a change would replace (for a conflict: those that the office has now); `reason` says why
    it is a duplicate or a conflict, and of which record.
    """

    row: int
    status: Status
    values: Mapping[str, Cell]
    old: Mapping[str, Cell] = field(default_factory=dict)
    reason: Message | None = None
    record_id: int | None = None
    problems: tuple[RowProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """What importing a draft would do. `rows` may make each row when it is asked for; `statuses` has a byte for each.

    `fields` are the columns to show, in order. `sums` are what the rows come to by currency, `checks` the totals that
    the workbook states. `missing` are the records that would be made because the sheet names them. `refused` is why
    nothing at all can come in, such as a column that lacks.
    """

    draft: Draft
    options: Options
    fields: tuple[Field, ...]
    rows: Sequence[PreviewRow]
    statuses: bytes
    problems: tuple[RowProblem, ...] = ()
    sums: tuple[Money, ...] = ()
    checks: tuple[TotalCheck, ...] = ()
    styles: Mapping[str, Style] = field(default_factory=dict)
    missing: tuple[tuple[str, str], ...] = ()  # register, what the sheet calls the record
    notes: tuple[Message, ...] = ()
    refused: tuple[Problem, ...] = ()
    remarks: Remarks | None = None  # worked out beforehand, off the window's thread
    work: object = None  # what the engine of the kind needs to bring the rows in

    def count(self, status: Status) -> int:
        """How many rows have this status."""
        return self.statuses.count(status)

    @property
    def brings_nothing(self) -> bool:
        """Whether everything in the table is in the office already."""
        return bool(self.statuses) and not self.refused and set(self.statuses) <= {Status.SAME, Status.DUPLICATE}

    def told(self) -> Remarks:
        """What of the problems is worth showing."""
        return self.remarks or Remarks.of(self.problems)

    def places(self, status: Status | None = None) -> Sequence[int]:
        """The places in `rows` that have a status; all of them without one."""
        if status is None:
            return range(len(self.statuses))
        return [place for place, each in enumerate(self.statuses) if each == status]

    def taken(self, *, but: frozenset[int] = frozenset(), also: frozenset[int] = frozenset()) -> list[int]:
        """The places of the rows that come in: new and changed ones without those of `but`, and those of `also`."""
        return [
            place
            for place, status in enumerate(self.statuses)
            if (status in TAKEN and place not in but) or (status in CHOOSABLE and place in also)
        ]
