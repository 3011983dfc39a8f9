"""Ledger extracts: what rows come to, what is told of them, and that what comes in is what was shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from desktop.domain.money import Money
from desktop.language import UserError
from desktop.services.checks import check_office
from desktop.services.imports import undo_import
from desktop.services.ledger import correct
from desktop.services.offices import Office
from desktop.services.portfolio import grant_figures
from desktop.storage.models import Grant, LedgerEntry
from tests.helpers.extracts import DAY, Looked, entry, extract, look_at
from tests.helpers.records import making
from tests.helpers.tables import tables_of

Look = Callable[..., Looked]


@pytest.fixture
def office(office: Office) -> Office:
    """An office with a grant in USD, its budget, a project, and a rate of the franc."""
    with making(office) as make:
        grant = make.grant(reference="GR-1")
        budget = make.budget(grant)
        make.line(budget, "1.1", "1000.00", category=5)
        make.line(budget, "2", "1000.00", category=None)
        make.grant(reference="GR-2", currency="EUR")
        make.result(make.project(reference="P-1"), code="R1")
        make.rate("XOF", "600", date(2019, 3, 1))
        make.rate("XOF", "500", date(2019, 4, 1))
        make.rate("EUR", "0.9", date(2019, 1, 1))
    return office


@pytest.fixture
def look(office: Office) -> Look:
    """Looks at an extract of these rows."""
    return lambda *rows, **more: look_at(office, extract(*rows), **more)


def _entries(office: Office, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in names) for row in tables_of(office)["ledger_entry"]]


# --- many grants --------------------------------------------------------------------------------------------------


def test_rows_go_to_the_grant_they_name(office: Office, look: Look) -> None:
    rows = [entry(60_000, Currency="XOF", Grant="GR-1", Line="1.1"), entry(5, Grant="GR-2", Currency="EUR")]
    looked = look(*rows, entry(6, Document="PV-2", Currency="USD", Project="P-1", Result="R1"))
    assert (looked.statuses, looked.told) == (["NEW"] * 3, [])
    assert looked.preview.sums == (Money(Decimal(60_000), "XOF"), Money(Decimal(5), "EUR"), Money(Decimal(6), "USD"))
    looked.bring_in()
    assert _entries(office, "grant_id", "line_id", "category", "amount", "currency", "project_id", "result_id") == [
        (1, 1, 5, Decimal(100), "USD", None, None),
        (2, None, None, Decimal(5), "EUR", None, None),
        (1, None, None, Decimal(6), "USD", 1, 1),
    ]
    assert check_office(office).damage == ()
    assert look(*rows).counts == (0, 0, 2)


def test_names_that_the_office_lacks_are_told_with_the_nearest(look: Look) -> None:
    looked = look(entry(5, Grant="GR-11", Project="P1", Line="1.1"), entry(6, Line="1.2"))
    assert looked.told == [
        ("Ledger!H2", "There is no grant GR-11."),
        ("Ledger!I2", "There is no project P1."),
        ("Ledger!E3", "Line 1.2 is not in the budget of GR-1."),
    ]
    assert [problem.nearest[:1] for problem in looked.preview.problems] == [("GR-1",), ("P-1",), ("1.1",)]
    assert looked.statuses == ["ERROR", "ERROR"]
    with pytest.raises(UserError):
        look(entry(5), grant="").bring_in()


def test_what_is_missing_is_made_when_someone_asks_for_it(office: Office, look: Look) -> None:
    before = tables_of(office, trail=False)
    rows = [
        entry(586_500, Currency="XOF", Grant="NEW-1", Project="P-9", Rate=586.5, Line="3.1"),
        entry(5, Document="PV-2", Grant="NEW-1", Category="Travel", Currency="USD", Line="3.2"),
        entry(6, Document="PV-3", Grant="GR-1", Currency="USD", Line="9"),
    ]
    looked = look(*rows, create_missing=True, grant="")
    assert looked.told == []
    assert looked.preview.missing == (
        ("grants", "NEW-1"),
        ("projects", "P-9"),
        ("budget_lines", "NEW-1 3.1"),
        ("budget_lines", "NEW-1 3.2"),
        ("budget_lines", "GR-1 9"),
    )
    outcome = looked.bring_in()
    made = tables_of(office)
    (grant,) = [row for row in made["grant"] if row["reference"] == "NEW-1"]
    assert (grant["currency"], grant["amount"], grant["starts_on"]) == ("USD", Decimal(0), None)
    lines = [(row["code"], row["category"], row["amount"]) for row in made["budget_line"] if row["id"] > 2]
    assert lines == [("3.1", None, Decimal(0)), ("3.2", 5, Decimal(0)), ("9", None, Decimal(0))]
    assert [row["status"] for row in made["budget"]] == ["approved", "approved"]
    assert grant_figures(office, grant["id"]).spent.amount == Decimal(1005)
    assert check_office(office).damage == ()
    assert look(*rows, create_missing=True, grant="").counts == (0, 0, 3)
    undo_import(office, batch_id=outcome.record_id)
    assert tables_of(office, trail=False) == before


# --- amounts and rates --------------------------------------------------------------------------------------------


def test_debit_is_spent_and_credit_comes_back(office: Office) -> None:
    plain: dict[str, Any] = {"Date": DAY, "Document": "PV-1", "Currency": "USD"}
    rows: list[dict[str, Any]] = [
        {"Debit": 10},
        {"Credit": 2.5, "Document": "PV-2"},
        {"Debit": 0, "Credit": None},
        {"Debit": 3, "Credit": 1},
    ]
    looked = look_at(office, extract(*(plain | row for row in rows), headers=("Date", "Document")))
    assert looked.told == [("Ledger!D5", "The row has both a debit and a credit.")]
    assert str(looked.preview.notes[0]) == "1 row has neither debit nor credit and is left out."
    looked.bring_in()
    assert _entries(office, "kind", "amount") == [
        ("expenditure", Decimal(10)),
        ("refund", Decimal("-2.5")),
        ("expenditure", Decimal(2)),
    ]


def test_the_amount_that_is_stated_in_the_grants_currency_arrives(office: Office, look: Look) -> None:
    rows = [
        entry(60_000, Currency="XOF", Rate=600, **{"Amount USD": 100}),
        entry(60_000, Document="PV-2", Currency="XOF", Rate=600, **{"Amount USD": 100.01}),
        entry(60_000, Document="PV-3", Currency="XOF", Rate=600, **{"Amount USD": 120}),
        entry(1_000, Document="PV-4", Currency="GBP", **{"Amount USD": 1250}),
        entry(5, Document="PV-5", Currency="EUR", Grant="GR-2", **{"Amount USD": 6}),
        entry(5, Document="PV-6", Currency="XOF", **{"Amount USD": -1}),
    ]
    looked = look(*rows)
    assert [where for where, _sentence in looked.told] == ["Ledger!I4", "Ledger!I7"]
    looked.bring_in()
    assert _entries(office, "amount", "rate", "rate_per", "rate_source") == [
        (Decimal(100), Decimal(600), Decimal(1), "ledger.xlsx"),
        (Decimal("100.01"), Decimal(600), Decimal(1), "ledger.xlsx"),
        (Decimal(120), Decimal(600), Decimal(1), "ledger.xlsx"),
        (Decimal(1250), Decimal("0.8"), Decimal(1), "ledger.xlsx"),
        (Decimal(5), Decimal(1), Decimal(1), ""),
    ]


def test_rates_are_those_of_the_day_and_missing_ones_are_told(office: Office, look: Look) -> None:
    looked = look(
        entry(60_000, Currency="XOF"),
        entry(60_000, Document="PV-2", Currency="XOF", Date=date(2019, 4, 2)),
        entry(5, Document="PV-3", Currency="GBP"),
        entry(5, Document="PV-4", Currency="XOF", Rate=5),
        entry(5, Document="PV-5", Currency="USD", Rate=5),
        entry(5, Document="PV-6", Currency="XOF", Rate=-5),
    )
    assert looked.told == [
        ("Ledger!F4", "There is no rate of GBP for 2019-03-04."),
        ("Ledger!H5", "The rate is far from the known 6E+2."),
        ("Ledger!H6", "The amount is in USD, the grant's currency: its rate is 1."),
        ("Ledger!H7", "A rate must be above zero."),
    ]
    looked.bring_in()
    assert _entries(office, "rate", "rate_on", "amount") == [
        (Decimal(600), date(2019, 3, 1), Decimal(100)),
        (Decimal(500), date(2019, 4, 1), Decimal(120)),
    ]


# --- again --------------------------------------------------------------------------------------------------------


def test_equal_rows_of_one_document_come_in_once_and_others_as_often_as_they_stand_there(look: Look) -> None:
    looked = look(entry(5), entry(5), entry(7, Document=None), entry(7, Document=None), entry(8))
    assert looked.statuses == ["NEW", "DUPLICATE", "NEW", "NEW", "NEW"]
    assert [where for where, _sentence in looked.told] == ["Ledger"]
    looked.bring_in()
    again = look(entry(8, Note="x"), entry(7, Document=None), entry(5), entry(7, Document=None), entry(5))
    assert again.statuses == ["SAME", "SAME", "SAME", "SAME", "DUPLICATE"]
    again.bring_in([4])
    assert look(entry(5), entry(5)).statuses == ["SAME", "SAME"]


def test_an_entry_that_someone_posted_is_a_duplicate(office: Office, look: Look) -> None:
    with making(office) as make:
        posted = make.entry(make.unit.get(Grant, 1), "5.00", reference="PV-1").id
    looked = look(entry(5), entry(6))
    assert looked.statuses == ["DUPLICATE", "NEW"]
    assert looked.row(0).record_id == posted
    assert [where for where, _sentence in looked.told] == ["Ledger!B3"]
    looked.bring_in([0, 1])
    assert len(_entries(office, "id")) == 3


def test_without_a_kind_a_receipt_of_the_ledger_is_not_taken_for_a_cost(office: Office, look: Look) -> None:
    with making(office) as make:
        posted = make.entry(make.unit.get(Grant, 1), "5.00", reference="PV-1", kind="receipt").id
    looked = look(entry(5), entry(6))
    assert looked.statuses == ["DUPLICATE", "NEW"]
    assert looked.row(0).record_id == posted
    assert str(looked.row(0).reason).endswith("as an entry of another kind: the row names none.")
    assert look(entry(5, Kind="Expenditure")).statuses == ["NEW"]


def test_an_amount_that_changed_in_a_file_that_came_before_is_corrected(office: Office, look: Look) -> None:
    look(entry(60_000, Currency="XOF"), entry(5, Document="PV-2"), entry(7, Document="PV-3")).bring_in()
    newer = (entry(66_000, Currency="XOF"), entry(5, Document="PV-2"), entry(7.5, Document="PV-3"))
    looked = look(*newer)
    assert looked.statuses == ["CHANGED", "SAME", "CHANGED"]
    assert (looked.row(0).old["original_amount"], looked.row(0).values["original_amount"]) == (60_000, 66_000)
    assert (looked.row(0).old["amount"], looked.row(0).values["amount"]) == (100, 110)
    outcome = looked.bring_in()
    assert sum(amount for (amount,) in _entries(office, "amount")) == Decimal("122.5")
    assert look(*newer).statuses == ["SAME", "SAME", "SAME"], "what was corrected is known again"
    older = look(entry(60_000, Currency="XOF"), entry(5, Document="PV-2"), entry(7, Document="PV-3"))
    assert older.statuses == ["CHANGED", "SAME", "CHANGED"], "the file of before says otherwise again"
    undo_import(office, batch_id=outcome.record_id or 0)
    assert sum(amount for (amount,) in _entries(office, "amount")) == 112


def test_another_line_of_a_document_in_a_file_of_its_own_is_new(look: Look) -> None:
    look(entry(5), entry(6, Document="PV-2")).bring_in()
    assert look(entry(7)).statuses == ["NEW"], "nothing shows that the file tells of the same again"
    assert look(entry(7), entry(8), entry(6, Document="PV-2")).statuses == ["NEW", "NEW", "SAME"]


def test_what_a_person_corrected_is_not_undone_by_the_file_of_before(office: Office, look: Look) -> None:
    rows = (entry(5), entry(6, Document="PV-2"))
    look(*rows).bring_in()
    known = next(identity for identity, document in _entries(office, "id", "reference") if document == "PV-1")
    said: dict[str, Any] = {
        "kind": "expenditure",
        "reference": "PV-1",
        "description": "Fuel",
        "grant": 1,
        "original_currency": "USD",
    }
    correct(office, entry_id=known, on=office.today, values={**said, "original_amount": Decimal("5.5")})
    looked = look(*rows)
    assert looked.statuses == ["CONFLICT", "SAME"]
    assert str(looked.row(0).reason) == "Someone corrected its entry here since it came in."


def test_what_was_empty_is_filled_in_and_what_differs_is_corrected(office: Office, look: Look) -> None:
    look(entry(60_000, Currency="XOF"), entry(5, Document="PV-2", Line="2", Category=3)).bring_in()
    looked = look(
        entry(60_000, Currency="XOF", Line="1.1", Project="P-1", Rate=500),
        entry(5, Document="PV-2", Line="1.1"),
    )
    assert looked.statuses == ["CHANGED", "CHANGED"]
    assert dict(looked.row(1).old) == {"line": "2", "category": 3}
    outcome = looked.bring_in()
    held = _entries(office, "amount", "line_id", "category", "project_id", "rate", "corrects_id", "batch_id")
    batch = outcome.record_id
    assert held == [
        (Decimal(100), 1, 5, 1, Decimal(600), None, 1),
        (Decimal(5), 2, 3, None, Decimal(1), None, 1),
        (Decimal(-100), 1, 5, 1, Decimal(600), 1, batch),
        (Decimal(120), 1, 5, 1, Decimal(500), None, batch),
        (Decimal(-5), 2, 3, None, Decimal(1), 2, batch),
        (Decimal(5), 1, 5, None, Decimal(1), None, batch),
    ]
    rows = (entry(60_000, Currency="XOF", Line="1.1", Rate=500), entry(5, Document="PV-2", Line="1.1"))
    assert look(*rows).statuses == ["SAME", "SAME"]
    assert check_office(office).damage == ()
    undo_import(office, batch_id=batch)
    assert len(_entries(office, "id")) == 2


def test_commitments_are_fulfilled_as_far_as_they_are_open(office: Office, look: Look) -> None:
    with making(office) as make:
        order = make.entry(make.unit.get(Grant, 1), "100.00", kind="commitment", reference="PO-1", line_id=1)
        assert order.id == 1
    looked = look(
        entry(70, Commitment="PO-1"),
        entry(40, Document="PV-2", Commitment="PO-1"),
        entry(10, Document="PV-3", Commitment="PO-1"),
        entry(10, Document="PV-4", Commitment="PO-2"),
        entry(10, Document="PV-5", Commitment="PO-1", Line="2"),
        entry(-10, Document="PV-6", Commitment="PO-1"),
    )
    assert looked.statuses == ["NEW", "NEW", "ERROR", "ERROR", "ERROR", "ERROR"]
    looked.bring_in()
    assert _entries(office, "amount", "liquidated", "commitment_id", "line_id")[1:] == [
        (Decimal(70), Decimal(70), 1, 1),
        (Decimal(40), Decimal(30), 1, 1),
    ]
    assert check_office(office).damage == ()


def test_receipts_pay_instalments(office: Office, look: Look) -> None:
    with making(office) as make:
        make.instalment(make.unit.get(Grant, 1), "500.00", DAY, number=1)
    looked = look(
        entry(500, Kind="Receipt", Instalment=1),
        entry(5, Document="PV-2", Instalment=1),
        entry(5, Document="PV-3", Kind="Receipt", Instalment=2),
    )
    assert looked.statuses == ["NEW", "ERROR", "ERROR"]
    looked.bring_in()
    assert _entries(office, "kind", "instalment_id") == [("receipt", 1)]


# --- what stops it ------------------------------------------------------------------------------------------------


def test_columns_that_lack_refuse_it_all(office: Office) -> None:
    looked = look_at(office, extract({"Description": "x", "Supplier": "y", "Document": "z"}, headers=()), grant="")
    assert [str(problem.sentence) for problem in looked.preview.refused] == [
        "No column holds the date.",
        "No column holds the amount.",
        "No column holds the grant.",
    ]
    with pytest.raises(UserError) as caught:
        looked.bring_in()
    assert str(caught.value.title) == "No column holds the date."


def test_closed_months_keep_rows_out(office: Office, look: Look) -> None:
    with making(office) as make:
        make.lock(month=date(2019, 3, 1))
        make.lock(month=date(2019, 5, 1), level="hard")
    looked = look(entry(5), entry(6, Date=date(2019, 4, 2)), entry(7, Date=date(2019, 5, 2)))
    assert looked.statuses == ["ERROR", "NEW", "ERROR"]
    assert [where for where, _sentence in looked.told] == ["Ledger!A2", "Ledger!A4"]
    looked.bring_in()
    assert _entries(office, "amount") == [(Decimal(6),)]


def test_what_the_ledger_has_of_a_closed_month_by_another_way_is_the_same(office: Office, look: Look) -> None:
    with making(office) as make:
        make.entry(make.unit.get(Grant, 1), "5.00", reference="PV-1")
    with making(office) as make:
        make.lock(month=date(2019, 3, 1), level="hard")
    looked = look(entry(5), entry(5))
    assert looked.statuses == ["SAME", "ERROR"]
    assert str(looked.row(0).reason) == "The ledger has the same entry of document PV-1."


def test_a_correction_of_an_entry_in_a_closed_month_is_dated_today(office: Office, look: Look) -> None:
    look(entry(5, Line="2", Category=3)).bring_in()
    with making(office) as make:
        make.lock(month=date(2019, 3, 1))
    look(entry(5, Line="1.1")).bring_in()
    assert [day for (day,) in _entries(office, "entry_on")] == [DAY, office.today, office.today]


def test_nothing_comes_twice_when_two_import_at_once(office: Office, look: Look) -> None:
    first, second = look(entry(5)), look(entry(5))
    first.bring_in()
    with pytest.raises(UserError):
        second.bring_in()
    assert len(_entries(office, "id")) == 1
    assert str(look(entry(5)).bring_in().message) == "Nothing new in ledger.xlsx: everything is here already."


def test_a_value_that_is_corrected_in_the_preview_counts(office: Office, look: Look) -> None:
    looked = look(entry("abc"), entry(6, Document="PV-2"), corrections={(1, 6): "5.50", (2, 0): "nonsense"})
    assert looked.statuses == ["NEW", "ERROR"]
    looked.bring_in()
    assert _entries(office, "amount") == [(Decimal("5.50"),)]


def test_rows_are_shown_with_what_is_worked_out(office: Office, look: Look) -> None:
    looked = look(entry(60_000, Currency="XOF", Line="1.1"))
    row = looked.row(-1)
    assert row.values["amount"] == Decimal(100)
    assert (row.values["category"], row.values["kind"], row.values["currency"]) == ("5", "expenditure", "USD")
    assert [len(looked.preview.rows), looked.preview.rows[0:1][0].row] == [1, 1]
    assert "amount" in [field.key for field in looked.preview.fields]
    with making(office) as make:
        assert make.unit.session.get(LedgerEntry, 1) is None, "looking writes nothing"
