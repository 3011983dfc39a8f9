"""How the rows of an import preview look: which columns there are, and what each cell of a row shows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from desktop.domain.finding import Severity
from desktop.language import Language, Message, say
from desktop.registers.query import Cell
from desktop.registers.register import NUMERIC_KINDS, Kind
from desktop.registers.show import cell_text
from desktop.registers.sight import DOTS
from desktop.services.imports import Draft, Field, Options, PreviewRow, RowProblem, Status

Ink = Literal["text", "text_secondary", "muted", "accent", "positive", "warning", "negative"]
STATUS_INKS: Mapping[Status, Ink] = {
    Status.NEW: "positive",
    Status.CHANGED: "accent",
    Status.SAME: "muted",
    Status.DUPLICATE: "warning",
    Status.CONFLICT: "warning",
    Status.ERROR: "negative",
}
# Rows with a second line: what was there before, or why the row is what it is.
TWO_LINES = frozenset({Status.CHANGED, Status.DUPLICATE, Status.CONFLICT, Status.ERROR})
TICK, ROW, STATUS = 0, 1, 2
LEADING = 3  # columns before the first field


@dataclass(frozen=True, slots=True)
class PreviewColumn:
    """A column of the preview: the field it shows; `flexible` takes what room is left, and what is said of a row.

    One that is `spare` says what no column of the sheet holds: it may lie beyond the edge.
    """

    field: Field
    flexible: bool = False
    spare: bool = False

    @property
    def key(self) -> str:
        """The key of its field."""
        return self.field.key

    @property
    def right(self) -> bool:
        """Whether its values stand flush right."""
        return self.field.kind in NUMERIC_KINDS


@dataclass(frozen=True, slots=True)
class PreviewCell:
    """One cell: its text, the currency before it, what it replaces, and what is said below it."""

    text: str = ""
    prefix: str = ""
    right: bool = False
    ink: Ink = "text"
    strong: bool = False
    old: str | None = None
    note: str = ""
    note_ink: Ink = "muted"


def columns_of(fields: Sequence[Field], *, held: Collection[str] = ()) -> tuple[PreviewColumn, ...]:
    """The columns for some fields; a currency stands before its amounts and has none of its own.

    Words that no column of the sheet holds stand last: amounts that are worked out are worth more room.
    """
    beside = {field.currency for field in fields if field.kind is Kind.MONEY and field.currency}
    shown = [field for field in fields if field.key not in beside] or list(fields)
    spare = {field.key for field in shown if held and field.key not in held and field.kind not in NUMERIC_KINDS}
    shown.sort(key=lambda field: field.key in spare)
    texts = [field for field in shown if field.kind is Kind.TEXT and not field.target]
    flexible = next(iter(texts or shown), None)
    return tuple(
        PreviewColumn(field, flexible=field is flexible, spare=field.key in spare and field is not flexible)
        for field in shown
    )


def raw_text(draft: Draft, options: Options, row: int, column: int, *, names: bool = False) -> str:
    """What stands in a cell of the sheet, or was typed in its place; dots for who a volunteer is, without `names`."""
    if not names and column in draft.personal:
        return DOTS
    typed = options.corrections.get((row, column))
    if typed is not None:
        return typed
    sheet = draft.sheet
    if not (0 <= column < len(sheet.columns) and 0 <= row < sheet.height):
        return ""
    value = sheet.columns[column][row]
    return "" if value is None else str(getattr(value, "shown", value))


def short_address(draft: Draft, row: int, column: int) -> str:
    """Where a cell is, without the name of the sheet that is named above: ``F17``."""
    return draft.sheet.address(row, column).rpartition("!")[2]


class RowPainter:
    """Says how the cells of rows look, in one language."""

    def __init__(
        self,
        language: Language,
        draft: Draft,
        options: Options,
        columns: Sequence[PreviewColumn],
        *,
        names: bool = False,
    ) -> None:
        self._language = language
        self._names = names
        self._draft = draft
        self._options = options
        self._columns = columns

    def cell(self, row: PreviewRow, place: int) -> PreviewCell:
        """A cell of a field's column."""
        column = self._columns[place]
        field = column.field
        muted = row.status is Status.SAME
        value = row.values.get(field.key)
        text, strong = self._value(field, value, row.values), False
        ink: Ink = "text_secondary" if muted else "text"
        if any(each.field == field.key and each.problem.severity is Severity.ERROR for each in row.problems):
            text, ink, strong = self._as_written(row, field.key) or text, "negative", True
        old = None
        if field.key in row.old:
            old, strong = (
                self._value(field, row.old[field.key], {**row.values, **row.old}) or "—",
                strong or ink == "text",
            )
        currency = row.values.get(field.currency) if field.currency and field.kind is Kind.MONEY else None
        note, note_ink = self.note(row) if column.flexible else ("", STATUS_INKS[row.status])
        return PreviewCell(
            text=text,
            prefix=currency if isinstance(currency, str) and value is not None else "",
            right=column.right,
            ink=ink,
            strong=strong,
            old=old,
            note=note,
            note_ink=note_ink,
        )

    def _value(self, field: Field, value: Cell, values: Mapping[str, Cell]) -> str:
        currency = values.get(field.currency) if field.currency else None
        if field.column is not None:
            return cell_text(field.column, value, currency, self._language)
        return "" if value is None else self._language.value(value)

    def _as_written(self, row: PreviewRow, key: str) -> str:
        """What the sheet holds where the value could not be taken."""
        column = next((each.column for each in row.problems if each.field == key), None)
        if column is None:
            column = self._draft.mapping.column_of(key)
        return "" if column is None else raw_text(self._draft, self._options, row.row, column, names=self._names)

    def note(self, row: PreviewRow) -> tuple[str, Ink]:
        """What is said of a row, below its text: what is wrong, or why it stays out."""
        said: list[Message] = [each.problem.sentence for each in worst_first(row.problems)]
        if row.reason is not None:
            said.insert(0, row.reason)
        ink = STATUS_INKS[row.status]
        if row.status not in TWO_LINES:
            ink = "warning"
        return self._language.join(said), ink


def worst_first(problems: Sequence[RowProblem]) -> list[RowProblem]:
    """Errors before warnings, else in order; mere notes are left out."""
    told = [each for each in problems if each.problem.severity is not Severity.NOTE]
    return sorted(told, key=lambda each: -each.problem.severity)


def is_of_row(draft: Draft, problem: RowProblem) -> bool:
    """Whether a problem is one of the rows of the table, and not of its headings."""
    return draft.layout.first <= problem.row <= draft.layout.last


def row_name(draft: Draft, problem: RowProblem) -> Message:
    """Where a problem is: ``Row 17, cell F17``; of a problem in the headings, its column."""
    if problem.column is not None and not is_of_row(draft, problem):
        return say("Column {column}", column=short_address(draft, 0, problem.column).rstrip("1"))
    if problem.column is None:
        return say("Row {row}", row=str(problem.row + 1))
    cell = short_address(draft, problem.row, problem.column)
    return say("Row {row}, cell {cell}", row=str(problem.row + 1), cell=cell)
