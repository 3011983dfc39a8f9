"""`grantdesk export …`: what an office gives to the world."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from desktop.cli.call import DONE, TROUBLE, Call
from desktop.cli.show import finding_json, found_text
from desktop.cli.verb import Options, Verb, VerbGroup
from desktop.domain.progress import Silent
from desktop.language import Language, UserError, say, say_many
from desktop.services.iati_export import ExportPlan, PlannedProject, export_iati, plan_export


def _iati_options(options: Options) -> None:
    options.office()
    which = options.one_of()
    which.add("--project", nargs="+", default=[], metavar="REF", about=say("the references of the projects"))
    which.flag("--all", say("every project of the office"))
    options.add("--out", type=Path, metavar="FILE.xml", about=say("the new activity file"))
    options.flag("--dry-run", say("say what each project lacks, write nothing"))
    options.flag("--with-descriptions", say("also tell what each entry was for: look that no person is named"))
    options.flag("--by-month", say("tell what was posted here as sums of a month, not entry by entry"))
    options.flag("--incomplete", say("write projects as well that lack something"))
    options.flag("--json", say("print the projects and what was found as JSON"))
    options.force()


def _iati(call: Call) -> int:
    options = call.options
    _require_out(call)
    call.require_free()
    with call.office(read_only=True) as office:
        plan = plan_export(
            office,
            projects=tuple(dict.fromkeys(options.project)),
            language=call.language.code,
            descriptions=options.with_descriptions,
            by_month=options.by_month,
            progress=Silent(),
        )
        outcome = None
        if not options.dry_run:
            outcome = export_iati(office, plan, options.out, incomplete=options.incomplete, progress=Silent())
    sentence = plan.sentence if outcome is None else outcome.message
    if options.json:
        told = [_project_json(project, call.language) for project in plan.projects]
        file = None if outcome is None else options.out.name
        notes = [call.language.text(note) for note in plan.notes]
        call.print_json({"file": file, "sentence": call.language.text(sentence), "notes": notes, "projects": told})
    else:
        _tell(call, plan)
        for message in (*plan.notes, sentence):
            call.tell(message)
    left_out = [] if options.incomplete else [project for project in plan.projects if not project.is_ready]
    return TROUBLE if left_out else DONE


def _require_out(call: Call) -> None:
    if not call.options.out and not call.options.dry_run:
        raise UserError(
            say("No file is named to write to."),
            say("Nothing was written."),
            say("Give --out FILE.xml, or --dry-run to see what would be written."),
        )


def _tell(call: Call, plan: ExportPlan) -> None:
    """Each project in a dry run, else only those that stay out; what is found goes where errors go when it writes."""
    options = call.options
    for project in plan.projects:
        if options.dry_run:
            print(_line(project, call.language))
        for finding in project.findings if options.dry_run else project.missing:
            text = found_text(finding, call.language, where=finding.label)
            print(text, file=sys.stdout if options.dry_run else sys.stderr)


def _line(project: PlannedProject, language: Language) -> str:
    state = say("ready") if project.is_ready else say("lacks something")
    entries = say_many("{count} entry", "{count} entries", count=project.entries)
    return language.beside(project.identifier or project.reference, project.title, state, entries)


def _project_json(project: PlannedProject, language: Language) -> dict[str, Any]:
    return {
        "reference": project.reference,
        "title": project.title,
        "identifier": project.identifier,
        "ready": project.is_ready,
        "entries": project.entries,
        "findings": [finding_json(finding, language) for finding in project.findings],
    }


IATI = Verb("iati", say("write projects as an activity file of the IATI standard 2.03"), _iati_options, _iati)
EXPORT = VerbGroup("export", say("give out what an office holds"), (IATI,))
