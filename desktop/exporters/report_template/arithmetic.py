"""Works out the plain formulas of a report: sums, differences, shares, roundings, conditions.

A program that opens a workbook works out everything anew; a phone or the preview of a mail shows what is stored. What
is not understood here stays without a result, and a viewer shows nothing rather than something false.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal, DivisionByZero, InvalidOperation, Overflow, localcontext
from functools import partial
from typing import Final, TypeAlias

from openpyxl.formula.tokenizer import Token

from desktop.exporters.report_template.references import tokens_of

Result: TypeAlias = "Decimal | str | bool | None"
"""What a cell shows; None where it is empty."""

Operand: TypeAlias = "Result | list[Result]"
Part: TypeAlias = Callable[[], Operand]
Lookup: TypeAlias = Callable[[str], Operand]

_FORCE: Final = (("=", "<>", "<", ">", "<=", ">="), ("&",), ("+", "-"), ("*", "/"), ("^",))
_END: Final = Token("", Token.SEP)


class NotWorkedOutError(Exception):
    """A formula that is not understood, or that a program would not work out either (a division by zero)."""


def worked_out(formula: str, lookup: Lookup) -> Result:
    """What a formula (without its equals sign) comes to; `lookup` gives what a reference holds.

    Raises NotWorkedOutError.
    """
    reader = _Reader([token for token in tokens_of(formula) if token.type != Token.WSPACE], lookup)
    try:
        with localcontext() as context:
            context.prec = 40
            value = reader.expression()
            if not reader.is_done:
                raise NotWorkedOutError
            return _single(value())
    except (DivisionByZero, InvalidOperation, Overflow, RecursionError) as error:
        raise NotWorkedOutError from error


class _Reader:
    """Reads tokens from the left, operators that bind least first, and makes of each part what gives its value."""

    def __init__(self, tokens: Sequence[Token], lookup: Lookup) -> None:
        self._tokens, self._lookup = tokens, lookup
        self._place = 0

    @property
    def is_done(self) -> bool:
        """Whether nothing is left."""
        return self._place >= len(self._tokens)

    @property
    def _next(self) -> Token:
        return _END if self.is_done else self._tokens[self._place]

    def _take(self) -> Token:
        token = self._next
        self._place += 1
        return token

    def expression(self, force: int = 0) -> Part:
        """What stands here, up to an operator that binds less than `force`."""
        if force == len(_FORCE):
            return self._operand()
        left = self.expression(force + 1)
        while self._next.type == Token.OP_IN and self._next.value in _FORCE[force]:
            left = _join(self._take().value, left, self.expression(force + 1))
        return left

    def _operand(self) -> Part:
        if self._next.type == Token.OP_PRE:
            sign = self._take().value
            return _signed(sign, self._operand())
        part = self._plain(self._take())
        while self._next.type == Token.OP_POST:
            self._take()
            part = _hundredth(part)
        return part

    def _plain(self, token: Token) -> Part:
        if token.type == Token.OPERAND:
            return self._literal(token)
        if token.type == Token.PAREN and token.subtype == Token.OPEN:
            part = self.expression()
            if str(self._take().subtype) != Token.CLOSE:
                raise NotWorkedOutError
            return part
        if token.type == Token.FUNC and token.subtype == Token.OPEN:
            return _call(token.value.rstrip("(").upper(), list(self._arguments()))
        raise NotWorkedOutError

    def _literal(self, token: Token) -> Part:
        if token.subtype == Token.RANGE:
            return partial(self._lookup, token.value)
        match token.subtype:
            case Token.NUMBER:
                value: Result = Decimal(token.value)
            case Token.TEXT:
                value = str(token.value[1:-1]).replace('""', '"')
            case Token.LOGICAL:
                value = bool(token.value.upper() == "TRUE")
            case _:
                raise NotWorkedOutError
        return lambda: value

    def _arguments(self) -> Iterator[Part]:
        while True:
            empty = self._next.type == Token.SEP or self._next.subtype == Token.CLOSE
            yield (lambda: None) if empty else self.expression()
            token = self._take()
            if token.subtype == Token.CLOSE:
                return
            if token.subtype != Token.ARG:
                raise NotWorkedOutError


def _signed(sign: str, part: Part) -> Part:
    return lambda: -_number(_single(part())) if sign == "-" else part()


def _hundredth(part: Part) -> Part:
    return lambda: _number(_single(part())) / 100


def _join(operator: str, left: Part, right: Part) -> Part:
    return lambda: _joined(operator, _single(left()), _single(right()))


def _call(name: str, arguments: Sequence[Part]) -> Part:
    """A function. Conditions look only at the part that counts, which the others may be wrong beside."""
    if name == "IF" and len(arguments) in (2, 3):
        condition, one, *other = arguments
        return lambda: one() if _truth(condition()) else other[0]() if other else False
    if name == "IFERROR" and len(arguments) == 2:
        return partial(_or_else, *arguments)
    function = _FUNCTIONS.get(name)
    if function is None or len(arguments) not in _COUNTS.get(name, range(1, 255)):
        raise NotWorkedOutError
    return lambda: function(*(part() for part in arguments))


def _or_else(part: Part, other: Part) -> Operand:
    try:
        return part()
    except DivisionByZero:
        return other()


def _single(value: Operand) -> Result:
    if isinstance(value, list):
        if len(value) != 1:
            raise NotWorkedOutError
        return value[0]
    return value


def _number(value: Result) -> Decimal:
    match value:
        case bool():
            return Decimal(int(value))
        case Decimal():
            return value
        case None:
            return Decimal(0)
    raise NotWorkedOutError  # a text that looks like a number: programs differ


def _joined(operator: str, left: Result, right: Result) -> Result:
    if operator == "&":
        return _text(left) + _text(right)
    if operator in _FORCE[0]:
        return _compared(operator, left, right)
    one, other = _number(left), _number(right)
    match operator:
        case "+":
            return one + other
        case "-":
            return one - other
        case "*":
            return one * other
        case "/":
            return _divided(one, other)
    return one**other


def _divided(one: Decimal, other: Decimal) -> Decimal:
    if not other:
        raise DivisionByZero
    return one / other


def _text(value: Result) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    raise NotWorkedOutError  # how a number reads in a text depends on the program


def _compared(operator: str, left: Result, right: Result) -> bool:
    if isinstance(left, str) or isinstance(right, str):
        if operator not in ("=", "<>") or not all(isinstance(one, str | None) for one in (left, right)):
            raise NotWorkedOutError
        return (_text(left).casefold() == _text(right).casefold()) == (operator == "=")
    one, other = _number(left), _number(right)
    return {
        "=": one == other,
        "<>": one != other,
        "<": one < other,
        ">": one > other,
        "<=": one <= other,
        ">=": one >= other,
    }[operator]


# --- functions ------------------------------------------------------------------------------------------------------


def _numbers(values: Sequence[Operand]) -> list[Decimal]:
    """The numbers among arguments: texts and empty cells in a range do not count, outside of one they must be some."""
    found: list[Decimal] = []
    for value in values:
        if isinstance(value, list):
            found += [one for one in value if isinstance(one, Decimal)]
        elif value is not None:
            found.append(_number(value))
    return found


def _sum(*values: Operand) -> Decimal:
    return sum(_numbers(values), Decimal(0))


def _average(*values: Operand) -> Decimal:
    numbers = _numbers(values)
    return _divided(sum(numbers, Decimal(0)), Decimal(len(numbers)))


def _round(value: Operand, places: Operand) -> Decimal:
    digits = int(_number(_single(places)))
    return _number(_single(value)).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def _truth(value: Operand) -> bool:
    return bool(_number(_single(value)))


_COUNTS: Final = {"ABS": (1,), "ROUND": (2,), "NOT": (1,)}
_FUNCTIONS: Final[dict[str, Callable[..., Operand]]] = {
    "SUM": _sum,
    "AVERAGE": _average,
    "COUNT": lambda *values: Decimal(len(_numbers(values))),
    "MIN": lambda *values: min(_numbers(values), default=Decimal(0)),
    "MAX": lambda *values: max(_numbers(values), default=Decimal(0)),
    "ABS": lambda value: abs(_number(_single(value))),
    "ROUND": _round,
    "AND": lambda *values: all(map(_truth, values)),
    "OR": lambda *values: any(map(_truth, values)),
    "NOT": lambda value: not _truth(value),
}
