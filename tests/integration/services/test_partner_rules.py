"""What must hold of partners, agreements and the terms of grants is told beside its field."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from desktop.language import Language
from desktop.services import records
from tests.helpers.records import making
from tests.integration.services.conftest import Desk, Form

DAY, BEFORE = date(2019, 5, 1), date(2019, 4, 30)
NOT_BELOW = "It is not below zero."
EARLIER = "It was over on 2019-04-30. Enter an earlier date."
NO_DECIMALS = "XOF has 0 decimals. Round the amount."
TWO_DECIMALS = "USD has 2 decimals. Round the amount."
WAS_FULFILLED = "It was fulfilled on 2019-05-01. Choose “Fulfilled”, or clear the day."
NO_ADDRESS = "An e-mail address reads like name@example.org."
ENDS_LATER = "The grant ends on 2019-12-31. Enter a later date."
ENDS_EARLIER = "The grant ends on 2019-12-31. Enter an earlier date."
SAME_AMOUNT = "A no-cost extension changes no amount. Choose a cost extension."
NO_SHARE = "A rate lies between 0 and 100 per cent. Enter 13 for 13 %."
NOT_BEFORE = "It ends before it starts, on 2021-01-01. Enter a later date."


@pytest.mark.parametrize(
    ("key", "values", "problems"),
    [
        ("agreements", {"signed_on": DAY, "ends_on": BEFORE}, {"signed_on": EARLIER}),
        ("agreements", {"notice_days": Decimal(-1)}, {"notice_days": NOT_BELOW}),
        ("obligations", {"amount": Decimal(5)}, {"currency": "Choose a currency."}),
        ("obligations", {"amount": Decimal("0.5"), "currency": "XOF"}, {"amount": NO_DECIMALS}),
        ("obligations", {"amount": Decimal(-5), "currency": "USD"}, {"amount": NOT_BELOW}),
        ("obligations", {"status": "fulfilled"}, {"done_on": "Enter the day on which it was fulfilled."}),
        ("obligations", {"done_on": DAY}, {"status": WAS_FULFILLED}),
        ("contacts", {"email": "grants.example.org"}, {"email": NO_ADDRESS}),
        ("contacts", {"email": "grants@example"}, {"email": NO_ADDRESS}),
        ("contacts", {"email": "the officer@example.org"}, {"email": NO_ADDRESS}),
        ("grants", {"liquidation_days": Decimal(-1)}, {"liquidation_days": NOT_BELOW}),
        ("grants", {"cost_share": Decimal("-0.5")}, {"cost_share": NOT_BELOW}),
        ("grants", {"cost_share": Decimal("0.005")}, {"cost_share": TWO_DECIMALS}),
        ("grants", {"closed_on": DAY}, {"closed_on": ENDS_LATER}),
        ("grants", {"awarded_on": date(2020, 1, 1)}, {"awarded_on": ENDS_EARLIER}),
        ("shares", {"amount": Decimal("0.001")}, {"amount": TWO_DECIMALS}),
        ("shares", {"amount": Decimal(-1)}, {"amount": NOT_BELOW}),
        ("amendments", {"amount": Decimal(5)}, {"amount": SAME_AMOUNT}),
        ("amendments", {"kind": "other", "indirect_rate": Decimal(101)}, {"indirect_rate": NO_SHARE}),
        ("amendments", {"kind": "other", "cost_share": Decimal(-1)}, {"cost_share": NOT_BELOW}),
        ("amendments", {"kind": "other", "starts_on": date(2021, 1, 1)}, {"ends_on": NOT_BEFORE}),
    ],
)  # fmt: skip
def test_rules_of_partners(file_desk: Desk, key: str, values: Form, problems: dict[str, str]) -> None:
    assert file_desk.refused(key, **values) == problems


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("obligations", {"status": "fulfilled", "done_on": DAY, "amount": Decimal("5.25"), "currency": "USD"}),
        ("contacts", {"email": None}),
        ("grants", {"closed_on": date(2019, 12, 31), "liquidation_days": Decimal(0), "cost_share": Decimal(0)}),
        ("shares", {"amount": Decimal("100000.00")}),
        ("agreements", {"signed_on": DAY, "ends_on": DAY, "notice_days": Decimal(0)}),
    ],
)
def test_what_may_be_is_kept(desk: Desk, key: str, values: Form) -> None:
    shown = desk.values(key, desk.save(key, **values).record_id)
    assert {field: shown[field] for field in values} == values


def test_an_organisation_is_no_part_of_itself(desk: Desk) -> None:
    upper = desk.save("organisations", reference="UP").record_id
    lower = desk.save("organisations", reference="LOW", parent=upper).record_id
    problem = {"parent": "It would be a part of itself. Choose another organisation."}
    assert desk.refused("organisations", upper, parent=lower) == problem
    assert desk.refused("organisations", upper, parent=upper) == problem


def test_an_agreement_does_not_follow_itself(desk: Desk) -> None:
    first = desk.save("agreements", reference="MOU-A").record_id
    second = desk.save("agreements", reference="MOU-B", predecessor=first).record_id
    problem = {"predecessor": "It would follow itself. Choose another agreement."}
    assert desk.refused("agreements", first, predecessor=second) == problem
    assert desk.refused("agreements", first, predecessor=first) == problem


def test_an_organisation_is_a_party_once(desk: Desk) -> None:
    made = desk.save("parties").record_id
    assert desk.refused("parties", role="partner") == {
        "organisation": "It is a party of this agreement already. Change that record."
    }
    desk.save("parties", made, role="partner")


def test_the_projects_of_a_grant_get_no_more_than_the_award(desk: Desk) -> None:
    with making(desk.office) as make:
        other = make.project(reference="PR-2").id
    made = desk.save("shares").record_id
    assert desk.refused("shares", amount=Decimal(1)) == {
        "project": "The grant pays this project already. Change that record."
    }
    assert set(desk.refused("shares", project=other, amount=Decimal("40000.01"))) == {"amount"}
    desk.save("shares", project=other, amount=Decimal("40000.00"))
    desk.save("shares", made, amount=Decimal("59999.99"))
    assert set(desk.refused("shares", made, amount=Decimal("60000.01"))) == {"amount"}


def test_an_agreement_in_force_before_it_is_signed_is_asked_about(desk: Desk, english: Language) -> None:
    form = desk.forms["agreements"] | {"signed_on": DAY, "starts_on": BEFORE}
    said = records.try_out(desk.office, "agreements", values=form)
    assert said is not None
    assert english.text(said) == "It is in force from 30 Apr 2019, before it is signed. Is that so?"
    assert records.try_out(desk.office, "agreements", values=form | {"starts_on": DAY}) is None
    said = records.try_out(desk.office, "amendments", values=desk.forms["amendments"])
    assert said is not None
    assert english.text(said) == "It changes: End: 31 Dec 2019 → 31 Mar 2020."
