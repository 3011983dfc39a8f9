"""A report as csv: its tables one below the other, plain for programs and safe for spreadsheets."""

from __future__ import annotations

import csv
import dataclasses
import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from desktop.domain.money import Money
from desktop.exporters.report_csv import write_report_csv
from desktop.language import Language, UserError, Value, say
from desktop.reports.report import Fact, Report, ReportRow
from tests.helpers.report_books import ENTRIES, ROWS, everything, statement


def _lines(path: Path, report: Report, language: Language) -> list[list[str]]:
    write_report_csv(path, report, language=language)
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "report.csv"


def test_tables_stand_below_each_other_with_plain_numbers(path: Path, english: Language) -> None:
    lines = _lines(path, statement(*ENTRIES), english)
    assert path.read_bytes().startswith(b"\xef\xbb\xbfFinancial statement\r\n")
    assert lines[1] == ["", "Grant", "NER-CT-01"]
    heading = lines.index(["By category"]) + 1
    assert lines[heading][:4] == ["", "Category", "Budget", "Expenditure of the period"]
    assert lines[heading + 1] == [
        "1",
        "Staff and other personnel costs",
        "300",
        "123.45",
        "0",
        "123.45",
        "0",
        "176.55",
        "0.4115",
    ]
    assert lines[heading + 5][-1] == ""  # no share of nothing
    assert ["Fund balance"] in lines
    proof = lines.index(["Proof"])
    difference = next(line for line in lines[proof:] if line[1:2] == ["Categories and ledger"])
    assert difference == ["", "Categories and ledger", "151.18", "151.18", "0"]
    assert lines[-1] == [english.text(statement(*ENTRIES).notes[-1])]


def test_text_is_safe_and_every_kind_of_cell_is_plain(path: Path, english: Language) -> None:
    for text, written in (("=1+1", "'=1+1"), ("-", "'-")):
        made = everything(*ROWS, facts=(Fact("fact", say("Fact"), text, "4a"),), notes=())
        assert ["4a", "Fact", written] in _lines(path, made, english)
    cells: tuple[Value | None, ...] = (
        Decimal("-1240.5000"),
        7,
        date(2019, 8, 1),
        datetime(2019, 8, 1, 12, 30, tzinfo=UTC),
        Money(Decimal("5.00"), "USD"),
        say("A {what}", what="word"),
        ["one", "two"],
        None,
    )
    table = dataclasses.replace(everything().tables[0], rows=(ReportRow("row", "+1", cells, number="=2"),))
    lines = _lines(path, everything(tables=(table,), workings=(), proofs=(), notes=(), chart=None), english)
    moment = "2019-08-01 12:30+00:00"
    assert lines[-1] == ["'=2", "'+1", "-1240.5", "7", "2019-08-01", moment, "USD 5", "A word", "one and two", ""]


@pytest.mark.parametrize("code", ["fr", "ar"])
def test_words_are_in_the_language_of_the_donor(path: Path, speak: Callable[[str], Language], code: str) -> None:
    made, language = statement(*ENTRIES), speak(code)
    lines = _lines(path, made, language)
    assert lines[0] == [language.text(made.title)]
    assert [language.text(made.tables[0].title)] in lines


def test_file_that_cannot_be_written(tmp_path: Path, english: Language) -> None:
    with pytest.raises(UserError):
        write_report_csv(tmp_path / "missing" / "report.csv", statement(), language=english)
