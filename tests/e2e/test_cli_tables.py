"""Tables come into any list from the command line: several files, kept mappings, errors skipped, copies marked up."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from desktop.config import paths
from desktop.services.imports.sheets import KINDS
from tests.e2e.conftest import Run
from tests.helpers import sheets
from tests.helpers.engines import Engines

ORGANISATIONS = ("Reference", "Name", "Country")


@pytest.fixture
def place(engines: Engines, tmp_path: Path) -> Path:
    """An empty office."""
    return Path(engines.office("sqlite", tmp_path))


def _organisations(path: Path, *rows: tuple[Any, ...]) -> Path:
    return sheets.table(path, ORGANISATIONS, *rows, sheet="Partners")


def _listed(run: Run, place: Path, register: str = "organisations") -> list[str]:
    code = {"organisations": "reference", "ledger": "reference"}[register]
    return sorted(row[code] or "" for row in run("list", register, "--office", place, "--json").json)


def test_a_list_comes_in_once_and_what_differs_is_changed(run: Run, place: Path, tmp_path: Path) -> None:
    file = _organisations(tmp_path / "partners.xlsx", ("XX-1", "Legal aid", "NE"), ("XX-2", "Doctors", "ML"))
    words = ("import", "organisations", file, "--office", place)
    dry = run(*words, "--dry-run")
    assert (dry.status, dry.lines[1]) == (0, "Organisations: 2 new, 0 changed, 0 same")
    assert _listed(run, place) == []
    done = run(*words)
    assert (done.status, done.err) == (0, "")
    assert done.lines[0].startswith("Imported partners.xlsx: ")
    assert _listed(run, place) == ["XX-1", "XX-2"]
    again = run(*words, "--json").json
    assert (again["batch"], again["counts"]["same"], again["counts"]["new"]) == (None, 2, 0)
    _organisations(file, ("XX-1", "Legal aid of Zinder", "NE"), ("XX-2", "Doctors", "ML"))
    changed = run(*words, "--json").json
    assert changed["counts"] == {"new": 0, "changed": 1, "same": 1, "duplicate": 0, "conflict": 0, "error": 0}
    (row,) = changed["rows"]
    assert (row["row"], row["status"], row["comes_in"]) == (2, "changed", True)
    assert row["changes"] == {"name": ["Legal aid", "Legal aid of Zinder"]}


def test_the_json_of_an_import(run: Run, place: Path, tmp_path: Path) -> None:
    file = _organisations(tmp_path / "partners.xlsx", ("XX-1", "Legal aid", "NE"))
    told = run("import", "organisations", file, "--office", place, "--json").json
    assert list(told) == [
        *("file", "sha256", "kind", "sheet", "header_rows", "columns", "styles", "left_out", "mapping", "batch"),
        *("sentence", "counts", "sums", "checks", "missing", "notes", "refused", "problems", "rows", "dry_run"),
    ]
    assert (told["kind"], told["sheet"], told["header_rows"], told["batch"]) == ("organisations", "Partners", [1], 1)
    assert [(each["column"], each["heading"], each["field"]) for each in told["columns"]] == [
        ("A", "Reference", "reference"),
        ("B", "Name", "name"),
        ("C", "Country", told["columns"][2]["field"]),
    ]


def test_rows_with_errors_keep_everything_out_unless_they_are_skipped(run: Run, place: Path, tmp_path: Path) -> None:
    file = _organisations(tmp_path / "partners.xlsx", ("XX-1", "Legal aid", "NE"), ("XX-2", None, "ML"))
    words = ("import", "organisations", file, "--office", place)
    refused = run(*words)
    assert refused.status == 1
    assert "Imported" not in refused.out
    problem, last = refused.err.splitlines()
    assert problem.startswith("Error Partners!B3: ")
    assert last == (
        "partners.xlsx holds 1 problem. Nothing was imported. Correct them in the workbook, then import it again; "
        "--skip-errors brings the other rows in."
    )
    told = run(*words, "--json")
    assert (told.status, told.json["batch"], told.json["counts"]["error"]) == (1, None, 1)
    (found,) = told.json["problems"]
    assert (found["severity"], found["where"], found["row"], found["column"]) == ("error", "Partners!B3", 3, "B")
    assert _listed(run, place) == []
    done = run(*words, "--skip-errors")
    assert (done.status, "1 row with an error" in done.lines) == (0, True)
    assert _listed(run, place) == ["XX-1"]


def test_a_copy_is_written_in_which_every_problem_is_marked(run: Run, place: Path, tmp_path: Path) -> None:
    file = _organisations(tmp_path / "partners.xlsx", ("XX-1", "Legal aid", "NE"), ("XX-2", None, "ML"))
    copy = tmp_path / "marked.xlsx"
    done = run("import", "organisations", file, "--office", place, "--dry-run", "--marked-up", copy)
    assert done.status == 1
    book = openpyxl.load_workbook(copy)
    assert book["Partners"]["B3"].comment is not None
    assert book.sheetnames[1:] == ["Partners"]


def test_a_problem_of_a_row_names_its_first_cell(run: Run, sample: Path, tmp_path: Path) -> None:
    rows = [sheets.entry(5, Date=date(2019, 10, 2), Document=None, Currency="USD")] * 2
    file = sheets.ledger(tmp_path / "a.xlsx", *rows)
    done = run("import", "ledger", file, "--grant", "NER-CT-01", "--office", sample, "--dry-run")
    assert "Ledger!A3: " in done.err


def test_several_files_come_in_one_after_the_other(run: Run, place: Path, tmp_path: Path) -> None:
    """One that cannot be read does not keep out the others, and is told of in the end."""
    first = _organisations(tmp_path / "a.xlsx", ("XX-1", "Legal aid", "NE"))
    wrong = tmp_path / "b.xlsx"
    wrong.write_bytes(b"%PDF-1.7")
    last = _organisations(tmp_path / "c.xlsx", ("XX-2", "Doctors", "ML"))
    done = run("import", "organisations", first, wrong, last, "--office", place, "--json")
    assert done.status == 1
    assert [each["file"] for each in done.json] == ["a.xlsx", "b.xlsx", "c.xlsx"]
    assert [each["batch"] for each in done.json] == [1, None, 2]
    assert done.json[1]["refused"] is True
    assert "b.xlsx" in done.err
    assert _listed(run, place) == ["XX-1", "XX-2"]
    both = run("import", "organisations", first, last, "--office", place, "--marked-up", tmp_path / "m.xlsx")
    assert both.trouble.startswith("--marked-up writes the copy of one file.")


def test_a_mapping_is_remembered_and_taken(run: Run, place: Path, tmp_path: Path) -> None:
    file = _organisations(tmp_path / "a.xlsx", ("XX-1", "Legal aid", "NE"))
    words = ("import", "organisations", file, "--office", place)
    assert run(*words, "--remember", "Partners of the region").status == 0
    _organisations(file, ("XX-2", "Doctors", "ML"))
    told = run(*words, "--mapping", "Partners of the region", "--dry-run", "--json").json
    assert (told["mapping"], told["counts"]["new"], told["dry_run"]) == ("Partners of the region", 1, True)
    assert run(*words, "--mapping", "No such").trouble.startswith("No mapping is called No such. ")


def test_what_the_office_lacks_is_made_when_that_is_said(run: Run, place: Path, tmp_path: Path) -> None:
    file = sheets.table(
        tmp_path / "ledger.xlsx",
        ("Date", "Document", "Description", "Grant", "Currency", "Amount"),
        (date(2019, 3, 4), "PV-1", "Fuel", "GR-NEW", "USD", 5),
    )
    words = ("import", "ledger", file, "--office", place)
    refused = run(*words)
    assert refused.status == 1
    assert "GR-NEW" in refused.err
    told = run(*words, "--create-missing", "--json").json
    assert told["missing"] == [{"register": "grants", "name": "GR-NEW"}]
    assert (told["sums"], told["counts"]["new"]) == ({"USD": "5.00"}, 1)
    assert _listed(run, place, "ledger") == ["PV-1"]


def test_a_sheet_is_named(run: Run, place: Path, tmp_path: Path) -> None:
    file = _organisations(tmp_path / "a.xlsx", ("XX-1", "Legal aid", "NE"))
    words = ("import", "organisations", file, "--office", place)
    assert run(*words, "--sheet", "Partners", "--dry-run").status == 0
    assert run(*words, "--sheet", "No such").status == 1


def test_duplicates_stay_out_unless_they_are_wanted(run: Run, sample: Path, tmp_path: Path) -> None:
    rows = [sheets.entry(5, Date=date(2019, 10, 2), Document="X-1", Currency="USD")] * 2
    file = sheets.ledger(tmp_path / "a.xlsx", *rows)
    words = ("import", "ledger", file, "--grant", "NER-CT-01", "--office", sample)
    told = run(*words, "--dry-run", "--json").json
    assert (told["counts"]["new"], told["counts"]["duplicate"]) == (1, 1)
    (row,) = told["rows"]
    assert (row["row"], row["status"], row["comes_in"]) == (3, "duplicate", False)
    assert row["reason"]
    assert "1 duplicate row" in run(*words, "--with-duplicates").lines
    found = run("list", "ledger", "--office", sample, "--where", "reference=X-1", "--json").json
    assert [each["amount"] for each in found] == ["5.00", "5.00"]


def test_a_file_without_what_must_be_there_is_refused(run: Run, sample: Path, tmp_path: Path) -> None:
    file = sheets.ledger(tmp_path / "a.xlsx", sheets.entry(5))
    refused = run("import", "ledger", file, "--office", sample)
    assert refused.status == 1
    assert refused.err.splitlines()[-1].startswith("No column holds the grant. Nothing was imported. ")
    told = run("import", "ledger", file, "--office", sample, "--json").json
    assert [each["sentence"] for each in told["refused"]] == ["No column holds the grant."]
    assert list(paths.backups().iterdir()) == []


def test_rates_come_from_a_workbook_too(run: Run, place: Path, tmp_path: Path) -> None:
    file = sheets.table(
        tmp_path / "rates.xlsx",
        ("Currency", "Base", "Effective on", "Units", "Source"),
        ("XOF", "USD", date(2019, 11, 1), 588.25, "The bank"),
    )
    done = run("import", "rates", file, "--office", place)
    assert (done.status, done.err) == (0, "")
    assert [each["units"] for each in run("list", "rates", "--office", place, "--json").json] == ["588.25"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_list_says_of_a_file_without_a_table_that_there_is_none(
    run: Run, place: Path, tmp_path: Path, kind: str
) -> None:
    file = sheets.table(tmp_path / "a.xlsx", ("Hello",))
    done = run("import", kind, file, "--office", place)
    assert done.status == 1
    assert len(done.err.splitlines()[-1].split(". ")) >= 3


def test_what_a_column_leaves_open_is_asked_and_can_be_said(run: Run, place: Path, tmp_path: Path) -> None:
    rows: list[tuple[Any, ...]] = [("Date", "Document", "Grant", "Currency", "Amount", "Text", "Rate")]
    rows += [
        ("03/04/2019", "PV-1", "G-1", "CFA", "505,034", "Loyer", 600),
        ("05/06/2019", "PV-2", "G-1", "FCFA", "1,234", "", 600),
    ]
    file = sheets.table(tmp_path / "a.xlsx", *rows)
    words = ("import", "ledger", file, "--office", place, "--create-missing", "--column", "Text=counterparty")
    asked = run(*words)
    assert asked.status == 1
    assert [line.partition(":")[0] for line in asked.err.splitlines()[-4:-1]] == [
        "entry_on may be one of dmy and mdy",
        "original_currency may be one of XAF and XOF",
        "original_amount may be one of 1,234.50 and 1.234,50",
    ]
    assert "There is no rate" not in asked.err
    styles = ("entry_on=dmy", "original_currency=XOF", "original_amount=1,234.50")
    done = run(*words, *(word for style in styles for word in ("--style", style)), "--remember", "ERP")
    assert (done.status, done.err) == (0, "")
    listed = run("list", "ledger", "--office", place, "--json").json
    assert {(row["entry_on"], row["original_amount"], row["counterparty"]) for row in listed} == {
        ("2019-04-03", "505034", "Loyer"),
        ("2019-06-05", "1234", None),
    }
    again = run("import", "ledger", file, "--office", place, "--mapping", "ERP")
    assert again.lines[1] == "Ledger: 0 new, 0 changed, 2 same", "what was said is kept with the mapping"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--style", "entry_on=ydm"), "The values of entry_on cannot be written like ydm."),
        (("--style", "description=dmy"), "The values of description cannot be written like dmy."),
        (("--style", "amt=dmy"), "There is no field amt in this list."),
        (("--column", "B=document"), "There is no field document in this list."),
        (("--column", "Colour=line"), "No column, or more than one, is called Colour."),
    ],
)
def test_columns_are_said_by_their_names(
    run: Run, place: Path, tmp_path: Path, words: tuple[str, ...], sentence: str
) -> None:
    file = sheets.table(tmp_path / "a.xlsx", ("Date", "Document", "Amount"), (date(2019, 3, 4), "PV-1", 5))
    refused = run("import", "ledger", file, "--office", place, "--grant", "G-1", "--create-missing", *words)
    assert refused.trouble.startswith(f"{sentence} Nothing was imported. ")


def test_a_column_is_left_out_by_its_letter(run: Run, place: Path, tmp_path: Path) -> None:
    file = sheets.table(tmp_path / "a.xlsx", ("Date", "Document", "Amount"), (date(2019, 3, 4), "PV-1", 5))
    words = ("--grant", "G-1", "--create-missing", "--column", "b=")
    assert run("import", "ledger", file, "--office", place, *words).status == 0
    assert _listed(run, place, "ledger") == [""]


def test_a_column_without_an_equals_sign_is_refused(run: Run, place: Path, tmp_path: Path) -> None:
    refused = run("import", "ledger", tmp_path / "a.xlsx", "--office", place, "--style", "dmy")
    assert (refused.status, "“dmy” is not like NAME=VALUE" in refused.err) == (2, True)
