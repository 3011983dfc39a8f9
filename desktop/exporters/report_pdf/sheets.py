"""The tables of a report, its annexes and its entries, as texts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from desktop.domain.money import ZERO, Money, trimmed
from desktop.exporters.report_pdf.columns import Align, Column, Line, Sheet
from desktop.exporters.report_pdf.words import Words
from desktop.language import Amount, Message, Value, say
from desktop.reports.report import Annex, ColumnKind, Report, ReportRow, ReportTable, RowStyle
from desktop.reports.trace import ADJUSTMENT, BEFORE, IN_PERIOD, MEASURES, NONE, TraceRow

MOST_ENTRIES: Final = 2_000
_WHEN: Final = {
    BEFORE: say("before the period"),
    ADJUSTMENT: say("adjustment"),
    IN_PERIOD: say("in the period"),
}


# --- tables of the report --------------------------------------------------------------------------------------------


def table_sheet(table: ReportTable, report: Report, words: Words) -> Sheet:
    """A table of a report; numbers of rows get a column where there are any."""
    currency = table.currency or report.currency
    numbered = any(row.number for row in table.rows)
    names = (*((Column(""),) if numbered else ()), Column(words.text(table.heading)))
    shown = (
        Column(words.text(column.label), Align.RIGHT if column.kind.is_number else Align.START)
        for column in table.columns
    )
    money = currency and any(column.kind is ColumnKind.AMOUNT for column in table.columns)
    return Sheet(
        words.text(table.title),
        (*names, *shown),
        tuple(_line(row, len(table.columns), currency, words, numbered=numbered) for row in table.rows),
        caption=words.text(say("Amounts in {currency}", currency=currency)) if money else "",
        names=len(names),
    )


def _line(row: ReportRow, count: int, currency: str, words: Words, *, numbered: bool) -> Line:
    label = words.text(row.label)
    if row.style is RowStyle.HEADING and not any(cell is not None for cell in row.cells):
        return Line((*((row.number,) if numbered else ()), label), row.style, row.level)
    cells = [words.cell(cell, currency) for cell in row.cells[:count]]
    cells += [""] * (count - len(cells))
    style = RowStyle.SUBTOTAL if row.style is RowStyle.HEADING else row.style
    return Line((*((row.number,) if numbered else ()), label, *cells), style, row.level)


# --- what goes with it ----------------------------------------------------------------------------------------------


def proof_sheets(report: Report, words: Words) -> list[Sheet]:
    """The figures that prove it, each made in two ways, and those that only the proofs need."""
    found = []
    if report.proofs:
        headings = (say("Two ways to the same figure"), say("First"), say("Second"), say("Difference, must be zero"))
        rows = [
            Line(
                (
                    words.text(proof.label),
                    *(
                        words.figure(figure, report.currency_of(figure.key))
                        for figure in (proof.one, proof.other, proof.difference)
                    ),
                )
            )
            for proof in report.proofs
        ]
        found.append(_plain_sheet(say("Proof"), headings, rows, words))
    if report.workings:
        rows = [
            Line((words.text(label), words.figure(figure, report.currency_of(figure.key))))
            for label, figure in report.workings
        ]
        found.append(_plain_sheet(say("Figures behind the proof"), (say("Figure"), say("Amount")), rows, words))
    return found


def _plain_sheet(title: Message, headings: Sequence[Message], rows: Sequence[Line], words: Words) -> Sheet:
    """A table of names and figures."""
    first, *others = (words.text(heading) for heading in headings)
    columns = (Column(first), *(Column(heading, Align.RIGHT) for heading in others))
    return Sheet(words.text(title), columns, tuple(rows))


def annex_sheet(annex: Annex, words: Words) -> Sheet:
    """An annex; a column of numbers stands to the right."""
    count = len(annex.headings)
    rows = [(*row, *[""] * (count - len(row)))[:count] for row in annex.rows]
    columns = (
        Column(words.text(heading), _align([row[index] for row in rows]))
        for index, heading in enumerate(annex.headings)
    )
    lines = (Line(tuple(words.text(cell) for cell in row)) for row in rows)
    return Sheet(words.text(annex.title), tuple(columns), tuple(lines))


def _align(cells: Sequence[Value]) -> Align:
    numbers = all(cell == "" or _is_number(cell) for cell in cells)
    return Align.RIGHT if numbers and any(cell != "" for cell in cells) else Align.START


def _is_number(cell: Value) -> bool:
    return isinstance(cell, Decimal | int) or (not isinstance(cell, str | date | Message) and isinstance(cell, Amount))


# --- its entries ----------------------------------------------------------------------------------------------------

_ENTRY_COLUMNS: Final = (
    (say("Date"), Align.START),
    (say("Document"), Align.START),
    (say("Description"), Align.START),
    (say("Kind"), Align.START),
    (say("When"), Align.START),
    (say("Category"), Align.START),
    (say("Line"), Align.START),
    (say("Original"), Align.RIGHT),
    (say("Rate"), Align.RIGHT),
    (say("Spent"), Align.RIGHT),
    (say("Committed"), Align.RIGHT),
    (say("Received"), Align.RIGHT),
)


def entry_sheet(trace: Sequence[TraceRow], report: Report, words: Words) -> Sheet:
    """The entries that a report sums, the first of them where they are many; columns that hold nothing are left out."""
    rows = [_entry_cells(entry, report.currency, words) for entry in trace[:MOST_ENTRIES]]
    used = [index for index in range(len(_ENTRY_COLUMNS)) if any(row[index] for row in rows)]
    columns = (Column(words.text(label), align) for label, align in (_ENTRY_COLUMNS[index] for index in used))
    lines = [Line(tuple(row[index] for index in used)) for row in rows]
    if len(rows) == len(trace):
        sums = _entry_sums(trace, report.currency, words)
        lines.append(Line(tuple(sums[index] for index in used), RowStyle.TOTAL))
    return Sheet(
        words.text(say("Entries")), tuple(columns), tuple(lines), caption=_entries_shown(len(trace), report, words)
    )


def _entry_sums(trace: Sequence[TraceRow], currency: str, words: Words) -> tuple[str, ...]:
    """What the entries come to, in the columns of the report's currency."""
    sums = (sum((entry.measure(name) for entry in trace), ZERO) for name in MEASURES)
    shown = tuple(words.amount(amount, currency) for amount in sums)
    return (words.text(say("Total")), *[""] * (len(_ENTRY_COLUMNS) - 1 - len(shown)), *shown)


