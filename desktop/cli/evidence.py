"""`grantdesk evidence …`: a report with its entries and all documents behind them, in one archive for auditors."""

from __future__ import annotations

from pathlib import Path

from desktop.cli.call import Call
from desktop.cli.report import asked_for, detail_option
from desktop.cli.verb import Options, Verb
from desktop.language import Language, UserError, say
from desktop.services import donor_reports, reports
from desktop.services.evidence import About, write_evidence
from desktop.services.offices import Office
from desktop.services.reports import ReportRequest


def _options(options: Options) -> None:
    which = options.one_of()
    which.add("--report", type=int, metavar="ID", about=say("a report, by the first number that reports list prints"))
    names = ", ".join(reports.LAYOUTS)
    which.add(
        "--report-name",
        choices=tuple(reports.LAYOUTS),
        metavar="REPORT",
        about=say("a report that is made now, one of {names}", names=names),
    )
    options.words("--grant", say("the reference of the grant, where the report is about one"), metavar="REF")
    options.day("--from", say("first day"), dest="first")
    options.day("--to", say("last day"), dest="last")
    detail_option(options)
    options.names()
    options.office()
    options.add("--out", type=Path, required=True, metavar="FILE", about=say("the new file: .zip"))
    options.flag("--with-counterparties", say("name the counterparties of entries, who may be persons"))
    options.force()


def _evidence(call: Call) -> int:
    options = call.options
    call.require_free()
    about = _about(call)
    # A report that is made with names is noted in the history.
    with call.office(read_only=not (isinstance(about, ReportRequest) and reports.asks_for_names(about))) as office:
        outcome = write_evidence(
            office,
            about=about,
            path=options.out,
            language=_language(call, office, about),
            with_counterparties=options.with_counterparties,
        )
    return call.tell(outcome.message)


def _about(call: Call) -> About:
    """The report that was typed."""
    options = call.options
    if options.report is not None:
        kept: int = options.report
        return kept
    if options.first is None or options.last is None:
        raise UserError(
            say("A report that is made now needs its days."),
            say("Nothing was written."),
            say("Give them with --from and --to."),
        )
    return asked_for(options, options.report_name)


def _language(call: Call, office: Office, about: About) -> Language:
    """The language that was asked for; else that of the report, where it is kept."""
    if not call.options.language:
        for head in donor_reports.reports_of(office):
            if head.id == about:
                return reports.language_named(head.language)
    return call.language


EVIDENCE = Verb("evidence", say("write a report with all documents behind it, for auditors"), _options, _evidence)
