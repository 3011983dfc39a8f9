"""`grantdesk deployments …`: who serves until when and at what cost, what is done with them, and their invoices."""

from __future__ import annotations

from typing import Any

from desktop.cli.call import DONE, Call
from desktop.cli.deployment_acts import ACTS
from desktop.cli.named import record_called
from desktop.cli.show import exact, finding_json, found_text, print_columns
from desktop.cli.verb import Options, Verb, VerbGroup, read_day, read_days, read_month
from desktop.domain.staffing.figures import CostRow, ThreeFigures
from desktop.language import Language, Month, say
from desktop.services.deployments import matching
from desktop.services.deployments.as_at import staffing_as_at
from desktop.services.deployments.costing import costing
from desktop.services.deployments.ending import ending

# --- looking ----------------------------------------------------------------------------------------------------------


def _looking(options: Options) -> None:
    options.office()
    options.flag("--json", say("print it as JSON, with exact amounts"))


def _cost_options(options: Options) -> None:
    _looking(options)
    options.words("--grant", say("what this grant bears"), metavar="REF")
    options.words("--assignment", say("of this assignment only"), metavar="REF")
    options.words("--deployment", say("of this deployment only"), metavar="REF")
    options.day("--from", say("a day of the first month"), dest="first")
    options.day("--to", say("a day of the last month"), dest="last")


def _cost(call: Call) -> int:
    options = call.options

    def called(register: str, name: str) -> int | None:
        return record_called(office, register, name) if name else None

    with call.office(read_only=True) as office:
        told = costing(
            office,
            grant_id=called("grants", options.grant),
            assignment_id=called("assignments", options.assignment),
            deployment_id=called("deployments", options.deployment),
            first=options.first,
            last=options.last,
        )
    language = call.language
    if options.json:
        return call.print_json(
            {
                "convention": language.text(told.convention),
                "rows": [_row_json(row, language) for row in told.rows],
                "totals": [_figures_json(total) for total in told.totals],
                "findings": [finding_json(finding, language) for finding in told.findings],
            }
        )
    heads = (say("Month"), say("Grant"), say("Line"), say("Pro forma"), say("Committed"), say("Actual"))
    lines = [[language.text(head) for head in (*heads, say("Why they differ"))]]
    for row in told.months:
        place = (language.value(Month(row.key.month)), row.grant, row.line)
        lines.append([*place, *_figures(row.figures, language), language.join(row.why)])
    lines += [[language.text(say("Total")), "", "", *_figures(total, language), ""] for total in told.totals]
    print_columns(lines, right=(3, 4, 5), whole=(6,))
    for finding in told.findings:
        print(found_text(finding, language, where=finding.label))
    return DONE


def _figures(figures: ThreeFigures, language: Language) -> list[str]:
    return [language.value(amount) for amount in (figures.pro_forma, figures.committed, figures.actual)]


def _row_json(row: CostRow, language: Language) -> dict[str, Any]:
    names: dict[str, Any] = {
        "deployment": row.deployment,
        "month": f"{row.key.month:%Y-%m}",
        "grant": row.grant,
        "line": row.line,
    }
    return names | _figures_json(row.figures) | {"why": [language.text(reason) for reason in row.why]}


def _figures_json(figures: ThreeFigures) -> dict[str, str]:
    amounts = {
        "pro_forma": figures.pro_forma,
        "signed": figures.signed,
        "committed": figures.committed,
        "actual": figures.actual,
    }
    return {"currency": figures.currency} | {name: exact(amount) for name, amount in amounts.items()}


def _ending_options(options: Options) -> None:
    _looking(options)
    options.add("--days", read=read_days, default=90, metavar="N", about=say("how many days ahead; 90 when left out"))


