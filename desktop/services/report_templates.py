"""The office's own templates of reports: looked through, kept version by version, filled, and got out again."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from desktop.config import paths
from desktop.domain.period import Period
from desktop.exporters.target import written_whole
from desktop.language import Language, Message, UserError, say, say_many
from desktop.reports.facts import GrantFacts
from desktop.reports.forms.volunteers import CODES, VOLUNTEERS
from desktop.reports.layouts import find_layout
from desktop.reports.report import Letterhead, Report
from desktop.reports.templates.terms import Vocabulary
from desktop.reports.templates.vocabulary import vocabulary
from desktop.reports.trace import TraceRow
from desktop.services.reports import ReportRequest, make_report, trace_rows
from desktop.services.reports.writing import noting_names
from desktop.storage.models import ReportTemplate, ReportTemplateContent
from desktop.storage.office import Office, Outcome
from desktop.storage.report_facts import grants_for_reports, letterhead_of
from desktop.storage.report_templates import (
    grant_for_template,
    newest_of,
    template_content_of,
    template_of,
    templates_of,
)

if TYPE_CHECKING:
    from desktop.exporters.template_inspection import Inspection


@dataclass(frozen=True, slots=True)
class TemplateInfo:
    """A template of the office. `number` counts the versions of one `name`; `reports` were written into it."""

    id: int
    name: str
    number: int
    layout: str
    file_name: str
    size: int
    sha256: str
    added_on: date
    note: str
    reports: int = 0


@dataclass(frozen=True, slots=True)
class Example:
    """A template that comes with the program, to begin with; `layout` is the report it is filled with."""

    file_name: str
    title: Message
    about: Message
    layout: str

    @property
    def path(self) -> Path:
        """Where it lies."""
        return paths.resources() / "templates" / self.file_name


_EXAMPLES: Final = (
    Example(
        "statement.xlsx",
        say("Statement to a funder"),
        say("A workbook: budget, expenditure and balance by category, the fund balance, notes, signatures, a chart."),
        "statement",
    ),
    Example(
        "financial_summary.xlsx",
        say("Financial summary"),
        say("A workbook for a US award on one page: figures of the award, and costs by category with their shares."),
        "sf425",
    ),
    Example(
        "narrative.docx",
        say("Narrative report"),
        say("A document: what the office writes, with the figures by category in a table."),
        "statement",
    ),
)


def example_templates() -> tuple[Example, ...]:
    """The templates that come with the program."""
    return _EXAMPLES


def save_example(file_name: str, *, target: Path) -> Outcome:
    """Copies a template that comes with the program to the new or replaced file `target`."""
    example = next(one for one in _EXAMPLES if one.file_name == file_name)
    with written_whole(target) as partial:
        partial.write_bytes(example.path.read_bytes())
    return Outcome(say("Saved {file} as {target}.", file=example.title, target=target.name))


# --- looking through one --------------------------------------------------------------------------------------------


def vocabulary_of(office: Office, *, layout: str, grant: str = "", period: Period | None = None) -> Vocabulary:
    """All names that a template of `layout` may call, each with the value that it has for a grant and period.

    Without them a grant of the office gives the examples. Raises UserError when there is none.
    """
    report = example_report(office, layout=layout, grant=grant, period=period)
    letterhead, about = _about(office, report)
    return vocabulary(report, letterhead=letterhead, grant=about, today=office.today)


def example_report(office: Office, *, layout: str, grant: str = "", period: Period | None = None) -> Report:
    """A report of `layout` to show what templates make of it. Raises UserError when there is no grant yet."""
    return make_report(office, _request(office, layout, grant, period))


_WITH_ANNEX: Final = {VOLUNTEERS.key: CODES}  # so that a template can call it


def _request(office: Office, layout: str, grant: str, period: Period | None) -> ReportRequest:
    if not find_layout(layout).of_grant:
        return ReportRequest(layout, "", period or Period.of_days(office.today.replace(month=1, day=1), office.today))
    with office.read() as session:
        grants = grants_for_reports(session)
    if not grants:
        raise UserError(
            say("There is no grant yet whose figures a template could show."),
            say("Nothing was done."),
            say("Add the grant first."),
        )
    reference = grant or grants[0].reference
    starts = next((one.starts_on for one in grants if one.reference == reference), None) or office.today
    days = period or Period.of_days(min(starts, office.today), office.today)
    return ReportRequest(layout, reference, days, _WITH_ANNEX if VOLUNTEERS in find_layout(layout).options else {})


def _about(office: Office, report: Report) -> tuple[Letterhead, GrantFacts | None]:
    """Who reports, and the grant of a report that is about one."""
    with office.read() as session:
        return letterhead_of(session, office), grant_for_template(session, report.scope.grants)


def inspect_template(office: Office, *, path: Path, layout: str, grant: str = "") -> Inspection:
    """What the file `path` asks for, and what of it the report `layout` does not know, with the nearest names.

    Raises UserError when the file cannot be a template.
    """
    from desktop.exporters import template_file

    content = template_file.read_template(path)
    known = vocabulary_of(office, layout=layout, grant=grant).known()
    return template_file.inspect_template(content, known, name=path.name)


def save_names(office: Office, *, layout: str, target: Path, language: Language, grant: str = "") -> Outcome:
    """Writes all names that a template of `layout` may call, with examples, to the new or replaced file `target`."""
    from desktop.exporters import template_names

    title = say("Names for templates: {report}", report=find_layout(layout).title)
    words = vocabulary_of(office, layout=layout, grant=grant)
    count = template_names.write_names(target, words, title, language=language)
    return Outcome(say_many("Wrote {file}: {count} name.", "Wrote {file}: {count} names.", count, file=target.name))


# --- keeping them ---------------------------------------------------------------------------------------------------


def add_template(
    office: Office, *, path: Path, layout: str, name: str = "", note: str = "", grant: str = ""
) -> Outcome:
    """Keeps a copy of the file `path` as the newest version of the template `name` (else: its own name).

    No version is ever changed: reports point to theirs. Its names are looked up in a report on `grant`, or on any.
    Raises UserError for a file that cannot be a template, and one that lists every placeholder that is not known.
    """
    from desktop.exporters import template_file
    from desktop.exporters.template_refusals import TemplateProblemsError

    content = template_file.read_template(path)
    known = vocabulary_of(office, layout=layout, grant=grant).known()
    problems = template_file.inspect_template(content, known, name=path.name).problems
    if problems:
        raise TemplateProblemsError(path.name, problems)
    called = name.strip() or path.stem
    digest = hashlib.sha256(content).hexdigest()
    with office.change() as unit:
        newest = newest_of(unit.session, called)
        if newest is not None and newest.sha256 == digest and newest.layout == layout:
            message = say("{file} is here already, as version {number} of {name}.", **_words(path, newest))
            return Outcome(message, record_id=newest.id)
        template = ReportTemplate(
            name=called,
            number=1 if newest is None else newest.number + 1,
            layout=layout,
            file_name=path.name,
            sha256=digest,
            size=len(content),
            added_on=office.today,
            note=note,
        )
        unit.add(template)
        unit.add(ReportTemplateContent(template_id=template.id, content=zlib.compress(content, 6)))
        message = say("Kept {file} as version {number} of the template {name}.", **_words(path, template))
        return unit.commit(message, record_id=template.id)


def _words(path: Path, template: ReportTemplate) -> dict[str, str | int]:
    return {"file": path.name, "number": template.number, "name": template.name}


def templates(office: Office, *, layout: str = "") -> tuple[TemplateInfo, ...]:
    """The templates of the office, those for one report where `layout` is given; the newest version of each first."""
    with office.read() as session:
        return tuple(_info(template, reports) for template, reports in templates_of(session, layout=layout))


def find_template(office: Office, name: str) -> TemplateInfo:
    """The newest version of the template `name`. Raises UserError when there is none."""
    with office.read() as session:
        found = newest_of(session, name)
        if found is not None:
            return _info(found)
    raise UserError(
        say("There is no template called {name}.", name=name),
        say("Nothing was written."),
        say("Choose one from the list of templates, or give a file."),
    )


def _info(template: ReportTemplate, reports: int = 0) -> TemplateInfo:
    return TemplateInfo(
        id=template.id,
        name=template.name,
        number=template.number,
        layout=template.layout,
        file_name=template.file_name,
        size=template.size,
        sha256=template.sha256,
        added_on=template.added_on,
        note=template.note,
        reports=reports,
    )


def template_content(office: Office, *, template_id: int) -> tuple[TemplateInfo, bytes]:
    """A template and its content, to the last byte as it was kept. Raises UserError when it is gone or damaged."""
    with office.read() as session:
        template = template_of(session, template_id)
        return _info(template), template_content_of(session, template)


def save_template(office: Office, *, template_id: int, target: Path) -> Outcome:
    """Writes a template, to the last byte as it was kept, to the new or replaced file `target`."""
    template, content = template_content(office, template_id=template_id)
    with written_whole(target) as partial:
        partial.write_bytes(content)
    return Outcome(say("Saved {file} as {target}.", file=template.file_name, target=target.name))


# --- filling them ---------------------------------------------------------------------------------------------------


def filled(office: Office, report: Report, *, template_id: int, language: Language) -> tuple[str, bytes]:
    """`report` in a template of the office: the ending of the file that it makes, and the file.

    Raises UserError when the template asks for what the report does not have.
    """
    from desktop.exporters import template_file

    template, content = template_content(office, template_id=template_id)
    letterhead, grant = _about(office, report)
    with _entries(office, report) as entries:
        made = template_file.filled_template(
            content,
            report,
            name=template.file_name,
            letterhead=letterhead,
            grant=grant,
            language=language,
            today=office.today,
            entries=entries,
        )
    return template_file.kind_of(template.file_name), made


def fill_template(office: Office, report: Report, path: Path, *, template: Path, language: Language) -> Outcome:
    """Fills the file `template` with `report` into the new or replaced file `path`, in `language`.

    Raises UserError when the template cannot be filled, or the place not be written; then nothing is.
    """
    from desktop.exporters import template_file

    letterhead, grant = _about(office, report)
    with noting_names(office, report, path), _entries(office, report) as entries:
        template_file.fill_template(
            template,
            report,
            path,
            letterhead=letterhead,
            grant=grant,
            language=language,
            today=office.today,
            entries=entries,
        )
    return Outcome(say("Wrote {file} from the template {template}.", file=path.name, template=template.name))


def preview(office: Office, request: ReportRequest, path: Path, *, template: Path, language: Language) -> Outcome:
    """Fills the file `template`, whether it is kept yet or not, for a grant and period into the file `path`."""
    return fill_template(office, make_report(office, request), path, template=template, language=language)


@contextmanager
def _entries(office: Office, report: Report) -> Iterator[Iterator[TraceRow]]:
    """The entries of a report, read only where a template lists them."""
    rows = _read_entries(office, report)
    with closing(rows):
        yield rows


def _read_entries(office: Office, report: Report) -> Generator[TraceRow, None, None]:
    with trace_rows(office, report) as rows:
        yield from rows


# --- what can be written between braces -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OfferedName:
    """What a template may call: as it is written there, what it is, and what stands there for a grant and period."""

    written: str
    about: Message
    example: str


def offered_names(office: Office, *, layout: str, grant: str = "", language: Language) -> tuple[OfferedName, ...]:
    """Every name that a template of `layout` may call, with an example. Raises UserError when there is no grant yet."""
    from desktop.exporters.shown_terms import words

    return tuple(
        OfferedName(f"{{{{{name}}}}}", term.about, "" if term.value is None else words(term, language))
        for name, term in vocabulary_of(office, layout=layout, grant=grant).offered()
    )
