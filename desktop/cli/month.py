"""`grantdesk month …`: how the months stand, closing one, opening it again, letting someone in, and its checklist."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from desktop.cli.show import finding_json
from desktop.domain.finding import SEVERITY_NAMES
from desktop.domain.terms import LOCK_LEVELS, LockLevel
from desktop.language import Language, Message, Month, UserError, say, say_many
from desktop.services import months

if TYPE_CHECKING:
    from desktop.cli.main import Call

ACTIONS = ("status", "check", "close", "reopen", "let-in")
_OPEN = say("Unlocked")


def add_month_options(parser: argparse.ArgumentParser, text: Callable[[Message], str]) -> None:
    """What can stand after `grantdesk month`."""
    actions = say(
        "status: the last 24 months; check: what is open in one; close: close it; reopen: open it again; "
        "let-in: let one person post into it"
    )
    parser.add_argument("action", choices=ACTIONS, metavar="ACTION", help=text(actions))
    which = say("the month, such as 2019-10; not for status")
    parser.add_argument("month", nargs="?", type=_month_reader(text), metavar="YYYY-MM", help=text(which))
    for_good = say("close it for good: it cannot be opened again")
    parser.add_argument("--for-good", action="store_true", help=text(for_good))
    parser.add_argument("--person", default="", metavar="NAME", help=text(say("who may post into the month")))
    until = say("until when, such as 2019-11-05T17:00, on the clock of this machine")
    parser.add_argument("--until", type=_moment_reader(text), metavar="MOMENT", help=text(until))
    parser.add_argument("--reason", default="", metavar="TEXT", help=text(say("why; it is kept in the history")))
    parser.add_argument("--json", action="store_true", help=text(say("print what was found as JSON")))


def _month_reader(text: Callable[[Message], str]) -> Callable[[str], date]:
    def read(typed: str) -> date:
        try:
            return date.fromisoformat(f"{typed}-01")
        except ValueError:
            raise argparse.ArgumentTypeError(text(say("“{text}” is not a month like 2019-10", text=typed))) from None

    return read


def _moment_reader(text: Callable[[Message], str]) -> Callable[[str], datetime]:
    def read(typed: str) -> datetime:
        try:
            return datetime.fromisoformat(typed).astimezone()
        except ValueError:
            wrong = say("“{text}” is not a moment like 2019-11-05T17:00", text=typed)
            raise argparse.ArgumentTypeError(text(wrong)) from None

    return read


def run_month(call: Call) -> int:
    """Does what was asked of the months; returns the exit status."""
    action = call.options.action
    if action == "status":
        return _status(call)
    month = call.options.month
    if month is None:
        raise UserError(
            say("Which month?"),
            say("Nothing was changed."),
            say("Name it: grantdesk month {action} 2019-10 …", action=action),
        )
    if action == "check":
        return _check(call, month)
    with call.office(read_only=False) as office:
        if action == "close":
            level = LockLevel.HARD if call.options.for_good else LockLevel.SOFT
            outcome = months.close_month(office, month=month, level=level)
        elif action == "reopen":
            outcome = months.reopen_month(office, month=month, reason=call.options.reason)
        else:
            outcome = months.let_in(
                office, month=month, person=call.options.person, until=_until(call), reason=call.options.reason
            )
    return call.tell(outcome.message)


def _until(call: Call) -> datetime:
    moment: datetime | None = call.options.until
    if moment is None:
        raise UserError(say("Until when is not said."), say("Nobody was let in."), say("Give a moment with --until."))
    return moment


def _check(call: Call, month: date) -> int:
    with call.office(read_only=True) as office:
        found = months.checklist(office, month=month)
    if call.options.json:
        return call.print_json([finding_json(finding, call.language) for finding in found])
    for finding in found:
        name = call.language.text(SEVERITY_NAMES[finding.severity])
        print(f"{name}: {call.language.join((finding.sentence, finding.fix))}")
    if found:
        return 0
    return call.tell(say("Nothing is open in {month}.", month=Month(month)))


def _status(call: Call) -> int:
    with call.office(read_only=True) as office:
        states = months.month_states(office)
    if call.options.json:
        return call.print_json([_state_json(state) for state in states])
    for state in states:
        print("  ".join(_cells(state, call.language)).rstrip())
    return 0


def _cells(state: months.MonthState, language: Language) -> tuple[str, ...]:
    level = _OPEN if state.level is None else LOCK_LEVELS[state.level]
    entries = say_many("{count} entry", "{count} entries", count=state.entries)
    looks = state.errors + state.warnings
    found = say_many("{count} thing to look at", "{count} things to look at", count=looks)
    shown = (level, entries, *([found] if looks else []))
    return (f"{state.month:%Y-%m}", *map(language.text, shown))


def _state_json(state: months.MonthState) -> dict[str, Any]:
    return {
        "month": f"{state.month:%Y-%m}",
        "state": "open" if state.level is None else str(state.level),
        "closed_by": state.closed_by,
        "closed_at": state.closed_at.isoformat() if state.closed_at else None,
        "entries": state.entries,
        "errors": state.errors,
        "warnings": state.warnings,
        "let_in": [{"person": each.person, "until": each.until.isoformat()} for each in state.let_in],
    }