def _ending(call: Call) -> int:
    with call.office(read_only=True) as office:
        found = ending(office, days=call.options.days)
    if call.options.json:
        return call.print_json(
            [
                {
                    "deployment": each.reference,
                    "volunteer": each.volunteer,
                    "place": each.place,
                    "ends_on": each.ends_on.isoformat(),
                    "days": each.days,
                    "planned_until": each.planned_until and each.planned_until.isoformat(),
                }
                for each in found
            ]
        )
    if not found:
        return call.tell(say("No contract ends in these days."))
    language = call.language
    heads = (
        say("Deployment"),
        say("Volunteer"),
        say("Place"),
        say("Contract ends"),
        say("Days left"),
        say("Planned until"),
    )
    rows = [[language.text(head) for head in heads]]
    for each in found:
        until = "" if each.planned_until is None else language.value(each.planned_until)
        rows.append([each.reference, each.volunteer, each.place, language.value(each.ends_on), str(each.days), until])
    print_columns(rows, right=(4,))
    return DONE


def _as_at_options(options: Options) -> None:
    _looking(options)
    options.add("day", read=read_day, metavar="YYYY-MM-DD", about=say("the day, whether past or to come"))


def _as_at(call: Call) -> int:
    with call.office(read_only=True) as office:
        found = staffing_as_at(office, call.options.day)
    rows = [
        {
            "deployment": each.deployment.reference,
            "volunteer": each.deployment.volunteer,
            "category": each.deployment.category,
            "place": each.contract.station.place if each.contract.station else "",
            "country": each.contract.station.country if each.contract.station else "",
            "until": each.contract.period.last.isoformat(),
        }
        for each in found
    ]
    if call.options.json:
        return call.print_json(rows)
    if not rows:
        return call.tell(say("Nobody serves on that day."))
    heads = (say("Deployment"), say("Volunteer"), say("Place"), say("Country"), say("Contract ends"))
    shown = [[call.language.text(head) for head in heads]]
    keys = ("deployment", "volunteer", "place", "country", "until")
    print_columns([*shown, *([row[key] for key in keys] for row in rows)], right=())
    return DONE


# --- invoices ---------------------------------------------------------------------------------------------------------


def _match_options(options: Options) -> None:
    _looking(options)
    options.add("entry", metavar="DOCUMENT", about=say("the document of the entry, or # and its id"))
    months = say("a month that is invoiced; may be given several times; that of the entry when left out")
    options.add("--month", action="append", default=[], read=read_month, metavar="YYYY-MM", about=months)
    options.flag("--dry-run", say("tell what it would do, and keep nothing"))


def _match(call: Call) -> int:
    """Spreads an entry over those who served, in proportion to pro forma, and keeps it."""
    options = call.options
    with call.office(read_only=options.dry_run) as office:
        entry = record_called(office, "ledger", options.entry)
        proposal = matching.propose(office, entry_id=entry, months=options.month)
        parts = [(part.deployment_id, part.month, part.amount.amount) for part in proposal.parts]
        outcome = None if options.dry_run else matching.match(office, entry_id=entry, parts=parts)
    if options.json:
        return call.print_json(
            [
                {
                    "deployment": part.deployment,
                    "month": f"{part.month:%Y-%m}",
                    "currency": part.amount.currency,
                    "amount": exact(part.amount),
                    "pro_forma": exact(part.pro_forma),
                }
                for part in proposal.parts
            ]
        )
    heads = (say("Deployment"), say("Month"), say("Amount"), say("Pro forma"))
    rows = [[call.language.text(head) for head in heads]]
    rows += [
        [part.deployment, *(call.language.value(each) for each in (Month(part.month), part.amount, part.pro_forma))]
        for part in proposal.parts
    ]
    print_columns(rows, right=(2, 3))
    return DONE if outcome is None else call.tell(outcome.message)


DEPLOYMENTS = VerbGroup(
    "deployments",
    say("plan, sign, extend and end deployments; what they cost, and the agency's invoices"),
    (
        Verb("cost", say("what deployments cost, month by month"), _cost_options, _cost),
        Verb("ending", say("whose contracts end soon"), _ending_options, _ending),
        Verb("as-at", say("who served on a day"), _as_at_options, _as_at),
        *ACTS,
        Verb("match", say("spread an invoice over those who served"), _match_options, _match),
    ),
)
