"""The office of a day with volunteers, before anything is known of them, and what they should come to cost."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Final

from desktop.domain.period import ONE_DAY, Period
from desktop.services.offices import Office
from desktop.storage.models import EntitlementRate
from desktop.storage.models.office import OfficeRecord
from tests.helpers.clock import Clock
from tests.helpers.records import making

TODAY: Final = date(2019, 5, 20)
AWARD, LINE, CASH = Decimal("189275.00"), Decimal("150000.00"), Decimal("120000.00")
LIVING, ENTRY, EXIT, SUPPORT = Decimal("1234.56"), Decimal("400.00"), Decimal("99.99"), Decimal(8)
FIRST, SECOND = (
    Period.of_days(date(2019, 1, 7), date(2019, 6, 30)),
    Period.of_days(date(2019, 7, 1), date(2019, 10, 15)),
)
CUT = Period.of_days(date(2019, 1, 7), date(2019, 5, 15))
MORE = Period.of_days(date(2019, 6, 1), date(2019, 11, 30))
INVOICE, DOCUMENT = Decimal("13400.00"), "INV-2019-03"


def make_day_office(office: Office) -> Office:
    """What the day begins with, on 20 May 2019: a funder, a grant with an approved line, another one that is closed, a
    project, a duty station, and what volunteers cost besides their living allowance.
    """
    office.clock = Clock(datetime(2019, 5, 20, 9, tzinfo=UTC))
    with making(office) as make:
        make.unit.get(OfficeRecord, 1).story_day = TODAY
        funder = make.organisation(reference="US-GOV-11", name="US Counter-Terrorism Bureau")
        make.organisation(reference="NE-ANAJJ", name="National Legal Aid Agency")
        grant = make.grant(reference="NER-CT-01", title="Legal aid, Niger", funder_id=funder.id, amount=AWARD)
        closed = make.grant(reference="NER-00", title="First phase", funder_id=funder.id, closed_on=date(2019, 3, 31))
        for each, amount in ((grant, str(LINE)), (closed, "1000.00")):
            make.line(make.budget(each, status="approved"), "1.1", amount, description="Volunteers", category=1)
        make.entry(grant, str(CASH), kind="receipt", entry_on=date(2019, 1, 3), reference="RC-1")
        make.share(grant, make.project(reference="NER", title="Legal aid"), str(AWARD))
        make.station(place="Niamey")
        make.entitlement_rate(str(ENTRY), component="entry", basis="entry", category=None)
        make.entitlement_rate(str(EXIT), component="exit", basis="end", category=None)
        support = EntitlementRate(component="support", basis="percent", percent=SUPPORT, starts_on=date(2017, 1, 1))
        make.unit.add(support)
    return office


def chain_cost(*contracts: Period) -> Decimal:
    """What contracts in a chain cost one volunteer, apart from the program: each component of each is rounded once."""
    return sum(chain_months(*contracts).values(), Decimal(0))


def chain_months(*contracts: Period) -> dict[date, Decimal]:
    """The same by months: each is what the components of a contract, rounded up to its end, come to more by then."""
    found: dict[date, Decimal] = {}
    for place, days in enumerate(contracts):
        living, once, told = Fraction(0), Fraction(ENTRY if place == 0 else 0), Decimal(0)
        for day in _days(days):
            living += Fraction(LIVING) / monthrange(day.year, day.month)[1]
            if day == days.last and place == len(contracts) - 1:
                once += Fraction(EXIT)
            until = _cents(living) + _cents(once) + _cents((living + once) * Fraction(SUPPORT) / 100)
            month = day.replace(day=1)
            found[month] = found.get(month, Decimal(0)) + until - told
            told = until
    return found


def cash_ends(*deployments: dict[date, Decimal], spent: Decimal = Decimal(0)) -> date | None:
    """The day at whose end the cash is used up, apart from the program: what deployments cost in a month falls on those
    of its days that are to come, and all else that the budget has left on every day alike.
    """
    ahead = _days(Period.of_days(TODAY + ONE_DAY, date(2019, 12, 31)))
    months = Counter(day.replace(day=1) for day in ahead)
    staffed = {month: sum((each.get(month, Decimal(0)) for each in deployments), Decimal(0)) for month in months}
    even = (LINE - spent - sum(staffed.values())) / len(ahead)
    used = Decimal(0)
    for day in ahead:
        month = day.replace(day=1)
        used += even + staffed[month] / months[month]
        if used >= CASH - spent:
            return day
    return None


def _days(period: Period) -> list[date]:
    return [date.fromordinal(day) for day in range(period.start.toordinal(), period.end.toordinal())]


def _cents(amount: Fraction) -> Decimal:
    return Decimal(floor(amount * 100 + Fraction(1, 2))) / 100
