"""Runs a verb and turns every expected trouble into a sentence."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from desktop import __version__
from desktop.bootstrap import Desk, set_up_desk
from desktop.cli.budget import run_budget
from desktop.cli.grant import run_amendment, run_attach, run_grant
from desktop.cli.ledger import run_ledger
from desktop.cli.month import run_month
from desktop.cli.parser import language_in, parse
from desktop.cli.rules import show_deadlines, show_rules
from desktop.cli.show import finding_json, import_json, row_json, text_table
from desktop.cli.waivers import accepted_json, accepted_text, waive
from desktop.domain.finding import SEVERITY_NAMES, Problem, Severity
from desktop.domain.progress import Silent
from desktop.language import Language, Message, UserError, refused_by_system, say, say_many
from desktop.registers import find_register
from desktop.registers.catalog import register_of
from desktop.registers.query import Query, Row, parse_filters
from desktop.services import backups, browse, checks, offices, reports
from desktop.services.imports import ImportPlan, apply_import, plan_iati, plan_ledger, plan_rates
from desktop.services.offices import Office

DONE, TROUBLE = 0, 1


def run_verb(arguments: Sequence[str]) -> int:
    """Runs what was typed; returns the exit status. Wrong usage ends in SystemExit(2), as argparse does it."""
    _write_utf8()
    desk = set_up_desk()
    language = desk.language(language_in(arguments))
    options = parse(arguments, language)
    try:
        return _VERBS[options.verb](Call(options, desk, language))
    except UserError as error:
        print(language.join(error.sentences()), file=sys.stderr)
        return TROUBLE
    except KeyboardInterrupt:
        print(language.text(say("Stopped. Nothing was changed.")), file=sys.stderr)
        return TROUBLE
    except BrokenPipeError:
        # Whoever reads has seen enough (`grantdesk list ledger … | head`). What is left must not be flushed at the end.
        with Path(os.devnull).open("w", encoding="utf-8") as nothing:
            os.dup2(nothing.fileno(), sys.stdout.fileno())
        return DONE
    except OSError as error:
        print(language.join(refused_by_system(error).sentences()), file=sys.stderr)
        return TROUBLE


def refuse_window() -> int:
    """Says that there is no screen for the window; returns the exit status."""
    _write_utf8()
    sentences = (
        say("There is no screen to open the window on."),
        say("Nothing was opened."),
        say("Work without it: grantdesk --help names what can be done."),
    )
    print(set_up_desk().language().join(sentences), file=sys.stderr)
    return TROUBLE


def _write_utf8() -> None:
    """Consoles of Windows are set to old code pages; names and minus signs need more."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


class Call:
    """One call of a verb: its options, and how to speak to the user."""

    def __init__(self, options: argparse.Namespace, desk: Desk, language: Language) -> None:
        self.options = options
        self.desk = desk
        self.language = language

    @contextmanager
    def office(self, *, read_only: bool) -> Iterator[Office]:
        """The office of `--office`, given back afterwards."""
        office = offices.find_office(self.options.office, actor=self.desk.actor, read_only=read_only)
        try:
            yield office
        finally:
            office.close()

    def tell(self, message: Message) -> int:
        """Prints a sentence; returns the status of a verb that is done."""
        print(self.language.text(message))
        return DONE

    def print_json(self, data: Any) -> int:
        """Prints data; returns the status of a verb that is done."""
        print(json.dumps(data, ensure_ascii=False, indent=1))
        return DONE


def _new(call: Call) -> int:
    options = call.options
    if options.sample:
        from desktop.services.sample import new_sample_office

        office = new_sample_office(options.office, name=options.name, actor=call.desk.actor, language=call.language)
    else:
        office = offices.new_office(options.office, name=options.name, actor=call.desk.actor)
    office.close()
    return call.tell(say("Made {office}.", office=office.location.shown))


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
        print(_problem_text(problem, call.language), file=sys.stderr)


def _problem_text(problem: Problem, language: Language) -> str:
    name = language.text(SEVERITY_NAMES[problem.severity])
    return f"{name} {problem.where}: {language.join((problem.sentence, problem.fix))}"


