"""Months of service in files: two decimals as they are shown, exact digits as they are held, totals that add up."""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from desktop.domain.staffing.person_months import months_shown, shown_together
from desktop.exporters.report_csv import write_report_csv
from desktop.exporters.report_pdf.words import Words
from desktop.exporters.report_workbook import write_report
from desktop.exporters.shown_terms import cell_value, number_format, words
from desktop.language import Language, say
from desktop.reports.forms.person_months import build_person_months
from desktop.reports.report import ColumnKind, Report, Unit
from desktop.reports.templates.terms import Term
from desktop.reports.trace import Traced
from tests.helpers.formulas import recalculated
from tests.helpers.people_reports import people_facts
from tests.helpers.report_values import figure

MADE = datetime(2019, 10, 21, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def served() -> Report:
    """Person-months of 2019 of three deployments: 7.82 by whatever they are parted."""
    return build_person_months(people_facts(of=Traced.NOTHING))


@pytest.fixture
def workbook(served: Report, tmp_path: Path, english: Language) -> Path:
    """The report as a workbook."""
    path = tmp_path / "months.xlsx"
    write_report(path, served, (), language=english, made=MADE)
    return path


def places(path: Path, label: str) -> list[Any]:
    """The cells of the first row of this label."""
    sheet = openpyxl.load_workbook(path).worksheets[0]
    return next(list(row[2:]) for row in sheet.iter_rows() if row[1].value == label)


# --- csv -------------------------------------------------------------------------------------------------------------


def test_a_csv_holds_months_as_plain_digits(served: Report, tmp_path: Path, english: Language) -> None:
    path = tmp_path / "months.csv"
    write_report_csv(path, served, language=english)
    with path.open(encoding="utf-8-sig", newline="") as text:
        lines = list(csv.reader(text))
    start = lines.index(["", "Country", "Person-months", "Share", "Deployments", "Volunteers"])
    assert lines[start + 1 : start + 5] == [
        ["", "Senegal", "4", "0.5115", "1", "1"],
        ["", "Niger", "3.5", "0.4476", "2", "2"],
        ["", "Not recorded", "0.32", "0.0409", "1", "0"],
        ["", "Total", "7.82", "1", "3", "2"],
    ]


def test_a_csv_has_the_same_digits_in_every_language(
    served: Report, tmp_path: Path, speak: Callable[[str], Language]
) -> None:
    found = set()
    for code in ("en", "fr", "ar"):
        path = tmp_path / f"{code}.csv"
        write_report_csv(path, served, language=speak(code))
        found.add(tuple(re.findall(r",([\d.]+),([\d.]+),(\d),(\d)\r?\n", path.read_text(encoding="utf-8-sig"))))
    assert len(found) == 1
    assert ("7.82", "1", "3", "2") in found.pop()


# --- workbook --------------------------------------------------------------------------------------------------------


def test_months_in_a_workbook_are_shown_with_two_decimals_and_counts_with_none(workbook: Path) -> None:
    months, share, deployments, persons = places(workbook, "Senegal")
    assert (months.number_format, months.value) == ("#,##0.00", 4)
    assert (deployments.number_format, persons.number_format) == ("#,##0", "#,##0")
    assert share.number_format.endswith("%")


def test_no_number_of_a_workbook_has_the_dust_of_binary_fractions(workbook: Path) -> None:
    with zipfile.ZipFile(workbook) as package:
        held = re.findall(r"<v>([\d.]+)</v>", package.read("xl/worksheets/sheet1.xml").decode("utf-8"))
    assert {"0.32", "5.1", "7.82"} <= {number.rstrip("0") if "." in number else number for number in held}
    assert [number for number in held if len(number.partition(".")[2]) > 4] == []


def test_the_total_of_months_is_a_formula_that_comes_to_what_is_shown(workbook: Path) -> None:
    total = places(workbook, "Total")[0]
    assert str(total.value).startswith("=")
    book = openpyxl.load_workbook(workbook)
    assert recalculated(book, book.worksheets[0].title, total.coordinate) == Decimal("7.82")


# --- rounding --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("exact", "shown"),
    [
        (Fraction(1, 200), "0.01"),
        (Fraction(1, 201), "0.00"),
        (Fraction(1, 31), "0.03"),
        (Fraction(14, 29), "0.48"),
        (Fraction(2, 3), "0.67"),
        (Fraction(12), "12.00"),
        (Fraction(0), "0.00"),
        (Fraction(2401, 200), "12.01"),
    ],
)
def test_months_are_rounded_half_up_to_two_decimals(exact: Fraction, shown: str) -> None:
    assert str(months_shown(exact)) == shown


def test_the_cents_that_a_total_lacks_go_to_those_that_lost_most_the_earlier_first() -> None:
    def of(*exact: str) -> list[str]:
        return [str(each) for each in shown_together(dict(enumerate(map(Fraction, exact)))).values()]

    assert of("1/3", "1/3", "1/3") == ["0.34", "0.33", "0.33"]
    assert of("1/6", "1/6", "2/3") == ["0.17", "0.17", "0.66"]
    assert of("10/31", "21/31") == ["0.32", "0.68"]
    assert of("1/400", "1/400") == ["0.01", "0.00"]
    assert of("2", "3") == ["2.00", "3.00"]
    assert of() == []


# --- words -----------------------------------------------------------------------------------------------------------


def term(value: str) -> Term:
    return Term("months", Decimal(value), say("Person-months"), ColumnKind.MONTHS, "XOF")


@pytest.mark.parametrize(
    ("value", "english_words", "french_words"),
    [("4", "4.00", "4,00"), ("0.3", "0.30", "0,30"), ("1234.5", "1,234.50", "1 234,50"), ("0", "0.00", "0,00")],
)
def test_months_have_two_decimals_whatever_the_currency_of_the_report(
    speak: Callable[[str], Language], value: str, english_words: str, french_words: str
) -> None:
    """Francs have no decimals, and a whole month still has two."""
    for code, expected in (("en", english_words), ("fr", french_words)):
        on_paper = Words(speak(code)).figure(figure("m", value, Unit.MONTHS), "XOF")
        in_a_template = words(term(value), speak(code))
        assert [text.replace("\u00a0", " ") for text in (on_paper, in_a_template)] == [expected] * 2


def test_months_in_a_template_are_numbers_that_excel_can_add(english: Language) -> None:
    assert cell_value(term("5.10"), english) == Decimal("5.10")
    assert number_format(term("5.10")) == "#,##0.00"


def test_days_of_service_in_a_template_are_days(english: Language) -> None:
    day = Term("from", date(2019, 1, 31), say("From"), ColumnKind.DAY)
    assert cell_value(day, english) == date(2019, 1, 31)
    assert words(day, english, in_table=True).replace("\u00a0", " ") == "31 Jan 2019"
