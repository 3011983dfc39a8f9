"""What stands on the main sheet of a report, row by row, before anything is written.

Since all rows are known first, a formula may point at a figure that stands further down.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Final

from desktop.exporters import cells
from desktop.exporters.report_workbook.looks import Look, money_form, quantity_form, shown
from desktop.language import Language, Message, Value, say
from desktop.reports.report import (
    Cell,
    Chart,
    ColumnKind,
    Fact,
    Figure,
    Letterhead,
    Proof,
    Report,
    ReportColumn,
    ReportRow,
    ReportTable,
    RowStyle,
    Signature,
    Unit,
)

NUMBER, LABEL, FIRST = 0, 1, 2
"""Columns, counted from 0: the number of a row, what it is called, its first figure."""

_WHOLE: Final = 16  # lines of a table that is not parted between two pages
_BEGINNING: Final = 5  # lines of a longer one that stay together: its title, its heading, its first rows
_END: Final = 4  # a total does not stand alone
_CHART_FRAME: Final = 6  # lines for its title, its scale and its legend
LOGO_LINES: Final = 3
_PROOF_WIDTH = 3
_LABEL = Look(muted=True)
_STRONG = Look(bold=True)
_SECTION = Look(bold=True, size=12)
_HEADING = Look(muted=True, filled=True, wraps=True, below=1)
_OF_STYLE: Final = {
    RowStyle.HEADING: Look(bold=True, filled=True, below=1),
    RowStyle.LINE: Look(below=1),
    RowStyle.SUBTOTAL: Look(bold=True, above=1),
    RowStyle.TOTAL: Look(bold=True, above=1, below=2),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Says whether all differences are zero; worked out by the workbook like they are."""

    proofs: tuple[Proof, ...]
    holds: str
    fails: str


@dataclass(frozen=True, slots=True)
class Spot:
    """What stands in a column of a line, and how it looks."""

    column: int
    content: Figure | Verdict | Value | None
    look: Look = field(default_factory=Look)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the sheet. The sentence `spread` runs over all columns, and wraps there."""

    spots: tuple[Spot, ...] = ()
    spread: Message | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a table stands: the row of its heading (0 is the first), and the rows of its lines by their style."""

    heading: int
    rows: tuple[tuple[int, ReportRow], ...]


