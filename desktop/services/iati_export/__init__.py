"""Projects as an activity file of the IATI standard 2.03: first what the file would say, then the file."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.domain.finding import Finding, Severity
from desktop.domain.iati.activity import ActivityOut, Movement
from desktop.domain.progress import Progress
from desktop.language import UserError, say, say_many
from desktop.services.iati_export.bodies import body_out
from desktop.services.iati_export.composing import Composed, Setting, compose
from desktop.services.iati_export.judging import judge
from desktop.services.iati_export.movements import Detail, Saying, movements_of
from desktop.services.iati_export.plan import ExportPlan, PlannedProject
from desktop.storage.iati_projects import entries_of, kept_files, project_ids, project_places, read_projects
from desktop.storage.iati_rows import PlaceRow, ProjectRow
from desktop.storage.office import Office, Outcome

if TYPE_CHECKING:
    from desktop.importers.iati_kept import KeptActivity

__all__ = ["ExportPlan", "PlannedProject", "export_iati", "plan_export"]

_SUFFIX = ".xml"


def plan_export(
    office: Office,
    *,
    projects: Sequence[str] = (),
    language: str = "en",
    descriptions: bool = False,
    by_month: bool = False,
    progress: Progress,
) -> ExportPlan:
    """What an export of the projects called so would write, of all projects when none is named.

    `language` is that of texts which were written here. With `descriptions` each entry says what it was for; with
    `by_month` what was posted here goes out as sums of a month.

    Raises UserError when there is no such project.
    """
    uid, today = office.facts.uid, office.today
    with office.read() as session:
        places = project_places(session)
        ids = _chosen(project_ids(session, projects), projects, places)
        rows = read_projects(session, ids, today=today)
        kept = _kept(kept_files(session), {row.reference for row in rows})
    detail = Detail(descriptions, by_month)
    setting = Setting(uid, today, language, places)
    planned = []
    for number, row in enumerate(rows):
        progress.report(number, len(rows), say("Looking at {project}", project=row.reference))
        composed = compose(row, kept.get(row.reference), setting)
        planned.append(_planned(row, composed, _saying(row, composed, uid, detail), today))
    return ExportPlan(tuple(_told_apart(planned)), today, office.facts.is_sample)


def _chosen(found: dict[str, int], wanted: Sequence[str], places: dict[int, PlaceRow]) -> list[int]:
    for reference in wanted:
        if reference not in found:
            known = [place.reference for place in places.values()]
            nearest = difflib.get_close_matches(reference, known, n=3, cutoff=0)
            raise UserError(
                say("There is no project {reference}.", reference=reference),
                say("Nothing was exported."),
                say("Nearest: {known}.", known=nearest) if nearest else say("Add the project first."),
            )
    return list(found.values()) if wanted else list(places)


def _kept(files: Iterable[bytes], wanted: Collection[str]) -> dict[str, KeptActivity]:
    """How the projects called so were published last, of those that came in a file."""
    from desktop.importers.iati_kept import read_kept

    found: dict[str, KeptActivity] = {}
    for content in files:
        found |= read_kept(content, wanted - found.keys())
        if len(found) == len(wanted):
            break
    return found


def _saying(row: ProjectRow, composed: Composed, office: str, detail: Detail) -> Saying:
    return Saying(
        identifier=composed.activity.identifier,
        title=row.title,
        office=office,
        reporter=None if row.place.reporter is None else body_out(row.place.reporter),
        funders={given.grant_id: body_out(given.funder) for given in row.given},
        detail=detail,
    )


def _planned(row: ProjectRow, composed: Composed, saying: Saying, today: date) -> PlannedProject:
    return PlannedProject(
        project_id=row.id,
        reference=row.reference,
        title=row.title,
        identifier=composed.activity.identifier,
        entries=row.counts.entries,
        findings=judge(row, composed, today=today),
        activity=composed.activity,
        transactions=composed.transactions,
        saying=saying,
    )


def _told_apart(planned: Sequence[PlannedProject]) -> Iterator[PlannedProject]:
    """The projects, of which no two may have one identifier."""
    counted = Counter(project.identifier for project in planned)
    for project in planned:
        if project.identifier and counted[project.identifier] > 1:
            twice = Finding(
                Severity.ERROR,
                "iati_twice",
                say("Another project has the same identifier {name}.", name=project.identifier),
                say("Give one of them another reference."),
                "projects",
                project.project_id,
                project.reference,
            )
            yield replace(project, findings=(twice, *project.findings))
        else:
            yield project


def export_iati(
    office: Office, plan: ExportPlan, path: Path, *, incomplete: bool = False, progress: Progress
) -> Outcome:
    """Writes the projects that lack nothing, or all of them, to the activity file `path`.

    Raises UserError for another kind of file, when there is nothing to write, or it cannot be written.
    """
    from desktop.exporters.iati import write_iati

    chosen = plan.chosen(incomplete=incomplete)
    _require_sense(path, chosen)
    written = write_iati(path, _activities(office, plan, chosen, progress), generated_at=office.clock().astimezone(UTC))
    return Outcome(
        say(
            "Wrote {file}: {projects} and {transactions}.",
            file=path.name,
            projects=say_many("{count} project", "{count} projects", count=written.activities),
            transactions=say_many("{count} transaction", "{count} transactions", count=written.transactions),
        )
    )


def _require_sense(path: Path, chosen: Sequence[PlannedProject]) -> None:
    if path.suffix.casefold() != _SUFFIX:
        raise UserError(
            say("GrantDesk does not write “{suffix}” files.", suffix=path.suffix),
            say("Nothing was written."),
            say("Choose a name that ends in .xml."),
        )
    if not chosen:
        raise UserError(
            say("No project can be exported."),
            say("Nothing was written."),
            say("Look at what they lack, then export again."),
        )


def _activities(
    office: Office, plan: ExportPlan, chosen: Sequence[PlannedProject], progress: Progress
) -> Iterator[tuple[ActivityOut, Iterable[Movement]]]:
    """Each project with its entries, which are read while they are written."""
    with office.read() as session:
        for number, project in enumerate(chosen):
            progress.report(number, len(chosen), say("Writing {project}", project=project.reference))
            entries = entries_of(session, project.project_id, until=plan.today)
            yield project.activity, movements_of(entries, project.transactions, project.saying)
