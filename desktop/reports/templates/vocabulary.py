"""The vocabulary of a report: every fact, figure and table of it under a name that a template may call."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from desktop.language import Message, Value, say
from desktop.reports.facts import GrantFacts
from desktop.reports.forms.volunteers import ANNEX_COLUMNS, ANNEX_HEADING, ANNEX_TITLE
from desktop.reports.forms.volunteers import KEY as VOLUNTEERS_KEY
from desktop.reports.report import (
    ColumnKind,
    Figure,
    Letterhead,
    Report,
    ReportColumn,
    ReportRow,
    ReportTable,
)
from desktop.reports.templates.terms import Term, TermColumn, TermRow, TermTable, Vocabulary
from desktop.reports.trace import TraceRow

ENTRIES: Final = "entries"
"""The table of the entries that a report sums."""

_NOT_IN_NAMES = re.compile(r"[\s{}=?]+")
# Facts under the names by which people look for them, beside those that the layout gives them.
_GRANT_FACTS: Final = {
    "grant.reference": "grant",
    "grant.title": "title",
    "grant.funder": "funder",
    "grant.currency": "currency",
    "report.state": "state",
}


def vocabulary(
    report: Report,
    *,
    letterhead: Letterhead,
    grant: GrantFacts | None = None,
    today: date | None = None,
    entries: Iterable[TraceRow] = (),
) -> Vocabulary:
    """All names that a template may call for `report`, which is about `grant` where it is about one.

    `entries` are those it sums, where a template lists them.
    """
    found: dict[str, Term] = {}
    for term in (*(() if grant is None else _grant(grant)), *_terms(report, letterhead, today)):
        found.setdefault(term.name, term)
    tables = [*(_table(table, report.currency) for table in report.tables), *_lists(report, entries)]
    named = {table.name: table for table in tables}
    if grant is not None:
        named.setdefault(VOLUNTEERS_KEY, _no_volunteers(report.currency))
    return Vocabulary(found, named)


def name_of(key: str) -> str:
    """A key as a template writes it: small letters, without blanks and braces."""
    return _NOT_IN_NAMES.sub("_", key.strip()).casefold()


# --- single values --------------------------------------------------------------------------------------------------


def _terms(report: Report, letterhead: Letterhead, today: date | None) -> Iterator[Term]:
    yield Term("report.title", report.title, say("The title of the report"))
    facts = {fact.key: fact for fact in report.facts}
    for name, key in _GRANT_FACTS.items():
        if key in facts:
            yield Term(name, facts[key].value, facts[key].label, _kind(facts[key].value))
    yield Term("period.first", report.period.start, say("The first day of the period"), ColumnKind.DAY)
    yield Term("period.last", report.period.last, say("The last day of the period"), ColumnKind.DAY)
    yield Term("today", today, say("The day on which the report is made"), ColumnKind.DAY)
    yield Term("report.entries", report.entry_count, say("How many entries the report sums"), ColumnKind.QUANTITY)
    for name, value, about in _office(letterhead):
        yield Term(name, value, about)
    for fact in report.facts:
        yield Term(name_of(fact.key), fact.value, fact.label, _kind(fact.value))
    for table in report.tables:
        yield from _cells(table, report.currency)
    yield from _labels(report)
    for label, figure in report.workings:
        yield _figure(figure, label, report.currency)


def _grant(grant: GrantFacts) -> Iterator[Term]:
    """What the agreement says, whatever of it the layout states."""
    texts = (
        ("reference", grant.reference, say("The reference of the grant")),
        ("title", grant.title, say("The title of the grant")),
        ("funder", grant.funder, say("The funder of the grant")),
        ("agreement", grant.agreement, say("The agreement of the grant")),
        ("award_number", grant.award_number, say("The number of the award")),
        ("assistance_listing", grant.assistance_listing, say("The assistance listing of the award")),
        ("currency", grant.currency, say("The currency of the grant")),
        ("projects", [" ".join(one) for one in grant.projects], say("The projects of the grant")),
    )
    for key, value, about in texts:
        yield Term(f"grant.{key}", value or None, about)
    days = (
        ("awarded_on", grant.awarded_on, say("The day of the award")),
        ("starts_on", grant.starts_on, say("The first day of the grant")),
        ("ends_on", grant.ends_on, say("The last day of the grant")),
    )
    for key, day, about in days:
        yield Term(f"grant.{key}", day, about, ColumnKind.DAY)
    amount = say("The amount of the grant")
    yield Term("grant.amount", grant.amount, amount, ColumnKind.AMOUNT, grant.currency)


def _office(letterhead: Letterhead) -> tuple[tuple[str, Value, Message], ...]:
    return (
        ("office.name", letterhead.name, say("The name of the office")),
        ("office.address", letterhead.address, say("The address of the office")),
        ("office.contact", letterhead.contact, say("Whom to ask in the office")),
        ("office.uei", letterhead.uei, say("The UEI of the office")),
        ("office.ein", letterhead.ein, say("The EIN of the office")),
    )


def _kind(value: Value | None) -> ColumnKind:
    return ColumnKind.DAY if isinstance(value, date) else ColumnKind.TEXT


def _cells(table: ReportTable, currency: str) -> Iterator[Term]:
    """The cells of a table: figures by their keys, texts and days by table, row and column."""
    for row in table.rows:
        for column, cell in zip(table.columns, row.cells, strict=False):
            about = say("{row}: {column}", row=row.label, column=column.label)
            if isinstance(cell, Figure):
                yield _figure(cell, about, table.currency or currency)
            elif cell is not None:
                yield Term(name_of(f"{table.key}.{row.key}.{column.key}"), cell, about, column.kind)


def _labels(report: Report) -> Iterator[Term]:
    """What things are called, so that a template reads in the language of each report."""
    for key, label in _named(report):
        yield Term(name_of(key), label, say("The words “{label}”", label=label))


def _named(report: Report) -> Iterator[tuple[str, Value]]:
    for fact in report.facts:
        yield f"{fact.key}.label", fact.label
    for table in report.tables:
        yield f"{table.key}.title", table.title
        yield f"{table.key}.heading", table.heading
        for column in table.columns:
            yield f"{table.key}.{column.key}.label", column.label


def _figure(figure: Figure, about: Message, currency: str) -> Term:
    return Term(name_of(figure.key), figure.value, about, ColumnKind(figure.unit.value), currency)


# --- tables ---------------------------------------------------------------------------------------------------------


def _table(table: ReportTable, currency: str) -> TermTable:
    columns = [
        TermColumn("number", say("The number of the row")),
        TermColumn("label", table.heading),
        TermColumn("key", say("The key of the row")),
        *(TermColumn(name_of(one.key), say("{label}", label=one.label), one.kind) for one in table.columns),
    ]
    rows = tuple(TermRow(_values(row, table.columns), row.style) for row in table.rows)
    return TermTable(name_of(table.key), table.title, _by_key(columns), rows, table.currency or currency)


def _no_volunteers(currency: str) -> TermTable:
    """The annex of volunteers of a report without it, so that a template which lists them is filled all the same."""
    columns = tuple(ReportColumn(one.key, one.label, one.kind) for one in ANNEX_COLUMNS)
    return _table(ReportTable(VOLUNTEERS_KEY, ANNEX_TITLE, ANNEX_HEADING, columns, ()), currency)


def _by_key(columns: Iterable[TermColumn]) -> dict[str, TermColumn]:
    return {column.key: column for column in columns}


def _values(row: ReportRow, columns: Sequence[ReportColumn]) -> dict[str, Value | None]:
    cells = [cell.value if isinstance(cell, Figure) else cell for cell in row.cells]
    shown = {name_of(column.key): cell for column, cell in zip(columns, cells, strict=False)}
    return {"number": row.number, "label": row.label, "key": row.key} | shown


def _lists(report: Report, entries: Iterable[TraceRow]) -> Iterator[TermTable]:
    """What a report has besides tables of figures."""
    yield _list(
        "facts",
        say("What stands at the head of the report"),
        {"label": say("What is stated"), "value": say("What it is"), "box": say("Its number on the form")},
        ({"label": fact.label, "value": fact.value, "box": fact.box} for fact in report.facts),
    )
    yield _list(
        "notes", say("The notes of the report"), {"text": say("The note")}, ({"text": note} for note in report.notes)
    )
    yield _list(
        "signatures",
        say("Who signs the report"),
        {"label": say("What is signed"), "name": say("Who signs"), "title": say("The title of who signs")},
        ({"label": one.label, "name": one.name, "title": one.title} for one in report.signatures),
    )
    rows = tuple(TermRow({key: getattr(entry, key) for key in _ENTRY_COLUMNS}) for entry in entries)
    yield TermTable(ENTRIES, say("The entries that the report sums"), _by_key(_entry_columns()), rows, report.currency)


def _list(
    name: str, about: Message, columns: Mapping[str, Message], rows: Iterable[Mapping[str, Value | None]]
) -> TermTable:
    return TermTable(
        name, about, _by_key(TermColumn(key, text) for key, text in columns.items()), tuple(map(TermRow, rows))
    )


_ENTRY_COLUMNS: Final[dict[str, tuple[Message, ColumnKind]]] = {
    "entry_on": (say("Date"), ColumnKind.DAY),
    "reference": (say("Document"), ColumnKind.TEXT),
    "description": (say("Description"), ColumnKind.TEXT),
    "kind_name": (say("Kind"), ColumnKind.TEXT),
    "when": (say("When"), ColumnKind.TEXT),
    "grant": (say("Grant"), ColumnKind.TEXT),
    "category": (say("Category"), ColumnKind.TEXT),
    "line": (say("Line"), ColumnKind.TEXT),
    "outcome": (say("Outcome"), ColumnKind.TEXT),
    "output": (say("Output"), ColumnKind.TEXT),
    "activity": (say("Activity"), ColumnKind.TEXT),
    "project": (say("Project"), ColumnKind.TEXT),
    "original_currency": (say("Currency"), ColumnKind.TEXT),
    "original_amount": (say("Original"), ColumnKind.QUANTITY),
    "rate": (say("Rate"), ColumnKind.QUANTITY),
    "spent": (say("Spent"), ColumnKind.AMOUNT),
    "committed": (say("Committed"), ColumnKind.AMOUNT),
    "received": (say("Received"), ColumnKind.AMOUNT),
}


def _entry_columns() -> Iterator[TermColumn]:
    for key, (label, kind) in _ENTRY_COLUMNS.items():
        yield TermColumn(key, label, kind)