class Page:
    """The lines of the main sheet; `width` is how many columns they need."""

    def __init__(self, report: Report, language: Language, letterhead: Letterhead) -> None:
        self.report, self._language = report, language
        self.lines: list[Line] = []
        self.tables: dict[str, Place] = {}
        self.blocks: list[range] = []
        """Rows that are printed on one page where they can be."""
        self.chart_at = self.chart_lines = 0
        self.width = FIRST + max([_PROOF_WIDTH, *(len(table.columns) for table in report.tables)])
        self._write_letterhead(letterhead)
        self.title_at = len(self.lines)
        self._add(Spot(NUMBER, report.title, Look(bold=True, size=16)))
        self._skip()
        for fact in report.facts:
            self._write_fact(fact)
        self._skip()
        for table in report.tables:
            with self._block(longest=_WHOLE):
                self._write_table(table)
        if report.chart is not None:
            self.chart_at, self.chart_lines = len(self.lines), _chart_lines(report, report.chart)
            with self._block():
                self.lines += [Line()] * (self.chart_lines + 1)
        if report.workings or report.proofs:
            with self._block():
                self._write_proof()
        for note in report.notes:
            self.lines.append(Line(spread=note))
        with self._block():
            for signature in report.signatures:
                self._write_signature(signature)

    def spots(self) -> Iterator[tuple[int, Spot]]:
        """Every spot and its row."""
        for row, line in enumerate(self.lines):
            for spot in line.spots:
                yield row, spot

    def _add(self, *spots: Spot) -> None:
        self.lines.append(Line(spots))

    def _skip(self) -> None:
        self.lines.append(Line())

    @contextmanager
    def _block(self, longest: int | None = None) -> Iterator[None]:
        """Keeps together what is written meanwhile; of more than `longest` lines, its beginning and its end."""
        start = len(self.lines)
        yield
        written = range(start, len(self.lines))
        short = longest is None or len(written) <= longest
        self.blocks += [written] if short else [written[:_BEGINNING], written[-_END:]]

    def _write_letterhead(self, letterhead: Letterhead) -> None:
        self.logo = letterhead.logo
        if self.logo:
            self.lines += [Line()] * LOGO_LINES
        if letterhead.name:
            self._add(Spot(NUMBER, letterhead.name, _SECTION))
        for text in (*letterhead.address.splitlines(), *letterhead.contact.splitlines()):
            self._add(Spot(NUMBER, text, _LABEL))
        if self.lines:
            self._skip()

    def _write_fact(self, fact: Fact) -> None:
        content, form = shown(fact.value, self._language)
        value = None if content is None else fact.value
        if isinstance(content, str):
            lines = map(str.strip, content.splitlines())
            value = self._language.comma.join(filter(None, lines)) or None  # an address: its row is one line high
        self._add(
            Spot(NUMBER, fact.box or None, _LABEL),
            Spot(LABEL, fact.label, _LABEL),
            Spot(FIRST, value, replace(_STRONG, form=form)),
        )

    # --- tables ---------------------------------------------------------------------------------------------------

    def _write_table(self, table: ReportTable) -> None:
        self._add(Spot(NUMBER, table.title, _SECTION))
        heading = len(self.lines)
        self._write_heading(table.heading, table.columns)
        rows = []
        for row in table.rows:
            rows.append((len(self.lines), row))
            self._write_row(table, row)
        self.tables[table.key] = Place(heading, tuple(rows))
        self._skip()

    def _write_heading(self, heading: Message, columns: tuple[ReportColumn, ...]) -> None:
        self._add(
            Spot(NUMBER, None, _HEADING),
            Spot(LABEL, heading, _HEADING),
            *(
                Spot(index, column.label, replace(_HEADING, right=column.kind.is_number, indent=_gap(columns, index)))
                for index, column in enumerate(columns, start=FIRST)
            ),
        )

    def _write_row(self, table: ReportTable, row: ReportRow) -> None:
        look = _OF_STYLE[row.style]
        currency = table.currency or self.report.currency
        given = (*row.cells, *[None] * (len(table.columns) - len(row.cells)))
        self._add(
            Spot(NUMBER, row.number or None, replace(look, bold=False, muted=True)),
            Spot(LABEL, row.label, replace(look, indent=row.level, wraps=True)),
            *(
                self._spot(index, cell, column.kind, replace(look, indent=_gap(table.columns, index)), currency)
                for index, (cell, column) in enumerate(zip(given, table.columns, strict=True), start=FIRST)
            ),
        )

    def _spot(self, index: int, cell: Cell, kind: ColumnKind, look: Look, currency: str) -> Spot:
        if isinstance(cell, Figure):
            return Spot(index, cell, replace(look, form=form_of(cell, currency), right=True))
        content, form = shown(cell, self._language)
        is_text = isinstance(content, str)
        right = kind.is_number and not is_text
        return Spot(index, None if content is None else cell, replace(look, form=form, right=right, wraps=is_text))

    # --- proof and signatures -------------------------------------------------------------------------------------

    def _write_proof(self) -> None:
        report = self.report
        self._add(Spot(NUMBER, say("Proof"), _SECTION))
        for label, figure in report.workings:
            self._add(Spot(LABEL, label, Look(wraps=True)), self._figure(FIRST, figure, Look()))
        if report.proofs:
            columns = [
                ReportColumn(key, label)
                for key, label in (
                    ("first", say("First")),
                    ("second", say("Second")),
                    ("difference", say("Difference, must be zero")),
                )
            ]
            self._write_heading(say("Two ways to the same figure"), tuple(columns))
        for proof in report.proofs:
            look = Look(below=1)
            self._add(
                Spot(NUMBER, None, look),
                Spot(LABEL, proof.label, replace(look, wraps=True)),
                self._figure(FIRST, proof.one, look),
                self._figure(FIRST + 1, proof.other, look),
                self._figure(FIRST + 2, proof.difference, replace(look, bold=True)),
            )
        if report.proofs:
            holds, fails = say("All differences are zero."), say("A difference is not zero.")
            verdict = Verdict(report.proofs, self._language.text(holds), self._language.text(fails))
            self._add(Spot(LABEL, verdict, _STRONG))
        self._skip()

    def _figure(self, column: int, figure: Figure, look: Look) -> Spot:
        form = form_of(figure, self.report.currency_of(figure.key))
        return Spot(column, figure, replace(look, form=form, right=True))

    def _write_signature(self, signature: Signature) -> None:
        line = Look(below=1)
        self._skip()
        self._skip()
        self._add(
            Spot(LABEL, signature.label, Look(muted=True, below=1)),
            *(Spot(FIRST + index, None, line) for index in range(_PROOF_WIDTH)),
        )
        who = self._language.comma.join(text for text in (signature.name, signature.title) if text)
        self._add(Spot(LABEL, who or None), Spot(FIRST, say("Date and signature"), _LABEL))


def _gap(columns: tuple[ReportColumn, ...], index: int) -> int:
    """How far a text is from the left of its column: numbers that end right before it would touch it."""
    place = index - FIRST
    return int(place > 0 and not columns[place].kind.is_number and columns[place - 1].kind.is_number)


def _chart_lines(report: Report, chart: Chart) -> int:
    """How many lines the chart of a report needs, where each line of its table has a name to be read."""
    rows = [row for row in report.table(chart.table).rows if row.style is RowStyle.LINE]
    return _CHART_FRAME + len(rows) * max(1, len(chart.columns) - 1)


def form_of(figure: Figure, currency: str) -> str:
    """The format of a figure."""
    match figure.unit:
        case Unit.SHARE:
            return cells.SHARE_FORMAT
        case Unit.QUANTITY:
            return quantity_form(figure.value)
        case Unit.MONTHS:
            return cells.MONTHS_FORMAT
    return money_form(currency, figure.value)
