"""A grant in euros pays allowances in dollars and francs: months at their own rates, leap February, shares by the day.

All amounts here were worked out by hand from the convention: a day is one part of its month, each contract and
component is rounded from its beginning on, and each month converts once at the rate of its month.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from desktop.domain.allocation import Share
from desktop.language import Language, UserError
from desktop.services.deployments import matching, signing
from desktop.services.deployments.costing import Costing, costing
from desktop.services.deployments.month_costs import read_month_costs
from desktop.services.deployments.timeline import Scope
from desktop.services.deployments.whatif import Extend, try_changes
from desktop.services.ledger import post_entry, reverse
from desktop.services.offices import Office
from desktop.storage.models import Deployment, Grant
from tests.helpers.records import making
from tests.helpers.staffing import Staff

FIRST, LAST = date(2020, 1, 15), date(2020, 3, 10)
JANUARY, FEBRUARY, MARCH, APRIL = (date(2020, month, 1) for month in range(1, 5))
SIGNED = date(2019, 10, 7)
WHOLE = Decimal(100)


@dataclass
class Euros:
    """An office with a grant in euros for 2020 and one in dollars; D-1 is planned from 15 January to 10 March."""

    office: Office
    euro: int
    dollar: int
    line: int
    one: int
    contract: int

    def sign(self) -> None:
        """Signs the contract on 7 October 2019."""
        signing.sign(self.office, contract_ids=[self.contract], on=SIGNED, accept_warnings=True)

    def end(self, on: date) -> None:
        """Ends the deployment early."""
        signing.end_early(self.office, deployment_ids=[self.one], on=on, accept_warnings=True)


@pytest.fixture
def euros(office: Office) -> Euros:
    """A living allowance of USD 870.00 a month and an insurance of XOF 58,000; a dollar makes 0.90 euros, 0.80 in
    February and 0.75 from March on; 580 francs all the time, while francs
    become euros at their parity.
    """
    with making(office) as make:
        staff = Staff(make)
        euro = make.grant(reference="EU-1", currency="EUR", starts_on=JANUARY, ends_on=date(2020, 12, 31))
        dollar = make.grant(reference="US-1", starts_on=JANUARY, ends_on=date(2020, 12, 31))
        line = make.line(make.budget(euro, status="approved"), "1.1", "9000.00")
        make.rate("XOF", "580", date(2019, 1, 1))
        for units, on in (("0.9", date(2019, 1, 1)), ("0.8", FEBRUARY), ("0.75", MARCH)):
            make.rate("EUR", units, on)
        staff.rate("living", "870.00")
        staff.rate("insurance", "58000", currency="XOF")
        one = staff.deployment(staff.assignment(), reference="D-1", volunteer_id=staff.volunteer().id)
        contract = staff.contract(one, "initial", FIRST, LAST)
        staff.share(one, euro, "100", FIRST, line_id=line.id)
        return Euros(office, euro.id, dollar.id, line.id, one.id, contract.id)


def _months(found: Costing, what: str = "pro_forma") -> list[tuple[int, str, str]]:
    """Month, grant and one of the three figures."""
    return [(row.key.month.month, row.grant, f"{getattr(row.figures, what).amount:f}") for row in found.rows]


def test_each_month_of_a_leap_year_is_converted_once_at_its_own_rate(euros: Euros) -> None:
    found = costing(euros.office, deployment_id=euros.one)

    assert [(part.month.month, part.component.value, f"{part.money.amount:f}") for part in found.parts] == [
        (1, "living", "429.39"),  # 870.00 × 17/31 = 477.10 dollars
        (1, "insurance", "48.49"),  # 58,000 × 17/31 = 31,806 francs, at the parity of 655.957
        (2, "living", "696.00"),  # all of 29 days: 870.00 dollars
        (2, "insurance", "88.42"),
        (3, "living", "210.48"),  # 280.64 dollars: 1,627.74 in all, less 1,347.10 so far
        (3, "insurance", "28.52"),  # 18,710 francs
    ]
    assert _months(found) == [(1, "EU-1", "477.88"), (2, "EU-1", "784.42"), (3, "EU-1", "239.00")]
    assert [total.pro_forma.amount for total in found.totals] == [Decimal("1501.30")]
    assert {row.line for row in found.rows} == {"1.1"}
    euros.sign()
    euros.end(date(2020, 2, 14))
    # 14 of 29 days: 420.00 dollars and 28,000 francs; the rest of February and all of March are cancelled
    assert _months(costing(euros.office, deployment_id=euros.one), "committed") == [
        (1, "EU-1", "477.88"),
        (2, "EU-1", "378.69"),
    ]


def test_shares_that_change_in_the_middle_of_a_month_part_it_by_its_days(euros: Euros) -> None:
    office = euros.office
    euros.sign()
    halves = [Share(euros.euro, Decimal(25), euros.line), Share(euros.dollar, Decimal(75))]
    trial = signing.try_share(office, deployment_ids=[euros.one], shares=halves, starts_on=date(2020, 2, 16))
    assert [(each.grant, each.line, f"{each.amount.amount:f}") for each in trial.effects] == [
        ("EU-1", "1.1", "-463.27"),
        ("US-1", "", "585.88"),
    ]
    assert _months(costing(office, deployment_id=euros.one), "committed")[1] == (2, "EU-1", "784.42")
    signing.share(office, deployment_ids=[euros.one], shares=halves, starts_on=date(2020, 2, 16), accept_warnings=True)
    found = costing(office, deployment_id=euros.one)
    # February: 450 and 420 dollars, 30,000 and 28,000 francs; of the second half a quarter stays
    assert _months(found, "committed") == [
        (1, "EU-1", "477.88"),
        (2, "EU-1", "500.40"),
        (2, "US-1", "351.21"),
        (3, "EU-1", "59.75"),
        (3, "US-1", "234.67"),
    ]
    assert _months(found) == _months(found, "committed")
    assert [row.key.month for row in costing(office, grant_id=euros.dollar).rows] == [FEBRUARY, MARCH]
    sheets = read_month_costs(office, Scope(), first=FEBRUARY, last=MARCH).sheets
    assert {currency: list(months) for currency, months in sheets.items()} == {
        "EUR": [FEBRUARY, MARCH],
        "USD": [FEBRUARY, MARCH],
    }
    for last in (FEBRUARY, date(2020, 2, 29)):  # months are told whole, whatever day of them is asked for
        february = read_month_costs(office, Scope(), first=date(2020, 2, 9), last=last).sheets
        assert {
            currency: {m: f"{f.pro_forma.amount:f}" for m, f in each.items()} for currency, each in february.items()
        } == {
            "EUR": {FEBRUARY: "500.40"},
            "USD": {FEBRUARY: "351.21"},
        }


def test_months_of_which_nothing_is_due_are_zero_and_no_invoice_goes_to_them(euros: Euros, english: Language) -> None:
    office = euros.office
    with making(office) as make:
        staff = Staff(make)
        staff.rate("living", "0.00", starts_on=FEBRUARY)
        staff.rate("insurance", "0", starts_on=FEBRUARY, currency="XOF")
    euros.sign()
    found = costing(office, deployment_id=euros.one)
    assert [row for row in _months(found, "committed") if row[2] != "0.00"] == [(1, "EU-1", "477.88")]
    assert not found.findings  # nothing is due, and that is known
    entry = _invoice(euros, "477.88")
    assert [part.month for part in matching.propose(office, entry_id=entry, months=[JANUARY, FEBRUARY]).parts] == [
        JANUARY
    ]
    with pytest.raises(UserError) as told:
        matching.propose(office, entry_id=entry, months=[FEBRUARY, MARCH])
    assert english.text(told.value.title) == "Nobody served on this grant and line in February 2020 and March 2020."
    signing.extend(office, deployment_ids=[euros.one], months=2, sign_on=SIGNED)
    assert costing(office, deployment_id=euros.one).totals[0].committed.amount == Decimal("477.88")


def test_without_a_rate_of_exchange_nothing_is_signed_and_the_month_says_so(euros: Euros) -> None:
    office = euros.office
    with making(office) as make:
        Staff(make).rate("learning", "10.00", currency="TND", starts_on=MARCH)
    trial = signing.try_sign(office, contract_ids=[euros.contract], on=SIGNED)
    assert trial.refused
    with pytest.raises(signing.RefusedError):
        euros.sign()
    found = costing(office, deployment_id=euros.one)
    assert [row.figures.committed.amount for row in found.rows] == [Decimal(0)] * 3
    (missing,) = found.findings
    assert "TND" in str(missing.sentence)
    assert _months(found) == [(1, "EU-1", "477.88"), (2, "EU-1", "784.42"), (3, "EU-1", "239.00")]


def test_what_if_tells_in_the_currency_of_the_grant(euros: Euros) -> None:
    trial = try_changes(euros.office, [Extend((euros.one,), ends_on=date(2020, 3, 31))])
    (grant,) = trial.grants
    # 21 of 31 days at 0.75: 589.35 dollars and 39,290 francs
    assert (grant.reference, grant.difference.currency) == ("EU-1", "EUR")
    assert f"{grant.available_before.amount - grant.available_after.amount:f}" == "501.91"
    assert [(line.code, f"{line.before.amount - line.after.amount:f}") for line in grant.lines] == [("1.1", "501.91")]
    assert not trial.refused


def test_an_invoice_that_is_reversed_leaves_its_month_as_if_it_had_never_come(euros: Euros) -> None:
    office = euros.office
    euros.sign()
    entry = _invoice(euros, "477.88")
    proposal = matching.propose(office, entry_id=entry, months=[JANUARY])
    assert [(part.deployment, f"{part.amount.amount:f}", part.difference.amount) for part in proposal.parts] == [
        ("D-1", "477.88", Decimal(0))
    ]
    matching.match(office, entry_id=entry, parts=[(euros.one, date(2020, 1, 31), Decimal("477.88"))])
    assert _months(costing(office, deployment_id=euros.one), "actual")[0] == (1, "EU-1", "477.88")
    assert matching.unmatched(office) == []
    reverse(office, entry_id=entry, on=date(2019, 10, 18))
    assert [row[2] for row in _months(costing(office, deployment_id=euros.one), "actual")] == ["0.00"] * 3
    assert matching.unmatched(office) == []
    with pytest.raises(UserError):
        reverse(office, entry_id=entry, on=date(2019, 10, 19))
    again = _invoice(euros, "500.00", reference="INV-2")
    assert [(each.id, each.left.amount) for each in matching.unmatched(office)] == [(again, Decimal("500.00"))]


def _invoice(euros: Euros, amount: str, reference: str = "INV-1") -> int:
    return post_entry(
        euros.office,
        values={
            "entry_on": date(2019, 10, 15),
            "reference": reference,
            "description": "Invoice of the agency",
            "kind": "expenditure",
            "grant": euros.euro,
            "line": euros.line,
            "original_currency": "EUR",
            "original_amount": Decimal(amount),
        },
    ).record_id


def test_a_deployment_of_one_day_on_the_leap_day_costs_a_29th(euros: Euros) -> None:
    office = euros.office
    with making(office) as make:
        one = make.unit.get(Deployment, euros.one)
        leap = Staff(make).deployment(
            make.assignment(category=one.category), ("initial", date(2020, 2, 29), date(2020, 2, 29), False)
        )
        Staff(make).share(leap, make.unit.get(Grant, euros.dollar), "100", date(2020, 2, 29))
        identity = leap.id
    found = costing(office, deployment_id=identity)
    assert [(part.component.value, f"{part.money.amount:f}") for part in found.parts] == [
        ("living", "30.00"),
        ("insurance", "3.45"),  # 2,000 francs
    ]
    assert costing(office, deployment_id=identity, first=MARCH).rows == ()
    assert costing(office, deployment_id=identity, last=date(2020, 1, 31)).rows == ()
    assert len(costing(office, deployment_id=identity, first=date(2020, 2, 29), last=FEBRUARY).rows) == 1
