"""What may stand in the ledger: the six kinds, their signs, and the sentence that says why an amount cannot."""

from __future__ import annotations

from decimal import Decimal

import pytest

from desktop.domain.ledger import LEDGER_KINDS, LedgerKind, sign_problem

ZERO_AMOUNT = "The amount is zero. Enter an amount, or leave the entry out."


@pytest.mark.parametrize("kind", LedgerKind)
def test_nothing_is_no_entry(kind: LedgerKind) -> None:
    for zero in ("0", "0.00", "-0"):
        assert str(sign_problem(kind, Decimal(zero))) == ZERO_AMOUNT


@pytest.mark.parametrize(
    ("kind", "amount"),
    [
        (LedgerKind.RECEIPT, "100.00"),
        (LedgerKind.RECEIPT, "-100.00"),  # money given back to the funder
        (LedgerKind.COMMITMENT, "100.00"),
        (LedgerKind.COMMITMENT, "-100.00"),  # a commitment that is lowered
        (LedgerKind.EXPENDITURE, "0.01"),
        (LedgerKind.REFUND, "-0.01"),
        (LedgerKind.ADJUSTMENT, "100.00"),
        (LedgerKind.ADJUSTMENT, "-100.00"),
    ],
)
def test_amounts_that_stand(kind: LedgerKind, amount: str) -> None:
    assert sign_problem(kind, Decimal(amount)) is None


def test_an_expenditure_is_never_negative() -> None:
    assert str(sign_problem(LedgerKind.EXPENDITURE, Decimal("-0.01"))) == (
        "An expenditure cannot be negative. Record money that came back as a refund, a correction as an adjustment."
    )


def test_a_refund_lowers_what_was_spent() -> None:
    assert str(sign_problem(LedgerKind.REFUND, Decimal("0.01"))) == (
        "A refund lowers what was spent, so its amount is negative. Put a minus before it."
    )


@pytest.mark.parametrize("kind", LedgerKind)
def test_an_entry_that_corrects_another_has_the_opposite_sign(kind: LedgerKind) -> None:
    for amount in ("-0.01", "0.01"):
        assert sign_problem(kind, Decimal(amount), corrects=True) is None
    assert str(sign_problem(kind, Decimal(0), corrects=True)) == ZERO_AMOUNT


def test_each_kind_has_a_name() -> None:
    assert {kind: str(name) for kind, name in LEDGER_KINDS.items()} == {
        "receipt": "Receipt",
        "commitment": "Commitment",
        "expenditure": "Expenditure",
        "refund": "Refund",
        "adjustment": "Adjustment",
        "exchange_difference": "Exchange difference",
    }
    assert set(LEDGER_KINDS) == set(LedgerKind)
