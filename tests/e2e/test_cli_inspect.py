"""What a file holds, said without an office; and empty workbooks to fill in."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from desktop.services.imports.templates import TEMPLATE_KINDS
from tests.e2e.conftest import Run
from tests.helpers import sheets
from tests.helpers.shared import real_file


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A ledger under a title, with a total that is not what its rows make."""
    return sheets.table(
        tmp_path / "ledger.xlsx",
        ("Expenditure of March",),
        (),
        ("Date", "Document", "Description", "Supplier", "Currency", "Amount", "Remarks"),
        (date(2019, 3, 4), "PV-1", "Fuel", "Total", "USD", 5, "x"),
        (date(2019, 3, 5), "PV-2", "Rent", "Owner", "USD", 7.5, "y"),
        ("Total", None, None, None, None, 13, None),
        sheet="March",
    )


def test_it_says_what_was_recognised(run: Run, ledger: Path) -> None:
    done = run("inspect", ledger, "--kind", "ledger")
    assert done.status == 0
    assert done.lines[0] == "ledger.xlsx: 2 rows for the list “Ledger”, in the sheet March."
    assert done.lines[1] == "Headings in row 3."
    assert any(line.startswith("A “Date” → entry_on (") for line in done.lines)
    assert any(line.startswith("G “Remarks” is left out: ") for line in done.lines)
    assert "Left out: 1 row (total)" in done.lines
    assert "March!F6: the workbook states 13, its 2 lines make 12.5." in done.lines


def test_it_is_printed_for_programs(run: Run, ledger: Path) -> None:
    told = run("inspect", ledger, "--json").json
    assert (told["kind"], told["sheet"], told["header_rows"], told["rows"]) == ("ledger", "March", [3], 2)
    (check,) = told["checks"]
    assert (check["where"], check["stated"], check["summed"], check["lines"]) == ("March!F6", "13", "12.5", 2)
    assert {"column": "A", "heading": "Date", "field": "entry_on"}.items() <= told["columns"][0].items()


def test_problems_have_their_address(run: Run, tmp_path: Path) -> None:
    rows = [sheets.entry(5), sheets.entry("a lot"), sheets.entry(7)]
    file = sheets.ledger(tmp_path / "a.xlsx", *rows)
    done = run("inspect", file, "--kind", "ledger", "--sheet", "Ledger")
    assert (done.status, done.err.startswith("Error Ledger!G3: ")) == (0, True)
    assert run("inspect", file, "--json").json["problems"][0]["where"] == "Ledger!G3"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"%PDF-1.7 and so on", id="PDF"),
        pytest.param(b"PK\x03\x04" + bytes(400), id="broken zip"),
    ],
)
def test_a_file_that_is_refused_ends_in_one_sentence(run: Run, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "file.xlsx"
    file.write_bytes(content)
    assert "file.xlsx" in run("inspect", file).trouble
    assert run("inspect", file, "--json").trouble
    assert run("inspect", tmp_path / "gone.xlsx").trouble


def test_a_real_workbook_whose_totals_are_wrong(run: Run) -> None:
    told = run("inspect", real_file("xlsx/autorpt_budget.xlsx"), "--json").json
    stated = {check["stated"]: check["summed"] for check in told["checks"] if check["grand"]}
    assert {"379500", "489500"} <= {*stated, *stated.values()}


def test_a_template_is_written_and_recognised(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "partenaires.xlsx"
    done = run("template", "organisations", out, "--language", "fr")
    assert (done.status, done.err) == (0, "")
    assert openpyxl.load_workbook(out).worksheets
    assert run("template", "organisations", out).trouble.startswith("partenaires.xlsx is there already.")
    assert run("template", "organisations", out, "--force").status == 0
    assert run("template", "organisations", tmp_path / "a.csv").trouble.startswith("A template is an Excel workbook.")
    told = run("inspect", out, "--kind", "organisations", "--json").json
    assert "name" in {column["field"] for column in told["columns"]}


def test_there_is_a_template_for_each_list_that_is_written(run: Run, tmp_path: Path) -> None:
    for kind in TEMPLATE_KINDS:
        assert run("template", kind, tmp_path / f"{kind}.xlsx").status == 0