def _entries_shown(count: int, report: Report, words: Words) -> str:
    if count > MOST_ENTRIES:
        return words.text(
            say("The first {shown} of {count} entries; the workbook has all of them", shown=MOST_ENTRIES, count=count)
        )
    return words.text(say("Amounts in {currency}", currency=report.currency)) if report.currency else ""


def _entry_cells(entry: TraceRow, currency: str, words: Words) -> tuple[str, ...]:
    """An entry as texts, one for each column; what it lacks, and a rate of one, is empty."""
    return (
        words.text(entry.entry_on),
        words.text(entry.reference),
        words.text(entry.description),
        words.text(entry.kind_name),
        words.text(_WHEN.get(entry.when, entry.when)),
        "" if entry.category == NONE else words.text(entry.category),
        "" if entry.line == NONE else words.text(entry.line),
        words.text(Money(entry.original_amount, entry.original_currency)),
        _rate(entry, words),
        words.amount(entry.spent, currency),
        words.amount(entry.committed, currency),
        words.amount(entry.received, currency),
    )


def _rate(entry: TraceRow, words: Words) -> str:
    if entry.rate == entry.rate_per:
        return ""
    rate = words.text(trimmed(entry.rate))
    return rate if entry.rate_per == 1 else f"{rate} : {words.text(trimmed(entry.rate_per))}"
