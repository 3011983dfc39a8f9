"""No amount leaves the program without its currency: beside it, or in its heading."""

from __future__ import annotations

from decimal import Decimal

from desktop.language import Language
from desktop.registers import find_register
from desktop.registers.exported import currencies_of, exported_columns
from desktop.registers.query import Query, Row

LEDGER = find_register("ledger")


def _rows(query: Query, *currencies: str) -> list[Row]:
    """Rows whose cells in the columns of currencies are these, in turn; the others hold 5."""
    return [
        Row(number, 1, tuple(code if "currency" in column.key else Decimal(5) for column in query.fetched))
        for number, code in enumerate(currencies, start=1)
    ]


def _headings(query: Query, language: Language, *currencies: str) -> list[str]:
    found = currencies_of(query, _rows(query, *currencies))
    return [language.text(exported.heading) for exported in exported_columns(query, found)]


def test_one_currency_is_named_in_the_headings(english: Language) -> None:
    query = Query(LEDGER, ("original_amount", "spent", "received"))
    assert _headings(query, english, "USD", "USD") == ["Original, USD", "Spent, USD", "Received, USD"]


def test_several_currencies_stand_beside_their_first_amount(english: Language) -> None:
    query = Query(LEDGER, ("original_amount", "spent", "received"))
    assert _headings(query, english, "USD", "XOF") == [
        "Original",
        "Original currency",
        "Spent",
        "Currency",
        "Received",
    ]


def test_currency_that_is_shown_is_left_where_it_is(english: Language) -> None:
    query = Query(LEDGER, ("currency", "reference", "spent"))
    assert _headings(query, english, "USD", "XOF") == ["Currency", "Document", "Spent"]
    assert _headings(query, english, "USD") == ["Currency", "Document", "Spent"]


def test_without_rows_the_headings_are_plain(english: Language) -> None:
    assert _headings(Query(LEDGER, ("spent",)), english) == ["Spent"]
