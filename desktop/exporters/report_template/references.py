"""References of formulas after rows were repeated: each still means what it meant, and a sum takes in the new rows."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token, TokenizerError

from desktop.exporters.package import UnusualPackageError
from desktop.exporters.report_template.row_map import STILL, RowMap

_SHEET = re.compile(r"(?P<sheet>'(?:[^']|'')+'|[^'!\[\]:]+)!(?P<rest>[^!]+)")
_CELL = re.compile(r"(?P<column>\$?[A-Za-z]{1,3})(?P<fixed>\$?)(?P<row>[1-9]\d{0,6})")
_ROW = re.compile(r"(?P<column>)(?P<fixed>\$?)(?P<row>[1-9]\d{0,6})")
_COLUMNS = re.compile(r"\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}")
# A single cell given to one of these stands for all that a column of amounts will hold.
_GATHERING: Final = frozenset(
    {"SUM(", "SUBTOTAL(", "AVERAGE(", "COUNT(", "COUNTA(", "MIN(", "MAX(", "PRODUCT(", "SUMSQ("}
)


@dataclass(frozen=True, slots=True)
class Copy:
    """The copy of a repeated row that a formula stands in: `number` counts from 0."""

    row: int
    number: int


@dataclass(frozen=True, slots=True)
class Shift:
    """Where rows are now, by the name of their sheet in small letters."""

    maps: Mapping[str, RowMap]

    @property
    def moves(self) -> bool:
        """Whether anything is elsewhere now."""
        return any(one.moves for one in self.maps.values())

    def of(self, sheet: str) -> RowMap:
        """The rows of a sheet."""
        return self.maps.get(sheet.casefold(), STILL)

    def formula(self, formula: str, sheet: str, at: Copy | None = None, *, gathers: bool = False) -> str:
        """A formula (without its equals sign) of `sheet` as it reads now; one that `gathers` as a chart does.

        Raises UnusualPackageError for one that cannot be taken apart.
        """
        if not self.moves:
            return formula
        tokens = tokens_of(formula)
        written = [
            self._operand(token.value, sheet, at, alone=gathers or _is_gathered(tokens, place))
            if is_reference(token)
            else token.value
            for place, token in enumerate(tokens)
        ]
        return "".join(written)

    def _operand(self, text: str, sheet: str, at: Copy | None, *, alone: bool) -> str:
        found = _SHEET.fullmatch(text)
        prefix, rest, owner = "", text, sheet
        if found is not None:
            owner = plain_name(found["sheet"])
            prefix, rest = found["sheet"] + "!", found["rest"]
        here = at if owner.casefold() == sheet.casefold() else None
        return prefix + _moved(rest, self.of(owner), here, alone=alone)

    def ranges(self, text: str, sheet: str) -> str:
        """Ranges parted by blanks, as a sheet names the cells that a rule holds for."""
        return " ".join(_moved(one, self.of(sheet), None, alone=True) for one in text.split())

    def cell(self, address: str, sheet: str) -> str:
        """A single cell, which stays one."""
        return _moved(address, self.of(sheet), None, alone=False)


def plain_name(sheet: str) -> str:
    """The name of a sheet as it is, of one in a formula."""
    return sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet


@functools.lru_cache(maxsize=4096)
def tokens_of(formula: str) -> tuple[Token, ...]:
    """A formula (without its equals sign) taken apart. Raises UnusualPackageError when it cannot be."""
    try:
        return tuple(Tokenizer(f"={formula}").items)
    except (TokenizerError, IndexError) as error:
        raise UnusualPackageError from error


def is_reference(token: Token) -> bool:
    """Whether it names cells, or something else that is not in the formula itself."""
    return bool(token.type == Token.OPERAND and token.subtype == Token.RANGE)


def sheets_named(formula: str) -> Iterator[str | None]:
    """The sheets whose cells a formula names in its own words: an empty name is its own sheet, None is any."""
    for token in tokens_of(formula):
        if is_reference(token):
            found = _SHEET.fullmatch(token.value)
            rest = token.value if found is None else found["rest"]
            plain = all(_CELL.fullmatch(end) or _ROW.fullmatch(end) for end in rest.split(":")) or _COLUMNS.fullmatch(
                rest
            )
            yield None if not plain else "" if found is None else plain_name(found["sheet"])
        elif token.type == Token.FUNC and token.subtype == Token.OPEN and token.value.upper() in _FAR_REACHING:
            yield None


_FAR_REACHING: Final = frozenset({"INDIRECT(", "OFFSET(", "NOW(", "TODAY(", "RAND(", "RANDBETWEEN(", "CELL(", "INFO("})


def _is_gathered(tokens: Sequence[Token], place: int) -> bool:
    """Whether the operand is a whole argument of a function that gathers what it is given."""
    if place == 0 or place + 1 >= len(tokens):
        return False
    before, after = tokens[place - 1], tokens[place + 1]
    if after.type != Token.SEP and not (after.type == Token.FUNC and after.subtype == Token.CLOSE):
        return False
    if before.type != Token.SEP and not (before.type == Token.FUNC and before.subtype == Token.OPEN):
        return False
    depth = 0
    for token in reversed(tokens[:place]):
        if token.subtype == Token.CLOSE:
            depth += 1
        elif token.subtype == Token.OPEN:
            if depth == 0:
                return token.value.upper() in _GATHERING
            depth -= 1
    return False


def _moved(text: str, rows: RowMap, at: Copy | None, *, alone: bool) -> str:
    """One reference without its sheet."""
    ends = text.split(":")
    form = _ROW if len(ends) == 2 and _ROW.fullmatch(ends[0]) else _CELL
    found: list[re.Match[str]] = [one for one in map(form.fullmatch, ends) if one is not None]
    if len(found) != len(ends) or len(ends) > 2:
        return text  # a name, whole columns, a column of a table
    if len(ends) == 2:
        first, last = (int(one["row"]) for one in found)
        start, end = _own(found[0], rows, at, rows.first(first)), _own(found[1], rows, at, rows.last(last))
        return f"{_end(found[0], start)}:{_end(found[1], end)}"
    row = int(found[0]["row"])
    own = at is not None and row == at.row
    if alone and not own and rows.repeats(row):
        return f"{_end(found[0], rows.first(row))}:{_end(found[0], rows.last(row))}"
    if at is not None and at.number and row == at.row - 1 and not found[0]["fixed"]:
        return _end(found[0], rows.first(at.row) + at.number - 1)  # the row before, as in a balance that runs
    return _end(found[0], _own(found[0], rows, at, rows.first(row)))


def _own(end: re.Match[str], rows: RowMap, at: Copy | None, otherwise: int) -> int:
    """The row of a reference: of the copy that it stands in, unless its row is fixed by a sign."""
    if at is not None and not end["fixed"] and int(end["row"]) == at.row:
        return rows.first(at.row) + at.number
    return otherwise


def _end(found: re.Match[Any], row: int) -> str:
    return f"{found['column']}{found['fixed']}{row}"
