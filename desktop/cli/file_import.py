"""`grantdesk import …`: files come into an office, one after the other."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from desktop.cli.call import DONE, TROUBLE, Call
from desktop.cli.chosen import column_options
from desktop.cli.show import found_text, import_json
from desktop.cli.table_import import TableImport, import_table
from desktop.cli.table_json import refused_json
from desktop.cli.verb import Options, Verb
from desktop.domain.progress import Silent
from desktop.language import UserError, say
from desktop.registers.catalog import register_of
from desktop.services.imports import ImportPlan, apply_import, plan_iati, plan_rates
from desktop.services.imports.sheets import KINDS
from desktop.services.offices import Office

_IATI, _RATES = "iati", "rates"
_ONLY_READS = (_IATI, "ledger")  # other lists are tried out in a unit of work that is not kept
Imported = tuple[dict[str, Any], UserError | None]
"""What became of a file, as data, and why nothing of it came in."""


def _options(options: Options) -> None:
    kinds = say(
        "iati: an IATI 2.03 activity file; rates: the UN operational rates, or a workbook; any other list: a workbook, "
        "csv or text file with its records"
    )
    options.add("kind", choices=(_IATI, *KINDS), metavar="KIND", about=kinds)
    options.add("sources", type=Path, nargs="+", metavar="FILE", about=say("the file; several come in one by one"))
    options.office()
    options.words("--grant", say("the grant of rows that name none"), metavar="REF")
    options.words("--sheet", say("the sheet that is read; the likeliest when left out"), metavar="NAME")
    options.words("--mapping", say("the kept mapping that says which column holds what"), metavar="NAME")
    column_options(options)
    options.words("--remember", say("keep how the columns were read under this name"), metavar="NAME")
    options.flag("--create-missing", say("make the records that the file names and the office lacks"))
    options.flag("--skip-errors", say("bring in the other rows when some have errors"))
    options.flag("--with-duplicates", say("bring in duplicates as well"))
    copy = say("write a copy of the workbook in which every problem is marked")
    options.add("--marked-up", type=Path, metavar="OUT.xlsx", about=copy)
    options.flag("--dry-run", say("say what would happen, change nothing"))
    options.flag("--json", say("print the outcome as JSON: an object, or an array for several files"))


def _import(call: Call) -> int:
    options = call.options
    several = len(options.sources) > 1
    _require_one_copy(call, several=several)
    told: list[dict[str, Any]] = []
    refusals: list[UserError] = []
    with call.office(read_only=options.dry_run and options.kind in _ONLY_READS) as office:
        for path in options.sources:
            data, refusal = _import_or_tell(call, office, path, several=several)
            told.append(data)
            refusals += [] if refusal is None else [refusal]
    if options.json:
        call.print_json(told if several else told[0])
    if refusals and not several:
        raise refusals[0]
    return TROUBLE if refusals else DONE


def _require_one_copy(call: Call, *, several: bool) -> None:
    if several and call.options.marked_up:
        raise UserError(
            say("--marked-up writes the copy of one file."),
            say("Nothing was imported."),
            say("Import the files one at a time, or leave it out."),
        )


def _import_or_tell(call: Call, office: Office, path: Path, *, several: bool) -> Imported:
    """Imports a file; of several one that cannot be read does not keep out the others."""
    try:
        data, refusal = _importer(call)(call, office, path)
    except UserError as error:
        if not several:
            raise
        data, refusal = refused_json(path.name, error.sentences(), call.language), error
    if refusal is not None and several:
        print(call.language.join(refusal.sentences()), file=sys.stderr)
    return data, refusal


def _importer(call: Call) -> Callable[[Call, Office, Path], Imported]:
    if call.options.kind == _IATI:
        return _import_plan
    return _import_rates if call.options.kind == _RATES else _import_table


def _import_table(call: Call, office: Office, path: Path) -> Imported:
    done: TableImport = import_table(call, office, path)
    if not call.options.json:
        done.tell(call)
    return done.as_json(call), done.refusal


def _import_rates(call: Call, office: Office, path: Path) -> Imported:
    """The list of the UN as it is published; any other file as a table."""
    try:
        plan = plan_rates(office, path, progress=Silent())
    except UserError:
        return _import_table(call, office, path)
    return _bring_in(call, office, plan)


def _import_plan(call: Call, office: Office, path: Path) -> Imported:
    return _bring_in(call, office, plan_iati(office, path, progress=Silent()))


def _bring_in(call: Call, office: Office, plan: ImportPlan) -> Imported:
    dry_run = call.options.dry_run
    batch_id = 0 if dry_run else apply_import(office, plan, progress=Silent()).record_id
    if not call.options.json:
        _tell_import(call, plan, dry_run=dry_run)
    return import_json(plan, call.language, batch_id=batch_id, dry_run=dry_run), None


def _tell_import(call: Call, plan: ImportPlan, *, dry_run: bool) -> None:
    if not dry_run:
        call.tell(plan.sentence)
    for table, new, changed, same in plan.counts():
        register = register_of(table)
        name = register.title if register else table
        call.tell(
            say("{table}: {new} new, {changed} changed, {same} same", table=name, new=new, changed=changed, same=same)
        )
    for note in plan.notes:
        call.tell(note)
    if dry_run and plan.removed:
        call.tell(say("To be removed, as the file no longer holds it: {count}", count=plan.removed))
    for what, count in plan.left_out.items():
        call.tell(say("Left out, kept in the copy of the file: {count} {what}", count=count, what=what))
    for problem in plan.problems:
        print(found_text(problem, call.language, where=problem.where), file=sys.stderr)


IMPORT = Verb("import", say("bring a file into an office"), _options, _import)
