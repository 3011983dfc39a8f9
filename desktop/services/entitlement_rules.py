"""What must hold of entitlement rates and of limits of service before they are kept."""

from __future__ import annotations

from desktop.domain.money import Money
from desktop.domain.volunteer_terms import BASES, COMPONENTS, USUAL_BASIS, Basis
from desktop.language import Message, say
from desktop.services.field_rules import (
    Problems,
    check_country,
    check_currency,
    check_decimals,
    check_not_negative,
    check_whole,
)
from desktop.services.record_rule import RecordRule
from desktop.storage.deployment_rows import twin_of
from desktop.storage.models import CategoryLimit, DutyStation, EntitlementRate
from desktop.storage.office import Unit

_MOST_MONTHS, _MOST_AGE, _MOST_YEARS, _MOST_DEPENDANTS = 600, 120, 80, 30
_SAME_RATE = ("component", "category", "country", "station_id", "dependants", "starts_on")


def _rate(unit: Unit, rate: EntitlementRate) -> Problems:
    """A rate is either an amount in a currency or a per cent, falls due somehow, and comes from somewhere."""
    problems: Problems = {}
    if not rate.basis:
        rate.basis = str(Basis.PERCENT if rate.percent is not None else USUAL_BASIS.get(rate.component, Basis.MONTH))
    if rate.amount is not None and rate.percent is not None:
        problems["percent"] = say("Enter an amount or a per cent, not both.")
    elif rate.basis == Basis.PERCENT:
        _check_percent(rate, problems)
    else:
        _check_amount(rate, problems)
    check_country(problems, "country", rate.country)
    _check_station(unit, rate, problems)
    check_whole(problems, "dependants", rate.dependants, least=0, most=_MOST_DEPENDANTS)
    if not rate.source.strip():
        problems["source"] = say("Say where it comes from: the document and its day.")
    if not problems and twin_of(unit.session, rate, _SAME_RATE) is not None:
        problems["starts_on"] = say("There is a rate for the same from that day already. Change that one.")
    return problems


def _check_percent(rate: EntitlementRate, problems: Problems) -> None:
    if rate.amount is not None:
        problems["amount"] = say("It falls due as per cent of the other costs. Enter the per cent, not an amount.")
    elif rate.percent is None:
        problems["percent"] = say("Enter the per cent of the other costs, such as 8.")
    elif not 0 <= rate.percent <= 100:
        problems["percent"] = say("It lies between 0 and 100 per cent. Enter 8 for 8 %.")
    rate.currency = None


def _check_amount(rate: EntitlementRate, problems: Problems) -> None:
    if rate.percent is not None:
        problems["percent"] = say("Only what falls due as per cent of the other costs has one. Enter an amount.")
    if rate.amount is None:
        problems["amount"] = say("Enter the amount, 0 when it is not paid.")
    check_not_negative(problems, "amount", rate.amount)
    if not rate.currency:
        problems["currency"] = say("Choose a currency.")
    elif check_currency(problems, "currency", rate.currency):
        check_decimals(problems, "amount", rate.amount, rate.currency)


def _check_station(unit: Unit, rate: EntitlementRate, problems: Problems) -> None:
    if rate.station_id is None or not rate.country:
        return
    station = unit.get(DutyStation, rate.station_id)
    if station.country != rate.country:
        problems["station"] = say(
            "{place} lies in another country. Choose a place there, or empty the country.", place=station.place
        )


def _rate_preview(_unit: Unit, rate: EntitlementRate) -> Message | None:
    """What a rate means, while its form is filled in."""
    if rate.amount is None or rate.currency is None:
        return None
    return say(
        "{component}: {amount}. {basis}.",
        component=COMPONENTS[rate.component],
        amount=Money(rate.amount, rate.currency),
        basis=BASES[rate.basis],
    )


def _limit(unit: Unit, limit: CategoryLimit) -> Problems:
    """Limits are not below zero, and the least is not above the most."""
    problems: Problems = {}
    for key, most in (
        ("most_months", _MOST_MONTHS),
        ("least_months", _MOST_MONTHS),
        ("least_age", _MOST_AGE),
        ("most_age", _MOST_AGE),
        ("experience_years", _MOST_YEARS),
    ):
        check_whole(problems, key, getattr(limit, key), least=0, most=most)
    if limit.leave_days is not None and not 0 <= limit.leave_days <= 31:
        problems["leave_days"] = say("A month gives between 0 and 31 days of leave.")
    for least, most_key in (("least_months", "most_months"), ("least_age", "most_age")):
        low, high = getattr(limit, least), getattr(limit, most_key)
        if low is not None and high is not None and high < low:
            problems.setdefault(most_key, say("It is below the least, {least}. Enter more.", least=low))
    if twin_of(unit.session, limit, ("category", "starts_on")) is not None:
        problems["starts_on"] = say("The category has limits from that day already. Change those.")
    return problems


RULES = {
    "entitlement_rate": RecordRule(_rate, preview=_rate_preview),
    "category_limit": RecordRule(_limit),
}
