"""An empty workbook for each list: whoever has it needs no program, and what they fill in is known for what it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from desktop.domain.progress import Silent
from desktop.importers.reading import read_book
from desktop.importers.recognising import fields_of
from desktop.language import Language, UserError
from desktop.registers import REGISTERS, find_register
from desktop.registers.register import Kind
from desktop.registers.round_trip import ID_HEADING, BookMark, RowMark, is_example
from desktop.services.imports.templates import TEMPLATE_KINDS, write_template
from desktop.services.offices import Office
from tests.helpers.records import making
from tests.helpers.way_back import saved_by_libreoffice

LANGUAGES = ("en", "fr", "ar")


def _written(kind: str, folder: Path, language: Language, office: Office | None = None) -> Any:
    path = folder / f"{kind}.xlsx"
    write_template(kind, path, language=language, office=office)
    return openpyxl.load_workbook(path)


def _mark(book: Any) -> BookMark:
    mark = BookMark.parse(book[ID_HEADING].iter_rows(values_only=True))
    assert mark is not None
    return mark


def _offered(book: Any, key: str) -> list[Any]:
    """What the drop-down of a column offers; nothing where it has none."""
    place = _mark(book).columns.index(key) + 1
    for validation in book.worksheets[0].data_validations.dataValidation:
        if {area.min_col for area in validation.sqref.ranges} == {place}:
            name, _, area = str(validation.formula1).partition("!")
            return [row[0].value for row in book[name.strip("'")][area]]
    return []


def test_each_list_that_a_table_can_add_to_has_one() -> None:
    assert "documents" not in TEMPLATE_KINDS
    assert set(TEMPLATE_KINDS) == {key for key, one in REGISTERS.items() if one.new is not None and one.changeable}


@pytest.mark.parametrize("kind", TEMPLATE_KINDS)
@pytest.mark.parametrize("code", LANGUAGES)
def test_template_has_headings_help_and_an_example(
    tmp_path: Path, speak: Callable[[str], Language], kind: str, code: str
) -> None:
    language = speak(code)
    book = _written(kind, tmp_path, language)
    sheet, mark = book.worksheets[0], _mark(book)
    assert (mark.office_uid, mark.register, mark.language) == ("", kind, code)
    fields = {field.key: field for field in fields_of(find_register(kind))}
    required = {key for key, field in fields.items() if field.required}
    assert required <= set(mark.columns)
    for key, heading, example in zip(mark.columns, sheet[1], sheet[2], strict=False):
        assert heading.value == language.text(fields[key].label) + (" *" if key in required else "")
        assert heading.font.bold == (key in required)
        assert heading.comment.text
        assert (example.font.italic, example.font.color.rgb) == (True, "008A9096")
        assert example.value is not None or key not in required, key
    assert sheet.column_dimensions[sheet.cell(1, len(mark.columns) + 1).column_letter].hidden
    assert sheet.sheet_view.rightToLeft == language.right_to_left
    assert sheet.max_row == 2


@pytest.mark.parametrize("kind", TEMPLATE_KINDS)
def test_the_example_is_left_out_until_somebody_writes_over_it(tmp_path: Path, english: Language, kind: str) -> None:
    write_template(kind, tmp_path / "template.xlsx", language=english)
    row = read_book(tmp_path / "template.xlsx", progress=Silent()).sheets[0].row(1)
    assert is_example(row[-1], row)
    assert RowMark.parse(row[-1]) is None
    assert not is_example(row[-1], ["edited", *row[1:]])


def test_libreoffice_keeps_the_example(tmp_path: Path, english: Language) -> None:
    write_template("ledger", tmp_path / "template.xlsx", language=english)
    row = read_book(saved_by_libreoffice(tmp_path / "template.xlsx"), progress=Silent()).sheets[0].row(1)
    assert is_example(row[-1], row)


@pytest.mark.parametrize("kind", TEMPLATE_KINDS)
def test_choices_of_the_example_are_choices(tmp_path: Path, english: Language, kind: str) -> None:
    book = _written(kind, tmp_path, english)
    for key, cell in zip(_mark(book).columns, book.worksheets[0][2], strict=False):
        offered = _offered(book, key)
        register = find_register(kind)
        if register.has(key) and register.column(key).kind in (Kind.CHOICE, Kind.CURRENCY, Kind.COUNTRY):
            assert offered, key
            assert cell.value is None or cell.value in offered, key


def test_advice_names_each_column_in_words(tmp_path: Path, speak: Callable[[str], Language]) -> None:
    book = _written("ledger", tmp_path, speak("fr"))
    guide = book.worksheets[1]
    assert book.active is book.worksheets[0]
    rows = {row[0]: row for row in guide.iter_rows(values_only=True)}
    ledger = find_register("ledger")
    for key in _mark(book).columns:
        label = speak("fr").text(ledger.column(key).label)
        assert rows[label][2]
    assert rows[speak("fr").text(ledger.column("entry_on").label)][3] == "4 mars 2024"


def test_what_fits_is_said(tmp_path: Path, english: Language) -> None:
    book = _written("grants", tmp_path, english)
    helps = {cell.value: cell.comment.text.splitlines() for cell in book.worksheets[0][1] if cell.comment}
    assert helps["Currency *"] == ["The three letters of a currency, such as XOF.", "Has to be filled in."]
    assert helps["Awarded *"] == [
        "An amount, as a plain number.",
        "Its currency stands in the column “Currency”.",
        "Has to be filled in.",
    ]
    assert helps["Funder *"][0] == "What “Organisations” calls it: its code or its name."
    assert helps["Earmarking"] == ["One of these: Not earmarked, Softly earmarked, and Earmarked."]
    assert helps["Support cost rate"][1] == "A number of per cent: 13 for thirteen per cent."


def test_an_office_offers_its_own_codes(file_office: Office, tmp_path: Path, english: Language) -> None:
    with making(file_office) as make:
        make.grant(reference="GR-7")
    assert _offered(_written("ledger", tmp_path, english, file_office), "grant") == ["GR-7"]
    assert _offered(_written("budget_lines", tmp_path, english, file_office), "grant") == ["GR-7"]
    assert _offered(_written("ledger", tmp_path, english), "grant") == []


def test_template_of_budget_lines_finds_their_budget_by_grant_and_project(tmp_path: Path, english: Language) -> None:
    assert _mark(_written("budget_lines", tmp_path, english)).columns[:3] == ("grant", "project", "code")


def test_other_lists_have_none(tmp_path: Path, english: Language) -> None:
    for kind in ("documents", "history", "nothing"):
        with pytest.raises(UserError):
            write_template(kind, tmp_path / "template.xlsx", language=english)
    assert not (tmp_path / "template.xlsx").exists()


def test_it_says_what_it_wrote(tmp_path: Path, english: Language) -> None:
    outcome = write_template("rates", tmp_path / "rates.xlsx", language=english)
    assert english.text(outcome.message) == "Wrote rates.xlsx: a template for “Exchange rates”."
