"""Pro forma, committed and actual of deployments side by side, as the office holds them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from desktop.domain.forecast import Staffing
from desktop.services.deployments.as_at import staffing_as_at
from desktop.services.deployments.coming import coming_costs
from desktop.services.deployments.costing import Costing, costing
from desktop.services.grant_page import grant_page
from desktop.services.offices import Office
from tests.helpers.records import making
from tests.helpers.staffing import Staff

JANUARY, FEBRUARY, MARCH, APRIL = (date(2019, month, 1) for month in (1, 2, 3, 4))
MARCH_END = date(2019, 3, 31)

Ids = dict[str, int]


@pytest.fixture
def ids(office: Office) -> Ids:
    """A deployment of three months paid by a grant in USD (60) and one in EUR (40), one that nobody pays, and entries:
    a commitment for the first, and an invoice of January that is matched to a month after its end.
    """
    with making(office) as make:
        staff = Staff(make)
        one, two = (
            make.grant(reference="GR-US"),
            make.grant(reference="GR-EU", currency="EUR", ends_on=date(2019, 2, 28)),
        )
        line = make.line(make.budget(one), "1.1", "60000.00")
        make.rate("EUR", "0.8", date(2018, 12, 1))
        make.rate("EUR", "0.5", MARCH)
        staff.rate("living", "1000.00", starts_on=date(2018, 1, 1))
        assignment = staff.assignment()
        first = staff.deployment(assignment, ("initial", JANUARY, MARCH_END, True), reference="D-1")
        staff.share(first, one, "60", JANUARY, line_id=line.id)
        staff.share(first, two, "40", JANUARY)
        staff.deployment(assignment, ("initial", JANUARY, date(2019, 1, 31), False), reference="D-2")
        commitment = make.entry(one, "1800.00", kind="commitment", line_id=line.id)
        for month in (JANUARY, FEBRUARY, MARCH):
            staff.cost(commitment, first, month, "600.00")
        staff.cost(make.entry(one, "590.00", line_id=line.id), first, JANUARY, "590.00")
        staff.cost(make.entry(None, "75.00"), first, APRIL, "75.00")
        return {"one": one.id, "two": two.id, "line": line.id, "first": first.id, "assignment": assignment.id}


def _told(found: Costing) -> list[tuple[str, ...]]:
    return [
        (
            f"{row.key.month:%m}",
            row.grant,
            row.line,
            *(str(money.amount) for money in (row.figures.pro_forma, row.figures.committed, row.figures.actual)),
            " ".join(map(str, row.why)),
        )
        for row in found.rows
    ]


def test_the_three_figures_stand_side_by_side_with_the_reasons_of_their_differences(office: Office, ids: Ids) -> None:
    found = costing(office, deployment_id=ids["first"])

    none = "Nothing was committed for it."
    elsewhere = "Committed on another grant or budget line."
    late = "Not invoiced yet."
    assert none not in str(_told(found))
    assert _told(found) == [
        ("01", "GR-US", "1.1", "600.00", "600.00", "590.00", "Invoiced at another amount than was committed."),
        ("01", "GR-EU", "", "320.00", "0.00", "0.00", f"{elsewhere} {late}"),
        ("02", "GR-US", "1.1", "600.00", "600.00", "0.00", late),
        ("02", "GR-EU", "", "320.00", "0.00", "0.00", f"{elsewhere} {late}"),
        ("03", "GR-US", "1.1", "600.00", "600.00", "0.00", late),
        ("03", "GR-EU", "", "200.00", "0.00", "0.00", f"{elsewhere} {late}"),
        (
            "04",
            "",
            "",
            "0.00",
            "0.00",
            "75.00",
            "Matched to this month; perhaps it is for 2019-03, which has no invoice.",
        ),
    ]
    assert [(str(total.pro_forma.amount), total.currency) for total in found.totals] == [
        ("840.00", "EUR"),
        ("1800.00", "USD"),
    ]
    assert [str(total.unfunded.amount) for total in found.totals] == ["200.00", "0.00"]
    assert not found.findings
    assert sum(part.money.amount for part in found.parts if part.grant_id == ids["one"]) == Decimal(1800)


def test_costs_are_told_of_one_grant_and_of_some_months(office: Office, ids: Ids) -> None:
    whole = costing(office, assignment_id=ids["assignment"])

    assert [finding.code for finding in whole.findings] == ["deployment_share_missing"]
    assert costing(office, grant_id=ids["two"], first=date(2019, 2, 14), last=date(2019, 2, 20)).rows == tuple(
        row for row in whole.rows if row.key.month == FEBRUARY and row.key.grant_id == ids["two"]
    )
    assert costing(office, first=APRIL).rows[0].figures.actual.amount == 75
    assert costing(office, last=date(2018, 12, 31)) == costing(office, project_id=99)
    assert [row.key.month for row in costing(office, last=date.max, first=MARCH).months] == [MARCH, MARCH, APRIL]


def test_many_deployments_are_summed_by_month(office: Office, ids: Ids) -> None:
    found = costing(office, assignment_id=ids["assignment"])

    assert len(found.months) == len(found.rows) == 7
    assert all(not row.deployment for row in found.months)


# --- what is to come --------------------------------------------------------------------------------------------------


def test_deployments_feed_the_forecast_and_what_is_left_of_a_line(office: Office) -> None:
    """The clock stands at 21 October 2019: a signed deployment with its commitment, and a planned one."""
    november, december, end = date(2019, 11, 1), date(2019, 12, 1), date(2019, 12, 31)
    with making(office) as make:
        staff = Staff(make)
        grant = make.grant(amount=Decimal(20000))
        line = make.line(make.budget(grant, status="approved"), "1.1", "10000.00")
        staff.rate("living", "1000.00")
        assignment = staff.assignment()
        signed = staff.deployment(assignment, ("initial", november, end, True))
        planned = staff.deployment(assignment, ("initial", december, end, False))
        for one in (signed, planned):
            staff.share(one, grant, "100", JANUARY, line_id=line.id)
        commitment = make.entry(grant, "2000.00", kind="commitment", line_id=line.id)
        staff.cost(commitment, signed, november, "1000.00")
        staff.cost(commitment, signed, december, "1000.00")
        ids = {"grant": grant.id, "line": line.id}

    facts = grant_page(office, ids["grant"]).facts

    assert facts is not None
    assert facts.staffing == (
        Staffing(november, Decimal(1000)),
        Staffing(december, Decimal(1000), Decimal(1000)),
    )
    with office.read() as session:
        told = coming_costs(session, ids["grant"], today=office.today)
    assert told.planned_of_lines == {ids["line"]: Decimal(1000)}


def test_as_at_any_day_are_those_who_served_then(office: Office, ids: Ids) -> None:
    assert [each.deployment.reference for each in staffing_as_at(office, MARCH_END)] == ["D-1"]
    assert [each.contract.kind for each in staffing_as_at(office, JANUARY, grant_id=ids["one"])] == ["initial"]
    assert not staffing_as_at(office, APRIL)
    assert not staffing_as_at(office, date(2018, 12, 31), assignment_id=ids["assignment"])


def test_what_ended_without_a_grant_of_this_office_is_one_note(office: Office) -> None:
    with making(office) as make:
        staff = Staff(make)
        assignment = staff.assignment()
        for reference in ("UNV-1", "UNV-2"):
            staff.deployment(assignment, ("initial", date(1999, 1, 1), date(1999, 6, 30), True), reference=reference)
    (note,) = costing(office).findings
    assert str(note.sentence) == ("2 deployments that ended are paid by no grant of this office: they are not costed.")
