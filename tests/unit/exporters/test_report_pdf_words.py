"""Texts and bars for paper: one line, nothing that turns figures about, dates whole, lengths to the thousandth."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from desktop.exporters.report_pdf.chart import bars
from desktop.exporters.report_pdf.words import Words, plain
from desktop.language import Language, say
from desktop.reports.report import Chart, Report, RowStyle, Unit
from tests.helpers.report_values import figure, report, row, table

CHART = Chart(say("Budget and spent"), "table", ("c0", "c1"))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("two\nlines\r\nand\ttabs", "two lines  and tabs"),
        ("a\u202eb\u202ac\u202cd", "abcd"),  # what would turn the text about
        ("a\u2068b\u2069\u200f", "a\u2068b\u2069\u200f"),  # what keeps it in order
        ("1\u00a0234\u202f567\u2009x", "1\u00a0234\u202f567\u2009x"),
        ("\x00\x0b\ue000\ud800\uffff!", " !"),
        ("\u2028\u2029", "  "),
        ("é عربي 漢字 😀", "é عربي 漢字 😀"),
    ],
)
def test_a_text_is_one_line_of_what_can_be_set(text: str, kept: str) -> None:
    assert plain(text) == kept


def test_a_day_never_breaks(speak: Callable[[str], Language]) -> None:
    assert Words(speak("en")).text("From 1 July 2019 to 30 Sep 2019, 7 grants") == (
        "From 1\u00a0July\u00a02019 to 30\u00a0Sep\u00a02019, 7 grants"
    )
    assert Words(speak("fr")).text("du 1er juillet 2019 au 30 sept. 2019") == (
        "du 1er\u00a0juillet\u00a02019 au 30\u00a0sept.\u00a02019"
    )
    assert Words(speak("en")).text(date(2019, 9, 30)) == "30\u00a0Sep\u00a02019"


def test_what_somebody_typed_stands_apart_in_a_page_from_right_to_left(speak: Callable[[str], Language]) -> None:
    assert Words(speak("en")).text("NER-CT-01 (b)") == "NER-CT-01 (b)"
    arabic = Words(speak("ar")).text("NER-CT-01 (b)")
    assert arabic != "NER-CT-01 (b)"
    assert arabic.strip("\u200e\u200f\u2066\u2067\u2068\u2069") == "NER-CT-01 (b)"
    assert [Words(speak("ar")).text(value) for value in (None, "")] == ["", ""]


@pytest.mark.parametrize(
    ("value", "unit", "currency", "shown"),
    [
        ("-1234.5", Unit.AMOUNT, "USD", "\u22121,234.50"),
        ("60500", Unit.AMOUNT, "XOF", "60,500"),
        ("12.3456", Unit.AMOUNT, "USD", "12.3456"),
        ("0.4115", Unit.SHARE, "USD", "41.2 %"),
        ("0.0005", Unit.SHARE, "USD", "0.1 %"),
        ("1.7000", Unit.QUANTITY, "USD", "1.7"),
        ("100", Unit.QUANTITY, "USD", "100"),
        (None, Unit.QUANTITY, "USD", ""),
    ],
)
def test_a_figure_on_paper_is_that_of_the_screen(
    english: Language, value: str | None, unit: Unit, currency: str, shown: str
) -> None:
    words = Words(english)
    assert words.cell(figure("x", value, unit), currency).replace("\u00a0", " ") == shown


def test_an_amount_without_a_currency_is_as_it_is(english: Language) -> None:
    assert Words(english).amount(Decimal("1234.5"), "") == "1,234.5"
    assert Words(english).amount(None, "USD") == ""


# --- bars ------------------------------------------------------------------------------------------------------------


def drawn(language: Language, made: Report) -> list[tuple[str, list[int], list[str]]] | None:
    found = bars(CHART, made, Words(language))
    if found is None:
        return None
    return [
        (line["label"], [bar["length"] for bar in line["bars"]], [bar["text"] for bar in line["bars"]])
        for line in found["rows"]
    ]


def test_bars_are_as_long_as_their_share_of_the_longest(english: Language) -> None:
    rows = [
        row("a", "300", "-50"),
        row("b", "200", "0.15"),
        row("c", "0", None),  # nothing to draw
        row("sum", "500", "-49.85", style=RowStyle.TOTAL),
        row("d", "0", "-1"),
        row("e", "0.1499"),
    ]
    assert drawn(english, report(table(rows))) == [
        ("a", [1000, 0], ["300.00", "\u221250.00"]),
        ("b", [667, 1], ["200.00", "0.15"]),
        ("d", [0, 0], ["0.00", "\u22121.00"]),
        ("e", [0, 0], ["0.1499", ""]),
    ]


def test_bars_have_the_decimals_of_their_table(english: Language) -> None:
    assert drawn(english, report(table([row("a", "60500", "1")], currency="XOF"))) == [
        ("a", [1000, 0], ["60,500", "1"])
    ]


@pytest.mark.parametrize(
    "made",
    [
        report(table([])),
        report(table([row("a", "0", "0")])),
        report(table([row("a", "-1", "-2")])),
        report(table([row("sum", "5", "5", style=RowStyle.SUBTOTAL)])),
    ],
)
def test_of_nothing_no_bars_are_drawn(english: Language, made: Report) -> None:
    assert drawn(english, made) is None


def test_the_legend_names_the_columns_in_the_order_of_the_table(english: Language) -> None:
    chart = Chart(say("Budget and spent"), "table", ("c1", "c0"))
    found = bars(chart, report(table([row("a", "1", "2")])), Words(english))
    assert found is not None
    assert (found["legend"], found["title"]) == (["Budget", "Spent"], "Budget and spent")
