"""Who pays deployments, as fields of a dialog: one grant with all of it, or two that share, each with a budget line."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from desktop.domain.allocation import WHOLE, Share
from desktop.language import say
from desktop.registers.query import Cell
from desktop.ui.context import Context
from desktop.ui.dialogs.fields_dialog import Values
from desktop.ui.widgets.choice_fields import LookupField
from desktop.ui.widgets.fields import NumberField


class Payers:
    """The fields: the lines that are offered are those of the grant beside them."""

    def __init__(self, context: Context, *, required: bool) -> None:
        self.grant = LookupField(context, say("Grant"), register="grants", required=required)
        self.other = LookupField(context, say("Second grant"), register="grants", required=False)
        self.percent = NumberField(context, say("Per cent of the first grant"), required=required)
        self.percent.set_value(WHOLE)
        self.line, self.other_line = (
            LookupField(context, name, register="budget_lines", required=False)
            for name in (say("Budget line"), say("Budget line of the second grant"))
        )
        for grant, line in ((self.grant, self.line), (self.other, self.other_line)):
            grant.refresh()
            line.limit_to(("budget.grant_id", 0))
            grant.edited.connect(_limiting(line, grant))


def _limiting(line: LookupField, grant: LookupField) -> Callable[[], None]:
    """Lets a field offer the budget lines of the grant that another one has."""
    return lambda: line.limit_to(("budget.grant_id", grant.identity or 0))


def shares_of(values: Values) -> list[Share]:
    """What the grants bear by these values: `grant`, `line`, `percent`, `other` and `other_line`."""
    found = values.get("percent")
    percent = found if isinstance(found, Decimal) else WHOLE
    parts = (("grant", "line", percent), ("other", "other_line", WHOLE - percent))
    return [
        Share(id_of(values.get(grant)), part, id_of(values.get(line)) or None)
        for grant, line, part in parts
        if values.get(grant)
    ]


def id_of(value: Cell) -> int:
    """The record that a field of records has; 0 for none."""
    return value if isinstance(value, int) else 0
