"""The lists of a pack of evidence: which entry is on which, links that open what they may, and plain rows as csv."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl import Workbook

from desktop.exporters.evidence_lists import (
    ALL,
    ENTRIES,
    INDEX,
    MISSING,
    MOST_FILES,
    Listed,
    listed,
    require_room,
    written_lists,
)
from desktop.language import Language, UserError, say
from desktop.reports.evidence import Attached, Placed, by_entry, entries_of, placed
from desktop.reports.trace import TraceRow
from tests.helpers.report_values import entry

MOMENT = datetime(2019, 10, 9, 17, 30)  # noqa: DTZ001 - a workbook knows no zones


def attached(number: int, *, entry_id: int = 0, name: str = "scan.pdf", label: str = "PV-0001", **more: Any) -> Placed:
    plain: dict[str, Any] = {"kind": "invoice", "size": 1234, "sha256": "ab" * 32, "added_on": date(2019, 9, 1)}
    return placed("files", [Attached(number, entry_id, label, name, **plain | more)])[0]


def written(
    folder: Path, language: Language, rows: Sequence[TraceRow], files: Sequence[Placed] = (), **more: Any
) -> tuple[int, int]:
    """Writes the lists of some rows; tells how many are among the entries and how many lack a document."""
    held: Mapping[int, Sequence[Placed]] = by_entry(files)
    with written_lists(folder, title="Pack\x01", moment=MOMENT, language=language, files=held, **more) as lists:
        for each, some in entries_of(rows):
            lists.add(each, some)
        for file in files:
            lists.list_file(listed(file, is_linked=True))
    return lists.entries, lists.missing


def csv_rows(path: Path) -> list[list[str]]:
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as text:
        return list(csv.reader(text))


def index_of(folder: Path) -> Workbook:
    return openpyxl.load_workbook(folder / INDEX)


def values(book: Workbook, sheet: int, row: int) -> list[Any]:
    return [cell.value for cell in book.worksheets[sheet][row]]


def test_an_entry_with_a_file_is_not_missing_and_one_without_is(tmp_path: Path, english: Language) -> None:
    rows = [
        entry(1, grant="NER-CT-01", currency="USD"),
        entry(2, grant="NER-CT-01", currency="USD"),
        entry(3, when="before"),  # reported before
        entry(4, spent=None, received=Decimal(5)),  # no cost
        entry(5, spent=Decimal("0.00")),
        entry(6, spent=Decimal("-3.10"), when="adjustment", currency="USD"),
    ]
    assert written(tmp_path, english, rows, [attached(1, entry_id=1)]) == (6, 2)
    assert sorted(each.name for each in tmp_path.iterdir() if each.is_file()) == sorted(ALL)
    book = index_of(tmp_path)
    assert book.sheetnames == ["Index", "Files", "Missing", "Entries"]
    assert [sheet.max_row for sheet in book.worksheets] == [7, 2, 3, 7]
    day = datetime(2019, 8, 15)  # noqa: DTZ001 - cells have no zone
    assert values(book, 0, 2) == [
        *(day, "PV-0001", "Entry 1", "Expenditure", "NER-CT-01", "USD", 101, None, None, 1, "files/PV-0001 scan.pdf"),
    ]
    assert values(book, 0, 3)[9:] == [0, None]
    assert values(book, 2, 2) == [day, "PV-0002", "Entry 2", "Expenditure", "NER-CT-01", "USD", 102, None, None]
    assert values(book, 2, 3)[6] == -3.1
    missing = csv_rows(tmp_path / MISSING)
    assert missing[0][-3:] == ["Spent", "Committed", "Received"]
    assert missing[1:] == [
        ["2019-08-15", "PV-0002", "Entry 2", "Expenditure", "NER-CT-01", "USD", "102", "", ""],
        ["2019-08-15", "PV-0006", "Entry 6", "Expenditure", "", "USD", "-3.1", "", ""],
    ]


def test_rows_of_csv_are_plain_and_whole(tmp_path: Path, english: Language) -> None:
    row = entry(
        1,
        description='=HYPERLINK("http://x")\nmore; "words"',
        reference="-1",
        category="7",
        line="3-4",
        outcome="1",
        output="1.10",
        activity="A",
        project="P",
        original_currency="XOF",
        original_amount=Decimal("-60500.000"),
        rate=Decimal("600.1234567890"),
        rate_on=date(2019, 8, 1),
        rate_source="UN",
        when="adjustment",
        spent=Decimal("-100.50"),
        committed=Decimal("1E+3"),
    )
    files = placed("files", [Attached(n, 1, "-1", "a.pdf", "invoice", 1, "", date(2019, 9, 1)) for n in (1, 2)])
    written(tmp_path, english, [row], files)
    heading, line = csv_rows(tmp_path / ENTRIES)
    assert dict(zip(heading, line, strict=True)) == {
        "Date": "2019-08-15",
        "Document": "'-1",
        "Description": '\'=HYPERLINK("http://x")\nmore; "words"',
        "Kind": "Expenditure",
        "Grant": "",
        "Category": "7",
        "Line": "3-4",
        "Outcome": "1",
        "Output": "1.10",
        "Activity": "A",
        "Project": "P",
        "Currency": "XOF",
        "Original": "-60500",
        "Rate": "600.123456789",
        "Rate is for": "1",
        "Rate of": "2019-08-01",
        "Source of the rate": "UN",
        "When": "earlier, not reported then",
        "Currency of the grant": "",
        "Spent": "-100.5",
        "Committed": "1000",
        "Received": "",
        "Files": "2",
        "In the pack as": "files/-1 a.pdf | files/-1 a (2).pdf",
    }


def test_text_in_cells_is_text_and_numbers_have_the_decimals_of_their_currency(
    tmp_path: Path, english: Language
) -> None:
    rows = [
        entry(1, description="=1+1", reference="@a", currency="XOF", spent=Decimal(60500)),
        entry(2, description="a\x0bb\ufffe", currency="TND", spent=Decimal("-1.5")),
        entry(3, entry_on=date(1900, 2, 28), currency="USD", spent=Decimal("1.2345")),
    ]
    written(tmp_path, english, rows)
    sheet = index_of(tmp_path).worksheets[0]
    assert (sheet["C2"].value, sheet["C2"].data_type, sheet["C2"].quotePrefix) == ("=1+1", "s", True)
    assert (sheet["B2"].value, sheet["B2"].quotePrefix) == ("@a", True)
    assert sheet["C3"].value == "ab"
    assert [sheet.cell(row, 7).number_format for row in (2, 3, 4)] == [
        "#,##0;[Red]\\-#,##0",
        "#,##0.000;[Red]\\-#,##0.000",
        "#,##0.0000;[Red]\\-#,##0.0000",
    ]
    assert (sheet["A4"].value, sheet["A4"].data_type) == ("1900-02-28", "s")
    assert (sheet["A2"].is_date, sheet["A2"].number_format) == (True, "d mmm yyyy")


def test_an_entry_taken_back_and_made_anew_stands_once_in_the_index(tmp_path: Path, english: Language) -> None:
    rows = [
        entry(1, when="before", spent=Decimal(100), description="old"),
        entry(1, spent=Decimal(-100), description="back"),
        entry(1, spent=Decimal(90), description="new"),
        entry(2, spent=Decimal("0.10")),
    ]
    assert written(tmp_path, english, rows) == (4, 2)
    book = index_of(tmp_path)
    assert [values(book, 0, row)[2] for row in (2, 3)] == ["new", "Entry 2"]
    assert [values(book, 0, row)[6] for row in (2, 3)] == [90, 0.1]
    assert [line[2] for line in csv_rows(tmp_path / ENTRIES)[1:]] == ["old", "back", "new", "Entry 2"]


# --- links -----------------------------------------------------------------------------------------------------------


def test_links_are_relative_and_open_only_what_may_be_opened(tmp_path: Path, english: Language) -> None:
    safe, unsafe = attached(1, entry_id=1), attached(2, entry_id=1, name="run.exe")
    written(tmp_path, english, [entry(1)], [safe, unsafe], unlinked=frozenset({unsafe.path}))
    sheet = index_of(tmp_path).worksheets[0]
    assert [sheet.cell(1, column).value for column in (11, 12)] == ["File 1", "File 2"]
    link = sheet["K2"].hyperlink
    assert link is not None
    # Excel wants it so, and LibreOffice reads it as a path as well
    assert (link.target, sheet["K2"].value) == ("files\\PV-0001%20scan.pdf", "files/PV-0001 scan.pdf")
    assert (sheet["L2"].value, sheet["L2"].hyperlink) == ("files/PV-0001 run.exe", None)


def test_the_index_has_no_more_columns_of_files_than_it_says_but_counts_all(tmp_path: Path, english: Language) -> None:
    many = [Attached(n, 1, "PV", f"{n}.pdf", "invoice", 1, "", date(2019, 9, 1)) for n in range(MOST_FILES + 3)]
    files = placed("files", many)
    written(tmp_path, english, [entry(1)], files)
    book = index_of(tmp_path)
    assert book.worksheets[0].max_column == 10 + MOST_FILES
    assert values(book, 0, 2)[9] == MOST_FILES + 3
    assert book.worksheets[1].max_row == MOST_FILES + 4
    assert csv_rows(tmp_path / ENTRIES)[1][-1].count(" | ") == MOST_FILES + 2


def test_the_sheet_of_files_says_what_each_is(tmp_path: Path, english: Language) -> None:
    file = attached(1, entry_id=1)
    assert listed(file, is_linked=False) == Listed(
        *("files/PV-0001 scan.pdf", "PV-0001", listed(file, is_linked=True).kind, date(2019, 9, 1), 1234, "ab" * 32),
        is_linked=False,
    )
    written(tmp_path, english, [], [attached(1, kind="what nobody knows", size=1_234_567)])
    sheet = index_of(tmp_path).worksheets[1]
    assert [cell.value for cell in sheet[1]] == ["File", "Belongs to", "Kind", "Added on", "Size in bytes", "SHA-256"]
    assert [sheet["B2"].value, sheet["C2"].value, sheet["E2"].value] == ["PV-0001", "Other", 1234567]
    assert (sheet["E2"].number_format, sheet["F2"].value) == ("#,##0", "ab" * 32)
    assert sheet.auto_filter.ref == "A1:F2"


# --- who, and in which language --------------------------------------------------------------------------------------


def test_nobody_is_named_unless_that_is_wanted(tmp_path: Path, english: Language) -> None:
    rows = [entry(1), entry(2)]
    written(tmp_path, english, rows)
    assert "Counterparty" not in csv_rows(tmp_path / ENTRIES)[0]
    assert "Counterparty" not in csv_rows(tmp_path / MISSING)[0]
    written(tmp_path, english, rows, counterparties={2: "+A. Person"})
    assert [line[-1] for line in csv_rows(tmp_path / ENTRIES)] == ["Counterparty", "", "'+A. Person"]
    assert [line[-1] for line in csv_rows(tmp_path / MISSING)] == ["Counterparty", "", "'+A. Person"]
    book = index_of(tmp_path)
    assert "Counterparty" not in values(book, 0, 1)
    assert values(book, 3, 3)[-1] == "+A. Person"


@pytest.mark.parametrize(("code", "right_to_left"), [("fr", False), ("ar", True)])
def test_lists_are_in_the_language_of_the_report(
    tmp_path: Path, speak: Callable[[str], Language], code: str, right_to_left: bool
) -> None:
    language = speak(code)
    written(tmp_path, language, [entry(1)], [attached(1, entry_id=1)])
    book = index_of(tmp_path)
    assert book.sheetnames == [language.text(say(word)) for word in ("Index", "Files", "Missing", "Entries")]
    assert {bool(sheet.sheet_view.rightToLeft) for sheet in book.worksheets} == {right_to_left}
    assert values(book, 0, 1)[0] == csv_rows(tmp_path / ENTRIES)[0][0] == language.text(say("Date"))
    sheet = book.worksheets[0]
    assert sheet["K2"].alignment.horizontal == ("right" if right_to_left else None)


def test_sheets_are_ready_for_paper_and_say_what_they_are(tmp_path: Path, english: Language) -> None:
    written(tmp_path, english, [])
    book = index_of(tmp_path)
    assert (book.properties.title, book.properties.creator) == ("Pack", "GrantDesk")
    for sheet in book.worksheets:
        assert (sheet.freeze_panes, sheet.print_title_rows, sheet.page_setup.orientation) == (
            "A2",
            "$1:$1",
            "landscape",
        )
        assert (sheet.max_row, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (1, 9, 0)
    assert book.worksheets[0].auto_filter.ref == "A1:J2"
    assert csv_rows(tmp_path / MISSING) == [
        ["Date", "Document", "Description", "Kind", "Grant", "Currency of the grant", "Spent", "Committed", "Received"],
    ]


def test_trouble_in_between_is_not_lost(tmp_path: Path, english: Language) -> None:
    with (
        pytest.raises(LookupError),
        written_lists(tmp_path, title="Pack", moment=MOMENT, language=english, files={}),
    ):
        raise LookupError


def test_more_entries_than_a_sheet_holds_are_refused() -> None:
    require_room(1_048_575)
    with pytest.raises(UserError):
        require_room(1_048_576)
