"""What signing, extending, moving and ending make of a deployment."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from desktop.domain.allocation import Share
from desktop.domain.period import Period
from desktop.domain.staffing import acts
from desktop.domain.volunteer_terms import PeriodKind
from tests.helpers.staffing import DAKAR, NIAMEY, contract, deployment

JAN, JUN, DEC = date(2019, 1, 1), date(2019, 6, 30), date(2019, 12, 31)
PLANNED = deployment(replace(contract(JAN, JUN, signed=False), id=5))


def test_a_signed_contract_and_the_days_it_adds() -> None:
    signed = acts.signed(PLANNED, {5}, JAN)
    assert [each.signed_on for each in signed.contracts] == [JAN]
    assert acts.newly_signed(PLANNED, signed) == (Period.of_days(JAN, JUN),)
    assert acts.newly_signed(signed, signed) == ()


def test_an_extension_follows_the_last_contract_where_it_is_served() -> None:
    assert acts.months_on(date(2019, 3, 31), 6) == date(2019, 9, 30)
    extended = acts.extended(PLANNED, DEC, None).contracts[-1]
    assert (extended.kind, extended.period, extended.station) == (
        PeriodKind.EXTENSION,
        Period.of_days(date(2019, 7, 1), DEC),
        NIAMEY,
    )
    gap = contract(date(2019, 7, 1), date(2019, 7, 31), kind=PeriodKind.GAP, station=None)
    assert acts.extended(deployment(contract(JAN, JUN), gap), DEC, JAN).contracts[-1].station == NIAMEY
    assert acts.extended(deployment(gap), DEC, None).contracts[-1].station is None
    assert acts.last_day(deployment()) is None


def test_a_reassignment_parts_a_contract_and_takes_later_ones_along() -> None:
    later = contract(date(2019, 7, 1), DEC, kind=PeriodKind.EXTENSION)
    earlier = contract(date(2018, 7, 1), date(2018, 12, 31))
    moved = acts.reassigned(deployment(earlier, contract(JAN, JUN), later), DAKAR, date(2019, 4, 1)).contracts
    assert [(str(each.kind), each.period.start, each.station) for each in moved] == [
        ("initial", date(2018, 7, 1), NIAMEY),
        ("initial", JAN, NIAMEY),
        ("reassignment", date(2019, 4, 1), DAKAR),
        ("extension", date(2019, 7, 1), DAKAR),
    ]
    assert moved[2].signed_on == date(2019, 4, 1)
    assert acts.reassigned(PLANNED, DAKAR, date(2019, 4, 1)).contracts[1].signed_on is None


def test_an_early_end_drops_what_was_only_planned() -> None:
    later = contract(date(2019, 7, 1), DEC, signed=False)
    ended = acts.ended(deployment(contract(JAN, JUN), later), date(2019, 3, 31), "resignation")
    assert (len(ended.contracts), ended.ended_on, ended.end_reason) == (1, date(2019, 3, 31), "resignation")


def test_other_shares_from_a_day_on() -> None:
    paid = acts.paid_by(deployment(), [Share(2, Decimal(100))], JUN)
    assert [(share.grant_id, share.starts_on) for share in paid.shares] == [(1, date.min), (2, JUN)]
