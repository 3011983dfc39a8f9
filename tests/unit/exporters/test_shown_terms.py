"""A value of a term in a document: words in a text, a number or a day in a cell of its own, and nothing made up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from desktop.domain.money import Money
from desktop.domain.spreadsheet import MOST_LETTERS
from desktop.exporters.shown_terms import cell_value, cut, number_format, words
from desktop.language import Language, Value, say
from desktop.reports.report import ColumnKind
from desktop.reports.templates.terms import Term

DAY = date(2019, 10, 9)


def term(value: Value | None, kind: ColumnKind = ColumnKind.TEXT, currency: str = "") -> Term:
    return Term("x", value, say("So"), kind, currency)


def amount(number: str, currency: str) -> Term:
    return term(Decimal(number), ColumnKind.AMOUNT, currency)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (amount("-1234567.5", "USD"), "\u22121,234,567.50"),
        (amount("5.1000", "USD"), "5.10"),
        (amount("12.3456", "USD"), "12.3456"),  # what a unit costs, as on the screen
        (amount("0.00", "XOF"), "0"),
        (amount("60500", "XOF"), "60,500"),
        (amount("1.5", "TND"), "1.500"),
        (term(Decimal("0.71"), ColumnKind.SHARE), "71.0 %"),
        (term(Decimal("-0.00049"), ColumnKind.SHARE), "0.0 %"),
        (term(Decimal("1.7"), ColumnKind.QUANTITY), "1.7"),
        (term(Decimal("1.7000"), ColumnKind.QUANTITY), "1.7"),
        (term(Decimal("600.1234567890"), ColumnKind.QUANTITY), "600.123456789"),
        (term(Decimal("1E+3"), ColumnKind.QUANTITY), "1,000"),
        (term(7), "7"),
        (term(None), ""),
        (term(""), ""),
        (term("a\x0bb\ufffec\ud800"), "abc"),
        (term("=1+1"), "=1+1"),
        (term(say("A {what}", what="word")), "A word"),
        (term(Money(Decimal(5), "USD")), "USD 5.00"),
    ],
)
def test_a_value_in_a_text(english: Language, value: Term, shown: str) -> None:
    assert words(value, english).replace("\u00a0", " ") == shown


def test_a_day_in_a_sentence_has_its_month_in_full_and_in_a_table_not(speak: Callable[[str], Language]) -> None:
    found = {
        code: [words(term(DAY), speak(code), in_table=table).replace("\u00a0", " ") for table in (False, True)]
        for code in ("en", "fr")
    }
    assert found == {"en": ["9 October 2019", "9 Oct 2019"], "fr": ["9 octobre 2019", "9 oct. 2019"]}


@pytest.mark.parametrize(
    ("value", "held"),
    [
        (None, None),
        (7, 7),
        (Decimal("-12.50"), Decimal("-12.50")),
        (DAY, DAY),
        (date(1900, 3, 1), date(1900, 3, 1)),
        (date(1900, 2, 28), "1900-02-28"),
        ("=1+1", "=1+1"),
        ("a\x00b", "ab"),
        (say("A {what}", what="word"), "A word"),
        ("x" * (MOST_LETTERS + 1), "x" * (MOST_LETTERS - 1) + "…"),
    ],
)
def test_a_value_in_a_cell_of_its_own(english: Language, value: Value | None, held: Any) -> None:
    assert cell_value(term(value), english) == held


def test_a_text_is_cut_only_when_a_cell_does_not_take_it() -> None:
    assert cut("x" * MOST_LETTERS) == "x" * MOST_LETTERS
    assert len(cut("x" * (MOST_LETTERS + 1))) == MOST_LETTERS


@pytest.mark.parametrize(
    ("value", "form"),
    [
        (amount("5", "USD"), "#,##0.00;[Red]\\-#,##0.00"),
        (amount("5", "XOF"), "#,##0;[Red]\\-#,##0"),
        (amount("5", "TND"), "#,##0.000;[Red]\\-#,##0.000"),
        (amount("12.3456", "USD"), "#,##0.0000;[Red]\\-#,##0.0000"),
        (term(Decimal("1.7000"), ColumnKind.QUANTITY), "#,##0.0"),
        (term(Decimal("12.50")), "#,##0.00"),
        (term(Decimal("0.5"), ColumnKind.SHARE), "0.0%"),
        (term(Decimal(40), ColumnKind.QUANTITY), "#,##0"),
        (term(Decimal("1.75"), ColumnKind.QUANTITY), "#,##0.00"),
        (term(Decimal("0.12345678901234"), ColumnKind.QUANTITY), "#,##0.0000000000"),
        (term(DAY), "d mmm yyyy"),
        (term("x"), ""),
        (term(None, ColumnKind.AMOUNT, "USD"), ""),
    ],
)
def test_a_cell_has_the_format_of_its_value(value: Term, form: str) -> None:
    assert number_format(value) == form
