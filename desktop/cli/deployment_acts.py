"""The acts of `grantdesk deployments`: planning, signing, extending, moving and ending them, and saying who pays.

Each tells with ``--dry-run`` what it would do, and does nothing while something speaks against it.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from desktop.cli.call import DONE, TROUBLE, Call
from desktop.cli.named import record_called, share_typed
from desktop.cli.show import exact, finding_json, found_text
from desktop.cli.verb import Options, Verb, read_count
from desktop.domain.allocation import Share
from desktop.domain.money import Money
from desktop.domain.volunteer_terms import END_REASONS, EndReason
from desktop.language import Language, Message, say
from desktop.services.deployments import planning, signing
from desktop.services.deployments.signing import Trial
from desktop.services.deployments.unsigned import unsigned_contracts
from desktop.services.offices import Office, Outcome

Terms = dict[str, Any]
"""What an act is asked to do, by the names that `signing` has for it."""


def _acting(options: Options, *, several: bool = True) -> None:
    options.office()
    if several:
        options.add("deployment", nargs="+", metavar="DEPLOYMENT", about=say("the references of the deployments"))
    else:
        options.add("deployment", metavar="DEPLOYMENT", about=say("the reference of the deployment"))
    options.flag("--dry-run", say("tell what it would do, and keep nothing"))
    options.flag("--accept-warnings", say("do it though there are warnings"))
    options.flag("--json", say("print the outcome as JSON"))


def _posted_option(options: Options) -> None:
    about = say("the day on which what is committed is changed; today when left out")
    options.day("--posted-on", about)


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


def _shares(office: Office, options: argparse.Namespace) -> list[Share]:
    return [share_typed(office, typed) for typed in options.share]


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
            shares=_shares(office, options),
        )
    return call.tell(outcome.message)


def _sign_options(options: Options) -> None:
    _acting(options)
    options.day("--on", say("the day of signing"), required=True)
    options.words("--document", say("what the commitment is called"))


def _sign(call: Call) -> int:
    options = call.options

    def terms(office: Office) -> Terms:
        return {"contract_ids": unsigned_contracts(office, deployment_ids=_ids(office, options)), "on": options.on}

    return _done(call, signing.try_sign, signing.sign, terms, reference=options.document)


def _extend_options(options: Options) -> None:
    _acting(options)
    until = options.one_of()
    until.day("--to", say("the last day of the extension"), dest="last")
    until.add("--months", read=read_count, default=0, metavar="N", about=say("how many months it goes on"))
    options.day("--sign-on", say("sign it as well, on this day"))
    options.words("--document", say("what the commitment is called"))


def _extend(call: Call) -> int:
    options = call.options

    def terms(office: Office) -> Terms:
        return {
            "deployment_ids": _ids(office, options),
            "ends_on": options.last,
            "months": options.months,
            "sign_on": options.sign_on,
        }

    return _done(call, signing.try_extend, signing.extend, terms, reference=options.document)


def _reassign_options(options: Options) -> None:
    _acting(options, several=False)
    options.words("--station", say("the place of the duty station"), metavar="PLACE", required=True)
    options.day("--on", say("the first day there"), required=True)
    _posted_option(options)


def _reassign(call: Call) -> int:
    options = call.options

    def terms(office: Office) -> Terms:
        return {
            "deployment_id": record_called(office, "deployments", options.deployment),
            "station_id": record_called(office, "duty_stations", options.station),
            "on": options.on,
            "posted_on": options.posted_on,
        }

    return _done(call, signing.try_reassign, signing.reassign, terms)


def _share_options(options: Options) -> None:
    _acting(options)
    _share_option(options)
    options.day("--from", say("the first day they pay"), required=True, dest="first")
    _posted_option(options)


def _share(call: Call) -> int:
    options = call.options

    def terms(office: Office) -> Terms:
        return {
            "deployment_ids": _ids(office, options),
            "shares": _shares(office, options),
            "starts_on": options.first,
            "posted_on": options.posted_on,
        }

    return _done(call, signing.try_share, signing.share, terms)


def _end_options(options: Options) -> None:
    _acting(options)
    options.day("--on", say("the last day of service"), required=True)
    options.add("--reason", choices=list(map(str, END_REASONS)), default=str(EndReason.EARLY))
    _posted_option(options)


def _end(call: Call) -> int:
    options = call.options

    def terms(office: Office) -> Terms:
        return {
            "deployment_ids": _ids(office, options),
            "on": options.on,
            "reason": options.reason,
            "posted_on": options.posted_on,
        }

    return _done(call, signing.try_end_early, signing.end_early, terms)


def _ids(office: Office, options: argparse.Namespace) -> list[int]:
    return [record_called(office, "deployments", name) for name in options.deployment]


def _done(
    call: Call,
    attempt: Callable[..., Trial],
    act: Callable[..., Outcome],
    terms: Callable[[Office], Terms],
    **more: Any,
) -> int:
    """Does an act on `terms` and what `more` it alone asks for, or tells what it would do; refusals and warnings are
    told whole before.
    """
    accepts = call.options.accept_warnings
    with call.office(read_only=call.options.dry_run) as office:
        known = terms(office)
        trial = attempt(office, **known)
        stops = trial.refused or (trial.warned and not accepts)
        if call.options.dry_run or stops:
            _tell_trial(call, trial)
            return TROUBLE if stops and not call.options.dry_run else DONE
        outcome = act(office, accept_warnings=accepts, **known, **more)
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
        before, after = exact(each.available_before), exact(each.available_after)
        amounts = {"amount": exact(each.amount), "available_before": before, "available_after": after}
        effects.append(known | amounts)
    return {"effects": effects, "findings": [finding_json(finding, language) for finding in trial.findings]}


ACTS = (
    Verb("plan", say("plan posts of an assignment"), _plan_options, _plan),
    Verb("sign", say("sign what is planned, and commit what it costs"), _sign_options, _sign),
    Verb("extend", say("plan an extension, or sign it at once"), _extend_options, _extend),
    Verb("reassign", say("let a deployment go on at another duty station"), _reassign_options, _reassign),
    Verb("share", say("say which grants pay deployments from a day on"), _share_options, _share),
    Verb("end", say("end deployments early, and cancel the rest"), _end_options, _end),
)
