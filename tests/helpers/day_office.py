"""The office of a day with volunteers, before anything is known of them, and what they should come to cost."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Final

from desktop.domain.period import Period
from desktop.services.offices import Office
from desktop.storage.models import EntitlementRate
from desktop.storage.models.office import OfficeRecord
from tests.helpers.clock import Clock
from tests.helpers.records import making

TODAY: Final = date(2019, 5, 20)
AWARD, LINE = Decimal("189275.00"), Decimal("150000.00")
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
        make.entry(grant, "120000.00", kind="receipt", entry_on=date(2019, 1, 3), reference="RC-1")
        make.share(grant, make.project(reference="NER", title="Legal aid"), str(AWARD))
        make.station(place="Niamey")
        make.entitlement_rate(str(ENTRY), component="entry", basis="entry", category=None)
        make.entitlement_rate(str(EXIT), component="exit", basis="end", category=None)
        support = EntitlementRate(component="support", basis="percent", percent=SUPPORT, starts_on=date(2017, 1, 1))
        make.unit.add(support)
    return office


def chain_cost(*contracts: Period) -> Decimal:
    """What contracts in a chain cost one volunteer, apart from the program: each component of each is rounded once."""
    total = Decimal(0)
    for place, days in enumerate(contracts):
        months = sum(Fraction(1, monthrange(day.year, day.month)[1]) for day in _days(days))
        once = Fraction(ENTRY if place == 0 else 0) + Fraction(EXIT if place == len(contracts) - 1 else 0)
        living = Fraction(LIVING) * months
        total += _cents(living) + _cents(once) + _cents((living + once) * Fraction(SUPPORT) / 100)
    return total


def _days(period: Period) -> list[date]:
    return [date.fromordinal(day) for day in range(period.start.toordinal(), period.end.toordinal())]


def _cents(amount: Fraction) -> Decimal:
    return Decimal(floor(amount * 100 + Fraction(1, 2))) / 100
