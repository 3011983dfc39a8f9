"""A plain expenditure workbook becomes entries of one grant: all of it, or nothing with every problem listed."""

from __future__ import annotations

import difflib
import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from desktop.domain.codes import CATEGORY_NAMES, CATEGORY_SHORT_NAMES
from desktop.domain.finding import Problem, Severity
from desktop.domain.ledger import LEDGER_KINDS, LedgerKind, amount_in_grant_currency, sign_problem
from desktop.domain.money import MINOR_UNITS, Money, round_amount
from desktop.domain.progress import Progress
from desktop.domain.rates import Quote, Rate, quote
from desktop.importers.ledger_columns import match_columns
from desktop.importers.workbook import CellValue, SheetRow, SheetTable, read_table
from desktop.language import Message, say
from desktop.services.imports.batch import ImportPlan
from desktop.storage.intake import Intake
from desktop.storage.lookups import budget_lines, grant_by_reference, rates_for
from desktop.storage.office import Office

_TOTAL_WORDS = ("total", "subtotal", "sous total", "sum", "somme")
_HALF_A_UNIT = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class GrantContext:
    """What the rows of a workbook are held against."""

    grant_id: int
    reference: str
    currency: str
    lines: dict[str, tuple[int, int | None]]
    rates: list[Rate]


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
        currencies = [*MINOR_UNITS]
        context = GrantContext(
            owner.id, owner.reference, owner.currency, budget_lines(session, owner.id), rates_for(session, currencies)
        )
    table = read_table(path)
    reader = _RowReader(table, match_columns(table.headers, file=path.name), context)
    intake = Intake()
    for done, row in enumerate(table.rows):
        if done % 500 == 0:
            progress.report(done, len(table.rows), say("Reading {file}", file=path.name))
        reader.want(row, intake)
    with office.read() as session:
        tables = intake.plan(session)
    content = path.read_bytes()
    return ImportPlan(
        kind="ledger",
        path=path,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        tables=tuple(tables),
        problems=tuple(sorted(table.problems, key=lambda problem: -problem.severity)),
        left_out=dict(reader.left_out),
    )


