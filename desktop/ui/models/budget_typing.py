"""What one does to several cells of a budget at once: paste a block, fill down, clear. Each is one step to undo."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.language import say
from desktop.registers.query import Cell
from desktop.ui.models.budget_lines import Edits
from desktop.ui.models.budget_model import BudgetModel, RowKind
from desktop.ui.models.grid_block import block_text
from desktop.ui.models.typed_grid import Area, CellError


def paste(model: BudgetModel, row: int, column: int, block: Sequence[Sequence[str]]) -> list[int]:
    """Puts a block into the lines from a cell on; what reaches beyond the last one becomes new lines.

    Returns the ids of the lines. Raises CellError, and pastes nothing, when a cell cannot be read.
    """
    rows = [
        _read_row(model, column, cells, number) for number, cells in enumerate(_without_heads(model, column, block))
    ]
    found = [model.rows[place].line for place in range(row, len(model.rows))]
    lines = [line for line in found if line is not None and model.can_type(line)]
    edits: Edits = {}
    for line, values in zip(lines, rows, strict=False):
        if values:
            edits[line.id] = model.with_category(line, values)
    edits |= model.new_lines([_without_empty(values) for values in rows[len(lines) :] if values])
    if edits:
        model.edit(edits)
    return list(edits)


def _without_heads(model: BudgetModel, column: int, block: Sequence[Sequence[str]]) -> Sequence[Sequence[str]]:
    """The block without its first row, where that holds words over columns of numbers."""
    if len(block) < 2:
        return block
    numbers = [
        (place, text)
        for place, text in enumerate(block[0], start=column)
        if place < len(model.columns) and model.columns[place].is_number and model.columns[place].is_typed and text
    ]
    return block[1:] if numbers and not any(_reads(model, place, text) for place, text in numbers) else block


def _reads(model: BudgetModel, column: int, text: str) -> bool:
    try:
        model.read(column, text)
    except CellError:
        return False
    return True


def _read_row(model: BudgetModel, column: int, cells: Sequence[str], number: int) -> dict[str, Cell]:
    values: dict[str, Cell] = {}
    for place, text in enumerate(cells, start=column):
        if place >= len(model.columns) or not model.columns[place].is_typed:
            break
        about = model.columns[place]
        if not text and about.key != "unit":
            continue
        try:
            values[about.key] = model.read(place, text)
        except CellError as problem:
            raise CellError(
                say("Nothing was pasted. Row {number}: {problem}", number=number + 1, problem=problem.message)
            ) from None
    return values


def _without_empty(values: dict[str, Cell]) -> dict[str, Cell]:
    return {key: value for key, value in values.items() if value != ""}


def put_into(model: BudgetModel, area: Area, text: str) -> None:
    """Puts one value into every cell of an area that takes it. Raises CellError when it cannot be read."""
    rows, columns = area
    edits: Edits = {}
    for row in rows:
        line = model.rows[row].line
        for column in columns:
            if line is not None and model.takes_text(row, column):
                edits.setdefault(line.id, {})[model.columns[column].key] = model.read(column, text)
    if edits:
        model.edit(edits)


def fill_down(model: BudgetModel, area: Area) -> None:
    """Puts what stands in the first row of an area into the rows below; a single row takes what stands above it."""
    rows, columns = area
    typed = [row for row in rows if model.rows[row].kind is RowKind.LINE]
    if not typed:
        return
    if len(typed) == 1:
        above = [row for row in range(typed[0]) if model.rows[row].kind is RowKind.LINE]
        typed = [*above[-1:], *typed]
    source, edits = typed[0], dict[int, dict[str, Cell]]()
    for row in typed[1:]:
        line = model.rows[row].line
        for column in columns:
            key = model.columns[column].key
            if line is not None and key != "code" and model.takes_text(row, column):
                edits.setdefault(line.id, {})[key] = model.value(source, column)
    if edits:
        model.edit(edits)


def clear(model: BudgetModel, area: Area) -> None:
    """Empties the cells of text in an area that may be empty."""
    rows, columns = area
    edits: Edits = {}
    for row in rows:
        line = model.rows[row].line
        for column in columns:
            key = model.columns[column].key
            if key == "unit" and line is not None and line.unit and model.takes_text(row, column):
                edits.setdefault(line.id, {})[key] = ""
    if edits:
        model.edit(edits)


def copied(model: BudgetModel, area: Area) -> str:
    """An area as text for the clipboard; headings show the name of their category."""
    rows, columns = area
    return block_text(
        [[_copied_cell(model, row, column) for column in columns] for row in rows], language=model.language
    )


def _copied_cell(model: BudgetModel, row: int, column: int) -> Cell:
    value = model.value(row, column)
    if value is None and model.rows[row].kind is RowKind.HEADING:
        return model.cell(row, column).text
    return value
