"""What the checks of a report find in the ledger, on both databases: each entry to be looked at, and no other."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from desktop.domain.terms import Counting, Measure, RuleKind
from desktop.reports.assurance import Check, CheckState
from desktop.services import donor_reports
from desktop.services.offices import Office
from desktop.storage.models import Document, Grant
from tests.helpers.clock import Clock
from tests.helpers.donor_reports import drafted, plain_files, submitted
from tests.helpers.records import Maker, making

NAMES = ("RC-1", "PO-1", "PV-0", "PV-1", "PV-2", "PV-3", "RF-1", "RF-2", "AD-1", "PV-4", "PV-5", "PV-6")
FOREIGN: dict[str, Any] = {"original_currency": "XOF", "original_amount": Decimal(6000), "rate": Decimal(600)}


def _book(make: Maker, **terms: Any) -> list[int]:
    """A grant of 2019 that is liquidated until 30 January, with one entry for each thing that can be wrong."""
    grant = make.grant(reference="GR-1", liquidation_days=30, **terms)
    line = make.line(make.budget(grant), "5.1", "40.00", category=5)
    make.rule(
        grant, RuleKind.FLEXIBILITY, percent=Decimal(10), measure=Measure.LINE, counting=Counting.TRANSFER, note="Lines"
    )
    order = make.entry(grant, "80.00", kind="commitment", reference="PO-1").id
    entries = [
        make.entry(grant, "500.00", kind="receipt", reference="RC-1", entry_on=date(2019, 1, 2)).id,
        order,
        make.entry(grant, "10.00", reference="PV-0", entry_on=date(2018, 12, 31)).id,
        make.entry(grant, "45.00", reference="PV-1", category=5, line_id=line.id).id,
        make.entry(grant, "10.00", reference="PV-2", **FOREIGN).id,
        make.entry(grant, "10.00", reference="PV-3", rate_on=date(2019, 3, 1), rate_source="UN", **FOREIGN).id,
        make.entry(grant, "-1.00", reference="RF-1", kind="refund", description="Fuel given back").id,
        make.entry(grant, "-2.00", reference="RF-2", kind="refund").id,
        make.entry(grant, "-3.00", reference="AD-1", kind="adjustment", description="Booked twice").id,
        make.entry(grant, "30.00", reference="PV-4", entry_on=date(2020, 1, 5), commitment_id=order, liquidated=30).id,
        make.entry(grant, "11.00", reference="PV-5", entry_on=date(2020, 1, 5)).id,
        make.entry(grant, "12.00", reference="PV-6", entry_on=date(2020, 2, 5), commitment_id=order, liquidated=5).id,
    ]
    entry = entries[3]
    make.unit.add(Document(name="a.pdf", entry_id=entry, size=3, sha256="0", added_on=date(2019, 3, 4)))
    make.entry(grant, "-45.00", reference="PV-1 R", corrects_id=entry, entry_on=date(2020, 3, 1))
    return entries


def _over_all(office: Office) -> int:
    """A draft over the whole time, the last one."""
    report_id = drafted(office, final=True)
    donor_reports.edit_draft(office, report_id=report_id, values={"ends_on": date(2020, 2, 28)})
    return report_id


def _checks(office: Office, report_id: int) -> dict[str, Check]:
    return {check.code: check for check in donor_reports.report_page(office, report_id).checks}


def _causes(check: Check) -> list[int]:
    assert check.state is CheckState.FAILED
    return [identity for cause in check.causes for identity in cause.record_ids]


def test_each_entry_that_is_to_be_looked_at_is_found(office: Office, clock: Clock) -> None:
    clock.advance(days=200)
    with making(office) as make:
        entries = _book(make)
    by_name = dict(zip(NAMES, entries, strict=True))
    found = _checks(office, _over_all(office))
    assert _causes(found["dates"]) == [by_name["PV-0"], by_name["PV-5"]]
    assert _causes(found["closure"]) == [by_name["PV-6"]]
    assert _causes(found["rates"]) == [by_name["PV-2"]]
    assert _causes(found["negatives"]) == [by_name["RF-2"], by_name["AD-1"]]
    assert set(_causes(found["documents"])) == {*entries[2:]} - {by_name["PV-1"]}
    assert by_name["PO-1"] in _causes(found["final"])
    (cause,) = found["limits"].causes
    assert cause.explain == "limit:line=5.1"
    for code in ("ledger", "sums", "commitments", "people"):
        assert found[code].state is CheckState.PASSED


@pytest.mark.parametrize(
    ("terms", "outside", "closed"),
    [
        ({"liquidation_days": None}, ["PV-0", "PV-4", "PV-5", "PV-6"], []),
        ({"closed_on": date(2019, 3, 3)}, ["PV-0"], 9),
        ({"starts_on": None}, None, ["PV-6"]),
        ({"ends_on": None}, None, []),
        ({"ends_on": None, "closed_on": date(2020, 2, 1)}, None, ["PV-6"]),
    ],
)
def test_what_is_outside_follows_the_dates_of_the_grant(
    file_office: Office, clock: Clock, terms: dict[str, Any], outside: list[str] | None, closed: list[str] | int
) -> None:
    clock.advance(days=200)
    with making(file_office) as make:
        entries = _book(make)
        grant = make.unit.get(Grant, 1)
        for name, value in terms.items():
            setattr(grant, name, value)
    names = dict(zip(entries, NAMES, strict=True))
    found = _checks(file_office, _over_all(file_office))
    if outside is None:
        assert [cause.register for cause in found["dates"].causes] == ["grants"]
    else:
        assert [names[identity] for identity in _causes(found["dates"])] == outside
    if not closed:
        assert found["closure"].state is CheckState.PASSED
    elif isinstance(closed, int):
        assert len(_causes(found["closure"])) == closed
    else:
        assert [names[identity] for identity in _causes(found["closure"])] == closed


def test_only_what_a_report_is_the_first_to_report_is_looked_at(office: Office) -> None:
    with plain_files():
        with making(office) as make:
            grant = make.grant(reference="GR-1")
            make.entry(grant, "10.00", reference="PV-1", entry_on=date(2018, 12, 31))
            make.entry(grant, "-3.00", reference="AD-1", kind="adjustment")
        submitted(office, waived=True)
        with making(office) as make:
            late = make.entry(make.unit.get(Grant, 1), "-4.00", reference="AD-2", kind="adjustment").id
        found = _checks(office, drafted(office, 1))
    assert found["dates"].state is CheckState.PASSED
    assert _causes(found["negatives"]) == [late]
    assert _causes(found["documents"]) == [late]


def test_many_entries_are_counted_and_the_first_are_named(file_office: Office) -> None:
    with making(file_office) as make:
        grant = make.grant(reference="GR-1")
        for number in range(60):
            make.entry(grant, "1.00", reference=f"PV-{number}")
    found = _checks(file_office, drafted(file_office))["documents"]
    assert len(_causes(found)) == 50
    assert str(found.detail) == "60 costs of 60 have no file attached."
