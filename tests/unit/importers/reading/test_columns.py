"""Cells become columns of codes without a change of what they hold, whatever stands beside what."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.importers.book import ErrorValue, Raw, Sheet
from desktop.importers.reading import columns, wire
from desktop.importers.reading.columns import MAX_BLANK_ROWS, MAX_COLUMNS, SheetWriter, clean
from tests.helpers.read_here import assembled, frames_in


def written(*blocks: list[list[Any]]) -> tuple[Sheet, list[str]]:
    """The sheet that these blocks of rows become, and what is noted of it."""
    stream = io.BytesIO()
    writer = SheetWriter(stream, "Data")
    for block in blocks:
        writer.add(block)
    book = assembled(frames_in(stream.getvalue()))
    return book.sheets[0], [str(note) for note in book.notes]


def column(*blocks: list[Any]) -> list[Raw]:
    """What one column holds."""
    sheet, _notes = written(*([[cell] for cell in block] for block in blocks))
    return list(sheet.columns[0]) if sheet.columns else []


def test_truths_and_numbers_that_python_takes_for_equal_stay_apart() -> None:
    cells = [1.0, True, 0, False, 1, 0.0, True]
    found = column(cells[:1], cells[1:3], cells[3:])
    assert found == [1, True, 0, False, 1, 0, True]
    assert [type(value) for value in found] == [int, bool, int, bool, int, int, bool]


def test_each_different_value_is_kept_once() -> None:
    sheet, _notes = written([["USD", "a"], ["EUR", "b"]], [["USD", "c"], ["EUR", "a"]])
    assert sheet.columns[0].values == [None, "USD", "EUR"]
    assert list(sheet.columns[1].codes) == [1, 2, 3, 1]


def test_numbers_without_a_fraction_are_whole_and_endless_ones_are_errors() -> None:
    found = column([5.0, 0.5, 2.0**60, float("nan"), float("inf"), -3.0])
    assert found == [5, 0.5, 2.0**60, ErrorValue("#NUM!"), ErrorValue("#NUM!"), -3]
    assert isinstance(found[2], float)


def test_a_moment_at_midnight_is_a_day_and_others_are_to_the_second() -> None:
    last = datetime.fromisoformat("9999-12-31T23:59:59.999999")
    found = column(
        [datetime.fromisoformat("2024-01-05"), datetime.fromisoformat("2024-01-05T09:59:59.999990"), date(2024, 1, 6)],
        [last],
    )
    assert found == [
        date(2024, 1, 5),
        datetime.fromisoformat("2024-01-05T10:00"),
        date(2024, 1, 6),
        last.replace(microsecond=0),
    ]
    assert not isinstance(found[0], datetime)
    assert column([datetime.fromisoformat("2024-01-05T08:30")]) == [datetime.fromisoformat("2024-01-05T08:30")]


def test_values_of_other_kinds_are_their_text() -> None:
    assert column([Decimal("1.50"), "x"]) == ["1.50", "x"]


def test_times_and_durations_are_the_text_that_is_shown() -> None:
    assert column([time(14, 30), time(14, 30, 5), timedelta(hours=26, minutes=5, seconds=1)]) == [
        "14:30",
        "14:30:05",
        "26:05:01",
    ]


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("a_x000D_b", "a\nb"),
        ("a_x000d_\nb", "a\nb"),
        ("a\x01b\x7f", "ab"),
        ("\ufeffName \xa0", "Name"),
        ("_x005F_x000D_", "_x000D_"),
        ("line one\r\nline two", "line one\nline two"),
        ("\u200fمبلغ", "\u200fمبلغ"),
        ("Cafe\u0301", "Cafe\u0301"),
        ("half_xD800_", "half"),
    ],
)
def test_what_programs_leave_in_texts_is_taken_out_and_the_rest_kept(raw: str, kept: str) -> None:
    assert clean(raw) == kept


def test_texts_that_are_the_same_when_clean_have_one_code_and_blank_ones_none() -> None:
    sheet, _notes = written(
        [["Travel "], ["Travel"], ["  "], [""], [None]], [["Travel"], [" Travel"], ["end "]], [["end"]]
    )
    assert list(sheet.columns[0]) == ["Travel", "Travel", None, None, None, "Travel", "Travel", "end", "end"]
    codes = list(sheet.columns[0].codes)
    assert len(set(codes)) == 3
    assert [place for place, code in enumerate(codes) if code == 0] == [2, 3, 4]


def test_long_texts_are_kept_whole() -> None:
    assert column(["x" * 100_000]) == ["x" * 100_000]


def test_rows_of_unlike_length_are_one_grid() -> None:
    sheet, _notes = written([["a"], ["b", "c"]], [[], ["d", "e", "f"]], [["g"]])
    assert [sheet.row(number) for number in range(5)] == [
        ["a", None, None],
        ["b", "c", None],
        [None, None, None],
        ["d", "e", "f"],
        ["g", None, None],
    ]


def test_blank_rows_and_columns_at_the_end_are_no_part_of_it() -> None:
    sheet, _notes = written([["a", "", None], ["", " ", None], [None, None, ""]])
    assert (sheet.height, len(sheet.columns)) == (1, 1)
    assert written([["", None]])[0].columns == []


def test_what_stands_below_a_thousand_blank_rows_is_left_out_and_said() -> None:
    blank: list[list[Any]] = [[None, None]] * (MAX_BLANK_ROWS + 1)
    sheet, notes = written([["a", "b"]], blank[:600], blank[600:], [[None, "far"]], [["more", None]])
    assert sheet.height == 1
    assert notes == ["In Data, what stands from B1003 down was left out: more than 1,000 blank rows lie above it."]


def test_a_thousand_blank_rows_are_no_end() -> None:
    sheet, notes = written([["a"]], [[]] * 500, [[None]] * 500, [["b"]])
    assert (sheet.height, notes) == (1002, [])


def test_columns_beyond_the_500th_are_left_out_and_said() -> None:
    wide = [None] * (MAX_COLUMNS + 30)
    sheet, notes = written([["a", *wide]], [["b", *wide[:-1], "far"]], [["c", *wide[:-1], "far"]])
    assert (sheet.height, len(sheet.columns)) == (3, 1)
    assert notes == ["In Data, what stands to the right of the 500th column was left out, first TK2."]


def test_nothing_is_written_for_no_rows() -> None:
    assert written([])[0].height == 0


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=8),
    st.dates(),
    st.datetimes(),
)


def expected(cell: Any) -> Any:
    if isinstance(cell, str):
        return clean(cell) or None
    if isinstance(cell, datetime):
        rounded = columns.round_to_second(cell)
        return rounded.date() if columns.is_midnight(rounded) else rounded
    return cell


@given(st.lists(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=6), max_size=5))
def test_any_cells_come_out_as_they_went_in(blocks: list[list[tuple[Any, Any]]]) -> None:
    sheet, _notes = written(*([list(row) for row in block] for block in blocks))
    rows = [row for block in blocks for row in block]
    for number, row in enumerate(rows):
        found = sheet.row(number) if number < sheet.height else []
        for place, cell in enumerate(row):
            value = found[place] if place < len(found) else None
            assert value == expected(cell)
            assert isinstance(value, bool) == isinstance(cell, bool)


@given(st.lists(st.text(max_size=6), max_size=30))
def test_cleaning_twice_is_cleaning_once_but_for_escapes(texts: list[str]) -> None:
    for text in texts:
        if "_x" not in text:
            assert clean(clean(text)) == clean(text)


def test_frames_that_are_none_are_known_as_such() -> None:
    for content in (b"\1\0\0", b"\xff" * 8, (9).to_bytes(8, "little") + b"short"):
        with pytest.raises(wire.BrokenFrameError):
            wire.read_bytes(io.BytesIO(content))
    for content in (b"", b"rubbish", b"i\1\0\0\0", b")\0"):
        with pytest.raises(wire.BrokenFrameError):
            wire.decode(content)
    unknown: list[tuple[Any, ...]] = [("unknown",), ("sheet",), ("note", "unknown", [])]
    for frame in [*unknown, ("rows", 1, [([("rubbish", [1])], b"")])]:
        with pytest.raises(wire.BrokenFrameError):
            assembled([("sheet", "Data", False, 0), frame])
