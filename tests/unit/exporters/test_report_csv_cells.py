"""The csv of a report line by line: what stands where, plain digits, and text that no spreadsheet runs."""

from __future__ import annotations

import csv
import dataclasses
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from desktop.exporters.report_csv import write_report_csv
from desktop.language import Language, say
from desktop.reports.report import Difference, Fact, Figure, Proof, Report, ReportRow, RowStyle, Unit
from tests.helpers.report_values import amounts, figure, report, row, table


def lines(path: Path, made: Report, language: Language) -> list[list[str]]:
    write_report_csv(path, made, language=language)
    with path.open(encoding="utf-8-sig", newline="") as text:
        return list(csv.reader(text))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "report.csv"


def test_the_whole_file_line_by_line(path: Path, english: Language) -> None:
    proof = Proof(
        say("Two"), figure("a", "5.00"), figure("b", "4.99"), Figure("c", Decimal("0.01"), Difference("a", ("b",)))
    )
    made = report(
        table([row("Heading", style=RowStyle.HEADING), row("a", "1.50", None, number="7", level=2)]),
        table([row("b", "-60500")], amounts("Spent"), key="other", title=say("Fund balance"), currency="XOF"),
        facts=(Fact("grant", say("Grant"), "NER-CT-01", box="4a"), Fact("none", say("Funder"), None)),
        workings=((say("Refunds"), figure("w", "-0.10")),),
        proofs=(proof,),
        notes=(say("Rounding"),),
    )
    assert lines(path, made, english) == [
        ["Financial statement"],
        ["4a", "Grant", "NER-CT-01"],
        ["", "Funder", ""],
        [],
        ["By category"],
        ["", "Category", "Budget", "Spent"],
        ["", "Heading"],
        ["7", "a", "1.5", ""],
        [],
        ["Fund balance"],
        ["", "Category", "Spent"],
        ["", "b", "-60500"],
        [],
        ["Proof"],
        ["", "Refunds", "-0.1"],
        ["", "Two ways to the same figure", "First", "Second", "Difference, must be zero"],
        ["", "Two", "5", "4.99", "0.01"],
        [],
        ["Rounding"],
    ]


def test_an_empty_report_is_its_title(path: Path, english: Language) -> None:
    assert lines(path, report(facts=()), english) == [["Financial statement"]]
    assert path.read_bytes() == b"\xef\xbb\xbfFinancial statement\r\n"


def test_workings_without_a_proof_promise_none(path: Path, english: Language) -> None:
    made = report(facts=(), workings=((say("Refunds"), figure("w", "1")),))
    assert lines(path, made, english)[1:] == [[], ["Proof"], ["", "Refunds", "1"]]


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        ("-1234567.50", Unit.AMOUNT, "-1234567.5"),
        ("0.00", Unit.AMOUNT, "0"),
        ("-0.00", Unit.AMOUNT, "0"),
        ("1E+3", Unit.AMOUNT, "1000"),
        ("0.4115", Unit.SHARE, "0.4115"),
        ("600.1234567890", Unit.QUANTITY, "600.123456789"),
        ("123456789012345678.12", Unit.AMOUNT, "123456789012345678.12"),
        ("0.0000000001", Unit.QUANTITY, "0.0000000001"),
        (None, Unit.AMOUNT, ""),
    ],
)
def test_a_figure_is_plain_digits(path: Path, english: Language, value: str | None, unit: Unit, written: str) -> None:
    made = report(table([ReportRow("r", "a", (figure("f", value, unit),))], amounts("Amount")), facts=())
    assert lines(path, made, english)[-1] == ["", "a", written]


@pytest.mark.parametrize("code", ["fr", "ar"])
def test_numbers_and_days_are_the_same_in_every_language(
    path: Path, speak: Callable[[str], Language], code: str
) -> None:
    cells = (figure("f", "-1234.5"), date(2019, 9, 30))
    made = report(table([ReportRow("r", "a", cells)]), facts=(Fact("day", say("Day"), date(2020, 2, 29)),))
    found = lines(path, made, speak(code))
    assert found[-1] == ["", "a", "-1234.5", "2019-09-30"]
    assert found[1][2] == "2020-02-29"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+33 1", "'+33 1"),
        ("-", "'-"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("'=1", "'=1"),
        ("a=1", "a=1"),
        ('two\nlines, "so"; é', 'two\nlines, "so"; é'),
    ],
)
def test_no_text_runs_wherever_it_stands(path: Path, english: Language, text: str, written: str) -> None:
    sentence = dataclasses.replace(say("X"), text=text)
    made = report(
        table([ReportRow("r", text, (text,), number=text)], amounts(text), title=sentence, heading=sentence),
        title=sentence,
        facts=(Fact("f", sentence, text, box=text),),
        notes=(sentence,),
    )
    found = [cell for line in lines(path, made, english) for cell in line if cell]
    assert found == [written] * 11
