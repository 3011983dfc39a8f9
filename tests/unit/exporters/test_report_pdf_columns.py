"""Tables find their paper: all columns in full, the largest type that fits, rows that belong together kept so."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.exporters.report_pdf.columns import Align, Column, Line, Sheet, em, kept, placed, shortened, softened
from desktop.reports.report import RowStyle

AMOUNT = "1,234,567.89"
LINES = st.lists(st.sampled_from(list(RowStyle)).map(lambda style: Line(("x",), style)), max_size=30)


def sheet(names: str, amounts: int, amount: str = AMOUNT, rows: int = 2) -> Sheet:
    columns = (Column("Category"), *(Column(f"Month {number}", Align.RIGHT) for number in range(amounts)))
    return Sheet("Costs", columns, (Line((names, *[amount] * amounts)),) * rows)


@settings(max_examples=60)
@given(names=st.text(max_size=80), amounts=st.integers(0, 60), landscape=st.booleans())
def test_every_column_has_its_place_and_no_table_is_wider_than_its_paper(
    names: str, amounts: int, landscape: bool
) -> None:
    paper = placed([sheet(names, amounts)], landscape=landscape)
    assert paper.landscape or not landscape
    shown = [column.label for table in paper.tables for column in table.sheet.columns[1:]]
    assert shown == [f"Month {number}" for number in range(amounts)]
    for table in paper.tables:
        assert len(table.widths) == len(table.sheet.columns)
        assert sum(table.widths) <= paper.width + 0.001
        assert all(width >= em(AMOUNT) for width in table.widths[1:])
        assert table.sheet.columns[0].label == "Category"


def test_a_small_table_stands_upright_and_more_columns_make_the_type_smaller_then_turn_the_paper() -> None:
    found = [placed([sheet("Staff", amounts)]) for amounts in (2, 6, 10, 12)]
    assert [paper.landscape for paper in found] == [False, False, True, True]
    assert [paper.size for paper in found] == sorted((paper.size for paper in found), reverse=True)
    assert found[0].size == 9
    assert found[-1].size >= 6.5


def test_a_part_of_a_table_says_which_columns_it_has() -> None:
    paper = placed([sheet("Staff", 30)])
    assert [table.is_part for table in paper.tables] == [True] * len(paper.tables)
    ends = [(table.first, table.last) for table in paper.tables]
    assert ends[0][0] == 1
    assert ends[-1][1] == 30
    assert [first for first, _last in ends[1:]] == [last + 1 for _first, last in ends[:-1]]
    assert not placed([sheet("Staff", 3)]).tables[0].is_part


def test_tables_with_the_same_figures_have_them_at_the_same_places() -> None:
    numbered = Sheet(
        "By result",
        (Column(""), Column("Outcome"), *sheet("", 3).columns[1:]),
        (Line(("1.1", "A result of many words", "1.00", "2.00", "12,345.00")),),
        names=2,
    )
    one, other = placed([sheet("Staff", 3), numbered]).tables
    assert one.widths[1:] == other.widths[2:]
    assert round(sum(one.widths), 6) == round(sum(other.widths), 6)


@given(st.text(max_size=120), st.floats(1, 40))
def test_a_text_with_places_to_break_is_the_same_text_and_no_part_is_too_wide(text: str, width: float) -> None:
    text = text.replace("\u200b", "")
    soft = softened(text, width)
    assert soft.replace("\u200b", "") == text
    words = [part for word in soft.split() for part in word.split("\u200b")]
    assert all(em(word) <= width or len(word) == 1 or "-" in word or "/" in word for word in words)


def test_a_text_is_shortened_only_when_it_is_too_long() -> None:
    assert shortened("Sahel office", 40) == "Sahel office"
    assert (
        shortened("Sahel office " * 9, 10) == "Sahel office Sahe…"[: len(shortened("Sahel office " * 9, 10)) - 1] + "…"
    )
    assert em(shortened("中文字" * 20, 10)) <= 10


@given(LINES)
def test_rows_that_belong_together_are_kept_so(lines: list[Line]) -> None:
    sizes = kept(lines)
    assert sum(sizes) == len(lines)
    assert max(sizes, default=0) <= 12
    for index, size in enumerate(sizes):
        assert sizes[index + 1 : index + size] == [0] * max(0, size - 1)


def test_a_heading_stays_with_what_follows_and_a_total_with_what_is_before() -> None:
    styles = (RowStyle.HEADING, RowStyle.LINE, RowStyle.SUBTOTAL, RowStyle.LINE, RowStyle.LINE, RowStyle.TOTAL)
    assert kept([Line(("x",), style) for style in styles]) == [3, 0, 0, 1, 2, 0]
    heads = [Line(("x",), RowStyle.SUBTOTAL, level) for level in (0, 0)] + [Line(("x",), level=1)] * 2
    assert kept(heads) == [1, 2, 0, 1]
    assert kept([Line(("x",)), Line(("long " * 300,), RowStyle.TOTAL)]) == [1, 1]
