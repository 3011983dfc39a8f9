"""Rows on the command line: each a line of its own, in columns, whatever is in its texts."""

from __future__ import annotations

import pytest

from desktop.cli.show import print_columns


def printed(capsys: pytest.CaptureFixture[str], *rows: list[str], right: tuple[int, ...] = ()) -> list[str]:
    print_columns(rows, right=right)
    return capsys.readouterr().out.split("\n")


def test_columns_are_as_wide_as_their_widest_cell(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, ["1", "Late", "-5.00"], ["17", "Due", "1234.50"], right=(0, 2)) == [
        " 1  Late    -5.00",
        "17  Due   1234.50",
        "",
    ]


def test_no_row_ends_in_blanks_and_nothing_is_printed_of_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, ["a", ""], ["b", "c"]) == ["a", "b  c", ""]
    assert printed(capsys) == [""]


def test_a_long_text_is_cut_with_a_sign(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, ["x" * 40, "y"])[0] == "x" * 40 + "  y"
    assert printed(capsys, ["x" * 41, "y"])[0] == "x" * 39 + "…  y"


def test_marks_of_direction_take_no_room(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, ["\u2068NER\u2069", "a"], ["four", "b"]) == ["NER   a", "four  b", ""]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("two\nlines", "two lines"),
        ("two\r\n\tlines ", "two lines"),
        ("red\x1b[31m", "red[31m"),  # what would steer a terminal
        ("bell\x07\x00", "bell"),
        ("two\u2028lines", "two lines"),
    ],
)
def test_a_text_stays_in_its_row(capsys: pytest.CaptureFixture[str], text: str, shown: str) -> None:
    assert printed(capsys, [text, "end"]) == [f"{shown}  end", ""]


def test_a_column_that_is_left_whole_is_not_cut(capsys: pytest.CaptureFixture[str]) -> None:
    print_columns([["x" * 41, "y\n" * 30]], right=(), whole=(0,))
    assert capsys.readouterr().out == "x" * 41 + "  " + "y " * 19 + "y…\n"
