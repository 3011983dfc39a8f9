"""A plain expenditure workbook becomes entries of one grant: all of it, or nothing with every problem listed."""

from __future__ import annotations

import contextlib
import difflib
import hashlib
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from desktop.domain.finding import Problem, Severity
from desktop.domain.ledger import LEDGER_KINDS, LedgerKind, amount_in_grant_currency, sign_problem
from desktop.domain.money import MINOR_UNITS, ONE, Money, round_amount
from desktop.domain.progress import Progress
from desktop.domain.rates import SAME_CURRENCY, Quote
from desktop.importers.ledger_columns import match_columns
from desktop.importers.numbers import may_be_thousands, plain_number
from desktop.importers.workbook import CellValue, SheetRow, SheetTable, read_table
from desktop.language import Message, say
from desktop.services.imports.batch import ImportPlan
from desktop.services.imports.closed_months import closed_months
from desktop.services.imports.ledger_warnings import ledger_warnings
from desktop.services.imports.vocabulary import category_called, is_total, kind_called
from desktop.storage.grant_rates import GrantRates, grant_rates
from desktop.storage.intake import Intake
from desktop.storage.lookups import budget_lines, grant_by_reference
from desktop.storage.office import Office
from desktop.storage.types import RATE_SCALE, Exact

_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YEARS = range(1990, 2101)  # an entry beyond is a number taken for a date, or a slip
_FIX_DATE = say("Make it a date cell in Excel, or write it like 2019-10-09.")
# What a rate of the office gave an entry: it is converted once, and a newer rate does not change it.
_CONVERSION = ("rate", "rate_per", "rate_on", "rate_source", "amount")
_HALF_A_UNIT = Decimal("0.5")
_MONEY, _RATE = Exact(), Exact(RATE_SCALE)
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class GrantContext:
    """What the rows of a workbook are held against."""

    grant_id: int
    reference: str
    currency: str
    lines: dict[str, list[tuple[int, int | None]]]
    rates: GrantRates


@dataclass(frozen=True, slots=True)
class _Line:
    """The budget line a row names, and its category; neither when it names none."""

    id: int | None
    category: int | None


class _RowError(ValueError):
    """Something in a row that keeps it out: in which column, and why."""

    def __init__(self, key: str, sentence: Message, fix: Message) -> None:
        super().__init__(str(sentence))
        self.key = key
        self.sentence = sentence
        self.fix = fix


def plan_ledger(office: Office, path: Path, *, grant: str, progress: Progress) -> ImportPlan:
    """What importing the workbook at `path` into the ledger of `grant` would do.

    Raises UserError when the file cannot be used at all, or there is no such grant.
    """
    with office.read() as session:
        owner = grant_by_reference(session, grant)
        rates = grant_rates(session, owner.id, MINOR_UNITS)
        context = GrantContext(owner.id, owner.reference, owner.currency, budget_lines(session, owner.id), rates)
    table = read_table(path)
    reader = _RowReader(table, path.name, match_columns(table.headers, file=path.name), context)
    intake = Intake()
    for done, row in enumerate(table.rows):
        if done % 500 == 0:
            progress.report(done, len(table.rows), say("Reading {file}", file=path.name))
        reader.want(row, intake)
    with office.read() as session:
        tables = intake.plan(session)
    for entries in tables:
        table.problems += ledger_warnings(
            office, entries, grant_id=context.grant_id, sheet=table.sheet, cells=reader.cells
        )
    table.problems += closed_months(office, tables, where=table.sheet)
    return ImportPlan(
        kind="ledger",
        path=path,
        content=table.content,
        sha256=hashlib.sha256(table.content).hexdigest(),
        tables=tuple(tables),
        problems=tuple(sorted(table.problems, key=lambda problem: -problem.severity)),
        left_out=dict(reader.left_out),
        all_or_nothing=True,
        sums=tuple(reader.sums.values()),
        notes=reader.notes,
    )


