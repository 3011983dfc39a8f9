"""The 577 grants of a real publisher on Home, by funder and country; three of them worked out straight from the XML."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from desktop.domain.money import Money
from desktop.domain.progress import Silent
from desktop.services.imports import apply_import, plan_iati
from desktop.services.offices import Office
from desktop.services.portfolio import Portfolio, grant_figures, portfolio
from tests.helpers.shared import real_file

COMMITMENT = "11"  # IATI code list TransactionType: an incoming commitment is what was awarded
START, END = ("2", "1"), ("4", "3")  # IATI code list ActivityDateType: the actual day before the planned one


def _activities(path: Path) -> Iterator[ET.Element]:
    for _event, element in ET.iterparse(path):  # noqa: S314 - a file of our own tests
        if element.tag == "iati-activity":
            yield element
            element.clear()


def _amount(values: list[ET.Element]) -> Decimal:
    return sum((Decimal((value.text or "0").strip()) for value in values), Decimal(0))


def _day(activity: ET.Element, kinds: tuple[str, ...]) -> date | None:
    days = {each.get("type"): each.get("iso-date") for each in activity.findall("activity-date")}
    found = next((days[kind] for kind in kinds if days.get(kind)), None)
    return date.fromisoformat(found[:10]) if found else None


def _countries(activity: ET.Element) -> set[str | None]:
    return {country.get("code") for country in activity.findall("recipient-country")}


@pytest.fixture
def iom(file_office: Office) -> Portfolio:
    path = real_file("iati/iom-577-projects.xml")
    apply_import(file_office, plan_iati(file_office, path, progress=Silent()), progress=Silent())
    return portfolio(file_office)


def test_home_shows_all_of_them_with_their_budgets(iom: Portfolio) -> None:
    assert len(iom.grants) == 577
    assert iom.main is not None
    assert iom.main.awarded == Money(Decimal("2417615507.12"), "USD")
    assert all(grant.budgeted for grant in iom.grants if grant.awarded)


def test_funders_and_countries_sum_to_the_whole(iom: Portfolio) -> None:
    for groups in (iom.by_funder(), iom.by_country()):
        assert sum((group.totals.awarded.amount for group in groups), Decimal(0)) == Decimal("2417615507.12")
        amounts = [group.totals.awarded.amount for group in groups]
        assert amounts == sorted(amounts, reverse=True)
    assert sum(group.totals.grants for group in iom.by_funder()) == 577
    assert len(iom.by_country()) > 50


def test_three_grants_are_what_the_file_says(iom: Portfolio, file_office: Office) -> None:
    path = real_file("iati/iom-577-projects.xml")
    known = {grant.reference: grant for grant in iom.grants}
    looked_at = 0
    for place, activity in enumerate(_activities(path)):
        if place not in (0, 288, 576):
            continue
        looked_at += 1
        reference = (activity.findtext("iati-identifier") or "").strip()
        grant = known[reference]
        awards = [
            value
            for transaction in activity.findall("transaction")
            for kind, value in [(transaction.find("transaction-type"), transaction.find("value"))]
            if kind is not None and kind.get("code") == COMMITMENT and value is not None
        ]
        assert grant.awarded.amount == _amount(awards)
        assert grant.budgeted.amount == _amount(activity.findall("budget/value"))
        assert not any((grant.spent, grant.received, grant.committed))
        assert grant.available == grant.awarded
        assert grant.period is not None
        assert (grant.period.start, grant.period.last) == (_day(activity, START), _day(activity, END))
        assert {code for code, _weight in grant.countries} == _countries(activity)
        assert grant_figures(file_office, grant.id) == grant
    assert looked_at == 3
