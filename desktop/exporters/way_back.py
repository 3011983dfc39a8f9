"""What an exported workbook carries so that it can be edited and come back: marks nobody sees, drop-downs, help."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any, Final

from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from desktop.domain.money import MINOR_UNITS
from desktop.exporters import cells
from desktop.language import Language, say
from desktop.registers.register import Column, Kind
from desktop.registers.round_trip import ID_HEADING, BookMark

LISTS_SHEET: Final = f"{ID_HEADING}_lists"
SPARE_ROWS = 1_000  # below the list, with drop-downs as well: that is where new records are written
AUTHOR: Final = "GrantDesk"
TEXT_FORMAT: Final = "@"
# Not to be edited: lighter than any fill that means something.
NOT_TAKEN = PatternFill("solid", start_color="F7F7F5")
_MOST_PROMPT = 255  # characters that Excel takes
_COMMENT_WIDTH, _COMMENT_LINE, _LETTERS = 260, 17, 38


@dataclass(frozen=True, slots=True)
class WayBack:
    """How an exported list finds its way back. `offered` are the codes of other records that fit, by column key.

    Without `digests` the marks of rows say only which record each is.
    """

    mark: BookMark
    offered: Mapping[str, Sequence[str]] = field(default_factory=dict)
    digests: bool = True


def offered_texts(column: Column, offered: Mapping[str, Sequence[str]], language: Language) -> tuple[str, ...]:
    """What a drop-down of `column` shows, as its cells show it; nothing for a column that has none."""
    if not column.incoming:
        return ()
    if column.target:
        return tuple(offered.get(column.key, ()))
    match column.kind:
        case Kind.CHOICE:
            return tuple(language.text(name) for name in column.choices.values())
        case Kind.CURRENCY:
            return tuple(sorted(MINOR_UNITS))
        case Kind.COUNTRY:
            return tuple(name for _code, name in language.countries())
    return ()


def add_drop_downs(
    book: Any, sheet: Any, texts: Mapping[int, Sequence[str]], *, rows: tuple[int, int], language: Language
) -> None:
    """Gives columns of `sheet` (counted from 1) drop-downs with these texts, over the first to the last of `rows`.

    What is offered stands on a sheet of its own, since a list inside a cell ends after 255 letters.
    """
    if not texts:
        return
    different = list(dict.fromkeys(tuple(each) for each in texts.values()))
    lists = book.create_sheet(LISTS_SHEET)
    lists.sheet_state = "hidden"
    for row in zip_longest(*different):
        lists.append([None if text is None else cells.put(WriteOnlyCell(lists), text) for text in row])
    first, last = rows
    for index, each in texts.items():
        letter = get_column_letter(different.index(tuple(each)) + 1)
        validation = _validation(f"{LISTS_SHEET}!${letter}$1:${letter}${len(each)}", language)
        place = get_column_letter(index)
        validation.add(f"{place}{first}:{place}{last}")
        sheet.data_validations.append(validation)


def _validation(source: str, language: Language) -> DataValidation:
    """A drop-down that warns of anything else, and lets it pass: a sign clears, and records may be missing yet."""
    return DataValidation(
        type="list",
        formula1=source,
        allow_blank=True,
        errorStyle="warning",
        showErrorMessage=True,
        errorTitle=AUTHOR,
        error=language.text(say("This is not in the list. A single “-” empties the field."))[:_MOST_PROMPT],
    )


def add_marks(book: Any, mark: BookMark) -> None:
    """Adds the sheet that nobody sees, with what the workbook says of itself."""
    sheet = book.create_sheet(ID_HEADING)
    sheet.sheet_state = "veryHidden"
    for row in mark.as_rows():
        sheet.append(list(row))


def help_comment(text: str) -> Comment:
    """A comment that shows all of `text`."""
    lines = sum(len(line) // _LETTERS + 1 for line in text.split("\n"))
    return Comment(text, AUTHOR, width=_COMMENT_WIDTH, height=_COMMENT_LINE * (lines + 1))


def help_of(column: Column, language: Language) -> str:
    """What the heading of an exported column says to whoever points at it."""
    if column.brought:
        return language.text(say("Taken with a new record only. Of one that is in the office the program says it."))
    if not column.editable:
        return language.text(say("Worked out by the program: changes in this column are not taken."))
    return language.text(column.hint) if column.hint is not None else ""
