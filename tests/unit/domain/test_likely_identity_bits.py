"""Where a likely identity begins and ends in a text, and what is too little of one to warn of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.likely_identity import KINDS, IdentityKind, LikelyIdentity, likely_identities

CASE, BIRTH, PHONE, CARD, NAME = (
    IdentityKind.CASE,
    IdentityKind.BIRTH,
    IdentityKind.PHONE,
    IdentityKind.CARD,
    IdentityKind.NAME,
)


def bits(text: str, *known: str) -> list[tuple[IdentityKind, str]]:
    return [(found.kind, found.text) for found in likely_identities(text, known=known)]


@pytest.mark.parametrize(
    ("text", "kind", "bit"),
    [
        ("RG n° 12/19", CASE, "RG n° 12/19"),
        ("R.P. 4/2019", CASE, "R.P. 4/2019"),
        ("RI 123/PR/2018, entendu", CASE, "RI 123/PR/2018"),
        ("numéro 45/P.G./2019", CASE, "numéro 45/P.G./2019"),
        ("docket 7/2019", CASE, "docket 7/2019"),
        ("ÉCROU: 1204", CASE, "ÉCROU: 1204"),
        ("ملف رقم 7/2019", CASE, "ملف رقم 7/2019"),
        ("date of birth: 1990-03-12", BIRTH, "date of birth: 1990-03-12"),
        ("DOB 12.3.1990", BIRTH, "DOB 12.3.1990"),
        ("née le 1er janvier 1990", BIRTH, "née le 1er janvier 1990"),
        ("né(e) le 12-03-1990", BIRTH, "né(e) le 12-03-1990"),
        ("born about 1987", BIRTH, "born about 1987"),
        ("تاريخ الميلاد: 12 مارس 1990", BIRTH, "تاريخ الميلاد: 12 مارس 1990"),
        ("مواليد 1987", BIRTH, "مواليد 1987"),
        ("whatsapp: 90-00-00-01", PHONE, "whatsapp: 90-00-00-01"),
        ("(+22790000001)", PHONE, "+22790000001"),
        ("+1 (202) 555 0101", PHONE, "+1 (202) 555 0101"),
        ("carte nationale d’identité n° 12-345-67", CARD, "carte nationale d’identité n° 12-345-67"),
        ("NINA 12345678901", CARD, "NINA 12345678901"),
        ("جواز السفر رقم 1234567", CARD, "جواز السفر رقم 1234567"),
    ],
)
def test_a_number_is_told_as_it_is_written_and_no_more_of_the_text(text: str, kind: IdentityKind, bit: str) -> None:
    assert bits(text) == [(kind, bit)]


@pytest.mark.parametrize(
    "text",
    [
        "tel. 900000",  # six digits are no telephone
        "Budget of +227 000 for 2019",
        "a total of 00227",
        "born in 1990",
        "the girls were born in Niamey on the 3rd",
        "ID card renewed 1234",
        "écrou 1",
        "the budget line 12/2019",
        "contrat n° 12/UNV/2019",
        "Purchase order no. 45/PO/2019",
        "قانون رقم 12/2019",
    ],
)
def test_what_is_too_little_or_public_is_no_number_of_a_person(text: str) -> None:
    assert bits(text) == []


def test_a_law_excuses_only_the_number_right_behind_it() -> None:
    assert bits("Loi n° 45/PG/2019 et dossier n° 12/2017") == [(CASE, "dossier n° 12/2017")]


@pytest.mark.parametrize(
    ("text", "bit"),
    [
        ("detainee Abcde Fghij Klmno", "Abcde Fghij Klmno"),
        ("le prévenu Abcde de Fghij", "Abcde de Fghij"),
        ("We released Abcde Fghij de la prison", "Abcde Fghij"),
        ("Visited. Amina Abcde spoke", "Amina Abcde"),
        ("M. Abcde. Then the hearing ended", "Abcde"),
        ("• Amina Abcde", "Amina Abcde"),
    ],
)
def test_a_name_has_its_parts_and_ends_with_a_capital(text: str, bit: str) -> None:
    assert bits(text) == [(NAME, bit)]


@pytest.mark.parametrize(
    "text",
    [
        "Amina thanked all",  # one name alone is nobody
        "Zinder Diffa",  # two capitals, and nothing that speaks for a person
        "The victim Ministry of Justice",
        "The detainee UNV ICRC",
        "detainee A. was heard",
        "Released in January Monday",
        "detainee Abcde Fghij Klmno Pqrst Uvwxy Zabcd",  # six are no name any more
    ],
)
def test_capitals_without_a_person_are_no_name(text: str) -> None:
    assert bits(text) == []


def test_known_names_are_known_without_case_and_accents_and_never_excuse_numbers() -> None:
    assert bits("detainee Tillabéri") == [(NAME, "Tillabéri")]
    assert bits("detainee Tillabéri", "TILLABERI") == []
    assert bits("dossier 77/2018", "dossier 77/2018") == [(CASE, "dossier 77/2018")]


def test_an_official_of_the_text_excuses_no_one_else() -> None:
    text = "Ms. Abcde Fghij, Director, visited the detainee Klmno."
    assert bits(text) == [(NAME, "Klmno")]


def test_whoever_a_case_is_against_is_told_with_the_place_where_the_name_begins() -> None:
    (found,) = likely_identities("affaire contre 2 Abcde")
    assert (found.text, found.start) == ("Abcde", 17)


def test_of_bits_within_each_other_the_longer_one_that_begins_first_is_told() -> None:
    assert bits("dossier n° 45/PG/2019") == [(CASE, "dossier n° 45/PG/2019")]
    assert bits("tél. +227 90 00 00 01") == [(PHONE, "+227 90 00 00 01")]
    assert bits("dossier 7/2018, dossier 7/2018") == [(CASE, "dossier 7/2018")] * 2


def test_each_kind_has_its_own_sentence_and_a_name_that_tells_nothing_on() -> None:
    said = {kind: str(LikelyIdentity(kind, "x", 0).what) for kind in IdentityKind}
    assert said == {
        CASE: "“x” looks like the number of a case.",
        BIRTH: "“x” looks like a date of birth.",
        PHONE: "“x” looks like a telephone number.",
        CARD: "“x” looks like the number of an identity card.",
        NAME: "“x” looks like the name of a person.",
    }
    for kind, sentence in said.items():
        assert sentence == f"“x” looks like {KINDS[kind]}."


SCRAPS = [
    *("dossier n° 12/2017", "RP 123/2018", "née le 12/03/1990", "+227 90 00 00 01", "CNI n° 1234567", "loi n° 3/AN/19"),
    *(
        "Moussa Abc",
        "affaire contre",
        "le détenu",
        "Abcde",
        "M.",
        "Director",
        "المدعو أبجد هوز",
        "45",
        "«",
        "of",
        ",",
        ".",
    ),
    *("\n", "Niamey", "12", "_", "c/", "contre"),
]


@given(st.lists(st.sampled_from(SCRAPS), max_size=9), st.sampled_from([" ", "  ", ", ", "\n"]))
def test_each_bit_stands_where_it_is_said_to_and_none_lies_in_another(scraps: list[str], between: str) -> None:
    text = between.join(scraps)
    end = 0
    for found in likely_identities(text):
        assert text[found.start :].startswith(found.text)
        assert found.text == found.text.strip() != ""
        assert found.start >= end
        end = found.start + len(found.text)


@given(st.lists(st.sampled_from(SCRAPS), max_size=9))
def test_without_persons_neither_names_nor_telephones_are_looked_for(scraps: list[str]) -> None:
    text = " ".join(scraps)
    found = likely_identities(text, persons=False)
    assert {one.kind for one in found} <= {CASE, BIRTH, CARD}
    numbers = [one for one in likely_identities(text) if one.kind in {CASE, BIRTH, CARD}]
    assert {one.start for one in numbers} <= {one.start for one in found}
