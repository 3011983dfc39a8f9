"""`grantdesk report …`: a report as a workbook."""

from __future__ import annotations

from pathlib import Path

from desktop.cli.call import DONE, TROUBLE, Call
from desktop.cli.verb import Options, Verb
from desktop.language import say
from desktop.services import reports


def _options(options: Options) -> None:
    kinds = say("statement: the financial statement of a grant")
    options.add("name", choices=("statement",), metavar="REPORT", about=kinds)
    options.grant()
    options.day("--from", say("first day"), dest="first", required=True)
    options.day("--to", say("last day"), dest="last", required=True)
    options.office()
    options.add("--out", type=Path, required=True, metavar="FILE.xlsx", about=say("the new workbook"))
    options.force()


def _report(call: Call) -> int:
    options = call.options
    call.require_free()
    with call.office(read_only=True) as office:
        report = reports.statement(office, grant=options.grant, first=options.first, last=options.last)
    outcome = reports.write_statement(report, options.out, language=call.language)
    call.tell(outcome.message)
    if report.is_proved:
        return DONE
    call.tell(say("The proof does not hold: look at the differences at the foot of the statement."))
    return TROUBLE


REPORT = Verb("report", say("make a report"), _options, _report)
