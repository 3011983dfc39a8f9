"""`grantdesk deployments …`: planning, signing, extending and ending deployments, their costs and invoices."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from desktop.cli.call import DONE, TROUBLE, Call
from desktop.cli.named import record_called, share_typed
from desktop.cli.show import finding_json, found_text, print_columns
from desktop.cli.verb import Options, Verb, VerbGroup, read_count, read_day, read_days, read_month
from desktop.domain.money import Money
from desktop.domain.staffing.figures import CostRow, ThreeFigures
from desktop.domain.volunteer_terms import END_REASONS, EndReason
from desktop.language import Language, Message, Month, say
from desktop.services.deployments import matching, planning, signing
from desktop.services.deployments.as_at import staffing_as_at
from desktop.services.deployments.costing import costing
from desktop.services.deployments.ending import ending
from desktop.services.deployments.signing import Trial
from desktop.services.deployments.unsigned import unsigned_contracts
from desktop.services.offices import Office, Outcome

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
    return {"currency": figures.currency} | {name: _exact(amount) for name, amount in amounts.items()}


def _exact(money: Money) -> str:
    return format(money.amount, "f")


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


# --- acting -----------------------------------------------------------------------------------------------------------


def _acting(options: Options) -> None:
    options.office()
    options.add("deployment", nargs="+", metavar="DEPLOYMENT", about=say("the references of the deployments"))
    options.flag("--dry-run", say("tell what it would do, and keep nothing"))
    options.flag("--accept-warnings", say("do it though there are warnings"))
    options.flag("--json", say("print the outcome as JSON"))


def _plan_options(options: Options) -> None:
    options.office()
    options.add("--assignment", required=True, metavar="REF", about=say("the assignment whose posts are filled"))
    options.day("--from", say("the first day"), required=True, dest="first")
    options.day("--to", say("the last day"), required=True, dest="last")
    who = say("a volunteer by code; may be given several times")
    options.add("--volunteer", action="append", default=[], metavar="CODE", about=who)
    how_many = say("how many posts, where nobody fills them yet")
    options.add("--count", read=read_count, default=0, metavar="N", about=how_many)
    _share_option(options)


def _share_option(options: Options) -> None:
    about = say("a share, such as NER-CT-01/7.1=60 or MLI-02=40; may be given several times")
    options.add("--share", action="append", default=[], metavar="GRANT[/LINE]=PERCENT", about=about)


def _plan(call: Call) -> int:
    options = call.options
    with call.office(read_only=False) as office:
        outcome = planning.plan_posts(
            office,
            assignment_id=record_called(office, "assignments", options.assignment),
            starts_on=options.first,
            ends_on=options.last,
            volunteer_ids=[record_called(office, "volunteers", code) for code in options.volunteer],
            count=options.count,
            shares=[share_typed(office, typed) for typed in options.share],
        )
    return call.tell(outcome.message)


def _sign_options(options: Options) -> None:
    _acting(options)
    options.day("--on", say("the day of signing"), required=True)
    options.words("--document", say("what the commitment is called"))


def _sign(call: Call) -> int:
    def contracts(office: Office) -> list[int]:
        return unsigned_contracts(office, deployment_ids=_ids(office, call.options))

    return _done(
        call,
        lambda office: signing.try_sign(office, contract_ids=contracts(office), on=call.options.on),
        lambda office: signing.sign(
            office,
            contract_ids=contracts(office),
            on=call.options.on,
            reference=call.options.document,
            accept_warnings=call.options.accept_warnings,
        ),
    )


def _extend_options(options: Options) -> None:
    _acting(options)
    until = options.one_of()
    until.day("--to", say("the last day of the extension"), dest="last")
    until.add("--months", read=read_count, default=0, metavar="N", about=say("how many months it goes on"))
    options.day("--sign-on", say("sign it as well, on this day"))
    options.words("--document", say("what the commitment is called"))


def _extend(call: Call) -> int:
    options = call.options
    terms = {"ends_on": options.last, "months": options.months, "sign_on": options.sign_on}
    return _done(
        call,
        lambda office: signing.try_extend(office, deployment_ids=_ids(office, options), **terms),
        lambda office: signing.extend(
            office,
            deployment_ids=_ids(office, options),
            reference=options.document,
            accept_warnings=options.accept_warnings,
            **terms,
        ),
    )


def _end_options(options: Options) -> None:
    _acting(options)
    options.day("--on", say("the last day of service"), required=True)
    options.add("--reason", choices=list(map(str, END_REASONS)), default=str(EndReason.EARLY))
    options.day("--posted-on", say("the day on which the rest is cancelled; today when left out"))


def _end(call: Call) -> int:
    options = call.options
    terms = {"on": options.on, "reason": options.reason, "posted_on": options.posted_on}
    return _done(
        call,
        lambda office: signing.try_end_early(office, deployment_ids=_ids(office, options), **terms),
        lambda office: signing.end_early(
            office, deployment_ids=_ids(office, options), accept_warnings=options.accept_warnings, **terms
        ),
    )


def _ids(office: Office, options: argparse.Namespace) -> list[int]:
    return [record_called(office, "deployments", name) for name in options.deployment]


def _done(call: Call, attempt: Callable[[Office], Trial], act: Callable[[Office], Outcome]) -> int:
    """Does an act, or tells what it would do; refusals and warnings are told whole before."""
    with call.office(read_only=call.options.dry_run) as office:
        trial = attempt(office)
        stops = trial.refused or (trial.warned and not call.options.accept_warnings)
        if call.options.dry_run or stops:
            _tell_trial(call, trial)
            return TROUBLE if stops and not call.options.dry_run else DONE
        outcome = act(office)
    if call.options.json:
        return call.print_json({"sentence": call.language.text(outcome.message)} | _trial_json(trial, call.language))
    return call.tell(outcome.message)


def _tell_trial(call: Call, trial: Trial) -> None:
    language = call.language
    if call.options.json:
        call.print_json(_trial_json(trial, language))
        return
    for effect in trial.effects:
        if effect.line_left_before is not None:
            print(language.text(_effect(f"{effect.grant} {effect.line}", effect.amount, effect.line_left_before)))
    for effect in {each.grant: each for each in trial.effects}.values():
        before, after = effect.available_before, effect.available_after
        print(language.text(_effect(effect.grant, before - after, before)))
    for finding in trial.findings:
        print(found_text(finding, language, where=finding.label))


def _effect(place: str, amount: Money, before: Money) -> Message:
    """What is committed of a budget line or a grant, and what that leaves of it."""
    return say(
        "{place}: {amount} committed; {before} available before, {after} after.",
        place=place,
        amount=amount,
        before=before,
        after=before - amount,
    )


def _trial_json(trial: Trial, language: Language) -> dict[str, Any]:
    effects = []
    for each in trial.effects:
        known = {"grant": each.grant, "line": each.line, "currency": each.amount.currency}
        before, after = _exact(each.available_before), _exact(each.available_after)
        amounts = {"amount": _exact(each.amount), "available_before": before, "available_after": after}
        effects.append(known | amounts)
    return {"effects": effects, "findings": [finding_json(finding, language) for finding in trial.findings]}


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
                    "amount": _exact(part.amount),
                    "pro_forma": _exact(part.pro_forma),
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
        Verb("plan", say("plan posts of an assignment"), _plan_options, _plan),
        Verb("sign", say("sign what is planned, and commit what it costs"), _sign_options, _sign),
        Verb("extend", say("plan an extension, or sign it at once"), _extend_options, _extend),
        Verb("end", say("end deployments early, and cancel the rest"), _end_options, _end),
        Verb("match", say("spread an invoice over those who served"), _match_options, _match),
    ),
)
