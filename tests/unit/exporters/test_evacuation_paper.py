"""The evacuation list as a report: who is where, whom to call, and nothing that tells who they are unless asked for."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop.exporters.report_pdf import write_pdf
from desktop.language import Language
from desktop.registers.evacuation import EVACUATION
from desktop.registers.sight import seen
from desktop.reports.frozen import frozen
from desktop.reports.report import Letterhead, Report, ReportTable, RowStyle
from desktop.services.deployments.evacuation_paper import evacuation_report
from tests.helpers.printed import Printed, printed
from tests.helpers.report_facts import shown

Listed = Callable[..., Report]
DAY = date(2019, 5, 20)
PERSONAL = ("Zeinabou Example", "+227 90 00 00 01", "+227 90 00 00 02", "Moussa Example", "z@example.org", "Quartier 7")


def person(code: str, country: str | None = "NE", place: str | None = "Niamey", **values: Any) -> dict[str, Any]:
    """Somebody who serves, of whom nothing else is known."""
    return {"volunteer": code, "country": country, "place": place, "until": date(2019, 12, 31), "sex": "f"} | values


WHOLE = person(
    "V-01",
    nationality="NE",
    leave="annual",
    leave_until=date(2019, 5, 31),
    name="Zeinabou Example",
    phone="+227 90 00 00 01",
    emergency_contact="Moussa Example",
    emergency_phone="+227 90 00 00 02",
    email="z@example.org",
    address="Quartier 7",
    care_note="Needs insulin",
)


def rows_of(table: ReportTable, language: Language) -> list[list[str]]:
    """The rows as they are read, with plain spaces."""
    return [
        [language.value(cell or "").replace("\u00a0", " ") for cell in (row.label, *shown(row))] for row in table.rows
    ]


def facts_of(made: Report) -> list[str]:
    return [str(made.fact(key)) for key in ("people", "leave", "countries")]


@pytest.fixture
def listed(english: Language) -> Listed:
    """The list of some people on 20 May 2019, by code unless names are asked for."""

    def made(*people: dict[str, Any], names: bool = False, language: Language = english) -> Report:
        return evacuation_report(people, DAY, names=names, language=language)

    return made


# --- with names ------------------------------------------------------------------------------------------------------


def test_with_names_a_telephone_stands_beside_each_person_and_below_it_whom_to_call(
    listed: Listed, english: Language
) -> None:
    (table,) = listed(WHOLE, names=True).tables
    assert [english.value(column.label) for column in table.columns] == [
        "Telephone",
        "Notes",
        "Contract until",
        "Nationality",
        "Sex",
    ]
    assert rows_of(table, english) == [
        ["Niamey: 1 volunteer"],
        [
            "Zeinabou Example · V-01",
            "+227 90 00 00 01",
            "Annual leave until 31 May 2019",
            "31 Dec 2019",
            "Niger",
            "Female",
        ],
        ["Emergency: Moussa Example", "+227 90 00 00 02", "Quartier 7 · z@example.org"],
        ["Duty of care", "", "Needs insulin"],
    ]
    assert [row.style for row in table.rows] == [RowStyle.HEADING, RowStyle.SUBTOTAL, RowStyle.LINE, RowStyle.LINE]
    assert [row.level for row in table.rows] == [0, 0, 1, 1]


def test_telephone_numbers_stand_in_one_line(listed: Listed) -> None:
    (table,) = listed(WHOLE, names=True).tables
    assert table.rows[1].cells[0] == "+227\u00a090\u00a000\u00a000\u00a001"
    assert table.rows[2].cells[0] == "+227\u00a090\u00a000\u00a000\u00a002"


@pytest.mark.parametrize(
    ("known", "below"),
    [
        ({}, []),
        ({"emergency_contact": "Moussa Example"}, [["Emergency: Moussa Example", "", ""]]),
        ({"emergency_phone": "112"}, [["", "112", ""]]),
        ({"email": "z@example.org"}, [["", "", "z@example.org"]]),
        ({"address": "Quartier 7"}, [["", "", "Quartier 7"]]),
        ({"care_note": "Needs insulin"}, [["Duty of care", "", "Needs insulin"]]),
        ({"emergency_contact": "", "care_note": ""}, []),
    ],
)
def test_only_what_is_known_takes_a_line(
    listed: Listed, english: Language, known: dict[str, str], below: list[list[str]]
) -> None:
    (table,) = listed(person("V-01", name="Zeinabou Example", **known), names=True).tables
    assert rows_of(table, english)[2:] == below


def test_who_has_no_name_yet_is_called_by_the_code(listed: Listed, english: Language) -> None:
    (table,) = listed(person("V-01", name=None, phone=None), names=True).tables
    assert rows_of(table, english)[1] == ["V-01", "", "", "31 Dec 2019", "", "Female"]


# --- without names ---------------------------------------------------------------------------------------------------


def test_without_names_nothing_personal_is_in_the_report_though_it_was_given(listed: Listed, english: Language) -> None:
    made = listed(WHOLE)
    stored = json.dumps(frozen(made), ensure_ascii=False).replace("\u00a0", " ")
    assert [text for text in (*PERSONAL, "Needs insulin") if text in stored] == []
    (table,) = made.tables
    assert [column.key for column in table.columns] == ["notes", "until", "nationality", "sex"]
    assert rows_of(table, english)[1:] == [
        ["V-01", "Annual leave until 31 May 2019", "31 Dec 2019", "Niger", "Female"],
    ]


@pytest.mark.parametrize(
    ("names", "note"),
    [
        (True, "With names and contacts: only for those who need it. Destroy it when it is out of date."),
        (False, "Codes stand for the volunteers. The roster of the office tells who they are."),
    ],
)
def test_the_list_says_for_whom_it_is(listed: Listed, english: Language, names: bool, note: str) -> None:
    assert [english.text(each) for each in listed(WHOLE, names=names).notes] == [note]


def test_columns_that_tell_who_somebody_is_are_marked_in_the_list_of_columns() -> None:
    assert [column.key for column in EVACUATION.columns if column.personal] == [
        *("name", "phone", "emergency_contact", "emergency_phone", "email", "address", "care_note"),
    ]
    assert [column.key for column in seen(EVACUATION, names=False).columns] == [
        *("country", "place", "volunteer", "leave", "leave_until", "nationality", "sex", "until", "deployment"),
    ]


# --- countries and places --------------------------------------------------------------------------------------------


def test_each_country_is_a_table_and_each_place_a_heading_with_how_many_are_there(
    listed: Listed, english: Language
) -> None:
    people = [
        person("V-01"),
        person("V-02"),
        person("V-03", place="Zinder"),
        person("V-04", "SN", "Dakar"),
        person("V-05", None, None),
    ]
    made = listed(*people)
    assert [english.text(table.title) for table in made.tables] == [
        "Niger: 3 volunteers",
        "Senegal: 1 volunteer",
        "No duty station: 1 volunteer",
    ]
    assert [table.key for table in made.tables] == ["country.NE", "country.SN", "country."]
    assert [row[0] for row in rows_of(made.tables[0], english)] == [
        *("Niamey: 2 volunteers", "V-01", "V-02", "Zinder: 1 volunteer", "V-03"),
    ]
    assert rows_of(made.tables[2], english)[0] == ["No duty station: 1 volunteer"]


def test_places_of_one_name_in_two_countries_stand_in_their_own(listed: Listed) -> None:
    made = listed(person("V-01", "ML", "Gao"), person("V-02", "NE", "Gao"))
    assert [[row.key for row in table.rows] for table in made.tables] == [
        ["place.0", "person.V-01"],
        ["place.0", "person.V-02"],
    ]


def test_no_place_is_no_country(listed: Listed) -> None:
    assert facts_of(listed(person("V-01"), person("V-02", None, None))) == ["2", "0", "1"]
    assert facts_of(listed(person("V-02", None, None))) == ["1", "0", "0"]


def test_those_on_leave_are_counted_and_told_until_when(listed: Listed, english: Language) -> None:
    people = [
        person("V-01", leave="annual", leave_until=date(2019, 5, 20)),
        person("V-02", leave="sick_certified"),
        person("V-03"),
    ]
    made = listed(*people)
    assert facts_of(made) == ["3", "2", "1"]
    notes = [row[1] for row in rows_of(made.tables[0], english)[1:]]
    assert notes == ["Annual leave until 20 May 2019", "Sick leave, certified", ""]


def test_a_list_of_nobody_is_of_its_day_all_the_same(listed: Listed) -> None:
    made = listed()
    assert (made.tables, facts_of(made)) == ((), ["0", "0", "0"])
    assert (made.period.start, made.period.last, made.currency) == (DAY, DAY, "")


def test_the_list_speaks_the_language_it_is_written_in(listed: Listed, speak: Callable[[str], Language]) -> None:
    french = speak("fr")
    (table,) = listed(WHOLE, names=True, language=french).tables
    assert french.text(table.title).startswith("Niger")
    assert rows_of(table, french)[1][-3:] == ["31 déc. 2019", "Niger", "Féminin"]


# --- on paper --------------------------------------------------------------------------------------------------------


@pytest.fixture
def paper(tmp_path: Path, english: Language) -> Callable[[Report], Printed]:
    """Writes a report to paper, and reads it back."""

    def written(made: Report) -> Printed:
        path = tmp_path / "evacuation.pdf"
        write_pdf(path, made, language=english, letterhead=Letterhead("Sahel office"))
        return printed(path)

    return written


def test_each_country_begins_a_page_so_that_it_can_be_handed_to_those_who_are_there(
    listed: Listed, paper: Callable[[Report], Printed]
) -> None:
    pages = paper(listed(person("V-01"), person("V-02", "SN", "Dakar"), person("V-03", None, None))).pages
    found = {code: [number for number, page in enumerate(pages) if code in page.text] for code in ("V-01", "V-02")}
    assert found["V-01"] != found["V-02"]
    assert all(len(numbers) == 1 for numbers in found.values())
    assert all(page.width > page.height for page in pages)
    assert "Niamey" not in pages[found["V-02"][0]].text


def test_tables_that_need_not_stand_apart_share_a_page(listed: Listed, paper: Callable[[Report], Printed]) -> None:
    made = replace(listed(person("V-01"), person("V-02", "SN", "Dakar")), apart=False)
    assert any("V-01" in page.text and "V-02" in page.text for page in paper(made).pages)


def test_letters_of_tables_that_stand_apart_are_large_to_be_read_in_a_hurry(
    listed: Listed, paper: Callable[[Report], Printed]
) -> None:
    def height(made: Report) -> float:
        ((letter, *_more),) = paper(made).pages[-1].places("V-01")
        return letter.top - letter.bottom

    made = listed(person("V-01"))
    assert height(made) > height(replace(made, apart=False))


def test_no_name_is_in_the_bytes_of_a_paper_with_codes(listed: Listed, paper: Callable[[Report], Printed]) -> None:
    by_code, by_name = paper(listed(WHOLE)), paper(listed(WHOLE, names=True))
    assert "Zeinabou Example" in by_name.text
    assert [text for text in PERSONAL if text in by_code.text.replace("\u00a0", " ")] == []
    assert b"Zeinabou" not in by_code.unpacked


def test_the_same_list_gives_the_same_bytes(listed: Listed, paper: Callable[[Report], Printed]) -> None:
    assert paper(listed(WHOLE)).data == paper(listed(WHOLE)).data
