"""How a column is written, decided by all of its values: that style contradicts the fewest rows.

A value that can be read in one way only is evidence; one that reads the same in every way says nothing. Where styles
fit equally well and would read some value differently, nothing decides, and someone is asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class Decision(Generic[Read]):
    """The style that was found: its place among the styles, and those that fit as well (`ties`, itself among them).

    Rows are counted: those that prove it, those that could be read in several ways and follow, those that contradict.
    `proof`, `unsure` and `against` are codes of examples, where there are such rows.
    """

    place: int
    ties: tuple[int, ...]
    proving: int = 0
    following: int = 0
    contradicting: int = 0
    proof: int | None = None
    unsure: int | None = None
    against: int | None = None

    @property
    def open(self) -> bool:
        """Whether nothing decided."""
        return len(self.ties) > 1

    def reads(self, readings: Sequence[Read | None]) -> Read | None:
        """What a value is in the style, if all that fit as well read the same; None otherwise."""
        found = readings[self.place]
        return found if all(readings[tie] == found for tie in self.ties) else None


def decide(
    read: Mapping[int, Sequence[Read | None]], counts: Mapping[int, int], *, styles: int, chosen: int | None = None
) -> Decision[Read]:
    """The style of the values `read` (by code: what each is in each style), which stand so often in rows."""
    lacking = [0] * styles
    for code, readings in read.items():
        for place, value in enumerate(readings):
            if value is None:
                lacking[place] += counts[code]
    if chosen is None:
        fewest = min(lacking)
        best = [place for place, rows in enumerate(lacking) if rows == fewest]
        same = [place for place in best if all(each[place] == each[best[0]] for each in read.values())]
        ties = (best[0],) if same == best else tuple(best)
    else:
        ties = (chosen,)
    return _counted(read, counts, ties)


def _counted(
    read: Mapping[int, Sequence[Read | None]], counts: Mapping[int, int], ties: tuple[int, ...]
) -> Decision[Read]:
    place = ties[0]
    rows = [0, 0, 0]
    examples: list[int | None] = [None, None, None]
    for code, readings in read.items():
        own = readings[place]
        if own is None:
            kind = 2
        elif all(other is None for index, other in enumerate(readings) if index != place):
            kind = 0
        elif any(other is not None and other != own for other in readings):
            kind = 1
        else:
            continue
        rows[kind] += counts[code]
        if examples[kind] is None:
            examples[kind] = code
    proving, following, contradicting = rows
    proof, unsure, against = examples
    return Decision(place, ties, proving, following, contradicting, proof, unsure, against)
