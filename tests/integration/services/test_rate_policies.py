"""Entries are converted as the rule book of their grant says, whoever posts them; a missing rate is never guessed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from desktop.domain.terms import RatePolicy, RuleKind
from desktop.services.checks import check_office
from desktop.services.offices import Office
from desktop.storage.grant_rates import quote_for
from desktop.storage.models import Grant
from tests.helpers.extracts import entry, extract, look_at
from tests.helpers.records import making
from tests.helpers.tables import tables_of
from tests.integration.services.conftest import Desk

FEBRUARY, MARCH, MIDDLE = date(2019, 2, 1), date(2019, 3, 1), date(2019, 3, 15)


@pytest.fixture
def rated(desk: Desk) -> Desk:
    """A desk with rates of XOF from February and from the middle of March."""
    with making(desk.office) as make:
        make.rate("XOF", "580", FEBRUARY)
        make.rate("XOF", "600", MIDDLE)
    return desk


def follow(desk: Desk, policy: RatePolicy, **values: Any) -> None:
    with making(desk.office) as make:
        make.rule(make.unit.get(Grant, desk.grant), RuleKind.RATE_POLICY, choice=str(policy), **values)


def converted(office: Office) -> Sequence[tuple[Any, ...]]:
    return [(row["rate"], row["rate_source"], row["amount"]) for row in tables_of(office)["ledger_entry"]]


POLICIES = [
    (RatePolicy.OPERATIONAL, {}, "580", "Test rate", "10000.00"),
    (RatePolicy.FIXED, {"currency": "XOF", "rate": Decimal(500)}, "500", "Fixed rate: USD = 500 XOF", "11600.00"),
    (RatePolicy.MONTHLY_AVERAGE, {}, "590.9677419355", "Monthly average 2019-03: Test rate", "9814.41"),
]


@pytest.mark.parametrize(("policy", "values", "rate", "source", "amount"), POLICIES)
def test_a_form_follows_the_policy(
    rated: Desk, policy: RatePolicy, values: dict[str, Any], rate: str, source: str, amount: str
) -> None:
    follow(rated, policy, **values)
    rated.save("ledger", original_currency="XOF", original_amount=Decimal(5_800_000), entry_on=date(2019, 3, 4))
    assert converted(rated.office) == [(Decimal(rate), source, Decimal(amount))]


@pytest.mark.parametrize(("policy", "values", "rate", "source", "amount"), POLICIES)
def test_a_workbook_follows_the_policy(
    rated: Desk, policy: RatePolicy, values: dict[str, Any], rate: str, source: str, amount: str
) -> None:
    follow(rated, policy, **values)
    look_at(rated.office, extract(entry(5_800_000, Currency="XOF"))).bring_in()
    assert converted(rated.office) == [(Decimal(rate), source, Decimal(amount))]


def test_a_fixed_rate_that_the_book_does_not_state_is_missing(rated: Desk) -> None:
    follow(rated, RatePolicy.FIXED)
    refused = rated.refused("ledger", original_currency="XOF", original_amount=Decimal(100), entry_on=MARCH)
    assert refused == {"rate": "There is no rate of XOF for 2019-03-01. Enter it here, or under Exchange rates."}
    looked = look_at(rated.office, extract(entry(100, Currency="XOF")))
    assert [str(problem.sentence) for problem in looked.errors] == ["There is no rate of XOF for 2019-03-04."]


def test_nobody_pays_at_no_rate(rated: Desk) -> None:
    with rated.office.read() as session:
        assert quote_for(session, None, currency="XOF", on=MARCH) is None


def test_the_project_check_names_rates_that_are_missing_or_contradict(office: Office) -> None:
    """The clock of a test stands in October 2019."""
    with making(office) as make:
        make.entry(make.grant(), "1.00", original_currency="XOF", entry_on=date(2018, 11, 1))
        make.rate("XOF", "580", date(2019, 9, 15))
    codes = {finding.code: str(finding.sentence) for finding in check_office(office).findings}
    assert codes["rate_missing"] == "There is no exchange rate of ['XOF'] for 2019-10; it was in use within a year."
    with making(office) as make:
        make.rate("XOF", "603.480", date(2019, 10, 1))
        make.rate("EUR", "0.92", date(2019, 10, 1))
        make.rate("XAF", "630.480", date(2019, 10, 1))
    codes = {finding.code: str(finding.sentence) for finding in check_office(office).findings}
    assert {"parity", "francs_differ"} <= codes.keys()
    assert "rate_missing" not in codes
