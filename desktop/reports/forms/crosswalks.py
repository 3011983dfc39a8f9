"""The crosswalk of a report: what the office edited, and for the other categories what the program comes with."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from decimal import Decimal

from desktop.config import paths
from desktop.domain.codes import CATEGORY_NAMES, CostCategory
from desktop.domain.crosswalk import SCHEMES, UNDIVIDED, Part, parts_problem
from desktop.language import UserError, say
from desktop.reports.facts import ReportFacts

Crosswalk = Mapping[int, tuple[Part, ...]]


@functools.cache
def default_crosswalk(scheme: str) -> Crosswalk:
    """The parts of each category as `resources/codelists/crosswalks.toml` has them."""
    with (paths.resources() / "codelists" / "crosswalks.toml").open("rb") as file:
        listed = tomllib.load(file)[scheme]
    return {
        int(category): tuple((target, Decimal(percent)) for target, percent in parts.items())
        for category, parts in listed.items()
    }


def crosswalk_of(facts: ReportFacts, scheme: str) -> Crosswalk:
    """The parts of each category. Raises UserError when those of one do not sum to 100 per cent, or may not be parts:
    nothing may be lost or counted twice.
    """
    edited = facts.crosswalks.get(scheme, {})
    found = {**default_crosswalk(scheme), **edited}
    for category, parts in sorted(found.items()):
        problem = parts_problem(parts)
        if problem is None and scheme in UNDIVIDED and len(parts) > 1:
            problem = say("It is parted among several headings.")
        if problem is not None:
            raise UserError(
                say(
                    "The crosswalk “{scheme}” does not carry “{category}” over as a whole.",
                    scheme=SCHEMES[scheme],
                    category=CATEGORY_NAMES[CostCategory(category)],
                ),
                say("{problem} No report was made.", problem=problem),
                say("Correct the parts of the category among the crosswalks."),
            )
    return found