class _RowReader:
    """Turns rows of the sheet into wanted entries; what it cannot take becomes a problem of the table."""

    def __init__(self, table: SheetTable, file: str, columns: dict[str, int], context: GrantContext) -> None:
        unread = (header for index, header in enumerate(table.headers) if header and index not in columns.values())
        self.left_out = Counter(say("column “{name}”", name=header) for header in unread)
        self.sums: dict[str, Money] = {}
        self.cells: dict[str, str] = {}
        self.notes: tuple[Message, ...] = ()
        self._table = table
        self._file = file
        self._columns = columns
        self._context = context
        self._broken = {problem.where for problem in table.problems}
        self._seen: Counter[str] = Counter()

    def want(self, row: SheetRow, intake: Intake) -> None:
        """Wants the entry of `row`, notes everything that keeps it out, or leaves a row of totals out."""
        if self._is_total(row):
            self.left_out[say("rows of totals")] += 1
            return
        values = self._values(row)
        if values is not None:
            entry = intake.want("ledger_entry", **values)
            if self._cell(row, "rate") is None:
                intake.keep(entry, _CONVERSION)

    def _is_total(self, row: SheetRow) -> bool:
        texts = [value for value in row.values if isinstance(value, str)]
        names = (self._context.reference, *self._context.lines)
        return self._cell(row, "entry_on") is None and is_total(texts, names=names)

    def _cell(self, row: SheetRow, key: str) -> CellValue:
        index = self._columns.get(key)
        return None if index is None else row.values[index]

    def _text(self, row: SheetRow, key: str) -> str:
        value = self._cell(row, key)
        return "" if value is None else format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)

    def _try(self, read: Callable[..., Found], row: SheetRow, *known: object) -> Found | None:
        """What `read` makes of the row; None after noting why it makes nothing of it."""
        try:
            return read(row, *known)
        except _RowError as error:
            where = self._table.address(row.number, self._columns.get(error.key, 0))
            if where not in self._broken:  # else the table told of this cell already
                self._table.problems.append(Problem(Severity.ERROR, where, error.sentence, error.fix))
                self._broken.add(where)
            return None

    def _is_broken(self, row: SheetRow) -> bool:
        return any(self._table.address(row.number, column) in self._broken for column in range(len(row.values)))

    def _values(self, row: SheetRow) -> dict[str, object] | None:
        """The entry of a row, or None when something keeps it out. Every field is looked at, so that all is told."""
        entry_on = self._try(self._date, row)
        currency = self._try(self._currency, row)
        original = self._try(self._original, row, currency)
        kind = self._try(self._kind, row, original)
        converted = self._try(self._converted, row, original, entry_on)
        line = self._try(self._line, row)
        category = self._try(self._category, row, line)
        if not (entry_on and original and kind and converted and line) or self._is_broken(row):
            return None
        rate, amount = converted
        self.sums[original.currency] = self.sums.get(original.currency, Money.zero(original.currency)) + original
        values = {
            "entry_on": entry_on,
            "kind": str(kind),
            "reference": self._text(row, "reference"),
            "description": self._text(row, "description"),
            "counterparty": self._text(row, "counterparty"),
            "original_currency": original.currency,
            "original_amount": original.amount,
        }
        source_key = self._source_key(values)
        self.cells[source_key] = self._table.address(row.number, self._columns.get("reference", 0))
        return values | {
            "source_key": source_key,
            "grant_id": self._context.grant_id,
            "line_id": line.id,
            "category": category or line.category,
            "rate": rate.units,
            "rate_per": rate.per,
            "rate_on": rate.effective_on,
            "rate_source": rate.source,
            "currency": amount.currency,
            "amount": amount.amount,
        }

    def _date(self, row: SheetRow) -> date:
        value = self._cell(row, "entry_on")
        if isinstance(value, str) and _ISO_DATE.fullmatch(value):
            with contextlib.suppress(ValueError):
                value = date.fromisoformat(value)
        if not isinstance(value, date):
            raise _RowError("entry_on", say("“{text}” is not a date.", text=self._text(row, "entry_on")), _FIX_DATE)
        if value.year not in _YEARS:
            raise _RowError("entry_on", say("{day} is no likely day of an entry.", day=value), _FIX_DATE)
        return value

    def _currency(self, row: SheetRow) -> str:
        currency = self._text(row, "original_currency").upper()
        if not currency:
            currency = self._context.currency
            taken = say("Amounts without a currency are taken as {currency}, the grant's currency.", currency=currency)
            self.notes = (taken,)
        if currency not in MINOR_UNITS:
            raise _RowError(
                "original_currency",
                say("{code} is not a currency.", code=currency),
                say("Use the three letters of ISO 4217, such as XOF."),
            )
        return currency

    def _number(self, row: SheetRow, key: str, *, kept: Exact) -> Decimal:
        value = self._cell(row, key)
        if isinstance(value, str) and may_be_thousands(value):
            raise _RowError(
                key,
                say("“{text}” is text whose point may part thousands or decimals.", text=value),
                say("Make it a number cell in Excel."),
            )
        number = plain_number(value) if isinstance(value, str) else value
        if not isinstance(number, Decimal):
            raise _RowError(
                key,
                say("“{text}” is not a number.", text=self._text(row, key)),
                say("Make it a number cell in Excel."),
            )
        if abs(number) >= kept.limit:
            raise _RowError(key, say("The number is too large."), say("Compare it with the original."))
        return number

    def _original(self, row: SheetRow, currency: str | None) -> Money | None:
        amount = self._number(row, "original_amount", kept=_MONEY)
        return Money(_exact(amount, currency), currency) if currency else None

    def _kind(self, row: SheetRow, original: Money | None) -> LedgerKind:
        kind = self._named_kind(row)
        if original is None:
            return kind or LedgerKind.EXPENDITURE
        kind = kind or (LedgerKind.REFUND if original.amount < 0 else LedgerKind.EXPENDITURE)
        problem = sign_problem(kind, original.amount)
        if problem is not None:
            raise _RowError("original_amount", problem, say("Correct the amount, or the kind of entry."))
        return kind

    def _named_kind(self, row: SheetRow) -> LedgerKind | None:
        text = self._text(row, "kind")
        kind = kind_called(text)
        if kind or not text:
            return kind
        raise _RowError(
            "kind",
            say("“{text}” is not a kind of entry.", text=text),
            say("Use one of: {kinds}.", kinds=list(LEDGER_KINDS.values())),
        )

    def _converted(self, row: SheetRow, original: Money | None, on: date | None) -> tuple[Quote, Money] | None:
        """The rate in force and the amount at it; None when the row lacks what is needed for it."""
        if original is None or on is None:
            return None
        rate = self._rate(row, original.currency, on)
        amount = amount_in_grant_currency(original, rate=rate.units, per=rate.per, currency=self._context.currency)
        if abs(amount.amount) >= _MONEY.limit:
            raise _RowError("original_amount", say("The number is too large."), say("Compare it with the original."))
        return rate, amount

    def _rate(self, row: SheetRow, currency: str, on: date) -> Quote:
        known = self._context.rates.quote(currency, on)
        if self._cell(row, "rate") is not None:
            return self._given_rate(row, currency, on, known)
        if known is None:
            raise _RowError(
                "original_currency",
                say("There is no rate of {currency} for {day}.", currency=currency, day=on),
                say("Enter the rate under Exchange rates, or give it in a column Rate."),
            )
        return known

    def _given_rate(self, row: SheetRow, currency: str, on: date, known: Quote | None) -> Quote:
        """The rate that the row states, unless it cannot be meant."""
        own = self._context.currency
        per = ONE if self._cell(row, "rate_per") is None else self._above_zero(row, "rate_per")
        stated = Quote(self._above_zero(row, "rate"), on, self._file, per)
        if currency == own and stated.units == per:
            return SAME_CURRENCY
        if currency == own:
            raise _RowError(
                "rate",
                say("The amount is in {currency}, the grant's currency: its rate is 1.", currency=own),
                say("Empty the cell, or correct the currency."),
            )
        if known is not None and stated.is_far_from(known):
            usual = round(known.units / known.per, _RATE.scale).normalize()
            raise _RowError(
                "rate",
                say("The rate is far from the known {rate}.", rate=usual),
                say("A rate says how many {currency} make one {own}.", currency=currency, own=own),
            )
        return stated

    def _above_zero(self, row: SheetRow, key: str) -> Decimal:
        rate = round(self._number(row, key, kept=_RATE), _RATE.scale)
        if rate <= 0:
            raise _RowError(key, say("A rate must be above zero."), say("Compare it with the original."))
        return rate

    def _line(self, row: SheetRow) -> _Line:
        code = self._text(row, "line")
        if not code:
            return _Line(None, None)
        found = self._context.lines.get(code, [])
        if len(found) == 1:
            return _Line(*found[0])
        if found:
            raise _RowError(
                "line",
                say("Line {code} is in several budgets of {grant}.", code=code, grant=self._context.reference),
                say("Give the lines of its budgets codes that differ, or leave the cell empty."),
            )
        near = difflib.get_close_matches(code, list(self._context.lines), n=3, cutoff=0)
        raise _RowError(
            "line",
            say("Line {code} is not in the budget of {grant}.", code=code, grant=self._context.reference),
            say("Lines with similar codes: {near}.", near=near)
            if near
            else say("Enter the budget of the grant first."),
        )

    def _category(self, row: SheetRow, line: _Line | None) -> int | None:
        """The category that the row names, which is free unless its line has one."""
        category = self._named_category(row)
        ruled = None if line is None else line.category
        if category is None or ruled is None or category == ruled:
            return category
        raise _RowError(
            "category",
            say("Line {code} is of category {category}.", code=self._text(row, "line"), category=ruled),
            say("The line decides the category: empty the cell, or correct the line."),
        )

    def _named_category(self, row: SheetRow) -> int | None:
        text = self._text(row, "category")
        category = category_called(text)
        if category or not text:
            return category
        raise _RowError(
            "category",
            say("“{text}” is not a cost category.", text=text),
            say("Use its number, 1 to 8, or its name."),
        )

    def _source_key(self, values: dict[str, object]) -> str:
        """What tells an entry of a workbook apart, so that the same file brings it once; equal ones are numbered.

        Only what the document says goes in: a new column, a running balance, a line given later make no new entry.
        """
        digest = hashlib.sha256(
            "\x1f".join([str(self._context.grant_id), *map(str, values.values())]).encode()
        ).hexdigest()
        self._seen[digest] += 1
        return f"sheet:{digest[:32]}:{self._seen[digest]}"


def _exact(amount: Decimal, currency: str) -> Decimal:
    """The amount a cell shows. Excel keeps binary fractions: a trace beyond the minor unit is no money."""
    rounded = round_amount(amount, currency)
    if abs(rounded - amount) > _HALF_A_UNIT.scaleb(-MINOR_UNITS[currency]) / 1000:
        raise _RowError(
            "original_amount",
            say("{amount} has more decimals than {currency}.", amount=amount, currency=currency),
            say("Round it in the workbook."),
        )
    return rounded
