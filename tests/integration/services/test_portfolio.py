"""The home page and the overview of a grant: figures against sums worked out by hand, per currency, never across."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from desktop.domain.codes import CostCategory
from desktop.domain.money import Money
from desktop.domain.period import Period
from desktop.domain.portfolio import Pace
from desktop.language import UserError
from desktop.services.offices import Office
from desktop.services.portfolio import MonthSums, grant_figures, grant_months, portfolio
from desktop.storage.models import Grant
from tests.helpers.clock import Clock
from tests.helpers.records import making
from tests.integration.services.conftest import Told


def usd(amount: str) -> Money:
    return Money(Decimal(amount), "USD")


@pytest.fixture
def grant(office: Office) -> int:
    """A grant of 10,000 with a budget in three categories, and one entry of each kind and then some."""
    with making(office) as make:
        funder = make.organisation(name="A long name of a funder", short_name="Funder")
        grant = make.grant(
            reference="GR-1", title="Legal aid", funder_id=funder.id, amount=Decimal(10000), indirect_rate=Decimal(8)
        )
        budget = make.budget(grant)
        make.line(budget, "1", "6000.00", category=1)
        make.line(budget, "5", "3259.26", category=5)
        make.line(budget, "8", "740.74", category=8)
        make.line(make.budget(grant, status="draft"), "1", "99.00", category=1)
        make.entry(grant, "4000.00", kind="receipt", entry_on=date(2019, 1, 15))
        make.entry(grant, "3000.00", kind="receipt", entry_on=date(2019, 7, 15))
        make.entry(grant, "1000.00", category=1, entry_on=date(2019, 1, 31))
        make.entry(grant, "1500.50", category=1, entry_on=date(2019, 2, 28))
        make.entry(grant, "-100.50", category=1, kind="refund", entry_on=date(2019, 7, 1))
        make.entry(grant, "20.25", category=5, kind="adjustment", entry_on=date(2019, 7, 2))
        order = make.entry(grant, "900.00", category=5, kind="commitment", entry_on=date(2019, 7, 3))
        make.entry(
            grant,
            "310.00",
            category=5,
            entry_on=date(2019, 10, 1),
            commitment_id=order.id,
            liquidated=Decimal("300.00"),
        )
        make.entry(grant, "35.00", category=None, entry_on=date(2019, 10, 2))
        return grant.id


def test_a_grants_figures(office: Office, grant: int) -> None:
    figures = grant_figures(office, grant)
    assert (figures.reference, figures.title, figures.funder) == ("GR-1", "Legal aid", "Funder")
    assert (figures.awarded, figures.received) == (usd("10000"), usd("7000"))
    assert figures.spent == usd("2765.25")  # 1000 + 1500.50 - 100.50 + 20.25 + 310 + 35
    assert figures.committed == usd("600")
    assert figures.available == usd("6634.75")
    assert figures.cash_on_hand == usd("4234.75")
    assert figures.period == Period.of_days(date(2019, 1, 1), date(2019, 12, 31))
    assert figures.indirect_rate == 8


def test_a_grants_categories_in_order_the_unknown_last(office: Office, grant: int) -> None:
    categories = grant_figures(office, grant).categories
    shown = {key: (part.budgeted, part.spent, part.committed, part.left) for key, part in categories.items()}
    assert shown == {
        CostCategory.STAFF: (usd("6000"), usd("2400"), usd("0"), usd("3600")),
        CostCategory.TRAVEL: (usd("3259.26"), usd("330.25"), usd("600"), usd("2329.01")),
        CostCategory.INDIRECT: (usd("740.74"), usd("0"), usd("0"), usd("740.74")),
        None: (usd("0"), usd("35"), usd("0"), usd("-35")),
    }
    assert list(categories) == [CostCategory.STAFF, CostCategory.TRAVEL, CostCategory.INDIRECT, None]


def test_a_grants_months_leave_out_the_empty_ones_and_what_is_to_come(office: Office, grant: int) -> None:
    with making(office) as make:
        make.entry(make.unit.get(Grant, grant), "5.00", entry_on=date(2019, 11, 1))
    assert grant_months(office, grant_figures(office, grant)) == [
        MonthSums(date(2019, 1, 1), Decimal(1000), Decimal(4000)),
        MonthSums(date(2019, 2, 1), Decimal("1500.50"), Decimal(0)),
        MonthSums(date(2019, 7, 1), Decimal("-80.25"), Decimal(3000)),
        MonthSums(date(2019, 10, 1), Decimal(345), Decimal(0)),
    ]


def test_a_grant_without_dates_has_all_its_months_and_no_pace(office: Office) -> None:
    with making(office) as make:
        grant = make.grant(starts_on=None, ends_on=None)
        make.entry(grant, "1.00", entry_on=date(1999, 12, 31))
        made = grant.id
    figures = grant_figures(office, made)
    assert figures.period is None
    assert grant_months(office, figures) == [MonthSums(date(1999, 12, 1), Decimal(1), Decimal(0))]
    assert figures.pace(date(2019, 10, 21)) is Pace.UNKNOWN


def test_dates_the_wrong_way_round_are_no_period(file_office: Office) -> None:
    with making(file_office) as make:
        made = make.grant(starts_on=date(2019, 5, 1), ends_on=date(2019, 4, 1)).id
    assert grant_figures(file_office, made).period is None


def test_a_grant_that_is_gone(office: Office, told: Told) -> None:
    with pytest.raises(UserError) as raised:
        grant_figures(office, 4711)
    assert told(raised) == "This record is no longer there. Someone removed it. Go back to the list."


def test_an_empty_office(office: Office) -> None:
    found = portfolio(office)
    assert (found.grants, found.totals, found.months, found.findings, found.entries) == ((), (), (), (), 0)
    assert found.main is None
    assert found.deadlines == ()
    assert found.spent_by_category() == []


@pytest.mark.usefixtures("grant")
def test_totals_of_each_currency_stand_apart(office: Office) -> None:
    with making(office) as make:
        euro = make.grant(reference="EU-1", currency="EUR", amount=Decimal("500.10"))
        make.entry(euro, "100.10", category=5)
        make.grant(reference="EU-2", currency="EUR", amount=Decimal("0.90"))
        make.grant(reference="CFA-1", currency="XOF", amount=Decimal(1_000_000))
        make.entry(None, "77.00", category=5)
    found = portfolio(office)
    assert [(total.currency, total.grants) for total in found.totals] == [("EUR", 2), ("USD", 1), ("XOF", 1)]
    euros, dollars, francs = found.totals
    assert (euros.awarded, euros.spent, euros.available) == (
        Money(Decimal("501.00"), "EUR"),
        Money(Decimal("100.10"), "EUR"),
        Money(Decimal("400.90"), "EUR"),
    )
    assert (dollars.awarded, dollars.received, dollars.spent, dollars.committed) == (
        usd("10000"),
        usd("7000"),
        usd("2765.25"),
        usd("600"),
    )
    assert francs.awarded == Money(Decimal(1_000_000), "XOF")
    assert [grant.reference for grant in found.grants] == ["CFA-1", "EU-1", "EU-2", "GR-1"]
    assert found.entries == 11
    assert found.main == euros
    assert dict(found.spent_by_category())[CostCategory.TRAVEL] == Money(Decimal("100.10"), "EUR")
    assert found.months == (MonthSums(date(2019, 3, 1), Decimal("100.10"), Decimal(0)),)


def test_months_of_the_portfolio_are_the_last_twelve(office: Office) -> None:
    with making(office) as make:
        grant = make.grant()
        for day in (date(2018, 10, 31), date(2018, 11, 1), date(2019, 10, 31), date(2019, 11, 1)):
            make.entry(grant, "10.00", entry_on=day)
    assert [sums.month for sums in portfolio(office).months] == [date(2018, 11, 1), date(2019, 10, 1)]


@pytest.mark.usefixtures("grant")
def test_spent_by_category_names_all_eight(office: Office) -> None:
    assert portfolio(office).spent_by_category() == [
        (CostCategory.STAFF, usd("2400")),
        (CostCategory.SUPPLIES, usd("0")),
        (CostCategory.EQUIPMENT, usd("0")),
        (CostCategory.CONTRACTS, usd("0")),
        (CostCategory.TRAVEL, usd("330.25")),
        (CostCategory.TRANSFERS, usd("0")),
        (CostCategory.OPERATING, usd("0")),
        (CostCategory.INDIRECT, usd("0")),
    ]


def test_deadlines_are_the_ends_of_the_next_ninety_days(file_office: Office) -> None:
    ends = {"A": date(2019, 10, 20), "B": date(2020, 1, 19), "C": date(2019, 10, 21), "D": date(2020, 1, 20)}
    with making(file_office) as make:
        for reference, day in ends.items():
            make.grant(reference=reference, ends_on=day)
        make.grant(reference="E", ends_on=None)
    due = portfolio(file_office).deadlines
    assert [(end.label, end.day, str(end.sentence)) for end in due] == [
        ("C", ends["C"], "Grant ends"),
        ("B", ends["B"], "Grant ends"),
    ]


def test_today_is_the_clocks_day_and_the_samples_own(file_office: Office, sample: Office, clock: Clock) -> None:
    clock.advance(days=400)
    assert portfolio(file_office).today == clock().astimezone().date()
    assert portfolio(sample).today == date(2019, 10, 21)
