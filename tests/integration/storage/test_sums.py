"""Sums in SQL are exact on both engines, and never add unlike currencies."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select

from desktop.domain.money import Money
from desktop.language import UserError, say
from desktop.registers import find_register
from desktop.registers.query import Query
from desktop.services.browse import RegisterView
from desktop.services.offices import Office
from desktop.storage import browse
from desktop.storage.figures import entries_without_grant, grant_sums, month_sums, summed_months
from desktop.storage.lookups import (
    budget_by_category,
    entries_up_to,
    grant_by_reference,
    name_of,
    rates_for,
)
from desktop.storage.models import Budget, Grant, LedgerEntry, Project, ProjectCountry, ProjectRole, ProjectSector
from desktop.storage.records import read_record
from tests.helpers.records import Maker, making


def _rows(office: Office, register: str, *columns: str) -> list[tuple[Any, ...]]:
    """The values of some columns of every record of a register."""
    query = Query(find_register(register), columns=columns)
    with office.read() as session:
        rows = browse.window(session.connection(), query, first=0, limit=1_000).rows
    return [row.values[: len(columns)] for row in rows]


def _cells(office: Office, register: str, *columns: str) -> tuple[Any, ...]:
    (row,) = _rows(office, register, *columns)
    return row


# --- exact --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amounts", "total"),
    [
        (["0.10"] * 3, "0.30"),
        (["0.10"] * 200, "20.00"),
        (["0.01", "-0.01", "0.02"], "0.02"),
        (["99999999999999.99", "0.01"], "100000000000000.00"),
        (["90071992547409.93", "0.01", "0.01"], "90071992547409.95"),
        (["12345678901234.56"] * 7, "86419752308641.92"),
    ],
)
def test_sums_are_exact_to_the_cent(office: Office, amounts: list[str], total: str) -> None:
    with making(office) as make:
        grant = make.grant()
        for amount in amounts:
            make.entry(grant, amount)
    with office.read() as session:
        assert session.scalar(select(func.sum(LedgerEntry.spent))) == Decimal(total)
    assert _cells(office, "grants", "spent") == (Decimal(total),)
    totals = RegisterView(office, Query(find_register("ledger"))).totals()
    assert totals.by_column["spent"] == (Money(Decimal(total), "USD"),)


@pytest.mark.parametrize("value", ["0.00001", "100000000000000", "1E+20"])
def test_a_number_that_cannot_be_kept_is_refused_with_a_sentence(office: Office, value: str) -> None:
    def enter() -> None:
        with making(office) as make:
            make.grant(amount=Decimal(value))

    with pytest.raises(UserError) as caught:
        enter()
    assert [str(sentence) for sentence in caught.value.sentences()] == [
        "A number is too large, or has too many decimals, to be kept exactly.",
        "Nothing was changed.",
        "Amounts hold up to 4 decimals, rates up to 10. Round the number.",
    ]
    assert _rows(office, "grants", "amount") == []


@pytest.mark.parametrize(
    ("kind", "liquidated", "spent", "committed", "received"),
    [
        ("receipt", "0", None, None, "100.10"),
        ("commitment", "0", None, "100.10", None),
        ("commitment", "25.50", None, "74.60", None),
        ("expenditure", "0", "100.10", None, None),
        ("expenditure", "25.50", "100.10", "-25.50", None),
        ("refund", "0", "100.10", None, None),
        ("adjustment", "0", "100.10", None, None),
        ("adjustment", "-25.50", "100.10", "25.50", None),
    ],
)
def test_the_database_works_out_what_an_entry_does(
    office: Office, kind: str, liquidated: str, spent: str | None, committed: str | None, received: str | None
) -> None:
    with making(office) as make:
        make.entry(make.grant(), "100.10", kind=kind, liquidated=Decimal(liquidated))
    with office.read() as session:
        found = session.execute(select(LedgerEntry.spent, LedgerEntry.committed, LedgerEntry.received)).one()
    assert tuple(found) == tuple(None if value is None else Decimal(value) for value in (spent, committed, received))


# --- worked-out columns -------------------------------------------------------------------------------------------


def _busy_grant(make: Maker) -> Grant:
    grant = make.grant(amount=Decimal("1000.00"))
    first = make.budget(grant)
    line = make.line(first, "1.1", "600.00", category=1)
    other = make.line(first, "2.1", "300.00", category=2)
    make.entry(grant, "1000.00", kind="receipt", entry_on=date(2019, 1, 15))
    make.entry(grant, "200.00", line_id=line.id, category=1)
    make.entry(grant, "-20.00", kind="refund", line_id=line.id, category=1)
    make.entry(grant, "5.50", kind="adjustment", line_id=other.id, category=2, entry_on=date(2019, 5, 1))
    make.entry(grant, "300.00", kind="commitment", line_id=line.id, category=1)
    make.entry(grant, "50.00", line_id=line.id, category=1, liquidated=Decimal("50.00"), entry_on=date(2020, 2, 1))
    return grant


def test_a_grant_knows_what_was_spent_and_what_is_left(office: Office) -> None:
    with making(office) as make:
        _busy_grant(make)
        make.grant(amount=Decimal(5))
    first, second = _rows(office, "grants", "received", "spent", "committed", "available", "delivery")
    assert first == (Decimal(1000), Decimal("235.50"), Decimal(250), Decimal("514.50"), Decimal("23.55"))
    assert second == (Decimal(0), Decimal(0), Decimal(0), Decimal(5), Decimal(0))


def test_budgets_and_lines_know_it_too(office: Office) -> None:
    with making(office) as make:
        _busy_grant(make)
    assert _cells(office, "budgets", "lines", "amount", "spent", "committed", "available") == (
        *(2, Decimal(900), Decimal("235.50"), Decimal(250), Decimal("414.50")),
    )
    assert _rows(office, "budget_lines", "code", "amount", "spent", "committed", "available") == [
        ("1.1", Decimal(600), Decimal(230), Decimal(250), Decimal(120)),
        ("2.1", Decimal(300), Decimal("5.50"), Decimal(0), Decimal("294.50")),
    ]


@pytest.mark.parametrize(
    ("awarded", "spent", "delivery"),
    [
        ("3", "1", "33.3333"),
        ("3", "2", "66.6667"),
        ("0", "1", None),
        ("100", "-50", "-50"),
        ("80000", "0.0001", "0"),
        ("2000000000", "1999999999", "100.0000"),
        ("90000000000000", "30000000000000", "33.3333"),
        ("50000000000", "12500000000", "25"),
    ],
)
def test_delivery_is_right_for_large_grants_in_francs_too(
    office: Office, awarded: str, spent: str, delivery: str | None
) -> None:
    with making(office) as make:
        make.entry(make.grant(amount=Decimal(awarded), currency="XOF"), spent)
    assert _cells(office, "grants", "delivery") == (None if delivery is None else Decimal(delivery),)


def test_funding_of_a_project_in_several_currencies_is_left_open(office: Office) -> None:
    with making(office) as make:
        one, both, none = make.project(), make.project(), make.project()
        dollars, more, euros = make.grant(), make.grant(), make.grant(currency="EUR")
        make.share(dollars, one, "100.10")
        make.share(more, one, "0.20")
        make.share(dollars, both, "5.00")
        make.share(euros, both, "5.00")
        assert none.id
    assert _rows(office, "projects", "funding", "funding_currency") == [
        (Decimal("100.30"), "USD"),
        (None, None),
        (None, None),
    ]
    totals = RegisterView(office, Query(find_register("projects"))).totals()
    assert totals.by_column == {"funding": (Money(Decimal("100.30"), "USD"),)}


def test_several_codes_stand_in_one_cell_sorted_and_once(office: Office) -> None:
    with making(office) as make:
        project = make.project()
        make.share(make.grant(), project, "1.00")
        for code, vocabulary in (("NE", ""), ("ML", ""), ("298", "1")):
            make.unit.add(ProjectCountry(project_id=project.id, code=code, vocabulary=vocabulary))
        for code, vocabulary in (("15130", "1"), ("11110", "1"), ("A", "99")):
            make.unit.add(ProjectSector(project_id=project.id, code=code, vocabulary=vocabulary))
        implementer = make.organisation(name="An implementer", reference="XX-9")
        for role in ("4", "2"):
            make.unit.add(ProjectRole(project_id=project.id, organisation_id=implementer.id, role=role))
    assert _cells(office, "projects", "countries", "sectors", "sdg_targets") == ("ML, NE", "11110, 15130", None)
    assert _cells(office, "grants", "project", "countries") == ("PR-1", "ML, NE")
    named = {row[0]: row[1:] for row in _rows(office, "organisations", "name", "roles", "projects", "grants")}
    assert named["An implementer"] == ("2, 4", 1, 0)
    funder = next(row for name, row in named.items() if name != "An implementer")
    assert funder == ("1", 0, 1)


def test_dates_of_a_project_are_the_actual_ones_where_known(office: Office) -> None:
    with making(office) as make:
        make.project(planned_starts_on=date(2019, 1, 1), actual_starts_on=date(2019, 2, 1))
        make.project(planned_starts_on=date(2018, 1, 1), planned_ends_on=date(2020, 1, 1))
    assert _rows(office, "projects", "starts_on", "ends_on") == [
        (date(2019, 2, 1), None),
        (date(2018, 1, 1), date(2020, 1, 1)),
    ]


# --- the project tree ---------------------------------------------------------------------------------------------


def test_projects_stand_below_what_they_are_part_of(office: Office) -> None:
    with making(office) as make:
        later = make.project(reference="B")
        programme = make.project(reference="A")
        part = make.project(reference="A1", parent_id=programme.id)
        make.project(reference="A11", parent_id=part.id)
        later_id, part_id = later.id, part.id
    assert _rows(office, "projects", "reference", "depth") == [("B", 0), ("A", 0), ("A1", 1), ("A11", 2)]
    with office.change() as unit:
        unit.get(Project, part_id).parent_id = later_id
        unit.commit(say("Moved one"))
    assert _rows(office, "projects", "reference", "depth") == [("B", 0), ("A1", 1), ("A11", 2), ("A", 0)]


def test_a_project_cannot_be_part_of_itself(office: Office) -> None:
    with making(office) as make:
        programme = make.project(reference="A")
        part = make.project(reference="A1", parent_id=programme.id)
        ids = programme.id, part.id

    def turn_round() -> None:
        with office.change() as unit:
            unit.get(Project, ids[0]).parent_id = ids[1]
            unit.commit(say("Moved one"))

    with pytest.raises(UserError) as caught:
        turn_round()
    assert str(caught.value.title) == "A project cannot be part of itself."
    assert _rows(office, "projects", "reference", "depth") == [("A", 0), ("A1", 1)]


# --- figures ------------------------------------------------------------------------------------------------------


def test_figures_of_a_grant_by_category(office: Office) -> None:
    with making(office) as make:
        grant = _busy_grant(make)
        make.entry(grant, "1.25")
        make.line(make.unit.add(Budget(grant_id=grant.id, status="draft")), "9.9", "777.00")
        make.grant(currency="XOF")
        make.entry(None, "99.00")
    with office.read() as session:
        first, second = grant_sums(session)
        only = grant_sums(session, grant_id=second.id)
        assert entries_without_grant(session) == 1
    assert [sums.reference for sums in only] == [second.reference]
    assert (first.received, first.spent, first.committed, first.budgeted) == (
        *(Decimal(1000), Decimal("236.75"), Decimal(250), Decimal(900)),
    )
    assert {key: (sums.budgeted, sums.spent, sums.committed) for key, sums in first.categories.items()} == {
        1: (Decimal(600), Decimal(230), Decimal(250)),
        2: (Decimal(300), Decimal("5.50"), Decimal(0)),
        None: (Decimal(0), Decimal("1.25"), Decimal(0)),
    }
    assert (first.entries, second.entries) == (7, 0)
    assert (first.entries_outside, first.entries_without_category, first.has_budget) == (1, 1, True)
    assert (second.spent, second.has_budget, second.entries_outside) == (Decimal(0), False, 0)


def test_months_are_those_in_which_something_moved(office: Office) -> None:
    with making(office) as make:
        grant = _busy_grant(make)
        make.entry(make.grant(currency="EUR"), "1000.00", entry_on=date(2019, 3, 31))
        grant_id = grant.id
    with office.read() as session:
        every = month_sums(session, first=date(2019, 1, 1), end=date(2020, 2, 1))
        same = month_sums(session, first=date(2019, 1, 1), end=date(2020, 2, 1), grant_id=grant_id)
        none = month_sums(session, first=date(2019, 1, 1), end=date(2020, 2, 1), grant_id=4711)
    found = summed_months(every, [grant_id])
    assert len(every) == 2
    assert summed_months(every, every)[1].spent == Decimal(1180)
    assert [(month.month, month.spent, month.received) for month in found] == [
        (date(2019, 1, 1), Decimal(0), Decimal(1000)),
        (date(2019, 3, 1), Decimal(180), Decimal(0)),
        (date(2019, 5, 1), Decimal("5.50"), Decimal(0)),
    ]
    assert same == {grant_id: found}
    assert none == {}


# --- lookups ------------------------------------------------------------------------------------------------------


def _named(error: UserError) -> list[str]:
    known = dict(error.remedy.values)["known"]
    assert isinstance(known, list)
    return [str(reference) for reference in known]


def test_a_grant_is_found_by_its_reference_or_the_nearest_are_named(office: Office) -> None:
    with making(office) as make:
        for reference in ("NE-2019-07", "NE-2020-01", "ML-2019"):
            make.grant(reference=reference)
    with office.read() as session:
        assert grant_by_reference(session, "ML-2019").reference == "ML-2019"
        for typed, known in (
            ("NE-2019-70", ["ML-2019", "NE-2019-07", "NE-2020-01"]),
            ("zz", ["ML-2019", "NE-2019-07", "NE-2020-01"]),
            ("%", ["ML-2019", "NE-2019-07", "NE-2020-01"]),
        ):
            with pytest.raises(UserError) as caught:
                grant_by_reference(session, typed)
            assert str(caught.value.title) == f"There is no grant {typed}."
            assert sorted(_named(caught.value)) == known


def test_an_office_without_grants_says_to_add_one(office: Office) -> None:
    with office.read() as session, pytest.raises(UserError) as caught:
        grant_by_reference(session, "NE")
    assert str(caught.value.remedy) == "Add the grant first."


def test_what_a_statement_asks_of_the_ledger(office: Office) -> None:
    with making(office) as make:
        grant_id = _busy_grant(make).id
        make.rate("XOF", "589.372", date(2019, 3, 1))
        make.rate("XOF", "600", date(2019, 3, 1), base="EUR")
        make.rate("TND", "2.9", date(2019, 3, 1))
    with office.read() as session:
        assert budget_by_category(session, grant_id) == {1: Decimal(600), 2: Decimal(300)}
        entries = entries_up_to(session, grant_id, date(2019, 12, 31))
        assert [(entry.entry_on, entry.kind, entry.line) for entry in entries] == [
            (date(2019, 1, 15), "receipt", ""),
            (date(2019, 3, 4), "expenditure", "1.1"),
            (date(2019, 3, 4), "refund", "1.1"),
            (date(2019, 3, 4), "commitment", "1.1"),
            (date(2019, 5, 1), "adjustment", "2.1"),
        ]
        (rate,) = rates_for(session, ["XOF", "XOF"])
        assert (rate.currency, rate.base, rate.units) == ("XOF", "USD", Decimal("589.372"))
        assert name_of(session, 1) == "Organisation XX-1"


def test_a_record_is_read_with_the_ids_of_what_it_refers_to(office: Office) -> None:
    with making(office) as make:
        entry = make.entry(make.grant(reference="NE-1"), "10.00", reference="PV-1")
        entry_id = entry.id
    with office.read() as session:
        ledger = find_register("ledger")
        found = read_record(session.connection(), ledger, entry_id)
        assert found is not None
        assert (found.label(ledger), found.version) == ("PV-1", 1)
        assert found.values["grant"] == "NE-1"
        others = ("line", "project", "result", "commitment", "instalment")
        assert found.targets == {"grant": 1} | dict.fromkeys(others)
        assert read_record(session.connection(), ledger, 4711) is None
