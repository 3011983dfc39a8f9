"""Any table is recognised exactly, wherever its columns stand and whatever stands around it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.progress import Silent
from desktop.importers.reading import read_book
from desktop.importers.recognising import fields_of, lay_out, rank_kinds, recognise
from desktop.language import UserError
from desktop.registers import REGISTERS, find_register
from tests.helpers.recognised import book_of, recognised, sheet_of
from tests.helpers.shared import SHARED, real_file

NAMES = {
    "entry_on": ("Date", "Posting date", "Date pièce", "التاريخ"),
    "reference": ("Document", "Voucher no.", "N° pièce", "رقم المستند"),
    "description": ("Description", "Narration", "Libellé", "البيان"),
    "counterparty": ("Counterparty", "Supplier", "Fournisseur", "المورد"),
    "line": ("Budget line", "BL", "Ligne budgétaire", "بند الميزانية"),
    "original_currency": ("Currency", "Curr.", "Devise", "العملة"),
    "original_amount": ("Amount", "Transaction amount", "Montant", "المبلغ"),
    "rate": ("Exchange rate", "FX", "Taux de change", "سعر الصرف"),
}
KEYS = tuple(NAMES)
KINDS = {register.key: fields_of(register) for register in REGISTERS.values() if register.changeable}
_TITLES = st.sampled_from(
    [
        (),
        ("Ledger of 2024",),
        (None, "Ministry of Justice"),
        ("Project", "NER-1"),
        ("Printed", date(2024, 1, 9)),
        (" ",),
    ]
)


@st.composite
def _lines(draw: st.DrawFn) -> list[dict[str, Any]]:
    cents = draw(st.lists(st.integers(1, 10**9), min_size=3, max_size=12, unique=True))
    return [
        {
            "entry_on": date(2024, 1, 1) + timedelta(days=number),
            "reference": f"PV-{number}",
            "description": f"Thing number {number}",
            "counterparty": draw(st.sampled_from(["Total", "Shop", "Garage Sahel"])),
            "line": draw(st.sampled_from(["1.1", "1.2", "2.10"])),
            "original_currency": "XOF",
            "original_amount": float(Decimal(amount) / 100),
            "rate": 655.957,
        }
        for number, amount in enumerate(cents)
    ]


@settings(max_examples=60, deadline=None)
@given(
    lines=_lines(),
    language=st.integers(0, 3),
    order=st.permutations(KEYS),
    above=st.lists(_TITLES, max_size=5),
    parts=st.integers(1, 3),
    gap=st.booleans(),
)
def test_a_ledger_is_recognised_exactly(
    lines: list[dict[str, Any]], language: int, order: list[str], above: list[tuple[Any, ...]], parts: int, gap: bool
) -> None:
    rows: list[tuple[Any, ...]] = [*above, tuple(NAMES[key][language] for key in order)]
    records: list[int] = []
    text, amount = order.index("description"), order.index("original_amount")
    stated: list[Decimal] = []

    def total(name: str, summed: list[dict[str, Any]]) -> None:
        made = sum((Decimal(repr(line["original_amount"])) for line in summed), Decimal(0))
        row: list[Any] = [None] * len(order)
        row[text], row[amount] = name, float(made)
        stated.append(made)
        rows.append(tuple(row))

    size = -(-len(lines) // parts)
    for start in range(0, len(lines), size):
        part = lines[start : start + size]
        for line in part:
            records.append(len(rows))
            rows.append(tuple(line[key] for key in order))
        if parts > 1:
            total("Sous-total", part)
        if gap:
            rows.append(())
    total("TOTAL", lines)

    layout = recognised("ledger", rows)
    assert layout.mapping.header_rows == (len(above),)
    assert [layout.mapping.fields[place] for place in range(len(order))] == list(order)
    assert layout.rows == records
    assert [check.stated for check in layout.checks] == stated
    assert all(not check.differs for check in layout.checks)
    assert layout.checks[-1].grand


_CELLS = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.integers(-(10**6), 10**6),
    st.floats(),
    st.dates(),
    st.booleans(),
    st.sampled_from(["Total", "Date", "Amount", "1.1", "#date", "10 %", "USD", "Sub-total", "5", "-"]),
)


@settings(max_examples=80, deadline=None)
@given(
    rows=st.lists(st.lists(_CELLS, max_size=6), max_size=14),
    kind=st.sampled_from(["ledger", "budget_lines", "organisations"]),
)
def test_whatever_a_sheet_holds_ends_in_a_layout_or_in_one_sentence(rows: list[list[Any]], kind: str) -> None:
    book = book_of(sheet_of(rows))
    fields = fields_of(find_register(kind))
    try:
        layout = recognise(book, fields)
    except UserError:
        return
    assert lay_out(book, fields, layout.mapping) == layout
    assert set(layout.left) <= set(range(layout.first, layout.last + 1))
    assert len(set(layout.mapping.fields.values())) == len(layout.mapping.fields)


@pytest.mark.parametrize(
    ("name", "kind", "rows"),
    [
        ("autorpt_budget.xlsx", "budget_lines", 10),
        ("elogframe_import.xlsx", "budget_lines", 2),
        ("pq_general_ledger.xlsx", "ledger", 15422),
    ],
)
def test_real_workbooks_are_recognised(name: str, kind: str, rows: int) -> None:
    book = read_book(real_file(f"xlsx/{name}"), progress=Silent())
    assert rank_kinds(book, KINDS)[0][0] == kind
    assert len(recognise(book, KINDS[kind]).rows) == rows


def test_the_real_ledger_has_its_columns() -> None:
    book = read_book(real_file("xlsx/pq_general_ledger.xlsx"), progress=Silent())
    layout = recognise(book, KINDS["ledger"])
    fields = {guess.header: guess.field for guess in layout.guesses}
    assert fields == {
        "Account": "line",
        "Date": "entry_on",
        "Ref": "reference",
        "Batch": "",
        "Transaction": "",
        "Description": "description",
        "Debit": "debit",
        "Credit": "credit",
        "Balance": "",
    }


ODD = sorted((SHARED / "data" / "odd-workbooks").glob("*/*"))[::12]


def _looked_at(path: Path) -> str:
    """The sheet that is recognised in a file, or the sentence that says why there is none."""
    try:
        book = read_book(path, progress=Silent())
        kinds = {kind: KINDS[kind] for kind in ("ledger", "budget_lines", "organisations")}
        return recognise(book, KINDS[rank_kinds(book, kinds)[0][0]]).mapping.sheet
    except UserError as trouble:
        return str(trouble)


@pytest.mark.skipif(not ODD, reason="the odd workbooks are not on this machine")
def test_odd_workbooks_end_in_a_layout_or_in_one_sentence() -> None:
    assert all(_looked_at(path) for path in ODD)