def _list(call: Call) -> int:
    options = call.options
    register = find_register(options.register)
    descending = options.sort.startswith("-")
    sort = options.sort.removeprefix("-")
    if sort and not register.has(sort):
        raise UserError(
            say("There is no column {name}.", name=sort),
            say("Nothing was read."),
            say("Columns of this list: {columns}.", columns=[column.key for column in register.columns]),
        )
    everything = tuple(column.key for column in register.columns)
    query = Query(
        register,
        columns=everything if options.json else (),
        filters=parse_filters(register, options.where, language=call.language),
        search=options.search,
        sort=sort,
        descending=descending,
    )
    _require_free(options)
    with call.office(read_only=True) as office:
        if options.out:
            outcome = browse.export_register(office, query, options.out, language=call.language, progress=Silent())
            return call.tell(outcome.message)
        rows = list(browse.all_rows(office, query))
    if options.json:
        return call.print_json([row_json(query, row, call.language) for row in rows])
    _print_table(call, query, rows)
    return DONE


def _print_table(call: Call, query: Query, rows: list[Row]) -> None:
    for line in text_table(query, rows, call.language):
        print(line)
    call.tell(query.register.count(len(rows)))


def _require_free(options: argparse.Namespace) -> None:
    """Raises UserError when `--out` names a file that is there already, unless `--force` is given."""
    if options.out and options.out.exists() and not options.force:
        raise UserError(
            say("{file} is there already.", file=options.out.name),
            say("Nothing was written."),
            say("Choose another name, or give --force to replace it."),
        )


def _report(call: Call) -> int:
    options = call.options
    _require_free(options)
    with call.office(read_only=True) as office:
        report = reports.statement(office, grant=options.grant, first=options.first, last=options.last)
    outcome = reports.write_statement(report, options.out, language=call.language)
    call.tell(outcome.message)
    if report.is_proved:
        return DONE
    call.tell(say("The proof does not hold: look at the differences at the foot of the statement."))
    return TROUBLE


def _check(call: Call) -> int:
    with call.office(read_only=True) as office:
        result = checks.check_office(office)
    found = (*result.damage, *result.findings)
    if call.options.json:
        listed = [finding_json(finding, call.language) for finding in found]
        accepted = [accepted_json(each, call.language) for each in result.accepted]
        call.print_json({"sound": result.is_sound, "findings": listed, "accepted": accepted})
    else:
        for finding in found:
            name = call.language.text(SEVERITY_NAMES[finding.severity])
            print(f"{name} {finding.label}: {call.language.join((finding.sentence, finding.fix))}")
        for each in result.accepted if call.options.waived else ():
            call.tell(accepted_text(each))
        call.tell(_verdict(result))
    return DONE if result.is_sound else TROUBLE


def _verdict(result: checks.OfficeCheck) -> Message:
    if not result.is_sound:
        return say("The office is damaged.")
    if not result.findings:
        return say("The office is sound.")
    counted = Counter(finding.severity for finding in result.findings)
    counts = [
        say_many("{count} error", "{count} errors", count=counted[Severity.ERROR]),
        say_many("{count} warning", "{count} warnings", count=counted[Severity.WARNING]),
        say_many("{count} note", "{count} notes", count=counted[Severity.NOTE]),
    ]
    found = [count for count in counts if count.count]
    return say("The file and the history are sound; {found} in the figures.", found=found)


def _backup(call: Call) -> int:
    return call.tell(backups.back_up_office(call.options.office, call.options.target, progress=Silent()).message)


def _restore(call: Call) -> int:
    return call.tell(backups.restore_office(call.options.source, call.options.office, progress=Silent()).message)


def _upgrade(call: Call) -> int:
    return call.tell(offices.upgrade_office(call.options.office, progress=Silent()).message)


def _version(call: Call) -> int:
    return call.tell(say("GrantDesk {version}, schema {schema}", version=__version__, schema=offices.SCHEMA))


_VERBS: dict[str, Callable[[Call], int]] = {
    "new": _new,
    "import": _import,
    "list": _list,
    "report": _report,
    "check": _check,
    "waive": waive,
    "month": run_month,
    "rules": show_rules,
    "deadlines": show_deadlines,
    "budget": run_budget,
    "grant": run_grant,
    "amendment": run_amendment,
    "attach": run_attach,
    "ledger": run_ledger,
    "backup": _backup,
    "restore": _restore,
    "upgrade": _upgrade,
    "version": _version,
}
