"""Previews of tables made by hand: what pages and parts show is tested without reading a file."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import overload

from desktop.domain.finding import Problem, Severity
from desktop.domain.money import Money
from desktop.importers.book import Book, FileKind, GridColumn, Raw, Sheet
from desktop.importers.column_values import Style
from desktop.importers.fields import Field
from desktop.importers.layout import Guess, Layout, Left, SheetMapping, TotalCheck
from desktop.importers.recognising import fields_of
from desktop.language import say
from desktop.registers import find_register
from desktop.registers.query import Cell
from desktop.services.imports import Draft, Options, Preview, PreviewRow, RowProblem, Status

HEADER = 5
HEADINGS = ("Date", "Voucher", "Text", "Line", "Cur", "Amount")
KEYS = ("entry_on", "reference", "description", "line", "original_currency", "original_amount")
_STATUSES = (
    Status.NEW,
    Status.CHANGED,
    Status.SAME,
    Status.DUPLICATE,
    Status.CONFLICT,
    Status.ERROR,
    Status.ERROR,
    Status.NEW,
)


def grid_column(values: Sequence[Raw]) -> GridColumn:
    """A column that holds these values."""
    column = GridColumn(codes=array("I"))
    known: dict[object, int] = {}
    for value in values:
        if value is None:
            column.codes.append(0)
            continue
        key = (type(value), value)
        if key not in known:
            known[key] = len(column.values)
            column.values.append(value)
        column.codes.append(known[key])
    return column


def make_book(rows: int = 8, *, name: str = "extract.xlsx") -> Book:
    """A sheet with a title, headings in row 6, `rows` rows, and a total."""
    nothing: list[Raw] = [None] * 6
    grid: list[list[Raw]] = [["Extract", *nothing[1:]], *([*nothing] for _ in range(HEADER - 1)), list(HEADINGS)]
    for place in range(rows):
        day = "31/09/2019" if _status(place) is Status.ERROR and place % 8 == 5 else f"{1 + place % 28:02}/09/2019"
        line = "9.4" if place % 8 == 6 else "4.2"
        grid.append([day, f"PV-{place:05}", f"Payment {place}", line, "XOF", 1000.0 + place])
    grid.append(["Total", None, None, None, None, 4120.0])
    columns = [grid_column([row[place] for row in grid]) for place in range(6)]
    return Book(name, FileKind.XLSX, b"", "0" * 64, (Sheet("Extract", columns), Sheet("Notes", [grid_column(["a"])])))


def make_draft(rows: int = 8, *, checks: tuple[TotalCheck, ...] = ()) -> Draft:
    """A draft for the ledger."""
    book = make_book(rows)
    fields = fields_of(find_register("ledger"))
    mapping = SheetMapping("Extract", (HEADER,), dict(enumerate(KEYS)), dict(enumerate(HEADINGS)))
    guesses = tuple(
        Guess(place, heading, key, 100 - 8 * place, say("Same name"))
        for place, (heading, key) in enumerate(zip(HEADINGS, KEYS, strict=True))
    )
    first = HEADER + 1
    left = {first + rows: Left.TOTAL}
    return Draft(book, "ledger", fields, Layout(mapping, guesses, first, first + rows, left, checks))


def _status(place: int) -> Status:
    return _STATUSES[place % len(_STATUSES)]


class MadeRows(Sequence[PreviewRow]):
    """Rows that are made when they are asked for; `made` counts how often."""

    def __init__(self, draft: Draft, options: Options, count: int) -> None:
        self._draft = draft
        self._options = options
        self._count = count
        self.made = 0

    def __len__(self) -> int:
        return self._count

    def status(self, place: int) -> Status:
        """The status of a row: one that was corrected is new."""
        row = HEADER + 1 + place
        corrected = any(where == row for where, _column in self._options.corrections)
        return Status.NEW if corrected else _status(place)

    @overload
    def __getitem__(self, place: int) -> PreviewRow: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[PreviewRow]: ...
    def __getitem__(self, place: int | slice) -> PreviewRow | Sequence[PreviewRow]:
        assert isinstance(place, int)
        self.made += 1
        status, row = self.status(place), HEADER + 1 + place
        values: dict[str, Cell] = {
            "entry_on": date(2019, 9, 1 + place % 28),
            "reference": f"PV-{place:05}",
            "description": f"Payment {place}",
            "line": "4.2",
            "original_currency": "XOF",
            "original_amount": Decimal(1000 + place),
        }
        old: dict[str, Cell] = {}
        if status in (Status.CHANGED, Status.CONFLICT):
            old = {"description": "What it was", "original_amount": Decimal(900)}
        reasons = {Status.DUPLICATE: say("Same as row 7 of this file"), Status.CONFLICT: say("Amina changed it since")}
        problems = tuple(problems_of(place)) if status is Status.ERROR else ()
        return PreviewRow(row, status, values, old, reasons.get(status), None, problems)


def problems_of(place: int) -> list[RowProblem]:
    """What is wrong with a row: every sixth of eight has no day, every seventh an unknown line."""
    row = HEADER + 1 + place
    if place % 8 == 5:
        problem = Problem(Severity.ERROR, f"Extract!A{row + 1}", say("There is no 31 September."), say("Enter a day."))
        return [RowProblem(row, 0, "entry_on", problem)]
    problem = Problem(Severity.ERROR, f"Extract!D{row + 1}", say("Line 9.4 is not there."), say("Choose another line."))
    return [RowProblem(row, 3, "line", problem, ("4.2 Rooms", "4.1 Travel"))]


def make_preview(rows: int = 8, *, options: Options | None = None, draft: Draft | None = None) -> Preview:
    """A preview with every status."""
    options = options or Options(grant="NER-CT-01")
    draft = draft or make_draft(rows, checks=make_checks())
    made = MadeRows(draft, options, rows)
    statuses = bytes(made.status(place) for place in range(rows))
    problems = [each for place in range(rows) if made.status(place) is Status.ERROR for each in problems_of(place)]
    fields: list[Field] = [draft.field(key) for key in KEYS]
    return Preview(
        draft,
        options,
        tuple(fields),
        made,
        statuses,
        tuple(problems),
        (Money(Decimal(8028), "XOF"),),
        draft.layout.checks,
        {"entry_on": Style("dmy", say("61 rows prove it"))},
        (("projects", "NER-LEGAL"),),
    )


def make_checks() -> tuple[TotalCheck, ...]:
    """A total that holds and one that does not."""
    return (
        TotalCheck("Extract!F15", 14, 5, "Amount", "XOF", Decimal(8028), Decimal(8028), 8, grand=True),
        TotalCheck("Extract!K15", 14, 10, "Amount", "EUR", Decimal("4120.00"), Decimal("4210.00"), 4, grand=True),
    )
