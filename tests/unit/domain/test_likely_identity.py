"""Free text that likely tells who a person is, is told from all that only looks a little like it."""

from __future__ import annotations

import pytest

from desktop.domain.likely_identity import IdentityKind, likely_identities
from tests.helpers.shared import SHARED

LIKELY = [
    ("Visited the detainee of RP 123/2018 at the prison", IdentityKind.CASE, "RP 123/2018"),
    ("Voir n° 45/PG/2019 au parquet", IdentityKind.CASE, "n° 45/PG/2019"),
    ("Dossier n° 12/2017 clos", IdentityKind.CASE, "Dossier n° 12/2017"),
    ("dossier 77/2018 réexaminé", IdentityKind.CASE, "dossier 77/2018"),
    ("Heard in Case No. 4521", IdentityKind.CASE, "Case No. 4521"),
    ("écrou 1204 libéré", IdentityKind.CASE, "écrou 1204"),
    ("نظرت في القضية رقم 12/2019", IdentityKind.CASE, "القضية رقم 12/2019"),
    ("une femme née le 12/03/1990", IdentityKind.BIRTH, "née le 12/03/1990"),
    ("né vers 1987, sans papiers", IdentityKind.BIRTH, "né vers 1987"),
    ("a minor, born on 3 May 2004", IdentityKind.BIRTH, "born on 3 May 2004"),
    ("مولود في 12/03/1990", IdentityKind.BIRTH, "مولود في 12/03/1990"),
    ("Her family: +227 90 00 00 01", IdentityKind.PHONE, "+227 90 00 00 01"),
    ("joindre au 00227 90 00 00 01", IdentityKind.PHONE, "00227 90 00 00 01"),
    ("tél. 90000001", IdentityKind.PHONE, "tél. 90000001"),
    ("هاتف 90000001", IdentityKind.PHONE, "هاتف 90000001"),
    ("CNI n° 1234567 périmée", IdentityKind.CARD, "CNI n° 1234567"),
    ("passport A 1234567", IdentityKind.CARD, "passport A 1234567"),
    ("We assisted Moussa Abc at court", IdentityKind.NAME, "Moussa Abc"),
    ("ABCDEF Moussa a été libéré", IdentityKind.NAME, "ABCDEF Moussa"),
    ("Moussa Abc was released.", IdentityKind.NAME, "Moussa Abc"),
    ("the detainee Abcde was heard", IdentityKind.NAME, "Abcde"),
    ("le nommé Abcde Fghij", IdentityKind.NAME, "Abcde Fghij"),
    ("M. Abcde Fghij a comparu", IdentityKind.NAME, "Abcde Fghij"),
    ("arrested with Abcde ould Fghij", IdentityKind.NAME, "Abcde ould Fghij"),
    ("Libération de Abcde Fghij de la prison", IdentityKind.NAME, "Abcde Fghij"),
    ("affaire ministère public contre Abcde Fghij", IdentityKind.NAME, "Abcde Fghij"),
    ("in Prosecutor v. Abcde the hearing was put off", IdentityKind.NAME, "Abcde"),
    ("المدعو أبجد هوز", IdentityKind.NAME, "المدعو أبجد هوز"),
    ("أبجد بن هوز", IdentityKind.NAME, "أبجد بن هوز"),
]


@pytest.mark.parametrize(("text", "kind", "bit"), LIKELY, ids=[text for text, _kind, _bit in LIKELY])
def test_it_is_found(text: str, kind: IdentityKind, bit: str) -> None:
    (found,) = likely_identities(text)
    assert (found.kind, found.text) == (kind, bit)
    assert text[found.start :].startswith(bit)
    assert str(found.sentence).startswith(f"“{bit}” looks like ")
    assert str(found.sentence).endswith("Leave out whatever tells who a person is; counts are enough.")


@pytest.mark.parametrize(
    "text",
    [
        "230 cases in 60 days incl. 11 women and 25 children",
        "Organic Law no. 15-003 of June 2015",
        "Arrêté n° 045/MJ/SG/2019 du ministre",
        "Facture n° 12/ABC/2019",
        "Payment 2019/00123 to Toyota Niger SA",
        "case 2 of the annex; file 12; RP 2018",
        "Training of 7-9 June 2017 in Niamey with UN Volunteers",
        "Université Abdou Moumouni de Niamey",
        "Avenue Mohamed VI",
        "Visited Kollo, Tillabéri and Diffa prisons",
        "Legal Aid Agency bureau of Zinder",
        "Review files. Prepare Briefs. Report to the Head of Office",
        "After every operation against Boko Haram",
        "Mr. Abcde Fghij, Regional Representative, opened it",
        "Assisted by Avocats Sans Frontières",
        "The case against the Bank of Africa",
        "The initiative born in 2013; SDG 16.3.2; 15 July 2019",
        "",
    ],
)
def test_what_only_looks_like_it_is_left_in_peace(text: str) -> None:
    assert likely_identities(text) == ()


def test_known_names_are_those_of_places_and_organisations() -> None:
    assert likely_identities("Entretien avec Dan Issa")
    assert likely_identities("Entretien avec Dan Issa", known=["Dan Issa"]) == ()
    assert likely_identities("Affaire contre Total", known=["Total Niger"]) == ()


def test_officials_are_known_by_their_function_for_the_whole_text() -> None:
    text = "Ms. Abcde Fghij, Director, spoke. Ms. Fghij thanked the volunteers."
    assert likely_identities(text) == ()


def test_texts_about_money_may_name_suppliers_and_telephones_but_no_case() -> None:
    text = "Moussa Abc, +227 90 00 00 01, dossier n° 12/2017"
    assert [found.kind for found in likely_identities(text)] == [
        IdentityKind.NAME,
        IdentityKind.PHONE,
        IdentityKind.CASE,
    ]
    assert [found.kind for found in likely_identities(text, persons=False)] == [IdentityKind.CASE]


def test_a_bit_is_told_once() -> None:
    (found,) = likely_identities("affaire contre Moussa Abc")
    assert found.text == "Moussa Abc"


def test_long_public_texts_raise_no_alarm() -> None:
    texts = sorted((SHARED / "seeds").glob("*.txt"))
    if not texts:
        pytest.skip("the public texts are not on this machine (set GRANTDESK_REAL_FILES)")
    for path in texts:
        assert likely_identities(path.read_text(encoding="utf-8")) == (), path.name
