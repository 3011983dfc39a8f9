"""`grantdesk evacuation` and `calendar`: who is where, and what is due about people, to be taken along."""

from __future__ import annotations

from pathlib import Path

from desktop.cli.call import Call
from desktop.cli.verb import Options, Verb
from desktop.language import say
from desktop.services.deployments.calendar import write_calendar
from desktop.services.deployments.evacuation import write_evacuation_list


def _evacuation_options(options: Options) -> None:
    options.office()
    options.day("--on", say("the day it is about; today when left out"))
    options.add("--out", type=Path, required=True, metavar="FILE", about=say("the new file: .pdf, .xlsx or .csv"))
    options.names()
    options.force()


def _evacuation(call: Call) -> int:
    options = call.options
    call.require_free()
    with call.office(read_only=not options.names) as office:
        outcome = write_evacuation_list(
            office, options.out, language=call.language, names=options.names, day=options.on
        )
    return call.tell(outcome.message)


EVACUATION = Verb("evacuation", say("write who is where, to be reached"), _evacuation_options, _evacuation)


def _calendar_options(options: Options) -> None:
    options.office()
    options.add("--out", type=Path, required=True, metavar="FILE.ics", about=say("the new calendar"))
    options.names()
    options.force()


def _calendar(call: Call) -> int:
    options = call.options
    call.require_free()
    with call.office(read_only=not options.names) as office:
        outcome = write_calendar(office, options.out, language=call.language, names=options.names)
    return call.tell(outcome.message)


CALENDAR = Verb(
    "calendar",
    say("write ends of contracts, leave, clearances and reports due for a calendar"),
    _calendar_options,
    _calendar,
)
