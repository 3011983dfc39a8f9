"""Templates of either kind by one door: what a file asks for, and the file filled with a report."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path, PurePath
from typing import Final

from desktop.exporters.report_document import fill_document, inspect_document
from desktop.exporters.report_template.filling import fill_workbook, inspect_workbook
from desktop.exporters.target import written_whole
from desktop.exporters.template_inspection import Inspection
from desktop.language import Language, UserError, say
from desktop.reports.facts import GrantFacts
from desktop.reports.report import Letterhead, Report
from desktop.reports.templates.placeholders import Each, Known, pieces
from desktop.reports.templates.vocabulary import ENTRIES, vocabulary
from desktop.reports.trace import TraceRow

WORKBOOK, DOCUMENT = ".xlsx", ".docx"
KINDS: Final = {".xlsx": WORKBOOK, ".xltx": WORKBOOK, ".docx": DOCUMENT, ".dotx": DOCUMENT}
"""The kind of file that a template of each ending becomes."""

LARGEST: Final = 20_000_000
"""Bytes of the largest template."""

_NOT_READ = say("Check that it is there, that you may open it, and that no other program holds it.")


def kind_of(name: str) -> str:
    """The ending of what a template is filled to. Raises UserError for a file that is none."""
    kind = KINDS.get(PurePath(name).suffix.casefold())
    if kind is None:
        raise UserError(
            say("{file} is no template.", file=name),
            say("Workbooks (.xlsx) and documents (.docx) can be filled. Nothing was written."),
            say("Save it as one of these and try that."),
        )
    return kind


def read_template(path: Path) -> bytes:
    """The bytes of a template. Raises UserError when it cannot be read, or is none by its name or size."""
    kind_of(path.name)
    try:
        if path.stat().st_size > LARGEST:
            raise UserError(
                say("{file} is too large for a template.", file=path.name),
                say("Nothing was read."),
                say("Make its pictures smaller, or leave out sheets that the report does not need."),
            )
        return path.read_bytes()
    except OSError as error:
        raise UserError(
            say("{file} cannot be read.", file=path.name),
            say("The system says: {reason}", reason=f"{error.strerror or error}."),
            _NOT_READ,
        ) from error


def inspect_template(content: bytes, known: Known, *, name: str) -> Inspection:
    """What a template asks for, and what of it is not known. Raises UserError for a file that cannot be one."""
    if kind_of(name) == WORKBOOK:
        return inspect_workbook(content, known, name=name)
    return inspect_document(content, known, name=name)


def filled_template(
    content: bytes,
    report: Report,
    *,
    name: str,
    letterhead: Letterhead,
    grant: GrantFacts | None = None,
    language: Language,
    today: date | None = None,
    entries: Iterable[TraceRow] = (),
) -> bytes:
    """The template `content`, a file called `name`, filled with `report` in `language`.

    `entries` are asked for only where the template lists them. Raises UserError for a file that cannot be a template,
    and TemplateProblemsError (one as well) where it asks for what is not known.
    """
    words = vocabulary(report, letterhead=letterhead, grant=grant, today=today)
    if _lists_entries(inspect_template(content, words.known(), name=name)):
        words = vocabulary(report, letterhead=letterhead, grant=grant, today=today, entries=entries)
    if kind_of(name) == WORKBOOK:
        return fill_workbook(content, words, name=name, language=language)
    return fill_document(content, words, name=name, language=language)


def _lists_entries(inspection: Inspection) -> bool:
    return any(
        isinstance(piece, Each) and piece.table == ENTRIES for one in inspection.found for piece in pieces(one.text)
    )


def fill_template(
    template: Path,
    report: Report,
    path: Path,
    *,
    letterhead: Letterhead,
    grant: GrantFacts | None = None,
    language: Language,
    today: date | None = None,
    entries: Iterable[TraceRow] = (),
) -> None:
    """Fills the file `template` with `report` into the new or replaced file `path`, in `language`.

    Raises UserError when it cannot, see `filled_template`; then nothing is written.
    """
    kind = kind_of(template.name)
    if path.suffix.casefold() != kind:
        raise UserError(
            say("A template that is {kind} is filled to {kind}.", kind=kind),
            say("Nothing was written."),
            say("Choose a name that ends in {kind}.", kind=kind),
        )
    content = filled_template(
        read_template(template),
        report,
        name=template.name,
        letterhead=letterhead,
        grant=grant,
        language=language,
        today=today,
        entries=entries,
    )
    with written_whole(path) as partial:
        partial.write_bytes(content)
