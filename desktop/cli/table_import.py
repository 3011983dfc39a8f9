"""A table comes into any list, from the command line: looked at, told, brought in, remembered, marked up."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop.cli.call import Call
from desktop.cli.chosen import as_chosen, ask_for_styles
from desktop.cli.show import check_sentence, found_text
from desktop.cli.table_json import preview_json
from desktop.domain.finding import Severity
from desktop.domain.progress import Silent
from desktop.language import Message, UserError, say, say_many
from desktop.registers import find_register
from desktop.services.imports import sheets
from desktop.services.imports.preview import Draft, Preview, RowProblem, Status
from desktop.services.imports.preview import Options as Chosen
from desktop.services.offices import Office
from desktop.services.references import grant_id_of


@dataclass(frozen=True, slots=True)
class TableImport:
    """What became of a file. `refusal` is why nothing of it came in, where something keeps it out."""

    preview: Preview
    sentence: Message
    batch_id: int = 0
    refusal: UserError | None = None

    def as_json(self, call: Call) -> dict[str, Any]:
        """For programs."""
        made = preview_json(self.preview, call.language, batch_id=self.batch_id, sentence=self.sentence)
        return made | {"dry_run": call.options.dry_run}

    def tell(self, call: Call) -> None:
        """For people: what came in on standard output, what is wrong on standard error."""
        preview = self.preview
        if self.refusal is None or preview.count(Status.ERROR):
            for line in self._lines():
                call.tell(line)
        problems = [(problem.where, problem) for problem in preview.refused[1:]]
        if not preview.refused:
            problems = [(_where(preview, found), found.problem) for found in preview.problems]
        for where, problem in problems:
            print(found_text(problem, call.language, where=where), file=sys.stderr)
        for question in ask_for_styles(preview):
            print(call.language.text(question), file=sys.stderr)

    def _lines(self) -> Iterator[Message]:
        preview = self.preview
        if self.refusal is None:
            yield self.sentence
        yield say(
            "{table}: {new} new, {changed} changed, {same} same",
            table=find_register(preview.draft.kind).title,
            new=preview.count(Status.NEW),
            changed=preview.count(Status.CHANGED),
            same=preview.count(Status.SAME),
        )
        yield from _other_counts(preview)
        yield from preview.notes
        if preview.sums:
            yield say("Sum of the amounts: {sums}.", sums=preview.sums)
        yield from (check_sentence(check) for check in preview.checks if check.differs)
        for register, name in preview.missing:
            yield say("Made because the file names it: {list} {name}", list=find_register(register).singular, name=name)


def _where(preview: Preview, found: RowProblem) -> str:
    """The cell of a problem; for one of a row as a whole the first of the row."""
    where = found.problem.where
    return where if "!" in where else preview.draft.sheet.address(found.row, 0)


def _other_counts(preview: Preview) -> Iterator[Message]:
    duplicates, conflicts = preview.count(Status.DUPLICATE), preview.count(Status.CONFLICT)
    if duplicates:
        yield say_many("{count} duplicate row", "{count} duplicate rows", count=duplicates)
    if conflicts:
        yield say_many(
            "{count} row stays out: someone changed the record since it was exported.",
            "{count} rows stay out: someone changed the records since they were exported.",
            count=conflicts,
        )
    errors = preview.count(Status.ERROR)
    if errors:
        yield say_many("{count} row with an error", "{count} rows with an error", count=errors)
    left = len(preview.draft.layout.left)
    if left:
        yield say_many(
            "{count} row is no record: a blank, a total or a note.",
            "{count} rows are no records: blanks, totals or notes.",
            count=left,
        )


def import_table(call: Call, office: Office, path: Path) -> TableImport:
    """Brings a file into the list of the call, or says what that would do.

    Raises UserError when there is no such grant, or the file cannot be read or holds no table.
    """
    options = call.options
    if options.grant and not options.create_missing:
        grant_id_of(office, options.grant)
    book = sheets.open_file(path, progress=Silent())
    draft = sheets.draft(office, book, options.kind, sheet=options.sheet, mapping_name=options.mapping)
    draft = as_chosen(office, draft, options.column, options.style)
    _require_records(draft)
    chosen = Chosen(grant=options.grant, create_missing=options.create_missing)
    preview = sheets.preview(office, draft, chosen, progress=Silent())
    if options.marked_up:
        _mark_up(call, preview)
    if preview.brings_nothing:
        call.remember_nothing_new(office, book.sha256)
    refusal = _refusal(preview, skip_errors=options.skip_errors)
    if refusal is not None:
        return TableImport(preview, refusal.title, refusal=refusal)
    if options.dry_run:
        return TableImport(preview, _would_do(preview, options))
    outcome = sheets.apply(office, preview, taken=_taken(preview, options), progress=Silent())
    if options.remember:
        sheets.keep_mapping(office, draft, name=options.remember)
    return TableImport(preview, outcome.message, outcome.record_id)


def _require_records(draft: Draft) -> None:
    if not (draft.mapping.fields and draft.layout.rows):
        title = find_register(draft.kind).title
        raise UserError(
            say("{file} holds no records for the list “{list}”.", file=draft.book.name, list=title),
            say("Nothing was imported."),
            say("Name its sheet with --sheet, or choose another list."),
        )


def _taken(preview: Preview, options: Any) -> Sequence[int] | None:
    """The rows that come in; None for those that do by themselves."""
    if not options.with_duplicates:
        return None
    return preview.taken(also=frozenset(preview.places(Status.DUPLICATE)))


def _would_do(preview: Preview, options: Any) -> Message:
    taken = _taken(preview, options)
    count = len(preview.taken() if taken is None else taken)
    register = find_register(preview.draft.kind)
    if not count:
        return say("Nothing new in {file}: everything is here already.", file=preview.draft.book.name)
    return say("{file} would bring in {records}.", file=preview.draft.book.name, records=register.count(count))


def _refusal(preview: Preview, *, skip_errors: bool) -> UserError | None:
    """Why nothing of the file comes in: a column that lacks, or rows with errors that nobody said to skip."""
    file, nothing = preview.draft.book.name, say("Nothing was imported.")
    if preview.refused:
        first = preview.refused[0]
        return UserError(first.sentence, nothing, first.fix)
    if not preview.count(Status.ERROR) or skip_errors:
        return None
    errors = sum(found.problem.severity is Severity.ERROR for found in preview.problems)
    return UserError(
        say_many("{file} holds {count} problem.", "{file} holds {count} problems.", count=errors, file=file),
        nothing,
        say("Correct them in the workbook, then import it again; --skip-errors brings the other rows in."),
    )


def _mark_up(call: Call, preview: Preview) -> None:
    """Writes the copy of the workbook that shows what is wrong in it."""
    from desktop.services.imports.marked_up import save_marked_up

    outcome = save_marked_up(preview, call.options.marked_up, language=call.language)
    print(call.language.text(outcome.message), file=sys.stderr)
