"""Rows of an extract and entries of the ledger: each is in one group, and the groups add up on both sides."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.ledger import LedgerKind
from desktop.domain.money import Money
from desktop.domain.reconciliation import (
    BUCKETS,
    ErpRow,
    Group,
    OwnEntry,
    Reconciled,
    bucket_of,
    reconcile,
)

DAY = date(2019, 3, 4)


def row(amount: str, document: str = "PV-1", *, entry_id: int | None = None, currency: str = "USD") -> ErpRow:
    money = Money(Decimal(amount), currency)
    kind = LedgerKind.EXPENDITURE
    return ErpRow("march.xlsx", "Ledger!A2", DAY, document, "Fuel", "", "GR-1", kind, money, entry_id)


def entry(number: int, amount: str, document: str = "PV-1", *, corrects: int | None = None) -> OwnEntry:
    money = Money(Decimal(amount), "USD")
    return OwnEntry(number, DAY, document, "Fuel", "", "GR-1", LedgerKind.EXPENDITURE, money, corrects)


def counts(found: Reconciled) -> tuple[int, ...]:
    return tuple(found.count(group) for group in Group)


def test_a_row_is_the_entry_that_the_import_takes_it_for() -> None:
    found = reconcile([row("5", "A", entry_id=1), row("6", "B", entry_id=2)], [entry(1, "5", "X"), entry(2, "7", "Y")])
    assert counts(found) == (1, 1, 0, 0)
    assert found.differs[0].difference == Money(Decimal(-1), "USD")


def test_what_nobody_names_is_on_one_side_only() -> None:
    found = reconcile([row("5", "A")], [entry(1, "5", "B")])
    assert counts(found) == (0, 0, 1, 1)
    assert found.sums[0].difference == 0
    assert found.members(Group.ONLY_HERE) == (entry(1, "5", "B"),)


def test_an_entry_is_matched_once_and_by_the_row_with_its_amount() -> None:
    found = reconcile([row("6", "A", entry_id=1), row("5", "A", entry_id=1)], [entry(1, "5", "A")])
    assert counts(found) == (1, 0, 1, 0)
    assert found.matched[0].row.money.amount == 5


def test_the_same_document_pairs_what_the_import_does_not() -> None:
    """Case and blanks do not tell documents apart; the same amount goes first, what is left alone is a difference."""
    rows = [row("8", "pv-1 "), row("5", "PV-1"), row("9", "PV-2")]
    found = reconcile(rows, [entry(1, "5"), entry(2, "7"), entry(3, "9", "PV-3")])
    assert counts(found) == (1, 1, 1, 1)
    assert (found.differs[0].row.money.amount, found.differs[0].entry.id) == (Decimal(8), 2)


def test_several_that_differ_under_one_document_are_not_guessed_at() -> None:
    assert counts(reconcile([row("8"), row("9")], [entry(1, "5"), entry(2, "7")])) == (0, 0, 2, 2)


def test_rows_without_a_document_are_paired_by_nothing() -> None:
    assert counts(reconcile([row("8", " ")], [entry(1, "8", "")])) == (0, 0, 1, 1)


def test_another_currency_is_a_difference_without_an_amount() -> None:
    found = reconcile([row("600", currency="XOF", entry_id=1)], [entry(1, "1.00")])
    assert found.differs[0].difference is None
    assert [(sums.currency, sums.erp, sums.here) for sums in found.sums] == [
        ("USD", Decimal(0), Decimal(1)),
        ("XOF", Decimal(600), Decimal(0)),
    ]


def test_what_each_group_comes_to() -> None:
    rows = [row("5", "A", entry_id=1), row("6", "B", entry_id=2), row("8", "C")]
    found = reconcile(rows, [entry(1, "5", "A"), entry(2, "7", "B"), entry(3, "9", "D")])
    (sums,) = found.sums
    told = [(each.group, each.count, each.erp.amount, each.here.amount) for each in found.by_group(sums)]
    assert [(group, count, int(erp), int(here)) for group, count, erp, here in told] == [
        (Group.MATCHED, 1, 5, 5),
        (Group.DIFFERS, 1, 6, 7),
        (Group.ONLY_ERP, 1, 8, 0),
        (Group.ONLY_HERE, 1, 0, 9),
    ]
    assert sum(each.difference.amount for each in found.by_group(sums)) == sums.difference


def test_an_entry_and_its_reversal_are_left_out_together() -> None:
    entries = [entry(1, "5", "A"), entry(2, "-5", "A R", corrects=1), entry(3, "-4", "B R", corrects=9)]
    found = reconcile([], entries)
    assert (found.only_here, found.cancelled) == ((entries[2],), 2)
    found = reconcile([row("5", "A", entry_id=1)], entries)
    assert (counts(found), found.cancelled) == ((1, 0, 0, 2), 0)


@pytest.mark.parametrize(("age", "bucket"), [(0, 0), (30, 0), (31, 1), (60, 1), (61, 2), (90, 2), (91, 3), (4000, 3)])
def test_commitments_are_told_apart_by_age(age: int, bucket: int) -> None:
    assert bucket_of(age) == bucket
    assert len(BUCKETS) == 4


AMOUNTS = st.decimals(min_value=-500, max_value=500, places=2, allow_nan=False)
DOCUMENTS = st.sampled_from(("", "PV-1", "pv-1", "PV-2", "PV-3"))
CURRENCIES = st.sampled_from(("USD", "EUR"))
DAYS = st.integers(0, 40).map(lambda days: DAY + timedelta(days))
KINDS = st.sampled_from(list(LedgerKind))
MONEYS = st.builds(Money, AMOUNTS, CURRENCIES)
GRANTS = st.sampled_from(("GR-1", "GR-2"))
ROWS = st.lists(
    st.builds(
        ErpRow,
        *(st.just("a.xlsx"), st.just("A2"), DAYS, DOCUMENTS, st.just(""), st.just(""), GRANTS, KINDS, MONEYS),
        st.none() | st.integers(1, 8),
    ),
    max_size=12,
)
ENTRIES = st.lists(
    st.builds(
        OwnEntry,
        st.integers(1, 12),
        *(DAYS, DOCUMENTS, st.just(""), st.just(""), GRANTS, KINDS, MONEYS),
        st.none() | st.integers(1, 12),
    ),
    max_size=12,
    unique_by=lambda made: made.id,
)


@given(ROWS, ENTRIES)
def test_the_groups_add_up_whatever_the_ledgers_hold(rows: list[ErpRow], entries: list[OwnEntry]) -> None:
    found = reconcile(rows, entries)
    assert all(sums.adds_up for sums in found.sums)
    pairs = [*found.matched, *found.differs]
    assert sorted(map(id, chain((pair.row for pair in pairs), found.only_erp))) == sorted(map(id, rows))
    here = [*(pair.entry.id for pair in pairs), *(each.id for each in found.only_here)]
    assert len(here) == len(set(here)) == len(entries) - found.cancelled
    assert all(pair.agrees for pair in found.matched)
    assert not any(pair.agrees for pair in found.differs)
