"""Records as people call them on the command line, and shares as they type them."""

from __future__ import annotations

from desktop.cli.verb import read_number
from desktop.domain.allocation import Share
from desktop.language import Message, UserError, say
from desktop.registers import find_register
from desktop.services import records
from desktop.services.offices import Office


def record_called(office: Office, register: str, code: str, *, scope: tuple[str, int] | None = None) -> int:
    """The id of the record called `code`. Raises UserError when there is none, or several."""
    if code.startswith("#") and code[1:].isdecimal():
        return int(code[1:])
    only = [f"{find_register(register).code}={code}"]
    found = [choice for choice in records.choices(office, register, only=only, scope=scope) if choice.code == code]
    if len(found) == 1:
        return found[0].id
    if found:
        raise UserError(
            say("Several records are called {name}.", name=code),
            say("Nothing was posted."),
            say("Name one by its id: {ids}.", ids=[f"#{choice.id}" for choice in found]),
        )
    raise UserError(
        say("There is no {name}.", name=code), say("Nothing was posted."), say("Look it up with grantdesk list.")
    )


def line_called(office: Office, grant: int, code: str) -> int:
    """The id of a line of the approved budget of a grant. Raises UserError when there is none, or several."""
    found = records.choices(office, "budget_lines", scope=("budget.grant_id", grant), only=("status=approved",))
    fitting = [choice.id for choice in found if choice.code == code]
    if len(fitting) == 1:
        return fitting[0]
    raise UserError(
        say("There is no one line {name} in the approved budget.", name=code),
        say("Nothing was posted."),
        say("Its lines: {lines}.", lines=[choice.code for choice in found]),
    )


def share_typed(office: Office, typed: str) -> Share:
    """A share as it is typed: ``NER-CT-01/7.1=60``. Raises UserError for what is none."""
    place, _, percent = typed.rpartition("=")
    number = read_number(percent)
    if not place or isinstance(number, Message):
        raise UserError(
            say("The share {text} cannot be understood.", text=typed),
            say("Nothing was posted."),
            say("Write grant, line and per cent like NER-CT-01/7.1=60."),
        )
    reference, _, line = place.partition("/")
    grant = record_called(office, "grants", reference)
    return Share(grant, number, line_called(office, grant, line) if line else None)
