"""A preview as data: what was recognised, how many rows of each status, every problem with its address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from desktop.cli.show import problem_json
from desktop.domain.spreadsheet import column_letters
from desktop.importers.layout import TotalCheck
from desktop.language import Language, Message
from desktop.registers.query import Cell
from desktop.services.imports.preview import TAKEN, Preview, PreviewRow, RowProblem, Status


def preview_json(preview: Preview, language: Language, *, batch_id: int, sentence: Message) -> dict[str, Any]:
    """What an import of a table did, or would do. Rows that come in as new, or are here already, are counted only."""
    draft, mapping = preview.draft, preview.draft.mapping
    return {
        "file": draft.book.name,
        "sha256": draft.book.sha256,
        "kind": draft.kind,
        "sheet": mapping.sheet,
        "header_rows": [row + 1 for row in mapping.header_rows],
        "mapping": draft.mapping_name or None,
        "columns": [_guess_json(preview, guess.column, language) for guess in draft.guesses],
        "styles": {key: _style_json(preview, key, language) for key in preview.styles},
        "batch": batch_id or None,
        "sentence": language.text(sentence),
        "counts": {status.name.casefold(): preview.count(status) for status in Status},
        "sums": {money.currency: format(money.amount, "f") for money in preview.sums},
        "checks": [check_json(check) for check in preview.checks],
        "missing": [{"register": register, "name": name} for register, name in preview.missing],
        "left_out": {str(why): count for why, count in _left(preview).items()},
        "notes": [language.text(note) for note in preview.notes],
        "refused": [problem_json(problem, language) for problem in preview.refused],
        "problems": [row_problem_json(problem, language) for problem in preview.problems],
        "rows": [_row_json(row, language) for row in _rows_to_tell(preview)],
    }


def refused_json(name: str, sentences: tuple[Message, ...], language: Language) -> dict[str, Any]:
    """A file that could not be read at all."""
    return {"file": name, "batch": None, "sentence": language.join(sentences), "refused": True}


def row_problem_json(found: RowProblem, language: Language) -> dict[str, Any]:
    """A problem of a row, with its row as the screen counts it and the column as its letters."""
    return problem_json(found.problem, language) | {
        "row": found.row + 1,
        "column": None if found.column is None else column_letters(found.column),
        "field": found.field,
        "nearest": list(found.nearest),
    }


def check_json(check: TotalCheck) -> dict[str, Any]:
    """A total that the workbook states, beside what its lines make."""
    return {
        "where": check.where,
        "heading": check.header,
        "currency": check.currency,
        "stated": format(check.stated, "f"),
        "summed": format(check.summed, "f"),
        "differs": format(check.differs, "f"),
        "lines": check.lines,
        "grand": check.grand,
    }


def _left(preview: Preview) -> Mapping[str, int]:
    counts: dict[str, int] = {}
    for why in preview.draft.layout.left.values():
        counts[why] = counts.get(why, 0) + 1
    return counts


def _guess_json(preview: Preview, column: int, language: Language) -> dict[str, Any]:
    guess = next(each for each in preview.draft.guesses if each.column == column)
    return {
        "column": column_letters(guess.column),
        "heading": guess.header,
        "field": guess.field or None,
        "score": guess.score,
        "reason": language.text(guess.reason),
    }


def _style_json(preview: Preview, key: str, language: Language) -> dict[str, Any]:
    style = preview.styles[key]
    evidence = language.text(style.evidence)
    return {"style": style.code, "evidence": evidence, "open": style.open, "others": list(style.others)}


def _rows_to_tell(preview: Preview) -> Iterator[PreviewRow]:
    """The rows that are more than new or the same."""
    plain = (Status.NEW, Status.SAME)
    return (preview.rows[place] for place, status in enumerate(preview.statuses) if status not in plain)


def _row_json(row: PreviewRow, language: Language) -> dict[str, Any]:
    return {
        "row": row.row + 1,
        "status": row.status.name.casefold(),
        "comes_in": row.status in TAKEN,
        "record": row.record_id,
        "reason": None if row.reason is None else language.text(row.reason),
        "changes": {
            key: [_plain(old, language), _plain(row.values.get(key), language)] for key, old in row.old.items()
        },
    }


def _plain(value: Cell, language: Language) -> Any:
    match value:
        case Message():
            return language.text(value)
        case Decimal():
            return format(value, "f")
        case date():
            return value.isoformat()
    return value
