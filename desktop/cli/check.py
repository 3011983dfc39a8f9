"""`grantdesk check` and `grantdesk waive`: what is wrong in an office, and what of it someone accepts."""

from __future__ import annotations

from collections import Counter
from typing import Any

from desktop.cli.call import DONE, TROUBLE, Call
from desktop.cli.show import finding_json, found_text
from desktop.cli.verb import Options, Verb
from desktop.domain.finding import Severity
from desktop.domain.waivers import Accepted
from desktop.language import Language, Message, UserError, say, say_many
from desktop.services import waivers
from desktop.services.checks import OfficeCheck, check_office
from desktop.services.records import InvalidRecordError


def _check_options(options: Options) -> None:
    options.office()
    options.flag("--json", say("print what was found as JSON"))
    options.flag("--waived", say("print what is accepted as well"))


def _check(call: Call) -> int:
    with call.office(read_only=True) as office:
        result = check_office(office)
    found = (*result.damage, *result.findings)
    if call.options.json:
        listed = [finding_json(finding, call.language) for finding in found]
        accepted = [_accepted_json(each, call.language) for each in result.accepted]
        call.print_json({"sound": result.is_sound, "findings": listed, "accepted": accepted})
    else:
        for finding in found:
            print(found_text(finding, call.language, where=finding.label))
        for each in result.accepted if call.options.waived else ():
            call.tell(_accepted_text(each))
        call.tell(_verdict(result))
    return DONE if result.is_sound else TROUBLE


def _verdict(result: OfficeCheck) -> Message:
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


# --- accepted findings ------------------------------------------------------------------------------------------------


def _waive_options(options: Options) -> None:
    options.office()
    options.add("code", metavar="CODE", about=say("the code of the finding, as check --json names it"))
    about = say("the record it is about: a grant, an agreement, as check names it")
    options.add("--grant", "--record", dest="record", required=True, metavar="REF", about=about)
    what = options.one_of()
    what.words("--reason", say("why it is accepted"))
    what.flag("--withdraw", say("take an acceptance back"))


def _waive(call: Call) -> int:
    """Accepts a finding, or takes that back."""
    options = call.options
    with call.office(read_only=False) as office:
        if options.withdraw:
            waiver = _accepted(check_office(office).accepted, options.code, options.record).waiver
            return call.tell(waivers.withdraw(office, waiver_id=waiver.id).message)
        finding = waivers.find_open(office, code=options.code, label=options.record)
        try:
            return call.tell(waivers.waive(office, finding=finding, reason=options.reason).message)
        except InvalidRecordError as error:
            raise UserError(
                error.fields["reason"], say("Nothing was accepted."), say("Give the reason with --reason.")
            ) from error


def _accepted(accepted: tuple[Accepted, ...], code: str, name: str) -> Accepted:
    for each in accepted:
        if (each.waiver.code, each.waiver.label) == (code, name):
            return each
    raise UserError(
        say("No {code} of {name} is accepted.", code=code, name=name),
        say("Nothing was changed."),
        say("grantdesk check --waived names what is accepted."),
    )


def _accepted_json(each: Accepted, language: Language) -> dict[str, Any]:
    """What someone accepts, as an object."""
    return {
        "code": each.waiver.code,
        "register": each.waiver.register,
        "record": each.waiver.label,
        "reason": each.waiver.reason,
        "by": each.waiver.waived_by,
        "on": each.waiver.waived_on.isoformat(),
        "found": [language.text(finding.sentence) for finding in each.findings],
    }


def _accepted_text(each: Accepted) -> Message:
    """What someone accepts, in a sentence."""
    waiver = each.waiver
    sentence = each.findings[0].sentence if each.findings else say("It is no longer found.")
    return say(
        "Accepted {name}: {sentence} {reason} {who}, {day}",
        name=waiver.label,
        sentence=sentence,
        reason=waiver.reason,
        who=waiver.waived_by,
        day=waiver.waived_on,
    )


CHECK = Verb("check", say("check the file, the history and the money of an office"), _check_options, _check)
WAIVE = Verb("waive", say("accept a finding of the check, with a reason"), _waive_options, _waive)
