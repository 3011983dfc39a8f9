"""The rows of a ledger extract as a preview shows them: each is made when it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final, overload

from desktop.importers.fields import Field
from desktop.registers.query import Cell
from desktop.services.imports.ledger.columns import text_of
from desktop.services.imports.ledger.money import RATE_UNIT, UNIT, unscaled
from desktop.services.imports.ledger.work import Work
from desktop.services.imports.preview import PreviewRow, Status

# What is worked out for each row, and so is shown whether a column holds it or not.
_WORKED_OUT: Final = frozenset({"kind", "original_currency", "original_amount", "amount", "currency"})
_ATTRIBUTES: Final = {
    "line_id": "line",
    "project_id": "project",
    "result_id": "result",
    "instalment_id": "instalment",
}


def shown_fields(work: Work) -> tuple[Field, ...]:
    """The fields to show: those that columns hold, and what is worked out from them."""
    hidden = {"debit", "credit"}
    return tuple(
        field
        for field in work.draft.fields
        if field.key not in hidden
        and (field.key in _WORKED_OUT or (field.key in work.table.cells and work.table[field.key].is_there))
    )


class EntryRows(Sequence[PreviewRow]):
    """Rows on demand: a hundred thousand of them would take longer to make than to read."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._lines = dict(work.world.code_of)
        self._projects = {identity: reference for reference, identity in work.world.projects.items()}

    def __len__(self) -> int:
        return len(self._work.statuses)

    @overload
    def __getitem__(self, place: int) -> PreviewRow: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[PreviewRow]: ...
    def __getitem__(self, place: int | slice) -> PreviewRow | Sequence[PreviewRow]:
        if isinstance(place, slice):
            return [self._row(one) for one in range(*place.indices(len(self)))]
        return self._row(range(len(self))[place])

    def _row(self, place: int) -> PreviewRow:
        work = self._work
        change = work.changes.get(place)
        return PreviewRow(
            work.table.rows[place],
            Status(work.statuses[place]),
            self._values(place),
            {} if change is None else self._old(change.old, place),
            work.reasons.get(place),
            work.records.get(place),
            tuple(work.problems.get(place, ())),
        )

    def _values(self, place: int) -> dict[str, Cell]:
        """What comes in, and for what is at fault what the cell holds."""
        work, entries = self._work, self._work.entries
        values: dict[str, Cell] = {
            key: cells[place] for key, cells in work.table.cells.items() if cells.is_there and key not in _WORKED_OUT
        }
        grant = entries.grant[place]
        if grant:
            values["grant"] = work.world.grant_of[grant].reference
            values["currency"] = work.world.grant_of[grant].currency
        if entries.category[place]:
            values["category"] = str(entries.category[place])
        currency = entries.currency[place]
        values["original_currency"] = currency or text_of(work.table["original_currency"][place])
        if entries.original[place] and currency:
            values["kind"] = str(entries.kind_at(place))
            values["original_amount"] = unscaled(entries.original[place], currency)
            if grant and (entries.quote[place] or currency == values["currency"]):
                values["amount"] = unscaled(entries.amount[place], str(values["currency"]))
        else:
            values["original_amount"] = work.table["original_amount"][place]
        quote = entries.quotes[entries.quote[place]]
        if "rate" in values and entries.quote[place]:
            values["rate"] = (Decimal(quote.rate) / RATE_UNIT).normalize()
        if place in work.commitments:
            values["liquidated"] = Decimal(work.commitments[place][1]) / UNIT
        return values

    def _old(self, old: dict[str, Any], place: int) -> dict[str, Cell]:
        """What an entry holds where its row says something else, by the keys of the register."""
        names = {"line_id": self._lines, "project_id": self._projects}
        found: dict[str, Cell] = {}
        for name, value in old.items():
            known = names.get(name)
            found[_ATTRIBUTES.get(name, name)] = (
                value if value is None or known is None else known.get(value, self._code_of(value, place))
            )
        return found

    def _code_of(self, value: int, _place: int) -> str:
        return f"#{value}"
