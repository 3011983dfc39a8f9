"""What must hold of a part of a crosswalk, and the warning while the parts of a category do not sum to the whole."""

from __future__ import annotations

from desktop.domain.crosswalk import part_problems, parts_problem
from desktop.language import Message
from desktop.services.field_rules import Problems
from desktop.services.record_rule import RecordRule
from desktop.storage.crosswalks import other_parts
from desktop.storage.models import Crosswalk
from desktop.storage.office import Unit


def _part(unit: Unit, part: Crosswalk) -> Problems:
    """A part is of a class of its form, and the category has no other of that class."""
    others = other_parts(unit.session, part)
    return part_problems((part.target, part.percent), scheme=part.scheme, others=others)


def _preview(unit: Unit, part: Crosswalk) -> Message | None:
    """That the parts of the category do not sum to 100 per cent yet; None when they do."""
    return parts_problem([*other_parts(unit.session, part), (part.target, part.percent)])


RULES = {"crosswalk": RecordRule(_part, preview=_preview)}
