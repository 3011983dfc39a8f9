"""The verb `waive`, and how accepted findings are printed."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from desktop.domain.waivers import Accepted
from desktop.language import Language, Message, UserError, say
from desktop.services import waivers
from desktop.services.checks import check_office
from desktop.services.records import InvalidRecordError

if TYPE_CHECKING:
    from desktop.cli.main import Call


def add_waive(parser: argparse.ArgumentParser, *, text: Any) -> None:
    """The options of `waive`, besides the office."""
    parser.add_argument("code", metavar="CODE", help=text(say("the code of the finding, as check --json names it")))
    about = say("the record it is about: a grant, an agreement, as check names it")
    parser.add_argument("--grant", "--record", dest="record", required=True, metavar="REF", help=text(about))
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--reason", default="", metavar="TEXT", help=text(say("why it is accepted")))
    what.add_argument("--withdraw", action="store_true", help=text(say("take an acceptance back")))


def waive(call: Call) -> int:
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


def accepted_json(each: Accepted, language: Language) -> dict[str, Any]:
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


def accepted_text(each: Accepted) -> Message:
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
