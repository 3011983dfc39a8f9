"""Columns are found by the names people give them, in English and French, however they are spelt."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.importers.ledger_columns import NAMES, match_columns
from desktop.language import UserError


def _answer(*headers: str) -> list[str]:
    with pytest.raises(UserError) as trouble:
        match_columns(headers, file="ledger.xlsx")
    return [str(sentence) for sentence in trouble.value.sentences()]


def test_every_name_belongs_to_one_field() -> None:
    names = [name for names in NAMES.values() for name in names]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(("key", "name"), [(key, name) for key, names in NAMES.items() for name in names])
def test_every_name_is_found(key: str, name: str) -> None:
    needed = [] if key == "entry_on" else ["Date"]
    needed += [] if key == "original_amount" else ["Amount"]
    found = match_columns([*needed, name.title()], file="ledger.xlsx")
    assert found[key] == len(needed)


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ("  DATE PIÈCE ", "entry_on"),
        ("Libellé", "description"),
        ("Libelle\u0301", "description"),
        ("N° pièce", "reference"),
        ("Voucher no.", "reference"),
        ("Bénéficiaire", "counterparty"),
        ("Ligne  budgétaire", "line"),
        ("Catégorie :", "category"),
        ("Exchange-rate", "rate"),
        ("Taux de change", "rate"),
        ("Rate is for", "rate_per"),
        ("Taux pour", "rate_per"),
        ("Original\ncurrency", "original_currency"),
    ],
)
def test_accents_case_and_signs_do_not_matter(header: str, key: str) -> None:
    headers = ["Date" if key != "entry_on" else "", "Amount", header]
    assert match_columns(headers, file="ledger.xlsx")[key] == 2


def test_french_workbook() -> None:
    headers = ["Date", "Pièce", "Libellé", "Fournisseur", "Ligne", "Devise", "Montant", "Taux"]
    keys = ["entry_on", "reference", "description", "counterparty", "line", "original_currency", "original_amount"]
    assert match_columns(headers, file="ledger.xlsx") == {key: place for place, key in enumerate([*keys, "rate"])}


def test_columns_nobody_knows_are_passed_over() -> None:
    assert match_columns(["", "Paid?", "Amount", "Balance", "Date"], file="ledger.xlsx") == {
        "original_amount": 2,
        "entry_on": 4,
    }


def test_missing_columns_are_named_together() -> None:
    assert _answer("Day", "", "Sum of money") == [
        "ledger.xlsx lacks columns: ['date', 'amount'].",
        "Nothing was imported. Its first row reads: ['Day', 'Sum of money']",
        "The first row must name the columns, among them Date and Amount.",
    ]


def test_one_missing_column() -> None:
    assert _answer("Date", "Value")[0] == "ledger.xlsx lacks columns: ['amount']."


def test_two_columns_of_one_meaning() -> None:
    assert _answer("Date", "Amount", "Montant") == [
        "ledger.xlsx has two columns that mean the same: Amount and Montant.",
        "Nothing was imported.",
        "Rename or remove one of them.",
    ]


_HEADERS = ["Date", "Document", "Description", "Supplier", "Line", "Category", "Currency", "Amount", "Rate"]


@given(st.permutations(_HEADERS))
@settings(max_examples=50)
def test_order_of_columns_does_not_matter(headers: list[str]) -> None:
    found = match_columns(headers, file="ledger.xlsx")
    assert {key: headers[place] for key, place in found.items()} == {
        "entry_on": "Date",
        "reference": "Document",
        "description": "Description",
        "counterparty": "Supplier",
        "line": "Line",
        "category": "Category",
        "original_currency": "Currency",
        "original_amount": "Amount",
        "rate": "Rate",
    }
