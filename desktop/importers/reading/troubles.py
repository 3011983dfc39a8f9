"""What is said of a file that cannot be read, and of how one was read: a sentence for each reason, and what to do."""

from __future__ import annotations

from collections.abc import Callable

from desktop.importers.reading.refusal import Reason, RefusedError
from desktop.language import Message, UserError, say

_SAVE_ANEW = say("Open it in Excel or LibreOffice, save it as .xlsx, and try that.")
_ASK_ANEW = say("Ask for the file again.")
_WHAT_IS_READ = say("Workbooks (.xlsx, .xlsm, .xlsb, .xls, .ods) and text with separators (.csv, .txt) can be read.")
_COPY_TABLE = say("Copy the table alone into a new workbook.")


def trouble(refused: RefusedError, name: str) -> UserError:
    """Why the file `name` is not read."""
    title, remedy = _SENTENCES[refused.reason](name)
    return UserError(title, say("Nothing was imported."), remedy)


_SENTENCES: dict[Reason, Callable[[str], tuple[Message, Message]]] = {
    Reason.EMPTY: lambda name: (say("{file} is empty.", file=name), _ASK_ANEW),
    Reason.PROTECTED: lambda name: (
        say("{file} is protected by a password.", file=name),
        say("Open it with the password, save it without one under another name, and import that."),
    ),
    Reason.PDF: lambda name: (
        say("{file} is a PDF document, not a workbook.", file=name),
        say("Ask for the workbook that it was made from."),
    ),
    Reason.IMAGE: lambda name: (
        say("{file} is a picture, not a workbook.", file=name),
        say("Ask for the workbook that it shows."),
    ),
    Reason.LETTER: lambda name: (
        say("{file} is a text document, not a workbook.", file=name),
        say("Copy its table and paste it, or ask for a workbook."),
    ),
    Reason.SLIDES: lambda name: (say("{file} is a presentation, not a workbook.", file=name), _WHAT_IS_READ),
    Reason.NUMBERS: lambda name: (
        say("{file} is a document of Apple Numbers, not a workbook.", file=name),
        say("In Numbers, export it to Excel, and import that."),
    ),
    Reason.ARCHIVE: lambda name: (
        say("{file} is an archive, not a workbook.", file=name),
        say("Unpack it and import the workbooks in it one by one."),
    ),
    Reason.XML: lambda name: (
        say("{file} is an XML document, not a workbook.", file=name),
        say("An IATI file is imported by the kind IATI; anything else, save as .xlsx first."),
    ),
    Reason.WEB_ARCHIVE: lambda name: (say("{file} is a web archive, not a workbook.", file=name), _SAVE_ANEW),
    Reason.UNKNOWN: lambda name: (say("{file} is no workbook and no text.", file=name), _WHAT_IS_READ),
    Reason.TOO_LARGE: lambda name: (say("{file} is too large to be read safely.", file=name), _COPY_TABLE),
    Reason.DOUBTFUL: lambda name: (
        say(
            "{file} is built in a way that no spreadsheet program builds a workbook, and may be meant to harm.",
            file=name,
        ),
        say("Ask who sent it. If it is sound, open it in Excel and save it under a new name."),
    ),
    Reason.NO_SHEET: lambda name: (say("There is no sheet with cells in {file}.", file=name), _SAVE_ANEW),
    Reason.NO_TABLE: lambda name: (say("There is no table in {file}.", file=name), _WHAT_IS_READ),
    Reason.DAMAGED: lambda name: (say("{file} cannot be read: a part of it is damaged.", file=name), _SAVE_ANEW),
    Reason.TIME: lambda name: (say("{file} took too long to read, and was given up.", file=name), _COPY_TABLE),
    Reason.MEMORY: lambda name: (
        say("{file} would need more memory to read than it may have.", file=name),
        _COPY_TABLE,
    ),
}


_SEPARATORS: dict[str, Message] = {
    ",": say("Its values are parted by commas."),
    ";": say("Its values are parted by semicolons."),
    "\t": say("Its values are parted by tabs."),
    "|": say("Its values are parted by bars."),
}


def note(code: str, values: list[str]) -> Message:
    """How something was read. Raises KeyError for a code that nobody knows."""
    return _NOTES[code](*values)


_NOTES: dict[str, Callable[..., Message]] = {
    "rows beyond": lambda sheet, cell: say(
        "In {sheet}, what stands from {cell} down was left out: more than 1,000 blank rows lie above it.",
        sheet=sheet,
        cell=cell,
    ),
    "columns beyond": lambda sheet, cell: say(
        "In {sheet}, what stands to the right of the 500th column was left out, first {cell}.", sheet=sheet, cell=cell
    ),
    "rows unread": lambda sheet, row: say(
        "In {sheet}, reading stopped at row {row}: more than 1,000 blank rows lie above it.", sheet=sheet, row=row
    ),
    "no marks": lambda: say(
        "The file could not be looked through for error cells and hidden rows; what such cells show may be missing."
    ),
    "currencies": lambda sheet, column, found: say(
        "In {sheet}, the cells of column {column} show numbers in several currencies: {found}.",
        sheet=sheet,
        column=column,
        found=found,
    ),
    "encoding": lambda encoding: say("The text was read as {encoding}.", encoding=encoding),
    "separator": lambda separator: _SEPARATORS[separator],
}
