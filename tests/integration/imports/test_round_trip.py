"""A list that was exported comes back: only what was edited changes, whichever list it is and in whatever language."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from desktop.domain.progress import Silent
from desktop.language import Language
from desktop.registers import find_register
from desktop.registers.query import Query
from desktop.services import ledger
from desktop.services.browse import export_register
from desktop.services.imports import sheets
from desktop.services.imports.marked_up import save_marked_up
from desktop.services.imports.preview import Options, Preview, Status
from desktop.services.imports.templates import TEMPLATE_KINDS, write_template
from desktop.services.offices import Office
from desktop.services.records import load
from desktop.services.sample import new_sample_office
from desktop.storage.models import LedgerEntry
from tests.helpers.records import making
from tests.helpers.shared import real_file
from tests.helpers.way_back import all_saved_by_libreoffice

QUIET = Silent()


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory, speak: Callable[[str], Language]) -> Iterator[Office]:
    """The sample office; nothing is brought into it here."""
    path = tmp_path_factory.mktemp("round_trip") / "sample.grantdesk"
    office = new_sample_office(str(path), actor="Test", language=speak("en"))
    yield office
    office.close()


def _query(kind: str, *, whole: bool) -> Query:
    register = find_register(kind)
    return Query(register, tuple(column.key for column in register.columns) if whole else ())


def _exported(office: Office, kind: str, folder: Path, language: Language, *, whole: bool = True) -> Path:
    path = folder / f"{kind}.xlsx"
    export_register(office, _query(kind, whole=whole), path, language=language, progress=QUIET)
    return path


def _preview(office: Office, path: Path, kind: str) -> Preview:
    book = sheets.open_file(path, progress=QUIET)
    return sheets.preview(office, sheets.draft(office, book, kind), Options(), progress=QUIET)


def _edit(path: Path, edit: Callable[[Any], None]) -> None:
    """Edits the first sheet of a workbook, as a colleague does."""
    book = openpyxl.load_workbook(path)
    edit(book.worksheets[0])
    book.save(path)


def _cell(sheet: Any, row: int, heading: str) -> Any:
    return next(sheet.cell(row, cell.column) for cell in sheet[1] if cell.value == heading)


# --- without an edit ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", sheets.KINDS)
@pytest.mark.parametrize(("code", "whole"), [("en", True), ("fr", False), ("ar", True)])
def test_exported_and_imported_without_an_edit_nothing_changes(
    sample: Office, tmp_path: Path, speak: Callable[[str], Language], kind: str, code: str, *, whole: bool
) -> None:
    shown = _preview(sample, _exported(sample, kind, tmp_path, speak(code), whole=whole), kind)
    assert shown.refused == ()
    assert shown.problems == ()
    assert shown.count(Status.SAME) == len(shown.statuses)


def test_saved_by_libreoffice_nothing_changes(sample: Office, tmp_path: Path, english: Language) -> None:
    kinds = ("grants", "ledger", "budget_lines")
    paths = [_exported(sample, kind, tmp_path, english) for kind in kinds]
    for kind, saved in zip(kinds, all_saved_by_libreoffice(paths), strict=True):
        shown = _preview(sample, saved, kind)
        assert (shown.count(Status.SAME), shown.problems) == (len(shown.statuses), ()), kind


# --- templates ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", TEMPLATE_KINDS)
@pytest.mark.parametrize("code", ["en", "fr", "ar"])
def test_every_column_of_a_template_is_known(
    sample: Office, tmp_path: Path, speak: Callable[[str], Language], kind: str, code: str
) -> None:
    path = tmp_path / "template.xlsx"
    write_template(kind, path, language=speak(code))
    drawn = sheets.draft(sample, sheets.open_file(path, progress=QUIET), kind)
    guesses = [guess for guess in drawn.guesses if not guess.header.startswith("_")]
    assert all(guess.field and guess.score == 100 for guess in guesses)
    required = {field.key for field in drawn.fields if field.required}
    assert required <= {guess.field for guess in guesses}


@pytest.mark.parametrize("kind", ["organisations", "ledger", "budget_lines"])
def test_the_example_of_a_template_does_not_come_in(
    sample: Office, tmp_path: Path, english: Language, kind: str
) -> None:
    path = tmp_path / "template.xlsx"
    write_template(kind, path, language=english)
    assert len(_preview(sample, path, kind).statuses) == 0


def test_a_template_that_is_filled_in_brings_records(sample: Office, tmp_path: Path, english: Language) -> None:
    path = tmp_path / "template.xlsx"
    write_template("organisations", path, language=english)
    _edit(path, lambda sheet: sheet.append(["Bar Association of Agadez", None, "NE-BAR", "National NGO", "Niger"]))
    shown = _preview(sample, path, "organisations")
    assert (shown.problems, list(shown.statuses)) == ((), [Status.NEW])
    _edit(path, lambda sheet: setattr(sheet["A2"], "value", "Written over"))
    assert len(_preview(sample, path, "organisations").statuses) == 2


# --- the ledger ---------------------------------------------------------------------------------------------------


@pytest.fixture
def posted(office: Office, tmp_path: Path, english: Language) -> Path:
    """An office with a grant in dollars and two entries, one of them in francs; its ledger as it is exported."""
    with making(office) as make:
        grant = make.grant(reference="GR-1")
        make.line(make.budget(grant, status="approved"), "1.1", "5000.00")
        make.entry(grant, "100.00", reference="PV-1", description="Fuel")
        make.entry(
            grant,
            "100.00",
            reference="PV-2",
            description="Rent",
            counterparty="A landlord",
            original_currency="XOF",
            rate=Decimal(600),
            original_amount=Decimal(60000),
        )
    return _exported(office, "ledger", tmp_path, english)


def _entries(office: Office) -> list[LedgerEntry]:
    with office.read() as session:
        return list(session.query(LedgerEntry).order_by(LedgerEntry.id))


def _statuses(shown: Preview) -> list[Status]:
    return [Status(one) for one in shown.statuses]


def test_an_edited_entry_is_corrected(office: Office, posted: Path, english: Language) -> None:
    def edit(sheet: Any) -> None:
        _cell(sheet, 3, "Original").value = 66000
        _cell(sheet, 3, "Description").value = "Rent of March"
        _cell(sheet, 3, "Date").value = date(2019, 3, 5)

    _edit(posted, edit)
    shown = _preview(office, posted, "ledger")
    assert (_statuses(shown), shown.problems) == ([Status.SAME, Status.CHANGED], ())
    row = shown.rows[1]
    assert english.text(row.reason) == "Its entry is reversed, and posted anew as the row says."  # type: ignore[arg-type]  # there is one
    assert row.old == {"original_amount": 60000, "description": "Rent", "entry_on": date(2019, 3, 4)}
    sheets.apply(office, shown, progress=QUIET)
    *_rest, reversal, new = _entries(office)
    assert (reversal.original_amount, reversal.amount) == (Decimal(-60000), Decimal(-100))
    assert (new.original_amount, new.amount, new.rate) == (Decimal(66000), Decimal(110), Decimal(600))
    assert (new.description, new.entry_on, new.counterparty) == ("Rent of March", date(2019, 3, 5), "A landlord")
    again = _preview(office, posted, "ledger")
    assert _statuses(again) == [Status.SAME, Status.SAME]


def test_what_was_empty_is_filled_in_and_a_dash_empties(office: Office, posted: Path) -> None:
    def edit(sheet: Any) -> None:
        _cell(sheet, 2, "Line").value = "1.1"
        _cell(sheet, 2, "Counterparty").value = "A driver"
        _cell(sheet, 3, "Counterparty").value = "-"
        _cell(sheet, 3, "Description").value = None

    _edit(posted, edit)
    shown = _preview(office, posted, "ledger")
    assert (_statuses(shown), shown.problems) == ([Status.CHANGED, Status.CHANGED], ())
    sheets.apply(office, shown, progress=QUIET)
    first, *_rest, new = _entries(office)
    assert (first.counterparty, first.line_id is not None) == ("A driver", True)
    assert (new.reference, new.counterparty, new.description) == ("PV-2", "", "Rent")


def test_what_makes_an_entry_another_one_is_no_correction(office: Office, posted: Path, english: Language) -> None:
    def edit(sheet: Any) -> None:
        _cell(sheet, 2, "Kind").value = "Refund"
        _cell(sheet, 3, "Description").value = "-"

    _edit(posted, edit)
    shown = _preview(office, posted, "ledger")
    assert _statuses(shown) == [Status.ERROR, Status.ERROR]
    assert {english.text(one.problem.sentence) for one in shown.problems} >= {
        "An import cannot change this of an entry that is posted."
    }


@pytest.mark.parametrize(
    ("amount", "sentence"),
    [
        (-5, "An expenditure cannot be negative."),
        (100.125, ""),
        ("many", ""),
    ],
)
def test_an_amount_that_cannot_stand_is_an_error(
    office: Office, posted: Path, english: Language, amount: object, sentence: str
) -> None:
    _edit(posted, lambda sheet: setattr(_cell(sheet, 2, "Original"), "value", amount))
    shown = _preview(office, posted, "ledger")
    assert _statuses(shown) == [Status.ERROR, Status.SAME]
    assert any(english.text(one.problem.sentence).startswith(sentence) for one in shown.problems)


def test_an_entry_that_someone_corrected_meanwhile_is_a_conflict(office: Office, posted: Path) -> None:
    first = _entries(office)[0]
    values = dict(load(office, "ledger", first.id).values) | {"description": "Fuel of March"}
    kept = {key: values[key] for key in ("reference", "description", "kind", "original_currency", "original_amount")}
    ledger.correct(
        office,
        entry_id=first.id,
        on=date(2019, 3, 4),
        values={**kept, "grant": first.grant_id},
        reason="A typing error",
    )
    _edit(posted, lambda sheet: setattr(_cell(sheet, 2, "Description"), "value", "Fuel of May"))
    shown = _preview(office, posted, "ledger")
    assert _statuses(shown) == [Status.CONFLICT, Status.SAME]
    assert shown.rows[0].old == {"description": "Fuel of March"}
    sheets.apply(office, shown, taken=[0], progress=QUIET)
    assert _entries(office)[-1].description == "Fuel of May"


def test_an_entry_that_was_reversed_meanwhile_stays_so(office: Office, posted: Path) -> None:
    ledger.reverse(office, entry_id=_entries(office)[0].id, on=date(2019, 3, 4), reason="Twice")
    _edit(posted, lambda sheet: setattr(_cell(sheet, 2, "Description"), "value", "Fuel of May"))
    shown = _preview(office, posted, "ledger")
    assert _statuses(shown) == [Status.SAME, Status.SAME]
    assert str(shown.rows[0].reason) == "Its entry was reversed here."


def test_a_row_that_was_added_is_new_and_one_that_was_copied_is_not(office: Office, posted: Path) -> None:
    def edit(sheet: Any) -> None:
        sheet.append([cell.value for cell in sheet[2]])
        sheet.append([cell.value for cell in sheet[2]][:-1])
        _cell(sheet, 5, "Document").value = "PV-3"

    _edit(posted, edit)
    shown = _preview(office, posted, "ledger")
    assert _statuses(shown) == [Status.SAME, Status.SAME, Status.DUPLICATE, Status.NEW]


# --- the marked copy ----------------------------------------------------------------------------------------------


def test_marked_copy_of_a_preview_is_corrected_and_comes_back(
    office: Office, posted: Path, tmp_path: Path, english: Language
) -> None:
    _edit(posted, lambda sheet: setattr(_cell(sheet, 2, "Original"), "value", "many"))
    target = tmp_path / "marked.xlsx"
    outcome = save_marked_up(_preview(office, posted, "ledger"), target, language=english)
    assert english.text(outcome.message) == "Saved a copy of ledger.xlsx with its problems marked: marked.xlsx."
    book = openpyxl.load_workbook(target)
    cell = _cell(book["Ledger"], 2, "Original")
    assert cell.fill.start_color.rgb == "FFFFC7CE"
    assert cell.comment is not None
    assert book.worksheets[0]["B6"].value == cell.coordinate
    cell.value = 120
    book.save(target)
    shown = _preview(office, target, "ledger")
    assert (_statuses(shown), shown.problems) == ([Status.CHANGED, Status.SAME], ())


def test_marked_copy_says_which_totals_do_not_hold(office: Office, tmp_path: Path, english: Language) -> None:
    with making(office) as make:
        make.grant(reference="GR-1")
    book = sheets.open_file(real_file("xlsx/autorpt_budget.xlsx"), progress=QUIET)
    drawn = sheets.draft(office, book, "budget_lines")
    shown = sheets.preview(office, drawn, Options(grant="GR-1"), progress=QUIET)
    assert any(check.differs for check in shown.checks)
    save_marked_up(shown, tmp_path / "marked.xlsx", language=english)
    copy = openpyxl.load_workbook(tmp_path / "marked.xlsx")
    told = [row for row in copy.worksheets[0].iter_rows(values_only=True) if "its own lines make" in str(row[2])]
    assert len(told) == sum(bool(check.differs) for check in shown.checks)
    assert all(copy.worksheets[1][str(row[1])].comment is not None for row in told)


def test_marked_copy_of_a_text_file_is_a_workbook(office: Office, tmp_path: Path, english: Language) -> None:
    path = tmp_path / "organisations.csv"
    path.write_text("Name,Country,Reference\nMinistry,Nowhere,=1+1\n,Niger,X-1\n", encoding="utf-8")
    shown = _preview(office, path, "organisations")
    assert shown.problems
    save_marked_up(shown, tmp_path / "marked.xlsx", language=english)
    book = openpyxl.load_workbook(tmp_path / "marked.xlsx")
    sheet = book.worksheets[1]
    assert [cell.value for cell in sheet[2]] == ["Ministry", "Nowhere", "=1+1"]
    assert sheet["C2"].data_type == "s"
    marked = {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment is not None}
    assert marked == {book.worksheets[0].cell(row, 2).value for row in range(7, book.worksheets[0].max_row + 1)}
