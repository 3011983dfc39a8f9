"""An entry in another currency is converted once: at the rate that was typed, or the one in force on its day; and a
rate never outlives what it was made for.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.language import Language
from desktop.registers.query import Cell
from desktop.services import records
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


def test_a_changed_amount_keeps_the_rate(rated: Desk) -> None:
    entry = _francs(rated)
    rated.save("rates", effective_on=date(2019, 3, 2), units=Decimal(600))
    rated.save("ledger", entry, original_amount=Decimal(115300))
    assert _money(rated, entry) == (
        Decimal(115300), Decimal("576.5"), MARCH, "UN Treasury", "USD", Decimal(200)
    )  # fmt: skip


def test_an_entry_moved_to_another_month_takes_that_months_rate(rated: Desk) -> None:
    """The form hands back the rate it showed; it was that of the old day."""
    entry = _francs(rated)
    rated.save("ledger", entry, entry_on=date(2019, 4, 10), rate=Decimal("576.5"))
    assert _money(rated, entry)[1:] == (Decimal("586.25"), APRIL, "UN Treasury", "USD", Decimal("98.34"))


def test_a_typed_rate_stays_when_the_day_changes(rated: Desk) -> None:
    entry = _francs(rated, rate=Decimal(500))
    rated.save("ledger", entry, entry_on=date(2019, 4, 10), rate=Decimal(500))
    assert _money(rated, entry)[1:] == (Decimal(500), None, None, "USD", Decimal("115.30"))


def test_typing_over_a_rate_drops_its_source(rated: Desk) -> None:
    entry = _francs(rated)
    rated.save("ledger", entry, rate=Decimal(500))
    assert _money(rated, entry)[1:] == (Decimal(500), None, None, "USD", Decimal("115.30"))


def test_emptying_the_rate_looks_it_up_again(rated: Desk) -> None:
    entry = _francs(rated, rate=Decimal(500))
    rated.save("ledger", entry, rate=None)
    assert _money(rated, entry)[1:4] == (Decimal("576.5"), MARCH, "UN Treasury")


def test_dollars_corrected_to_francs_do_not_keep_the_rate_of_one(rated: Desk) -> None:
    entry = rated.save("ledger", original_amount=Decimal(57650)).record_id
    rated.save("ledger", entry, original_currency="XOF", rate=Decimal(1))
    assert _money(rated, entry)[1:] == (Decimal("576.5"), MARCH, "UN Treasury", "USD", Decimal(100))


def test_francs_corrected_to_euros_take_the_rate_of_euros(rated: Desk) -> None:
    entry = _francs(rated, "879")
    rated.save("ledger", entry, original_currency="EUR", rate=Decimal("576.5"))
    assert _money(rated, entry)[1:] == (Decimal("0.879"), MARCH, "UN Treasury", "USD", Decimal(1000))


def test_an_entry_moved_to_a_grant_in_another_currency_is_converted_anew(rated: Desk) -> None:
    other = rated.save("grants", reference="EU-1", currency="EUR", amount=Decimal(1000)).record_id
    entry = _francs(rated, "655957")
    rated.save("ledger", entry, grant=other, line=None, rate=Decimal("576.5"))
    assert _money(rated, entry) == (
        Decimal(655957), Decimal("655.957"), date(1999, 1, 1), "EUR = 655.957 CFA", "EUR", Decimal(1000)
    )  # fmt: skip


def test_dollars_into_a_grant_in_francs_turn_the_rate_round(rated: Desk) -> None:
    grant = rated.save("grants", reference="BCEAO", currency="XOF", amount=Decimal(10_000_000)).record_id
    entry = rated.save("ledger", grant=grant, line=None, original_amount=Decimal("100.01")).record_id
    assert _money(rated, entry) == (Decimal("100.01"), Decimal(1), MARCH, "UN Treasury", "XOF", Decimal(57656))
    assert rated.values("ledger", entry)["rate_per"] == Decimal("576.5")  # 100.01 x 576.5 = 57,655.765
    rated.save("ledger", entry, entry_on=date(2019, 4, 10), rate=Decimal(1), rate_per=Decimal("576.5"))
    assert rated.values("ledger", entry)["rate_per"] == Decimal("586.25")  # that of April


def test_a_rate_is_typed_in_either_direction(rated: Desk, english: Language) -> None:
    grant = rated.save("grants", reference="BCEAO", currency="XOF", amount=Decimal(10_000_000)).record_id
    form = {**rated.forms["ledger"], "grant": grant, "line": None, "original_amount": Decimal(1_000_000)}
    form |= {"rate": Decimal(1), "rate_per": Decimal("600.5")}
    said = records.try_out(rated.office, "ledger", values=form)
    assert said is not None
    assert english.text(said) == "XOF\u00a0600,500,000, at the rate 1 for 600.5 that was entered."
    entry = records.save(rated.office, "ledger", values=form).record_id
    assert _money(rated, entry)[-1] == Decimal(600_500_000)
    rated.save("ledger", entry, rate=Decimal("0.002"), rate_per=None)
    assert _money(rated, entry)[-1] == Decimal(500_000_000)
    assert rated.refused("ledger", entry, rate_per=Decimal(-1)) == {"rate_per": "A rate is above zero."}


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
    units=st.decimals(min_value="0.01", max_value="9999", places=3),
)
def test_converted_amounts_are_the_quotient_to_the_nearest_cent(file_desk: Desk, francs: int, units: Decimal) -> None:
    entry = file_desk.save("ledger", original_currency="XOF", original_amount=Decimal(francs), rate=units).record_id
    amount = file_desk.values("ledger", entry)["amount"]
    assert isinstance(amount, Decimal)
    assert abs(amount * units - francs) <= units * Decimal("0.005")
    assert amount == round(amount, 2)
