"""An office in order has no findings; each fault put into it is found, at the record it is about, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from desktop.domain.finding import Finding
from desktop.domain.terms import Counting, Measure, RuleKind
from desktop.services.findings import Depth, grant_findings, office_findings
from desktop.services.offices import Office
from desktop.storage.models import Agreement, Budget, BudgetLine, Grant, Instalment, LedgerEntry
from tests.helpers.records import Maker, making


class Sound:
    """An office without a fault: a signed agreement, a grant with rules, instalments, a budget, and entries on it."""

    def __init__(self, make: Maker) -> None:
        self.make = make
        self.agreement: Agreement = make.agreement(reference="MOU-1", signed_on=date(2018, 12, 1))
        self.project = make.project(reference="PR-1")
        self.grant: Grant = make.grant(
            reference="GR-1",
            amount=Decimal(1000),
            agreement_id=self.agreement.id,
            ends_on=date(2020, 12, 31),
            liquidation_days=90,
        )
        make.share(self.grant, self.project, "1000")
        make.rule(
            self.grant,
            RuleKind.FLEXIBILITY,
            percent=Decimal(10),
            measure=str(Measure.LINE),
            counting=str(Counting.CUMULATIVE),
        )
        self.budget: Budget = make.budget(self.grant)
        self.staff: BudgetLine = make.line(self.budget, "1.1", "600.00", category=1)
        self.travel: BudgetLine = make.line(self.budget, "5.1", "400.00", category=5)
        self.instalment: Instalment = make.instalment(self.grant, "1000.00", date(2019, 2, 1))
        self.receipt = make.entry(self.grant, "1000.00", kind="receipt", reference="RC-1", entry_on=date(2019, 2, 1))
        self.cost = self.spend("120.00", reference="PV-1")
        order = make.entry(
            self.grant,
            "80.00",
            kind="commitment",
            reference="PO-1",
            category=5,
            line_id=self.travel.id,
            entry_on=date(2019, 9, 1),
        )
        self.spend("30.00", reference="PV-2", commitment_id=order.id, liquidated=Decimal(30))

    def spend(self, amount: str, **values: Any) -> LedgerEntry:
        """A cost on the line of travel."""
        return self.make.entry(self.grant, amount, **{"category": 5, "line_id": self.travel.id} | values)


def _received_twice(sound: Sound) -> None:
    sound.make.entry(sound.grant, "1.00", kind="receipt", entry_on=date(2019, 2, 2))


def _after_liquidation(sound: Sound) -> None:
    sound.grant.ends_on = date(2019, 4, 30)
    sound.spend("5.00", entry_on=date(2019, 7, 30))


def _after_closure(sound: Sound) -> None:
    sound.grant.closed_on = date(2019, 10, 1)
    sound.spend("5.00", entry_on=date(2019, 10, 2))


def _paid_while_liquidated(sound: Sound) -> None:
    """Within 90 days of the end, and it fulfils an order: fine. What does not is outside."""
    sound.grant.ends_on = date(2019, 8, 31)
    order = sound.spend("5.00", kind="commitment", entry_on=date(2019, 8, 1))
    sound.spend("5.00", entry_on=date(2019, 9, 15), commitment_id=order.id, liquidated=Decimal(5))
    sound.spend("6.00", entry_on=date(2019, 9, 15))


def _without_dates(sound: Sound) -> None:
    sound.grant.starts_on = None


def _ineligible(sound: Sound) -> None:
    sound.make.rule(sound.grant, RuleKind.INELIGIBLE, category=5, starts_on=date(2019, 9, 1))
    sound.make.rule(sound.grant, RuleKind.INELIGIBLE, category=3)
    sound.spend("5.00", entry_on=date(2019, 9, 1))


def _removed_line(sound: Sound) -> None:
    """The revision takes travel over, but not staff, on which something was spent."""
    make = sound.make
    make.entry(sound.grant, "40.00", category=1, line_id=sound.staff.id, reference="PV-7")
    sound.budget.status = "superseded"
    make.unit.session.flush()
    revision = make.budget(sound.grant, based_on_id=sound.budget.id, revision=1)
    make.line(revision, "5.1", "1000.00", category=5, origin_id=sound.travel.id)


def _revised(sound: Sound) -> None:
    sound.budget.status = "superseded"
    sound.make.unit.session.flush()
    revision = sound.make.budget(sound.grant, based_on_id=sound.budget.id, revision=1)
    sound.make.line(revision, "5.1", "400.00", category=5, origin_id=sound.travel.id)
    sound.make.line(revision, "1.1", "600.00", category=1, origin_id=sound.staff.id)


def _cost_share(sound: Sound) -> None:
    sound.grant.cost_share = Decimal(200)
    other = sound.make.grant(reference="GR-2", amount=Decimal(150), ends_on=date(2020, 12, 31))
    sound.make.share(other, sound.project, "150")
    euro = sound.make.grant(reference="GR-3", currency="EUR", amount=Decimal(150), ends_on=date(2020, 12, 31))
    sound.make.share(euro, sound.project, "150")


def _cost_share_paid(sound: Sound) -> None:
    _cost_share(sound)
    third = sound.make.grant(reference="GR-4", amount=Decimal(50), ends_on=date(2020, 12, 31))
    sound.make.share(third, sound.project, "50")


def _without_line(sound: Sound) -> None:
    sound.make.entry(sound.grant, "4.00", category=5)


def _in_future(sound: Sound) -> None:
    sound.spend("5.00", entry_on=date(2019, 10, 22))


def _negative_cost(sound: Sound) -> None:
    sound.spend("-5.00")


def _reversed_cost(sound: Sound) -> None:
    sound.spend("-120.00", corrects_id=sound.cost.id)


def _old_order(sound: Sound) -> None:
    first = sound.spend("50.00", kind="commitment", reference="PO-2", entry_on=date(2018, 9, 30))
    sound.spend("20.00", kind="expenditure", reference="PV-8", commitment_id=first.id, liquidated=Decimal(20))
    done = sound.spend("50.00", kind="commitment", reference="PO-3", entry_on=date(2018, 9, 29))
    sound.spend("-50.00", kind="commitment", reference="PO-3", commitment_id=done.id)
    sound.grant.starts_on = date(2018, 1, 1)


def _posted_twice(sound: Sound) -> None:
    sound.spend("120.00", reference="PV-1")


def _posted_twice_and_reversed(sound: Sound) -> None:
    again = sound.spend("120.00", reference="PV-1")
    sound.spend("-120.00", reference="PV-1", corrects_id=again.id)


def _split_in_equal_parts(sound: Sound) -> None:
    sound.spend("10.00", reference="PV-9", split_key="S")
    sound.spend("10.00", reference="PV-9", split_key="S")


def _line_over(sound: Sound) -> None:
    sound.spend("290.01", reference="PV-9")  # 440.01 of 400: more than 10 %


def _line_over_within(sound: Sound) -> None:
    sound.spend("290.00", reference="PV-9")


def _instalment_late(sound: Sound) -> None:
    sound.instalment.amount = Decimal(900)
    sound.make.instalment(sound.grant, "100.00", date(2019, 9, 15))
    sound.receipt.amount = sound.receipt.original_amount = Decimal(950)


def _instalment_named_by_its_receipt(sound: Sound) -> None:
    """The second is paid, the first is not, though it was due before."""
    sound.instalment.amount = Decimal(600)
    second = sound.make.instalment(sound.grant, "400.00", date(2019, 9, 15))
    sound.receipt.amount = sound.receipt.original_amount = Decimal(400)
    sound.receipt.instalment_id = second.id


def _instalments_wrong(sound: Sound) -> None:
    sound.instalment.amount = Decimal(900)


def _order_open_at_the_end(sound: Sound) -> None:
    sound.grant.ends_on = date(2019, 5, 31)


def _extension(sound: Sound) -> None:
    sound.make.rule(sound.grant, RuleKind.EXTENSION_NOTICE, days=430)


def _no_budget(sound: Sound) -> None:
    sound.budget.status = "draft"


def _no_agreement(sound: Sound) -> None:
    sound.grant.agreement_id = None


def _no_rules(sound: Sound) -> None:
    other = sound.make.grant(
        reference="GR-2", agreement_id=sound.agreement.id, amount=Decimal(10), ends_on=date(2020, 12, 31)
    )
    sound.make.line(sound.make.budget(other), "1", "10.00")
    sound.make.entry(other, "10.00", kind="receipt")


def _unsigned(sound: Sound) -> None:
    sound.agreement.signed_on = None


def _expired(sound: Sound) -> None:
    sound.agreement.ends_on = date(2019, 10, 20)


def _obligations(sound: Sound) -> None:
    sound.make.obligation(sound.agreement, title="A", due_on=date(2019, 10, 1))
    sound.make.obligation(sound.agreement, title="B", due_on=date(2019, 10, 1), status="fulfilled")
    sound.make.obligation(sound.agreement, title="C", due_on=date(2019, 10, 22))
    sound.make.obligation(sound.agreement, title="D")


def _request(sound: Sound) -> None:
    sound.make.budget(sound.grant, revision=1, status="requested", requested_on=date(2019, 9, 1))
    sound.make.budget(sound.grant, revision=2, status="requested", requested_on=date(2019, 10, 1))


FAULTS: list[tuple[Callable[[Sound], None], list[tuple[str, str, str]]]] = [
    (_received_twice, [("received_above_award", "grants", "GR-1")]),
    (
        _after_liquidation,
        [("after_closure", "grants", "GR-1"), ("open_commitments", "grants", "GR-1")],
    ),
    (_after_closure, [("after_closure", "grants", "GR-1"), ("open_commitments", "grants", "GR-1")]),
    (_paid_while_liquidated, [("outside_period", "grants", "GR-1")]),
    (_without_dates, [("no_dates", "grants", "GR-1")]),
    (_ineligible, [("ineligible_category", "grants", "GR-1")]),
    (_removed_line, [("removed_line", "grants", "GR-1"), ("overspent_category", "grants", "GR-1")]),
    (_revised, []),
    (_cost_share, [("cost_share", "grants", "GR-1")]),
    (_cost_share_paid, []),
    (_without_line, [("no_line", "grants", "GR-1")]),
    (_in_future, [("in_future", "grants", "GR-1")]),
    (_negative_cost, [("wrong_sign", "grants", "GR-1")]),
    (_reversed_cost, []),
    (_old_order, [("old_commitments", "grants", "GR-1")]),
    (_posted_twice, [("posted_twice", "grants", "GR-1")]),
    (_posted_twice_and_reversed, []),
    (_split_in_equal_parts, []),
    (_line_over, [("flexibility_line", "grants", "GR-1"), ("overspent_category", "grants", "GR-1")]),
    (_line_over_within, [("overspent_category", "grants", "GR-1")]),
    (_instalment_late, [("instalment_overdue", "instalments", "GR-1")]),
    (_instalment_named_by_its_receipt, [("instalment_overdue", "instalments", "GR-1")]),
    (_instalments_wrong, [("instalments_total", "grants", "GR-1")]),
    (_order_open_at_the_end, [("open_commitments", "grants", "GR-1")]),
    (_extension, [("extension_notice", "grants", "GR-1")]),
    (_no_budget, [("no_budget", "grants", "GR-1")]),
    (_no_agreement, [("no_agreement", "grants", "GR-1")]),
    (_no_rules, [("no_rules", "grants", "GR-2")]),
    (_unsigned, [("unsigned_agreement", "agreements", "MOU-1")]),
    (_expired, [("expired_agreement", "agreements", "MOU-1")]),
    (_obligations, [("obligation_overdue", "obligations", "MOU-1")]),
    (_request, [("long_requested", "budgets", "GR-1")]),
]
OF_EACH_ENTRY = {"no_line", "wrong_sign", "old_commitments", "posted_twice"}


def _places(findings: list[Finding]) -> list[tuple[str, str, str]]:
    return [(finding.code, finding.register, finding.label) for finding in findings]


def test_an_office_in_order_has_no_findings(office: Office) -> None:
    with making(office) as make:
        Sound(make)
    assert office_findings(office) == []


@pytest.mark.parametrize(("fault", "wanted"), FAULTS, ids=[fault.__name__ for fault, _ in FAULTS])
def test_each_fault_is_found(
    office: Office, fault: Callable[[Sound], None], wanted: list[tuple[str, str, str]]
) -> None:
    with making(office) as make:
        sound = Sound(make)
        fault(sound)
        make.unit.session.flush()
        grant_id = sound.grant.id
    found = office_findings(office)
    assert _places(found) == wanted
    assert all(finding.record_id for finding in found)
    of_sums = [finding for finding in found if finding.code not in OF_EACH_ENTRY]
    assert office_findings(office, depth=Depth.QUICK) == of_sums
    of_grant = [finding for finding in found if finding.label == "GR-1"]
    assert grant_findings(office, grant_id) == of_grant
