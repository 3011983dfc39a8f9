"""A workbook of expenditure comes into a grant's ledger as it reads, to the cent, and once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.domain.progress import Silent
from desktop.services.imports import ImportPlan, apply_import, plan_ledger
from desktop.services.offices import Office
from tests.helpers import sheets
from tests.helpers.records import making
from tests.helpers.tables import tables_of

Bring = Callable[..., ImportPlan]
Row = Mapping[str, Any]


@pytest.fixture
def bring(office: Office, tmp_path: Path) -> Bring:
    """Imports a workbook of these rows into the ledger of GR-1, in USD, with a budget and two rates."""
    with making(office) as make:
        grant = make.grant(reference="GR-1")
        budget = make.budget(grant)
        make.line(budget, "1.1", "1000.00", category=5)
        make.line(budget, "2", "2000.00", category=3)
        make.rate("XOF", "589.372", date(2019, 3, 1))
        make.rate("XOF", "600", date(2019, 4, 1))

    def do(*rows: Row, **more: Any) -> ImportPlan:
        path = sheets.ledger(tmp_path / "ledger.xlsx", *rows, **more)
        made = plan_ledger(office, path, grant="GR-1", progress=Silent())
        apply_import(office, made, progress=Silent())
        return made

    return do


def _entries(office: Office, *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in columns) for row in tables_of(office)["ledger_entry"]]


def test_row_becomes_an_entry(office: Office, bring: Bring) -> None:
    plan = bring(sheets.entry(1240.5, Supplier="Total Energies", Line="1.1", Document="PV-017"))
    assert (plan.added, plan.changed, plan.same, plan.problems) == (1, 0, 0, ())
    (row,) = tables_of(office)["ledger_entry"]
    assert {name: value for name, value in row.items() if value not in (None, "")} == {
        "id": 1,
        "version": 1,
        "batch_id": 1,
        "entry_on": date(2019, 3, 4),
        "kind": "expenditure",
        "reference": "PV-017",
        "description": "Fuel",
        "counterparty": "Total Energies",
        "grant_id": 1,
        "line_id": 1,
        "category": 5,
        "original_currency": "USD",
        "original_amount": Decimal("1240.5"),
        "rate": Decimal(1),
        "rate_per": Decimal(1),
        "currency": "USD",
        "amount": Decimal("1240.5"),
        "liquidated": Decimal(0),
        "spent": Decimal("1240.5"),
        "source_key": row["source_key"],
    }


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        (1240, "1240"),
        ("1240.50", "1240.50"),
        (" -7 ", "-7"),
        (99_999_999_999_999, "99999999999999"),
    ],
)
def test_amounts_are_those_the_cell_shows(office: Office, bring: Bring, written: Any, amount: str) -> None:
    bring(sheets.entry(written))
    assert _entries(office, "original_amount", "amount") == [(Decimal(amount), Decimal(amount))]


@pytest.mark.parametrize("fraction", ["0.30000000000000004", "0.29999999999999999", "0.3000049"])
def test_traces_of_binary_fractions_are_no_money(office: Office, tmp_path: Path, bring: Bring, fraction: str) -> None:
    path = sheets.raw(
        tmp_path / "raw.xlsx",
        sheets.text_cell("Date") + sheets.text_cell("Amount"),
        sheets.text_cell("2019-03-04") + sheets.number_cell(fraction),
    )
    plan = plan_ledger(office, path, grant="GR-1", progress=Silent())
    assert plan.problems == ()
    apply_import(office, plan, progress=Silent())
    assert _entries(office, "original_amount") == [(Decimal("0.30"),)]
    assert bring(sheets.entry(0.3, Document=None, Description=None)).same == 1


def test_rate_in_force_on_the_day(office: Office, bring: Bring) -> None:
    march, april = date(2019, 3, 31), date(2019, 4, 1)
    bring(*(sheets.entry(58_937, Currency="xof", Date=day) for day in (march, april)))
    assert _entries(office, "original_amount", "rate", "rate_on", "rate_source", "amount", "currency") == [
        (Decimal(58_937), Decimal("589.372"), date(2019, 3, 1), "Test rate", Decimal("100.00"), "USD"),
        (Decimal(58_937), Decimal(600), date(2019, 4, 1), "Test rate", Decimal("98.23"), "USD"),
    ]


def test_rate_of_the_workbook_wins(office: Office, bring: Bring) -> None:
    bring(
        sheets.entry(1000, Currency="XOF", Rate=500),
        sheets.entry(1000, Currency="GBP", Rate="0.8"),
        sheets.entry(1000, Currency="USD", Rate=1),
        sheets.entry(1000, Currency="GBP", Rate=3, **{"Rate is for": 4}),
    )
    assert _entries(office, "rate", "rate_per", "rate_on", "rate_source", "amount") == [
        (Decimal(500), Decimal(1), date(2019, 3, 4), "ledger.xlsx", Decimal(2)),
        (Decimal("0.8"), Decimal(1), date(2019, 3, 4), "ledger.xlsx", Decimal(1250)),
        (Decimal(1), Decimal(1), None, "", Decimal(1000)),
        (Decimal(3), Decimal(4), date(2019, 3, 4), "ledger.xlsx", Decimal("1333.33")),
    ]


def test_kinds_and_signs(office: Office, bring: Bring) -> None:
    rows = [("Receipt", 500), ("commitments", 40), ("", 30), ("", -10), ("Refund", -5), ("ADJUSTMENT", -3)]
    bring(*(sheets.entry(amount, Kind=kind) for kind, amount in rows))
    assert _entries(office, "kind", "spent", "committed", "received") == [
        ("receipt", None, None, Decimal(500)),
        ("commitment", None, Decimal(40), None),
        ("expenditure", Decimal(30), None, None),
        ("refund", Decimal(-10), None, None),
        ("refund", Decimal(-5), None, None),
        ("adjustment", Decimal(-3), None, None),
    ]


@pytest.mark.parametrize(
    ("line", "category", "kept"),
    [
        ("1.1", None, (1, 5)),
        (1.1, None, (1, 5)),
        (2, None, (2, 3)),
        (2, 3, (2, 3)),
        (None, 8, (None, 8)),
        (None, "general operating AND other direct costs", (None, 7)),
        (None, None, (None, None)),
    ],
)
def test_line_gives_the_category_unless_one_is_named(
    office: Office, bring: Bring, line: Any, category: Any, kept: tuple[int | None, int | None]
) -> None:
    bring(sheets.entry(5, Line=line, Category=category))
    assert _entries(office, "line_id", "category") == [kept]


@pytest.mark.parametrize("day", [date(2019, 10, 9), datetime.fromisoformat("2019-10-09T17:30"), "2019-10-09"])
def test_dates_as_cells_and_as_text(office: Office, bring: Bring, day: Any) -> None:
    bring(sheets.entry(5, Date=day))
    assert _entries(office, "entry_on") == [(date(2019, 10, 9),)]


def test_french_headings(office: Office, bring: Bring) -> None:
    row = {"Date pièce": date(2019, 3, 4), "N° pièce": "PV-1", "Libellé": "Carburant", "Montant": 58_937}
    bring(row | {"Devise": "XOF"}, headers=list(row))
    assert _entries(office, "reference", "description", "amount") == [("PV-1", "Carburant", Decimal(100))]


def test_numbers_in_text_columns_are_taken_as_written(office: Office, bring: Bring) -> None:
    bring(sheets.entry(5, Document=1_000, Supplier="=not a formula".removeprefix("=")))
    assert _entries(office, "reference", "counterparty") == [("1000", "not a formula")]


def test_blank_rows_and_totals_are_no_entries(office: Office, bring: Bring) -> None:
    totals = ["Total", "TOTAL:", "Sub-total March", "Sous-total", "Grand total", "Somme"]
    rows = [{"Description": text, "Amount": 10} for text in totals]
    plan = bring(sheets.entry(4), {}, sheets.entry(6), *rows)
    assert _entries(office, "amount") == [(Decimal(4),), (Decimal(6),)]
    assert {str(what): count for what, count in plan.left_out.items()} == {"rows of totals": 6}


def test_dated_rows_are_entries_whatever_they_are_called(office: Office, bring: Bring) -> None:
    bring(sheets.entry(4, Description="Total Energies, fuel"))
    assert _entries(office, "description") == [("Total Energies, fuel",)]


# --- again --------------------------------------------------------------------------------------------------------


def test_second_time_brings_nothing(office: Office, bring: Bring) -> None:
    rows = [sheets.entry(5), sheets.entry(5), sheets.entry(58_937, Currency="XOF")]
    bring(*rows)
    before = tables_of(office)
    plan = bring(*rows)
    assert (plan.added, plan.changed, plan.same) == (0, 0, 3)
    assert str(plan.sentence) == "Nothing new in ledger.xlsx: everything is here already."
    assert tables_of(office) == before


def test_grown_workbook_brings_what_is_new(office: Office, bring: Bring) -> None:
    bring(sheets.entry(5), sheets.entry(6))
    plan = bring(sheets.entry(7), sheets.entry(6), sheets.entry(5), sheets.entry(5))
    assert (plan.added, plan.changed, plan.same) == (2, 0, 2)
    assert sorted(_entries(office, "amount")) == [(Decimal(5),), (Decimal(5),), (Decimal(6),), (Decimal(7),)]


def test_columns_nobody_reads_make_no_new_entries(office: Office, bring: Bring) -> None:
    """A running balance moves with every row put before it."""
    bring(sheets.entry(5, Balance=95), sheets.entry(6, Balance=89))
    plan = bring(sheets.entry(9, Balance=91), sheets.entry(5, Balance=86), sheets.entry(6, Balance=80, Paid="yes"))
    assert (plan.added, plan.changed, plan.same) == (1, 0, 2)
    assert len(_entries(office, "id")) == 3


@pytest.mark.parametrize("again", [1240.0, "1240", "1240.00"])
def test_number_saved_in_another_way_is_the_same(bring: Bring, again: Any) -> None:
    bring(sheets.entry(1240, Currency=None))
    assert bring(sheets.entry(again, Currency="USD", Kind="Expenditure")).same == 1


def test_line_given_later_changes_the_entry(office: Office, bring: Bring) -> None:
    bring(sheets.entry(5))
    plan = bring(sheets.entry(5, Line="1.1"))
    assert (plan.added, plan.changed) == (0, 1)
    assert _entries(office, "line_id", "category") == [(1, 5)]
    assert bring(sheets.entry(5)).changed == 0, "what the workbook no longer says stays"


def test_same_rows_for_another_grant_are_entries_of_their_own(office: Office, tmp_path: Path, bring: Bring) -> None:
    bring(sheets.entry(5))
    with making(office) as make:
        make.grant(reference="GR-2", currency="XOF")
    plan = plan_ledger(office, tmp_path / "ledger.xlsx", grant="GR-2", progress=Silent())
    apply_import(office, plan, progress=Silent())
    assert _entries(office, "grant_id", "currency") == [(1, "USD"), (2, "XOF")]


_amounts = st.decimals(min_value="0.01", max_value="9999999999.99", places=2)


@given(st.lists(_amounts, min_size=1, max_size=20))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_amounts_sum_to_the_cent(office: Office, bring: Bring, amounts: list[Decimal]) -> None:
    before = sum(amount for (amount,) in _entries(office, "amount"))
    known = len(_entries(office, "id"))
    plan = bring(*(sheets.entry(float(amount), Document=f"{known}-{place}") for place, amount in enumerate(amounts)))
    assert plan.added == len(amounts)
    assert sum(amount for (amount,) in _entries(office, "amount")) == before + sum(amounts)
