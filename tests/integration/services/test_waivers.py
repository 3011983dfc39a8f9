"""A finding that someone accepts leaves the counts, with reason, name and day, until that is taken back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from desktop.language import UserError
from desktop.services.checks import check_office
from desktop.services.findings import office_findings
from desktop.services.history import UndoStack
from desktop.services.offices import Office
from desktop.services.portfolio import portfolio
from desktop.services.records import InvalidRecordError
from desktop.services.waivers import find_open, waive, withdraw
from tests.helpers.records import making
from tests.integration.services.conftest import Told

REASON = "The funder agreed by letter of 3 October."


@pytest.fixture
def overspent(office: Office) -> Office:
    with making(office) as make:
        grant = make.grant(reference="GR-1", amount=Decimal(100), ends_on=date(2020, 12, 31))
        make.line(make.budget(grant), "1", "100.00", category=5)
        make.entry(grant, "120.00", category=5)
    return office


def _codes(office: Office) -> list[str]:
    return [finding.code for finding in office_findings(office)]


def test_it_leaves_the_counts_and_stands_among_what_is_accepted(overspent: Office) -> None:
    finding = find_open(overspent, code="overspent", label="GR-1")
    outcome = waive(overspent, finding=finding, reason=f"  {REASON} ")
    assert str(outcome.message) == (
        "Accepted: GR-1 Overspent by Money(amount=Decimal('20.00'), currency='USD'). "
        "The final statement cannot be closed."
    )
    assert "waiver" in outcome.tables
    assert "overspent" not in _codes(overspent)
    assert "overspent" not in [finding.code for finding in portfolio(overspent).findings]
    (accepted,) = check_office(overspent).accepted
    waiver = accepted.waiver
    assert (waiver.reason, waiver.waived_by, waiver.waived_on) == (REASON, "Test", overspent.today)
    assert accepted.findings == (finding,)


def test_taken_back_it_counts_again(overspent: Office) -> None:
    made = waive(overspent, finding=find_open(overspent, code="overspent", label="GR-1"), reason=REASON)
    outcome = withdraw(overspent, waiver_id=made.record_id)
    assert str(outcome.message) == "No longer accepted: GR-1 overspent."
    assert _codes(overspent)[0] == "overspent"
    assert check_office(overspent).accepted == ()


def test_undo_takes_it_back_too(overspent: Office) -> None:
    stack = UndoStack()
    stack.note(waive(overspent, finding=find_open(overspent, code="overspent", label="GR-1"), reason=REASON))
    stack.undo(overspent)
    assert _codes(overspent)[0] == "overspent"
    stack.redo(overspent)
    assert "overspent" not in _codes(overspent)


def test_an_error_needs_a_reason_of_some_length(overspent: Office) -> None:
    finding = find_open(overspent, code="overspent", label="GR-1")
    with pytest.raises(InvalidRecordError) as raised:
        waive(overspent, finding=finding, reason="Agreed")
    assert str(raised.value.fields["reason"]) == ("This is an error. Say in at least 20 letters why it is accepted.")
    assert _codes(overspent)[0] == "overspent"


def test_what_is_mended_is_still_named_among_what_is_accepted(overspent: Office) -> None:
    waive(overspent, finding=find_open(overspent, code="overspent", label="GR-1"), reason=REASON)
    with making(overspent) as make:
        grant = make.unit.session.get_one(type(make.grant(reference="X")), 1)
        make.entry(grant, "-20.00", kind="refund", category=5)
    (accepted,) = check_office(overspent).accepted
    assert accepted.findings == ()


def test_only_what_is_found_can_be_accepted(overspent: Office, told: Told) -> None:
    with pytest.raises(UserError) as raised:
        find_open(overspent, code="ending", label="GR-1")
    assert told(raised).startswith("The check finds no ending of GR-1. Nothing was accepted. It finds: ")
    with pytest.raises(UserError) as raised:
        find_open(overspent, code="ending", label="GR-9")
    assert told(raised).endswith("grantdesk check --json names what it finds.")
