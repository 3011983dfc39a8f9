"""Whatever a list holds, a reader of its workbook finds cells with the digests that the marks hold."""

from __future__ import annotations

import io
import tempfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import python_calamine
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.config import paths
from desktop.domain.progress import Silent
from desktop.domain.spreadsheet import QUOTE
from desktop.exporters.register_csv import write_csv
from desktop.exporters.register_file import write_workbook
from desktop.exporters.way_back import WayBack, help_comment
from desktop.language import Language, load_language
from desktop.registers import find_register
from desktop.registers.exported import exported_columns
from desktop.registers.query import Cell, Query, Row
from desktop.registers.round_trip import ID_HEADING, BookMark, RowMark, digest

_ENGLISH = load_language(paths.translations(), "en")
_QUERY = Query(find_register("rates"), ("effective_on", "source", "units"))
_MARK = BookMark("uid", "rates", _QUERY.columns, "en")


def _written(rows: list[tuple[Cell, ...]], *, back: WayBack, language: Language = _ENGLISH) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rates.xlsx"
        write_workbook(
            path,
            query=_QUERY,
            columns=exported_columns(_QUERY, {}),
            rows=[Row(number, 1, row) for number, row in enumerate(rows, start=1)],
            count=len(rows),
            language=language,
            progress=Silent(),
            back=back,
        )
        return path.read_bytes()


def _by_openpyxl(content: bytes) -> list[list[Any]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]


def _by_calamine(content: bytes) -> list[list[Any]]:
    book = python_calamine.load_workbook(io.BytesIO(content))
    return [list(row) for row in book.get_sheet_by_index(0).iter_rows()][1:]


_days = st.none() | st.dates(min_value=date(1600, 1, 1))
_numbers = st.none() | st.decimals(
    allow_nan=False, allow_infinity=False, places=10, min_value=-(10**14), max_value=10**14
)
_texts = st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@given(st.lists(st.tuples(_days, _texts, _numbers), min_size=1, max_size=6))
@settings(max_examples=100, deadline=None)
def test_no_cell_is_taken_for_edited(rows: list[tuple[Cell, ...]]) -> None:
    content = _written(rows, back=WayBack(_MARK))
    for read in (_by_openpyxl(content), _by_calamine(content)):
        assert len(read) == len(rows)
        for number, (*values, text) in enumerate(read, start=1):
            mark = RowMark.parse(text)
            assert mark is not None
            assert (mark.record_id, mark.version) == (number, 1)
            assert mark.digests == tuple(map(digest, values))


@given(st.tuples(_days, _texts, _numbers), st.sampled_from([0, 1, 2]), st.just("edited") | st.just(7.5))
@settings(max_examples=50, deadline=None)
def test_an_edited_cell_is(row: tuple[Cell, ...], place: int, edited: object) -> None:
    (values,) = _by_openpyxl(_written([row], back=WayBack(_MARK)))
    mark = RowMark.parse(values.pop())
    assert mark is not None
    values[place] = edited
    assert [old != digest(new) for old, new in zip(mark.digests, values, strict=True)] == [
        index == place and row[place] != edited for index in range(3)
    ]


def test_days_before_the_first_of_a_workbook_are_text() -> None:
    read = _by_openpyxl(_written([(date(1899, 12, 31), "x", None), (date(1900, 3, 1), "x", None)], back=WayBack(_MARK)))
    assert [row[0] for row in read] == ["1899-12-31", datetime(1900, 3, 1)]  # noqa: DTZ001 - cells have no zone


def test_without_digests_a_mark_is_short() -> None:
    (row,) = _by_openpyxl(_written([(None, "x", Decimal(1))], back=WayBack(_MARK, digests=False)))
    assert row[-1] == "gd:1:1:;"


def test_drop_downs_reach_below_the_list(tmp_path: Path) -> None:
    query = Query(find_register("rates"), ("currency", "base", "units"))
    path = tmp_path / "rates.xlsx"
    write_workbook(
        path,
        query=query,
        columns=exported_columns(query, {}),
        rows=[],
        count=0,
        language=_ENGLISH,
        progress=Silent(),
        back=WayBack(BookMark("uid", "rates", query.columns, "en")),
    )
    book: Any = openpyxl.load_workbook(path)
    one, other = book.worksheets[0].data_validations.dataValidation
    assert (str(one.sqref), str(other.sqref)) == ("A2:A1001", "B2:B1001")
    assert one.formula1 == other.formula1  # both offer currencies
    assert (one.errorStyle, one.error) == ("warning", "This is not in the list. A single “-” empties the field.")
    assert [cell.value for cell in book.worksheets[0][1]] == ["Currency", "Per one", "Rate", ID_HEADING]


def test_a_comment_grows_with_what_it_says() -> None:
    assert help_comment("A word").height < help_comment("Some words. " * 20).height


# --- csv ----------------------------------------------------------------------------------------------------------


def _csv(path: Path, *rows: tuple[Cell, ...]) -> list[str]:
    write_csv(
        path,
        query=_QUERY,
        columns=exported_columns(_QUERY, {}),
        rows=[Row(number, 1, row) for number, row in enumerate(rows, start=1)],
        count=len(rows),
        language=_ENGLISH,
        progress=Silent(),
    )
    return path.read_bytes().decode("utf-8-sig").split("\r\n")


def test_heading_over_our_own_apostrophes_has_one_too(tmp_path: Path) -> None:
    heading, first, *_rest = _csv(tmp_path / "rates.csv", (None, "=1+1", Decimal(-1)), (None, "plain", None))
    assert heading == f"Effective from,{QUOTE}Source,Rate"
    assert first == ",'=1+1,-1"
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["rates.csv"]


def test_heading_over_an_apostrophe_of_the_text_has_none(tmp_path: Path) -> None:
    assert _csv(tmp_path / "rates.csv", (None, "'quoted'", None))[:2] == ["Effective from,Source,Rate", ",'quoted',"]
