"""A cell that nobody edited has the same digest, whoever saved the file; marks come back as they were written."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.registers.round_trip import (
    BookMark,
    RowMark,
    canonical,
    digest,
    example_mark,
    is_example,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("", ""),
        (" \u00a0\n", ""),
        (1500, "1500"),
        (1500.0, "1500"),
        (Decimal("1500.0000"), "1500"),
        (0.1 + 0.2, "0.3"),
        (Decimal("0.0015244902"), "0.0015244902"),
        (1e-7, "0.0000001"),
        (1e22, "10000000000000000000000"),
        (-0.0, "0"),
        (12345678901234567890, "12345678901234600000"),
        (float("inf"), "Infinity"),
        (True, "TRUE"),
        (False, "FALSE"),
        (date(2019, 3, 4), "2019-03-04"),
        (datetime(2019, 3, 4), "2019-03-04"),  # noqa: DTZ001 - cells have no zone
        (datetime(2019, 3, 4, 11, 2, 3, 999), "2019-03-04 11:02:03"),  # noqa: DTZ001 - see above
        ("Fuel,\u00a0two  cars\r\nof them ", "Fuel, two cars of them"),
        ("Cafe\u0301", "Café"),
        ("_x0041_ line_x000D_", "A line"),
        ("007", "007"),
        (["odd"], "['odd']"),
    ],
)
def test_a_cell_has_one_text(value: object, text: str) -> None:
    assert canonical(value) == text


def test_instants_are_those_of_the_clock_on_the_wall() -> None:
    moment = datetime(2019, 10, 9, 11, 2, tzinfo=UTC)
    assert canonical(moment) == canonical(moment.astimezone().replace(tzinfo=None))


def test_digests_are_short_and_stay() -> None:
    assert digest("Fuel") == digest(" Fuel ") == "a80f942f"
    assert digest(None) == digest("") == "e3b0c442"
    assert digest(Decimal("12.50")) == digest(12.5) == digest("12.5") != digest("12.50")


@given(st.decimals(min_value=-(10**11), max_value=10**11, places=4))
def test_amounts_are_the_same_as_the_number_in_a_cell(amount: Decimal) -> None:
    assert canonical(amount) == canonical(float(amount))


@given(st.text() | st.floats() | st.integers() | st.dates() | st.none())
def test_anything_has_a_digest_of_eight_digits(value: object) -> None:
    assert len(digest(value)) == 8
    assert canonical(canonical(value)) == canonical(value) or "_x" in str(value)


# --- marks --------------------------------------------------------------------------------------------------------

_marks = st.builds(
    RowMark,
    st.integers(min_value=0, max_value=10**18 - 1),
    st.integers(min_value=0, max_value=10**6),
    st.lists(st.text().map(digest), max_size=5).map(tuple),
)


@given(_marks)
def test_row_marks_come_back(mark: RowMark) -> None:
    assert RowMark.parse(mark.as_text()) == RowMark.parse(f" {mark.as_text()} ") == mark


def test_a_mark_that_is_dragged_down_is_not_counted_on() -> None:
    text = RowMark(7, 1, (digest("x"),)).as_text()
    assert text == "gd:7:1:2d711642;"
    assert not text[0].isdigit()
    assert not text[-1].isdigit()


@pytest.mark.parametrize("text", [None, 7, "", "gd:7:1:", "gd:7:1:xyz;", "gd:7:1:2d711642;x", example_mark(["x"])])
def test_what_is_no_mark(text: object) -> None:
    assert RowMark.parse(text) is None


def test_an_example_is_one_until_somebody_writes_over_it() -> None:
    mark = example_mark(["Fuel", None, Decimal("12.50"), date(2019, 3, 4)])
    assert is_example(f"{mark} ")
    assert is_example(mark, ["Fuel", None, 12.5, datetime(2019, 3, 4), mark])  # noqa: DTZ001 - cells have no zone
    assert is_example(mark, [date(2019, 3, 4), None, "", "Fuel", 12.5])
    assert not is_example(mark, ["Fuel", None, 12.5, None, mark])
    assert not is_example(mark, ["Fuel", "more", 12.5, date(2019, 3, 4), mark])
    assert is_example(example_mark([]), [None])


def test_other_rows_are_no_examples() -> None:
    assert not is_example(None)
    assert not is_example("gd:7:1:;", [])


def test_book_marks_come_back() -> None:
    mark = BookMark("4f3c", "ledger", ("entry_on", "reference"), "fr")
    assert BookMark.parse(mark.as_rows()) == mark
    assert BookMark.parse([*mark.as_rows(), ("", None), ()]) == mark
    template = BookMark("", "ledger", (), "fr")
    assert BookMark.parse(template.as_rows()) == template


def test_columns_are_known_by_their_headings_wherever_they_stand() -> None:
    mark = BookMark("", "budget_lines", ("budget", "code", "amount"), "en", ("Budget", "Line", "Budget"))
    assert BookMark.parse(mark.as_rows()) == mark
    assert mark.columns_of({0: "Budget", 1: "Line", 2: "Budget"}) == {0: "budget", 1: "code", 2: "amount"}
    assert mark.columns_of({3: " Line ", 5: "Budget", 7: "More", 8: None}) == {3: "code", 5: "budget"}


def test_books_of_others_and_of_later_versions_have_no_mark() -> None:
    rows = BookMark("4f3c", "ledger", ("entry_on",), "fr").as_rows()
    assert BookMark.parse([]) is None
    assert BookMark.parse([("GrantDesk", "2"), *rows[1:]]) is None
    assert BookMark.parse(rows[:1]) is None


def test_as_a_number_the_version_of_the_format_is_the_same() -> None:
    assert BookMark.parse([("GrantDesk", 1.0), ("register", "ledger")]) == BookMark("", "ledger", (), "")
