"""What an area can say about the records of a table. Each area declares its own, `record_rules` has all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from desktop.language import Message
from desktop.services.field_rules import Problems
from desktop.storage.office import Unit


def _nothing(_unit: Unit, _record: Any) -> None:
    """Says nothing about a record, and changes nothing."""


def _no_problems(_unit: Unit, _record: Any) -> Problems:
    return {}


@dataclass(frozen=True)
class RecordRule:
    """What must hold of the records of a table, and what follows from them."""

    check: Callable[[Unit, Any], Problems] = _no_problems
    """Looks at a record whose values were just set, fills in what follows, returns what is wrong by column key."""
    preview: Callable[[Unit, Any], Message | None] = _nothing
    """What the program works out for a record while its form is filled in, in one sentence."""
    require_removable: Callable[[Unit, Any], None] = _nothing
    """Raises UserError for a record that stays."""
    settle: Callable[[Unit, Any], None] = _nothing
    """What follows in other records from one that was kept or removed."""
