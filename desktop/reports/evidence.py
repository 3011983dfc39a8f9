"""What goes into an evidence pack and under which name: the attachments of a report's entries, and what has none.

A name has to hold wherever the pack is unpacked: on Windows, on a Mac, in a folder that is deep already.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from operator import attrgetter
from pathlib import PurePath
from typing import Final

from desktop.domain.money import ZERO
from desktop.reports.trace import BEFORE, MEASURES, TraceRow

LONGEST: Final = 100
"""Letters of a name; Windows takes 260 of a whole path, and the pack is unpacked somewhere deep."""
_MOST_BYTES: Final = 200  # other systems count bytes, up to 255 in a name
_LONGEST_SUFFIX: Final = 12
# What Windows takes in no name, and what a link to a file takes for something else (# and %).
_FORBIDDEN: Final = re.compile(r'[<>:"/\\|?*#%]')
_UNSEEN: Final = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")  # what nobody sees may turn a name round
_DEVICES: Final = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$", "clock$"}
    | {f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"}
)
_NAMELESS: Final = "file"


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


class Names:
    """Gives names for the files of one folder: safe, and each once, also where capitals do not count."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def of(self, text: str) -> str:
        """A name like `text` that no other file has."""
        name = plain = safe_name(text)
        number = 1
        while _key(name) in self._taken:
            number += 1
            name = safe_name(plain, mark=f" ({number})")
        self._taken.add(_key(name))
        return name


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def safe_name(text: str, *, mark: str = "") -> str:
    """`text` as the name of a file that every system takes, with `mark` before its ending."""
    name = "".join(" " if letter.isspace() else letter for letter in text)
    name = "".join(letter for letter in name if unicodedata.category(letter) not in _UNSEEN)
    name = unicodedata.normalize("NFC", name)
    name = " ".join(_FORBIDDEN.sub("-", name).split()).strip(". ")
    suffix = PurePath(name).suffix
    if len(suffix) > _LONGEST_SUFFIX or not suffix[1:].isalnum():
        suffix = ""  # a sentence with a full stop in it
    stem = name[: len(name) - len(suffix)].strip(". ") or _NAMELESS
    if stem.split(".")[0].strip().casefold() in _DEVICES:
        stem = f"_{stem}"
    return _cut(stem, len(mark) + len(suffix), len((mark + suffix).encode())) + mark + suffix


def _cut(stem: str, letters: int, more_bytes: int) -> str:
    """As much of `stem` as fits beside so many other letters and bytes."""
    short = stem[: LONGEST - letters].encode()[: _MOST_BYTES - more_bytes].decode(errors="ignore")
    return short.rstrip(". ")
