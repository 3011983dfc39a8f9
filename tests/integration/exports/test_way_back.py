"""Every list that can be edited is exported with its way back: marks, drop-downs, and what is not taken in grey."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from desktop.domain.progress import Silent
from desktop.exporters.way_back import LISTS_SHEET
from desktop.language import Language
from desktop.registers import REGISTERS, find_register
from desktop.registers.query import Query
from desktop.registers.round_trip import ID_HEADING, BookMark, RowMark
from desktop.registers.sight import see_register
from desktop.services import way_back
from desktop.services.browse import all_rows, export_register
from desktop.services.offices import Office
from desktop.services.sample import new_sample_office
from tests.helpers.way_back import all_saved_by_libreoffice, read_back, saved_by_libreoffice

CHANGEABLE = [key for key, register in REGISTERS.items() if register.changeable]
OTHERS = [key for key in REGISTERS if key not in CHANGEABLE]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory, speak: Callable[[str], Language]) -> Any:
    """The sample office."""
    path = tmp_path_factory.mktemp("way_back") / "sample.grantdesk"
    office = new_sample_office(str(path), actor="Test", language=speak("en"))
    yield office
    office.close()


def _whole(key: str) -> Query:
    register = see_register(key, names=False)
    return Query(register, tuple(column.key for column in register.columns))


def _exported(office: Office, query: Query, folder: Path, language: Language) -> Path:
    path = folder / f"{query.register.key}.xlsx"
    export_register(office, query, path, language=language, progress=Silent())
    return path


def _drop_downs(path: Path) -> dict[str, list[Any]]:
    """What the drop-downs of the first sheet offer, by the key of their column."""
    book = openpyxl.load_workbook(path)
    mark = BookMark.parse(book[ID_HEADING].iter_rows(values_only=True))
    assert mark is not None
    found = {}
    for validation in book.worksheets[0].data_validations.dataValidation:
        name, _, area = str(validation.formula1).partition("!")
        column = min(area.min_col for area in validation.sqref.ranges)
        found[mark.columns[column - 1]] = [row[0].value for row in book[name.strip("'")][area]]
    return found


def _sheet(path: Path) -> Any:
    return openpyxl.load_workbook(path).worksheets[0]


@pytest.mark.parametrize("key", CHANGEABLE)
def test_a_list_that_nobody_edited_comes_back_unedited(
    sample: Office, tmp_path: Path, speak: Callable[[str], Language], key: str
) -> None:
    query = _whole(key)
    back = read_back(_exported(sample, query, tmp_path, speak("ar")))  # in other languages: `imports/test_round_trip`
    assert (back.mark.office_uid, back.mark.register, back.mark.language) == (sample.facts.uid, key, "ar")
    assert back.mark.columns == query.columns
    rows = list(all_rows(sample, query))
    assert [(mark.record_id, mark.version) for mark, _values in back.rows] == [(row.id, row.version) for row in rows]
    assert back.edited == []


def test_libreoffice_saves_every_list_without_an_edit(sample: Office, tmp_path: Path, english: Language) -> None:
    paths = [_exported(sample, _whole(key), tmp_path, english) for key in CHANGEABLE]
    for path, saved in zip(paths, all_saved_by_libreoffice(paths), strict=True):
        before, after = read_back(path), read_back(saved)
        assert after.mark == before.mark, path.name
        assert after.headings == before.headings, path.name
        assert [mark for mark, _values in after.rows] == [mark for mark, _values in before.rows], path.name
        assert after.edited == [], path.name
        assert _drop_downs(saved) == _drop_downs(path), path.name


def test_libreoffice_shows_it_as_plain_text(sample: Office, tmp_path: Path, english: Language) -> None:
    path = _exported(sample, Query(find_register("projects"), ("reference", "status")), tmp_path, english)
    lines = saved_by_libreoffice(path, "csv").read_text("utf-8").splitlines()
    assert lines[0] == f"Reference,Status,{ID_HEADING}"
    assert len(lines) == 9


@pytest.mark.parametrize("key", OTHERS)
def test_a_list_that_nobody_edits_carries_nothing(sample: Office, tmp_path: Path, english: Language, key: str) -> None:
    book = openpyxl.load_workbook(_exported(sample, _whole(key), tmp_path, english))
    assert len(book.worksheets) == 1
    assert ID_HEADING not in [cell.value for cell in book.worksheets[0][1]]


def test_marks_are_out_of_sight_and_sorted_along(sample: Office, tmp_path: Path, english: Language) -> None:
    book: Any = openpyxl.load_workbook(_exported(sample, Query(find_register("grants")), tmp_path, english))
    sheet = book.worksheets[0]
    letter = sheet.cell(1, sheet.max_column).column_letter
    assert sheet[f"{letter}1"].value == ID_HEADING
    assert sheet.column_dimensions[letter].hidden
    assert sheet.auto_filter.ref == f"A1:{letter}{sheet.max_row}"
    assert (book[ID_HEADING].sheet_state, book[LISTS_SHEET].sheet_state) == ("veryHidden", "hidden")
    assert book.active is sheet


def test_only_shown_columns_go_out_and_the_marks_say_which(sample: Office, tmp_path: Path, english: Language) -> None:
    query = Query(find_register("grants"), ("title", "amount"))
    back = read_back(_exported(sample, query, tmp_path, english))
    assert back.mark.columns == ("title", "amount", "currency")
    assert back.headings == ["Title", "Awarded", "Currency"]
    assert back.edited == []


def test_an_edited_cell_is_found(sample: Office, tmp_path: Path, english: Language) -> None:
    path = _exported(sample, Query(find_register("grants"), ("title", "amount")), tmp_path, english)
    book: Any = openpyxl.load_workbook(path)
    book.worksheets[0]["B3"].value += 1
    book.save(path)
    (edited,) = read_back(path).edited
    assert edited[1] == "amount"


def test_codes_and_references_are_drop_downs_in_the_language_of_the_list(
    sample: Office, tmp_path: Path, speak: Callable[[str], Language]
) -> None:
    french = speak("fr")
    by_key = _drop_downs(_exported(sample, _whole("grants"), tmp_path, french))
    grants = find_register("grants")
    assert by_key["earmarking"] == [french.text(name) for name in grants.column("earmarking").choices.values()]
    assert {"USD", "XOF"} <= set(by_key["currency"])
    funders = {row.values[0] for row in all_rows(sample, Query(find_register("organisations"), ("name",)))}
    assert set(by_key["funder"]) == funders


def test_every_shown_reference_and_choice_is_one_of_its_drop_down(
    sample: Office, tmp_path: Path, english: Language
) -> None:
    for key in CHANGEABLE:
        path = _exported(sample, _whole(key), tmp_path, english)
        offered = _drop_downs(path)
        offered.pop("commitment", None)  # one that is fulfilled is offered no more
        keys = see_register(key, names=False).columns
        for column, cells in zip(keys, _sheet(path).iter_cols(), strict=False):
            if column.key in offered:
                shown = {cell.value for cell in cells[1:] if cell.value is not None}
                assert shown <= set(offered[column.key]), (key, column.key)


def test_what_is_not_taken_is_grey_and_its_heading_says_why(sample: Office, tmp_path: Path, english: Language) -> None:
    sheet = _sheet(_exported(sample, _whole("grants"), tmp_path, english))
    by_heading = {cell.value: cell for cell in sheet[1]}
    spent, title, days = by_heading["Spent"], by_heading["Title"], by_heading["Liquidation, days"]
    assert spent.comment.text == "Worked out by the program: changes in this column are not taken."
    assert title.comment is None
    assert days.comment.text.startswith("Days after its end")
    assert sheet.cell(2, spent.column).fill.start_color.rgb == "00F7F7F5"
    assert sheet.column_dimensions[spent.column_letter].fill.start_color.rgb == "00F7F7F5"
    assert sheet.cell(2, title.column).fill.fill_type is None


def test_codes_stay_text_whatever_is_typed(sample: Office, tmp_path: Path, english: Language) -> None:
    sheet = _sheet(_exported(sample, _whole("budget_lines"), tmp_path, english))
    code = next(cell for cell in sheet[1] if cell.value == "Line")
    assert sheet.cell(2, code.column).number_format == "@"
    assert sheet.column_dimensions[code.column_letter].number_format == "@"


def test_a_long_list_says_only_which_record_each_row_is(
    sample: Office, tmp_path: Path, english: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(way_back, "MOST_DIGESTS", 100)
    path = _exported(sample, Query(find_register("ledger"), ("reference",)), tmp_path, english)
    sheet = _sheet(path)
    mark = RowMark.parse(sheet["B2"].value)
    assert mark is not None
    assert mark.digests == ()


def test_a_drop_down_that_nobody_would_look_through_is_left_out(
    sample: Office, tmp_path: Path, english: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(way_back, "MOST_OFFERED", 3)
    offered = _drop_downs(_exported(sample, _whole("grants"), tmp_path, english))
    assert "funder" not in offered
    assert "earmarking" in offered
