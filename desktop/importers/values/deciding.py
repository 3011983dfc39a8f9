"""How a column is written, decided by all of its values: that style contradicts the fewest rows.

A value that can be read in one way only is evidence; one that reads the same in every way says nothing. Where styles
fit equally well and would read some value differently, nothing decides, and someone is asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

# Of a value that each style reads: for each style the first one that reads the same, or `UNREAD`.
Pattern: TypeAlias = "tuple[int, ...]"
UNREAD = -1


def pattern_of(readings: Sequence[object]) -> Pattern:
    """Which styles can read a value, and which of them read the same; `readings` holds None where one cannot."""
    return tuple([UNREAD if value is None else readings.index(value) for value in readings])


@dataclass(frozen=True, slots=True)
class Decision:
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

    def examples(self, texts: Mapping[int, str]) -> list[str]:
        """Texts that read in one way only: one that proves the style, one that contradicts it."""
        return [texts[code].strip() for code in (self.proof, self.against) if code is not None]

    def settles(self, pattern: Pattern) -> bool:
        """Whether values of this pattern are read, and the same in each style that fits as well."""
        own = pattern[self.place]
        return own != UNREAD and all(pattern[tie] == own for tie in self.ties)


def decide(
    groups: Mapping[Pattern, Sequence[int]], counts: Mapping[int, int], *, styles: int, chosen: int | None = None
) -> Decision:
    """The style of values that are grouped by pattern and known by code; `counts` says in how many rows each stands."""
    rows = {pattern: sum(map(counts.__getitem__, codes)) for pattern, codes in groups.items()}
    ties = (chosen,) if chosen is not None else _best(rows, styles)
    proving, following, contradicting = 0, 0, 0
    proof, unsure, against = None, None, None
    for pattern, codes in groups.items():
        own = pattern[ties[0]]
        if own == UNREAD:
            contradicting += rows[pattern]
            against = codes[0] if against is None else against
        elif pattern.count(UNREAD) == styles - 1:
            proving += rows[pattern]
            proof = codes[0] if proof is None else proof
        elif any(other not in (own, UNREAD) for other in pattern):
            following += rows[pattern]
            unsure = codes[0] if unsure is None else unsure
    return Decision(ties[0], ties, proving, following, contradicting, proof, unsure, against)


def _best(rows: Mapping[Pattern, int], styles: int) -> tuple[int, ...]:
    """The styles that contradict the fewest rows; the first of them alone where all read the same."""
    lacking = [sum(count for pattern, count in rows.items() if pattern[place] == UNREAD) for place in range(styles)]
    best = [place for place in range(styles) if lacking[place] == min(lacking)]
    alike = all(pattern[place] == pattern[best[0]] for pattern in rows for place in best)
    return (best[0],) if alike else tuple(best)
