"""What must hold of volunteers, of their trainings and clearances, and of duty stations before they are kept."""

from __future__ import annotations

from desktop.language import Message, say
from desktop.services.field_rules import (
    Problems,
    check_country,
    check_email,
    check_not_future,
    check_order,
    check_whole,
)
from desktop.services.record_rule import RecordRule
from desktop.storage.deployment_rows import twin_of
from desktop.storage.models import Clearance, DutyStation, Volunteer
from desktop.storage.office import Unit

_MOST_YEARS = 80


def _volunteer(unit: Unit, volunteer: Volunteer) -> Problems:
    """A volunteer was born before today, is from a country, and can be written to."""
    problems: Problems = {}
    if twin_of(unit.session, volunteer, ("reference",)) is not None:
        problems["reference"] = say("Another volunteer has this code. Choose one that nobody has.")
    check_country(problems, "nationality", volunteer.nationality)
    check_whole(problems, "experience_years", volunteer.experience_years, least=0, most=_MOST_YEARS)
    if volunteer.born_on is not None and not 0 < unit.today.year - volunteer.born_on.year <= 120:
        problems["born_on"] = say("Nobody who serves was born on that day. Correct it, or leave it empty.")
    check_email(problems, "email", volunteer.email)
    return problems


def _clearance(unit: Unit, clearance: Clearance) -> Problems:
    """What was obtained was so before today, and runs out later."""
    problems: Problems = {}
    check_not_future(problems, "obtained_on", clearance.obtained_on, today=unit.today)
    check_order(problems, "expires_on", clearance.obtained_on, clearance.expires_on)
    return problems


def _clearance_preview(unit: Unit, clearance: Clearance) -> Message | None:
    """That a clearance ran out, while its form is filled in."""
    if clearance.expires_on is not None and clearance.expires_on < unit.today:
        return say("It ran out on {day}.", day=clearance.expires_on)
    return None


def _station(unit: Unit, station: DutyStation) -> Problems:
    """A place stands in a country once."""
    problems: Problems = {}
    check_country(problems, "country", station.country)
    if twin_of(unit.session, station, ("country", "place")) is not None:
        problems["place"] = say("This place is among the duty stations already. Choose that one.")
    return problems


RULES = {
    "volunteer": RecordRule(_volunteer),
    "clearance": RecordRule(_clearance, preview=_clearance_preview),
    "duty_station": RecordRule(_station),
}
