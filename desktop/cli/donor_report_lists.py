"""`grantdesk reports due`, `list`, `check` and `changed`: what is owed, what there is, and how it stands with each."""

from __future__ import annotations

from typing import Any

from desktop.cli.call import DONE, TROUBLE, Call
from desktop.cli.show import exact, print_columns
from desktop.cli.verb import Options
from desktop.domain.deadlines import SOON_DAYS
from desktop.domain.money import Money
from desktop.domain.terms import REPORT_LAYOUTS, REPORT_STATUSES
from desktop.language import Language, Message, say, say_many, without_marks
from desktop.services import donor_reports as donor
from desktop.services.donor_reports import CheckState, Requirement, RequirementState
from desktop.services.references import grant_id_of
from desktop.services.reports import TraceRow

_STATES = {
    CheckState.PASSED: say("passed"),
    CheckState.FAILED: say("FAILED"),
    CheckState.NOT_APPLICABLE: say("does not apply"),
}
_REMARK, _WAIVED = say("remark"), say("waived")


def which_report(options: Options) -> None:
    """The report it is about: its number, as `list` prints it."""
    options.add("report", type=int, metavar="ID", about=say("the report, by the first number that reports list prints"))
    options.office()


def json_flag(options: Options) -> None:
    """Whether it is printed for programs."""
    options.flag("--json", say("print an array of objects, amounts as text"))


# --- due -------------------------------------------------------------------------------------------------------------


def due_options(options: Options) -> None:
    """What `due` takes."""
    options.office()
    about = say("how many days to look ahead, {count} when not given", count=SOON_DAYS)
    options.add("--days", type=int, default=SOON_DAYS, metavar="N", about=about)
    options.words("--grant", say("only those of this grant"), metavar="REF")
    options.flag("--all", say("those that were sent as well"))
    json_flag(options)


def due(call: Call) -> int:
    """Prints what is owed, the late first."""
    options = call.options
    with call.office(read_only=True) as office:
        grant_id = grant_id_of(office, options.grant) if options.grant else None
        found = donor.requirements(office, grant_id=grant_id, days=options.days, answered=options.all)
    if options.json:
        return call.print_json([_owed_json(owed, call.language) for owed in found])
    print_columns([_owed_cells(owed, call.language) for owed in found], right=(), whole=(3,))
    late = sum(owed.state is RequirementState.LATE for owed in found)
    counted = say_many("{count} report", "{count} reports", count=len(found))
    return call.tell(say("{reports}, {late} late", reports=counted, late=late) if late else counted)


def _owed_cells(owed: Requirement, language: Language) -> list[str]:
    state = donor.REQUIREMENT_STATES[owed.state]
    return [owed.day.isoformat(), *map(language.text, [state]), owed.grant, language.text(owed.sentence)]


def _owed_json(owed: Requirement, language: Language) -> dict[str, Any]:
    return {
        "grant": owed.grant,
        "report": without_marks(language.text(owed.name)),
        "layout": owed.layout,
        "from": owed.due.first.isoformat(),
        "to": owed.due.period_end.isoformat(),
        "due": owed.day.isoformat(),
        "final": owed.due.final,
        "state": str(owed.state),
        "id": owed.report_id or None,
    }


# --- list ------------------------------------------------------------------------------------------------------------


def list_options(options: Options) -> None:
    """What `list` takes."""
    options.office()
    options.words("--grant", say("only those of this grant"), metavar="REF")
    json_flag(options)


def list_reports(call: Call) -> int:
    """Prints the reports there are."""
    options = call.options
    with call.office(read_only=True) as office:
        grant_id = grant_id_of(office, options.grant) if options.grant else None
        found = donor.reports_of(office, grant_id=grant_id)
    if options.json:
        return call.print_json([_head_json(head) for head in found])
    print_columns([_head_cells(head, call.language) for head in found], right=(0,))
    return call.tell(say_many("{count} report", "{count} reports", count=len(found)))


def _head_cells(head: donor.ReportHead, language: Language) -> list[str]:
    title = language.text(REPORT_LAYOUTS[head.layout]) if head.layout in REPORT_LAYOUTS else head.requirement
    days = f"{head.starts_on.isoformat()} – {head.ends_on.isoformat()}"
    return [str(head.id), head.grant, title, str(head.number), days, language.text(REPORT_STATUSES[head.status])]


