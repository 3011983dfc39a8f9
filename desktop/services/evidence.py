"""One archive for auditors: a report, the entries it sums, the documents behind them, and what has none."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final, TypeAlias

from desktop.domain.file_names import Names
from desktop.domain.progress import Progress, Silent
from desktop.domain.terms import DOCUMENT_KINDS
from desktop.language import Language, Message, UserError, say
from desktop.reports.evidence import Attached, Placed, by_entry, entries_of, placed
from desktop.reports.frozen import thawed
from desktop.reports.report import Report
from desktop.reports.trace import TraceRow
from desktop.services.documents import is_program, sound_content
from desktop.services.donor_reports.reading import not_submitted
from desktop.services.donor_reports.submitting import rendered
from desktop.services.names import note_names
from desktop.services.reports.making import ReportRequest, asks_for_names, make_report
from desktop.services.reports.origins import trace_rows
from desktop.services.reports.rendering import Rendering, render
from desktop.services.reports.writing import language_named, rendering_of
from desktop.storage.documents import content_of
from desktop.storage.donor_reports import ReportHead, figures_of, file_content, files_of, report_head, waivers_of
from desktop.storage.draft_reports import annexes, judge
from desktop.storage.evidence import attachments_of_entries, attachments_of_grants, counterparties_of
from desktop.storage.office import Office, Outcome, Reading
from desktop.storage.trace import rows_of
from desktop.storage.trace_names import names_of

if TYPE_CHECKING:
    from desktop.exporters.evidence_lists import Lists

SUFFIX: Final = ".zip"
_REPORT, _DOCUMENTS, _GRANT = "report", "documents", "grant"
_PER_REPORT: Final = 1_000

About: TypeAlias = "int | ReportRequest"
"""A report that is kept, by its id, or one that is asked for."""


@dataclass(frozen=True, slots=True)
class _Subject:
    """What a pack is about: a report, its files, and the moment that all files of the pack have."""

    report: Report
    files: Sequence[tuple[str, bytes]]
    moment: datetime


@dataclass(frozen=True, slots=True)
class _Found:
    """The attachments of a pack, and whom its entries name where that is wanted."""

    entries: Sequence[Placed]
    grants: Sequence[Placed]
    counterparties: dict[int, str] | None

    @property
    def all(self) -> Sequence[Placed]:
        """Those of entries, then those of grants."""
        return (*self.entries, *self.grants)


def write_evidence(
    office: Office,
    *,
    about: About,
    path: Path,
    language: Language,
    with_counterparties: bool = False,
    progress: Progress | None = None,
) -> Outcome:
    """Writes the evidence of a report to the new or replaced zip `path`, its lists in `language`.

    Of a submitted report it holds the files that were frozen, of any other such as are made now. Whom entries name is
    left out unless it is asked for. The same report and documents give the same bytes.
    Raises UserError when the report is gone or was made elsewhere, a document is damaged, or the place cannot be
    written, and Cancelled when the user stops; then nothing is written.
    """
    from desktop.exporters import evidence_lists, evidence_pack

    _require_zip(path)
    tells_names = isinstance(about, ReportRequest) and asks_for_names(about)
    if tells_names:
        office.require_writable()
    watched = progress or Silent()
    with TemporaryDirectory(ignore_cleanup_errors=True) as name, office.read() as session:
        folder = Path(name)
        subject = _subject(session, office, about, language)
        report = subject.report
        evidence_lists.require_room(report.entry_count)
        found = _found(session, report, with_counterparties=with_counterparties)
        with evidence_lists.written_lists(
            folder,
            title=language.text(report.title),
            moment=subject.moment,
            language=language,
            files=by_entry(found.entries),
            unlinked=frozenset(file.path for file in found.all if is_program(file.of.name)),
            counterparties=found.counterparties,
        ) as lists:
            _list_entries(session, report, lists, watched)
            _list_files(lists, subject, found.all)
        packed = [evidence_pack.PackFile(name, content) for name, content in subject.files]
        packed += [evidence_pack.PackFile(file.path, partial(_content, session, file.of)) for file in found.all]
        packed += [evidence_pack.PackFile(name, folder / name) for name in evidence_lists.ALL]
        evidence_pack.write_pack(path, packed, moment=subject.moment, progress=watched)
    if tells_names:
        note_names(office, file=path.name, what=report.title)
    return Outcome(_written(path, lists, len(found.all)))


def _written(path: Path, lists: Lists, documents: int) -> Message:
    return say(
        "Wrote {file}. Entries: {entries}; attachments: {documents}; costs without any: {missing}.",
        file=path.name,
        entries=lists.entries,
        documents=documents,
        missing=lists.missing,
    )


def _require_zip(path: Path) -> None:
    if path.suffix.casefold() != SUFFIX:
        raise UserError(
            say("An evidence pack is a {suffix} file.", suffix=SUFFIX),
            say("Nothing was written."),
            say("Choose a name that ends in {suffix}.", suffix=SUFFIX),
        )


# --- the report ------------------------------------------------------------------------------------------------------


def _subject(session: Reading, office: Office, about: About, language: Language) -> _Subject:
    """The report, with its files as they lie in the pack."""
    if isinstance(about, ReportRequest):
        subject = _asked(office, about, language)
    else:
        head = report_head(session, about)
        subject = _draft(session, office, head) if head.is_draft else _frozen(session, head)
    names = Names()
    return replace(subject, files=[(f"{_REPORT}/{names.of(name)}", content) for name, content in subject.files])


def _frozen(session: Reading, head: ReportHead) -> _Subject:
    """A report that was submitted, with its files to the last byte as they were."""
    stored = figures_of(session, head.id)
    if stored is None or head.submitted_at is None:
        raise not_submitted(head)
    kept = (file_content(session, file.id) for file in files_of(session, head.id))
    moment = head.submitted_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    return _Subject(thawed(stored), [(file.name, content) for file, content in kept], moment)


def _draft(session: Reading, office: Office, head: ReportHead) -> _Subject:
    """A draft as it would go out now, marked as one."""
    judged = judge(session, office, head)
    report, moment = judged.report, _at(head.ends_on)
    rendering = Rendering(
        report,
        partial(trace_rows, office, report),
        language_named(head.language),
        judged.facts.letterhead,
        annexes(judged, waivers_of(session, head.id)),
        mark=say("Draft"),
        made=moment,
    )
    files = rendered(session, office, rendering, name=head.file_name, template_id=head.template_id)
    return _Subject(report, list(files), moment)


def _asked(office: Office, request: ReportRequest, language: Language) -> _Subject:
    """A report that is made now."""
    report, moment = make_report(office, request), _at(request.period.last)
    rendering = replace(rendering_of(office, report, language=language), made=moment)
    called = " ".join(filter(None, (request.grant, request.name, request.period.last.isoformat())))
    return _Subject(report, list(render(rendering, called)), moment)


def _at(day: date) -> datetime:
    return datetime.combine(day, time())


# --- entries and attachments -----------------------------------------------------------------------------------------


def _found(session: Reading, report: Report, *, with_counterparties: bool) -> _Found:
    scope = report.scope
    return _Found(
        placed(_DOCUMENTS, attachments_of_entries(session, scope)),
        placed(_GRANT, attachments_of_grants(session, scope)),
        counterparties_of(session, scope) if with_counterparties else None,
    )


def _content(session: Reading, attached: Attached) -> bytes:
    return sound_content(content_of(session, attached.document_id), name=attached.name, sha256=attached.sha256)


def _list_entries(session: Reading, report: Report, lists: Lists, progress: Progress) -> None:
    """Writes every entry of the report on the lists."""
    rows = rows_of(session, report.scope, names_of(session, report.scope.grants))
    for entry, of_entry in entries_of(_reported(rows, report, progress)):
        lists.add(entry, of_entry)
    if lists.entries != report.entry_count:
        raise UserError(
            say("The ledger changed while the report was written."),
            say("Nothing was written: the entries are no longer those that the report sums."),
            say("Make the report again."),
        )


def _reported(rows: Iterator[TraceRow], report: Report, progress: Progress) -> Iterator[TraceRow]:
    for number, row in enumerate(rows):
        if number % _PER_REPORT == 0:
            progress.report(number, report.entry_count, say("Listing the entries"))
        yield row


def _list_files(lists: Lists, subject: _Subject, attached: Sequence[Placed]) -> None:
    """Writes the files of the pack on the sheet of files."""
    from desktop.exporters.evidence_lists import Listed, listed

    kind = DOCUMENT_KINDS["report"]
    for name, content in subject.files:
        digest = hashlib.sha256(content).hexdigest()
        lists.list_file(Listed(name, "", kind, None, len(content), digest))
    for file in attached:
        lists.list_file(listed(file, is_linked=not is_program(file.of.name)))
