"""Columns of numbers as people write them come back exactly, or someone is asked; none comes back wrong."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.finding import Severity
from desktop.domain.money import MINOR_UNITS
from desktop.importers.book import Raw
from desktop.importers.values import to_minor_unit
from desktop.registers.register import Kind
from tests.helpers.columns import read_cells

POINT, COMMA = "1,234.50", "1.234,50"
ERROR = Severity.ERROR


_GROUPS = {POINT: [",", "", " ", "\u00a0", "\u202f", "’", "'"], COMMA: [".", "", " ", "\u00a0", "\u202f", "\u2009"]}
_NEGATIVE = ["-{}", "\u2212{}", "{}-", "({})", "- {}"]
_BESIDE = ["{}", "{}", "{}", " {} ", "{} USD", "EUR {}", "{}\u00a0€", "$ {}", "{} FCFA"]


def written(number: Decimal, *, style: str, group: str, negative: str = "-{}", beside: str = "{}") -> str:
    """A number as somebody writes it."""
    plain = f"{abs(number):,f}".replace(",", "_").replace(".", style[-3]).replace("_", group)
    return beside.format(negative.format(plain) if number < 0 else plain)


@st.composite
def written_columns(draw: st.DrawFn, places: int = 2) -> tuple[str, list[Decimal], list[Raw]]:
    """A style, numbers, and the cells of a column that holds them in that style, some as true numbers."""
    style = draw(st.sampled_from([POINT, COMMA]))
    group, negative = draw(st.sampled_from(_GROUPS[style])), draw(st.sampled_from(_NEGATIVE))
    numbers = draw(st.lists(st.decimals(-(10**9), 10**9, places=places), min_size=1, max_size=20))
    cells: list[Raw] = []
    for number in numbers:
        form = draw(st.sampled_from(["true", "text", "text", "whole"]))
        beside = draw(st.sampled_from(_BESIDE if places < 3 else _BESIDE[:-1]))  # francs have no decimals
        if form == "true":
            cells.append(float(number))
        else:
            shown = number if form == "text" or number != number.to_integral_value() else round(number)
            cells.append(written(Decimal(shown), style=style, group=group, negative=negative, beside=beside))
    return style, numbers, cells


@given(written_columns())
@settings(max_examples=400)
def test_a_column_written_in_a_style_is_recovered_exactly_or_asked_about(
    column: tuple[str, list[Decimal], list[Raw]],
) -> None:
    style, numbers, cells = column
    read = read_cells(Kind.MONEY, *cells)
    for number, value, flaw in zip(numbers, read.values, read.flaws, strict=True):
        assert value == number or (value is None and flaw is not None and flaw.severity is ERROR)
    assert read.values == numbers or read.open
    assert read_cells(Kind.MONEY, *cells, style=style).values == numbers


@given(written_columns(places=3), st.sampled_from([Kind.MONEY, Kind.RATE]))
@settings(max_examples=300)
def test_three_decimals_are_recovered_exactly_or_asked_about(
    column: tuple[str, list[Decimal], list[Raw]], kind: Kind
) -> None:
    style, numbers, cells = column
    read = read_cells(kind, *cells)
    if kind is Kind.MONEY:
        for number, value, flaw in zip(numbers, read.values, read.flaws, strict=True):
            assert value == number or (value is None and flaw is not None and flaw.severity is ERROR)
    assert read_cells(kind, *cells, style=style).values == numbers


@given(st.lists(st.decimals(-(10**9), 10**9, places=2), min_size=1, max_size=9), st.data())
@settings(max_examples=200)
def test_two_hands_in_one_column_never_make_a_wrong_number(numbers: list[Decimal], data: st.DataObject) -> None:
    cells = []
    for number in numbers:
        style = data.draw(st.sampled_from([POINT, COMMA]))
        cells.append(written(number, style=style, group=data.draw(st.sampled_from(_GROUPS[style]))))
    read = read_cells(Kind.MONEY, *cells)
    assert all(value in (number, None) for number, value in zip(numbers, read.values, strict=True))


@given(st.lists(st.integers(1000, 9_999_999), min_size=2, max_size=9))
@settings(max_examples=100)
def test_whole_lakhs_are_read_or_asked_about(numbers: list[int]) -> None:
    def lakhs(number: int) -> str:
        rest, last = divmod(number, 1000)
        head = f"{rest:,}" if rest < 100 else f"{rest // 100:d},{rest % 100:02d}"
        return f"{head},{last:03d}"

    read = read_cells(Kind.NUMBER, *map(lakhs, numbers))
    assert all(value in (number, None) for number, value in zip(numbers, read.values, strict=True))
    assert read.values == numbers or read.open


@given(st.text(max_size=12))
@settings(max_examples=150)
def test_no_text_brings_the_reader_down(text: str) -> None:
    for kind in Kind:
        read_cells(kind, text, 5, text + "1")


@given(st.decimals(min_value=-(10**11), max_value=10**11, places=2), st.sampled_from(["USD", "XOF", "TND"]))
@settings(max_examples=200)
def test_money_of_a_true_number_arrives_to_the_minor_unit(amount: Decimal, currency: str) -> None:
    stated = round(amount, MINOR_UNITS[currency])
    (read,) = read_cells(Kind.MONEY, float(stated)).values
    assert isinstance(read, Decimal)
    assert to_minor_unit(read, currency) == stated
