"""An entry in another currency is converted once: at the rate that was typed, or the one in force on its day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.language import Language
from desktop.registers.query import Cell
from desktop.services import records
from desktop.services.records import InvalidRecordError
from tests.helpers.records import making
from tests.integration.services.conftest import Desk, Form

MARCH, APRIL = date(2019, 3, 1), date(2019, 4, 1)


@pytest.fixture
def rated(file_desk: Desk) -> Desk:
    """A desk with rates of XOF and EUR from March, and another of XOF from April."""
    for currency, units, day in (("XOF", "576.5", MARCH), ("XOF", "586.25", APRIL), ("EUR", "0.879", MARCH)):
        file_desk.save("rates", currency=currency, units=Decimal(units), effective_on=day)
    return file_desk


def _francs(desk: Desk, amount: str = "57650", **values: Cell) -> int:
    return desk.save("ledger", original_currency="XOF", original_amount=Decimal(amount), **values).record_id


def _money(desk: Desk, entry: int) -> tuple[Cell, ...]:
    values = desk.values("ledger", entry)
    return tuple(values[key] for key in ("original_amount", "rate", "rate_on", "rate_source", "currency", "amount"))


@pytest.mark.parametrize(
    ("day", "units", "since", "amount"),
    [
        (date(2019, 3, 1), "576.5", MARCH, "100.00"),
        (date(2019, 3, 31), "576.5", MARCH, "100.00"),
        (date(2019, 4, 1), "586.25", APRIL, "98.34"),  # 57650 / 586.25 = 98.3369…
        (date(2021, 1, 1), "586.25", APRIL, "98.34"),
    ],
)
def test_the_rate_in_force_on_the_day_is_taken(rated: Desk, day: date, units: str, since: date, amount: str) -> None:
    entry = _francs(rated, entry_on=day)
    assert _money(rated, entry) == (
        Decimal(57650), Decimal(units), since, "UN Treasury", "USD", Decimal(amount)
    )  # fmt: skip


def test_no_rate_yet_is_told_with_its_day(rated: Desk) -> None:
    assert rated.refused(
        "ledger", original_currency="XOF", original_amount=Decimal(100), entry_on=date(2019, 2, 28)
    ) == {"rate": "There is no rate of XOF for 2019-02-28. Enter it here, or under Exchange rates."}


def test_a_typed_rate_stands_with_no_source(rated: Desk) -> None:
    entry = _francs(rated, rate=Decimal(500))
    assert _money(rated, entry) == (Decimal(57650), Decimal(500), None, None, "USD", Decimal("115.30"))


def test_zero_asks_for_the_rate_in_force(rated: Desk) -> None:
    assert _money(rated, _francs(rated, rate=Decimal(0)))[1] == Decimal("576.5")


def test_a_form_without_a_rate_gets_the_one_in_force(rated: Desk) -> None:
    form: Form = {key: value for key, value in rated.forms["ledger"].items() if key != "rate"}
    form |= {"original_currency": "XOF", "original_amount": Decimal(57650)}
    entry = records.save(rated.office, "ledger", values=form).record_id
    assert _money(rated, entry)[1] == Decimal("576.5")


def test_an_entry_in_the_grants_currency_has_rate_one_whatever_was_typed(rated: Desk) -> None:
    entry = rated.save("ledger", rate=Decimal(7)).record_id
    assert _money(rated, entry) == (Decimal("118.4"), Decimal(1), None, None, "USD", Decimal("118.4"))


def test_an_entry_without_a_grant_is_converted_when_it_gets_one(rated: Desk) -> None:
    with making(rated.office) as make:
        entry = make.entry(None, "57650", original_currency="XOF", description="Fuel", reference="PV-1").id
    rated.save("ledger", entry, grant=rated.grant)
    assert _money(rated, entry) == (
        Decimal(57650), Decimal("576.5"), MARCH, "UN Treasury", "USD", Decimal(100)
    )  # fmt: skip


def test_dollars_into_a_grant_in_francs_turn_the_rate_round(rated: Desk) -> None:
    grant = rated.save("grants", reference="BCEAO", currency="XOF", amount=Decimal(10_000_000)).record_id
    entry = rated.save("ledger", grant=grant, line=None, original_amount=Decimal("100.01")).record_id
    assert _money(rated, entry) == (Decimal("100.01"), Decimal(1), MARCH, "UN Treasury", "XOF", Decimal(57656))
    assert rated.values("ledger", entry)["rate_per"] == Decimal("576.5")  # 100.01 x 576.5 = 57,655.765


def test_a_rate_is_typed_in_either_direction(rated: Desk, english: Language) -> None:
    grant = rated.save("grants", reference="BCEAO", currency="XOF", amount=Decimal(10_000_000)).record_id
    form = {**rated.forms["ledger"], "grant": grant, "line": None, "original_amount": Decimal(1_000_000)}
    form |= {"rate": Decimal(1), "rate_per": Decimal("600.5")}
    said = records.try_out(rated.office, "ledger", values=form)
    assert said is not None
    assert english.text(said) == "XOF\u00a0600,500,000, at the rate 1 for 600.5 that was entered."
    entry = records.save(rated.office, "ledger", values=form).record_id
    assert _money(rated, entry)[-1] == Decimal(600_500_000)
    entry = records.save(rated.office, "ledger", values={**form, "rate": Decimal("0.002"), "rate_per": None}).record_id
    assert _money(rated, entry)[-1] == Decimal(500_000_000)
    with pytest.raises(InvalidRecordError) as raised:
        records.save(rated.office, "ledger", values={**form, "rate_per": Decimal(-1)})
    assert {key: str(problem) for key, problem in raised.value.fields.items()} == {"rate_per": "A rate is above zero."}


def test_the_two_cfa_francs_are_worth_the_same(rated: Desk) -> None:
    grant = rated.save("grants", reference="CEMAC", currency="XAF", amount=Decimal(1_000_000)).record_id
    entry = rated.save(
        "ledger", grant=grant, line=None, original_currency="XOF", original_amount=Decimal(500), rate=Decimal(1)
    ).record_id
    assert _money(rated, entry) == (Decimal(500), Decimal(1), None, None, "XAF", Decimal(500))


def test_try_out_says_the_amount_its_rate_and_where_that_is_from(rated: Desk, english: Language) -> None:
    form = {**rated.forms["ledger"], "original_currency": "XOF", "original_amount": Decimal(57650)}
    said = records.try_out(rated.office, "ledger", values=form)
    assert said is not None
    assert english.text(said) == "USD\u00a0100.00, at the rate 576.5 of 1 Mar 2019. UN Treasury"
    said = records.try_out(rated.office, "ledger", values={**form, "rate": Decimal(500)})
    assert said is not None
    assert english.text(said) == "USD\u00a0115.30, at the rate 500 that was entered."


def test_an_entry_takes_the_category_of_its_line(desk: Desk) -> None:
    assert desk.values("ledger", desk.save("ledger").record_id)["category"] == "7"
    assert desk.values("ledger", desk.save("ledger", category="5").record_id)["category"] == "5"
    assert desk.values("ledger", desk.save("ledger", line=None).record_id)["category"] is None


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    francs=st.integers(min_value=1, max_value=10**9),
    units=st.decimals(min_value="0.01", max_value="9999", places=3).filter(lambda units: units != 1),
)
def test_converted_amounts_are_the_quotient_to_the_nearest_cent(file_desk: Desk, francs: int, units: Decimal) -> None:
    entry = file_desk.save("ledger", original_currency="XOF", original_amount=Decimal(francs), rate=units).record_id
    amount = file_desk.values("ledger", entry)["amount"]
    assert isinstance(amount, Decimal)
    assert abs(amount * units - francs) <= units * Decimal("0.005")
    assert amount == round(amount, 2)
