"""The doors through which tables come in, for the window and the command line: open, draft, preview, apply.

Opening reads a file, a draft says how it is read, a preview holds it against the office, and applying brings in the
rows that were chosen: as one batch, in one unit of work. Nothing before that changes the office.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from desktop.domain.progress import Progress
from desktop.importers.book import Book
from desktop.importers.fields import Field
from desktop.importers.layout import SheetMapping
from desktop.importers.reading import read_book, read_pasted
from desktop.importers.recognising import fields_of, headings_of, lay_out, recognise
from desktop.language import UserError, say
from desktop.registers import REGISTERS, find_register
from desktop.services.imports import ledger, lists
from desktop.services.imports.concealed import concealed, concealed_sheets
from desktop.services.imports.inspection import Inspection, inspected
from desktop.services.imports.preview import Draft, Options, Preview, Remarks
from desktop.storage import import_mappings
from desktop.storage.import_mappings import KeptMapping
from desktop.storage.office import Office, Outcome

__all__ = [
    "KINDS",
    "Inspection",
    "KeptMapping",
    "apply",
    "draft",
    "inspect",
    "keep_mapping",
    "kept_mappings",
    "open_file",
    "open_pasted",
    "preview",
    "redraft",
]

# Every list whose records can be changed by hand. Documents are among them for what is said of them: a document itself
# is its file, which no table holds, so that a row can change one that is there and never makes one.
KINDS: tuple[str, ...] = tuple(register.key for register in REGISTERS.values() if register.changeable)


def open_file(path: Path, *, progress: Progress) -> Book:
    """The file at `path`, read. Raises UserError when it cannot be."""
    return read_book(path, progress=progress)


def open_pasted(text: str, *, name: str) -> Book:
    """A table from the clipboard, as if it were the sheet `name`. Raises UserError when there is none."""
    return read_pasted(text, name=name)


def draft(office: Office, book: Book, kind: str, *, sheet: str = "", mapping_name: str = "") -> Draft:
    """How the table in `book` would be read as records of the register `kind`.

    The mapping kept as `mapping_name` is taken, or else the one that was kept for the same headings. Raises UserError
    when there is no table, no such register, or no such mapping.
    """
    fields = _fields(kind)
    kept = kept_mappings(office, kind)
    if mapping_name:
        chosen = _called(kept, mapping_name)
        return Draft(book, kind, fields, recognise(book, fields, sheet=sheet, kept=chosen.mapping), chosen.name)
    layout = recognise(book, fields, sheet=sheet)
    headings = headings_of(layout.mapping)
    for one in kept:
        if one.headings == headings:
            found = recognise(book, fields, sheet=layout.mapping.sheet, kept=one.mapping)
            return Draft(book, kind, fields, found, one.name)
    return Draft(book, kind, fields, layout)


def redraft(office: Office, before: Draft, mapping: SheetMapping) -> Draft:
    """The same file, read as a person says; what was kept just so is named."""
    layout = lay_out(before.book, before.fields, mapping)
    content = layout.mapping.as_json()
    named = (one.name for one in kept_mappings(office, before.kind) if one.mapping == content)
    return Draft(before.book, before.kind, before.fields, layout, next(named, ""))


def preview(office: Office, chosen: Draft, options: Options, *, progress: Progress) -> Preview:
    """What importing a draft would do, row by row; nothing is written."""
    shown = _engine(chosen.kind).preview(office, chosen, options, progress=progress)
    hidden = tuple(concealed(chosen.sheet, chosen.layout))
    told = tuple(concealed_sheets(chosen.book, chosen.layout))
    problems = (*shown.problems, *hidden)
    return replace(shown, problems=problems, notes=(*shown.notes, *told), remarks=Remarks.of(problems))


def apply(office: Office, shown: Preview, *, taken: Sequence[int] | None = None, progress: Progress) -> Outcome:
    """Brings in the rows of a preview at the places `taken`, or those that come in by themselves, as one batch.

    The id of the batch is the outcome's record. Raises UserError, and brings nothing in, when the office changed
    meanwhile in a way that matters to these rows.
    """
    return _engine(shown.draft.kind).apply(office, shown, taken=taken, progress=progress)


def inspect(book: Book, *, kind: str = "", sheet: str = "") -> Inspection:
    """What was recognised in a file and every problem of its values, without an office.

    Raises UserError when there is no table in it.
    """
    return inspected(book, {kind: _fields(kind)} if kind else {key: _fields(key) for key in KINDS}, sheet=sheet)


def kept_mappings(office: Office, kind: str) -> list[KeptMapping]:
    """The mappings that are kept for a register, the one used last first."""
    with office.read() as session:
        return import_mappings.mappings_of(session, kind)


def keep_mapping(office: Office, chosen: Draft, *, name: str) -> Outcome:
    """Keeps how a draft is read under a name, to be offered when a file with the same headings comes again."""
    called = name.strip()
    if not called:
        raise UserError(say("A mapping needs a name."), say("It was not kept."), say("Enter a name."))
    with office.change() as unit:
        identity = import_mappings.keep_mapping(
            unit,
            kind=chosen.kind,
            name=called,
            headings=headings_of(chosen.mapping),
            mapping=chosen.mapping.as_json(),
        )
        return unit.commit(say("Kept the mapping {name}.", name=called), record_id=identity)


def _fields(kind: str) -> tuple[Field, ...]:
    """What can be brought into a register. Raises UserError for one into which nothing can be."""
    register = find_register(kind)
    if kind not in KINDS:
        raise UserError(
            say("{register} cannot be imported: the program keeps this list itself.", register=register.title),
            say("Nothing was read."),
            say("Lists: {names}.", names=", ".join(KINDS)),
        )
    return fields_of(register)


def _called(kept: Sequence[KeptMapping], name: str) -> KeptMapping:
    for one in kept:
        if one.name == name:
            return one
    names = ", ".join(one.name for one in kept)
    raise UserError(
        say("No mapping is called {name}.", name=name),
        say("Nothing was read."),
        say("Mappings: {names}.", names=names) if names else say("Leave it out, and the columns are recognised."),
    )


class _Engine(Protocol):
    """What holds a draft against an office, and brings it in."""

    def preview(self, office: Office, draft: Draft, options: Options, /, *, progress: Progress) -> Preview: ...

    def apply(
        self, office: Office, preview: Preview, /, *, taken: Sequence[int] | None, progress: Progress
    ) -> Outcome: ...


_ENGINES: dict[str, _Engine] = {"ledger": ledger}


def _engine(kind: str) -> _Engine:
    """What brings in the rows of a register: the ledger has its own."""
    return _ENGINES.get(kind, lists)
