"""The lock map counts entries and findings of each month, on both engines, from the ledger as it is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from desktop.domain.terms import LockLevel
from desktop.services import months
from desktop.services.offices import Office
from desktop.storage.models import Grant
from tests.helpers.clock import Clock
from tests.helpers.records import making

MARCH = date(2019, 3, 1)


def codes(office: Office, month: date = MARCH) -> list[str]:
    return [finding.code for finding in months.checklist(office, month=month)]


def test_a_month_without_anything_open(office: Office) -> None:
    with making(office) as make:
        grant = make.grant()
        line = make.line(make.budget(grant), "7.1", "500.00")
        make.entry(grant, "100.00", line_id=line.id, category=7)
        make.entry(make.grant(), "20.00")  # of a grant without a budget nothing more is asked
    assert codes(office) == []


def test_entries_without_their_place(office: Office) -> None:
    with making(office) as make:
        grant = make.grant()
        make.line(make.budget(grant), "7.1", "500.00")
        make.entry(grant, "100.00")
        make.entry(grant, "100.00", category=7, entry_on=date(2019, 3, 31))
        make.entry(grant, "900.00", kind="receipt")
        make.entry(None, "5.00", entry_on=date(2019, 2, 28))
    assert codes(office) == ["no_category", "no_line", "earlier_months_open"]
    assert [str(finding.sentence) for finding in months.checklist(office, month=MARCH)][:2] == [
        "1 cost has no cost category.",
        "2 costs stand on no budget line.",
    ]
    assert codes(office, date(2019, 2, 1)) == ["no_grant"]
    months.close_month(office, month=date(2019, 2, 1), level=LockLevel.SOFT)
    assert codes(office) == ["no_category", "no_line"]


def test_commitments_that_are_still_open(office: Office) -> None:
    with making(office) as make:
        grant = make.grant(reference="GR-1", ends_on=date(2019, 2, 28))
        old = make.entry(grant, "100.00", kind="commitment", entry_on=date(2018, 11, 30), category=7)
        done = make.entry(grant, "40.00", kind="commitment", entry_on=date(2018, 11, 30), category=7)
        make.entry(grant, "40.00", commitment_id=done.id, liquidated=40, category=7)
        make.entry(grant, "60.00", commitment_id=old.id, liquidated=60, category=7)
        make.entry(grant, "9.00", kind="commitment", category=7)
        grant_id, old_id = grant.id, old.id
    found = {finding.code: str(finding.sentence) for finding in months.checklist(office, month=MARCH)}
    assert found["old_commitments"] == "1 commitment is older than 90 days and still open."
    assert found["commitments_after_end"] == "['GR-1'] has ended with a commitment still open."
    with making(office) as make:
        make.entry(make.unit.get(Grant, grant_id), "40.00", commitment_id=old_id, liquidated=40, category=7)
    assert "old_commitments" not in codes(office)


@pytest.mark.parametrize(
    ("effective_on", "is_missing"),
    [(date(2019, 3, 15), False), (date(2019, 2, 27), False), (date(2019, 2, 1), True), (date(2019, 4, 1), True)],
)
def test_currencies_in_use_need_a_rate_of_the_month(office: Office, effective_on: date, *, is_missing: bool) -> None:
    """The rate of a month may take effect on the last working day before it."""
    with making(office) as make:
        grant, euros = make.grant(), make.grant(currency="EUR")
        make.entry(grant, "1.00", original_currency="XOF", entry_on=date(2018, 4, 1))
        make.entry(grant, "1.00", original_currency="CAD", entry_on=date(2018, 3, 31))
        make.entry(euros, "1.00", original_currency="XAF", entry_on=date(2018, 4, 1))  # has the parity
        make.rate("XOF", "600", effective_on)
    assert ("rate_missing" in codes(office)) == is_missing


def test_rates_of_the_month_that_do_not_fit_each_other(office: Office) -> None:
    with making(office) as make:
        make.rate("EUR", "0.92", MARCH)
        make.rate("XOF", "630.480", MARCH)
        make.rate("XAF", "603.480", MARCH)
    assert codes(office) == ["parity", "francs_differ"]
    assert codes(office, date(2019, 4, 1)) == []


def test_the_lock_map(office: Office, clock: Clock) -> None:
    with making(office) as make:
        grant = make.grant()
        make.entry(grant, "100.00", entry_on=date(2019, 9, 4))
        make.entry(grant, "100.00", entry_on=date(2019, 9, 30))
        make.entry(None, "100.00", entry_on=date(2019, 9, 30))
    months.close_month(office, month=date(2019, 8, 1), level=LockLevel.HARD)
    months.close_month(office, month=date(2019, 9, 1), level=LockLevel.SOFT)
    until = clock.moment + timedelta(hours=1)
    months.let_in(office, month=date(2019, 9, 1), person="Amina", until=until, reason="Late")
    states = months.month_states(office)
    assert [state.month for state in states[:3]] == [date(2019, 10, 1), date(2019, 9, 1), date(2019, 8, 1)]
    assert (len(states), states[-1].month) == (24, date(2017, 11, 1))
    assert [(state.level, state.entries, state.errors) for state in states[:3]] == [
        (None, 0, 1),
        (LockLevel.SOFT, 3, 1),
        (LockLevel.HARD, 0, 0),
    ]
    assert [(each.person, each.reason) for each in states[1].let_in] == [("Amina", "Late")]
    assert states[1].closed_by == "Test"
    clock.advance(hours=1)
    assert months.month_states(office)[1].let_in == ()
