"""One cost over several grants: by a key in force on the day or by rows, exact, in one piece, or not at all."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from desktop.domain.allocation import Share
from desktop.domain.money import Money
from desktop.language import Language
from desktop.registers import find_register
from desktop.registers.query import Query
from desktop.services import records
from desktop.services.browse import RegisterView
from desktop.services.history import undo_entry
from desktop.services.offices import Office
from desktop.services.portfolio import office_findings
from desktop.services.records import InvalidRecordError
from desktop.services.splits import split_cost, try_split
from tests.helpers.records import making
from tests.integration.services.conftest import Desk, Form

MARCH = date(2019, 3, 4)


class SharedDesk(Desk):
    """A desk with rates and a second grant, GR-2 in euros."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.save("rates")
        self.save("rates", currency="EUR", units=Decimal("0.879"))
        self.euros = self.save("grants", reference="GR-2", currency="EUR", amount=Decimal(50000)).record_id


@pytest.fixture
def shared(office: Office) -> SharedDesk:
    """A desk with two grants, on each engine."""
    return SharedDesk(office)


def _values(desk: SharedDesk, amount: str = "100001", currency: str = "XOF") -> Form:
    form = desk.forms["ledger"]
    return {
        key: form[key] for key in ("reference", "description", "kind")
    } | {"original_currency": currency, "original_amount": Decimal(amount)}  # fmt: skip


def _shares(desk: SharedDesk, *percents: str) -> list[Share]:
    places = [(desk.grant, desk.line), (desk.euros, None), (desk.grant, None)]
    return [Share(grant, Decimal(percent), line) for (grant, line), percent in zip(places, percents, strict=False)]


def _entries(desk: SharedDesk) -> list[Form]:
    query = Query(find_register("ledger"), columns=("grant", "line", "original_amount", "amount", "split_key"))
    view = RegisterView(desk.office, query)
    return [query.by_key(row) for row in view.window(0, 20)]


def test_parts_are_exact_and_converted_each_for_itself(shared: SharedDesk) -> None:
    shares = _shares(shared, "33.33", "66.67")
    shown = try_split(shared.office, values=_values(shared), on=MARCH, shares=shares)
    assert _entries(shared) == []
    assert [(part.grant, part.line, part.original, part.amount) for part in shown] == [
        ("GR-1", "7.1", Money(Decimal(33330), "XOF"), Money(Decimal("57.81"), "USD")),  # 33330 / 576.5 = 57.8144
        ("GR-2", "", Money(Decimal(66671), "XOF"), Money(Decimal("101.64"), "EUR")),  # / 655.957 = 101.6393
    ]
    outcome = split_cost(shared.office, values=_values(shared), on=MARCH, shares=shares)
    assert outcome.message.text == "Split {amount} of {entry} into {count} part."
    found = _entries(shared)
    assert [(entry["grant"], entry["original_amount"], entry["amount"], entry["split_key"]) for entry in found] == [
        ("GR-1", Decimal(33330), Decimal("57.81"), "PV-0001"),
        ("GR-2", Decimal(66671), Decimal("101.64"), "PV-0001"),
    ]
    assert outcome.entry_id is not None
    undo_entry(shared.office, entry_id=outcome.entry_id)
    assert _entries(shared) == []


def test_another_cost_of_the_same_document_has_a_key_of_its_own(shared: SharedDesk) -> None:
    for _ in range(2):
        split_cost(shared.office, values=_values(shared), on=MARCH, shares=_shares(shared, "50", "50"))
    assert [entry["split_key"] for entry in _entries(shared)] == ["PV-0001", "PV-0001", "PV-0001 2", "PV-0001 2"]


def test_a_part_of_nothing_is_left_out(shared: SharedDesk) -> None:
    split_cost(shared.office, values=_values(shared, "1"), on=MARCH, shares=_shares(shared, "50", "50"))
    assert [entry["original_amount"] for entry in _entries(shared)] == [Decimal(1)]


