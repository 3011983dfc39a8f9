"""What the values of a ledger extract come to: each different one, or several that stand together, worked out once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from desktop.domain.codes import CostCategory
from desktop.domain.finding import Severity
from desktop.domain.ledger import LEDGER_KINDS, LedgerKind, sign_problem
from desktop.domain.money import CFA_FRANCS, MINOR_UNITS
from desktop.domain.rates import SAME_CURRENCY, Quote
from desktop.importers.values import to_minor_unit
from desktop.importers.values.signs import franc_of, is_cfa, is_usual
from desktop.language import say
from desktop.services.imports.ledger.columns import Cells, Memo, Table, text_of
from desktop.services.imports.ledger.money import LIMIT, PAR, KeptQuote, KnownRates, scaled, slack_of
from desktop.services.imports.ledger.world import Fault, World
from desktop.storage.types import MONEY_SCALE, RATE_SCALE

YEARS: Final = range(1990, 2101)  # an entry beyond is a number taken for a date, or a slip
KINDS: Final = tuple(LedgerKind)
FOLLOWS: Final = -1  # in the place of a rate: it follows from the two amounts of a row
COMPARE: Final = say("Compare it with the original.")
_FIX_DATE: Final = say("Make it a date cell in Excel, or write it like 2019-10-09.")
_NO_NUMBER: Final = say("Make it a number cell in Excel.")
_CATEGORIES: Final = frozenset(map(str, map(int, CostCategory)))
_MOST_RATE: Final = Decimal(LIMIT).scaleb(-RATE_SCALE)
_MOST: Final = Decimal(LIMIT).scaleb(-MONEY_SCALE)


@dataclass(frozen=True, slots=True)
class NoRate(Fault):
    """A rate is missing; which day that is for is known where a row is told of."""

    currency: str = ""

    def on(self, day: date) -> Fault:
        """The fault of a row of that day."""
        sentence = say("There is no rate of {currency} for {day}.", currency=self.currency, day=day)
        return Fault(self.key, sentence, self.fix)


@dataclass(frozen=True, slots=True)
class Taken:
    """How amounts of a sheet are to be taken where its rows leave it open."""

    file: str
    grant: str  # the grant of rows that name none
    original_currency: str  # that the heading of the amounts names
    stated_currency: str  # that the heading of the amounts in the grant's currency names


class Meanings:
    """Everything that is worked out once; each of its memos is asked with codes, and answers with ids or numbers."""

    def __init__(self, table: Table, world: World, taken: Taken, rates: KnownRates) -> None:
        self.table = table
        self.world = world
        self.taken = taken
        self.without_currency: set[str] = set()
        self.quotes: list[KeptQuote] = [PAR]
        self._rates = rates
        self.is_split = table["debit"].is_there or table["credit"].is_there
        self._places: dict[KeptQuote, int] = {PAR: 0}
        self.days: list[date | None] = [_likely(value) for value in table["entry_on"].values]
        self.stretches = [0 if day is None else rates.stretch(day) for day in self.days]
        self._day_of = {stretch: day for day, stretch in zip(self.days, self.stretches, strict=True) if day is not None}
        self._prepare()

    def _prepare(self) -> None:
        world, table = self.world, self.table
        projects, results = table["project"], table["result"]
        self.day = Memo(self._find_day)
        self.grant: Memo[tuple[int, int], Any] = Memo(self._find_grant)
        self.project: Memo[int, Any] = Memo(
            lambda code: _unless(projects, code, lambda: world.project(projects.text(code)))
        )
        self.line: Memo[tuple[int, int, int], Any] = Memo(self._find_line)
        self.result: Memo[tuple[int, int], Any] = Memo(
            lambda key: _unless(results, key[1], lambda: world.result(key[0], results.text(key[1])))
        )
        self.currency: Memo[tuple[int, int, str], Any] = Memo(self._find_currency)
        self.amount: Memo[tuple[str, int, str], Any] = Memo(self._find_amount)
        self.wholes: Memo[str, list[int | None]] = Memo(self._find_wholes)
        self.kind: Memo[tuple[int, int | None], Any] = Memo(self._find_kind)
        self.category: Memo[tuple[int, int], Any] = Memo(self._find_category)
        self.known: Memo[tuple[int, str, int], Any] = Memo(self._find_known)
        self.quote: Memo[tuple[Any, ...], Any] = Memo(self._find_quote)

    def place(self, quote: KeptQuote) -> int:
        """The place of a rate in `quotes`."""
        place = self._places.setdefault(quote, len(self.quotes))
        if place == len(self.quotes):
            self.quotes.append(quote)
        return place

    # --- what values come to --------------------------------------------------------------------------------------

    def _find_day(self, code: int) -> Any:
        cells = self.table["entry_on"]
        value = cells.values[code]
        if code in cells.flaws or self.days[code] is not None:
            return self.days[code]
        if isinstance(value, date):
            return Fault("entry_on", say("{day} is no likely day of an entry.", day=value), _FIX_DATE)
        return Fault("entry_on", say("“{text}” is not a date.", text=text_of(value)), _FIX_DATE)

    def _find_grant(self, key: tuple[int, int]) -> Any:
        code, currency_code = key
        cells = self.table["grant"]
        named = self.table["currency"].text(currency_code).upper()
        currency = named if named in MINOR_UNITS else ""
        return _unless(cells, code, lambda: self.world.grant(cells.text(code) or self.taken.grant, currency))

    def _find_line(self, key: tuple[int, int, int]) -> Any:
        grant, code, project = key
        cells = self.table["line"]
        return _unless(cells, code, lambda: self.world.line(grant, cells.text(code), project))

    def _find_currency(self, key: tuple[int, int, str]) -> Any:
        grant, code, written = key
        cells = self.table["original_currency"]
        if code in cells.flaws:
            return ""
        named = cells.text(code).upper()
        if named and written and is_usual(written, named) is None and named != franc_of(written, named):
            return Fault(
                "original_currency",
                say("The amount is in {written}, the row says {named}.", written=written, named=named),
                say("Correct one of them."),
            )
        own = self.world.grant_of[grant].currency if grant else ""
        if not named and written and is_usual(written, own) is False:
            return Fault(
                "original_currency",
                say("“{text}” is the sign of several currencies, and the grant is in {own}.", text=written, own=own),
                say("Write its three letters into the heading, or into a column of currencies."),
            )
        sign = "" if is_usual(written, own) else written
        currency = franc_of(named or sign or self.taken.original_currency, own)
        if not currency and grant:
            currency = own
            self.without_currency.add(currency)
        if is_cfa(currency):
            return Fault(
                "original_currency",
                say("“{text}” may be {one} or {other}.", text=currency, one=CFA_FRANCS[0], other=CFA_FRANCS[1]),
                say("Write its three letters into the heading, or into a column of currencies."),
            )
        if currency and currency not in MINOR_UNITS:
            return Fault(
                "original_currency",
                say("{code} is not a currency.", code=currency),
                say("Use the three letters of ISO 4217, such as XOF."),
            )
        return currency

    def _find_amount(self, key: tuple[str, int, str]) -> Any:
        name, code, currency = key
        cells = self.table[name]
        value = cells.values[code]
        if code in cells.flaws and _is_error(cells, code):
            return None
        if value is None and name != "original_amount":
            return 0 if self.is_split and name != "amount" else None
        if not isinstance(value, Decimal):
            return Fault(name, say("“{text}” is not a number.", text=text_of(value)), _NO_NUMBER)
        if abs(value) >= _MOST:
            return Fault(name, say("The number is too large."), COMPARE)
        if not currency:
            return None
        exact = to_minor_unit(value, currency)
        if exact is None:
            return Fault(
                name,
                say("{amount} has more decimals than {currency}.", amount=value, currency=currency),
                say("Round it in the workbook."),
            )
        return scaled(exact)

    def _find_wholes(self, name: str) -> list[int | None]:
        """The amounts of a column as they are stored, by code; None where it takes a closer look at the cell.

        Most amounts state no more than a currency can have: of them, this is all that there is to find.
        """
        cells = self.table[name]
        scaleds = [value.scaleb(MONEY_SCALE) if isinstance(value, Decimal) else None for value in cells.values]
        return [None if one is None or abs(one) >= LIMIT or (whole := int(one)) != one else whole for one in scaleds]

    def _find_kind(self, key: tuple[int, int | None]) -> Any:
        code, sign = key
        cells = self.table["kind"]
        text = cells.text(code)
        named = LedgerKind(text) if text in LEDGER_KINDS else None
        if text and named is None:
            return (
                None
                if code in cells.flaws
                else Fault(
                    "kind",
                    say("“{text}” is not a kind of entry.", text=text),
                    say("Use one of: {kinds}.", kinds=list(LEDGER_KINDS.values())),
                )
            )
        if sign is None:
            return 0
        kind = named or (LedgerKind.REFUND if sign < 0 else LedgerKind.EXPENDITURE)
        problem = sign_problem(kind, Decimal(sign))
        if problem is not None:
            return Fault("original_amount", problem, say("Correct the amount, or the kind of entry."))
        return KINDS.index(kind)

    def _find_category(self, key: tuple[int, int]) -> Any:
        line, code = key
        cells = self.table["category"]
        ruled = self.world.category_of.get(line)
        if code in cells.flaws:
            return 0
        text = cells.text(code)
        category = CostCategory(int(text)) if text in _CATEGORIES else None
        if category is None and text:
            return Fault(
                "category",
                say("“{text}” is not a cost category.", text=text),
                say("Use its number, 1 to 8, or its name."),
            )
        if category is not None and ruled is not None and category != ruled:
            return Fault(
                "category",
                say("Line {code} is of category {category}.", code=self.world.code_of[line], category=ruled),
                say("The line decides the category: empty the cell, or correct the line."),
            )
        return int(category or ruled or 0)

    # --- rates ----------------------------------------------------------------------------------------------------

    def _find_known(self, key: tuple[int, str, int]) -> tuple[Quote, bool] | None:
        """The rate of the office; the days of a stretch have the same."""
        grant, currency, stretch = key
        day = self._day_of.get(stretch)
        if not grant or not currency or day is None:
            return None
        target = self.world.grant_of[grant].currency
        if currency == target:
            return SAME_CURRENCY, False
        return self._rates.quote(grant, original=currency, target=target, on=day)

    def _find_quote(self, key: tuple[Any, ...]) -> Any:
        """The place of the rate at which a row is converted, 0 where none is needed; or why there is none."""
        own, currency, code, per_code, known, stated = key
        if not own or not currency:
            return 0
        if self.table["rate"].values[code] is not None:
            return self._given(own, currency, code, per_code, known)
        if own == currency:
            return 0
        if stated:
            return FOLLOWS
        if known is None:
            fix = say("Enter the rate under Exchange rates, or give it in a column Rate.")
            return NoRate("original_currency", say("There is no rate."), fix, currency=currency)
        quote, of_day = known
        on = None if of_day else quote.effective_on
        rate, per = scaled(quote.units, RATE_SCALE), scaled(quote.per, RATE_SCALE)
        return self.place(KeptQuote(rate, per, on, quote.source, of_day, slack_of(quote.units)))

    def _given(self, own: str, currency: str, code: int, per_code: int, known: tuple[Quote, bool] | None) -> Any:
        """The rate that the row states, unless it cannot be meant."""
        rate = self._above_zero("rate", code)
        per = Decimal(1) if self.table["rate_per"].values[per_code] is None else self._above_zero("rate_per", per_code)
        if not isinstance(rate, Decimal) or not isinstance(per, Decimal):
            return rate if isinstance(per, Decimal) else per
        if currency == own:
            return (
                0
                if rate == per
                else Fault(
                    "rate",
                    say("The amount is in {currency}, the grant's currency: its rate is 1.", currency=own),
                    say("Empty the cell, or correct the currency."),
                )
            )
        if known is not None and Quote(rate, None, "", per).is_far_from(known[0]):
            usual = round(known[0].units / known[0].per, RATE_SCALE).normalize()
            return Fault(
                "rate",
                say("The rate is far from the known {rate}.", rate=usual),
                say("A rate says how many {currency} make one {own}.", currency=currency, own=own),
            )
        units, parts = scaled(rate, RATE_SCALE), scaled(per, RATE_SCALE)
        return self.place(KeptQuote(units, parts, None, self.taken.file, of_day=True, slack=slack_of(rate)))

    def _above_zero(self, key: str, code: int) -> Any:
        cells = self.table[key]
        value = cells.values[code]
        if code in cells.flaws and _is_error(cells, code):
            return None
        if not isinstance(value, Decimal):
            return Fault(key, say("“{text}” is not a number.", text=text_of(value)), _NO_NUMBER)
        if abs(value) >= _MOST_RATE:
            return Fault(key, say("The number is too large."), COMPARE)
        rounded = round(value, RATE_SCALE)
        return rounded if rounded > 0 else Fault(key, say("A rate must be above zero."), COMPARE)


def _likely(value: object) -> date | None:
    return value if isinstance(value, date) and value.year in YEARS else None


def _is_error(cells: Cells, code: int) -> bool:
    return cells.flaws[code].severity is Severity.ERROR


def _unless(cells: Cells, code: int, find: Callable[[], Any]) -> Any:
    """What `find` finds, unless the cell itself is at fault, which is told elsewhere."""
    return 0 if code in cells.flaws and _is_error(cells, code) else find()
