"""Every verb of the command line but `list`: what it prints, what it returns, and what it leaves behind."""

from __future__ import annotations

import hashlib
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from desktop import __version__
from desktop.config import paths
from desktop.config.settings import Settings, save_settings
from desktop.services.offices import SCHEMA
from tests.e2e.conftest import Run
from tests.helpers import iati
from tests.helpers.engines import Engines


@pytest.fixture
def place(engine_name: str, engines: Engines, tmp_path: Path) -> str:
    """Where no office is yet, on each engine."""
    return engines.empty(engine_name, tmp_path)


@pytest.fixture
def activities(tmp_path: Path) -> Path:
    """An IATI file with two projects and their grants."""
    return iati.write(
        tmp_path / "two.xml",
        *(
            iati.activity(
                f"XX-1-{number}",
                iati.budget(amount),
                iati.transaction("11", amount, provider="XX-9"),
                title=f"Project {number}",
            )
            for number, amount in ((1, "1000.25"), (2, "2000.50"))
        ),
    )


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """A ledger workbook with three costs and a total."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Date", "Document", "Description", "Line", "Currency", "Amount"])
    sheet.append([date(2019, 9, 2), "X-1", "Fuel, Kollo", "7.2", "USD", 118.4])
    sheet.append([date(2019, 9, 3), "X-2", "Printing", "2.1", "USD", 20.05])
    sheet.append([date(2019, 9, 4), "X-3", "Rooms", "4.2", "XOF", 60000])
    sheet.append([None, "Total", None, None, None, 138.45])
    path = tmp_path / "september.xlsx"
    book.save(path)
    return path


# --- new ----------------------------------------------------------------------------------------------------------


def test_new_makes_an_empty_office(run: Run, place: str) -> None:
    done = run("new", place, "--name", "Niamey")
    assert done.status == 0
    assert done.out.startswith("Made ")
    assert done.err == ""
    assert run("list", "grants", "--office", place, "--json").json == []
    assert run("check", "--office", place).out == "The office is sound.\n"


def test_new_shows_no_password(run: Run, engines: Engines, tmp_path: Path) -> None:
    address = engines.empty("postgresql", tmp_path)
    done = run("new", address.replace("postgres:@", "postgres:secret@"))
    assert done.status == 0
    assert "secret" not in done.out + done.err


def test_new_adds_the_suffix_and_never_writes_over(run: Run, tmp_path: Path) -> None:
    assert run("new", tmp_path / "niamey").out == f"Made {tmp_path / 'niamey.grantdesk'}.\n"
    before = (tmp_path / "niamey.grantdesk").read_bytes()
    assert run("new", tmp_path / "niamey").trouble == (
        "niamey.grantdesk is there already. It was left as it is. Choose another name, or open the existing office."
    )
    assert (tmp_path / "niamey.grantdesk").read_bytes() == before


def test_new_in_a_folder_that_is_not_there(run: Run, tmp_path: Path) -> None:
    assert run("new", tmp_path / "gone" / "a.grantdesk").trouble == (
        f"The folder {tmp_path / 'gone'} does not exist. No office was made. Make the folder first, or choose another."
    )
    assert not (tmp_path / "gone").exists()


def test_a_sample_speaks_the_language_it_was_made_in(run: Run, tmp_path: Path) -> None:
    done = run("--language", "fr", "new", tmp_path / "a.grantdesk", "--sample")
    assert done.out == f"{tmp_path / 'a.grantdesk'} créé.\n"
    titles = [row["title"] for row in run("list", "grants", "--office", tmp_path / "a.grantdesk", "--json").json]
    assert "Aide juridique aux détenus, Niger" in titles


# --- import -------------------------------------------------------------------------------------------------------


def test_import_iati_tells_what_came(run: Run, place: str, activities: Path) -> None:
    run("new", place)
    done = run("import", "iati", activities, "--office", place)
    assert (done.status, done.err) == (0, "")
    assert done.lines[0].startswith("Imported two.xml: ")
    amounts = [row["amount"] for row in run("list", "grants", "--office", place, "--json").json]
    assert sum(map(Decimal, amounts)) == Decimal("3000.75")


def test_import_as_json(run: Run, place: str, activities: Path) -> None:
    run("new", place)
    told = run("import", "iati", activities, "--office", place, "--json").json
    assert list(told) == [
        "file", "sha256", "dry_run", "batch", "sentence", "new", "changed", "same", "removed", "left_out",
        "notes", "problems",
    ]  # fmt: skip
    assert told["file"] == "two.xml"
    assert told["sha256"] == hashlib.sha256(activities.read_bytes()).hexdigest()
    assert (told["dry_run"], told["batch"]) == (False, 1)
    assert (told["new"]["project"], told["new"]["grant"], told["changed"]["grant"], told["same"]["grant"]) == (
        2, 2, 0, 0
    )  # fmt: skip
    assert told["problems"] == []
    again = run("import", "iati", activities, "--office", place, "--json").json
    assert (again["batch"], again["new"]["grant"], again["same"]["grant"]) == (None, 0, 2)
    assert again["sentence"] == "Nothing new in two.xml: everything is here already."


def test_a_dry_run_writes_nothing(run: Run, tmp_path: Path, activities: Path) -> None:
    office = tmp_path / "a.grantdesk"
    run("new", office)
    before = office.read_bytes()
    done = run("import", "iati", activities, "--office", office, "--dry-run")
    assert done.status == 0
    assert "Imported" not in done.out
    assert any(line.endswith("2 new, 0 changed, 0 same") for line in done.lines)
    told = run("import", "iati", activities, "--office", office, "--dry-run", "--json").json
    assert (told["dry_run"], told["batch"], told["new"]["grant"]) == (True, None, 2)
    assert office.read_bytes() == before
    assert list(paths.backups().iterdir()) == []


def test_import_ledger(run: Run, sample: Path, workbook: Path) -> None:
    done = run("import", "ledger", workbook, "--office", sample, "--grant", "NER-CT-01")
    assert (done.status, done.err) == (0, "")
    assert done.lines[0] == "Imported september.xlsx: 3 entries."
    assert "1 row is no record: a blank, a total or a note." in done.lines
    rows = run("list", "ledger", "--office", sample, "--where", "reference=X-1,X-2,X-3", "--json").json
    assert [(row["amount"], row["category"], row["batch"]) for row in rows][:2] == [
        ("118.40", "7", "september.xlsx"),
        ("20.05", "2", "september.xlsx"),
    ]
    assert (rows[2]["original_amount"], rows[2]["original_currency"]) == ("60000", "XOF")
    again = run("import", "ledger", workbook, "--office", sample, "--grant", "NER-CT-01")
    assert again.lines[0] == "Nothing new in september.xlsx: everything is here already."


def test_a_ledger_with_a_wrong_row_is_refused_whole(run: Run, sample: Path, workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    book.worksheets[0]["F3"] = "a lot"
    book.worksheets[0]["D2"] = "77"
    book.save(workbook)
    done = run("import", "ledger", workbook, "--office", sample, "--grant", "NER-CT-01")
    assert done.status == 1
    assert "Imported" not in done.out
    problems = done.err.splitlines()
    assert problems[0].startswith(
        "Error Sheet!D2: Line 77 is not in the budget of NER-CT-01. Lines that could be meant: 7"
    )
    assert problems[1].startswith("Error Sheet!F3: “a lot” is not a number.")
    assert problems[-1] == (
        "september.xlsx holds 2 problems. Nothing was imported. Correct them in the workbook, then import it again; "
        "--skip-errors brings the other rows in."
    )
    assert run("list", "ledger", "--office", sample, "--where", "reference=X-3", "--json").json == []
    told = run("import", "ledger", workbook, "--office", sample, "--grant", "NER-CT-01", "--json")
    assert told.status == 1
    assert (told.json["batch"], [problem["where"] for problem in told.json["problems"]]) == (
        None, ["Sheet!D2", "Sheet!F3"]
    )  # fmt: skip
    assert {problem["severity"] for problem in told.json["problems"]} == {"error"}


def test_a_ledger_needs_its_grant(run: Run, sample: Path, workbook: Path) -> None:
    assert run("import", "ledger", workbook, "--office", sample).trouble == (
        "No column holds the grant. Nothing was imported. "
        "Choose the column that holds it, or the grant that all rows belong to."
    )
    assert run("import", "ledger", workbook, "--office", sample, "--grant", "NER").trouble == (
        "There is no grant NER. Nothing was done. Nearest: NER-CT-01, SEN-YV-03, and MLI-TR-02."
    )


# --- report and check ---------------------------------------------------------------------------------------------

PERIOD = ("--from", "2019-01-01", "--to", "2019-06-30")


def test_a_statement_is_written(run: Run, sample: Path, tmp_path: Path) -> None:
    out = tmp_path / "statement.xlsx"
    done = run("report", "statement", "--grant", "NER-CT-01", *PERIOD, "--office", sample, "--out", out)
    assert (done.status, done.out, done.err) == (0, "Wrote statement.xlsx: 348 entries.\n", "")
    book = openpyxl.load_workbook(out)
    assert len(book.worksheets) == 2
    formulas = [
        cell.value
        for row in book.worksheets[0].iter_rows()
        for cell in row
        if isinstance(cell.value, str) and cell.value.startswith("=")
    ]
    assert len(formulas) > 40


def test_support_costs_not_yet_posted_leave_the_statement_proved(
    run: Run, sample: Path, workbook: Path, tmp_path: Path
) -> None:
    """Three costs came in, their support costs were not posted."""
    run("import", "ledger", workbook, "--office", sample, "--grant", "NER-CT-01")
    out = tmp_path / "s.xlsx"
    done = run("report", "statement", "--grant", "NER-CT-01", "--from", "2019-01-01", "--to", "2019-12-31",
               "--office", sample, "--out", out)  # fmt: skip
    assert done.status == 0
    (line,) = done.lines
    assert line.startswith("Wrote s.xlsx: ")


def test_a_statement_is_not_written_over_a_file_unasked(run: Run, sample: Path, tmp_path: Path) -> None:
    out = tmp_path / "s.xlsx"
    out.write_bytes(b"mine")
    words = ("report", "statement", "--grant", "NER-CT-01", *PERIOD, "--office", sample, "--out", out)
    assert run(*words).trouble.startswith("s.xlsx is there already. Nothing was written. ")
    assert out.read_bytes() == b"mine"
    assert run(*words, "--force").status == 0


BACKWARDS = ("--from", "2019-07-01", "--to", "2019-06-30")


@pytest.mark.parametrize(
    ("grant", "period", "name", "sentences"),
    [
        (
            "NER-CT-99",
            PERIOD,
            "s.xlsx",
            ["There is no grant NER-CT-99.", "Nothing was done.", "Nearest: NER-CT-01, SEN-YV-03, and SAH-JP-04."],
        ),
        (
            "NER-CT-01",
            BACKWARDS,
            "s.xlsx",
            [
                "The period ends before it starts.",
                "No report was made.",
                "Give the first day, then the last: 30 Jun 2019 to 1 Jul 2019.",
            ],
        ),
        (
            "NER-CT-01",
            PERIOD,
            "s.docx",
            [
                "GrantDesk does not write “.docx” files.",
                "Nothing was written.",
                "Choose a name that ends in one of these: .xlsx, .pdf, and .csv.",
            ],
        ),
        (
            "NER-CT-01",
            PERIOD,
            "gone/s.xlsx",
            [
                "s.xlsx cannot be written.",
                "The system says: No such file or directory.",
                "Choose another folder, or free some space.",
            ],
        ),
    ],
)
def test_statements_that_cannot_be_made(
    run: Run, sample: Path, tmp_path: Path, grant: str, period: tuple[str, ...], name: str, sentences: list[str]
) -> None:
    done = run("report", "statement", "--grant", grant, *period, "--office", sample, "--out", tmp_path / name)
    assert done.trouble == " ".join(sentences)
    assert not (tmp_path / name).exists()


def test_check_prints_findings_the_worst_first(run: Run, sample: Path) -> None:
    done = run("check", "--office", sample)
    assert done.status == 0
    lines = [line.replace("\u00a0", " ") for line in done.lines]
    assert lines[0] == (
        "Error MLI-TR-02: Overspent by USD 1,214.08. The final statement cannot be closed. "
        "Move costs to another grant, or agree a higher amount with the funder."
    )
    kinds = [line.split()[0] for line in lines]
    assert kinds == ["Error", *["Warning"] * 8, *["Note"] * 6, "The"]
    assert lines[-1].startswith("The file and the history are sound; ")


def test_check_as_json(run: Run, sample: Path) -> None:
    told = run("check", "--office", sample, "--json").json
    assert told["sound"] is True
    assert told["findings"][0] == {
        "severity": "error",
        "code": "overspent",
        "register": "grants",
        "record": "MLI-TR-02",
        "sentence": "Overspent by USD\u00a01,214.08. The final statement cannot be closed.",
        "fix": "Move costs to another grant, or agree a higher amount with the funder.",
    }


def test_check_in_french(run: Run, sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRANTDESK_LANGUAGE", "fr_NE")
    lines = [line.replace("\u00a0", " ") for line in run("check", "--office", sample).lines]
    assert lines[0].startswith("Erreur MLI-TR-02: Dépassement de 1 214,08 USD.")
    assert (
        lines[-1]
        == "Le fichier et l’historique sont sains\u202f; 1 erreur, 8 avertissements et 6 remarques dans les montants."
    )


# --- backup, restore, upgrade, version ----------------------------------------------------------------------------


def test_backup_and_restore(run: Run, sample: Path, tmp_path: Path, place: str) -> None:
    backup = tmp_path / "b.grantdesk"
    done = run("backup", "--office", sample, backup)
    fingerprint = hashlib.sha256(backup.read_bytes()).hexdigest()
    assert (done.status, done.out) == (0, f"Backed up to {backup}. Fingerprint {fingerprint[:16]}.\n")
    restored = run("restore", backup, "--office", place)
    assert restored.status == 0
    assert restored.out.startswith("Restored b.grantdesk to ")
    here, there = (run("list", "ledger", "--office", office, "--json").json for office in (sample, place))
    assert here == there
    assert run("restore", backup, "--office", place).trouble.startswith("Something is at ")
    assert run("backup", "--office", sample, backup).trouble.startswith("b.grantdesk is there already.")


def test_upgrade_of_an_office_of_today(run: Run, sample: Path) -> None:
    done = run("upgrade", "--office", sample)
    assert (done.status, done.out) == (0, f"sample.grantdesk is up to date: schema {SCHEMA}.\n")


def test_version(run: Run) -> None:
    assert run("version").out == f"GrantDesk {__version__}, schema {SCHEMA}\n"


# --- settings, stopping ---------------------------------------------------------------------------------------------


def test_the_language_of_the_settings_is_used(run: Run, sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GRANTDESK_LANGUAGE")
    save_settings(Settings(language="fr", actor="Aïcha"), paths.settings_file())
    assert run("list", "grants", "--office", sample).lines[-1] == "7 subventions"
    assert run("check", "--office", sample).lines[-1].startswith("Le fichier et l’historique sont sains\u202f;")


def test_the_name_of_the_settings_stands_in_the_history(run: Run, tmp_path: Path, activities: Path) -> None:
    save_settings(Settings(actor="Aïcha"), paths.settings_file())
    run("new", tmp_path / "a.grantdesk")
    run("import", "iati", activities, "--office", tmp_path / "a.grantdesk")
    (entry,) = run("list", "history", "--office", tmp_path / "a.grantdesk", "--json").json
    assert entry["actor"] == "Aïcha"


def test_stopping_it_is_no_fault(run: Run, sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_arguments: object, **_options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("desktop.services.browse.all_rows", interrupted)
    assert run("list", "grants", "--office", sample).trouble == "Stopped. Nothing was changed."
