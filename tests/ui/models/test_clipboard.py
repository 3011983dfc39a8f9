"""What is copied pastes into Excel: exact numbers, dates, and text that never becomes a formula."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.config import paths
from desktop.language import Language, load_language
from desktop.registers import find_register
from desktop.registers.query import Query, Row
from desktop.ui.models.clipboard import as_html, as_text

Speak = Callable[[str], Language]
LEDGER = find_register("ledger")
QUERY = Query(LEDGER, ("entry_on", "reference", "description", "kind", "currency", "amount"))
MARKS = (None, None)  # it reverses nothing, and nothing reverses it
ROW = Row(1, 1, (date(2019, 10, 9), "007", "Fuel\tand\noil", "expenditure", "USD", Decimal("-1240.5000"), *MARKS))


class Cells(HTMLParser):
    """The cells of a table: their text and their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.cells: list[tuple[str, dict[str, str | None]]] = []
        self.rows = 0
        self._open = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.rows += tag == "tr"
        self._open = tag in ("td", "th")
        if self._open:
            self.cells.append(("", dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        self._open = self._open and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self._open:
            text, attributes = self.cells[-1]
            self.cells[-1] = (text + data, attributes)


def test_text_has_headings_and_one_line_per_row(english: Language) -> None:
    assert as_text(QUERY, [ROW], english) == (
        "Date\tDocument\tDescription\tKind\tCurrency\tAmount\r\n"
        "2019-10-09\t007\tFuel and oil\tExpenditure\tUSD\t-1240.50"
    )


def test_text_in_french_has_decimal_commas_and_no_spaces_in_numbers(speak: Speak) -> None:
    last = as_text(QUERY, [ROW], speak("fr")).split("\t")[-1]
    assert last == "-1240,50"


@pytest.mark.parametrize(
    ("currency", "amount", "shown"),
    [
        ("XOF", "731450.0000", "731450"),
        ("TND", "12.5000", "12.500"),
        ("USD", "0.0000", "0.00"),
        ("USD", "99999999.9900", "99999999.99"),
        ("USD", "0.0001", "0.0001"),
        (None, "5.5000", "5.5"),
    ],
)
def test_amounts_have_the_decimals_of_their_currency(
    english: Language, currency: str | None, amount: str, shown: str
) -> None:
    query = Query(LEDGER, ("currency", "amount"))
    assert as_text(query, [Row(1, 1, (currency, Decimal(amount)))], english).split("\t")[-1] == shown


@pytest.mark.parametrize("text", ["=1+1", "+223 20 22", "-", "@SUM(A1)", "=HYPERLINK(x)"])
def test_text_that_looks_like_a_formula_stays_text(english: Language, text: str) -> None:
    query = Query(LEDGER, ("description",))
    assert as_text(query, [Row(1, 1, (text, *MARKS))], english).split("\r\n")[1] == f"'{text}"


def test_nothing_is_an_empty_cell(english: Language) -> None:
    row = Row(1, 1, (None,) * 8)
    assert as_text(QUERY, [row], english).split("\r\n")[1] == "\t" * 5
    assert as_html(QUERY, [row], english).count("<td></td>") == 6


def test_html_says_which_cells_are_numbers_and_which_are_text(english: Language) -> None:
    found = Cells(as_html(QUERY, [ROW], english))
    assert found.rows == 2
    assert [text for text, _ in found.cells[:6]] == ["Date", "Document", "Description", "Kind", "Currency", "Amount"]
    day, code, _text, _kind, _currency, amount = found.cells[6:]
    assert day[0] == "2019-10-09"
    assert code == ("007", {"style": 'mso-number-format:"\\@"'})
    assert amount[0] == "−1,240.50"
    assert (amount[1]["x:num"], amount[1]["sdval"]) == ("-1240.50", "-1240.50")


def test_html_holds_no_markup_of_the_data(english: Language) -> None:
    query = Query(LEDGER, ("description",))
    made = as_html(query, [Row(1, 1, ('<b>Smith & Sons</b> "x"', *MARKS))], english)
    assert "<b>" not in made
    assert Cells(made).cells[1][0] == '<b>Smith & Sons</b> "x"'


def test_instants_are_sorted_as_text_and_need_no_language(speak: Speak) -> None:
    query = Query(find_register("history"), ("done_at",))
    row = Row(1, 1, (datetime(2019, 10, 9, 11, 2, tzinfo=UTC),))
    for code in ("en", "fr", "ar"):
        assert re.fullmatch(r"2019-10-\d\d \d\d:02", as_text(query, [row], speak(code)).split("\r\n")[1])


@settings(max_examples=100, deadline=None)
@given(
    amount=st.decimals(min_value=-(10**12), max_value=10**12, places=2),
    code=st.sampled_from(["en", "fr", "ar"]),
)
def test_every_amount_comes_back_exactly(amount: Decimal, code: str) -> None:
    language = load_language(paths.translations(), code)
    query, row = Query(LEDGER, ("currency", "amount")), Row(1, 1, ("USD", amount))
    pasted = as_text(query, [row], language).split("\t")[-1]
    assert Decimal(pasted.replace(",", ".")) == amount
    assert Decimal(Cells(as_html(query, [row], language)).cells[-1][1]["x:num"] or "") == amount


@settings(max_examples=100, deadline=None)
@given(text=st.text(max_size=40))
def test_any_text_stays_in_its_one_cell(text: str) -> None:
    language = load_language(paths.translations(), "en")
    query = Query(LEDGER, ("reference", "description"))
    lines = as_text(query, [Row(1, 1, ("A", text, *MARKS))], language).split("\r\n")
    assert len(lines) == 2
    assert lines[1].count("\t") == 1