class _RowReader:
    """Turns rows of the sheet into wanted entries; what it cannot take becomes a problem of the table."""

    def __init__(self, table: SheetTable, columns: dict[str, int], context: GrantContext) -> None:
        self.left_out: Counter[Message] = Counter()
        self._table = table
        self._columns = columns
        self._context = context
        self._broken = {problem.where for problem in table.problems}
        self._seen: Counter[str] = Counter()

    def want(self, row: SheetRow, intake: Intake) -> None:
        """Wants the entry of `row`, notes why it cannot be, or leaves a row of totals out."""
        if self._is_total(row):
            self.left_out[say("rows of totals")] += 1
            return
        if any(self._table.address(row.number, column) in self._broken for column in range(len(row.values))):
            return
        try:
            values = self._values(row)
        except _RowError as error:
            where = self._table.address(row.number, self._columns.get(error.key, 0))
            self._table.problems.append(Problem(Severity.ERROR, where, error.sentence, error.fix))
        else:
            intake.want("ledger_entry", **values)

    def _is_total(self, row: SheetRow) -> bool:
        texts = [str(value).casefold().strip(" :") for value in row.values if isinstance(value, str)]
        return self._cell(row, "entry_on") is None and any(text.startswith(_TOTAL_WORDS) for text in texts)

    def _cell(self, row: SheetRow, key: str) -> CellValue:
        index = self._columns.get(key)
        return None if index is None else row.values[index]

    def _text(self, row: SheetRow, key: str) -> str:
        value = self._cell(row, key)
        return "" if value is None else format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)

    def _values(self, row: SheetRow) -> dict[str, object]:
        entry_on = self._date(row)
        original = self._original(row)
        kind = self._kind(row, original.amount)
        problem = sign_problem(kind, original.amount)
        if problem is not None:
            raise _RowError("original_amount", problem, say("Correct the amount, or the kind of entry."))
        rate = self._rate(row, original.currency, entry_on)
        line_id, category = self._line(row)
        amount = amount_in_grant_currency(original, rate=rate.units, currency=self._context.currency)
        return {
            "entry_on": entry_on,
            "kind": str(kind),
            "reference": self._text(row, "reference"),
            "description": self._text(row, "description"),
            "counterparty": self._text(row, "counterparty"),
            "grant_id": self._context.grant_id,
            "line_id": line_id,
            "category": self._category(row) or category,
            "original_currency": original.currency,
            "original_amount": original.amount,
            "rate": rate.units,
            "rate_on": rate.effective_on,
            "rate_source": rate.source,
            "currency": amount.currency,
            "amount": amount.amount,
            "source_key": self._source_key(row),
        }

    def _date(self, row: SheetRow) -> date:
        value = self._cell(row, "entry_on")
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            raise _RowError(
                "entry_on",
                say("“{text}” is not a date.", text=self._text(row, "entry_on")),
                say("Make it a date cell in Excel, or write it like 2019-10-09."),
            ) from None

    def _original(self, row: SheetRow) -> Money:
        currency = self._text(row, "original_currency").upper() or self._context.currency
        if currency not in MINOR_UNITS:
            raise _RowError(
                "original_currency",
                say("{code} is not a currency.", code=currency),
                say("Use the three letters of ISO 4217, such as XOF."),
            )
        value = self._cell(row, "original_amount")
        try:
            amount = value if isinstance(value, Decimal) else Decimal(str(value))
        except InvalidOperation:
            raise _RowError(
                "original_amount",
                say("“{text}” is not a number.", text=self._text(row, "original_amount")),
                say("Make it a number cell in Excel."),
            ) from None
        return Money(self._exact(amount, currency), currency)

    def _exact(self, amount: Decimal, currency: str) -> Decimal:
        """The amount a cell shows. Excel keeps binary fractions: a trace beyond the minor unit is no money."""
        rounded = round_amount(amount, currency)
        if abs(rounded - amount) > _HALF_A_UNIT.scaleb(-MINOR_UNITS[currency]) / 1000:
            raise _RowError(
                "original_amount",
                say("{amount} has more decimals than {currency}.", amount=amount, currency=currency),
                say("Round it in the workbook."),
            )
        return rounded

    def _kind(self, row: SheetRow, amount: Decimal) -> LedgerKind:
        text = self._text(row, "kind").casefold()
        if not text:
            return LedgerKind.REFUND if amount < 0 else LedgerKind.EXPENDITURE
        for kind, name in LEDGER_KINDS.items():
            if text in (kind, name.text.casefold(), f"{name.text.casefold()}s"):
                return LedgerKind(kind)
        raise _RowError(
            "kind",
            say("“{text}” is not a kind of entry.", text=text),
            say("Use one of: {kinds}.", kinds=list(LEDGER_KINDS.values())),
        )

    def _rate(self, row: SheetRow, currency: str, on: date) -> Quote:
        given = self._cell(row, "rate")
        if isinstance(given, Decimal) and given > 0 and currency != self._context.currency:
            return Quote(round(given, 10), on, self._table.sheet)
        found = quote(self._context.rates, original=currency, target=self._context.currency, on=on)
        if found is None:
            raise _RowError(
                "original_currency",
                say("There is no rate of {currency} for {day}.", currency=currency, day=on),
                say("Enter the rate under Exchange rates, or give it in a column Rate."),
            )
        return found

    def _line(self, row: SheetRow) -> tuple[int | None, int | None]:
        code = self._text(row, "line")
        if not code:
            return None, None
        if code in self._context.lines:
            return self._context.lines[code]
        near = difflib.get_close_matches(code, list(self._context.lines), n=3, cutoff=0)
        raise _RowError(
            "line",
            say("Line {code} is not in the budget of {grant}.", code=code, grant=self._context.reference),
            say("Lines with similar codes: {near}.", near=near)
            if near
            else say("Enter the budget of the grant first."),
        )

    def _category(self, row: SheetRow) -> int | None:
        text = self._text(row, "category").casefold()
        if not text:
            return None
        for category in CATEGORY_NAMES:
            names = (str(int(category)), CATEGORY_NAMES[category].text, CATEGORY_SHORT_NAMES[category].text)
            if text in (name.casefold() for name in names):
                return int(category)
        raise _RowError(
            "category",
            say("“{text}” is not a cost category.", text=text),
            say("Use its number, 1 to 8, or its name."),
        )

    def _source_key(self, row: SheetRow) -> str:
        """What tells an entry of a workbook apart, so that the same file brings it once; equal rows are numbered."""
        values = ("" if value is None else str(value) for value in row.values)
        content = "\x1f".join([self._context.reference, *values])
        digest = hashlib.sha256(content.encode()).hexdigest()[:32]
        self._seen[digest] += 1
        return f"sheet:{digest}:{self._seen[digest]}"
