"""Money stays in the currency it was kept in: what holds amounts does not go over to another grant."""

from __future__ import annotations

from decimal import Decimal

from desktop.domain.money import Money
from desktop.language import Language
from desktop.registers import find_register
from desktop.registers.query import Query
from desktop.services.browse import RegisterView
from desktop.services.offices import Office
from desktop.services.portfolio import grant_figures, office_findings, portfolio
from desktop.storage.models import Grant
from tests.helpers.records import making
from tests.integration.services.conftest import Desk


def _francs(desk: Desk) -> int:
    """A grant in CFA francs beside the desk's own."""
    return desk.save("grants", reference="GR-2", currency="XOF", amount=Decimal(500000)).record_id


def test_a_budget_with_lines_stays_with_its_grant(desk: Desk) -> None:
    francs = _francs(desk)
    desk.save("budget_lines")
    kept = {"grant": "Its lines are made for GR-1. Add another budget."}
    assert desk.refused("budgets", desk.draft, grant=francs) == kept
    desk.save("budgets", desk.draft, grant=desk.grant, name="What we plan")
    assert desk.values("budgets", desk.draft)["name"] == "What we plan"


def test_a_budget_without_lines_goes_where_it_belongs(desk: Desk) -> None:
    francs = _francs(desk)
    empty = desk.save("budgets").record_id
    desk.save("budgets", empty, grant=francs)
    assert desk.values("budgets", empty)["grant"] == "GR-2"


def test_a_line_with_entries_stays_with_its_grant(desk: Desk) -> None:
    other = desk.save("budgets", grant=_francs(desk)).record_id
    own = desk.save("budgets").record_id
    line = desk.save("budget_lines").record_id
    with making(desk.office) as make:
        make.entry(make.unit.get(Grant, desk.grant), "118.40", line_id=line)
    assert desk.refused("budget_lines", line, budget=other) == {"budget": "It has entries of GR-1. Add another line."}
    desk.save("budget_lines", line, budget=own)
    assert desk.values("budget_lines", line)["spent"] == Decimal("118.40")


def test_a_line_without_entries_is_worked_out_anew_in_the_other_currency(desk: Desk) -> None:
    other = desk.save("budgets", grant=_francs(desk)).record_id
    line = desk.save("budget_lines", unit_cost=Decimal("12.34"), quantity=Decimal(1)).record_id
    desk.save("budget_lines", line, budget=other)
    shown = desk.values("budget_lines", line)
    assert (shown["grant"], shown["currency"], shown["amount"]) == ("GR-2", "XOF", Decimal(19))


def test_amounts_that_cannot_be_paid_are_shown_whole_and_found(office: Office, english: Language) -> None:
    with making(office) as make:
        grant = make.grant(reference="GR-2", currency="XOF", amount=Decimal(500000))
        make.line(make.budget(grant, status="approved"), "1", "12.34")
        make.entry(grant, "100.55")
        grant_id = grant.id
    figures = grant_figures(office, grant_id)
    assert figures.spent == Money(Decimal("100.55"), "XOF")
    assert [part.budgeted.amount for part in figures.categories.values() if part.budgeted] == [Decimal("12.34")]
    (total,) = portfolio(office).totals
    assert str(total.available.amount) == "499899.45"
    lines = RegisterView(office, Query(find_register("budget_lines"), ("code", "amount"))).totals()
    assert lines.by_column["amount"] == (Money(Decimal("12.34"), "XOF"),)
    assert [english.text(found.sentence) for found in office_findings(office) if found.code == "decimals"] == [
        "XOF\u00a0100.55 has more decimals than its currency."
    ]
