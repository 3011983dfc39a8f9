"""How records and outcomes are printed: as JSON for programs, as columns for people."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from desktop.domain.finding import SEVERITY_NAMES, Finding, Problem
from desktop.domain.money import Money
from desktop.importers.layout import TotalCheck
from desktop.language import Language, Message, say_many, without_marks
from desktop.registers.exported import currencies_of, exported_columns
from desktop.registers.query import Cell, Query, Row
from desktop.registers.register import NUMERIC_KINDS, SEVERAL_KINDS, Column
from desktop.registers.show import cell_text, exact_number
from desktop.services.imports import ImportPlan

_WIDEST = 44
_NAME_WIDTH = 40
_BREAK = re.compile(r" *[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+\s*")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def row_json(query: Query, row: Row, language: Language) -> dict[str, Any]:
    """A record as an object by column key: exact numbers as text, dates in ISO form, several codes as a list."""
    values = query.by_key(row)
    return {"id": row.id} | {
        column.key: _json(column, values[column.key], values.get(column.currency), language) for column in query.shown
    }


def _json(column: Column, value: Cell, currency: Cell, language: Language) -> Any:
    match value:
        case Message():
            return language.text(value)
        case Decimal():
            return format(exact_number(column, value, currency), "f")
        case datetime() | date():
            return value.isoformat()
        case str() if column.kind in SEVERAL_KINDS:
            return value.split(", ")
        case None if column.kind in SEVERAL_KINDS:
            return []
    return value


def exact(money: Money) -> str:
    """An amount as programs read it, without its currency."""
    return format(money.amount, "f")


def finding_json(finding: Finding, language: Language) -> dict[str, Any]:
    """A finding as an object."""
    return {
        "severity": finding.severity.name.casefold(),
        "code": finding.code,
        "register": finding.register,
        "record": finding.label,
        "sentence": language.text(finding.sentence),
        "fix": language.text(finding.fix),
    }


def found_text(found: Finding | Problem, language: Language, *, where: str = "") -> str:
    """A finding or a problem as a line: how bad, where, what it is and what to do."""
    name = language.text(SEVERITY_NAMES[found.severity])
    head = f"{name} {where}" if where else name
    return f"{head}: {language.join((found.sentence, found.fix))}"


def import_json(plan: ImportPlan, language: Language, *, batch_id: int, dry_run: bool) -> dict[str, Any]:
    """What an import did, or would do."""
    return {
        "file": plan.path.name,
        "sha256": plan.sha256,
        "dry_run": dry_run,
        "batch": batch_id or None,
        "sentence": language.text(plan.sentence),
        "new": {table: new for table, new, _changed, _same in plan.counts()},
        "changed": {table: changed for table, _new, changed, _same in plan.counts()},
        "same": {table: same for table, _new, _changed, same in plan.counts()},
        "removed": {plan.table: len(plan.gone) for plan in plan.tables if plan.gone},
        "left_out": {language.text(what): count for what, count in plan.left_out.items()},
        "notes": [language.text(note) for note in plan.notes],
        "problems": [problem_json(problem, language) for problem in plan.problems],
    }


def problem_json(problem: Problem, language: Language) -> dict[str, str]:
    """A problem of a file as an object."""
    return {
        "severity": problem.severity.name.casefold(),
        "where": problem.where,
        "sentence": language.text(problem.sentence),
        "fix": language.text(problem.fix),
    }


def check_sentence(check: TotalCheck) -> Message:
    """A total that a workbook states, beside what its own rows make."""
    where, stated, lines = check.where, check.stated, check.lines
    if check.differs:
        return say_many(
            "{where}: the workbook states {stated}, its {count} line makes {summed}.",
            "{where}: the workbook states {stated}, its {count} lines make {summed}.",
            where=where,
            stated=stated,
            count=lines,
            summed=check.summed,
        )
    return say_many(
        "{where}: the total {stated} is what its {count} line makes.",
        "{where}: the total {stated} is what its {count} lines make.",
        where=where,
        stated=stated,
        count=lines,
    )


def text_table(query: Query, rows: Sequence[Row], language: Language) -> Iterator[str]:
    """Rows as lines of columns, numbers to the right; a letter is a place, so nothing invisible is among them."""
    exported = exported_columns(query, currencies_of(query, rows))
    columns = [each.column for each in exported]
    table = [[language.text(each.heading) for each in exported]]
    table += [_texts(columns, query.by_key(row), language) for row in rows]
    widths = [min(max(len(line[index]) for line in table), _WIDEST) for index in range(len(columns))]
    for line in table:
        yield "  ".join(
            _fitted(text, width, right=column.kind in NUMERIC_KINDS)
            for text, width, column in zip(line, widths, columns, strict=True)
        ).rstrip()


def _fitted(text: str, width: int, *, right: bool) -> str:
    cut = text if len(text) <= width else text[: width - 1] + "…"
    return cut.rjust(width) if right else cut.ljust(width)


def _texts(columns: Sequence[Column], values: Mapping[str, Cell], language: Language) -> list[str]:
    return [
        _in_one_line(cell_text(column, values[column.key], values.get(column.currency), language)) for column in columns
    ]


def print_columns(rows: Sequence[Sequence[str]], *, right: Sequence[int], whole: Sequence[int] = ()) -> None:
    """Prints rows as columns of plain text, amounts to the `right`; long texts are cut, but for those left `whole`."""
    plain = [[_in_one_line(cell) for cell in row] for row in rows]
    shown = [[cell if index in whole else _cut(cell) for index, cell in enumerate(row)] for row in plain]
    widths = [max(len(row[index]) for row in shown) for index in range(len(shown[0]))] if shown else []
    for row in shown:
        parts = [
            cell.rjust(width) if index in right else cell.ljust(width)
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        print("  ".join(parts).rstrip())


def _in_one_line(text: str) -> str:
    """What somebody typed as it stands in a row: neither line breaks nor what would steer a terminal."""
    return _UNSEEN.sub("", _BREAK.sub(" ", without_marks(text))).strip()


def _cut(text: str) -> str:
    return text if len(text) <= _NAME_WIDTH else text[: _NAME_WIDTH - 1] + "…"
