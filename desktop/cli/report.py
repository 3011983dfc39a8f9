"""`grantdesk report …`: any report as a workbook, on paper, as plain rows, or in a template of the funder."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from desktop.cli.call import DONE, TROUBLE, Call
from desktop.cli.verb import Options, Verb
from desktop.language import Message, UserError, say
from desktop.reports.forms.volunteers import NAMES, VOLUNTEERS
from desktop.services import report_templates, reports


def _options(options: Options) -> None:
    options.add("name", choices=tuple(reports.LAYOUTS), metavar="REPORT", about=_names())
    options.words("--grant", say("the reference of the grant, where the report is about one"), metavar="REF")
    options.day("--from", say("first day"), dest="first", required=True)
    options.day("--to", say("last day"), dest="last", required=True)
    options.office()
    options.add("--out", type=Path, required=True, metavar="FILE", about=say("the new file: .xlsx, .pdf or .csv"))
    options.add(
        "--template", type=Path, metavar="FILE", about=say("a template of the funder that is filled: .xlsx or .docx")
    )
    detail_option(options)
    options.names()
    options.flag("--final", say("the last report on the grant"))
    options.force()


def _names() -> Message:
    return say("which report: {names}", names=", ".join(reports.LAYOUTS))


def detail_option(options: Options) -> None:
    """What the report wants to know, see `asked_for`."""
    options.add(
        "--set",
        dest="details",
        action="append",
        default=[],
        read=_read_detail,
        metavar="KEY=VALUE",
        about=say("something that the report wants to know, such as basis=cash; may be given again"),
    )


def _read_detail(typed: str) -> tuple[str, str] | Message:
    """Something that a report wants to know, as it is typed."""
    key, sign, value = typed.partition("=")
    if not sign or not key:
        return say("“{text}” is not KEY=VALUE, such as basis=cash", text=typed)
    return key, value


def _report(call: Call) -> int:
    options = call.options
    call.require_free()
    if options.template is None:
        reports.require_kind(options.out)
    request = asked_for(options, options.name, is_final=options.final)
    # A file with names is noted in the history.
    with call.office(read_only=not reports.asks_for_names(request)) as office:
        report = reports.make_report(office, request)
        if options.template is None:
            outcome = reports.write_report(office, report, options.out, language=call.language)
        else:
            outcome = report_templates.fill_template(
                office, report, options.out, template=options.template, language=call.language
            )
    call.tell(outcome.message)
    if report.is_proved:
        return DONE
    call.tell(say("The proof does not hold: look at the differences at the foot of the report."))
    return TROUBLE


def asked_for(options: Namespace, name: str, *, is_final: bool = False) -> reports.ReportRequest:
    """The report of this name that options ask for. Raises UserError for a detail that it does not want to know."""
    details = {**dict(options.details), **({VOLUNTEERS.key: NAMES} if options.names else {})}
    require_known(name, details)
    return reports.request_of(
        name, grant=options.grant, first=options.first, last=options.last, details=details, is_final=is_final
    )


def require_known(name: str, details: dict[str, str]) -> None:
    """Raises UserError for an option that the report does not have, or a choice that is none."""
    layout = reports.find_layout(name)
    known = {option.key: option for option in layout.options}
    for key, value in details.items():
        option = known.get(key)
        if option is None:
            raise UserError(
                say("{report} has no {key}.", report=layout.title, key=key),
                say("Nothing was made."),
                say("It wants to know: {keys}.", keys=", ".join(known)) if known else say("It wants to know nothing."),
            )
        if option.choices and value not in option.choices:
            raise UserError(
                say("“{value}” is no choice of {key}.", value=value, key=key),
                say("Nothing was made."),
                say("Choices: {names}.", names=", ".join(option.choices)),
            )


REPORT = Verb("report", say("make a report"), _options, _report)
