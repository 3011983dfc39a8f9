"""What reports need of an office besides sums of entries, on both engines: ages of commitments, receipts by day,
instalments as they stood, and lines that a revision removed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from desktop.domain.codes import BudgetStatus
from desktop.language import Language
from desktop.reports.report import Report
from desktop.services.offices import Office, find_office
from tests.helpers.engines import Engines
from tests.helpers.records import making
from tests.helpers.report_facts import rows_of
from tests.helpers.reporting import report_of

FIRST, LAST = date(2019, 7, 1), date(2019, 9, 30)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def office(
    request: pytest.FixtureRequest, engines: Engines, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    """An office with one grant whose budget was revised, for tests that only read."""
    opened = find_office(engines.office(request.param, tmp_path_factory.mktemp("tables")), actor="Test")
    _fill(opened)
    yield opened
    opened.close()


def _fill(office: Office) -> None:
    with making(office) as make:
        grant = make.grant(reference="GR-1", amount=Decimal(1000))
        before = make.budget(grant, status=str(BudgetStatus.SUPERSEDED), revision=0, approved_on=date(2019, 1, 1))
        kept = make.line(before, "1", "600", category=1)
        gone = make.line(before, "2", "400", category=5, description="Given up")
        now = make.budget(grant, revision=1, approved_on=date(2019, 8, 1))
        make.line(now, "1a", "1000", category=1, origin_id=kept.id)
        make.entry(grant, "70", line_id=gone.id, category=5)
        make.entry(grant, "30", line_id=kept.id, category=1, entry_on=date(2019, 8, 2))

        for day, amount in (("2019-09-30", "1"), ("2019-07-02", "2"), ("2019-07-01", "10"), ("2018-09-30", "20")):
            make.entry(grant, amount, kind="commitment", entry_on=date.fromisoformat(day), category=1)
        old = make.entry(grant, "400", kind="commitment", entry_on=date(2018, 9, 29), category=1)
        paid = {"commitment_id": old.id, "category": 1, "line_id": kept.id}
        make.entry(grant, "300", liquidated=Decimal(300), entry_on=date(2019, 9, 1), **paid)
        make.entry(grant, "50", liquidated=Decimal(50), entry_on=date(2019, 10, 1), **paid)

        tranche = make.instalment(grant, "500", date(2019, 7, 1), number=1).id
        cash = {"kind": "receipt", "entry_on": date(2019, 7, 5)}
        first = make.entry(grant, "200", reference="RC-1", instalment_id=tranche, **cash)
        make.entry(grant, "40", reference="RC-2", **cash)
        make.entry(grant, "-15", reference="RC-3", **cash)
        make.entry(grant, "-200", reference="RC-4", instalment_id=tranche, corrects_id=first.id, **cash)
        make.entry(
            grant, "1.5", kind="exchange_difference", entry_on=date(2019, 7, 6), reference="RC-5", instalment_id=tranche
        )
        make.entry(grant, "100", kind="receipt", entry_on=date(2019, 6, 30), instalment_id=tranche)
        make.entry(grant, "300", kind="receipt", entry_on=date(2019, 10, 1), instalment_id=tranche)


def _report(office: Office, name: str, grant: str = "GR-1") -> Report:
    report = report_of(office, name, grant=grant, first=FIRST, last=LAST)
    assert report.is_proved
    return report


def _whole(cells: list[str | None]) -> list[int | None]:
    return [None if cell is None else int(Decimal(cell)) for cell in cells]


def test_a_commitment_ages_from_its_own_day_and_what_was_paid_of_it_with_it(office: Office) -> None:
    rows = rows_of(_report(office, "commitments_age", grant=""), "commitments.USD")
    assert _whole(rows["GR-1"][:5]) == [3, 10, 20, 100, 133]


def test_receipts_stand_by_day_and_kind_with_what_went_back_apart(office: Office, english: Language) -> None:
    report = _report(office, "statement")
    listed = [
        (english.value(row.label), english.value(cells[1] or ""), Decimal(cells[2]))
        for row, cells in zip(report.table("receipts").rows, rows_of(report, "receipts").values(), strict=True)
    ]
    assert listed == [
        ("3 documents", "Receipt", Decimal(40)),
        ("RC-3", "Returned to the funder", Decimal(-15)),
        ("RC-5", "Exchange difference", Decimal("1.5")),
        ("Receipts of the period", "", Decimal("26.5")),
    ]


def test_instalments_are_as_they_stood_on_the_last_day(office: Office) -> None:
    rows = rows_of(_report(office, "cash_request"), "instalments")
    (row,) = [cells for key, cells in rows.items() if key != "instalments.total"]
    assert _whole(row[2:5]) == [500, 125, 375]


def test_a_line_that_a_revision_removed_stays_with_its_costs(office: Office, english: Language) -> None:
    report = _report(office, "budget_actual")
    rows = rows_of(report, "lines")
    assert [column.key for column in report.table("lines").columns][:3] == ["revision_0", "budget", "period"]
    assert _whole(rows["line.1a"][:4]) == [600, 1000, 330, 330]
    assert _whole(rows["line.2"][:4]) == [400, 0, 0, 70]
    assert english.text(rows["line.2"][-1]) == "Removed by a revision"
    assert _whole(rows["total"][:4]) == [1000, 1000, 330, 400]
