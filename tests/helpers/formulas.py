"""Recalculates the workbooks that GrantDesk writes, as a spreadsheet would, with exact numbers.

It knows what our files use: + - * /, =, ROUND, IF, AND, SUM and SUMIFS over a range of this or another sheet, and cells
of either.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, TypeAlias

from openpyxl import Workbook

Value: TypeAlias = "Decimal | str | bool | None"
_TOKEN = re.compile(
    r"""\s*(?:(?P<range>(?:'(?P<sheet>(?:[^']|'')+)'!)?\$?(?P<first>[A-Z]+\$?\d+):\$?(?P<last>[A-Z]+\$?\d+))
    |(?P<far>'(?P<other>(?:[^']|'')+)'!(?P<there>[A-Z]+\d+))
    |(?P<number>\d+(?:\.\d+)?)|(?P<text>"(?:[^"]|"")*")|(?P<name>[A-Z]+)(?=\()|(?P<cell>[A-Z]+\d+)|(?P<sign>[-+*/=(),]))""",
    re.VERBOSE,
)


def recalculated(book: Workbook, sheet: str, cell: str) -> Value:
    """What a cell shows once the workbook is calculated."""
    return _Calculator(book, sheet).cell(cell)


class _Calculator:
    def __init__(self, book: Workbook, sheet: str) -> None:
        self._book = book
        self._sheet = sheet
        self._known: dict[str, Value] = {}

    def cell(self, place: str) -> Value:
        if place not in self._known:
            content = self._book[self._sheet][place].value
            formula = isinstance(content, str) and content.startswith("=")
            self._known[place] = _Formula(self, content[1:]).result() if formula else _plain(content)
        return self._known[place]

    def column(self, sheet: str, first: str, last: str) -> list[Value]:
        places = [cell.coordinate for row in self._book[sheet][f"{first}:{last}".replace("$", "")] for cell in row]
        calculator = self if sheet == self._sheet else _Calculator(self._book, sheet)
        return [calculator.cell(place) for place in places]

    def far(self, sheet: str, place: str) -> Value:
        return _Calculator(self._book, sheet).cell(place)

    @property
    def sheet(self) -> str:
        return self._sheet


def _plain(content: Any) -> Value:
    if isinstance(content, (int, float)) and not isinstance(content, bool):
        return Decimal(repr(content))
    return content if content is None or isinstance(content, str) else str(content)


class _Formula:
    def __init__(self, calculator: _Calculator, text: str) -> None:
        self._calculator = calculator
        self._tokens = list(_TOKEN.finditer(text))
        assert "".join(found.group(0) for found in self._tokens) == text, f"not understood: ={text}"
        self._next = 0

    def result(self) -> Value:
        value = self._comparison()
        assert self._next == len(self._tokens), "something is left over"
        return value

    def _sign(self, *signs: str) -> str:
        if self._next < len(self._tokens) and self._tokens[self._next]["sign"] in signs:
            self._next += 1
            return str(self._tokens[self._next - 1]["sign"])
        return ""

    def _comparison(self) -> Value:
        value = self._sum()
        return (value or Decimal(0)) == self._sum() if self._sign("=") else value

    def _sum(self) -> Value:
        value = self._product()
        while sign := self._sign("+", "-"):
            other = _number(self._product())
            value = _number(value) + (other if sign == "+" else -other)
        return value

    def _product(self) -> Value:
        value = self._atom()
        while sign := self._sign("*", "/"):
            other = _number(self._atom())
            value = _number(value) * other if sign == "*" else Decimal("NaN") if not other else _number(value) / other
        return value

    def _atom(self) -> Value:
        token = self._tokens[self._next]
        self._next += 1
        if token["number"]:
            return Decimal(token["number"])
        if token["text"]:
            return token["text"][1:-1].replace('""', '"')
        if token["far"]:
            return self._calculator.far(token["other"].replace("''", "'"), token["there"])
        if token["cell"]:
            return self._calculator.cell(token["cell"])
        return self._call(token["name"])

    def _call(self, name: str) -> Value:
        assert self._sign("(")
        arguments = [self._argument()]
        while self._sign(","):
            arguments.append(self._argument())
        assert self._sign(")")
        result: Value = _FUNCTIONS[name](*arguments)
        return result

    def _argument(self) -> Any:
        token = self._tokens[self._next]
        if token["range"]:
            self._next += 1
            sheet = (token["sheet"] or self._calculator.sheet).replace("''", "'")
            return self._calculator.column(sheet, token["first"], token["last"])
        return self._comparison()


def _number(value: Value) -> Decimal:
    if value is None or value == "":
        return Decimal(0)
    assert isinstance(value, Decimal), f"{value!r} is no number"
    return value


def _round(value: Value, places: Decimal) -> Decimal:
    return _number(value).quantize(Decimal(1).scaleb(-int(places)), rounding=ROUND_HALF_UP)


def _sum_if(values: list[Value], *conditions: Any) -> Decimal:
    chosen = [
        all(_meets(column[row], wanted) for column, wanted in zip(conditions[::2], conditions[1::2], strict=True))
        for row in range(len(values))
    ]
    return sum((_number(value) for value, taken in zip(values, chosen, strict=True) if taken), Decimal(0))


def _meets(value: Value, wanted: Value) -> bool:
    """A criterion that is a number is met by numbers. One that is a text must not read like a number or a day, for some
    programs find other texts then (1.1 and 1.10), or none.
    """
    if isinstance(wanted, Decimal):
        return value == wanted
    text = str(wanted)
    assert text == "-" or text[0].isalpha(), f"a spreadsheet may take {text} for a number"
    for sign in "*?~":
        text = text.replace(f"~{sign}", sign)
    return str(value).casefold() == text.casefold()


_FUNCTIONS: dict[str, Any] = {
    "AND": lambda *conditions: all(conditions),
    "IF": lambda condition, then, other: then if condition else other,
    "ROUND": _round,
    "SUM": lambda values: sum(map(_number, values), Decimal(0)),
    "SUMIFS": _sum_if,
}