def test_a_key_splits_by_the_shares_in_force(shared: SharedDesk, english: Language) -> None:
    key = records.save(shared.office, "allocations", values={"name": "House"}).record_id
    for day, grant, percent in (
        (date(2019, 1, 1), shared.grant, "60"),
        (date(2019, 1, 1), shared.euros, "40"),
        (date(2019, 7, 1), shared.grant, "75"),
    ):
        values: Form = {"allocation": key, "starts_on": day, "grant": grant, "percent": Decimal(percent)}
        said = records.try_out(shared.office, "allocation_shares", values=values)
        records.save(shared.office, "allocation_shares", values=values)
    assert said is not None
    assert english.text(said) == "The shares sum to 75 per cent; 25 are missing."
    shown = try_split(shared.office, values=_values(shared), on=MARCH, allocation_id=key)
    assert [part.percent for part in shown] == [Decimal(60), Decimal(40)]
    split_cost(shared.office, values=_values(shared), on=MARCH, allocation_id=key)
    assert [entry["original_amount"] for entry in _entries(shared)] == [Decimal(60001), Decimal(40000)]
    for day, problem in (
        (date(2019, 7, 1), "The shares sum to 75 per cent; 25 are missing."),
        (date(2018, 1, 1), "No share is in force on that day. Add the shares of the key, or choose another one."),
    ):
        with pytest.raises(InvalidRecordError) as raised:
            split_cost(shared.office, values=_values(shared), on=day, allocation_id=key)
        assert {name: str(said) for name, said in raised.value.fields.items()} == {"shares": problem}


def test_rules_of_shares(shared: SharedDesk) -> None:
    key = records.save(shared.office, "allocations", values={"name": "House"}).record_id
    with making(shared.office) as make:
        other = make.line(make.budget(make.grant(reference="GR-3")), "9.9", "10.00").id
    values: Form = {
        "allocation": key,
        "starts_on": MARCH,
        "grant": shared.grant,
        "percent": Decimal(60),
        "line": shared.line,
    }
    made = records.save(shared.office, "allocation_shares", values=values).record_id
    refusals: list[tuple[Form, dict[str, str]]] = [
        ({"percent": Decimal(0)}, {"percent": "A share lies between 0 and 100 per cent. Enter 25 for 25 %."}),
        ({"line": other}, {"line": "Line 9.9 belongs to another grant. Choose a line of this one."}),
        ({}, {"grant": "This grant and line have a share of that day already. Change that one."}),
    ]
    for changed, problems in refusals:
        with pytest.raises(InvalidRecordError) as raised:
            records.save(shared.office, "allocation_shares", values=values | changed)
        wanted = problems | ({} if "line" in changed or not changed else {"grant": next(iter(refusals[2][1].values()))})
        assert {name: str(said) for name, said in raised.value.fields.items()} == wanted
    records.save(shared.office, "allocation_shares", values=values | {"percent": Decimal(100)}, record_id=made)
    assert records.try_out(shared.office, "allocation_shares", values={}, record_id=made) is None


def test_every_problem_is_told_and_nothing_posted(shared: SharedDesk) -> None:
    values = _values(shared, "5", "GHS")
    with pytest.raises(InvalidRecordError) as raised:
        split_cost(shared.office, values=values, on=MARCH, shares=_shares(shared, "50", "50"))
    assert [str(problem) for problem in raised.value.fields.values()] == [
        "GR-2: There is no rate of GHS for 2019-03-04. Enter it here, or under Exchange rates."
    ]
    for changed, fields in (
        ({"original_amount": None, "original_currency": None}, ["original_amount", "original_currency"]),
        ({"original_amount": Decimal("0.5")}, ["original_amount"]),
        ({"original_amount": Decimal(0)}, ["original_amount"]),
        ({"original_currency": "FCFA"}, ["original_currency"]),
    ):
        with pytest.raises(InvalidRecordError) as raised:
            split_cost(
                shared.office, values={**_values(shared), **changed}, on=MARCH, shares=_shares(shared, "50", "50")
            )
        assert sorted(raised.value.fields) == fields
    assert _entries(shared) == []


def test_the_project_check_finds_keys_that_are_no_whole(shared: SharedDesk, english: Language) -> None:
    for name, percents in (("House", ("60", "40")), ("Car", ("60", "30"))):
        key = records.save(shared.office, "allocations", values={"name": name}).record_id
        for grant, percent in zip((shared.grant, shared.euros), percents, strict=False):
            share: Form = {"allocation": key, "starts_on": MARCH, "grant": grant, "percent": Decimal(percent)}
            records.save(shared.office, "allocation_shares", values=share)
    found = {
        one.label: english.text(one.sentence) for one in office_findings(shared.office) if one.register == "allocations"
    }
    assert found == {
        "Car": "The shares sum to 90 per cent; 10 are missing.",
        "Rent": "No share is in force on that day. Add the shares of the key, or choose another one.",
    }
