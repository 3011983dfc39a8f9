"""The statement of a ledger in Excel: its formulas, calculated, give the figures of the database on both engines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import openpyxl
import pytest

from desktop.config import paths
from desktop.language import Language, UserError, load_language
from desktop.registers import find_register
from desktop.registers.query import Query, parse_filters
from desktop.reports.report import Unit
from desktop.services.browse import RegisterView
from desktop.services.offices import Office
from desktop.services.reports import write_report
from desktop.services.sample import new_sample_office
from tests.helpers.extracts import entry, extract, look_at
from tests.helpers.formulas import recalculated
from tests.helpers.records import making
from tests.helpers.reporting import statement_of


@pytest.fixture
def filled(office: Office) -> Office:
    """An office with a grant of USD 10,000.00 for 2019, its budget, and entries in both halves of the year."""
    with making(office) as make:
        grant = make.grant(reference="GR-1", amount=Decimal(10000), indirect_rate=Decimal(13))
        budget = make.budget(grant)
        fuel = make.line(budget, "1.1", "3000.00", category=7)
        make.line(budget, "8", "390.00", category=8)
        make.entry(grant, "5000.00", kind="receipt", entry_on=date(2019, 1, 15))
        for day, amount in ((date(2019, 3, 4), "0.10"), (date(2019, 6, 30), "0.20"), (date(2019, 7, 1), "99.70")):
            make.entry(grant, amount, line_id=fuel.id, category=7, entry_on=day)
        make.entry(grant, "13.00", category=8, entry_on=date(2019, 12, 31))
        make.entry(grant, "40.00", kind="commitment", category=5, entry_on=date(2019, 8, 1))
        make.entry(grant, "7.00", entry_on=date(2020, 1, 1))
    return office


def _calculated(path: Path, label: str, columns: str = "C") -> list[Decimal]:
    book = openpyxl.load_workbook(path)
    main = book.worksheets[0]
    row = next(row for row in range(1, main.max_row + 1) if main.cell(row, 2).value == label)
    values = [recalculated(book, main.title, f"{column}{row}") for column in columns]
    return [value for value in values if isinstance(value, Decimal)]


def test_second_half_of_the_year(filled: Office, tmp_path: Path, english: Language) -> None:
    report = statement_of(filled, grant="GR-1", first=date(2019, 7, 1), last=date(2019, 12, 31))
    path = tmp_path / "statement.xlsx"
    outcome = write_report(filled, report, path, language=english)
    assert english.text(outcome.message) == "Wrote statement.xlsx: 6 entries."
    assert report.is_proved
    amounts = [Decimal(text) for text in ("3390.00", "112.70", "113.00", "40.00", "3237.00")]
    assert _calculated(path, "Total", "CDEFG") == amounts
    columns = ("budget", "period", "cumulative", "committed", "balance")
    assert [report.figure(f"{column}.total").value for column in columns] == amounts
    assert _calculated(path, "Opening balance") == [Decimal("4999.70")]
    assert _calculated(path, "Closing balance") == [Decimal("4887.00")]


def test_it_sums_what_the_ledger_sums(filled: Office, tmp_path: Path, english: Language) -> None:
    path = tmp_path / "statement.xlsx"
    report = statement_of(filled, grant="GR-1", first=date(2019, 1, 1), last=date(2019, 12, 31))
    write_report(filled, report, path, language=english)
    ledger = find_register("ledger")
    filters = parse_filters(ledger, ["entry_on<=2019-12-31", "grant=GR-1"])
    view = RegisterView(filled, Query(ledger, ("spent",), filters))
    (spent,) = view.totals().by_column["spent"]
    assert _calculated(path, "All expenditure in the ledger") == [spent.amount] == [Decimal("113.00")]


def test_imported_workbook_reaches_the_statement_to_the_cent(filled: Office, tmp_path: Path, english: Language) -> None:
    rows = [entry(0.1, Document=f"PV-{number}", Category="Travel") for number in range(300)]
    look_at(filled, extract(*rows)).bring_in()
    report = statement_of(filled, grant="GR-1", first=date(2019, 1, 1), last=date(2019, 12, 31))
    target = tmp_path / "statement.xlsx"
    write_report(filled, report, target, language=english)
    assert report.figure("cumulative.5").value == Decimal("30.00")
    assert _calculated(target, "Travel", "DE") == [Decimal("30.0"), Decimal("30.0")]


@pytest.mark.parametrize("code", ["en", "fr"])
def test_every_grant_of_the_sample(tmp_path: Path, speak: Callable[[str], Language], code: str) -> None:
    language = speak(code)
    office = new_sample_office(str(tmp_path / "sample.grantdesk"), actor="Test", language=language)
    view = RegisterView(office, Query(find_register("grants"), ("reference",)))
    grants = [str(row.values[0]) for row in view.window(0, 99)]
    assert len(grants) >= 3
    for grant in grants:
        report = statement_of(office, grant=grant, first=date(2019, 1, 1), last=date(2019, 10, 21))
        path = tmp_path / "statement.xlsx"
        write_report(office, report, path, language=language)
        book = openpyxl.load_workbook(path)
        main, entries = book.worksheets
        assert entries.max_row == report.entry_count + 1
        total = next(row for row in range(1, main.max_row + 1) if main.cell(row, 2).value == "Total")
        for column, figure in zip("CDEFGH", report.tables[0].rows[-1].figures, strict=True):
            shown = recalculated(book, main.title, f"{column}{total}")
            if figure.value is not None:
                assert isinstance(shown, Decimal)
                exact = Decimal("0.0001") if figure.unit is Unit.SHARE else Decimal("0.01")
                assert shown.quantize(exact, rounding=ROUND_HALF_UP) == figure.value
    office.close()


def test_period_the_wrong_way_round(file_office: Office) -> None:
    english = load_language(paths.translations(), "en")
    with pytest.raises(UserError) as trouble:
        statement_of(file_office, grant="GR-1", first=date(2019, 12, 31), last=date(2019, 1, 1))
    assert [english.text(sentence) for sentence in trouble.value.sentences()] == [
        "The period ends before it starts.",
        "No report was made.",
        "Give the first day, then the last: 1 Jan 2019 to 31 Dec 2019.",
    ]


def test_grant_that_is_not_there(file_office: Office) -> None:
    with pytest.raises(UserError) as trouble:
        statement_of(file_office, grant="GR-9", first=date(2019, 1, 1), last=date(2019, 12, 31))
    assert str(trouble.value.title) == "There is no grant GR-9."
    assert str(trouble.value.remedy) == "Add the grant first."


def test_workbook_that_is_open_elsewhere_stays(filled: Office, tmp_path: Path, english: Language) -> None:
    report = statement_of(filled, grant="GR-1", first=date(2019, 1, 1), last=date(2019, 12, 31))
    (tmp_path / "statement.xlsx").mkdir()
    with pytest.raises(UserError) as trouble:
        write_report(filled, report, tmp_path / "statement.xlsx", language=english)
    assert str(trouble.value.title).startswith("statement.xlsx cannot be ")
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".partial"] == []
