"""What offices write in rosters, counts and invoices: telephones, months, and their own names for what is in lists."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.volunteer_terms import (
    AGE_GROUPS,
    CLEARANCE_KINDS,
    COMPONENTS,
    END_REASONS,
    LEAVE_KINDS,
    PERIOD_KINDS,
    SEXES,
    VOLUNTEER_CATEGORIES,
    YES_NO,
)
from desktop.importers.book import Raw
from desktop.importers.column_values import Flaw
from desktop.importers.fields import Field
from desktop.importers.recognising import fields_of
from desktop.importers.recognising.content import Holds, holds
from desktop.importers.values import read_typed, read_values
from desktop.importers.values.names import languages
from desktop.importers.values.written_dates import written_month
from desktop.language import Message, Month
from desktop.registers import find_register
from desktop.registers.register import Kind
from tests.helpers.columns import column_of, field_of, read_cells


def field(register: str, key: str) -> Field:
    return next(each for each in fields_of(find_register(register)) if each.key == key)


# --- telephones ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "+227 90 00 00 01",
        "+22790000001",
        "+ 227 90000001",
        "00 227 90 00 00 01",
        "90 00 00 01",
        "01 90 00 00 01",
        "90\u00a000\u00a000\u00a001",
    ],
)
def test_digits_in_twos_or_behind_a_country_code_are_no_number(text: str) -> None:
    assert holds(text) is Holds.TEXT


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("900 000 001", Holds.NUMBER),
        ("1 500 000", Holds.NUMBER),
        ("90 000 000", Holds.NUMBER),
        ("12 34 56", Holds.DATE),
        ("90000001", Holds.WHOLE),
        ("+227 000", Holds.NUMBER),
        ("1,234.50", Holds.NUMBER),
        ("(1 500)", Holds.NUMBER),
        ("-227 90", Holds.NUMBER),
    ],
)
def test_amounts_stay_numbers_though_they_have_spaces_or_a_sign(text: str, held: Holds) -> None:
    assert holds(text) is held


def test_a_telephone_comes_in_as_it_was_typed() -> None:
    read = read_values(column_of("+227 90 00 00 01", "90 00 00 02"), field("volunteers", "phone"), rows=[0, 1])
    assert read.values[1:] == ["+227 90 00 00 01", "90 00 00 02"]
    assert read.flaws == {}


# --- months -------------------------------------------------------------------------------------------------------


def month(text: str) -> date | None:
    found = written_month(text)
    if found is None:
        return None
    assert set(found.readings) == {found.readings[0]}
    assert not found.short
    return found.readings[0]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("1/2019", date(2019, 1, 1)),
        ("12.2019", date(2019, 12, 1)),
        ("2019/1", date(2019, 1, 1)),
        ("2019 02", date(2019, 2, 1)),
        ("2020\u201302", date(2020, 2, 1)),
        ("DECEMBRE 2019", date(2019, 12, 1)),
        ("2019 October", date(2019, 10, 1)),
        ("May-19", date(2019, 5, 1)),
        ("août 20", date(2020, 8, 1)),
        ("janv. 89", date(2089, 1, 1)),
        ("janv. 99", date(1999, 1, 1)),
        ("  mars   2019 ", date(2019, 3, 1)),
        ("\u0660\u0663/\u0662\u0660\u0661\u0669", date(2019, 3, 1)),
        ("January 2100", date(2100, 1, 1)),
        ("January 1920", date(1920, 1, 1)),
    ],
)
def test_a_month_alone_is_its_first_day(text: str, first: date) -> None:
    assert month(text) == first


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0/2019",
        "00/2019",
        "13/2019",
        "2019-13",
        "3 mars 2019",
        "mars avril 2019",
        "mars 5",
        "mars 219",
        "March",
        "Q1 2019",
        "2019",
        "January 1919",
        "January 2101",
        "03/19",
    ],
)
def test_what_is_no_month_alone_is_none(text: str) -> None:
    assert month(text) is None


@given(st.integers(1920, 2100), st.integers(1, 12), st.sampled_from(["-", "/", ".", " "]))
def test_a_month_is_the_same_whichever_part_stands_first(year: int, number: int, between: str) -> None:
    expected = date(year, number, 1)
    for text in (f"{year}{between}{number:02}", f"{number}{between}{year}", f"{number:02}{between}{year}"):
        assert month(text) == expected


def test_every_month_is_known_by_its_name_in_every_language() -> None:
    for language in languages():
        for number in range(1, 13):
            first = date(2019, number, 1)
            assert month(language.text(Message("{month}", (("month", Month(first)),)))) == first, language.code


@pytest.mark.parametrize("text", ["mars 2019", "03/2019", "2019-03"])
def test_where_a_day_is_asked_for_a_month_alone_is_none(text: str) -> None:
    flaw = read_typed(text, field("volunteers", "born_on"))
    assert isinstance(flaw, Flaw)
    assert "month" in read_cells(Kind.DATE, text).said[0]
    assert read_typed(text, field("work_counts", "month")) == date(2019, 3, 1)


# --- names of values ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("choices", "cell", "code"),
    [
        (SEXES, "F", "f"),
        (SEXES, "H", "m"),
        (SEXES, "femme", "f"),
        (SEXES, "Masc.", "m"),
        (SEXES, "MALE", "m"),
        (SEXES, "ذكر", "m"),
        (YES_NO, "X", "yes"),
        (YES_NO, "o", "yes"),
        (YES_NO, "N", "no"),
        (AGE_GROUPS, "mineurs", "child"),
        (AGE_GROUPS, "Adulte", "adult"),
        (VOLUNTEER_CATEGORIES, "NUNV", "national"),
        (VOLUNTEER_CATEGORIES, "VNU national", "national"),
        (VOLUNTEER_CATEGORIES, "National UNV", "national"),
        (VOLUNTEER_CATEGORIES, "IUNV", "international"),
        (VOLUNTEER_CATEGORIES, "IUNV Specialist", "international_specialist"),
        (VOLUNTEER_CATEGORIES, "national_youth", "national_youth"),
        (VOLUNTEER_CATEGORIES, "Jeune VNU national", "national_youth"),
        (PERIOD_KINDS, "Avenant", "extension"),
        (PERIOD_KINDS, "Nouveau contrat", "initial"),
        (PERIOD_KINDS, "break", "gap"),
        (END_REASONS, "Démission", "resignation"),
        (END_REASONS, "End of contract", "completed"),
        (END_REASONS, "Terminated", "early"),
        (LEAVE_KINDS, "AL", "annual"),
        (LEAVE_KINDS, "CSL", "sick_certified"),
        (LEAVE_KINDS, "USL", "sick_uncertified"),
        (COMPONENTS, "VLA", "living"),
        (COMPONENTS, "RSA", "exit"),
        (COMPONENTS, "Management fee", "support"),
        (CLEARANCE_KINDS, "B-SAFE", "security_training"),
        (CLEARANCE_KINDS, "visite medicale", "medical"),
    ],
)
def test_a_value_of_people_is_found_by_what_offices_call_it(
    choices: Mapping[str, Message], cell: Raw, code: str
) -> None:
    read = read_cells(Kind.CHOICE, cell, choices=choices)
    assert (read.values, read.flaws) == ([code], [None])


@pytest.mark.parametrize(
    "choices",
    [
        *(SEXES, YES_NO, AGE_GROUPS, VOLUNTEER_CATEGORIES, PERIOD_KINDS, END_REASONS, LEAVE_KINDS, COMPONENTS),
        CLEARANCE_KINDS,
    ],
)
def test_each_value_is_found_by_its_name_in_every_language(choices: Mapping[str, Message]) -> None:
    for language in languages():
        names = [language.text(name) for name in choices.values()]
        assert read_cells(Kind.CHOICE, *names, choices=choices).values == [str(code) for code in choices]


@pytest.mark.parametrize(
    ("choices", "cell"),
    [(SEXES, "Q"), (VOLUNTEER_CATEGORIES, "staff"), (YES_NO, "perhaps"), (VOLUNTEER_CATEGORIES, "UN Volunteer")],
)
def test_what_names_no_value_is_a_flaw_and_no_guess(choices: Mapping[str, Message], cell: str) -> None:
    read = read_cells(Kind.CHOICE, cell, choices=choices)
    assert read.values == [None]
    assert read.said == [f"“{cell}” is none of the values of Field."]


# --- what may not be quoted ---------------------------------------------------------------------------------------


def test_what_is_wrong_with_a_personal_cell_quotes_nothing_of_it() -> None:
    born = field("volunteers", "born_on")
    read = read_values(column_of("31/09/1990", "born 1990"), born, rows=[0, 1])
    assert read.values[1:] == [None, None]
    assert [str(read.flaws[code].sentence) for code in (1, 2)] == [
        "What stands here cannot be taken as Date of birth."
    ] * 2
    assert not any(flaw.nearest for flaw in read.flaws.values())


def test_days_of_birth_are_read_in_one_order_and_the_reason_quotes_none() -> None:
    born = field("volunteers", "born_on")
    read = read_values(column_of("25/12/1990", "03/04/1985"), born, rows=[0, 1])
    assert read.values[1:] == [date(1990, 12, 25), date(1985, 4, 3)]
    assert read.style is not None
    assert (read.style.code, str(read.style.evidence)) == ("dmy", "As its cells are written.")


def test_what_is_wrong_elsewhere_is_told_with_its_words() -> None:
    obtained = field("clearances", "obtained_on")
    (flaw,) = read_values(column_of("born 1990"), obtained, rows=[0]).flaws.values()
    assert "born 1990" in str(flaw.sentence)
    assert (obtained.personal, field("volunteers", "born_on").personal) == (False, True)
    assert not field_of(Kind.TEXT).personal
