"""What goes into an evidence pack and under which name: the attachments of a report's entries, and what has none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from operator import attrgetter

from desktop.domain.file_names import Names
from desktop.domain.money import ZERO
from desktop.reports.trace import BEFORE, MEASURES, TraceRow


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that is kept with a record: the entry `entry_id`, or with the grant or its agreement (0).

    `label` is how people call the record.
    """

    document_id: int
    entry_id: int
    label: str
    name: str
    kind: str
    size: int
    sha256: str
    added_on: date


@dataclass(frozen=True, slots=True)
class Placed:
    """An attachment and its path in the pack."""

    path: str
    of: Attached


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as a report sums it, once, even when it is taken back and stands anew. `row` is the last of its rows;
    amounts are the sums over all of them. `costs_now` says that the report is the first to report costs of it.
    """

    row: TraceRow
    spent: Decimal
    committed: Decimal
    received: Decimal
    costs_now: bool


def entries_of(rows: Iterable[TraceRow]) -> Iterator[tuple[Entry, Sequence[TraceRow]]]:
    """The entries of a report with their rows, which come one after another."""
    for _id, some in groupby(rows, key=attrgetter("id")):
        of_one = tuple(some)
        spent, committed, received = (sum((row.measure(name) for row in of_one), ZERO) for name in MEASURES)
        costs_now = any(row.when != BEFORE and row.measure("spent") != ZERO for row in of_one)
        yield Entry(of_one[-1], spent, committed, received, costs_now), of_one


def placed(folder: str, attached: Iterable[Attached]) -> list[Placed]:
    """Where attachments lie in the pack: named by their records, each name once, in the order in which they come."""
    names = Names()
    return [Placed(f"{folder}/{names.of(_called(each))}", each) for each in attached]


def by_entry(files: Iterable[Placed]) -> Mapping[int, Sequence[Placed]]:
    """The attachments of each entry that has any."""
    found: dict[int, list[Placed]] = {}
    for file in files:
        found.setdefault(file.of.entry_id, []).append(file)
    return found


def _called(attached: Attached) -> str:
    """The name of a file with that of its record before it, unless it stands there already."""
    label, name = attached.label, attached.name
    rest = name[len(label) :]
    if name.casefold().startswith(label.casefold()) and not rest[:1].isalnum():
        return name
    return f"{label} {name}"