def _head_json(head: donor.ReportHead) -> dict[str, Any]:
    return {
        "id": head.id,
        "grant": head.grant,
        "layout": head.layout,
        "number": head.number,
        "from": head.starts_on.isoformat(),
        "to": head.ends_on.isoformat(),
        "final": head.is_final,
        "state": str(head.status),
        "due": head.due_on.isoformat() if head.due_on else None,
        "submitted_at": head.submitted_at.isoformat() if head.submitted_at else None,
        "submitted_by": head.submitted_by,
        "sha256": head.sha256,
    }


# --- check -----------------------------------------------------------------------------------------------------------


def check_options(options: Options) -> None:
    """What `check` and `changed` take."""
    which_report(options)
    json_flag(options)


def check(call: Call) -> int:
    """Prints the checks of a report; fails when one keeps it from going out, or what was frozen is not whole."""
    with call.office(read_only=True) as office:
        page = donor.report_page(office, call.options.report)
        whole = not page.head.is_frozen or donor.is_whole(office, page.head.id)
    if call.options.json:
        call.print_json([_check_json(check, page, call.language) for check in page.checks])
    else:
        for check in page.checks:
            _print_check(check, page, call.language)
        if not whole:
            call.tell(say("What was frozen of the report is damaged."))
    return DONE if whole and not page.stopping else TROUBLE


def _waived(check: donor.Check, page: donor.DonorReportPage) -> bool:
    return any(waiver.code == check.code for waiver in page.waivers)


def _state(check: donor.Check, page: donor.DonorReportPage) -> Message:
    if check.state is CheckState.FAILED and not check.blocks:
        return _REMARK
    return _WAIVED if check.stops and _waived(check, page) else _STATES[check.state]


def _print_check(check: donor.Check, page: donor.DonorReportPage, language: Language) -> None:
    state = language.text(_state(check, page))
    print(f"{check.code:12}  {state}  {without_marks(language.join((check.sentence, check.detail)))}")
    if check.state is CheckState.FAILED:
        for cause in check.causes:
            where = cause.figure or " ".join([cause.register, *map(str, cause.record_ids)])
            print(f"    {without_marks(language.text(cause.sentence))}  [{where.strip()}]")


def _check_json(check: donor.Check, page: donor.DonorReportPage, language: Language) -> dict[str, Any]:
    return {
        "code": check.code,
        "state": str(check.state),
        "blocks": check.blocks,
        "waivable": check.waivable,
        "waived": _waived(check, page),
        "sentence": language.text(check.sentence),
        "detail": language.text(check.detail),
        "causes": [
            {
                "sentence": language.text(cause.sentence),
                "figure": cause.figure,
                "register": cause.register,
                "ids": list(cause.record_ids),
                "explain": cause.explain,
            }
            for cause in check.causes
        ],
    }


# --- changed since ---------------------------------------------------------------------------------------------------


def changed(call: Call) -> int:
    """Prints what a submitted report would not say today."""
    options = call.options
    with call.office(read_only=True) as office:
        changes = donor.changed_since(office, options.report)

    def amount(row: TraceRow, measure: str) -> str:
        return exact(Money(row.measure(measure), changes.spent.currency))

    if options.json:
        return call.print_json(
            [
                {
                    "id": row.id,
                    "day": row.entry_on.isoformat(),
                    "entry": row.reference,
                    "description": row.description,
                    "category": row.category,
                    "line": row.line,
                    "spent": amount(row, "spent"),
                    "committed": amount(row, "committed"),
                    "received": amount(row, "received"),
                }
                for row in changes.rows
            ]
        )
    rows = [
        [row.entry_on.isoformat(), row.reference, row.category, row.line, amount(row, "spent"), row.description]
        for row in changes.rows
    ]
    print_columns(rows, right=(4,))
    count = say_many("{count} entry changed since", "{count} entries changed since", count=len(changes.rows))
    return call.tell(say("{count}: {amount} spent", count=count, amount=changes.spent))
