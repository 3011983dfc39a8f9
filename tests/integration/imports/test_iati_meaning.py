"""Activities become projects, organisations, grants, budgets and ledger entries as IATI means them, to the cent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from desktop.domain.finding import Severity
from desktop.services.imports import ImportPlan
from desktop.services.offices import Office
from desktop.storage.models import (
    Budget,
    BudgetLine,
    Grant,
    GrantShare,
    LedgerEntry,
    Organisation,
    Project,
    ProjectCountry,
    ProjectRole,
)
from tests.helpers import iati
from tests.helpers.tables import tables_of

Bring = Callable[..., ImportPlan]


@pytest.fixture
def office(file_office: Office) -> Office:
    """What a file means does not depend on the engine."""
    return file_office


def _rows(office: Office, model: Any, *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in columns) for row in tables_of(office)[model.__tablename__]]


def _left_out(plan: ImportPlan) -> dict[str, int]:
    return {str(what): count for what, count in plan.left_out.items()}


def _notes(plan: ImportPlan) -> list[tuple[str, str, str]]:
    assert all(problem.severity is Severity.WARNING for problem in plan.problems)
    return [(problem.where, str(problem.sentence), str(problem.fix)) for problem in plan.problems]


def test_project_keeps_planned_and_actual_dates_apart(office: Office, bring: Bring) -> None:
    dates = {"1": "2019-01-01", "2": "2019-02-01", "3": "2019-12-31", "4": "2020-03-31"}
    elements = [f'<activity-date type="{code}" iso-date="{day}"/>' for code, day in dates.items()]
    bring(iati.activity("XX-1-A", *elements, '<activity-status code="4"/>', iati.transaction("11", "5.00")))
    columns = ("planned_starts_on", "actual_starts_on", "planned_ends_on", "actual_ends_on", "status", "kind")
    expected = (date(2019, 1, 1), date(2019, 2, 1), date(2019, 12, 31), date(2020, 3, 31), "4", "project")
    assert _rows(office, Project, *columns) == [expected]
    assert _rows(office, Grant, "starts_on", "ends_on") == [(date(2019, 2, 1), date(2020, 3, 31))]


def test_grant_takes_planned_dates_while_there_are_no_others(office: Office, bring: Bring) -> None:
    elements = [f'<activity-date type="{code}" iso-date="2019-0{code}-01"/>' for code in ("1", "3")]
    bring(iati.activity("XX-1-A", *elements, iati.transaction("11", "5.00", day="2018-12-01")))
    columns = ("reference", "currency", "amount", "awarded_on", "starts_on", "ends_on")
    expected = ("XX-1-A", "USD", Decimal(5), date(2018, 12, 1), date(2019, 1, 1), date(2019, 3, 1))
    assert _rows(office, Grant, *columns) == [expected]


def test_shares_of_countries_and_regions_side_by_side(office: Office, bring: Bring) -> None:
    bring(
        iati.activity(
            "XX-1-A",
            '<recipient-country code="NE" percentage="33.33"/><recipient-country code=""/>',
            '<recipient-region code="1030" vocabulary="1" percentage="20"/>',
        )
    )
    columns = ("vocabulary", "code", "share")
    assert _rows(office, ProjectCountry, *columns) == [("", "NE", Decimal("33.33")), ("1", "1030", Decimal(20))]


# --- who ----------------------------------------------------------------------------------------------------------


def test_one_body_named_often_is_one_organisation(office: Office, bring: Bring) -> None:
    ministry = f'<participating-org ref="XX-9" role="1" type="10">{iati.narrative("A ministry")}</participating-org>'
    again = f'<participating-org ref="XX-9" role="4">{iati.narrative("A MINISTRY")}</participating-org>'
    bring(iati.activity("XX-1-A", ministry, again), iati.activity("XX-1-B", ministry))
    assert _rows(office, Organisation, "reference", "name", "kind") == [
        ("XX-1", "The publisher", "40"),
        ("XX-9", "A ministry", "10"),
    ]
    assert _rows(office, ProjectRole, "project_id", "role") == [(1, "1"), (1, "4"), (2, "1")]


def test_bodies_that_share_a_reference_stay_apart(office: Office, bring: Bring) -> None:
    parties = [f'<participating-org ref="XX-9" role="1">{iati.narrative(name)}</participating-org>' for name in "AB"]
    bring(iati.activity("XX-1-A", *parties))
    assert _rows(office, Organisation, "reference", "name")[1:] == [("XX-9", "A"), ("XX-9", "B")]


def test_funder_is_the_provider_as_the_participants_call_it(office: Office, bring: Bring) -> None:
    funder = f'<participating-org ref="XX-9" role="1" type="10">{iati.narrative("A ministry")}</participating-org>'
    by_reference = iati.transaction("11", "5.00", provider="XX-9")
    by_name = by_reference.replace('ref="XX-9">', ">").replace(iati.narrative("XX-9"), iati.narrative("a ministry"))
    stranger = iati.transaction("11", "5.00", provider="XX-7")
    bring(
        *(
            iati.activity(f"XX-1-{place}", funder, given)
            for place, given in enumerate((by_reference, by_name, stranger))
        )
    )
    names = {row["id"]: row["name"] for row in tables_of(office)["organisation"]}
    assert [names[funder_id] for (funder_id,) in _rows(office, Grant, "funder_id")] == [
        "A ministry",
        "A ministry",
        "XX-7",
    ]


def test_funder_of_a_commitment_without_provider(office: Office, bring: Bring) -> None:
    given = iati.transaction("11", "5.00")
    accountable = f'<participating-org ref="XX-8" role="2">{iati.narrative("Accountable")}</participating-org>'
    funding = f'<participating-org ref="XX-9" role="1">{iati.narrative("Funding")}</participating-org>'
    nobody = iati.activity("XX-1-C", given).replace('<reporting-org ref="XX-1" type="40">', '<reporting-org ref="">')
    bring(
        iati.activity("XX-1-A", accountable, funding, given),
        iati.activity("XX-1-B", accountable, given),
        nobody.replace(iati.narrative("The publisher"), ""),
        iati.activity("XX-1-D", given),
    )
    names = {row["id"]: row["name"] for row in tables_of(office)["organisation"]}
    funders = [names[funder_id] for (funder_id,) in _rows(office, Grant, "funder_id")]
    assert funders == ["Funding", "Accountable", "XX-1-C", "The publisher"]


# --- grants and budgets -------------------------------------------------------------------------------------------


def test_first_commitment_is_called_like_its_activity(office: Office, bring: Bring) -> None:
    given = [iati.transaction("11", amount, provider=f"XX-{amount}") for amount in ("5.00", "7.00", "-2.00")]
    bring(iati.activity("XX-1-A", *given))
    assert _rows(office, Grant, "reference", "amount") == [
        ("XX-1-A", Decimal(5)),
        ("XX-1-A/2", Decimal(7)),
        ("XX-1-A/3", Decimal(-2)),
    ]
    assert sum(amount for (amount,) in _rows(office, GrantShare, "amount")) == Decimal(10)


def test_amounts_with_too_many_decimals_are_rounded_and_told(office: Office, bring: Bring) -> None:
    xof = ' currency="XOF"'
    plan = bring(
        iati.activity(
            "XX-1-A",
            iati.transaction("11", "10.005"),
            iati.transaction("3", "1000.5", money=xof),
            iati.transaction("3", "1000.000", money=xof),
        )
    )
    assert _rows(office, Grant, "amount") == [(Decimal("10.01"),)]
    assert _rows(office, LedgerEntry, "original_currency", "amount") == [("XOF", Decimal(1001)), ("XOF", Decimal(1000))]
    assert _notes(plan) == [
        ("XX-1-A", "10.005 has more decimals than USD and was rounded.", "Compare it with the original."),
        ("XX-1-A", "1000.5 has more decimals than XOF and was rounded.", "Compare it with the original."),
    ]


def test_budgets_of_one_grant_are_its_lines_in_the_order_of_time(office: Office, bring: Bring) -> None:
    bring(
        iati.activity(
            "XX-1-A",
            iati.transaction("11", "30.00"),
            iati.budget("20.00", first="2020-01-01", last="2020-12-31"),
            iati.budget("10.00"),
        )
    )
    assert _rows(office, Budget, "grant_id", "project_id", "status") == [(1, 1, "approved")]
    assert _rows(office, BudgetLine, "code", "description", "amount", "unit_cost", "starts_on", "category") == [
        ("1", "2019-01-01 – 2019-12-31", Decimal(10), Decimal(10), date(2019, 1, 1), None),
        ("2", "2020-01-01 – 2020-12-31", Decimal(20), Decimal(20), date(2020, 1, 1), None),
    ]


def test_revised_budget_replaces_the_original_ones_of_its_time_only(office: Office, bring: Bring) -> None:
    plan = bring(
        iati.activity(
            "XX-1-A",
            iati.transaction("11", "90.00"),
            iati.budget("10.00", first="2018-01-01", last="2018-12-31"),
            iati.budget("20.00"),
            iati.budget("25.00", kind="2", first="2019-07-01", last="2020-06-30"),
            iati.budget("30.00", first="2020-07-01", last="2020-12-31"),
        )
    )
    amounts = [amount for (amount,) in _rows(office, BudgetLine, "amount")]
    assert amounts == [Decimal(10), Decimal(25), Decimal(30)]
    assert _left_out(plan) == {"original budgets that were revised": 1}


def test_budgets_that_belong_to_no_single_grant_are_left_out(office: Office, bring: Bring) -> None:
    two = [iati.transaction("11", "5.00"), iati.transaction("11", "6.00")]
    plan = bring(iati.activity("XX-1-A", *two, iati.budget("11.00")), iati.activity("XX-1-B", iati.budget("5.00")))
    assert _left_out(plan) == {"budgets of activities without one single commitment": 2}
    assert _rows(office, Budget, "id") == []


def test_budgets_in_another_currency_than_the_grant_are_left_out(office: Office, bring: Bring) -> None:
    given, other = iati.transaction("11", "5.00"), iati.budget("3000", money=' currency="XOF"')
    plan = bring(iati.activity("XX-1-A", given, other), iati.activity("XX-1-B", given, other, iati.budget("5.00")))
    assert _left_out(plan) == {"budgets in another currency than their grant": 2}
    assert _rows(office, Budget, "grant_id") == [(2,)]
    assert _rows(office, BudgetLine, "amount") == [(Decimal(5),)]


# --- the ledger ---------------------------------------------------------------------------------------------------


def test_kinds_of_transactions(office: Office, bring: Bring) -> None:
    entries = [iati.transaction(kind, "10.00", reference=kind) for kind in ("1", "2", "3", "4", "7")]
    back = [iati.transaction("4", "-10.00", reference="-4"), iati.transaction("1", "-10.00", reference="-1")]
    bring(iati.activity("XX-1-A", iati.transaction("11", "90.00"), *entries, *back))
    columns = ("reference", "kind", "amount", "spent", "committed", "received")
    ten = Decimal(10)
    assert _rows(office, LedgerEntry, *columns) == [
        ("1", "receipt", ten, None, None, ten),
        ("2", "commitment", ten, None, ten, None),
        ("3", "expenditure", ten, ten, None, None),
        ("4", "expenditure", ten, ten, None, None),
        ("7", "expenditure", ten, ten, None, None),
        ("-4", "refund", -ten, -ten, None, None),
        ("-1", "receipt", -ten, None, None, -ten),
    ]


def test_transactions_without_a_place_are_counted_by_what_they_are(office: Office, bring: Bring) -> None:
    kinds = ["5", "6", "8", "9", "10", "12", "13", "13", "99", ""]
    nothing = [iati.transaction("3", "0"), iati.transaction("3", "0.004"), iati.transaction("12", "0")]
    plan = bring(iati.activity("XX-1-A", *(iati.transaction(kind, "1.00") for kind in kinds), *nothing))
    assert _left_out(plan) == {
        "interest payments": 1,
        "loan repayments": 1,
        "purchases of equity": 1,
        "sales of equity": 1,
        "credit guarantees": 1,
        "outgoing pledges": 2,
        "incoming pledges": 2,
        "transactions of an unknown type": 2,
        "transactions of zero": 2,
    }
    assert _rows(office, LedgerEntry, "id") == []


def test_entry_says_what_the_transaction_says(office: Office, bring: Bring) -> None:
    described = iati.transaction("3", "10.50", reference="T-1", provider="XX-8", receiver="XX-9").replace(
        "<value", f"<description>{iati.narrative('Fuel')}</description><value"
    )
    receipt = iati.transaction("1", "20.00", provider="XX-8", receiver="XX-9")
    bring(iati.activity("XX-1-A", described, receipt, title="Legal aid"))
    columns = ("entry_on", "reference", "description", "counterparty", "project_id", "grant_id", "original_amount")
    assert _rows(office, LedgerEntry, *columns) == [
        (date(2019, 3, 4), "T-1", "Fuel", "XX-9", 1, None, Decimal("10.50")),
        (date(2019, 3, 4), "", "Legal aid", "XX-8", 1, None, Decimal(20)),
    ]


def test_entries_go_to_the_grant_they_can_only_belong_to(office: Office, bring: Bring) -> None:
    bring(
        iati.activity("XX-1-A", iati.transaction("11", "5.00"), iati.transaction("3", "1.00")),
        iati.activity("XX-1-B", iati.transaction("11", "5.00"), iati.transaction("3", "1", money=' currency="XOF"')),
        iati.activity(
            "XX-1-C",
            iati.transaction("11", "5.00", provider="XX-7"),
            iati.transaction("11", "6.00", provider="XX-8"),
            iati.transaction("3", "1.00", provider="XX-8"),
            iati.transaction("3", "2.00"),
        ),
        iati.activity("XX-1-D", iati.transaction("3", "1.00")),
    )
    references = {row["id"]: row["reference"] for row in tables_of(office)["grant"]} | {None: "none"}
    owners = [references[grant_id] for (grant_id,) in _rows(office, LedgerEntry, "grant_id")]
    assert owners == ["XX-1-A", "none", "XX-1-C/2", "none", "none"]


def test_equal_transactions_of_one_activity_are_all_brought_in(office: Office, bring: Bring) -> None:
    bring(iati.activity("XX-1-A", *[iati.transaction("3", "10.00")] * 3))
    assert _rows(office, LedgerEntry, "amount") == [(Decimal(10),)] * 3
    assert len(set(_rows(office, LedgerEntry, "source_key"))) == 3
