"""Names in an evidence pack hold on every system, whatever files were called; an entry is listed once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from desktop.language import say
from desktop.reports.evidence import Attached, by_entry, entries_of, placed
from desktop.reports.trace import ADJUSTMENT, BEFORE, IN_PERIOD, TraceRow


def attached(name: str, *, label: str = "PV-1106", entry_id: int = 1) -> Attached:
    return Attached(1, entry_id, label, name, "invoice", 3, "0" * 64, date(2019, 3, 4))


def test_a_file_is_called_by_its_record() -> None:
    names = ["invoice.pdf", "INVOICE.pdf", "PV-1106 invoice.pdf", "pv-1106.pdf", "PV-11067.pdf"]
    files = placed("documents", [attached(name) for name in names])
    assert [file.path.removeprefix("documents/") for file in files] == [
        "PV-1106 invoice.pdf",
        "PV-1106 INVOICE (2).pdf",
        "PV-1106 invoice (3).pdf",
        "pv-1106.pdf",
        "PV-1106 PV-11067.pdf",
    ]
    other = placed("documents", [attached("x.pdf", entry_id=2)])
    assert {entry: len(found) for entry, found in by_entry([*files, *other]).items()} == {1: 5, 2: 1}


def trace_row(identity: int, spent: str | None, when: str = IN_PERIOD) -> TraceRow:
    return TraceRow(
        id=identity,
        entry_on=date(2019, 3, 4),
        reference="PV-1",
        description="",
        kind_name=say("Expenditure"),
        when=when,
        original_currency="USD",
        original_amount=Decimal(1),
        spent=None if spent is None else Decimal(spent),
    )


def test_an_entry_that_stands_elsewhere_now_is_one_entry() -> None:
    moved = [trace_row(1, "-5", ADJUSTMENT), trace_row(1, "5", BEFORE), trace_row(1, "5", ADJUSTMENT)]
    rows = [*moved, trace_row(2, "7", BEFORE), trace_row(3, None), trace_row(4, "0"), trace_row(5, "2")]
    found = [(entry.row.id, str(entry.spent), entry.costs_now, len(some)) for entry, some in entries_of(rows)]
    assert found == [(1, "5", True, 3), (2, "7", False, 1), (3, "0", False, 1), (4, "0", False, 1), (5, "2", True, 1)]


@pytest.mark.parametrize(
    ("label", "name", "path"),
    [
        ("PV-1106", "pv-1106 Invoice.pdf", "pv-1106 Invoice.pdf"),
        ("PV-1106", "PV-1106_invoice.pdf", "PV-1106_invoice.pdf"),
        ("PV-1106", "PV-1106a.pdf", "PV-1106 PV-1106a.pdf"),
        ("PV-1106", "PV-110.pdf", "PV-1106 PV-110.pdf"),
        ("PV/2019/1", "a.pdf", "PV-2019-1 a.pdf"),
        ("Straße", "STRASSE 1.pdf", "Straße STRASSE 1.pdf"),
        ("عقد", "صورة.pdf", "عقد صورة.pdf"),
    ],
)
def test_a_file_is_called_by_its_record_once(label: str, name: str, path: str) -> None:
    (found,) = placed("documents", [attached(name, label=label)])
    assert found.path == f"documents/{path}"


def test_files_of_an_entry_keep_their_order_and_those_of_the_grant_stand_under_nothing() -> None:
    files = placed("d", [attached("b.pdf", entry_id=2), attached("a.pdf", entry_id=0), attached("a.pdf", entry_id=2)])
    found = by_entry(files)
    assert list(found) == [2, 0]
    assert [file.path for file in found[2]] == ["d/PV-1106 b.pdf", "d/PV-1106 a (2).pdf"]
    assert by_entry([]) == {}


def test_what_an_entry_committed_and_received_is_added_up_too() -> None:
    rows = [
        replace(trace_row(1, None), committed=Decimal(5), received=Decimal(2)),
        replace(trace_row(1, "-3"), committed=Decimal(-1)),
    ]
    ((entry, some),) = entries_of(rows)
    assert [entry.spent, entry.committed, entry.received] == [-3, 4, 2]
    assert entry.row == rows[1]
    assert tuple(some) == tuple(rows)
    assert list(entries_of([])) == []
