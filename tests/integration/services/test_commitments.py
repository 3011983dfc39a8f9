"""A cost liquidates the commitment it names, never more than is open; what will not be paid is cancelled; and every day
of the past keeps what was open on it.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from desktop.domain.commitments import CommitmentState, state_at
from desktop.language import Language
from desktop.registers.query import Cell
from desktop.services import records
from desktop.services.commitments import cancel_commitment, open_commitments
from desktop.services.ledger import correct, post_entry, reverse
from desktop.services.records import InvalidRecordError
from desktop.storage.ledger import commitment_moves
from desktop.storage.models import Budget, Grant
from tests.helpers.records import making
from tests.integration.services.conftest import Desk

MARCH, APRIL, MAY = date(2019, 3, 4), date(2019, 4, 1), date(2019, 5, 1)


def _order(desk: Desk, amount: str = "1000.00", **values: Cell) -> int:
    form: dict[str, Cell] = {"kind": "commitment", "reference": "PO-1", "original_amount": Decimal(amount)}
    return desk.save("ledger", **form | values).record_id


def _cost(desk: Desk, order: int, amount: str, **values: Cell) -> int:
    form: dict[str, Cell] = {"commitment": order, "original_amount": Decimal(amount), "entry_on": APRIL}
    return desk.save("ledger", **form | values).record_id


def _state(desk: Desk, order: int, as_at: date) -> CommitmentState:
    with desk.office.read() as session:
        return state_at(commitment_moves(session, order), as_at)


def _open(desk: Desk, as_at: date | None = None) -> list[tuple[str, Decimal]]:
    return [(found.reference, found.open.amount) for found in open_commitments(desk.office, as_at=as_at)]


@pytest.mark.parametrize(("cost", "liquidated"), [("600.00", "600.00"), ("1000.00", "1000.00"), ("1100.00", "1000.00")])
def test_a_cost_liquidates_what_it_comes_to_as_far_as_it_is_open(desk: Desk, cost: str, liquidated: str) -> None:
    order = _order(desk)
    entry = _cost(desk, order, cost)
    values = desk.values("ledger", entry)
    assert (values["spent"], values["committed"]) == (Decimal(cost), -Decimal(liquidated))
    assert desk.values("ledger", order)["open"] == 1000 - Decimal(liquidated)
    assert desk.values("grants", desk.grant)["committed"] == 1000 - Decimal(liquidated)


def test_what_is_liquidated_may_be_given(desk: Desk, english: Language) -> None:
    order = _order(desk)
    form = {
        **desk.forms["ledger"],
        "commitment": order,
        "original_amount": Decimal(100),
        "liquidated": Decimal("250.00"),
    }
    said = records.try_out(desk.office, "ledger", values=form)
    assert said is not None
    assert english.text(said) == "Liquidates USD\u00a0250.00 of PO-1; USD\u00a0750.00 stay open."
    _cost(desk, order, "100.00", liquidated=Decimal("250.00"))
    assert _open(desk) == [("PO-1", Decimal(750))]


def test_a_cost_in_another_currency_liquidates_in_that_of_the_grant(desk: Desk, english: Language) -> None:
    desk.save("rates")
    order = _order(desk)
    form = {**desk.forms["ledger"], "commitment": order, "original_currency": "XOF", "original_amount": Decimal(57650)}
    said = records.try_out(desk.office, "ledger", values=form)
    assert said is not None
    assert english.text(said) == (
        "USD\u00a0100.00, at the rate 576.5 of 1 Mar 2019. UN Treasury "
        "Liquidates USD\u00a0100.00 of PO-1; USD\u00a0900.00 stay open."
    )
    entry = _cost(desk, order, "57650", original_currency="XOF")
    assert desk.values("ledger", entry)["liquidated"] == Decimal(100)


def test_never_more_than_is_open(desk: Desk) -> None:
    order = _order(desk)
    _cost(desk, order, "900.00", entry_on=MAY)
    refused = {**desk.forms["ledger"], "commitment": order, "entry_on": APRIL, "liquidated": Decimal("100.01")}
    assert list(desk.refused("ledger", **refused)) == ["liquidated"]  # in May too much would be used
    assert desk.refused("ledger", **refused | {"liquidated": Decimal(-1)}) == {
        "liquidated": "What a cost liquidates is not negative. Reverse the cost that liquidated too much."
    }
    assert desk.refused("ledger", **refused | {"liquidated": Decimal("1.001")}) == {
        "liquidated": "USD has 2 decimals. Round the amount."
    }
    _cost(desk, order, "100.00")
    assert desk.refused("ledger", **refused) == {
        "commitment": "Nothing of this commitment is open on that day. Choose another one, or leave it empty."
    }


def test_what_cannot_name_a_commitment(desk: Desk) -> None:
    order = _order(desk)
    cost = desk.save("ledger").record_id
    with making(desk.office) as make:
        other = make.grant()
        elsewhere = make.entry(other, "10.00", kind="commitment").id
    refusals: list[tuple[dict[str, Cell], str, str]] = [
        ({"commitment": cost}, "commitment", "This entry is no commitment. Choose one that is."),
        (
            {"commitment": elsewhere},
            "commitment",
            "This commitment belongs to another grant. Choose one of this grant.",
        ),
        (
            {"commitment": order, "kind": "commitment"},
            "commitment",
            "An entry that cancels a commitment is negative. To commit more, leave this empty.",
        ),
        ({"commitment": order, "kind": "receipt"}, "commitment", "Only a cost fulfils a commitment. Leave it empty."),
        (
            {"commitment": order, "kind": "refund", "original_amount": Decimal(-1)},
            "commitment",
            "Only a cost fulfils a commitment. Leave it empty.",
        ),
        (
            {"liquidated": Decimal(5)},
            "commitment",
            "Choose the commitment that is liquidated, or empty the amount liquidated.",
        ),
        (
            {"kind": "commitment", "original_amount": Decimal(-5)},
            "commitment",
            "Choose the commitment that this cancels, or enter an amount above zero.",
        ),
        (
            {"commitment": order, "category": "5"},
            "category",
            "The commitment is of another category. Choose the same, or another commitment.",
        ),
    ]
    for values, field, sentence in refusals:
        assert desk.refused("ledger", **values) == {field: sentence}


def test_line_and_category_are_taken_over_and_never_differ(desk: Desk) -> None:
    order = _order(desk, project=desk.project)
    values = desk.values("ledger", _cost(desk, order, "10.00", line=None))
    assert (values["line"], values["category"], values["project"]) == ("7.1", "7", "PR-1")
    with making(desk.office) as make:
        other = make.line(make.unit.get(Budget, desk.budget), "7.2", "10.00").id
    assert desk.refused("ledger", commitment=order, line=other) == {
        "line": "The commitment stands on line 7.1. Choose that line, or another one."
    }


def test_what_will_not_be_paid_is_cancelled(desk: Desk) -> None:
    order = _order(desk)
    _cost(desk, order, "600.00")
    part = cancel_commitment(desk.office, commitment_id=order, on=MAY, amount=Decimal(150), reason="Fewer chairs")
    shown = desk.values("ledger", part.record_id)
    assert (shown["reference"], shown["description"], shown["committed"]) == (
        "PO-1 C", "PO-1: Fewer chairs", Decimal(-150)
    )  # fmt: skip
    with pytest.raises(InvalidRecordError) as raised:
        cancel_commitment(desk.office, commitment_id=order, on=MAY, amount=Decimal("250.01"))
    assert list(raised.value.fields) == ["original_amount"]
    rest = cancel_commitment(desk.office, commitment_id=order, on=MAY)
    assert dict(rest.message.values)["commitment"] == "PO-1"
    assert _open(desk) == []
    assert _state(desk, order, MAY) == CommitmentState(Decimal(1000), Decimal(600), Decimal(400))
    assert _state(desk, order, APRIL).open == Decimal(400)
    reverse(desk.office, entry_id=part.record_id, on=MAY)
    assert _open(desk) == [("PO-1", Decimal(150))]


def test_a_final_cost_releases_the_rest(desk: Desk) -> None:
    order = _order(desk)
    form = {**desk.forms["ledger"], "commitment": order, "original_amount": Decimal(940), "entry_on": APRIL}
    post_entry(desk.office, values=form, final=True)
    assert _open(desk) == []
    assert _state(desk, order, MAY) == CommitmentState(Decimal(1000), Decimal(940), Decimal(60))
    second = _order(desk, reference="PO-2")
    post_entry(desk.office, values=form | {"commitment": second, "original_amount": Decimal(1000)}, final=True)
    assert _open(desk) == []


def test_reversals_count_over_time(desk: Desk) -> None:
    order = _order(desk)
    cost = _cost(desk, order, "600.00")
    reverse(desk.office, entry_id=cost, on=MAY)
    assert [_open(desk, day) for day in (date(2019, 3, 3), MARCH, APRIL, date(2019, 4, 30), MAY)] == [
        [], [("PO-1", Decimal(1000))], [("PO-1", Decimal(400))], [("PO-1", Decimal(400))], [("PO-1", Decimal(1000))]
    ]  # fmt: skip
    reverse(desk.office, entry_id=order, on=MAY)
    assert (_open(desk, APRIL), _open(desk, MAY)) == ([("PO-1", Decimal(400))], [])
    assert desk.values("ledger", order)["open"] == 0
    assert desk.values("grants", desk.grant)["committed"] == 0


def test_a_commitment_in_use_is_not_reversed(desk: Desk) -> None:
    order = _order(desk)
    _cost(desk, order, "1.00")
    with pytest.raises(InvalidRecordError) as raised:
        reverse(desk.office, entry_id=order, on=MAY)
    assert [str(problem) for problem in raised.value.fields.values()] == [
        "A part of this commitment was liquidated or cancelled. Reverse those entries first, or cancel the rest."
    ]


def test_a_corrected_cost_liquidates_again(desk: Desk) -> None:
    order = _order(desk)
    cost = _cost(desk, order, "1000.00")
    form = {**desk.forms["ledger"], "commitment": order, "original_amount": Decimal(900), "entry_on": MAY}
    correct(desk.office, entry_id=cost, on=MAY, values=form)
    assert _open(desk) == [("PO-1", Decimal(100))]
    assert desk.values("grants", desk.grant)["spent"] == Decimal(900)


def test_the_list_of_what_is_open(desk: Desk) -> None:
    _order(desk, counterparty="A shop")
    with making(desk.office) as make:
        make.entry(make.grant(reference="GR-2"), "10.00", kind="commitment", reference="PO-9")
    assert [found.reference for found in open_commitments(desk.office)] == ["PO-1", "PO-9"]
    (found,) = open_commitments(desk.office, grant_id=desk.grant, as_at=date(2019, 3, 14))
    assert (found.grant, found.line, found.counterparty, found.age) == ("GR-1", "7.1", "A shop", 10)


def test_a_form_offers_the_open_commitments_of_the_grant(desk: Desk) -> None:
    order = _order(desk)
    _cost(desk, order, "1000.00")
    _order(desk, reference="PO-2")
    found = records.choices(desk.office, "ledger", scope=("grant_id", desk.grant), only=("open>0",))
    assert [choice.code for choice in found] == ["PO-2"]
    with making(desk.office) as make:
        make.entry(make.unit.get(Grant, desk.grant), "-5.00", kind="commitment", reference="OLD")  # by an import
    assert ("OLD", Decimal(-5)) in _open(desk)
