"""A file that GrantDesk wrote itself is known: its list, its columns wherever they stand, what is no table in it."""

from __future__ import annotations

from array import array

from desktop.importers.book import Book, FileKind, GridColumn, Raw, Sheet
from desktop.importers.recognising import fields_of, lay_out, rank_kinds, recognise
from desktop.registers import find_register
from desktop.registers.round_trip import ID_HEADING, PROBLEMS_MARK, BookMark

BUDGETS = fields_of(find_register("budgets"))
KINDS = {kind: fields_of(find_register(kind)) for kind in ("grants", "budgets")}
MARK = BookMark("uid", "budgets", ("grant", "title", "name", "amount"), "en", ("Grant", "Title", "Name", "Budget"))


def _sheet(name: str, *rows: list[Raw], hidden: bool = False) -> Sheet:
    columns = []
    for cells in zip(*rows, strict=True):
        values = list(dict.fromkeys([None, *cells]))
        columns.append(GridColumn(values, array("I", map(values.index, cells))))
    return Sheet(name, columns, hidden=hidden)


def _book(*sheets: Sheet, mark: BookMark | None = MARK) -> Book:
    if mark is None:
        return Book("export.xlsx", FileKind.XLSX, b"", "", sheets)
    rows: list[list[Raw]] = [[name, text] for name, text in mark.as_rows()]
    return Book("export.xlsx", FileKind.XLSX, b"", "", (*sheets, _sheet(ID_HEADING, *rows, hidden=True)))


def _exported(*headings: str) -> Sheet:
    return _sheet("Budgets", list(headings), ["GR-1", "Access to justice", "Budget of 2019", 5, "gd:1:1:;"])


def _held(book: Book) -> dict[int, str]:
    return dict(recognise(book, BUDGETS).mapping.fields)


def test_columns_are_what_we_wrote_into_them() -> None:
    book = _book(_exported("Grant", "Title", "Name", "Budget", ID_HEADING))
    assert _held(book) == {0: "grant", 2: "name"}
    reasons = [str(guess.reason) for guess in recognise(book, BUDGETS).guesses]
    assert reasons == [
        "GrantDesk wrote this column.",
        "Worked out by the program: it is not taken.",
        "GrantDesk wrote this column.",
        "Worked out by the program: it is not taken.",
        "The hidden marks by which rows are known again.",
    ]


def test_columns_may_be_moved_and_headed_anew() -> None:
    assert _held(_book(_exported("Name", "Title", "Grant", "Budget", ID_HEADING))) == {0: "name", 2: "grant"}
    assert _held(_book(_exported("Award", "Title", "Name", "Budget", ID_HEADING)))[2] == "name"


def test_what_we_wrote_is_held_by_one_column_alone() -> None:
    assert _held(_book(_exported("Award", "Grant", "Name", "Budget", ID_HEADING))) == {1: "grant", 2: "name"}


def test_what_a_person_chooses_holds() -> None:
    book = _book(_exported("Grant", "Title", "Name", "Budget", ID_HEADING))
    mapping = recognise(book, BUDGETS).mapping.with_field(1, "name")
    assert lay_out(book, BUDGETS, mapping).mapping.fields == {0: "grant", 1: "name"}


def test_a_table_without_marks_is_guessed_at() -> None:
    assert _held(_book(_exported("Grant", "Title", "Name", "Budget", "Note")))[2] == "name"
    assert _held(_book(_exported("Grant", "Title", "Name", "Budget", ID_HEADING), mark=None))[2] == "name"


def test_list_is_known_by_its_mark() -> None:
    book = _book(_exported("Grant", "Title", "Name", "Budget", ID_HEADING))
    assert rank_kinds(book, KINDS) == [("budgets", 100), ("grants", 0)]
    assert rank_kinds(book, {"grants": KINDS["grants"]})[0][0] == "grants"


def test_a_list_of_problems_is_no_table() -> None:
    problems = _sheet("Problems", [PROBLEMS_MARK, None, None], ["Grant", "Project", "Name"], ["x", "y", "z"])
    book = _book(problems, _sheet("Data", ["Grant", "Name"], ["GR-1", "Budget of 2019"]), mark=None)
    assert recognise(book, BUDGETS).mapping.sheet == "Data"
