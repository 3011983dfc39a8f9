"""Names in an evidence pack hold on every system, whatever files were called; an entry is listed once."""

from __future__ import annotations

import unicodedata
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.language import say
from desktop.reports.evidence import LONGEST, Attached, Names, by_entry, entries_of, placed, safe_name
from desktop.reports.trace import ADJUSTMENT, BEFORE, IN_PERIOD, TraceRow

HOSTILE = st.one_of(
    st.text(max_size=150),
    st.text(alphabet='./\\: .*?"<>|#%\n\t\u202e\u200b\ud800Aaé\u0301ß\u017fİ🧾', max_size=150),
    st.sampled_from(
        ["CON", "nul.txt", "Com¹.pdf", "..", "../../etc/passwd", "C:\\x", "", " . ", "-", "a" * 400 + ".pdf"]
    ),
)


def attached(name: str, *, label: str = "PV-1106", entry_id: int = 1) -> Attached:
    return Attached(1, entry_id, label, name, "invoice", 3, "0" * 64, date(2019, 3, 4))


@settings(max_examples=60)
@given(texts=st.lists(HOSTILE, max_size=5))
def test_every_name_is_safe_and_stands_once(texts: list[str]) -> None:
    names = Names()
    made = [names.of(text) for text in (*texts, *texts)]
    assert len({unicodedata.normalize("NFC", name.casefold()) for name in made}) == len(made)
    for name in made:
        assert 0 < len(name) <= LONGEST
        assert len(name.encode()) <= 200
        assert not set(name) & set('<>:"/\\|?*#%\n\t\u202e')
        assert name == name.strip(". ")
        assert name == unicodedata.normalize("NFC", name)
        assert name.split(".")[0].casefold() not in ("con", "nul", "com¹")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("invoice.pdf", "invoice.pdf"),
        ("../../etc/passwd", "-..-etc-passwd"),
        ("C:\\temp\\a.pdf", "C--temp-a.pdf"),
        ("con.pdf", "_con.pdf"),
        ("Facture  no\u00a012 #3.pdf ", "Facture no 12 -3.pdf"),
        ("evil\u202efdp.exe", "evilfdp.exe"),
        ("Paid on 3 March. Seen by all", "Paid on 3 March. Seen by all"),
        (" ... ", "file"),
        ("a" * 300 + ".pdf", "a" * 96 + ".pdf"),
        ("م" * 300 + ".pdf", "م" * 96 + ".pdf"),
        ("票" * 300 + ".pdf", "票" * 65 + ".pdf"),
    ],
)
def test_a_name_is_kept_as_far_as_it_holds(text: str, name: str) -> None:
    assert safe_name(text) == name


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
