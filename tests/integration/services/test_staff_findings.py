"""What the office knows of its people is told on Home, in the check and among what is due; nothing where nobody is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import select

from desktop.domain.money import Money
from desktop.registers.query import Cell
from desktop.services.deadlines import deadlines
from desktop.services.deployments.matching import match
from desktop.services.deployments.signing import end_early, extend
from desktop.services.findings import grant_findings, office_findings
from desktop.services.ledger import post_entry
from desktop.services.offices import Office
from desktop.services.portfolio import portfolio
from desktop.storage.models import (
    Assignment,
    BudgetLine,
    ChecklistItem,
    Clearance,
    Deployment,
    EntitlementRate,
    Grant,
    Volunteer,
)
from tests.helpers.programme import DEC, JAN, Programme, make_programme
from tests.helpers.records import making
from tests.helpers.staffing import Staff

TODAY = date(2019, 10, 21)


def _troubled(office: Office) -> Programme:
    """One serves until November with papers that ran out; one is planned, beyond the grant and without money."""
    made = make_programme(office)
    first = made.plan(1, ends_on=date(2019, 11, 30))
    made.sign(first)
    with making(office) as make:
        staff = Staff(make)
        assignment = make.unit.get(Assignment, made.ids["assignment"])
        assignment.starts_on, assignment.ends_on = JAN, DEC
        make.unit.get(Grant, made.ids["usd"]).amount = Decimal("15000.00")
        make.unit.get(BudgetLine, made.ids["line"]).amount = Decimal("14000.00")
        for day in (date(2019, 3, 1), date(2018, 3, 1)):
            make.unit.add(Clearance(volunteer_id=made.ids["V-1"], kind="medical", expires_on=day))
        make.unit.get(Volunteer, made.ids["V-1"]).experience_years = 0
        for title in ("Final clearance", "Hand over the laptop"):
            item = ChecklistItem(deployment_id=first[0], phase="departure", title=title, due_on=date(2019, 10, 1))
            make.unit.add(item)
        over = ("initial", date(2018, 10, 1), date(2019, 9, 30), True)
        staff.deployment(assignment, over, reference="D-090", volunteer_id=made.ids["V-2"])
        late = staff.deployment(assignment, ("initial", date(2019, 10, 1), date(2020, 3, 31), False), reference="D-091")
        staff.share(late, make.unit.get(Grant, made.ids["usd"]), "100", JAN, line_id=made.ids["line"])
        for rate in make.unit.session.scalars(select(EntitlementRate).where(EntitlementRate.component == "exit")):
            make.unit.remove(rate)
        twice = make.unit.get(Deployment, late.id)
        twice.volunteer_id = made.ids["V-1"]
    return made


QUICK = {
    ("contract_ends_60", "D-001"),
    ("contract_not_signed", "D-091"),
    ("contract_outlives_grant", "D-091"),
    ("clearance_expired", "V-1"),
    ("checklist_overdue", "D-001"),
    ("assessment_missing", "D-090"),
    ("open_posts", "NER-01"),
}
WHOLE = {
    ("contracts_overlap", "D-091"),
    ("line_lacks_money", "USD-1"),
    ("too_little_experience", "D-001"),
    ("too_little_experience", "D-091"),
}


def test_home_the_check_and_the_grant_tell_of_people(office: Office) -> None:
    made = _troubled(office)
    people = {"deployments", "clearances", "assignments"}
    home = {(each.code, each.label) for each in portfolio(office).findings if each.register in people}
    assert home == QUICK
    check = {(each.code, each.label) for each in office_findings(office)}
    assert check >= QUICK | WHOLE
    own = {(each.code, each.label) for each in grant_findings(office, made.ids["usd"])}
    assert own >= {("contract_outlives_grant", "D-091"), ("line_lacks_money", "USD-1")}
    assert not own & {("clearance_expired", "V-1"), ("open_posts", "NER-01")}


def test_what_is_due_of_people(office: Office) -> None:
    made = _troubled(office)
    due = {(str(each.kind), each.label, each.late) for each in deadlines(office, days=60)}
    assert due >= {("contract_end", "D-001", False), ("clearance", "V-1", True), ("checklist", "D-001", True)}
    of_grant = {str(each.kind) for each in deadlines(office, days=60, grant_id=made.ids["usd"])}
    assert "contract_end" in of_grant
    assert "checklist" not in of_grant


def test_without_deployments_nothing_is_found_of_people(office: Office) -> None:
    with making(office) as make:
        Staff(make).assignment(starts_on=JAN, ends_on=DEC)
    assert office_findings(office) == []
    assert deadlines(office) == []


def test_ends_are_told_by_assignment_and_day_without_what_ended_early(office: Office) -> None:
    made = make_programme(office)
    both = made.plan(2, ends_on=date(2019, 12, 31))
    made.sign(both)
    extend(office, deployment_ids=both[:1], months=1, accept_warnings=True)

    def told() -> list[tuple[str, str, str]]:
        everywhere = (portfolio(office).findings, grant_findings(office, made.ids["usd"]))
        one, other = ([each for each in found if each.code.startswith("contract_ends")] for found in everywhere)
        assert one == other
        return [(each.code, each.label, str(each.sentence)) for each in one]

    together = "2 contracts end on 2019-12-31, in 71 days; without a planned extension: 1."
    assert told() == [("contract_ends_90_2019-12-31", "NER-01", together)]
    end_early(office, deployment_ids=both[:1], on=date(2019, 11, 15), accept_warnings=True)
    alone = "The contract of V-2 ends on 2019-12-31, in 71 days."
    assert told() == [("contract_ends_90", "D-002", alone)]


def test_invoices_that_name_no_commitment_are_told_as_counted_twice(office: Office) -> None:
    made = make_programme(office)
    (one,) = made.plan(1, ends_on=date(2019, 6, 30))
    made.sign([one])
    values: dict[str, Cell] = {
        "entry_on": date(2019, 3, 1),
        "reference": "INV-1",
        "description": "Invoice",
        "kind": "expenditure",
        "grant": made.ids["usd"],
        "line": made.ids["line"],
        "original_currency": "USD",
        "original_amount": Decimal("1590.00"),
    }
    invoice = post_entry(office, values=values).record_id
    parts = [(one, date(2019, 2, 1), Decimal("790.00")), (one, date(2019, 3, 1), Decimal("800.00"))]
    match(office, entry_id=invoice, parts=parts)
    for found in (office_findings(office), grant_findings(office, made.ids["usd"])):
        told = [str(each.sentence) for each in found if each.code == "deployment_counted_twice"]
        assert [sentence.split(" was ")[0] for sentence in told] == [str(Money(Decimal("1590.00"), "USD"))]
    assert not [each for each in grant_findings(office, made.ids["xof"]) if each.code == "deployment_counted_twice"]
