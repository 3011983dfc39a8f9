"""`grantdesk report …`: a report as a workbook."""

from __future__ import annotations

from pathlib import Path

from desktop.cli.call import DONE, TROUBLE, Call
from desktop.cli.verb import Options, Verb
from desktop.language import say
from desktop.services import reports


def _options(options: Options) -> None:
    options.add("name", choices=tuple(reports.LAYOUTS), metavar="REPORT", about=say("which report, such as statement"))
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
        request = reports.request_of(options.name, grant=options.grant, first=options.first, last=options.last)
        report = reports.make_report(office, request)
        outcome = reports.write_report(office, report, options.out, language=call.language)
    call.tell(outcome.message)
    if report.is_proved:
        return DONE
    call.tell(say("The proof does not hold: look at the differences at the foot of the statement."))
    return TROUBLE


REPORT = Verb("report", say("make a report"), _options, _report)
