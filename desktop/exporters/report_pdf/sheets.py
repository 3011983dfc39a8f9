"""The tables of a report and its annexes, as texts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from desktop.exporters.report_pdf.columns import Align, Column, Line, Sheet
from desktop.exporters.report_pdf.words import Words
from desktop.language import Amount, Message, Value, say
from desktop.reports.report import Annex, ColumnKind, Report, ReportRow, ReportTable, RowStyle

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
    number = (words.text(row.number),) if numbered else ()  # a code that somebody typed, as 1-A
    if row.style is RowStyle.HEADING and not any(cell is not None for cell in row.cells):
        return Line((*number, label), row.style, row.level)
    cells = [words.cell(cell, currency) for cell in row.cells[:count]]
    cells += [""] * (count - len(cells))
    style = RowStyle.SUBTOTAL if row.style is RowStyle.HEADING else row.style
    return Line((*number, label, *cells), style, row.level)


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
