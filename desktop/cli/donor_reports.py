"""`grantdesk reports …`: which reports are due, drafting one, checking it, submitting it, and what came of it since."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, get_args

from desktop.cli import donor_report_lists as lists
from desktop.cli.call import DONE, Call
from desktop.cli.donor_report_lists import which_report
from desktop.cli.report import asked_for, detail_option
from desktop.cli.verb import Options, Verb, VerbGroup
from desktop.config.settings import LanguageCode
from desktop.domain.deadlines import SOON_DAYS
from desktop.domain.terms import REPORT_LAYOUTS
from desktop.language import Message, UserError, say
from desktop.services import donor_reports as donor
from desktop.services import reports
from desktop.services.donor_reports import Requirement
from desktop.services.offices import Office, Outcome
from desktop.services.records import InvalidRecordError
from desktop.services.references import grant_id_of
from desktop.services.report_templates import find_template


def _code_and_reason(typed: str) -> tuple[str, str] | Message:
    code, sign, reason = typed.partition("=")
    return (code, reason) if sign and code else say("“{text}” is not CODE=REASON", text=typed)


# --- draft -----------------------------------------------------------------------------------------------------------


def _draft_options(options: Options) -> None:
    names = ", ".join(REPORT_LAYOUTS)
    options.add(
        "name", choices=tuple(REPORT_LAYOUTS), metavar="REPORT", about=say("which report: {names}", names=names)
    )
    options.grant()
    options.day("--from", say("first day"), dest="first", required=True)
    options.day("--to", say("last day"), dest="last", required=True)
    options.office()
    options.flag("--final", say("the last report on the grant"))
    detail_option(options)
    options.names()
    options.words("--template", say("the template of the office that it is written into as well"), metavar="NAME")
    options.add(
        "--in", dest="written_in", choices=get_args(LanguageCode), default="", about=say("the language of the report")
    )


def _draft(call: Call) -> int:
    options = call.options
    request = asked_for(options, options.name, is_final=options.final)
    with call.office(read_only=False) as office:
        owed = _owed(office, request)
        outcome = donor.draft_report(
            office,
            request=request,
            language=options.written_in or call.language.code,
            requirement=owed.rule.note if owed else "",
            due_on=owed.day if owed else None,
            template_id=find_template(office, options.template).id if options.template else None,
        )
    call.tell(outcome.message)
    print(outcome.record_id)
    return DONE


def _owed(office: Office, request: reports.ReportRequest) -> Requirement | None:
    """What the agreement asks for on these days."""
    found = donor.requirements(office, grant_id=grant_id_of(office, request.grant), days=SOON_DAYS * 4)
    return next(
        (owed for owed in found if owed.layout == request.name and owed.due.period_end == request.period.last), None
    )


# --- submit ----------------------------------------------------------------------------------------------------------


def _submit_options(options: Options) -> None:
    which_report(options)
    options.words("--prepared-by", say("who prepared it"), metavar="NAME")
    options.words("--certified-by", say("who certifies it: someone else"), metavar="NAME")
    options.words("--certified-title", say("the title of whoever certifies it"))
    options.add(
        "--explain",
        action="append",
        default=[],
        read=_code_and_reason,
        metavar="KEY=TEXT",
        about=say("why something is over its limit or below zero, by the key that check --json names"),
    )
    options.add(
        "--waive",
        action="append",
        default=[],
        read=_code_and_reason,
        metavar="CODE=REASON",
        about=say("a check that it goes out without, and why; printed in its annex; may be given again"),
    )


def _submit(call: Call) -> int:
    options = call.options
    with call.office(read_only=False) as office:
        _fill_in(office, call)
        for code, reason in options.waive:
            call.tell(_waive(office, options.report, code, reason))
        outcome = donor.submit_report(office, report_id=options.report)
    return call.tell(outcome.message)


def _fill_in(office: Office, call: Call) -> None:
    """Keeps the people and the explanations that were typed."""
    options = call.options
    values: dict[str, Any] = {
        name: typed for name in ("prepared_by", "certified_by", "certified_title") if (typed := getattr(options, name))
    }
    if options.explain:
        known = next((each for each in donor.reports_of(office) if each.id == options.report), None)
        values["explanations"] = {**(known.explanations if known else {}), **dict(options.explain)}
    if values:
        donor.edit_draft(office, report_id=options.report, values=values)


def _waive(office: Office, report_id: int, code: str, reason: str) -> Message:
    try:
        return donor.waive_check(office, report_id=report_id, code=code, reason=reason).message
    except InvalidRecordError as error:
        raise UserError(
            error.fields["reason"], say("Nothing was submitted."), say("Give it as CODE=REASON.")
        ) from error


# --- what came of it -------------------------------------------------------------------------------------------------


def _answer_options(options: Options) -> None:
    which_report(options)
    options.words("--reason", say("why it came back, or what the funder wrote"))
    options.day("--on", say("the day of the answer; today when not given"))


def _return(call: Call) -> int:
    return _answered(call, partial(donor.return_report, reason=call.options.reason))


def _accept(call: Call) -> int:
    return _answered(call, partial(donor.accept_report, note=call.options.reason))


def _answered(call: Call, note: Callable[..., Outcome]) -> int:
    options = call.options
    with call.office(read_only=False) as office:
        try:
            outcome = note(office, report_id=options.report, on=options.on)
        except InvalidRecordError as error:
            raise _refusal(error) from error
    return call.tell(outcome.message)


def _refusal(error: InvalidRecordError) -> UserError:
    name = next(iter(error.fields))
    return UserError(error.fields[name], say("Nothing was changed."), say("Give it with {option}.", option=f"--{name}"))


def _files_options(options: Options) -> None:
    which_report(options)
    options.add("--out", type=Path, required=True, metavar="DIR", about=say("the folder that takes the files"))


def _files(call: Call) -> int:
    with call.office(read_only=True) as office:
        outcome = donor.save_report_files(office, report_id=call.options.report, folder=call.options.out)
        for file in donor.report_files(office, call.options.report):
            print(f"{file.sha256}  {file.name}")
    return call.tell(outcome.message)


# --- sent elsewhere --------------------------------------------------------------------------------------------------


def _note_options(options: Options) -> None:
    options.grant()
    options.office()
    options.day("--to", say("the last day of the period"), dest="last", required=True)
    options.day("--on", say("the day on which it was sent"), required=True)
    options.words("--report", say("the name of the report in the rules of the grant, or of its layout"), metavar="NAME")


def _note(call: Call) -> int:
    """Notes that a report was sent that is not made here."""
    options = call.options
    with call.office(read_only=False) as office:
        found = donor.requirements(office, grant_id=grant_id_of(office, options.grant))
        owed = [each for each in found if each.due.period_end == options.last and each.is_open]
        named = [each for each in owed if options.report in ("", each.rule.note, each.layout)]
        if len(named) != 1:
            raise UserError(
                say(
                    "{grant} owes {count} such reports to {day}.",
                    grant=options.grant,
                    count=len(named),
                    day=options.last,
                ),
                say("Nothing was noted."),
                say("Look at grantdesk reports due, and name one with --report."),
            )
        (one,) = named
        request = reports.ReportRequest(one.layout, options.grant, one.period, is_final=one.due.final)
        outcome = donor.note_sent(office, request=request, on=options.on, requirement=one.rule.note, due_on=one.day)
    return call.tell(outcome.message)


REPORTS = VerbGroup(
    "reports",
    say("reports to funders: due, drafted, checked, submitted, answered"),
    (
        Verb("due", say("list the reports that are owed, the late first"), lists.due_options, lists.due),
        Verb("list", say("list the reports that were drafted or submitted"), lists.list_options, lists.list_reports),
        Verb("draft", say("begin a report"), _draft_options, _draft),
        Verb("check", say("check a report before it goes out"), lists.check_options, lists.check),
        Verb("submit", say("freeze a report and mark it as submitted"), _submit_options, _submit),
        Verb("return", say("note that a report came back"), _answer_options, _return),
        Verb("accept", say("note that a report was accepted"), _answer_options, _accept),
        Verb("files", say("write the files of a report as they were submitted"), _files_options, _files),
        Verb("changed", say("list what came into the time of a report since"), lists.check_options, lists.changed),
        Verb("note", say("note that a report was sent that was made elsewhere"), _note_options, _note),
    ),
)
