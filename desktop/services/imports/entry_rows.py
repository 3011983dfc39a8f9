"""Reads the rows of a ledger extract, some thousand at a time, column by column.

What a name or a number comes to is worked out once for each different one; what is left for each row is looking it up.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from desktop.domain.ledger import LEDGER_KINDS, LedgerKind, sign_problem
from desktop.domain.money import MINOR_UNITS
from desktop.domain.rates import SAME_CURRENCY, Quote
from desktop.importers.values import to_minor_unit
from desktop.language import Message, say
from desktop.services.imports.entry_columns import Cells, Memo, Table, text_of
from desktop.services.imports.entry_money import (
    LIMIT,
    PAR,
    RATE_UNIT,
    STEPS,
    UNIT,
    KeptQuote,
    KnownRates,
    converted,
    scaled,
    slack_of,
    unscaled,
)
from desktop.services.imports.entry_world import Fault, World
from desktop.services.imports.vocabulary import category_called, kind_called
from desktop.storage.types import RATE_SCALE

YEARS: Final = range(1990, 2101)  # an entry beyond is a number taken for a date, or a slip
_KINDS: Final = tuple(LedgerKind)
_LATER: Final = -1  # a rate that follows from the two amounts of a row
_FIX_DATE: Final = say("Make it a date cell in Excel, or write it like 2019-10-09.")
_COMPARE: Final = say("Compare it with the original.")
_MOST_RATE: Final = Decimal(LIMIT).scaleb(-RATE_SCALE)
_MOST: Final = Decimal(LIMIT).scaleb(-4)


@dataclass(slots=True)
class Entries:
    """What the records of a table come to, by place: ids (below zero: to be made; 0: none) and stored numbers."""

    grant: array[int] = field(default_factory=lambda: array("q"))
    project: array[int] = field(default_factory=lambda: array("q"))
    line: array[int] = field(default_factory=lambda: array("q"))
    result: array[int] = field(default_factory=lambda: array("q"))
    category: bytearray = field(default_factory=bytearray)
    kind: bytearray = field(default_factory=bytearray)  # the place in LedgerKind
    currency: list[str] = field(default_factory=list)
    original: array[int] = field(default_factory=lambda: array("q"))
    quote: array[int] = field(default_factory=lambda: array("q"))  # the place in `quotes`
    amount: array[int] = field(default_factory=lambda: array("q"))
    quotes: list[KeptQuote] = field(default_factory=lambda: [PAR])

    def kind_at(self, place: int) -> LedgerKind:
        """The kind of the entry at a place."""
        return _KINDS[self.kind[place]]


@dataclass(frozen=True, slots=True)
class Taken:
    """How amounts of a sheet are to be taken where its rows leave it open."""

    file: str
    grant: str  # the grant of rows that name none
    original_currency: str  # that the heading of the amounts names
    stated_currency: str  # that the heading of the amounts in the grant's currency names


class Reading:
    """Reads a table part by part into `entries`; what keeps rows out is handed to `tell` with the place."""

    def __init__(
        self, table: Table, world: World, taken: Taken, rates: KnownRates, tell: Callable[[int, Fault], None]
    ) -> None:
        self.entries = Entries()
        self.without_currency: set[str] = set()
        self.unlike_stated = 0
        self._table = table
        self._world = world
        self._taken = taken
        self._rates = rates
        self._tell = tell
        self._start = 0
        self._split = table["debit"].is_there or table["credit"].is_there
        self._places: dict[KeptQuote, int] = {PAR: 0}
        self._days: list[date | None] = [_likely(value) for value in table["entry_on"].values]
        self._stretches = [0 if day is None else rates.stretch(day) for day in self._days]
        self._day_of: dict[int, date] = {}
        for day, stretch in zip(self._days, self._stretches, strict=True):
            if day is not None:
                self._day_of.setdefault(stretch, day)
        self._prepare()

    def _prepare(self) -> None:
        """What is worked out once for each different value, or for values that stand together."""
        world, table = self._world, self._table
        grants, projects = table["grant"], table["project"]
        self._day = Memo(self._find_day)
        self._grant: Memo[tuple[int, int], Any] = Memo(
            lambda key: _unless(grants, key[0], lambda: self._find_grant(*key))
        )
        self._project: Memo[int, Any] = Memo(
            lambda code: _unless(projects, code, lambda: world.project(projects.text(code)))
        )
        self._line: Memo[tuple[int, int, int], Any] = Memo(self._find_line)
        self._result: Memo[tuple[int, int], Any] = Memo(
            lambda key: _unless(table["result"], key[1], lambda: world.result(key[0], table["result"].text(key[1])))
        )
        self._currency: Memo[tuple[int, int, str], Any] = Memo(self._find_currency)
        self._amount: Memo[tuple[str, int, str], Any] = Memo(self._find_amount)
        self._kind: Memo[tuple[int, int | None], Any] = Memo(self._find_kind)
        self._category: Memo[tuple[int, int], Any] = Memo(self._find_category)
        self._known: Memo[tuple[int, str, int], Any] = Memo(self._find_known)
        self._quote: Memo[tuple[Any, ...], Any] = Memo(self._find_quote)

    # --- a part of the table --------------------------------------------------------------------------------------

    def take(self, start: int, stop: int) -> None:
        """Reads the records from `start` to before `stop`; parts follow one another."""
        self._start = start
        part = slice(start, stop)
        codes = {key: cells.codes[part] for key, cells in self._table.cells.items()}
        into = self.entries
        self._settled(map(self._day.__getitem__, codes["entry_on"]), None)
        grants = self._settled(map(self._grant.__getitem__, zip(codes["grant"], codes["currency"], strict=True)), 0)
        projects = self._settled(map(self._project.__getitem__, codes["project"]), 0)
        currencies = self._currencies(codes, grants)
        originals = self._originals(codes, currencies)
        signs = [None if amount is None else (amount > 0) - (amount < 0) for amount in originals]
        kinds = self._settled(map(self._kind.__getitem__, zip(codes["kind"], signs, strict=True)), 0)
        lines = self._settled(map(self._line.__getitem__, zip(grants, codes["line"], projects, strict=True)), 0)
        categories = self._settled(map(self._category.__getitem__, zip(lines, codes["category"], strict=True)), 0)
        results = self._settled(map(self._result.__getitem__, zip(projects, codes["result"], strict=True)), 0)
        into.grant.extend(grants)
        into.project.extend(projects)
        into.line.extend(lines)
        into.result.extend(results)
        into.category.extend(categories)
        into.kind.extend(kinds)
        into.currency.extend(currencies)
        into.original.extend([amount or 0 for amount in originals])
        self._convert(codes, grants, currencies, originals)

    def _settled(self, found: Iterable[Any], neutral: Any) -> list[Any]:
        """What was found for each row; faults are told, and `neutral` stands in their place."""
        results = list(found)
        if Fault in set(map(type, results)):
            for offset, result in enumerate(results):
                if type(result) is Fault:
                    self._tell(self._start + offset, result)
                    results[offset] = neutral
        return results

    def _currencies(self, codes: dict[str, Sequence[int]], grants: list[int]) -> list[str]:
        beside = [self._beside(codes, key) for key in ("original_amount", "debit", "credit")]
        written = [one or other or third for one, other, third in zip(*beside, strict=True)]
        keys = zip(grants, codes["original_currency"], written, strict=True)
        return self._settled(map(self._currency.__getitem__, keys), "")

    def _beside(self, codes: dict[str, Sequence[int]], key: str) -> list[str]:
        """The currencies that stand in the cells of amounts."""
        known = self._table[key].currencies
        return [known.get(code, "") for code in codes[key]] if known else [""] * len(codes[key])

    def _originals(self, codes: dict[str, Sequence[int]], currencies: list[str]) -> list[int | None]:
        if not self._split:
            key = "original_amount" if self._table["original_amount"].is_there else "amount"
            return self._amounts(key, codes, currencies)
        debits, credits = (self._amounts(key, codes, currencies) for key in ("debit", "credit"))
        return self._settled(map(_netted, debits, credits), None)

    def _amounts(self, key: str, codes: dict[str, Sequence[int]], currencies: list[str]) -> list[int | None]:
        keys = ((key, code, currency) for code, currency in zip(codes[key], currencies, strict=True))
        return self._settled(map(self._amount.__getitem__, keys), None)

    # --- conversion -----------------------------------------------------------------------------------------------

    def _convert(
        self, codes: dict[str, Sequence[int]], grants: list[int], currencies: list[str], originals: list[int | None]
    ) -> None:
        own = [self._world.grant_of[grant].currency if grant else "" for grant in grants]
        stated = self._stated(codes, own, currencies)
        stretches = [self._stretches[code] for code in codes["entry_on"]]
        known = map(self._known.__getitem__, zip(grants, currencies, stretches, strict=True))
        states = [None if one is None else True for one in stated]
        day_of = codes["entry_on"] if self._table["rate"].is_there or any(states) else [0] * len(grants)
        keys = zip(own, currencies, codes["rate"], codes["rate_per"], known, states, strict=True)
        quotes = self._settled(map(self._quote.__getitem__, keys), 0)
        del day_of
        into = self.entries
        for offset, (original, target, place, value) in enumerate(zip(originals, own, quotes, stated, strict=True)):
            amount = original or 0
            if original and target:
                if place == _LATER and value:
                    place = self._follows(offset, original, value)
                if place:
                    amount = self._arrives(offset, original, place, value, STEPS[target])
            into.quote.append(max(place, 0))
            into.amount.append(amount)

    def _stated(
        self, codes: dict[str, Sequence[int]], own: list[str], currencies: list[str]
    ) -> list[int | None]:
        """The amounts in the grant's currency that the rows state, where they do."""
        cells = self._table["amount"]
        if not cells.is_there or (not self._split and not self._table["original_amount"].is_there):
            return [None] * len(own)
        named = self._table["currency"]
        said = [text_of(value).upper() or self._taken.stated_currency for value in named.values]
        told = [said[code] for code in codes["currency"]]
        fits = [target if one in ("", target) else "" for one, target in zip(told, own, strict=True)]
        self.unlike_stated += sum(1 for fit, target in zip(fits, own, strict=True) if target and not fit)
        found = self._amounts("amount", codes, fits)
        return [value if value and currency else None for value, currency in zip(found, currencies, strict=True)]

    def _follows(self, offset: int, original: int, stated: int) -> int:
        """The place of the rate that the two amounts of a row make."""
        rate = abs(2 * original * RATE_UNIT // (2 * stated))
        if not 0 < rate < LIMIT:
            self._tell(self._start + offset, Fault("amount", say("The two amounts make no rate."), _COMPARE))
            return 0
        return self._place(KeptQuote(rate, RATE_UNIT, None, self._taken.file, of_day=True, slack=1))

    def _arrives(self, offset: int, original: int, place: int, stated: int | None, step: int) -> int:
        quote = self.entries.quotes[place]
        amount = converted(original, quote.rate, quote.per, step)
        if abs(amount) >= LIMIT:
            self._tell(self._start + offset, Fault("original_amount", say("The number is too large."), _COMPARE))
            return 0
        if stated is None or stated == amount:
            return amount
        if self._split:
            stated = abs(stated) if original > 0 else -abs(stated)
        if (stated > 0) != (original > 0):
            unlike = say("The two amounts of the row have unlike signs.")
            self._tell(self._start + offset, Fault("amount", unlike, _COMPARE))
        elif quote.far(amount, stated, step):
            self._tell_far(offset, amount, stated)
        return stated

    def _tell_far(self, offset: int, amount: int, stated: int) -> None:
        place = self._start + offset
        currency = self._world.grant_of[self.entries.grant[place]].currency
        self._tell(
            place,
            Warned(
                "amount",
                say(
                    "The amount stated, {stated}, is not what the rate makes of the original, {amount}.",
                    stated=_money(stated, currency),
                    amount=_money(amount, currency),
                ),
                say("What is stated comes in. Correct the rate if it is wrong."),
            ),
        )

    def _place(self, quote: KeptQuote) -> int:
        place = self._places.setdefault(quote, len(self.entries.quotes))
        if place == len(self.entries.quotes):
            self.entries.quotes.append(quote)
        return place

    # --- what values come to --------------------------------------------------------------------------------------

    def day(self, code: int) -> date | None:
        """The day that a value of the column of dates stands for."""
        return self._days[code]

    def _find_day(self, code: int) -> Any:
        cells = self._table["entry_on"]
        value = cells.values[code]
        if code in cells.flaws or self._days[code] is not None:
            return self._days[code]
        if isinstance(value, date):
            return Fault("entry_on", say("{day} is no likely day of an entry.", day=value), _FIX_DATE)
        return Fault("entry_on", say("“{text}” is not a date.", text=text_of(value)), _FIX_DATE)

    def _find_grant(self, code: int, currency_code: int) -> int | Fault:
        named = text_of(self._table["currency"].values[currency_code]).upper()
        return self._world.grant(
            self._table["grant"].text(code) or self._taken.grant, named if named in MINOR_UNITS else ""
        )

    def _find_line(self, key: tuple[int, int, int]) -> Any:
        grant, code, project = key
        cells = self._table["line"]
        return _unless(cells, code, lambda: self._world.line(grant, cells.text(code), project))

    def _find_currency(self, key: tuple[int, int, str]) -> Any:
        grant, code, written = key
        cells = self._table["original_currency"]
        if code in cells.flaws:
            return ""
        named = cells.text(code).upper()
        if named and written and named != written:
            return Fault(
                "original_currency",
                say("The amount is in {written}, the row says {named}.", written=written, named=named),
                say("Correct one of them."),
            )
        currency = named or written or self._taken.original_currency
        if not currency and grant:
            currency = self._world.grant_of[grant].currency
            self.without_currency.add(currency)
        if currency and currency not in MINOR_UNITS:
            return Fault(
                "original_currency",
                say("{code} is not a currency.", code=currency),
                say("Use the three letters of ISO 4217, such as XOF."),
            )
        return currency

    def _find_amount(self, key: tuple[str, int, str]) -> Any:
        name, code, currency = key
        cells = self._table[name]
        value = cells.values[code]
        if code in cells.flaws and _is_error(cells, code):
            return None
        if value is None and name != "original_amount":
            return 0 if self._split and name != "amount" else None
        if not isinstance(value, Decimal):
            return Fault(
                name, say("“{text}” is not a number.", text=text_of(value)), say("Make it a number cell in Excel.")
            )
        if abs(value) >= _MOST:
            return Fault(name, say("The number is too large."), _COMPARE)
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

    def _find_kind(self, key: tuple[int, int | None]) -> Any:
        code, sign = key
        cells = self._table["kind"]
        text = cells.text(code)
        named = kind_called(text) or (LedgerKind(text) if text in LEDGER_KINDS else None)
        if text and named is None:
            return None if code in cells.flaws else Fault(
                "kind",
                say("“{text}” is not a kind of entry.", text=text),
                say("Use one of: {kinds}.", kinds=list(LEDGER_KINDS.values())),
            )
        if sign is None:
            return 0
        kind = named or (LedgerKind.REFUND if sign < 0 else LedgerKind.EXPENDITURE)
        problem = sign_problem(kind, Decimal(sign))
        if problem is not None:
            return Fault("original_amount", problem, say("Correct the amount, or the kind of entry."))
        return _KINDS.index(kind)

    def _find_category(self, key: tuple[int, int]) -> Any:
        line, code = key
        cells = self._table["category"]
        ruled = self._world.category_of.get(line)
        if code in cells.flaws:
            return 0
        text = cells.text(code)
        category = category_called(text)
        if category is None and text:
            return Fault(
                "category",
                say("“{text}” is not a cost category.", text=text),
                say("Use its number, 1 to 8, or its name."),
            )
        if category is not None and ruled is not None and category != ruled:
            return Fault(
                "category",
                say("Line {code} is of category {category}.", code=self._world.code_of[line], category=ruled),
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
        target = self._world.grant_of[grant].currency
        if currency == target:
            return SAME_CURRENCY, False
        return self._rates.quote(grant, original=currency, target=target, on=day)

    def _find_quote(self, key: tuple[Any, ...]) -> Any:
        """The place of the rate at which a row is converted, 0 where none is needed; or why there is none."""
        own, currency, code, per_code, known, stated = key
        if not own or not currency:
            return 0
        if self._table["rate"].values[code] is not None:
            return self._given(own, currency, code, per_code, known)
        if own == currency:
            return 0
        if stated:
            return _LATER
        if known is None:
            return Fault(
                "original_currency",
                say("There is no rate of {currency} for the day of the row.", currency=currency),
                say("Enter the rate under Exchange rates, or give it in a column Rate."),
            )
        quote, of_day = known
        on = None if of_day else quote.effective_on
        rate, per = scaled(quote.units, RATE_SCALE), scaled(quote.per, RATE_SCALE)
        return self._place(KeptQuote(rate, per, on, quote.source, of_day, slack_of(quote.units)))

    def _given(self, own: str, currency: str, code: int, per_code: int, known: tuple[Quote, bool] | None) -> Any:
        """The rate that the row states, unless it cannot be meant."""
        rate = self._above_zero("rate", code)
        per = Decimal(1) if self._table["rate_per"].values[per_code] is None else self._above_zero("rate_per", per_code)
        if not isinstance(rate, Decimal) or not isinstance(per, Decimal):
            return rate if isinstance(per, Decimal) else per
        if currency == own:
            return 0 if rate == per else Fault(
                "rate",
                say("The amount is in {currency}, the grant's currency: its rate is 1.", currency=own),
                say("Empty the cell, or correct the currency."),
            )
        if known is not None and Quote(rate, None, "", per).is_far_from(known[0]):
            usual = round(known[0].units / known[0].per, RATE_SCALE).normalize()
            return Fault(
                "rate",
                say("The rate is far from the known {rate}.", rate=usual),
                say("A rate says how many {currency} make one {own}.", currency=currency, own=own),
            )
        units, parts = scaled(rate, RATE_SCALE), scaled(per, RATE_SCALE)
        return self._place(KeptQuote(units, parts, None, self._taken.file, of_day=True, slack=slack_of(rate)))

    def _above_zero(self, key: str, code: int) -> Any:
        cells = self._table[key]
        value = cells.values[code]
        if code in cells.flaws and _is_error(cells, code):
            return None
        if not isinstance(value, Decimal):
            return Fault(
                key, say("“{text}” is not a number.", text=text_of(value)), say("Make it a number cell in Excel.")
            )
        if abs(value) >= _MOST_RATE:
            return Fault(key, say("The number is too large."), _COMPARE)
        rounded = round(value, RATE_SCALE)
        return rounded if rounded > 0 else Fault(key, say("A rate must be above zero."), _COMPARE)


class Warned(Fault):
    """What is worth a look and keeps nothing out."""


def _money(stored: int, currency: str) -> Any:
    from desktop.domain.money import Money

    return Money(unscaled(stored, currency), currency)


def _likely(value: object) -> date | None:
    return value if isinstance(value, date) and value.year in YEARS else None


def _is_error(cells: Cells, code: int) -> bool:
    from desktop.domain.finding import Severity

    return cells.flaws[code].severity is Severity.ERROR


def _unless(cells: Cells, code: int, find: Callable[[], Any]) -> Any:
    """What `find` finds, unless the cell itself is at fault, which is told elsewhere."""
    return 0 if code in cells.flaws and _is_error(cells, code) else find()


def _netted(debit: int | None, credit: int | None) -> Any:
    """The amount of a pair of columns: money out of one is negative."""
    if debit is None or credit is None:
        return None
    if debit and credit:
        return Fault("debit", say("The row has both a debit and a credit."), say("Leave one of them empty."))
    return debit or -credit
