"""A workbook in Arabic opens from the right, with amounts at the right, and holds nothing that is scrambled."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from string import ascii_lowercase

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from desktop.cli.main import run_verb
from desktop.config import paths
from desktop.language import Language, load_language, say, without_marks
from desktop.services.sample import new_sample_office

PERIOD = ("--from", "2019-07-01", "--to", "2019-09-30")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample office as an Arabic office has it."""
    path = tmp_path_factory.mktemp("arabic") / "sample.grantdesk"
    new_sample_office(str(path), actor="Test", language=load_language(paths.translations(), "ar")).close()
    return path


def sheets(path: Path) -> list[Worksheet]:
    return list(openpyxl.load_workbook(path).worksheets)


def texts(sheet: Worksheet) -> Iterator[str]:
    """Every text of a sheet, formulas left out."""
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and cell.data_type != "f":
                yield cell.value


def statement(sample: Path, folder: Path, language: str) -> list[Worksheet]:
    target = folder / "statement.xlsx"
    words = ["report", "statement", "--grant", "NER-CT-01", *PERIOD, "--office", str(sample), "--out", str(target)]
    assert run_verb(["--language", language, *words]) == 0
    return sheets(target)


def listed(sample: Path, target: Path, register: str, language: str = "ar") -> Path:
    words = ["list", register, "--office", str(sample), "--out", str(target)]
    assert run_verb(["--language", language, *words]) == 0
    return target


def test_statement_opens_from_the_right(sample: Path, tmp_path: Path, speak: Callable[[str], Language]) -> None:
    main_sheet, entries = statement(sample, tmp_path, "ar")
    assert (main_sheet.title, entries.title) == ("البيان المالي", speak("ar").text(say("Trace")))
    assert main_sheet.sheet_view.rightToLeft
    assert entries.sheet_view.rightToLeft
    assert [main_sheet["A1"].value, main_sheet["A3"].value] == ["مكتب الساحل", "البيان المالي"]


def test_statement_in_french_opens_from_the_left(sample: Path, tmp_path: Path) -> None:
    assert not any(sheet.sheet_view.rightToLeft for sheet in statement(sample, tmp_path, "fr"))


def test_statement_says_all_of_it_in_arabic(sample: Path, tmp_path: Path) -> None:
    main_sheet, _entries = statement(sample, tmp_path, "ar")
    words = {text for text in texts(main_sheet) if any(letter in ascii_lowercase for letter in text)}
    assert words == set()  # codes are the same in each language, and have capitals only


def test_period_of_a_statement_holds_each_date_together(sample: Path, tmp_path: Path) -> None:
    main_sheet, _entries = statement(sample, tmp_path, "ar")
    facts = {row[1].value: row[2].value for row in main_sheet.iter_rows(min_row=3, max_row=12)}
    assert facts["الفترة"] == "من \u20681 يوليو 2019\u2069 إلى \u206830 سبتمبر 2019\u2069"
    assert facts["المنحة"] == "NER-CT-01"


def test_footer_keeps_the_signs_that_excel_replaces(sample: Path, tmp_path: Path) -> None:
    main_sheet, _entries = statement(sample, tmp_path, "ar")
    footer = main_sheet.oddFooter
    assert footer is not None
    assert without_marks(str(footer.center.text)) == "الصفحة &P من &N"


def test_figures_and_their_headings_stand_at_the_right(sample: Path, tmp_path: Path) -> None:
    main_sheet, entries = statement(sample, tmp_path, "ar")
    figures = [cell for row in main_sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert len(figures) > 50
    assert {cell.alignment.horizontal for cell in figures} == {"right"}
    amounts = [row[11] for row in entries.iter_rows(min_row=2) if row[11].value is not None]
    assert len(amounts) > 300
    assert {cell.alignment.horizontal for cell in amounts} == {"right"}


def test_list_opens_from_the_right_with_exact_numbers_at_the_right(sample: Path, tmp_path: Path) -> None:
    sheet = sheets(listed(sample, tmp_path / "grants.xlsx", "grants"))[0]
    assert sheet.sheet_view.rightToLeft
    headings = [cell.value for cell in sheet[1]]
    assert headings[:3] == ["المرجع", "العنوان", "الجهة المانحة"]
    rows = {row[0].value: row for row in sheet.iter_rows(min_row=2)}
    available = rows["MLI-TR-02"][headings.index("المتاح")]
    assert available.value == -1214.08
    assert available.alignment.horizontal == sheet.cell(1, available.column).alignment.horizontal == "right"
    assert available.number_format == "#,##0.00;[Red]\\-#,##0.00"  # Excel writes its minus at the left


def test_codes_and_names_carry_no_marks(sample: Path, tmp_path: Path) -> None:
    for register in ("grants", "ledger", "projects", "organisations", "budget_lines"):
        sheet = sheets(listed(sample, tmp_path / f"{register}.xlsx", register))[0]
        assert [text for text in texts(sheet) if without_marks(text) != text] == [], register


def test_several_countries_are_parted_by_an_arabic_comma(sample: Path, tmp_path: Path) -> None:
    sheet = sheets(listed(sample, tmp_path / "projects.xlsx", "projects"))[0]
    assert "بوركينا فاسو، مالي، موريتانيا، النيجر، تشاد" in set(texts(sheet))


def test_csv_in_arabic_is_read_by_excel_and_by_programs(sample: Path, tmp_path: Path) -> None:
    path = listed(sample, tmp_path / "grants.csv", "grants")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    overspent = next(row for row in rows if row["المرجع"] == "MLI-TR-02")
    assert (overspent["المتاح"], overspent["النهاية"]) == ("-1214.08", "2019-09-30")


def test_dates_of_a_list_are_dates(sample: Path, tmp_path: Path) -> None:
    sheet = sheets(listed(sample, tmp_path / "ledger.xlsx", "ledger"))[0]
    assert sheet["A2"].value == datetime(2017, 1, 3)  # noqa: DTZ001 - dates of a workbook have no zone
    assert sheet["A2"].number_format == "d mmm yyyy"


def test_columns_of_a_terminal_stay_below_each_other(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run_verb(["--language", "ar", "list", "grants", "--office", str(sample)]) == 0
    lines = capsys.readouterr().out.splitlines()
    overspent = next(line for line in lines if line.startswith("MLI-TR-02"))
    other = next(line for line in lines if line.startswith("MLI-SJU-01"))
    assert without_marks(overspent) == overspent
    assert overspent.index("1,214.08") + len("1,214.08") == other.index("216,979.56") + len("216,979.56")
