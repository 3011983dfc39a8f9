"""Crosswalks: to which classes of a funder's form each UN category goes, in per cent that sum to the whole.

Schemes and their classes: SF-424A, section B, line 6 (OMB 4040-0006); EU grant contracts, annex VI, budget headings.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Final

from desktop.domain.budget import WHOLE
from desktop.domain.money import ZERO, trimmed
from desktop.language import Message, say

Part = tuple[str, Decimal]
"""A class and the per cent of a category that goes to it."""


class Scheme(StrEnum):
    """Whose classes they are."""

    SF_424A = "sf424a"
    EU_ANNEX_VI = "eu_annex_vi"


SCHEMES: Final[dict[str, Message]] = {
    Scheme.SF_424A: say("Object classes of the SF-424A"),
    Scheme.EU_ANNEX_VI: say("Headings of EU Annex VI"),
}
OBJECT_CLASSES: Final[dict[str, Message]] = {
    "6a": say("Personnel"),
    "6b": say("Fringe benefits"),
    "6c": say("Travel"),
    "6d": say("Equipment"),
    "6e": say("Supplies"),
    "6f": say("Contractual"),
    "6g": say("Construction"),
    "6h": say("Other"),
    "6j": say("Indirect charges"),
}
HEADINGS: Final[dict[str, Message]] = {
    "1": say("Human resources"),
    "2": say("Travel"),
    "3": say("Equipment and supplies"),
    "4": say("Local office"),
    "5": say("Other costs, services"),
    "6": say("Other"),
    "8": say("Indirect costs"),
}
CLASSES: Final[dict[str, dict[str, Message]]] = {Scheme.SF_424A: OBJECT_CLASSES, Scheme.EU_ANNEX_VI: HEADINGS}
# As lists offer them: with their numbers, by which people know them, and which tell those of two schemes apart.
CLASS_CHOICES: Final[dict[str, dict[str, Message]]] = {
    scheme: {code: say("{code} {name}", code=code, name=name) for code, name in classes.items()}
    for scheme, classes in CLASSES.items()
}
# Schemes whose classes are headings over lines: a category goes to one as a whole.
UNDIVIDED: Final = frozenset({Scheme.EU_ANNEX_VI})


def parts_problem(parts: Sequence[Part]) -> Message | None:
    """Why a category cannot be parted so, or None when it can: the per cents sum to the whole."""
    total = trimmed(sum((percent for _target, percent in parts), ZERO))
    if total < WHOLE:
        return say("The parts sum to {total} per cent; {rest} are missing.", total=total, rest=WHOLE - total)
    if total > WHOLE:
        return say("The parts sum to {total} per cent; {rest} are too many.", total=total, rest=total - WHOLE)
    return None


def part_problems(part: Part, *, scheme: str, others: Iterable[Part]) -> dict[str, Message]:
    """What is wrong with one part of a category, beside its `others`, by the name of its value."""
    target, percent = part
    problems: dict[str, Message] = {}
    if not 0 < percent <= WHOLE:
        problems["percent"] = say("A part lies between 0 and 100 per cent. Enter 25 for 25 %.")
    elif scheme in UNDIVIDED and percent != WHOLE:
        problems["percent"] = say("A heading takes the whole category. Enter 100.")
    if target not in CLASSES[scheme]:
        problems["target"] = say("This class belongs to another form. Choose from the list.")
    elif any(other == target for other, _percent in others):
        problems["target"] = say("The category has a part of that class already. Change that one.")
    return problems
