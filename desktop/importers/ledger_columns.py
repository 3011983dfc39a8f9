"""Which column of a workbook holds what of a ledger entry, by the names people give them in English and French."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from desktop.language import UserError, say

NAMES: dict[str, tuple[str, ...]] = {
    "entry_on": ("date", "posting date", "entry date", "transaction date", "date piece", "date ecriture"),
    "kind": ("kind", "type", "nature", "entry type"),
    "reference": (
        "document",
        "reference",
        "ref",
        "voucher",
        "voucher no",
        "document reference",
        "piece",
        "no piece",
        "n piece",
        "n de piece",
        "reference piece",
    ),
    "description": ("description", "details", "particulars", "narration", "libelle", "designation", "motif"),
    "counterparty": ("counterparty", "supplier", "vendor", "payee", "fournisseur", "beneficiaire", "tiers"),
    "line": ("line", "budget line", "ligne", "ligne budgetaire", "code budgetaire"),
    "category": ("category", "cost category", "categorie", "rubrique"),
    "original_currency": ("currency", "devise", "monnaie", "original currency"),
    "original_amount": ("amount", "original amount", "montant", "spent", "expenditure", "depense"),
    "rate": ("rate", "exchange rate", "taux", "taux de change"),
    "rate_per": ("rate is for", "taux pour"),
}
REQUIRED = ("entry_on", "original_amount")


def match_columns(headers: Sequence[str], *, file: str) -> dict[str, int]:
    """Field -> index of the column that holds it.

    Raises UserError that names the missing columns, or two columns of the same meaning.
    """
    known = {name: key for key, names in NAMES.items() for name in names}
    found: dict[str, int] = {}
    for index, header in enumerate(headers):
        key = known.get(_folded(header))
        if key is None:
            continue
        if key in found:
            raise UserError(
                say(
                    "{file} has two columns that mean the same: {one} and {other}.",
                    file=file,
                    one=headers[found[key]],
                    other=header,
                ),
                say("Nothing was imported."),
                say("Rename or remove one of them."),
            )
        found[key] = index
    missing = [NAMES[key][0] for key in REQUIRED if key not in found]
    if missing:
        raise UserError(
            say("{file} lacks columns: {names}.", file=file, names=missing),
            say(
                "Nothing was imported. Its first row reads: {headers}", headers=[header for header in headers if header]
            ),
            say("The first row must name the columns, among them Date and Amount."),
        )
    return found


def _folded(header: str) -> str:
    plain = unicodedata.normalize("NFKD", header.casefold())
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join("".join(letter if letter.isalnum() else " " for letter in letters).split())
