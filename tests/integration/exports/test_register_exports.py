"""What a list shows is what its file holds, from either engine: filtered, sorted, to the last row and the cent."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from desktop.cli.main import run_verb
from desktop.domain.progress import Silent
from desktop.exporters import register_file
from desktop.language import Language, UserError
from desktop.registers import find_register
from desktop.registers.query import Query, parse_filters
from desktop.services.browse import RegisterView, export_register
from desktop.services.offices import Office
from tests.helpers.records import Maker, making

_COLUMNS = ("entry_on", "reference", "description", "original_currency", "original_amount", "amount")


@pytest.fixture
def filled(office: Office) -> Office:
    """An office with grants in two currencies and 1,100 entries."""
    with making(office) as make:
        dollars, francs = make.grant(reference="GR-1"), make.grant(reference="GR-2", currency="XOF")
        for number in range(1_098):
            make.entry(dollars, f"{number + 1}.01", reference=f"PV-{number:04}", description="Fuel")
        make.entry(francs, "655957", reference="PV-X", description="=1+1", entry_on=date(2019, 12, 31))
        make.entry(dollars, "0.10", reference="PV-Y", description="Libellé: “eau”", entry_on=date(2019, 1, 1))
    return office


def _query(*where: str, **more: Any) -> Query:
    register = find_register("ledger")
    return Query(register, _COLUMNS, parse_filters(register, where), **more)


def _sheet(path: Path) -> list[tuple[Any, ...]]:
    """What people see of the list: without the hidden marks."""
    with closing(openpyxl.load_workbook(path, read_only=True)) as book:
        return [row[:-1] for row in book.worksheets[0].iter_rows(values_only=True)]


def test_whole_list_in_its_order(filled: Office, tmp_path: Path, english: Language) -> None:
    path = tmp_path / "ledger.xlsx"
    outcome = export_register(filled, _query(), path, language=english, progress=Silent())
    assert english.text(outcome.message) == "Wrote ledger.xlsx: 1,100 entries."
    heading, *rows = _sheet(path)
    assert heading == ("Date", "Document", "Description", "Original currency", "Original", "Amount", "Currency")
    shown = RegisterView(filled, _query()).window(0, 1_100)
    assert [row[1] for row in rows] == [row.values[1] for row in shown]
    assert rows[0][1:] == ("PV-Y", "Libellé: “eau”", "USD", 0.1, 0.1, "USD")
    assert rows[-1][1:] == ("PV-X", "=1+1", "XOF", 655957, 655957, "XOF")
    total = sum(Decimal(repr(row[5])) for row in rows if row[3] == "USD")
    assert total == sum(Decimal(number + 1) + Decimal("0.01") for number in range(1_098)) + Decimal("0.10")


def test_filters_search_and_order_are_those_of_the_view(filled: Office, tmp_path: Path, english: Language) -> None:
    path = tmp_path / "ledger.xlsx"
    query = _query("amount>=1000", "original_currency=USD", sort="amount", descending=True)
    export_register(filled, query, path, language=english, progress=Silent())
    _heading, *rows = _sheet(path)
    assert [row[4] for row in rows] == [number + 0.01 for number in range(1_098, 999, -1)]
    export_register(filled, _query(search="libellé"), path, language=english, progress=Silent())
    assert [row[1] for row in _sheet(path)[1:]] == ["PV-Y"]


def test_one_currency_is_named_in_the_heading(filled: Office, tmp_path: Path, english: Language) -> None:
    path = tmp_path / "ledger.xlsx"
    export_register(filled, _query("original_currency=USD"), path, language=english, progress=Silent())
    assert _sheet(path)[0][-1] == "Amount, USD"


def test_csv_holds_the_same(filled: Office, tmp_path: Path, english: Language) -> None:
    path = tmp_path / "ledger.CSV"
    outcome = export_register(filled, _query("reference=PV-X,PV-Y"), path, language=english, progress=Silent())
    assert english.text(outcome.message) == "Wrote ledger.CSV: 2 entries."
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
    assert rows[1:] == [
        ["2019-01-01", "PV-Y", "Libellé: “eau”", "USD", "0.1", "0.1", "USD"],
        ["2019-12-31", "PV-X", "'=1+1", "XOF", "655957", "655957", "XOF"],
    ]


def test_empty_list(office: Office, tmp_path: Path, english: Language) -> None:
    path = tmp_path / "ledger.xlsx"
    outcome = export_register(office, _query(), path, language=english, progress=Silent())
    assert english.text(outcome.message) == "Wrote ledger.xlsx: 0 entries."
    assert len(_sheet(path)) == 1


def test_in_french(file_office: Office, tmp_path: Path, speak: Callable[[str], Language]) -> None:
    with making(file_office) as make:
        make.project(status="2")
    path = tmp_path / "projets.xlsx"
    register = find_register("projects")
    query = Query(register, ("reference", "status"))
    outcome = export_register(file_office, query, path, language=speak("fr"), progress=Silent())
    assert speak("fr").text(outcome.message).endswith("1 projet.")
    status = speak("fr").text(register.column("status").choices["2"])
    assert _sheet(path) == [("Référence", speak("fr").text(register.column("status").label)), ("PR-1", status)]


@pytest.mark.parametrize("name", ["ledger.pdf", "ledger", "ledger.xls"])
def test_other_formats_are_refused(file_office: Office, tmp_path: Path, english: Language, name: str) -> None:
    path = tmp_path / name
    with pytest.raises(UserError) as trouble:
        export_register(file_office, _query(), path, language=english, progress=Silent())
    assert [str(sentence) for sentence in trouble.value.sentences()] == [
        f"GrantDesk does not write “{path.suffix}” files.",
        "Nothing was written.",
        "Choose a name that ends in .xlsx or .csv.",
    ]
    assert not path.exists()


def test_list_longer_than_a_sheet(
    file_office: Office, tmp_path: Path, english: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(register_file, "EXCEL_ROWS", 1)
    with making(file_office) as make:
        _two_grants(make)
    query = Query(find_register("grants"), ("reference",))
    with pytest.raises(UserError) as trouble:
        export_register(file_office, query, tmp_path / "grants.xlsx", language=english, progress=Silent())
    assert [english.text(sentence) for sentence in trouble.value.sentences()] == [
        "Excel holds 1,048,576 rows; this list has 2.",
        "Nothing was written.",
        "Filter the list first, or write it as .csv.",
    ]
    outcome = export_register(file_office, query, tmp_path / "grants.csv", language=english, progress=Silent())
    assert english.text(outcome.message) == "Wrote grants.csv: 2 grants."


def _two_grants(make: Maker) -> None:
    make.grant()
    make.grant()


def test_command_line_writes_the_same_file(
    file_office: Office, tmp_path: Path, english: Language, capsys: pytest.CaptureFixture[str]
) -> None:
    with making(file_office) as make:
        _two_grants(make)
    location = str(file_office.location.path)
    query = Query(find_register("grants"))
    export_register(file_office, query, tmp_path / "one.csv", language=english, progress=Silent())
    file_office.close()
    assert run_verb(["list", "grants", "--office", location, "--out", str(tmp_path / "two.csv")]) == 0
    assert capsys.readouterr().out == "Wrote two.csv: 2 grants.\n"
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()
    assert run_verb(["list", "grants", "--office", location, "--json"]) == 0
    assert [row["amount"] for row in json.loads(capsys.readouterr().out)] == ["100000.00", "100000.00"]
