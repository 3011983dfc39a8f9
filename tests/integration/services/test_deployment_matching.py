"""An invoice is spread over who served, to the cent, and matched by hand or from a list; nothing is matched twice."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from desktop.domain.money import Money, add_up
from desktop.language import UserError
from desktop.registers.query import Cell
from desktop.services import records
from desktop.services.deployments import matching, signing
from desktop.services.deployments.costing import costing
from desktop.services.ledger import post_entry
from desktop.services.offices import Office
from desktop.services.records import InvalidRecordError
from tests.helpers.programme import SIGNED, Programme, make_programme

FEB, MAR = date(2019, 2, 1), date(2019, 3, 1)


@pytest.fixture
def programme(office: Office) -> Programme:
    made = make_programme(office)
    made.sign(made.plan(), on=SIGNED)
    return made


def _post(programme: Programme, amount: str, **more: Cell) -> int:
    values: dict[str, Cell] = {
        "entry_on": date(2019, 4, 5),
        "reference": "INV-1",
        "description": "Invoice of the agency",
        "kind": "expenditure",
        "grant": programme.ids["usd"],
        "line": programme.ids["line"],
        "original_currency": "USD",
        "original_amount": Decimal(amount),
    }
    return post_entry(programme.office, values=values | more).record_id


def test_an_invoice_is_spread_in_proportion_to_pro_forma_and_matched(programme: Programme) -> None:
    office = programme.office
    entry = _post(programme, "1700.01")
    signing.end_early(office, deployment_ids=[2], on=date(2019, 2, 14), accept_warnings=True)
    proposal = matching.propose(office, entry_id=entry, months=[date(2019, 3, 31), FEB])
    assert [(part.deployment, part.month) for part in proposal.parts] == [
        ("D-001", FEB),
        ("D-002", FEB),
        ("D-001", MAR),
    ]
    assert (
        add_up((part.amount for part in proposal.parts), "USD") == proposal.amount == Money(Decimal("1700.01"), "USD")
    )
    whole = proposal.parts[2]
    assert whole.difference == whole.amount - whole.pro_forma
    assert proposal.pro_forma == add_up((part.pro_forma for part in proposal.parts), "USD")
    assert [each.left.amount for each in matching.unmatched(office)] == [Decimal("1700.01")]
    parts = [(part.deployment_id, part.month, part.amount.amount) for part in proposal.parts]
    matching.match(office, entry_id=entry, parts=parts)
    assert matching.unmatched(office, grant_id=programme.ids["usd"], first=SIGNED, last=date(2019, 12, 31)) == []
    figures = {row.key.month: row.figures for row in costing(office, grant_id=programme.ids["usd"]).months}
    assert figures[MAR].actual == whole.amount
    assert matching.propose(office, entry_id=entry, months=[MAR]).parts[0].matched == whole.amount
    fewer = matching.match(office, entry_id=entry, parts=[parts[0], (1, date(2019, 3, 9), Decimal(1))])
    assert str(fewer.message).endswith("of INV-1 to 1 deployment.")
    assert [each.matched.amount for each in matching.unmatched(office)] == [parts[0][2] + 1]


def test_what_cannot_be_matched_is_told(programme: Programme) -> None:
    office = programme.office
    entry = _post(programme, "100.00")
    with pytest.raises(InvalidRecordError) as more:
        matching.match(office, entry_id=entry, parts=[(1, FEB, Decimal(60)), (2, FEB, Decimal(60))])
    assert set(more.value.fields) == {"parts"}
    assert matching.unmatched(office)[0].matched.amount == 0
    assert len(matching.propose(office, entry_id=entry).parts) == 2  # of its own month
    with pytest.raises(UserError) as nobody:
        matching.propose(office, entry_id=entry, months=[date(2018, 3, 1)])
    assert str(nobody.value.title).startswith("Nobody served on this grant and line")
    receipt = _post(programme, "5.00", kind="receipt", line=None)
    with pytest.raises(UserError):
        matching.propose(office, entry_id=receipt)


def test_an_invoice_comes_in_row_by_row_through_the_list(programme: Programme) -> None:
    office = programme.office
    entry = _post(programme, "100.00")
    for deployment, amount in ((1, "60.00"), (2, "40.00")):
        values: dict[str, Cell] = {
            "entry": entry,
            "deployment": deployment,
            "month": date(2019, 2, 28),
            "amount": Decimal(amount),
        }
        records.save(office, "deployment_costs", values=values)
    assert matching.unmatched(office) == []
