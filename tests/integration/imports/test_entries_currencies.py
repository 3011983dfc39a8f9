"""Ledger extracts whose currency is only called by a sign: the grant's own is meant, or someone is asked."""

from __future__ import annotations

from datetime import date

from desktop.services.offices import Office
from tests.helpers.extracts import entry, extract, look_at
from tests.helpers.records import making


def _make_grants(office: Office) -> None:
    with making(office) as make:
        make.grant(reference="GR-1")
        make.grant(reference="GR-2", currency="EUR")
        make.grant(reference="GR-3", currency="XAF")


def test_a_heading_that_says_cfa_means_the_franc_of_the_grant(office: Office) -> None:
    _make_grants(office)
    rows = [entry(None, Grant=grant, **{"Montant en FCFA": 60_000}) for grant in ("GR-3", "GR-1")]
    columns = ("Date", "Document", "Description", "Grant", "Montant en FCFA")
    looked = look_at(office, extract(*[{key: row.get(key) for key in columns} for row in rows], headers=columns))
    assert looked.statuses == ["NEW", "ERROR"]
    assert looked.row(0).values["original_currency"] == "XAF"
    (error,) = looked.errors
    assert str(error.sentence) == "“FCFA” may be XOF or XAF."


def test_a_sign_in_a_cell_that_is_of_several_currencies_goes_with_the_grant_s_own_or_is_asked_about(
    office: Office,
) -> None:
    _make_grants(office)
    columns = ("Date", "Document", "Description", "Grant", "Amount", "Currency")
    said = [("GR-3", "60 000 FCFA", None), ("GR-1", "60 000 FCFA", None), ("GR-1", "$ 5", None), ("GR-2", "$ 5", None)]
    rows = [
        dict(zip(columns, (date(2019, 3, 4), f"PV-{place}", "Fuel", grant, amount, currency), strict=True))
        for place, (grant, amount, currency) in enumerate([*said, ("GR-1", "$ 7", "USD"), ("GR-3", "7 FCFA", "XAF")])
    ]
    looked = look_at(office, extract(*rows, headers=columns))
    assert looked.statuses == ["NEW", "ERROR", "NEW", "ERROR", "NEW", "NEW"]
    assert [looked.row(place).values["original_currency"] for place in (0, 2, 4, 5)] == ["XAF", "USD", "USD", "XAF"]
    assert [str(error.sentence) for error in looked.errors] == [
        "“FCFA” may be XOF or XAF.",
        "“$” is the sign of several currencies, and the grant is in EUR.",
    ]
