"""`grantdesk month …`: how the months stand, closing one, opening it again, letting someone in, and its checklist."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from desktop.cli.call import DONE, Call
from desktop.cli.show import finding_json, found_text
from desktop.cli.verb import Options, Verb, read_month
from desktop.domain.terms import LOCK_LEVELS, LockLevel
from desktop.language import Language, Message, Month, UserError, say, say_many
from desktop.services import months

ACTIONS = ("status", "check", "close", "reopen", "let-in")
_OPEN = say("Unlocked")


def _options(options: Options) -> None:
    options.office()
    actions = say(
        "status: the last 24 months; check: what is open in one; close: close it; reopen: open it again; "
        "let-in: let one person post into it"
    )
    options.add("action", choices=ACTIONS, metavar="ACTION", about=actions)
    which = say("the month, such as 2019-10; not for status")
    options.add("month", nargs="?", read=read_month, metavar="YYYY-MM", about=which)
    options.flag("--for-good", say("close it for good: it cannot be opened again"))
    options.words("--person", say("who may post into the month"), metavar="NAME")
    until = say("until when, such as 2019-11-05T17:00, on the clock of this machine")
    options.add("--until", read=_read_moment, metavar="MOMENT", about=until)
    options.words("--reason", say("why; it is kept in the history"))
    options.flag("--json", say("print what was found as JSON"))


def _read_moment(typed: str) -> datetime | Message:
    try:
        return datetime.fromisoformat(typed).astimezone()
    except ValueError:
        return say("“{text}” is not a moment like 2019-11-05T17:00", text=typed)


def _month(call: Call) -> int:
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
        print(found_text(finding, call.language))
    if found:
        return DONE
    return call.tell(say("Nothing is open in {month}.", month=Month(month)))


def _status(call: Call) -> int:
    with call.office(read_only=True) as office:
        states = months.month_states(office)
    if call.options.json:
        return call.print_json([_state_json(state) for state in states])
    for state in states:
        print("  ".join(_cells(state, call.language)).rstrip())
    return DONE


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


MONTH = Verb("month", say("close a month, open it again, or see how the months stand"), _options, _month)
