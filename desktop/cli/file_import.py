"""`grantdesk import …`: a file comes into an office."""

from __future__ import annotations

import sys
from pathlib import Path

from desktop.cli.call import DONE, Call
from desktop.cli.show import found_text, import_json
from desktop.cli.verb import Options, Verb
from desktop.domain.progress import Silent
from desktop.language import UserError, say
from desktop.registers.catalog import register_of
from desktop.services.imports import ImportPlan, apply_import, plan_iati, plan_ledger, plan_rates


def _options(options: Options) -> None:
    kinds = say("iati: an IATI 2.03 activity file; ledger: a ledger workbook; rates: UN operational rates")
    options.add("kind", choices=("iati", "ledger", "rates"), metavar="KIND", about=kinds)
    options.add("source", type=Path, metavar="SOURCE", about=say("the file"))
    options.office()
    options.words("--grant", say("the grant whose ledger the workbook goes into"), metavar="REF")
    options.flag("--dry-run", say("say what would happen, change nothing"))
    options.flag("--json", say("print the outcome as JSON"))


def _import(call: Call) -> int:
    options = call.options
    if options.kind == "ledger" and not options.grant:
        raise UserError(
            say("A ledger workbook goes into the ledger of a grant."),
            say("Nothing was imported."),
            say("Name the grant with --grant."),
        )
    with call.office(read_only=options.dry_run) as office:
        if options.kind == "iati":
            plan = plan_iati(office, options.source, progress=Silent())
        elif options.kind == "rates":
            plan = plan_rates(office, options.source, progress=Silent())
        else:
            plan = plan_ledger(office, options.source, grant=options.grant, progress=Silent())
        batch_id = 0
        if not options.dry_run and not plan.is_refused:
            batch_id = apply_import(office, plan, progress=Silent()).record_id
    if options.json:
        call.print_json(import_json(plan, call.language, batch_id=batch_id, dry_run=options.dry_run))
    else:
        _tell_import(call, plan, dry_run=options.dry_run or plan.is_refused)
    plan.require_accepted()
    return DONE


def _tell_import(call: Call, plan: ImportPlan, *, dry_run: bool) -> None:
    if not dry_run:
        call.tell(plan.sentence)
    for table, new, changed, same in plan.counts():
        register = register_of(table)
        name = register.title if register else table
        call.tell(
            say("{table}: {new} new, {changed} changed, {same} same", table=name, new=new, changed=changed, same=same)
        )
    for remark in plan.remarks:
        call.tell(remark)
    if dry_run and plan.removed:
        call.tell(say("To be removed, as the file no longer holds it: {count}", count=plan.removed))
    for what, count in plan.left_out.items():
        call.tell(say("Left out, kept in the copy of the file: {count} {what}", count=count, what=what))
    for problem in plan.problems:
        print(found_text(problem, call.language, where=problem.where), file=sys.stderr)


IMPORT = Verb("import", say("bring a file into an office"), _options, _import)
