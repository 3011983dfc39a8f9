"""Reads the rows of a ledger extract, some thousand at a time, column by column.

What a name or a number comes to is worked out once for each different one; what is left for each row is looking it up.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from desktop.domain.ledger import LedgerKind
from desktop.domain.money import Money
from desktop.importers.values.signs import franc_of
from desktop.language import say
from desktop.services.imports.ledger.columns import text_of
from desktop.services.imports.ledger.meanings import COMPARE, FOLLOWS, KINDS, Meanings, NoRate
from desktop.services.imports.ledger.money import LIMIT, PAR, RATE_UNIT, STEPS, KeptQuote, converted, unscaled
from desktop.services.imports.ledger.world import Fault, Warned

_FAULTS: Final = frozenset({Fault, NoRate})


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
        return KINDS[self.kind[place]]


class Reading:
    """Reads a table part by part into `entries`; what keeps rows out is handed to `tell` with the place."""

    def __init__(self, meanings: Meanings, entries: Entries, tell: Callable[[int, Fault], None]) -> None:
        self.entries = entries
        self.unlike_stated = 0
        self._means = meanings
        self._table = meanings.table
        self._world = meanings.world
        self._tell_of = tell
        self._start = 0
        self._split = meanings.is_split

    # --- a part of the table --------------------------------------------------------------------------------------

    def take(self, start: int, stop: int) -> None:
        """Reads the records from `start` to before `stop`; parts follow one another."""
        self._start = start
        part = slice(start, stop)
        codes = {key: cells.codes[part] for key, cells in self._table.cells.items()}
        into = self.entries
        self._settled(map(self._means.day.__getitem__, codes["entry_on"]), None)
        grants = self._settled(
            map(self._means.grant.__getitem__, zip(codes["grant"], codes["currency"], strict=True)), 0
        )
        projects = self._settled(map(self._means.project.__getitem__, codes["project"]), 0)
        currencies = self._currencies(codes, grants)
        originals = self._originals(codes, currencies)
        signs = [None if amount is None else (amount > 0) - (amount < 0) for amount in originals]
        kinds = self._settled(map(self._means.kind.__getitem__, zip(codes["kind"], signs, strict=True)), 0)
        lines = self._settled(map(self._means.line.__getitem__, zip(grants, codes["line"], projects, strict=True)), 0)
        categories = self._settled(map(self._means.category.__getitem__, zip(lines, codes["category"], strict=True)), 0)
        results = self._settled(map(self._means.result.__getitem__, zip(projects, codes["result"], strict=True)), 0)
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
        if not _FAULTS.isdisjoint(map(type, results)):
            for offset, result in enumerate(results):
                if isinstance(result, Fault):
                    self._tell(offset, result)
                    results[offset] = neutral
        return results

    def _tell(self, offset: int, fault: Fault) -> None:
        place = self._start + offset
        if isinstance(fault, NoRate):
            day = self._means.days[self._table["entry_on"].codes[place]]
            if day is None:
                return  # the row has no day that can be read, which is told; no rate is missing for it
            fault = fault.on(day)
        self._tell_of(place, fault)

    def _currencies(self, codes: dict[str, Sequence[int]], grants: list[int]) -> list[str]:
        beside = [self._beside(codes, key) for key in ("original_amount", "debit", "credit")]
        written = [one or other or third for one, other, third in zip(*beside, strict=True)]
        keys = zip(grants, codes["original_currency"], written, strict=True)
        return self._settled(map(self._means.currency.__getitem__, keys), "")

    def _beside(self, codes: dict[str, Sequence[int]], key: str) -> list[str]:
        """The currencies that stand in the cells of amounts."""
        known = self._table[key].currencies
        return [known.get(code, "") for code in codes[key]] if known else [""] * len(codes[key])

    def _originals(self, codes: dict[str, Sequence[int]], currencies: list[str]) -> list[int | None]:
        if not self._split:
            key = "original_amount" if self._table["original_amount"].is_there else "amount"
            return self._amounts(key, codes, currencies)
        out, back = (self._amounts(key, codes, currencies) for key in ("debit", "credit"))
        return [self._netted(offset, *pair) for offset, pair in enumerate(zip(out, back, strict=True))]

    def _netted(self, offset: int, debit: int | None, credit: int | None) -> int | None:
        """The amount of a pair of columns: what comes back is negative."""
        if debit is None or credit is None:
            return None
        if debit and credit:
            fix = say("What comes in is the debit less the credit. Compare it with the original.")
            self._tell(offset, Warned("debit", say("The row has both a debit and a credit."), fix))
        return debit - credit

    def _amounts(self, key: str, codes: dict[str, Sequence[int]], currencies: list[str]) -> list[int | None]:
        """The amounts as they are stored; each is looked at more closely that is not whole in its currency."""
        steps = {currency: STEPS.get(currency, 0) for currency in set(currencies)}
        wholes, closer = self._means.wholes[key], self._means.amount
        found = (
            whole if whole is not None and step and not whole % step else closer[key, code, currency]
            for code, whole, currency, step in zip(
                codes[key],
                map(wholes.__getitem__, codes[key]),
                currencies,
                map(steps.__getitem__, currencies),
                strict=True,
            )
        )
        return self._settled(found, None)

    # --- conversion -----------------------------------------------------------------------------------------------

    def _convert(
        self, codes: dict[str, Sequence[int]], grants: list[int], currencies: list[str], originals: list[int | None]
    ) -> None:
        own = [self._world.grant_of[grant].currency if grant else "" for grant in grants]
        stated = self._stated(codes, own, currencies)
        stretches = [self._means.stretches[code] for code in codes["entry_on"]]
        known = map(self._means.known.__getitem__, zip(grants, currencies, stretches, strict=True))
        states = [None if one is None else True for one in stated]
        keys = zip(own, currencies, codes["rate"], codes["rate_per"], known, states, strict=True)
        quotes = self._settled(map(self._means.quote.__getitem__, keys), 0)
        into = self.entries
        rows = zip(originals, own, currencies, quotes, stated, strict=True)
        for offset, (original, target, currency, found, value) in enumerate(rows):
            amount, place = original or 0, max(found, 0)
            if original and target:
                if found == FOLLOWS and value:
                    place = self._follows(offset, original, value)
                if place:
                    amount = self._arrives(offset, original, place, value, STEPS[target])
                elif value is not None and target == currency:
                    self._require_equal(offset, original, value, target)
            into.quote.append(place)
            into.amount.append(amount)

    def _stated(self, codes: dict[str, Sequence[int]], own: list[str], currencies: list[str]) -> list[int | None]:
        """The amounts in the grant's currency that the rows state, where they do."""
        cells = self._table["amount"]
        if not cells.is_there or (not self._split and not self._table["original_amount"].is_there):
            return [None] * len(own)
        named = self._table["currency"]
        said = [text_of(value).upper() or self._means.taken.stated_currency for value in named.values]
        told = [said[code] for code in codes["currency"]]
        fits = [target if franc_of(one, target) in ("", target) else "" for one, target in zip(told, own, strict=True)]
        self.unlike_stated += sum(1 for fit, target in zip(fits, own, strict=True) if target and not fit)
        found = self._amounts("amount", codes, fits)
        return [value if value and currency else None for value, currency in zip(found, currencies, strict=True)]

    def _follows(self, offset: int, original: int, stated: int) -> int:
        """The place of the rate that the two amounts of a row make."""
        rate = abs(2 * original * RATE_UNIT // (2 * stated))
        if not 0 < rate < LIMIT:
            self._tell(offset, Fault("amount", say("The two amounts make no rate."), COMPARE))
            return 0
        return self._means.place(KeptQuote(rate, RATE_UNIT, None, self._means.taken.file, of_day=True, slack=1))

    def _arrives(self, offset: int, original: int, place: int, stated: int | None, step: int) -> int:
        quote = self.entries.quotes[place]
        amount = converted(original, quote.rate, quote.per, step)
        if abs(amount) >= LIMIT:
            self._tell(offset, Fault("original_amount", say("The number is too large."), COMPARE))
            return 0
        if stated is None or stated == amount:
            return amount
        if self._split:
            stated = abs(stated) if original > 0 else -abs(stated)
        if (stated > 0) != (original > 0):
            unlike = say("The two amounts of the row have unlike signs.")
            self._tell(offset, Fault("amount", unlike, COMPARE))
        elif quote.far(amount, stated, step):
            self._tell_far(offset, amount, stated)
        return stated

    def _require_equal(self, offset: int, original: int, stated: int, currency: str) -> None:
        """Where the original is in the grant's currency both amounts are one; of two nobody can say which is meant."""
        if original != stated and not (self._split and abs(original) == abs(stated)):
            one, other = (Money(unscaled(each, currency), currency) for each in (original, stated))
            unlike = say("The row states two amounts in the grant's currency: {one} and {other}.", one=one, other=other)
            self._tell(offset, Fault("amount", unlike, say("Correct one of them.")))

    def _tell_far(self, offset: int, amount: int, stated: int) -> None:
        currency = self._world.grant_of[self.entries.grant[self._start + offset]].currency
        self._tell(
            offset,
            Warned(
                "amount",
                say(
                    "The amount stated, {stated}, is not what the rate makes of the original, {amount}.",
                    stated=Money(unscaled(stated, currency), currency),
                    amount=Money(unscaled(amount, currency), currency),
                ),
                say("What is stated comes in. Correct the rate if it is wrong."),
            ),
        )
