"""A table as data, inspected or previewed: what was recognised, what becomes of its rows, problems with their cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from desktop.cli.show import exact, problem_json
from desktop.domain.spreadsheet import column_letters
from desktop.importers.column_values import Style
from desktop.importers.layout import Guess, Layout, TotalCheck
from desktop.language import Language, Message
from desktop.registers.query import Cell
from desktop.services.imports.inspection import Inspection
from desktop.services.imports.preview import TAKEN, Preview, PreviewRow, RowProblem, Status


def inspection_json(found: Inspection, language: Language) -> dict[str, Any]:
    """What was recognised in a file, and every problem of its values."""
    return {
        "file": found.file,
        "sha256": found.sha256,
        "type": str(found.file_kind),
        "sheets": list(found.sheets),
        "hidden_sheets": list(found.hidden_sheets),
        "kinds": [{"kind": kind, "score": score} for kind, score in found.kinds],
        "kind": found.kind,
        **_recognised_json(found.layout, found.styles, language),
        "first_row": found.layout.first + 1,
        "last_row": found.layout.last + 1,
        "rows": found.rows,
        "checks": [_check_json(check) for check in found.checks],
        "notes": [language.text(note) for note in found.notes],
        "problems": [problem_json(problem, language) for problem in found.problems],
    }


def preview_json(preview: Preview, language: Language, *, batch_id: int, sentence: Message) -> dict[str, Any]:
    """What an import of a table did, or would do. Rows that come in as new, or are here already, are counted only."""
    draft = preview.draft
    return {
        "file": draft.book.name,
        "sha256": draft.book.sha256,
        "kind": draft.kind,
        **_recognised_json(draft.layout, preview.styles, language),
        "mapping": draft.mapping_name or None,
        "batch": batch_id or None,
        "sentence": language.text(sentence),
        "counts": {status.name.casefold(): preview.count(status) for status in Status},
        "sums": {money.currency: exact(money) for money in preview.sums},
        "checks": [_check_json(check) for check in preview.checks],
        "missing": [{"register": register, "name": name} for register, name in preview.missing],
        "notes": [language.text(note) for note in preview.notes],
        "refused": [problem_json(problem, language) for problem in preview.refused],
        "problems": [_row_problem_json(problem, language) for problem in preview.problems],
        "rows": [_row_json(row, language) for row in _rows_to_tell(preview)],
    }


def refused_json(name: str, sentences: tuple[Message, ...], language: Language) -> dict[str, Any]:
    """A file that could not be read at all."""
    return {"file": name, "batch": None, "sentence": language.join(sentences), "refused": True}


def _row_problem_json(found: RowProblem, language: Language) -> dict[str, Any]:
    """A problem of a row, with its row as the screen counts it and the column as its letters."""
    return problem_json(found.problem, language) | {
        "row": found.row + 1,
        "column": None if found.column is None else column_letters(found.column),
        "field": found.field,
        "nearest": list(found.nearest),
    }


def _check_json(check: TotalCheck) -> dict[str, Any]:
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


def _recognised_json(layout: Layout, styles: Mapping[str, Style], language: Language) -> dict[str, Any]:
    """Where the table is, what its columns hold and how they are written, and how many rows are no records."""
    return {
        "sheet": layout.mapping.sheet,
        "header_rows": [row + 1 for row in layout.mapping.header_rows],
        "columns": [_guess_json(guess, language) for guess in layout.guesses],
        "styles": {key: _style_json(style, language) for key, style in styles.items()},
        "left_out": {str(why): count for why, count in Counter(layout.left.values()).items()},
    }


def _guess_json(guess: Guess, language: Language) -> dict[str, Any]:
    return {
        "column": column_letters(guess.column),
        "heading": guess.header,
        "field": guess.field or None,
        "score": guess.score,
        "reason": language.text(guess.reason),
    }


def _style_json(style: Style, language: Language) -> dict[str, Any]:
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
